"""The site in a folder of another one, in a real browser: what a visitor does works there, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, filled, ready, until
from tests.conftest import DATA
from tests.front import served_in_folder

pytestmark = pytest.mark.skipif("'GEPUBLICEERD' in os.environ", reason="tries a server of its own")
FOLDER = "/kaart"


@pytest.fixture(scope="module", params=[False, True], ids=["whole path", "folder taken off"])
def adres(request: pytest.FixtureRequest) -> Iterator[str]:
    """The folder is called as one of our pages, which is the hardest."""
    with served_in_folder(DATA, FOLDER, request.param, KAART_CORRECTIE_EMAIL="kaart@voorbeeld.nl") as adres:
        yield adres


def requests_of(page: Page) -> list[str]:
    """The paths of all that a page asks for, and of answers that were an error."""
    out: list[str] = []
    page.on("request", lambda r: out.append(urlsplit(r.url).path) if r.url.startswith("http") else None)
    page.on("response", lambda r: out.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    return out


def test_the_viewer_works_in_a_folder(adres: str, new_page: NewPage) -> None:
    page = new_page()
    gevraagd = requests_of(page)
    page.goto(f"{adres}/")
    ready(page)
    page.get_by_role("combobox").first.fill("raalte")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    until(page, lambda: "gemeente=raalte" in page.url)
    assert urlsplit(page.url).path == f"{FOLDER}/"
    page.get_by_role("link", name="Alles over Raalte").first.click()
    expect(page.locator("h1")).to_have_text("Raalte")
    assert urlsplit(page.url).path == f"{FOLDER}/gemeenten/raalte"
    page.go_back()
    ready(page)
    page.goto(f"{adres}/?verband=ggd-ijsselland")
    ready(page)
    until(page, lambda: filled(page) == 11)
    for link in page.eval_on_selector_all(
        "a[href], img[src], form[action]", "(alle) => alle.map((e) => e.href || e.src || e.action)"
    ):
        assert link.startswith((f"{adres}/", "mailto:", "https://")), link
    assert all(pad.startswith(f"{FOLDER}/") for pad in gevraagd), gevraagd


@pytest.mark.parametrize(
    "pad", ["/tabel", "/wie-met-wie", "/analyse", "/insluiten", "/vergelijk?gemeente=raalte&gemeente=zwolle", "/kaart"]
)
def test_other_pages_do_too(adres: str, new_page: NewPage, pad: str) -> None:
    page = new_page()
    gevraagd = requests_of(page)
    page.goto(adres + pad)
    expect(page.locator("h1, #viewer").first).to_be_attached()
    page.wait_for_load_state("networkidle")
    assert all(een.startswith(f"{FOLDER}/") for een in gevraagd), gevraagd


def test_it_works_without_scripts(adres: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    gevraagd = requests_of(page)
    page.goto(f"{adres}/?gemeente=raalte")
    page.get_by_role("link", name="Alles over Raalte").first.click()
    expect(page.locator("h1")).to_have_text("Raalte")
    page.get_by_role("navigation").get_by_role("link", name="Tabel").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert urlsplit(page.url).path == f"{FOLDER}/tabel"
    assert all(een.startswith(f"{FOLDER}/") for een in gevraagd), gevraagd
