"""`/wie-met-wie` as data: who has which verbindingen, and how strong. Twin: static/js/views/verbindingen.js."""

from __future__ import annotations

import numpy as np
import pandas as pd

from viewer.analysis.verbindingen import participation_matrix, verbindingen
from viewer.analysis.verzameling import count_along
from viewer.dataset import Dataset
from viewer.filters import AREAS
from viewer.limits import MAX_MATRIX, MAX_VERBINDINGEN, MAX_VERBINDINGEN_WRITTEN
from viewer.model import plain
from viewer.selection import Selection
from viewer.views.cards import View, counted_view


def verbindingen_view(dataset: Dataset, keuze: Selection, provincie: str, minimaal: int | None) -> View:
    """The verbindingen between the provincie's gemeenten in what counts of what a selection leaves.

    A chosen regio or gemeente also narrows whose verbindingen are shown: those within the region, those of
    the gemeente. minimaal: pairs that share fewer are left out; None: the lowest threshold that keeps the
    table short. hoogste: the most that any pair shares; matrix: per gemeente its number with each other
    one and the shade for it (0: none, to 4), empty when that is too large to read.
    """
    day = keuze.peildatum or dataset.peildatum
    ids, geteld = count_along(dataset, dataset.select_ids(keuze, provincie, zonder=AREAS), keuze)
    here = dataset.codes_chosen(keuze, provincie, zonder=("gemeente",))
    matrix = participation_matrix(dataset, day, ids)
    matrix = matrix[matrix.index.isin(here)]
    pairs = verbindingen(matrix)
    if keuze.gemeente:
        own = [code for slug in keuze.gemeente for code in dataset.toen(dataset.code_of(slug), day)]
        pairs = pairs[pairs["a"].isin(own) | pairs["b"].isin(own)]
    highest = int(pairs["aantal"].max()) if len(pairs) else 0
    least = _threshold(pairs["aantal"], highest) if minimaal is None else minimaal
    above = pairs[pairs["aantal"] >= least]
    gemeente, verband = dataset.gemeente_names, dataset.verband_names
    codes = sorted(matrix.index, key=lambda code: (plain(gemeente[code]["naam"]), code))
    counts = matrix.loc[codes].to_numpy()
    return {
        "dag": day.isoformat(),
        "minimaal": least,
        "hoogste": highest,
        "bereik": max(highest, least, 1),
        "aantal": len(above),
        "geteld": counted_view(geteld),
        "paren": [
            {"a": gemeente[a], "b": gemeente[b], "aantal": int(n), "gedeeld": [verband[id_] for id_ in shared]}
            for a, b, n, shared in above.head(MAX_VERBINDINGEN_WRITTEN).itertuples(index=False)
        ],
        "gemeenten": [gemeente[code] for code in codes],
        "matrix": _matrix([gemeente[code] for code in codes], counts @ counts.T, highest)
        if 0 < len(codes) <= MAX_MATRIX
        else [],
    }


def _matrix(gemeenten: list[View], counts: np.ndarray, highest: int) -> list[View]:
    return [
        {
            "gemeente": gemeente,
            "cellen": [
                {
                    "aantal": int(n),
                    "zelf": i == j,
                    "tint": 1 + 4 * (int(n) - 1) // max(highest, 1) if n and i != j else 0,
                }
                for j, n in enumerate(counts[i])
            ],
        }
        for i, gemeente in enumerate(gemeenten)
    ]


def _threshold(counts: pd.Series, highest: int) -> int:
    """The lowest number that at most MAX_VERBINDINGEN pairs reach; the highest where there is none."""
    cumulative = counts.value_counts().sort_index(ascending=False).cumsum()
    short = cumulative[cumulative <= MAX_VERBINDINGEN]
    return int(short.index.min()) if len(short) else max(highest, 1)
