"""Of when a list of participants is, and whether it is whole: the rule that pages, files, pictures and API obey.

The register tells who takes part on any day. A hand-kept list tells who took part when its source was written, and of
no other day; it is old when that is more than OLD_YEARS ago. One that is not whole never gives an exact number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from viewer.wording import at_least, source_date

OLD_YEARS = 4


@dataclass(frozen=True)
class Stand:
    """What is known of a list. van: the year, month or day of its source, and for the register the day that
    was asked for; register: whether it is the register's; oud: hand-kept, and more than OLD_YEARS old;
    compleet: whether all participants are known; einde: when a hand-kept one had ended on that day, else ""."""

    van: str
    register: bool
    oud: bool
    compleet: bool
    einde: str = ""

    @property
    def jaar(self) -> str:
        """The year of the list."""
        return self.van[:4]

    @property
    def merk(self) -> str:
        """What stands beside a number of an old list: "stand 2016"; else ""."""
        return f"stand {self.jaar}" if self.oud else ""

    @property
    def voluit(self) -> str:
        """The date of the source as exactly as it is known: "december 2016"."""
        return source_date(self.van)

    def number(self, known: int) -> str:
        """How many take part, when so many are known: "15", "ten minste 15"."""
        return at_least(known, self.compleet)


def stand_of(row: Mapping[str, Any], day: date, newest: date) -> Stand:
    """What is known of the list of a samenwerkingsverband on a day.

    row: of `Dataset.verbanden`. newest: the day of the register's data, after which it says nothing.
    """
    if row["comparable"]:
        return Stand(min(day, newest).isoformat(), True, False, bool(row["compleet"]))
    ended = bool(row["einde"]) and first_day(row["einde"]) <= day.isoformat()
    return Stand(row["peildatum_bron"], False, bool(row["oud"]), bool(row["compleet"]), row["einde"] if ended else "")


def is_old(source_day: str, newest: date) -> bool:
    """Whether a source of a year, month or day is more than OLD_YEARS older than a day."""
    return last_day(source_day) < newest.replace(year=newest.year - OLD_YEARS, day=min(newest.day, 28)).isoformat()


def last_day(partial: str) -> str:
    """As young as a source of a year, month or day can be. The 31st of every month: it is only compared."""
    return f"{partial}{'-12-31'[len(partial) - 4 :]}"[:10]


def first_day(partial: str) -> str:
    """The first day of a year, month or day: "2018" is 2018-01-01; "" stays ""."""
    return partial and (f"{partial}-01-01" if len(partial) == 4 else f"{partial}-01")[:10]
