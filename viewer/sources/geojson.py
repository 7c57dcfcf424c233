"""GeoJSON from a file or a service as a frame: its features, and the CRS that it declares."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely

from viewer.errors import BadSource, WrongCrs
from viewer.sources import strict_json

WGS84 = "EPSG:4326"


def load_json(bestand: Path, naam: str) -> Any:
    """The JSON of a file, in UTF-8 (with or without a mark), UTF-16 or Windows-1252. Raises BadSource."""
    ruw = bestand.read_bytes()
    if not ruw.strip():
        raise BadSource(naam, "is leeg.", "Haal het opnieuw op.")
    try:
        try:
            return strict_json.loads(ruw)
        except UnicodeDecodeError:  # older desktop programs wrote the signs of Windows
            return strict_json.loads(ruw.decode("cp1252", errors="replace"))
    except json.JSONDecodeError as fout:
        wat = f"is afgebroken of geen JSON (regel {fout.lineno}, teken {fout.colno})."
        raise BadSource(naam, wat, "Haal het opnieuw op.") from fout
    except ValueError as fout:
        raise BadSource(naam, f"is geen geldige JSON ({fout}).", "Haal het opnieuw op.") from fout
    except RecursionError as fout:
        raise BadSource(naam, "is JSON met te veel lagen in elkaar.", "Controleer het bestand.") from fout


def declared_crs(geojson: Mapping[str, Any], naam: str) -> str:
    """The CRS that GeoJSON declares, as EPSG:nnnn; empty when it declares none.
    Raises WrongCrs for one that is no EPSG code."""
    genoemd = geojson.get("crs")
    eigenschappen = genoemd.get("properties") if isinstance(genoemd, dict) else None
    crs = str(eigenschappen.get("name") or "") if isinstance(eigenschappen, dict) else ""
    if not crs:
        return ""
    if "CRS84" in crs:
        return WGS84
    code = re.search(r"EPSG:+(?:[\d.]*:)?(\d{4,6})\Z|EPSG/[\d.]+/(\d{4,6})\Z", crs, re.IGNORECASE)
    if code is None:
        raise WrongCrs(naam, f"noemt een onbekend coördinatenstelsel ({crs[:60]}).", "Geef het op met --crs.")
    return f"EPSG:{code[1] or code[2]}"


def frame_of(features: Sequence[Any], crs: str, naam: str) -> gpd.GeoDataFrame:
    """GeoJSON features as a frame of their properties and geometry. An id that is not among the
    properties becomes a column `id`. crs: empty when unknown. Raises BadSource."""
    try:
        # An id beside the properties is often the only code that a file has.
        met_id = [
            {**f, "properties": {"id": f["id"], **(f.get("properties") or {})}} if "id" in f else f for f in features
        ]
        return gpd.GeoDataFrame.from_features(met_id, crs=crs or None)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError) as fout:
        raise BadSource(naam, "bevat features die geen GeoJSON zijn.", "Haal het opnieuw op.") from fout
