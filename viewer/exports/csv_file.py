"""A table as CSV (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator

from viewer.exports.rows import Cel, Tabel

_BEGIN = "=+-@"
_NEW_CELL = ("\t", "\r", "\n")
_NOT_SEEN = ("Cc", "Cf", "Zl", "Zp", "Zs")
"""Kinds of signs that a spreadsheet passes over before it looks: control, format, and white space of any kind."""

_BROK = 500


def to_csv(tabel: Tabel, excel: bool = False) -> Iterator[bytes]:
    """The bytes of the file, a few hundred rows at a time. excel: as a Dutch Excel opens it with a double
    click: a byte order mark, by which it sees UTF-8, and semicolons between cells. (A cell is never a
    number with decimals, so no comma is needed.)

    A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP
    advises, a heading too; the text itself stays whole. Dates are YYYY-MM-DD.
    """
    out = io.StringIO(newline="")
    schrijver = csv.writer(out, lineterminator="\r\n", delimiter=";" if excel else ",")
    schrijver.writerow(map(_tekst, tabel.kop))
    yield (b"\xef\xbb\xbf" if excel else b"") + out.getvalue().encode()
    for begin in range(0, len(tabel.rijen), _BROK):
        out.seek(0)
        out.truncate()
        schrijver.writerows([_tekst(cel) for cel in rij] for rij in tabel.rijen[begin : begin + _BROK])
        yield out.getvalue().encode()


def _tekst(cel: Cel) -> str:
    tekst = "" if cel is None else str(cel)
    return f"'{tekst}" if isinstance(cel, str) and _is_formula(tekst) else tekst


def _is_formula(tekst: str) -> bool:
    """Whether a spreadsheet could calculate a text: by its first sign that can be seen, full-width ones included."""
    eerste = next((teken for teken in tekst if unicodedata.category(teken) not in _NOT_SEEN), "")
    return tekst.startswith(_NEW_CELL) or unicodedata.normalize("NFKC", eerste)[:1] in tuple(_BEGIN)
