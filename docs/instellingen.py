"""Writes the table of settings in docs/instellingen.md anew from the code (make instellingen)."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from viewer.settings import Settings, key_of

BLAD = Path(__file__).parent / "instellingen.md"
KOP = "| `kaart.toml` | omgeving | betekenis | standaard |\n|---|---|---|---|\n"


def table() -> str:
    """A row per setting: its key in `kaart.toml` and in the environment, what it means, and what holds without it."""
    rijen = []
    for veld in fields(Settings):
        sleutel = key_of(veld.name)
        standaard = f"`{veld.default}`" if veld.default else "leeg"
        rijen.append(f"| `{sleutel}` | `KAART_{veld.name.upper()}` | {veld.metadata['uitleg']} | {standaard} |\n")
    return KOP + "".join(rijen)


def with_table(tekst: str) -> str:
    """The page with its table as the code has it."""
    begin = tekst.index(KOP)
    eind = tekst.index("\n\n", begin) + 1
    return tekst[:begin] + table() + tekst[eind:]


if __name__ == "__main__":
    BLAD.write_text(with_table(BLAD.read_text(encoding="utf-8")), encoding="utf-8")
