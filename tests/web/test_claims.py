"""What /toegankelijkheid says of itself: each claim names the test that holds it, and there is none without."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from lxml import html

from tests.server import ROOT
from tests.web.page import page
from viewer.colours import DASHES, LAYERS

PROOF = {
    "Wij volgen de regels van WCAG 2.2": "tests/browser/test_axe.py::test_axe_finds_nothing",
    "Wie er meedoet, staat naast de kaart": "tests/web/test_pages.py::test_without_javascript_a_gemeente_and_an_arrangement_are_told_in_full",
    "De drie vragen van de kaart zijn te beantwoorden": "tests/browser/test_explore.py::test_in_what_does_my_gemeente_take_part",
    "De acht kleuren van de kaart": "tests/test_colours.py::test_colours_can_be_told_apart",
    "Staan er meer samenwerkingsverbanden": "tests/web/test_claims.py::test_each_layer_has_a_line_of_its_own",
    "Zonder JavaScript werken": "tests/web/test_claims.py::test_a_place_is_found_without_scripts",
    "Automatisch, bij elke wijziging": "tests/browser/test_axe.py::test_axe_finds_nothing",
    "Automatisch: de drie vragen": "tests/browser/test_explore.py::test_the_three_questions_without_scripts",
    "Automatisch: bij 200 procent": "tests/browser/test_axe.py::test_twice_the_size_fits",
}
ADMITTED = ("Nog niet gedaan", "De lijnen op de kaart", "Gebieden op de kaart")
"""What it says is not right yet: no claim."""


def test_every_claim_names_a_test_that_is_there(client: FlaskClient) -> None:
    tree = html.fromstring(page(client, "/toegankelijkheid"))
    [main] = tree.xpath("//main")
    said = [re.sub(r"\s+", " ", li.text_content()).strip() for li in main.iter("li")]
    claims = [text for text in said if not text.startswith(ADMITTED)]
    assert {next((c for c in PROOF if text.startswith(c)), text) for text in claims} == set(PROOF)
    for proof in PROOF.values():
        file, _, name = proof.partition("::")
        assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE), proof


def test_each_layer_has_a_line_of_its_own() -> None:
    assert len(set(DASHES)) == len(LAYERS) == len(DASHES)


def test_a_place_is_found_without_scripts(client: FlaskClient) -> None:
    for place, gemeente in (("Heino", "Raalte"), ("Lemelerveld", "Dalfsen"), ("Vroomshoop", "Twenterand")):
        text = re.sub(r"<[^>]+>", "", page(client, f"/?q={place}"))
        assert re.search(rf"{place} ligt in de gemeente {gemeente}", text)
        assert 'name="verband"' in page(client, f"/?q={place}")
