"""What must hold for the data that the repository carries, of whatever day they are: properties, no figures."""

from __future__ import annotations

import json

import pytest
import shapely
from lxml import etree

from tests.conftest import LIVE, SCOPES
from tests.web.page import page
from viewer.dataset import Dataset
from viewer.model import vorm_by_naam
from viewer.settings import Settings
from viewer.sources.package import read_table
from viewer.web import create_app
from viewer.web.context import site_of


@pytest.fixture(scope="module")
def live() -> Dataset:
    return Dataset.load(LIVE)


@pytest.mark.parametrize("provincie", SCOPES)
def test_any_province_has_a_whole_map(provincie: str) -> None:
    eigen = create_app(Settings(provincie=provincie), LIVE)
    client = eigen.test_client()
    tekst = page(client, "/")
    dataset = site_of(eigen).store.current().dataset
    verbanden = dataset.verbanden_in(provincie, dataset.peildatum)
    assert tekst.count('name="verband"') == len(verbanden) > 5
    assert f"Samenwerkingskaart {provincie}" in tekst
    assert tekst.count('name="regio"') >= 1
    west, zuid, oost, noord = site_of(eigen).store.current().map_data.grenzen
    x, y = dataset.gemeenten[dataset.gemeenten.index.isin(dataset.codes_in(provincie))].to_crs(4326).total_bounds[:2]
    assert (west, zuid) == (pytest.approx(x, abs=1e-4), pytest.approx(y, abs=1e-4))
    assert oost > west
    assert noord > zuid


def test_its_pages_can_be_read_from_the_sitemap_on() -> None:
    client = create_app(Settings(), LIVE).test_client()
    boom = etree.fromstring(client.get("/sitemap.xml").data)
    adressen = [str(e.text).removeprefix("http://localhost") for e in boom.iter("{*}loc")]
    assert len(adressen) == len(set(adressen)) > 20
    for adres in [*adressen[:14], *adressen[14::20]]:
        page(client, adres)


def test_its_areas_are_sound_and_as_rfc_7946_has_them(live: Dataset) -> None:
    inhoud = json.loads((LIVE / "gemeenten.geojson").read_text(encoding="utf-8"))
    assert "crs" not in inhoud
    vlakken = [shapely.geometry.shape(feature["geometry"]) for feature in inhoud["features"]]
    assert shapely.is_valid(vlakken).all()
    assert shapely.coverage_is_valid(vlakken)
    for deel in shapely.get_parts(vlakken):
        assert deel.exterior.is_ccw
        assert not any(ring.is_ccw for ring in deel.interiors)
    assert {feature["properties"]["code"] for feature in inhoud["features"]} == set(live.gemeenten.index)


def test_what_takes_part_has_an_area_or_a_successor_with_one(live: Dataset) -> None:
    gemeenten = live.deelnames[live.deelnames["soort"] == "gemeente"]
    assert set(gemeenten["nu"]) <= set(live.gemeenten.index)
    assert set(live.deelnames["verband"]) <= set(live.verbanden.index)


def test_every_hand_kept_row_names_its_source_and_is_what_its_form_says(live: Dataset) -> None:
    vormen = {naam.lower(): naam for naam in live.verbanden["vorm"].unique()}
    for rij in read_table(LIVE / "aanvullingen.csv").itertuples():
        if rij.id not in live.dubbelen:
            assert rij.publiek_privaat == vorm_by_naam(vormen[rij.vorm]).publiek_privaat
        assert rij.bron_url.startswith("http")
        assert rij.peildatum
        assert rij.compleet == "ja" or rij.opmerking
        for code in rij.deelnemers.split(";"):
            assert ":" in code or code in live.gemeenten.index


def test_every_gemeente_that_ended_since_1970_leads_to_one_of_today(live: Dataset) -> None:
    rijen = read_table(LIVE / "herindelingen.csv")
    verder = dict(zip(rijen["oude_code"], rijen["nieuwe_code"], strict=True))
    oud = rijen[rijen["oude_code"] != ""]
    assert len(oud) > 700
    assert rijen["datum"].min() == "1970-01-01"
    assert not set(oud["oude_code"]) & set(live.gemeenten.index)
    for rij in rijen.itertuples():
        code, gezien = rij.nieuwe_code, set()
        while code not in live.gemeenten.index and code not in gezien:
            gezien.add(code)
            code = verder.get(code, "")
        assert code in live.gemeenten.index, rij
    namen = {rij.oude_naam: live.gemeenten["naam"].get(rij.nieuwe_code) for rij in rijen.itertuples()}
    assert [namen[naam] for naam in ("Heino", "Brielle", "Ubbergen")] == ["Raalte", "Voorne aan Zee", None]
    assert verder["GM0282"] == "GM0241"
    assert verder["GM0241"] == "GM1945"
