"""`/wie-met-wie`: which gemeenten have verbindingen, how strong, and on what: table, matrix and map."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from viewer.filters import ADDS
from viewer.views.form import form
from viewer.views.verbindingen import verbindingen_view
from viewer.web.answers import page
from viewer.web.context import asked
from viewer.web.parameters import whole_number
from viewer.web.reading import kindly

blueprint = Blueprint("verbindingen", __name__)


@blueprint.get("/wie-met-wie")
@kindly
def verbindingen_page() -> Response:
    """Question 3: which verbindingen there are between gemeenten."""
    ask, least = asked("minimaal"), whole_number("minimaal", 1, 999)
    now, selection = ask.edition, ask.selection

    def make() -> str:
        return render_template(
            "wie-met-wie.html",
            kaart=now.map_parts,
            gegevens_urls=now.urls,
            dataset=ask.dataset,
            keuze=selection,
            formulier=form(ask.dataset, selection, ask.settings, also=("gemeente", *ADDS), count=False),
            view=verbindingen_view(ask.dataset, selection, ask.settings.provincie, least),
            kaart_url=now.map_url,
        )

    return page(f"wie-met-wie/{least}{selection.query()}", make)


@blueprint.get("/verbanden")
def before() -> Response:
    """Where the page was until it got its present address."""
    query = request.query_string.decode("ascii", "replace")
    address = f"/wie-met-wie{'?' if query else ''}{query}"
    return Response(status=301, mimetype="text/html", headers={"Location": address})
