"""`/tabel`: what the filters show as a table that sorts, with the columns that one chooses."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from viewer.exports.beschrijving import schema_org
from viewer.views.form import form
from viewer.views.table import BY_KEY, FIRST, STANDARD, TableAsked, choices, columns_for_browser, table
from viewer.web.address import STAND_IN
from viewer.web.answers import page
from viewer.web.context import asked
from viewer.web.parameters import one_of, several_of, whole_number
from viewer.web.reading import kindly

blueprint = Blueprint("table", __name__)


@blueprint.get("/tabel")
@kindly
def table_page() -> Response:
    """The samenwerkingsverbanden that the filters leave, sortable and by the page."""
    ask = asked("sorteer", "pagina", "kolom")
    how = TableAsked(
        order=one_of("sorteer", (*BY_KEY, *(f"-{key}" for key in BY_KEY)), FIRST),
        pagina=whole_number("pagina", 1, 100_000) or 1,
        kolommen=tuple(several_of("kolom", [key for key in BY_KEY if key != FIRST]) or STANDARD),
    )

    def make() -> str:
        return render_template(
            "tabel.html",
            tabelbeeld=table(ask.dataset, ask.selection, ask.settings.provincie, how),
            formulier=form(ask.dataset, ask.selection, ask.settings, own=("q", "peildatum")),
            kolommen=choices(how),
            kolomgegevens=columns_for_browser(),
            eigen_kolommen=set(how.kolommen) != set(STANDARD),
            keuze=ask.selection,
            gegevens_urls=ask.edition.urls,
            beschrijving=schema_org(ask.dataset, ask.settings, STAND_IN),
        )

    return page(f"tabel{how.query(ask.selection, how.order, how.pagina)}", make)
