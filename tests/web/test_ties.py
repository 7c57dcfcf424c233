"""`/verbanden`: the same ties as brute force finds, as list and as matrix."""

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
from viewer.web.routes.ties import build_verbindingen

DAG = date(2026, 5, 16)


def brute(dataset: Dataset, codes: frozenset[str], thema: str = "") -> dict[tuple[str, str], set[str]]:
    wie: dict[str, set[str]] = {code: set() for code in codes}
    verbanden = dataset.verbanden_in("Overijssel", DAG)
    for id_, themas in verbanden["themas"].items():
        if not thema or thema in themas:
            for code in set(dataset.deelnemers_of(id_, DAG)["code"]) & codes:
                wie[code].add(verbanden.loc[id_, "slug"])
    return {(a, b): wie[a] & wie[b] for a, b in combinations(sorted(codes), 2) if wie[a] & wie[b]}


@pytest.mark.parametrize("thema", ["", "veiligheid"])
@pytest.mark.parametrize("regio", ["", "twente"])
def test_pairs_and_matrix_equal_brute_force(dataset: Dataset, thema: str, regio: str) -> None:
    keuze = Selection(thema=(thema,) if thema else (), regio=(regio,) if regio else ())
    ties = build_verbindingen(dataset, keuze, "Overijssel", 1)
    codes = dataset.codes_in("Overijssel") & (
        dataset.codes_in_regio(regio) if regio else dataset.codes_in("Overijssel")
    )
    verwacht = brute(dataset, codes, thema)
    gevonden = {(dataset.code_of(p.a[0]), dataset.code_of(p.b[0])): {slug for slug, _ in p.gedeeld} for p in ties.paren}
    assert gevonden == verwacht
    assert ties.totaal == len(verwacht)
    assert [p.aantal for p in ties.paren] == sorted((len(g) for g in verwacht.values()), reverse=True)
    assert ties.matrix is not None
    for i, (slug, _) in enumerate(ties.namen):
        for j, (ander, _) in enumerate(ties.namen):
            paar = tuple(sorted((dataset.code_of(slug), dataset.code_of(ander))))
            if i != j:
                assert ties.matrix[i][j] == len(verwacht.get(paar, ()))  # type: ignore[call-overload]


def test_a_gemeente_narrows_to_its_own_and_the_threshold_keeps_the_list_short(dataset: Dataset) -> None:
    eigen = build_verbindingen(dataset, Selection(gemeente=("raalte",)), "Overijssel", 1)
    assert all("raalte" in (p.a[0], p.b[0]) for p in eigen.paren)
    vanzelf = build_verbindingen(dataset, Selection(), "Overijssel", None)
    assert 0 < vanzelf.totaal <= 120
    assert build_verbindingen(dataset, Selection(), "Overijssel", vanzelf.minimaal - 1).totaal > 120
    heel = build_verbindingen(dataset, Selection(), NEDERLAND, None)
    assert 0 < heel.totaal <= 120
    assert heel.matrix is None
    assert len(heel.namen) > 300


def test_the_page_is_sound_and_says_who_shares_most(client: FlaskClient) -> None:
    tekst = page(client, "/verbanden")
    rij = re.search(
        r'<tr><th scope="row"><a[^>]*>(.*?)</a></th><td><a[^>]*>(.*?)</a></td><td class="getal">(\d+)', tekst
    )
    assert rij
    assert rij.groups() == ("Borne", "Hengelo", "22")
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
    page(client, f"/verbanden{vraag}")


@pytest.mark.parametrize("vraag", ["?minimaal=0", "?minimaal=x", "?minimaal=1&minimaal=2", "?thema=x"])
def test_what_it_does_not_know_is_told(client: FlaskClient, vraag: str) -> None:
    assert "adres-melding" in page(client, f"/verbanden{vraag}", 404 if "thema" in vraag else 200)
