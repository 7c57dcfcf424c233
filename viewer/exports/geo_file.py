"""Areas as GeoJSON and GeoPackage, for GIS people."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyogrio

from viewer.columns import AREAS
from viewer.dataset import Dataset
from viewer.exports.outlines import geometry, rounded
from viewer.exports.rows import as_frame, verbanden_tabel
from viewer.exports.stijl import layer_styles
from viewer.selection import Selection
from viewer.sources.registry import attribution

_KOLOMMEN = [c.name for c in AREAS]


def verbanden_gebieden(dataset: Dataset, keuze: Selection, provincie: str) -> gpd.GeoDataFrame:
    """A row per samenwerkingsverband with the area of its gemeenten together.

    Columns as `columns.AREAS`, and geometry; EPSG:28992; ordered as the table. Participants without
    an area are counted only.
    """
    tabel = verbanden_tabel(dataset, keuze, provincie, AREAS)
    rijen = as_frame(AREAS, tabel.rijen)
    vlakken = dataset.gebied_per_verband([str(id_) for id_ in rijen["id"]], keuze.peildatum or dataset.peildatum)
    return gpd.GeoDataFrame(rijen, geometry=vlakken.to_numpy(), crs=dataset.gemeenten.crs)


def to_geojson(dataset: Dataset, keuze: Selection, provincie: str) -> Iterator[bytes]:
    """GeoJSON (RFC 7946: WGS84, five decimals) of `verbanden_gebieden`, with the sources; a feature at
    a time, since those of a whole country are large."""
    gebieden = verbanden_gebieden(dataset, keuze, provincie)
    vlakken = rounded(gebieden.geometry, 4326)
    kop = json.dumps(
        {"type": "FeatureCollection", "bron": attribution(dataset.facts)}, ensure_ascii=False, separators=(",", ":")
    )
    yield f'{kop[:-1]},"features":['.encode()
    for nummer, (rij, vlak) in enumerate(zip(gebieden[_KOLOMMEN].to_dict("records"), vlakken, strict=True)):
        bekend = {naam: None if waarde is pd.NA else waarde for naam, waarde in rij.items()}
        eigen = json.dumps(bekend, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
        tekst = f'{{"type":"Feature","properties":{eigen},"geometry":{geometry(vlak)}}}'
        yield (f",{tekst}" if nummer else tekst).encode()
    yield b"]}"


def to_gpkg(dataset: Dataset, keuze: Selection, provincie: str) -> bytes:
    """A GeoPackage in RD New with layers `samenwerkingsverbanden` and `gemeenten`, and their styles.
    Equal data give equal bytes: it says that it was changed on the day of the data."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{dataset.peildatum}T00:00:00.000Z"})
    gemeenten = dataset.gemeenten[dataset.gemeenten.index.isin(dataset.codes_in(provincie))]
    gemeenten = gemeenten[["naam", "provincie", "inwoners", "geometry"]].rename_axis("code").reset_index()
    with tempfile.TemporaryDirectory() as folder:
        bestand = Path(folder) / "samenwerkingskaart.gpkg"
        bron = {"BRON": attribution(dataset.facts)}
        verbanden = verbanden_gebieden(dataset, keuze, provincie)
        verbanden.to_file(bestand, layer="samenwerkingsverbanden", driver="GPKG", layer_metadata=bron)
        gemeenten.to_file(bestand, layer="gemeenten", driver="GPKG", layer_metadata=bron)
        pyogrio.write_dataframe(layer_styles("geom"), bestand, layer="layer_styles", driver="GPKG")
        return bestand.read_bytes()
