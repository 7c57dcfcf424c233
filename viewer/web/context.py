"""What an answer is made from, with types: the site, its edition, and what the address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Flask, current_app, g, request

from viewer.dataset import Dataset
from viewer.errors import BadSelection
from viewer.filters import FILTERS
from viewer.selection import ENKELVOUDIG, Selection, read_selection
from viewer.settings import Settings
from viewer.store import Store
from viewer.web.assets import Assets
from viewer.web.edition import Edition
from viewer.web.huisstijl import Huisstijl
from viewer.web.leads import explained, known_days_only, understood
from viewer.web.reading import choose, how, misspelled

_KEY = "samenwerkingskaart"


@dataclass(frozen=True)
class Site:
    """What one application is made of: the same for every request. texts: whether it shows the register's own
    prose where the data have it; what is published does not."""

    settings: Settings
    store: Store[Edition]
    assets: Assets
    huisstijl: Huisstijl
    texts: bool = True


@dataclass(frozen=True)
class Asked:
    """What one request is answered from, and asks for."""

    settings: Settings
    edition: Edition
    selection: Selection

    @property
    def dataset(self) -> Dataset:
        """The data that are in service."""
        return self.edition.dataset

    @property
    def day(self) -> date:
        """The day that is asked for, else that of the data."""
        return self.selection.peildatum or self.dataset.peildatum


def install(app: Flask, site: Site) -> None:
    """Gives an application what it is made of; `site_of` finds it."""
    app.extensions[_KEY] = site


def site_of(app: Flask) -> Site:
    """What an application is made of."""
    site: Site = app.extensions[_KEY]
    return site


def this_site() -> Site:
    """What the application that answers this request is made of."""
    return site_of(current_app)


def edition() -> Edition:
    """The edition that this request is answered from, from its first use to its end. Raises BadPackage
    when there are no good data at all."""
    if "edition" not in g:
        g.edition = this_site().store.current()
    value: Edition = g.edition
    return value


def asked(*also: str) -> Asked:
    """What this request asks for; also: parameters that its address takes besides a selection.

    Raises BadSelection; on a page that is read kindly (`reading`) nothing but `leads.Moved`, when
    what is chosen has another name today.
    """
    now, read = edition(), how()
    dataset = now.dataset
    pairs = list(request.args.items(multi=True)) if read is None else read.pairs
    reading = read_selection(pairs, dataset, also, kindly=read is not None)
    reading = known_days_only(reading, dataset.peildatum)
    faults = [explained(fault, dataset) for fault in reading.faults]
    selection = reading.selection
    if read is None:
        if wrong := (*reading.strange, *faults):
            raise BadSelection(wrong)
    elif read.all:
        own = [pair for pair in pairs if pair[0] in also]
        selection = understood(read, reading, dataset, this_site().settings.provincie, own)
    elif wrong := (*misspelled(reading.strange, (*FILTERS, *ENKELVOUDIG, *also)), *faults):
        raise BadSelection(wrong)
    choose(selection.pairs())
    return Asked(this_site().settings, now, selection)
