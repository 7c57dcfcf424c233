"""The one place where query parameters become a `Selection`, and a `Selection` an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from urllib.parse import urlencode

from viewer.days import is_whole_day, read_day
from viewer.errors import BadSelection, BadValue
from viewer.filters import ADDS, COUNT_ALL, FILTERS, OLD_NAMES
from viewer.model import slugify
from viewer.wording import long_date

MEERVOUDIG = tuple(FILTERS)
"""Parameters that can be repeated; within one the values widen, between two they narrow."""

ENKELVOUDIG = ("peildatum", "q")
MAX_WAARDEN = 60
MAX_TEKST = 200
EERSTE_DAG, LAATSTE_DAG = date(1980, 1, 1), date(2100, 12, 31)
_PARTS = 4
"""So many times a comma can stand in a name, and not between two: "Nuenen, Gerwen en Nederwetten"."""


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

    @property
    def counting_all(self) -> Selection:
        """The same, with everything that can be counted where gemeenten are compared."""
        return self.having(**COUNT_ALL)

    @property
    def register_alone(self) -> Selection:
        """The same, with the register alone counted there."""
        return self.having(**dict.fromkeys(ADDS, ()))

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


@dataclass(frozen=True)
class Reading:
    """What query parameters say, as far as they can be understood.

    selection: what they choose. strange: parameters that there are not; faults: values that there are
    not, or too many; remarks: how something was taken, in a sentence.
    """

    selection: Selection
    strange: tuple[BadValue, ...] = ()
    faults: tuple[BadValue, ...] = ()
    remarks: tuple[str, ...] = ()


def parse_selection(paren: Iterable[tuple[str, str]], woorden: Woordenlijst, ook: Iterable[str] = ()) -> Selection:
    """Reads query parameters.

    paren: as in a query string, repeated names included; ook: other names that the address accepts.
    Empty values are passed over, as an unfilled form field sends them.
    Raises BadSelection with every parameter or value that is unknown, repeated or too long.
    """
    reading = read_selection(paren, woorden, ook)
    if fout := (*reading.strange, *reading.faults):
        raise BadSelection(fout)
    return reading.selection


def read_selection(
    paren: Iterable[tuple[str, str]], woorden: Woordenlijst, ook: Iterable[str] = (), *, kindly: bool = False
) -> Reading:
    """As `parse_selection`, but what cannot be understood is told and left out. kindly: also understands
    names for slugs and other ways to write a day."""
    fout: list[BadValue] = []
    vreemd: list[BadValue] = []
    gevonden: dict[str, list[str]] = {naam: [] for naam in (*MEERVOUDIG, *ENKELVOUDIG)}
    toegestaan = {*gevonden, *ook}
    for naam_of_vroeger, ruw in paren:
        naam = OLD_NAMES.get(naam_of_vroeger, naam_of_vroeger)
        waarde = ruw.strip()
        if naam not in toegestaan:
            vreemd.append(BadValue(_kort(naam), _kort(ruw), f"Parameter {_kort(naam)!r} is onbekend."))
        elif naam in gevonden:
            gevonden[naam].append(waarde)
    keuzes = {naam: _slugs(naam, gevonden[naam], woorden, fout, kindly) for naam in FILTERS}
    dag = _een("peildatum", gevonden["peildatum"], fout)
    peildatum = _peildatum(dag, fout, kindly)
    opmerking: tuple[str, ...] = ()
    if kindly and peildatum is not None and not is_whole_day(dag):
        opmerking = (f"“{dag}” lezen wij als {long_date(peildatum)}.",)
    q = _q(_een("q", gevonden["q"], fout), fout)
    return Reading(Selection(keuzes.items(), peildatum, q), tuple(vreemd), tuple(fout), opmerking)


def _slugs(naam: str, waarden: list[str], woorden: Woordenlijst, fout: list[BadValue], kindly: bool) -> tuple[str, ...]:
    def slug_of(waarde: str) -> str | None:
        slug = woorden.slug_of(naam, waarde)
        return woorden.slug_of(naam, slugify(waarde)) if slug is None and kindly else slug

    if FILTERS[naam].many:
        waarden = [deel for waarde in waarden for deel in _one_by_one(waarde, slug_of, naam == "gemeente")]
    if len(waarden) > MAX_WAARDEN:
        fout.append(BadValue(naam, "", f"{naam} mag hoogstens {MAX_WAARDEN} keer voorkomen."))
        waarden = waarden[:MAX_WAARDEN]
    if not FILTERS[naam].many:
        waarden = [_een(naam, waarden, fout)]
    out: list[str] = []
    for waarde in filter(None, waarden):
        slug = slug_of(waarde)
        if slug is None:
            mens = f"{FILTERS[naam].titel} “{_kort(waarde)}” kennen wij niet."
            fout.append(BadValue(naam, _kort(waarde), f"{naam} {_kort(waarde)!r} is onbekend.", mens))
        else:
            out.append(slug)
    return tuple(dict.fromkeys(out))


def _one_by_one(waarde: str, slug_of: Callable[[str], str | None], always: bool) -> list[str]:
    """The values in one that holds several with commas between them, of which some are known. always: also when
    none is; a name with a comma in it stays one."""
    delen = [deel for ruw in waarde.split(",") if (deel := ruw.strip())]
    if len(delen) < 2 or slug_of(waarde) is not None:
        return [waarde]
    out: list[str] = []
    begin = 0
    while begin < len(delen) and len(out) <= MAX_WAARDEN:
        ends = range(min(begin + _PARTS, len(delen)), begin, -1)
        end = next((end for end in ends if slug_of(", ".join(delen[begin:end])) is not None), begin + 1)
        out.append(", ".join(delen[begin:end]))
        begin = end
    return out if always or any(slug_of(een) is not None for een in out) else [waarde]


def _een(naam: str, waarden: list[str], fout: list[BadValue]) -> str:
    ingevuld = [waarde for waarde in waarden if waarde]
    if len(ingevuld) > 1:
        fout.append(BadValue(naam, _kort(ingevuld[1]), f"{naam} mag maar een keer voorkomen."))
    return ingevuld[0] if ingevuld else ""


def _peildatum(tekst: str, fout: list[BadValue], kindly: bool) -> date | None:
    if not tekst:
        return None
    try:
        dag = read_day(tekst) if kindly else None
        return parse_day("peildatum", tekst if dag is None else dag.isoformat())
    except BadSelection as gevonden:
        mens = f"{wrong_day(tekst)} U ziet de nieuwste gegevens."
        fout.extend(replace(waarde, waarde=_kort(tekst), mens=mens) for waarde in gevonden.waarden)
        return None


def _q(tekst: str, fout: list[BadValue]) -> str:
    if len(tekst) > MAX_TEKST or "\0" in tekst:
        fout.append(BadValue("q", _kort(tekst), f"q mag hoogstens {MAX_TEKST} gewone tekens hebben."))
    return tekst.replace("\0", "")[:MAX_TEKST].strip()


def wrong_day(tekst: str) -> str:
    """What is wrong with a text that is no day to choose, in words for people."""
    return f"“{_kort(tekst)}” is geen dag van {long_date(EERSTE_DAG)} tot en met {long_date(LAATSTE_DAG)}."


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
