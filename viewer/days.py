"""Days as people write them in an address: 16-5-2026, 16 mei 2026, 2026-05, 2026."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from viewer.wording import MONTHS

_MONTH_NAMES = {name[:3]: number for number, name in enumerate(MONTHS, start=1)} | {"mrt": 3}
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ]?)(\d{1,2})\2(\d{1,2})(?:[T ].*)?", re.ASCII | re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})[- ]([a-z]{3,9})\.?[- ](\d{4})", re.ASCII | re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


def read_day(text: str) -> date | None:
    """The day that a text means, the first one of a month or a year; None when it is no day."""
    text = re.sub(r"\s+", " ", text.strip())
    try:
        if (found := _YEAR_FIRST.fullmatch(text)) and (found[2] or len(found[3] + found[4]) == 4):
            return date(int(found[1]), int(found[3]), int(found[4]))
        if found := _DAY_FIRST.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _IN_WORDS.fullmatch(text):
            return date(int(found[3]), _month(found[2]), int(found[1]))
        if found := _MONTH.fullmatch(text):
            return date(int(found[1]), int(found[2]), 1)
        return date(int(text), 1, 1) if _YEAR.fullmatch(text) else None
    except ValueError:
        return None


def is_whole_day(text: str) -> bool:
    """Whether a text that is a day names that day, and not only its month or year."""
    return not (_MONTH.fullmatch(text.strip()) or _YEAR.fullmatch(text.strip()))


def today() -> date:
    """Today, as the Netherlands have it: there a day begins at most two hours before it does in UTC."""
    return (datetime.now(UTC) + timedelta(hours=2)).date()


def _month(word: str) -> int:
    """The month that a word or its beginning means. Raises ValueError."""
    word = word.casefold()
    number = _MONTH_NAMES.get(word[:3], 0)
    if not number or not (word == "mrt" or MONTHS[number - 1].startswith(word) or word == "sept"):
        raise ValueError(word)
    return number
