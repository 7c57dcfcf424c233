"""Iv3 from a server that answers as the CBS does: pages, padded keys, faults, years that are not there yet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.slecht import Antwoord, Handler, Server, afgebroken, goed, hangt, slecht, status
from viewer import cli
from viewer.errors import BadSource
from viewer.sources.fetch import get_json
from viewer.sources.import_source import import_source
from viewer.sources.iv3 import read_csv
from viewer.sources.iv3_feed import read_feed
from viewer.sources.package import read_table
from viewer.sources.registry import IV3

TITEL = "4.3.3 Inkomensoverdrachten - gemeenschappelijke regelingen"
CATALOGUS = "/ODataCatalog/Tables"


def cel(code: str, taakveld: str, categorie: str, verslag: str, een: int | None, twee: int | None) -> dict[str, Any]:
    return {
        "ID": 0,
        "TaakveldBalanspost": f"{taakveld:6}",
        "Categorie": f"{categorie:7}",
        "Gemeenten": f"{code:9}",
        "Verslagsoort": verslag,
        "k_1ePlaatsing_1": een,
        "k_2ePlaatsing_2": twee,
    }


def cellen(jaar: int) -> list[dict[str, Any]]:
    """GM9001 books 30 of 130; GM9002 books none of 70; GM9003 did not deliver. A balance, reserves, a quarter, income."""
    rekening, begroting = f"{jaar}X005", f"{jaar}X000"
    return [
        cel("GM9001", "1.1", "L4.3.3", rekening, 9, 10),
        cel("GM9001", "6.71a", "L4.3.3", rekening, 20, 20),
        cel("GM9001", "5.3", "L3.8", rekening, 100, 100),
        cel("GM9001", "0.10", "L7.1", rekening, 500, 500),
        cel("GM9001", "0.11", "L7.4", rekening, 600, 600),
        cel("GM9001", "A111", "L4.3.3", rekening, 700, 700),
        cel("GM9001", "1.1", "B4.3.3", rekening, 800, 800),
        cel("GM9001", "1.1", "L4.3.3", f"{jaar}X001", 900, 900),
        cel("GM9002", "1.1", "L4.3.3", rekening, -99998, -99998),
        cel("GM9002", "1.1", "L1.1", rekening, 71, 70),
        cel("GM9003", "1.1", "L4.3.3", rekening, None, None),
        cel("GM9001", "1.1", "L4.3.3", begroting, 8, None),  # no second placement yet
        cel("GM9001", "1.1", "L1.1", begroting, 92, None),
        cel("NL00", "1.1", "L4.3.3", rekening, 999, 999),
    ]


def blad(h: Handler, rijen: list[dict[str, Any]], per: int) -> None:
    begin = int(h.vraag.get("$skip", "0"))
    antwoord: dict[str, Any] = {"odata.metadata": "x", "value": rijen[begin : begin + per]}
    if begin + per < len(rijen):
        zonder = h.path.partition("&$skip")[0]
        antwoord["odata.nextLink"] = f"http://{h.headers['Host']}{zonder}&$skip={begin + per}"
    h.stuur(200, json.dumps(antwoord).encode())


def tabel(rijen: list[dict[str, Any]], per: int = 10_000) -> Antwoord:
    return lambda h: blad(h, rijen, per)


def dataset(rijen: list[dict[str, Any]], per: int = 3) -> Antwoord:
    def doe(h: Handler) -> None:
        vraag = h.vraag["$filter"]
        verslag = vraag.split("'")[1]
        assert "startswith(Categorie,'L')" in vraag
        blad(h, [r for r in rijen if r["Verslagsoort"] == verslag and r["Categorie"].startswith("L")], per)

    return doe


def cbs(
    jaren: tuple[int, ...] = (2023, 2024), titel: str = TITEL, gewijzigd: str = "2026-01-01"
) -> dict[str, list[Antwoord]]:
    paden = {
        CATALOGUS: [
            tabel(
                [
                    {"Identifier": "1NED", "Title": "Provincies 2024 onbewerkte Iv3-data", "Modified": gewijzigd},
                    *(
                        {"Identifier": f"{j}NED", "Title": f"Gemeenten {j} onbewerkte Iv3-data ", "Modified": gewijzigd}
                        for j in jaren
                    ),
                ]
            )
        ]
    }
    for j in jaren:
        feed = f"/ODataFeed/OData/{j}NED"
        paden[f"{feed}/Categorie"] = [tabel([{"Key": "L4.3.2 ", "Title": "x"}, {"Key": "L4.3.3 ", "Title": titel}])]
        paden[f"{feed}/Verslagsoort"] = [tabel([{"Key": f"{j}X000"}, {"Key": f"{j}X001"}, {"Key": f"{j}X005"}])]
        paden[f"{feed}/TypedDataSet"] = [dataset(cellen(j))]
    return paden


def haal(adres: str) -> object:
    return get_json(adres, slaap=lambda s: None, timeout_s=1)


@pytest.fixture
def server() -> Iterator[Server]:
    with slecht(cbs()) as een:
        yield een


def wat(content: Any) -> list[tuple[str, ...]]:
    return [
        (r["jaar"], r["verslagsoort"], r["gemeente_code"], r["lasten_keur"], r["aan_gr_keur"])
        for r in content.tables["bijdragen"]
    ]


def van(jaar: int) -> list[tuple[str, ...]]:
    return [
        (str(jaar), "begroting", "GM9001", "100", "8"),
        (str(jaar), "jaarrekening", "GM9001", "130", "30"),
        (str(jaar), "jaarrekening", "GM9002", "70", "0"),
        (str(jaar), "jaarrekening", "GM9003", "", ""),
    ]


@pytest.mark.parametrize("pad", ["", "/", "/ODataCatalog/Tables?$format=json&$filter=Catalog eq 'IV3'", "/ODataFeed/"])
def test_all_years_are_read_page_by_page_and_added_up(server: Server, pad: str) -> None:
    gemeld: list[str] = []
    content = read_feed(server.adres + pad, {}, gemeld.append, haal)
    assert content
    assert wat(content) == [*van(2023), *van(2024)]
    assert content.facts["benaming"] == TITEL
    assert content.facts["gewijzigd"] == {"2023NED": "2026-01-01", "2024NED": "2026-01-01"}
    assert any("jaarrekening 2024" in zin for zin in gemeld)


def test_one_table(server: Server) -> None:
    content = read_feed(f"{server.adres}/ODataFeed/OData/2024NED/TypedDataSet", {}, haal=haal)
    assert wat(content) == van(2024)
    with pytest.raises(BadSource, match="staat niet bij Iv3"):
        read_feed(f"{server.adres}/ODataFeed/OData/9NED", {}, haal=haal)


def test_what_did_not_change_is_not_asked_again(server: Server) -> None:
    eerst = read_feed(server.adres, {}, haal=haal)
    assert eerst
    aantal = len(server.verzoeken)
    assert read_feed(server.adres, eerst.facts, haal=haal) is None
    assert len(server.verzoeken) == aantal + 1
    een = {"gewijzigd": {**eerst.facts["gewijzigd"], "2023NED": "2020-01-01"}}
    assert wat(read_feed(server.adres, een, haal=haal)) == van(2023)


def test_a_report_that_is_not_there_yet_is_told() -> None:
    paden = cbs((2024,))
    feed = "/ODataFeed/OData/2024NED"
    paden[f"{feed}/Verslagsoort"] = [tabel([{"Key": "2024X000"}])]
    with slecht(paden) as server:
        content = read_feed(server.adres, {}, haal=haal)
    assert content
    assert wat(content) == van(2024)[:1]
    assert "jaarrekening 2024: nog niet bij het CBS" in content.remarks


@pytest.mark.parametrize("titel", ["4.3.3 Inkomensoverdrachten - provincies", "", "Gemeenten"])
def test_a_category_about_something_else_is_refused(titel: str) -> None:
    with slecht(cbs(titel=titel)) as server, pytest.raises(BadSource, match="gaat niet over gemeenschappelijke"):
        read_feed(server.adres, {}, haal=haal)


@pytest.mark.parametrize(
    "titel", ["Inkomensoverdrachten aan gemeenschappelijke regelingen", "Gem. regelingen", "GEMEENSCH. REGELINGEN"]
)
def test_words_for_the_category_may_differ(titel: str) -> None:
    with slecht(cbs((2024,), titel=titel)) as server:
        assert read_feed(server.adres, {}, haal=haal)


def rond(h: Handler) -> None:
    h.stuur(200, json.dumps({"value": [], "odata.nextLink": h.path}).encode())


def elders(h: Handler) -> None:
    h.stuur(200, json.dumps({"value": [], "odata.nextLink": "http://elders.nl/x"}).encode())


@pytest.mark.parametrize(
    "plek", [CATALOGUS, "/ODataFeed/OData/2024NED/Categorie", "/ODataFeed/OData/2024NED/TypedDataSet"]
)
@pytest.mark.parametrize(
    ("antwoord", "zegt"),
    [
        (status(500), "antwoordt met 500"),
        (status(404), "antwoordt met 404"),
        (afgebroken(b'{"value": []}' * 100), "brak"),
        (goed(b"<html>onderhoud</html>"), "geeft geen geldige JSON"),
        (goed(b'{"waarde": []}'), "geen tabel van het CBS"),
        (goed(b'{"value": [1]}'), "geen tabel van het CBS"),
        (goed(b"[]"), "geen tabel van het CBS"),
        (rond, "blijft naar volgende"),
        (elders, "andere server"),
    ],
)
def test_a_fault_anywhere_is_one_line_and_the_old_data_stay(
    klein: Path, monkeypatch: pytest.MonkeyPatch, plek: str, antwoord: Antwoord, zegt: str
) -> None:
    monkeypatch.setattr("viewer.sources.iv3_feed.get_json", haal)
    monkeypatch.setattr("viewer.sources.iv3_feed.read_feed.__defaults__", (lambda _: None, haal))
    stand = {pad.name: pad.read_bytes() for pad in klein.iterdir()}
    with slecht({**cbs((2024,)), plek: [antwoord]}) as server:
        resultaat = CliRunner().invoke(cli._gegevens(klein), ["importeer-iv3", server.adres])
    assert resultaat.exit_code == 1
    assert zegt in resultaat.stderr
    assert resultaat.stderr.count("\n") == 1
    assert {pad.name: pad.read_bytes() for pad in klein.iterdir()} == stand


def test_a_fault_that_passes_is_tried_again() -> None:
    paden = cbs((2024,))
    feed = "/ODataFeed/OData/2024NED/TypedDataSet"
    paden[feed] = [status(500), afgebroken(b'{"value": []}' * 50), hangt, *paden[feed]]
    with slecht(paden) as server:
        assert wat(read_feed(server.adres, {}, haal=haal)) == van(2024)


def test_rows_of_another_shape_and_tables_without_gemeenten() -> None:
    feed = "/ODataFeed/OData/2024NED/TypedDataSet"
    with slecht({**cbs((2024,)), feed: [tabel([{"iets": 1}])]}) as server, pytest.raises(BadSource, match="geen tabel"):
        read_feed(server.adres, {}, haal=haal)
    with slecht({**cbs((2024,)), feed: [tabel([])]}) as server, pytest.raises(BadSource, match="geen cijfers"):
        read_feed(server.adres, {}, haal=haal)
    with (
        slecht({CATALOGUS: [tabel([{"Identifier": "1NED", "Title": "Provincies"}])]}) as server,
        pytest.raises(BadSource, match="noemt geen tabel"),
    ):
        read_feed(server.adres, {}, haal=haal)


def test_into_a_folder_with_the_inhabitants_that_were_known(klein: Path, tmp_path: Path) -> None:
    (tmp_path / "oud.csv").write_text(
        "gemeente_code,jaar,verslagsoort,inwoners,lasten_keur,aan_gr_keur\n"
        "GM9001,2022,jaarrekening,990,1,1\nGM9001,2024,jaarrekening,1000,1,1\n"
    )
    assert IV3.reader
    import_source(IV3, IV3.reader, str(tmp_path / "oud.csv"), klein)
    with slecht(cbs((2024,))) as server:
        import_source(IV3, IV3.reader, server.adres, klein)
        nog_eens = import_source(IV3, IV3.reader, server.adres, klein)
    assert (nog_eens.rows, nog_eens.remarks) == ({}, (f"{server.adres} is niet veranderd; er is niets te doen.",))
    gelezen = read_table(klein / "bijdragen.csv").set_index(["jaar", "verslagsoort", "gemeente_code"])
    assert list(gelezen.loc[("2022", "jaarrekening", "GM9001")]) == ["990", "1", "1"]
    assert list(gelezen.loc[("2024", "jaarrekening", "GM9001")]) == ["1000", "130", "30"]


@pytest.mark.parametrize("scheiding", [";", ","])
def test_a_download_of_the_cbs_itself_says_the_same(tmp_path: Path, scheiding: str) -> None:
    rijen = [*cellen(2023), *cellen(2024)]
    regels = [scheiding.join(f'"{naam}"' for naam in rijen[0])]
    for rij in rijen:
        regels.append(scheiding.join("       ." if w is None else f'"{w}"' for w in rij.values()))
    (tmp_path / "cbs.csv").write_text("\n".join(regels))
    assert wat(read_csv(str(tmp_path / "cbs.csv"))) == [*van(2023), *van(2024)]
    (tmp_path / "cbs.csv").write_text("\n".join([*regels[:3], regels[3].replace("100", "veel")]))
    with pytest.raises(BadSource, match=r"cbs\.csv, rij 4, kolom k_1ePlaatsing_1: 'veel'"):
        read_csv(str(tmp_path / "cbs.csv"))
    (tmp_path / "cbs.csv").write_text("\n".join([*regels[:3], scheiding.join(regels[3].split(scheiding)[:3])]))
    with pytest.raises(BadSource, match=r"rij 4: de rij is te kort"):
        read_csv(str(tmp_path / "cbs.csv"))
