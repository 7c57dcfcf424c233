"""Two maps in a page of another origin: they render, grow, listen only to their host, and let it scroll."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import FRAME, NewPage, ready, until
from tests.browser.host import Gastheer
from tests.browser.test_axe import TAGS

EEN = "/kaart?verband=ggd-ijsselland"
TWEE = "/kaart?gemeente=hengelo"


def host_page(kaart: str, script: bool = True) -> str:
    def kader(naam: str, pad: str) -> str:
        return f'<iframe id="{naam}" src="{kaart}{pad}" title="Kaart {naam}" width="100%" height="420" loading="lazy" referrerpolicy="no-referrer"></iframe>'

    los = f'<script src="{kaart}/insluiten.js" async></script>' if script else ""
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Provincie</title><link rel="icon" href="data:,"></head><body>'
        '<h1>Provincie</h1><p><a id="voor" href="#x">Voor de kaart</a></p>'
        f"{kader('een', EEN)}{kader('twee', TWEE)}"
        '<p><a id="na" href="#x">Na de kaart</a></p><p style="height:3000px">Lange pagina</p>'
        "<script>window.keuzes = []; document.addEventListener('samenwerkingskaart:keuze',"
        " (g) => window.keuzes.push([g.target.id, g.detail.gemeente, g.detail.verband]));</script>"
        f"{los}</body></html>"
    )


def open_host(page: Page, gast: Gastheer, kaart: str, script: bool = True) -> tuple[Frame, Frame]:
    gast.bladen["/"] = host_page(kaart, script)
    page.goto(gast.adres)
    frames = []
    for naam in ("een", "twee"):
        page.locator(f"#{naam}").scroll_into_view_if_needed()
        frame = page.locator(f"#{naam}").element_handle().content_frame()
        assert frame is not None
        frame.locator("html[data-kaart=klaar]").wait_for(state="attached")
        frames.append(frame)
    return frames[0], frames[1]


def test_both_render_take_their_own_height_and_do_not_touch_each_other(
    kaart: str, gast: Gastheer, new_page: NewPage
) -> None:
    page = new_page()
    een, twee = open_host(page, gast, kaart)
    assert een.locator("path.deelnemer").count() == 11
    expect(twee.locator("#gekozen h2")).to_have_text("Hengelo")
    for naam, frame in (("een", een), ("twee", twee)):
        page.wait_for_function(f"() => Math.abs(document.getElementById('{naam}').height - 420) > 40")
        expect(frame.locator("html")).to_have_class("met-js eigen-hoogte")
        page.wait_for_timeout(300)  # whether it stays so
        frame.wait_for_function("() => document.documentElement.scrollHeight <= innerHeight + 1")
    before = twee.locator("#gekozen").inner_text()
    hoogte = page.locator("#een").evaluate("f => Number(f.height)")
    een.locator("#lijst-vouw summary").click()
    een.locator('#lijst input[value="gblt"]').check()
    page.wait_for_function(f"() => document.getElementById('een').height > {hoogte} + 200")
    assert twee.locator("#gekozen").inner_text() == before
    assert twee.locator("path.deelnemer").count() == 0
    assert page.evaluate("window.keuzes") == [["een", [], ["ggd-ijsselland", "gblt"]]]
    twee.locator('#gekozen [data-sluit="gemeente"]').click()
    assert page.evaluate("window.keuzes.at(-1)") == ["twee", [], []]
    page.go_back()
    assert not page.url.startswith(gast.adres)  # Back leaves the host's page, not a step in the map


def test_the_host_scrolls_over_the_map_and_ctrl_zooms(kaart: str, gast: Gastheer, new_page: NewPage) -> None:
    page = new_page()
    een, _ = open_host(page, gast, kaart)
    page.evaluate("scrollTo(0, 0)")
    vak = page.locator("#een").bounding_box()
    assert vak
    page.mouse.move(vak["x"] + vak["width"] * 0.7, vak["y"] + 150)
    page.mouse.wheel(0, 300)
    page.wait_for_function("() => scrollY > 100")
    expect(een.locator(".kaart-uitleg")).to_have_text("Houd Ctrl ingedrukt en scroll om in te zoomen")
    page.evaluate("scrollTo(0, 0)")
    schaal = een.locator("path.deelnemer").first.evaluate("p => p.getBoundingClientRect().width")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    vlak = een.locator("path.deelnemer").first
    until(page, lambda: vlak.evaluate("p => p.getBoundingClientRect().width") > schaal)
    assert page.evaluate("scrollY") == 0


def test_one_finger_scrolls_the_page_and_is_told_about_two(kaart: str, gast: Gastheer, new_page: NewPage) -> None:
    page = new_page({"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    een, _ = open_host(page, gast, kaart)
    assert een.locator("#map_kaart").evaluate("e => getComputedStyle(e).touchAction") == "pan-x pan-y"
    een.evaluate(
        """() => { const e = document.getElementById('map_kaart');
        const t = new Touch({ identifier: 1, target: e, clientX: 50, clientY: 50 });
        e.dispatchEvent(new TouchEvent('touchmove', { touches: [t], bubbles: true })); }"""
    )
    expect(een.locator(".kaart-uitleg")).to_have_text("Gebruik twee vingers om de kaart te bewegen")


def test_the_keyboard_enters_and_leaves(kaart: str, gast: Gastheer, new_page: NewPage) -> None:
    page = new_page()
    een, _ = open_host(page, gast, kaart)
    page.locator("#voor").focus()
    for _ in range(6):
        page.keyboard.press("Tab")
        if een.evaluate("document.activeElement?.id") == "zoekveld":
            break
    assert een.evaluate("document.activeElement.id") == "zoekveld"
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "na":
            break
    assert page.evaluate("document.activeElement.id") == "na"


def test_forged_messages_are_ignored_on_both_sides(kaart: str, gast: Gastheer, new_page: NewPage) -> None:
    page = new_page()
    open_host(page, gast, kaart)
    page.wait_for_function("() => document.getElementById('een').height != 420")
    hoogte = page.locator("#een").get_attribute("height")
    # to the host: from itself, and from a frame that is no map of ours
    page.evaluate("postMessage({ soort: 'samenwerkingskaart', hoogte: 5000, keuze: { gemeente: ['x'] } }, '*')")
    gast.bladen["/kwaad"] = (
        "<!doctype html><title>x</title><script>parent.postMessage({soort:'samenwerkingskaart',hoogte:5000,keuze:{gemeente:['x']}},'*')</script>"
    )
    page.evaluate(
        f"document.body.append(Object.assign(document.createElement('iframe'), {{ src: '{gast.adres}/kwaad', id: 'kwaad' }}))"
    )
    page.wait_for_timeout(400)
    assert page.evaluate("window.keuzes") == []
    assert page.locator("#een").get_attribute("height") == hoogte
    assert page.locator("#kwaad").get_attribute("height") is None
    # to the map: a hello of the wrong kind changes nothing, and nothing is answered to a window that is not its host
    andere = new_page()
    andere.goto(f"{kaart}{EEN}")
    ready(andere)
    andere.evaluate("postMessage({ soort: 'samenwerkingskaart', hallo: true }, '*')")
    andere.wait_for_timeout(200)
    assert "eigen-hoogte" not in (andere.locator("html").get_attribute("class") or "")


def test_without_the_script_the_height_stays_and_nothing_is_sent(kaart: str, gast: Gastheer, new_page: NewPage) -> None:
    page = new_page()
    een, _ = open_host(page, gast, kaart, script=False)
    page.evaluate("() => { window.berichten = []; addEventListener('message', (b) => window.berichten.push(b.data)); }")
    een.locator("#lijst-vouw summary").click()
    een.locator('#lijst input[value="gblt"]').check()
    page.wait_for_timeout(400)
    assert page.locator("#een").get_attribute("height") == "420"
    assert all(set(bericht) == {"soort", "klaar"} for bericht in page.evaluate("window.berichten"))


@pytest.mark.parametrize("pad", ["/", "/tabel", "/over", "/insluiten", "/gemeenten/raalte", "/api/v1/themas"])
def test_other_pages_refuse_to_be_framed(kaart: str, gast: Gastheer, new_page: NewPage, pad: str) -> None:
    page = new_page(mag="frame")
    gast.bladen["/kader"] = (
        f'<!doctype html><title>x</title><link rel="icon" href="data:,"><iframe id="k" src="{kaart}{pad}"></iframe>'
    )
    with page.expect_console_message(
        lambda bericht: "frame-ancestors" in bericht.text or "X-Frame-Options" in bericht.text
    ):
        page.goto(f"{gast.adres}/kader")
    assert page.frames[1].url == "chrome-error://chromewebdata/"


def test_a_host_that_is_not_on_the_list_is_refused(server: str, gast: Gastheer, new_page: NewPage) -> None:
    page = new_page(mag="frame")
    gast.bladen["/kader"] = (
        f'<!doctype html><title>x</title><link rel="icon" href="data:,"><iframe id="k" src="{server}/kaart"></iframe>'
    )
    with page.expect_console_message(lambda bericht: "frame-ancestors" in bericht.text):
        page.goto(f"{gast.adres}/kader")
    assert not page.frames[1].locator("#map_kaart").count()


def test_axe_finds_nothing_inside_the_frame(kaart: str, gast: Gastheer, new_page: NewPage) -> None:
    page = new_page(bypass_csp=True)
    een, _ = open_host(page, gast, kaart)
    een.locator("#lijst-vouw summary").click()
    gevonden = Axe().run(een, options=TAGS).response["violations"]  # type: ignore[arg-type]
    assert not [(v["id"], n["target"]) for v in gevonden for n in v["nodes"]]


def test_the_builder_shows_the_map_live_and_copies_the_line(kaart: str, new_page: NewPage) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{kaart}/insluiten")
    voorbeeld = page.frame_locator("#voorbeeld")
    voorbeeld.locator("html[data-kaart=klaar]").wait_for(state="attached")
    page.get_by_role("checkbox", name="GGD IJsselland").check()
    expect(voorbeeld.locator("path.deelnemer")).to_have_count(11)
    page.get_by_role("checkbox", name="Zoekveld").check()
    page.get_by_label("Hoogte in beeldpunten").fill("450")
    expect(page.locator("#regel")).to_have_value(
        '<iframe src="'
        + kaart
        + '/kaart?verband=ggd-ijsselland&amp;zonder=zoek" title="Samenwerkingskaart Overijssel: GGD IJsselland" width="100%" height="450" style="border:0!important;padding:0!important;box-sizing:content-box!important;width:100%!important;min-width:0!important;max-width:none!important;height:450px!important;min-height:450px!important;max-height:none!important;color-scheme:light!important" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
    expect(voorbeeld.locator("#zoekveld")).to_be_hidden()
    page.get_by_role("button", name="Kopieer de regel").click()
    expect(page.locator("#gekopieerd")).to_have_text("Gekopieerd.")
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#regel").input_value()


def test_back_leaves_the_builder_however_many_choices_were_tried(kaart: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{kaart}/over")
    page.goto(f"{kaart}/insluiten")
    voorbeeld = page.frame_locator("#voorbeeld")
    voorbeeld.locator("html[data-kaart=klaar]").wait_for(state="attached")
    for naam in ("Zoekveld", "Legenda"):
        page.get_by_role("checkbox", name=naam).check()
        expect(page.get_by_role("status").filter(has_text="aangepast")).to_be_visible()
        expect(voorbeeld.locator("#zoekveld")).to_be_hidden()
    page.go_back()
    expect(page).to_have_url(f"{kaart}/over")


@pytest.mark.parametrize("zonder", ["", "&zonder=paneel", "&zonder=zoek&zonder=legenda"])
@pytest.mark.parametrize("maat", [FRAME, {"width": 320, "height": 480}, {"width": 1280, "height": 700}], ids=str)
def test_it_fits_from_320_wide_to_full_screen(kaart: str, new_page: NewPage, maat: dict[str, int], zonder: str) -> None:
    page = new_page(maat)
    page.goto(f"{kaart}{EEN}{zonder}")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    vak = page.locator("#map_kaart").bounding_box()
    assert vak
    assert vak["height"] >= 150
    if "paneel" in zonder:
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
