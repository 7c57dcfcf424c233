"""Chains: stable ids, readable names, subjects, and links that do not hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import KLEIN
from viewer.errors import BrokenChain
from viewer.model import Versie
from viewer.sources.importers import import_roo
from viewer.sources.ketens import Bekend, build_tabellen, ketens, naam_of, themas_of
from viewer.sources.package import read_table
from viewer.sources.redactie import Redactie
from viewer.sources.roo import Organisatie, Register, read_register


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
        ("Regeling Werk", "Werk"),
        ("Regeling ABC", "Regeling ABC"),
        ("Gemeenschappelijke regeling sociaal", "Gemeenschappelijke regeling sociaal"),
        ("GEMEENSCHAPPELIJKE REGELING VAN DE STADSREGIO", "STADSREGIO"),
        ("Regeling betreffende de haven, gewijzigd in 2020", "Haven"),
        ("Regeling “Het Plein” (2019)", "Het Plein"),
        ("Regeling XX XX", "XX XX"),
        ("Regeling Sociaal Werkleerbedrijf “Midden Twente” 2018", "Sociaal Werkleerbedrijf “Midden Twente”"),
        ("Regeling Sociaal Werkleerbedrijf “Midden Twente", "Sociaal Werkleerbedrijf “Midden Twente”"),
        ("\u200b\u200bGemeenschappelijke\u00a0 Regeling\u00ad VRBZO\u200e 2024\u200b", "VRBZO"),
        ("“Gemeenschappelijke regeling ‘Het Plein’”", "Het Plein"),
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


KRING = "register: een reeks versies verwijst in een kring naar zichzelf."


def points_at(van: str, naar: str) -> str:
    return (
        f"register: regeling {van} verwijst naar versie {naar}, die niet terugverwijst. "
        "Haal de export opnieuw op; blijft het, meld het dan aan het register."
    )


@pytest.mark.parametrize(
    ("wijzig", "zin"),
    [
        ({"1011": {"volgende": ""}}, points_at("1012", "1011")),
        ({"1011": {"volgende": "9999"}}, points_at("1011", "9999")),
        ({"1021": {"volgende": "1012"}}, points_at("1021", "1012")),
        ({"1021": {"volgende": "1031", "vorige": "1031"}, "1031": {"volgende": "1021", "vorige": "1021"}}, KRING),
    ],
)
def test_links_that_are_no_chain_are_refused(wijzig: dict[str, dict[str, str]], zin: str) -> None:
    versies = [replace(v, **wijzig.get(v.bron_id, {})) for v in register().versies]  # type: ignore[arg-type]
    with pytest.raises(BrokenChain) as fout:
        ketens(versies)
    assert str(fout.value) == zin


def test_an_id_and_a_slug_outlive_new_and_older_versions(klein: Path, tmp_path: Path) -> None:
    """A version before the first one appears, and the newest gets another title."""
    before = read_table(klein / "samenwerkingsverbanden.csv").set_index("id")
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
    after = read_table(klein / "samenwerkingsverbanden.csv").set_index("id")
    assert som.peildatum == date(2024, 5, 1)
    assert set(after.index) == set(before.index)
    assert after.loc["gr-1031", "naam"] == "Heel ergens anders"
    assert after.loc["gr-1031", "slug"] == before.loc["gr-1031", "slug"] == "elders"


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
        "begon": "2015-01-01",
        "tot": "",
        "bron_url": "https://organisaties.overheid.nl/1004/Brandweer_Klein",
        "peildatum_bron": "2024-02-01",
        "compleet": "ja",
    }


def tables(versies: tuple[Versie, ...], organisaties: tuple[Organisatie, ...] = (), **anders: Any) -> dict[str, Any]:
    gegeven = {"redactie": {}, "beleidsterreinen": {}, "provincies": {}, "bekend": Bekend({}, {})} | anders
    return build_tabellen(Register(organisaties, versies), date(2024, 2, 1), **gegeven)


def version(nummer: int, van: str, tot: str, **anders: Any) -> Versie:
    """One of a chain of two: 1 and 2."""
    keten = {"vorige": "1", "volgende": ""} if nummer == 2 else {"vorige": "", "volgende": "2"}
    dagen = {"van": date.fromisoformat(van), "tot": date.fromisoformat(tot) if tot else None}
    leeg = {
        "titel": "Regeling Proefstuk",
        "citeertitel": "",
        "vorm": "Openbaar lichaam",
        "beleidsterreinen": (),
        "organen": (),
        "deelnemers": (),
        "gewijzigd": date(2024, 1, 1),
    }
    return Versie(**{"bron_id": str(nummer), **keten, **dagen, **leeg, **anders})


def test_the_rows_of_versions_participations_and_organisations() -> None:
    out = build_tabellen(register(), date(2024, 2, 1), {}, {}, {"GM9005": "PV24", "GM9003": "XX"}, Bekend({}, {}))
    assert [rij for rij in out["versies"] if rij["samenwerkingsverband_id"] == "gr-1011"] == [
        {
            "samenwerkingsverband_id": "gr-1011",
            "volgorde": n,
            "bron_id": bron,
            "titel": "Regeling </script><b>hostile</b>",
            "vorm": "Regeling zonder meer",
            "van": van,
            "tot": tot,
        }
        for n, bron, van, tot in (("1", "1011", "2018-01-01", "2021-01-01"), ("2", "1012", "2020-01-01", ""))
    ]
    assert [rij for rij in out["deelnames"] if rij["samenwerkingsverband_id"] == "gr-1011"] == [
        {
            "samenwerkingsverband_id": "gr-1011",
            "deelnemer_code": code,
            "deelnemer_naam": naam,
            "deelnemer_soort": "gemeente",
            "deelnemer_bron_id": bron,
            "van": van,
            "tot": tot,
            "toegetreden": toe,
        }
        for code, naam, bron, van, tot, toe in (
            ("GM9002", "'s-Beekveld", "102", "2018-01-01", "2020-01-01", "2017-01-01"),
            ("GM9004", "=1+1", "104", "2018-01-01", "", "2017-01-01"),
            ("GM9005", "Buitenland (O)", "105", "2020-01-01", "", "2017-01-01"),
        )
    ]
    assert {rij["samenwerkingsverband_id"] for rij in out["deelnames"]} == {"gr-1001", "gr-1011", "gr-1021", "gr-1031"}
    organisaties = {rij["code"]: rij for rij in out["organisaties"]}
    assert organisaties["GM9001"] == {
        "bron_id": "101", "code": "GM9001", "naam": "Aadorp", "soort": "gemeente", "provincie": "Overijssel",
        "inwoners": "10000", "plaatsen": "Aadorp;Heinotje", "van": "", "tot": "",
    }  # fmt: skip
    assert organisaties["GM9005"]["provincie"] == "Flevoland"  # by hand before the register
    assert organisaties["GM9003"]["provincie"] == ""
    assert organisaties["GM9099"]["tot"] == "2020-01-01"
    assert (organisaties["WS0301"]["provincie"], organisaties["WS0301"]["inwoners"]) == ("", "")


def test_only_governments_of_people_become_organisations() -> None:
    soorten = ("waterschap", "provincie", "overig", "gemeente")
    organisaties = tuple(
        Organisatie(str(n), f"C{n}", s, "", s, date(2001, 1, n + 1), None, None, (), (), "")
        for n, s in enumerate(soorten)
    )
    rijen = tables((), organisaties)["organisaties"]
    assert [(rij["soort"], rij["provincie"], rij["van"]) for rij in rijen] == [
        ("gemeente", "", "2001-01-04"),
        ("provincie", "", "2001-01-02"),
        ("waterschap", "", "2001-01-01"),
    ]


def test_what_was_decided_by_hand_goes_before_the_register() -> None:
    hand = Redactie("Andere naam", ("jeugd", "water"), "Doet iets.")
    versies = (version(1, "2018-01-01", "2020-01-01", beleidsterreinen=("x",)), version(2, "2020-01-01", ""))
    rij = tables(versies, redactie={"gr-1": hand}, beleidsterreinen={"x": "economie"})["samenwerkingsverbanden"][0]
    assert (rij["naam"], rij["themas"], rij["thema_bron"], rij["omschrijving"]) == (
        "Andere naam",
        "jeugd;water",
        "redactie",
        "Doet iets.",
    )
    assert rij["slug"] == "andere-naam"
    leeg = tables(versies, redactie={"gr-1": Redactie()}, beleidsterreinen={"x": "economie"})
    rij = leeg["samenwerkingsverbanden"][0]
    assert (rij["naam"], rij["themas"], rij["thema_bron"], rij["omschrijving"]) == (
        "Proefstuk",
        "economie",
        "register",
        "",
    )
    niets = tables(tuple(replace(v, beleidsterreinen=()) for v in versies))["samenwerkingsverbanden"][0]
    assert (niets["themas"], niets["thema_bron"]) == ("overig", "geen")
    kaal = tuple(replace(v, beleidsterreinen=()) for v in versies)
    rij = tables(kaal, redactie={"gr-1": hand})["samenwerkingsverbanden"][0]
    assert (rij["themas"], rij["thema_bron"]) == ("jeugd;water", "aangevuld")


def test_when_an_arrangement_began_and_ended() -> None:
    def days(*versies: Versie) -> tuple[str, str]:
        rij = tables(versies)["samenwerkingsverbanden"][0]
        return rij["van"], rij["tot"]

    assert days(version(1, "2018-01-01", "2019-01-01"), version(2, "2019-01-01", "2022-01-01")) == (
        "2018-01-01",
        "2022-01-01",
    )
    assert days(version(1, "2018-01-01", "2018-01-01"), version(2, "2019-01-01", "")) == ("2019-01-01", "")
    # two of no days: it was there, on no day
    assert days(version(1, "2018-01-01", "2018-01-01"), version(2, "2019-01-01", "2019-01-01")) == (
        "2018-01-01",
        "2019-01-01",
    )


@pytest.mark.parametrize(
    ("afkorting", "blijft"), [("PS", True), ("x" * 24, True), ("x" * 25, False), ("Proefstuk", False), ("", False)]
)
def test_an_abbreviation_is_kept_when_it_is_one(afkorting: str, blijft: bool) -> None:
    orgaan = Organisatie("7", "", "Orgaan", afkorting, "overig", None, None, None, (), (), "https://o.nl")
    versies = (version(1, "2018-01-01", "2020-01-01", organen=("6", "7")), version(2, "2020-01-01", "", organen=("8",)))
    rij = tables(versies, (orgaan,))["samenwerkingsverbanden"][0]
    assert rij["afkorting"] == (afkorting if blijft else "")
    assert rij["website"] == "https://o.nl"
    zonder = tables(versies)["samenwerkingsverbanden"][0]
    assert (zonder["afkorting"], zonder["website"]) == ("", "")


@pytest.mark.parametrize(
    ("titel", "slug"),
    [("a" * 85, "a" * 80), ("b" * 79 + " cc", "b" * 79), ("Xx dd Xx", "xx-dd-xx"), ("… …… …", "gr-1")],
)
def test_a_slug_is_at_most_eighty_long_and_never_empty(titel: str, slug: str) -> None:
    versies = (version(1, "2018-01-01", "2020-01-01"), version(2, "2020-01-01", "", titel=titel))
    assert tables(versies)["samenwerkingsverbanden"][0]["slug"] == slug


def test_two_with_one_name_get_two_slugs() -> None:
    versies = [replace(v, titel="Regeling Zelfde Naam") for v in register().versies]
    tabellen = build_tabellen(Register((), tuple(versies)), date(2024, 2, 1), {}, {}, {}, Bekend({}, {}))
    slugs = [rij["slug"] for rij in tabellen["samenwerkingsverbanden"]]
    assert slugs == ["zelfde-naam", "zelfde-naam-1011", "zelfde-naam-1021", "zelfde-naam-1031"]
