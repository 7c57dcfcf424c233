"""A period in one pass equals reading it day by day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pandas as pd
import pytest

from viewer.analysis.tijdvak import last_days, members_on
from viewer.dataset import Dataset
from viewer.filters import Holds
from viewer.selection import Selection

PERIODS = [
    (None, date(2026, 5, 16)), (date(2018, 1, 1), date(2018, 12, 31)), (date(2019, 7, 1), date(2019, 7, 1)),
    (None, date(1999, 12, 31)), (date(2026, 5, 16), date(2031, 1, 1)),
]  # fmt: skip
SELECTIONS = [
    Selection(),
    Selection(gemeente=("zwolle",)),
    Selection(regio=("twente",), gemeente=("zwolle", "raalte")),
    Selection(thema=("jeugd", "veiligheid"), recht=("publiekrechtelijk",)),
    Selection(verband=("gblt",), q="zwolle"),
    Selection(q="gezondheid dienst"),
    Selection(peildatum=date(2001, 1, 1)),
]


def day_by_day(
    dataset: Dataset,
    keuzes: Sequence[Selection],
    provincies: Sequence[str],
    van: date | None,
    laatste: date,
    also: Iterable[date] = (),
) -> dict[tuple[int, str], dict[str, date]]:
    """Every day after which anything ends, newest first; the first that has it counts. Per selection, by its number,
    and provincie: all of them on one day before the next, since the dataset has to make each day once."""
    ends = {*(dag.date() for dag in dataset.deelnames["tot"].dropna()), *also}
    days = {laatste, *(end - timedelta(days=1) for end in ends)}
    out: dict[tuple[int, str], dict[str, date]] = {pair: {} for pair in product(range(len(keuzes)), provincies)}
    for day in sorted(days, reverse=True):
        if day <= laatste and (van is None or day >= van):
            for (number, provincie), last in out.items():
                for id_ in dataset.select_ids(replace(keuzes[number], peildatum=day), provincie):
                    last.setdefault(id_, day)
    return out


def forget(dataset: Dataset) -> None:
    """What it keeps of the options of its filters."""
    for kept in (dataset.filters._on_day, dataset.slugs_on, dataset._left):
        kept.cache_clear()


def found(series: pd.Series) -> dict[str, date]:
    return {str(id_): day.date() for id_, day in series.items()}


@pytest.mark.parametrize(("van", "laatste"), PERIODS)
def test_the_last_day_of_each_is_that_of_reading_every_day(dataset: Dataset, van: date | None, laatste: date) -> None:
    for (number, provincie), verwacht in day_by_day(
        dataset, SELECTIONS, ("Overijssel", "Zeeland"), van, laatste
    ).items():
        keuze = SELECTIONS[number]
        assert found(last_days(dataset, keuze, provincie, van, laatste)) == verwacht, (keuze, provincie)


def test_an_option_that_holds_for_a_while_counts_on_its_own_days(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No filter of today has such options, but one to come may."""
    tot = date(2017, 3, 4)
    held = (
        Holds("gr-24566519", "jeugd", date(2016, 1, 1), tot), Holds("gr-24566519", "jeugd", date(2024, 1, 1), None),
        Holds("gr-23055729", "jeugd", None, tot), Holds("gr-23055729", "veiligheid", date(2025, 1, 1), None),
    )  # fmt: skip
    monkeypatch.setitem(dataset.filters._holds, "thema", held)
    monkeypatch.setattr(dataset.filters, "_dated", {"thema"})
    forget(dataset)
    keuze = Selection(thema=("jeugd",))
    for van, laatste in PERIODS:
        (verwacht,) = day_by_day(dataset, [keuze], ["Overijssel"], van, laatste, [tot]).values()
        assert found(last_days(dataset, keuze, "Overijssel", van, laatste)) == verwacht
    assert found(last_days(dataset, keuze, "Overijssel", None, date(2026, 5, 16)))["gr-23055729"] == date(2017, 3, 3)
    forget(dataset)


def test_members_are_those_of_each_ones_own_day(dataset: Dataset) -> None:
    days = last_days(dataset, Selection(), "Overijssel", None, date(2026, 5, 16))
    members = members_on(dataset, days)
    assert list(members.columns) == list(dataset.deelnames.columns)
    for id_, day in days.items():
        verwacht = dataset.deelnemers_of(str(id_), day.date())
        assert sorted(members[members["verband"] == id_].index) == sorted(verwacht.index)
    assert len({*days}) > 5
