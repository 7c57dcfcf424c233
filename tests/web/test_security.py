"""Headers of every kind of answer, and files that are served once and for all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import viewer
from viewer.settings import Settings
from viewer.web import create_app
from viewer.web.context import site_of

SOORTEN = [
    "/",
    "/verbanden",
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
    assert csp["trusted-types"] == "default blad delen"
    assert "unsafe" not in kop["Content-Security-Policy"]
    assert kop["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in kop["Permissions-Policy"]
    assert kop["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "http" not in kop["Content-Security-Policy"]
    assert kop["X-Content-Type-Options"] == "nosniff"
    assert kop["Server"] == ""
    assert "Set-Cookie" not in kop
    assert csp["frame-ancestors"] == ("'self'" if adres == "/kaart" else "'none'")


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
