"""The dossier on a page, in the API and as JSON-LD: what the register knows, explained."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.web.page import page
from viewer.bevoegd import bevoegdheid, orgaan, regeling_of
from viewer.dataset import Dataset
from viewer.model import slugify
from viewer.views.dossier import council_view, dossier_view

BRANDWEER = "/api/v1/samenwerkingsverbanden/gr-1001"


def test_the_api_tells_all_of_it_and_null_for_what_is_unknown(klein_client: FlaskClient) -> None:
    d = klein_client.get(BRANDWEER).json["dossier"]
    assert [b["slug"] for b in d["bevoegdheden"]] == ["mandaat", "delegatie"]
    assert [(o["slug"], o["alle"], o["van"]) for o in d["organen"]] == [
        ("gemeenteraad", False, ["'s-Beekveld", "<img src=x onerror=alert(1)>", "Aadorp"]),
        ("college", False, ["Aadorp"]),
    ]
    assert d["regeling"]["slug"] == "gemengde-regeling"
    assert [g["naam"] for g in d["grondslagen"]] == ["Wet veiligheidsregio’s", "Wet gemeenschappelijke regelingen"]
    assert [b["soort"] for b in d["besluiten"]] == ["regeling", "bekendmaking"]
    assert (d["bronhouder"], d["archiefzorgdrager"]) == ("Brandweer Klein", "Gemeente Aadorp")
    assert (d["nagekeken"], d["lang_geleden"]) == ("2022-01-02", True)
    assert d["bron_url"] == "https://organisaties.overheid.nl/1004/Brandweer_Klein"
    assert (d["orgaan"]["telefoon"], d["orgaan"]["email"], d["orgaan"]["rsin"]) == (
        "(038) 222 22 22",
        "info@brandweerklein.nl",
        None,
    )


def test_it_is_that_of_the_version_of_the_day(klein_client: FlaskClient) -> None:
    assert klein_client.get(f"{BRANDWEER}?peildatum=2018-06-01").json["dossier"]["bron_id"] == "1001"
    assert klein_client.get(f"{BRANDWEER}?peildatum=2018-06-01").json["dossier"]["regeling"]["slug"] == "raadsregeling"
    assert klein_client.get("/api/v1/samenwerkingsverbanden/net").json["dossier"] is None


def test_a_page_says_everything_that_the_api_says(client: FlaskClient, dataset: Dataset) -> None:
    verbanden = dataset.verbanden_in("Overijssel", dataset.peildatum)
    register = verbanden[verbanden["comparable"]]
    for slug, id_ in list(zip(register["slug"], register.index, strict=True))[::3]:
        d = dossier_view(dataset, id_, dataset.peildatum)
        assert d is not None
        tekst = html.unescape(page(client, f"/samenwerkingsverbanden/{slug}"))
        for soort in ("bevoegdheden", "organen"):
            assert all(w["uitleg"] in tekst for w in d[soort])
        assert all(g["naam"] in tekst and g["adres"] in tekst for g in d["grondslagen"])
        assert all(b["adres"] in tekst for b in d["besluiten"])
        assert d["bronhouder"] in tekst
        assert ("Meer dan een jaar niet nagekeken" in tekst) is d["lang_geleden"]
        for waarde in (d["orgaan"] or {}).values():
            if isinstance(waarde, str) and not re.match(r"\d{4}-", waarde):
                assert waarde in tekst


def test_what_is_hostile_stays_a_name(klein_client: FlaskClient, klein_dataset: Dataset) -> None:
    slug = klein_dataset.verbanden["slug"]["gr-1001"]
    tekst = klein_client.get(f"/samenwerkingsverbanden/{slug}").get_data(as_text=True)
    assert "<img src=x" not in tekst
    assert "javascript:alert" not in tekst
    assert "Jan Jansen" not in tekst


def test_it_is_a_government_organization_for_machines(client: FlaskClient) -> None:
    tekst = client.get("/samenwerkingsverbanden/ggd-ijsselland").get_data(as_text=True)
    [blok] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', tekst, re.DOTALL)
    gegevens = json.loads(blok)
    assert (gegevens["@type"], gegevens["name"]) == ("GovernmentOrganization", "GGD IJsselland")
    assert gegevens["telephone"]
    assert len(gegevens["areaServed"]) == 11
    assert all(waarde for waarde in gegevens.values())
    hand = client.get("/samenwerkingsverbanden/circulus").get_data(as_text=True)
    assert '"@type": "Organization"' in hand or '"@type":"Organization"' in hand


@pytest.mark.parametrize(
    ("organen", "soort"),
    [
        (["gemeenteraad"], "raadsregeling"),
        (["college", "gedeputeerde-staten"], "collegeregeling"),
        (["burgemeester"], "burgemeestersregeling"),
        (["gemeenteraad", "college"], "gemengde-regeling"),
        (["dagelijks-bestuur"], None),
        ([], None),
    ],
)
def test_the_kind_of_regeling_follows_from_the_organs_of_gemeenten(organen: list[str], soort: str | None) -> None:
    gevonden = regeling_of(organen)
    assert (gevonden.slug if gevonden else None) == soort


def test_words_that_we_do_not_know_are_told_as_they_are() -> None:
    assert orgaan("Commissaris van de koningin").slug == orgaan("Commissaris van de koning").slug
    assert (orgaan("Hoge raad").slug, orgaan("Hoge raad").naam) == ("hoge-raad", "Hoge raad")
    assert bevoegdheid("toverij").naam == "toverij"


def test_how_many_were_not_looked_at_for_a_year(dataset: Dataset) -> None:
    geldt = dataset.verbanden_on(date(2026, 5, 16))
    beelden = [dossier_view(dataset, id_, dataset.peildatum) for id_ in geldt.index[geldt["comparable"]]]
    assert sum(b is not None and b["lang_geleden"] for b in beelden) == 108


LIJST = "/api/v1/samenwerkingsverbanden?perPagina=1000"


@pytest.mark.parametrize("dag", ["2026-05-16", "2021-03-01"])
@pytest.mark.parametrize(
    ("parameter", "veld"), [("orgaan", "organen"), ("bevoegdheid", "bevoegdheden"), ("grondslag", "grondslagen")]
)
def test_filters_leave_what_the_dossier_of_that_day_says(
    client: FlaskClient, dataset: Dataset, parameter: str, veld: str, dag: str
) -> None:
    alle = client.get(f"{LIJST}&peildatum={dag}").json["items"]
    per_slug: dict[str, set[str]] = {}
    for item in alle:
        d = dossier_view(dataset, item["id"], date.fromisoformat(dag)) if item["bron_id"] else None
        for woord in d[veld] if d else ():
            per_slug.setdefault(woord.get("slug") or slugify(woord["naam"]), set()).add(item["id"])
    assert len(per_slug) >= 3
    for slug, ids in sorted(per_slug.items())[:6]:
        gevonden = {i["id"] for i in client.get(f"{LIJST}&peildatum={dag}&{parameter}={slug}").json["items"]}
        assert gevonden == ids, slug
    assert client.get(f"{LIJST}&{parameter}=vliegen").status_code == 400


def test_downloads_and_ogc_have_it_of_the_version_of_the_day(klein_client: FlaskClient) -> None:
    tekst = klein_client.get("/download/samenwerkingsverbanden.csv").get_data(as_text=True)
    rij = next(r for r in csv.DictReader(io.StringIO(tekst.removeprefix("\ufeff"))) if r["id"] == "gr-1001")
    assert (rij["bevoegdheden"], rij["nagekeken"], rij["kvk"]) == ("mandaat; delegatie", "2022-01-02", "12345678")
    assert rij["organen"] == "gemeenteraad; college van burgemeester en wethouders"
    vorige = klein_client.get("/download/samenwerkingsverbanden.csv?peildatum=2018-06-01").get_data(as_text=True)
    rij = next(r for r in csv.DictReader(io.StringIO(vorige.removeprefix("\ufeff"))) if r["id"] == "gr-1001")
    assert (rij["bevoegdheden"], rij["organen"]) == ("", "gemeenteraad")
    adres = "/ogc/collections/samenwerkingsverbanden/items"
    [feature] = klein_client.get(f"{adres}?kvk=12345678").json["features"]
    assert feature["properties"]["bronhouder"] == "Brandweer Klein"


def test_the_page_of_a_gemeente_has_its_council_where_the_seats_add_up(client: FlaskClient, dataset: Dataset) -> None:
    niet = 0
    for code in sorted(dataset.gemeenten.index):
        raad = council_view(dataset, code)
        assert raad is not None
        assert raad["klopt"] == (sum(n for _, n in raad["partijen"]) == raad["zetels"])
        niet += not raad["klopt"]
    assert niet == 14
    for code in sorted(dataset.codes_in("Overijssel")):
        raad = council_view(dataset, code)
        assert raad is not None
        tekst = html.unescape(page(client, f"/gemeenten/{dataset.gemeenten['slug'][code]}"))
        assert all(f"{naam} {n}" in tekst for naam, n in raad["partijen"])
        assert ("tellen niet op" in tekst) is not raad["klopt"]


def test_a_partys_name_is_only_a_name(klein_client: FlaskClient, klein_dataset: Dataset) -> None:
    tekst = klein_client.get(f"/gemeenten/{klein_dataset.gemeenten['slug']['GM9001']}").get_data(as_text=True)
    assert "Lijst -1, &lt;b&gt; 3, VVD 2" in tekst
    assert "1279,27 km²" in tekst or "1279,3 km²" in tekst
