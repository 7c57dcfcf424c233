"""Filters with live counts: how many samenwerkingsverbanden each option would leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from viewer.dataset import Dataset
from viewer.filters import ADDS, FILTERS, LAYERS, Filter, Option
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.wording import in_words


@dataclass(frozen=True)
class Optie:
    """One option of a filter. aantal: how many samenwerkingsverbanden it gives, beside what the
    other filters leave."""

    slug: str
    naam: str
    aantal: int
    gekozen: bool


@dataclass(frozen=True)
class Facet:
    """One filter as a form shows it; parameter is its name in the address."""

    filter: Filter
    opties: tuple[Optie, ...]

    @property
    def parameter(self) -> str:
        """Its name in the address."""
        return self.filter.parameter

    @property
    def titel(self) -> str:
        """What stands above its options."""
        return self.filter.titel

    @property
    def gekozen(self) -> bool:
        """Whether any of its options is chosen."""
        return any(optie.gekozen for optie in self.opties)


def facets(
    dataset: Dataset,
    keuze: Selection,
    settings: Settings,
    also: Collection[str] = (),
    among: Selection | None = None,
) -> tuple[Facet, ...]:
    """The filters that forms show, and those in `also`; options that give nothing are left out unless
    chosen. A chosen option is always there, offered or not: what filters is told.

    among: count within this selection instead, for a form whose filters do not wait for each other.
    """
    telt = keuze if among is None else among
    dag = telt.peildatum or dataset.peildatum
    left = dataset.select_ids(telt, settings.provincie, zonder=LAYERS)
    out = []
    for een in FILTERS.values():
        if not een.shown and een.parameter not in also:
            continue
        ids = left
        if telt[een.parameter] and not een.layers and not een.adds:
            ids = dataset.select_ids(telt, settings.provincie, zonder=(*LAYERS, een.parameter))
        aantallen = _counts(dataset, een, ids, dag)
        gekozen = keuze[een.parameter]
        aanbod = dataset.filters.offered(een, settings)
        opties = [o for o in aanbod if aantallen[o.slug] or o.slug in gekozen]
        opties += [o for o in _chosen(dataset, een, gekozen) if o not in aanbod]
        out.append(_facet(een, opties, aantallen, gekozen))
    return tuple(out)


def form_facets(
    dataset: Dataset,
    keuze: Selection,
    settings: Settings,
    also: Collection[str] = (),
    among: Selection | None = None,
) -> tuple[Facet, ...]:
    """As `facets`; and of the other filters what is chosen, so that a form shows all that filters and
    lets one undo it."""
    out = facets(dataset, keuze, settings, also, among)
    getoond = {facet.parameter for facet in out}
    anders = [(FILTERS[naam], slugs) for naam, slugs in keuze.chosen if naam not in (*getoond, *ADDS)]
    telt = keuze if among is None else among
    dag = telt.peildatum or dataset.peildatum
    ids = dataset.select_ids(telt, settings.provincie) if anders else ()
    return out + tuple(
        _facet(een, _chosen(dataset, een, slugs), _counts(dataset, een, ids, dag), slugs) for een, slugs in anders
    )


def empty_words(keuze: Selection) -> list[str]:
    """What may have left nothing, in words: "regio", "onderwerp"; for the sentence that says so."""
    woorden = [FILTERS[naam].leeg for naam, _ in keuze.chosen if naam not in (*LAYERS, *ADDS)]
    return [*woorden, *([f'"{keuze.q}"'] if keuze.q else []), *(["datum"] if keuze.peildatum else [])]


def chosen_words(dataset: Dataset, keuze: Selection) -> list[str]:
    """What a selection chooses but for its day, in words: "onderwerp: veiligheid", "zoekwoord: “afval”"."""
    woorden = []
    for naam, slugs in keuze.chosen:
        if naam not in ADDS and slugs:
            namen = {option.slug: option.naam for option in _chosen(dataset, FILTERS[naam], slugs)}
            titel = FILTERS[naam].titel
            woorden.append(f"{titel[:1].lower()}{titel[1:]}: {in_words([namen.get(slug, slug) for slug in slugs])}")
    return [*woorden, *([f"zoekwoord: “{keuze.q}”"] if keuze.q else [])]


def _chosen(dataset: Dataset, een: Filter, gekozen: Collection[str]) -> list[Option]:
    return [option for option in dataset.filters.options[een.parameter] if option.slug in gekozen]


def _facet(een: Filter, options: Iterable[Option], aantallen: Counter[str], gekozen: Collection[str]) -> Facet:
    return Facet(een, tuple(Optie(o.slug, o.naam, aantallen[o.slug], o.slug in gekozen) for o in options))


def _counts(dataset: Dataset, een: Filter, ids: Iterable[str], dag: date) -> Counter[str]:
    per_id = dataset.slugs_on(een.parameter, dag)
    return Counter(slug for id_ in ids for slug in per_id.get(id_, ()))
