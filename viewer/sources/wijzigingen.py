"""What each import changed, as the log in a data folder keeps it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from viewer.sources.register_adres import mend_addresses
from viewer.sources.wegschrijven import naming

BESTAND = "wijzigingen.jsonl"
SOORTEN = {
    "nieuw": "nieuw",
    "beeindigd": "beëindigd",
    "gewijzigd": "gewijzigd",
    "toegetreden": "toegetreden",
    "uitgetreden": "uitgetreden",
    "aangekondigd": "aangekondigd",
    "gecorrigeerd": "verbeterd in het register",
    "verdwenen": "niet meer in het register",
}
"""Kinds of change, as field of `Wijzigingen` -> word."""

Rij = Mapping[str, str]
"""id (of a samenwerkingsverband, or the code of a gemeente) and naam; where it is told also deelnemer, velden (what
changed), wat (what, in words that go after the name) and dag (the day in law, YYYY-MM-DD; "" when nobody says)."""


@dataclass(frozen=True)
class Wijzigingen:
    """Differences between two imports, by kind (SOORTEN); every list is ordered by name.

    vorige, peildatum: the days of the register's data before and now; "" when there was none before.
    """

    vorige: str
    peildatum: str
    nieuw: tuple[Rij, ...] = ()
    beeindigd: tuple[Rij, ...] = ()
    gewijzigd: tuple[Rij, ...] = ()
    toegetreden: tuple[Rij, ...] = ()
    uitgetreden: tuple[Rij, ...] = ()
    aangekondigd: tuple[Rij, ...] = ()
    gecorrigeerd: tuple[Rij, ...] = ()
    verdwenen: tuple[Rij, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, soort) for soort in SOORTEN)


def append_wijzigingen(folder: Path, wijzigingen: Wijzigingen) -> None:
    """Adds a line to the log of a data folder; none when nothing changed."""
    with naming(folder / BESTAND), (folder / BESTAND).open("a", encoding="utf-8") as out:
        if wijzigingen:
            out.write(json.dumps(asdict(wijzigingen), ensure_ascii=False) + "\n")


def read_wijzigingen(folder: Path, hoogstens: int) -> list[dict[str, Any]]:
    """The latest lines of the log, newest first, each with every kind; a line that is not whole is passed over."""
    bestand = folder / BESTAND
    if not bestand.is_file():
        return []
    out: list[dict[str, Any]] = []
    for regel in reversed(bestand.read_text(encoding="utf-8").splitlines()):
        try:
            gelezen = json.loads(mend_addresses(regel))
        except ValueError:
            continue
        if not isinstance(gelezen, dict):
            continue
        out.append({"vorige": "", "peildatum": "", **{soort: [] for soort in SOORTEN}, **gelezen})
        if len(out) == hoogstens:
            break
    return out
