"""Boundaries: merged, simplified with shared borders still shared, and what is wrong is named."""

from __future__ import annotations

import json
import math
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from tests.conftest import DATA, KLEIN, REAL_GRENZEN
from viewer.errors import BadSource, BrokenCoverage, WrongCrs
from viewer.settings import Settings
from viewer.sources.grenzen import _on_grid, check_coverage, compare_codes, merge_ended, simplify
from viewer.sources.grenzen_lezen import normalise_grenzen, read_grenzen
from viewer.sources.herindelen import Herindeling, divided, last_year, missing_predecessors
from viewer.sources.importers import import_grenzen, import_roo
from viewer.web import create_app

ZES = KLEIN / "grenzen.geojson"


@pytest.fixture(scope="module")
def gemeenten() -> gpd.GeoDataFrame:
    return gpd.read_file(DATA / "gemeenten.geojson").to_crs(28992)


def test_the_file_holds_todays_342_gemeenten(gemeenten: gpd.GeoDataFrame) -> None:
    assert len(gemeenten) == gemeenten["code"].nunique() == 342
    assert {"GM1992", "GM0363"} <= set(gemeenten["code"])
    assert not {"GM0457", "GM0501", "GM0530", "GM0614"} & set(gemeenten["code"])


def test_areas_are_valid_and_neither_overlap_nor_leave_slivers(gemeenten: gpd.GeoDataFrame) -> None:
    ruw = gpd.read_file(DATA / "gemeenten.geojson")
    assert shapely.is_valid(ruw.geometry.values).all()
    assert shapely.coverage_is_valid(ruw.geometry.values)
    samen = shapely.union_all(gemeenten.geometry.values)
    assert samen.area == pytest.approx(gemeenten.area.sum(), rel=1e-9)
    gaten = [ring for deel in shapely.get_parts(samen) for ring in deel.interiors]
    assert len(gaten) == 34  # lakes and Belgian enclaves, as many as the source has: no sliver came in
    assert shapely.coverage_is_valid(gemeenten.geometry.values, gap_width=1.0)


def test_the_file_is_rfc_7946(gemeenten: gpd.GeoDataFrame) -> None:
    inhoud = json.loads((DATA / "gemeenten.geojson").read_text(encoding="utf-8"))
    assert "crs" not in inhoud
    for feature in inhoud["features"]:
        assert list(feature["properties"]) == ["code", "naam", "provincie", "inwoners", "plaatsen"]
        vlak = shapely.geometry.shape(feature["geometry"])
        for deel in shapely.get_parts(vlak):
            assert deel.exterior.is_ccw
            assert not any(ring.is_ccw for ring in deel.interiors)
        xy = shapely.get_coordinates(vlak)
        assert all(math.isclose(n, round(n, 5), abs_tol=1e-12) for n in xy.ravel())
        assert ((xy > (3, 50)) & (xy < (8, 54))).all()


def test_areas_stay_within_half_a_percent_of_the_source() -> None:
    bron = REAL_GRENZEN if REAL_GRENZEN.exists() else ZES
    ruw = read_grenzen(bron)
    ended = {"GM0501": "GM1992", "GM0530": "GM1992", "GM0614": "GM1992", "GM0457": "GM0363"}
    before = merge_ended(ruw, ended).set_index("code").area
    if bron == ZES:
        after = simplify(merge_ended(ruw, ended), 100).set_index("code").area
    else:
        after = gpd.read_file(DATA / "gemeenten.geojson").to_crs(28992).set_index("code").area
    assert ((after / before - 1).abs() < 0.005).all()
    assert set(after.index) == set(before.index)


def test_ended_gemeenten_go_to_their_successor(klein: Path) -> None:
    som = import_grenzen(str(ZES), klein)
    assert (som.gelezen, som.gemeenten, som.samengevoegd) == (6, 5, ("GM9099",))
    nieuw = gpd.read_file(klein / "gemeenten.geojson").to_crs(28992).set_index("code")
    oud = read_grenzen(ZES).set_index("code")
    verwacht = oud.geometry["GM9003"].area + oud.geometry["GM9099"].area
    assert nieuw.geometry["GM9003"].area == pytest.approx(verwacht, rel=1e-3)
    assert nieuw.geometry["GM9003"].geom_type == "Polygon"


def test_any_declared_crs_will_do(tmp_path: Path) -> None:
    rd = gpd.read_file(ZES).to_crs(28992)
    rd.to_file(tmp_path / "rd.gpkg")
    via_rd = read_grenzen(tmp_path / "rd.gpkg").sort_values("code", ignore_index=True)
    via_wgs = read_grenzen(ZES).sort_values("code", ignore_index=True)
    assert via_rd.geom_equals_exact(via_wgs, tolerance=0.05).all()


def frame(**anders: object) -> gpd.GeoDataFrame:
    kolommen = {
        "statcode": ["GM9001", "GM9002"],
        "geometry": [shapely.box(0, 0, 1e4, 1e4), shapely.box(1e4, 0, 2e4, 1e4)],
        "crs": 28992,
    }
    return gpd.GeoDataFrame(
        **{
            "data": {"statcode": kolommen["statcode"]},
            "geometry": kolommen["geometry"],
            "crs": kolommen["crs"],
            **anders,
        }
    )


@pytest.mark.parametrize(
    ("ruw", "soort", "zegt"),
    [
        (frame(data={"naam": ["a", "b"]}), BadSource, "geen kolom met gemeentecodes"),
        (frame(data={"statcode": ["PV22", "PV23"]}), BadSource, "geen kolom met gemeentecodes"),
        (
            frame(data={"statcode": ["GM9001", "GM9001"], "naam": ["Aadorp", "Beedorp"]}),
            BadSource,
            "een code aan twee gemeenten: GM9001 .Aadorp en Beedorp.",
        ),
        (frame(geometry=[shapely.Point(0, 0), shapely.box(0, 0, 1, 1)]), BadSource, "geen vlak"),
        (frame(geometry=[None, shapely.box(0, 0, 1, 1)]), BadSource, "geen vlak"),
        (
            frame(geometry=[shapely.Polygon([(0, 0), (1, float("inf")), (1, 1), (0, 0)]), shapely.box(0, 0, 1, 1)]),
            BadSource,
            "geen getal",
        ),
    ],
)
def test_what_cannot_be_boundaries_is_refused(ruw: gpd.GeoDataFrame, soort: type[BadSource], zegt: str) -> None:
    with pytest.raises(soort, match=zegt):
        normalise_grenzen(ruw, "grenzen")


@pytest.mark.parametrize(
    ("vlakken", "zegt"),
    [
        ([shapely.box(0, 0, 1e4, 1e4), shapely.box(9e3, 0, 2e4, 1e4)], "GM9001, GM9002 overlappen"),
        (
            [shapely.box(0, 0, 1e4, 1e4), shapely.Polygon([(2e4, 0), (3e4, 1e4), (3e4, 0), (2e4, 1e4)])],
            "GM9002 klopt niet",
        ),
    ],
)
def test_a_broken_coverage_names_the_gemeenten(vlakken: list[shapely.Polygon], zegt: str) -> None:
    stuk = gpd.GeoDataFrame({"code": ["GM9001", "GM9002"]}, geometry=vlakken, crs=28992)
    with pytest.raises(BrokenCoverage, match=zegt):
        check_coverage(stuk)


def test_degrees_are_refused_where_metres_are_meant() -> None:
    with pytest.raises(WrongCrs):
        simplify(gpd.read_file(ZES).rename(columns={"statcode": "code"}), 100)


@pytest.mark.parametrize("inhoud", [b"", b"{}", b"\x00\x01", b'{"type":"FeatureCollection","features":[{"type"'])
def test_a_file_that_is_no_map_is_refused(tmp_path: Path, inhoud: bytes) -> None:
    bestand = tmp_path / "kapot.geojson"
    bestand.write_bytes(inhoud)
    with pytest.raises(BadSource):
        read_grenzen(bestand)
    with pytest.raises(BadSource, match="bestaat niet"):
        read_grenzen(tmp_path / "niets.geojson")


def test_a_gemeente_too_few_or_too_many_is_named_and_the_old_file_stays(klein: Path, tmp_path: Path) -> None:
    before = (klein / "gemeenten.geojson").read_bytes()
    inhoud = json.loads(ZES.read_text(encoding="utf-8"))
    inhoud["features"][0]["properties"]["statcode"] = "GM7777"
    bestand = tmp_path / "anders.geojson"
    bestand.write_text(json.dumps(inhoud), encoding="utf-8")
    with pytest.raises(BadSource) as fout:
        import_grenzen(str(bestand), klein)
    assert "GM7777 staat niet (meer) in het register" in str(fout.value)
    assert "Aadorp (GM9001) ontbreekt" in str(fout.value)
    assert (klein / "gemeenten.geojson").read_bytes() == before


def test_the_year_is_kept_through_an_import_of_the_register_and_shown(klein: Path, tmp_path: Path) -> None:
    bestand = tmp_path / "cbs_gemeente_2018.geojson"
    bestand.write_bytes(ZES.read_bytes())
    assert import_grenzen(str(bestand), klein).jaar == 2018
    import_roo(str(KLEIN / "register.xml"), klein)
    assert json.loads((klein / "datapackage.json").read_text())["sources"][1]["jaar"] == 2018
    client = create_app(Settings(), klein).test_client()
    assert ", van 2018." in client.get("/over").text
    assert "© Kadaster/CBS 2018" in client.get("/").text
    assert "De gemeentegrenzen zijn van 2018" in client.get("/catalogus.ttl").text
    assert "Statistiek, 2018 (CC BY 4.0)" in client.get("/ogc/collections/gemeenten").text
    assert "Statistiek, 2018 (CC BY 4.0)" in client.get("/download/samenwerkingsverbanden.geojson").text


def test_without_a_year_in_the_source_the_gemeenten_tell_it(klein: Path) -> None:
    gezegd: list[str] = []
    assert import_grenzen(str(ZES), klein, meld=gezegd.append).jaar == 2019  # Oudhoven ended on 1-1-2020
    assert import_grenzen(str(ZES), klein, jaar=2024, meld=gezegd.append).jaar == 2024
    assert any("naar de gemeenten erin 2019. Anders: --jaar." in zin for zin in gezegd)
    assert "is van 2024, maar heeft gemeenten die er na 2019 niet meer waren" in gezegd[-1]


@pytest.mark.parametrize("soort", ["gpkg", "geojson", "fgb"])
def test_boundaries_that_no_year_is_known_of_are_refused_until_it_is_said(
    klein: Path, tmp_path: Path, soort: str
) -> None:
    """Of today's gemeenten only, so that they do not tell it either."""
    import_grenzen(str(ZES), klein, jaar=2024)
    before = (klein / "gemeenten.geojson").read_bytes()
    nu = gpd.read_file(klein / "gemeenten.geojson").rename(columns={"code": "statcode"})[["statcode", "geometry"]]
    bestand = tmp_path / f"kaart.{soort}"
    nu.to_file(bestand)
    with pytest.raises(BadSource, match=r"zegt niet van welk jaar de grenzen zijn\. Geef dat op met --jaar\."):
        import_grenzen(str(bestand), klein)
    assert (klein / "gemeenten.geojson").read_bytes() == before
    assert import_grenzen(str(bestand), klein, jaar=2026).jaar == 2026
    nu.assign(jaar=2025).to_file(tmp_path / f"kolom.{soort}")
    assert import_grenzen(str(tmp_path / f"kolom.{soort}"), klein).jaar == 2025
    bestand.rename(tmp_path / f"gemeenten_2023.{soort}")
    assert import_grenzen(str(tmp_path / f"gemeenten_2023.{soort}"), klein).jaar == 2023


RIJEN = [
    Herindeling("Brielle", "GM0501", "GM1992", "2023-01-01", ""),
    Herindeling("Westvoorne", "GM0614", "GM1992", "2023-01-01", ""),
    Herindeling("Haaren", "GM0788", "GM0824", "2021-01-01", "Verdeeld over Oisterwijk en Vught."),
    Herindeling("Graft", "GM0389", "GM0361", "1970-08-01", "Eerst Graft-De Rijp."),
    Herindeling("Graft-De Rijp", "GM0365", "GM0361", "2015-01-01", ""),
    Herindeling("Schermer", "GM0458", "GM0361", "2015-01-01", ""),
    Herindeling("Groesbeek", "GM0241", "GM1945", "2016-01-01", "Kreeg een andere naam."),
]


@pytest.mark.parametrize(
    ("codes", "mist", "verdeeld", "jaar"),
    [
        ({"GM0501", "GM0614"}, [], [], 2022),
        ({"GM0501"}, ["Westvoorne"], [], 2022),
        ({"GM1992"}, [], [], None),
        ({"GM0788", "GM0824"}, [], ["Haaren"], 2020),
        ({"GM0389", "GM0458"}, [], [], 2014),  # from before Graft-De Rijp was made
        ({"GM0365"}, ["Schermer"], [], 2014),
        ({"GM0241"}, [], [], None),  # a new name is no year
    ],
)
def test_predecessors_are_all_there_or_named(
    codes: set[str], mist: list[str], verdeeld: list[str], jaar: int | None
) -> None:
    assert missing_predecessors(codes, RIJEN) == mist
    assert divided(codes, RIJEN) == verdeeld
    assert last_year(codes, RIJEN) == jaar


def test_hundreds_of_codes_stay_one_line() -> None:
    register = {f"GM{n:04d}": f"Gemeente {n}" for n in range(342)}
    for regel in (*compare_codes([], register), *compare_codes([f"GM{n}" for n in range(1000, 1342)], register)):
        assert len(regel) < 250


def test_what_rounding_breaks_is_mended(klein: Path) -> None:
    """A tongue narrower than a step of the grid falls shut when it is rounded."""
    smal = shapely.Polygon([(0, 0), (5, 0), (5, 5), (2.000004, 5), (2.0000011, 1), (2.0000009, 5), (0, 5)])
    rond = _on_grid(gpd.GeoSeries([smal, shapely.box(5, 0, 9, 5)]).values)
    assert shapely.is_valid(rond).all()
    assert shapely.coverage_is_valid(rond, gap_width=1e-5)
