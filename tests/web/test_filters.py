"""Every filter on every page: no form loses what is chosen, and nothing filters without saying so."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import DATA
from tests.web.form import Form, forms_of
from tests.web.page import page
from viewer.dataset import Dataset
from viewer.facets import empty_words, facets
from viewer.filter_index import FilterIndex
from viewer.filters import ADDS, COUNT_ALL, FILTERS, LAYERS, OLD_NAMES, Filter, Holds, Option
from viewer.model import NEDERLAND, slugify
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.views.panel import panel
from viewer.web import create_app

PAGINAS = ("/", "/kaart", "/tabel", "/wie-met-wie", "/analyse", "/insluiten", "/veranderd", "/vergelijk")
VRAAGT_ZELF = {"/veranderd": {"peildatum"}, "/vergelijk": {"peildatum"}}
"""What the forms of a page ask for in another way."""


def two_of(dataset: Dataset, een: Filter) -> list[str]:
    """Two options that both leave something; of what filters nothing there is one, twice."""
    alle = facets(dataset, Selection(), Settings(), also=[een.parameter])
    slugs = [optie.slug for optie in next(f for f in alle if f.parameter == een.parameter).opties]
    return (slugs * 2 if een.adds else slugs)[:2]


def main_forms(client: FlaskClient, pad: str, vraag: str) -> Iterator[Form]:
    """The forms of a page that lead to that page."""
    yield from (form for form in forms_of(client, f"{pad}?{vraag}") if form.action == pad)


@pytest.fixture(scope="module")
def twee(dataset: Dataset) -> dict[str, list[str]]:
    """Of every filter two options."""
    return {naam: two_of(dataset, een) for naam, een in FILTERS.items()}


@pytest.mark.parametrize("pad", PAGINAS)
def test_no_form_loses_a_filter(client: FlaskClient, twee: dict[str, list[str]], pad: str) -> None:
    keuze = [(naam, slug) for naam, slugs in twee.items() for slug in slugs]
    keuze += [("q", "a"), *([] if pad in VRAAGT_ZELF else [("peildatum", "2024-01-01")])]
    dagen = [("van", "2020-01-01"), ("tot", "2024-01-01")] if pad == "/vergelijk" else []
    gevonden = list(main_forms(client, pad, urlencode([*keuze, *dagen])))
    assert gevonden
    for form in gevonden:
        left = set(parse_qsl(urlsplit(form.address()).query))
        # what one compares is what that form of /vergelijk asks for, and nothing else
        vraagt = {"gemeente", "verband"} if pad == "/vergelijk" and form.velden & {"gemeente", "verband"} else set()
        assert {paar for paar in keuze if paar[0] not in vraagt} <= left, form


@pytest.mark.parametrize("pad", ["/", "/kaart", "/tabel", "/analyse", "/wie-met-wie", "/insluiten"])
def test_every_shown_filter_can_be_chosen_twice_without_scripts(
    client: FlaskClient, twee: dict[str, list[str]], pad: str
) -> None:
    vraag = urlencode([(naam, slugs[0]) for naam, slugs in twee.items()])
    form = next(
        form for form in main_forms(client, pad, vraag) if {n for n in FILTERS if FILTERS[n].shown} <= form.velden
    )
    adres = form.address(*((naam, slugs[1]) for naam, slugs in twee.items()), zonder="minimaal")
    assert client.get(adres).status_code == 200
    left = parse_qsl(urlsplit(adres).query)
    assert {naam: {w for n, w in left if n == naam} for naam in FILTERS} == {n: set(s) for n, s in twee.items()}


def count_of(tekst: str) -> int:
    return int(re.search(r"(\d+) samenwerkingsverband", tekst)[1])  # type: ignore[index]


def test_two_subjects_stay_when_a_form_is_chosen_on_the_table(client: FlaskClient) -> None:
    (form,) = main_forms(client, "/tabel", "thema=jeugd&thema=water")
    met_vorm = client.get(form.address(("vorm", "openbaar-lichaam"))).text
    verwacht = client.get("/api/v1/samenwerkingsverbanden?thema=jeugd&thema=water&vorm=openbaar-lichaam").json["totaal"]
    assert count_of(met_vorm.split("tabel-telling")[1]) == verwacht > 0
    jeugd = client.get("/api/v1/samenwerkingsverbanden?thema=jeugd&vorm=openbaar-lichaam").json["totaal"]
    assert jeugd > 0


def test_the_embed_builder_keeps_a_parameter_of_before_when_the_height_changes(client: FlaskClient) -> None:
    (form,) = main_forms(client, "/insluiten", "publiek_privaat=privaatrechtelijk")
    hoger = client.get(form.address(("hoogte", "700"), zonder="hoogte"))
    assert "/kaart?recht=privaatrechtelijk" in html.unescape(hoger.text)


def test_the_form_of_ties_keeps_what_it_does_not_ask_for(client: FlaskClient) -> None:
    vraag = "vorm=openbaar-lichaam&verband=ggd-ijsselland&q=ggd"
    (form,) = main_forms(client, "/wie-met-wie", vraag)
    assert set(parse_qsl(vraag)) <= set(form.paren)


@pytest.fixture(scope="module")
def only_twente() -> Flask:
    return create_app(Settings(regios=("twente",)), DATA)


def test_only_the_regions_of_the_settings_are_offered_anywhere(only_twente: Flask, dataset: Dataset) -> None:
    client = only_twente.test_client()
    assert [r["slug"] for r in client.get("/api/v1/regios").json["items"]] == ["twente"]
    for pad in ("/", "/kaart", "/tabel", "/analyse", "/wie-met-wie", "/insluiten"):
        assert re.findall(r'name="regio" value="([^"]+)"', client.get(pad).text) == ["twente"], pad
    (aanbod,) = (
        f for f in browser_table(dataset, Settings(regios=("twente",)))["filters"] if f["parameter"] == "regio"
    )
    assert [slug or slugify(naam) for slug, naam, _ in aanbod["opties"][: aanbod["aanbod"]]] == ["twente"]


@pytest.mark.parametrize("regio", ["ijsselland", "zeeland"])
def test_a_region_that_is_not_offered_filters_and_says_so(only_twente: Flask, dataset: Dataset, regio: str) -> None:
    """Also one of another part of the country, whatever the settings."""
    client = only_twente.test_client()
    naam = next(o.naam for o in dataset.filters.options["regio"] if o.slug == regio)
    tekst = page(client, f"/?regio={regio}")
    assert f'<span class="chip-naam">{naam}</span>' in tekst
    for pad in ("/tabel", "/analyse", "/wie-met-wie", "/insluiten"):
        vak = client.get(f"{pad}?regio={regio}").text
        assert re.search(rf'<input type="checkbox" name="regio" value="{regio}" checked>', vak), pad
        assert f'<span class="keuzevak-gekozen">{naam}</span>' in vak


@pytest.mark.parametrize("pad", ["/tabel", "/analyse", "/wie-met-wie", "/insluiten"])
def test_what_filters_a_page_can_be_seen_and_undone(client: FlaskClient, twee: dict[str, list[str]], pad: str) -> None:
    tekst = page(client, f"{pad}?{urlencode([(naam, slugs[0]) for naam, slugs in twee.items()])}")
    for naam, (slug, _) in twee.items():
        if naam in ADDS and pad == "/tabel":  # nothing is compared there: it is carried along
            assert f'<input type="hidden" name="{naam}" value="{slug}">' in tekst
            continue
        assert re.search(rf'<input type="(checkbox|radio)" name="{naam}" value="{slug}" checked>', tekst), naam


@pytest.mark.parametrize("parameter", [naam for naam in FILTERS if naam not in ADDS])
def test_a_filter_leaves_the_same_everywhere(client: FlaskClient, dataset: Dataset, parameter: str) -> None:
    slugs = two_of(dataset, FILTERS[parameter])
    vraag = urlencode([(parameter, slug) for slug in slugs])
    ids = set(dataset.select(Selection(**{parameter: tuple(slugs)}), "Overijssel").index)
    een = [set(dataset.select(Selection(**{parameter: (slug,)}), "Overijssel").index) for slug in slugs]
    assert ids == een[0] | een[1]
    assert een[0]
    api = client.get(f"/api/v1/samenwerkingsverbanden?perPagina=1000&{vraag}").json["items"]
    ogc = client.get(f"/ogc/collections/samenwerkingsverbanden/items?limit=1000&{vraag}").json["features"]
    rijen = list(csv.DictReader(io.StringIO(client.get(f"/download/samenwerkingsverbanden.csv?{vraag}").text)))
    assert {item["id"] for item in api} == {f["id"] for f in ogc} == {rij["id"] for rij in rijen} == ids


@pytest.mark.parametrize("oud", OLD_NAMES)
def test_a_parameter_of_before_works_everywhere_and_is_answered_by_its_new_name(
    client: FlaskClient, dataset: Dataset, oud: str
) -> None:
    nu = OLD_NAMES[oud]
    slug = two_of(dataset, FILTERS[nu])[0]
    for pad in ("/", "/kaart", "/tabel", "/wie-met-wie", "/analyse", "/insluiten"):
        tekst = html.unescape(client.get(f"{pad}?{oud}={slug}").text)
        assert f"{nu}={slug}" in tekst, pad
        assert f"{oud}=" not in tekst, pad
    for pad in (
        "/api/v1/samenwerkingsverbanden", "/api/v1/gemeenten", "/ogc/collections/samenwerkingsverbanden/items",
        "/ogc/collections/gemeenten/items",
    ):  # fmt: skip
        anders = [
            {k: w for k, w in client.get(f"{pad}?{naam}={slug}").json.items() if k not in ("timeStamp", "links")}
            for naam in (oud, nu)
        ]
        assert anders[0] == anders[1], pad
        assert anders[0] != client.get(pad).json
    for pad in ("/download/samenwerkingsverbanden.csv", "/download/deelnames.csv", "/kaart.svg"):
        assert client.get(f"{pad}?{oud}={slug}").data == client.get(f"{pad}?{nu}={slug}").data != client.get(pad).data
    koppen = client.get(f"/api/v1/samenwerkingsverbanden?{oud}={slug}&perPagina=1").headers.getlist("Link")
    assert koppen
    assert all(f"{nu}={slug}" in kop and oud not in kop for kop in koppen if "license" not in kop)
    volgende = client.get(f"/ogc/collections/samenwerkingsverbanden/items?{oud}={slug}&limit=1").json["links"]
    assert any(f"{nu}={slug}" in link["href"] for link in volgende if link["rel"] == "next")


def test_every_filter_is_described_in_openapi(client: FlaskClient) -> None:
    api = client.get("/api/v1/openapi.json").json["paths"]["/samenwerkingsverbanden"]["get"]["parameters"]
    ogc = client.get("/ogc/api").json["paths"]["/collections/samenwerkingsverbanden/items"]["get"]["parameters"]
    for lijst in (api, ogc):
        namen = [p["name"] for p in lijst]
        assert len(namen) == len(set(namen))
        assert [naam for naam in namen if naam in FILTERS] == list(FILTERS)
        assert {"peildatum", "q"} <= set(namen)


# -- what the browser gets


def browser_table(dataset: Dataset, settings: Settings) -> dict[str, list[dict[str, object]]]:
    from viewer.kaart.gegevens import build_kaartgegevens  # noqa: PLC0415 - folium is slow to load

    tabel: dict[str, list[dict[str, object]]] = json.loads(build_kaartgegevens(dataset, settings).deelnames)
    return tabel


@pytest.mark.parametrize("provincie", ["Overijssel", NEDERLAND])
def test_the_browser_gets_every_filter_with_the_options_of_each_row(dataset: Dataset, provincie: str) -> None:
    tabel = browser_table(dataset, Settings(provincie=provincie))
    assert [f["parameter"] for f in tabel["filters"]] == list(FILTERS)
    eigen = [f for f in tabel["filters"] if not (f.get("tabel") or f.get("gebied") or f.get("erbij"))]
    for rij in tabel["verbanden"]:
        for filter_, waarde in zip(eigen, rij["f"], strict=True):  # type: ignore[call-overload]
            dag = int(f"{dataset.peildatum:%Y%m%d}")
            delen = [
                w if isinstance(w, list) else [w, 0, 0] for w in (waarde if isinstance(waarde, list) else [waarde])
            ]
            nummers = [n for n, van, tot in delen if van <= dag and (not tot or dag < tot)]
            slugs = [filter_["opties"][n][0] or slugify(filter_["opties"][n][1]) for n in nummers]
            assert slugs == list(dataset.filters.slugs_on(filter_["parameter"], dataset.peildatum).get(rij["id"], ()))
    for filter_ in tabel["filters"]:
        if filter_.get("gebied") and not filter_.get("tabel"):
            assert {o[0] or slugify(o[1]) for o in filter_["opties"]} == {
                o.slug for o in dataset.filters.options[filter_["parameter"]]
            }


@pytest.mark.parametrize("provincie", ["Overijssel", NEDERLAND])
def test_what_counts_along_filters_nothing(dataset: Dataset, provincie: str) -> None:
    for keuze in (Selection(), Selection(thema=("jeugd", "water")), Selection(q="twente", verband=("twence",))):
        settings = Settings(provincie=provincie)
        assert facets(dataset, keuze, settings) == facets(dataset, keuze.counting_all, settings)
        assert empty_words(keuze) == empty_words(keuze.counting_all)
        assert list(dataset.select(keuze, provincie).index) == list(dataset.select(keuze.counting_all, provincie).index)
        assert keuze.counting_all.register_alone == keuze
    assert set(COUNT_ALL) == set(ADDS)
    assert all(slug in {o.slug for o in dataset.filters.options[n]} for n, slugs in COUNT_ALL.items() for slug in slugs)


@pytest.mark.parametrize("provincie", ["Overijssel", "Zeeland", NEDERLAND])
def test_a_subject_counts_as_many_as_the_list_holds_beneath_it(dataset: Dataset, provincie: str) -> None:
    """ "wonen en ruimte 5" stood above two rows: three have it as their second subject."""
    settings = Settings(provincie=provincie)
    keuzes = (Selection(), Selection(peildatum=date(2019, 1, 1)), Selection(vorm=("openbaar-lichaam",), q="regio"))
    for keuze in keuzes:
        view = panel(dataset, keuze, settings)
        facet = next(f for f in view["filters"] if f["parameter"] == "thema")
        groepen = {groep["naam"]: len(groep["regels"]) + len(groep["ook"]) for groep in view["lijst"]["groepen"]}
        assert groepen == {optie["naam"]: optie["aantal"] for optie in facet["opties"]}
        assert sum(len(groep["regels"]) for groep in view["lijst"]["groepen"]) == view["lijst"]["aantal"]


def test_layers_leave_the_counts_as_they_are(dataset: Dataset) -> None:
    zonder = facets(dataset, Selection(thema=("jeugd",)), Settings())
    assert facets(dataset, Selection(thema=("jeugd",), verband=("ggd-ijsselland",)), Settings()) == zonder
    assert {"verband"} == LAYERS


@pytest.mark.parametrize("provincie", ["Overijssel", NEDERLAND])
def test_a_count_is_what_the_option_leaves(dataset: Dataset, provincie: str) -> None:
    settings = Settings(provincie=provincie)
    keuze = Selection(thema=("jeugd", "veiligheid"), vorm=("openbaar-lichaam",), peildatum=date(2022, 1, 1))
    for facet in facets(dataset, keuze, settings, also=("gemeente",)):
        for optie in facet.opties[:12]:
            left = dataset.select(keuze.having(**{facet.parameter: (optie.slug,)}), provincie)
            assert optie.aantal == len(left), (facet.parameter, optie.slug)


# -- a filter whose options hold on some days only


def test_a_value_with_days_holds_on_those_days_only(klein_dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    een, ander = list(klein_dataset.verbanden.index)[:2]
    proef = Filter(
        "proef",
        "Proef",
        "proef",
        "",
        "a",
        options=lambda _: [Option("a", "A"), Option("b", "B")],
        values=lambda _: [
            Holds(een, "a", None, date(2020, 1, 1)),
            Holds(een, "b", date(2020, 1, 1)),
            Holds(ander, "a"),
        ],
    )
    monkeypatch.setattr("viewer.filter_index.FILTERS", {**FILTERS, "proef": proef})
    index = FilterIndex(klein_dataset)
    assert index.slugs_on("proef", date(2019, 12, 31)) == {een: ("a",), ander: ("a",)}
    assert index.slugs_on("proef", date(2020, 1, 1)) == {een: ("b",), ander: ("a",)}
    assert index.slug_of("proef", "B") == "b"
    assert index.slug_of("proef", "c") is None
