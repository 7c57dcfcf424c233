"""Opens a map file of any usual kind: finds its layers, chooses the one with gemeenten, reads it whole.

Only kinds that hold their own data are given to GDAL, each after a look at its first bytes: GDAL would
as gladly follow a file that points at other files or at addresses.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyogrio
import shapely

from viewer.errors import BadSource, WrongCrs
from viewer.sources.geojson import declared_crs, frame_of, load_json
from viewer.sources.gis_crs import Melder
from viewer.sources.unpack import MAX_BYTES, stage
from viewer.wording import some_of

MAX_TEXT_BYTES = 250_000_000
"""Of JSON and XML, which take ten times their size in memory."""

MAX_ROWS = 60_000
"""All buurten of the country are 14,000."""

MAX_POINTS = 6_000_000
MAX_LAYERS = 1_000
_MULTI_FILE = (".gdb", ".tab", ".mif", ".shp")
_ZONDER_WERELD = {"GDAL_HTTP_MAX_RETRY": "0", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}", "SHAPE_RESTORE_SHX": "YES"}
"""GDAL settings: fetch nothing, and make the index that a shapefile lost on the way."""


@dataclass(frozen=True)
class Laag:
    """A layer: the name people know it by, how GDAL opens it, and its name for GDAL (empty: the only one)."""

    naam: str
    pad: str
    laag: str


def read_gis_file(bron: Path, laag: str, jaar: int | None, meld: Melder) -> tuple[gpd.GeoDataFrame, str]:
    """The rows of one layer of a file or folder, with all their columns, in the CRS that it declares
    (or None), and the name of the layer.

    laag: the layer asked for; empty to look for the one with gemeenten. jaar: preferred among layers of
    several years. Read are GeoPackage, Shapefile, FlatGeobuf, GML, KML, GeoJSON, GeoJSONSeq, Esri JSON,
    TopoJSON, MapInfo and File Geodatabase, each also in a zip or gzip, within bounds of size.
    Raises BadSource, WrongCrs.
    """
    if not bron.exists():
        raise BadSource(str(bron), "bestaat niet.", "Controleer de naam van het bestand.")
    with tempfile.TemporaryDirectory() as folder:
        bestanden = stage(bron, Path(folder))
        pyogrio.set_gdal_config_options(_ZONDER_WERELD)
        with _quiet():
            return _read(bestanden, bron.name, laag, jaar, meld)


def _read(
    bestanden: Sequence[Path], naam: str, laag: str, jaar: int | None, meld: Melder
) -> tuple[gpd.GeoDataFrame, str]:
    fouten: list[BadSource] = []
    lagen: list[Laag] = []
    json: dict[str, Any] = {}
    for bestand in bestanden:
        try:
            lagen += _layers(bestand, naam, json)
        except BadSource as fout:  # a zip may hold a readme.json beside the map
            fouten.append(fout)
    if not lagen:
        raise fouten[0] if fouten else BadSource(naam, "bevat geen kaartlaag.", "Gebruik een GeoPackage of GeoJSON.")
    keuze = _choose(lagen, naam, laag, jaar)
    if len(lagen) > 1:
        meld(f"{naam}: laag {keuze.naam} genomen (van {len(lagen)}). Een andere kiest u met --laag.")
    if keuze.pad in json:
        return _from_geojson(json[keuze.pad], naam, meld), keuze.naam
    return _from_gdal(keuze, naam, meld), keuze.naam


def _layers(bestand: Path, naam: str, json: dict[str, Any]) -> list[Laag]:
    """The layers of one file with areas in them. What was parsed already is kept in json, by path."""
    if bestand.is_dir():
        return _gdal_layers(str(bestand), bestand.stem, naam)
    with bestand.open("rb") as stroom:
        begin = stroom.read(65_536)
    kaal = begin.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\x1e")
    if begin.startswith(b"SQLite format 3\0") or begin.startswith(b"fgb\x03"):
        return _gdal_layers(str(bestand), bestand.stem, naam)
    if begin.startswith(b"\x00\x00\x27\x0a") or bestand.suffix.lower() in _MULTI_FILE:
        if bestand.suffix.lower() == ".shp" and not any(
            ander.suffix.lower() == ".dbf" and ander.stem.lower() == bestand.stem.lower()
            for ander in bestand.parent.iterdir()
        ):
            wat = f"{bestand.name} staat er zonder het .dbf-bestand met de codes en namen."
            raise BadSource(naam, wat, "Zet alle delen van de shapefile bij elkaar, of in een zip.")
        return _gdal_layers(str(bestand), bestand.stem, naam)
    if kaal.startswith((b"{", b"[")):
        _refuse_large(bestand, naam)
        return _json_layers(bestand, begin, naam, json)
    if kaal.startswith(b"<"):
        _refuse_large(bestand, naam)
        return _xml_layers(bestand, kaal, naam)
    if begin.startswith(b"PAR1"):
        raise BadSource(naam, "is GeoParquet, en dat kan hier niet.", "Sla het op als GeoPackage.")
    soorten = "GeoPackage, shapefile, GeoJSON, TopoJSON, FlatGeobuf of GML"
    raise BadSource(
        naam, f"is geen leesbaar kaartbestand ({soorten}).", "Controleer het bestand of haal het opnieuw op."
    )


def _refuse_large(bestand: Path, naam: str) -> None:
    if bestand.stat().st_size > MAX_TEXT_BYTES:
        raise BadSource(
            naam, f"is als tekst groter dan {MAX_TEXT_BYTES // 1_000_000} MB.", "Sla het op als GeoPackage."
        )


def _json_layers(bestand: Path, begin: bytes, naam: str, json: dict[str, Any]) -> list[Laag]:
    regels = begin.strip(b"\x1e \r\n").splitlines()
    if len(regels) > 1 and re.match(rb'\s*\x1e?\{.*"Feature".*\}\s*\Z', regels[0]) and b'"Feature' in regels[1]:
        return _gdal_layers(f"GeoJSONSeq:{bestand}", bestand.stem, naam)
    inhoud = load_json(bestand, naam)
    soort = inhoud.get("type") if isinstance(inhoud, dict) else None
    if soort == "Topology":
        return _gdal_layers(f"TopoJSON:{bestand}", bestand.stem, naam)
    if soort == "Feature":
        inhoud = {**inhoud, "type": "FeatureCollection", "features": [inhoud]}
    if isinstance(inhoud, dict) and str(inhoud.get("geometryType", "")).startswith("esriGeometry"):
        return _gdal_layers(f"ESRIJSON:{bestand}", bestand.stem, naam)
    features = inhoud.get("features") if isinstance(inhoud, dict) else None
    if not isinstance(features, list) or not features:
        raise BadSource(naam, "is JSON zonder gebieden (features).", "Gebruik de gemeentegrenzen van het CBS.")
    if len(features) > MAX_ROWS:
        raise BadSource(naam, f"heeft meer dan {MAX_ROWS} gebieden.", "Gebruik een bestand met alleen gemeenten.")
    json[str(bestand)] = inhoud
    return [Laag(str(inhoud.get("name") or bestand.stem)[:100], str(bestand), "")]


def _xml_layers(bestand: Path, kaal: bytes, naam: str) -> list[Laag]:
    wortel = re.search(rb"<(?:[\w.-]+:)?([A-Za-z]\w*)[\s>/]", kaal)
    soort = b"" if wortel is None else wortel[1].lower()
    if b"<!ENTITY" in kaal or (b"<!DOCTYPE" in kaal and soort != b"html" and b"<!DOCTYPE html" not in kaal):
        raise BadSource(naam, "is XML met een eigen DOCTYPE, en dat is niet veilig.", "Haal het bestand opnieuw op.")
    if soort in (b"featurecollection", b"kml"):
        return _gdal_layers(str(bestand), bestand.stem, naam)
    if soort in (b"exceptionreport", b"serviceexceptionreport"):
        raise BadSource(naam, "is een foutmelding van de dienst, geen kaart.", "Controleer het adres.")
    if soort == b"html" or b"<html" in kaal[:2000].lower():
        raise BadSource(naam, "is een webpagina, geen kaartbestand.", "Download het bestand zelf.")
    raise BadSource(naam, "is XML, maar geen GML of KML.", "Sla het op als GeoPackage.")


def _gdal_layers(pad: str, stam: str, naam: str) -> list[Laag]:
    try:
        gevonden = pyogrio.list_layers(pad)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, UnicodeDecodeError, ValueError) as fout:
        raise BadSource(naam, "is beschadigd of niet volledig.", "Haal het bestand opnieuw op.") from fout
    if len(gevonden) > MAX_LAYERS:
        raise BadSource(naam, f"heeft meer dan {MAX_LAYERS} lagen.", "Gebruik een bestand met gemeentegrenzen.")
    lagen = [
        Laag(str(laag), pad, str(laag))
        for laag, soort in gevonden
        if soort is not None and re.search("polygon|surface|unknown|collection", str(soort), re.IGNORECASE)
    ]
    if not lagen and len(gevonden):
        soorten = some_of(sorted({str(soort or "geen gebieden") for _, soort in gevonden}), 5)
        raise BadSource(naam, f"heeft geen laag met vlakken (wel: {soorten}).", "Gebruik een bestand met vlakken.")
    # A shapefile's or GML's one layer may be called anything; its file's name says more.
    return (
        [Laag(stam, lagen[0].pad, lagen[0].laag)] if len(lagen) == len(gevonden) == 1 and pad[-4:] == ".shp" else lagen
    )


def _choose(lagen: Sequence[Laag], naam: str, gevraagd: str, jaar: int | None) -> Laag:
    if gevraagd:
        passend = [laag for laag in lagen if laag.naam.casefold() == gevraagd.strip().casefold()]
        if passend:
            return passend[0]
        raise BadSource(
            naam, f"heeft geen laag {gevraagd[:60]!r}; er zijn: {_listed(lagen)}.", "Kies er een met --laag."
        )
    if len(lagen) == 1:
        return lagen[0]
    for past in (_is_generalised, _is_gemeente):
        passend = [laag for laag in lagen if past(_words(laag.naam))]
        jaren = {layer_year(laag.naam): laag for laag in passend}
        if len(passend) == 1:
            return passend[0]
        if passend and None not in jaren and len(jaren) == len(passend):
            niet_later = [j for j in jaren if j is not None and (jaar is None or j <= jaar)]
            return jaren[max(niet_later) if niet_later else min(j for j in jaren if j is not None)]
        if passend:
            break
    wat = f"heeft {len(lagen)} lagen en het is niet duidelijk welke de gemeenten heeft: {_listed(lagen)}."
    raise BadSource(naam, wat, "Kies er een met --laag.")


def _listed(lagen: Sequence[Laag]) -> str:
    """The names, those that look like gemeenten first."""
    namen = sorted({laag.naam[:60] for laag in lagen}, key=lambda n: (not re.search("gem|gm", n, re.IGNORECASE), n))
    return some_of(namen, 12)


def _words(naam: str) -> set[str]:
    return {woord for woord in re.split(r"[^a-z]+", naam.lower().replace("nietgegeneraliseerd", "niet ")) if woord}


def _is_generalised(woorden: set[str]) -> bool:
    return "gemeente" in woorden and "gegeneraliseerd" in woorden and "niet" not in woorden


def _is_gemeente(woorden: set[str]) -> bool:
    """A layer of gemeenten and of nothing finer or else (`gemeente_labelpoint` has no areas)."""
    soort = {
        "gemeente",
        "gemeenten",
        "gemeentegebied",
        "gemeentegrenzen",
        "gem",
        "gm",
        "municipality",
        "municipalities",
    }
    ander = {"wijk", "wijken", "buurt", "buurten", "labelpoint", "provincie", "regio", "niet"}
    return bool(woorden & soort) and not woorden & ander


def layer_year(naam: str) -> int | None:
    """The first year in a name of a layer or file; None without one."""
    gevonden = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", naam) or re.search(r"(?<!\d)((?:19|20)\d\d)", naam)
    return int(gevonden[1]) if gevonden else None


def _from_geojson(inhoud: dict[str, Any], naam: str, meld: Melder) -> gpd.GeoDataFrame:
    try:
        crs = declared_crs(inhoud, naam)
    except WrongCrs as fout:  # the numbers can still tell
        meld(f"{fout} Het wordt aan de getallen gezien.")
        crs = ""
    out = frame_of(inhoud["features"], crs, naam)
    _refuse_points(out, naam)
    return out


def _from_gdal(laag: Laag, naam: str, meld: Melder) -> gpd.GeoDataFrame:
    kapot = BadSource(naam, f"laag {laag.naam} is beschadigd of niet volledig.", "Haal het bestand opnieuw op.")
    opties: dict[str, Any] = {"layer": laag.laag} if laag.laag else {}
    try:
        if int(pyogrio.read_info(laag.pad, **opties)["features"]) > MAX_ROWS:
            raise BadSource(
                naam, f"laag {laag.naam} heeft meer dan {MAX_ROWS} gebieden.", "Kies een laag met alleen gemeenten."
            )
        try:
            out = _table(laag.pad, opties)
        except UnicodeDecodeError:  # says that it is UTF-8, and is not
            meld(f"{naam}: de letters zijn die van Windows (cp1252), anders dan het bestand zegt.")
            out = _table(laag.pad, {**opties, "encoding": "cp1252"})
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FieldError,
        pyogrio.errors.GeometryError,
        pyogrio.errors.FeatureError,
        shapely.errors.ShapelyError,
        UnicodeDecodeError,
        ValueError,
        OverflowError,
    ) as fout:
        raise kapot from fout
    if not isinstance(out, gpd.GeoDataFrame):
        raise BadSource(naam, f"laag {laag.naam} heeft geen gebieden.", "Kies een andere laag met --laag.")
    _refuse_points(out, naam)
    return out


def _table(pad: str, opties: dict[str, Any]) -> Any:
    return pyogrio.read_dataframe(pad, force_2d=True, on_invalid="fix", datetime_as_string=True, **opties)


def _refuse_points(gebieden: gpd.GeoDataFrame, naam: str) -> None:
    if not len(gebieden):
        raise BadSource(naam, "heeft geen gebieden.", "Gebruik de gemeentegrenzen van het CBS.")
    if int(shapely.get_num_coordinates(gebieden.geometry.values).sum()) > MAX_POINTS:
        raise BadSource(
            naam, f"heeft meer dan {MAX_POINTS // 1_000_000} miljoen punten.", "Gebruik de gegeneraliseerde grenzen."
        )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """What GDAL thinks of a file it tells in English, to whoever keeps the log, not to the user."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


__all__ = ["MAX_BYTES", "MAX_POINTS", "MAX_ROWS", "MAX_TEXT_BYTES", "Laag", "layer_year", "read_gis_file"]
