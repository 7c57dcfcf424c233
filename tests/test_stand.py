"""Of when a list is and whether it is whole: the rule itself, and what an editor's note may not do."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import LIVE
from viewer.sources.package import read_table
from viewer.stand import Stand, first_day, is_old, last_day, stand_of

DAG = date(2026, 5, 16)
RIJ = {"comparable": False, "peildatum_bron": "2016-12", "oud": True, "compleet": False, "einde": ""}


@pytest.mark.parametrize(
    ("datum", "oud"),
    [
        ("2006-12-19", True), ("2021", True), ("2022", False), ("2022-04", True), ("2022-05", False),
        ("2022-05-15", True), ("2022-05-16", False), ("2026", False), ("2027-01-01", False),
    ],
)  # fmt: skip
def test_a_list_is_old_after_four_years(datum: str, oud: bool) -> None:
    assert is_old(datum, DAG) is oud


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_period_lies_between_its_first_and_its_last_day(dag: date, lengte: int) -> None:
    tekst = dag.isoformat()[:lengte]
    assert first_day(tekst) <= dag.isoformat() <= last_day(tekst)
    assert first_day(tekst).startswith(tekst)
    assert date.fromisoformat(first_day(tekst))


def test_29_february_has_a_day_four_years_before() -> None:
    assert is_old("2020-02-27", date(2024, 2, 29))
    assert not is_old("2020-02-29", date(2024, 2, 29))


def test_the_register_is_of_the_day_and_never_of_one_to_come() -> None:
    rij = {**RIJ, "comparable": True, "oud": False, "compleet": True}
    assert stand_of(rij, date(2018, 1, 1), DAG).van == "2018-01-01"
    assert stand_of(rij, date(2030, 1, 1), DAG).van == "2026-05-16"


def test_a_hand_kept_list_is_of_its_source_whatever_the_day() -> None:
    for dag in (date(2018, 1, 1), DAG):
        stand = stand_of(RIJ, dag, DAG)
        assert (stand.van, stand.jaar, stand.merk, stand.voluit) == ("2016-12", "2016", "stand 2016", "december 2016")
        assert stand.number(15) == "ten minste 15"


def test_what_is_whole_and_young_says_only_its_number() -> None:
    assert (Stand("2023", False, False, True).number(1234), Stand("2023", False, False, True).merk) == ("1.234", "")


def test_an_end_is_told_from_its_day_on() -> None:
    rij = {**RIJ, "einde": "2018"}
    assert stand_of(rij, date(2017, 12, 31), DAG).einde == ""
    assert stand_of(rij, date(2018, 1, 1), DAG).einde == "2018"


EDITORS = re.compile(
    r"nagaan|uitzoeken|navragen|nakijken|konden wij niet|kon(den)? niet (gelezen|worden)|niet te lezen|afgekapt|TODO|"
    r"\?\?|rechtsvorm|noemt zij niet[.;]|nog niet gevonden|niet overgenomen|konden? lezen|twijfel|controleren",
    re.IGNORECASE,
)


def test_no_text_for_readers_is_a_note_for_editors() -> None:
    rijen = read_table(LIVE / "aanvullingen.csv")
    for kolom in ("naam", "omschrijving", "opmerking"):
        for tekst in rijen[kolom]:
            assert not EDITORS.search(tekst), tekst
    assert (rijen["notitie"] != "").sum() > 5


def test_a_participant_that_a_remark_names_is_in_the_list() -> None:
    """Of the gemeenten whose name is no other word; those who left are named as such."""
    alle = read_table(LIVE / "organisaties.csv")
    alle = alle[(alle["soort"] == "gemeente") & (alle["tot"] == "")]
    namen = dict(zip(alle["naam"], alle["code"], strict=True))
    for rij in read_table(LIVE / "aanvullingen.csv").itertuples():
        kaal = re.sub(r"Regio Zwolle|Provincie \w+|provincie \w+|Regio Twente", "", rij.opmerking)
        for naam, code in namen.items():
            if re.search(rf"(?<![\w-]){re.escape(naam)}(?![\w-])", kaal):
                assert code in (*rij.deelnemers.split(";"), *rij.vertrokken.replace(";", " ").split()), (rij.id, naam)


def test_what_ended_or_stands_in_another_counts_nowhere() -> None:
    rijen = read_table(LIVE / "aanvullingen.csv").set_index("id")
    assert rijen.loc["twentebedrijf", "tot"] == "2018"
    assert set(rijen.loc[["jeugdregio-twente", "samen14-menzis"], "zelfde_als"]) == {"gr-23807752"}
