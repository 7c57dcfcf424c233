"""Query parameters to a Selection and back."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.dataset import Dataset
from viewer.errors import BadSelection
from viewer.model import THEMAS, VORMEN
from viewer.selection import EERSTE_DAG, LAATSTE_DAG, Selection, parse_selection


class Alles:
    """Knows every value by itself."""

    def slug_of(self, parameter: str, waarde: str) -> str | None:
        return waarde


def keuzes(waarden: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(waarden, max_size=4, unique=True).map(tuple)


woord = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=20)
selecties = st.builds(
    Selection,
    regio=keuzes(woord),
    thema=keuzes(st.sampled_from([t.slug for t in THEMAS])),
    vorm=keuzes(st.sampled_from([v.slug for v in VORMEN])),
    gemeente=keuzes(woord),
    verband=keuzes(woord),
    peildatum=st.none() | st.dates(EERSTE_DAG, LAATSTE_DAG),
    q=woord | st.just(""),
)


@given(selecties)
def test_what_goes_into_an_address_comes_out(keuze: Selection) -> None:
    assert parse_selection(parse_qsl(keuze.query().removeprefix("?")), Alles()) == keuze


def test_codes_ids_and_names_are_understood(dataset: Dataset) -> None:
    keuze = parse_selection(
        [
            ("gemeente", "GM0177"),
            ("thema", "zorg en gezondheid"),
            ("vorm", "Openbaar lichaam"),
            ("verband", "gr-23055729"),
            ("q", ""),
        ],
        dataset,
    )
    assert keuze == Selection(
        thema=("zorg-en-gezondheid",), vorm=("openbaar-lichaam",), gemeente=("raalte",), verband=("ggd-ijsselland",)
    )


@pytest.mark.parametrize(
    "paren",
    [
        [("gemeente", "atlantis")],
        [("thema", "x")],
        [("vorm", "<script>")],
        [("regio", "y")],
        [("verband", "z")],
        [("onbekend", "1")],
        [("peildatum", "2026-02-30")],
        [("peildatum", "gisteren")],
        [("peildatum", "20260516")],
        [("peildatum", "1066-01-01")],
        [("peildatum", "2020-01-01"), ("peildatum", "2021-01-01")],
        [("q", "x" * 201)],
        [("q", "a\0b")],
        [("gemeente", "raalte")] * 61,
    ],
)
def test_an_unknown_value_is_named_not_ignored(dataset: Dataset, paren: list[tuple[str, str]]) -> None:
    with pytest.raises(BadSelection) as fout:
        parse_selection(paren, dataset)
    assert fout.value.waarden[0].parameter == paren[0][0]
    assert paren[0][0] in str(fout.value)


def test_every_fault_is_reported_at_once(dataset: Dataset) -> None:
    with pytest.raises(BadSelection) as fout:
        parse_selection([("thema", "x"), ("peildatum", "y"), ("z", "1")], dataset)
    assert {w.parameter for w in fout.value.waarden} == {"thema", "peildatum", "z"}


def test_days_are_dates() -> None:
    assert parse_selection([("peildatum", "2020-02-29")], Alles()).peildatum == date(2020, 2, 29)
