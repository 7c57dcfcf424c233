"""Boundaries from a file, a download or a service, as people have them, to valid areas of gemeenten in RD New."""

from __future__ import annotations

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import geopandas as gpd
import pandas as pd

from viewer.errors import BadSource
from viewer.sources.fetch import download, get_json, is_address
from viewer.sources.gebiedscodes import Gemeenten, recognise
from viewer.sources.gis_crs import Melder, to_rd
from viewer.sources.gis_file import layer_year, read_gis_file
from viewer.sources.herstel import repair
from viewer.sources.pdok import HaalJson, fetch_grenzen, is_service
from viewer.wording import some_of

CBS = "CBS gebiedsindelingen / Kadaster"
KADASTER = "Kadaster Bestuurlijke Gebieden"


@dataclass(frozen=True)
class GrenzenOpgave:
    """What the user says of a source where it does not speak for itself; empty or None: look for it."""

    jaar: int | None = None
    laag: str = ""
    kolom: str = ""
    crs: str = ""


@dataclass(frozen=True)
class GelezenGrenzen:
    """Boundaries that were read. grenzen: columns `code` and `geometry` ((Multi)Polygon), EPSG:28992,
    valid and joined; a gemeente may have several rows. jaar: of which year, None when nothing says it;
    maker: whose they are."""

    grenzen: gpd.GeoDataFrame
    jaar: int | None
    maker: str


def _say_nothing(_: str) -> None:
    pass


def read_boundaries(
    bron: str, register: Gemeenten, opgave: GrenzenOpgave, register_jaar: int, haal_json: HaalJson = get_json,
    meld: Melder = _say_nothing,
) -> GelezenGrenzen:  # fmt: skip
    """The areas of gemeenten in a file, a folder, or at an address (of a file, an OGC API Features or a WFS).

    register_jaar: which year to take of several when opgave names none. meld: is told what was decided
    for the user, a line each. Raises BadSource, WrongCrs, BrokenCoverage.
    """
    jaar = opgave.jaar or register_jaar
    if not is_address(bron):
        return _of_file(Path(bron), register, opgave, jaar, meld)
    if is_service(bron):
        ruw = fetch_grenzen(bron, jaar, haal_json)
        return _gelezen(ruw, bron, register, opgave, jaar, jaar, meld)
    with download(bron) as opgehaald, tempfile.TemporaryDirectory() as folder:
        if opgehaald is None:
            raise BadSource(bron, "gaf geen bestand.", "Controleer het adres.")
        bestand = Path(folder) / (re.sub(r"[^\w.-]", "_", unquote(Path(urlsplit(bron).path).name)) or "grenzen")
        with bestand.open("wb") as out:
            shutil.copyfileobj(opgehaald.stroom, out)
        return _of_file(bestand, register, opgave, jaar, meld)


def read_grenzen(bron: Path) -> gpd.GeoDataFrame:
    """The areas of a file by their codes alone, without a register to know them by.

    Returns and raises as `GelezenGrenzen.grenzen` of `read_boundaries`.
    """
    return _of_file(bron, Gemeenten(), GrenzenOpgave(), None, _say_nothing).grenzen


def normalise_grenzen(
    ruw: gpd.GeoDataFrame, naam: str, register: Gemeenten | None = None, opgave: GrenzenOpgave | None = None,
    jaar: int | None = None, meld: Melder = _say_nothing,
) -> tuple[gpd.GeoDataFrame, int | None]:  # fmt: skip
    """The same for a frame that was read already, with the year that its rows say."""
    register, opgave = register or Gemeenten(), opgave or GrenzenOpgave()
    gebieden, van = recognise(ruw, naam, register, opgave.kolom, jaar, meld)
    gebieden = to_rd(gebieden, opgave.crs, naam, meld)
    return repair(_once(gebieden, register, naam, meld), register.naam, naam, meld), van


def _of_file(bron: Path, register: Gemeenten, opgave: GrenzenOpgave, jaar: int | None, meld: Melder) -> GelezenGrenzen:
    ruw, laag = read_gis_file(bron, opgave.laag, jaar, meld)
    genoemd = opgave.jaar or layer_year(laag) or layer_year(bron.name)
    return _gelezen(ruw, bron.name, register, opgave, jaar, genoemd, meld)


def _gelezen(
    ruw: gpd.GeoDataFrame, naam: str, register: Gemeenten, opgave: GrenzenOpgave, jaar: int | None, genoemd: int | None,
    meld: Melder,
) -> GelezenGrenzen:  # fmt: skip
    kolommen = {str(kolom).lower() for kolom in ruw.columns}
    grenzen, van = normalise_grenzen(ruw, naam, register, opgave, jaar, meld)
    kadaster = any("provinciecode" in kolom for kolom in kolommen) and "statcode" not in kolommen
    return GelezenGrenzen(grenzen, van or genoemd, KADASTER if kadaster else CBS)


def _once(gebieden: gpd.GeoDataFrame, register: Gemeenten, naam: str, meld: Melder) -> gpd.GeoDataFrame:
    """Without rows that are there twice, alike in code and area."""
    sleutel = pd.DataFrame({"code": gebieden["code"], "vlak": gebieden.geometry.normalize().to_wkb()})
    dubbel = sleutel.duplicated()
    if dubbel.any():
        wie = some_of(sorted({register.naam(code) for code in gebieden.loc[dubbel, "code"]}), 5)
        meld(f"{naam}: staat er dubbel in, en telt één keer: {wie}.")
    return gebieden[~dubbel].reset_index(drop=True)
