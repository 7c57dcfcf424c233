"""Verbindingen: who takes part in what, and which samenwerkingsverbanden two gemeenten share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
import pandas as pd

from viewer.dataset import Dataset


def participation_matrix(dataset: Dataset, dag: date, ids: Iterable[str]) -> pd.DataFrame:
    """Who takes part in what: 1 or 0, a row per gemeente (code), a column per samenwerkingsverband.

    Rows are the gemeenten of the day that take part in at least one of ids on the day, ordered by code.
    """
    present = dataset.deelnames_on(dag)
    verbanden, codes = present["verband"], present["code"]
    counts = (verbanden.isin(list(ids)) & codes.isin(dataset.ooit.index)).to_numpy()
    rows, code_labels = pd.factorize(codes[counts], sort=True)
    columns, id_labels = pd.factorize(verbanden[counts], sort=True)
    matrix = np.zeros((len(code_labels), len(id_labels)), dtype=np.int16)
    matrix[rows, columns] = 1
    return pd.DataFrame(matrix, index=code_labels.rename("code"), columns=id_labels.rename("verband"))


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


def partners(matrix: pd.DataFrame, *codes: str) -> pd.Series:
    """How many samenwerkingsverbanden each other gemeente shares with this one, or with these together: index
    code, at least 1, most first. Empty when none of them takes part in any."""
    own = [code for code in codes if code in matrix.index]
    if not own:
        return pd.Series(dtype=int)
    samen = matrix @ matrix.loc[own].max()
    samen = samen.drop(own)
    return samen[samen > 0].sort_values(ascending=False, kind="stable")


def verbindingen_per_thema(matrix: pd.DataFrame, themas: pd.Series) -> pd.DataFrame:
    """On which subjects pairs of gemeenten are tied: columns a, b (codes, a < b), thema, aantal.

    matrix: as from `participation_matrix`. themas: per samenwerkingsverband its subjects (tuple).
    One with two subjects counts under both, so numbers do not add up to those of `verbindingen`.
    """
    paren: list[pd.DataFrame] = []
    lang = themas.reindex(matrix.columns).explode()
    for thema in sorted(lang.dropna().unique()):
        deel = matrix[lang.index[lang == thema]].to_numpy(np.float32)
        samen = np.triu(deel @ deel.T, k=1)
        a, b = np.nonzero(samen)
        codes = matrix.index.to_numpy()
        paren.append(pd.DataFrame({"a": codes[a], "b": codes[b], "thema": thema, "aantal": samen[a, b].astype(int)}))
    if not paren:
        return pd.DataFrame({"a": [], "b": [], "thema": [], "aantal": []})
    return pd.concat(paren, ignore_index=True).sort_values(["a", "b", "thema"], ignore_index=True)
