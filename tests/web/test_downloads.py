"""The table and the files hold what the filters show, and every program can open them."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely
from flask.testing import FlaskClient

from tests.conftest import DATA
from tests.test_cli import run
from tests.web.page import page
from viewer.dataset import Dataset

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
    api = client.get(f"/api/v1/samenwerkingsverbanden{vraag}{'&' if vraag else '?'}per-pagina=1000").get_json()["items"]
    verbanden = rows(client, f"/download/samenwerkingsverbanden.csv{vraag}")
    assert [rij["id"] for rij in verbanden] == [item["id"] for item in api]
    for rij, item in zip(verbanden, api, strict=True):
        assert rij["naam"].lstrip("'") == item["naam"]
        assert int(rij["aantal_gemeenten"]) == sum(d["soort"] == "gemeente" for d in item["deelnemers"])
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
    assert boek.sheetnames == ["samenwerkingsverbanden", "deelnames", "toelichting"]
    blad = boek["samenwerkingsverbanden"]
    assert blad.freeze_panes == "A2"
    assert blad.auto_filter.ref.startswith("A1:P")
    kop = [cel.value for cel in blad[1]]
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
    assert len(lagen["samenwerkingsverbanden"]) == 34
    assert {laag.crs.to_epsg() for laag in lagen.values()} == {28992}


@pytest.mark.parametrize("soort", ["csv", "xlsx"])
def test_what_goes_out_is_recognised_when_it_comes_back(client: FlaskClient, tmp_path: Path, soort: str) -> None:
    bestand = tmp_path / f"deelnames.{soort}"
    bestand.write_bytes(client.get(f"/download/deelnames.{soort}").data)
    resultaat = run(DATA, "importeer-tabel", str(bestand), "--controleer")
    assert resultaat.exit_code == 0, resultaat.output
    assert "gegokt: 0" in resultaat.output
    assert "onbekend: 0" in resultaat.output


def test_a_byte_order_mark_on_request_and_a_304_when_unchanged(client: FlaskClient) -> None:
    assert client.get("/download/deelnames.csv?bom=ja").data.startswith(b"\xef\xbb\xbf")
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
            r'<tr><th scope="row"><a[^>]*>(.*?)</a></th><td>(.*?)</td><td>(.*?)</td><td class="getal">(\d+)</td><td class="dag">(.*?)</td>',
            tekst,
        )
        assert len(cellen) == 34
        return [rij[nummer] for rij in cellen]

    aantallen = [int(n) for n in kolom("sorteer=-aantal", 3)]
    assert aantallen == sorted(aantallen, reverse=True)
    for richting in ("", "-"):
        dagen = kolom(f"sorteer={richting}sinds", 4)
        bekend = [dag for dag in dagen if dag != "onbekend"]
        assert bekend == sorted(bekend, reverse=bool(richting))
        assert dagen[-2:] == ["onbekend", "onbekend"]


@pytest.mark.parametrize("vraag", ["sorteer=kleur", "pagina=0", "pagina=x", "thema=x", "y=1"])
def test_what_the_table_does_not_know_is_refused(client: FlaskClient, vraag: str) -> None:
    page(client, f"/tabel?{vraag}", 400)


def test_downloads_refuse_what_they_do_not_know(client: FlaskClient) -> None:
    assert client.get("/download/deelnames.csv?bom=misschien").status_code == 400
    assert client.get("/download/samenwerkingsverbanden.csv?thema=x").status_code == 400
