"""Congruence: do samenwerkingsverbanden keep to a region, and which gemeente goes its own way?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from viewer.analysis.verzameling import Verzameling, area_matrix, deelname_matrix
from viewer.dataset import Dataset
from viewer.model import NEDERLAND

SOORTEN = ("gelijk", "binnen", "snijdt")
"""The three kinds that every samenwerkingsverband of a region falls into."""


def ligging(matrix: pd.DataFrame, regio: Iterable[str]) -> pd.DataFrame:
    """How each samenwerkingsverband lies to a region.

    matrix: 1 or 0, a row per gemeente that counts, a column per samenwerkingsverband; regio: codes,
    of which those without a row do not count. With D the participants that count and R the
    region's gemeenten that do, returns (index: the ids with D and R having a gemeente in common) the columns
    soort and omvat: `gelijk` D = R; `binnen` D lies within R and is smaller; `snijdt` D also has
    gemeenten outside R. omvat: all of R takes part, and more. gedeeld and buiten: how many
    gemeenten D has inside and outside R.
    Source of the idea: territoriale congruentie, the share in which a gemeente works with the same
    others (M. ter Hedde and A. van Dal-Peters, Rijnconsult Business Review, 2020). Measuring it
    against a region, and the three kinds, are ours.
    """
    in_regio = matrix.index.isin(list(regio))
    waarden = matrix.to_numpy(np.float32)
    gedeeld = waarden[in_regio].sum(axis=0)
    buiten = waarden[~in_regio].sum(axis=0)
    heel = gedeeld == in_regio.sum()
    soort = np.select([buiten > 0, heel], ["snijdt", "gelijk"], "binnen")
    out = pd.DataFrame(
        {"soort": soort, "omvat": heel & (buiten > 0), "gedeeld": gedeeld.astype(int), "buiten": buiten.astype(int)},
        index=matrix.columns,
    )
    return out[gedeeld > 0]


def congruentie(dataset: Dataset, v: Verzameling, regios: Iterable[str], onder: str = NEDERLAND) -> pd.DataFrame:
    """How well the samenwerkingsverbanden keep to each region.

    onder: whose participation counts: of all gemeenten of the country, or of those of one provincie, as if
    there were no others. A gemeente that has ended since counts as the one that it lies in today.
    Returns index regio (slug); columns naam, gemeenten (of the region, within v.gebied), elders (of
    the region, outside it), aantal (samenwerkingsverbanden of v with a gemeente of it), gelijk,
    binnen, snijdt (they add up to aantal), omvat (part of snijdt), congruentie (gelijk and binnen
    over aantal, 0 to 1; NaN when aantal is 0). See `ligging`.
    """
    matrix = _among(dataset, v, onder)
    hier = dataset.codes_in(v.gebied)
    namen = dataset.regios.drop_duplicates("regio").set_index("regio")["naam"]
    rijen = {}
    for regio in regios:
        leden = dataset.codes_in_regio(regio)
        kant = ligging(matrix, leden)
        telling = kant["soort"].value_counts()
        rijen[regio] = {
            "naam": namen[regio],
            "gemeenten": len(leden & hier),
            "elders": len(leden - hier),
            "aantal": len(kant),
            **{soort: int(telling.get(soort, 0)) for soort in SOORTEN},
            "omvat": int(kant["omvat"].sum()),
        }
    out = pd.DataFrame.from_dict(
        rijen, orient="index", columns=["naam", "gemeenten", "elders", "aantal", *SOORTEN, "omvat"]
    ).rename_axis("regio")
    return out.assign(congruentie=(out["gelijk"] + out["binnen"]) / out["aantal"].where(out["aantal"] > 0))


def congruentie_per_gemeente(dataset: Dataset, v: Verzameling, regio: str, onder: str = NEDERLAND) -> pd.DataFrame:
    """The same seen from each gemeente of the day, of a region and in v.gebied: index code; columns naam, aantal
    (in how many of v it takes part itself), gelijk, binnen, snijdt, congruentie."""
    leden = dataset.codes_in_regio(regio)
    soort = ligging(_among(dataset, v, onder), leden)["soort"]
    then = dataset.codes_in_regio(regio, v.dag) & dataset.codes_in(v.gebied, v.dag)
    eigen = deelname_matrix(dataset, replace(v, codes=tuple(sorted(then))))[soort.index]
    out = pd.DataFrame({een: eigen.loc[:, soort == een].sum(axis=1).astype(int) for een in SOORTEN})
    out.insert(0, "aantal", out.sum(axis=1))
    out.insert(0, "naam", dataset.ooit["naam"].reindex(out.index))
    return out.assign(congruentie=(out["gelijk"] + out["binnen"]) / out["aantal"].where(out["aantal"] > 0))


def afwijkingen(dataset: Dataset, v: Verzameling, regios: Iterable[str]) -> pd.DataFrame:
    """Where a gemeente of a region, in v.gebied, does otherwise than most of it.

    A row per region, gemeente and samenwerkingsverband where more than half of the region's
    gemeenten (wherever they lie) take part and this one does not (mee False), or fewer than half do and
    this one does (mee True); exactly half is no majority, and a region of two or fewer has none.
    Columns regio (slug), code, naam, verband (id), mee, meedoen (gemeenten of the region that take
    part), gemeenten (of the region). Regions in the order given; within one the gemeente with the
    most deviations first.
    """
    matrix = deelname_matrix(dataset, replace(v, codes=tuple(dataset.gemeenten_on(v.dag).index)))
    delen = [deviations(matrix, regio, dataset.codes_in_regio(regio, v.dag)) for regio in regios]
    out = pd.concat([deviations(matrix, "", ()), *delen], ignore_index=True)
    out = out[out["code"].isin(dataset.codes_in(v.gebied, v.dag))]
    out.insert(2, "naam", dataset.ooit["naam"].reindex(out["code"]).to_numpy())
    per = out.groupby(["regio", "code"])["mee"]
    out = out.assign(
        volgorde=pd.factorize(out["regio"])[0], aantal=per.transform("size"), wel=per.transform("sum").astype(int)
    ).sort_values(
        ["volgorde", "aantal", "wel", "naam", "code", "mee", "meedoen", "verband"],
        ascending=[True, False, True, True, True, True, False, True],
        ignore_index=True,
    )
    return out.drop(columns=["volgorde", "aantal", "wel"])


def deviations(matrix: pd.DataFrame, regio: str, leden: Iterable[str]) -> pd.DataFrame:
    """`afwijkingen` of one region, unordered and without names. matrix: 1 or 0, a row per gemeente, a column
    per samenwerkingsverband; leden: codes of the region."""
    eigen = matrix[matrix.index.isin(list(leden))]
    waarden = eigen.to_numpy()
    hoeveel, meedoen = len(eigen), waarden.sum(axis=0)
    # Of two or fewer, more than half is all of them: nobody is left to do otherwise.
    meerderheid = np.sign(2 * meedoen - hoeveel)
    anders = (meerderheid != 0) & ((waarden > 0) != (meerderheid > 0))
    rij, kolom = np.nonzero(anders)
    return pd.DataFrame(
        {
            "regio": np.full(len(rij), regio, dtype=object),
            "code": eigen.index.to_numpy()[rij],
            "verband": eigen.columns.to_numpy()[kolom],
            "mee": waarden[rij, kolom] > 0,
            "meedoen": meedoen[kolom].astype(int),
            "gemeenten": hoeveel,
        }
    )


def over_de_grens(dataset: Dataset, v: Verzameling) -> pd.DataFrame:
    """Who takes part from where: index verband (id, of v.ids); columns naam, hier (gemeenten of v.kern: of
    the chosen regions wherever they lie, or of the area when none was chosen), gebied (other gemeenten of
    the area), elders (other gemeenten of the Netherlands), buiten_register, anderen, aandeel (gebied,
    elders and buiten_register over these and hier, 0 to 1).

    buiten_register: participants that the
    register names without being a Dutch government body; but for two of them they are foreign gemeenten
    and districts, so they stand for "abroad". anderen: waterschappen, provincies and other bodies, and
    every participant that is no gemeente of a hand-kept samenwerkingsverband.
    """
    present = dataset.deelnames_on(v.dag)
    present = present[present["verband"].isin(v.ids)]
    is_gemeente = present["soort"] == "gemeente"
    comparable = present["verband"].map(dataset.verbanden["comparable"])
    kolommen = ["hier", "gebied", "elders", "buiten_register"]
    gevallen = [
        is_gemeente & present["code"].isin(v.kern),
        is_gemeente & present["code"].isin(dataset.codes_in(v.gebied, v.dag)),
        is_gemeente,
        (present["soort"] == "overig") & comparable,
    ]
    soort = np.select(gevallen, kolommen, "anderen")
    telling = pd.crosstab(present["verband"], soort)
    telling = telling.reindex(index=pd.Index(v.ids, name="verband"), columns=[*kolommen, "anderen"])
    telling = telling.fillna(0).astype(int)
    buiten = telling["gebied"] + telling["elders"] + telling["buiten_register"]
    telling.insert(0, "naam", dataset.verbanden["naam"].reindex(telling.index))
    return telling.assign(aandeel=buiten / (buiten + telling["hier"]).where(lambda som: som > 0))


def _among(dataset: Dataset, v: Verzameling, onder: str) -> pd.DataFrame:
    """Whose area takes part in what, as far as it lies in a provincie, or anywhere for the whole country."""
    matrix = area_matrix(dataset, v)
    return matrix if onder == NEDERLAND else matrix[matrix.index.isin(dataset.codes_in(onder))]
