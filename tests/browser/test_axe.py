"""Accessibility: axe finds nothing, on every page and in every state."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import FRAME, PHONE, WIDE, NewPage, ready

TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def faults(page: Page) -> list[str]:
    """What axe finds. It is injected by the test, past the page's CSP, and runs on nothing else."""
    gevonden = Axe().run(page, options=TAGS).response["violations"]
    return [f"{v['id']}: {n['target']} {n['failureSummary'][:200]}" for v in gevonden for n in v["nodes"]]


def nothing(page: Page) -> None:
    pass


def search_open(page: Page) -> None:
    page.get_by_role("combobox").fill("zw")
    page.locator("#zoeklijst li").first.wait_for()


def nothing_found(page: Page) -> None:
    page.get_by_role("combobox").fill("zzzzzz")


def filters_open(page: Page) -> None:
    page.get_by_text("Filters", exact=True).click()
    page.locator('input[name="thema"][value="veiligheid"]').check()


def sheet_up(page: Page) -> None:
    knop = page.get_by_role("button", name="Lijst groter")
    if knop.is_visible():
        knop.click()


def sheet_down(page: Page) -> None:
    knop = page.get_by_role("button", name="Lijst kleiner")
    if knop.is_visible():
        knop.click()


def dialog_open(page: Page) -> None:
    page.get_by_role("button", name="Deel deze kaart").click()
    page.get_by_role("dialog").wait_for()


STATES: list[tuple[str, Callable[[Page], None]]] = [
    ("/", nothing),
    ("/", search_open),
    ("/", nothing_found),
    ("/", filters_open),
    ("/", sheet_up),
    ("/?verband=ggd-ijsselland", sheet_down),
    ("/?gemeente=raalte", dialog_open),
    ("/?thema=jeugd&regio=twente&q=a&peildatum=2020-01-01", nothing),
    ("/?gemeente=raalte", nothing),
    ("/?gemeente=raalte&verband=ggd-ijsselland", nothing),
    ("/?verband=ggd-ijsselland&verband=gblt&verband=regio-zwolle", nothing),
    ("/?thema=veiligheid&vorm=gemeenschappelijk-orgaan", nothing),
    ("/?peildatum=2016-01-01", nothing),
    ("/kaart?verband=twence", nothing),
    ("/wie-met-wie", nothing),
    ("/tabel?thema=veiligheid", nothing),
    ("/tabel?kolom=wie&kolom=bron", nothing),
    ("/api", nothing),
    ("/ogc?f=html", nothing),
    ("/analyse?regio=twente", nothing),
    ("/vergelijk?gemeente=zwolle&gemeente=deventer", nothing),
    ("/vergelijk?van=2020-01-01", nothing),
    ("/over", nothing),
    ("/toegankelijkheid", nothing),
    ("/insluiten?verband=ggd-ijsselland", nothing),
    ("/over/kwaliteit", nothing),
    ("/gemeenten", nothing),
    ("/veranderd?van=2020-01-01", nothing),
    ("/gemeenten/raalte", nothing),
    ("/samenwerkingsverbanden/twence", nothing),
    ("/samenwerkingsverbanden/euregio?peildatum=2016-02-01", nothing),
    ("/?gemeente=atlantis", nothing),
]


if "GEPUBLICEERD" in os.environ:  # a published copy has no /ogc
    STATES = [staat for staat in STATES if not staat[0].startswith("/ogc")]
CASES = [(pad, doe, maat) for pad, doe in STATES for maat in (WIDE, PHONE)]
CASES += [(pad, doe, FRAME) for pad, doe in STATES if pad.startswith(("/kaart", "/?gemeente=raalte"))]


@pytest.mark.parametrize(("pad", "doe", "viewport"), CASES, ids=[f"{p}-{d.__name__}-{v['width']}" for p, d, v in CASES])
def test_axe_finds_nothing(
    server: str, new_page: NewPage, pad: str, doe: Callable[[Page], None], viewport: dict[str, int]
) -> None:
    page = new_page(viewport, mag="status of 404" if "atlantis" in pad else "", bypass_csp=True)
    page.goto(server + pad)
    if page.locator("#map_kaart").count():
        ready(page)
    doe(page)
    assert not faults(page)


@pytest.mark.parametrize("pad", ["/", "/gemeenten/raalte"])
def test_axe_finds_nothing_without_javascript_styles_or_with_forced_colours(
    server: str, new_page: NewPage, pad: str
) -> None:
    page = new_page(WIDE, bypass_csp=True, forced_colors="active", reduced_motion="reduce")
    page.goto(server + pad)
    if page.locator("#map_kaart").count():
        ready(page)
    assert not faults(page)


def test_twice_the_size_fits(server: str, new_page: NewPage) -> None:
    """200 % at 1280 px is 640 CSS pixels wide."""
    page = new_page({"width": 640, "height": 400}, bypass_csp=True, device_scale_factor=2)
    page.goto(f"{server}/?gemeente=raalte")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not faults(page)
