"""Every figure of the analysis in full, worked out by hand for the small province of `tests/data`."""

from __future__ import annotations

import math
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.conftest import LIVE
from viewer.analysis.congruentie import (
    afwijkingen,
    congruentie,
    congruentie_per_gemeente,
    deviations,
    ligging,
    over_de_grens,
)
from viewer.analysis.groepen import groepeer
from viewer.analysis.overlap import gelijkenis, jaccard_matrix
from viewer.analysis.tellingen import Herkomst, in_force_per_year, per_gemeente, per_gemeente_by, quality_of, trend
from viewer.analysis.veranderingen import Verandering, Veranderingen, gebeurtenissen, veranderingen
from viewer.analysis.verbindingen import participation_matrix, partners, verbindingen, verbindingen_per_thema
from viewer.analysis.vergelijking import vergelijk_dagen, vergelijk_gemeenten, vergelijk_verbanden
from viewer.analysis.verzameling import NOTHING, Geteld, build_verzameling, count_along, deelname_matrix
from viewer.dataset import Dataset
from viewer.selection import Selection

TOEN, NU = date(2018, 7, 1), date(2024, 2, 1)
AADORP, BEEKVELD, IMG, PLUS, BUITEN = "GM9001", "GM9002", "GM9003", "GM9004", "GM9005"
BRANDWEER, KWAAD, LINK, NET = "gr-1001", "gr-1011", "gr-1021", "net"
NAMEN = {AADORP: "Aadorp", BEEKVELD: "'s-Beekveld", IMG: "<img src=x onerror=alert(1)>", PLUS: "=1+1"}


def as_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows with their index; whole numbers must be whole, so that no table says 3.0."""
    out = frame.reset_index().to_dict("records")
    for rij in out:
        for naam, waarde in rij.items():
            assert not isinstance(waarde, float) or naam in (
                "congruentie",
                "aandeel",
                "jaccard",
                "deel_a",
                "deel_b",
                "gemiddeld",
            ), naam
    return out


def small(dataset: Dataset, dag: date, gebied: str = "Overijssel", hoogstens: int | None = None, **keuze: Any) -> Any:
    return build_verzameling(dataset, Selection(peildatum=dag, **keuze), gebied, hoogstens)


def test_what_counts(klein_dataset: Dataset) -> None:
    v = small(klein_dataset, NU)
    assert (v.dag, v.gebied, v.codes) == (NU, "Overijssel", (AADORP, BEEKVELD, IMG, PLUS))
    assert (v.ids, v.te_groot, v.hoogstens) == ((KWAAD, LINK, BRANDWEER), (), None)
    # nobody knows all who take part in the network: it never counts
    assert v.geteld == Geteld(register=3, niet=1, onvolledig=1)
    assert small(klein_dataset, NU, ook=("zelf-verzameld",)) == v
    v = small(klein_dataset, NU, hoogstens=3)  # the network has three, the fire brigade four
    assert (v.ids, v.te_groot, v.hoogstens) == ((KWAAD, LINK), (BRANDWEER,), 3)
    assert build_verzameling(klein_dataset, Selection(), "Overijssel").dag == NU
    assert small(klein_dataset, NU, regio=("oost",)).codes == (AADORP, BEEKVELD)
    assert small(klein_dataset, NU, "Gelderland", regio=("oost",)).codes == ()


def test_hand_kept_ones_of_which_all_is_known_count_for_who_asks(klein_dataset: Dataset) -> None:
    dataset = copy(klein_dataset)
    dataset.verbanden = dataset.verbanden.assign(compleet=True)
    ids = [KWAAD, NET]
    assert count_along(dataset, ids, Selection())[1] == Geteld(register=1, niet=1)
    mee, geteld = count_along(dataset, ids, Selection().counting_all)
    assert (list(mee), geteld) == (ids, Geteld(register=1, zelf=1, van="2021", tot="2021"))
    assert geteld.woorden == "1 uit het register en 1 die wij zelf verzamelden (uit bronnen van 2021)"
    assert count_along(dataset, ids, Selection())[1].woorden == (
        "1 uit het register; 1 die wij zelf verzamelden telt niet mee"
    )
    assert count_along(dataset, [], Selection())[1] == NOTHING


def test_who_takes_part_in_what(klein_dataset: Dataset) -> None:
    matrix = deelname_matrix(klein_dataset, small(klein_dataset, NU))
    assert matrix.to_dict("index") == {
        AADORP: {KWAAD: 0, LINK: 1, BRANDWEER: 1},
        BEEKVELD: {KWAAD: 0, LINK: 0, BRANDWEER: 1},
        IMG: {KWAAD: 0, LINK: 0, BRANDWEER: 1},
        PLUS: {KWAAD: 1, LINK: 1, BRANDWEER: 1},
    }
    assert (matrix.index.name, matrix.columns.name, set(matrix.dtypes)) == ("code", "verband", {np.dtype(np.float32)})
    anders = participation_matrix(klein_dataset, NU, [KWAAD, NET])
    assert anders.to_dict("index") == {  # of the whole country, and only who takes part
        AADORP: {KWAAD: 0, NET: 1},
        IMG: {KWAAD: 0, NET: 1},
        PLUS: {KWAAD: 1, NET: 0},
        BUITEN: {KWAAD: 1, NET: 0},
    }
    assert set(anders.dtypes) == {np.dtype(np.int16)}


def test_counts_and_ranks(klein_dataset: Dataset) -> None:
    assert as_rows(per_gemeente(klein_dataset, small(klein_dataset, NU))) == [
        {"code": code, "naam": NAMEN[code], "aantal": n, "rang": rang}
        for code, n, rang in ((PLUS, 3, 1), (AADORP, 2, 2), (BEEKVELD, 1, 3), (IMG, 1, 3))
    ]
    per_vorm = per_gemeente_by(klein_dataset, small(klein_dataset, NU), "vorm")
    assert per_vorm.to_dict("index")[AADORP] == {
        "Gemeenschappelijk orgaan": 1,
        "Openbaar lichaam": 1,
        "Regeling zonder meer": 0,
    }
    assert set(per_vorm.dtypes) == {np.dtype(int)}
    assert per_vorm.index.name == "code"


def test_through_the_years(klein_dataset: Dataset) -> None:
    out = trend(klein_dataset, Selection(), "Overijssel", [2016, 2018, 2020, 2024], None)
    assert as_rows(out) == [
        {"jaar": 2016, "aantal": 0, "deelnames": 0, "gemiddeld": 0.0},
        {"jaar": 2018, "aantal": 3, "deelnames": 7, "gemiddeld": 1.4},  # Oudhoven was a gemeente then
        {"jaar": 2020, "aantal": 3, "deelnames": 5, "gemiddeld": 1.25},
        {"jaar": 2024, "aantal": 3, "deelnames": 7, "gemiddeld": 1.75},
    ]
    assert list(trend(klein_dataset, Selection(), "Overijssel", [], None).columns) == [
        "aantal",
        "deelnames",
        "gemiddeld",
    ]
    assert list(trend(klein_dataset, Selection(), "Overijssel", [2024], 3)["aantal"]) == [2]
    een = trend(klein_dataset, Selection(), "Gelderland", [2024], None)  # a provincie of one gemeente
    assert as_rows(een) == [{"jaar": 2024, "aantal": 2, "deelnames": 2, "gemiddeld": 2.0}]
    per_jaar = {2016: 0, 2017: 2, 2018: 3, 2021: 3, 2022: 2, 2023: 3}
    assert in_force_per_year(klein_dataset, "Overijssel", per_jaar) == per_jaar


@pytest.mark.parametrize("provincie", ["Overijssel", "Gelderland", "Nederland"])
def test_a_year_is_its_first_day(dataset: Dataset, provincie: str) -> None:
    jaren = range(2014, 2027)
    verwacht = {}
    for jaar in jaren:
        present = dataset.verbanden_in(provincie, date(jaar, 1, 1))
        verwacht[jaar] = sum(bron == "register" for bron in present["bron"])
    assert in_force_per_year(dataset, provincie, jaren) == verwacht
    assert trend(dataset, Selection(), provincie, jaren, None)["aantal"].to_dict() == verwacht


def test_what_the_register_gives_what_we_added_and_what_is_missing(klein_dataset: Dataset) -> None:
    assert quality_of(klein_dataset, "Overijssel") == {
        "website": Herkomst(1, 0, 2),
        "onderwerp": Herkomst(2, 1, 0),
        "omschrijving": Herkomst(0, 1, 2),
    }
    heel = Dataset.load(LIVE)
    for gebied in ("Overijssel", "Nederland"):
        rijen = heel.verbanden_in(gebied, heel.peildatum).to_dict("records")
        register = [rij for rij in rijen if rij["bron"] == "register"]
        stand = quality_of(heel, gebied)
        assert {wat.register + wat.toegevoegd + wat.ontbreekt for wat in stand.values()} == {len(register)}
        assert stand["website"].ontbreekt == sum(not rij["website"] for rij in register)
        assert stand["onderwerp"].register == sum(rij["thema_bron"] in ("register", "redactie") for rij in register)
        assert stand["onderwerp"].ontbreekt == sum(rij["themas"] == ("overig",) for rij in register)
        assert stand["onderwerp"].toegevoegd > 0


def test_congruence(klein_dataset: Dataset) -> None:
    toen = small(klein_dataset, TOEN)
    assert as_rows(congruentie(klein_dataset, toen, ["oost"])) == [
        {
            "regio": "oost",
            "naam": "Oost",
            "gemeenten": 2,
            "elders": 0,
            "aantal": 3,
            "gelijk": 0,
            "binnen": 0,
            "snijdt": 3,
            "omvat": 1,
            "congruentie": 0.0,
        }
    ]  # Oudhoven took part in the fire brigade, and lies in <img src=x onerror=alert(1)> today
    nu = congruentie(klein_dataset, small(klein_dataset, NU), ["oost"]).iloc[0]
    assert (nu["snijdt"], nu["omvat"]) == (2, 1)
    leeg = congruentie(klein_dataset, small(klein_dataset, NU, "Gelderland"), ["oost"])
    rij = as_rows(leeg)[0]
    assert math.isnan(rij.pop("congruentie"))
    assert rij == {
        "regio": "oost",
        "naam": "Oost",
        "gemeenten": 0,
        "elders": 2,
        "aantal": 0,
        "gelijk": 0,
        "binnen": 0,
        "snijdt": 0,
        "omvat": 0,
    }
    assert list(congruentie(klein_dataset, toen, []).columns) == list(leeg.columns)
    assert as_rows(congruentie_per_gemeente(klein_dataset, toen, "oost")) == [
        {"code": AADORP, "naam": "Aadorp", "aantal": 2, "gelijk": 0, "binnen": 0, "snijdt": 2, "congruentie": 0.0},
        {
            "code": BEEKVELD,
            "naam": "'s-Beekveld",
            "aantal": 2,
            "gelijk": 0,
            "binnen": 0,
            "snijdt": 2,
            "congruentie": 0.0,
        },
    ]


def test_congruence_of_a_gemeente_counts_what_lies_within(klein_dataset: Dataset) -> None:
    """On its own, a gemeente that is alone in something lies within its region."""
    v = small(klein_dataset, date(2017, 6, 1), verband=("brandweer-klein",))
    rijen = as_rows(congruentie_per_gemeente(klein_dataset, v, "oost"))
    assert [(r["aantal"], r["gelijk"], r["congruentie"]) for r in rijen] == [(1, 1, 1.0), (1, 1, 1.0)]
    v = small(klein_dataset, TOEN, "Nederland", verband=("brandweer-klein", "script-b-hostile-b"))
    een = congruentie(klein_dataset, replace(v, ids=(BRANDWEER,)), ["oost"]).iloc[0]
    assert (een["aantal"], een["congruentie"]) == (1, 0.0)  # Oudhoven lies in another region today
    v = small(klein_dataset, date(2021, 1, 1), verband=("brandweer-klein", "hyperlink-x"))  # Beekveld in neither
    aadorp, beekveld = as_rows(congruentie_per_gemeente(klein_dataset, v, "oost"))
    assert (aadorp["aantal"], aadorp["snijdt"], aadorp["congruentie"]) == (2, 2, 0.0)
    assert beekveld["aantal"] == 0
    assert math.isnan(beekveld["congruentie"])


def lies(*leden: str) -> list[dict[str, Any]]:
    matrix = pd.DataFrame(
        {"gelijk": [1, 1, 0], "binnen": [1, 0, 0], "snijdt": [1, 0, 1], "omvat": [1, 1, 1], "los": [0, 0, 1]},
        index=["a", "b", "c"],
    )
    return as_rows(ligging(matrix, leden))


def test_how_each_lies_to_a_region() -> None:
    assert lies("a", "b", "elders") == [
        {"index": "gelijk", "soort": "gelijk", "omvat": False, "gedeeld": 2, "buiten": 0},
        {"index": "binnen", "soort": "binnen", "omvat": False, "gedeeld": 1, "buiten": 0},
        {"index": "snijdt", "soort": "snijdt", "omvat": False, "gedeeld": 1, "buiten": 1},
        {"index": "omvat", "soort": "snijdt", "omvat": True, "gedeeld": 2, "buiten": 1},
    ]


def test_two_have_no_majority_and_three_have() -> None:
    matrix = pd.DataFrame({"v": [1, 0, 1], "w": [0, 0, 1], "x": [0, 0, 0]}, index=["a", "b", "c"])
    assert deviations(matrix, "r", ("a", "b")).empty
    assert as_rows(deviations(matrix, "r", ("a", "b", "c")).drop(columns="regio")) == [
        {"index": 0, "code": "b", "verband": "v", "mee": False, "meedoen": 2, "gemeenten": 3},
        {"index": 1, "code": "c", "verband": "w", "mee": True, "meedoen": 1, "gemeenten": 3},
    ]
    vier = pd.DataFrame({"v": [1, 1, 0, 0]}, index=["a", "b", "c", "d"])
    assert deviations(vier, "r", vier.index).empty  # half is no majority


@pytest.mark.parametrize("regios", [["twente", "ijsselland"], ["ijsselland", "twente"], []])
def test_deviations_come_by_region_and_the_most_deviating_gemeente_first(dataset: Dataset, regios: list[str]) -> None:
    v = build_verzameling(dataset, Selection(), "Overijssel")
    out = afwijkingen(dataset, v, regios)
    assert list(out.columns) == ["regio", "code", "naam", "verband", "mee", "meedoen", "gemeenten"]
    assert list(out.index) == list(range(len(out)))
    rijen = out.to_dict("records")
    telling = {(r["regio"], r["code"]): [0, 0] for r in rijen}
    for r in rijen:
        telling[r["regio"], r["code"]][0] += 1
        telling[r["regio"], r["code"]][1] += r["mee"]

    def plaats(r: dict[str, Any]) -> tuple[Any, ...]:
        aantal, wel = telling[r["regio"], r["code"]]
        return (regios.index(r["regio"]), -aantal, wel, r["naam"], r["code"], r["mee"], -r["meedoen"], r["verband"])

    assert rijen == sorted(rijen, key=plaats)
    assert all(r["naam"] == dataset.gemeenten["naam"][r["code"]] for r in rijen)


def test_who_takes_part_from_where(klein_dataset: Dataset) -> None:
    leeg = {"hier": 0, "gebied": 0, "elders": 0, "buiten_register": 0, "anderen": 0}
    assert as_rows(over_de_grens(klein_dataset, small(klein_dataset, TOEN))) == [
        {"verband": KWAAD, "naam": "</script><b>hostile</b>", **leeg, "hier": 2, "aandeel": 0.0},
        {"verband": LINK, "naam": '=HYPERLINK("x")', **leeg, "hier": 2, "aandeel": 0.0},
        {
            "verband": BRANDWEER,
            "naam": "Brandweer Klein",
            **leeg,
            "hier": 3,  # one of them is Oudhoven, that has ended since
            "buiten_register": 1,
            "anderen": 1,
            "aandeel": 1 / 4,
        },
    ]
    nu = {r["verband"]: r for r in as_rows(over_de_grens(klein_dataset, small(klein_dataset, NU, regio=("oost",))))}
    assert nu[BRANDWEER] == {
        "verband": BRANDWEER,
        "naam": "Brandweer Klein",
        **leeg,
        "hier": 2,
        "gebied": 2,
        "aandeel": 0.5,
    }
    assert NET not in nu
    geld = as_rows(over_de_grens(klein_dataset, small(klein_dataset, NU, "Gelderland")))
    assert [(r["verband"], r["hier"], r["elders"], r["aandeel"]) for r in geld] == [
        (KWAAD, 1, 1, 0.5),
        ("gr-1031", 1, 0, 0.0),
    ]


def test_verbindingen(klein_dataset: Dataset) -> None:
    matrix = participation_matrix(klein_dataset, NU, [KWAAD, LINK, BRANDWEER, NET])
    assert as_rows(verbindingen(matrix).drop(columns="samenwerkingsverbanden")) == [
        {"index": i, "a": a, "b": b, "aantal": n}
        for i, (a, b, n) in enumerate(
            [
                (AADORP, IMG, 2),
                (AADORP, PLUS, 2),
                (AADORP, BEEKVELD, 1),
                (BEEKVELD, IMG, 1),
                (BEEKVELD, PLUS, 1),
                (IMG, PLUS, 1),
                (PLUS, BUITEN, 1),
            ]
        )
    ]
    assert list(partners(matrix, AADORP).items()) == [(IMG, 2), (PLUS, 2), (BEEKVELD, 1)]
    assert partners(matrix, "GM0000").empty
    assert partners(matrix, "GM0000").dtype == np.dtype(int)
    themas = klein_dataset.verbanden["themas"]
    per = verbindingen_per_thema(matrix, themas)
    assert as_rows(per)[:3] == [
        {"index": 0, "a": AADORP, "b": BEEKVELD, "thema": "bedrijfsvoering en ICT", "aantal": 1},
        {"index": 1, "a": AADORP, "b": BEEKVELD, "thema": "veiligheid", "aantal": 1},
        {"index": 2, "a": AADORP, "b": IMG, "thema": "bedrijfsvoering en ICT", "aantal": 1},
    ]
    assert list(per.index) == list(range(len(per)))
    assert list(verbindingen_per_thema(matrix.iloc[:, :0], themas).columns) == ["a", "b", "thema", "aantal"]


def test_likeness_orders_by_share_then_size_then_name() -> None:
    matrix = pd.DataFrame(
        {"p": [1, 1, 0, 0, 0], "q": [1, 1, 0, 0, 0], "r": [0, 0, 1, 0, 0], "s": [0, 0, 1, 0, 0], "t": [0, 0, 1, 1, 0], "leeg": 0},
        index=list("abcde"),
    )  # fmt: skip
    out = as_rows(gelijkenis(matrix))
    assert [(r["index"], r["a"], r["b"], r["gedeeld"], r["jaccard"], r["deel_a"], r["deel_b"]) for r in out] == [
        (0, "p", "q", 2, 1.0, 1.0, 1.0),
        (1, "r", "s", 1, 1.0, 1.0, 1.0),
        (2, "r", "t", 1, 0.5, 1.0, 0.5),
        (3, "s", "t", 1, 0.5, 1.0, 0.5),
    ]
    vierkant = jaccard_matrix(matrix)
    assert vierkant.loc["leeg"].tolist() == [0] * 6
    assert vierkant.loc["p", "q"] == vierkant.loc["t", "t"] == 1


def test_groups_are_numbered_from_one_and_the_idle_come_last() -> None:
    matrix = pd.DataFrame({"v": [1, 1, 0, 0, 0], "w": [1, 1, 0, 0, 0], "x": [0, 0, 1, 0, 0]}, index=list("abcde"))
    groep = groepeer(matrix)
    assert sorted(set(groep[["a", "b"]]) | {groep["c"]}) == [1, 2]
    assert groep["a"] == groep["b"]
    assert dict(groep[["d", "e"]]) == {"d": 3, "e": 4}
    assert (groep.index.name, groep.dtype) == ("code", np.dtype(int))
    alleen = groepeer(matrix.loc[["a", "d"]])
    assert dict(alleen) == {"a": 1, "d": 2}
    assert alleen.dtype == np.dtype(int)
    assert dict(groepeer(matrix.loc[["d", "e"]])) == {"d": 1, "e": 2}
    assert dict(groepeer(matrix.loc[["a", "b"]])) == {"a": 1, "b": 1}
    assert len(set(groepeer(matrix.loc[["a", "c"]]))) == 2


def test_groups_join_at_a_mean_distance_of_a_half() -> None:
    """Of a chain a-b-c with a half between neighbours two are a group; the third is three quarters off on average."""
    keten = pd.DataFrame({"v": [1, 1, 0], "w": [0, 1, 1]}, index=["a", "b", "c"])
    assert len(set(groepeer(keten))) == 2
    assert set(groepeer(keten.loc[["a", "b"]])) == {1}
    ver = pd.DataFrame({"v": [1, 1], "w": [1, 0], "x": [1, 0]}, index=["a", "b"])
    assert len(set(groepeer(ver))) == 2


def told(changed: tuple[Verandering, ...]) -> list[tuple[str, str, str]]:
    return [(een.dag.isoformat(), een.naam, een.deelnemer) for een in changed]


def test_what_changed(klein_dataset: Dataset) -> None:
    out = veranderingen(klein_dataset, Selection(), "Overijssel", date(2017, 6, 1), NU)
    brandweer = "Brandweer Klein"
    assert told(out.nieuw) == [("2018-01-01", "</script><b>hostile</b>", "")]
    assert told(out.beeindigd) == []
    assert told(out.toegetreden) == [
        ("2023-01-01", brandweer, "<img src=x onerror=alert(1)>"),
        ("2023-07-01", brandweer, "=1+1"),
    ]
    assert told(out.uitgetreden) == [
        ("2019-01-01", brandweer, "Nat en Zonen"),
        ("2022-01-01", brandweer, "Stadt Überall"),
    ]
    assert out
    weg = veranderingen(klein_dataset, Selection(), "Overijssel", TOEN, date(2022, 6, 1))
    assert told(weg.beeindigd) == [("2022-01-01", brandweer, "")]
    een = Verandering(TOEN, "gr-1", "x", "y")
    assert not Veranderingen()
    for deel in ("nieuw", "beeindigd", "toegetreden", "uitgetreden", "versies"):
        assert Veranderingen(**{deel: (een,)})
    soorten = ["nieuw", "beëindigd", "erbij gekomen", "vertrokken", "nieuwe versie"]
    assert [soort for soort, _ in Veranderingen().per_soort] == soorten


def test_one_that_a_chosen_gemeente_joins_is_not_new(klein_dataset: Dataset) -> None:
    joined = klein_dataset.deelnames[klein_dataset.deelnames["naam"] == "=1+1"]
    slug = klein_dataset.ooit["slug"][joined["code"].iloc[0]]
    out = veranderingen(klein_dataset, Selection([("gemeente", (slug,))]), "Overijssel", date(2023, 6, 1), NU)
    assert told(out.nieuw) == []
    assert ("2023-07-01", "Brandweer Klein", "=1+1") in told(out.toegetreden)


def test_new_versions_are_named_with_their_day(klein_dataset: Dataset) -> None:
    versies = klein_dataset.versies
    out = veranderingen(klein_dataset, Selection(), "Overijssel", date(2000, 1, 1), NU)
    ids = {een.id for een in out.nieuw} | {een.id for een in out.versies}
    later = [
        (rij.van.date(), rij.verband, rij.titel)
        for id_, rows in versies.groupby("verband")
        for rij in list(rows.itertuples())[1:]
        if id_ in ids and (pd.isna(rij.tot) or rij.van < rij.tot)
    ]
    assert later
    assert sorted((een.dag, een.id, een.wat) for een in out.versies) == sorted(later)


def test_what_happened_newest_first(klein_dataset: Dataset) -> None:
    b, h, x = "brandweer-klein", "script-b-hostile-b", "hyperlink-x"
    verwacht = [
        ("2023-07-01", b, "erbij", "=1+1 doet vanaf nu mee."),
        ("2023-01-01", b, "erbij", "'s-Beekveld, <img src=x onerror=alert(1)> en Aadorp doen vanaf nu mee."),
        ("2022-01-01", b, "vertrokken", "<img src=x onerror=alert(1)>, Aadorp en Stadt Überall doen niet meer mee."),
        ("2020-01-01", h, "erbij", "Buitenland (O) doet vanaf nu mee."),
        ("2020-01-01", h, "vertrokken", "'s-Beekveld doet niet meer mee."),
        ("2019-06-01", b, "erbij", "<img src=x onerror=alert(1)> doet vanaf nu mee."),
        ("2019-01-01", b, "vertrokken", "'s-Beekveld, Nat en Zonen en Oudhoven doen niet meer mee."),
        ("2018-01-01", b, "erbij", "Oudhoven doet vanaf nu mee."),
        ("2018-01-01", h, "nieuw", "Dit samenwerkingsverband begint, met 's-Beekveld en =1+1."),
        (
            "2017-01-01",
            b,
            "nieuw",
            "Dit samenwerkingsverband begint, met 's-Beekveld, Aadorp, Nat en Zonen en Stadt Überall.",
        ),
        ("2016-05-01", x, "nieuw", "Dit samenwerkingsverband begint, met =1+1 en Aadorp."),
    ]
    out = gebeurtenissen(klein_dataset, "Overijssel", 99)
    assert [(g.dag.isoformat(), g.slug, g.soort, g.zin) for g in out] == verwacht
    assert {g.naam for g in out} == {"Brandweer Klein", "</script><b>hostile</b>", '=HYPERLINK("x")'}
    assert gebeurtenissen(klein_dataset, "Overijssel", 3) == out[:3]


def test_what_happened_on_the_day_of_the_data_counts(klein_dataset: Dataset) -> None:
    toen = copy(klein_dataset)
    toen.peildatum = date(2023, 7, 1)
    assert gebeurtenissen(toen, "Overijssel", 1)[0].dag == date(2023, 7, 1)


def test_the_last_one_to_leave_ends_it(klein_dataset: Dataset) -> None:
    alleen = copy(klein_dataset)
    alleen.deelnames = klein_dataset.deelnames.head(1)
    assert [(g.soort, g.zin) for g in gebeurtenissen(alleen, "Overijssel", 9)] == [
        ("beëindigd", "Dit samenwerkingsverband houdt op. Als laatste deed mee: 's-Beekveld."),
        ("nieuw", "Dit samenwerkingsverband begint, met 's-Beekveld."),
    ]


@pytest.mark.parametrize("provincie", ["Overijssel", "Nederland"])
def test_what_happened_equals_a_plain_reading(dataset: Dataset, provincie: str) -> None:
    hier = set(dataset.ooit.index[[provincie in ("Nederland", p) for p in dataset.ooit["provincie"]]])
    assert hier
    per: dict[str, list[Any]] = {}
    for rij in dataset.deelnames.itertuples():
        if dataset.verbanden["bron"][rij.verband] == "register":
            per.setdefault(str(rij.verband), []).append(rij)
    verwacht = set()
    for id_, rijen in per.items():
        if not any(rij.code in hier for rij in rijen):
            continue
        slug = dataset.verbanden["slug"][id_]
        begin = min(rij.sinds for rij in rijen)
        einde = None if any(pd.isna(rij.tot) for rij in rijen) else max(rij.tot for rij in rijen)
        for rij in rijen:
            verwacht.add((rij.sinds.date(), slug, "nieuw" if rij.sinds == begin else "erbij"))
            if not pd.isna(rij.tot):
                verwacht.add((rij.tot.date(), slug, "beëindigd" if rij.tot == einde else "vertrokken"))
    out = gebeurtenissen(dataset, provincie, 100_000)
    assert {(g.dag, g.slug, g.soort) for g in out} == {g for g in verwacht if g[0] <= dataset.peildatum}
    volgorde = ["nieuw", "erbij", "beëindigd", "vertrokken"]
    ids = {slug: str(id_) for id_, slug in dataset.verbanden["slug"].items()}
    rij_van = [(-g.dag.toordinal(), ids[g.slug], volgorde.index(g.soort)) for g in out]
    assert rij_van == sorted(set(rij_van))
    laatste = [g for g in out if g.soort == "beëindigd"]
    assert laatste
    for g in laatste:
        kop, wie = g.zin.split(" mee: ")
        assert kop == f"Dit samenwerkingsverband houdt op. Als laatste {'deden' if ' en ' in wie else 'deed'}"


def test_side_by_side(klein_dataset: Dataset) -> None:
    v = vergelijk_gemeenten(klein_dataset, [AADORP, PLUS], [KWAAD, LINK, BRANDWEER, NET], NU)
    assert v.soort == "gemeenten"
    assert v.kolommen == ((AADORP, "aadorp", "Aadorp"), (PLUS, "1-1", "=1+1"))
    assert [(r.sleutel, r.slug, r.naam, r.bij) for r in v.rijen] == [
        (KWAAD, "script-b-hostile-b", "</script><b>hostile</b>", (False, True)),
        (LINK, "hyperlink-x", '=HYPERLINK("x")', (True, True)),
        (BRANDWEER, "brandweer-klein", "Brandweer Klein", (True, True)),
        (NET, "net", "Netwerk Klein", (True, False)),
    ]
    w = vergelijk_verbanden(klein_dataset, [KWAAD, NET], NU)
    assert w.soort == "samenwerkingsverbanden"
    assert w.kolommen == (
        (KWAAD, "script-b-hostile-b", "</script><b>hostile</b>"),
        (NET, "net", "Netwerk Klein"),
    )
    assert [(r.sleutel, r.bij) for r in w.rijen] == [
        (IMG, (False, True)),
        (PLUS, (True, False)),
        (AADORP, (False, True)),
        (BUITEN, (True, False)),
    ]
    d = vergelijk_dagen(klein_dataset, Selection(), "Overijssel", [date(2017, 6, 1), NU])
    assert d.soort == "dagen"
    assert d.kolommen == (("2017-06-01",) * 3, ("2024-02-01",) * 3)
    assert [(r.sleutel, r.bij) for r in d.rijen] == [
        (KWAAD, (False, True)),
        (LINK, (True, True)),
        (BRANDWEER, (True, True)),
    ]
    assert vergelijk_dagen(klein_dataset, Selection(), "Overijssel", [date(1999, 1, 1)] * 2).rijen == ()
