"""`/wie-met-wie`: the same verbindingen as brute force finds, as list and as matrix."""

from __future__ import annotations

import html
import re
from datetime import date
from itertools import combinations

import pytest
from flask.testing import FlaskClient

from tests.web.page import page
from viewer.dataset import Dataset
from viewer.model import NEDERLAND
from viewer.selection import Selection
from viewer.views.verbindingen import verbindingen_view

DAG = date(2026, 5, 16)


def brute(dataset: Dataset, codes: frozenset[str], thema: str, alles: bool) -> dict[tuple[str, str], set[str]]:
    wie: dict[str, set[str]] = {code: set() for code in codes}
    verbanden = dataset.verbanden_in("Overijssel", DAG)
    for id_, themas in verbanden["themas"].items():
        counts = verbanden.loc[id_, "comparable"] or (alles and verbanden.loc[id_, "compleet"])
        if counts and (not thema or thema in themas):
            for code in set(dataset.deelnemers_of(id_, DAG)["code"]) & codes:
                wie[code].add(verbanden.loc[id_, "slug"])
    return {(a, b): wie[a] & wie[b] for a, b in combinations(sorted(codes), 2) if wie[a] & wie[b]}


@pytest.mark.parametrize("thema", ["", "veiligheid"])
@pytest.mark.parametrize("regio", ["", "twente"])
@pytest.mark.parametrize("alles", [False, True])
def test_pairs_and_matrix_equal_brute_force(dataset: Dataset, thema: str, regio: str, alles: bool) -> None:
    keuze = Selection(thema=(thema,) if thema else (), regio=(regio,) if regio else ())
    keuze = keuze.counting_all if alles else keuze
    view = verbindingen_view(dataset, keuze, "Overijssel", 1)
    codes = dataset.codes_in("Overijssel") & (
        dataset.codes_in_regio(regio) if regio else dataset.codes_in("Overijssel")
    )
    verwacht = brute(dataset, codes, thema, alles)
    gevonden = {
        (dataset.code_of(p["a"]["slug"]), dataset.code_of(p["b"]["slug"])): {v["slug"] for v in p["gedeeld"]}
        for p in view["paren"]
    }
    assert gevonden == verwacht
    assert view["aantal"] == len(verwacht)
    assert [p["aantal"] for p in view["paren"]] == sorted((len(g) for g in verwacht.values()), reverse=True)
    assert len(view["matrix"]) == len(view["gemeenten"]) > 1
    for i, rij in enumerate(view["matrix"]):
        assert rij["gemeente"] == view["gemeenten"][i]
        for j, cel in enumerate(rij["cellen"]):
            paar = tuple(sorted(dataset.code_of(g["slug"]) for g in (view["gemeenten"][i], view["gemeenten"][j])))
            assert cel["zelf"] == (i == j)
            if i != j:
                assert cel["aantal"] == len(verwacht.get(paar, ()))  # type: ignore[call-overload]
                assert (cel["tint"] == 0) == (cel["aantal"] == 0)


def test_a_gemeente_narrows_to_its_own_and_the_threshold_keeps_the_list_short(dataset: Dataset) -> None:
    eigen = verbindingen_view(dataset, Selection(gemeente=("raalte",)), "Overijssel", 1)
    assert all("raalte" in (p["a"]["slug"], p["b"]["slug"]) for p in eigen["paren"])
    vanzelf = verbindingen_view(dataset, Selection(), "Overijssel", None)
    assert 0 < vanzelf["aantal"] <= 120
    assert verbindingen_view(dataset, Selection(), "Overijssel", vanzelf["minimaal"] - 1)["aantal"] > 120
    heel = verbindingen_view(dataset, Selection(), NEDERLAND, None)
    assert 0 < heel["aantal"] <= 120
    assert heel["matrix"] == []
    assert len(heel["gemeenten"]) > 300


def test_the_page_is_sound_and_says_who_shares_most(client: FlaskClient) -> None:
    tekst = page(client, "/wie-met-wie")
    rij = re.search(
        r'<tr><th scope="row"><a[^>]*>(.*?)</a></th><td><a[^>]*>(.*?)</a></td><td class="getal">(\d+)', tekst
    )
    assert rij
    assert rij.groups() == ("Borne", "Hengelo", "12")
    assert "Geteld: 32 uit het register. Niet geteld: 32 die wij zelf verzamelden, 6 daarvan niet volledig." in tekst
    alles = page(client, "/wie-met-wie?ook=zelf-verzameld")
    assert "Geteld: 32 uit het register en 26 die wij zelf verzamelden, uit bronnen van 2015 tot en met 2024." in alles
    assert "Stadsbank Oost Nederland" in tekst
    assert html.unescape(tekst).count('<tr><th scope="row">') > 100


@pytest.mark.parametrize(
    "vraag",
    [
        "?thema=jeugd",
        "?regio=twente&minimaal=3",
        "?gemeente=raalte",
        "?peildatum=2018-01-01",
        "?thema=onderwijs&regio=twente",
    ],
)
def test_every_choice_is_a_page(client: FlaskClient, vraag: str) -> None:
    page(client, f"/wie-met-wie{vraag}")


@pytest.mark.parametrize("vraag", ["?minimaal=0", "?minimaal=x", "?minimaal=1&minimaal=2", "?thema=x"])
def test_what_it_does_not_know_is_told(client: FlaskClient, vraag: str) -> None:
    assert "adres-melding" in page(client, f"/wie-met-wie{vraag}", 404 if "thema" in vraag else 200)
