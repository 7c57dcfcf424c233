"""Brings a file, a zip or a gzip into a folder of our own, within bounds, and names the maps among it."""

from __future__ import annotations

import gzip
import shutil
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import IO, cast

from viewer.errors import BadSource

MAX_BYTES = 1_000_000_000
MAX_ENTRIES = 5_000
_BLOCK = 1 << 20
_MAPS = (
    ".shp",
    ".gpkg",
    ".fgb",
    ".gml",
    ".kml",
    ".geojson",
    ".topojson",
    ".json",
    ".geojsonl",
    ".tab",
    ".mif",
    ".sqlite",
)
_PARTS = (".shx", ".dbf", ".prj", ".cpg", ".xsd", ".gfs", ".dat", ".map", ".id", ".ind", ".mid", ".qix", ".sbn", ".sbx")


def stage(bron: Path, folder: Path) -> Sequence[Path]:
    """The files (or .gdb folders) that may hold a map, of a file, folder, zip or gzip.

    folder: an empty folder for what has to be unpacked or copied; a file that needs neither stays where
    it is. Raises BadSource: too large, damaged, locked, or nothing in it that could be a map.
    """
    if bron.is_dir():
        return _among(bron, bron.name)
    if bron.stat().st_size > MAX_BYTES:
        raise _too_large(bron.name, "is")
    with bron.open("rb") as stroom:
        begin = stroom.read(4)
    if begin.startswith(b"PK\x03\x04") or begin.startswith(b"PK\x05\x06"):
        _unzip(bron, folder)
        return _among(folder, bron.name)
    if begin.startswith(b"\x1f\x8b"):
        return _gunzip(bron, folder)
    if bron.suffix.lower() in (".dbf", ".shx", ".prj", ".cpg"):
        # Of the files of a shapefile, any may be the one that was pointed at.
        hoofd = [p for p in bron.parent.iterdir() if p.stem == bron.stem and p.suffix.lower() == ".shp"]
        if not hoofd:
            raise BadSource(bron.name, "is een deel van een shapefile.", "Zet het .shp-bestand erbij en wijs dat aan.")
        bron = hoofd[0]
    if bron.suffix.lower() in (".gml", ".xml", ".shp"):
        # GDAL writes beside these (.gfs, a lost .shx), and the folder is not ours.
        for deel in bron.parent.iterdir():
            if deel.stem == bron.stem and deel.is_file() and deel.suffix.lower() != ".gfs":
                shutil.copyfile(deel, folder / deel.name)
        return [folder / bron.name]
    return [bron]


def _among(folder: Path, naam: str) -> Sequence[Path]:
    if folder.suffix.lower() == ".gdb":
        return [folder]
    mappen = sorted(p for p in folder.rglob("*.gdb") if p.is_dir())
    bestanden = sorted(
        p
        for p in folder.rglob("*")
        if p.is_file() and p.suffix.lower() in _MAPS and not any(deel.suffix.lower() == ".gdb" for deel in p.parents)
    )
    if not mappen and not bestanden:
        raise BadSource(naam, "bevat geen kaartbestand.", "Gebruik een GeoPackage, shapefile of GeoJSON.")
    if len(bestanden) > 200:
        raise BadSource(naam, f"bevat {len(bestanden)} kaartbestanden.", "Wijs er een van aan.")
    return [*mappen, *bestanden]


def _unzip(bron: Path, folder: Path) -> None:
    """Writes what can belong to a map, at most MAX_BYTES in all, never outside the folder."""
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(bron) as doos:
            delen = doos.infolist()
            if len(delen) > MAX_ENTRIES:
                raise BadSource(
                    bron.name, f"bevat meer dan {MAX_ENTRIES} bestanden.", "Pak het uit en wijs de kaart aan."
                )
            if sum(deel.file_size for deel in delen) > MAX_BYTES:
                raise _too_large(bron.name, "is uitgepakt")
            for deel in delen:
                pad = PurePosixPath(deel.filename.replace("\\", "/"))
                if not _wanted(deel, pad):
                    continue
                doel = folder.joinpath(*(stuk for stuk in pad.parts if stuk not in ("/", "..", ".")))
                doel.parent.mkdir(parents=True, exist_ok=True)
                with doos.open(deel) as stroom, doel.open("wb") as out:
                    left = _copy(stroom, out, left, bron.name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as fout:
        if isinstance(fout, OSError) and fout.errno is not None:
            raise  # a full disk is not the file's fault
        raise BadSource(
            bron.name, "is een beschadigde of onbekende zip.", "Pak het uit en wijs de kaart aan."
        ) from fout
    except RuntimeError as fout:  # what zipfile says of a password
        raise BadSource(bron.name, "is een zip met een wachtwoord.", "Pak het uit en wijs de kaart aan.") from fout


def _wanted(deel: zipfile.ZipInfo, pad: PurePosixPath) -> bool:
    if deel.is_dir() or pad.name.startswith("._") or "__MACOSX" in pad.parts:
        return False
    in_gdb = any(stuk.lower().endswith(".gdb") for stuk in pad.parts[:-1])
    return in_gdb or pad.suffix.lower() in (*_MAPS, *_PARTS)


def _gunzip(bron: Path, folder: Path) -> Sequence[Path]:
    doel = folder / (bron.stem if bron.suffix.lower() == ".gz" else bron.name)
    try:
        with gzip.open(bron, "rb") as stroom, doel.open("wb") as out:
            _copy(cast(IO[bytes], stroom), out, MAX_BYTES, bron.name)
    except (gzip.BadGzipFile, zlib.error, EOFError) as fout:
        raise BadSource(bron.name, "is een beschadigd gzip-bestand.", "Haal het opnieuw op.") from fout
    return [doel]


def _copy(stroom: IO[bytes], out: IO[bytes], left: int, naam: str) -> int:
    """Copies a stream; gives what is left of a bound. Raises BadSource past it."""
    while blok := stroom.read(_BLOCK):
        left -= len(blok)
        if left < 0:
            raise _too_large(naam, "is uitgepakt")
        out.write(blok)
    return left


def _too_large(naam: str, wat: str) -> BadSource:
    return BadSource(
        naam, f"{wat} groter dan {MAX_BYTES // 1_000_000} MB.", "Gebruik een bestand met alleen gemeentegrenzen."
    )
