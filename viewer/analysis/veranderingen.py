"""What changed between two days: new, ended, joined, left, a new version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from viewer.analysis.door_de_tijd import through_time
from viewer.dataset import Dataset
from viewer.model import plain
from viewer.selection import Selection
from viewer.sources.wijzigingen import SOORTEN
from viewer.wording import either, in_words, long_date


@dataclass(frozen=True)
class Verandering:
    """One thing that differs between two days, or a new version that came between them. dag: the first day on which
    it is so; id, slug, naam: of the samenwerkingsverband; deelnemer: who joined or left; wat: what else there is to
    say of it, such as the title of a new version."""

    dag: date
    id: str
    slug: str
    naam: str
    deelnemer: str = ""
    wat: str = ""


@dataclass(frozen=True)
class Veranderingen:
    """What differs between two days, each kind by day and then by name: samenwerkingsverbanden that are new, that
    ended, those who joined or left one that was there on both days, and new versions of a regulation."""

    nieuw: tuple[Verandering, ...] = ()
    beeindigd: tuple[Verandering, ...] = ()
    toegetreden: tuple[Verandering, ...] = ()
    uitgetreden: tuple[Verandering, ...] = ()
    versies: tuple[Verandering, ...] = ()

    @property
    def per_soort(self) -> tuple[tuple[str, tuple[Verandering, ...]], ...]:
        """Every kind by its Dutch name, the empty ones too."""
        return (
            ("nieuw", self.nieuw),
            ("beëindigd", self.beeindigd),
            ("erbij gekomen", self.toegetreden),
            ("vertrokken", self.uitgetreden),
            ("nieuwe versie", self.versies),
        )

    def __bool__(self) -> bool:
        return any(lijst for _, lijst in self.per_soort)


def _with_heirs(dataset: Dataset, present: pd.DataFrame, dag: date, *, eens: bool = True) -> pd.DataFrame:
    """Participations of an earlier day, with on a later one who has followed a gemeente by then: a herindeling is
    no joining and no leaving. eens: each participant once."""
    loop, moment = dataset.levensloop, pd.Timestamp(dag)
    heirs = {code: loop.heir(code, moment) for code in present["code"].unique() if code}
    moved = {code: heir for code, heir in heirs.items() if heir != code}
    gone = present["code"].isin(list(moved))
    names = dataset.deelnames_on(dag).drop_duplicates("code").set_index("code")["naam"]
    known = dataset.ooit["naam"]
    code = present["code"].map(moved).where(gone, present["code"])
    naam = code.map(lambda one: names.get(one, known.get(one, ""))).where(gone, present["naam"])
    out = present.assign(code=code, naam=naam)
    return out.drop_duplicates(["verband", "code", "naam"]) if eens else out


def veranderingen(dataset: Dataset, keuze: Selection, provincie: str, van: date, tot: date) -> Veranderingen:
    """What changed after one day, up to and with another, in the samenwerkingsverbanden that a selection leaves on
    one of them.

    New is what did not exist on van, wherever in the country: one that a chosen gemeente joined is not new.
    Hand-kept ones have no first day, so one that appears only because its source is younger than
    van does not count as new; they are left out. Who took the place of a gemeente
    by a herindeling did not join, and that one did not leave.
    """

    def left_on(dag: date) -> pd.Index:
        return through_time(dataset, replace(keuze, peildatum=dag), provincie).mee

    ids = left_on(van).union(left_on(tot))
    present = [dataset.deelnames_on(dag) for dag in (van, tot)]
    deel_voor, deel_na = (rows[rows["verband"].isin(ids)] for rows in present)
    voor, na = (ids[ids.isin(rows["verband"])] for rows in (deel_voor, deel_na))
    begin, einde = pd.Timestamp(van), pd.Timestamp(tot)
    eigen = _with_heirs(dataset, dataset.deelnames[dataset.deelnames["verband"].isin(ids)], tot, eens=False)
    eigen = eigen.assign(rij=eigen.index)
    kwam = eigen[(begin < eigen["sinds"]) & (eigen["sinds"] <= einde)]
    ging = eigen[(begin < eigen["tot"]) & (eigen["tot"] <= einde)]
    begonnen, geeindigd = kwam.groupby("verband")["sinds"].min(), ging.groupby("verband")["tot"].max()
    sleutels = ["verband", "code", "naam"]
    deel_voor = _with_heirs(dataset, deel_voor, tot)
    samen = deel_voor[sleutels].merge(deel_na[[*sleutels, "sinds"]], how="outer", on=sleutels, indicator=True)
    samen = samen[samen["verband"].isin(voor.intersection(na))]
    # By the name of who took part last: an heir that never did cannot leave.
    laatst = ging.sort_values("tot", kind="stable").drop_duplicates(sleutels, keep="last").set_index(sleutels)
    weg = dict(
        zip(laatst.index, zip(laatst["tot"], dataset.deelnames["naam"][laatst["rij"]], strict=True), strict=True)
    )

    def one(id_: str, dag: pd.Timestamp, deelnemer: str = "", wat: str = "") -> Verandering:
        name = dataset.verband_names[id_]
        return Verandering(dag.date(), id_, name["slug"], name["naam"], deelnemer, wat)

    erbij = samen[samen["_merge"] == "right_only"]
    eraf = samen[samen["_merge"] == "left_only"]
    return Veranderingen(
        nieuw=_ordered(one(id_, begonnen[id_]) for id_ in na.difference(voor)),
        beeindigd=_ordered(one(id_, geeindigd[id_], "", _gone(dataset, id_)) for id_ in voor.difference(na)),
        toegetreden=_ordered(map(one, erbij["verband"], erbij["sinds"], erbij["naam"])),
        uitgetreden=_ordered(
            one(sleutel[0], *weg[sleutel]) for sleutel in eraf[sleutels].itertuples(index=False, name=None)
        ),
        versies=_ordered(one(rij.verband, rij.van, "", rij.titel) for rij in _new_versions(dataset, ids, begin, einde)),
    )


def _ordered(found: Iterable[Verandering]) -> tuple[Verandering, ...]:
    return tuple(sorted(found, key=lambda een: (een.dag, plain(een.naam), een.id, plain(een.deelnemer), een.deelnemer)))


def _gone(dataset: Dataset, id_: str) -> str:
    return "staat niet meer in het register" if id_ in dataset.verdwenen else ""


def _new_versions(dataset: Dataset, ids: pd.Index, begin: pd.Timestamp, einde: pd.Timestamp) -> list[Any]:
    """The versions of these that came after another one and were in force for a day or more."""
    alle = dataset.versies
    echt = alle[alle["verband"].isin(ids) & (alle["tot"].isna() | (alle["van"] < alle["tot"]))]
    eerste = echt.groupby("verband")["van"].transform("min")
    nieuw = echt[(echt["van"] > eerste) & (begin < echt["van"]) & (echt["van"] <= einde)]
    return list(nieuw.itertuples(index=False))


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
