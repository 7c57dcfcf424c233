"""The analysis functions against brute force, on the register on five days, for a province and the country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from viewer.analysis.congruentie import afwijkingen, congruentie, congruentie_per_gemeente, over_de_grens
from viewer.analysis.overlap import gelijkenis
from viewer.analysis.tellingen import per_gemeente, per_gemeente_by, trend
from viewer.analysis.vergelijking import vergelijk_dagen, vergelijk_gemeenten, vergelijk_verbanden
from viewer.analysis.verzameling import build_verzameling, deelname_matrix
from viewer.dataset import Dataset
from viewer.model import NEDERLAND, PROVINCIES
from viewer.selection import Selection

DAGEN = [date(2016, 2, 1), date(2018, 7, 1), date(2020, 1, 1), date(2023, 3, 15), date(2026, 5, 16)]
GEBIEDEN = ["Overijssel", NEDERLAND]
EUREGIO = "gr-28143358"


def members(dataset: Dataset, dag: date, gebied: str, hoogstens: int | None = None) -> dict[str, set[str]]:
    """Per arrangement of the register in an area who takes part: codes of that day's gemeenten; read row by row."""
    alle: dict[str, list[tuple[str, str]]] = {}
    for rij in dataset.deelnames.itertuples():
        if rij.sinds <= pd.Timestamp(dag) and (pd.isna(rij.tot) or pd.Timestamp(dag) < rij.tot):
            alle.setdefault(rij.verband, []).append((rij.code, rij.soort))
    hier = {code for code, p in dataset.ooit["provincie"].items() if gebied in (NEDERLAND, p)}
    ooit = set(dataset.ooit.index)
    return {
        id_: {code for code, _ in wie} & ooit
        for id_, wie in alle.items()
        if dataset.verbanden.loc[id_, "bron"] == "register"
        and any(code in hier for code, _ in wie)
        and (hoogstens is None or len(wie) <= hoogstens)
    }


@pytest.mark.parametrize("gebied", GEBIEDEN)
@pytest.mark.parametrize(
    "dag", [*DAGEN[::4], *(pytest.param(dag, marks=pytest.mark.traag) for dag in DAGEN[1:4])], ids=str
)
def test_counts_similarity_and_congruence_equal_a_plain_reading(dataset: Dataset, dag: date, gebied: str) -> None:
    v = build_verzameling(dataset, Selection(peildatum=dag), gebied, None)
    wie = members(dataset, dag, gebied)
    assert set(v.ids) == set(wie)
    hier = set(v.codes)
    telling = per_gemeente(dataset, v)
    aantallen = {code: sum(code in leden for leden in wie.values()) for code in hier}
    assert telling["aantal"].to_dict() == aantallen
    assert telling["rang"].to_dict() == {
        code: 1 + sum(ander > n for ander in aantallen.values()) for code, n in aantallen.items()
    }
    per_thema = per_gemeente_by(dataset, v, "themas")
    for code in sorted(hier)[:10]:
        themas = Counter(t for id_, leden in wie.items() if code in leden for t in dataset.verbanden.loc[id_, "themas"])
        assert {t: n for t, n in per_thema.loc[code].items() if n} == dict(themas)
    paren = {(r.a, r.b): (r.gedeeld, r.jaccard) for r in gelijkenis(deelname_matrix(dataset, v)).itertuples()}
    volgorde = list(v.ids)
    assert paren == {
        (a, b): (len(samen), len(samen) / len((wie[a] | wie[b]) & hier))
        for a, b in combinations(volgorde, 2)
        if (samen := wie[a] & wie[b] & hier)
    }


def areas(dataset: Dataset, dag: date) -> dict[str, set[str]]:
    """Per arrangement the gemeenten of today in whose area its participating gemeenten lie, ended ones included;
    read row by row."""
    out: dict[str, set[str]] = {}
    for rij in dataset.deelnames.itertuples():
        runs = rij.sinds <= pd.Timestamp(dag) and (pd.isna(rij.tot) or pd.Timestamp(dag) < rij.tot)
        if runs and rij.soort == "gemeente":
            out.setdefault(rij.verband, set()).add(rij.nu)
    return out


def lies(waar: Iterable[set[str]], regio: frozenset[str] | set[str]) -> dict[str, Any]:
    """How sets of gemeenten lie to a region, by the definition."""
    soorten = Counter(
        "gelijk" if doen == regio else "binnen" if doen < regio else "snijdt" for doen in waar if doen & regio
    )
    aantallen = {soort: soorten[soort] for soort in ("gelijk", "binnen", "snijdt")}
    past = soorten["gelijk"] + soorten["binnen"]
    return {
        "aantal": soorten.total(),
        **aantallen,
        "omvat": sum(doen > regio for doen in waar),
        "congruentie": past / soorten.total() if soorten.total() else None,
    }


def known(rij: pd.Series) -> dict[str, Any]:
    out = {naam: rij[naam] for naam in ("aantal", "gelijk", "binnen", "snijdt", "omvat", "congruentie")}
    return {naam: None if pd.isna(waarde) else waarde for naam, waarde in out.items()}


@pytest.mark.parametrize("gebied", [*PROVINCIES.values(), pytest.param(NEDERLAND, marks=pytest.mark.traag)])
def test_congruence_equals_a_plain_reading_of_all_participants(dataset: Dataset, gebied: str) -> None:
    hier = {code for code, p in dataset.gemeenten["provincie"].items() if gebied in (NEDERLAND, p)}
    regios = list(dataset.regios_in(gebied).index)
    for dag in DAGEN:
        v = build_verzameling(dataset, Selection(peildatum=dag), gebied, None)
        overal = {id_: doen for id_, doen in areas(dataset, dag).items() if id_ in set(v.ids)}
        wie = members(dataset, dag, gebied)
        alle, binnen = congruentie(dataset, v, regios), congruentie(dataset, v, regios, gebied)
        for regio in regios:
            leden = dataset.codes_in_regio(regio)
            assert known(alle.loc[regio]) == lies(overal.values(), leden), (dag, regio)
            assert known(binnen.loc[regio]) == lies([doen & hier for doen in overal.values()], leden & hier)
            assert alle.loc[regio, ["gemeenten", "elders"]].tolist() == [len(leden & hier), len(leden - hier)]
            per = congruentie_per_gemeente(dataset, v, regio)
            then = dataset.gemeenten_on(dag)
            assert set(per.index) == {
                code
                for code in then.index
                if then["nu"][code] in leden and gebied in (NEDERLAND, then["provincie"][code])
            }
            for code, deel in per.iterrows():
                eigen = [overal[id_] for id_ in v.ids if code in wie[id_]]
                assert deel["aantal"] == len(eigen)
                assert deel["gelijk"] + deel["binnen"] == sum(doen <= leden for doen in eigen)
        if gebied == NEDERLAND:
            assert alle.equals(binnen)


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_deviations_and_borders_equal_a_plain_reading(dataset: Dataset, dag: date) -> None:
    v = build_verzameling(dataset, Selection(peildatum=dag), "Overijssel", None)
    wie = members(dataset, dag, "Overijssel")
    regios = list(dataset.regios_in("Overijssel").index)
    out = afwijkingen(dataset, v, regios)
    verwacht = set()
    for regio in regios:
        leden = dataset.codes_in_regio(regio)
        for id_, doen in wie.items():
            mee = doen & leden
            if len(leden) > 2 and 2 * len(mee) != len(leden):
                anders = leden - mee if 2 * len(mee) > len(leden) else mee
                verwacht |= {(regio, code, id_, code in mee) for code in anders & set(v.codes)}
    assert set(out[["regio", "code", "verband", "mee"]].itertuples(index=False, name=None)) == verwacht
    gebied, overal = set(v.codes), areas(dataset, dag)
    for keuze in (Selection(peildatum=dag), Selection(peildatum=dag, regio=("stedendriehoek",))):
        kern = dataset.codes_in_regio(keuze.regio[0]) if keuze.regio else gebied
        v = build_verzameling(dataset, keuze, "Overijssel")
        grens = over_de_grens(dataset, v)
        assert set(grens.index) == set(v.ids)
        present = dataset.deelnames_on(dag)
        for id_, rij in grens.iterrows():
            gemeenten = present[(present["verband"] == id_) & (present["soort"] == "gemeente")]
            assert set(gemeenten["nu"]) == overal.get(str(id_), set())
            assert rij["hier"] == sum(code in kern for code in gemeenten["nu"])
            assert rij["gebied"] == sum(code in gebied - kern for code in gemeenten["nu"])
            assert rij["elders"] == sum(code not in gebied | kern for code in gemeenten["nu"])
        soorten = ["hier", "gebied", "elders", "buiten_register", "anderen"]
        assert grens[soorten].sum().sum() == present["verband"].isin(v.ids).sum()


def test_leaving_out_euregio_gives_the_documented_difference(dataset: Dataset) -> None:
    register = Selection(recht=("publiekrechtelijk",))
    met = build_verzameling(dataset, register, "Overijssel", None)
    zonder = build_verzameling(dataset, register, "Overijssel", 50)
    assert (len(met.ids), len(zonder.ids), zonder.te_groot) == (32, 31, (EUREGIO,))
    before, after = (congruentie(dataset, v, ["ijsselland", "twente"]) for v in (met, zonder))
    assert [f"{deel:.0%}" for deel in before["congruentie"]] == ["50%", "87%"]
    assert [f"{deel:.0%}" for deel in after["congruentie"]] == ["53%", "93%"]
    alleen = congruentie(dataset, met, ["ijsselland", "twente"], "Overijssel")
    assert [f"{deel:.0%}" for deel in alleen["congruentie"]] == ["94%", "93%"]
    assert per_gemeente(dataset, met)["aantal"].sum() - per_gemeente(dataset, zonder)["aantal"].sum() == 16
    assert over_de_grens(dataset, met).loc[EUREGIO, ["hier", "elders", "buiten_register"]].tolist() == [16, 8, 103]


def test_who_deviates_most_in_twente(dataset: Dataset) -> None:
    v = build_verzameling(dataset, Selection(recht=("publiekrechtelijk",)), "Overijssel", None)
    out = afwijkingen(dataset, v, ["twente"])
    assert out["naam"].value_counts().head(3).to_dict() == {"Borne": 4, "Hengelo": 4, "Enschede": 3}
    assert list(out["naam"].unique()[:3]) == ["Borne", "Hengelo", "Enschede"]


def test_half_of_what_ijsselland_takes_part_in_stays_within_it(dataset: Dataset) -> None:
    """Not nearly all: eight of the register and four hand-kept ones have members elsewhere in the country."""
    for keuze, past, alleen, aantal in ((Selection(), 9, 17, 18), (Selection().counting_all, 16, 28, 33)):
        v = build_verzameling(dataset, keuze, "Overijssel")
        for onder, verwacht in ((NEDERLAND, past), ("Overijssel", alleen)):
            rij = congruentie(dataset, v, ["ijsselland"], onder).iloc[0]
            assert (rij["gelijk"] + rij["binnen"], rij["aantal"]) == (verwacht, aantal)


def test_a_region_narrows_the_gemeenten_but_not_the_area_of_congruence(dataset: Dataset) -> None:
    alles = build_verzameling(dataset, Selection(), "Overijssel", None)
    twente = build_verzameling(dataset, Selection(regio=("twente",)), "Overijssel", None)
    assert set(twente.codes) == dataset.codes_in_regio("twente")
    assert congruentie(dataset, twente, ["twente"]).equals(congruentie(dataset, alles, ["twente"]))


def test_trend_counts_the_register_only(dataset: Dataset) -> None:
    out = trend(dataset, Selection(), "Overijssel", [2018, 2026], None)
    for jaar, rij in out.iterrows():
        verbanden = dataset.verbanden_in("Overijssel", date(int(str(jaar)), 1, 1))
        assert rij["aantal"] == (verbanden["bron"] == "register").sum()
    assert out.loc[2026, "gemiddeld"] == out.loc[2026, "deelnames"] / 25


@pytest.mark.parametrize("dag", DAGEN, ids=str)
def test_side_by_side_is_set_arithmetic(dataset: Dataset, dag: date) -> None:
    codes = ["GM0193", "GM0150", "GM0164"]
    wie = members(dataset, dag, NEDERLAND)
    mee = {code: {id_ for id_, leden in wie.items() if code in leden} for code in codes}
    v = vergelijk_gemeenten(dataset, codes, list(wie), dag)
    assert {rij.sleutel for rij in v.gedeeld} == set.intersection(*mee.values())
    for nummer, code in enumerate(codes):
        anders = set().union(*(ids for ander, ids in mee.items() if ander != code))
        assert {rij.sleutel for rij in v.alleen(nummer)} == mee[code] - anders
    assert len(v.gedeeld) + len(v.deels) + sum(len(v.alleen(n)) for n in range(3)) == len(v.rijen)
    assert {rij.sleutel for rij in v.rijen} == set().union(*mee.values())
    ids = sorted(wie, key=lambda id_: (-len(wie[id_]), id_))[:2]
    paar = vergelijk_verbanden(dataset, ids, dag)
    assert {rij.sleutel for rij in paar.gedeeld} == wie[ids[0]] & wie[ids[1]]
    assert {rij.sleutel for rij in paar.alleen(0)} == wie[ids[0]] - wie[ids[1]]


def test_days_side_by_side_show_what_began_and_ended(dataset: Dataset) -> None:
    dagen = (date(2018, 1, 1), date(2026, 5, 16))
    v = vergelijk_dagen(dataset, Selection(), "Overijssel", dagen)
    register = set(dataset.verbanden.index[dataset.verbanden["bron"] == "register"])
    per_dag = [set(dataset.select(replace(Selection(), peildatum=dag), "Overijssel").index) & register for dag in dagen]
    assert {rij.sleutel for rij in v.alleen(0)} == per_dag[0] - per_dag[1]
    assert {rij.sleutel for rij in v.alleen(1)} == per_dag[1] - per_dag[0]
    assert {rij.sleutel for rij in v.gedeeld} == per_dag[0] & per_dag[1]
