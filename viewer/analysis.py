"""Ties between gemeenten, and what changed between two days: pure functions on a dataset."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from viewer.dataset import REGISTER, Dataset
from viewer.selection import Selection


def participation_matrix(dataset: Dataset, dag: date, ids: Iterable[str]) -> pd.DataFrame:
    """Who takes part in what: 1 or 0, a row per gemeente (code), a column per samenwerkingsverband.

    Rows are today's gemeenten that take part in at least one of ids on the day, ordered by code.
    """
    op = dataset.deelnames_on(dag)
    op = op[op["verband"].isin(list(ids)) & op["code"].isin(dataset.gemeenten.index)]
    return pd.crosstab(op["code"], op["verband"]).clip(upper=1).astype(np.int16)


def verbindingen(matrix: pd.DataFrame) -> pd.DataFrame:
    """Pairs of gemeenten with the samenwerkingsverbanden that they share.

    matrix: as from `participation_matrix`. Returns columns a, b (codes, a < b), aantal (at least
    1), samenwerkingsverbanden (tuple of ids); most shared first, then by code. The number is
    entry (a, b) of M M', where M is the matrix (co-membership).
    """
    waarden = matrix.to_numpy()
    samen = np.triu(waarden @ waarden.T, k=1)
    a, b = np.nonzero(samen)
    codes, ids = matrix.index.to_numpy(), matrix.columns.to_numpy()
    beide = waarden[a].astype(bool) & waarden[b].astype(bool)
    return pd.DataFrame(
        {
            "a": codes[a],
            "b": codes[b],
            "aantal": samen[a, b],
            "samenwerkingsverbanden": [tuple(ids[rij]) for rij in beide],
        }
    ).sort_values(["aantal", "a", "b"], ascending=[False, True, True], ignore_index=True)


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


def quality_of(dataset: Dataset, provincie: str) -> dict[str, int]:
    """How many samenwerkingsverbanden of the register a provincie has today, and how many of them
    lack what: `totaal`, `website`, `thema`, `omschrijving`."""
    verbanden = dataset.verbanden_in(provincie, dataset.peildatum)
    verbanden = verbanden[verbanden["bron"] == REGISTER]
    return {
        "totaal": len(verbanden),
        "website": int((verbanden["website"] == "").sum()),
        "thema": int((verbanden["thema_bron"] == "geen").sum()),
        "omschrijving": int((verbanden["omschrijving"] == "").sum()),
    }


def in_force_per_year(dataset: Dataset, provincie: str, jaren: Iterable[int]) -> dict[int, int]:
    """How many samenwerkingsverbanden of the register a provincie had on 1 January of each year."""
    return {jaar: int((dataset.verbanden_in(provincie, date(jaar, 1, 1))["bron"] == REGISTER).sum()) for jaar in jaren}


def partners(matrix: pd.DataFrame, code: str) -> pd.Series:
    """How many samenwerkingsverbanden each other gemeente shares with this one: index code, at
    least 1, most first. Empty when the gemeente takes part in none."""
    if code not in matrix.index:
        return pd.Series(dtype=int)
    samen = matrix @ matrix.loc[code]
    samen = samen.drop(code)
    return samen[samen > 0].sort_values(ascending=False, kind="stable")
