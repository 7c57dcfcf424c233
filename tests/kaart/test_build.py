"""The folium map: our elements, stable, without outside hosts, and text that stays text."""

from __future__ import annotations

import json
import re
from datetime import date

import folium
import geopandas as gpd
import pytest

from viewer.dataset import Dataset
from viewer.kaart.build import build_kaart
from viewer.kaart.elements import Gebieden, Samenwerkingsverbanden, StableMap
from viewer.kaart.gegevens import WGS84, build_kaartgegevens, label_points
from viewer.model import NEDERLAND, slugify
from viewer.settings import Settings

GRENZEN = (5.7, 52.1, 7.1, 52.9)


def test_equal_maps_have_equal_bytes() -> None:
    een, ander = (build_kaart(Settings(), GRENZEN, "/g", "/d") for _ in range(2))
    assert een == ander
    assert '<div class="folium-map" id="map_kaart"' in een.html
    assert "http" not in een.html + een.script


def test_the_script_is_foliums_and_ours() -> None:
    script = build_kaart(Settings(), GRENZEN, "/g.json", "/d.json").script
    assert re.search(r'var map_kaart = L\.map\(\s*"map_kaart"', script)
    assert re.search(r'samenwerkingskaart\.gebieden\(\s*map_kaart,\s*"/g.json"', script)
    assert re.search(r'samenwerkingskaart\.verbanden\(\s*map_kaart,\s*gebieden_gebieden,\s*"/d.json"', script)


def test_a_background_map_is_optional_and_its_source_is_text() -> None:
    adres = "https://tegels.nl/{z}/{x}/{y}.png"
    script = build_kaart(
        Settings(basiskaart_adres=adres, basiskaart_bronvermelding="<b onclick=x>K & C"), GRENZEN, "/g", "/d"
    ).script
    assert adres in script
    assert "<b" not in script
    gedecodeerd = json.loads(re.search(r'"attribution": (".*?"),', script)[1])  # type: ignore[index]
    assert gedecodeerd == "&lt;b onclick=x&gt;K &amp; C"
    assert "tileLayer" not in build_kaart(Settings(), GRENZEN, "/g", "/d").script


def test_an_address_cannot_break_out_of_the_script() -> None:
    kaart = StableMap("x", GRENZEN)
    gebieden = Gebieden('/a";</script><script>alert(1)//').add_to(kaart)
    Samenwerkingsverbanden(gebieden, "/b").add_to(kaart)
    wortel = kaart.get_root()
    wortel.render()
    assert "</script>" not in wortel.script.render()


def test_the_elements_say_what_they_need() -> None:
    assert [pad for _, pad in Gebieden.default_js] == ["js/kaart/gebieden.js"]
    assert isinstance(StableMap("x", GRENZEN), folium.Map)


def test_the_browser_gets_geometry_once_and_every_participation(dataset: Dataset) -> None:
    gegevens = build_kaartgegevens(dataset, Settings())
    gebieden, tabel = json.loads(gegevens.gebieden), json.loads(gegevens.deelnames)
    gemeenten = gebieden["gemeenten"]
    assert {len(waarden) for waarden in gemeenten.values()} == {len(gemeenten["code"])}
    codes = gemeenten["code"]
    here = {code for code, is_here in zip(codes, gemeenten["in"], strict=True) if is_here}
    assert here == dataset.codes_in("Overijssel")
    slugs = [slug or slugify(naam) for slug, naam in zip(gemeenten["slug"], gemeenten["naam"], strict=True)]
    assert slugs == list(dataset.gemeenten.loc[codes, "slug"])
    dag = 20260516
    op_de_dag = [
        v
        for v in tabel["verbanden"]
        if any(
            van <= dag and (not tot or dag < tot[0]) and codes[n] in dataset.codes_in("Overijssel")
            for n, van, *tot in v["d"]
        )
    ]
    assert {v["id"] for v in op_de_dag} == set(dataset.verbanden_in("Overijssel", date(2026, 5, 16)).index)
    bij_id = {v["id"]: v for v in tabel["verbanden"]}
    rijen = dataset.deelnames[dataset.deelnames["verband"].isin(list(bij_id))]
    anderen = json.loads(gegevens.teksten)["verbanden"]["o"]
    assert sum(len(v["d"]) for v in tabel["verbanden"]) + sum(map(len, anderen)) == len(rijen)


@pytest.mark.parametrize("provincie", ["Overijssel", NEDERLAND])
def test_equal_data_give_equal_files(dataset: Dataset, provincie: str) -> None:
    een, ander = (build_kaartgegevens(dataset, Settings(provincie=provincie)) for _ in range(2))
    assert een == ander


def test_labels_lie_inside_their_area(dataset: Dataset) -> None:
    gebieden = dataset.gemeenten.geometry
    punten = label_points(gebieden)
    wgs = gpd.GeoSeries(gpd.points_from_xy([x / 1e5 for x, _ in punten], [y / 1e5 for _, y in punten]), crs=WGS84)
    assert gebieden.reset_index(drop=True).contains(wgs.to_crs(28992)).all()
