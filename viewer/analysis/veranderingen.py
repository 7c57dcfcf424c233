"""What changed between two days: new, ended, joined, left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from viewer.dataset import REGISTER, Dataset
from viewer.selection import Selection


@dataclass(frozen=True)
class Veranderingen:
    """What differs between two days, by name: samenwerkingsverbanden as (slug, naam), and those who
    joined or left one that was there on both days as (slug, naam, deelnemer)."""

    nieuw: tuple[tuple[str, str], ...]
    beeindigd: tuple[tuple[str, str], ...]
    toegetreden: tuple[tuple[str, str, str], ...]
    uitgetreden: tuple[tuple[str, str, str], ...]

    def __bool__(self) -> bool:
        return any((self.nieuw, self.beeindigd, self.toegetreden, self.uitgetreden))


def veranderingen(dataset: Dataset, keuze: Selection, provincie: str, van: date, tot: date) -> Veranderingen:
    """What changed between two days in the samenwerkingsverbanden that a selection leaves on each.

    Hand-kept ones have no first day, so one that appears only because its source is younger than
    van does not count as new; they are left out.
    """

    def on(dag: date) -> tuple[pd.DataFrame, pd.DataFrame]:
        verbanden = dataset.select(replace(keuze, peildatum=dag), provincie)
        verbanden = verbanden[verbanden["bron"] == REGISTER]
        op = dataset.deelnames_on(dag)
        return verbanden, op[op["verband"].isin(verbanden.index)]

    voor, deel_voor = on(van)
    na, deel_na = on(tot)
    beide = voor.index.intersection(na.index)
    sleutels = ["verband", "code", "naam"]
    samen = deel_voor[sleutels].merge(deel_na[sleutels], how="outer", on=sleutels, indicator=True)
    samen = samen[samen["verband"].isin(beide)]

    def verbanden(frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
        return tuple(frame[["slug", "naam"]].itertuples(index=False, name=None))

    def deelnemers(kant: str) -> tuple[tuple[str, str, str], ...]:
        rijen = samen[samen["_merge"] == kant].merge(
            na[["slug", "naam"]], left_on="verband", right_index=True, suffixes=("", "_verband")
        )
        rijen = rijen.sort_values(["naam_verband", "naam"], kind="stable")
        return tuple(rijen[["slug", "naam_verband", "naam"]].itertuples(index=False, name=None))

    return Veranderingen(
        nieuw=verbanden(na[~na.index.isin(voor.index)]),
        beeindigd=verbanden(voor[~voor.index.isin(na.index)]),
        toegetreden=deelnemers("right_only"),
        uitgetreden=deelnemers("left_only"),
    )
