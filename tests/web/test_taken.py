"""Taken: a filter everywhere, pages that say who does it where, and an item of the API."""

from __future__ import annotations

from flask.testing import FlaskClient

from viewer.dataset import Dataset

LIJST = "/api/v1/samenwerkingsverbanden?perPagina=1000"


def test_every_item_names_its_taken_and_the_filter_leaves_those_that_have_one(
    client: FlaskClient, dataset: Dataset
) -> None:
    alle = client.get(LIJST).json["items"]
    assert all(set(item["taken"]) <= dataset.taken.keys() for item in alle)
    for slug in ("brandweer", "belastingen"):
        verwacht = {item["id"] for item in alle if slug in item["taken"]}
        assert verwacht
        assert {item["id"] for item in client.get(f"{LIJST}&taak={slug}").json["items"]} == verwacht


def test_words_that_people_use_mean_the_taak(client: FlaskClient) -> None:
    def ids(vraag: str) -> set[str]:
        return {item["id"] for item in client.get(f"{LIJST}&{vraag}").json["items"]}

    assert ids("taak=vuilnis") == ids("taak=afval-ophalen")
    assert client.get(f"{LIJST}&taak=vliegen").status_code == 400
    # veiligheidsregio is a word of two taken, so it means neither
    assert client.get(f"{LIJST}&taak=veiligheidsregio").status_code == 400
    assert ids("q=blussen") >= ids("taak=brandweer")
