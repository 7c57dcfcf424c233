"""What an analysis is about: the day, the gemeenten and the samenwerkingsverbanden that count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from viewer.dataset import Dataset
from viewer.model import NEDERLAND
from viewer.selection import Selection


@dataclass(frozen=True)
class Verzameling:
    """Every figure is about one of these, and says so.

    dag: the peildatum. gebied: the provincie, or Nederland. codes: the gemeenten that count: those
    of the area, or of it and the chosen regions. ids: the samenwerkingsverbanden that count.
    te_groot: those left out because they have more than `hoogstens` participants of any kind. kern: the
    gemeenten of the chosen regions wherever they lie, or of the area when none is chosen.
    """

    dag: date
    gebied: str
    codes: tuple[str, ...]
    ids: tuple[str, ...]
    te_groot: tuple[str, ...] = ()
    hoogstens: int | None = None
    kern: tuple[str, ...] = ()


def build_verzameling(dataset: Dataset, keuze: Selection, provincie: str, hoogstens: int | None = None) -> Verzameling:
    """The samenwerkingsverbanden that a selection leaves, without those of more than `hoogstens`
    participants (gemeenten of any country, waterschappen, provincies and others counted alike).

    A chosen region narrows both the samenwerkingsverbanden (someone of it takes part) and the
    gemeenten. None: none is left out.
    """
    dag = keuze.peildatum or dataset.peildatum
    ids = dataset.select_ids(keuze, provincie)
    codes = dataset.codes_chosen(keuze, provincie, zonder=("gemeente",))
    omvang = dataset.deelnames_on(dag).groupby("verband").size().reindex(ids, fill_value=0)
    past = omvang <= hoogstens if hoogstens is not None else omvang >= 0
    return Verzameling(
        dag=dag,
        gebied=provincie,
        codes=tuple(sorted(codes)),
        ids=tuple(ids[past]),
        te_groot=tuple(ids[~past]),
        hoogstens=hoogstens,
        kern=tuple(sorted(dataset.codes_chosen(keuze, NEDERLAND, zonder=("gemeente",)) if keuze.regio else codes)),
    )


def deelname_matrix(dataset: Dataset, v: Verzameling) -> pd.DataFrame:
    """Who takes part in what: 1.0 or 0.0, a row per gemeente of v.codes, a column per id of v.ids,
    both in that order, those without a participation included.

    Floats, because counts up to 2**24 are exact in them and products of such matrices are fast.
    """
    present = dataset.deelnames_on(v.dag)
    rijen = pd.Index(v.codes).get_indexer(present["code"])
    kolommen = pd.Index(v.ids).get_indexer(present["verband"])
    telt = (rijen >= 0) & (kolommen >= 0)
    waarden = np.zeros((len(v.codes), len(v.ids)), dtype=np.float32)
    waarden[rijen[telt], kolommen[telt]] = 1
    return pd.DataFrame(waarden, index=pd.Index(v.codes, name="code"), columns=pd.Index(v.ids, name="verband"))


UNKNOWN_AREA = ""
"""The row of `area_matrix` for participants of which nobody knows where they lie today."""


def area_matrix(dataset: Dataset, v: Verzameling) -> pd.DataFrame:
    """Whose area takes part in what, in the whole country: as `deelname_matrix`, with a row per gemeente
    of today by code, and last UNKNOWN_AREA.

    A gemeente that has ended since counts as the one that it lies in today, so that nobody who took
    part on the day is cut away from where a samenwerkingsverband lies.
    """
    present = dataset.deelnames_on(v.dag)
    present = present[present["soort"] == "gemeente"]
    codes = pd.Index([*dataset.gemeenten.index, UNKNOWN_AREA], name="code")
    rijen = codes.get_indexer(present["nu"])
    kolommen = pd.Index(v.ids).get_indexer(present["verband"])
    telt = kolommen >= 0
    waarden = np.zeros((len(codes), len(v.ids)), dtype=np.float32)
    waarden[rijen[telt], kolommen[telt]] = 1
    return pd.DataFrame(waarden, index=codes, columns=pd.Index(v.ids, name="verband"))
