"""No link of ours leads nowhere: every internal address in pages, sitemap, feed and catalogue, live and published."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import DATA, some
from viewer.publish import publish
from viewer.settings import Settings
from viewer.web import create_app

HIER = "http://localhost"
_LINK = re.compile(r'\b(?:href|src|action)="([^"#][^"]*)"')
_LEEG = re.compile(r"<template\b.*?</template>|<script\b[^>]*>.*?</script>", re.DOTALL)
_MET_ADRESSEN = ("/sitemap.xml", "/wijzigingen.atom", "/catalogus.ttl", "/catalogus.jsonld", "/robots.txt")
_PER_SOORT = 6
"""Of each kind of page that many are followed; the links on those are all asked for."""


def links(tekst: str, adres: str) -> Iterable[str]:
    for waarde in _LINK.findall(_LEEG.sub("", tekst)):
        doel = urljoin(adres, html.unescape(waarde))
        if doel.startswith(f"{HIER}/"):
            yield doel.partition("#")[0]


def named(tekst: str) -> Iterable[str]:
    """Addresses of ours in what is no HTML."""
    return (adres.partition("#")[0].rstrip(".,;") for adres in re.findall(rf"{HIER}/[^\s\"'<>]*", tekst))


def kind(adres: str) -> tuple[str, bool]:
    delen = urlsplit(adres)
    eerste = delen.path.strip("/").split("/")[0]
    return eerste + ("/…" if delen.path.count("/") > 1 else ""), bool(delen.query)


def ask(client: FlaskClient, adres: str) -> int:
    delen = urlsplit(adres)
    return client.get(f"{delen.path}{'?' + delen.query if delen.query else ''}", follow_redirects=True).status_code


def crawl(client: FlaskClient) -> tuple[set[str], list[str]]:
    """What was asked for, and what of it was not there."""
    wachtrij, gezien = [f"{HIER}/"], {f"{HIER}/"}
    gevolgd: Counter[tuple[str, bool]] = Counter()
    for bron in _MET_ADRESSEN:
        antwoord = client.get(bron)
        assert antwoord.status_code == 200, bron
        for adres in named(antwoord.text):
            if adres not in gezien:
                gezien.add(adres)
                wachtrij.append(adres)
    stuk = []
    while wachtrij:
        adres = wachtrij.pop(0)
        gevolgd[kind(adres)] += 1
        if gevolgd[kind(adres)] > _PER_SOORT * 4:
            continue
        delen = urlsplit(adres)
        antwoord = client.get(f"{delen.path}{'?' + delen.query if delen.query else ''}", follow_redirects=True)
        if antwoord.status_code != 200:
            stuk.append(f"{antwoord.status_code} {adres}")
        elif antwoord.mimetype == "text/html" and gevolgd[kind(adres)] <= _PER_SOORT:
            for nieuw in links(antwoord.text, adres):
                if nieuw not in gezien:
                    gezien.add(nieuw)
                    wachtrij.append(nieuw)
    return gezien, stuk


def test_every_link_of_the_live_site_leads_somewhere(klein_app: Flask) -> None:
    gezien, stuk = crawl(klein_app.test_client())
    assert stuk == []
    assert len(gezien) > 100


@pytest.mark.traag
@pytest.mark.parametrize("provincie", some(["Overijssel", "Fryslân"], 1))
def test_so_does_a_sample_of_the_real_one(provincie: str) -> None:
    gezien, stuk = crawl(create_app(Settings(provincie=provincie), DATA).test_client())
    assert stuk == []
    assert len(gezien) > 300


def test_the_root_of_the_api_is_an_address(client: FlaskClient) -> None:
    for adres in ("/api/v1", "/api/v1/"):
        assert client.get(adres).headers["Location"] == "/api"


def test_every_page_names_its_own_address(klein_app: Flask) -> None:
    client = klein_app.test_client()
    for adres in ("/", "/kaart", "/tabel", "/analyse", "/over", "/gemeenten/aadorp", "/samenwerkingsverbanden/elders", "/veranderd", "/api", "/insluiten"):  # fmt: skip
        assert f'<link rel="canonical" href="{HIER}{adres}">' in client.get(adres).text, adres


@pytest.mark.traag
def test_what_is_published_names_only_what_is_there(klein_app: Flask, tmp_path: Path) -> None:
    adres = "https://www.voorbeeld.nl/samen"
    publish(klein_app, tmp_path / "uit", adres)
    stuk = []
    for naam in _MET_ADRESSEN:
        tekst = (tmp_path / "uit" / naam.strip("/")).read_text(encoding="utf-8")
        gevonden = set(re.findall(rf"{adres}(/[^\s\"'<>#]*)", tekst))
        assert gevonden, naam
        for pad in sorted(gevonden):
            doel = tmp_path / "uit" / unquote(urlsplit(pad.rstrip(".,;")).path).strip("/")
            vast = doel.is_file() or (
                pad.endswith("/") and any((doel / i).is_file() for i in ("index.html", "index.json"))
            )
            if not vast:
                stuk.append(f"{naam}: {pad}")
    assert stuk == []
