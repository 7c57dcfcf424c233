"""Areas as GeoJSON and GeoPackage, for GIS people."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import geopandas as gpd

from viewer.dataset import Dataset
from viewer.exports.rows import BRONVERMELDING, verbanden_tabel
from viewer.selection import Selection

_KOLOMMEN = ("id", "naam", "themas", "vorm", "publiek_privaat", "aantal_gemeenten", "bron_url", "peildatum_bron")


def verbanden_gebieden(dataset: Dataset, keuze: Selection, provincie: str) -> gpd.GeoDataFrame:
    """A row per samenwerkingsverband with the area of its gemeenten together.

    Columns id, naam, themas, vorm, publiek_privaat, aantal_gemeenten, bron_url, peildatum_bron,
    geometry; EPSG:28992; ordered as the table. Participants without an area are counted only.
    """
    tabel = verbanden_tabel(dataset, keuze, provincie)
    plek = [tabel.kop.index(naam) for naam in _KOLOMMEN]
    rijen = [{naam: rij[i] for naam, i in zip(_KOLOMMEN, plek, strict=True)} for rij in tabel.rijen]
    gebieden = dataset.gebieden_of([str(rij["id"]) for rij in rijen], keuze.peildatum or dataset.peildatum)
    samen = gebieden.dissolve("verband", method="coverage").geometry
    vlakken = samen.reindex([rij["id"] for rij in rijen])
    return gpd.GeoDataFrame(rijen, columns=list(_KOLOMMEN), geometry=vlakken.to_numpy(), crs=dataset.gemeenten.crs)


def to_geojson(dataset: Dataset, keuze: Selection, provincie: str) -> bytes:
    """GeoJSON (RFC 7946: WGS84, five decimals) of `verbanden_gebieden`, with the sources."""
    gebieden = verbanden_gebieden(dataset, keuze, provincie).to_crs(4326)
    gebieden = gebieden.set_geometry(gebieden.geometry.set_precision(1e-5, mode="pointwise"))
    inhoud = json.loads(gebieden.to_json(drop_id=True))
    inhoud.pop("crs", None)
    inhoud["bron"] = BRONVERMELDING
    return json.dumps(inhoud, ensure_ascii=False, separators=(",", ":")).encode()


def to_gpkg(dataset: Dataset, keuze: Selection, provincie: str) -> bytes:
    """A GeoPackage in RD New with layers `samenwerkingsverbanden` and `gemeenten`."""
    gemeenten = dataset.gemeenten[dataset.gemeenten.index.isin(dataset.codes_in(provincie))]
    gemeenten = gemeenten[["naam", "provincie", "inwoners", "geometry"]].rename_axis("code").reset_index()
    with tempfile.TemporaryDirectory() as map_:
        bestand = Path(map_) / "samenwerkingskaart.gpkg"
        verbanden_gebieden(dataset, keuze, provincie).to_file(bestand, layer="samenwerkingsverbanden", driver="GPKG")
        gemeenten.to_file(bestand, layer="gemeenten", driver="GPKG")
        return bestand.read_bytes()
