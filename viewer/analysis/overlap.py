"""How much samenwerkingsverbanden overlap: the same gemeenten in both, or one inside the other."""

from __future__ import annotations

import numpy as np
import pandas as pd


def gelijkenis(matrix: pd.DataFrame) -> pd.DataFrame:
    """Pairs of samenwerkingsverbanden that share a gemeente.

    matrix: 1 or 0, a row per gemeente, a column per samenwerkingsverband. Returns columns a, b
    (ids, in the order of the columns), gedeeld (gemeenten in both), jaccard (gedeeld over gemeenten
    in either, 0 to 1), deel_a and deel_b (gedeeld over the gemeenten of a, of b: 1 means that it
    lies within the other); most alike first.
    Source: P. Jaccard, "The distribution of the flora in the alpine zone", New Phytologist 11
    (1912); deel_a and deel_b are its containment, the overlap seen from one side.
    """
    gedeeld = shared(matrix)
    a, b = np.nonzero(np.triu(gedeeld, k=1))
    omvang = np.diag(gedeeld)
    samen = gedeeld[a, b]
    ids = matrix.columns.to_numpy()
    return pd.DataFrame(
        {
            "a": ids[a],
            "b": ids[b],
            "gedeeld": samen.astype(int),
            "jaccard": samen / (omvang[a] + omvang[b] - samen),
            "deel_a": samen / omvang[a],
            "deel_b": samen / omvang[b],
        }
    ).sort_values(["jaccard", "gedeeld", "a", "b"], ascending=[False, False, True, True], ignore_index=True)


def shared(matrix: pd.DataFrame) -> np.ndarray:
    """How many gemeenten each two columns of a 1-or-0 matrix have in common (M'M); square, symmetric,
    with the size of each on the diagonal."""
    waarden = matrix.to_numpy(np.float32)
    gedeeld: np.ndarray = (waarden.T @ waarden).astype(np.float64)
    return gedeeld


def jaccard_matrix(matrix: pd.DataFrame) -> pd.DataFrame:
    """The Jaccard similarity of each two columns of a 1-or-0 matrix, 0 to 1, square. Two empty
    columns have nothing in common: 0, also on the diagonal."""
    gedeeld = shared(matrix)
    omvang = np.diag(gedeeld)
    samen = omvang[:, None] + omvang[None, :] - gedeeld
    waarden = np.divide(gedeeld, samen, out=np.zeros_like(gedeeld), where=samen > 0)
    return pd.DataFrame(waarden, index=matrix.columns, columns=matrix.columns)
