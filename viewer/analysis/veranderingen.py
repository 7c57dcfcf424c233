"""What changed between two days: new, ended, joined, left."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from viewer.dataset import Dataset
from viewer.selection import Selection
from viewer.wording import either, in_words


@dataclass(frozen=True)
class Veranderingen:
    """What differs between two days, by name: samenwerkingsverbanden as (slug, naam), and those who
    joined or left one that was there on both days as (slug, naam, deelnemer)."""

    nieuw: tuple[tuple[str, str], ...]
    beeindigd: tuple[tuple[str, str], ...]
    toegetreden: tuple[tuple[str, str, str], ...]
    uitgetreden: tuple[tuple[str, str, str], ...]

    def __bool__(self) -> bool:
        return any((self.nieuw, self.beeindigd, self.toegetreden, self.uitgetreden))


def veranderingen(dataset: Dataset, keuze: Selection, provincie: str, van: date, tot: date) -> Veranderingen:
    """What changed between two days in the samenwerkingsverbanden that a selection leaves on each.

    Hand-kept ones have no first day, so one that appears only because its source is younger than
    van does not count as new; they are left out.
    """

    def on(dag: date) -> tuple[pd.DataFrame, pd.DataFrame]:
        verbanden = dataset.select(replace(keuze, peildatum=dag), provincie)
        verbanden = verbanden[verbanden["dated"]]
        present = dataset.deelnames_on(dag)
        return verbanden, present[present["verband"].isin(verbanden.index)]

    before, deel_voor = on(van)
    after, deel_na = on(tot)
    beide = before.index.intersection(after.index)
    sleutels = ["verband", "code", "naam"]
    samen = deel_voor[sleutels].merge(deel_na[sleutels], how="outer", on=sleutels, indicator=True)
    samen = samen[samen["verband"].isin(beide)]

    def verbanden(frame: pd.DataFrame) -> tuple[tuple[str, str], ...]:
        return tuple(frame[["slug", "naam"]].itertuples(index=False, name=None))

    def deelnemers(kant: str) -> tuple[tuple[str, str, str], ...]:
        rijen = samen[samen["_merge"] == kant].merge(
            after[["slug", "naam"]], left_on="verband", right_index=True, suffixes=("", "_verband")
        )
        rijen = rijen.sort_values(["naam_verband", "naam"], kind="stable")
        return tuple(rijen[["slug", "naam_verband", "naam"]].itertuples(index=False, name=None))

    return Veranderingen(
        nieuw=verbanden(after[~after.index.isin(before.index)]),
        beeindigd=verbanden(before[~before.index.isin(after.index)]),
        toegetreden=deelnemers("right_only"),
        uitgetreden=deelnemers("left_only"),
    )


@dataclass(frozen=True)
class Gebeurtenis:
    """Something that happened to a samenwerkingsverband on a day. soort: `nieuw`, `beëindigd`,
    `erbij` or `vertrokken`; zin: the same in a sentence."""

    dag: date
    id: str
    slug: str
    naam: str
    soort: str
    zin: str


def gebeurtenissen(dataset: Dataset, provincie: str, hoogstens: int) -> tuple[Gebeurtenis, ...]:
    """The latest things that happened in the register to samenwerkingsverbanden of a provincie, up
    to the day of the data, newest first.

    The first day of the first participant is a beginning, the last day of the last one an end; any
    other first or last day is someone who joined or left.
    """
    deelnames = dataset.deelnames
    hier = deelnames.loc[deelnames["code"].isin(dataset.codes_in(provincie)), "verband"].unique()
    dated = dataset.verbanden.index[dataset.verbanden["dated"]]
    eigen = deelnames[deelnames["verband"].isin(hier) & deelnames["verband"].isin(dated)]
    eerste = eigen.groupby("verband")["sinds"].min()
    loopt = eigen["tot"].isna().groupby(eigen["verband"]).any()
    laatste = eigen.groupby("verband")["tot"].max().where(~loopt)
    lang = pd.concat(
        [
            eigen[["verband", "naam", "sinds"]].rename(columns={"sinds": "dag"}).assign(komt=True),
            eigen[["verband", "naam", "tot"]].dropna().rename(columns={"tot": "dag"}).assign(komt=False),
        ]
    )
    lang = lang[lang["dag"] <= pd.Timestamp(dataset.peildatum)]
    grens = pd.Series(np.where(lang["komt"], lang["verband"].map(eerste), lang["verband"].map(laatste)), lang.index)
    lang = lang.assign(heel=lang["dag"] == pd.to_datetime(grens))
    groepen = lang.groupby(["dag", "verband", "komt", "heel"])["naam"].agg(list)
    groepen = groepen.sort_index(ascending=[False, True, False, False]).head(hoogstens)
    return tuple(
        _event(dataset, dag.date(), verband, komt, heel, sorted(namen))
        for (dag, verband, komt, heel), namen in groepen.items()
    )


def _event(dataset: Dataset, dag: date, verband: str, komt: bool, heel: bool, namen: list[str]) -> Gebeurtenis:
    rij = dataset.verbanden.loc[verband]
    wie = in_words(namen)
    doet, deed = either(len(namen), "doet", "doen"), either(len(namen), "deed", "deden")
    soort, zin = {
        (True, True): ("nieuw", f"Dit samenwerkingsverband begint, met {wie}."),
        (True, False): ("erbij", f"{wie} {doet} vanaf nu mee."),
        (False, False): ("vertrokken", f"{wie} {doet} niet meer mee."),
        (False, True): ("beëindigd", f"Dit samenwerkingsverband houdt op. Als laatste {deed} mee: {wie}."),
    }[komt, heel]
    return Gebeurtenis(dag, verband, rij["slug"], rij["naam"], soort, zin)
