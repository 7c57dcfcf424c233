"""Links from elsewhere in a browser: the address bar is cleaned, the note goes with the next choice, the map follows."""

from __future__ import annotations

import pytest

from tests.browser.conftest import FRAME, MET_SERVER, PHONE, NewPage, ready
from tests.browser.host import Gastheer

pytestmark = MET_SERVER


@pytest.mark.parametrize(
    ("pad", "schoon"),
    [
        ("/?gemeente=raalte&fbclid=IwAR0", "/?gemeente=raalte"), ("/?gemeente=GM0177&amp;verband=ggd-ijsselland#x", "/?gemeente=raalte&verband=ggd-ijsselland#x"),
        ("/kaart?utm_source=nieuwsbrief&zonder=zoek", "/kaart?zonder=zoek"), ("/tabel/?thema=jeugd&gclid=1", "/tabel?thema=jeugd"),
        ("/gemeenten/raalte?fbclid=1", "/gemeenten/raalte"), ("/over?fbclid=1", "/over"), ("/wie-met-wie?regio=TWENTE&x=1", "/wie-met-wie?regio=twente"),
        ("/?q=Heino", "/?gemeente=raalte"), ("/kaart?q=Heino", "/kaart?gemeente=raalte"),
    ],
)  # fmt: skip
def test_the_address_bar_has_what_was_understood(server: str, new_page: NewPage, pad: str, schoon: str) -> None:
    page = new_page()
    page.goto(f"{server}{pad}")
    page.wait_for_url(f"{server}{schoon}")


@pytest.mark.parametrize("maat", [FRAME, PHONE, None])
def test_a_village_searched_for_shows_its_gemeente_with_a_note_that_goes(
    server: str, new_page: NewPage, maat: dict[str, int] | None
) -> None:
    page = new_page(maat)
    page.goto(f"{server}/?q=Heino")
    ready(page)
    melding = page.locator("#adres-melding")
    assert "Heino ligt in de gemeente Raalte." in melding.inner_text()
    assert melding.bounding_box()["height"] < 120  # type: ignore[index]
    assert page.locator("#map_kaart").bounding_box()["height"] > 100  # type: ignore[index]
    page.locator("#gekozen [data-gemeente=raalte]").wait_for(state="attached")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.locator("#lijst input[name=verband]").first.check(force=True)
    melding.wait_for(state="detached")


def test_a_sandboxed_embed_shows_what_is_meant(kaart: str, gast: Gastheer, new_page: NewPage) -> None:
    page = new_page(mag="status of 404")  # the other site has no favicon
    frame = f'<iframe sandbox="allow-scripts" src="{kaart}/kaart?q=Heino&fbclid=1" width="600" height="600"></iframe>'
    gast.bladen["/heino"] = f"<!doctype html><title>x</title>{frame}"
    page.goto(f"{gast.adres}/heino")
    kader = page.frame_locator("iframe")
    kader.locator("html[data-kaart=klaar]").wait_for(state="attached")
    kader.locator("#gekozen [data-gemeente=raalte]").wait_for(state="attached")
    assert "Heino ligt in de gemeente Raalte." in kader.locator("#adres-melding").inner_text()
