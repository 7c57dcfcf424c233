"""Days that nobody knows anything of yet are not claimed: refused, or shown as the day of the data."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from tests.conftest import DATA
from viewer.dataset import Dataset
from viewer.settings import Settings
from viewer.web import create_app
from viewer.wording import long_date


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app(Settings(), DATA).test_client()


PAGES = [
    "/",
    "/kaart",
    "/gemeenten/zwolle",
    "/samenwerkingsverbanden/ggd-ijsselland",
    "/tabel",
    "/analyse",
    "/wie-met-wie",
]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_a_day_to_come_shows_the_day_of_the_data_and_says_so(
    client: FlaskClient, dataset: Dataset, page: str
) -> None:
    day = dataset.peildatum + timedelta(400)
    answer = client.get(f"{page}?peildatum={day}")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f"U ziet de stand van {long_date(dataset.peildatum)}" in text
    assert text.count(long_date(day)) == 1  # the note, and nothing that claims it
    assert "U ziet de stand" not in client.get(f"{page}?peildatum={dataset.peildatum}").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/api/v1/gemeenten", "/api/v1/samenwerkingsverbanden", "/download/deelnames.csv"])
def test_who_reads_no_notes_is_told_no(client: FlaskClient, dataset: Dataset, address: str) -> None:
    answer = client.get(f"{address}?peildatum={dataset.peildatum + timedelta(1)}")
    assert answer.status_code == 400
    assert f"ligt na {dataset.peildatum}" in answer.get_data(as_text=True)
    assert client.get(f"{address}?peildatum={dataset.peildatum}").status_code == 200


def test_what_changed_ends_with_the_day_of_the_data(client: FlaskClient, dataset: Dataset) -> None:
    later = dataset.peildatum + timedelta(90)
    text = client.get(f"/veranderd?van=2024-01-01&tot={later}").get_data(as_text=True)
    assert f"U ziet de stand van {long_date(dataset.peildatum)}" in text
    assert text.count(long_date(later)) == 1
