"""What a source of data is: the little that pages, files and commands must know of it to name, read and trust it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Licence:
    """Under which terms data may be used. id: SPDX; name: as people know it; title: in full, in Dutch;
    page: what it says; uri: its name in DCAT; strength: of data under several, the highest holds."""

    id: str
    name: str
    title: str
    page: str
    uri: str
    strength: int


CC0 = Licence(
    "CC0-1.0",
    "CC0",
    "Creative Commons Zero 1.0",
    "https://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    "http://creativecommons.org/publicdomain/zero/1.0/deed.nl",
    0,
)
CC_BY = Licence(
    "CC-BY-4.0",
    "CC BY 4.0",
    "Creative Commons Naamsvermelding 4.0",
    "https://creativecommons.org/licenses/by/4.0/deed.nl",
    "http://creativecommons.org/licenses/by/4.0/deed.nl",
    1,
)


@dataclass(frozen=True)
class Content:
    """What a reader made of its source. tables: rows of text per table, by the columns of its schema;
    facts: what `datapackage.json` should say of it (peildatum, jaar ...); remarks: what a user must
    know, a Dutch sentence each."""

    tables: Mapping[str, Sequence[Mapping[str, str]]]
    facts: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


Join = Callable[[str, Sequence[Mapping[str, str]], Sequence[Mapping[str, str]]], Sequence[Mapping[str, str]]]
"""Of a table: its name, the rows that there were, and the new ones. Raises BadSource."""


Again = Callable[[str, Mapping[str, Any], Callable[[str], None]], Content | None]
"""Reads a source, told what was noted of it last time (the facts), and tells how far it is; None: nothing changed."""


@dataclass(frozen=True)
class Reader:
    """How the command `gegevens importeer-<id>` reads a source.

    read: is given a file's name or an address, and says what is in it; raises BadSource. It loads
    what it needs when it is called: a server knows every source, and reads none. help: what
    the command tells of itself, in Dutch, with an example. join: makes one table of what the folder
    had and what was read, for a source that need not give all of it at once; without it the new rows are the table.
    again: instead of read, for a source that is asked for what changed.
    """

    read: Callable[[str], Content]
    help: str
    join: Join | None = None
    again: Again | None = None


@dataclass(frozen=True)
class Source:
    """Where data come from.

    id: its name in commands and in the column `bron`. title: as people know it, in Dutch.
    subject: what attributions put before it; sources with the same one are named together.
    credit: how an attribution names it; "": it does not. about: on `/over`, before the title;
    note: there, after it. address: where it is; "": every row has an address of its own.
    licence: None when every row has its own terms. holder: who must be named; mark: how, in a
    corner of the map. tables: what it fills; optional: a data folder may be without them.

    since: how far back it can be trusted, up to its peildatum; None: a row tells of the moment
    that it names and of no other, so nothing of it can begin or end. comparable: whether it has
    all of its kind for every gemeente, so that counts of it compare.
    """

    id: str
    title: str
    subject: str
    tables: tuple[str, ...]
    credit: str = ""
    about: str = ""
    note: str = ""
    address: str = ""
    licence: Licence | None = None
    holder: str = ""
    mark: str = ""
    optional: bool = False
    since: date | None = None
    comparable: bool = False
    reader: Reader | None = None

    @property
    def dated(self) -> bool:
        """Whether it tells when things begin and end."""
        return self.since is not None

    def describe(self, facts: Mapping[str, Any]) -> dict[str, Any]:
        """As `datapackage.json` lists it among its sources. facts: what an import knew of it."""
        return {
            "title": self.title,
            "path": self.address,
            **({"license": self.licence.id} if self.licence else {}),
            **({"attribution": self.holder} if self.holder else {}),
            **facts,
        }

    def named(self, facts: Mapping[str, Any]) -> str:
        """As an attribution names it: with the year of its data where that is known, and the licence."""
        year = f", {facts['jaar']}" if "jaar" in facts else ""
        return f"{self.credit}{year}" + (f" ({self.licence.name})" if self.licence else "")
