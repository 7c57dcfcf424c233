"""The map in pages as others have them: sandboxed, narrow, folded away, dark, strict, with styles of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.browser.conftest import NewPage, until
from tests.browser.host import Gastheer
from tests.conftest import DATA
from tests.server import serve

BREEDTES = [300, 340, 390, 480, 600]
KAAL = 'width="100%" height="600" style="border:0"'
ZANDBAK = "frame is sandboxed|sandboxed frame"
"""What Chromium says of what a sandbox forbids: ours to expect, not to mend."""

OpenHost = Callable[..., tuple[Page, Frame]]

VAKKEN = """() => {
    const vak = (waar) => document.querySelector(waar).getBoundingClientRect();
    const eerste = [...document.querySelectorAll('#gekozen > *, .paneel > *')]
        .map((deel) => deel.getBoundingClientRect()).find(({ height }) => height);
    return {
        kaart: vak('#map_kaart').height, leeg: vak('.kaartvak').bottom - vak('.kaart-bron').bottom,
        gat: eerste.top - vak('.kaartvak').bottom, over: vak('.kaart-bron').bottom - eerste.top,
        schuift: document.documentElement.scrollHeight - innerHeight,
    };
}"""


def frame_of(kaart: str, pad: str, extra: str = 'width="100%" height="600"') -> str:
    return f'<iframe id="kader" src="{kaart}{pad}" title="Kaart" {extra} referrerpolicy="no-referrer"></iframe>'


@pytest.fixture
def open_host(gast: Gastheer, new_page: NewPage) -> Iterator[OpenHost]:
    """Opens a page of the other site with this in its body; gives it, and its first frame once the map is there."""

    def opens(
        inhoud: str,
        maat: dict[str, int] | None = None,
        kop: str = "",
        koppen: dict[str, str] | None = None,
        wacht: bool = True,
        **opties: Any,
    ) -> tuple[Page, Frame]:
        gast.bladen["/host"] = (
            '<!doctype html><html lang="nl"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
            f'<title>Gemeente</title><link rel="icon" href="data:,">{kop}</head><body>{inhoud}</body></html>'
        )
        gast.koppen = koppen or {}
        page = new_page(maat, **opties)
        page.goto(f"{gast.adres}/host")
        frame = page.frames[1]
        if wacht:
            frame.locator("html[data-kaart=klaar]").wait_for(state="attached")
        return page, frame

    yield opens
    gast.koppen = {}


def script(kaart: str) -> str:
    return f'<script src="{kaart}/insluiten.js" async></script>'


def line_of(page: Page, kaart: str, vraag: str) -> str:
    """The line that the builder makes."""
    page.goto(f"{kaart}/insluiten?{vraag}")
    return page.locator("#regel").input_value()


# -- sandboxed: what WordPress makes of a pasted address -----------------------------------------------


def wordpress(kaart: str, mag: str = "allow-scripts", rest: str = "") -> str:
    return f'<iframe id="kader" sandbox="{mag}" security="restricted" src="{kaart}/kaart?gemeente=zwolle{rest}" width="600" height="600"></iframe>'


def test_in_a_sandbox_the_map_works(kaart: str, open_host: OpenHost) -> None:
    _, frame = open_host(wordpress(kaart), mag=ZANDBAK)
    assert frame.evaluate("self.origin") == "null"
    assert frame.evaluate("getComputedStyle(document.querySelector('.viewer')).display") == "grid"
    expect(frame.locator("#gekozen h2")).to_have_text("Zwolle")
    frame.locator('#lijst input[value="ggd-ijsselland"]').check()
    expect(frame.locator("path.deelnemer")).to_have_count(11)
    frame.locator("#zoekveld").fill("raalte")
    frame.locator("#zoekveld").press("Enter")
    expect(frame.locator("#gekozen h2")).to_have_text("Raalte")
    expect(frame.locator("path.deelnemer")).to_have_count(0)


def test_in_a_sandbox_a_link_gives_its_address_to_copy(kaart: str, open_host: OpenHost) -> None:
    page, frame = open_host(wordpress(kaart), mag=ZANDBAK)
    for link, adres in (
        (frame.locator("#naar-viewer"), f"{kaart}/?gemeente=zwolle"),
        (frame.locator("#gekozen").get_by_role("link", name="Alles over Zwolle"), f"{kaart}/gemeenten/zwolle"),
        (frame.get_by_role("link", name="Bewaar als afbeelding"), f"{kaart}/kaart.png?gemeente=zwolle"),
    ):
        link.click()
        expect(frame.locator(".geen-venster input")).to_have_value(adres)
        expect(frame.locator(".geen-venster input")).to_be_focused()
    assert frame.url == f"{kaart}/kaart?gemeente=zwolle"
    assert len(page.context.pages) == 1


def test_a_sandbox_that_allows_windows_opens_them(kaart: str, open_host: OpenHost) -> None:
    page, frame = open_host(wordpress(kaart, "allow-scripts allow-popups allow-popups-to-escape-sandbox"))
    with page.context.expect_page() as nieuw:
        frame.locator("#naar-viewer").click()
    nieuw.value.wait_for_url(f"{kaart}/?gemeente=zwolle")
    nieuw.value.locator("html[data-kaart=klaar]").wait_for(state="attached")
    assert nieuw.value.evaluate("opener") is None
    assert frame.locator(".geen-venster").count() == 0


def test_a_window_that_stays_in_the_sandbox_is_for_other_sites(kaart: str, open_host: OpenHost) -> None:
    """Our own pages keep to themselves (Cross-Origin-Opener-Policy), and a browser shows no such page there."""
    page, frame = open_host(wordpress(kaart, "allow-scripts allow-popups"))
    frame.locator("#naar-viewer").click()
    expect(frame.locator(".geen-venster input")).to_have_value(f"{kaart}/?gemeente=zwolle")
    until(page, lambda: len(page.context.pages) == 1)


def test_in_a_sandbox_a_browser_may_refuse_the_address_bar(kaart: str, open_host: OpenHost) -> None:
    """Firefox before 130 and Safari do: a frame without an origin has no addresses to choose from."""
    page, _ = open_host("<p>Nog niets</p><iframe src='about:blank'></iframe>", wacht=False)
    page.context.add_init_script(
        "for (const stap of ['pushState', 'replaceState']) history[stap] = () => { throw new DOMException('', 'SecurityError'); };"
    )
    page.set_content(wordpress(kaart))
    frame = page.frames[1]
    frame.locator("html[data-kaart=klaar]").wait_for(state="attached")
    frame.locator('#lijst input[value="ggd-ijsselland"]').check()
    expect(frame.locator("path.deelnemer")).to_have_count(11)
    page.goto("about:blank")  # and as it goes


def test_without_scripts_the_styles_and_the_picture_come(kaart: str, open_host: OpenHost) -> None:
    _, frame = open_host(wordpress(kaart, ""), wacht=False, mag="Blocked script execution")
    frame.wait_for_load_state("load")
    # Nothing can be evaluated in there: look at what is drawn.
    beeld = frame.locator("img.kaart-beeld")
    expect(beeld).to_be_visible()
    vak, veld = beeld.bounding_box(), frame.locator("#zoekveld").bounding_box()
    assert vak
    assert veld
    assert vak["width"] > 500
    assert veld["height"] >= 44


@pytest.mark.parametrize("mag", ["allow-scripts", "allow-scripts allow-forms allow-popups"])
def test_the_hosts_script_knows_a_sandboxed_map(kaart: str, open_host: OpenHost, mag: str) -> None:
    page, frame = open_host(wordpress(kaart, mag) + script(kaart))
    until(page, lambda: page.locator("#kader").bounding_box()["height"] > 1000)  # type: ignore[index]
    frame.wait_for_function("() => document.documentElement.scrollHeight <= innerHeight")


def test_wordpress_follows_its_height_and_goes_where_it_links(kaart: str, open_host: OpenHost, gast: Gastheer) -> None:
    """Its wp-embed.js hears {message, value, secret}, by the word that it put in the address."""
    luistert = (
        "<script>window.gehoord = []; addEventListener('message', ({ data, source }) => {"
        " if (source === document.getElementById('kader').contentWindow && data.secret === 'a1B2c3') gehoord.push(data); });</script>"
    )
    page, frame = open_host(luistert + wordpress(kaart, rest="&zonder=paneel#?secret=a1B2c3"), mag=ZANDBAK)
    page.wait_for_function("() => gehoord.some(({ message }) => message === 'height')")
    hoogte = frame.evaluate("document.body.getBoundingClientRect().height")
    page.wait_for_function(f"() => Math.abs(gehoord.findLast((b) => b.message === 'height').value - {hoogte}) <= 1")
    assert hoogte < 600
    frame.locator("#naar-viewer").click()
    page.wait_for_function("() => gehoord.some(({ message }) => message === 'link')")
    assert page.evaluate("gehoord.find((b) => b.message === 'link').value") == f"{kaart}/?gemeente=zwolle"


def test_a_stranger_in_a_sandbox_is_not_taken_for_a_map(kaart: str, open_host: OpenHost, gast: Gastheer) -> None:
    gast.bladen["/kwaad"] = (
        "<!doctype html><title>x</title><script>parent.postMessage({soort:'samenwerkingskaart',hoogte:5000},'*')</script>"
    )
    page, _ = open_host(
        f'{wordpress(kaart)}<iframe id="kwaad" sandbox="allow-scripts" src="{gast.adres}/kwaad"></iframe>{script(kaart)}'
    )
    until(page, lambda: page.locator("#kader").get_attribute("height") != "600")
    assert page.locator("#kwaad").get_attribute("height") is None


# -- its height ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("vraag", ["?gemeente=zwolle", "", "?verband=ggd-ijsselland&verband=gblt&verband=twence"])
def test_with_the_script_nothing_is_empty_in_a_narrow_column(kaart: str, open_host: OpenHost, vraag: str) -> None:
    kolom = f'<div id="kolom" style="width:{BREEDTES[0]}px">{frame_of(kaart, f"/kaart{vraag}", KAAL)}</div>'
    page, frame = open_host(kolom + script(kaart))
    for breedte in BREEDTES:
        page.evaluate("(breedte) => { document.getElementById('kolom').style.width = `${breedte}px`; }", breedte)
        frame.wait_for_function("(breedte) => innerWidth === breedte", arg=breedte)
        for dicht in (True, False):
            frame.evaluate("(dicht) => { document.getElementById('lijst-vouw').open = !dicht; }", dicht)
            frame.wait_for_function("() => Math.abs(document.documentElement.scrollHeight - innerHeight) <= 1")
            page.wait_for_timeout(200)  # whether it stays so
            vakken = frame.evaluate(VAKKEN)
            assert vakken["schuift"] <= 0
            assert vakken["leeg"] <= 2
            assert 0 <= vakken["gat"] <= 24
            assert 200 <= vakken["kaart"] <= 480


@pytest.mark.parametrize(
    "vraag", ["gemeente=zwolle", "verband=ggd-ijsselland&verband=gblt&verband=twence&verband=regio-zwolle"]
)
def test_without_the_script_the_legend_and_source_cover_nothing(kaart: str, new_page: NewPage, vraag: str) -> None:
    page = new_page({"width": 320, "height": 400})
    page.goto(f"{kaart}/kaart?{vraag}")
    page.locator("html[data-kaart=klaar]").wait_for(state="attached")
    for breedte in (320, 390, 600, 768):
        for hoogte in (400, 600, 844):
            page.set_viewport_size({"width": breedte, "height": hoogte})
            vakken = page.evaluate(VAKKEN)
            naast = page.evaluate("document.querySelector('.paneel').getBoundingClientRect().right < innerWidth")
            assert naast or vakken["over"] <= 0, (breedte, hoogte)
            assert vakken["kaart"] >= 125, (breedte, hoogte)


def test_there_is_no_longest_map(open_host: OpenHost, gast: Gastheer) -> None:
    """All that the country has, on a phone."""
    with serve(DATA, KAART_PROVINCIE="Nederland", KAART_INSLUITEN_DOOR=gast.adres) as land:
        page, frame = open_host(frame_of(land, "/kaart") + script(land), {"width": 340, "height": 740})
        frame.evaluate("() => { document.getElementById('lijst-vouw').open = true; }")
        until(page, lambda: page.locator("#kader").bounding_box()["height"] > 20_000)  # type: ignore[index]
        frame.wait_for_function("() => document.documentElement.scrollHeight <= innerHeight + 1")


@pytest.mark.parametrize("met_script", [True, False])
@pytest.mark.parametrize("weg", ["display:none", "width:0;height:0;overflow:hidden", "content-visibility:hidden"])
def test_a_map_in_another_tab_has_its_size_when_it_is_shown(
    kaart: str, open_host: OpenHost, weg: str, met_script: bool
) -> None:
    kader = frame_of(kaart, "/kaart?gemeente=zwolle")
    los = script(kaart) if met_script else ""
    zwolle = "() => { const { width, left, top } = document.querySelector('path[stroke=\"#1d1d1d\"]').getBoundingClientRect(); return [width, left, top].map(Math.round); }"

    def settled(page: Page, frame: Frame) -> tuple[float, list[int]]:
        if met_script:
            until(page, lambda: page.locator("#kader").get_attribute("height") != "600")
            frame.wait_for_function("() => Math.abs(document.documentElement.scrollHeight - innerHeight) <= 1")
        page.wait_for_timeout(500)
        vak = page.locator("#kader").bounding_box()
        assert vak
        return vak["height"], frame.evaluate(zwolle)

    page, frame = open_host(f'<div id="tab">{kader}</div>{los}')
    gewoon = settled(page, frame)
    page, frame = open_host(f'<div id="tab" style="{weg}">{kader}</div>{los}')
    page.wait_for_timeout(500)
    page.evaluate("() => { document.getElementById('tab').style.cssText = ''; }")
    toen = settled(page, frame)
    assert toen[0] == gewoon[0]
    assert toen[1] == pytest.approx(gewoon[1], abs=2)


def test_two_pasted_lines_are_two_maps_that_each_tell_once(kaart: str, open_host: OpenHost) -> None:
    een, twee = (
        frame_of(kaart, pad).replace("kader", naam)
        for naam, pad in (("een", "/kaart"), ("twee", "/kaart?gemeente=raalte"))
    )
    telt = "<script>window.keuzes = []; document.addEventListener('samenwerkingskaart:keuze', ({ target }) => keuzes.push(target.id));</script>"
    page, frame = open_host(f"{telt}{een}{script(kaart)}{twee}{script(kaart)}")
    page.frames[2].locator("html[data-kaart=klaar]").wait_for(state="attached")
    for naam in ("een", "twee"):
        until(page, lambda naam=naam: page.locator(f"#{naam}").get_attribute("height") != "600")  # type: ignore[misc]
    page.frames[2].locator('#gekozen [data-sluit="gemeente"]').click()
    page.wait_for_function("() => keuzes.length")
    page.wait_for_timeout(200)
    assert page.evaluate("keuzes") == ["twee"]
    assert frame.locator("#gekozen h2").count() == 0


def test_a_script_that_comes_minutes_later_still_finds_the_map(kaart: str, open_host: OpenHost) -> None:
    page, _ = open_host(frame_of(kaart, "/kaart"))
    page.wait_for_timeout(600)
    # As if its calls had ended: the host hears none of them.
    page.evaluate("addEventListener('message', (b) => { if (b.data.klaar) b.stopImmediatePropagation(); }, true)")
    page.add_script_tag(url=f"{kaart}/insluiten.js")
    until(page, lambda: page.locator("#kader").get_attribute("height") != "600")


# -- what a site says of frames ------------------------------------------------------------------------


STIJLEN = [
    "img, iframe { max-width: 100%; height: auto; }",
    "iframe { max-width: 300px; max-height: 200px; }",
    "* { box-sizing: border-box; } iframe { width: 60%; padding: 20px; border: 5px solid; aspect-ratio: 16 / 9; height: auto; }",
    "body { display: flex; flex-direction: column; height: 300px; } iframe { flex: 0 1 100px; min-height: 0; }",
    "iframe { width: 0 !important; height: 0; }",
    ":root { color-scheme: dark; } body { background: #111; color: #eee; }",
]


@pytest.mark.parametrize("met_script", [False, True])
@pytest.mark.parametrize("stijl", STIJLEN)
def test_a_sites_own_styles_do_not_shrink_it(
    kaart: str, open_host: OpenHost, new_page: NewPage, stijl: str, met_script: bool
) -> None:
    regel = line_of(new_page(), kaart, f"gemeente=zwolle{'&script=ja' if met_script else ''}")
    page, frame = open_host(f"<main>{regel}</main>", kop=f"<style>body {{ margin: 8px; }} {stijl}</style>")
    if met_script:
        until(page, lambda: page.locator("iframe").get_attribute("height") != "600")
        frame.wait_for_function("() => Math.abs(document.documentElement.scrollHeight - innerHeight) <= 1")
    vak = page.locator("iframe").bounding_box()
    assert vak
    assert vak["width"] >= 1250
    assert vak["height"] == int(page.locator("iframe").get_attribute("height") or 0)
    assert page.locator("iframe").evaluate("e => getComputedStyle(e).colorScheme") == "light"


def test_in_a_dark_page_for_a_dark_reader_the_map_stays_light(
    kaart: str, open_host: OpenHost, new_page: NewPage
) -> None:
    regel = line_of(new_page(), kaart, "gemeente=zwolle")
    _, frame = open_host(
        regel, kop="<style>:root { color-scheme: dark; } body { background: #111; }</style>", color_scheme="dark"
    )
    assert frame.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert frame.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert frame.evaluate("getComputedStyle(document.getElementById('zoekveld')).color") == "rgb(27, 35, 40)"


def test_a_site_with_a_strict_policy_of_its_own(kaart: str, open_host: OpenHost, new_page: NewPage) -> None:
    regel = line_of(new_page(), kaart, "gemeente=zwolle&script=ja")
    beleid = (
        f"default-src 'none'; frame-src {kaart}; script-src {kaart}; img-src data:; require-trusted-types-for 'script'"
    )
    page, frame = open_host(
        f"<main>{regel}</main>", koppen={"Content-Security-Policy": beleid}, mag="style-src|default-src|CSP"
    )
    until(page, lambda: page.locator("iframe").get_attribute("height") != "600")
    frame.wait_for_function("() => Math.abs(document.documentElement.scrollHeight - innerHeight) <= 1")
    vak = page.locator("iframe").bounding_box()
    assert vak
    assert vak["width"] >= 1250


def test_a_site_that_is_cross_origin_isolated(kaart: str, open_host: OpenHost) -> None:
    koppen = {"Cross-Origin-Embedder-Policy": "require-corp", "Cross-Origin-Opener-Policy": "same-origin"}
    for kader in (frame_of(kaart, "/kaart?gemeente=zwolle"), wordpress(kaart)):
        page, frame = open_host(kader + script(kaart), koppen=koppen)
        assert page.evaluate("crossOriginIsolated")
        expect(frame.locator("#gekozen h2")).to_have_text("Zwolle")
        until(page, lambda page=page: page.locator("#kader").get_attribute("height") != "600")  # type: ignore[misc]


def test_the_map_has_a_role_and_a_name(kaart: str, open_host: OpenHost) -> None:
    _, frame = open_host(frame_of(kaart, "/kaart"))
    expect(frame.get_by_role("application", name="Kaart van gemeenten")).to_be_visible()
    expect(frame.get_by_role("region", name="Kaart.")).to_be_visible()


@pytest.mark.parametrize("breedte", [390, 1280])
@pytest.mark.parametrize("met_script", [False, True])
def test_on_paper_a_frame_shows_map_legend_and_source(
    kaart: str, open_host: OpenHost, breedte: int, met_script: bool
) -> None:
    page, frame = open_host(
        frame_of(kaart, "/kaart?gemeente=zwolle") + (script(kaart) if met_script else ""),
        {"width": breedte, "height": 800},
    )
    if met_script:
        until(page, lambda: int(page.locator("#kader").get_attribute("height") or 0) > 640)
    langst = page.locator("#kader").get_attribute("height")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 1000})  # what A4 leaves
    assert int(page.locator("#kader").get_attribute("height") or 0) <= 640
    for deel in ("#map_kaart", ".legenda", ".kaart-bron", 'path[stroke="#1d1d1d"]'):
        vak = frame.locator(deel).evaluate(
            "e => { const { width, height, right, bottom } = e.getBoundingClientRect(); return [width, height, right - innerWidth, bottom - innerHeight]; }"
        )
        assert vak[0] > 10
        assert vak[1] > 10
        assert max(vak[2:]) <= 1, deel
    kaartvak = frame.locator("#map_kaart").evaluate("e => e.getBoundingClientRect().toJSON()")
    assert kaartvak["width"] >= 560 or kaartvak["height"] >= 400  # made to fit, not left small
    expect(frame.locator(".paneel")).to_be_hidden()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": breedte, "height": 800})
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    until(page, lambda: page.locator("#kader").get_attribute("height") == langst)
