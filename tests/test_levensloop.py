"""Gemeenten with a beginning and an end: how many there were, who follows whom, and that a participation counts once."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import DATA, REAL_EXPORT
from tests.plain_register import PlainGemeenten, PlainVersie, lees
from viewer.dataset import Dataset
from viewer.levensloop import Levensloop, settle
from viewer.model import NEDERLAND

GEMEENTEN = {
    date(2015, 1, 1): 393,
    date(2016, 6, 1): 390,
    date(2017, 6, 1): 388,
    date(2018, 7, 1): 380,
    date(2019, 4, 12): 355,
    date(2021, 6, 1): 352,
    date(2022, 2, 1): 345,
    date(2022, 12, 30): 344,
    date(2026, 5, 16): 342,
}
"""How many the country had, as the CBS counts them."""


@pytest.mark.parametrize(("day", "number"), GEMEENTEN.items(), ids=str)
def test_the_country_has_as_many_gemeenten_as_it_had(dataset: Dataset, day: date, number: int) -> None:
    assert len(dataset.gemeenten_on(day)) == number
    assert len(dataset.codes_in(NEDERLAND, day)) == number


@pytest.fixture(scope="module")
def versies() -> list[PlainVersie]:
    if not REAL_EXPORT.exists():
        pytest.skip("the real export is not here")
    return lees(REAL_EXPORT)


@pytest.mark.parametrize("day", list(GEMEENTEN), ids=str)
def test_each_gemeente_takes_part_in_what_a_plain_reading_says(
    dataset: Dataset, versies: list[PlainVersie], day: date
) -> None:
    plain = PlainGemeenten(DATA, set(dataset.gemeenten.index)).on(versies, day)
    verbanden = dataset.verbanden_on(day)
    register = verbanden.index[verbanden["bron"] == "register"]
    assert len(register) == sum(bool(wie) for wie in plain.values())
    counted = dataset.counts(day, register)
    assert counted.to_dict() == {code: sum(code in wie for wie in plain.values()) for code in counted.index}
    present = dataset.deelnames_on(day)
    gemeenten = present[(present["soort"] == "gemeente") & present["verband"].isin(register)]
    assert counted.sum() == len(gemeenten)


def test_frozen_figures_of_the_country(dataset: Dataset) -> None:
    """What the plain reading says, for where the export is not."""
    register = dataset.verbanden.index[dataset.verbanden["bron"] == "register"]
    found = {str(day): (len(set(dataset.deelnames_on(day)["verband"]) & set(register)), int(dataset.counts(day, register).sum())) for day in GEMEENTEN}  # fmt: skip
    assert found == FROZEN


FROZEN = {
    "2015-01-01": (140, 877),
    "2016-06-01": (289, 1932),
    "2017-06-01": (363, 2387),
    "2018-07-01": (430, 2874),
    "2019-04-12": (433, 2898),
    "2021-06-01": (433, 2975),
    "2022-02-01": (427, 2957),
    "2022-12-30": (430, 2984),
    "2026-05-16": (451, 3187),
}
"""Per day: samenwerkingsverbanden of the register, and participations of gemeenten in them."""


def test_six_bodies_name_who_has_ended(dataset: Dataset) -> None:
    named = dataset.genoemd_on(dataset.peildatum)
    assert named["verband"].nunique() == 6
    assert set(named["code"].map(dataset.gemeenten["naam"])) == {"Land van Cuijk", "Maashorst", "Voorne aan Zee"}
    mrdh = dataset.id_of("metropoolregio-rotterdam-den-haag")
    assert list(named.loc[named["verband"] == mrdh, "naam"]) == ["Brielle", "Hellevoetsluis", "Westvoorne"]
    members = dataset.deelnemers_of(mrdh, dataset.peildatum)
    assert len(members) == members["code"].nunique() == 21
    assert dataset.ooit.index[dataset.ooit["naam"] == "Voorne aan Zee"][0] in set(members["code"])


def test_nobody_takes_part_on_a_day_on_which_it_was_no_gemeente(dataset: Dataset) -> None:
    rows = dataset.deelnames[dataset.deelnames["soort"] == "gemeente"].join(
        dataset.ooit[["van", "tot"]].rename(columns={"van": "begin", "tot": "einde"}), on="code", how="inner"
    )
    assert len(rows) > 3000
    assert not (rows["sinds"] < rows["begin"]).any()
    ended = rows[rows["einde"].notna()]
    assert (ended["tot"] <= ended["einde"]).all()


def test_before_it_began_others_stood_there(dataset: Dataset) -> None:
    code, day = dataset.code_of("hoeksche-waard"), date(2016, 6, 1)
    names = [dataset.gemeente_names[one]["naam"] for one in dataset.toen(code, day)]
    assert names == ["Binnenmaas", "Cromstrijen", "Korendijk", "Oud-Beijerland", "Strijen"]
    assert dataset.toen(code, date(2019, 1, 1)) == (code,)
    assert len(dataset.samenwerkingsverbanden_for(code, day)) == 8
    amsterdam, weesp = dataset.code_of("amsterdam"), dataset.code_of("weesp")
    assert dataset.toen(amsterdam, day) == (amsterdam,)  # Weesp joined one that was there
    assert dataset.toen(weesp, day) == (weesp,)
    assert dataset.toen(weesp, date(2022, 3, 24)) == ()


def test_who_began_has_a_predecessor(dataset: Dataset) -> None:
    """The register gives some gemeenten the day of their name, or of a polder, for a first day."""
    steps = pd.read_csv(DATA / "herindelingen.csv", dtype=str)
    known = set(zip(steps["nieuwe_code"], steps["datum"], strict=True))
    begun = dataset.ooit["van"].dropna()
    assert len(begun) > 80
    assert {(code, str(day.date())) for code, day in begun.items()} <= known
    assert pd.isna(dataset.ooit["van"][dataset.code_of("lelystad")])


# -- rules, for any list of participations

TODAY = pd.DataFrame(
    {"naam": ["Nieuw", "Groot"], "slug": ["nieuw", "groot"], "provincie": "Utrecht", "inwoners": 1, "plaatsen": [(), ()]},
    index=pd.Index(["GM2001", "GM0002"], name="code"),
)  # fmt: skip
ORGANISATIES = pd.DataFrame(
    [("GM2001", "Nieuw", "gemeente", "2019-01-01"), ("GM0002", "Groot", "gemeente", "")],
    columns=["code", "naam", "soort", "van"],
).assign(provincie="", inwoners="", plaatsen="")
HERINDELINGEN = pd.DataFrame(
    [
        ("Aa", "GM0011", "GM2001", "2019-01-01"),
        ("Bee", "GM0012", "GM2001", "2019-01-01"),
        ("Oud-Bee", "GM0013", "GM0012", "2017-01-01"),
        ("Klein", "GM0014", "GM0002", "2020-01-01"),
        ("Straks", "GM0002", "GM2002", "2031-01-01"),
    ],
    columns=["oude_naam", "oude_code", "nieuwe_code", "datum"],
)
CODES = ["GM2001", "GM0002", "GM0011", "GM0012", "GM0013", "GM0014"]
LOOP = Levensloop(TODAY, ORGANISATIES, HERINDELINGEN)
DAYS = st.dates(date(2015, 1, 1), date(2024, 1, 1))


def who(code: str, day: pd.Timestamp) -> str | None:
    """Who has a participation of this gemeente on a day, by the table above, read by hand."""
    if code == "GM2001" and day < pd.Timestamp("2019-01-01"):
        return None
    if code == "GM0013" and day >= pd.Timestamp("2017-01-01"):
        code = "GM0012"
    if code in ("GM0011", "GM0012") and day >= pd.Timestamp("2019-01-01"):
        return "GM2001"
    return "GM0002" if code == "GM0014" and day >= pd.Timestamp("2020-01-01") else code


SPELLS = st.lists(st.tuples(st.sampled_from(CODES), DAYS, st.none() | DAYS), max_size=8)


@given(SPELLS, DAYS)
def test_whoever_the_register_names_one_takes_part_by_law_and_once(
    spells: list[tuple[str, date, date | None]], day: date
) -> None:
    spells = [(code, van, tot) for code, van, tot in spells if tot is None or van < tot]
    moment = pd.Timestamp(day)
    frame = pd.DataFrame(
        [("v", code, code, "gemeente", van, tot, van) for code, van, tot in spells],
        columns=["verband", "code", "naam", "soort", "van", "tot", "sinds"],
    )
    for name in ("van", "tot", "sinds"):
        frame[name] = pd.to_datetime(frame[name])
    out, named = settle(frame, LOOP)
    counts = out[(out["sinds"] <= moment) & (out["tot"].isna() | (moment < out["tot"]))]
    there = {code for code, van, tot in spells if van <= day and (tot is None or day < tot)}
    heir_of = {code: who(code, moment) for code in there}
    assert set(counts["code"]) == {one for one in heir_of.values() if one is not None}
    heirs = counts[counts["code"].isin(named["code"])]
    assert len(heirs) == heirs["code"].nunique()
    noted = named[(named["sinds"] <= moment) & (named["tot"].isna() | (moment < named["tot"]))]
    assert set(zip(noted["code"], noted["naam"], strict=True)) == {
        (one, code) for code, one in heir_of.items() if one not in (None, code)
    }


def test_what_is_announced_has_not_ended() -> None:
    assert LOOP.leven("GM0002").tot is None
    assert LOOP.toen("GM0002", pd.Timestamp("2040-01-01")) == ("GM0002",)
    assert LOOP.nu("GM0013") == "GM2001"
