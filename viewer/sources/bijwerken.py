"""A data folder that an older program made, brought to today's tables; nothing in it is lost."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from viewer.errors import BadPackage, Fout
from viewer.places import THUIS
from viewer.sources.description import facts_in, write_description
from viewer.sources.hand_lezen import is_ours, read_sheet
from viewer.sources.package import replace_package, write_table
from viewer.sources.registry import OPTIONAL_TABLES, REGISTER
from viewer.sources.schema import DATAPACKAGE, GEMEENTEN, IMPORT_TABELLEN, TABELLEN, VERSIE, kolommen, version_of
from viewer.wording import either, in_words

_FROM_PROGRAM = ("beleidsterreinen", "taken")
"""Tables that come with the program: who lacks one gets that."""


def bring_up(folder: Path, meld: Callable[[str], None] = lambda _: None) -> tuple[str, ...]:
    """Brings a data folder to the tables and columns of this program, all of it or nothing.

    What it did, Dutch sentences; none when the folder is of today. meld: is told what people saved meanwhile.
    Raises BadPackage when the folder is of a newer program, has no register, or is not in order; ImportBusy.
    """
    _description(folder)
    with replace_package(folder, zonder_grenzen=not (folder / GEMEENTEN).exists(), meld=meld) as werk:
        return bring_up_copy(werk)


def bring_up_copy(werk: Path) -> tuple[str, ...]:
    """The same in the copy of a folder that is being changed; one without a register, as before its first import,
    gets only what people keep. Raises BadPackage."""
    gedaan = [zin for tabel in TABELLEN if (zin := _table(werk, tabel))]
    feiten = facts_in(werk)
    was = version_of(_description(werk)) if (werk / DATAPACKAGE).is_file() else VERSIE
    if "peildatum" in feiten.get(REGISTER.id, {}) and (gedaan or was < VERSIE):
        write_description(werk, feiten)
        gedaan.append(f"{DATAPACKAGE}: van versie {was} naar {VERSIE}." if was < VERSIE else f"{DATAPACKAGE}: opnieuw.")
    return tuple(gedaan)


def is_older(folder: Path) -> bool:
    """Whether an older program made a data folder; not of one that has no import yet. Raises BadPackage."""
    return (folder / DATAPACKAGE).is_file() and version_of(_description(folder)) < VERSIE


def _description(folder: Path) -> dict[str, object]:
    try:
        inhoud = json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))
    except FileNotFoundError as fout:
        doe = "Is dit een datamap? Begin anders met gegevens kopieer MAP."
        raise BadPackage(folder, [Fout(DATAPACKAGE, 0, "", "ontbreekt.", doe)]) from fout
    except ValueError as fout:
        wat = f"is geen geldige JSON ({fout})."
        raise BadPackage(folder, [Fout(DATAPACKAGE, 0, "", wat, "Zet het bestand terug.")]) from fout
    return inhoud if isinstance(inhoud, dict) else {}


def _table(werk: Path, tabel: str) -> str:
    """Brings one table up; what was done, "" for nothing."""
    bestand = werk / f"{tabel}.csv"
    if not bestand.is_file():
        if tabel in {*IMPORT_TABELLEN} - OPTIONAL_TABLES:
            return ""  # the rules say that it is not there
        eigen = THUIS / "data" / bestand.name
        if tabel in _FROM_PROGRAM and eigen.is_file():
            shutil.copyfile(eigen, bestand)
            return f"{bestand.name}: overgenomen uit het programma."
        write_table(bestand, tabel, ())
        vult = "; importeer-roo vult die" if tabel in IMPORT_TABELLEN else ""
        return f"{bestand.name}: nieuw en leeg{vult}."
    if is_ours(bestand.read_bytes(), tabel):
        return ""
    kop = re.split(r'[",;\t\r\n]+', bestand.read_bytes().split(b"\n", 1)[0].decode("utf-8", "replace"))
    erbij = [naam for naam in kolommen(tabel) if naam not in kop]
    blad = read_sheet(bestand)
    verplicht = {v["name"] for v in TABELLEN[tabel][1] if v.get("constraints", {}).get("required")}
    # What is wrong, and a column that we do not know, are for the rules to tell: nothing is thrown away here.
    if not erbij or verplicht & {*erbij} or {*blad.kop} - {*kolommen(tabel)} or blad.fouten:
        return ""
    rijen = [dict(zip(blad.kop, rij.cells, strict=False)) for rij in blad.rijen]
    write_table(bestand, tabel, [{naam: rij.get(naam, "") for naam in kolommen(tabel)} for rij in rijen])
    return f"{bestand.name}: {either(len(erbij), 'kolom', 'kolommen')} {in_words(erbij)} erbij, leeg."
