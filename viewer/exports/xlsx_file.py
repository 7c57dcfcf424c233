"""Tables as an Excel workbook with an explanation, ready to print for a memo."""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from viewer.exports.rows import Tabel

if TYPE_CHECKING:  # XlsxWriter loads with the first workbook; a server that starts need not wait for it
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_BREEDST, _BREEDST_OF_MANY, _MANY = 60, 26, 8
_UITLEG = 100
"""Widths of a column, in signs: the widest of a table, that of one with many columns (which would come on
paper too small to read), and that of what explains it."""

_SMAL = 2.9
_KANTEL = 44
"""A column of a matrix: as wide as a line of its heading, which stands on its side; the signs of such a line."""

_REGEL = 15
_TEKEN_HOOG = 6.6
"""Points: how high a line is, and how long a sign in a heading on its side."""

_BLAD = 145
_KLEINST = 0.32
"""Signs of full size that fit beside each other on a landscape A4; how small they may be printed before
another page beside it is better (3.5 points, or 5 on A3: no matrix of a provincie needs less)."""

_LANGST = 32_767
_VOET = 200
"""What Excel takes: signs in a cell, and (with room for our own) in a footer."""

_EERSTE_DAG = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was, and knows no day before that year."""

_GEEN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_A4 = 9


def to_xlsx(tabellen: Sequence[Tabel], toelichting: Sequence[tuple[str, str]], dag: date, voet: str = "") -> bytes:
    """The bytes of a workbook: a sheet per table, then `toelichting` (name and text per row).

    Headings stay in view, filter and are printed on every page; columns are as wide as their text, dates
    are dates, and text is always text: a name like "=1+1" is not calculated, an address is no link. A
    matrix (see Tabel) has narrow columns, with headings on their side. On paper: landscape A4, a table
    one page wide (a matrix with more columns than can be read so, as many as it takes), voet and the number
    of the page at the foot. dag: written as the day it was made, so that equal data give an equal file.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - see TYPE_CHECKING

    out = io.BytesIO()
    boek = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    boek.set_properties({"created": datetime(dag.year, dag.month, dag.day)})  # noqa: DTZ001 - Excel knows no zones
    kop, dagen = boek.add_format({"bold": True, "valign": "top"}), boek.add_format({"num_format": "yyyy-mm-dd"})
    gekanteld = boek.add_format({"bold": True, "rotation": 90, "text_wrap": True, "valign": "bottom"})
    onder = boek.add_format({"font_color": "#595959", "rotation": 90, "valign": "top"})
    lopend = boek.add_format({"text_wrap": True, "valign": "top"})
    for tabel in tabellen:
        blad = boek.add_worksheet(tabel.naam)
        _fill(blad, tabel, kop, gekanteld, onder, dagen)
        _print_setup(blad, tabel, voet)
    blad = boek.add_worksheet("toelichting")
    for nummer, (wat, uitleg) in enumerate([("wat", "uitleg"), *toelichting]):
        blad.write_string(nummer, 0, _text(wat), kop if not nummer else lopend)
        blad.write_string(nummer, 1, _text(uitleg), kop if not nummer else lopend)
        blad.set_row(nummer, _REGEL * max(1, math.ceil(len(uitleg) / (0.9 * _UITLEG))))
    blad.set_column(0, 0, max(len("wat"), *(len(wat) for wat, _ in toelichting)) + 2)
    blad.set_column(1, 1, _UITLEG)
    _print_setup(blad, Tabel("toelichting", ("wat", "uitleg"), []), voet)
    boek.close()
    return out.getvalue()


def _fill(blad: Worksheet, tabel: Tabel, kop: Format, gekanteld: Format, onder: Format, dagen: Format) -> None:
    """The cells of a sheet; under the headings those that are under them, if any."""
    koppen = 2 if tabel.onder else 1
    breedtes = [len(naam) for naam in tabel.kop]
    for kolom, naam in enumerate(tabel.kop):
        blad.write_string(0, kolom, _text(naam), gekanteld if _is_smal(tabel, kolom) else kop)
    for kolom, naam in enumerate(tabel.onder):
        if naam:
            blad.write_string(1, kolom, _text(naam), onder)
    for nummer, rij in enumerate(tabel.rijen, koppen):
        for kolom, waarde in enumerate(rij):
            if waarde is not None and waarde != "":
                _set(blad, nummer, kolom, waarde, dagen)
                breedtes[kolom] = max(breedtes[kolom], len(str(waarde)))
    for kolom, breedte in enumerate(breedtes):
        blad.set_column(kolom, kolom, _width(tabel, kolom, breedte))
    if tabel.vast:
        regels = [min(len(naam), _KANTEL) for naam in tabel.kop[tabel.vast :]]
        blad.set_row(0, max(60.0, max(regels, default=0) * _TEKEN_HOOG + 12))
    if tabel.onder:
        blad.set_row(1, max(30.0, max(map(len, tabel.onder)) * _TEKEN_HOOG + 12))
    blad.freeze_panes(koppen, tabel.vast)
    blad.autofilter(koppen - 1, 0, koppen - 1 + len(tabel.rijen), len(tabel.kop) - 1)


def _is_smal(tabel: Tabel, kolom: int) -> bool:
    return bool(tabel.vast) and kolom >= tabel.vast


def _width(tabel: Tabel, kolom: int, breedte: int) -> float:
    """Of a column whose longest text has `breedte` signs."""
    if _is_smal(tabel, kolom):
        return _SMAL * max(1, math.ceil(len(tabel.kop[kolom]) / (0.85 * _KANTEL)))  # lines break between words
    return min(breedte, _BREEDST if len(tabel.kop) <= _MANY else _BREEDST_OF_MANY) + 2


def pages_wide(tabel: Tabel) -> int:
    """How many pages beside each other a table takes on paper, small but to be read."""
    if not tabel.vast:
        return 1
    vast = sum(len(naam) + 8 for naam in tabel.kop[: tabel.vast])
    rest = sum(_width(tabel, kolom, 0) + 0.7 for kolom in range(tabel.vast, len(tabel.kop)))
    return max(1, math.ceil(rest / max(1, _BLAD / _KLEINST - vast)))


def _print_setup(blad: Worksheet, tabel: Tabel, voet: str) -> None:
    blad.set_landscape()
    blad.set_paper(_A4)
    blad.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    breed = pages_wide(tabel)
    if tabel.vast:
        if breed > 1:
            blad.repeat_columns(0, tabel.vast - 1)
        blad.hide_gridlines(0)  # lines on paper: what crosses what cannot be followed without
    blad.fit_to_pages(breed, 0)
    blad.repeat_rows(0, 1 if tabel.onder else 0)
    blad.set_footer(f"&L&8{_foot(voet)}&R&8&A, bladzijde &P van &N")


def _foot(voet: str) -> str:
    """A text in a footer, in which `&` is a sign of its own. A space first: a digit would change the size before it."""
    signs = [sign.replace("&", "&&") for sign in _text(voet).replace("\n", " ")]
    lengths = list(itertools.accumulate(map(len, signs)))
    kort = "".join(sign for sign, length in zip(signs, lengths, strict=True) if length <= _VOET)
    return f" {kort}{'…' if lengths and lengths[-1] > _VOET else ''}"


def _text(tekst: str) -> str:
    """What XML and Excel can hold of a text."""
    kort = _GEEN_XML.sub("", tekst.replace("\r\n", "\n").replace("\r", "\n"))
    return kort if len(kort) <= _LANGST else f"{kort[: _LANGST - 1]}…"


def _set(blad: Worksheet, rij: int, kolom: int, waarde: str | int | date, dagen: Format) -> None:
    if isinstance(waarde, date) and waarde < _EERSTE_DAG:
        waarde = waarde.isoformat()
    if isinstance(waarde, str):
        blad.write_string(rij, kolom, _text(waarde))
    elif isinstance(waarde, date):
        blad.write_datetime(rij, kolom, datetime(waarde.year, waarde.month, waarde.day), dagen)  # noqa: DTZ001 - as above
    else:
        blad.write_number(rij, kolom, waarde)
