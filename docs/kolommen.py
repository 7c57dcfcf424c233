"""Writes the table of columns in docs/gegevens.md anew from the code (make instellingen)."""

from __future__ import annotations

from pathlib import Path

from viewer.column import Column
from viewer.columns import COLUMNS

BLAD = Path(__file__).parent / "gegevens.md"
KOP = "| column | meaning | stored in | shown by |\n|---|---|---|---|\n"
_TABLES = {"register": "samenwerkingsverbanden", "hand": "aanvullingen"}
_PLACES = {"download": "CSV, Excel", "areas": "GeoJSON, GeoPackage", "ogc": "`/ogc`", "api": "API", "browser": "map"}


def table() -> str:
    """A row per column: what it means, in which tables it is kept, and who shows it."""
    return KOP + "".join(
        f"| `{c.name}` | {c.meaning} | {', '.join(_stored(c)) or 'made'} | {', '.join(_shown(c))} |\n" for c in COLUMNS
    )


def _stored(c: Column) -> list[str]:
    names = {"register": c.register, "hand": c.hand}
    return [
        f"`{_TABLES[table]}`" + (f" as `{stored.name}`" if stored.name else "")
        for table, stored in names.items()
        if stored
    ]


def _shown(c: Column) -> list[str]:
    places = [name for attribute, name in _PLACES.items() if getattr(c, attribute)]
    return [*places, *([f"`/tabel` as {c.heading.text}"] if c.heading else [])]


def with_table(tekst: str) -> str:
    """The page with its table as the code has it."""
    begin = tekst.index(KOP)
    eind = tekst.index("\n\n", begin) + 1
    return tekst[:begin] + table() + tekst[eind:]


if __name__ == "__main__":
    BLAD.write_text(with_table(BLAD.read_text(encoding="utf-8")), encoding="utf-8")
