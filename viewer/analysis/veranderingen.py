"""What changed between two days: new, ended, joined, left."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from viewer.dataset import Dataset
from viewer.selection import Selection
from viewer.sources.wijzigingen import SOORTEN
from viewer.wording import either, in_words, long_date


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


def _with_heirs(dataset: Dataset, present: pd.DataFrame, dag: date) -> pd.DataFrame:
    """Participations of an earlier day, with on a later one who has followed a gemeente by then: a herindeling is
    no joining and no leaving."""
    loop, moment = dataset.levensloop, pd.Timestamp(dag)
    heirs = {code: loop.heir(code, moment) for code in present["code"].unique() if code}
    moved = {code: heir for code, heir in heirs.items() if heir != code}
    gone = present["code"].isin(list(moved))
    names = dataset.deelnames_on(dag).drop_duplicates("code").set_index("code")["naam"]
    known = dataset.ooit["naam"]
    code = present["code"].map(moved).where(gone, present["code"])
    naam = code.map(lambda one: names.get(one, known.get(one, ""))).where(gone, present["naam"])
    return present.assign(code=code, naam=naam).drop_duplicates(["verband", "code", "naam"])


def veranderingen(dataset: Dataset, keuze: Selection, provincie: str, van: date, tot: date) -> Veranderingen:
    """What changed between two days in the samenwerkingsverbanden that a selection leaves on each.

    Hand-kept ones have no first day, so one that appears only because its source is younger than
    van does not count as new; they are left out. Who took the place of a gemeente
    by a herindeling did not join, and that one did not leave.
    """

    def on(dag: date) -> tuple[pd.DataFrame, pd.DataFrame]:
        verbanden = dataset.select(replace(keuze, peildatum=dag), provincie)
        verbanden = verbanden[verbanden["dated"]]
        present = dataset.deelnames_on(dag)
        return verbanden, present[present["verband"].isin(verbanden.index)]

    before, deel_voor = on(van)
    after, deel_na = on(tot)
    deel_voor = _with_heirs(dataset, deel_voor, tot)
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


_LOGGED_ONLY = ("aangekondigd", "gecorrigeerd", "verdwenen")
_LOGGED_WORDS = frozenset(SOORTEN[soort] for soort in _LOGGED_ONLY)


@dataclass(frozen=True)
class Gebeurtenis:
    """Something that happened to a samenwerkingsverband or a gemeente, or that the register told of one. dag: the day
    on which it holds in law; geleerd: the day on which the register told it, None when that is not known, for it was
    before the log began. soort: `nieuw`, `beëindigd`, `erbij`, `vertrokken`, or how the log words another kind;
    zin: the same in sentences; onder: below which address slug is."""

    dag: date
    id: str
    slug: str
    naam: str
    soort: str
    zin: str
    geleerd: date | None = None
    onder: str = "samenwerkingsverbanden"

    @property
    def bekend(self) -> date:
        """The day on which one could know it."""
        return self.geleerd or self.dag

    @property
    def met_dag(self) -> str:
        """zin, with the day on which it holds in law, and the one on which the register told it where that is later;
        what the log words has its days in its words."""
        if self.soort in _LOGGED_WORDS:
            return self.zin
        zin = f"{self.zin} Dit geldt vanaf {long_date(self.dag)}."
        return zin if self.bekend == self.dag else f"{zin} Het register meldde het op {long_date(self.bekend)}."


def gebeurtenissen(dataset: Dataset, provincie: str, hoogstens: int) -> tuple[Gebeurtenis, ...]:
    """The latest things that the register told of samenwerkingsverbanden of a provincie and of its gemeenten, up
    to the day of the data, by the day on which it told them, newest first.

    The first day of the first participant is a beginning, the last day of the last one an end; any
    other first or last day is someone who joined or left. What was announced, corrected or taken out of the
    register is as the log of imports has it.
    """
    deelnames = dataset.deelnames
    hier = deelnames.loc[deelnames["code"].isin(dataset.codes_ever(provincie)), "verband"].unique()
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
    # What left the register did not end: the log tells it.
    weg = {id_: pd.Timestamp(dag) for id_, dag in dataset.verdwenen.items()}
    lang = lang[lang["komt"] | (lang["dag"] != pd.to_datetime(lang["verband"].map(weg)))]
    grens = pd.Series(np.where(lang["komt"], lang["verband"].map(eerste), lang["verband"].map(laatste)), lang.index)
    lang = lang.assign(heel=lang["dag"] == pd.to_datetime(grens))
    lang = lang.assign(geleerd=_learned(dataset, lang))
    groepen = lang.groupby(["geleerd", "dag", "verband", "komt", "heel"])["naam"].agg(list)
    groepen = groepen.sort_index(ascending=[False, False, True, False, False]).head(hoogstens)
    found = [
        _event(dataset, geleerd.date(), dag.date(), verband, komt, heel, sorted(namen))
        for (geleerd, dag, verband, komt, heel), namen in groepen.items()
    ]
    found += _logged(dataset, set(hier) & set(dated), dataset.codes_in(provincie))
    return tuple(sorted(found, key=lambda wat: wat.bekend, reverse=True)[:hoogstens])


_LOGGED = {
    (True, True): "nieuw",
    (False, True): "beeindigd",
    (True, False): "toegetreden",
    (False, False): "uitgetreden",
}


def _learned(dataset: Dataset, lang: pd.DataFrame) -> pd.Series:
    """Per row the day on which the register told it, by the log; its own day where the log has nothing of it."""
    geleerd: dict[tuple[str, str, str], str] = {}
    for regel in reversed(dataset.wijzigingen):
        for soort in _LOGGED.values():
            for rij in regel[soort]:
                wie = rij.get("deelnemer", "")
                geleerd[soort, rij["id"], f"{wie}/{rij.get('dag', '')}" if wie else ""] = regel["peildatum"]
    if not geleerd:
        return lang["dag"]
    out = []
    for verband, naam, dag, komt, heel in lang[["verband", "naam", "dag", "komt", "heel"]].itertuples(index=False):
        soort = _LOGGED[bool(komt), bool(heel)]
        wie = "" if heel else f"{naam}/{dag:%Y-%m-%d}"
        out.append(geleerd.get((soort, verband, wie)))
    gezegd = pd.Series(pd.to_datetime(pd.Series(out, dtype=object), format="%Y-%m-%d").to_numpy(), lang.index)
    # Nobody learns of a day to come what happened: then it was announced.
    return gezegd.where(gezegd >= lang["dag"], lang["dag"])


def _event(
    dataset: Dataset, geleerd: date, dag: date, verband: str, komt: bool, heel: bool, namen: list[str]
) -> Gebeurtenis:
    rij = dataset.verbanden.loc[verband]
    wie = in_words(namen)
    doet, deed = either(len(namen), "doet", "doen"), either(len(namen), "deed", "deden")
    soort, zin = {
        (True, True): ("nieuw", f"Dit samenwerkingsverband begint, met {wie}."),
        (True, False): ("erbij", f"{wie} {doet} vanaf nu mee."),
        (False, False): ("vertrokken", f"{wie} {doet} niet meer mee."),
        (False, True): ("beëindigd", f"Dit samenwerkingsverband houdt op. Als laatste {deed} mee: {wie}."),
    }[komt, heel]
    return Gebeurtenis(dag, verband, rij["slug"], rij["naam"], soort, zin, geleerd)


def _logged(dataset: Dataset, verbanden: set[str], codes: Collection[str]) -> list[Gebeurtenis]:
    """What the log has of other kinds, of these samenwerkingsverbanden and gemeenten: all of one kind and one night
    of each together."""
    out = []
    for regel in dataset.wijzigingen:
        geleerd = date.fromisoformat(regel["peildatum"])
        for soort in _LOGGED_ONLY:
            per_id: dict[str, list[str]] = {}
            for rij in regel[soort]:
                if rij["id"] in verbanden or rij["id"] in codes:
                    per_id.setdefault(rij["id"], []).append(_sentence(rij))
            for id_, zinnen in per_id.items():
                van = dataset.gemeenten if id_ in codes else dataset.verbanden
                onder = "gemeenten" if id_ in codes else "samenwerkingsverbanden"
                slug, naam = van["slug"][id_], van["naam"][id_]
                zin = " ".join(dict.fromkeys(zinnen))
                out.append(Gebeurtenis(geleerd, id_, slug, naam, SOORTEN[soort], zin, geleerd, onder))
    return out


def _sentence(rij: Mapping[str, str]) -> str:
    wat = rij.get("wat", "")
    zin = wat if rij.get("deelnemer") else f"{rij['naam']} {wat}"
    return f"{zin[:1].upper()}{zin[1:]}."
