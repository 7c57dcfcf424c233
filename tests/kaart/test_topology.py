"""The compact geometry gives back exactly the areas, and each border is stored once."""

from __future__ import annotations

import json
from collections import Counter

import geopandas as gpd
import pytest
import shapely

from tests.conftest import DATA
from viewer.dataset import Dataset
from viewer.errors import WrongCrs
from viewer.kaart.topology import EENHEDEN_PER_GRAAD, Topology, build_topology


@pytest.fixture(scope="module")
def gebieden() -> gpd.GeoSeries:
    return gpd.read_file(DATA / "gemeenten.geojson").geometry


@pytest.fixture(scope="module")
def topologie(gebieden: gpd.GeoSeries) -> Topology:
    return build_topology(gebieden)


def unfold(topologie: Topology) -> list[list[tuple[float, float]]]:
    """As the browser does it: add up the steps."""
    out = []
    for getallen in topologie.deltas():
        x = y = 0
        punten = []
        for dx, dy in zip(getallen[::2], getallen[1::2], strict=True):
            x, y = x + dx, y + dy
            punten.append((x / EENHEDEN_PER_GRAAD, y / EENHEDEN_PER_GRAAD))
        out.append(punten)
    return out


def rebuild(topologie: Topology) -> list[shapely.MultiPolygon]:
    bogen = unfold(topologie)
    out = []
    for vlak in topologie.vlakken:
        polygonen = []
        for ringen in vlak:
            lijnen = []
            for ring in ringen:
                punten: list[tuple[float, float]] = []
                for nummer in ring:
                    boog = bogen[nummer] if nummer >= 0 else bogen[~nummer][::-1]
                    assert not punten or punten[-1] == boog[0]
                    punten += boog[1:] if punten else boog
                lijnen.append(punten)
            polygonen.append(shapely.Polygon(lijnen[0], lijnen[1:]))
        out.append(shapely.MultiPolygon(polygonen))
    return out


def test_areas_come_back_exactly(gebieden: gpd.GeoSeries, topologie: Topology) -> None:
    for before, after in zip(gebieden, rebuild(topologie), strict=True):
        a, b = (shapely.normalize(shapely.MultiPolygon(shapely.get_parts(v))) for v in (before, after))
        assert a.equals_exact(b, tolerance=1e-9)


def test_a_border_is_stored_once_and_walked_both_ways(topologie: Topology) -> None:
    keren = Counter(n if n >= 0 else ~n for vlak in topologie.vlakken for p in vlak for ring in p for n in ring)
    assert set(keren) == set(range(len(topologie.bogen)))
    assert set(keren.values()) == {1, 2}
    richting = Counter(n for vlak in topologie.vlakken for p in vlak for ring in p for n in ring)
    assert set(richting.values()) == {1}


def test_arcs_used_once_are_the_outline_of_the_whole(gebieden: gpd.GeoSeries, topologie: Topology) -> None:
    wie = range(60, 90)
    keren = Counter(n if n >= 0 else ~n for i in wie for p in topologie.vlakken[i] for ring in p for n in ring)
    bogen = unfold(topologie)
    rand = shapely.union_all([shapely.LineString(bogen[n]) for n, keer in keren.items() if keer == 1])
    verwacht = shapely.union_all(gebieden.iloc[list(wie)].values).boundary
    assert rand.length == pytest.approx(verwacht.length, rel=1e-9)
    assert rand.hausdorff_distance(verwacht) < 1e-9


@pytest.mark.parametrize("provincie", ["Overijssel", "Zeeland", "Limburg"])
def test_coarser_borders_stay_shared_and_those_of_the_province_exact(
    dataset: Dataset, gebieden: gpd.GeoSeries, topologie: Topology, provincie: str
) -> None:
    volgorde = list(gpd.read_file(DATA / "gemeenten.geojson")["code"])
    hier = [volgorde.index(code) for code in dataset.codes_in(provincie)]
    grof = topologie.coarser(hier, 100)
    vlakken = rebuild(grof)
    assert sum(len(b) for b in grof.bogen) < 0.9 * sum(len(b) for b in topologie.bogen)
    assert shapely.is_valid(vlakken).all()
    assert shapely.coverage_is_valid(vlakken)
    for i, (before, after) in enumerate(zip(gebieden, vlakken, strict=True)):
        if i in hier:
            assert before.symmetric_difference(after).area < 1e-12
        assert before.boundary.hausdorff_distance(after.boundary) <= 100.5 / EENHEDEN_PER_GRAAD


def test_it_is_far_smaller_than_geojson(topologie: Topology) -> None:
    compact = json.dumps([topologie.deltas(), topologie.vlakken], separators=(",", ":"))
    assert len(compact) < (DATA / "gemeenten.geojson").stat().st_size / 2.5


def test_metres_are_refused(gebieden: gpd.GeoSeries) -> None:
    with pytest.raises(WrongCrs):
        build_topology(gebieden.to_crs(28992))
