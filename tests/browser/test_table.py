"""`/tabel` in the browser: the same table without a new page, with focus, address and words kept."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import MET_SERVER, PHONE, NewPage, option


def test_sorting_and_filtering_keep_focus_and_write_the_address(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/tabel")
    page.evaluate("window.zelfde = true")
    kop = page.get_by_role("link", name="Gemeenten", exact=False).first
    kop.focus()
    page.keyboard.press("Enter")
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Gemeenten")
    expect(page.locator("#kop-aantal")).to_be_focused()
    assert re.search(r"/tabel/?\?sorteer=aantal$", page.url)
    option(page, "thema", "jeugd").check()
    expect(page.locator("#tabel-telling")).to_contain_text("3 samenwerkingsverbanden op 16 mei 2026")
    expect(page.locator("[data-keuze=thema] .keuzevak-gekozen")).to_have_text("jeugd")
    expect(page.locator("#tabel-telling")).to_have_attribute("role", "status")
    assert "thema=jeugd" in page.url
    assert "sorteer=aantal" in page.url
    assert page.evaluate("window.zelfde") is True
    expect(page.get_by_role("link", name="CSV", exact=True)).to_have_attribute(
        "href", re.compile(r"download/samenwerkingsverbanden\.csv(\?thema=jeugd)?$")
    )
    page.go_back()
    expect(page.locator("#tabel-telling")).to_contain_text("64 samenwerkingsverbanden")


def test_two_subjects_and_a_form_are_one_choice(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/tabel?thema=jeugd&thema=water&gemeente=hengelo")
    before = page.locator("#tabel-inhoud tbody tr").count()
    option(page, "vorm", "Openbaar lichaam").check()
    expect(page).to_have_url(re.compile("vorm=openbaar-lichaam"))
    assert 0 < page.locator("#tabel-inhoud tbody tr").count() < before
    for deel in ("thema=jeugd", "thema=water", "gemeente=hengelo"):
        assert deel in page.url
    option(page, "gemeente", "Hengelo").uncheck()
    expect(page).not_to_have_url(re.compile("gemeente="))


def test_columns_are_a_choice_and_the_heading_stays(server: str, new_page: NewPage) -> None:
    page = new_page(PHONE)
    page.goto(f"{server}/tabel")
    page.get_by_text("Kolommen", exact=True).first.click()
    page.get_by_label("Welke gemeenten").check()
    expect(page.get_by_role("columnheader", name="Welke gemeenten")).to_be_visible()
    page.locator(".tabel-schuif").evaluate("(e) => e.scrollTo(0, 600)")
    boven = page.locator(".tabel-schuif").bounding_box()
    kop = page.locator("#kop-naam").bounding_box()
    assert boven is not None
    assert kop is not None
    assert boven["y"] <= kop["y"] <= boven["y"] + 60
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@MET_SERVER
def test_the_whole_country_turns_its_pages_without_script_too(server: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/tabel")
    page.get_by_text("Kolommen", exact=True).first.click()
    page.get_by_label("Wat het doet").check()
    page.get_by_role("button", name="Toon").click()
    expect(page.get_by_role("columnheader", name="Wat het doet")).to_be_visible()
    page.get_by_role("link", name="Naam", exact=False).first.click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Naam")
    expect(page.get_by_role("columnheader", name="Wat het doet")).to_be_visible()
