"""The API: what the contract names, checked against the package's own files."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import DATA


def items(client: FlaskClient, adres: str) -> list[dict[str, Any]]:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200, antwoord.text
    inhoud = antwoord.get_json()
    assert set(inhoud) == {"items", "totaal", "peildatum"}
    out: list[dict[str, Any]] = inhoud["items"]
    return out


def load_gemeenten() -> Iterator[tuple[str, str]]:
    """Code and provincie, as the boundaries have them."""
    for feature in json.loads((DATA / "gemeenten.geojson").read_text(encoding="utf-8"))["features"]:
        yield feature["properties"]["code"], feature["properties"]["provincie"]


def test_samenwerkingsverbanden_are_the_registers(client: FlaskClient) -> None:
    alle = items(client, "/api/v1/samenwerkingsverbanden?perPagina=1000")
    uit_register = [v for v in alle if v["bron_id"]]
    assert len(uit_register) == 32
    with (DATA / "versies.csv").open(encoding="utf-8") as bestand:
        versies = {rij["bron_id"]: rij for rij in csv.DictReader(bestand)}
    for verband in uit_register:
        versie = versies[verband["bron_id"]]
        assert versie["samenwerkingsverband_id"] == verband["id"]
        assert versie["van"] <= "2026-05-16"
        assert not versie["tot"] or versie["tot"] > "2026-05-16"
    assert sum(d["soort"] == "gemeente" for v in uit_register for d in v["deelnemers"]) == 241
    assert {"id", "slug", "naam", "vorm", "themas", "bron_url", "bron_id", "deelnemers"} <= set(alle[0])
    assert {"code", "naam", "soort", "provincie", "van"} == set(alle[0]["deelnemers"][0])
    waar = dict(load_gemeenten())
    for deelnemer in (d for v in alle for d in v["deelnemers"]):
        assert bool(deelnemer["provincie"]) == (deelnemer["soort"] == "gemeente"), deelnemer
        assert deelnemer["provincie"] == waar.get(deelnemer["code"], deelnemer["provincie"])
    met_de_hand = {v["slug"] for v in alle if not v["bron_id"]}
    assert {"twence", "regio-zwolle"} <= met_de_hand


def test_bron_id_follows_the_day(client: FlaskClient) -> None:
    toen = {
        v["id"]: v["bron_id"]
        for v in items(client, "/api/v1/samenwerkingsverbanden?perPagina=1000&peildatum=2018-06-01")
    }
    nu = {v["id"]: v["bron_id"] for v in items(client, "/api/v1/samenwerkingsverbanden?perPagina=1000")}
    assert toen["gr-23055729"] not in ("", None, nu["gr-23055729"])
    assert client.get("/api/v1/samenwerkingsverbanden?peildatum=2018-06-01").get_json()["peildatum"] == "2018-06-01"


def test_gemeenten_with_their_number(client: FlaskClient) -> None:
    alle = {g["code"]: g for g in items(client, "/api/v1/gemeenten?perPagina=1000")}
    assert len(alle) == 25
    assert alle["GM0193"]["naam"] == "Zwolle"
    assert alle["GM0193"]["aantal_register"] == 11
    een = client.get("/api/v1/gemeenten/GM0193").get_json()
    assert een["aantal"] == alle["GM0193"]["aantal"] == len(een["samenwerkingsverbanden"])


def test_verbindingen_are_ordered_pairs_with_what_they_share(client: FlaskClient) -> None:
    paren = items(client, "/api/v1/verbindingen?perPagina=1000")
    assert all(p["a"] < p["b"] and p["aantal"] == len(p["samenwerkingsverbanden"]) for p in paren)
    assert (paren[0]["a"], paren[0]["b"]) == ("GM0147", "GM0164")
    assert all(i.startswith("gr-") for p in paren for i in p["samenwerkingsverbanden"])
    assert paren[0]["aantal"] == 12
    alles = client.get("/api/v1/verbindingen?perPagina=1&ook=zelf-verzameld").json
    assert alles["items"][0]["aantal"] > 12
    niet = {"niet_geteld": 6, "onvolledig": 6}
    assert alles["geteld"] == {"register": 32, "zelf_verzameld": 26, "bronnen_van": 2015, "bronnen_tot": 2024, **niet}


def test_filters_work_as_on_the_page(client: FlaskClient) -> None:
    alle = items(client, "/api/v1/samenwerkingsverbanden?perPagina=1000")
    veilig = items(client, "/api/v1/samenwerkingsverbanden?thema=veiligheid&perPagina=1000")
    assert [v["id"] for v in veilig] == [v["id"] for v in alle if "veiligheid" in v["themas"]]
    raalte = items(client, "/api/v1/samenwerkingsverbanden?gemeente=GM0177")
    assert {v["id"] for v in raalte} == {v["id"] for v in alle if any(d["code"] == "GM0177" for d in v["deelnemers"])}
    assert {r["slug"] for r in items(client, "/api/v1/regios")} == {
        "twente",
        "ijsselland",
        "regio-zwolle",
        "stedendriehoek",
    }
    assert sum(t["aantal"] for t in items(client, "/api/v1/themas")) >= 34


def test_paging_gives_the_whole(client: FlaskClient) -> None:
    eerste = client.get("/api/v1/samenwerkingsverbanden?perPagina=10")
    assert 'rel="next"' in ", ".join(eerste.headers.getlist("Link"))
    namen = [
        v["id"] for n in range(1, 8) for v in items(client, f"/api/v1/samenwerkingsverbanden?perPagina=10&pagina={n}")
    ]
    assert namen == [v["id"] for v in items(client, "/api/v1/samenwerkingsverbanden?perPagina=1000")]


@pytest.mark.parametrize(
    ("vraag", "naam"),
    [
        ("thema=zwemmen", "thema"),
        ("gemeente=GM9999", "gemeente"),
        ("peildatum=2026-13-01", "peildatum"),
        ("pagina=0", "pagina"),
        ("perPagina=1001", "perPagina"),
        ("perPagina=1&perPagina=2", "perPagina"),
        ("zomaar=1", "zomaar"),
    ],
)
def test_a_wrong_parameter_is_a_400_that_names_it(client: FlaskClient, vraag: str, naam: str) -> None:
    antwoord = client.get(f"/api/v1/samenwerkingsverbanden?{vraag}")
    assert antwoord.status_code == 400
    assert antwoord.mimetype == "application/problem+json"
    assert antwoord.get_json()["invalid-params"][0]["name"] == naam


@pytest.mark.parametrize("naam", ["0177", "177", "gm0177", "raalte", "Raalte"])
def test_a_gemeente_is_known_by_its_other_names(client: FlaskClient, naam: str) -> None:
    assert client.get(f"/api/v1/gemeenten/{naam}").get_json() == client.get("/api/v1/gemeenten/GM0177").get_json()


def test_a_samenwerkingsverband_is_known_by_its_slug(client: FlaskClient) -> None:
    een = client.get("/api/v1/samenwerkingsverbanden/ggd-ijsselland").get_json()
    assert een == client.get(f"/api/v1/samenwerkingsverbanden/{een['id']}").get_json()


@pytest.mark.parametrize("adres", ["/api/v1/gemeenten/GM9999", "/api/v1/samenwerkingsverbanden/x", "/api/v1/niets"])
def test_what_is_not_there_is_a_404_problem(client: FlaskClient, adres: str) -> None:
    antwoord = client.get(adres)
    assert (antwoord.status_code, antwoord.mimetype) == (404, "application/problem+json")
    assert antwoord.headers["API-Version"]


def test_an_unchanged_answer_is_a_304(client: FlaskClient) -> None:
    etag = client.get("/api/v1/themas").headers["ETag"]
    assert client.get("/api/v1/themas", headers={"If-None-Match": etag}).status_code == 304
