"""docs/woorden.md names what is in the code, and the code uses no name that it forbids."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

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
