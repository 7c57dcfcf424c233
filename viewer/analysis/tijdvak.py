"""Which samenwerkingsverbanden a selection leaves on any day of a period, each with the last such day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import pandas as pd

from viewer.dataset import Dataset
from viewer.filters import FILTERS
from viewer.selection import Selection

_DAY = pd.Timedelta(days=1)


def last_days(dataset: Dataset, keuze: Selection, provincie: str, van: date | None, laatste: date) -> pd.Series:
    """The last day from van (None: the first there is) to laatste on which `Dataset.select` leaves each
    samenwerkingsverband: index id, values Timestamp; without those that it leaves on no day. The
    selection's own peildatum does not count.

    In one pass over the participations. What one takes part in changes only where one of its own
    participations or options begins or ends, so its last day is the last of the period, or the last
    of one of those.
    """
    begin, end = pd.Timestamp(van or date(1700, 1, 1)), pd.Timestamp(laatste)
    spells = dataset.deelnames[["verband", "code", "sinds", "tot"]]
    options = [_options(dataset, name, slugs) for name, slugs in keuze.chosen if _by_itself(name)]
    ids = frozenset(dataset.mentioning(keuze.q)) if keuze.q else frozenset(dataset.verbanden.index)
    for held in options:
        ids &= frozenset(held["verband"])
    spells = spells[spells["verband"].isin(ids)]
    pairs = pd.concat([_ends(part, begin, end) for part in (spells, *options)]).drop_duplicates()
    areas = [dataset.codes_ever(provincie)]
    areas += [dataset.filters.codes(name, slugs) for name, slugs in keuze.chosen if FILTERS[name].areas]
    for part in (*(spells[spells["code"].isin(codes)] for codes in areas), *options):
        pairs = _within(pairs, part)
    return pairs.groupby("verband")["day"].max()


def _by_itself(name: str) -> bool:
    """Whether a parameter chooses samenwerkingsverbanden by themselves, not by their areas."""
    return not FILTERS[name].areas and not FILTERS[name].adds


def members_on(dataset: Dataset, days: pd.Series) -> pd.DataFrame:
    """Who takes part in each samenwerkingsverband on a day of its own; columns as `Dataset.deelnames`.
    days: index id, values Timestamp."""
    spells = dataset.deelnames.merge(days.rename("day"), left_on="verband", right_index=True)
    return spells[_counts(spells, spells["day"])].drop(columns="day")


def _options(dataset: Dataset, name: str, slugs: Iterable[str]) -> pd.DataFrame:
    """Who has one of some options of a filter, and when: verband, sinds, tot (NaT: no limit)."""
    chosen = frozenset(slugs)

    def rows() -> Iterator[tuple[str, date | None, date | None]]:
        for verband, slug, van, tot in dataset.filters.holds(name):
            if slug in chosen:
                yield verband, van or date(1700, 1, 1), tot

    held = pd.DataFrame(rows(), columns=["verband", "sinds", "tot"])
    return held.assign(sinds=pd.to_datetime(held["sinds"]), tot=pd.to_datetime(held["tot"]))


def _ends(spells: pd.DataFrame, begin: pd.Timestamp, end: pd.Timestamp) -> pd.DataFrame:
    """The last days in the period of spells that have a day in it: verband, day."""
    inside = spells[(spells["sinds"] <= end) & (spells["tot"].isna() | (spells["tot"] > begin))]
    last = inside["tot"] - _DAY
    return pd.DataFrame({"verband": inside["verband"], "day": last.where(last <= end, end)})


def _within(pairs: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """The pairs of verband and day that lie in one of some spells of that verband."""
    both = pairs.merge(spells[["verband", "sinds", "tot"]], on="verband")
    return both.loc[_counts(both, both["day"]), ["verband", "day"]].drop_duplicates()


def _counts(spells: pd.DataFrame, day: pd.Series) -> pd.Series:
    return (spells["sinds"] <= day) & (spells["tot"].isna() | (day < spells["tot"]))
