"""The filters of one dataset, looked up: which word means which option, and who has it on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz, process

from viewer.filters import FILTERS, Filter, FilterSource, Holds, Option
from viewer.model import plain
from viewer.settings import Settings

_ALIKE = 75
"""Of 100; what a reader takes for a misspelling."""

Slugs = Mapping[str, tuple[str, ...]]


class FilterIndex:
    """Made once per dataset; never changes."""

    def __init__(self, source: FilterSource) -> None:
        self._source = source
        self.options = {name: tuple(een.options(source)) for name, een in FILTERS.items()}
        """Per parameter all that can be chosen, in the order of forms."""

        self._words = {name: _words(options) for name, options in self.options.items()}
        self._areas = {name: een.areas(source) for name, een in FILTERS.items() if een.areas}
        self._holds = {name: tuple(een.values(source)) for name, een in FILTERS.items() if een.values}
        self._dated = {name for name, all_ in self._holds.items() if any(h.van or h.tot for h in all_)}
        self._on_day = lru_cache(maxsize=256)(self._slugs_on)
        self.offered = lru_cache(maxsize=256)(self._offered)
        self.offered_first = lru_cache(maxsize=256)(self._offered_first)
        self.slugs_of_code = {name: _turned(areas) for name, areas in self._areas.items()}
        """Per parameter that chooses gemeenten: the options that hold each code."""

    def slug_of(self, parameter: str, value: str) -> str | None:
        """The option that a value in an address means: a slug, code, id or name; None if unknown."""
        return self._words[parameter].get(value.casefold())

    def name_of(self, parameter: str, slug: str) -> str:
        """What an option is called. Raises StopIteration when there is no such option."""
        return next(option.naam for option in self.options[parameter] if option.slug == slug)

    def like(self, parameter: str, value: str, most: int = 3) -> tuple[str, ...]:
        """The options whose name or slug is nearest to a value that is none of them, the best first."""
        named = {option.slug: plain(option.naam) for option in self.options[parameter]}
        # at this likeness "almeloo" finds Almelo, and "atlantis" nothing
        found = process.extract(plain(value), named, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=most)
        return tuple(slug for _, _, slug in found)

    def _offered(self, een: Filter, settings: Settings) -> tuple[Option, ...]:
        """The options that forms offer under some settings, in their order."""
        options = self.options[een.parameter]
        if een.offered is None:
            return options
        slugs = een.offered(self._source, settings)
        return tuple(option for option in options if option.slug in slugs)

    def _offered_first(self, een: Filter, settings: Settings) -> tuple[Option, ...]:
        """All options, those that forms offer first."""
        offered = self.offered(een, settings)
        first = {option.slug for option in offered}
        return (*offered, *(option for option in self.options[een.parameter] if option.slug not in first))

    def holds(self, parameter: str) -> tuple[Holds, ...]:
        """Which samenwerkingsverbanden have which options, through all days."""
        return self._holds[parameter]

    def codes(self, parameter: str, slugs: Iterable[str]) -> frozenset[str]:
        """The gemeenten of any of these options of a filter with areas; none for an unknown one."""
        areas = self._areas[parameter]
        return frozenset().union(*(areas.get(slug, frozenset()) for slug in slugs))

    def slugs_on(self, parameter: str, day: date) -> Slugs:
        """The options that each samenwerkingsverband has on a day, the main one first."""
        return self._on_day(parameter, day if parameter in self._dated else None)

    def _slugs_on(self, parameter: str, day: date | None) -> Slugs:
        found: dict[str, list[str]] = defaultdict(list)
        for verband, slug, van, tot in self._holds[parameter]:
            if day is None or ((van is None or van <= day) and (tot is None or day < tot)):
                found[verband].append(slug)
        return {verband: tuple(slugs) for verband, slugs in found.items()}


def _words(options: Iterable[Option]) -> dict[str, str]:
    """Every word for an option; a slug means the option that has it, whatever else others are called."""
    words = {word.casefold(): option.slug for option in options for word in option.words}
    return words | {option.slug.casefold(): option.slug for option in options}


def _turned(areas: Mapping[str, frozenset[str]]) -> Slugs:
    found: dict[str, list[str]] = defaultdict(list)
    for slug, codes in areas.items():
        for code in codes:
            found[code].append(slug)
    return {code: tuple(slugs) for code, slugs in found.items()}
