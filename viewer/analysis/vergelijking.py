"""Side by side: gemeenten, samenwerkingsverbanden or days, and what each has that the other has not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from viewer.analysis.door_de_tijd import through_time
from viewer.analysis.verzameling import NOTHING, Geteld, Verzameling, deelname_matrix
from viewer.dataset import Dataset
from viewer.selection import Selection

GEMEENTEN, VERBANDEN, DAGEN = "gemeenten", "samenwerkingsverbanden", "dagen"


@dataclass(frozen=True)
class Rij:
    """One thing that at least one of the compared has. bij: per compared one, whether it has it."""

    sleutel: str
    slug: str
    naam: str
    bij: tuple[bool, ...]

    @property
    def gedeeld(self) -> bool:
        """Whether all of them have it."""
        return all(self.bij)


@dataclass(frozen=True)
class Vergelijking:
    """soort: what is compared: `gemeenten` (rows are samenwerkingsverbanden), `samenwerkingsverbanden`
    (rows are gemeenten), `dagen` (rows are samenwerkingsverbanden). kolommen: (key, slug, name) of
    each; rijen: by name. geteld: of gemeenten, what counts of what they could take part in. onvolledig:
    numbers of the columns of which not all is known: who is not there may still have it."""

    soort: str
    kolommen: tuple[tuple[str, str, str], ...]
    rijen: tuple[Rij, ...]
    onvolledig: frozenset[int] = frozenset()
    geteld: Geteld = NOTHING

    @property
    def gedeeld(self) -> tuple[Rij, ...]:
        """What all have."""
        return tuple(rij for rij in self.rijen if rij.gedeeld)

    def words(self, rij: Rij) -> tuple[str, ...]:
        """Per compared one whether it has a thing: ja, nee, or onbekend where not all of it is known."""
        return tuple(
            "ja" if bij else "onbekend" if nummer in self.onvolledig else "nee" for nummer, bij in enumerate(rij.bij)
        )

    def alleen(self, nummer: int) -> tuple[Rij, ...]:
        """What only this one has."""
        return tuple(rij for rij in self.rijen if rij.bij[nummer] and sum(rij.bij) == 1)

    @property
    def deels(self) -> tuple[Rij, ...]:
        """What more than one has, but not all: only when three or more are compared."""
        return tuple(rij for rij in self.rijen if 1 < sum(rij.bij) < len(rij.bij))


def vergelijk_gemeenten(
    dataset: Dataset, codes: Sequence[str], ids: Sequence[str], dag: date, geteld: Geteld = NOTHING
) -> Vergelijking:
    """In which of these samenwerkingsverbanden each of these gemeenten takes part. geteld: what these are."""
    mee = deelname_matrix(dataset, Verzameling(dag, "", tuple(codes), tuple(ids))).T > 0
    return Vergelijking(GEMEENTEN, _columns(dataset.ooit, codes), _rows(dataset.verbanden, mee), geteld=geteld)


def vergelijk_verbanden(dataset: Dataset, ids: Sequence[str], dag: date) -> Vergelijking:
    """Which gemeenten of the Netherlands take part in each of these."""
    mee = deelname_matrix(dataset, Verzameling(dag, "", tuple(dataset.gemeenten_on(dag).index), tuple(ids))) > 0
    onvolledig = frozenset(nummer for nummer, id_ in enumerate(ids) if not dataset.stand_of(id_, dag).compleet)
    return Vergelijking(VERBANDEN, _columns(dataset.verbanden, ids), _rows(dataset.ooit, mee), onvolledig)


def vergelijk_dagen(dataset: Dataset, keuze: Selection, provincie: str, dagen: Sequence[date]) -> Vergelijking:
    """Which samenwerkingsverbanden of the register a selection leaves on each of these days.

    Hand-kept ones are left out: of most the beginning is unknown, so they would seem to be new.
    """
    per_dag = [through_time(dataset, replace(keuze, peildatum=dag), provincie).mee for dag in dagen]
    alle = pd.Index([], dtype=object)
    for ids in per_dag:
        alle = alle.union(ids)
    mee = pd.DataFrame({nummer: alle.isin(ids) for nummer, ids in enumerate(per_dag)}, index=alle)
    kolommen = tuple((dag.isoformat(), dag.isoformat(), dag.isoformat()) for dag in dagen)
    return Vergelijking(DAGEN, kolommen, _rows(dataset.verbanden, mee))


def _columns(frame: pd.DataFrame, sleutels: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    return tuple((sleutel, frame["slug"][sleutel], frame["naam"][sleutel]) for sleutel in sleutels)


def _rows(frame: pd.DataFrame, mee: pd.DataFrame) -> tuple[Rij, ...]:
    mee = mee[mee.any(axis=1)]
    namen = frame.loc[mee.index, ["slug", "naam"]]
    rijen = [
        Rij(str(sleutel), slug, naam, tuple(bool(waarde) for waarde in bij))
        for (sleutel, slug, naam), bij in zip(namen.itertuples(), mee.to_numpy(), strict=True)
    ]
    return tuple(sorted(rijen, key=lambda rij: (rij.naam.casefold(), rij.sleutel)))
