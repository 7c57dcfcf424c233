"""The line that shows the map in another site, as data. Twin: static/js/views/embed.js."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from viewer.dataset import Dataset
from viewer.filters import FILTERS
from viewer.limits import NAMED_IN_TITLE
from viewer.selection import Selection
from viewer.views.cards import View


def with_left_out(query: str, left_out: Sequence[str]) -> str:
    """A query string to which what an embed leaves out is added, so that it stays left out."""
    part = urlencode([("zonder", what) for what in left_out])
    return f"{query or '?'}{'&' if query else ''}{part}" if part else query


def embed(
    dataset: Dataset,
    keuze: Selection,
    title: str,
    zonder: Sequence[str] = (),
    breedte: str = "100%",
    hoogte: int = 600,
    script: bool = False,
) -> View:
    """The frame with a selection. title: of the map; the frame's says what is chosen too. zonder: what it
    leaves out; breedte, hoogte: of the frame; script: whether the line loads our script as well."""
    names = [dataset.verbanden["naam"][dataset.id_of(slug)] for slug in keuze.verband[:NAMED_IN_TITLE]]
    names += [dataset.gemeenten["naam"][dataset.code_of(slug)] for slug in keuze.gemeente[:NAMED_IN_TITLE]]
    names += [
        dataset.filters.name_of(een.parameter, slug)
        for een in FILTERS.values()
        if een.shown
        for slug in keuze[een.parameter][:NAMED_IN_TITLE]
    ]
    return {
        "titel": f"{title}: {', '.join(names)}" if names else title,
        "adres": f"/kaart{with_left_out(keuze.query(), zonder)}",
        "breedte": breedte,
        "breedste": "none" if breedte.endswith("%") else f"{breedte}px",
        "hoogte": hoogte,
        "script": script,
    }
