"""Chains: stable ids, readable names, subjects, and links that do not hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.conftest import KLEIN
from viewer.errors import BrokenChain
from viewer.sources.importers import import_roo
from viewer.sources.ketens import Bekend, build_tabellen, ketens, naam_of, themas_of
from viewer.sources.package import read_table
from viewer.sources.roo import Register, read_register


def register() -> Register:
    with (KLEIN / "register.xml").open("rb") as stroom:
        return read_register(stroom, "register.xml")


@pytest.mark.parametrize(
    ("titel", "naam"),
    [
        ("Gemeenschappelijke regeling Veiligheidsregio IJsselland 2024", "Veiligheidsregio IJsselland"),
        ("De gemeenschappelijke regeling Orionis Walcheren", "Orionis Walcheren"),
        ("Regeling Recreatieschap Twente", "Recreatieschap Twente"),
        ("Modulaire Gemeenschappelijke Regeling Rijk van Nijmegen", "Rijk van Nijmegen"),
        ("Gemeenschappelijke regeling voor het recreatiegebied Rottemeren", "Recreatiegebied Rottemeren"),
        ("Gemeenschappelijke regeling zonder meer", "Gemeenschappelijke regeling zonder meer"),
        ("GR Cocensus 2020", "Cocensus"),
        ("Centrumregeling Wmo", "Centrumregeling Wmo"),
        ("Senzer", "Senzer"),
        ("Regeling", "Regeling"),
    ],
)
def test_a_name_is_the_title_without_its_legal_wrapping(titel: str, naam: str) -> None:
    assert naam_of(titel) == naam


def test_subjects_come_once_and_the_most_telling_first() -> None:
    tabel = {"a": "bedrijfsvoering en ICT", "b": "veiligheid", "b | c": "veiligheid"}
    assert themas_of(["a", "b", "b  | c"], tabel) == ("veiligheid", "bedrijfsvoering en ICT")
    assert themas_of([], tabel) == ("overig",)
    assert themas_of(["onbekend"], tabel) == ("overig",)


def test_every_version_is_in_exactly_one_chain() -> None:
    reeksen = ketens(register().versies)
    assert [[v.bron_id for v in reeks] for reeks in reeksen] == [
        ["1001", "1002", "1003", "1004"],
        ["1011", "1012"],
        ["1021"],
        ["1031"],
    ]


@pytest.mark.parametrize(
    "wijzig",
    [
        {"1011": {"volgende": ""}},
        {"1011": {"volgende": "9999"}},
        {"1021": {"volgende": "1012"}},
        {"1021": {"volgende": "1031", "vorige": "1031"}, "1031": {"volgende": "1021", "vorige": "1021"}},
    ],
)
def test_links_that_are_no_chain_are_refused(wijzig: dict[str, dict[str, str]]) -> None:
    versies = [replace(v, **wijzig.get(v.bron_id, {})) for v in register().versies]  # type: ignore[arg-type]
    with pytest.raises(BrokenChain):
        ketens(versies)


def test_an_id_and_a_slug_outlive_new_and_older_versions(klein: Path, tmp_path: Path) -> None:
    """A version before the first one appears, and the newest gets another title."""
    voor = read_table(klein / "samenwerkingsverbanden.csv").set_index("id")
    tekst = (KLEIN / "register.xml").read_text(encoding="utf-8")
    tekst = tekst.replace("regeling elders", "regeling heel ergens anders")
    vroeger = (
        '<p:regeling p:systeemId="900"><p:titel>Oudere</p:titel><p:samenwerkingsvorm p:afkorting="OL">OL</p:samenwerkingsvorm>'
        '<p:deelnemendeOrganisaties/><p:datumInwerkingtreding>2016-01-01</p:datumInwerkingtreding>'
        '<p:datumUitwerkingtreding>2018-01-01</p:datumUitwerkingtreding><p:nextVersion p:systeemId="1031"/></p:regeling>'
    )  # fmt: skip
    tekst = tekst.replace(
        '<p:regeling p:systeemId="1031">',
        f'{vroeger}\n<p:regeling p:systeemId="1031"><p:previousVersion p:systeemId="900"/>',
    )
    export = tmp_path / "later_2024-05-01.xml"
    export.write_text(tekst, encoding="utf-8")
    som = import_roo(str(export), klein)
    na = read_table(klein / "samenwerkingsverbanden.csv").set_index("id")
    assert som.peildatum == date(2024, 5, 1)
    assert set(na.index) == set(voor.index)
    assert na.loc["gr-1031", "naam"] == "Heel ergens anders"
    assert na.loc["gr-1031", "slug"] == voor.loc["gr-1031", "slug"] == "elders"


def test_values_of_a_row() -> None:
    tabellen = build_tabellen(
        register(), date(2024, 2, 1), {}, {"openbare orde en veiligheid": "veiligheid"}, {}, Bekend({}, {})
    )
    rij = tabellen["samenwerkingsverbanden"][0]
    assert rij == {
        "id": "gr-1001",
        "slug": "brandweer-klein",
        "naam": "Brandweer Klein",
        "titel": "Gemeenschappelijke regeling Brandweer Klein 2023",
        "afkorting": "BK",
        "vorm": "Openbaar lichaam",
        "publiek_privaat": "publiekrechtelijk",
        "themas": "veiligheid;overig",
        "thema_bron": "register",
        "omschrijving": "",
        "website": "https://www.brandweerklein.nl",
        "van": "2017-01-01",
        "tot": "",
        "bron_url": "https://organisaties.overheid.nl/1004/",
        "peildatum_bron": "2024-02-01",
        "compleet": "ja",
    }


def test_two_with_one_name_get_two_slugs() -> None:
    versies = [replace(v, titel="Regeling Zelfde Naam") for v in register().versies]
    tabellen = build_tabellen(Register((), tuple(versies)), date(2024, 2, 1), {}, {}, {}, Bekend({}, {}))
    slugs = [rij["slug"] for rij in tabellen["samenwerkingsverbanden"]]
    assert slugs == ["zelfde-naam", "zelfde-naam-1011", "zelfde-naam-1021", "zelfde-naam-1031"]
