"""The collections of the OGC service: gemeenten and samenwerkingsverbanden as features."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import geopandas as gpd
import pandas as pd

from viewer.column import Kind
from viewer.columns import OGC
from viewer.dataset import Dataset
from viewer.exports.rows import verbanden_tabel
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
                ("aantal", GETAL),
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
) -> gpd.GeoDataFrame:
    """The features of a collection that existed on some day from van to tot (None: no limit there).

    Columns as its properties, and geometry; EPSG:28992; ordered by name, then key. A gemeente has
    today's area, and its `aantal` of the last day. A samenwerkingsverband that ended within the
    period is as it was on its last day, `stand_op`. Without both days: the day of the data.
    """
    if van is None and tot is None:
        van = tot = keuze.peildatum or dataset.peildatum
    laatste = min(tot, dataset.peildatum) if tot is not None else dataset.peildatum
    if tot is not None and van is not None and van > dataset.peildatum:
        laatste = tot
    if collectie.naam == "gemeenten":
        return _gemeenten(dataset, keuze, provincie, laatste)
    return _verbanden(dataset, keuze, provincie, van, laatste)


def _gemeenten(dataset: Dataset, keuze: Selection, provincie: str, dag: date) -> gpd.GeoDataFrame:
    codes = dataset.codes_chosen(keuze, provincie)
    gemeenten = dataset.gemeenten[dataset.gemeenten.index.isin(codes)]
    ids = dataset.select(replace(keuze, peildatum=dag), provincie, zonder=("gemeente",)).index
    gemeenten = gemeenten.assign(aantal=dataset.counts(dag, ids).reindex(gemeenten.index))
    out = gemeenten.rename_axis("code").reset_index()
    return out[["code", "slug", "naam", "provincie", "inwoners", "aantal", "geometry"]].sort_values(
        ["naam", "code"], ignore_index=True
    )


def _verbanden(dataset: Dataset, keuze: Selection, provincie: str, van: date | None, laatste: date) -> gpd.GeoDataFrame:
    kolommen = [naam for naam, _ in COLLECTIES["samenwerkingsverbanden"].eigenschappen]
    delen: list[gpd.GeoDataFrame] = []
    gezien: set[str] = set()
    for dag in _days(dataset, van, laatste):
        deel = _on_day(dataset, keuze, dag, provincie, gezien)
        gezien |= set(deel["id"])
        delen.append(deel)
    alle = pd.concat([deel for deel in delen if len(deel)] or delen[:1], ignore_index=True)
    out = gpd.GeoDataFrame(alle, geometry="geometry", crs=dataset.gemeenten.crs)
    return out.sort_values(["naam", "id"], ignore_index=True)[[*kolommen, "geometry"]]


def _days(dataset: Dataset, van: date | None, laatste: date) -> list[date]:
    """The last day of the period, and before it each last day of a participation in it, newest first:
    whoever took part in the period did so on one of these."""
    einden = {
        (dag - timedelta(days=1)).date()
        for dag in dataset.deelnames["tot"].dropna().unique()
        if van != laatste and (van is None or dag.date() > van) and dag.date() <= laatste
    }
    return [laatste, *sorted(einden - {laatste}, reverse=True)]


def _on_day(dataset: Dataset, keuze: Selection, dag: date, provincie: str, behalve: set[str]) -> gpd.GeoDataFrame:
    """The samenwerkingsverbanden of one day, but for some that are there already."""
    tabel = verbanden_tabel(dataset, replace(keuze, peildatum=dag), provincie, OGC)
    rijen = [rij for rij in tabel.records() if rij["id"] not in behalve]
    return gpd.GeoDataFrame(
        rijen,
        columns=list(tabel.kop),
        geometry=dataset.gebied_per_verband([str(rij["id"]) for rij in rijen], dag).to_numpy(),
        crs=dataset.gemeenten.crs,
    )
