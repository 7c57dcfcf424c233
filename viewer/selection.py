"""The one place where query parameters become a `Selection`, and a `Selection` an address."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from urllib.parse import urlencode

from viewer.errors import BadSelection, BadValue
from viewer.filters import FILTERS, OLD_NAMES

MEERVOUDIG = tuple(FILTERS)
"""Parameters that can be repeated; within one the values widen, between two they narrow."""

ENKELVOUDIG = ("peildatum", "q")
MAX_WAARDEN = 60
MAX_TEKST = 200
EERSTE_DAG, LAATSTE_DAG = date(1980, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, init=False)
class Selection:
    """What a visitor chose: `keuze["thema"]` is a tuple of slugs as addresses have them, in the order
    given, each once, for every parameter in FILTERS; empty where nothing is chosen.

    chosen: the same of those with a choice, in the order of FILTERS. peildatum None: the day of the
    register's data. q: words to search for.
    """

    chosen: tuple[tuple[str, tuple[str, ...]], ...]
    peildatum: date | None
    q: str

    def __init__(
        self,
        chosen: Iterable[tuple[str, tuple[str, ...]]] = (),
        peildatum: date | None = None,
        q: str = "",
        **filters: tuple[str, ...],
    ) -> None:
        alle = {**dict(chosen), **filters}
        if vreemd := alle.keys() - FILTERS.keys():
            raise TypeError(f"geen filter: {', '.join(sorted(vreemd))}")
        paren = tuple((naam, tuple(alle[naam])) for naam in FILTERS if alle.get(naam))
        for veld, waarde in (("chosen", paren), ("peildatum", peildatum), ("q", q)):
            object.__setattr__(self, veld, waarde)  # frozen from here on

    def __getitem__(self, parameter: str) -> tuple[str, ...]:
        if parameter not in FILTERS:
            raise KeyError(parameter)
        return next((slugs for naam, slugs in self.chosen if naam == parameter), ())

    @property
    def gemeente(self) -> tuple[str, ...]:
        """The chosen gemeenten."""
        return self["gemeente"]

    @property
    def verband(self) -> tuple[str, ...]:
        """The chosen samenwerkingsverbanden: on the map, its layers."""
        return self["verband"]

    @property
    def regio(self) -> tuple[str, ...]:
        """The chosen regions."""
        return self["regio"]

    def having(self, **filters: tuple[str, ...]) -> Selection:
        """The same with some filters chosen otherwise."""
        return Selection({**dict(self.chosen), **filters}.items(), self.peildatum, self.q)

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters in one fixed order, so that equal selections have equal addresses."""
        paren = [(naam, waarde) for naam, waarden in self.chosen for waarde in waarden]
        if self.peildatum is not None:
            paren.append(("peildatum", self.peildatum.isoformat()))
        if self.q:
            paren.append(("q", self.q))
        return paren

    def query(self) -> str:
        """The query string with its question mark, or "" when nothing is chosen."""
        paren = self.pairs()
        return f"?{urlencode(paren)}" if paren else ""

    def without(self, parameter: str, waarde: str = "") -> Selection:
        """The same but for one value of a repeatable parameter, or for a single one as a whole."""
        if parameter in FILTERS:
            return self.having(**{parameter: tuple(een for een in self[parameter] if een != waarde)})
        return replace(self, peildatum=None) if parameter == "peildatum" else replace(self, q="")

    def __bool__(self) -> bool:
        return bool(self.chosen or self.peildatum or self.q)


class Woordenlijst(Protocol):
    """Knows which options there are to filter on."""

    def slug_of(self, parameter: str, waarde: str) -> str | None:
        """The slug for a value of a filter (slug, code, id or name); None if unknown."""


def parse_selection(paren: Iterable[tuple[str, str]], woorden: Woordenlijst, ook: Iterable[str] = ()) -> Selection:
    """Reads query parameters.

    paren: as in a query string, repeated names included; ook: other names that the address accepts.
    Empty values are passed over, as an unfilled form field sends them.
    Raises BadSelection with every parameter or value that is unknown, repeated or too long.
    """
    fout: list[BadValue] = []
    gevonden: dict[str, list[str]] = {naam: [] for naam in (*MEERVOUDIG, *ENKELVOUDIG)}
    toegestaan = {*gevonden, *ook}
    for naam_of_vroeger, ruw in paren:
        naam = OLD_NAMES.get(naam_of_vroeger, naam_of_vroeger)
        waarde = ruw.strip()
        if naam not in toegestaan:
            fout.append(BadValue(_kort(naam), _kort(ruw), f"Parameter {_kort(naam)!r} is onbekend."))
        elif naam in gevonden:
            gevonden[naam].append(waarde)
    keuzes = {naam: _slugs(naam, gevonden[naam], woorden, fout) for naam in FILTERS}
    peildatum = _peildatum(_een("peildatum", gevonden["peildatum"], fout), fout)
    q = _een("q", gevonden["q"], fout)
    if len(q) > MAX_TEKST or "\0" in q:
        fout.append(BadValue("q", _kort(q), f"q mag hoogstens {MAX_TEKST} gewone tekens hebben."))
    if fout:
        raise BadSelection(fout)
    return Selection(keuzes.items(), peildatum, q)


def _slugs(naam: str, waarden: list[str], woorden: Woordenlijst, fout: list[BadValue]) -> tuple[str, ...]:
    if len(waarden) > MAX_WAARDEN:
        fout.append(BadValue(naam, "", f"{naam} mag hoogstens {MAX_WAARDEN} keer voorkomen."))
        return ()
    if not FILTERS[naam].many:
        waarden = [_een(naam, waarden, fout)]
    out: list[str] = []
    for waarde in filter(None, waarden):
        slug = woorden.slug_of(naam, waarde)
        if slug is None:
            fout.append(BadValue(naam, _kort(waarde), f"{naam} {_kort(waarde)!r} is onbekend."))
        else:
            out.append(slug)
    return tuple(dict.fromkeys(out))


def _een(naam: str, waarden: list[str], fout: list[BadValue]) -> str:
    ingevuld = [waarde for waarde in waarden if waarde]
    if len(ingevuld) > 1:
        fout.append(BadValue(naam, _kort(ingevuld[1]), f"{naam} mag maar een keer voorkomen."))
    return ingevuld[0] if ingevuld else ""


def _peildatum(tekst: str, fout: list[BadValue]) -> date | None:
    if not tekst:
        return None
    try:
        return parse_day("peildatum", tekst)
    except BadSelection as gevonden:
        fout.extend(gevonden.waarden)
        return None


def parse_day(naam: str, tekst: str) -> date:
    """A day as YYYY-MM-DD from 1980 to 2100. Raises BadSelection that names the parameter."""
    try:
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", tekst, re.ASCII):
            raise ValueError
        dag = date.fromisoformat(tekst)
        if not EERSTE_DAG <= dag <= LAATSTE_DAG:
            raise ValueError
    except ValueError:
        wat = f"{naam} {_kort(tekst)!r} is geen dag als 2026-05-16 tussen 1980 en 2100."
        raise BadSelection([BadValue(naam, _kort(tekst), wat)]) from None
    return dag


def _kort(waarde: str) -> str:
    return waarde if len(waarde) <= 60 else f"{waarde[:57]}..."
