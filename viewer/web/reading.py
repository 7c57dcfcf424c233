"""How kindly an address is read: what there is not is refused, or passed over and told above the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import g, request
from werkzeug.datastructures import MultiDict

from viewer.errors import BadSelection, BadValue
from viewer.web.pasted import pairs_of

P = ParamSpec("P")
R = TypeVar("R")
_MAX_NOTES = 6


@dataclass(frozen=True)
class Note:
    """A sentence above a page. links: (address from the slash on, words) that follow it."""

    text: str
    links: tuple[tuple[str, str], ...] = ()


@dataclass
class Read:
    """How one request is read, and what came of it.

    all: values that there are not are passed over, not only parameters. own: what was asked for with
    the parameters of the page itself. chosen: of the whole site. lost: of what was chosen, nothing is left.
    unread: what was chosen and is not understood.
    """

    pairs: list[tuple[str, str]]
    all: bool
    notes: list[Note] = field(default_factory=list)
    own: dict[str, list[str]] = field(default_factory=dict)
    chosen: list[tuple[str, str]] = field(default_factory=list)
    lost: bool = False
    unread: list[tuple[str, str]] = field(default_factory=list)

    @property
    def query(self) -> str:
        """What is understood of the address, in one fixed form: "" or "?...". Equal requests have equal ones."""
        pairs = [*self.chosen, *((name, value) for name, values in self.own.items() for value in values)]
        return f"?{urlencode(pairs)}" if pairs else ""

    def tell(self, note: Note) -> None:
        """Adds a note, once; so many that they are still read."""
        if note not in self.notes and len(self.notes) < _MAX_NOTES:
            self.notes.append(note)


def kindly(view: Callable[P, R]) -> Callable[P, R]:
    """A page or picture: unknown parameters are ignored, unknown values are told in notes."""
    return _reading(view, everything=True)


def loosely(view: Callable[P, R]) -> Callable[P, R]:
    """A file to take away: unknown parameters are ignored but for misspelled ones, unknown values refused:
    nobody reads a note in a table."""
    return _reading(view, everything=False)


def _reading(view: Callable[P, R], everything: bool) -> Callable[P, R]:
    @wraps(view)
    def read(*args: P.args, **kwargs: P.kwargs) -> R:
        g.read = Read(pairs_of(request.query_string), everything)
        return view(*args, **kwargs)

    return read


def how() -> Read | None:
    """How this request is read; None when everything that there is not is refused."""
    read: Read | None = g.get("read")
    return read


def arguments() -> MultiDict[str, str]:
    """The parameters of this request."""
    read = how()
    return request.args if read is None else MultiDict(read.pairs)


def refuse(*faults: BadValue) -> None:
    """Tells what cannot be read, where that is passed over; else raises BadSelection."""
    read = how()
    if read is None or not read.all:
        raise BadSelection(faults)
    for fault in faults:
        read.tell(Note(fault.mens or fault.wat))


def accept(name: str, *values: str) -> None:
    """Remembers what a parameter of the page itself was understood to say."""
    read = how()
    if read is not None and values:
        read.own[name] = list(values)


def choose(pairs: list[tuple[str, str]]) -> None:
    """Remembers what was understood of the parameters of the whole site."""
    read = how()
    if read is not None:
        read.chosen = pairs


def misspelled(strange: Iterable[BadValue], known: Iterable[str]) -> list[BadValue]:
    """Of parameters that there are not those that look like one that there is."""
    names = list(known)
    return [fault for fault in strange if get_close_matches(fault.parameter.casefold(), names, 1, 0.8)]
