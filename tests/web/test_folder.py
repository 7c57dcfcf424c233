"""The site in a folder of another one: every address it writes begins with the folder, and works by any server in front."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest
from flask.testing import FlaskClient
from lxml import etree

from tests.conftest import some
from viewer.settings import Settings
from viewer.web import create_app

HOST = "https://www.overijssel.nl"
FOLDERS = ["/kaart", "/a/kaart-van.ons", "/api", "/gemeenten"]
"""Also those that are called as one of our pages."""
Ask = Callable[[str], FlaskClient]


class Front:
    """A server in front that passes on what lies in the folder, as nginx and Caddy do. strips: without the folder."""

    def __init__(self, client: FlaskClient, folder: str, strips: bool) -> None:
        self.client, self.folder, self.strips = client, folder, strips

    def get(self, adres: str, **koppen: str):  # type: ignore[no-untyped-def]
        """adres: as a visitor has it, whole or from the slash on."""
        pad = adres.removeprefix(HOST)
        assert pad.startswith(f"{self.folder}/"), f"{adres} lies outside the folder"
        return self.client.get(pad.removeprefix(self.folder) if self.strips else pad, headers=koppen)


@pytest.fixture(
    scope="module",
    params=some([(folder, strips) for folder in FOLDERS for strips in (False, True)], 3, whole=True),
    ids=str,
)
def front(request: pytest.FixtureRequest, _klein: Path) -> Front:
    folder, strips = request.param
    settings = Settings(adres=HOST + folder, correctie_email="kaart@voorbeeld.nl")
    return Front(create_app(settings, _klein).test_client(), folder, strips)


def links_of(tekst: str) -> Iterator[str]:
    """Everything in a page that is an address, whatever the attribute."""
    for element in html5lib.parse(tekst, namespaceHTMLElements=False).iter():
        for naam, waarde in element.attrib.items() if isinstance(element.tag, str) else ():
            if re.match(r"/[a-z0-9]", waarde) or waarde.startswith(HOST) or naam in ("href", "src", "action"):
                yield waarde


@pytest.mark.traag
@pytest.mark.filterwarnings("ignore:Glyph")
def test_every_link_from_the_first_page_on_works(front: Front) -> None:
    """One address per path, and one file of a kind per folder: where they lie is what this is about."""
    te_doen = [f"{front.folder}/", f"{front.folder}/sitemap.xml", f"{front.folder}/toegankelijkheid"]
    gezien = set(te_doen)
    soorten: dict[str, int] = {}
    while te_doen:
        adres = te_doen.pop()
        antwoord = front.get(adres)
        assert antwoord.status_code in (200, 301, 302, 308, 400), adres  # 400: an example of another province
        soorten[antwoord.mimetype] = soorten.get(antwoord.mimetype, 0) + 1
        gevonden = [antwoord.headers["Location"]] if "Location" in antwoord.headers else found_in(antwoord)
        for link in gevonden:
            heel = urljoin(HOST + adres.removeprefix(HOST), link)
            wat = same_kind(urlsplit(heel).path)
            if heel.startswith(HOST) and wat not in gezien:
                gezien.add(wat)
                te_doen.append(heel.partition("#")[0])
    assert {"text/html", "application/json", "text/javascript", "text/css", "image/png", "text/csv"} <= set(soorten)
    assert soorten["text/html"] > 20


def same_kind(pad: str) -> str:
    """A path; of a picture or a download only its folder and kind."""
    folder, _, naam = pad.rpartition("/")
    _, punt, eind = naam.rpartition(".")
    return pad if not punt or "/static/" in pad or "/kaartdata/" in pad else f"{folder}/*.{eind}"


def found_in(antwoord) -> Iterator[str]:  # type: ignore[no-untyped-def]
    if antwoord.mimetype == "text/html":
        yield from links_of(antwoord.text)
    elif antwoord.mimetype.endswith("json"):
        yield from re.findall(r'"href":\s*"([^"{]+)"', antwoord.text)
    elif antwoord.mimetype == "application/xml":
        yield from (str(e.text) for e in etree.fromstring(antwoord.data).iter("{*}loc"))


def test_a_page_called_as_the_folder_is_itself(front: Front) -> None:
    """/kaart/kaart is the map, /kaart/ the first page, /api/api/v1 the API, /gemeenten/gemeenten/aadorp a gemeente."""
    assert 'id="viewer"' in front.get(f"{front.folder}/").text
    assert "<h1" in front.get(f"{front.folder}/gemeenten/aadorp").text
    kaart = front.get(f"{front.folder}/kaart")
    assert "frame-ancestors 'self'" in kaart.headers["Content-Security-Policy"]
    assert front.get(f"{front.folder}/api/v1/gemeenten").mimetype == "application/json"
    assert front.get(f"{front.folder}/api").mimetype == "text/html"


def test_the_folder_without_a_slash_leads_to_the_first_page(front: Front) -> None:
    antwoord = front.client.get(f"{front.folder}?gemeente=aadorp")
    if front.folder in (
        "/kaart",
        "/api",
        "/gemeenten",
    ):  # a page of ours, when the server in front takes the folder off
        assert antwoord.status_code == 200
    else:
        assert antwoord.headers["Location"] == f"{front.folder}/?gemeente=aadorp"


def test_a_server_that_says_what_it_took_off_is_believed(front: Front) -> None:
    client, folder = front.client, front.folder
    assert 'id="viewer"' in client.get("/", headers={"X-Forwarded-Prefix": folder}).text
    assert client.get(f"{folder}/over", headers={"X-Forwarded-Prefix": f"{folder}/"}).status_code == 404
    assert client.get(f"{folder}/over", headers={"X-Forwarded-Prefix": "/kwaad"}).status_code == 200
    assert "/kwaad" not in client.get("/", headers={"X-Forwarded-Prefix": "/kwaad"}).text


def test_headers_and_services_name_the_folder(front: Front) -> None:
    folder, thuis = front.folder, HOST + front.folder
    lijst = front.get(f"{folder}/api/v1/samenwerkingsverbanden?perPagina=1")
    eigen = [link for link in lijst.headers.getlist("Link") if not link.startswith("<https://") or HOST in link]
    assert eigen
    assert all(link.startswith(f"<{folder}/api/v1/") for link in eigen)
    oud = front.get(f"{folder}/static/{'0' * 12}/js/viewer.js")
    assert oud.headers["Location"].startswith(f"{folder}/static/")
    assert front.get(f"{folder}/api/v1/openapi.json").json["servers"][0]["url"] == f"{thuis}/api/v1"
    assert front.get(f"{folder}/ogc/api").get_json(force=True)["servers"][0]["url"] == f"{thuis}/ogc"
    assert f"Sitemap: {thuis}/sitemap.xml" in front.get(f"{folder}/robots.txt").text
    assert f"Disallow: {folder}/download/" in front.get(f"{folder}/robots.txt").text
    for pad in ("/catalogus.ttl", "/catalogus.jsonld", "/wijzigingen.atom"):
        tekst = front.get(folder + pad).text
        assert thuis in tekst
        assert not re.findall(rf"{re.escape(HOST)}(?!{re.escape(folder)}[/#])[^\s\"<>]*", tekst), pad


def test_oembed_knows_its_own_addresses(front: Front) -> None:
    folder, thuis = front.folder, HOST + front.folder
    goed = front.get(f"{folder}/oembed?url={thuis}/kaart?gemeente=aadorp").json
    assert f'src="{thuis}/kaart?gemeente=aadorp"' in goed["html"]
    assert front.get(f"{folder}/oembed?url={thuis}/gemeenten/aadorp").status_code == 200
    for elders in (f"{HOST}/kaarten?gemeente=aadorp", f"{HOST}/", f"{HOST}/over/kaart"):
        assert front.get(f"{folder}/oembed?url={elders}").status_code == 404


def test_a_redirect_has_the_folder_in_its_link_too(front: Front) -> None:
    for adres in ("/gemeenten/GM0001", "/tabel/?q=a&peildatum=2020-01-01", "/samenwerkingsverbanden", "/TABEL"):
        antwoord = front.get(f"{front.folder}{adres}")
        if antwoord.status_code == 301:
            assert f'href="{html.escape(antwoord.headers["Location"])}"' in antwoord.text
            assert antwoord.headers["Location"].startswith(f"{front.folder}/")


def test_an_error_page_leads_back_into_the_folder(front: Front) -> None:
    antwoord = front.get(f"{front.folder}/bestaat-niet")
    assert antwoord.status_code == 404
    assert all(
        urlsplit(link).path.startswith(f"{front.folder}/") for link in links_of(antwoord.text) if link.startswith("/")
    )


def test_the_server_itself_can_be_asked_without_the_folder(front: Front) -> None:
    """For who watches whether it is there."""
    assert json.loads(front.client.get("/gezondheid").text)["status"] == "ok"


def test_a_site_of_its_own_writes_what_it_always_did(klein: Path) -> None:
    zonder = create_app(Settings(), klein).test_client()
    assert zonder.get("/kaart/over").status_code == 404
    assert 'href="/over"' in zonder.get("/", headers={"X-Forwarded-Prefix": "/kaart"}).text
