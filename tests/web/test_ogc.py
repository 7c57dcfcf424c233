"""`/ogc`: what the standard asks, and what GDAL, which QGIS reads with, makes of it."""

from __future__ import annotations

import html
import json
from datetime import date
from itertools import pairwise
from typing import Any

import geopandas as gpd
import pyogrio
import pytest
import shapely
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import DATA, some
from tests.server import serve
from tests.web.page import page
from viewer.dataset import Dataset
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.web import create_app
from viewer.web.context import site_of

RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
GEMEENTEN = "/ogc/collections/gemeenten/items"
VERBANDEN = "/ogc/collections/samenwerkingsverbanden/items"


@pytest.fixture(scope="module")
def land_client() -> FlaskClient:
    return create_app(Settings(provincie="Nederland"), DATA).test_client()


def get(client: FlaskClient, adres: str, status: int = 200) -> dict[str, Any]:
    antwoord = client.get(adres)
    assert antwoord.status_code == status, antwoord.text[:300]
    inhoud: dict[str, Any] = antwoord.get_json(force=True)
    return inhoud


def ids(inhoud: dict[str, Any]) -> list[str]:
    return [f["id"] for f in inhoud["features"]]


def test_every_link_leads_somewhere_of_its_type(client: FlaskClient) -> None:
    te_doen, gedaan = ["/ogc"], set()
    while te_doen:
        adres = te_doen.pop()
        gedaan.add(adres)
        for link in _links(get(client, adres)):
            doel = link["href"].removeprefix("http://localhost")
            if doel.startswith("/"):
                antwoord = client.get(doel)
                assert antwoord.status_code == 200, doel
                assert antwoord.content_type.replace("; charset=utf-8", "") == link["type"], doel
                if "json" in link["type"] and doel not in gedaan and len(gedaan) < 40:
                    te_doen.append(doel)
    assert {"/ogc/collections/gemeenten", "/ogc/api", "/ogc/conformance", VERBANDEN} <= gedaan


def _links(inhoud: dict[str, Any]) -> list[dict[str, str]]:
    out = list(inhoud.get("links", []))
    for collectie in inhoud.get("collections", []):
        out += collectie["links"]
    return out


def test_a_browser_gets_a_page(client: FlaskClient) -> None:
    antwoord = client.get("/ogc", headers={"Accept": "text/html,*/*;q=0.8"})
    assert antwoord.mimetype == "text/html"
    assert "Accept" in antwoord.headers["Vary"]
    assert "http://localhost/ogc" in html.unescape(page(client, "/ogc?f=html"))


def test_pages_make_the_whole(client: FlaskClient) -> None:
    heel = get(client, f"{VERBANDEN}?limit=1000")
    assert heel["numberMatched"] == heel["numberReturned"] == len(heel["features"]) == 64
    adres, delen = f"{VERBANDEN}?limit=5&thema=economie", []
    while adres:
        blad = get(client, adres)
        delen += ids(blad)
        adres = next((link["href"] for link in blad["links"] if link["rel"] == "next"), "")
    assert delen == ids(get(client, f"{VERBANDEN}?thema=economie"))
    assert ids(get(client, f"{VERBANDEN}?limit=2&offset=63")) == ids(heel)[63:]


def test_features_have_the_area_and_facts_of_the_dataset(client: FlaskClient, dataset: Dataset) -> None:
    out = gpd.GeoDataFrame.from_features(get(client, f"{VERBANDEN}?crs={RD}&limit=1000"), crs=28992)
    verbanden = dataset.select(Selection(), "Overijssel")
    assert set(out["id"]) == set(verbanden.index)
    for rij in out.itertuples():
        leden = dataset.deelnemers_of(rij.id, date(2026, 5, 16))
        heel = shapely.union_all(
            dataset.gemeenten.geometry[leden.loc[leden["code"].isin(dataset.gemeenten.index), "code"]].values
        )
        assert shapely.symmetric_difference(rij.geometry, heel).area < 1e-4 * heel.area
    graden = get(client, f"{VERBANDEN}?limit=1")
    west, zuid, oost, noord = shapely.from_geojson(str(graden["features"][0]["geometry"]).replace("'", '"')).bounds
    assert 3 < west < oost < 8
    assert 50 < zuid < noord < 54


def test_a_box_in_degrees_and_in_metres_finds_the_same(client: FlaskClient) -> None:
    zwolle = get(client, f"{VERBANDEN}?bbox=6.05,52.48,6.13,52.53&limit=1000")
    assert {f["properties"]["naam"] for f in zwolle["features"]} >= {"GGD IJsselland", "GBLT"}
    assert "SamenTwente" not in {f["properties"]["naam"] for f in zwolle["features"]}
    meters = get(client, f"{VERBANDEN}?bbox=199400,501000,205000,506500&bbox-crs={RD}&limit=1000")
    assert ids(meters) == ids(zwolle)
    assert get(client, f"{VERBANDEN}?bbox=-180,-90,180,90")["numberMatched"] == 64
    assert get(client, f"{VERBANDEN}?bbox=100,10,101,11")["numberMatched"] == 0
    assert get(client, f"{VERBANDEN}?bbox=6.05,52.48,0,6.13,52.53,99")["numberMatched"] == len(ids(zwolle))


@pytest.mark.parametrize(
    ("bbox", "zoals"),
    [
        ("6,52.29999999999999716,6.29999999999999982,52.60000000000000142", "6,52.3,6.3,52.6"),  # QGIS 3.22
        ("6.0999999999999996,52.200000000000003,6.7000000000000002,52.549999999999997", "6.1,52.2,6.7,52.55"),  # GDAL 3.6
        ("6e0,5.23E%2B1,63e-1,526E-1", "6,52.3,6.3,52.6"), ("%2B6.,52.3,%206.3%20,%2B52.6", "6,52.3,6.3,52.6"),
        ("+6,+52.3,+6.3,+52.6", "6,52.3,6.3,52.6"), ("6,52.3,-5.5,6.3,52.6,1e3", "6,52.3,6.3,52.6"),
        ("-180.0000000001,-90,180,90.00000000001", "-180,-90,180,90"), ("6.1,-0.0,6.1000,9e1", "6.1,0,6.1,90"),
        ("6.1,-90,-170,90", "6.1,-90,180,90"), ("170,-90,6.1,90", "-180,-90,6.1,90"),
    ],
)  # fmt: skip
def test_a_box_is_read_as_any_client_writes_it(client: FlaskClient, bbox: str, zoals: str) -> None:
    gevonden = ids(get(client, f"{GEMEENTEN}?limit=1000&bbox={bbox}"))
    assert gevonden == ids(get(client, f"{GEMEENTEN}?limit=1000&bbox={zoals}"))
    assert gevonden


@pytest.mark.parametrize(
    "bbox", ["160.6,-55.95,-170,-25.89", "177,-20,-178,-16", "179.99,50,-179.99,54", "170,-90,3,90"]
)
@pytest.mark.parametrize("collectie", ["gemeenten", "samenwerkingsverbanden"])
def test_a_box_over_the_antimeridian_is_one(client: FlaskClient, bbox: str, collectie: str) -> None:
    leeg = get(client, f"/ogc/collections/{collectie}/items?bbox={bbox}")
    assert (leeg["numberMatched"], leeg["features"]) == (0, [])


def test_a_point_and_a_line_are_boxes_too(client: FlaskClient, dataset: Dataset) -> None:
    binnen = dataset.gemeenten.geometry["GM0193"].representative_point()
    plek = f"{binnen.x},{binnen.y},{binnen.x},{binnen.y}"
    assert ids(get(client, f"{GEMEENTEN}?bbox={plek}&bbox-crs={RD}")) == ["GM0193"]
    graden = gpd.GeoSeries([binnen], crs=28992).to_crs(4326).iloc[0]
    assert ids(get(client, f"{GEMEENTEN}?bbox={graden.x!r},{graden.y!r},{graden.x!r},{graden.y!r}")) == ["GM0193"]


def test_a_box_finds_what_has_a_point_in_it(client: FlaskClient, dataset: Dataset) -> None:
    """A samenwerkingsverband is found by the area of any of its gemeenten, in either system."""
    heel = get(client, f"{VERBANDEN}?crs={RD}&limit=1000")["features"]
    vlakken = {f["id"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in heel}
    for west, zuid, oost, noord in (
        (210_000, 470_000, 260_000, 500_000),
        (120_000, 480_000, 121_000, 481_000),
        (0, 0, 9, 9),
    ):
        gevonden = set(ids(get(client, f"{VERBANDEN}?bbox={west},{zuid},{oost},{noord}&bbox-crs={RD}&limit=1000")))
        assert gevonden == {
            id_ for id_, vlak in vlakken.items() if vlak.intersects(shapely.box(west, zuid, oost, noord))
        }


@pytest.mark.parametrize(
    ("moment", "zoals"),
    [
        ("2018-03-01t00:00:00z", "2018-03-01"), ("2018-03-01T23:59:60.123456Z", "2018-03-01"),
        ("2018-03-01T00:00:00%2B01:00", "2018-03-01"), ("2018-03-01t00:00:00-00:00", "2018-03-01"),
        ("2018-03-01T00:00:00+01:00", "2018-03-01"), ("/2018-03-01", "../2018-03-01"), ("2018-03-01/", "2018-03-01/.."),
        ("..%2F2018-03-01t10:00:00z", "../2018-03-01"), ("2018-03-01T00:00:00z/..", "2018-03-01/.."),
        ("0001-01-01/2018-03-01", "../2018-03-01"), ("2018-03-01/9999-12-31T23:59:59Z", "2018-03-01/.."),
        ("1900-01-01T00:00:00Z/2018-03-01T00:00:00Z", "../2018-03-01"), ("2018-03-01/2018-03-01", "2018-03-01"),
    ],
)  # fmt: skip
def test_a_moment_is_read_as_any_client_writes_it(client: FlaskClient, moment: str, zoals: str) -> None:
    gevonden = get(client, f"{VERBANDEN}?limit=1000&datetime={moment}")["features"]
    assert gevonden == get(client, f"{VERBANDEN}?limit=1000&datetime={zoals}")["features"]
    assert gevonden


def test_a_new_interval_reads_no_day_by_itself(client: FlaskClient, app: Flask) -> None:
    """Anyone can ask for ever other intervals, so one must cost no more than a day does."""
    dataset = site_of(app).store.current().dataset
    get(client, f"{VERBANDEN}?datetime=2011-03-04/2024-05-06")
    gelezen = dataset.deelnames_on.cache_info()
    for dag in range(1, 9):
        get(client, f"{VERBANDEN}?datetime=2011-03-0{dag}/2024-05-0{dag}&gemeente=zwolle&thema=jeugd")
        get(client, f"{VERBANDEN}?datetime=../2023-05-0{dag}&bbox=6,52,7,53&crs={RD}")
    assert dataset.deelnames_on.cache_info() == gelezen


@pytest.mark.parametrize(
    "f",
    [
        "json",
        "JSON",
        "geojson",
        "application/json",
        "application/geo+json",
        "application%2Fgeo%2Bjson",
        "application/json;charset=utf-8",
    ],
)
@pytest.mark.parametrize(
    "adres",
    [
        "/ogc",
        "/ogc/api",
        "/ogc/conformance",
        "/ogc/collections",
        "/ogc/collections/gemeenten",
        "/ogc/collections/gemeenten/items",
    ],
)
def test_a_format_can_be_a_media_type(client: FlaskClient, adres: str, f: str) -> None:
    antwoord = client.get(f"{adres}?f={f}", headers={"Accept": "text/html"})
    assert antwoord.status_code == 200
    assert "json" in antwoord.mimetype


def test_a_page_can_be_asked_for_by_its_media_type(client: FlaskClient) -> None:
    assert client.get("/ogc?f=text/html", headers={"Accept": "application/json"}).mimetype == "text/html"
    assert client.get("/ogc?f=image/png").status_code == 400


@pytest.mark.parametrize("naam", ["service", "SERVICE", "request", "x"])
@pytest.mark.parametrize("adres", ["/ogc", "/ogc/collections", "/ogc/api", "/ogc/collections/gemeenten/items/GM0177"])
def test_an_unknown_parameter_is_named_and_not_quoted_as_empty(client: FlaskClient, adres: str, naam: str) -> None:
    detail = client.get(f"{adres}?{naam}=WFS&f=json").get_json()["detail"]
    assert f"Parameter '{naam}' is hier onbekend." in detail
    assert "''" not in detail
    assert ("geen WFS" in detail) == (naam != "x")


@pytest.mark.parametrize("naam", ["0177", "177", "gm0177", "GM0177", "raalte", "Raalte"])
def test_a_feature_is_known_by_its_other_names(client: FlaskClient, naam: str) -> None:
    zonder, zo = (client.get(f"/ogc/collections/gemeenten/items/{een}").get_json() for een in ("GM0177", naam))
    assert {**zo, "links": []} == {**zonder, "links": []}


@pytest.mark.parametrize("adres", ["/ogc/", "/ogc/?f=json", "/ogc?f=json"])
def test_a_slash_after_the_address_changes_nothing(client: FlaskClient, adres: str) -> None:
    assert get(client, adres) == get(client, "/ogc")


def turns(ring: list[list[float]]) -> float:
    """Twice the area to the left of a ring: positive when it runs counter-clockwise (the shoelace formula)."""
    assert ring[0] == ring[-1]
    x0, y0 = ring[0][:2]  # near the ring, else the digits of RD are too few
    return sum((a[0] - x0) * (b[1] - y0) - (b[0] - x0) * (a[1] - y0) for a, b in pairwise(ring))


@pytest.mark.parametrize(
    "adres",
    some([
        f"{VERBANDEN}?limit=1000&datetime=../2026-05-16", f"{VERBANDEN}?limit=1000&crs={RD}", f"{GEMEENTEN}?limit=1000",
        f"{GEMEENTEN}?limit=1000&crs={RD}", "/download/samenwerkingsverbanden.geojson",
        "/download/samenwerkingsverbanden.geojson?peildatum=2018-01-01",
    ], 3),
)  # fmt: skip
def test_areas_are_multipolygons_that_run_as_rfc_7946_says(land_client: FlaskClient, adres: str) -> None:
    """Exteriors counter-clockwise, holes clockwise; otherwise d3 fills the rest of the world."""
    features = get(land_client, adres)["features"]
    gaten = 0
    for feature in features:
        vlak = feature["geometry"]
        assert vlak is None or vlak["type"] == "MultiPolygon"
        for buiten, *binnen in vlak["coordinates"] if vlak else ():
            assert turns(buiten) > 0, feature
            assert all(turns(ring) < 0 for ring in binnen), feature
            gaten += len(binnen)
    assert len(features) > 300
    assert gaten


def test_one_feature_is_as_it_is_among_all(client: FlaskClient) -> None:
    een = get(client, f"{VERBANDEN}/gr-24566519?crs={RD}")
    assert {link["rel"] for link in een.pop("links")} == {"self", "collection"}
    assert een in get(client, f"{VERBANDEN}?crs={RD}&limit=1000")["features"]


def test_days_and_periods(client: FlaskClient, dataset: Dataset) -> None:
    def on(dag: date) -> set[str]:
        return set(dataset.verbanden_in("Overijssel", dag).index)

    for dag in (date(2016, 2, 1), date(2018, 1, 1), date(2026, 5, 16)):
        assert set(ids(get(client, f"{VERBANDEN}?datetime={dag}&limit=1000"))) == on(dag)
        assert set(ids(get(client, f"{VERBANDEN}?datetime={dag}T12:00:00Z&limit=1000"))) == on(dag)
    periode = set(ids(get(client, f"{VERBANDEN}?datetime=2018-01-01/2018-12-31&limit=1000")))
    # On other days of the year than these nothing begins or ends.
    dagen = {dag.date() for dag in [*dataset.deelnames["sinds"].dropna(), *dataset.deelnames["tot"].dropna()]}
    elke_dag = set().union(*(on(dag) for dag in {date(2018, 1, 1), *dagen} if dag.year == 2018))
    assert periode == elke_dag
    alles = get(client, f"{VERBANDEN}?datetime=../2026-05-16&limit=1000")
    assert set(ids(alles)) >= periode | on(date(2016, 2, 1))
    for feature in alles["features"]:
        assert feature["id"] in on(date.fromisoformat(feature["properties"]["stand_op"]))
    assert client.get(f"{VERBANDEN}?peildatum=2018-01-01").get_json(force=True)["numberMatched"] == len(
        on(date(2018, 1, 1))
    )


def test_properties_filter(client: FlaskClient) -> None:
    assert ids(get(client, f"{VERBANDEN}?naam=GBLT")) == ["gr-24566519"]
    assert (
        get(client, "/ogc/collections/gemeenten/items?publiek_privaat=publiekrechtelijk&aantal=12")["numberMatched"]
        == 2
    )
    alle = get(client, f"{VERBANDEN}?vorm=netwerk")
    assert {f["properties"]["vorm"] for f in alle["features"]} == {"Netwerk"}
    assert get(client, "/ogc/collections/gemeenten/items?regio=twente")["numberMatched"] == 14
    een = get(client, "/ogc/collections/gemeenten/items/GM0193")
    assert een["properties"]["naam"] == "Zwolle"
    assert get(client, f"{VERBANDEN}/gr-24566519?datetime=2018-01-01")["properties"]["stand_op"] == "2018-01-01"


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        (f"{VERBANDEN}?kleur=1", 400), (f"{VERBANDEN}?limit=0", 400), (f"{VERBANDEN}?limit=x", 400),
        (f"{VERBANDEN}?bbox=1,2,3", 400), (f"{VERBANDEN}?bbox=a,b,c,d", 400),
        (f"{VERBANDEN}?bbox=1e3,1,2e3,2", 400), (f"{VERBANDEN}?bbox=-999,0,999,1", 400), (f"{VERBANDEN}?crs=EPSG:4326", 400),
        (f"{VERBANDEN}?bbox=1e999,1,1e999,2", 400), (f"{VERBANDEN}?bbox=nan,1,inf,2", 400), (f"{VERBANDEN}?bbox=1_0,1,2,2", 400),
        (f"{VERBANDEN}?bbox=6,53,7,52", 400), (f"{VERBANDEN}?bbox=6,52,7,53,", 400), (f"{VERBANDEN}?bbox=٦,52,7,53", 400),
        (f"{VERBANDEN}?bbox=6,52,7,{'1' * 70}", 400), (f"{VERBANDEN}?bbox=7,52,6,53&bbox-crs={RD}", 400),
        (f"{VERBANDEN}?datetime=2020-01-01T25:00:00Z", 400), (f"{VERBANDEN}?datetime=2020-01-01T10:00:00", 400),
        (f"{VERBANDEN}?datetime=2020-01-01/2021-01-01/2022-01-01", 400), (f"{VERBANDEN}?datetime=/", 400),
        (f"{VERBANDEN}?datetime=..", 400), (f"{VERBANDEN}?datetime=0000-01-01", 400), (f"{VERBANDEN}?bbox-crs=x", 400), (f"{VERBANDEN}?datetime=gisteren", 400), (f"{VERBANDEN}?datetime=../..", 400),
        (f"{VERBANDEN}?datetime=2020-01-01/2019-01-01", 400), (f"{VERBANDEN}?datetime=2020-13-01", 400),
        (f"{VERBANDEN}?f=xml", 400), (f"{VERBANDEN}/gr-0", 404), ("/ogc/collections/wegen", 404),
        ("/ogc/collections/wegen/items", 404), ("/ogc/onzin", 404), ("/ogc/conformance?x=1", 400), ("/ogc?f=xml", 400),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_problem(client: FlaskClient, adres: str, status: int) -> None:
    antwoord = client.get(adres)
    assert (antwoord.status_code, antwoord.mimetype) == (status, "application/problem+json")


@pytest.mark.traag
def test_gdal_reads_both_collections_whole(dataset: Dataset) -> None:
    with serve(DATA) as adres:
        bron = f"OAPIF:{adres}/ogc"
        assert {naam for naam, _ in pyogrio.list_layers(bron)} == {"gemeenten", "samenwerkingsverbanden"}
        gemeenten = pyogrio.read_dataframe(bron, layer="gemeenten", PAGE_SIZE="10").to_crs(28992)
        verbanden = pyogrio.read_dataframe(bron, layer="samenwerkingsverbanden").to_crs(28992)
    eigen = dataset.gemeenten.loc[sorted(dataset.codes_in("Overijssel"))]
    gelezen = gemeenten.set_index("code").loc[eigen.index].geometry
    assert (gelezen.area / eigen.area - 1).abs().max() < 1e-4
    assert (gelezen.symmetric_difference(eigen.geometry).area / eigen.area).max() < 1e-4
    assert len(verbanden) == 64
    assert verbanden.set_index("naam").loc["EUREGIO", "aantal_gemeenten"] == 24
    assert verbanden.geometry.is_valid.all()


def test_gemeenten_say_how_many_are_of_the_register(client: FlaskClient) -> None:
    """As the API does: what was gathered by hand is no measure between gemeenten."""
    theirs = {rij["code"]: rij for rij in client.get("/api/v1/gemeenten").json["items"]}
    ours = get(client, "/ogc/collections/gemeenten/items?limit=100")["features"]
    assert len(ours) == len(theirs) == 25
    for feature in ours:
        own = feature["properties"]
        assert 0 < own["aantal_register"] <= own["aantal"]
        assert (own["aantal"], own["aantal_register"]) == (
            theirs[own["code"]]["aantal"],
            theirs[own["code"]]["aantal_register"],
        )
