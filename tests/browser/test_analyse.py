"""A policy adviser who never saw the page finds the odd one out; with a keyboard, without JavaScript."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import MET_SERVER, PHONE, NewPage, option


def tab_to(page: Page, naam: str) -> None:
    """Moves by Tab to what has this accessible name or text."""
    for _ in range(80):
        page.keyboard.press("Tab")
        hier = page.evaluate(
            "() => { const e = document.activeElement; return (e.labels?.[0]?.textContent ?? e.textContent).trim() }"
        )
        if hier == naam:
            return
    raise AssertionError(f"{naam} not reached by Tab")


def test_which_gemeente_of_twente_deviates_most_and_in_what(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(server)
    tab_to(page, "Analyse")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/analyse/?$"))
    tab_to(page, "Regio: alles")
    page.keyboard.press("Enter")
    tab_to(page, "Regio Twente 36")
    page.keyboard.press("Space")
    tab_to(page, "Toon")
    page.keyboard.press("Enter")
    page.wait_for_url("**regio=twente**")
    tab_to(page, "Wie doet waar niet mee?")
    page.keyboard.press("Enter")
    deel = page.locator("section", has=page.locator("#afwijkingen"))
    expect(page.locator("#afwijkingen")).to_be_in_viewport()
    expect(deel).to_contain_text("In Regio Twente wijken Borne en Hengelo het meest af: elk 4 keer.")
    expect(deel).to_contain_text("Borne en Hengelo doen wel mee aan Regionaal Bedrijventerrein Twente,")
    expect(deel.locator("tbody tr").first).to_contain_text("Borne")
    knop = deel.get_by_role("button", name="Samenwerkingsverband")
    knop.focus()
    page.keyboard.press("Enter")
    expect(deel.locator("th[aria-sort=ascending]")).to_have_text("Samenwerkingsverband")
    namen = deel.locator("tbody td:nth-child(3)").all_inner_texts()
    assert namen == sorted(namen, key=str.casefold)
    expect(knop).to_be_focused()


@MET_SERVER
def test_the_same_without_javascript_on_a_phone(server: str, new_page: NewPage) -> None:
    page = new_page(PHONE, java_script_enabled=False)
    page.goto(f"{server}/analyse")
    option(page, "regio", "Regio Twente").check()
    page.get_by_role("button", name="Toon").click()
    deel = page.locator("section", has=page.locator("#afwijkingen"))
    expect(deel).to_contain_text("In Regio Twente wijken Borne en Hengelo het meest af: elk 4 keer.")
    deel.get_by_role("link", name="Gemeente", exact=True).click()
    expect(deel.locator("tbody tr").last).to_contain_text("Wierden")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@MET_SERVER
def test_two_gemeenten_side_by_side(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/vergelijk")
    page.get_by_label("Gemeente 1", exact=True).select_option("zwolle")
    page.get_by_label("Gemeente 2", exact=True).select_option("deventer")
    page.get_by_role("button", name="Vergelijk gemeenten").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vergelijk: Zwolle en Deventer")
    expect(page.get_by_role("region", name="In allebei (5)")).to_contain_text("GGD IJsselland")
    expect(page.get_by_role("region", name="Alleen Deventer (3)")).to_contain_text("PlusOV")
    page.get_by_role("button", name="Deventer", exact=False).first.click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Deventer")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vergelijk: Zwolle en Deventer")
