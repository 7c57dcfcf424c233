"""Boundaries from services that page, in any CRS they declare, and from ones that misbehave."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import geopandas as gpd
import pytest

from tests.conftest import KLEIN
from tests.slecht import Handler, goed, ogc_api, slecht, status, wfs
from viewer.errors import BadSource, WrongCrs
from viewer.sources import fetch
from viewer.sources.fetch import get_json
from viewer.sources.importers import import_grenzen
from viewer.sources.pdok import fetch_grenzen

ZES = KLEIN / "grenzen.geojson"
FEATURES = json.loads(ZES.read_text(encoding="utf-8"))["features"]
ITEMS = "/cbs/gebiedsindelingen/ogc/v1/collections/gemeente_gegeneraliseerd/items"
WFS = "/cbs/gebiedsindelingen/2024/wfs/v1_0"


def rd_features() -> list[dict]:  # type: ignore[type-arg]
    return json.loads(gpd.read_file(ZES).to_crs(28992).to_json(drop_id=True))["features"]  # type: ignore[no-any-return]


def haal(adres: str) -> object:
    return get_json(adres, slaap=lambda s: None, timeout_s=2)


@pytest.mark.parametrize(
    "begin",
    ["/cbs/gebiedsindelingen/ogc/v1", "/cbs/gebiedsindelingen/ogc/v1/collections/gemeente_gegeneraliseerd", ITEMS],
)
def test_an_api_is_read_to_its_last_page_from_any_of_its_addresses(klein: Path, begin: str) -> None:
    before = (klein / "gemeenten.geojson").read_bytes()
    with slecht({ITEMS: [status(500), ogc_api(FEATURES, 2)]}) as server:
        som = import_grenzen(server.adres + begin, klein, haal_json=haal)
        assert len(server.verzoeken) == 4  # one failed, three pages
    assert (som.gelezen, som.gemeenten) == (6, 5)
    assert (klein / "gemeenten.geojson").read_bytes() == before


def test_the_year_follows_the_register_unless_given(klein: Path) -> None:
    with slecht({ITEMS: [ogc_api(FEATURES, 10)]}) as server:
        import_grenzen(server.adres + ITEMS, klein, haal_json=haal)
        assert "jaarcode=2024" in server.verzoeken[0][0]
        with pytest.raises(BadSource, match="geen grenzen voor 2031"):
            import_grenzen(server.adres + ITEMS, klein, jaar=2031, haal_json=haal)


def test_a_wfs_is_counted_through_in_the_crs_it_declares(klein: Path) -> None:
    before = (klein / "gemeenten.geojson").read_bytes()
    with slecht({WFS: [wfs(rd_features(), 4, "urn:ogc:def:crs:EPSG::28992")]}) as server:
        import_grenzen(f"{server.adres}/cbs/gebiedsindelingen/{{jaar}}/wfs/v1_0", klein, haal_json=haal)
        assert [h for h, _ in server.verzoeken if "startindex=4" in h]
    after = gpd.read_file(klein / "gemeenten.geojson").to_crs(28992)
    (klein / "oud.geojson").write_bytes(before)
    oud = gpd.read_file(klein / "oud.geojson").to_crs(28992)
    assert after.geom_equals_exact(oud, tolerance=2.0).all()


def test_a_file_at_an_address_is_just_fetched(klein: Path) -> None:
    with slecht({"/grenzen.geojson": [goed(ZES.read_bytes())]}) as server:
        assert import_grenzen(f"{server.adres}/grenzen.geojson", klein).gelezen == 6


def rond(h: Handler) -> None:
    h.stuur(200, json.dumps({"features": FEATURES[:1], "links": [{"rel": "next", "href": h.path}]}).encode())


def elders(h: Handler) -> None:
    h.stuur(
        200, json.dumps({"features": FEATURES[:1], "links": [{"rel": "next", "href": "http://elders.nl/x"}]}).encode()
    )


@pytest.mark.parametrize(
    ("antwoord", "zegt"),
    [
        (rond, "blijft naar volgende bladzijden verwijzen"),
        (elders, "naar een andere server"),
        (goed(b"[]"), "geen GeoJSON"),
        (goed(b'{"features": 3}'), "zonder features"),
        (goed(b'{"features": [{"geometry": 1}]}'), "geen GeoJSON"),
        (goed(b'{"features": [{"geometry": {"type": "Point", "coordinates": [NaN, 1]}}]}'), "geen geldige JSON"),
        (goed(b"<html>onderhoud</html>"), "geen geldige JSON"),
        (status(503), "antwoordt met 503"),
    ],
)
def test_a_service_that_misbehaves_leaves_the_old_file(klein: Path, antwoord: object, zegt: str) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    with slecht({ITEMS: [antwoord]}) as server, pytest.raises(BadSource, match=zegt):  # type: ignore[list-item]
        import_grenzen(server.adres + ITEMS, klein, haal_json=haal)
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before


def test_a_wfs_that_promises_more_than_it_gives_is_refused() -> None:
    def karig(h: Handler) -> None:
        deel = FEATURES if h.vraag["startindex"] == "0" else []
        h.stuur(200, json.dumps({"numberMatched": 9, "features": deel}).encode())

    with slecht({WFS: [karig]}) as server, pytest.raises(BadSource, match="belooft 9 gebieden maar geeft er 6"):
        fetch_grenzen(server.adres + WFS, 2024, haal)


def test_an_unknown_crs_is_refused() -> None:
    with slecht({WFS: [wfs(FEATURES, 10, "eigen stelsel")]}) as server, pytest.raises(WrongCrs):
        fetch_grenzen(server.adres + WFS, 2024, haal)


def zonder_aantal(h: Handler) -> None:
    """A service behind a proxy: relative links, no numberMatched, gzip that is not announced."""
    begin = int(h.vraag.get("offset", 0))
    inhoud: dict[str, object] = {"type": "FeatureCollection", "features": FEATURES[begin : begin + 2]}
    if begin + 2 < len(FEATURES):
        inhoud["links"] = [{"rel": "next", "href": f"items?offset={begin + 2}"}]
    h.stuur(200, gzip.compress(json.dumps(inhoud).encode()))


def test_relative_links_and_gzip_that_is_not_announced_are_followed(klein: Path) -> None:
    with slecht({ITEMS: [zonder_aantal]}) as server:
        assert import_grenzen(server.adres + ITEMS, klein, haal_json=haal).gelezen == 6


@pytest.mark.parametrize("aantal", [None, "unknown", "6", 6])
@pytest.mark.parametrize("pagineert", [True, False])
def test_a_wfs_is_read_once_whatever_it_says_of_how_many(aantal: object, pagineert: bool) -> None:
    def antwoord(h: Handler) -> None:
        begin = int(h.vraag["startindex"]) if pagineert else 0
        inhoud = {"features": FEATURES[begin : begin + 4] if pagineert else FEATURES}
        h.stuur(200, json.dumps(inhoud if aantal is None else {**inhoud, "numberMatched": aantal}).encode())

    with slecht({WFS: [antwoord]}) as server:
        assert len(fetch_grenzen(server.adres + WFS, 2024, haal)) == 6


@pytest.mark.parametrize(
    ("antwoord", "zegt"),
    [
        (goed(b"<!DOCTYPE html><html>Onderhoud"), "een webpagina of foutmelding"),
        (goed(b"<ows:ExceptionReport/>"), "een webpagina of foutmelding"),
        (goed(b"\x1f\x8b" + b"x" * 50), "beschadigd gzip"),
        (goed(b"[" * 200_000), "te veel lagen"),
        (goed(b'{"features": [\xff]}'), "geen geldige JSON"),
    ],
)
def test_an_answer_that_is_no_map_ends_in_one_line(antwoord: object, zegt: str) -> None:
    with slecht({ITEMS: [antwoord]}) as server, pytest.raises(BadSource, match=zegt) as fout:  # type: ignore[list-item]
        fetch_grenzen(server.adres + ITEMS, 2024, haal)
    assert "codec" not in str(fout.value)
    assert "\n" not in str(fout.value)


@pytest.mark.parametrize(
    ("begin", "pad", "vraagt"),
    [
        (
            "/kadaster/bestuurlijkegebieden/ogc/v1",
            "/kadaster/bestuurlijkegebieden/ogc/v1/collections/gemeentegebied/items",
            "",
        ),
        ("/kadaster/bestuurlijkegebieden/wfs/v1_0", None, "typenames=bestuurlijkegebieden%3AGemeentegebied"),
        ("/cbs/wijkenbuurten/2023/wfs/v1_0", None, "typenames=wijkenbuurten%3Agemeenten"),
        (
            f"{WFS}?service=WFS&request=GetFeature&typeName=gemeente_gegeneraliseerd&outputFormat=json",
            WFS,
            "outputformat=json",
        ),
    ],
)
def test_each_service_of_pdok_is_asked_for_its_own_layer(begin: str, pad: str | None, vraagt: str) -> None:
    def antwoord(h: Handler) -> None:
        h.stuur(200, json.dumps({"features": FEATURES, "numberMatched": 6}).encode())

    with slecht({pad or begin: [antwoord]}) as server:
        assert len(fetch_grenzen(server.adres + begin, 2024, haal)) == 6
        assert vraagt in server.verzoeken[0][0]
        assert "jaarcode" not in server.verzoeken[0][0]


def test_gzip_that_grows_past_the_bound_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_JSON_BYTES", 1_000_000)
    with (
        slecht({ITEMS: [goed(gzip.compress(b" " * 3_000_000))]}) as server,
        pytest.raises(BadSource, match="groter dan 1 MB"),
    ):
        fetch_grenzen(server.adres + ITEMS, 2024, haal)
