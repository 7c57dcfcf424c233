"""The map of verbindingen: as many lines as rows, a threshold, and what is behind a line."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FRAME, MET_SERVER, PHONE, WIDE, NewPage, option, ready


def test_lines_rows_and_threshold_agree(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/")
    page.get_by_role("link", name="Wie met wie").click()
    ready(page)
    lijnen, rijen = page.locator("path.verbinding"), page.locator("#verbindingen-tabel tbody tr")
    assert lijnen.count() == rijen.count() > 50
    schuif = page.get_by_role("slider")
    before = lijnen.count()
    schuif.focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("minimaal=6"))
    expect(schuif).to_be_focused()
    expect(page.locator("#verbindingen-lijsten:not([aria-busy])")).to_be_attached()
    left = lijnen.count()
    assert 0 < left < before
    expect(rijen).to_have_count(left)
    breedtes = page.locator("path.verbinding").evaluate_all("ps => ps.map(p => Number(p.getAttribute('stroke-width')))")
    assert max(breedtes) > 3 * min(breedtes)


def test_a_line_tells_what_is_behind_it_and_so_does_the_list(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/wie-met-wie?gemeente=borne&minimaal=12")
    ready(page)
    page.locator("path.verbinding").dispatch_event("click")
    expect(page.locator("#verbindingen-gekozen h2")).to_have_text("Borne en Hengelo")
    expect(page.locator("#verbindingen-gekozen h2")).to_be_focused()
    op_kaart = page.locator("#verbindingen-gekozen li").all_inner_texts()
    page.locator("#verbindingen-tabel summary").first.click()
    assert sorted(op_kaart) == sorted(page.locator("#verbindingen-tabel details li").all_inner_texts())
    assert len(op_kaart) == 12


def test_a_subject_is_chosen_and_the_table_is_sorted(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/wie-met-wie")
    ready(page)
    vak = option(page, "thema", "belastingen")
    vak.focus()
    vak.check()
    expect(page).to_have_url(re.compile(r"\?thema=belastingen$"))
    expect(vak).to_be_focused()
    expect(page.locator("#verbindingen-lijsten:not([aria-busy])")).to_be_attached()
    expect(page.locator("#verbindingen-tabel tbody tr")).to_have_count(page.locator("path.verbinding").count())
    page.get_by_role("button", name="Met").click()
    expect(page.locator("#verbindingen-tabel thead th").nth(1)).to_have_attribute("aria-sort", "ascending")
    namen = page.locator("#verbindingen-tabel tbody td:nth-child(2)").all_inner_texts()
    assert namen == sorted(namen)
    page.go_back()
    expect(vak).not_to_be_checked()
    expect(page.locator("[data-keuze=thema] .keuzevak-gekozen")).to_have_text("alles")
    expect(page.locator("#verbindingen-lijsten:not([aria-busy])")).to_be_attached()
    expect(page.locator("#verbindingen-tabel tbody tr").first).to_contain_text("Hengelo")


def test_what_the_form_hides_narrows_lines_and_rows_alike_and_stays(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(
        f"{server}/wie-met-wie?publiek_privaat=publiekrechtelijk&verband=ggd-ijsselland&verband=veiligheidsregio-ijsselland&minimaal=1"
    )
    ready(page)
    lijnen, rijen = page.locator("path.verbinding"), page.locator("#verbindingen-tabel tbody tr")
    expect(rijen).to_have_count(lijnen.count())
    assert lijnen.count() > 0
    option(page, "thema", "zorg").check()
    expect(page).to_have_url(
        re.compile(r"\?thema=zorg-en-gezondheid&recht=publiekrechtelijk&verband=ggd-ijsselland&verband=")
    )
    expect(page.locator("#verbindingen-lijsten:not([aria-busy])")).to_be_attached()
    expect(rijen).to_have_count(lijnen.count())


@pytest.mark.parametrize("viewport", [WIDE, PHONE, FRAME], ids=["wide", "phone", "frame"])
def test_it_fits(server: str, new_page: NewPage, viewport: dict[str, int]) -> None:
    page = new_page(viewport)
    page.goto(f"{server}/wie-met-wie")
    ready(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    vak = page.locator("#map_kaart").bounding_box()
    assert vak
    assert vak["height"] > 180


@MET_SERVER
def test_without_javascript_the_form_and_the_lists_work(server: str, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{server}/wie-met-wie")
    option(page, "regio", "Regio Twente").check()
    page.get_by_role("button", name="Toon").click()
    expect(page.locator("table.matrix tbody tr")).to_have_count(14)


def test_a_threshold_that_was_set_stays_at_the_next_filter(server: str, new_page: NewPage) -> None:
    page = new_page()
    page.goto(f"{server}/wie-met-wie?minimaal=3")
    ready(page)
    page.locator('#verbindingen-keuzes input[name="thema"]').first.evaluate("(vak) => vak.click()")
    expect(page).to_have_url(re.compile("thema=.*minimaal=3"))
