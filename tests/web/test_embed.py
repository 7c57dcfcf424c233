"""The embed's builder, its script and oEmbed, as a CMS and a web editor meet them."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.page import page
from viewer.limits import MAX_FRAME_HEIGHT, MIN_FRAME_HEIGHT
from viewer.settings import Settings
from viewer.web import create_app

THUIS = "http://localhost"
NS = "{http://www.w3.org/1999/xhtml}"


def line(client: FlaskClient, vraag: str = "") -> str:
    tekst = page(client, f"/insluiten{vraag}")
    return html.unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", tekst, re.DOTALL)[1])  # type: ignore[index]


def iframe(regel: str) -> dict[str, str]:
    boom = html5lib.HTMLParser(strict=True).parseFragment(regel)
    element = next(e for e in boom.iter() if e.tag == f"{NS}iframe")
    return dict(element.attrib)


@pytest.mark.parametrize(
    "vraag",
    [
        "",
        "?verband=ggd-ijsselland&zonder=zoek&hoogte=450&script=ja",
        "?gemeente=raalte&thema=jeugd&peildatum=2020-01-01&regio=&vorm=",
    ],
)
def test_the_builder_is_sound_and_its_line_is_html(client: FlaskClient, vraag: str) -> None:
    kader = iframe(line(client, vraag))
    assert kader["src"].startswith(f"{THUIS}/kaart")
    assert kader["title"].startswith("Samenwerkingskaart Overijssel")
    assert (kader["width"], kader["loading"], kader["referrerpolicy"]) == ("100%", "lazy", "no-referrer")


def test_the_line_holds_what_was_chosen_and_nothing_else(client: FlaskClient) -> None:
    regel = line(client, "?verband=ggd-ijsselland&gemeente=raalte&thema=&zonder=zoek&hoogte=450&script=ja")
    kader = iframe(regel)
    assert parse_qs(urlsplit(kader["src"]).query) == {
        "gemeente": ["raalte"],
        "verband": ["ggd-ijsselland"],
        "zonder": ["zoek"],
    }
    assert kader["height"] == "450"
    assert kader["title"] == "Samenwerkingskaart Overijssel: GGD IJsselland, Raalte"
    assert f'<script src="{THUIS}/insluiten.js" async></script>' in regel
    assert client.get(kader["src"].removeprefix(THUIS)).status_code == 200


@pytest.mark.parametrize(
    ("vraag", "titel"),
    [
        ("regio=twente", "Regio Twente"),
        ("thema=jeugd", "jeugd"),
        ("gemeente=raalte&thema=jeugd&regio=twente", "Raalte, Regio Twente, jeugd"),
        ("vorm=openbaar-lichaam", "Openbaar lichaam"),
        ("ook=zelf-verzameld", ""),
    ],
)
def test_the_title_of_a_frame_says_what_it_is_filtered_by(client: FlaskClient, vraag: str, titel: str) -> None:
    adres = f"http://localhost/kaart?{vraag}"
    verwacht = f"Samenwerkingskaart Overijssel{': ' if titel else ''}{titel}"
    assert client.get("/oembed", query_string={"url": adres}).get_json()["title"] == verwacht
    assert f'title="{verwacht}"' in html.unescape(client.get(f"/insluiten?{vraag}").text)


def test_hostile_names_and_hosts_stay_text_in_the_line(klein_client: FlaskClient) -> None:
    kader = iframe(line(klein_client, "?verband=script-b-hostile-b"))
    assert "</script><b>hostile</b>" in kader["title"]
    antwoord = klein_client.get("/insluiten", headers={"Host": 'x"><script>alert(1)</script>'})
    assert antwoord.status_code == 400 or "<script>alert" not in antwoord.text


def test_a_page_is_not_kept_with_the_host_of_whoever_asked_first(app: Flask) -> None:
    client = app.test_client()
    for adres in ("/over", "/gemeenten/raalte", "/insluiten", "/"):
        assert "kwaad.nl" in client.get(adres, headers={"Host": "kwaad.nl"}).text
        assert "kwaad.nl" not in client.get(adres).text


@pytest.mark.parametrize("vraag", ["hoogte=1", "hoogte=99999", "hoogte=x", "zonder=alles", "verband=x"])
def test_the_builder_tells_what_it_does_not_know(client: FlaskClient, vraag: str) -> None:
    assert "adres-melding" in page(client, f"/insluiten?{vraag}", 404 if "verband" in vraag else 200)
    assert iframe(line(client, "?y=1")) == iframe(line(client))


@pytest.mark.parametrize("wat", ["zoek", "paneel", "legenda"])
def test_an_embed_can_leave_things_out(client: FlaskClient, wat: str) -> None:
    assert f"zonder-{wat}" in page(client, f"/kaart?zonder={wat}")
    assert "kennen wij niet" in page(client, f"/kaart?zonder=kop&zonder={wat}")
    assert f"zonder-{wat}" not in page(client, f"/?zonder={wat}")


def test_the_script_is_small_and_may_be_loaded_elsewhere(client: FlaskClient) -> None:
    antwoord = client.get("/insluiten.js")
    assert len(antwoord.data) < 2048
    assert antwoord.mimetype == "text/javascript"
    assert antwoord.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/insluiten.js", headers={"If-None-Match": antwoord.headers["ETag"]}).status_code == 304


def test_geolocation_is_asked_of_nobody(client: FlaskClient) -> None:
    assert "geolocation=()" in client.get("/kaart").headers["Permissions-Policy"]
    assert "geolocation" not in line(client)


def oembed(client: FlaskClient, url: str, **vraag: str) -> tuple[int, dict[str, object]]:
    rest = "".join(f"&{naam}={waarde}" for naam, waarde in vraag.items())
    antwoord = client.get(f"/oembed?url={quote(url, safe='')}{rest}")
    return antwoord.status_code, antwoord.get_json()


@pytest.mark.parametrize(
    ("pad", "kaart"),
    [
        ("/", "/kaart"),
        ("/kaart?verband=ggd-ijsselland&zonder=zoek", "/kaart?verband=ggd-ijsselland&zonder=zoek"),
        ("/?gemeente=GM0177&peildatum=2020-01-01", "/kaart?gemeente=raalte&peildatum=2020-01-01"),
        ("/gemeenten/raalte", "/kaart?gemeente=raalte"),
        ("/samenwerkingsverbanden/twence", "/kaart?verband=twence"),
    ],
)
def test_oembed_answers_by_its_specification(client: FlaskClient, pad: str, kaart: str) -> None:
    """https://oembed.com, section 2.3.4: what every response and the type rich must hold."""
    status, inhoud = oembed(client, THUIS + pad, format="json")
    assert status == 200
    assert inhoud["version"] == "1.0"
    assert inhoud["type"] == "rich"
    assert {type(inhoud[naam]) for naam in ("width", "height", "cache_age")} == {int}
    assert {type(inhoud[naam]) for naam in ("title", "provider_name", "provider_url", "html")} == {str}
    kader = iframe(str(inhoud["html"]))
    assert kader["src"] == THUIS + kaart
    assert (kader["width"], kader["height"]) == (str(inhoud["width"]), str(inhoud["height"]))
    assert f"max-width:{inhoud['width']}px!important" in kader["style"]
    assert f";height:{inhoud['height']}px!important" in kader["style"]


def test_oembed_of_the_builder_has_its_height(client: FlaskClient) -> None:
    url = f"{THUIS}/insluiten?verband=ggd-ijsselland&hoogte="
    for hoogte, zo in (("700", 700), ("1", 300), ("99999", 2000), ("x", 600), ("", 600)):
        _, inhoud = oembed(client, url + hoogte)
        lo, hi = MIN_FRAME_HEIGHT, MAX_FRAME_HEIGHT
        assert inhoud["height"] == {300: lo, 2000: hi}.get(zo, zo), hoogte
        assert f'height="{inhoud["height"]}"' in inhoud["html"]
    assert oembed(client, f"{url}700", maxheight="500")[1]["height"] == 500


def test_oembed_stays_within_the_size_asked(client: FlaskClient) -> None:
    _, inhoud = oembed(client, f"{THUIS}/", maxwidth="320", maxheight="240")
    assert (inhoud["width"], inhoud["height"]) == (320, 240)
    _, inhoud = oembed(client, f"{THUIS}/", maxwidth="99999")
    assert inhoud["width"] == 1000


@pytest.mark.parametrize(
    ("url", "vraag", "status"),
    [
        ("", {}, 400),
        ("geen adres", {}, 400),
        ("javascript:alert(1)", {}, 400),
        (f"{THUIS}/", {"maxwidth": "breed"}, 400),
        (f"{THUIS}/", {"format": "xml"}, 501),
        ("https://elders.nl/kaart", {}, 404),
        (f"{THUIS}/over", {}, 404),
        (f"{THUIS}/gemeenten/atlantis", {}, 404),
        (f"{THUIS}/kaart?verband=x", {}, 404),
        (f"{THUIS}/" + "x" * 3000, {}, 400),
    ],
)
def test_oembed_refuses_by_its_specification(client: FlaskClient, url: str, vraag: dict[str, str], status: int) -> None:
    gevonden, inhoud = oembed(client, url, **vraag)
    assert (gevonden, inhoud["status"]) == (status, status)


def pages_of(app: Flask) -> list[str]:
    """An address of every page there is; where it asks for a slug, one that exists."""
    slugs = {
        "/gemeenten/": "raalte",
        "/samenwerkingsverbanden/": "twence",
        "/taken/": "afval-ophalen",
        "/regios/": "twente",
    }
    uit = []
    for regel in app.url_map.iter_rules():
        soort = next((begin for begin in slugs if regel.rule.startswith(begin)), "")
        if "GET" not in (regel.methods or ()) or (regel.arguments and not soort) or regel.arguments > {"slug"}:
            continue
        uit.append(regel.rule.replace("<slug>", slugs.get(soort, "")))
    return uit


def discovery(tekst: str) -> str | None:
    gevonden = re.findall(r'<link rel="alternate" type="application/json\+oembed" href="([^"]+)"', tekst)
    assert len(gevonden) <= 1
    return html.unescape(gevonden[0]) if gevonden else None


def test_every_page_that_can_be_embedded_says_where_its_oembed_is(app: Flask, client: FlaskClient) -> None:
    zegt = set()
    for pad in pages_of(app):
        antwoord = client.get(pad)
        if antwoord.status_code != 200 or antwoord.mimetype != "text/html":
            continue
        link = discovery(antwoord.text)
        assert (link is not None) == (oembed(client, THUIS + pad)[0] == 200), pad
        if link:
            zegt.add(pad)
            assert client.get(link.removeprefix(THUIS)).get_json()["type"] == "rich"
    assert zegt >= {"/", "/kaart", "/insluiten", "/tabel", "/gemeenten/raalte", "/samenwerkingsverbanden/twence"}


@pytest.mark.parametrize(
    ("adres", "kaart"),
    [
        ("/?gemeente=raalte", "/kaart?gemeente=raalte"),
        ("/kaart?gemeente=raalte&zonder=zoek&zonder=legenda", "/kaart?gemeente=raalte&zonder=zoek&zonder=legenda"),
        ("/insluiten?verband=twence&zonder=paneel", "/kaart?verband=twence&zonder=paneel"),
        ("/tabel?thema=jeugd", "/kaart?thema=jeugd"),
        ("/gemeenten/raalte?peildatum=2020-01-01", "/kaart?gemeente=raalte&peildatum=2020-01-01"),
    ],
)
def test_what_a_page_shows_is_what_its_oembed_embeds(client: FlaskClient, adres: str, kaart: str) -> None:
    link = discovery(page(client, adres))
    assert link is not None
    inhoud = client.get(link.removeprefix(THUIS)).get_json()
    assert iframe(inhoud["html"])["src"] == THUIS + kaart


def test_the_sites_that_may_are_named(klein: Path) -> None:
    eigen = create_app(Settings(insluiten_door=("https://www.overijssel.nl",)), klein).test_client()
    assert "https://www.overijssel.nl" in page(eigen, "/insluiten")
    assert 'data-insluiten-door="https://www.overijssel.nl"' in page(eigen, "/kaart")
