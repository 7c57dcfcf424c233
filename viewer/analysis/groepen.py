"""Clusters: which gemeenten do most of their cooperating with the same others."""

from __future__ import annotations

import numpy as np
import pandas as pd

from viewer.analysis.overlap import jaccard_matrix

AFSTAND = 0.5
"""Groups are cut here: within one, two gemeenten share on average half or more of what either does."""


def groepeer(matrix: pd.DataFrame) -> pd.Series:
    """Groups of gemeenten, numbered from 1 in the order of the series; index code.

    matrix: 1 or 0, a row per gemeente, a column per samenwerkingsverband. The order puts gemeenten
    that do alike side by side; those that take part in nothing come last, each on its own.
    Method: average linkage (UPGMA) on the Jaccard distance between rows, cut at AFSTAND, with
    optimal leaf ordering (scipy.cluster.hierarchy). No chance is involved: equal data give equal
    groups.
    """
    # scipy takes a moment to load, and most visitors never ask for groups
    from scipy.cluster.hierarchy import fcluster, leaves_list, linkage, optimal_leaf_ordering  # noqa: PLC0415
    from scipy.spatial.distance import squareform  # noqa: PLC0415

    actief = matrix[matrix.sum(axis=1) > 0]
    stil = matrix.index.difference(actief.index)
    if len(actief) > 1:
        afstand = 1 - jaccard_matrix(actief.T).to_numpy()
        np.fill_diagonal(afstand, 0)
        kort = squareform(np.round(afstand, 9), checks=False)
        boom = optimal_leaf_ordering(linkage(kort, method="average"), kort)
        volgorde = leaves_list(boom)
        groep = fcluster(boom, t=AFSTAND, criterion="distance")[volgorde]
    else:
        volgorde, groep = np.arange(len(actief)), np.ones(len(actief), dtype=int)
    nummers = pd.factorize(groep)[0] + 1
    codes = [*actief.index[volgorde], *stil]
    eind = int(nummers.max()) if len(nummers) else 0
    return pd.Series([*nummers, *range(eind + 1, eind + 1 + len(stil))], index=pd.Index(codes, name="code"), dtype=int)
