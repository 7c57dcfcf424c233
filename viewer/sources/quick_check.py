"""Whether a table surely fits its Table Schema, in milliseconds; what does not, frictionless explains."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from viewer.sources.datums import read_date
from viewer.sources.folding import repair
from viewer.sources.hand_lezen import is_partial_day
from viewer.sources.schema import TABELLEN, Veld, kolommen, may_lack

_DAG = re.compile(r"\d{4}-\d{2}-\d{2}")
_GETAL = re.compile(r"-?\d{1,15}")
_SUSPECT = re.compile(r"""(?:^|,)"?(?:#|-?\d[\d.,]*E\+\d)""", re.MULTILINE | re.IGNORECASE)
"""What a spreadsheet makes of a cell that it does not understand."""
_BEKEND = {"required", "unique", "enum", "pattern", "minimum"}


def surely_fits(tabel: str, bestand: Path) -> bool:
    """True only when frictionless would find no fault in a table's file; False when it might.

    Stricter than the schema where that is simpler: a False costs a slower second look, never a
    wrong verdict. Raises OSError.
    """
    try:
        tekst = bestand.read_text(encoding="utf-8-sig")
        kop, *rijen = csv.reader(io.StringIO(tekst, newline=""), strict=True)
    except (ValueError, csv.Error):  # empty, no UTF-8, or no CSV
        return False
    if not _has_columns(kop, tabel) or any(len(rij) != len(kop) for rij in rijen):
        return False
    if any(_DAG.fullmatch(cel) and not _is_date(cel) for rij in rijen for cel in rij):
        return False  # also where a day is text, such as 2026-02-30 for what may be a year
    if _SUSPECT.search(tekst) or repair(tekst) != tekst or any(cel != cel.strip() for rij in rijen for cel in rij):
        return False
    _, velden, sleutels = TABELLEN[tabel]
    per_naam = dict(zip(kop, zip(*rijen, strict=True), strict=True)) if rijen else dict.fromkeys(kop, ())
    sleutel = sleutels.get("primaryKey", [])
    delen = [per_naam[naam] for naam in ([sleutel] if isinstance(sleutel, str) else sleutel)]
    if delen and len(set(zip(*delen, strict=True))) < len(rijen):
        return False
    return all(_column_fits(veld, per_naam[veld["name"]]) for veld in velden if veld["name"] in per_naam)


def _has_columns(kop: Sequence[str], tabel: str) -> bool:
    """Whether a heading is that of a table, perhaps without what it may lack."""
    mag_weg = may_lack(tabel)
    return list(kop) == [naam for naam in kolommen(tabel) if naam in kop or naam not in mag_weg]


def _column_fits(veld: Veld, cellen: Sequence[str]) -> bool:
    regels = veld.get("constraints", {})
    vol = [cel for cel in cellen if cel]
    waarden = set(vol)
    return (
        not set(regels) - _BEKEND
        and not (regels.get("required") and len(vol) < len(cellen))
        and not (regels.get("unique") and len(waarden) < len(vol))
        and ("enum" not in regels or waarden <= set(regels["enum"]))
        and ("pattern" not in regels or all(map(re.compile(regels["pattern"]).fullmatch, waarden)))
        and all(_is_of_type(veld["type"], cel, regels.get("minimum")) for cel in waarden)
        and (not is_partial_day(veld) or all(read_date(cel, partial=True) == cel for cel in waarden))
    )


def _is_of_type(soort: str, cel: str, minimum: int | None) -> bool:
    if soort == "date":
        return _DAG.fullmatch(cel) is not None and _is_date(cel)
    if soort == "integer":
        return _GETAL.fullmatch(cel) is not None and (minimum is None or int(cel) >= minimum)
    return soort == "string"


def _is_date(cel: str) -> bool:
    try:
        date.fromisoformat(cel)
    except ValueError:
        return False
    return True
