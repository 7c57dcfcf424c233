"""Keeps what was won in speed, by counting: bytes, libraries, work that is not done again. No test here looks at a clock."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import DATA
from viewer.settings import Settings
from viewer.web import create_app, prepared
from viewer.web.context import site_of
from viewer.web.routes import pages

ROOT = Path(__file__).parent.parent.parent
BUDGET = {"Overijssel": 110_000, "Nederland": 300_000}
KOPPEN = 180
"""Bytes of headers of a part of the page, as served; the page's own are 900."""


@pytest.mark.parametrize("provincie", ["Overijssel", pytest.param("Nederland", marks=pytest.mark.traag)])
def test_everything_until_the_map_works_fits_the_budget(provincie: str) -> None:
    client = create_app(Settings(provincie=provincie), DATA).test_client()
    kop = {"Accept-Encoding": "br"}
    pagina = client.get("/").text
    delen = set(
        re.findall(
            r'<(?:link rel="(?:stylesheet|preload|modulepreload|icon)"|script)[^>]* (?:href|src)="([^"]+)"', pagina
        )
    )
    delen |= set(re.findall(r'<link rel="icon" href="([^"]+)"', pagina))
    assert len(delen) < 24
    omvang = len(client.get("/", headers=kop).data) + 900
    for deel in delen:
        antwoord = client.get(deel, headers=kop)
        assert antwoord.status_code == 200
        assert antwoord.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        omvang += len(antwoord.data) + KOPPEN
    assert omvang <= BUDGET[provincie]


def test_the_server_starts_without_what_it_does_not_need_yet() -> None:
    out = subprocess.run(
        [sys.executable, "-c", "import app, sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    geladen = set(out.stdout.split())
    assert {"flask", "folium", "geopandas"} <= geladen
    assert not geladen & {"frictionless", "openpyxl", "matplotlib", "rdflib", "lxml", "granian", "viewer.commands"}


def test_a_page_seen_before_is_neither_made_nor_compressed_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    kop = {"Accept-Encoding": "br"}
    eerst = {pad: client.get(pad, headers=kop).data for pad in ("/", "/over", "/gemeenten/raalte", "/wie-met-wie")}
    monkeypatch.setattr(pages, "render_template", None)
    monkeypatch.setattr(prepared, "compress", None)
    for pad, lijf in eerst.items():
        assert client.get(pad, headers=kop).data == lijf


def test_static_files_are_compressed_once(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    adres = site_of(app).assets.url("leaflet/leaflet.js")
    klein = client.get(adres, headers={"Accept-Encoding": "br"}).data
    monkeypatch.setattr(prepared, "compress", None)
    assert client.get(adres, headers={"Accept-Encoding": "br"}).data == klein
