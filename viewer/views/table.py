"""`/tabel` as data: what the filters leave, sorted, by the page, with the columns that one chose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from viewer.column import Cell, Column, Kind
from viewer.columns import COLUMNS, PAGE
from viewer.dataset import Dataset
from viewer.exports.rows import verbanden_tabel
from viewer.facets import empty_words
from viewer.limits import PAGE_SIZE
from viewer.model import plain
from viewer.selection import Selection
from viewer.views.cards import View
from viewer.wording import at_least, host, safe_address

BY_KEY = {c.heading.key: c for c in PAGE if c.heading}
FIRST = next(iter(BY_KEY))
"""Always there, and what rows are ordered by unless asked otherwise."""

STANDARD = tuple(c.heading.key for c in PAGE[1:] if c.heading and c.heading.default)
"""Shown to who chose no columns, beside the first one."""

_NEEDED = (*(c for c in COLUMNS if c.name in ("id", "slug", "ten_minste")), *PAGE)


@dataclass(frozen=True)
class TableAsked:
    """How the table is asked for. order: the key of a column, with - before it for the other way; kolommen:
    keys, in the order of the page, without the first."""

    order: str = FIRST
    pagina: int = 1
    kolommen: tuple[str, ...] = STANDARD

    def query(self, keuze: Selection, order: str, pagina: int = 1) -> str:
        """The address of this table in another order or at another page."""
        own = () if set(self.kolommen) == set(STANDARD) else self.kolommen
        pairs = [*keuze.pairs(), ("sorteer", order), *(("kolom", key) for key in own)]
        return f"?{urlencode([*pairs, *([('pagina', pagina)] if pagina > 1 else [])])}"


def table(dataset: Dataset, keuze: Selection, provincie: str, ask: TableAsked) -> View:
    """The table for a selection. koppen: per column its state as `aria-sort` says it, and the address that
    sorts by it; cellen: per row, without the first column."""
    rows = _sorted(verbanden_tabel(dataset, keuze, provincie, _NEEDED).records(), ask.order)
    last = max(1, -(-len(rows) // PAGE_SIZE))
    here = rows[(ask.pagina - 1) * PAGE_SIZE : ask.pagina * PAGE_SIZE]
    columns = [BY_KEY[key] for key in BY_KEY if key in (FIRST, *ask.kolommen)]
    return {
        "aantal": len(rows),
        "dag": (keuze.peildatum or dataset.peildatum).isoformat(),
        "vraag": keuze.query(),
        "provincie": provincie,
        "pagina": ask.pagina,
        "laatste": last,
        "waarop": empty_words(keuze),
        "koppen": [_heading(c, keuze, ask) for c in columns],
        "rijen": [
            {"slug": row["slug"], "naam": row["naam"], "cellen": [_cell(c, row) for c in columns[1:]]} for row in here
        ],
        "paginas": [{"nummer": n, "vraag": ask.query(keuze, ask.order, n)} for n in range(1, last + 1)]
        if last > 1
        else [],
    }


def columns_for_browser() -> list[list[str | int]]:
    """What js/views/table.js must know of each column: its key, heading, kind, whether it is usual, and the key
    of its value in deelnames.json ("": the browser makes it)."""
    return [
        [key, c.heading.text, str(c.kind), int(c.heading.default), c.browser] for key, c in BY_KEY.items() if c.heading
    ]


def choices(ask: TableAsked) -> list[View]:
    """The columns that one can choose."""
    return [
        {"sleutel": key, "tekst": c.heading.text, "gekozen": key in ask.kolommen}
        for key, c in BY_KEY.items()
        if c.heading and key != FIRST
    ]


def _heading(column: Column, keuze: Selection, ask: TableAsked) -> View:
    heading = column.heading
    assert heading is not None  # noqa: S101 - for the type checker: BY_KEY has no others
    now = "ascending" if ask.order == heading.key else "descending" if ask.order == f"-{heading.key}" else "none"
    return {
        "sleutel": heading.key,
        "tekst": heading.text,
        "getal": column.kind is Kind.NUMBER,
        "stand": now,
        "vraag": ask.query(keuze, f"-{heading.key}" if ask.order == heading.key else heading.key),
    }


def _cell(column: Column, row: Mapping[str, Cell]) -> View:
    value = row[column.name]
    if column.name == "aantal_gemeenten" and isinstance(known := row["ten_minste"], int):
        value = at_least(known, complete=False)
    text = value.isoformat() if isinstance(value, date) else "" if value is None else str(value)
    if column.kind is Kind.LINK:
        return {"soort": "link", "tekst": host(text), "adres": safe_address(text)}
    return {"soort": str(column.kind), "tekst": text, "adres": ""}


def _sorted(rows: Sequence[dict[str, Any]], order: str) -> list[dict[str, Any]]:
    """What is unknown comes last, whichever way."""
    name = BY_KEY[order.removeprefix("-")].name
    full = [row for row in rows if row[name] not in (None, "")]
    if order != FIRST:  # so they are already
        full.sort(key=lambda row: _key(row[name]), reverse=order.startswith("-"))
    return full + [row for row in rows if row[name] in (None, "")]


def _key(cell: Cell) -> tuple[int, str]:
    return (cell, "") if isinstance(cell, int) else (0, plain(str(cell)))
