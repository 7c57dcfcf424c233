"""A real server and a real browser; every page is watched for console errors, CSP reports and strangers."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Playwright, expect, sync_playwright

from tests.browser.host import Gastheer
from tests.conftest import DATA
from tests.server import serve
from tests.static_site import serve_folder

ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE, PHONE, FRAME = {"width": 1280, "height": 800}, {"width": 360, "height": 740}, {"width": 600, "height": 400}

LIMIET_MS = 60_000
"""The one limit of all waiting for a browser. It is no figure of ours: a test that fails waits this long once, and a
machine with a load of 15 on two cores took more than 10 s for what takes half a second."""
expect.set_options(timeout=LIMIET_MS)

NewPage = Callable[..., Page]
MET_SERVER = pytest.mark.skipif("GEPUBLICEERD" in os.environ, reason="a published copy has no server to ask")
"""A page that only a server can make: a choice without scripts, /ogc, /vergelijk."""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of the site; of a published one when GEPUBLICEERD names its folder (make gepubliceerd)."""
    if folder := os.environ.get("GEPUBLICEERD"):
        with serve_folder(Path(folder)) as adres:
            yield adres
        return
    with serve(DATA, KAART_CORRECTIE_EMAIL="kaart@voorbeeld.nl") as adres:
        yield adres


@pytest.fixture(scope="module")
def gast() -> Iterator[Gastheer]:
    """Another site, on an origin of its own."""
    gastheer = Gastheer()
    yield gastheer
    gastheer.close()


@pytest.fixture(scope="module")
def kaart(gast: Gastheer) -> Iterator[str]:
    """The address of a map that the other site may frame."""
    with serve(DATA, KAART_INSLUITEN_DOOR=gast.adres) as adres:
        yield adres


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as p:
        yield p


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    b = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGS)
    yield b
    b.close()


@pytest.fixture
def new_page(browser: Browser, tmp_path: Path) -> Iterator[NewPage]:
    """Makes pages; at the end none may have had an error, a CSP report or an outside request."""
    contexten = []
    klachten: list[str] = []

    def maak(viewport: dict[str, int] | None = None, mag: str = "", **opties: object) -> Page:
        """mag: pattern of console messages that belong to the test, such as "status of 400"."""
        context = browser.new_context(viewport=viewport or WIDE, **opties)  # type: ignore[arg-type]
        contexten.append(context)
        if opties.get("java_script_enabled", True):
            context.add_init_script(
                "addEventListener('securitypolicyviolation', (e) => console.error('CSP', e.violatedDirective, e.blockedURI))"
            )
        context.set_default_timeout(LIMIET_MS)
        page = context.new_page()

        def hoort(bericht: ConsoleMessage) -> None:
            if bericht.type in ("error", "warning") and not (mag and re.search(mag, bericht.text)):
                klachten.append(f"{bericht.type}: {bericht.text}")

        page.on("console", hoort)
        page.on("pageerror", lambda e: klachten.append(f"pageerror: {e}"))
        page.on(
            "request",
            lambda r: (
                None
                if r.url.startswith(("http://127.0.0.1:", "data:", "blob:"))
                else klachten.append(f"outside: {r.url}")
            ),
        )
        return page

    yield maak
    for context in contexten:
        context.close()
    assert not klachten


def ready(page: Page) -> Page:
    """Waits until the map is there, and what cards and search need besides."""
    page.locator("html[data-kaart=klaar][data-teksten=klaar]").wait_for(state="attached")
    return page


def option(page: Page, parameter: str, naam: str) -> Locator:
    """The box of one option in a form that folds its filters; opens the fold."""
    vak = page.locator(f"[data-keuze={parameter}]")
    if vak.get_attribute("open") is None:
        vak.locator("summary").click()
    return vak.get_by_label(naam).first


def until(page: Page, waar: Callable[[], bool]) -> None:
    """Waits until something is true that no locator can say."""
    einde = time.monotonic() + LIMIET_MS / 1000
    while not waar():
        assert time.monotonic() < einde
        page.wait_for_timeout(50)


def filled(page: Page) -> int:
    """How many gemeenten the switched-on layers fill."""
    return page.locator("path.deelnemer").count()
