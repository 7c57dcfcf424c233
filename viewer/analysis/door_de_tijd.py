"""The set that counts in a view that moves through time: what has known days; the others named apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pandas as pd

from viewer.dataset import Dataset
from viewer.selection import Selection


@dataclass(frozen=True)
class DoorDeTijd:
    """What a selection leaves, as it may be compared with another day.

    mee: the ids of those that its day has, of which it is known when they begin and end, in the order of the
    list. apart: the ids of those of which that is not known, as the selection leaves them on the
    register's own day: the same ones whichever day is looked at.
    """

    mee: pd.Index
    apart: pd.Index


def through_time(dataset: Dataset, keuze: Selection, provincie: str, zonder: Iterable[str] = ()) -> DoorDeTijd:
    """The rule that slider, trend and changes obey: between any two days `mee` differs by what began and what
    ended, and by nothing else.

    A hand-kept one has the day of its source and no first day: it would seem to begin when somebody wrote of it.
    zonder: parameters to disregard, as in `Dataset.select`.
    """
    zonder = tuple(zonder)
    dated = dataset.verbanden["dated"]
    ids = dataset.select_ids(keuze, provincie, zonder)
    now = dataset.select_ids(replace(keuze, peildatum=None), provincie, zonder)
    return DoorDeTijd(mee=ids[dated[ids].to_numpy(bool)], apart=now[~dated[now].to_numpy(bool)])


def looks_back(dataset: Dataset, keuze: Selection) -> bool:
    """Whether a selection is about a day before the register's own."""
    return keuze.peildatum is not None and keuze.peildatum < dataset.peildatum
