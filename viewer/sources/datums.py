"""Dates as people and Dutch spreadsheets write them, to the form that the data package has."""

from __future__ import annotations

import re
from datetime import date

from viewer.wording import MONTHS

_SHORT = {
    **{name: nr for nr, name in enumerate(MONTHS, 1)},
    **{name[:3]: nr for nr, name in enumerate(MONTHS, 1)},
    "mrt": 3, "sept": 9, "mar": 3, "may": 5, "oct": 10, "march": 3, "january": 1, "february": 2, "june": 6, "july": 7,
    "august": 8, "october": 10,
}  # fmt: skip
_TIME = re.compile(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\Z")
_PARTIAL = re.compile(r"(\d{4})(?:[-/.](\d{1,2}))?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})\Z")
_IN_WORDS = re.compile(r"(?:(\d{1,2})[-/. ]+)?([a-z]+)\.?[-/. ']+(\d{4}|\d{2})\Z")


def read_date(text: str, partial: bool = False) -> str | None:
    """A day as YYYY-MM-DD: of "19-12-2006", "19 december 2006", "2006/12/19", also with a time after it.

    partial: a month ("sep-18", "september 2018", "2018-09") and a year too, as YYYY-MM and YYYY.
    None for what is none, or could be more than one.
    """
    bare = _TIME.sub("", " ".join(text.casefold().split()))
    parts: tuple[str, str, str] | None = None
    if found := _YEAR_FIRST.match(bare):
        parts = (found[1], found[2], found[3])
    elif found := _DAY_FIRST.match(bare):
        parts = (found[3], found[2], found[1])
    elif (found := _IN_WORDS.match(bare)) and found[2] in _SHORT:
        parts = (found[3], str(_SHORT[found[2]]), found[1] or "")
    elif partial and (found := _PARTIAL.match(bare)):
        parts = (found[1], found[2] or "", "")
    return None if parts is None or not (partial or parts[2]) else _written(*parts)


def month_of(word: str) -> int:
    """The number of a month by its name or the first letters of that, as spreadsheets write it; 0 for none."""
    return _SHORT.get(word.casefold(), 0)


def _written(year: str, month: str, day: str) -> str | None:
    # A spreadsheet writes two figures for a year of 1930 to 2029.
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 30 else 1900)
    try:
        whole = date(full, int(month or 1), int(day or 1))
    except ValueError:
        return None
    return whole.isoformat()[: 10 if day else 7 if month else 4]
