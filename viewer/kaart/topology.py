"""Compact geometry: shared borders as arcs that are stored once, in whole units of 1e-5 degree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import geopandas as gpd
import numpy as np
import shapely

from viewer.errors import WrongCrs

EENHEDEN_PER_GRAAD = 100_000
"""The five decimals of `gemeenten.geojson`: nothing is lost in whole units."""

_HOEKEN = 5
"""Fewer points would leave nothing of an island: four corners, the first of them twice."""

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
        out = []
        for boog in self.bogen:
            punten = np.array(boog, dtype=np.int64)
            stappen = np.diff(punten, axis=0, prepend=np.zeros((1, 2), dtype=np.int64))
            out.append([int(getal) for getal in stappen.ravel()])
        return out

    def coarser(self, precies: Collection[int], eenheden: float) -> Topology:
        """The same areas with fewer points on borders that none of some areas has a part in.

        precies: numbers of areas whose borders stay exact. eenheden: how far a point may lie from
        the line that replaces it, in units of 1e-5 degree (Douglas-Peucker). Borders stay shared,
        since arcs are simplified and not areas, and points where borders meet stay where they are.
        An arc that is closed keeps four corners at least, and areas that would cross themselves or others keep so many
        points that they do not.
        """
        vast = self._arcs_of(precies)
        maat = {nummer: eenheden for nummer in range(len(self.bogen)) if nummer not in vast}
        while True:
            bogen = tuple(
                _simplify(boog, maat[nummer]) if nummer in maat else boog for nummer, boog in enumerate(self.bogen)
            )
            grof = Topology(bogen, self.vlakken)
            stuk = self._arcs_of(grof.broken()) & maat.keys()
            if not stuk:
                return grof
            for nummer in stuk:  # as coarse as they can be; at last they keep their shape
                maat[nummer] /= 4
                if maat[nummer] < eenheden / 100:
                    del maat[nummer]

    def shapes(self) -> list[shapely.MultiPolygon]:
        """The areas as polygons, in units of 1e-5 degree."""
        return [
            shapely.MultiPolygon([shapely.Polygon(ringen[0], ringen[1:]) for ringen in map(self._walk, vlak)])
            for vlak in self.vlakken
        ]

    def broken(self) -> list[int]:
        """The numbers of areas that cross themselves or their neighbours."""
        vlakken = self.shapes()
        ongeldig = ~shapely.is_valid(vlakken)
        # Only neighbours matter: a gap between areas that lie apart is none.
        overlap = ~shapely.is_empty(shapely.coverage_invalid_edges(shapely.make_valid(vlakken)))
        return [int(nummer) for nummer in np.flatnonzero(ongeldig | overlap)]

    def _walk(self, polygoon: Sequence[Sequence[int]]) -> list[list[Punt]]:
        ringen = []
        for ring in polygoon:
            punten: list[Punt] = []
            for nummer in ring:
                boog = self.bogen[nummer] if nummer >= 0 else self.bogen[~nummer][::-1]
                punten += boog[1:] if punten else boog
            ringen.append(punten)
        return ringen

    def _arcs_of(self, gebieden: Iterable[int]) -> set[int]:
        return {n if n >= 0 else ~n for i in gebieden for p in self.vlakken[i] for ring in p for n in ring}


def _simplify(boog: Boog, eenheden: float) -> Boog:
    punten = shapely.get_coordinates(shapely.LineString(boog).simplify(eenheden, preserve_topology=False))
    if boog[0] == boog[-1] and len(punten) < _HOEKEN:
        return boog
    return tuple((int(x), int(y)) for x, y in punten)


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
    out = tuple(
        tuple(tuple(_arcs(ring, knopen, nummers) for ring in polygoon) for polygoon in vlak) for vlak in vlakken
    )
    return Topology(tuple(nummers), out)


def _rings(vlak: shapely.Geometry) -> list[list[list[Punt]]]:
    out = []
    for polygoon in shapely.get_parts(vlak):
        ringen = []
        for ring in (polygoon.exterior, *polygoon.interiors):
            xy = np.rint(shapely.get_coordinates(ring)[:-1] * EENHEDEN_PER_GRAAD).astype(np.int64)
            punten = [(int(x), int(y)) for x, y in xy]
            ringen.append([punt for vorige, punt in pairwise([punten[-1], *punten]) if punt != vorige])
        out.append(ringen)
    return out


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
