"""A table that a person and an import both changed, made one: what the person did goes into what the import made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from viewer.sources.hand_lezen import Sheet, read_sheet
from viewer.sources.schema import TABELLEN, kolommen

Rij = dict[str, str]


def merge_tables(tabel: str, basis: Path, mens: Path, machine: Path) -> list[Rij]:
    """The rows of the machine's file, with what the person added, changed and took away since the basis.

    Rows are the same one when their primary key is. Where both changed one, the person's counts. A new row
    of the person comes after the one that it stands after. basis, mens, machine: files of this table.
    Raises BadPackage when one of them is no such table, OSError.
    """
    sleutel = TABELLEN[tabel][2]["primaryKey"]
    velden = [sleutel] if isinstance(sleutel, str) else list(sleutel)
    was, hun, ons = (_per_key(read_sheet(bestand), tabel, velden) for bestand in (basis, mens, machine))
    out = {
        key: hun[key] if key in hun and hun[key] != was.get(key) else rij
        for key, rij in ons.items()
        if key in hun or key not in was
    }
    volgorde = list(out)
    for nummer, key in enumerate(hun):
        if key in out or (key in was and hun[key] == was[key]):
            continue
        out[key] = hun[key]
        vorige = next((k for k in reversed(list(hun)[:nummer]) if k in volgorde), None)
        volgorde.insert(0 if vorige is None else volgorde.index(vorige) + 1, key)
    return [out[key] for key in volgorde]


def _per_key(blad: Sheet, tabel: str, velden: Sequence[str]) -> dict[tuple[str, ...], Rij]:
    out: dict[tuple[str, ...], Rij] = {}
    for rij in blad.rijen:
        cellen = dict(zip(blad.kop, rij.cells, strict=False))
        heel = {naam: cellen.get(naam, "") for naam in kolommen(tabel)}
        key = tuple(heel[veld] for veld in velden)
        while key in out:  # two with one key are a fault for the rules to tell, so both stay
            key = (*key, "")
        out[key] = heel
    return out
