"""`/kaart.png` and `/kaart.svg`: the map as a picture, for cards, print, and pages without JavaScript."""

from __future__ import annotations

import re

from flask import Blueprint, Response

from viewer.exports.beschrijving import AREAS
from viewer.web.answers import picture
from viewer.web.context import asked
from viewer.web.parameters import one_of
from viewer.web.reading import kindly

blueprint = Blueprint("pictures", __name__)
_SIZES = ("kaart", "groot")


@blueprint.get("/kaart.png")
@kindly
def png() -> Response:
    """The map of a selection as PNG."""
    return _picture("png")


@blueprint.get("/kaart.svg")
@kindly
def svg() -> Response:
    """The map of a selection as SVG."""
    return _picture("svg")


def _picture(kind: str) -> Response:
    ask = asked("maat")
    selection = ask.selection
    size = one_of("maat", _SIZES, "kaart")

    def make() -> bytes:
        # matplotlib takes a second to load, and most visitors never ask for a picture
        from viewer.kaart.picture import MATEN, draw_picture  # noqa: PLC0415

        return draw_picture(ask.dataset, selection, ask.settings, MATEN[size], kind)

    name = re.sub(r"[^a-z0-9]+", "-", "-".join(("samenwerkingskaart", *selection.gemeente, *selection.verband))[:80])
    return picture(f"{kind}/{size}{selection.query()}", make, kind, name, AREAS)
