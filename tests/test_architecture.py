"""docs/architectuur.md names every module and every script, none that is gone, and each recipe is five lines."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOC = (ROOT / "docs" / "architectuur.md").read_text(encoding="utf-8")
SCRIPTS = ROOT / "viewer" / "static"
_FOLDER_ROW = re.compile(r"^\| \d \| `viewer/([\w/]+)/` \| (.*) \|$", re.MULTILINE)


def _modules() -> set[str]:
    found = (path.relative_to(ROOT / "viewer").as_posix() for path in (ROOT / "viewer").rglob("*.py"))
    return {name for name in found if not name.endswith("__init__.py") and not name.startswith("meegeleverd/")}


def _named_modules() -> set[str]:
    """Those with a path of their own, and those that a folder's row names."""
    named = set(re.findall(r"`viewer/([\w/]+\.py)`", DOC))
    for folder, text in _FOLDER_ROW.findall(DOC):
        named |= {f"{folder}/{name}" for name in re.findall(r"`(\w+\.py)`", text)}
    return named


def test_every_module_is_named_and_none_that_is_gone() -> None:
    assert _named_modules() == _modules()


def test_every_script_is_named_and_none_that_is_gone() -> None:
    there = {path.relative_to(SCRIPTS).as_posix() for path in SCRIPTS.rglob("*.js")}
    table = DOC[DOC.index("| module | part of the page |") :]
    rows = re.findall(r"^\| (`[^|]+) \|", table[: table.index("\n\n")], re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`([\w/]+\.js)`", row)} == there


@pytest.mark.parametrize("what", ["filter", "column of a samenwerkingsverband", "page", "source"])
def test_how_to_add_one_takes_five_lines(what: str) -> None:
    section = DOC.split(f"## To add a {what}\n", 1)[1].split("\n## ", 1)[0]
    lines = section.strip().splitlines()
    assert [line[:3] for line in lines] == [f"{n}. " for n in range(1, 6)]


def test_every_path_in_the_recipes_is_there() -> None:
    recipes = DOC[DOC.index("## To add a filter") : DOC.index("## The map")]
    for path in re.findall(r"`((?:viewer|tests|templates)/[\w/]+(?:\.\w+)?/?)`", recipes):
        assert (ROOT / path).exists(), path
