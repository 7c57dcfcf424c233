"""A form that carries a whole choice, as data: what it shows to tick, and what it hides."""

from __future__ import annotations

from collections.abc import Collection

from viewer.dataset import Dataset
from viewer.facets import Facet, facets, form_facets
from viewer.filters import ADDS
from viewer.limits import FIRST_DAY
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.views.cards import View


def field(facet: Facet, count: bool = True) -> View:
    """One filter to tick. aantal: how many an option gives, -1 where that is not told; geen: what it means to
    choose none."""
    return {
        "parameter": facet.parameter,
        "titel": facet.titel,
        "meer": facet.filter.many,
        "opties": [
            {"slug": o.slug, "naam": o.naam, "aantal": o.aantal if count else -1, "gekozen": o.gekozen}
            for o in facet.opties
        ],
        "gekozen": [o.naam for o in facet.opties if o.gekozen],
        "geen": facet.filter.none,
    }


def form(
    dataset: Dataset,
    keuze: Selection,
    settings: Settings,
    own: Collection[str] = (),
    also: Collection[str] = (),
    count: bool = True,
    alone: bool = False,
) -> View:
    """All parameters of a choice: filters in folds, and hidden what has no field.

    own: parameters that the form asks for itself. also: filters to show that forms usually don't.
    count: whether options tell how many they give. alone: they count as if nothing else were chosen.
    """
    among = Selection(peildatum=keuze.peildatum) if alone else None
    shown = [facet for facet in form_facets(dataset, keuze, settings, also, among) if facet.opties]
    asked = {facet.parameter for facet in shown} | set(own)
    return {
        "velden": [field(facet, count) for facet in shown],
        "verborgen": [[name, value] for name, value in keuze.pairs() if name not in asked],
        "peildatum": keuze.peildatum.isoformat() if keuze.peildatum else "",
        "q": keuze.q,
        "eerste": FIRST_DAY,
        "tot": dataset.peildatum.isoformat(),
    }


def panel_fields(dataset: Dataset, keuze: Selection, settings: Settings) -> list[View]:
    """The filters of the panel beside the map, and what counts too in its colours."""
    return [field(facet) for facet in facets(dataset, keuze, settings, ADDS) if facet.opties]
