"""Names as people see them: invisible signs gone before any rule looks, quotation marks in pairs."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.test_ketens import tables, version
from viewer.model import Deelnemer, Toetreding
from viewer.sources.regios import follow_register
from viewer.sources.roo import Organisatie
from viewer.sources.tekens import clean, close_quotes, local_name


@pytest.mark.parametrize(
    "sign",
    ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u200f", "\u202a", "\u202e", "\u2066", "\u2069",
     "\u061c", "\u034f", "\u180e", "\ufe0f", "\u3164", "\u115f", "\x07", "\x9f", "\U000e0041"],
)  # fmt: skip
def test_signs_that_nobody_sees_are_gone(sign: str) -> None:
    assert clean(f"{sign}Veiligheids{sign}regio{sign} Zuid{sign}") == "Veiligheidsregio Zuid"


@pytest.mark.parametrize("space", ["  ", "\u00a0", "\u202f", "\u2003", "\u3000", "\t", "\r\n", "\u2028", " \u200b "])
def test_white_space_of_any_kind_is_one_space(space: str) -> None:
    assert clean(f"{space}Regio{space}Zuid{space}") == "Regio Zuid"


def test_what_people_see_stays() -> None:
    for text in (
        "Súdwest-Fryslân",
        "Noardeast-Fryslân",
        "Stadt Überall & co. (België) ‘x’",
        "Ĳsselstein",
        "R&D – 50 % €",
    ):
        assert clean(text) == text
    assert clean("Fryslân") == "Fryslân"
    assert clean("Brabant\u2011Zuidoost") == clean("Brabant\u2010Zuidoost") == "Brabant-Zuidoost"


@given(st.text())
def test_clean_leaves_nothing_to_clean(text: str) -> None:
    out = clean(text)
    assert clean(out) == out
    assert not [s for s in out if unicodedata.category(s) in ("Cc", "Cf")]
    assert "  " not in out


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("Werkbedrijf “Midden Twente", "Werkbedrijf “Midden Twente”"),
        ("Werkbedrijf “Midden Twente”", "Werkbedrijf “Midden Twente”"),
        ('Schap "De Polder', 'Schap "De Polder"'),
        ("Centrum ‘Groninger Archieven", "Centrum ‘Groninger Archieven’"),
        ("EGTS 'Linieland van Waas", "EGTS 'Linieland van Waas'"),
        ("„Het Plein", "„Het Plein”"),
        ("«Werk", "«Werk»"),
        ("“A ‘B", "“A ‘B’”"),
        ("“Het Plein”", "Het Plein"),
        ("“Een” en “Twee”", "“Een” en “Twee”"),
        ("Midden Twente”", "Midden Twente"),
        ("Stadsgewest 's-Hertogenbosch", "Stadsgewest 's-Hertogenbosch"),
        ("'s-Hertogenbosch", "'s-Hertogenbosch"),
        ("’t Gooi en ’s-Graveland", "’t Gooi en ’s-Graveland"),
        ("Regio’s ‘samen", "Regio’s ‘samen’"),
        ('=HYPERLINK("x")', '=HYPERLINK("x")'),
        ("“", ""),
    ],
)
def test_a_quotation_mark_that_is_opened_is_closed(text: str, closed: str) -> None:
    assert close_quotes(text) == closed


@given(st.text("“”„\"'‘’«»ab s-"))
def test_closing_touches_quotation_marks_only(text: str) -> None:
    def bare(tekst: str) -> str:
        return "".join(sign for sign in tekst if sign.isalnum())

    assert bare(close_quotes(text)) == bare(text)


@given(
    st.lists(st.text("abz", min_size=1), min_size=2, max_size=4),
    st.sampled_from(["“”", '""', "‘’", "«»", "„”"]),
    st.booleans(),
)
def test_a_last_word_in_quotation_marks_is_closed_whether_it_was_or_not(
    words: list[str], pair: str, closed: bool
) -> None:
    *first, last = words
    text = " ".join([*first, pair[0] + last + "zz"])
    assert close_quotes(text + pair[1] * closed) == text + pair[1]


def test_a_veiligheidsregio_is_found_behind_an_abbreviation_with_invisible_signs() -> None:
    leden = tuple(
        Toetreding(Deelnemer(str(n), f"GM{9000 + n}", f"Dorp {n}", "gemeente"), date(2014, 1, 1)) for n in range(21)
    )
    orgaan = Organisatie("77", "SO77", "Veiligheidsregio Brabant-Zuidoost", "VRBZO", "samenwerkingsorgaan", None, None, None, (), (), "")  # fmt: skip
    vol = "Gemeenschappelijke regeling Veiligheidsregio Brabant-Zuidoost"
    oud = version(1, "2014-01-01", "2024-01-01", titel=vol, organen=("77",), deelnemers=leden)
    nieuw = replace(
        version(2, "2024-01-01", ""),
        titel=clean("\u200b\u200bGemeenschappelijke Regeling VRBZO 2024\u200b"),
        organen=("77",),
        deelnemers=leden,
    )
    tabellen = tables((oud, nieuw), (orgaan,))
    rij = tabellen["samenwerkingsverbanden"][0]
    assert (rij["naam"], rij["afkorting"]) == ("Veiligheidsregio Brabant-Zuidoost", "VRBZO")
    regios = follow_register([], tabellen, date(2024, 2, 1))
    assert {r["regio_id"] for r in regios} == {"brabant-zuidoost"}
    assert len(regios) == 21


@pytest.mark.parametrize(
    ("was", "is_"),
    [
        ("Bergen Op Zoom", "Bergen op Zoom"), ("'T Harde", "'t Harde"), ("'S Gravenmoer", "'s Gravenmoer"),
        ("Tull en 'T Waal", "Tull en 't Waal"), ("Ijzendoorn", "IJzendoorn"), ("Oudega de FRyske Marren", "Oudega de Fryske Marren"),
        ("Nederhorst Den Berg", "Nederhorst den Berg"), ("Huis Ter Heide DR", "Huis ter Heide DR"), ("Kring Van Dorth", "Kring van Dorth"),
        ("Broek In Waterland", "Broek in Waterland"),
        # What is right stays.
        ("IJlst", "IJlst"), ("Den Helder", "Den Helder"), ("Wehe-Den Hoorn", "Wehe-Den Hoorn"), ("Rijkevoort-De Walsert", "Rijkevoort-De Walsert"),
        ("Spijkerboor DR", "Spijkerboor DR"), ("Ter Aar", "Ter Aar"), ("Capelle aan den IJssel", "Capelle aan den IJssel"), ("'t Zand", "'t Zand"),
        ("Op den Bosch", "Op den Bosch"), ("Loo Gld", "Loo Gld"), ("Bijlmer", "Bijlmer"), ("D'Ekker", "D'Ekker"), ("", ""),
    ],
)  # fmt: skip
def test_a_place_is_written_as_it_is_there(was: str, is_: str) -> None:
    assert local_name(was) == is_
