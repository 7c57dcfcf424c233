"""Compact geometry: shared borders as arcs that are stored once, in whole units of 1e-5 degree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely

from viewer.errors import WrongCrs

EENHEDEN_PER_GRAAD = 100_000
"""The five decimals of `gemeenten.geojson`: nothing is lost in whole units."""

Punt = tuple[int, int]
Boog = tuple[Punt, ...]


@dataclass(frozen=True)
class Topology:
    """Areas of a coverage as rings of shared arcs.

    bogen: points (lon, lat) in units of 1e-5 degree. vlakken: per area its polygons, each a list
    of rings (the exterior first), each a list of arc numbers; `~n` is arc n walked backwards.
    """

    bogen: tuple[Boog, ...]
    vlakken: tuple[tuple[tuple[tuple[int, ...], ...], ...], ...]

    def deltas(self) -> list[list[int]]:
        """Each arc as a flat list: first point, then the step to each next one (small numbers
        compress well)."""
        uit = []
        for boog in self.bogen:
            punten = np.array(boog, dtype=np.int64)
            stappen = np.diff(punten, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
            uit.append([int(getal) for getal in stappen.ravel()])
        return uit


def build_topology(gebieden: gpd.GeoSeries) -> Topology:
    """The shared arcs of a valid coverage.

    gebieden: (Multi)Polygons in WGS84 with at most five decimals. Raises WrongCrs.
    An arc runs between two points where other than two borders meet, so that a border between two
    areas is one arc, used once forwards and once backwards; an island or enclave is a closed arc.
    """
    if gebieden.crs is None or gebieden.crs.to_epsg() != 4326:
        raise WrongCrs("grenzen", "moeten in WGS84 (EPSG:4326) staan voor de kaart.")
    vlakken = [_rings(vlak) for vlak in gebieden]
    knopen = _junctions([ring for vlak in vlakken for polygoon in vlak for ring in polygoon])
    nummers: dict[Boog, int] = {}
    uit = tuple(
        tuple(tuple(_arcs(ring, knopen, nummers) for ring in polygoon) for polygoon in vlak) for vlak in vlakken
    )
    return Topology(tuple(nummers), uit)


def _rings(vlak: shapely.Geometry) -> list[list[list[Punt]]]:
    uit = []
    for polygoon in shapely.get_parts(vlak):
        ringen = []
        for ring in (polygoon.exterior, *polygoon.interiors):
            xy = np.rint(shapely.get_coordinates(ring)[:-1] * EENHEDEN_PER_GRAAD).astype(np.int64)
            punten = [(int(x), int(y)) for x, y in xy]
            ringen.append([punt for vorige, punt in pairwise([punten[-1], *punten]) if punt != vorige])
        uit.append(ringen)
    return uit


def _junctions(ringen: Sequence[list[Punt]]) -> set[Punt]:
    """Points with other than two different neighbours over all rings."""
    buren: dict[Punt, set[Punt]] = defaultdict(set)
    for ring in ringen:
        for a, b in pairwise([*ring, ring[0]]):
            buren[a].add(b)
            buren[b].add(a)
    return {punt for punt, om in buren.items() if len(om) != 2}


def _arcs(ring: list[Punt], knopen: set[Punt], nummers: dict[Boog, int]) -> tuple[int, ...]:
    sneden = [i for i, punt in enumerate(ring) if punt in knopen]
    begin = sneden[0] if sneden else ring.index(min(ring))
    rond = [*ring[begin:], *ring[:begin], ring[begin]]
    grenzen = [i for i, punt in enumerate(rond) if punt in knopen] if sneden else [0, len(rond) - 1]
    return tuple(_number(tuple(rond[a : b + 1]), nummers) for a, b in pairwise(grenzen))


def _number(boog: Boog, nummers: dict[Boog, int]) -> int:
    """The number of an arc, or ~number when it is known the other way round."""
    if (bekend := nummers.get(boog)) is not None:
        return bekend
    if (andersom := nummers.get(boog[::-1])) is not None:
        return ~andersom
    return nummers.setdefault(boog, len(nummers))
