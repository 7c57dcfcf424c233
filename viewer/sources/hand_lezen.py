"""A table of the data package as a person may have saved it, read as if our own program had written it.

Dutch Excel writes semicolons, Windows-1252 or a byte order mark, `19-12-2006`, `sep-18`, and empty columns and rows
at the end. What can be only one thing is taken so; what cannot is left for who checks the table, as it stands.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from viewer.errors import BadPackage, Fout
from viewer.sources.csv_lezen import SEPARATORS, Row, Unreadable, decode, parse, said_separator, undo_double_click
from viewer.sources.datums import month_of, read_date
from viewer.sources.folding import repair
from viewer.sources.schema import LATERE_KOLOMMEN, TABELLEN, Veld, kolommen

_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+(,0+)?\Z|-?\d+,0+\Z")
_EXCEL_FAULT = re.compile(
    r"#(N/B|N/A|NAAM\?|NAME\?|WAARDE!|VALUE!|VERW!|REF!|DEEL/0!|DIV/0!|GETAL!|NUM!|LEEG!|NULL!|#+)\Z"
)
_TAAKVELD_AS_DAY = re.compile(r"0?(\d)[- ]([a-z]{3,4})\.?\Z", re.IGNORECASE)
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
    kop, rijen = _in_our_order(_our_names(kop, tabel), rijen, tabel)
    velden = {veld["name"]: veld for veld in TABELLEN[tabel][1]}
    lezers = [_reader_of(velden[naam]) if naam in velden else _text for naam in kop]
    fouten: list[Fout] = []
    out = []
    for rij in rijen:
        cellen = [lees(cel) for lees, cel in zip(lezers, rij.cells, strict=False)] + list(rij.cells[len(kop) :])
        out.append(Row(rij.number, tuple(cellen)))
        fouten += [
            Fout(bestand.name, rij.number, naam, wat, doe)
            for naam, cel in zip(kop, cellen, strict=False)
            for wat, doe in _spoilt(cel, velden.get(naam))
        ]
    return Sheet(kop, tuple(out), tuple(fouten))


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
    """The columns as the table has them, when they are the same ones in another order. What a table that was
    kept before a column existed lacks, is empty."""
    goed = tuple(kolommen(tabel))
    later = sorted(LATERE_KOLOMMEN.get(tabel, frozenset()) - set(kop))
    if later and set(kop) <= set(goed) and all(len(rij.cells) == len(kop) for rij in rijen):
        kop = (*kop, *later)
        rijen = [Row(rij.number, (*rij.cells, *[""] * len(later))) for rij in rijen]
    if kop == goed or sorted(kop) != sorted(goed):
        return kop, rijen
    plek = [kop.index(naam) for naam in goed]
    return goed, [
        Row(rij.number, tuple(rij.cells[i] for i in plek)) if len(rij.cells) == len(kop) else rij for rij in rijen
    ]


def _plain(naam: str) -> str:
    return re.sub(r"[\s-]+", "_", repair(naam).strip().casefold())


def _reader_of(veld: Veld) -> Callable[[str], str]:
    """How a cell of a column is read: what can be only one thing, as our own program would have written it."""
    if veld["type"] == "date":
        return lambda cel: read_date(cel) or _text(cel)
    if veld["name"] == "peildatum":
        return lambda cel: read_date(cel, partial=True) or _text(cel)
    if veld["name"] == "taakveld":
        return lambda cel: _taakveld(_text(cel))
    if veld["type"] == "integer":
        return lambda cel: (
            (kaal := _text(cel)) and (re.sub(r",0+\Z", "", kaal).replace(".", "") if _THOUSANDS.match(kaal) else kaal)
        )
    return _text


def _taakveld(cel: str) -> str:
    """A taakveld of Iv3, of which Excel makes a number (`0,4`) or a day (`6-mrt`, `06-mrt`)."""
    if dag := _TAAKVELD_AS_DAY.match(cel):
        return f"{dag[1]}.{month_of(dag[2])}" if month_of(dag[2]) else cel
    return cel.replace(",", ".")


def _text(cel: str) -> str:
    return repair(cel).strip(" \t\r\n\u00a0")


def _spoilt(cel: str, veld: Veld | None) -> list[tuple[str, str]]:
    """What a spreadsheet made of a cell that cannot be undone."""
    if _EXCEL_FAULT.match(cel):
        return [(f"{cel!r} is een foutmelding van Excel.", "Vul de cel opnieuw in, als tekst.")]
    if veld is not None and veld["type"] != "integer" and _ROUNDED.match(cel):
        return [(f"{cel!r} is een getal dat Excel heeft afgerond.", "Zet de kolom op Tekst en vul de cel opnieuw in.")]
    if veld is not None and cel and (veld["type"] == "date" or veld["name"] == "peildatum"):
        deel = veld["name"] == "peildatum"
        if read_date(cel, partial=deel) is None:
            voorbeeld = "2018, 2018-09 of 2018-09-01" if deel else "2018-09-01"
            return [(f"{cel[:40]!r} is geen datum.", f"Schrijf {voorbeeld}.")]
    return []
