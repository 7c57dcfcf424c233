"""Dutch as every layer writes it: dates, numbers, one and many, lists; and that nobody writes it again."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest

from viewer import wording

VIEWER = Path(wording.__file__).parent


@pytest.mark.parametrize(
    ("names", "sentence"), [([], ""), (["Borne"], "Borne"), (["A", "B"], "A en B"), (["A", "B", "C"], "A, B en C")]
)
def test_names_in_a_sentence(names: list[str], sentence: str) -> None:
    assert wording.in_words(names) == sentence


@pytest.mark.parametrize(("many", "text"), [(4, "0, 1, 2, 3"), (5, "0, 1, 2 en 2 andere"), (1, "0")])
def test_a_list_stays_short_and_never_hides_one_name(many: int, text: str) -> None:
    assert wording.some_of([str(i) for i in range(many)], 3) == text


def test_days_are_written_long_and_short() -> None:
    assert wording.long_date(date(2026, 5, 16)) == "16 mei 2026"
    assert wording.short_date(date(2026, 5, 6)) == "6-5-2026"


@pytest.mark.parametrize(
    ("text", "day"), [("2020", "2020"), ("2021-12", "december 2021"), ("2026-05-16", "16 mei 2026")]
)
def test_a_source_is_dated_as_exactly_as_it_is_known(text: str, day: str) -> None:
    assert wording.source_date(text) == day


@pytest.mark.parametrize(("number", "text"), [(0, "0 paren"), (1, "1 paar"), (2, "2 paren"), (132441, "132.441 paren")])
def test_one_and_many(number: int, text: str) -> None:
    assert wording.count(number, "paar", "paren") == text


@pytest.mark.parametrize(("number", "text"), [(2.5, "2,5"), (3.0, "3"), (12, "12")])
def test_decimals_have_a_comma(number: float, text: str) -> None:
    assert wording.decimal(number) == text


@pytest.mark.parametrize(("text", "short"), [("kort", "kort"), ("precies", "precies"), ("te lange", "te lan…")])
def test_a_text_is_cut_to_what_fits(text: str, short: str) -> None:
    assert wording.shorten(text, 7) == short
    assert len(wording.shorten(text, 7)) <= 7


def test_a_reader_sees_the_host_of_an_address() -> None:
    assert wording.host("https://www.ggdijsselland.nl/over/x") == "www.ggdijsselland.nl"


def test_a_correction_has_a_subject_a_page_and_a_source_and_needs_a_mailbox() -> None:
    address = wording.correction_address("a@b.nl", "Zo & zo", "https://kaart.nl/x", "het register")
    assert address.startswith("mailto:a@b.nl?subject=Correctie%3A%20Zo%20%26%20zo&body=")
    assert "Pagina: https://kaart.nl/x\nBron: het register" in unquote(address)
    assert wording.correction_address("", "Zo & zo", "", "") == ""


@pytest.mark.parametrize(
    "again",
    [
        r"\bjanuari\b.*\bfebruari\b",  # the months
        r"\{\w*(day|dag)\.day\}",  # a date put together
        r":,\}.*replace|replace\(\"\.\", \",\"\)",  # thousands, decimals
        r"if [\w.()]+ == 1 else '|if [\w.()]+ == 1 else \"",  # one and many
        r"\[:\d+\]\}…",  # cut with an ellipsis
    ],
)
def test_no_other_module_writes_it_again(again: str) -> None:
    found = [
        f"{path.relative_to(VIEWER)}: {line.strip()}"
        for path in VIEWER.rglob("*.py")
        if path.name != "wording.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(again, line)
    ]
    assert not found
