"""What gemeenten pay: added up for years before a merger, and never a figure that is not one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import DATA
from viewer.analysis.bijdragen import Bijdrage, bijdragen, reports
from viewer.dataset import Dataset
from viewer.model import NEDERLAND
from viewer.settings import Settings
from viewer.web import create_app

RIJEN = {
    (rij["gemeente_code"], int(rij["jaar"]), rij["verslagsoort"]): rij
    for rij in csv.DictReader((Path(DATA) / "bijdragen.csv").read_text(encoding="utf-8").splitlines())
}


GR, LASTEN, INWONERS = "aan_gr_keur", "lasten_keur", "inwoners"


def een(dataset: Dataset, code: str, jaar: int, soort: str = "jaarrekening") -> Bijdrage:
    (found,) = bijdragen(dataset, [code], jaar, soort)
    return found


def test_which_reports_there_are(dataset: Dataset) -> None:
    assert reports(dataset) == {"begroting": list(range(2017, 2027)), "jaarrekening": list(range(2017, 2025))}


@pytest.mark.parametrize(
    ("code", "jaar", "uit", "inwoners", "lasten", "aan_gr"),
    [  # added up by hand from the lines of the CBS
        (
            "GM1992",
            2022,
            ("GM0501", "GM0530", "GM0614"),
            17704 + 40574 + 14960,
            64966 + 151742 + 52530,
            7089 + 16709 + 2465,
        ),
        ("GM1980", 2021, ("GM0398", "GM0416"), 58387 + 28335, 212051 + 90943, 54923 + 11617),
    ],
)
def test_voorne_aan_zee_and_dijk_en_waard_are_those_of_then(
    dataset: Dataset, code: str, jaar: int, uit: tuple[str, ...], inwoners: int, lasten: int, aan_gr: int
) -> None:
    found = een(dataset, code, jaar)
    assert (found.opgeteld_van, found.inwoners, found.lasten_keur, found.aan_gr_keur) == (uit, inwoners, lasten, aan_gr)
    assert found.per_inwoner == round(aan_gr * 1000 / inwoners, 2)
    assert found.aandeel == round(aan_gr / lasten, 4)
    assert found.stand == ""
    assert een(dataset, code, jaar + 1).opgeteld_van == ()  # from its first year on it has its own


@pytest.mark.parametrize("jaar", range(2017, 2023))
@pytest.mark.parametrize("soort", ["begroting", "jaarrekening"])
@pytest.mark.parametrize(
    ("code", "uit"),
    [("GM1992", ("GM0501", "GM0530", "GM0614")), ("GM1963", ("GM0585", "GM0588", "GM0584", "GM0611", "GM0617"))],
)
def test_a_merger_is_its_predecessors_in_every_year(
    dataset: Dataset, code: str, uit: tuple[str, ...], jaar: int, soort: str
) -> None:
    found = een(dataset, code, jaar, soort)
    van = [RIJEN[c, jaar, soort] for c in uit] if (uit[0], jaar, soort) in RIJEN else [RIJEN[code, jaar, soort]]
    if any(int(rij[LASTEN]) == 0 for rij in van):
        assert (found.aan_gr_keur, found.stand[:13]) == (None, "niet geleverd")
        return
    som = sum(int(rij[GR]) for rij in van)
    assert found.aan_gr_keur == (som if any(int(rij[GR]) for rij in van) else None)


def test_what_is_no_figure(dataset: Dataset) -> None:
    weg = een(dataset, "GM0809", 2024)
    assert (weg.inwoners, weg.lasten_keur, weg.aan_gr_keur, weg.per_inwoner, weg.aandeel) == (
        23850,
        None,
        None,
        None,
        None,
    )
    assert weg.stand == "niet geleverd"
    niet = een(dataset, "GM0289", 2024)
    assert (niet.lasten_keur, niet.aan_gr_keur, niet.per_inwoner, niet.stand) == (156287, None, None, "niet geboekt")
    assert een(dataset, "GM0086", 2017).aan_gr_keur == -11  # a correction is a figure
    geen_rij = next(c for c in dataset.known_today if (c, 2025, "begroting") not in RIJEN)
    assert een(dataset, geen_rij, 2025, "begroting").stand == "niet geleverd"


def test_one_predecessor_that_did_not_deliver_leaves_no_sum(dataset: Dataset) -> None:
    found = een(dataset, "GM1961", 2018)
    assert (found.lasten_keur, found.aan_gr_keur) == (None, None)
    assert found.stand == "niet geleverd door Leerdam, Vianen en Zederik"


def test_who_ended_in_a_year_wrote_no_jaarrekening_of_it(dataset: Dataset) -> None:
    """Weesp joined Amsterdam on 24 March 2022."""
    assert een(dataset, "GM0363", 2021).opgeteld_van == ("GM0363", "GM0457")
    assert een(dataset, "GM0363", 2022, "begroting").opgeteld_van == ("GM0363", "GM0457")
    found = een(dataset, "GM0363", 2022)
    assert (found.opgeteld_van, found.aan_gr_keur) == ((), int(RIJEN["GM0363", 2022, "jaarrekening"][GR]))


def test_a_gemeente_that_was_divided_is_named_and_left_out(dataset: Dataset) -> None:
    found = een(dataset, "GM1900", 2017)
    assert found.aan_gr_keur == int(RIJEN["GM1900", 2017, "jaarrekening"][GR])
    assert found.stand == "zonder Littenseradiel, later verdeeld over meer gemeenten"
    nieuw = een(dataset, "GM1966", 2018)  # Het Hogeland: of Winsum a part went elsewhere
    assert (nieuw.lasten_keur, nieuw.aan_gr_keur) == (None, None)
    assert "was er nog niet" in nieuw.stand


@pytest.mark.parametrize("jaar", [2023, 2024])
def test_gemeenten_of_today_add_up_to_the_country(dataset: Dataset, jaar: int) -> None:
    som = sum(int(rij[GR]) for (_, j, soort), rij in RIJEN.items() if (j, soort) == (jaar, "jaarrekening"))
    hier = bijdragen(dataset, dataset.known_today, jaar, "jaarrekening")
    assert sum(een.aan_gr_keur or 0 for een in hier) == som == {2023: 8_318_156, 2024: 8_883_920}[jaar]
    assert all((een.aan_gr_keur is None) == bool(een.stand) for een in hier)


def test_the_api_tells_what_the_file_says(client: FlaskClient) -> None:
    antwoord = client.get("/api/v1/bijdragen?perPagina=1000").json
    assert antwoord
    assert antwoord["totaal"] == 25
    for item in antwoord["items"]:
        rij = RIJEN[item["code"], 2024, "jaarrekening"]
        assert (item["jaar"], item["verslagsoort"]) == (2024, "jaarrekening")
        assert item["lasten_keur"] == int(rij[LASTEN])
        assert item["aan_gr_keur"] == int(rij[GR])
        assert item["per_inwoner"] == round(int(rij[GR]) * 1000 / int(rij[INWONERS]), 2)
        assert item["aandeel"] == round(int(rij[GR]) / int(rij[LASTEN]), 4)
    [raalte] = client.get("/api/v1/bijdragen?gemeente=raalte&jaar=2024").json["items"]
    [dinkelland] = client.get("/api/v1/bijdragen?gemeente=dinkelland").json["items"]
    assert (round(raalte["per_inwoner"]), round(dinkelland["per_inwoner"])) == (118, 1149)
    assert round(dinkelland["aandeel"], 2) == 0.34
    later = client.get("/api/v1/bijdragen?jaar=2026&verslagsoort=begroting").json["items"]
    assert {item["jaar"] for item in later} == {2026}


@pytest.mark.parametrize(
    ("vraag", "zegt"),
    [
        ("jaar=2026", "Van 2026 is er geen jaarrekening; kies uit 2017"),
        ("jaar=2016&verslagsoort=begroting", "Van 2016 is er geen begroting"),
        ("jaar=veel", "jaar moet een getal"),
        ("verslagsoort=kwartaal", "verslagsoort 'kwartaal' is onbekend"),
        ("jaar=2024&jaar=2023", "jaar mag maar een keer"),
        ("maand=3", "maand"),
    ],
)
def test_what_there_is_not_is_told(client: FlaskClient, vraag: str, zegt: str) -> None:
    antwoord = client.get(f"/api/v1/bijdragen?{vraag}")
    assert antwoord.status_code == 400
    assert zegt in antwoord.get_data(as_text=True)


def test_a_folder_without_the_table(klein: Path) -> None:
    client = create_app(Settings(provincie=NEDERLAND), klein).test_client()
    assert client.get("/api/v1/bijdragen").json["items"] == []
    assert reports(Dataset.load(klein)) == {}
