"""`datapackage.json` in a data folder: what it says of each source, kept when another source is imported."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from viewer.errors import BadSource
from viewer.sources.registry import REGISTER, read_facts
from viewer.sources.schema import DATAPACKAGE, describe_package
from viewer.sources.source import Source
from viewer.sources.wegschrijven import write_text


def facts_in(folder: Path) -> dict[str, dict[str, Any]]:
    """What a data folder knows of each source, by id; nothing when it has no description that can be read."""
    try:
        description = json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read_facts(description) if isinstance(description, dict) else {}


def note_facts(folder: Path, source: Source, facts: Mapping[str, Any]) -> None:
    """Describes a data folder anew, with other facts of one source. Raises BadSource when it has no register yet."""
    known = facts_in(folder)
    if "peildatum" not in known.get(REGISTER.id, {}):
        raise BadSource(DATAPACKAGE, "ontbreekt nog.", "Draai eerst gegevens importeer-roo.")
    write_description(folder, {**known, source.id: dict(facts)})


def write_description(folder: Path, facts: Mapping[str, Mapping[str, Any]]) -> None:
    """Writes `datapackage.json`. facts: of each source by id; of the register at least `peildatum`."""
    text = json.dumps(describe_package(facts), ensure_ascii=False, indent=1)
    write_text(folder / DATAPACKAGE, text + "\n")
