"""A name is text, whatever is in it: every page and file has the shape it has with a plain name."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import html5lib
import lxml.etree
import openpyxl
import pytest
from flask.testing import FlaskClient

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
    "<b>" * 3_000,
]
KORT = [naam if len(naam) < 60 else f"{naam[:9]} x {len(naam)}" for naam in NAMEN]
SLUG, ID = "hyperlink-x", "gr-1021"


def with_name(klein: Path, folder: Path, naam: str) -> FlaskClient:
    """The small province, in which one samenwerkingsverband and one gemeente have this name."""
    shutil.copytree(klein, folder)
    for tabel, sleutel, waarde, kolommen in (
        ("samenwerkingsverbanden", "id", ID, ["naam", "titel", "omschrijving"]),
        ("organisaties", "code", "GM9001", ["naam"]),
        ("deelnames", "deelnemer_code", "GM9001", ["deelnemer_naam"]),
    ):
        frame = read_table(folder / f"{tabel}.csv")
        frame.loc[frame[sleutel] == waarde, kolommen] = naam
        if tabel == "organisaties":  # a list, in which a semicolon is the end of a name
            frame.loc[frame[sleutel] == waarde, "plaatsen"] = naam.replace(";", ",")
        frame.to_csv(folder / f"{tabel}.csv", index=False)
    grenzen = folder / "gemeenten.geojson"
    inhoud = json.loads(grenzen.read_text(encoding="utf-8"))
    eigen = next(vlak for vlak in inhoud["features"] if vlak["properties"]["code"] == "GM9001")
    eigen["properties"]["naam"] = naam
    grenzen.write_text(json.dumps(inhoud), encoding="utf-8")
    return create_app(Settings(correctie_email="kaart@voorbeeld.nl"), folder).test_client()


def shape(tekst: str) -> list[tuple[str, tuple[str, ...]]]:
    """Elements with the names of their attributes, in order; text and values left out."""
    boom = html5lib.parse(tekst, namespaceHTMLElements=False)
    return [(str(e.tag), tuple(sorted(map(str, e.attrib)))) for e in boom.iter() if isinstance(e.tag, str)]


PADEN = ["/", f"/?verband={SLUG}&gemeente=GM9001", f"/samenwerkingsverbanden/{SLUG}", "/tabel", "/verbanden", "/kaart", "/over", "/insluiten?verband=" + SLUG, "/veranderd", "/vergelijk?gemeente=GM9001&gemeente=GM9002", f"/samenwerkingsverbanden/{SLUG}?peildatum=2020-01-01"]  # fmt: skip


@pytest.fixture(scope="module")
def gewoon(_klein: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    client = with_name(_klein, tmp_path_factory.mktemp("gewoon") / "data", GEWOON)
    return {pad: sorted(shape(client.get(pad).text)) for pad in PADEN}


@pytest.mark.parametrize("naam", NAMEN, ids=KORT)
def test_a_name_is_text_everywhere(klein: Path, tmp_path: Path, gewoon: dict[str, Any], naam: str) -> None:
    client = with_name(klein, tmp_path / "kwaad", naam)
    for pad in PADEN:
        antwoord = client.get(pad)
        assert antwoord.status_code == 200, pad
        assert sorted(shape(antwoord.text)) == gewoon[pad], pad
        assert "7*7" not in naam or not re.search(r"[^\w*]49[^\w*]", re.sub(r"<[^>]*>", "", antwoord.text)), pad
    bladzij = client.get(f"/samenwerkingsverbanden/{SLUG}").text
    boom = html5lib.parse(bladzij, namespaceHTMLElements=False)
    assert "".join(boom.find(".//h1").itertext()).split() == naam.split()
    for link in boom.iter("a"):
        doel = link.get("href", "")
        assert urlsplit(doel).scheme in ("", "http", "https", "mailto"), doel
        if doel.startswith("mailto:"):
            delen = parse_qs(urlsplit(doel).query, keep_blank_values=True)
            assert set(delen) <= {"subject", "body"}, doel
            assert urlsplit(doel).path == "kaart@voorbeeld.nl"
            assert "\n" not in delen["subject"][0]


@pytest.mark.parametrize("naam", NAMEN[:-2], ids=KORT[:-2])
def test_a_title_is_text_in_json_ld(klein: Path, naam: str) -> None:
    """The only name of ours in it: what JSON-LD says of the data names no gemeente."""
    tekst = create_app(Settings(provincie="Nederland", titel=naam), klein).test_client().get("/tabel").text
    script = html5lib.parse(tekst, namespaceHTMLElements=False).find(".//script[@type='application/ld+json']")
    assert json.loads(script.text)["creator"]["name"] == naam


@pytest.mark.filterwarnings("ignore:Glyph")  # no letter has a face for every sign
@pytest.mark.parametrize("naam", NAMEN[::2] + NAMEN[-1:], ids=KORT[::2] + KORT[-1:])
def test_a_name_is_text_in_files_and_for_machines(klein: Path, tmp_path: Path, naam: str) -> None:
    client = with_name(klein, tmp_path / "kwaad", naam)
    assert client.get(f"/api/v1/samenwerkingsverbanden/{ID}").get_json()["naam"] == naam
    assert (
        client.get(f"/ogc/collections/samenwerkingsverbanden/items/{ID}").get_json(force=True)["properties"]["naam"]
        == naam
    )
    geo = client.get(f"/download/samenwerkingsverbanden.geojson?verband={SLUG}").get_json(force=True)
    assert geo["features"][0]["properties"]["naam"] == naam
    rijen = list(csv.DictReader(io.StringIO(client.get("/download/samenwerkingsverbanden.csv").text)))
    cel = next(rij["naam"] for rij in rijen if rij["id"] == ID)
    assert cel == (f"'{naam}" if naam[0] in "=+-@" else naam)  # a sheet would run it
    boek = openpyxl.load_workbook(io.BytesIO(client.get("/download/samenwerkingsverbanden.xlsx").data))
    blad = boek.worksheets[0]
    cellen = [
        cel
        for rij in blad.iter_rows()
        for cel in rij
        if isinstance(cel.value, str) and cel.value.lstrip("'").startswith(naam[:30])
    ]
    assert cellen
    assert all(cel.data_type == "s" for cel in cellen)
    for pad in (
        "/wijzigingen.atom",
        "/sitemap.xml",
        f"/kaart.svg?verband={SLUG}&gemeente=GM9001",
        "/analyse/overlap.svg",
        "/analyse/gemeenten.svg",
    ):
        antwoord = client.get(pad)
        assert antwoord.status_code == 200
        boom = lxml.etree.fromstring(antwoord.data, lxml.etree.XMLParser(resolve_entities=False, huge_tree=True))
        namen = {lxml.etree.QName(e).localname for e in boom.iter() if isinstance(e.tag, str)}
        assert not namen & {"script", "img", "b", "foreignObject"}, pad
        assert not [a for e in boom.iter() for a in e.attrib if str(a).startswith("on")], pad
    for pad in ("/catalogus.jsonld", "/catalogus.ttl", f"/oembed?url=http://localhost/kaart?verband={SLUG}"):
        assert client.get(pad).status_code == 200
    for pad in (f"/kaart.png?verband={SLUG}", "/download/deelnames.xlsx", "/download/samenwerkingsverbanden.gpkg"):
        kop = client.get(pad).headers["Content-Disposition"]
        assert re.fullmatch(r'(inline|attachment); filename="[a-z0-9.-]+"', kop)
