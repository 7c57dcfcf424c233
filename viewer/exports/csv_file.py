"""A table as CSV (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
import io

from viewer.exports.rows import Cel, Tabel

_GEVAARLIJK = ("=", "+", "-", "@", "\t", "\r")


def to_csv(tabel: Tabel, bom: bool = False) -> bytes:
    """The bytes of the file. bom: begin with a byte order mark, so that Excel sees it is UTF-8.

    A text that a spreadsheet would take for a formula gets an apostrophe before it, as OWASP
    advises; the text itself stays whole. Dates are YYYY-MM-DD.
    """
    uit = io.StringIO(newline="")
    schrijver = csv.writer(uit, lineterminator="\r\n")
    schrijver.writerow(tabel.kop)
    schrijver.writerows([_tekst(cel) for cel in rij] for rij in tabel.rijen)
    return (b"\xef\xbb\xbf" if bom else b"") + uit.getvalue().encode()


def _tekst(cel: Cel) -> str:
    tekst = "" if cel is None else str(cel)
    return f"'{tekst}" if isinstance(cel, str) and tekst.startswith(_GEVAARLIJK) else tekst
