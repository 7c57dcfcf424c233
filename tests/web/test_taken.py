"""Taken: a filter everywhere, pages that say who does it where, and an item of the API."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.web.page import page
from viewer.dataset import Dataset
from viewer.views.taken import who_does

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


def test_the_api_lists_them_with_how_many_do_each(client: FlaskClient, dataset: Dataset) -> None:
    lijst = client.get("/api/v1/taken?perPagina=1000").json
    assert [item["slug"] for item in lijst["items"]] == list(dataset.taken)
    alle = client.get(LIJST).json["items"]
    for item in lijst["items"]:
        taak = dataset.taken[item["slug"]]
        assert (item["naam"], item["thema"], item["taakveld"]) == (taak.naam, taak.thema, taak.taakveld)
        assert item["woorden"] == list(taak.woorden)
        doen = [verband for verband in alle if item["slug"] in verband["taken"]]
        assert item["aantal"] == len(doen)
        codes = {d["code"] for verband in doen for d in verband["deelnemers"]} & dataset.codes_in("Overijssel")
        assert item["gemeenten"] == len(codes)
    [een] = client.get("/api/v1/taken?taak=brandweer").json["items"]
    assert een["slug"] == "brandweer"
    assert een["aantal"] > 0


def test_the_page_of_all_leads_to_each(client: FlaskClient, dataset: Dataset) -> None:
    tekst = page(client, "/taken")
    assert all(f'href="/taken/{slug}"' in tekst for slug in dataset.taken)
    assert "/taken" in client.get("/sitemap.xml").get_data(as_text=True)


def test_the_page_of_one_names_who_does_it_where_and_who_does_not(client: FlaskClient, dataset: Dataset) -> None:
    here = dataset.codes_in("Overijssel")
    for slug in dataset.taken:
        tekst = page(client, f"/taken/{slug}")
        beeld = who_does(dataset, slug, dataset.peildatum, "Overijssel")
        assert len(beeld["gemeenten"]) == len(here)
        zonder = {dataset.code_of(g["slug"]) for g in beeld["geen"]}
        items = client.get(f"{LIJST}&taak={slug}").json["items"]
        met = {d["code"] for item in items for d in item["deelnemers"]} & here
        assert zonder == here - met, slug
        assert ("Geen samenwerking bekend" in tekst) == bool(zonder)
        for item in items:
            assert f'href="/samenwerkingsverbanden/{item["slug"]}"' in tekst


def test_everyone_in_overijssel_has_one_veiligheidsregio_for_brandweer(dataset: Dataset) -> None:
    beeld = who_does(dataset, "brandweer", dataset.peildatum, "Overijssel")
    assert not beeld["geen"]
    assert [v["slug"] for v in beeld["verbanden"]] == ["veiligheidsregio-twente", "veiligheidsregio-ijsselland"]


def test_another_word_leads_to_the_taak_and_nothing_is_404(client: FlaskClient) -> None:
    antwoord = client.get("/taken/vuilnis?peildatum=2020-01-01")
    assert (antwoord.status_code, antwoord.headers["Location"]) == (301, "/taken/afval-ophalen?peildatum=2020-01-01")
    assert client.get("/taken/vliegen").status_code == 404
    assert client.get("/taken/brandwer").status_code == 404
    assert 'href="/taken/brandweer"' in client.get("/taken/brandwer").get_data(as_text=True)
