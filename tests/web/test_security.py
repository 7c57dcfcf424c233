"""Headers of every kind of answer, and files that are served once and for all."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import viewer
from viewer.settings import Settings
from viewer.web import create_app
from viewer.web.context import site_of

SOORTEN = [
    "/",
    "/wie-met-wie",
    "/insluiten",
    "/kaart",
    "/over",
    "/niets",
    "/?x=1",
    "/gezondheid",
    "/api/v1/gemeenten",
    "/api/v1/niets",
    "/gemeenten/raalte",
]


@pytest.mark.parametrize("adres", SOORTEN)
def test_every_answer_carries_the_headers(client: FlaskClient, adres: str) -> None:
    kop = client.get(adres).headers
    csp = dict(deel.split(" ", 1) for deel in kop["Content-Security-Policy"].split("; "))
    assert csp["default-src"] == "'none'"
    assert csp["object-src"] == csp["base-uri"] == "'none'"
    assert csp["connect-src"] == csp["style-src"] == "'self'"
    assert csp["script-src"] == "'self'"
    assert csp["require-trusted-types-for"] == "'script'"
    assert csp["trusted-types"] == "default delen"
    assert "unsafe" not in kop["Content-Security-Policy"]
    assert kop["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in kop["Permissions-Policy"]
    assert kop["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "http" not in kop["Content-Security-Policy"]
    assert kop["X-Content-Type-Options"] == "nosniff"
    assert kop["Server"] == ""
    assert "Set-Cookie" not in kop
    assert csp["frame-ancestors"] == ("'self'" if adres == "/kaart" else "'none'")


def parts_of(app: Flask, client: FlaskClient, pad: str) -> list[str]:
    """The addresses of everything that a page loads: scripts, styles, pictures, data."""
    tekst = client.get(pad).text
    delen = re.findall(
        r'(?:src|data-script|data-kaart)="(/[^"]+)"|<link (?!rel="(?:alternate|canonical))[^>]*href="(/[^"]+)"', tekst
    )
    statisch = [site_of(app).assets.url(naam) for naam in site_of(app).assets]
    return sorted({html.unescape(a or b) for a, b in delen} | set(statisch))


def is_open(antwoord: TestResponse) -> bool:
    return (antwoord.headers.get("Access-Control-Allow-Origin"), antwoord.headers["Cross-Origin-Resource-Policy"]) == (
        "*",
        "cross-origin",
    )


def test_all_that_the_embed_is_made_of_may_be_used_by_a_sandboxed_frame(tmp_path: Path, klein: Path) -> None:
    """Its origin is "null": a module script and JSON need CORS, a style and a picture CORP."""
    logo = tmp_path / "logo.svg"
    logo.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    app = create_app(Settings(huisstijl_kleur="#123456", huisstijl_logo=str(logo)), klein)
    client = app.test_client()
    delen = parts_of(app, client, "/kaart")
    assert len(delen) > 30
    assert any(deel.startswith("/kaartdata/") for deel in delen)
    for deel in [*delen, "/insluiten.js", "/huisstijl.css", "/huisstijl/logo"]:
        antwoord = client.get(deel)
        assert antwoord.status_code == 200
        assert is_open(antwoord), deel
        assert is_open(client.head(deel)), deel
    assert is_open(
        client.get(site_of(app).assets.url("css/basis.css").replace(site_of(app).assets.hash, "0123456789ab"))
    )
    assert is_open(client.get("/kaartdata/0123456789abcdef/kaart.js"))  # gone: begin.js asks, and loads the page anew


@pytest.mark.parametrize(
    "adres",
    [
        "/kaart.svg",
        "/download/samenwerkingsverbanden.csv",
        "/download/deelnames.csv",
        "/analyse/deelname.csv",
        "/api/v1/themas",
        "/api/v1/gemeenten/GM0000",
        "/api/v1/openapi.json",
        "/ogc/collections",
        "/ogc/collections/x",
        "/catalogus.ttl",
        "/wijzigingen.atom",
        "/oembed?url=http://localhost/",
        "/oembed",
        "/gezondheid",
        "/download/x?y=1",
    ],
)
def test_what_is_public_can_be_used_by_any_site(klein_client: FlaskClient, adres: str) -> None:
    assert is_open(klein_client.get(adres))


@pytest.mark.parametrize("adres", ["/", "/kaart", "/over", "/tabel", "/insluiten", "/metrics"])
def test_pages_and_what_is_for_administrators_are_not_read_by_other_sites(
    klein_client: FlaskClient, adres: str
) -> None:
    eerste = klein_client.get(adres)
    for antwoord in (eerste, klein_client.get(adres, headers={"If-None-Match": eerste.headers.get("ETag", "")})):
        assert "Access-Control-Allow-Origin" not in antwoord.headers


@pytest.mark.parametrize(
    "kop", ["a b", "x.nl/pad", "<script>", "a@b", "x.nl:123456", "[::1", "", "é.nl", "x.nl\\", "-x.nl"]
)
def test_a_host_that_is_none_is_refused(client: FlaskClient, kop: str) -> None:
    for adres in ("/", "/over", "/robots.txt", "/oembed?url=http://x.nl/", "/api/v1/gemeenten"):
        antwoord = client.get(adres, headers={"Host": kop})
        assert antwoord.status_code == 400
        assert kop not in antwoord.text or len(kop) < 4


def test_with_an_address_set_no_header_changes_what_a_page_says(klein: Path) -> None:
    client = create_app(Settings(adres="https://kaart.overijssel.nl", correctie_email="k@v.nl"), klein).test_client()
    for adres in ("/", "/over", "/sitemap.xml", "/robots.txt", "/insluiten", "/ogc", "/catalogus"):
        antwoord = client.get(
            adres, headers={"Host": "kwaad.nl", "X-Forwarded-Host": "kwaad.nl", "Forwarded": "host=kwaad.nl"}
        )
        assert antwoord.status_code == 200
        assert "kwaad.nl" not in antwoord.text
        assert antwoord.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "https://kaart.overijssel.nl/kaart.png" in client.get("/").text


def test_only_the_embed_can_be_framed_and_only_by_whom_we_named(klein: Path) -> None:
    app = create_app(
        Settings(
            insluiten_door=("https://www.overijssel.nl",),
            basiskaart_adres="https://tegels.nl/{z}/{x}/{y}",
            basiskaart_bronvermelding="Tegels",
        ),
        klein,
    )
    client = app.test_client()
    assert client.get("/").status_code == client.get("/kaart").status_code == 200
    kaart, thuis = client.get("/kaart").headers, client.get("/").headers
    assert "frame-ancestors 'self' https://www.overijssel.nl" in kaart["Content-Security-Policy"]
    assert "X-Frame-Options" not in kaart
    assert "frame-ancestors 'none'" in thuis["Content-Security-Policy"]
    assert thuis["X-Frame-Options"] == "DENY"
    assert "img-src 'self' data: https://tegels.nl;" in thuis["Content-Security-Policy"]


def test_static_files_are_immutable_and_compressed(app: Flask, client: FlaskClient) -> None:
    adres = site_of(app).assets.url("leaflet/leaflet.js")
    klein = client.get(adres, headers={"Accept-Encoding": "gzip, br"})
    vol = client.get(adres)
    assert klein.headers["Content-Encoding"] == "br"
    assert klein.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert len(klein.data) < len(vol.data) / 3
    assert "Accept-Encoding" in klein.headers["Vary"]


@pytest.mark.parametrize(
    "pad",
    [
        "/static/x/js/viewer.js",
        "/static/0123456789ab/js/niets.js",
        "/static/{}/../../app.py",
        "/static/{}/..%2f..%2fapp.py",
        "/static/{}/css/",
        "/kaartdata/x/gebieden.json",
    ],
)
def test_nothing_else_is_served(app: Flask, client: FlaskClient, pad: str) -> None:
    assert client.get(pad.format(site_of(app).assets.hash)).status_code == 404


def test_a_page_kept_from_another_version_still_finds_its_files(app: Flask, client: FlaskClient) -> None:
    antwoord = client.get("/static/0123456789ab/css/basis.css")
    assert antwoord.status_code == 302
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert antwoord.headers["Location"] == site_of(app).assets.url("css/basis.css")


@pytest.mark.parametrize("codering", ["br", "gzip", "identity"])
def test_a_page_that_one_has_is_not_sent_again(client: FlaskClient, codering: str) -> None:
    kop = {"Accept-Encoding": codering}
    eerste = client.get("/over", headers=kop)
    assert "stale-while-revalidate" in eerste.headers["Cache-Control"]
    for heeft in (eerste.headers["ETag"], f'"x", W/{eerste.headers["ETag"]}', "*"):
        tweede = client.get("/over", headers={**kop, "If-None-Match": heeft})
        assert (tweede.status_code, tweede.data) == (304, b"")
        assert tweede.headers["ETag"] == eerste.headers["ETag"]
    assert client.get("/over", headers={**kop, "If-None-Match": '"anders"'}).status_code == 200
    hoofd = client.head("/over", headers=kop)
    assert (hoofd.status_code, hoofd.data) == (200, b"")
    assert hoofd.headers["Content-Length"] == eerste.headers["Content-Length"]


def test_health_tells_its_state(client: FlaskClient) -> None:
    antwoord = client.get("/gezondheid")
    assert antwoord.status_code == 200
    stand = antwoord.get_json()
    assert (stand["status"], stand["gemeenten"], stand["peildatum"]) == ("ok", 342, "2026-05-16")


def test_no_script_has_a_template_within_a_template() -> None:
    """The minifier takes the inner one for code, and its spaces with it ("Correctie:gemeente Raalte")."""
    for pad in sorted((Path(viewer.__file__).parent / "static").rglob("*.js")):
        genest = re.findall(r"`[^`]*\$\{[^}`]*`.*", pad.read_text(encoding="utf-8"))
        assert not genest, f"{pad.name}: {genest[0]}"
