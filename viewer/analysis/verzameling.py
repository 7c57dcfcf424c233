"""What an analysis is about: the day, the gemeenten and the samenwerkingsverbanden that count."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from viewer.dataset import Dataset
from viewer.filters import ADDS
from viewer.model import NEDERLAND
from viewer.selection import Selection
from viewer.wording import counted, either, whole


@dataclass(frozen=True)
class Geteld:
    """What of some samenwerkingsverbanden counts where gemeenten are compared.

    register, zelf: how many of the register, and how many hand-kept ones. van, tot: the years of the
    oldest and the newest source of the latter; "" without any. niet: how many hand-kept ones do not
    count; onvolledig: as many of these of which not all participants are known: they never do.
    """

    register: int = 0
    zelf: int = 0
    van: str = ""
    tot: str = ""
    niet: int = 0
    onvolledig: int = 0

    @property
    def woorden(self) -> str:
        """What counts, in words, with what does not: for files and pictures, which have no room for more."""
        niet = f"; {whole(self.niet)} die wij zelf verzamelden {either(self.niet, 'telt', 'tellen')} niet mee"
        return counted(self.register, self.zelf, self.van, self.tot) + (niet if self.niet else "")


NOTHING = Geteld()
"""Of no samenwerkingsverbanden at all."""


def count_along(dataset: Dataset, ids: Iterable[str], keuze: Selection) -> tuple[pd.Index, Geteld]:
    """Those of some samenwerkingsverbanden that count where gemeenten are compared, in their order, and what
    is to be said of that.

    By default the register alone, which has all of its kind for every gemeente: hand-kept ones are there
    where somebody searched. A selection adds these by `filters.ADDS`, but those of which not all
    participants are known.
    """
    alle = dataset.verbanden.loc[list(ids), ["comparable", "compleet", "peildatum_bron"]]
    hand = ~alle["comparable"]
    mee = alle["comparable"] | (alle["compleet"] if any(keuze[naam] for naam in ADDS) else False)
    jaren = sorted(alle.loc[hand & mee, "peildatum_bron"].str[:4])
    return alle.index[mee], Geteld(
        register=int((~hand).sum()),
        zelf=len(jaren),
        van=jaren[0] if jaren else "",
        tot=jaren[-1] if jaren else "",
        niet=int((~mee).sum()),
        onvolledig=int((hand & ~alle["compleet"]).sum()),
    )


@dataclass(frozen=True)
class Verzameling:
    """Every figure is about one of these, and says so.

    dag: the peildatum. gebied: the provincie, or Nederland. codes: the gemeenten that count: those
    of the area, or of it and the chosen regions. ids: the samenwerkingsverbanden that count.
    te_groot: those left out because they have more than `hoogstens` participants of any kind. kern: the
    gemeenten of the chosen regions wherever they lie, or of the area when none is chosen. geteld: what
    of the selection ids are.
    """

    dag: date
    gebied: str
    codes: tuple[str, ...]
    ids: tuple[str, ...]
    te_groot: tuple[str, ...] = ()
    hoogstens: int | None = None
    kern: tuple[str, ...] = ()
    geteld: Geteld = NOTHING


def build_verzameling(dataset: Dataset, keuze: Selection, provincie: str, hoogstens: int | None = None) -> Verzameling:
    """What counts of the samenwerkingsverbanden that a selection leaves (see `count_along`), without those of
    more than `hoogstens` participants (gemeenten of any country, waterschappen, provincies and others
    counted alike).

    A chosen region narrows both the samenwerkingsverbanden (someone of it takes part) and the
    gemeenten. None: none is left out.
    """
    dag = keuze.peildatum or dataset.peildatum
    ids = dataset.select_ids(keuze, provincie)
    codes = dataset.codes_chosen(keuze, provincie, zonder=("gemeente",))
    omvang = dataset.deelnames_on(dag).groupby("verband").size().reindex(ids, fill_value=0)
    past = omvang <= hoogstens if hoogstens is not None else omvang >= 0
    mee, geteld = count_along(dataset, ids[past], keuze)
    return Verzameling(
        dag=dag,
        gebied=provincie,
        codes=tuple(sorted(codes)),
        ids=tuple(mee),
        te_groot=tuple(count_along(dataset, ids[~past], keuze)[0]),
        hoogstens=hoogstens,
        kern=tuple(sorted(dataset.codes_chosen(keuze, NEDERLAND, zonder=("gemeente",)) if keuze.regio else codes)),
        geteld=geteld,
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
