"""Repairs areas before anything is made of them: valid by themselves, joined to their neighbours, and told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import shapely

from viewer.errors import BrokenCoverage
from viewer.sources.gis_crs import RD_NEW, Melder
from viewer.wording import some_of, whole

SLIVER_M = 1.0
"""Gaps up to this width are slivers; wider ones are water, or Belgian enclaves."""

_STEPS = ((SLIVER_M, -1.0), (SLIVER_M, SLIVER_M / 2), (SLIVER_M, SLIVER_M), (10.0, 10.0))
"""Widths of gaps to close and distances at which points are one (-1: next to none), in metres. Ten is
the most: no water between gemeenten is as narrow."""

MAX_SHARE = 0.02
MAX_M2 = 20_000.0
"""A gemeente that would change by more than MAX_SHARE of its area and more than MAX_M2 is not repaired."""


@dataclass(frozen=True)
class _Verandering:
    """What repairing one row changed: whose it is, how much (m²), and where (empty when unknown)."""

    code: str
    m2: float
    waar: str


def repair(gebieden: gpd.GeoDataFrame, noem: Callable[[str], str], naam: str, meld: Melder) -> gpd.GeoDataFrame:
    """The same rows, valid and without overlaps or slivers, so that they can be merged.

    gebieden: columns `code` and `geometry` ((Multi)Polygon), EPSG:28992. noem: code -> naam.
    What is right already stays exactly as it is. What changed is told, with names, places and m².
    Raises BrokenCoverage when a gemeente would change by more than the bound.
    """
    codes = gebieden["code"].to_numpy()
    oud = gebieden.geometry.values
    groot = pd.Series(np.abs(shapely.area(oud))).groupby(codes).sum().to_dict()
    fout = ~shapely.is_valid(oud)
    nieuw = np.array(oud, dtype=object)
    if fout.any():
        nieuw[fout] = shapely.make_valid(nieuw[fout], method="structure", keep_collapsed=False)
        # Rings that cross themselves have an area all the same, by the sum over their sides.
        verschil = np.abs(shapely.area(nieuw[fout]) - shapely.area(oud[fout]))
        waar = [_place(_reason_point(vlak)) for vlak in oud[fout]]
        _tell("klopte niet in zichzelf", map(_Verandering, codes[fout], verschil, waar), groot, noem, naam, meld)
    randen = shapely.coverage_invalid_edges(nieuw, gap_width=SLIVER_M)
    los = ~shapely.is_empty(randen)
    if los.any():
        schoon = _joined(nieuw)
        _refuse_open(schoon, codes, noem, naam)
        anders = los | (np.abs(shapely.area(schoon) - shapely.area(nieuw)) > 1.0)
        verschil = shapely.area(shapely.symmetric_difference(nieuw[anders], schoon[anders]))
        waar = [_place(shapely.get_coordinates(rand)) for rand in randen[anders]]
        _tell("overlapte of sloot niet aan", map(_Verandering, codes[anders], verschil, waar), groot, noem, naam, meld)
        nieuw = schoon
    return gebieden.set_geometry(gpd.GeoSeries(nieuw, index=gebieden.index, crs=RD_NEW))


def _joined(vlakken: np.ndarray) -> np.ndarray:
    """Areas that share their borders, by as little as it takes: a gap that is wide in the middle, or
    open to the sea, asks for more than a sliver."""
    for breedte, vang in _STEPS:
        schoon: np.ndarray = shapely.coverage_clean(vlakken, gap_width=breedte, snapping_distance=vang)
        if shapely.coverage_is_valid(schoon, gap_width=SLIVER_M):
            break
    return schoon


def _refuse_open(vlakken: np.ndarray, codes: np.ndarray, noem: Callable[[str], str], naam: str) -> None:
    randen = shapely.coverage_invalid_edges(vlakken, gap_width=SLIVER_M)
    los = ~shapely.is_empty(randen)
    if los.any():
        wie = [
            f"{noem(code)} (bij {_place(shapely.get_coordinates(rand))})"
            for code, rand in zip(codes[los], randen[los], strict=True)
        ]
        raise BrokenCoverage(
            naam,
            f"tussen gemeenten zijn kieren die niet te herstellen zijn: {some_of(wie, 3)}.",
            "Gebruik de onbewerkte grenzen van het CBS.",
        )


def _tell(
    wat: str,
    veranderingen: Iterable[_Verandering],
    groot: Mapping[str, float],
    noem: Callable[[str], str],
    naam: str,
    meld: Melder,
) -> None:
    """Says per gemeente what changed, the most first. groot: code -> its area (m²). Raises BrokenCoverage."""
    m2: dict[str, float] = defaultdict(float)
    waar: dict[str, str] = {}
    for verandering in veranderingen:
        m2[verandering.code] += verandering.m2
        waar[verandering.code] = waar.get(verandering.code) or verandering.waar
    codes = sorted(m2, key=lambda code: (-m2[code], code))
    woorden = {c: f"{noem(c)} ({_m2(m2[c])}{', bij ' + waar[c] if waar[c] else ''})" for c in codes}
    te_veel = [woorden[code] for code in codes if m2[code] > max(MAX_M2, MAX_SHARE * groot[code])]
    if te_veel:
        raise BrokenCoverage(
            naam,
            f"het gebied van {some_of(te_veel, 3)} {wat}, en herstellen zou te veel veranderen.",
            "Gebruik de onbewerkte grenzen van het CBS.",
        )
    genoemd = some_of([woorden[code] for code in codes], 3)
    samen = sum(m2.values())
    doe = "Bekijk die plekken op de kaart." if samen >= 1 else "U hoeft niets te doen."
    meld(f"{naam}: hersteld wat {wat}: {genoemd}. Samen {_m2(samen)}. {doe}")


def _reason_point(vlak: shapely.Geometry) -> np.ndarray:
    reden = shapely.is_valid_reason(vlak)
    try:
        return np.array([[float(getal) for getal in reden[reden.index("[") + 1 : reden.index("]")].split()[:2]]])
    except ValueError:  # too few points, or the like: a reason without a place
        return np.asarray(shapely.get_coordinates(vlak))


def _place(punten: np.ndarray) -> str:
    """The first of some points of RD New as degrees, the way maps on the web take them; empty without any."""
    if not len(punten):
        return ""
    lengte, breedte = pyproj.Transformer.from_crs(RD_NEW, "EPSG:4326", always_xy=True).transform(*punten[0][:2])
    return f"{breedte:.4f} {lengte:.4f}"


def _m2(oppervlak: float) -> str:
    return f"{whole(round(oppervlak))} m²"
