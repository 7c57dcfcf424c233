"""A name is text, whatever is in it: every page and file has the shape it has with a plain name."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import string
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib
import lxml.etree
import openpyxl
import pandas as pd
import pytest
from flask.testing import FlaskClient

from tests.conftest import some
from viewer.settings import Settings
from viewer.sources.package import read_table
from viewer.web import create_app

GEWOON = "Gewone Naam"
NAMEN = [
    "<img src=y onerror=alert(2)>",
    "</script><script>alert(1)</script>",
    "\"' onmouseover=alert(1) x='",
    "{{7*7}}${7*7}<%= 7*7 %>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "]]><!-- --> &amp;&lt;",
    "\u202egnp.exe\u2066 \u200f tekst",
    "javascript:alert(1)//",
    "a&subject=kwaad&cc=x@y.nl?body=z%0d%0aBcc:x",
    "../../etc/passwd%00.csv",
    "Ünïcödé 😀 \U0001f468\u200d\U0001f469",
    "x" * 10_000,
    "<b>" * 1_000,
]
KORT = [naam if len(naam) < 60 else f"{naam[:9]} x {len(naam)}" for naam in NAMEN]
VOORBEELD = "gr-1021"
"""The samenwerkingsverband that gets a copy per name."""
EIGEN = "GM9001"
"""The gemeente that does."""


def with_names(klein: Path, folder: Path, namen: list[str]) -> FlaskClient:
    """The small province, with a samenwerkingsverband and a gemeente more for each of these names: gr-9001 and GM9101
    have the first. One data folder for all of them, since making one takes far longer than asking."""
    shutil.copytree(klein, folder)

    def add(tabel: str, sleutel: str, waarde: str, nieuw: Callable[[int, str], dict[str, str]]) -> None:
        frame = read_table(folder / f"{tabel}.csv")
        (rij,) = frame[frame[sleutel] == waarde].to_dict("records")
        erbij = [{**rij, **nieuw(nummer, naam)} for nummer, naam in enumerate(namen, 1)]
        pd.concat([frame, pd.DataFrame(erbij)]).to_csv(folder / f"{tabel}.csv", index=False)

    add(
        "samenwerkingsverbanden",
        "id",
        VOORBEELD,
        lambda n, naam: {"id": f"gr-{9000 + n}", "slug": slug(n), "naam": naam, "titel": naam, "omschrijving": naam},
    )
    add(
        "versies",
        "bron_id",
        "1021",
        lambda n, naam: {"samenwerkingsverband_id": f"gr-{9000 + n}", "bron_id": str(9000 + n)},
    )
    # Its places are a list, in which a semicolon is the end of a name.
    add(
        "organisaties",
        "code",
        EIGEN,
        lambda n, naam: {"bron_id": str(9100 + n), "code": code(n), "naam": naam, "plaatsen": naam.replace(";", ",")},
    )
    deelnames = read_table(folder / "deelnames.csv")
    erbij = [
        {"samenwerkingsverband_id": f"gr-{9000 + n}", "deelnemer_code": wie, "deelnemer_naam": hoe, "deelnemer_soort": "gemeente", "deelnemer_bron_id": bron, "van": "2016-05-01", "tot": ""}
        for n, naam in enumerate(namen, 1)
        for wie, hoe, bron in ((code(n), naam, str(9100 + n)), ("GM9002", "'s-Beekveld", "102"))
    ]  # fmt: skip
    pd.concat([deelnames, pd.DataFrame(erbij)]).to_csv(folder / "deelnames.csv", index=False)
    grenzen = folder / "gemeenten.geojson"
    inhoud = json.loads(grenzen.read_text(encoding="utf-8"))
    eigen = next(vlak for vlak in inhoud["features"] if vlak["properties"]["code"] == EIGEN)
    (ring,) = eigen["geometry"]["coordinates"]
    for n, naam in enumerate(namen, 1):
        vlak = [[[x, round(y - 0.2 * n, 5)] for x, y in ring]]
        feature = {"id": code(n), "properties": eigen["properties"] | {"code": code(n), "naam": naam}}
        inhoud["features"].append(eigen | feature | {"geometry": {"type": "Polygon", "coordinates": vlak}})
    grenzen.write_text(json.dumps(inhoud), encoding="utf-8")
    return create_app(Settings(correctie_email="kaart@voorbeeld.nl"), folder).test_client()


def slug(nummer: int) -> str:
    return f"proef-{nummer}"


def code(nummer: int) -> str:
    return f"GM{9100 + nummer}"


def shape(tekst: str) -> list[tuple[str, tuple[str, ...]]]:
    """Elements with the names of their attributes, in order; text and values left out."""
    boom = html5lib.parse(tekst, namespaceHTMLElements=False)
    return [(str(e.tag), tuple(sorted(map(str, e.attrib)))) for e in boom.iter() if isinstance(e.tag, str)]


ALLE = range(1, len(NAMEN) + 1)
LAGEN = ["&".join(f"verband={slug(n)}&gemeente={code(n)}" for n in ALLE[van : van + 7]) for van in (0, 7)]
"""All of the names, as many at once as the map has colours for."""
PADEN = [
    "/", *(f"/?{lagen}" for lagen in LAGEN), "/tabel", "/wie-met-wie", "/kaart", "/over", f"/insluiten?{LAGEN[0]}",
    "/veranderd", "/analyse", f"/vergelijk?gemeente={code(1)}&gemeente={code(3)}",
    *(f"/samenwerkingsverbanden/{slug(n)}" for n in ALLE), f"/samenwerkingsverbanden/{slug(3)}?peildatum=2020-01-01",
]  # fmt: skip


@pytest.fixture(scope="module")
def gewoon(_klein: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    namen = [f"{GEWOON} {letter}" for letter in string.ascii_uppercase[: len(NAMEN)]]
    return with_names(_klein, tmp_path_factory.mktemp("gewoon") / "data", namen)


@pytest.fixture(scope="module")
def kwaad(_klein: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return with_names(_klein, tmp_path_factory.mktemp("kwaad") / "data", NAMEN)


@pytest.mark.parametrize("pad", some(PADEN, 3))
def test_a_page_has_the_shape_it_has_with_plain_names(kwaad: FlaskClient, gewoon: FlaskClient, pad: str) -> None:
    antwoord = kwaad.get(pad)
    assert antwoord.status_code == 200
    assert sorted(shape(antwoord.text)) == sorted(shape(gewoon.get(pad).text))
    assert not re.search(r"[^\w*]49[^\w*]", re.sub(r"<[^>]*>", "", antwoord.text)), "7*7 was calculated"


@pytest.mark.parametrize(("nummer", "naam"), [*enumerate(NAMEN, 1)], ids=KORT)
def test_a_name_is_text_everywhere(kwaad: FlaskClient, nummer: int, naam: str) -> None:
    boom = html5lib.parse(kwaad.get(f"/samenwerkingsverbanden/{slug(nummer)}").text, namespaceHTMLElements=False)
    assert "".join(boom.find(".//h1").itertext()).split() == naam.split()
    for link in boom.iter("a"):
        doel = link.get("href", "")
        assert urlsplit(doel).scheme in ("", "http", "https", "mailto"), doel
        if doel.startswith("mailto:"):
            delen = parse_qs(urlsplit(doel).query, keep_blank_values=True)
            assert set(delen) <= {"subject", "body"}, doel
            assert urlsplit(doel).path == "kaart@voorbeeld.nl"
            assert "\n" not in delen["subject"][0]


def test_a_title_is_text_in_json_ld(klein: Path) -> None:
    """The only name of ours in it: what JSON-LD says of the data names no gemeente."""
    titel = " ".join(NAMEN[:-2])
    tekst = create_app(Settings(provincie="Nederland", titel=titel), klein).test_client().get("/tabel").text
    script = html5lib.parse(tekst, namespaceHTMLElements=False).find(".//script[@type='application/ld+json']")
    assert json.loads(script.text)["creator"]["name"] == titel


@pytest.fixture(scope="module")
def files(kwaad: FlaskClient) -> dict[str, Any]:
    """What is downloaded, read once for all names."""
    geo = kwaad.get("/download/samenwerkingsverbanden.geojson").get_json(force=True)
    boek = openpyxl.load_workbook(io.BytesIO(kwaad.get("/download/samenwerkingsverbanden.xlsx").data))
    return {
        "api": {v["id"]: v["naam"] for v in kwaad.get("/api/v1/samenwerkingsverbanden").get_json()["items"]},
        "geo": {f["properties"]["id"]: f["properties"]["naam"] for f in geo["features"]},
        "csv": list(csv.DictReader(io.StringIO(kwaad.get("/download/samenwerkingsverbanden.csv").text))),
        "cellen": [cel for rij in boek.worksheets[0].iter_rows() for cel in rij if isinstance(cel.value, str)],
    }


@pytest.mark.parametrize(("nummer", "naam"), [*enumerate(NAMEN, 1)], ids=KORT)
def test_a_name_is_text_in_files_and_for_machines(
    kwaad: FlaskClient, files: dict[str, Any], nummer: int, naam: str
) -> None:
    id_ = f"gr-{9000 + nummer}"
    assert files["api"][id_] == naam
    een = kwaad.get(f"/ogc/collections/samenwerkingsverbanden/items/{id_}").get_json(force=True)
    assert een["properties"]["naam"] == naam
    assert files["geo"][id_] == naam
    cel = next(rij["naam"] for rij in files["csv"] if rij["id"] == id_)
    assert cel == (f"'{naam}" if naam[0] in "=+-@" else naam)  # a sheet would run it
    cellen = [cel for cel in files["cellen"] if cel.value.lstrip("'").startswith(naam[:30])]
    assert cellen
    assert all(cel.data_type == "s" for cel in cellen)


@pytest.mark.filterwarnings("ignore:Glyph")  # no letter has a face for every sign
@pytest.mark.parametrize("pad", ["/wijzigingen.atom", "/sitemap.xml", *(f"/kaart.svg?{lagen}" for lagen in LAGEN), "/analyse/overlap.svg", "/analyse/gemeenten.svg"])  # fmt: skip
def test_a_name_is_text_in_xml(kwaad: FlaskClient, pad: str) -> None:
    antwoord = kwaad.get(pad)
    assert antwoord.status_code == 200
    boom = lxml.etree.fromstring(antwoord.data, lxml.etree.XMLParser(resolve_entities=False, huge_tree=True))
    namen = {lxml.etree.QName(e).localname for e in boom.iter() if isinstance(e.tag, str)}
    assert not namen & {"script", "img", "b", "foreignObject"}
    assert not [a for e in boom.iter() for a in e.attrib if str(a).startswith("on")]


@pytest.mark.filterwarnings("ignore:Glyph")
def test_no_name_is_in_the_name_of_a_file(kwaad: FlaskClient) -> None:
    for pad in ("/catalogus.jsonld", "/catalogus.ttl", f"/oembed?url=http://localhost/kaart?verband={slug(1)}"):
        assert kwaad.get(pad).status_code == 200
    for pad in (f"/kaart.png?verband={slug(1)}", "/download/deelnames.xlsx", "/download/samenwerkingsverbanden.gpkg"):
        kop = kwaad.get(pad).headers["Content-Disposition"]
        assert re.fullmatch(r'(inline|attachment); filename="[a-z0-9.-]+"', kop)
