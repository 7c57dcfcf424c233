"""`/tabel`: what the filters show as a table that sorts, with the columns that one chooses."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from viewer.columns import COLUMNS, PAGE
from viewer.exports.beschrijving import schema_org
from viewer.exports.rows import Cel, Tabel, verbanden_tabel
from viewer.facets import empty_words, form_facets
from viewer.web.address import STAND_IN
from viewer.web.answers import page
from viewer.web.context import asked
from viewer.web.parameters import PAGE_SIZE, one_of, several_of, whole_number
from viewer.web.reading import kindly

blueprint = Blueprint("table", __name__)
_BY_KEY = {c.heading.key: c for c in PAGE if c.heading}
_WITH_ID = (COLUMNS[0], *PAGE)


STANDAARD = tuple(c.heading.key for c in PAGE[1:] if c.heading and c.heading.default)
"""Shown to who chose no columns, beside the first one, which is always there."""


@blueprint.get("/tabel")
@kindly
def table() -> Response:
    """The samenwerkingsverbanden that the filters leave, sortable and by the page."""
    ask = asked("sorteer", "pagina", "kolom")
    names = list(_BY_KEY)
    order = one_of("sorteer", (*names, *(f"-{name}" for name in names)), "naam")
    number = whole_number("pagina", 1, 100_000) or 1
    chosen = _columns()

    def make() -> str:
        rows = _sorted(verbanden_tabel(ask.dataset, ask.selection, ask.settings.provincie, _WITH_ID), order)
        return render_template(
            "tabel.html",
            rijen=rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
            slugs=ask.dataset.verbanden["slug"],
            totaal=len(rows),
            pagina=number,
            laatste=max(1, -(-len(rows) // PAGE_SIZE)),
            sorteer=order,
            alle_kolommen=PAGE,
            kolommen=[_BY_KEY[name] for name in names if name in ("naam", *chosen)],
            gekozen=chosen,
            eigen_kolommen=() if set(chosen) == set(STANDAARD) else chosen,
            keuze=ask.selection,
            dataset=ask.dataset,
            dag=ask.day,
            facetten=form_facets(ask.dataset, ask.selection, ask.settings),
            waarop=empty_words(ask.selection),
            beschrijving=schema_org(ask.dataset, ask.settings, STAND_IN),
        )

    return page(f"tabel/{order}/{number}/{'.'.join(chosen)}{ask.selection.query()}", make)


def _columns() -> tuple[str, ...]:
    """The chosen columns, in the order of the page. Raises BadSelection for one that there is not."""
    return tuple(several_of("kolom", list(_BY_KEY)[1:]) or STANDAARD)


def _sorted(tabel: Tabel, sorteer: str) -> list[dict[str, Cel]]:
    rijen = tabel.records()
    kolom = _BY_KEY[sorteer.removeprefix("-")].name
    vol = [rij for rij in rijen if rij[kolom] not in (None, "")]
    leeg = [rij for rij in rijen if rij[kolom] in (None, "")]
    if sorteer != "naam":  # by name they are already, accents and capitals disregarded
        vol.sort(key=lambda rij: _key(rij[kolom]), reverse=sorteer.startswith("-"))
    return vol + leeg  # what is unknown comes last, whichever way


def _key(cel: Cel) -> tuple[int, str] | tuple[int]:
    return (cel,) if isinstance(cel, int) else (0, str(cel).casefold())
