"""Where numbers lie: areas in any coordinate system to RD New, judged by what they say and by the numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pyproj
import shapely

from viewer.errors import WrongCrs
from viewer.sources.geojson import WGS84

RD_NEW = "EPSG:28992"
Melder = Callable[[str], None]
"""Is told, in one Dutch line each, what was decided for the user."""

_ENOUGH = 0.5
"""The share of areas that must lie in the Netherlands: rows of other countries may be among them."""


@dataclass(frozen=True)
class _Stelsel:
    """A coordinate system and the box (west, south, east, north) that the Netherlands has in it."""

    crs: str
    naam: str
    doos: tuple[float, float, float, float]


_RD = _Stelsel(RD_NEW, "RD New", (-7_000, 289_000, 300_000, 630_000))
_STELSELS = (
    _RD,
    _Stelsel(WGS84, "graden (WGS84)", (3.0, 50.6, 7.4, 53.8)),
    _Stelsel("EPSG:3857", "Web Mercator", (334_000, 6_550_000, 824_000, 7_140_000)),
    _Stelsel("EPSG:25831", "UTM zone 31", (500_000, 5_610_000, 800_000, 5_960_000)),
    _Stelsel("EPSG:25832", "UTM zone 32", (90_000, 5_610_000, 400_000, 5_970_000)),
    _Stelsel("EPSG:3035", "ETRS89-LAEA", (3_860_000, 3_060_000, 4_140_000, 3_440_000)),
)


def to_rd(gebieden: gpd.GeoDataFrame, gevraagd: str, naam: str, meld: Melder) -> gpd.GeoDataFrame:
    """The same rows and columns in RD New (EPSG:28992), flat.

    gevraagd: what the user gave with --crs, or empty. Without it the declared system holds when the
    areas then lie in the Netherlands; else the numbers decide, also on swapped axes, and it is said.
    What fits nowhere is taken as declared, or as degrees (RFC 7946).
    Raises WrongCrs for a system that does not exist or cannot be left.
    """
    plat = gebieden.set_geometry(shapely.force_2d(gebieden.geometry.values), crs=gebieden.crs)
    if gevraagd:
        return _move(plat.set_crs(_asked(gevraagd), allow_override=True), naam)
    crs = _usable(plat.crs)
    if crs is not None and crs.is_projected and _share(plat, _RD.doos) >= _ENOUGH:
        # A .prj of Esri or a file of MapInfo has RD New without its number, and loses the datum's shift.
        return plat.set_crs(RD_NEW, allow_override=True)
    if crs is not None:
        plat = plat.set_crs(crs, allow_override=True)
        if _share(plat, _RD.doos, crs) >= _ENOUGH:
            return _move(plat, naam)
    for stelsel in _STELSELS:
        for gedraaid in (False, True):
            kandidaat = _swapped(plat) if gedraaid else plat
            if _share(kandidaat, stelsel.doos) >= _ENOUGH:
                if crs is not None or gedraaid or stelsel.crs != WGS84:  # degrees are what RFC 7946 supposes
                    meld(_said(naam, crs, stelsel, gedraaid))
                return _move(kandidaat.set_crs(stelsel.crs, allow_override=True), naam)
    return _move(plat if crs is not None else plat.set_crs(WGS84), naam)


def check_place(gebieden: gpd.GeoDataFrame, naam: str) -> None:
    """Raises WrongCrs when most areas (RD New) lie outside the Netherlands."""
    if _share(gebieden, _RD.doos) < _ENOUGH:
        raise WrongCrs(
            naam, "de gebieden liggen niet in Nederland.", "Geef het coördinatenstelsel op, zoals --crs EPSG:28992."
        )


def _said(naam: str, genoemd: pyproj.CRS | None, stelsel: _Stelsel, gedraaid: bool) -> str:
    wat = "noemt geen coördinatenstelsel" if genoemd is None else f"noemt {genoemd.name}, maar dat past niet"
    assen = ", met de assen omgekeerd" if gedraaid else ""
    return f"{naam}: {wat}; aan de getallen is het {stelsel.naam}{assen}. Klopt dat niet, geef dan --crs."


def _asked(gevraagd: str) -> pyproj.CRS:
    tekst = gevraagd.strip()
    if re.fullmatch(r"rd([ _-]?new)?", tekst, re.IGNORECASE):
        tekst = RD_NEW
    try:
        return pyproj.CRS.from_user_input(int(tekst) if tekst.isdigit() else tekst)
    except pyproj.exceptions.CRSError as fout:
        raise WrongCrs("--crs", f"{gevraagd[:60]!r} is geen coördinatenstelsel.", "Schrijf EPSG:28992.") from fout


def _usable(crs: pyproj.CRS | None) -> pyproj.CRS | None:
    """The flat part of a system that maps the earth; None for any other."""
    if crs is None:
        return None
    vlak = crs.sub_crs_list[0] if crs.is_compound else crs
    return vlak if vlak.is_projected or (vlak.is_geographic and not vlak.is_geocentric) else None


def _share(gebieden: gpd.GeoDataFrame, doos: tuple[float, float, float, float], crs: pyproj.CRS | None = None) -> float:
    """Which share of the areas has its middle in a box; crs: of the areas, when the box is in RD New."""
    rand = shapely.bounds(gebieden.geometry.values)
    midden = (rand[:, :2] + rand[:, 2:]) / 2
    midden = midden[np.isfinite(midden).all(axis=1)]
    if not len(midden):
        return 0.0
    x, y = midden[:, 0], midden[:, 1]
    if crs is not None:
        x, y = pyproj.Transformer.from_crs(crs, RD_NEW, always_xy=True).transform(x, y)
    west, zuid, oost, noord = doos
    return float(np.mean((x > west) & (x < oost) & (y > zuid) & (y < noord)))


def _swapped(gebieden: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return gebieden.set_geometry(shapely.transform(gebieden.geometry.values, lambda xy: xy[:, ::-1]), crs=gebieden.crs)


def _move(gebieden: gpd.GeoDataFrame, naam: str) -> gpd.GeoDataFrame:
    try:
        return gebieden.to_crs(RD_NEW)
    except pyproj.exceptions.ProjError as fout:
        raise WrongCrs(naam, f"kan niet van {gebieden.crs.name} naar RD New.", "Geef --crs op.") from fout
