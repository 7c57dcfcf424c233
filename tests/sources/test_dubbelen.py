"""The same body under two names is found by participants and name, and merged; look-alikes are not."""

from __future__ import annotations

import pandas as pd
import pytest
from flask.testing import FlaskClient

from tests.conftest import DATA
from viewer.dataset import Dataset
from viewer.model import vorm_by_naam
from viewer.sources.dubbelen import find_duplicates
from viewer.sources.package import read_table

CODES = [f"GM000{n}" for n in range(1, 7)]


def find(naam: str, leden: list[str], afkorting: str = "") -> dict[str, str]:
    hand = pd.DataFrame(
        [{"id": "hand", "naam": naam, "afkorting": afkorting, "deelnemers": ";".join([*leden, "overig:X"])}]
    )
    register = pd.DataFrame(
        [
            {
                "id": "gr-1",
                "naam": "Regio Ahof",
                "titel": "Gemeenschappelijke regeling Regio Ahof en omstreken",
                "afkorting": "RAO",
            },
            {"id": "gr-2", "naam": "Veiligheidsregio Ahof", "titel": "Veiligheidsregio Ahof", "afkorting": ""},
            {"id": "gr-3", "naam": "Omgevingsdienst", "titel": "Omgevingsdienst", "afkorting": ""},
        ]
    )
    deelnames = pd.DataFrame(
        [
            {"samenwerkingsverband_id": id_, "deelnemer_code": code, "tot": tot}
            for id_, tot in (("gr-1", ""), ("gr-2", ""), ("gr-3", "2020-01-01"))
            for code in CODES[:5]
        ]
    )
    return find_duplicates(hand, register, deelnames)


@pytest.mark.parametrize(
    ("naam", "leden", "verwacht"),
    [
        ("Regio Ahof (Groene Regio)", CODES[:5], "gr-1"),
        ("regio ahof", CODES[:4], "gr-1"),  # four of five
        ("Veiligheidsregio Ahof", CODES[:5], "gr-2"),
        ("Regio Ahof", CODES[:3], ""),  # three of five
        ("Regio Bdorp", CODES[:5], ""),
        ("Ahof Board", CODES[:5], ""),
        ("Omgevingsdienst", CODES[:5], ""),  # ended in the register
        ("Regio Ahof", [], ""),
    ],
)
def test_both_participants_and_name_must_agree(naam: str, leden: list[str], verwacht: str) -> None:
    assert find(naam, leden) == ({"hand": verwacht} if verwacht else {})


def test_an_abbreviation_is_a_name_too() -> None:
    assert find("Iets anders", CODES[:5], "RAO") == {"hand": "gr-1"}


def test_cleantech_regio_is_regio_stedendriehoek(dataset: Dataset, client: FlaskClient) -> None:
    assert dataset.dubbelen == {"cleantech-regio": "gr-24967068"}
    assert "cleantech-regio" not in dataset.verbanden.index
    assert dataset.verbanden.loc["gr-24967068", "website"]
    gevonden = client.get("/api/v1/samenwerkingsverbanden?q=cleantech").get_json()["items"]
    assert [v["naam"] for v in gevonden] == ["Regio Stedendriehoek"]
    antwoord = client.get("/samenwerkingsverbanden/cleantech-regio")
    assert (antwoord.status_code, antwoord.headers["Location"]) == (301, "/samenwerkingsverbanden/regio-stedendriehoek")
    assert "is <a" in client.get("/over/kwaliteit").text


def test_every_hand_kept_row_names_its_source_and_is_what_its_form_says(dataset: Dataset) -> None:
    hand = read_table(DATA / "aanvullingen.csv")
    overijssel = dataset.codes_in("Overijssel")
    met = [bool(overijssel & set(deelnemers.split(";"))) for deelnemers in hand["deelnemers"]]
    assert sum(met) >= 30
    for rij in hand.itertuples():
        vorm = (
            next(naam for naam in dataset.verbanden["vorm"].unique() if naam.lower() == rij.vorm)
            if rij.id not in dataset.dubbelen
            else "Netwerk"
        )
        assert rij.publiek_privaat == vorm_by_naam(vorm).publiek_privaat
        assert rij.bron_url.startswith("http")
        assert "2000" < rij.peildatum < "2027"
        assert rij.compleet == "ja" or rij.opmerking
        for code in rij.deelnemers.split(";"):
            assert ":" in code or code in dataset.gemeenten.index


def test_with_whom_does_raalte_arrange_its_waste(client: FlaskClient) -> None:
    tekst = client.get("/?gemeente=raalte&thema=afval-en-grondstoffen").text
    assert 'value="rova"' in tekst
    kaartje = client.get("/?gemeente=raalte&verband=rova").text
    assert "Niet in het register" in kaartje
    assert "Lijst niet volledig" in kaartje
    assert "ten minste 20 gemeenten, stand 2018" in kaartje
    assert (
        'Volgens <a href="https://jaarverslag2018.rova.nl/step/kerngegevens/" rel="noopener">jaarverslag2018.rova.nl</a> uit 2018.'
        in kaartje
    )
    for naam in ("Olst-Wijhe", "Dalfsen", "Amersfoort"):
        assert naam in kaartje
    zwolle = client.get("/gemeenten/raalte").text
    assert "12 samenwerkingsverbanden: 5 uit het register, 7 die wij zelf verzamelden" in zwolle


def test_which_networks_cross_the_border_of_the_province(client: FlaskClient) -> None:
    csv = client.get("/analyse/grens.csv?vorm=netwerk&ook=zelf-verzameld").text.splitlines()
    left = {regel.split(",")[0] for regel in csv[1:] if not regel.endswith(",0")}
    assert left == {"Regio Zwolle", "Nederlandse Hanzesteden", "Hanzesteden Marketing"}
