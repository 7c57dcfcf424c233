"""The published site: every link of every page leads to a file, from whatever folder, with the headers that belong to it."""

from __future__ import annotations

import html
import json
import os
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from flask import Flask

from tests.browser.conftest import MET_SERVER, NewPage, ready, until
from tests.conftest import DATA
from tests.static_site import serve_folder
from viewer import publish as publiceren
from viewer.errors import BadTarget
from viewer.publish import publish
from viewer.settings import Settings
from viewer.web import create_app

pytestmark = [MET_SERVER, pytest.mark.traag]
LINK = re.compile(r'\b(?:href|src|action|data-kaart|data-script)="([^"]*)"')


@pytest.fixture(scope="module")
def out(klein_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("publicatie") / "uit"
    with pytest.MonkeyPatch.context() as patch:  # some of the choices will do
        patch.setitem(publiceren._KEUZES, "/analyse", ("hoogstens",))
        publish(klein_app, folder)
    return folder


def leads_to(folder: Path, van: Path, link: str) -> Path:
    pad = unquote(urlsplit(html.unescape(link)).path)
    doel = folder / posixpath.normpath(posixpath.join(van.parent.relative_to(folder).as_posix(), pad or van.name))
    return doel / "index.html" if (doel / "index.html").is_file() else doel


def test_every_link_leads_to_a_file(out: Path) -> None:
    paginas = list(out.rglob("*.html"))
    assert len(paginas) > 15
    gezien = 0
    for pagina in paginas:
        for link in LINK.findall(pagina.read_text("utf-8")):
            if link.startswith(("http://", "https://", "mailto:", "#", "data:")):
                continue
            gezien += 1
            overal = pagina.name == "404.html"  # shown at any depth, so its links begin at the root
            assert link.startswith("/") == overal, f"{pagina}: {link}"
            doel = leads_to(out, pagina, f".{link}" if overal else link)
            assert doel.is_file() or (doel / "index.json").is_file(), f"{pagina}: {link}"
    assert gezien > 300


def test_nothing_is_left_of_the_stand_in(out: Path) -> None:
    for bestand in out.rglob("*"):
        if bestand.is_file() and bestand.suffix in (".html", ".json", ".js", ".txt", ".csv", ".geojson"):
            assert "plaats.invalid" not in bestand.read_text("utf-8"), bestand


def test_headers_are_written_out_for_every_file(out: Path) -> None:
    objecten = {rij["pad"]: rij for rij in json.loads((out / "hosting" / "objecten.json").read_text("utf-8"))}
    bestanden = {b.relative_to(out).as_posix() for b in out.rglob("*") if b.is_file()}
    zonder = {b for b in bestanden if b.endswith((".gz", ".br")) or b.startswith(("hosting/", publiceren.MERK))}
    assert set(objecten) == bestanden - zonder
    assert "frame-ancestors 'none'" in objecten["index.html"]["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in objecten["kaart/index.html"]["Content-Security-Policy"]
    assert "immutable" in next(rij for pad, rij in objecten.items() if pad.endswith("js/viewer.js"))["Cache-Control"]
    for naam in ("nginx.conf", "Caddyfile"):
        tekst = (out / "hosting" / naam).read_text("utf-8")
        assert "script-src 'self'" in tekst
        assert "immutable" in tekst
        assert tekst.count("{") == tekst.count("}")


def nginx_headers(conf: str, pad: str) -> dict[str, str]:
    """What nginx adds for a path: of the longest `^~` location that it begins with, else of the first
    pattern that it fits, else of `/`."""
    blokken = re.findall(r"location (\S+ )?(\S+) \{(.*?)\n\}", conf, re.DOTALL)
    begin = [b for b in blokken if b[0] == "^~ " and pad.startswith(b[1])]
    past = [b for b in blokken if b[0] == "~ " and re.search(b[1], pad)]
    gewoon = [b for b in blokken if not b[0]]
    blok = max(begin, key=lambda b: len(b[1])) if begin else (past or gewoon)[0]
    return dict(re.findall(r'add_header (\S+) "(.*)" always;', blok[2]))


def test_a_web_host_opens_to_all_sites_what_our_server_opens(out: Path) -> None:
    """And nothing else: pages are not for the scripts of others, and only /kaart is for their frames."""
    conf = (out / "hosting" / "nginx.conf").read_text("utf-8")
    for rij in json.loads((out / "hosting" / "objecten.json").read_text("utf-8")):
        nginx = nginx_headers(conf, f"/{rij['pad']}")
        is_page = rij["pad"].endswith(".html")
        namen = ["Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy", "Cache-Control"]
        namen += ["X-Frame-Options", "Content-Security-Policy"] if is_page else []
        assert {n: nginx.get(n) for n in namen} == {n: rij.get(n) for n in namen}, rij["pad"]
        assert (rij.get("Access-Control-Allow-Origin") == "*") == (not is_page), rij["pad"]


def test_with_an_address_whole_addresses_are_in_it(
    klein_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publiceren.PublishedSite, "_api", lambda self: iter(()))
    monkeypatch.setattr(publiceren.PublishedSite, "_links", lambda self, adres, tekst: iter(()))
    som = publish(klein_app, tmp_path / "uit", "https://www.overijssel.nl/samen/")
    assert som.niet == ()
    kaart = (tmp_path / "uit" / "sitemap.xml").read_text("utf-8")
    assert "<loc>https://www.overijssel.nl/samen/</loc>" in kaart
    assert 'content="https://www.overijssel.nl/samen/kaart.png"' in (tmp_path / "uit" / "index.html").read_text("utf-8")
    weg = (tmp_path / "uit" / "404.html").read_text("utf-8")
    assert "Deze pagina is er niet" in weg
    links = [link for link in LINK.findall(weg) if not link.startswith("#")]
    assert len(links) > 5
    for link in links:
        assert link.startswith(("/samen/", "https://www.overijssel.nl/samen/", "mailto:")) or "://" in link, link
    assert "404 /404.html" in (tmp_path / "uit" / "hosting" / "nginx.conf").read_text("utf-8")


def test_what_a_killed_publication_left_is_cleaned_up(
    klein_app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publiceren.PublishedSite, "_api", lambda self: iter(()))
    monkeypatch.setattr(publiceren.PublishedSite, "_links", lambda self, adres, tekst: iter(()))
    monkeypatch.setattr(publiceren, "_BEGIN", ("/", "/kaart"))
    killed, other = tmp_path / ".uit.nieuw-abc", tmp_path / ".uit2.nieuw-abc"
    for folder in (killed, other):
        (folder / "kaart").mkdir(parents=True)
    busy, held = publiceren._work_folder(tmp_path / "uit")
    try:
        publish(klein_app, tmp_path / "uit")
        assert {een.name for een in tmp_path.iterdir()} == {"uit", other.name, busy.name}
    finally:
        os.close(held)
    publish(klein_app, tmp_path / "uit")
    assert {een.name for een in tmp_path.iterdir()} == {"uit", other.name}


def test_a_folder_with_something_else_in_it_is_left_alone(klein_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("van iemand", encoding="utf-8")
    with pytest.raises(BadTarget, match="niet leeg"):
        publish(klein_app, tmp_path)
    assert [b.name for b in tmp_path.iterdir()] == ["brief.txt"]


@pytest.fixture(scope="module")
def echt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The real data, of which only the pages with a script are published: all of it takes minutes (make gepubliceerd)."""
    app = create_app(Settings(), DATA)
    paden = {"/", "/kaart", "/wie-met-wie", "/tabel", "/insluiten", "/veranderd", "/kaart.png"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(publiceren, "_BEGIN", tuple(sorted(paden)))
        patch.setattr(publiceren.PublishedSite, "_api", lambda self: iter(()))
        patch.setattr(publiceren.PublishedSite, "_links", lambda self, adres, tekst: iter(()))
        patch.setattr(publiceren, "hosting_files", lambda bestanden, elders: {"objecten.json": "[]"})
        publish(app, tmp_path_factory.mktemp("echt") / "uit")
        with serve_folder(next(tmp_path_factory.getbasetemp().glob("echt*/uit"))) as adres:
            yield adres


@pytest.mark.parametrize(
    ("vraag", "wat", "deel"),
    [
        ("/tabel?thema=jeugd&sorteer=-aantal", "#tabel-inhoud table", "innerText"),
        ("/tabel?regio=twente&kolom=wie&kolom=anderen&kolom=afkorting", "#tabel-inhoud table", "innerText"),
        ("/tabel?peildatum=2019-03-01&q=belasting", "#tabel-inhoud table", "innerText"),
        ("/wie-met-wie?regio=twente", "#verbindingen-lijsten", "textContent"),
        ("/wie-met-wie?gemeente=borne&minimaal=20", "#verbindingen-lijsten", "textContent"),
        ("/wie-met-wie?thema=veiligheid&peildatum=2018-01-01", "#verbindingen-lijsten", "textContent"),
        # Not innerText: that leaves out the groups below the fold (content-visibility) until they are drawn.
        ("/?thema=jeugd&peildatum=2018-06-01", "#lijst", "textContent"),
        ("/insluiten?gemeente=raalte&hoogte=700&script=ja&zonder=zoek", "#regel", "value"),
    ],
)
def test_what_the_browser_makes_is_what_the_server_makes(
    echt: str, server: str, new_page: NewPage, vraag: str, wat: str, deel: str
) -> None:
    def tekst(adres: str) -> str:
        ruw = page.locator(wat).evaluate(f"(e) => e.{deel}").replace(adres, "")
        return re.sub(r"\s+", "", re.sub(r"/kaart/?\?", "/kaart?", ruw))

    page = new_page()
    page.goto(f"{server}{vraag}")
    if vraag.startswith("/?"):
        ready(page)
    verwacht = tekst(server)
    pad, _, q = vraag.partition("?")
    page.goto(f"{echt}{pad}?{q}")
    until(page, lambda: tekst(echt) == verwacht)
    assert len(verwacht) > 60


def test_what_ended_gemeenten_are_called_today_is_written_for_pages_and_web_servers(out: Path) -> None:
    elders = json.loads((out / "gemeenten" / "adressen.json").read_text("utf-8"))
    (slug,) = elders["oudhoven"]
    assert elders["gm9099"] == [slug]
    assert (out / "gemeenten" / slug / "index.html").is_file()
    met_regels = (out / "hosting" / "_redirects").read_text("utf-8").splitlines()
    nginx = (out / "hosting" / "verhuisd.conf").read_text("utf-8").splitlines()
    assert f"/gemeenten/oudhoven /gemeenten/{slug}/ 301" in met_regels
    assert f"rewrite (?i)^/gemeenten/oudhoven/?$ /gemeenten/{slug}/ permanent;" in nginx
    # Codes of today lead as well, in capitals or not, and the list that a server leads to the table.
    (nu,) = elders["gm9001"]
    assert (out / "gemeenten" / nu / "index.html").is_file()
    assert f"/gemeenten/GM9001 /gemeenten/{nu}/ 301" in met_regels
    assert f"rewrite (?i)^/gemeenten/gm9001/?$ /gemeenten/{nu}/ permanent;" in nginx
    assert "/samenwerkingsverbanden /tabel/ 301" in met_regels
    assert "rewrite (?i)^/samenwerkingsverbanden/?$ /tabel/ permanent;" in nginx


def test_a_published_page_reads_a_decorated_old_or_wrong_link(out: Path, new_page: NewPage) -> None:
    (slug,) = json.loads((out / "gemeenten" / "adressen.json").read_text("utf-8"))["oudhoven"]
    page = new_page()
    with serve_folder(out) as adres:
        for vraag in (
            "gemeente=oudhoven&fbclid=1",
            "q=Oudhoven",
            f"gemeente={slug.upper()}&utm_source=x",
            f"x=1&amp;gemeente={slug}",
        ):
            page.goto(f"{adres}/?{vraag}")
            page.wait_for_url(f"{adres}/?gemeente={slug}")
            ready(page)
            page.locator(f"#gekozen [data-gemeente={slug}]").wait_for()
        page.goto(f"{adres}/?thema=onzin&peildatum=31-02-2020&fbclid=1")
        ready(page)
        assert page.locator("#adres-melding").inner_text().split("\n\n") == [
            "Onderwerp “onzin” kennen wij niet.", "“31-02-2020” is geen dag van 1 januari 1980 tot en met 31 december 2100. U ziet de nieuwste gegevens.",
        ]  # fmt: skip
        assert page.url == f"{adres}/"
        page.goto(f"{adres}/over/?fbclid=1")
        page.wait_for_load_state("networkidle")
        assert "zonder server" not in page.locator("main").inner_text()
        page.goto(f"{adres}/over/?thema=jeugd")
        page.get_by_text("zonder server").wait_for()
