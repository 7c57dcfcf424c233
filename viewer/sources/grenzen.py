"""Reads CBS municipal boundaries and makes `gemeenten.geojson` of them: merged, simplified, shared borders shared.

What: CBS gebiedsindelingen, collection gemeente_gegeneraliseerd, by PDOK. Licence: CC BY 4.0,
Kadaster / CBS. Rhythm: once a year, on 1 January.
Quirks: property names differ between years and services (statcode/statnaam); the newest year can
lag behind a herindeling, so ended gemeenten are merged into their successor here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import shapely

from viewer.errors import BadSource, BrokenCoverage, WrongCrs
from viewer.model import GEMEENTE_CODE
from viewer.sources import strict_json

RD_NEW = "EPSG:28992"
WGS84 = "EPSG:4326"
TOLERANCE_M = 100.0
"""Area per gemeente then stays within 0.4 % of the source's (200 m: up to 1.4 %, for Leiderdorp)."""

DECIMALEN = 5
"""About one metre; RFC 7946 advises against more."""

_CODE_KOLOMMEN = ("statcode", "gemeentecode", "gm_code", "code")
_MAX_BYTES = 200_000_000


@dataclass(frozen=True)
class GemeenteGegevens:
    """What the register knows of a current gemeente, for the properties of its feature."""

    code: str
    naam: str
    provincie: str
    inwoners: int
    plaatsen: tuple[str, ...]


def read_grenzen(bron: Path) -> gpd.GeoDataFrame:
    """Boundaries from a GeoJSON or GeoPackage file.

    Returns columns `code` (GM0193, unique) and `geometry` ((Multi)Polygon), EPSG:28992.
    Raises BadSource (unreadable, no code column, unknown geometry, not finite), WrongCrs.
    """
    if not bron.is_file():
        raise BadSource(str(bron), "bestaat niet.", "Controleer de naam van het bestand.")
    if bron.stat().st_size > _MAX_BYTES:
        raise BadSource(str(bron), f"is groter dan {_MAX_BYTES // 1_000_000} MB.")
    with bron.open("rb") as stroom:
        if stroom.read(16) != b"SQLite format 3\0":
            return normalise_grenzen(_read_geojson(bron), bron.name)
    try:
        ruw = gpd.read_file(bron)
    except Exception as fout:  # pyogrio raises several unrelated classes for unreadable files
        raise BadSource(bron.name, "is geen leesbaar GeoPackage-bestand.", "Haal het opnieuw op.") from fout
    return normalise_grenzen(ruw, bron.name)


def _read_geojson(bron: Path) -> gpd.GeoDataFrame:
    """By json rather than GDAL, which lets NaN through and warns on stderr of its own."""
    try:
        inhoud = strict_json.loads(bron.read_bytes())
    except (ValueError, RecursionError) as fout:
        raise BadSource(
            bron.name, f"is geen leesbaar GeoJSON- of GeoPackage-bestand ({fout}).", "Haal het opnieuw op."
        ) from fout
    features = inhoud.get("features") if isinstance(inhoud, dict) else None
    if not isinstance(features, list) or not features:
        raise BadSource(bron.name, "is GeoJSON zonder features.", "Gebruik de gemeentegrenzen van het CBS.")
    return frame_of(features, declared_crs(inhoud, bron.name), bron.name)


def declared_crs(geojson: Mapping[str, Any], naam: str) -> str:
    """The CRS that GeoJSON declares, as EPSG:nnnn; WGS84 when it declares none (RFC 7946, section 4).
    Raises WrongCrs for one that is no EPSG code."""
    genoemd = geojson.get("crs")
    crs = genoemd.get("properties", {}).get("name", "") if isinstance(genoemd, dict) else ""
    if not crs or "CRS84" in crs:
        return WGS84
    code = re.search(r"EPSG:+(?:[\d.]*:)?(\d{4,6})\Z|EPSG/0/(\d{4,6})\Z", crs)
    if code is None:
        raise WrongCrs(naam, f"noemt een onbekend coördinatenstelsel ({crs[:60]}).")
    return f"EPSG:{code[1] or code[2]}"


def frame_of(features: Sequence[Any], crs: str, naam: str) -> gpd.GeoDataFrame:
    """GeoJSON features as a frame of their properties and geometry. Raises BadSource."""
    try:
        return gpd.GeoDataFrame.from_features(features, crs=crs)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError) as fout:
        raise BadSource(naam, "bevat features die geen GeoJSON zijn.", "Haal het opnieuw op.") from fout


def normalise_grenzen(ruw: gpd.GeoDataFrame, naam: str) -> gpd.GeoDataFrame:
    """The same as `read_grenzen`, for a frame that was read or downloaded already."""
    if ruw.crs is None:
        raise WrongCrs(naam, "noemt geen coördinatenstelsel.", "Gebruik een bestand dat dat wel doet.")
    kolom = next((k for k in ruw.columns if str(k).lower() in _CODE_KOLOMMEN), None)
    if kolom is None:
        raise BadSource(
            naam,
            f"heeft geen kolom met gemeentecodes (gezocht: {', '.join(_CODE_KOLOMMEN)}).",
            "Gebruik de gemeentegrenzen van het CBS.",
        )
    codes = ruw[kolom].astype(str)
    vreemd = [code for code in codes if not GEMEENTE_CODE.match(code)]
    if vreemd:
        raise BadSource(naam, f"bevat {vreemd[0]!r}, en dat is geen gemeentecode zoals GM0193.")
    dubbel = sorted(set(codes[codes.duplicated()]))
    if dubbel:
        raise BadSource(naam, f"bevat {dubbel[0]} meer dan een keer.")
    vlak = shapely.get_type_id(ruw.geometry.values)
    for i in np.flatnonzero(~np.isin(vlak, (3, 6))):
        raise BadSource(naam, f"{codes.iloc[i]} heeft geen vlak als gebied.")
    if not np.isfinite(shapely.get_coordinates(ruw.geometry.values)).all():
        raise BadSource(naam, "bevat een coördinaat die geen getal is.")
    uit = gpd.GeoDataFrame({"code": codes.values}, geometry=ruw.geometry.values, crs=ruw.crs)
    return uit.to_crs(RD_NEW)


def merge_ended(grenzen: gpd.GeoDataFrame, opvolgers: Mapping[str, str]) -> gpd.GeoDataFrame:
    """Gives the area of ended gemeenten to their successor.

    grenzen: as from `read_grenzen`. opvolgers: old code -> new code; chains are followed.
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
        raise BrokenCoverage("grenzen", f"het gebied van {', '.join(ongeldig)} klopt niet in zichzelf.")
    sliver = 10.0**-DECIMALEN if gemeenten.crs.is_geographic else 1.0
    randen = shapely.coverage_invalid_edges(gemeenten.geometry.values, gap_width=sliver)
    fout = gemeenten.loc[~shapely.is_empty(randen), "code"]
    if len(fout):
        raise BrokenCoverage(
            "grenzen",
            f"de gebieden van {', '.join(fout)} overlappen of sluiten niet op elkaar aan.",
            "Gebruik de onbewerkte grenzen van het CBS.",
        )


def compare_codes(gevonden: Sequence[str], register: Mapping[str, str]) -> list[str]:
    """What differs between these codes and the register's current gemeenten (code -> naam), in words."""
    te_veel = [f"{code} staat niet (meer) in het register" for code in sorted(set(gevonden) - set(register))]
    te_weinig = [f"{register[code]} ({code}) ontbreekt" for code in sorted(set(register) - set(gevonden))]
    return te_veel + te_weinig


def build_geojson(grenzen: gpd.GeoDataFrame, gegevens: Sequence[GemeenteGegevens], bron: str) -> dict[str, Any]:
    """The content of `gemeenten.geojson` (RFC 7946: WGS84, five decimals, exterior rings
    counter-clockwise), ordered by code.

    grenzen: columns `code`, `geometry`, EPSG:28992, exactly the codes of gegevens.
    Raises BrokenCoverage when rounding would break a shared border.
    """
    wgs = grenzen.to_crs(WGS84).set_index("code").sort_index()
    rond = shapely.set_precision(wgs.geometry.values, 10.0**-DECIMALEN, mode="pointwise")
    rond = shapely.remove_repeated_points(rond)  # rounding can put two neighbours in one place
    rond = shapely.orient_polygons(shapely.normalize(rond), exterior_cw=False)
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
                "geometry": _rounded(shapely.geometry.mapping(vlak)),
            }
            for code, vlak in zip(wgs.index, rond, strict=True)
        ],
    }


def replace_properties(geojson: Mapping[str, Any], gegevens: Sequence[GemeenteGegevens]) -> dict[str, Any]:
    """The same features with what the register says of them now; areas are untouched.

    Raises BadSource when the gemeenten are no longer the same: the boundaries must be imported anew.
    """
    per_code = {gemeente.code: gemeente for gemeente in gegevens}
    codes = [feature["properties"]["code"] for feature in geojson["features"]]
    verschil = compare_codes(codes, {g.code: g.naam for g in gegevens})
    if verschil:
        raise BadSource(
            "gemeenten.geojson",
            f"past niet bij dit register: {'; '.join(verschil)}.",
            "Vul herindelingen.csv aan en importeer de grenzen opnieuw.",
        )
    features = [
        {
            **feature,
            "properties": _properties(per_code[code]),
        }
        for code, feature in zip(codes, geojson["features"], strict=True)
    ]
    return {**geojson, "features": features}


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


def _rounded(geometry: Mapping[str, Any]) -> dict[str, Any]:
    def rond(waarde: Any) -> Any:
        if isinstance(waarde, float):
            return round(waarde, DECIMALEN)
        return [rond(deel) for deel in waarde]

    return {"type": geometry["type"], "coordinates": rond(geometry["coordinates"])}
