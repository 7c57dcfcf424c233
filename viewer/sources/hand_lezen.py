"""A table of the data package as a person may have saved it, read as if our own program had written it.

Dutch Excel writes semicolons, Windows-1252 or a byte order mark, `19-12-2006`, `sep-18`, and empty columns and rows
at the end. What can be only one thing is taken so; what cannot is left for who checks the table, as it stands.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viewer.errors import BadPackage, Fout
from viewer.model import THEMA_NAMEN
from viewer.sources.codes import code_of
from viewer.sources.csv_lezen import SEPARATORS, Row, Unreadable, decode, parse, said_separator, undo_double_click
from viewer.sources.datums import month_of, read_date
from viewer.sources.folding import fold, repair
from viewer.sources.schema import GEMEENTE, TABELLEN, Veld, kolommen, may_lack
from viewer.wording import count

_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,0+)?\Z|-?\d+,0+\Z")
_EXCEL_FAULT = re.compile(
    r"#(N/B|N/A|NAAM\?|NAME\?|WAARDE!|VALUE!|VERW!|REF!|DEEL/0!|DIV/0!|GETAL!|NUM!|LEEG!|NULL!|#+)\Z"
)
_TAAKVELD_AS_DAY = re.compile(r"0?(\d)[- ]([a-z]{3,4})\.?\Z", re.IGNORECASE)
_GEMEENTE = re.compile(r"GM\s*\d{1,4}\Z", re.IGNORECASE)
_JA = ("ja", "j", "yes", "y", "waar", "true", "1")
_NEE = ("nee", "n", "no", "onwaar", "false", "0")
"""What spreadsheets in Dutch and English make of yes and no, folded."""
_ROUNDED = re.compile(r"-?\d([.,]\d+)?E\+\d+\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """A table of text. kop: its columns; rijen: the rows with their number in a spreadsheet (the heading
    is row 1 when nothing stands above it); fouten: what is wrong and cannot be seen in the cells any more."""

    kop: tuple[str, ...]
    rijen: tuple[Row, ...]
    fouten: tuple[Fout, ...] = ()

    def to_csv(self) -> str:
        """The table as our own program writes it."""
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([self.kop, *(rij.cells for rij in self.rijen)])
        return out.getvalue()


def read_sheet(bestand: Path) -> Sheet:
    """The table in a file of a data folder; which one follows from its name.

    A file of no table of ours is read as it is, with commas. Raises BadPackage when it is no CSV, OSError.
    """
    tabel = bestand.stem
    try:
        tekst = decode(bestand.read_bytes())
        rijen = _rows(tekst, kolommen(tabel) if tabel in TABELLEN else [])
    except Unreadable as fout:
        raise BadPackage(bestand.parent, [fout.fout(bestand.name)]) from fout
    if not rijen:
        raise BadPackage(
            bestand.parent, [Fout(bestand.name, 0, "", "is leeg.", "Zet het bestand terug uit een eerdere kopie.")]
        )
    kop, rijen = _without_empty_columns([rijen[0], *rijen[1:]])
    if tabel not in TABELLEN:
        return Sheet(kop, tuple(rijen))
    if not set(kolommen(tabel)) & set(_our_names(kop, tabel)):
        wat = f"dit is niet de kop van deze tabel: {', '.join(kop)[:60]!r}."
        doe = f"Begin met de kolommen {', '.join(kolommen(tabel))}."
        raise BadPackage(bestand.parent, [Fout(bestand.name, 1, "", wat, doe)])
    ruw = _our_names(kop, tabel)
    fouten = [_wrong_length(bestand.name, ruw, rij) for rij in rijen if len(rij.cells) != len(ruw)]
    scheef = {fout.rij for fout in fouten}
    kop, rijen = _in_our_order(ruw, rijen, tabel)
    velden = {veld["name"]: veld for veld in TABELLEN[tabel][1]}
    lezers = [_reader_of(velden[naam]) if naam in velden else _text for naam in kop]
    out = []
    for rij in rijen:
        cellen = tuple(lees(cel) for lees, cel in zip(lezers, rij.cells, strict=True))
        out.append(Row(rij.number, cellen))
        fouten += [
            Fout(bestand.name, rij.number, naam, wat, doe)
            for naam, cel in zip(kop if rij.number not in scheef else (), cellen, strict=False)
            for wat, doe in _spoilt(cel, velden.get(naam))
        ]
    return Sheet(kop, tuple(out), tuple(fouten))


def _wrong_length(bestand: str, kop: Sequence[str], rij: Row) -> Fout:
    """The one fault of a row of which the cells cannot be told apart."""
    if len(rij.cells) < len(kop):
        wat = f"de rij is te kort: zij houdt op voor kolom {kop[len(rij.cells)]}."
        return Fout(bestand, rij.number, "", wat, "Vul de rij aan.")
    te_veel = rij.cells[len(kop) :]
    wat = f"de rij is te lang: {count(len(te_veel), 'cel', 'cellen')} te veel ({';'.join(te_veel)[:40]!r})."
    return Fout(bestand, rij.number, "", wat, "Zet om een tekst met een scheidingsteken erin aanhalingstekens.")


def is_ours(raw: bytes, tabel: str) -> bool:
    """Whether a file's bytes are in the form in which our own program writes it, as far as one can see quickly."""
    return raw.startswith(",".join(kolommen(tabel)).encode() + b"\n") and _is_utf8(raw)


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _rows(tekst: str, verwacht: Sequence[str]) -> list[Row]:
    """The rows by the separator with which the heading has most of the columns that the table should have."""
    if not tekst.strip(SEPARATORS + ' "\n\ufeff'):
        return []
    genoemd = said_separator(tekst)
    kandidaten = genoemd or "".join(dict.fromkeys("," + SEPARATORS))
    kop = tekst.split("\n", 2)[1 if genoemd else 0]

    def raak(separator: str) -> int:
        return len({_plain(cel.strip('"')) for cel in kop.split(separator)} & set(verwacht))

    beste = max(kandidaten, key=raak)
    if beste != "," or not verwacht:
        return parse(tekst, beste)
    try:
        rijen = parse(tekst, ",")
    except Unreadable:
        if (hersteld := _double_clicked(tekst)) is None:
            raise
        return hersteld
    if len({len(rij.cells) for rij in rijen}) > 1 and (hersteld := _double_clicked(tekst)) is not None:
        return hersteld
    return rijen


def _double_clicked(tekst: str) -> list[Row] | None:
    """The rows of a file with commas that a Dutch Excel opened with a double click and saved; else None."""
    try:
        rijen = undo_double_click(parse(tekst, ";"))
    except Unreadable:
        return None
    return rijen if len({len(rij.cells) for rij in rijen}) == 1 else None


def _without_empty_columns(rijen: Sequence[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """The heading and the rows, without the columns at the end in which nothing stands."""
    kop = list(rijen[0].cells)
    vol = len(kop)
    while kop and not kop[-1].strip():
        kop.pop()
    breed = len(kop)

    def cut(cells: tuple[str, ...]) -> tuple[str, ...]:
        out = list(cells)
        # A row that is longer than the heading has a separator too many: then nothing in it is where it seems.
        while breed < len(out) <= vol and not out[-1].strip():
            out.pop()
        return tuple(out)

    return tuple(kop), [Row(rij.number, cut(rij.cells)) for rij in rijen[1:]]


def _our_names(kop: Sequence[str], tabel: str) -> tuple[str, ...]:
    bekend = set(kolommen(tabel))
    return tuple(_plain(naam) if _plain(naam) in bekend else naam.strip() for naam in kop)


def _in_our_order(kop: tuple[str, ...], rijen: list[Row], tabel: str) -> tuple[tuple[str, ...], list[Row]]:
    """The columns as the table has them, then those that it has not. A column that the file may be without is
    there, empty; every row is as long as the heading."""
    goed = kolommen(tabel)
    if len(set(kop)) < len(kop):  # a name twice: nobody knows which is meant
        orde, plek = list(kop), list(range(len(kop)))
    else:
        mag_weg = may_lack(tabel)
        orde = [n for n in goed if n in kop or n in mag_weg] + [n for n in kop if n not in goed]
        plek = [kop.index(naam) if naam in kop else -1 for naam in orde]
    return tuple(orde), [
        Row(rij.number, tuple(rij.cells[i] if 0 <= i < len(rij.cells) else "" for i in plek)) for rij in rijen
    ]


def _plain(naam: str) -> str:
    return re.sub(r"[\s-]+", "_", repair(naam).strip().casefold())


def _reader_of(veld: Veld) -> Callable[[str], str]:
    """How a cell of a column is read: what can be only one thing, as our own program would have written it."""
    if veld["type"] == "date":
        return lambda cel: read_date(cel) or _text(cel)
    if is_partial_day(veld):
        return lambda cel: read_date(cel, partial=True) or _text(cel)
    if veld["name"] == "taakveld":
        return lambda cel: _taakveld(_text(cel))
    if veld["type"] == "integer":
        return lambda cel: (
            (kaal := _text(cel)) and (re.sub(r",0+\Z", "", kaal).replace(".", "") if _THOUSANDS.match(kaal) else kaal)
        )
    return _reader_by_rule(veld.get("constraints", {}))


def _reader_by_rule(regels: Mapping[str, Any]) -> Callable[[str], str]:
    if "enum" in regels:
        keuzes = {fold(keuze): keuze for keuze in regels["enum"]}
        if {"ja", "nee"} <= keuzes.keys():
            keuzes = {**dict.fromkeys(_JA, "ja"), **dict.fromkeys(_NEE, "nee"), **keuzes}
        return lambda cel: keuzes.get(fold(cel)) or _text(cel)
    patroon = regels.get("pattern", "")
    if patroon == GEMEENTE:
        return lambda cel: code_of(cel) or _text(cel)
    if "(;" in patroon:
        return lambda cel: ";".join(_part(deel.strip()) for deel in _text(cel).split(";") if deel.strip())
    return _text


def _taakveld(cel: str) -> str:
    """A taakveld of Iv3, of which Excel makes a number (`0,4`) or a day (`6-mrt`, `06-mrt`)."""
    if dag := _TAAKVELD_AS_DAY.match(cel):
        return f"{dag[1]}.{month_of(dag[2])}" if month_of(dag[2]) else cel
    return cel.replace(",", ".")


_THEMAS = {fold(thema): thema for thema in THEMA_NAMEN}


def _part(deel: str) -> str:
    """One of several things in a cell."""
    return code_of(deel) if _GEMEENTE.match(deel) else _THEMAS.get(fold(deel), deel)


def is_partial_day(veld: Veld) -> bool:
    """Whether a column holds a day of which only the year or the month need be known."""
    return veld["type"] == "string" and veld["name"] in ("peildatum", "tot")


def _text(cel: str) -> str:
    return repair(cel).strip(" \t\r\n\u00a0")


def _spoilt(cel: str, veld: Veld | None) -> list[tuple[str, str]]:
    """What a spreadsheet made of a cell that cannot be undone."""
    if _EXCEL_FAULT.match(cel):
        return [(f"{cel!r} is een foutmelding van Excel.", "Vul de cel opnieuw in, als tekst.")]
    if veld is not None and veld["type"] != "integer" and _ROUNDED.match(cel):
        return [(f"{cel!r} is een getal dat Excel heeft afgerond.", "Zet de kolom op Tekst en vul de cel opnieuw in.")]
    if veld is not None and cel and (veld["type"] == "date" or is_partial_day(veld)):
        deel = is_partial_day(veld)
        if read_date(cel, partial=deel) is None:
            voorbeeld = "2018, 2018-09 of 2018-09-01" if deel else "2018-09-01"
            return [(f"{cel[:40]!r} is geen datum.", f"Schrijf {voorbeeld}.")]
    return []
