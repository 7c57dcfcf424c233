"""The viewer as a visitor uses it."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import FRAME, LIMIET_MS, MET_SERVER, PHONE, WIDE, NewPage, filled, ready
from tests.conftest import DATA
from tests.server import serve
from tests.slecht import Antwoord, goed, slecht
from viewer.filters import FILTERS


def search(page: Page, tekst: str) -> None:
    page.get_by_role("combobox").fill(tekst)


def names(page: Page) -> set[str]:
    return set(page.locator("#gekozen .kaartje").first.locator(".namen li").all_inner_texts())


def test_heino_raalte_ggd_eleven_gemeenten_and_back(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    search(page, "heino")
    optie = page.get_by_role("option", name=re.compile("Heino.*Raalte"))
    expect(optie).to_be_visible()
    optie.click()
    expect(page.locator("#gekozen h2")).to_have_text("Raalte")
    expect(page).to_have_url(re.compile(r"\?gemeente=raalte$"))
    expect(page.locator("#lijst-titel")).to_have_text("12 samenwerkingsverbanden")
    page.get_by_role("checkbox", name=re.compile("GGD IJsselland")).check()
    expect(page).to_have_url(re.compile(r"\?gemeente=raalte&verband=ggd-ijsselland$"))
    assert filled(page) == 11
    expect(page.locator("#gekozen h3").first).to_have_text("11 gemeenten")
    assert {"Raalte", "Steenwijkerland", "Hardenberg", "Zwolle"} < names(page)
    expect(page.locator("#legenda")).to_contain_text("GGD IJsselland (11)")
    page.go_back()
    expect(page).to_have_url(re.compile(r"\?gemeente=raalte$"))
    expect(page.locator("path.deelnemer")).to_have_count(0)
    expect(page.get_by_role("checkbox", name=re.compile("GGD IJsselland"))).not_to_be_checked()
    page.go_back()
    expect(page.locator("#lijst-titel")).to_have_text("64 samenwerkingsverbanden")
    page.go_forward()
    page.go_forward()
    expect(page.locator("path.deelnemer")).to_have_count(11)
    page.reload()
    ready(page)
    assert filled(page) == 11


@pytest.mark.parametrize(
    ("tekst", "gevonden"),
    [
        ("heino", "Heino"),
        ("HEINO", "Heino"),
        ("steenwyk", "Steenwijk"),
        ("stenwijkerland", "Steenwijkerland"),
        ("steenwijkrel", "Steenwijkerland"),
        ("hof van t", "Hof van Twente"),
        ("hofvan", "Hof van Twente"),
        ("vrt", "Veiligheidsregio Twente"),
        ("veiligheidsregio ij", "Veiligheidsregio IJsselland"),
        ("regio twente", "Veiligheidsregio Twente"),
        ("denekamp", "Denekamp"),
        ("t harde", None),
        ("zzzzz", None),
    ],
)
def test_search_forgives(server: str, new_page: NewPage, tekst: str, gevonden: str | None) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    search(page, tekst)
    if gevonden is None:
        expect(page.locator("#zoekmelding")).to_contain_text("Niets gevonden")
        expect(page.locator("#zoeklijst")).to_be_hidden()
    else:
        expect(
            page.get_by_role("option").locator(".vondst-naam").filter(has_text=re.compile(f"^{gevonden}$")).first
        ).to_be_visible()


def test_the_walk_by_keyboard_alone(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Naar de inhoud")
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "zoekveld":
            break
    veld = page.get_by_role("combobox")
    expect(veld).to_be_focused()
    page.keyboard.type("heino")
    expect(veld).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(veld).to_have_attribute("aria-activedescendant", "vondst-0")
    page.keyboard.press("Enter")
    expect(page.locator("#gekozen h2")).to_be_focused()
    expect(page.locator("#melding")).to_contain_text("Raalte: 12 samenwerkingsverbanden")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "ggd-ijsselland":
            break
    page.keyboard.press("Space")
    assert filled(page) == 11
    assert page.evaluate("document.activeElement.value") == "ggd-ijsselland"
    expect(page.locator("#melding")).to_have_text("GGD IJsselland aan: 11 gemeenten op de kaart.")
    page.keyboard.press("Space")
    expect(page.locator("#melding")).to_have_text("GGD IJsselland uit.")
    assert filled(page) == 0


def test_escape_closes_the_list_and_then_empties_the_field(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    search(page, "zwolle")
    expect(page.locator("#zoeklijst")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#zoeklijst")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_value("zwolle")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_value("")


def test_filters_combine_with_counts_and_an_empty_result_offers_a_way_out(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    page.get_by_text("Filters", exact=True).click()
    page.locator('input[name="thema"][value="veiligheid"]').check()
    expect(page).to_have_url(re.compile("thema=veiligheid"))
    aantal = int(page.locator("#lijst-titel").inner_text().split()[0])
    assert aantal == page.locator('#lijst input[name="verband"]').count() == 3
    page.locator('input[name="regio"][value="twente"]').check()
    expect(page.locator("#lijst-titel")).to_have_text("1 samenwerkingsverband")
    page.goto(f"{server}/?thema=veiligheid&vorm=gemeenschappelijk-orgaan")
    ready(page)
    expect(page.locator("#lijst .leeg")).to_contain_text("onderwerp en vorm")
    page.locator("#lijst [data-wis]").click()
    expect(page.locator("#lijst-titel")).to_have_text("64 samenwerkingsverbanden")
    expect(page.get_by_role("combobox")).to_be_focused()


def test_another_day_needs_no_new_geometry(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    verzoeken: list[str] = []
    page.on("request", lambda r: None if r.url.endswith("teken.svg") else verzoeken.append(r.url))
    page.get_by_text("Terug in de tijd").click()
    page.locator("#peildatum").fill("2016-06-01")
    page.locator("#peildatum").blur()
    expect(page).to_have_url(re.compile("peildatum=2016-06-01"))
    expect(page.locator("#onvolledig")).to_be_visible()
    expect(page.locator("#lijst")).to_contain_text("SOWECO")
    assert not verzoeken


def test_up_to_eight_layers_in_colours_of_their_own(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    vakken = page.locator('#lijst input[name="verband"]')
    for nummer in range(8):
        vakken.nth(nummer).check()
    kleuren = page.locator("path.omtrek").evaluate_all("paden => paden.map(p => p.getAttribute('stroke'))")
    assert len(kleuren) == len(set(kleuren)) == 8
    assert page.locator("#legenda .legenda-regel").count() == 8
    assert page.locator("pattern").count() > 0
    vakken.nth(8).click()
    expect(vakken.nth(8)).not_to_be_checked()
    expect(page.locator("#melding")).to_contain_text("hoogstens acht")
    vakken.nth(0).uncheck()
    assert kleuren[1] in page.locator("path.omtrek").evaluate_all("paden => paden.map(p => p.getAttribute('stroke'))")


def test_the_map_is_one_stop_for_the_tab_key_and_names_what_is_under_the_mouse(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    naam = page.locator(".naam", has_text=re.compile("^Hardenberg$")).bounding_box()
    assert naam
    page.mouse.move(naam["x"] + naam["width"] / 2, naam["y"] + naam["height"] / 2)
    expect(page.locator(".wijzer")).to_have_text(re.compile("Hardenberg.*samenwerkingsverbanden"))
    assert page.locator("#map_kaart [tabindex='0'], #map_kaart a, #map_kaart button").count() == 0
    page.mouse.move(5, 5)
    expect(page.locator(".wijzer")).to_have_count(0)


def test_clicking_the_map_chooses_a_gemeente(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    naam = page.locator(".naam", has_text=re.compile("^Hardenberg$")).bounding_box()
    assert naam
    page.mouse.click(naam["x"] + naam["width"] / 2, naam["y"] + naam["height"] / 2)
    expect(page.locator("#gekozen h2")).to_have_text("Hardenberg")
    expect(page.locator("#legenda")).to_contain_text("Samen met Hardenberg in")


@MET_SERVER
@pytest.mark.parametrize(
    "vraag",
    [
        "",
        "?gemeente=raalte",
        "?verband=ggd-ijsselland",
        "?verband=twence",
        "?verband=gblt&gemeente=zwolle",
        "?thema=jeugd",
        "?publiek_privaat=privaatrechtelijk&regio=zeeland",
        "?regio=noord-en-oost-gelderland&q=zzz",
        "?peildatum=2016-03-01",
        "?verband=eu-regio&peildatum=2020-01-01".replace("eu-regio", "euregio"),
    ],
)
def test_with_and_without_javascript_the_page_says_the_same(server: str, new_page: NewPage, vraag: str) -> None:
    met, zonder = new_page(), new_page(java_script_enabled=False)
    met.goto(f"{server}/{vraag}")
    ready(met)
    zonder.goto(f"{server}/{vraag}")

    def tekst(page: Page, waar: str) -> list[str]:
        regels = page.locator(waar).first.inner_text().split("\n")
        return [regel.strip() for regel in regels if regel.strip() not in ("", "×", "Wie doet er mee?")]

    for page in (met, zonder):  # what is not in view yet has no inner text
        page.locator(".groep").evaluate_all("els => els.forEach((el) => { el.style.contentVisibility = 'visible'; })")
    mails = "els => els.map((el) => decodeURIComponent(el.getAttribute('href')))"
    assert met.locator("#gekozen a[href^=mailto]").evaluate_all(mails) == zonder.locator(
        "#gekozen a[href^=mailto]"
    ).evaluate_all(mails)
    for waar in ("#gekozen", "#chips", "#lijst", "#lijst-titel"):
        assert tekst(met, waar) == tekst(zonder, waar), waar
    aan = "els => els.map(e => [e.name, e.value, e.checked]).filter(e => e[1] && e[0] !== 'q')"
    assert met.locator("#keuzes input[type=checkbox]:checked").evaluate_all(aan) == zonder.locator(
        "#keuzes input[type=checkbox]:checked"
    ).evaluate_all(aan)
    teller = "els => els.filter(e => !e.hidden).map(e => [e.querySelector('input').value, e.querySelector('.aantal').textContent])"
    for facet in (naam for naam, een in FILTERS.items() if een.shown):
        keuzes = f'fieldset[data-facet="{facet}"] label'
        assert sorted(met.locator(keuzes).evaluate_all(teller)) == sorted(
            zonder.locator(keuzes).evaluate_all(teller)
        ), facet


@MET_SERVER
def test_without_javascript_the_form_works(server: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(server)
    page.get_by_label("Zoek gemeente").fill("zwolle archeologie")
    page.get_by_role("button", name="Zoek").click()
    expect(page.locator("#lijst-titel")).to_have_text("3 samenwerkingsverbanden")
    page.get_by_role("checkbox", name=re.compile("Archeologie Kampen-Zwolle")).check()
    page.get_by_role("button", name="Toon").click()
    expect(page.locator("#gekozen h2")).to_have_text("Archeologie Kampen-Zwolle")


@pytest.mark.parametrize("viewport", [WIDE, PHONE, FRAME, {"width": 320, "height": 600}], ids=str)
@pytest.mark.parametrize(
    "pad",
    [
        "/",
        "/?gemeente=raalte&verband=ggd-ijsselland",
        "/kaart?verband=euregio",
        "/gemeenten/steenwijkerland",
        "/samenwerkingsverbanden/euregio",
    ],
)
def test_nothing_sticks_out_and_targets_are_large_enough(
    server: str, new_page: NewPage, viewport: dict[str, int], pad: str
) -> None:
    page = new_page(viewport)
    page.goto(server + pad)
    if "gemeenten/" not in pad and "samenwerkingsverbanden/" not in pad:
        ready(page)
        kaart = page.locator("#map_kaart").bounding_box()
        assert kaart
        assert kaart["width"] >= 240
        assert kaart["height"] >= 180
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    kleinste = page.locator("button:visible, summary:visible, .regel:visible, .keuze:visible").evaluate_all(
        "els => Math.min(99, ...els.map(e => e.getBoundingClientRect().height))"
    )
    assert kleinste >= 24


def test_hostile_names_stay_text_in_the_browser(new_page: NewPage, klein: Path) -> None:
    with serve(klein, KAART_TITEL="<b>x</b>") as adres:
        page = new_page()
        page.on("dialog", lambda d: pytest.fail(d.message))
        page.goto(adres)
        ready(page)
        search(page, "<img")
        page.get_by_role("option", name=re.compile("<img src=x")).first.click()
        expect(page.locator("#gekozen h2")).to_have_text("<img src=x onerror=alert(1)>")
        page.goto(f"{adres}/?verband=script-b-hostile-b")
        ready(page)
        expect(page.locator("#gekozen h2")).to_have_text("</script><b>hostile</b>")
        page.locator("path.gemeente").first.hover(force=True)
        assert page.locator("img, b").count() == 0


def test_text_that_a_script_forgets_to_escape_stays_text(server: str, new_page: NewPage) -> None:
    """Trusted Types: only what Leaflet writes of its own becomes HTML."""
    page = new_page(mag="trusted-types|policy")
    page.goto(server)
    ready(page)
    before = page.evaluate(
        """(tekst) => {
          const vak = document.createElement('div');
          vak.innerHTML = tekst;
          return [vak.childElementCount, vak.textContent];
        }""",
        "<img src=x onerror=alert(1)>",
    )
    assert before == [0, "<img src=x onerror=alert(1)>"]
    assert (
        page.evaluate("(() => { try { trustedTypes.createPolicy('kwaad', {}); } catch { return 'geweigerd'; } })()")
        == "geweigerd"
    )


def test_when_the_data_do_not_arrive_the_page_says_so(server: str, new_page: NewPage, browser: Browser) -> None:
    context = browser.new_context()  # of its own: here the console may complain
    context.set_default_timeout(LIMIET_MS)
    page = context.new_page()
    page.route("**/kaartdata/**", lambda route: route.fulfill(status=500))
    page.goto(server)
    expect(page.get_by_role("alert")).to_contain_text("De kaart kon niet worden geladen")
    expect(page.locator("#lijst")).to_contain_text("GGD IJsselland")
    context.close()


def test_a_layer_changes_its_own_row_and_no_other(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/?verband=ggd-ijsselland")
    ready(page)
    telling = page.evaluate(
        """async () => {
          const geteld = { lijst: 0, vlakken: 0, filters: 0 };
          const tel = (naam, doel, opties) => new MutationObserver((lijst) => {
            geteld[naam] += new Set(lijst.map(({ target }) => target)).size;
          }).observe(document.querySelector(doel), { subtree: true, ...opties });
          tel('lijst', '#lijst', { childList: true, attributes: true });
          tel('vlakken', '.leaflet-gebieden-pane', { attributes: true, attributeFilter: ['fill'] });
          tel('filters', '#filters', { childList: true, characterData: true });
          document.querySelector('#lijst input[value=twence]').click();
          await new Promise((verder) => setTimeout(verder, 100));
          return geteld;
        }"""
    )
    # Its label, and the group that gets a button.
    assert telling["lijst"] <= 3
    assert telling["vlakken"] == telling["filters"] == 0


def test_closing_a_card_goes_on_to_the_next_one_and_says_what_was_closed(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/?gemeente=raalte&verband=ggd-ijsselland&verband=twence")
    ready(page)
    for dicht, verder in (("GGD IJsselland", "Raalte"), ("Raalte", "Twence")):
        page.get_by_role("link", name=f"{dicht} sluiten", exact=True).click()
        expect(page.locator("#melding")).to_have_text(f"{dicht} gesloten.")
        expect(page.locator("#gekozen .kaartje h2", has_text=verder)).to_be_focused()
    # The last one: to the row that it is of; of a gemeente there is none, so to the list.
    page.get_by_role("link", name="Twence sluiten", exact=True).press("Enter")
    expect(page.locator("#melding")).to_have_text("Twence gesloten.")
    expect(page.locator('#lijst input[value="twence"]')).to_be_focused()
    expect(page.locator("#gekozen .kaartje")).to_have_count(0)
    page.goto(f"{server}/?gemeente=raalte")
    ready(page)
    page.get_by_role("link", name="Raalte sluiten", exact=True).click()
    expect(page.locator("#lijst-titel")).to_be_focused()


def test_one_card_is_closed_without_javascript(server: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/?gemeente=raalte&gemeente=zwolle&verband=ggd-ijsselland&thema=jeugd")
    page.get_by_role("link", name="Raalte sluiten", exact=True).click()
    expect(page.locator("#gekozen .kaartje h2")).to_have_text(["GGD IJsselland", "Zwolle"])
    page.get_by_role("link", name="GGD IJsselland sluiten", exact=True).click()
    expect(page.locator("#gekozen .kaartje h2")).to_have_text(["Zwolle"])
    expect(page).to_have_url(re.compile("thema=jeugd"))


def test_a_page_that_was_kept_too_long_comes_anew(server: str, new_page: NewPage) -> None:
    page = new_page(mag="404")
    oud = {"nog": True}

    def antwoord(route: Route) -> None:
        tekst = route.fetch().text()
        if oud.pop("nog", False):
            tekst = re.sub(r"/kaartdata/[0-9a-f]{16}/kaart.js", "/kaartdata/0123456789abcdef/kaart.js", tekst)
        route.fulfill(body=tekst, content_type="text/html; charset=utf-8")

    page.route(f"{server}/", antwoord)
    page.goto(server)
    ready(page)


def test_the_year_slider_goes_by_arrow_keys_and_is_one_step_back(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    ready(page)
    page.get_by_text("Terug in de tijd").click()
    schuif = page.get_by_role("slider")
    expect(schuif).to_have_attribute("aria-valuetext", "nu (16 mei 2026)")
    schuif.focus()
    for _ in range(7):
        page.keyboard.press("ArrowLeft")
    expect(schuif).to_have_attribute("aria-valuetext", "1 januari 2020")
    expect(page).to_have_url(re.compile(r"\?peildatum=2020-01-01$"))
    expect(page.locator("#lijst")).to_contain_text("SOWECO")
    expect(page.locator("#veranderd")).to_have_attribute("href", re.compile(r"/veranderd/?\?van=2020-01-01$"))
    page.go_back()
    expect(page.locator("#lijst")).not_to_contain_text("SOWECO")
    expect(page).to_have_url(re.compile(r"/$"))


@pytest.mark.parametrize("provincie", ["Fryslân", "Limburg", "Nederland"])
def test_another_province_by_one_setting(new_page: NewPage, provincie: str) -> None:
    with serve(DATA, KAART_PROVINCIE=provincie) as adres:
        page = new_page()
        page.goto(adres)
        ready(page)
        expect(page.locator("h1")).to_have_text(f"Samenwerkingskaart {provincie}")
        vak = page.locator('#lijst input[name="verband"]').first
        vak.check()
        assert filled(page) >= 2
        for naam in ("regio", "thema", "vorm"):
            assert page.locator(f'fieldset[data-facet="{naam}"] label').count() >= 1


def test_an_ended_gemeente_is_drawn_at_its_successor(new_page: NewPage) -> None:
    with serve(DATA, KAART_PROVINCIE="Zuid-Holland") as adres:
        page = new_page()
        page.goto(f"{adres}/?verband=veiligheidsregio-rotterdam-rijnmond&peildatum=2020-01-01")
        ready(page)
        expect(page.locator("#gekozen")).to_contain_text("Brielle (nu Voorne aan Zee)")
        gestreept = page.locator("path.deelnemer[stroke-dasharray]").count()
        assert gestreept == 1


def test_a_background_map_is_asked_of_its_own_host_only_and_credited(new_page: NewPage) -> None:
    beeldpunt = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII="
    )

    class Tegels(dict[str, list[Antwoord]]):
        def get(self, pad: str, standaard: object = None) -> list[Antwoord]:  # type: ignore[override]
            return [goed(beeldpunt, Content_Type="image/png")]

    with slecht(Tegels()) as tegels:
        with serve(
            DATA,
            KAART_BASISKAART=f"{tegels.adres}/{{z}}/{{x}}/{{y}}.png",
            KAART_BASISKAART_BRONVERMELDING="Tegels <b>& co",
        ) as adres:
            page = new_page()
            page.goto(adres)
            ready(page)
            expect(page.locator("img.leaflet-tile-loaded").first).to_be_attached()
            expect(page.locator(".leaflet-control-attribution")).to_contain_text("Tegels <b>& co")
        assert all(re.fullmatch(r"/\d+/\d+/\d+\.png", pad) for pad, _ in tegels.verzoeken)


def test_the_set_and_the_legend_stay_while_time_moves(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/?peildatum=2026-01-01")
    ready(page)
    klassen = page.locator("#legenda .legenda-regel")
    nu = klassen.all_inner_texts()
    apart = re.compile(r"\d+ waarvan wij het begin niet kennen, tellen hier niet mee")
    zin = apart.search(page.locator("#tijd-telling").text_content() or "")
    assert zin
    assert nu
    for jaar, onvolledig in ((2015, True), (2016, True), (2017, False), (2022, False)):
        page.locator("#jaar").evaluate(
            "(e, jaar) => { e.value = jaar; e.dispatchEvent(new Event('input', {bubbles: true})); }", jaar
        )
        expect(page.locator("#jaar-tekst")).to_have_text(f"1 januari {jaar}")
        expect(page.locator("#tijd-telling")).to_contain_text(zin[0])
        assert klassen.all_inner_texts() == nu
        uitleg = page.locator("#legenda", has_text="Voor 2017 is het register niet volledig.")
        expect(uitleg).to_have_count(int(onvolledig))
        aantal = page.locator("#lijst-titel").inner_text()
        expect(page.locator("#tijd-telling")).to_contain_text(f"Door de tijd te volgen: {aantal}.")
