"""Query parameters to a Selection and back."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.dataset import Dataset
from viewer.errors import BadSelection
from viewer.filters import FILTERS
from viewer.model import RECHTEN, THEMAS, VORMEN
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
    recht=keuzes(st.sampled_from([r.slug for r in RECHTEN])),
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


@given(selecties)
def test_a_parameter_of_before_is_understood_and_written_as_it_is_called_now(keuze: Selection) -> None:
    oud = {een.parameter: naam for naam, een in ((n, f) for f in FILTERS.values() for n in f.old_names)}
    paren = [(oud.get(naam, naam), waarde) for naam, waarde in keuze.pairs()]
    assert parse_selection(paren, Alles()).query() == keuze.query()


def test_both_names_of_a_parameter_are_one_choice(dataset: Dataset) -> None:
    paren = [
        ("publiek_privaat", "privaatrechtelijk"),
        ("recht", "zonder rechtspersoon"),
        ("recht", "privaatrechtelijk"),
    ]
    assert parse_selection(paren, dataset).query() == "?recht=privaatrechtelijk&recht=zonder-rechtspersoon"


def test_what_is_no_filter_cannot_be_chosen() -> None:
    with pytest.raises(TypeError, match="kleur"):
        Selection(kleur=("rood",))
    with pytest.raises(KeyError):
        Selection()["kleur"]
    assert Selection(thema=("jeugd",))["thema"] == ("jeugd",)
    assert Selection(thema=("jeugd",)).having(thema=(), vorm=("netwerk",)) == Selection(vorm=("netwerk",))


def short(waarde: str) -> str:
    return waarde if len(waarde) <= 60 else waarde[:57] + "..."


@pytest.mark.parametrize("lengte", [60, 61, 200])
def test_a_long_value_is_shortened_in_the_message(lengte: int) -> None:
    with pytest.raises(BadSelection) as fout:
        parse_selection([("x" * lengte, "y" * lengte)], Alles())
    een = fout.value.waarden[0]
    assert (een.parameter, een.waarde) == (short("x" * lengte), short("y" * lengte))
    assert een.wat == f"Parameter {short('x' * lengte)!r} is onbekend."


def test_the_bounds_themselves_are_allowed() -> None:
    paren = [("regio", str(n)) for n in range(60)] + [("q", "x" * 200)]
    keuze = parse_selection(paren, Alles())
    assert (len(keuze.regio), len(keuze.q)) == (60, 200)
    for dag in (EERSTE_DAG, LAATSTE_DAG):
        assert parse_selection([("peildatum", dag.isoformat())], Alles()).peildatum == dag


def test_nothing_chosen_is_no_query_and_false() -> None:
    assert Selection().query() == ""
    assert not Selection()
    for keuze in (Selection(q="x"), Selection(peildatum=EERSTE_DAG), Selection(thema=("jeugd",))):
        assert keuze
        assert keuze.query().startswith("?")


def test_one_value_is_taken_out_and_the_rest_stays() -> None:
    keuze = Selection(regio=("a", "b"), thema=("a",), peildatum=EERSTE_DAG, q="a")
    assert keuze.without("regio", "a") == Selection(regio=("b",), thema=("a",), peildatum=EERSTE_DAG, q="a")
    assert keuze.without("regio") == keuze
    assert keuze.without("peildatum").peildatum is None
    assert keuze.without("q") == Selection(regio=("a", "b"), thema=("a",), peildatum=EERSTE_DAG)


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
        [("peildatum", "1979-12-31")],
        [("peildatum", "2101-01-01")],
        [("peildatum", "٢٠٢٠-٠١-٠١")],
        [("q", "x"), ("q", "y")],
        [("q", "x" * 201)],
        [("q", "a\0b")],
        [("gemeente", "raalte")] * 61,
    ],
)
def test_an_unknown_value_is_named_not_ignored(dataset: Dataset, paren: list[tuple[str, str]]) -> None:
    with pytest.raises(BadSelection) as fout:
        parse_selection(paren, dataset)
    assert fout.value.waarden[0].parameter == paren[0][0]
    assert fout.value.waarden[0].waarde == ("" if len(paren) > 60 else short(paren[-1][1]))
    assert paren[0][0] in str(fout.value)


def test_every_fault_is_reported_at_once(dataset: Dataset) -> None:
    with pytest.raises(BadSelection) as fout:
        parse_selection([("thema", "x"), ("peildatum", "y"), ("z", "1")], dataset)
    assert {w.parameter for w in fout.value.waarden} == {"thema", "peildatum", "z"}


def test_days_are_dates() -> None:
    assert parse_selection([("peildatum", "2020-02-29")], Alles()).peildatum == date(2020, 2, 29)
