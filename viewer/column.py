"""What a column of a samenwerkingsverband is: how it is kept, who shows it, and how its value is read from a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

Row = Mapping[str, Any]
"""A row of `Dataset.verbanden_on` by column, with what `exports.rows` adds to it of that day."""

Cell = str | int | date | None
Rules = Mapping[str, Any]
"""Constraints of a Table Schema."""


class Kind(StrEnum):
    """What a value is. In a dataset: text, an address as text, a whole number (NA: unknown), a Timestamp
    (NaT: unknown), a bool, and a sequence of text."""

    TEXT = "text"
    LINK = "link"
    NUMBER = "number"
    DAY = "day"
    YES_NO = "yes_no"
    LIST = "list"


@dataclass(frozen=True)
class Heading:
    """How a column stands on `/tabel`. key: its name in the address; text: above it; place: from the
    left; default: shown to who chose no columns."""

    key: str
    text: str
    place: int
    default: bool = False


@dataclass(frozen=True)
class Stored:
    """How a column stands in a table of the data package. rules: what its cells must be; name, meaning
    and type (of the Table Schema): where that table has others."""

    rules: Rules = field(default_factory=dict)
    name: str = ""
    meaning: str = ""
    type: str = ""


@dataclass(frozen=True)
class Column:
    """A column of a samenwerkingsverband.

    name: in the dataset, and wherever no other is said. meaning: in Dutch, a sentence. empty:
    whether it can be unknown. register, hand: how it stands in samenwerkingsverbanden.csv and in
    aanvullingen.csv; None: not there, and then "" for the rows of that table unless
    `dataset.py` makes it. Who shows it: download (CSV, Excel), areas (GeoJSON, GeoPackage) and ogc
    are its place from the left, 0: not there; api; heading: on `/tabel`; browser: its key in
    `deelnames.json`, "": not there; late: it is in `teksten.json`, which comes once the map works. public: whether
    the table that it is kept in leaves the site with it.
    """

    name: str
    meaning: str
    kind: Kind = Kind.TEXT
    empty: bool = False
    register: Stored | None = None
    hand: Stored | None = None
    download: int = 0
    areas: int = 0
    ogc: int = 0
    api: bool = False
    heading: Heading | None = None
    browser: str = ""
    late: bool = False
    public: bool = True

    @property
    def flat_meaning(self) -> str:
        """The meaning where a cell is one text, as in CSV."""
        return f"{self.meaning.removesuffix('.')}, met ; ertussen." if self.kind is Kind.LIST else self.meaning

    def field_in(self, stored: Stored) -> dict[str, Any]:
        """The field of a Table Schema for one of the tables that it stands in."""
        type_ = stored.type or {Kind.DAY: "date", Kind.NUMBER: "integer"}.get(self.kind, "string")
        out = {"name": stored.name or self.name, "type": type_, "description": stored.meaning or self.flat_meaning}
        return {**out, "constraints": dict(stored.rules)} if stored.rules else out

    def cell(self, row: Row) -> Cell:
        """Its value as a cell of a table: a list with semicolons, yes and no as `ja` and `nee`."""
        value = row[self.name]
        if self.kind is Kind.LIST:
            return "; ".join(value)
        if self.kind is Kind.YES_NO:
            return "ja" if value else "nee"
        if self.kind is Kind.DAY:
            return None if value is pd.NaT else date(value.year, value.month, value.day)
        if self.kind is Kind.NUMBER:
            return None if pd.isna(value) else int(value)
        return str(value)

    def json(self, row: Row) -> Any:
        """Its value in an answer of the API: what is unknown is null."""
        if self.kind is Kind.LIST:
            return list(row[self.name])
        if self.kind is Kind.YES_NO:
            return bool(row[self.name])
        cell = self.cell(row)
        if isinstance(cell, date):
            return cell.isoformat()
        return None if self.empty and cell == "" else cell

    def compact(self, row: Row) -> Any:
        """Its value for the browser: a day as the number 20260516, which JavaScript compares as it is (0:
        unknown), yes and no as 1 and 0, a list as it is."""
        if self.kind is Kind.DAY:
            day = self.cell(row)
            return day.year * 10_000 + day.month * 100 + day.day if isinstance(day, date) else 0
        value = self.json(row)
        return int(value) if self.kind is Kind.YES_NO else "" if value is None else value


def split(cell: str) -> tuple[str, ...]:
    """A cell that is a list, with semicolons, as its parts; empty ones do not count."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())
