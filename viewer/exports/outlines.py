"""The outlines of sets of gemeenten as GeoJSON: made of their borders when first asked for, and kept."""

from __future__ import annotations

from threading import Condition
from typing import Any

import geopandas as gpd
import shapely
from cachetools import LRUCache, cached

EXACT = {4326: 1e-5, 28992: 0.01}
"""How exact coordinates are in each system that outlines come in, in its units; in both the first axis is east."""

_MOST_CHARACTERS = 24_000_000
"""Every set of gemeenten that ever worked together in the country takes a third of this, in both systems."""


class Outlines:
    """The areas of one dataset's gemeenten, together and by themselves; safe between threads.

    gemeenten: index code, (Multi)Polygons in EPSG:28992 that share their borders.
    """

    def __init__(self, gemeenten: gpd.GeoDataFrame) -> None:
        self._areas = {epsg: rounded(gemeenten.geometry, epsg) for epsg in EXACT}
        self._trees = {epsg: shapely.STRtree(areas.values) for epsg, areas in self._areas.items()}
        self.geojson = cached(
            LRUCache[Any, str](_MOST_CHARACTERS, len), key=lambda codes, epsg: (epsg, codes), condition=Condition()
        )(self._geojson)  # fmt: skip
        """The geometry of some gemeenten together: their codes, and an EPSG number of EXACT. "null" for none."""

    def touching(self, box: shapely.Geometry, epsg: int) -> frozenset[str]:
        """The codes of the gemeenten that have a point in a box, which is in this system."""
        found = self._trees[epsg].query(box, predicate="intersects")
        return frozenset(self._areas[epsg].index[found])

    def _geojson(self, codes: frozenset[str], epsg: int) -> str:
        areas = self._areas[epsg]
        return geometry(shapely.coverage_union_all(areas.loc[sorted(codes)].values)) if codes else "null"


def rounded(areas: gpd.GeoSeries, epsg: int) -> gpd.GeoSeries:
    """Areas in a system of EXACT, as exact as they are given in it. Borders stay shared."""
    moved = areas.to_crs(epsg)
    return moved.set_precision(EXACT[epsg], mode="pointwise")


def geometry(area: shapely.Geometry | None) -> str:
    """An area as the JSON of a GeoJSON geometry: always a MultiPolygon, so that a layer is of one kind, with
    exteriors counter-clockwise and holes clockwise (RFC 7946, 3.1.6); "null" where there is none."""
    if area is None or area.is_empty:
        return "null"
    parts = [part for part in shapely.get_parts(area) if shapely.get_dimensions(part) == 2]
    return str(shapely.to_geojson(shapely.orient_polygons(shapely.MultiPolygon(parts))))
