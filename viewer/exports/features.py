"""The collections of the OGC service: gemeenten and samenwerkingsverbanden as features."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from viewer.analysis.tijdvak import last_days, members_on
from viewer.column import Kind
from viewer.columns import OGC, cells
from viewer.dataset import Dataset
from viewer.exports.rows import as_frame, per_verband, rows_with
from viewer.selection import Selection

TEKST, GETAL, DAG = "string", "integer", "date"


@dataclass(frozen=True)
class Collectie:
    """A collection. eigenschappen: each property with its type; the first one identifies a feature."""

    naam: str
    titel: str
    omschrijving: str
    eigenschappen: tuple[tuple[str, str], ...]

    @property
    def sleutel(self) -> str:
        """The property that identifies a feature."""
        return self.eigenschappen[0][0]


COLLECTIES = {
    c.naam: c
    for c in (
        Collectie(
            "gemeenten",
            "Gemeenten",
            "De gemeenten van nu, met het aantal samenwerkingsverbanden waaraan zij meedoen.",
            (
                ("code", TEKST), ("slug", TEKST), ("naam", TEKST), ("provincie", TEKST), ("inwoners", GETAL),
                ("aantal", GETAL), ("aantal_register", GETAL),
            ),
        ),
        Collectie(
            "samenwerkingsverbanden",
            "Samenwerkingsverbanden",
            "Samenwerkingsverbanden, met het gebied van de gemeenten die meedoen.",
            tuple((c.name, {Kind.NUMBER: GETAL, Kind.DAY: DAG}.get(c.kind, TEKST)) for c in OGC),
        ),
    )
}  # fmt: skip


def features_of(
    collectie: Collectie, dataset: Dataset, keuze: Selection, provincie: str, van: date | None, tot: date | None
) -> pd.DataFrame:
    """The features of a collection that existed on some day from van to tot (None: no limit there).

    Columns as its properties, and codes: the frozenset of the gemeenten of today whose area it has
    (`outlines`); ordered by name, then key. A gemeente has today's area, and its `aantal`, and how many of
    these are of the register, of the last day. A samenwerkingsverband that ended within the period is
    as it was on its last day, `stand_op`. Without both days: the day of the data.
    """
    if van is None and tot is None:
        van = tot = keuze.peildatum or dataset.peildatum
    laatste = min(tot, dataset.peildatum) if tot is not None else dataset.peildatum
    if tot is not None and van is not None and van > dataset.peildatum:
        laatste = tot
    if collectie.naam == "gemeenten":
        return _gemeenten(dataset, keuze, provincie, laatste)
    return _verbanden(dataset, keuze, provincie, van, laatste)


def _gemeenten(dataset: Dataset, keuze: Selection, provincie: str, dag: date) -> pd.DataFrame:
    codes = dataset.codes_chosen(replace(keuze, peildatum=None), provincie)
    gemeenten = pd.DataFrame(dataset.gemeenten[dataset.gemeenten.index.isin(codes)])
    ids = dataset.select_ids(replace(keuze, peildatum=dag), provincie, zonder=("gemeente",))
    of_the_register = ids.intersection(dataset.verbanden.index[dataset.verbanden["comparable"]])
    gemeenten = gemeenten.assign(
        aantal=dataset.counts_by_area(dag, ids).reindex(gemeenten.index),
        aantal_register=dataset.counts_by_area(dag, of_the_register).reindex(gemeenten.index),
    )
    out = gemeenten.rename_axis("code").reset_index()
    out = out.assign(codes=[frozenset({code}) for code in out["code"]])
    columns = ["code", "slug", "naam", "provincie", "inwoners", "aantal", "aantal_register", "codes"]
    return out[columns].sort_values(["naam", "code"], ignore_index=True)


def _verbanden(dataset: Dataset, keuze: Selection, provincie: str, van: date | None, laatste: date) -> pd.DataFrame:
    days = last_days(dataset, keuze, provincie, van, laatste)
    verbanden = dataset.verbanden.loc[days.index].assign(stand_op=[day.date() for day in days])
    present = members_on(dataset, days)
    rijen = [cells(OGC, rij) for rij in rows_with(verbanden, present, dataset, provincie)]
    codes = per_verband(present[present["nu"].isin(dataset.gemeenten.index)], "nu")
    out = as_frame(OGC, rijen)
    out = out.assign(codes=[frozenset(codes.get(id_, ())) for id_ in out["id"]])
    return out.sort_values(["naam", "id"], ignore_index=True)
