"""Counts: per gemeente with rank, through the years, and what the data lack."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from viewer.analysis.door_de_tijd import through_time
from viewer.analysis.verzameling import Verzameling, build_verzameling, deelname_matrix
from viewer.dataset import Dataset
from viewer.selection import Selection


@dataclass(frozen=True)
class Herkomst:
    """Of how many something is known, and from where: the register gives it, we added it, or it is missing."""

    register: int
    toegevoegd: int
    ontbreekt: int


_FROM_REGISTER = ("register", "redactie")
"""What `thema_bron` says where the register itself speaks of a subject."""


def quality_of(dataset: Dataset, provincie: str) -> dict[str, Herkomst]:
    """Of the samenwerkingsverbanden of the register that a provincie has today: where `website`, `onderwerp`
    and `omschrijving` (one sentence in plain words, which the register does not have) come from. The three
    numbers of each add up to all of them."""
    verbanden = dataset.verbanden_in(provincie, dataset.peildatum)
    verbanden = verbanden[verbanden["comparable"]]

    def split(known: pd.Series, added: pd.Series) -> Herkomst:
        return Herkomst(int((known & ~added).sum()), int((known & added).sum()), int((~known).sum()))

    return {
        "website": split(verbanden["website"] != "", verbanden["website_van_ons"]),
        "onderwerp": split(verbanden["thema_bron"] != "geen", ~verbanden["thema_bron"].isin(_FROM_REGISTER)),
        "omschrijving": split(verbanden["omschrijving"] != "", verbanden["omschrijving"] != ""),
    }


def in_force_per_year(dataset: Dataset, provincie: str, jaren: Iterable[int]) -> dict[int, int]:
    """How many samenwerkingsverbanden of the register a provincie had on 1 January of each year."""
    return {jaar: len(through_time(dataset, Selection(peildatum=date(jaar, 1, 1)), provincie).mee) for jaar in jaren}


def per_gemeente(dataset: Dataset, v: Verzameling) -> pd.DataFrame:
    """How many samenwerkingsverbanden each gemeente of v takes part in: index code; columns naam,
    aantal, rang (1 is most; equal numbers share the best rank), ordered by rank and name."""
    aantal = deelname_matrix(dataset, v).sum(axis=1).astype(int)
    out = pd.DataFrame({"naam": dataset.ooit["naam"].reindex(aantal.index), "aantal": aantal})
    out["rang"] = out["aantal"].rank(method="min", ascending=False).astype(int)
    return out.sort_values(["rang", "naam"])


def per_gemeente_by(dataset: Dataset, v: Verzameling, kolom: str) -> pd.DataFrame:
    """The same by form or subject: index code, a column per value that occurs, whole numbers.

    kolom: `vorm` or `themas` of the samenwerkingsverbanden. One with two subjects counts under both.
    """
    matrix = deelname_matrix(dataset, v)
    soorten = dataset.verbanden[kolom].reindex(matrix.columns).explode()
    weegt = pd.crosstab(soorten.index, soorten).reindex(matrix.columns, fill_value=0)
    telling = matrix.to_numpy() @ weegt.to_numpy(np.float32)
    return pd.DataFrame(telling.astype(int), index=matrix.index, columns=weegt.columns)


def trend(
    dataset: Dataset, keuze: Selection, provincie: str, jaren: Iterable[int], hoogstens: int | None
) -> pd.DataFrame:
    """How a selection's samenwerkingsverbanden of the register develop: index jaar, on 1 January of
    each; columns aantal, deelnames (of the area's gemeenten), gemiddeld (deelnames per gemeente).

    Hand-kept ones are left out: of most the beginning is unknown, so they would seem to be new.
    """
    kolommen = ["aantal", "deelnames", "gemiddeld"]
    rijen = {}
    for jaar in jaren:
        op_dag = replace(keuze, peildatum=date(jaar, 1, 1))
        v = build_verzameling(dataset, op_dag, provincie, hoogstens)
        matrix = deelname_matrix(dataset, v)
        matrix = matrix.loc[:, matrix.columns.isin(through_time(dataset, op_dag, provincie).mee)]
        deelnames = int(matrix.to_numpy().sum())
        rijen[jaar] = {"aantal": matrix.shape[1], "deelnames": deelnames, "gemiddeld": deelnames / max(len(matrix), 1)}
    return pd.DataFrame.from_dict(rijen, orient="index", columns=kolommen).rename_axis("jaar")
