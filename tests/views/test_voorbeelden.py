"""Examples in texts are of the area that is shown, and lead somewhere there."""

from __future__ import annotations

import re

import pytest

from tests.conftest import DATA, SCOPES
from viewer.dataset import Dataset
from viewer.settings import Settings
from viewer.views.voorbeelden import examples
from viewer.web import create_app


@pytest.mark.parametrize("provincie", SCOPES)
def test_an_example_of_every_area_is_found_there(provincie: str) -> None:
    app = create_app(Settings(provincie=provincie), DATA)
    dataset = Dataset.load(DATA)
    voorbeeld = examples(dataset, provincie)
    hier = dataset.codes_in(provincie)
    assert {dataset.code_of(slug) for slug in voorbeeld.gemeenten} <= hier
    assert len(voorbeeld.gemeenten) == 2
    gevonden = dataset.elders.find(voorbeeld.plaats)
    assert gevonden is not None
    assert {dataset.code_of(slug) for slug in gevonden.slugs} & hier
    client = app.test_client()
    assert f'placeholder="Bijvoorbeeld {voorbeeld.plaats}"' in client.get("/").text
    link = re.search(r'href="([^"]*/vergelijking[^"]*)"', client.get("/api").text)
    assert link
    assert client.get(link[1].replace("&amp;", "&")).status_code == 200


def test_where_there_is_one_gemeente_without_places(klein_dataset: Dataset) -> None:
    assert examples(klein_dataset, "Gelderland").gemeenten == ("buitenland-o",)
    assert examples(klein_dataset, "Gelderland").plaats == "Buitenland"
