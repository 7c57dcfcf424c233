"""`/taken`: the everyday tasks that residents know by their word, and who does each where."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from viewer.selection import Selection
from viewer.views.taken import by_thema, taken_here, who_does
from viewer.web.answers import page
from viewer.web.context import asked
from viewer.web.leads import Moved, unknown
from viewer.web.pasted import tidy_name
from viewer.web.reading import choose, how, kindly

blueprint = Blueprint("taken", __name__)


@blueprint.get("/taken")
@kindly
def taken() -> Response:
    """All taken by subject, with how many samenwerkingsverbanden do it here."""
    ask = asked()
    only = Selection(peildatum=ask.selection.peildatum)
    choose(only.pairs())

    def make() -> str:
        here = taken_here(ask.dataset, only, ask.settings.provincie)
        return render_template(
            "taken.html", groepen=by_thema(here), vraag=only.query(), dag=ask.day, dataset=ask.dataset
        )

    return page(f"taken?{ask.selection.peildatum}", make)


@blueprint.get("/taken/<slug>")
@kindly
def taak(slug: str) -> Response:
    """One taak: who does it where, and where no cooperation for it is known."""
    ask = asked()
    dataset, bare = ask.dataset, tidy_name(slug)
    known = dataset.slug_of("taak", slug) or dataset.slug_of("taak", bare)
    if known is None:
        raise unknown("taak", bare, "/taken", dataset)
    if known != slug:
        read = how()
        raise Moved(f"/taken/{known}{ask.selection.query()}", read.unread if read else ())
    only = Selection(peildatum=ask.selection.peildatum)
    choose(only.pairs())

    def make() -> str:
        view = who_does(dataset, slug, ask.day, ask.settings.provincie)
        layers = tuple(view["op_kaart"])
        return render_template(
            "taak.html",
            taak=dataset.taken[slug],
            beeld=view,
            kaart=Selection(taak=(slug,), verband=layers, peildatum=ask.selection.peildatum).query(),
            tabel=Selection(taak=(slug,), peildatum=ask.selection.peildatum).query(),
            vraag=only.query(),
            dag=ask.day,
            dataset=dataset,
        )

    return page(f"taak/{slug}?{ask.selection.peildatum}", make)
