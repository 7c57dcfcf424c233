"""The three questions by keyboard alone, at each size and without scripts; and what helps on the way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FRAME, MET_SERVER, PHONE, WIDE, NewPage, filled, ready, until
from viewer.colours import by_thema
from viewer.model import THEMAS

SEEN = """() => {
  const el = document.activeElement;
  if (!el || el === document.body) return 'nowhere';
  const r = el.getBoundingClientRect();
  if (r.width < 1 || r.height < 1) return 'no size: ' + el.outerHTML.slice(0, 120);
  if (r.bottom <= 0 || r.top >= innerHeight) return 'out of sight: ' + el.outerHTML.slice(0, 120);
  const s = getComputedStyle(el);
  if (s.outlineStyle === 'none' && !el.matches('[tabindex="-1"]')) return 'no outline: ' + el.outerHTML.slice(0, 120);
  const in_view = (v, max) => Math.min(Math.max(v, 1), max - 1);
  const spots = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]].map(([a, b]) => document.elementFromPoint(
    in_view(r.left + r.width * a, innerWidth), in_view(r.top + r.height * b, innerHeight)));
  const own = (top) => top && (el.contains(top) || top.contains(el) || (el.labels && [...el.labels].some((l) => l.contains(top))));
  if (!spots.some(own)) return 'covered: ' + el.outerHTML.slice(0, 120);
  return '';
}"""


def tab_to(page: Page, ver: Callable[[], bool], hoogstens: int = 120) -> None:
    """Presses Tab until there; the focus must be seen at every step."""
    for _ in range(hoogstens):
        page.keyboard.press("Tab")
        assert not (fout := page.evaluate(SEEN)), fout
        if ver():
            return
    raise AssertionError("not reached with the Tab key")


def text_of_focus(page: Page) -> str:
    return str(
        page.evaluate("document.activeElement.innerText || document.activeElement.getAttribute('aria-label') || ''")
    )


@pytest.mark.parametrize("viewport", [WIDE, PHONE, FRAME], ids=str)
def test_in_what_does_my_gemeente_take_part(server: str, new_page: NewPage, viewport: dict[str, int]) -> None:
    page = new_page(viewport)
    page.goto(server)
    ready(page)
    tab_to(page, lambda: page.evaluate("document.activeElement.id") == "zoekveld")
    page.keyboard.type("heino")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#gekozen h2")).to_be_focused()
    expect(page.locator("#melding")).to_contain_text("Raalte: 12 samenwerkingsverbanden")
    tab_to(page, lambda: text_of_focus(page) == "Alles over Raalte")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Raalte")
    tab_to(page, lambda: text_of_focus(page) == "GGD IJsselland")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=str)
def test_who_makes_up_a_samenwerkingsverband(server: str, new_page: NewPage, viewport: dict[str, int]) -> None:
    page = new_page(viewport)
    page.goto(server)
    ready(page)
    tab_to(page, lambda: page.evaluate("document.activeElement.value") == "ggd-ijsselland")
    page.keyboard.press("Space")
    assert filled(page) == 11
    expect(page.locator("#melding")).to_have_text("GGD IJsselland aan: 11 gemeenten op de kaart.")
    tab_to(page, lambda: text_of_focus(page) == "Wie doet er mee?", 3)
    page.keyboard.press("Enter")
    expect(page.locator("#gekozen h2")).to_be_focused()
    assert not page.evaluate(SEEN)
    tab_to(page, lambda: text_of_focus(page) == "Zwolle", 14)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=str)
def test_which_ties_run_between_gemeenten(server: str, new_page: NewPage, viewport: dict[str, int]) -> None:
    page = new_page(viewport)
    page.goto(server)
    ready(page)
    tab_to(page, lambda: text_of_focus(page) == "Wie met wie", 6)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/wie-met-wie/?$"))
    rij = page.locator("table tbody tr").first
    expect(rij).to_contain_text("Borne")
    expect(rij).to_contain_text("Hengelo")


@MET_SERVER
def test_the_three_questions_without_scripts(server: str, new_page: NewPage) -> None:
    page = new_page(PHONE, java_script_enabled=False)
    page.goto(server)
    tab_to(page, lambda: page.evaluate("document.activeElement.id") == "zoekveld")
    page.keyboard.type("raalte")
    page.keyboard.press("Enter")
    expect(page.locator("#chips")).to_contain_text("raalte")
    page.goto(f"{server}/?gemeente=raalte")
    expect(page.locator("#lijst-titel")).to_have_text("12 samenwerkingsverbanden")
    tab_to(page, lambda: page.evaluate("document.activeElement.value") == "ggd-ijsselland")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator("#gekozen h3").first).to_have_text("11 gemeenten")
    page.goto(f"{server}/wie-met-wie")
    expect(page.locator("table tbody tr").first).to_contain_text("Borne")


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=MET_SERVER)])
def test_a_chip_takes_its_filter_off(server: str, new_page: NewPage, scripts: bool) -> None:
    page = new_page(java_script_enabled=scripts)
    page.goto(f"{server}/?thema=veiligheid&thema=jeugd&recht=publiekrechtelijk&peildatum=2020-01-01")
    if scripts:
        ready(page)
    chips = page.locator("#chips .chip-naam")
    assert [naam.lower() for naam in chips.all_inner_texts()] == [
        "veiligheid", "jeugd", "publiek, volgens de wet", "op 1 januari 2020",
    ]  # fmt: skip
    page.get_by_role("link", name="Filter weghalen: jeugd").click()
    expect(page).to_have_url(re.compile(r"\?thema=veiligheid&recht=publiekrechtelijk&peildatum=2020-01-01$"))
    expect(chips).to_have_count(3)
    if scripts:
        expect(page.locator("#melding")).to_contain_text("Filter jeugd weg.")
        expect(page.locator("#chips a").first).to_be_focused()
        page.go_back()
        expect(chips).to_have_count(4)


def test_back_finds_the_list_and_the_focus_where_they_were(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    vak = page.locator('#lijst input[value="rova"], #lijst input[value="twence"]').last
    vak.scroll_into_view_if_needed()
    assert page.evaluate("document.querySelector('.paneel').scrollTop") > 200
    plek = vak.bounding_box()
    slug = vak.get_attribute("value")
    vak.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(f"verband={slug}"))
    page.evaluate("document.querySelector('.paneel').scrollTop = 0")
    page.go_back()
    expect(page).to_have_url(re.compile("/$"))
    assert page.evaluate("document.activeElement.value") == slug
    nu = vak.bounding_box()
    assert plek
    assert nu
    assert abs(nu["y"] - plek["y"]) < 3


def height(page: Page) -> float:
    vak = page.locator("#paneel").bounding_box()
    assert vak
    return vak["height"]


def test_the_sheet_on_a_phone_goes_by_buttons_and_by_dragging(server: str, new_page: NewPage) -> None:
    page = new_page(PHONE, has_touch=True)
    page.goto(server)
    ready(page)
    half = height(page)
    kleiner, groter = (page.get_by_role("button", name=f"Lijst {hoe}") for hoe in ("kleiner", "groter"))
    groter.click()
    assert height(page) > 1.6 * half
    expect(page.locator("#melding")).to_contain_text("Lijst groot")
    expect(groter).to_have_attribute("aria-disabled", "true")
    kleiner.click()
    kleiner.click()
    assert height(page) < 0.6 * half
    page.locator("#lijst input").first.focus()
    assert height(page) == half, "what has the focus is not under the edge"
    balk = page.locator(".greep-balk").bounding_box()
    assert balk
    page.mouse.move(balk["x"] + 5, balk["y"] + 2)
    page.mouse.down()
    page.mouse.move(balk["x"] + 5, balk["y"] - 80, steps=4)
    assert half < height(page)
    page.mouse.move(balk["x"] + 5, balk["y"] - 400, steps=4)
    page.mouse.up()
    assert height(page) > 1.6 * half
    # The whole province is in the part of the map that the sheet leaves free.
    kleiner.click()
    page.get_by_role("button", name="Hele provincie").click()

    def free(naam: str) -> bool:
        plek = page.locator(".naam", has_text=re.compile(f"^{naam}$")).bounding_box()
        blad = page.locator("#paneel").bounding_box()
        return bool(plek and blad) and plek["y"] + plek["height"] < blad["y"]  # type: ignore[index]

    for naam in ("Steenwijkerland", "Enschede"):
        until(page, lambda naam=naam: free(naam))  # type: ignore[misc]


def test_my_place_finds_my_gemeente_and_tells_nobody(server: str, new_page: NewPage) -> None:
    page = new_page(geolocation={"latitude": 52.4364, "longitude": 6.2366}, permissions=["geolocation"])  # Heino
    page.goto(server)
    ready(page)
    adressen: list[str] = []
    page.on("request", lambda r: None if r.url.endswith("teken.svg") else adressen.append(r.url))
    page.get_by_role("button", name="Gebruik mijn locatie").click()
    expect(page.locator("#gekozen h2")).to_have_text("Raalte")
    assert all(re.search(r"/static/\w+/js/locatie\.js$", adres) for adres in adressen)
    page.context.set_geolocation({"latitude": 48.85, "longitude": 2.35})
    page.get_by_role("button", name="Gebruik mijn locatie").click()
    expect(page.locator("#locatiemelding")).to_contain_text("buiten het gebied")
    page.context.clear_permissions()
    page.get_by_role("button", name="Gebruik mijn locatie").click()
    expect(page.locator("#locatiemelding")).to_contain_text("mag uw locatie niet gebruiken")


def test_the_place_is_the_gemeente_of_every_label(server: str, new_page: NewPage) -> None:
    """Each gemeente's label lies within it, by construction: so must the browser find it there."""
    page = new_page()
    page.goto(server)
    ready(page)
    mis = page.evaluate(
        """async () => {
          const pad = (naam) => document.querySelector(`link[href*="${naam}"]`).href;
          const { $verbanden_k: { kaarten } } = await import(pad('js/samen-kaart.js'));
          const { ligtIn } = await import(pad('js/page.js').replace('page', 'locatie'));
          const { gebieden } = kaarten.get('map_kaart');
          return gebieden.gemeenten.flatMap((_, n) => {
            const bij = gebieden.gemeenten.flatMap((__, m) => (ligtIn(gebieden.labelpunt(n), gebieden.vormen(m)) ? [m] : []));
            return bij.length === 1 && bij[0] === n ? [] : [[n, bij]];
          });
        }"""
    )
    assert mis == []


def test_sharing_by_a_window_that_gives_the_focus_back(server: str, new_page: NewPage) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/?gemeente=raalte")
    ready(page)
    page.get_by_role("button", name="Deel deze kaart").press("Enter")
    venster = page.get_by_role("dialog", name="Deel deze kaart")
    expect(venster.get_by_label("Adres van deze kaart")).to_have_value(f"{server}/?gemeente=raalte")
    venster.get_by_role("button", name="Kopieer").click()
    expect(venster.get_by_role("status")).to_have_text("Het adres is gekopieerd.")
    assert page.evaluate("navigator.clipboard.readText()") == f"{server}/?gemeente=raalte"
    expect(venster.get_by_role("link", name="eigen site")).to_have_attribute(
        "href", re.compile(r"/insluiten/?\?gemeente=raalte$")
    )
    page.keyboard.press("Escape")
    expect(venster).to_be_hidden()
    expect(page.get_by_role("button", name="Deel deze kaart")).to_be_focused()


def test_on_paper_there_is_a_map_a_legend_and_a_table(server: str, new_page: NewPage) -> None:
    for viewport in (WIDE, PHONE):
        page = new_page(viewport)
        page.goto(f"{server}/?gemeente=raalte")
        ready(page)
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("#drukwerk tbody tr")).to_have_count(12)
        expect(page.locator("#drukwerk")).to_contain_text("GGD IJsselland")
        expect(page.locator("#legenda")).to_be_visible()
        kaart = page.locator("#map_kaart").bounding_box()
        assert kaart
        assert (kaart["width"], kaart["height"]) == (680, 520) or kaart["width"] > 670
        expect(page.locator("#lijst")).to_be_hidden()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        page.emulate_media(media="screen")
        expect(page.locator("#drukwerk tr")).to_have_count(0)
        expect(page.locator("#lijst")).to_be_visible()
        pdf = page.pdf(prefer_css_page_size=True)
        assert 2 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 6
        assert b"595" in pdf  # the width of A4 in points


def test_the_browser_and_the_picture_give_a_subject_the_same_colour(server: str, new_page: NewPage) -> None:
    page = new_page()
    slugs = ["ggd-ijsselland", "veiligheidsregio-twente", "veiligheidsregio-ijsselland", "twence", "rova", "euregio"]
    page.goto(f"{server}/?{'&'.join(f'verband={slug}' for slug in slugs)}")
    ready(page)
    vlakken = page.locator("#legenda .legenda-vlak")
    kleuren = vlakken.evaluate_all("els => els.map((el) => el.style.getPropertyValue('--kleur'))")
    alle = page.request.get(f"{server}/api/v1/samenwerkingsverbanden?perPagina=1000").json()["items"]
    eerste = {verband["slug"]: verband["themas"][0] for verband in alle}
    nummer = {w: plek for plek, thema in enumerate(THEMAS) for w in (thema.naam, thema.slug)}
    assert kleuren == by_thema(nummer[eerste[slug]] for slug in slugs)
