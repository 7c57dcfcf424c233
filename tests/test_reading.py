"""The tables of data/ read anew, with nothing but csv and json, beside what pages, files and API say of them.

Ten gemeenten and twenty samenwerkingsverbanden were chosen for what is odd about them, twenty others by a fixed seed. Of
each no number may stand on its page that its sources do not carry, and every file and answer must hold exactly what
the tables hold.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.conftest import LIVE
from viewer.settings import Settings
from viewer.web import create_app

GEMEENTEN = (
    "raalte", "zwolle", "enschede", "hof-van-twente", "steenwijkerland", "almelo", "emmen", "lochem", "s-hertogenbosch",
    "vijfheerenlanden",
)  # fmt: skip
"""Of the province and of others, large and small, of one list and of many, with an odd name, made of others."""

CHOSEN = (
    "vitens", "p10", "dimpact", "rova", "twence", "circulus", "cogas", "twente-milieu", "wadinko", "rendo", "luchthaven-teuge",
    "m50", "g40", "woondeal-twente", "woondeal-west-overijssel", "twentebedrijf", "gr-23055729", "gr-24185296", "gr-23807752",
    "gr-30432201",
)  # fmt: skip
"""Old, incomplete, ended and complete lists that are hand-kept; of the register some that stay, and one that began late."""

SEED = 2026
pytestmark = pytest.mark.traag

NUMBERED = re.compile(
    r"(ten minste )?(?<![\w.,/-])(\d[\d.]*) (andere deelnemers?|gemeenten?|deelnemers?|inwoners?)\b", re.IGNORECASE
)


@cache
def table(name: str) -> list[dict[str, str]]:
    with (LIVE / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@cache
def areas() -> dict[str, dict[str, Any]]:
    inhoud = json.loads((LIVE / "gemeenten.geojson").read_text(encoding="utf-8"))
    return {f["properties"]["code"]: f["properties"] for f in inhoud["features"]}


@cache
def today() -> str:
    return max(row["peildatum_bron"] for row in table("samenwerkingsverbanden"))


def first(partial: str) -> str:
    return {4: f"{partial}-01-01", 7: f"{partial}-01"}.get(len(partial), partial)


@cache
def shown() -> dict[str, dict[str, Any]]:
    """Every samenwerkingsverband: id -> its row, its participants today (code or "", name), and what its list is."""
    now = today()
    four = f"{int(now[:4]) - 4}{now[4:]}"
    out: dict[str, dict[str, Any]] = {}
    members: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for d in table("deelnames"):
        if d["van"] <= now and (not d["tot"] or now < d["tot"]):
            members[d["samenwerkingsverband_id"]].append(
                (d["deelnemer_code"], d["deelnemer_naam"], d["deelnemer_soort"])
            )
    for row in table("samenwerkingsverbanden"):
        out[row["id"]] = {
            "row": row,
            "slug": row["slug"],
            "who": members[row["id"]],
            "whole": True,
            "old": "",
            "hand": False,
        }
    for row in table("aanvullingen"):
        if row["zelfde_als"] or row["id"] == "cleantech-regio":  # the same body as one that is there
            continue
        who = []
        if first(row["peildatum"]) <= now and (not row["tot"] or now < first(row["tot"])):
            for part in row["deelnemers"].split(";"):
                soort, _, naam = part.partition(":")
                who.append((part, areas()[part]["naam"], "gemeente") if part in areas() else ("", naam, soort))
        youngest = (row["peildatum"] + "-12-31"[len(row["peildatum"]) - 4 :])[:10]
        out[row["id"]] = {
            "row": row, "slug": row["id"], "who": who, "whole": row["compleet"] == "ja", "hand": True,
            "old": f"stand {row['peildatum'][:4]}" if youngest < four else "",
        }  # fmt: skip
    return out


def gemeenten_of(id_: str) -> list[tuple[str, str]]:
    return [(code, naam) for code, naam, soort in shown()[id_]["who"] if soort == "gemeente"]


@cache
def asked_for() -> list[str]:
    here = (id_ for id_ in shown() if any(code in areas() for code, _ in gemeenten_of(id_)))
    others = sorted(id_ for id_ in here if id_ not in CHOSEN)
    return [*CHOSEN, *random.Random(SEED).sample(others, 20)]


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(), LIVE).test_client()


@pytest.fixture(scope="module")
def country() -> FlaskClient:
    return create_app(Settings(provincie="Nederland"), LIVE).test_client()


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    [main] = html.fromstring(answer.text).xpath("//main")
    for gone in list(main.iter("script", "style", "noscript", "form")):
        gone.drop_tree()
    return re.sub(r"\s+", " ", " ".join(main.itertext()))


def numbers_in(text: str) -> Iterator[int]:
    """Whole numbers, 555.879 as one."""
    for found in re.findall(r"\d+(?:\.\d{3})*", text):
        yield int(found.replace(".", ""))


def carried(id_: str) -> set[int]:
    """Every number in any row of any table that is about a samenwerkingsverband."""
    een = shown()[id_]
    versies = {v["bron_id"] for v in table("versies") if v["samenwerkingsverband_id"] == id_}
    organs = {d["orgaan_id"] for d in table("dossiers") if d["bron_id"] in versies}
    rows = [een["row"]]
    for name, key, wanted in (
        ("versies", "samenwerkingsverband_id", {id_}), ("deelnames", "samenwerkingsverband_id", {id_}),
        ("redactie", "samenwerkingsverband_id", {id_}), ("aanvullingen", "zelfde_als", {id_}),
        ("dossiers", "bron_id", versies), ("dossiers", "orgaan_id", organs - {""}),
    ):  # fmt: skip
        rows += [row for row in table(name) if row[key] in wanted]
    return {n for row in rows for cell in row.values() for n in numbers_in(cell)}


@pytest.mark.parametrize("nummer", range(len(CHOSEN) + 20))
def test_a_page_has_no_number_that_its_sources_do_not_carry(country: FlaskClient, nummer: int) -> None:
    id_ = asked_for()[nummer]
    een = shown()[id_]
    gemeenten, others = gemeenten_of(id_), len(een["who"]) - len(gemeenten_of(id_))
    people = sum(areas()[code]["inwoners"] for code, _ in gemeenten if code in areas())
    may = {"gemeente": len(gemeenten), "andere deelnemer": others, "deelnemer": len(een["who"]), "inwoner": people}
    text = text_of(country, f"/samenwerkingsverbanden/{een['slug']}")
    said = text
    own = een["row"]
    for quoted in filter(
        None, (own.get("opmerking", ""), own.get("omschrijving", ""), own["naam"], own.get("titel", ""))
    ):
        said = said.replace(re.sub(r"\s+", " ", quoted), " ")
    assert NUMBERED.search(said) or not een["who"], id_
    for least, number, noun in NUMBERED.findall(said):
        what = re.sub(r"(gemeente|deelnemer|inwoner)(n|s)?$", r"\1", noun.lower())
        assert int(number.replace(".", "")) == may[what], (id_, number, noun)
        assert bool(least) is not een["whole"], (id_, number, noun)
    if not een["whole"]:
        assert "inwoners" not in said.split("Onderwerp")[0] or "wonen" not in said, id_
    if een["old"]:
        assert een["old"] in text
    if een["hand"] and een["who"]:
        assert not re.search(r"deelnemers? op \d", said)
        assert f"uit {own['peildatum'][:4]}" in text
    axis = set(range(2015, int(today()[:4]) + 1))
    day = set(numbers_in("16 5 2026"))
    ours = {*carried(id_), *may.values(), *axis, *day, *range(1, 13)}
    ever = len({d["deelnemer_naam"] for d in table("deelnames") if d["samenwerkingsverband_id"] == id_})
    assert all(int(n) < ever for n in re.findall(r"en (\d+) andere", said))  # "Dalfsen, Deventer, Ommen en 8 andere"
    strange = set(numbers_in(re.sub(r"en \d+ andere", "", said))) - ours
    assert not strange, (id_, strange)


@pytest.mark.parametrize("nummer", range(len(CHOSEN) + 20))
def test_files_and_api_hold_what_the_tables_hold(country: FlaskClient, nummer: int) -> None:
    id_ = asked_for()[nummer]
    een = shown()[id_]
    item = country.get(f"/api/v1/samenwerkingsverbanden/{id_}").get_json()
    assert item["compleet"] is een["whole"]
    assert item["stand"] == (een["row"]["peildatum"] if een["hand"] else today())
    assert sorted(d["naam"] for d in item["deelnemers"] if not d["code"]) == sorted(
        naam for code, naam, _ in een["who"] if not code
    )
    assert sorted(d["code"] for d in item["deelnemers"] if d["code"]) == sorted(
        code for code, _, _ in een["who"] if code
    )
    if not een["who"]:
        return
    [row] = read_csv(country, f"/download/samenwerkingsverbanden.csv?verband={een['slug']}")
    known = str(len(gemeenten_of(id_)))
    assert (row["aantal_gemeenten"], row["ten_minste"]) == ((known, "") if een["whole"] else ("", known))
    assert row["compleet"] == ("ja" if een["whole"] else "nee")
    assert len(read_csv(country, f"/download/deelnames.csv?verband={een['slug']}")) == len(een["who"])
    [area] = country.get(f"/download/samenwerkingsverbanden.geojson?verband={een['slug']}").get_json()["features"]
    assert area["properties"]["aantal_gemeenten"] == (len(gemeenten_of(id_)) if een["whole"] else None)
    assert area["properties"]["ten_minste"] == (None if een["whole"] else len(gemeenten_of(id_)))
    ogc = country.get(f"/ogc/collections/samenwerkingsverbanden/items/{id_}").get_json()["properties"]
    assert (ogc["aantal_gemeenten"], ogc["ten_minste"], ogc["stand"]) == (
        area["properties"]["aantal_gemeenten"], area["properties"]["ten_minste"], item["stand"],
    )  # fmt: skip


def read_csv(client: FlaskClient, address: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(client.get(address).data.decode("utf-8-sig"))))


@pytest.mark.parametrize("slug", GEMEENTEN)
def test_the_page_of_a_gemeente_says_what_the_tables_say(client: FlaskClient, slug: str) -> None:
    [code] = [c for c, eigen in areas().items() if _slug(eigen["naam"]) == slug]
    mine = {id_: een for id_, een in shown().items() if code in {c for c, _ in gemeenten_of(id_)}}
    text = text_of(client, f"/gemeenten/{slug}")
    assert f"heeft {areas()[code]['inwoners']:,} inwoners".replace(",", ".") in text
    register = sum(not een["hand"] for een in mine.values())
    told = client.get(f"/api/v1/gemeenten/{code}").get_json()
    assert {i["id"] for i in told["samenwerkingsverbanden"]} == set(mine)
    assert (told["aantal"], told["aantal_register"]) == (len(mine), register)
    answer = html.fromstring(client.get(f"/gemeenten/{slug}").text)
    lines = {
        a.get("href").rsplit("/", 1)[1]: re.sub(r"\s+", " ", li.text_content())
        for li in answer.iter("li")
        for a in li.iter("a")
        if "/samenwerkingsverbanden/" in (a.get("href") or "") and NUMBERED.search(li.text_content())
    }
    assert set(lines) == {een["slug"] for een in mine.values()}
    for id_, een in mine.items():
        least, number, _ = NUMBERED.search(lines[een["slug"]].replace(een["row"]["naam"], "", 1)).groups()  # type: ignore[union-attr] # found above
        assert (int(number.replace(".", "")), bool(least)) == (len(gemeenten_of(id_)), not een["whole"]), lines[
            een["slug"]
        ]
        assert (een["old"] in lines[een["slug"]]) if een["old"] else ("stand " not in lines[een["slug"]])


def _slug(naam: str) -> str:
    plain = unicodedata.normalize("NFKD", naam).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
