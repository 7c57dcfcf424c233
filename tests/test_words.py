"""docs/woorden.md names what is in the code, and the code uses no name that it forbids."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from viewer import colours, wording
from viewer.filters import FILTERS

ROOT = Path(__file__).parent.parent
DOC = (ROOT / "docs" / "woorden.md").read_text(encoding="utf-8")
ROWS = [line.strip("|").split("|") for line in DOC.splitlines() if line.startswith("| ")][1:]


def _forbidden() -> set[str]:
    listed = DOC.split("## Not used", 1)[1].split("`tests/", 1)[0].split(": ", 1)[1]
    return set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", listed)))


def _find(dotted: str) -> object:
    """A module, or what lies in one. Raises ImportError, AttributeError."""
    parts = dotted.split(".")
    for n in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:n]))
        except ModuleNotFoundError:
            continue
        for name in parts[n:]:
            found = getattr(found, name) if hasattr(found, name) else _field_or_made(found, name)
        return found
    raise ImportError(dotted)


def _field_or_made(owner: object, name: str) -> object:
    """A field of a dataclass, or what __init__ gives every instance. Raises AttributeError."""
    init = getattr(getattr(owner, "__init__", None), "__code__", None)
    if name in getattr(owner, "__annotations__", {}) or (init and name in init.co_names):
        return name
    raise AttributeError(f"{owner} has no {name}")


def test_every_name_in_python_is_there() -> None:
    names = [name for row in ROWS for name in re.findall(r"`([\w.]+)`", row[2])]
    assert len(names) >= len(ROWS)
    for name in names:
        assert _find(name), name


def test_every_name_in_javascript_is_there() -> None:
    for row in ROWS:
        for script, name in re.findall(r"`(js/[\w/]+\.js)` `(\w+)`", row[3]):
            text = (ROOT / "viewer" / "static" / script).read_text(encoding="utf-8")
            declared = rf"(?:function|class|const|let) {name}\b|this\.{name} =|^  {name}\(|@typedef \{{.*\}} {name}\b"
            assert re.search(declared, text, re.MULTILINE), f"{script}: {name}"


def test_every_address_is_there(app: Flask) -> None:
    known = {re.sub(r"<[^>]+>", "<>", str(rule)) for rule in app.url_map.iter_rules()}
    for row in ROWS:
        for address in re.findall(r"`(/[^`]+)`", row[4]):
            assert re.sub(r"<[^>]+>", "<>", address) in known, address


def _names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        for field in ("id", "arg", "name", "asname"):
            name = getattr(node, field, None)
            if isinstance(name, str):
                yield getattr(node, "lineno", 0), name


def test_forbidden_names_are_nowhere() -> None:
    forbidden = _forbidden()
    assert {"map_", "uit", "op", "over"} <= forbidden
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted((ROOT / "viewer").rglob("*.py"))
        for line, name in _names(ast.parse(path.read_text(encoding="utf-8")))
        if name in forbidden
    ]
    assert not found


def test_the_linter_of_scripts_forbids_the_same() -> None:
    config = (ROOT / "tests" / "js" / "eslint.config.js").read_text(encoding="utf-8")
    rule = re.search(r"'id-denylist': \['error', ([^\]]*)\]", config)
    assert rule
    assert set(re.findall(r"'(\w+)'", rule[1])) == _forbidden()


def test_no_two_classes_have_the_same_name() -> None:
    classes = Counter(
        node.name
        for path in (ROOT / "viewer").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert [name for name, n in classes.items() if n > 1] == []


WRITTEN = [
    path
    for folder, name in (
        ("viewer", "*.py"),
        ("viewer/static", "*.js"),
        ("viewer/static", "*.css"),
        ("templates", "*.html"),
    )
    for path in sorted((ROOT / folder).rglob(name))
]
OURS = sorted(set(re.findall(r"#[0-9a-f]{6}", Path(colours.__file__).read_text(encoding="utf-8"))))


def _several(words: list[str], text: str) -> list[str]:
    """Those of some words that stand in a text in quotes, as names of colours or as words, when it is a list of them."""
    found = [word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE)]
    return found if len(found) > 2 else []


@pytest.mark.parametrize(
    ("words", "homes"),
    [
        (list(wording.MONTHS), {"viewer/wording.py"}),
        ([f"'{month[:3]}'" for month in wording.MONTHS], set()),
        ([f'"{month[:3]}"' for month in wording.MONTHS], set()),
        # basis.css has those of ink and paper as variables, and a test that holds them equal
        (OURS, {"viewer/colours.py", "viewer/static/css/basis.css"}),
    ],
    ids=["months", "months, short", "months, in other quotes", "colours"],
)
def test_a_list_is_written_once(words: list[str], homes: set[str]) -> None:
    found = {str(p.relative_to(ROOT)): _several(words, p.read_text(encoding="utf-8")) for p in WRITTEN}
    assert {name: several for name, several in found.items() if several and name not in homes} == {}
    assert all(found[home] for home in homes)  # it finds a list where there is one


def test_the_browser_has_no_list_of_filters() -> None:
    quoted = [f"{quote}{name}{quote}" for name in FILTERS for quote in "'\"`"]
    for path in (ROOT / "viewer" / "static").rglob("*.js"):
        for listed in re.findall(r"[\[{(][^\[\]{}()]*[\]})]", path.read_text(encoding="utf-8")):
            assert not _several(quoted, listed), f"{path.name}: {listed}"
    assert _several(quoted, "['thema', 'vorm', 'regio']")
