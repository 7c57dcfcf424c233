"""Where lies what comes with the program: beside the package in its repository, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_IN_WHEEL = Path(__file__).parent / "meegeleverd"
THUIS = _IN_WHEEL if _IN_WHEEL.is_dir() else Path(__file__).parent.parent
"""The folder that holds `data`, `templates` and `kaart.toml`."""

PROGRAMMA = Path(__file__).parent.resolve()
"""The program's own folder, of which an installer or an upgrade leaves nothing that it did not bring."""
