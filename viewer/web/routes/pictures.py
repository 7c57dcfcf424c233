"""`/kaart.png` and `/kaart.svg`: the map as a picture, for cards, print, and pages without JavaScript."""

from __future__ import annotations

import re

from flask import Blueprint, Response, current_app, request

from viewer.selection import parse_selection
from viewer.web.parameters import one_of
from viewer.web.routes.pages import edition

blueprint = Blueprint("pictures", __name__)
_SOORTEN = {"png": "image/png", "svg": "image/svg+xml"}
_MATEN = ("kaart", "groot")


@blueprint.get("/kaart.png")
def png() -> Response:
    """The map of a selection as PNG."""
    return _picture("png")


@blueprint.get("/kaart.svg")
def svg() -> Response:
    """The map of a selection as SVG."""
    return _picture("svg")


def _picture(formaat: str) -> Response:
    ed, settings = edition(), current_app.extensions["settings"]
    keuze = parse_selection(request.args.items(multi=True), ed.dataset, ook=("maat",))
    maat = one_of("maat", _MATEN, "kaart")

    def maak() -> bytes:
        # matplotlib takes a second to load, and most visitors never ask for a picture
        from viewer.kaart.picture import MATEN, draw_picture  # noqa: PLC0415

        return draw_picture(ed.dataset, keuze, settings, MATEN[maat], formaat)

    antwoord = Response(ed.pictures.get(f"{formaat}/{maat}{keuze.query()}", maak), mimetype=_SOORTEN[formaat])
    antwoord.headers["Cache-Control"] = "public, max-age=300, stale-while-revalidate=86400"
    # An SVG that is opened by itself has its styles inside; it can do nothing else.
    antwoord.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
    )
    antwoord.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    naam = re.sub(r"[^a-z0-9]+", "-", "-".join(("samenwerkingskaart", *keuze.gemeente, *keuze.verband))[:80])
    antwoord.headers["Content-Disposition"] = f'inline; filename="{naam}.{formaat}"'
    antwoord.add_etag()
    antwoord.make_conditional(request)
    return antwoord
