"""Imports every module of the program and every library that one of them names, also those that are only read when needed.

Run with another Python this proves what that one has: `python tests/imports.py [folder that holds viewer]`.
"""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent


def libraries(boom: ast.AST) -> Iterator[str]:
    """What a module imports from elsewhere, within functions too; not what only a type checker reads."""
    for knoop in ast.iter_child_nodes(boom):
        if isinstance(knoop, ast.If) and isinstance(knoop.test, ast.Name) and knoop.test.id == "TYPE_CHECKING":
            continue
        if isinstance(knoop, ast.Import):
            yield from (naam.name for naam in knoop.names)
        elif isinstance(knoop, ast.ImportFrom) and knoop.module and not knoop.level:
            yield knoop.module
        yield from libraries(knoop)


def main(folder: Path) -> None:
    """Imports it all and says how much that was. Raises ImportError."""
    sys.path.insert(0, str(folder))
    namen = set()
    for pad in sorted((folder / "viewer").rglob("*.py")):
        delen = pad.relative_to(folder).with_suffix("").parts
        namen.add(".".join(delen[:-1] if delen[-1] == "__init__" else delen))
        namen |= set(libraries(ast.parse(pad.read_text(encoding="utf-8"))))
    for naam in sorted(namen):
        importlib.import_module(naam)
    print(f"{len(namen)} modules")  # noqa: T201 - this is a command


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
