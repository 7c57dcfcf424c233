"""The rules of the domain, proved against a day-by-day reading on random data."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.model import (
    Deelnemer,
    Periode,
    Toetreding,
    Versie,
    deelnames_of,
    geldig,
    overlapt,
    periode_of,
    plain,
    slugify,
    verenig,
    zonder,
)

BEGIN = date(2020, 1, 1)
DAGEN = [BEGIN + timedelta(days=n) for n in range(-2, 45)]
dagen = st.integers(0, 40).map(lambda n: BEGIN + timedelta(days=n))


@st.composite
def perioden(draw: st.DrawFn) -> Periode:
    van = draw(dagen)
    lengte = draw(st.none() | st.integers(1, 20))
    return Periode(van, None if lengte is None else van + timedelta(days=lengte))


@st.composite
def ketens(draw: st.DrawFn) -> list[Versie]:
    """Version chains as bad as the register's: overlaps, gaps, zero days, joining before and after."""
    out = []
    for nummer in range(draw(st.integers(1, 5))):
        van = draw(dagen)
        tot = draw(st.none() | dagen)
        wie = draw(st.lists(st.sampled_from("ABCD"), max_size=4, unique=True))
        toe = tuple(Toetreding(Deelnemer(w, f"GM000{ord(w) - 64}", w, "gemeente"), draw(dagen)) for w in wie)
        out.append(Versie(str(nummer), "t", "", "v", van, tot, (), (), toe, "", "", van))
    return out


def counting_version(keten: list[Versie], dag: date) -> Versie | None:
    """Day by day: the last version in the chain that is in force."""
    geldt = [v for v in keten if v.van <= dag and (v.tot is None or dag < v.tot)]
    return geldt[-1] if geldt else None


@given(ketens())
def test_the_version_that_counts_is_the_last_one_in_force(keten: list[Versie]) -> None:
    delen = geldig(keten)
    for dag in DAGEN:
        gevonden = [versie for versie, periode in delen if dag in periode]
        verwacht = counting_version(keten, dag)
        assert gevonden == ([] if verwacht is None else [verwacht])


@given(ketens())
def test_deelnames_rebuild_the_participants_of_every_day(keten: list[Versie]) -> None:
    deelnames = deelnames_of(keten)
    for dag in DAGEN:
        versie = counting_version(keten, dag)
        verwacht = {t.deelnemer.code for t in versie.deelnemers if t.toegetreden <= dag} if versie else set()
        gevonden = [d.deelnemer.code for d in deelnames if dag in d.periode]
        assert len(gevonden) == len(set(gevonden))
        assert set(gevonden) == verwacht


@given(ketens())
def test_an_unbroken_participation_is_one_row(keten: list[Versie]) -> None:
    deelnames = deelnames_of(keten)
    for code in {d.deelnemer.code for d in deelnames}:
        assert not overlapt([d.periode for d in deelnames if d.deelnemer.code == code])


@given(st.lists(perioden(), max_size=8))
def test_verenig_holds_the_same_days_in_the_fewest_intervals(lijst: list[Periode]) -> None:
    samen = verenig(lijst)
    assert not overlapt(samen)
    for dag in DAGEN:
        assert any(dag in p for p in lijst) == any(dag in p for p in samen)


@given(perioden(), st.lists(perioden(), max_size=6))
def test_zonder_takes_out_exactly_those_days(periode: Periode, weg: list[Periode]) -> None:
    rest = zonder(periode, weg)
    assert not overlapt(rest)
    for dag in DAGEN:
        assert (dag in periode and not any(dag in w for w in weg)) == any(dag in r for r in rest)


@given(st.lists(perioden(), max_size=5))
def test_overlapt_says_whether_any_two_share_a_day_or_touch(lijst: list[Periode]) -> None:
    def days(p: Periode) -> set[int]:
        """The days of an interval and the one after it: two that touch have that one in common."""
        return set(range(p.van.toordinal(), (p.tot or date(2021, 1, 1)).toordinal() + 1))

    paren = [(a, b) for i, a in enumerate(lijst) for b in lijst[i + 1 :]]
    assert overlapt(lijst) == any(days(a) & days(b) for a, b in paren)


def test_a_period_without_days_is_refused() -> None:
    assert periode_of(BEGIN, BEGIN) is None
    with pytest.raises(ValueError, match="ligt niet na"):
        Periode(BEGIN, BEGIN)


def test_a_participant_that_leaves_gets_a_tot_and_one_that_stays_keeps_its_first_day() -> None:
    wie = {n: Deelnemer(n, code, n, "gemeente") for n, code in (("blijft", "GM0001"), ("weg", "GM0002"))}
    d = [date(2017, 1, 1), date(2019, 1, 1)]
    eerste = Versie(
        "1", "t", "", "v", d[0], d[1], (), (), tuple(Toetreding(w, d[0]) for w in wie.values()), "", "2", d[0]
    )
    tweede = Versie("2", "t", "", "v", d[1], None, (), (), (Toetreding(wie["blijft"], d[1]),), "1", "", d[1])
    rijen = {x.deelnemer.naam: x.periode for x in deelnames_of([eerste, tweede])}
    assert rijen == {"blijft": Periode(d[0], None), "weg": Periode(d[0], d[1])}


def test_deelnames_come_by_name_then_key_then_day() -> None:
    d = [date(2017, 1, 1), date(2019, 1, 1), date(2020, 1, 1)]
    wie = [
        Deelnemer(str(n), code, naam, "gemeente")
        for n, (code, naam) in enumerate([("GM0009", "aa"), ("", "Bb"), ("GM0002", "Bb")])
    ]

    def versie(van: date, tot: date | None) -> Versie:
        return Versie(
            "1", "t", "", "v", van, tot, (), (), tuple(Toetreding(w, d[0]) for w in reversed(wie)), "", "", van
        )

    out = deelnames_of([versie(d[0], d[1]), versie(d[2], None)])
    assert [(x.deelnemer.sleutel, x.periode.van) for x in out] == [
        (sleutel, van) for sleutel in ("GM0009", "GM0002", "roo:1") for van in (d[0], d[2])
    ]


def test_plain_is_without_capitals_and_accents() -> None:
    assert plain("SÚDWEST-Fryslân, Straße") == "sudwest-fryslan, strasse"


@pytest.mark.parametrize(
    ("tekst", "slug"),
    [
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("'s-Gravenhage", "s-gravenhage"),
        ("Goeree's  Ov'rflakkee XX", "goerees-ovrflakkee-xx"),
        ("GGD  IJsselland!", "ggd-ijsselland"),
        ("…", ""),
    ],
)
def test_slugify(tekst: str, slug: str) -> None:
    assert slugify(tekst) == slug
