"""Makes `gemeenten.geojson` of the areas of gemeenten: merged, simplified, shared borders shared.

What: CBS gebiedsindelingen, collection gemeente_gegeneraliseerd, by PDOK. Licence: CC BY 4.0,
Kadaster / CBS. Rhythm: once a year, on 1 January.
Quirks: the newest year can lag behind a herindeling, so ended gemeenten are merged into their
successor here. Reading, in any form that people have, is `grenzen_lezen.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import shapely

from viewer.errors import BrokenCoverage, WrongCrs
from viewer.sources.geojson import WGS84
from viewer.sources.gis_crs import RD_NEW
from viewer.sources.herstel import SLIVER_M
from viewer.wording import either, some_of

TOLERANCE_M = 100.0
"""Area per gemeente then stays within 0.4 % of the source's (200 m: up to 1.4 %, for Leiderdorp)."""

COARSE = 40
"""Points per gemeente below which a map looks clumsy: CBS has 121, the coarse copies that go round 19."""

DECIMALEN = 5
"""About one metre; RFC 7946 advises against more."""


@dataclass(frozen=True)
class GemeenteGegevens:
    """What the register knows of a current gemeente, for the properties of its feature."""

    code: str
    naam: str
    provincie: str
    inwoners: int
    plaatsen: tuple[str, ...]


def merge_ended(grenzen: gpd.GeoDataFrame, opvolgers: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Gives the area of ended gemeenten to their successor.

    grenzen: columns `code` and `geometry`, valid and joined; a code may have more rows. opvolgers:
    old code -> new code; chains are followed.
    Returns the same columns and CRS, ordered by code.
    """

    def nu(code: str) -> str:
        gezien = {code}
        while (volgende := opvolgers.get(code)) and volgende not in gezien:
            gezien.add(volgende)
            code = volgende
        return code

    gewijzigd = grenzen.assign(code=[nu(code) for code in grenzen["code"]])
    return gewijzigd.dissolve("code", method="coverage").reset_index()[["code", "geometry"]]


def simplify(gemeenten: gpd.GeoDataFrame, tolerance_m: float) -> gpd.GeoDataFrame:
    """Fewer points per border, shared borders still shared.

    gemeenten: columns `code` (unique) and `geometry` ((Multi)Polygon), EPSG:28992.
    tolerance_m: root of the area of the triangles that may go, in metres.
    Returns the same rows, order, columns and CRS.
    Raises WrongCrs when given another CRS, BrokenCoverage (names the gemeenten) on overlap.
    Source: Visvalingam and Whyatt (1993), as in shapely.coverage_simplify.
    """
    if gemeenten.crs is None or gemeenten.crs.to_epsg() != 28992:
        raise WrongCrs("grenzen", "moeten in RD New (EPSG:28992) staan om te vereenvoudigen.")
    check_coverage(gemeenten)
    vlakken = shapely.coverage_simplify(gemeenten.geometry.values, tolerance_m)
    return gemeenten.set_geometry(gpd.GeoSeries(vlakken, index=gemeenten.index, crs=RD_NEW))


def check_coverage(gemeenten: gpd.GeoDataFrame) -> None:
    """Raises BrokenCoverage, with the codes, where areas are invalid, overlap or miss each other.

    Gaps of up to a metre (1e-5 degree) are slivers; wider ones are water, or Belgian enclaves.
    """
    ongeldig = gemeenten.loc[~shapely.is_valid(gemeenten.geometry.values), "code"]
    if len(ongeldig):
        raise BrokenCoverage("grenzen", f"het gebied van {some_of(list(ongeldig), 5)} klopt niet in zichzelf.")
    sliver = 10.0**-DECIMALEN if gemeenten.crs.is_geographic else SLIVER_M
    randen = shapely.coverage_invalid_edges(gemeenten.geometry.values, gap_width=sliver)
    fout = gemeenten.loc[~shapely.is_empty(randen), "code"]
    if len(fout):
        raise BrokenCoverage(
            "grenzen",
            f"de gebieden van {some_of(list(fout), 5)} overlappen of sluiten niet op elkaar aan.",
            "Gebruik de onbewerkte grenzen van het CBS.",
        )


def compare_codes(gevonden: Sequence[str], register: Mapping[str, str]) -> list[str]:
    """What differs between these codes and the register's current gemeenten (code -> naam), in at most
    two phrases: which are not in the register, and which are missing."""
    te_veel = sorted(set(gevonden) - set(register))
    te_weinig = [f"{register[code]} ({code})" for code in sorted(set(register) - set(gevonden))]
    out = []
    if te_veel:
        out.append(f"{some_of(te_veel, 5)} {either(len(te_veel), 'staat', 'staan')} niet (meer) in het register")
    if len(te_weinig) == 1:
        out.append(f"{te_weinig[0]} ontbreekt")
    elif te_weinig:
        out.append(f"{len(te_weinig)} van de {len(register)} gemeenten ontbreken: {some_of(te_weinig, 5)}")
    return out


def build_geojson(grenzen: gpd.GeoDataFrame, gegevens: Sequence[GemeenteGegevens], bron: str) -> dict[str, Any]:
    """The content of `gemeenten.geojson` (RFC 7946: WGS84, five decimals, exterior rings
    counter-clockwise), ordered by code.

    grenzen: columns `code`, `geometry`, EPSG:28992, exactly the codes of gegevens.
    Raises BrokenCoverage when rounding would break a shared border.
    """
    wgs = grenzen.to_crs(WGS84).set_index("code").sort_index()
    rond = shapely.orient_polygons(shapely.normalize(_on_grid(wgs.geometry.values)), exterior_cw=False)
    check_coverage(gpd.GeoDataFrame({"code": wgs.index}, geometry=rond, crs=WGS84))
    per_code = {gemeente.code: gemeente for gemeente in gegevens}
    return {
        "type": "FeatureCollection",
        "bron": bron,
        "features": [
            {
                "type": "Feature",
                "id": code,
                "properties": _properties(per_code[code]),
                "geometry": rounded_geometry(vlak),
            }
            for code, vlak in zip(wgs.index, rond, strict=True)
        ],
    }


def _on_grid(vlakken: Any) -> Any:
    """Areas of degrees with DECIMALEN decimals, borders still shared.

    Rounding can put two neighbours in one place, or make a narrow part cross itself: then it is repaired
    and rounded again, which moves no point further than a step of the grid.
    """
    stap = 10.0**-DECIMALEN
    rond = shapely.remove_repeated_points(shapely.set_precision(vlakken, stap, mode="pointwise"))
    for _ in range(3):
        if shapely.is_valid(rond).all() and shapely.coverage_is_valid(rond, gap_width=stap):
            break
        heel = shapely.make_valid(rond, method="structure", keep_collapsed=False)
        schoon = shapely.coverage_clean(heel, gap_width=stap)
        rond = shapely.remove_repeated_points(shapely.set_precision(schoon, stap, mode="pointwise"))
    return rond


def _properties(gemeente: GemeenteGegevens) -> dict[str, Any]:
    return {
        "code": gemeente.code,
        "naam": gemeente.naam,
        "provincie": gemeente.provincie,
        "inwoners": gemeente.inwoners,
        "plaatsen": list(gemeente.plaatsen),
    }


def dump_geojson(geojson: Mapping[str, Any]) -> str:
    """The text of the file: a feature on each line, so that a change shows as one line."""
    kop = {sleutel: waarde for sleutel, waarde in geojson.items() if sleutel != "features"}
    regels = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in geojson["features"]
    )
    begin = json.dumps(kop, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{begin},"features":[\n{regels}\n]}}\n'


def rounded_geometry(vlak: shapely.Geometry) -> dict[str, Any]:
    """An area of degrees as GeoJSON, with DECIMALEN decimals."""
    geometry = shapely.geometry.mapping(vlak)

    def rond(waarde: Any) -> Any:
        if isinstance(waarde, float):
            return round(waarde, DECIMALEN)
        return [rond(deel) for deel in waarde]

    return {"type": geometry["type"], "coordinates": rond(geometry["coordinates"])}
