"""Single-valued query parameters beside the selection: a choice, a whole number, a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import request

from viewer.days import read_day
from viewer.errors import BadSelection, BadValue
from viewer.filters import OLD_NAMES
from viewer.limits import LEFT_OUT, MAX_PARTICIPANTS
from viewer.selection import parse_day, wrong_day
from viewer.web.leads import not_known_yet
from viewer.web.reading import accept, arguments, how, refuse

EARLIER = {"per-pagina": "perPagina"}
"""Parameters of before, still understood, with what they are called now."""

_OTHER_SERVICES = dict.fromkeys(
    ("service", "request", "version", "typename", "typenames"),
    " Dit is OGC API Features, geen WFS of WMS: kies in uw programma dat soort bron, met dit adres zonder parameters.",
)
"""Parameters of older services, with what to do instead."""

PAGING = ("pagina", "perPagina", *EARLIER)
"""Which page of a list, and how much of it."""


def single(naam: str) -> str:
    """The value of a parameter that may occur once, also under its earlier name; "" when it is absent or
    empty. Raises BadSelection when it occurs more often, unless the address is read kindly (`reading`), as
    do all of these; then it is the first one."""
    namen = (naam, *(vroeger for vroeger, nu in EARLIER.items() if nu == naam))
    waarden = [waarde for een in namen for waarde in arguments().getlist(een) if waarde]
    if len(waarden) > 1:
        refuse(BadValue(naam, waarden[1][:60], f"{naam} mag maar een keer voorkomen."))
    return waarden[0] if waarden else ""


def one_of(naam: str, keuzes: Iterable[str], standaard: str) -> str:
    """One of a few words. Raises BadSelection for another one."""
    waarde = single(naam) or standaard
    if how() is not None:
        waarde = waarde.casefold()
    toegestaan = sorted(set(keuzes))
    if waarde not in toegestaan:
        wat = f"{naam} {waarde[:60]!r} is onbekend; kies uit {', '.join(toegestaan)}."
        refuse(BadValue(naam, waarde[:60], wat, f"{naam}: “{waarde[:60]}” kennen wij niet."))
        return standaard
    if waarde != standaard:
        accept(naam, waarde)
    return waarde


def whole_number(naam: str, laagste: int, hoogste: int) -> int | None:
    """A number within bounds; None when it is absent. Raises BadSelection for anything else."""
    tekst = single(naam)
    if not tekst:
        return None
    if not (tekst.isascii() and tekst.isdigit() and laagste <= int(tekst[:9]) <= hoogste):
        refuse(BadValue(naam, tekst[:60], f"{naam} moet een getal van {laagste} tot {hoogste} zijn."))
        return None
    accept(naam, str(int(tekst)))
    return int(tekst)


def at_most() -> int | None:
    """`hoogstens`: the number of participants above which to leave a samenwerkingsverband out; None for
    no limit. Raises BadSelection."""
    return whole_number("hoogstens", 1, MAX_PARTICIPANTS)


def is_yes(name: str) -> bool:
    """Whether a parameter that is `ja` or `nee` is `ja`; absent it is `nee`. Raises BadSelection."""
    return one_of(name, ("ja", "nee"), "nee") == "ja"


def two_days(last: date) -> tuple[date, date]:
    """`tot`, else the last day there is, and `van`, else the first day of the year before that. Raises BadSelection,
    also when they are not in order."""
    second = _known("tot", day("tot", last), last)
    first = _known("van", day("van", date(second.year - 1, 1, 1)), last)
    if first >= second:
        refuse(BadValue("tot", second.isoformat(), "De tweede dag moet na de eerste liggen."))
        return min(first, second), max(first, second) if first != second else first + timedelta(1)
    return first, second


def _known(name: str, asked: date, last: date) -> date:
    """A day that there are data of, else the last one. Raises BadSelection as `refuse`."""
    if asked <= last:
        return asked
    refuse(not_known_yet(name, asked, last))
    accept(name, last.isoformat())
    return last


def day(naam: str, standaard: date) -> date:
    """A day. Raises BadSelection when it is none."""
    tekst = single(naam)
    if not tekst:
        return standaard
    try:
        read = read_day(tekst) if how() is not None else None
        found = parse_day(naam, tekst if read is None else read.isoformat())
    except BadSelection as fault:
        refuse(*(replace(one, mens=wrong_day(tekst)) for one in fault.waarden))
        return standaard
    accept(naam, found.isoformat())
    return found


def several_of(naam: str, keuzes: Sequence[str]) -> list[str]:
    """Those of a few words that a repeatable parameter asks for, or one with commas, in the order of keuzes.
    Raises BadSelection for another one."""
    gevraagd = [deel for waarde in arguments().getlist(naam) for deel in one_by_one(waarde)]
    if vreemd := [waarde for waarde in gevraagd if waarde not in keuzes]:
        wat = f"{naam} {vreemd[0][:60]!r} is onbekend; kies uit {', '.join(keuzes)}."
        refuse(BadValue(naam, vreemd[0][:60], wat, f"{naam}: “{vreemd[0][:60]}” kennen wij niet."))
    gevonden = [keuze for keuze in keuzes if keuze in gevraagd]
    accept(naam, *gevonden)
    return gevonden


def one_by_one(waarde: str) -> list[str]:
    """The words in a value, which may hold several with commas between them."""
    return [deel for ruw in waarde.split(",") if (deel := ruw.strip())]


def left_out() -> tuple[str, ...]:
    """What the address leaves out of an embed. Raises BadSelection for what cannot be."""
    return tuple(several_of("zonder", LEFT_OUT))


def address_with(**nieuw: int) -> str:
    """Path and query string of this request with some parameters replaced, the new ones last, and
    all under their names of now."""
    nu = {**OLD_NAMES, **EARLIER}
    paren = [(nu.get(naam, naam), w) for naam, w in request.args.items(multi=True) if naam not in nieuw]
    return f"{request.path}?{urlencode([*paren, *nieuw.items()])}"


def no_parameters() -> None:
    """Refuses every parameter. Raises BadSelection."""
    if request.args and how() is None:
        raise unknown_parameter(next(iter(request.args)))


def unknown_parameter(naam: str) -> BadSelection:
    """A parameter that an address does not have, in words."""
    naam = naam[:60]
    hint = _OTHER_SERVICES.get(naam.casefold(), "")
    return BadSelection([BadValue(naam, "", f"Parameter {naam!r} is hier onbekend.{hint}")])
