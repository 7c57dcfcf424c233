"""The table and the files hold what the filters show, and every program can open them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import brotli
import geopandas as gpd
import openpyxl
import pyogrio
import pytest
import shapely
from flask.testing import FlaskClient
from lxml import etree
from rdflib import DCTERMS, Graph, Namespace, URIRef

from tests.conftest import DATA, some
from tests.test_cli import run
from tests.web.page import page
from viewer.dataset import Dataset
from viewer.settings import Settings
from viewer.web import create_app

DCAT = Namespace("http://www.w3.org/ns/dcat#")
KEUZES = [
    "",
    "?thema=veiligheid",
    "?gemeente=raalte&peildatum=2018-06-01",
    "?q=bestaatniet",
    "?verband=twence&verband=euregio",
]


def rows(client: FlaskClient, adres: str) -> list[dict[str, str]]:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200
    assert b"\r\n" in antwoord.data
    return list(csv.DictReader(io.StringIO(antwoord.data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("vraag", KEUZES)
def test_the_files_hold_what_the_api_says(client: FlaskClient, vraag: str) -> None:
    api = client.get(f"/api/v1/samenwerkingsverbanden{vraag}{'&' if vraag else '?'}perPagina=1000").get_json()["items"]
    verbanden = rows(client, f"/download/samenwerkingsverbanden.csv{vraag}")
    assert [rij["id"] for rij in verbanden] == [item["id"] for item in api]
    for rij, item in zip(verbanden, api, strict=True):
        assert rij["naam"].lstrip("'") == item["naam"]
        known = str(sum(d["soort"] == "gemeente" for d in item["deelnemers"]))
        assert (rij["aantal_gemeenten"], rij["ten_minste"]) == ((known, "") if item["compleet"] else ("", known))
        assert rij["stand"] == item["stand"]
    deelnames = rows(client, f"/download/deelnames.csv{vraag}")
    verwacht = sorted((i["id"], d["code"] or "", d["naam"], d["van"] or "") for i in api for d in i["deelnemers"])
    assert (
        sorted((r["samenwerkingsverband_id"], r["deelnemer_code"], r["deelnemer"], r["van"]) for r in deelnames)
        == verwacht
    )


def test_a_workbook_has_dates_filters_and_an_explanation(client: FlaskClient) -> None:
    antwoord = client.get("/download/samenwerkingsverbanden.xlsx?thema=veiligheid")
    assert (
        antwoord.headers["Content-Disposition"]
        == 'attachment; filename="samenwerkingsverbanden-overijssel-2026-05-16.xlsx"'
    )
    boek = openpyxl.load_workbook(io.BytesIO(antwoord.data))
    assert boek.sheetnames == ["samenwerkingsverbanden", "deelnames", "matrix", "toelichting"]
    assert [blad.freeze_panes for blad in boek.worksheets[:3]] == ["A2", "A2", "E3"]
    blad = boek["samenwerkingsverbanden"]
    assert blad.freeze_panes == "A2"
    kop = [cel.value for cel in blad[1]]
    assert blad.auto_filter.ref.startswith(f"A1:{openpyxl.utils.get_column_letter(len(kop))}")
    van = blad.cell(2, kop.index("van") + 1)
    assert isinstance(van.value, datetime | date)
    assert van.is_date
    uitleg = " ".join(str(cel) for rij in boek["toelichting"].values for cel in rij)
    assert "CC BY 4.0" in uitleg
    assert "thema=veiligheid" in uitleg
    assert "16 mei 2026" in uitleg
    assert client.get("/download/deelnames.xlsx").status_code == 200


def test_a_formula_is_only_a_name(klein_client: FlaskClient) -> None:
    verbanden = rows(klein_client, "/download/samenwerkingsverbanden.csv")
    assert not [c for rij in verbanden for c in rij.values() if c.startswith(("=", "+", "@"))]
    assert '\'=HYPERLINK("x")' in [rij["naam"] for rij in verbanden]
    boek = openpyxl.load_workbook(io.BytesIO(klein_client.get("/download/samenwerkingsverbanden.xlsx").data))
    cellen = [cel for blad in boek for rij in blad.iter_rows() for cel in rij if cel.value]
    assert not [cel for cel in cellen if cel.data_type == "f"]
    assert '=HYPERLINK("x")' in [cel.value for cel in cellen]
    assert "=1+1" in [cel.value for cel in cellen]


def test_areas_are_those_of_the_participants(client: FlaskClient, dataset: Dataset, tmp_path: Path) -> None:
    inhoud = client.get("/download/samenwerkingsverbanden.geojson?verband=ggd-ijsselland&verband=twence").get_json(
        force=True
    )
    assert "crs" not in inhoud
    assert "Kadaster" in inhoud["bron"]
    vlakken = gpd.GeoDataFrame.from_features(inhoud["features"], crs=4326).to_crs(28992).set_index("naam")
    codes = dataset.deelnemers_of("gr-23055729", dataset.peildatum)["code"]
    verwacht = shapely.union_all(dataset.gemeenten.loc[codes].geometry.values)
    assert vlakken.geometry["GGD IJsselland"].area == pytest.approx(verwacht.area, rel=1e-4)
    assert vlakken.geometry["GGD IJsselland"].symmetric_difference(verwacht).area < verwacht.area * 1e-3
    (tmp_path / "x.gpkg").write_bytes(client.get("/download/samenwerkingsverbanden.gpkg").data)
    lagen = {naam: gpd.read_file(tmp_path / "x.gpkg", layer=naam) for naam in ("samenwerkingsverbanden", "gemeenten")}
    assert len(lagen["gemeenten"]) == 25
    assert len(lagen["samenwerkingsverbanden"]) == 64
    assert {laag.crs.to_epsg() for laag in lagen.values()} == {28992}


@pytest.mark.parametrize("soort", some(["xlsx", "csv"], 2))
def test_what_goes_out_is_recognised_when_it_comes_back(client: FlaskClient, tmp_path: Path, soort: str) -> None:
    bestand = tmp_path / f"deelnames.{soort}"
    bestand.write_bytes(client.get(f"/download/deelnames.{soort}").data)
    resultaat = run(DATA, "importeer-tabel", str(bestand), "--controleer")
    assert resultaat.exit_code == 0, resultaat.output
    assert "gegokt: 0" in resultaat.output
    assert "onbekend: 0" in resultaat.output


@pytest.mark.parametrize(
    "adres",
    [
        "/download/deelnames.csv", "/download/samenwerkingsverbanden.csv", "/analyse/congruentie.csv", "/analyse/matrix.csv",
        "/vergelijk.csv?gemeente=zwolle&gemeente=deventer",
    ],
)  # fmt: skip
def test_for_a_dutch_excel_it_has_a_mark_and_semicolons(client: FlaskClient, adres: str) -> None:
    gewoon = client.get(adres)
    excel = client.get(f"{adres}{'&' if '?' in adres else '?'}bom=ja")
    assert excel.data.startswith(b"\xef\xbb\xbf")
    assert excel.headers["ETag"] != gewoon.headers["ETag"]
    rijen = list(csv.reader(io.StringIO(excel.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rijen == list(csv.reader(io.StringIO(gewoon.text, newline="")))
    assert len({len(rij) for rij in rijen}) == 1
    assert len(rijen[0]) > 1
    # A point in a number would make it a text or a date there.
    assert not [cel for rij in rijen for cel in rij if re.fullmatch(r"-?\d+\.\d+", cel)]


def test_what_excel_gets_is_read_when_it_comes_back(client: FlaskClient, tmp_path: Path) -> None:
    bestand = tmp_path / "deelnames.csv"
    bestand.write_bytes(client.get("/download/deelnames.csv?bom=ja").data)
    resultaat = run(DATA, "importeer-tabel", str(bestand), "--controleer")
    assert resultaat.exit_code == 0, resultaat.output
    assert "gegokt: 0" in resultaat.output
    assert "onbekend: 0" in resultaat.output


def test_a_304_when_unchanged(client: FlaskClient) -> None:
    antwoord = client.get("/download/deelnames.csv")
    assert not antwoord.data.startswith(b"\xef\xbb\xbf")
    assert client.get("/download/deelnames.csv", headers={"If-None-Match": antwoord.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("pad", ["/download/deelnames.gpkg", "/download/deelnames.exe", "/download/x.csv"])
def test_other_files_are_not_there(client: FlaskClient, pad: str) -> None:
    assert client.get(pad).status_code == 404


@pytest.mark.parametrize("vraag", [*KEUZES, "?sorteer=-aantal", "?sorteer=sinds&pagina=1", "?pagina=9"])
def test_the_table_is_a_sound_page(client: FlaskClient, vraag: str) -> None:
    page(client, f"/tabel{vraag}")


def test_the_table_sorts_both_ways_with_the_unknown_last(client: FlaskClient) -> None:
    def kolom(vraag: str, nummer: int) -> list[str]:
        tekst = page(client, f"/tabel?{vraag}")
        cellen = re.findall(
            r'<tr><th scope="row"><a[^>]*>(.*?)</a></th><td>(.*?)</td><td>(.*?)</td><td class="getal">((?:ten minste )?\d+)</td><td class="dag">(.*?)</td>',
            tekst,
        )
        assert len(cellen) == 64
        return [rij[nummer] for rij in cellen]

    aantallen = kolom("sorteer=-aantal", 3)
    zeker = [int(n) for n in aantallen if n.isdecimal()]
    assert zeker == sorted(zeker, reverse=True)
    assert all(n.startswith("ten minste ") for n in aantallen[len(zeker) :])  # what is not known has no rank
    assert len(zeker) < len(aantallen)
    for richting in ("", "-"):
        dagen = kolom(f"sorteer={richting}sinds", 4)
        bekend = [dag for dag in dagen if dag != "onbekend"]
        assert bekend == sorted(bekend, reverse=bool(richting))
        assert dagen[-2:] == ["onbekend", "onbekend"]


@pytest.mark.parametrize("vraag", ["sorteer=kleur", "pagina=0", "pagina=x", "thema=x"])
def test_what_the_table_does_not_know_is_told(client: FlaskClient, vraag: str) -> None:
    assert "adres-melding" in page(client, f"/tabel?{vraag}", 404 if "thema" in vraag else 200)


def test_downloads_refuse_what_they_do_not_know(client: FlaskClient) -> None:
    assert client.get("/download/deelnames.csv?bom=misschien").status_code == 400
    assert client.get("/download/samenwerkingsverbanden.csv?thema=x").status_code == 400
    assert client.get("/download/deelnames.csv?gemente=raalte").status_code == 400, "a typo gives other data than asked"
    assert (
        client.get("/download/deelnames.csv?utm_source=x&fbclid=y").data == client.get("/download/deelnames.csv").data
    )


def test_the_matrix_says_who_takes_part_in_what(client: FlaskClient) -> None:
    boek = openpyxl.load_workbook(io.BytesIO(client.get("/download/samenwerkingsverbanden.xlsx").data))
    _, ids, *rijen = boek["matrix"].iter_rows(values_only=True)
    api = client.get("/api/v1/samenwerkingsverbanden?perPagina=1000").json["items"]  # type: ignore[index]
    verwacht = {(d["code"], v["id"]) for v in api for d in v["deelnemers"] if d["soort"] == "gemeente" and d["code"]}
    assert {(rij[0], id_) for rij in rijen for id_, cel in zip(ids[4:], rij[4:], strict=True) if cel} == verwacht
    assert all(rij[3] == sum(cel or 0 for cel in rij[4:]) for rij in rijen)


def test_qgis_finds_a_style_for_each_layer(client: FlaskClient, tmp_path: Path) -> None:
    bestand = tmp_path / "kaart.gpkg"
    bestand.write_bytes(client.get("/download/samenwerkingsverbanden.gpkg").data)
    with sqlite3.connect(bestand) as db:
        stijlen = db.execute(
            "select f_table_name, f_geometry_column, styleQML, useAsDefault from layer_styles order by 1"
        ).fetchall()
        meetkunde = dict(db.execute("select table_name, column_name from gpkg_geometry_columns").fetchall())
    assert [naam for naam, *_ in stijlen] == ["gemeenten", "samenwerkingsverbanden"]
    for naam, kolom, qml, standaard in stijlen:
        assert meetkunde[naam] == kolom
        assert standaard
        assert etree.fromstring(qml.split("\n", 1)[1]).tag == "qgis"
    assert "CC BY 4.0" in pyogrio.read_info(bestand, layer="gemeenten")["layer_metadata"]["BRON"]
    assert {naam for naam, _ in pyogrio.list_layers(bestand)} >= {"gemeenten", "samenwerkingsverbanden"}


def test_the_data_package_goes_with_you_whole(client: FlaskClient, tmp_path: Path, dataset: Dataset) -> None:
    antwoord = client.get("/download/datapakket.zip")
    with zipfile.ZipFile(io.BytesIO(antwoord.data)) as pakket:
        pakket.extractall(tmp_path)
    assert "CC BY 4.0" in (tmp_path / "LEESMIJ.txt").read_text(encoding="utf-8")
    theirs = Dataset.load(tmp_path)
    assert theirs.deelnames.equals(dataset.deelnames)
    assert theirs.verbanden.equals(dataset.verbanden)
    for bestand in ("aanvullingen.csv", "datapackage.json"):
        assert "notitie" not in (tmp_path / bestand).read_text(encoding="utf-8")
        assert "notitie" in (DATA / bestand).read_text(encoding="utf-8")


def test_a_download_one_has_already_is_not_made_again(client: FlaskClient) -> None:
    for adres in ("/download/deelnames.csv", "/download/samenwerkingsverbanden.gpkg", "/download/datapakket.zip"):
        eerste = client.get(adres)
        tweede = client.get(adres, headers={"If-None-Match": eerste.headers["ETag"]})
        assert (tweede.status_code, tweede.data) == (304, b"")
    assert (
        client.get("/download/deelnames.csv?thema=jeugd").headers["ETag"]
        != client.get("/download/deelnames.csv").headers["ETag"]
    )


CC0, CC_BY = "publicdomain/zero/1.0", "licenses/by/4.0"


@pytest.mark.parametrize(
    ("adres", "licentie"),
    [
        *((f"/download/{naam}", CC0) for naam in ("samenwerkingsverbanden.csv", "samenwerkingsverbanden.xlsx", "deelnames.csv", "deelnames.xlsx")),
        *((f"/download/{naam}", CC_BY) for naam in ("samenwerkingsverbanden.geojson", "samenwerkingsverbanden.gpkg", "datapakket.zip")),
        ("/analyse/jaren.csv", CC0), ("/analyse/jaren.svg", CC0), ("/kaart.svg", CC_BY), ("/vergelijk.csv?van=2020-01-01", CC0),
        ("/api/v1/gemeenten", CC0), ("/api/v1/gemeenten/GM0193", CC0), ("/ogc/collections", CC_BY),
        ("/ogc/collections/gemeenten/items", CC_BY), ("/ogc/collections/samenwerkingsverbanden", CC_BY),
    ],
)  # fmt: skip
def test_tables_are_cc0_and_areas_cc_by_wherever_it_is_said(client: FlaskClient, adres: str, licentie: str) -> None:
    antwoord = client.get(adres)
    (gezegd,) = (link for link in antwoord.headers.getlist("Link") if 'rel="license"' in link)
    assert f"https://creativecommons.org/{licentie}/" in gezegd
    g = Graph().parse(data=client.get("/catalogus.ttl").data, format="turtle")
    plek = URIRef(f"http://localhost{adres}")
    for ding in {*g.subjects(DCAT.downloadURL, plek), *g.subjects(DCAT.endpointURL, plek)}:
        assert [licentie in str(een) for een in g.objects(ding, DCTERMS.license)] == [True]
    if adres == "/ogc/collections/samenwerkingsverbanden":
        link = next(een for een in antwoord.get_json(force=True)["links"] if een["rel"] == "license")
        assert licentie in link["href"]


def test_the_description_of_the_api_and_of_the_services_say_the_same(client: FlaskClient) -> None:
    assert CC0 in client.get("/api/v1/openapi.json").get_json()["info"]["license"]["url"]
    g = Graph().parse(data=client.get("/catalogus.ttl").data, format="turtle")
    for dienst, licentie in (("/api/v1", CC0), ("/ogc", CC_BY)):
        (ding,) = g.subjects(DCAT.endpointURL, URIRef(f"http://localhost{dienst}"))
        assert licentie in str(next(g.objects(ding, DCTERMS.license)))
    blok = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(client, "/over"))
    assert blok
    for deel in json.loads(blok[1])["distribution"]:
        areas = deel["contentUrl"].endswith(("geojson", "gpkg", "zip"))
        assert (CC_BY if areas else CC0) in deel["license"]


@pytest.mark.parametrize("codering", ["br", "gzip", "identity"])
@pytest.mark.parametrize("adres", ["/download/deelnames.csv", "/download/samenwerkingsverbanden.geojson"])
def test_large_files_come_bit_by_bit_and_compressed(client: FlaskClient, adres: str, codering: str) -> None:
    vol = client.get(adres).data
    antwoord = client.get(adres, headers={"Accept-Encoding": codering})
    assert "Content-Length" not in antwoord.headers
    out = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}[codering](antwoord.data)
    assert out == vol


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
def test_libreoffice_sees_dates_as_dates(client: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "boek.xlsx").write_bytes(client.get("/download/deelnames.xlsx").data)
    opdracht = ["soffice", "--headless", "--convert-to", "ods", "--outdir", str(tmp_path), str(tmp_path / "boek.xlsx")]
    subprocess.run(opdracht, check=True, capture_output=True, timeout=120, env={**os.environ, "HOME": str(tmp_path)})
    with zipfile.ZipFile(tmp_path / "boek.ods") as boek:
        inhoud = boek.read("content.xml").decode()
    assert inhoud.count('office:value-type="date"') > 200


@pytest.mark.traag
def test_equal_data_give_equal_bytes(klein: Path) -> None:
    """Two workers give one visitor the same file, whenever either made it."""

    def files() -> list[bytes]:
        client = create_app(Settings(), klein).test_client()
        return [client.get(f"/download/samenwerkingsverbanden.{soort}").data for soort in ("xlsx", "gpkg")]

    eerste = files()
    time.sleep(2.1)  # a zip counts in steps of two seconds
    assert files() == eerste


def test_every_participating_gemeente_has_its_provincie(client: FlaskClient, dataset: Dataset) -> None:
    deelnames = list(csv.DictReader(io.StringIO(client.get("/download/deelnames.csv").text)))
    waar = dataset.gemeenten["provincie"]
    for rij in deelnames:
        assert bool(rij["provincie"]) == (rij["deelnemer_soort"] == "gemeente"), rij
        assert rij["provincie"] == waar.get(rij["deelnemer_code"], rij["provincie"])
    assert len({rij["provincie"] for rij in deelnames}) > 5
    verbanden = list(csv.DictReader(io.StringIO(client.get("/download/samenwerkingsverbanden.csv").text)))
    for rij in verbanden:
        van = {d["provincie"] for d in deelnames if d["samenwerkingsverband_id"] == rij["id"]} - {""}
        assert rij["provincies"] == "; ".join(sorted(van))
    tabel = client.get("/tabel?kolom=wie").text
    assert "Apeldoorn (Gelderland)" in tabel
    assert "Deventer (" not in tabel
