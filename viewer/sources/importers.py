"""From a source file to a replaced data folder: the boundaries; and the register's export by `import_roo`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd

from viewer.errors import BadSource
from viewer.sources import datamap
from viewer.sources.description import note_facts
from viewer.sources.fetch import get_json, is_address
from viewer.sources.gebiedscodes import Gemeenten
from viewer.sources.gis_crs import Melder, check_place
from viewer.sources.grenzen import (
    COARSE,
    TOLERANCE_M,
    build_geojson,
    compare_codes,
    dump_geojson,
    merge_ended,
    simplify,
)
from viewer.sources.grenzen_lezen import GelezenGrenzen, GrenzenOpgave, read_boundaries
from viewer.sources.herindelen import Herindeling, divided, last_year, missing_predecessors
from viewer.sources.import_roo import Gemist, RooSamenvatting, import_roo
from viewer.sources.package import replace_package
from viewer.sources.pdok import HaalJson
from viewer.sources.registry import GRENZEN
from viewer.sources.schema import DATAPACKAGE, GEMEENTEN
from viewer.sources.wegschrijven import write_text
from viewer.wording import some_of

__all__ = ["Gemist", "GrenzenSamenvatting", "RooSamenvatting", "import_grenzen", "import_roo"]


@dataclass(frozen=True)
class GrenzenSamenvatting:
    """What an import of boundaries read and made of it. Points are counted over all rings. jaar: of
    which year the boundaries are."""

    gelezen: int
    gemeenten: int
    jaar: int
    samengevoegd: tuple[str, ...]
    punten_voor: int
    punten_na: int


def import_grenzen(
    bron: str,
    folder: Path,
    jaar: int | None = None,
    haal_json: HaalJson = get_json,
    opgave: GrenzenOpgave | None = None,
    meld: Melder = lambda _: None,
) -> GrenzenSamenvatting:
    """Makes `gemeenten.geojson` of boundaries and swaps it in.

    bron: a map file or folder of any usual kind, or the address of one, of an OGC API Features or of a
    WFS. jaar: of which year the boundaries are, and which to take where there are several; without it
    what the source says or its gemeenten show, and of a service the year of the register's data. opgave:
    what else the user says. meld: is told what was decided for the user, a line each.

    Gemeenten that have ended go to their successor by herindelingen.csv; what then differs from
    the register's current gemeenten is an error of one line.
    Raises BadSource, WrongCrs, BrokenCoverage, BadPackage, ImportBusy; the old folder then stays.
    """
    opgave = opgave or GrenzenOpgave(jaar=jaar)
    gelezen = read_boundaries(bron, datamap.gemeenten(folder), opgave, _register_jaar(folder), haal_json, meld)
    naam = bron if is_address(bron) else Path(bron).name
    with replace_package(folder, meld=meld) as werk:
        gegevens = datamap.gegevens(werk)
        grenzen, van = _current(gelezen, datamap.gemeenten(werk), datamap.herindelingen(werk), naam, meld)
        eenvoudig = simplify(grenzen, TOLERANCE_M)
        geojson = build_geojson(eenvoudig, gegevens, f"{gelezen.maker}, CC BY 4.0")
        write_text(werk / GEMEENTEN, dump_geojson(geojson))
        note_facts(werk, GRENZEN, {"jaar": van})
    return GrenzenSamenvatting(
        gelezen=len(gelezen.grenzen),
        gemeenten=len(grenzen),
        jaar=van,
        samengevoegd=tuple(sorted(set(gelezen.grenzen["code"]) - set(grenzen["code"]))),
        punten_voor=int(gelezen.grenzen.geometry.count_coordinates().sum()),
        punten_na=int(eenvoudig.geometry.count_coordinates().sum()),
    )


def _current(
    gelezen: GelezenGrenzen, gemeenten: Gemeenten, herindelingen: Sequence[Herindeling], naam: str, meld: Melder
) -> tuple[gpd.GeoDataFrame, int]:
    """The areas of today's gemeenten, and the year that they are of. Raises BadSource, WrongCrs."""
    codes = set(gelezen.grenzen["code"])
    grenzen = merge_ended(gelezen.grenzen, gemeenten.opvolgers)
    if verschil := compare_codes(list(grenzen["code"]), gemeenten.nu):
        raise BadSource(
            naam,
            f"past niet bij het register: {'; '.join(verschil)}.",
            "Gebruik een bestand met heel Nederland of van een ander jaar, of vul herindelingen.csv aan.",
        )
    if half := missing_predecessors(codes, herindelingen):
        raise BadSource(
            naam,
            f"is niet heel: dit hoort erbij en ontbreekt: {some_of(half, 5)}.",
            "Gebruik een bestand met heel Nederland.",
        )
    check_place(grenzen, naam)
    if verdeeld := divided(codes, herindelingen):
        meld(
            f"{naam}: over meer gemeenten verdeeld, maar hier bij één gezet: {some_of(verdeeld, 5)}. "
            "Neem liever grenzen van later."
        )
    if (punten := int(gelezen.grenzen.geometry.count_coordinates().sum()) // len(grenzen)) < COARSE:
        meld(f"{naam}: is grof ({punten} punten per gemeente). Voor een nette kaart: de gegeneraliseerde van het CBS.")
    hoogstens = last_year(codes, herindelingen)
    van = gelezen.jaar or hoogstens
    if van is None:
        raise BadSource(naam, "zegt niet van welk jaar de grenzen zijn.", "Geef dat op met --jaar.")
    if gelezen.jaar is None:
        meld(f"{naam}: zegt niet van welk jaar de grenzen zijn; naar de gemeenten erin {van}. Anders: --jaar.")
    if hoogstens is not None and van > hoogstens:
        meld(f"{naam}: is van {van}, maar heeft gemeenten die er na {hoogstens} niet meer waren. Klopt --jaar?")
    return grenzen, van


def _register_jaar(folder: Path) -> int:
    try:
        return int(json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))["created"][:4])
    except (OSError, ValueError, KeyError, TypeError) as fout:
        raise BadSource(DATAPACKAGE, "ontbreekt nog.", "Draai eerst gegevens importeer-roo.") from fout
