"""Where a choice leads that is not quite there: to its name of today, or to a note with what it can mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import pandas as pd
from flask import request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from viewer.dataset import Dataset
from viewer.errors import BadValue
from viewer.filters import FILTERS
from viewer.gemeente_index import Elders
from viewer.selection import Reading, Selection
from viewer.web import policies
from viewer.web.pasted import local
from viewer.web.reading import Note, Read
from viewer.wording import either, in_words, long_date, shorten

_MOST = 5
"""Suggestions for words that are not found."""


def explained(fault: BadValue, dataset: Dataset) -> BadValue:
    """Says of an ended gemeente, or a place, what to ask for instead."""
    found = dataset.elders.find(fault.waarde) if fault.parameter == "gemeente" else None
    if found is None:
        return fault
    return replace(fault, wat=f"{fault.wat} {where_it_lies(found, dataset)} Gebruik {' of '.join(found.slugs)}.")


def known_days_only(reading: Reading, newest: date) -> Reading:
    """A choice without a day after that of the data: of that day nobody knows anything yet."""
    day = reading.selection.peildatum
    if day is None or day <= newest:
        return reading
    return replace(
        reading,
        selection=reading.selection.without("peildatum"),
        faults=(*reading.faults, not_known_yet("peildatum", day, newest)),
    )


def not_known_yet(name: str, day: date, newest: date) -> BadValue:
    """What is wrong with a day after that of the data."""
    return BadValue(
        name,
        day.isoformat(),
        f"{name} {day.isoformat()} ligt na {newest.isoformat()}, de dag van de gegevens.",
        f"Wij weten nog niet hoe het op {long_date(day)} is. U ziet de stand van {long_date(newest)}.",
    )


def where_it_lies(found: Elders, dataset: Dataset) -> str:
    """In one sentence what became of an ended gemeente, or where a place lies."""
    names = in_words([dataset.gemeenten["naam"][dataset.code_of(slug)] for slug in found.slugs])
    if found.alias and len(found.slugs) > 1:
        return f"Er zijn {len(found.slugs)} gemeenten die {found.naam} heten: {names}."
    if found.alias:
        return f"{found.naam} is een andere naam van de gemeente {names}."
    if found.sinds is None:
        return f"{found.naam} ligt in {either(len(found.slugs), 'de gemeente', 'de gemeenten')} {names}."
    rest = f" {found.opmerking}" if found.opmerking else ""
    return f"{found.naam} is sinds {long_date(found.sinds)} geen gemeente meer en hoort bij {names}.{rest}"


def exists_since(code: str, dag: date, dataset: Dataset) -> str:
    """In a sentence since when a gemeente of today is one, and what was there on a day before; "" when it was one."""
    then = dataset.toen(code, dag)
    van = dataset.ooit["van"][code]
    if code in then or pd.isna(van):
        return ""
    names = in_words([dataset.gemeente_names[one]["naam"] for one in then])
    before = f" Op {long_date(dag)} {either(len(then), 'was', 'waren')} er nog {names}." if then else ""
    return f"{dataset.gemeente_names[code]['naam']} bestaat sinds {long_date(van)}.{before}"


def understood(read: Read, reading: Reading, dataset: Dataset, provincie: str, own: list[tuple[str, str]]) -> Selection:
    """What is left of a choice when a page shows what it can; tells the rest in notes. Raises Moved when a
    gemeente goes by another name today; what could not be read goes along, to be told there."""
    selection, moved = reading.selection, False
    lost = [fault for fault in reading.faults if fault.parameter in FILTERS and fault.waarde]
    for fault in reading.faults:
        found = dataset.elders.find(fault.waarde) if fault.parameter == "gemeente" else None
        if found is not None and len(found.slugs) == 1:
            gemeenten = dict.fromkeys((*selection.gemeente, *found.slugs))
            selection, moved = selection.having(gemeente=tuple(gemeenten)), True
            continue
        if fault.waarde:
            read.unread.append((fault.parameter, fault.waarde))
        if found is not None:
            links = _choices("gemeente", found.slugs, selection, dataset)
            read.tell(Note(where_it_lies(found, dataset), links))
            lost = [one for one in lost if one is not fault]
        elif fault in lost:
            near = dataset.filters.like(fault.parameter, fault.waarde)
            read.tell(Note(fault.mens, _choices(fault.parameter, near, selection, dataset)))
        else:
            read.tell(Note(fault.mens or fault.wat))
    if moved:
        read.chosen = selection.pairs()
        raise Moved(f"{request.path}{selection.query()}", [*read.unread, *own])
    for remark in reading.remarks:
        read.tell(Note(remark))
    read.lost = bool(lost) and not selection
    return _place_searched(read, selection, dataset, provincie)


def _place_searched(read: Read, selection: Selection, dataset: Dataset, provincie: str) -> Selection:
    """Words to search for that name a place lead to its gemeente; where they are found as words as well,
    a note offers it."""
    if not selection.q or selection.gemeente:
        return selection
    found = dataset.elders.find(selection.q)
    if found is None:
        if dataset.select(selection, provincie).empty:
            _suggest(read, selection, dataset)
        return selection
    if len(found.slugs) == 1 and dataset.select(selection, provincie).empty:
        read.tell(Note(f"U zocht {selection.q}. {where_it_lies(found, dataset)}"))
        return replace(selection.having(gemeente=found.slugs), q="")
    read.tell(Note(where_it_lies(found, dataset), _choices("gemeente", found.slugs, replace(selection, q=""), dataset)))
    return selection


def _suggest(read: Read, selection: Selection, dataset: Dataset) -> None:
    """Offers what looks like words that are not found: gemeenten, places with theirs, samenwerkingsverbanden."""
    bare = replace(selection, q="")
    links = list(_choices("gemeente", dataset.filters.like("gemeente", selection.q), bare, dataset))
    for found in dataset.elders.like(selection.q):
        links += [
            (address, found.naam if name == found.naam else f"{found.naam} ({name})")
            for address, name in _choices("gemeente", found.slugs, bare, dataset)
        ]
    links += _choices("verband", dataset.filters.like("verband", selection.q), bare, dataset)
    if links:
        each = {address: (address, name) for address, name in reversed(links)}
        read.tell(Note(f"Met “{selection.q}” vinden wij niets.", tuple(reversed(each.values()))[:_MOST]))


def _choices(
    parameter: str, slugs: Iterable[str], selection: Selection, dataset: Dataset
) -> tuple[tuple[str, str], ...]:
    """Links to this page with one of some options chosen too."""
    names = {option.slug: option.naam for option in dataset.filters.options[parameter]}
    return tuple(
        (f"{request.path}{selection.having(**{parameter: (*selection[parameter], slug)}).query()}", names[slug])
        for slug in slugs
    )


class Unknown(HTTPException):
    """A page is asked for of what there is not. what: in a sentence; links: (address, words) of what looks like it."""

    code = 404

    def __init__(self, what: str, links: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(what)
        self.what, self.links = what, tuple(links)


def unknown(parameter: str, name: str, folder: str, dataset: Dataset) -> Unknown:
    """That there is no page below a folder, such as "/gemeenten", with what looks like it."""
    shown = shorten(name, 60)
    own = {option.slug: option.naam for option in dataset.filters.options[parameter]}
    slugs = list(dataset.filters.like(parameter, name))
    if parameter == "gemeente":
        slugs += [slug for found in dataset.elders.like(name) for slug in found.slugs]
    what = f"{FILTERS[parameter].titel} “{shown}” kennen wij niet."
    return Unknown(what, [(f"{folder}/{slug}", own[slug]) for slug in list(dict.fromkeys(slugs))[:_MOST]])


class Moved(HTTPException):
    """What is asked for is elsewhere, for good. path: from the slash on; own: parameters to take along."""

    code = 301

    def __init__(self, path: str, own: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__()
        where, _, query = path.partition("?")
        pairs = "&".join(part for part in (query, urlencode(list(own))) if part)
        self.path = local(where) + (f"?{pairs}" if pairs else "")

    def get_headers(self, environ: object = None, scope: object = None) -> list[tuple[str, str]]:
        """Where it is, and how long to remember that."""
        return [("Content-Type", "text/html; charset=utf-8"), ("Location", self.path), ("Cache-Control", policies.PAGE)]

    def get_body(self, environ: object = None, scope: object = None) -> str:
        """A link for who does not go by itself."""
        return (
            f'<!doctype html><html lang="nl"><title>Verhuisd</title><p><a href="{escape(self.path)}">Ga verder</a></p>'
        )
