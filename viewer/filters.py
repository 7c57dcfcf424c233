"""What one can filter samenwerkingsverbanden on: the only list of it. All else follows from this one.

A new filter is one more `Filter` in FILTERS (and its row in the table of docs/adressen.md): addresses,
forms, counts, chips, the API, /ogc, downloads, pictures and the browser take it from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from viewer.bevoegd import BEVOEGDHEDEN, ORGANEN, Woord, bevoegdheid, orgaan
from viewer.model import (
    RECHTEN,
    THEMAS,
    Periode,
    periode_of,
    plain,
    recht_by_soort,
    slugify,
    thema_by_naam,
    verenig,
    vorm_by_naam,
    vormen_with,
)
from viewer.settings import Settings


@dataclass(frozen=True)
class Option:
    """One value of a filter. slug: in addresses; naam: for people; words: what else an address may say
    for it (a code, an id, a name); extra: what the browser gets besides slug and naam; search: words by which it
    finds what has this option, which it gets once the map works."""

    slug: str
    naam: str
    words: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    search: str = ""


class Holds(NamedTuple):
    """A samenwerkingsverband, by id, has an option, on the days `van <= dag < tot`; None: no limit."""

    verband: str
    slug: str
    van: date | None = None
    tot: date | None = None


class FilterSource(Protocol):
    """What a dataset tells its filters: its tables as rows by column name."""

    @property
    def verband_rows(self) -> Sequence[Mapping[str, Any]]:
        """Columns of `Dataset.verbanden`, and id."""

    @property
    def gemeente_rows(self) -> Sequence[Mapping[str, Any]]:
        """code, slug and naam of each gemeente of today."""

    @property
    def regio_rows(self) -> Sequence[Mapping[str, Any]]:
        """regio, naam and code: a gemeente in a region."""

    @property
    def taak_rows(self) -> Sequence[Mapping[str, Any]]:
        """slug, naam and woorden (a sequence) of each taak, in the order of forms."""

    @property
    def dossier_rows(self) -> Sequence[Mapping[str, Any]]:
        """A version of a regeling each: verband, van and tot (dates; None: it runs), and bevoegdheden, organen and
        grondslagen as the register words them."""

    @property
    def dubbelen(self) -> Mapping[str, str]:
        """Other ids that are understood, with the id that they stand for."""

    @property
    def verhuisd(self) -> Mapping[str, str]:
        """Slugs and ids of before, with the id of today."""

    def codes_in(self, provincie: str) -> frozenset[str]:
        """The gemeenten of a provincie or of the country."""

    def codes_through_time(self, code: str, *, all_of_it: bool = False) -> frozenset[str]:
        """A gemeente of today, and those whose place it took; all_of_it: whatever lies in it today."""


@dataclass(frozen=True)
class Filter:
    """Something to filter on; within one the chosen options widen, between two they narrow.

    parameter: its name in addresses. titel: above its options. leeg: what the sentence for no result
    calls it. wat, voorbeeld: for the description of the API. options: all that can be chosen, in the
    order of forms. Either `values` (which samenwerkingsverbanden have which option) or `areas` (the
    codes of the gemeenten of an option: whatever one of them takes part in is left).
    offered: the slugs that forms offer under some settings, None: all; another one still works.
    many: more than one option can be chosen. old_names: parameters of before, still understood.
    shown: forms show it, others carry it along. layers: on the map it switches layers on and filters
    nothing. table: its options are the rows of this table that the browser has anyway. adds: it filters
    nothing either, but has its samenwerkingsverbanden counted too where gemeenten are compared. none: what
    a form says where nothing is chosen.
    """

    parameter: str
    titel: str
    leeg: str
    wat: str
    voorbeeld: str
    options: Callable[[FilterSource], Sequence[Option]]
    values: Callable[[FilterSource], Iterable[Holds]] | None = None
    areas: Callable[[FilterSource], Mapping[str, frozenset[str]]] | None = None
    offered: Callable[[FilterSource, Settings], frozenset[str]] | None = None
    many: bool = True
    old_names: tuple[str, ...] = ()
    shown: bool = True
    layers: bool = False
    table: str = ""
    adds: bool = False
    none: str = "alles"


def per_row(slugs: Callable[[Mapping[str, Any]], Iterable[str]]) -> Callable[[FilterSource], Iterable[Holds]]:
    """`values` of a filter that follows from the columns of a samenwerkingsverband, on every day."""
    return lambda source: (Holds(row["id"], slug) for row in source.verband_rows for slug in slugs(row))


def _regions(source: FilterSource) -> Sequence[Option]:
    names = {row["regio"]: row["naam"] for row in source.regio_rows}
    return [Option(slug, naam) for slug, naam in sorted(names.items(), key=lambda pair: pair[1])]


def _region_codes(source: FilterSource) -> Mapping[str, frozenset[str]]:
    codes: dict[str, set[str]] = {}
    for row in source.regio_rows:
        codes.setdefault(row["regio"], set()).update(source.codes_through_time(row["code"], all_of_it=True))
    return {slug: frozenset(members) for slug, members in codes.items()}


def _offered_regions(source: FilterSource, settings: Settings) -> frozenset[str]:
    here = source.codes_in(settings.provincie)
    slugs = {slug for slug, codes in _region_codes(source).items() if codes & here}
    return frozenset(slugs & set(settings.regios) if settings.regios else slugs)


def _gemeenten(source: FilterSource) -> Sequence[Option]:
    rows = sorted(source.gemeente_rows, key=lambda row: plain(row["naam"]))
    return [Option(row["slug"], row["naam"], (row["code"], *_digits(row["code"]), row["naam"])) for row in rows]


def _digits(code: str) -> tuple[str, ...]:
    """A code as tables of others have it: 0193, 193."""
    return code[2:], code[2:].lstrip("0")


def _offered_gemeenten(source: FilterSource, settings: Settings) -> frozenset[str]:
    here = source.codes_in(settings.provincie)
    return frozenset(row["slug"] for row in source.gemeente_rows if row["code"] in here)


def _verband_options(source: FilterSource) -> Sequence[Option]:
    others: dict[str, list[str]] = {}
    for other, id_ in (*source.dubbelen.items(), *source.verhuisd.items()):
        others.setdefault(id_, []).append(other)
    rows = sorted(source.verband_rows, key=lambda row: plain(row["naam"]))
    return [Option(row["slug"], row["naam"], (row["id"], *others.get(row["id"], ()))) for row in rows]


def _taken(source: FilterSource) -> Sequence[Option]:
    """All taken, by name; a word that people use for one means it where no other has that word."""
    of: dict[str, set[str]] = {}
    for row in source.taak_rows:
        for word in (row["naam"], *row["woorden"]):
            of.setdefault(word.casefold(), set()).add(row["slug"])
    return [
        Option(
            row["slug"],
            row["naam"],
            tuple(w for w in (row["naam"], *row["woorden"]) if len(of[w.casefold()]) == 1),
            search=";".join(row["woorden"]),
        )
        for row in sorted(source.taak_rows, key=lambda row: plain(row["naam"]))
    ]


def _per_version(column: str, slug_of: Callable[[str], str]) -> Callable[[FilterSource], Iterable[Holds]]:
    """`values` of a filter that follows from what the versions of a regeling say, each on its own days; one that all
    versions say holds on every day."""

    def values(source: FilterSource) -> Iterable[Holds]:
        days: dict[str, list[Periode]] = {}
        per_slug: dict[tuple[str, str], list[Periode]] = {}
        for row in source.dossier_rows:
            period = periode_of(row["van"], row["tot"])
            if period is None:
                continue
            days.setdefault(row["verband"], []).append(period)
            for slug in dict.fromkeys(map(slug_of, row[column])):
                per_slug.setdefault((row["verband"], slug), []).append(period)
        whole = {verband: verenig(periods) for verband, periods in days.items()}
        for (verband, slug), periods in per_slug.items():
            parts = verenig(periods)
            if parts == whole[verband]:
                yield Holds(verband, slug)
            else:
                yield from (Holds(verband, slug, part.van, part.tot) for part in parts)

    return values


def _words(
    woorden: Sequence[Woord], column: str, word_of: Callable[[str], Woord]
) -> Callable[[FilterSource], Sequence[Option]]:
    """Options for words that we know, and for those of the register that we do not know yet."""

    def options(source: FilterSource) -> Sequence[Option]:
        found = {word.slug: word for row in source.dossier_rows for word in map(word_of, row[column])}
        others = [found[slug] for slug in sorted(found.keys() - {word.slug for word in woorden})]
        return [Option(word.slug, word.naam, (word.naam,)) for word in (*woorden, *others)]

    return options


def _laws(source: FilterSource) -> Sequence[Option]:
    """Every law that a regeling names, by name; laws whose names differ in signs only are one."""
    names = {slugify(naam): naam for row in source.dossier_rows for naam in row["grondslagen"] if slugify(naam)}
    return [Option(slug, naam, (naam,)) for slug, naam in sorted(names.items(), key=lambda pair: plain(pair[1]))]


def _vormen(source: FilterSource) -> Sequence[Option]:
    """All forms, and those of the register that the program does not know yet."""
    vormen = vormen_with(row["vorm"] for row in source.verband_rows)
    return [Option(vorm.slug, vorm.naam, (vorm.naam,), (vorm.uitleg,)) for vorm in vormen]


_BY_HAND = Option("zelf-verzameld", "ook wat wij zelf verzamelden")

_ALL = (
    Filter(
        "regio",
        "Regio",
        "regio",
        "Alleen waaraan een gemeente uit deze regio meedoet; mag vaker",
        "twente",
        options=_regions,
        areas=_region_codes,
        offered=_offered_regions,
    ),
    Filter(
        "thema",
        "Onderwerp",
        "onderwerp",
        "Alleen dit onderwerp; mag vaker",
        "jeugd",
        options=lambda _: [Option(thema.slug, thema.naam, (thema.naam,)) for thema in THEMAS],
        values=per_row(lambda row: (thema_by_naam(naam).slug for naam in row["themas"])),
    ),
    Filter(
        "taak",
        "Taak",
        "taak",
        "Alleen wat deze taak doet; mag vaker",
        "brandweer",
        options=_taken,
        values=per_row(lambda row: row["taken"]),
    ),
    Filter(
        "recht",
        "Publiek of privaat",
        "publiek of privaat",
        "publiekrechtelijk, privaatrechtelijk, zonder-rechtspersoon of onbekend; mag vaker",
        "privaatrechtelijk",
        options=lambda _: [Option(recht.slug, recht.naam, (recht.soort,)) for recht in RECHTEN],
        values=per_row(lambda row: (recht_by_soort(row["publiek_privaat"]).slug,)),
        old_names=("publiek_privaat",),
    ),
    Filter(
        "vorm",
        "Vorm",
        "vorm",
        "Alleen deze juridische vorm; mag vaker",
        "openbaar-lichaam",
        options=_vormen,
        values=per_row(lambda row: (vorm_by_naam(row["vorm"]).slug,)),
    ),
    Filter(
        "orgaan",
        "Wie besliste",
        "bestuur",
        "Alleen waaraan dit bestuur meedoet, zoals gemeenteraad of college; mag vaker",
        "gemeenteraad",
        options=_words(ORGANEN, "organen", orgaan),
        values=_per_version("organen", lambda text: orgaan(text).slug),
    ),
    Filter(
        "bevoegdheid",
        "Bevoegdheid",
        "bevoegdheid",
        "delegatie, mandaat of attributie; mag vaker",
        "delegatie",
        options=_words(BEVOEGDHEDEN, "bevoegdheden", bevoegdheid),
        values=_per_version("bevoegdheden", lambda text: bevoegdheid(text).slug),
    ),
    Filter(
        "grondslag",
        "Wet",
        "wet",
        "Alleen wat op deze wet rust; mag vaker",
        "jeugdwet",
        options=_laws,
        values=_per_version("grondslagen", slugify),
        shown=False,
    ),
    Filter(
        "gemeente",
        "Gemeente",
        "gemeente",
        "Alleen waaraan deze gemeente meedoet; mag vaker",
        "raalte",
        options=_gemeenten,
        areas=lambda source: {row["slug"]: source.codes_through_time(row["code"]) for row in source.gemeente_rows},
        offered=_offered_gemeenten,
        shown=False,
        table="gemeenten",
    ),
    Filter(
        "verband",
        "Samenwerkingsverband",
        "samenwerkingsverband",
        "Alleen dit samenwerkingsverband; mag vaker",
        "ggd-ijsselland",
        options=_verband_options,
        values=per_row(lambda row: (row["slug"],)),
        shown=False,
        layers=True,
        table="verbanden",
    ),
    Filter(
        "ook",
        "Meetellen",
        "meetellen",
        "Tel bij het vergelijken van gemeenten ook mee wat niet in het register staat; zonder dit telt alleen het "
        "register. Filtert niets",
        "zelf-verzameld",
        options=lambda _: [_BY_HAND],
        values=per_row(lambda row: () if row["comparable"] or not row["compleet"] else (_BY_HAND.slug,)),
        shown=False,
        adds=True,
        none="alleen het register",
    ),
)

FILTERS: Mapping[str, Filter] = {een.parameter: een for een in _ALL}
"""All filters by parameter, in the order of addresses and forms."""

LAYERS = frozenset(een.parameter for een in _ALL if een.layers)
"""Parameters that switch layers on and leave the list of the map as it is."""

ADDS = tuple(een.parameter for een in _ALL if een.adds)
"""Parameters that filter nothing, anywhere: they say what counts too where gemeenten are compared."""

COUNT_ALL: Mapping[str, tuple[str, ...]] = {"ook": (_BY_HAND.slug,)}
"""What they choose when everything counts that can."""

AREAS = frozenset(een.parameter for een in _ALL if een.areas)
"""Parameters that choose gemeenten, and with them what these take part in."""

OLD_NAMES = {old: een.parameter for een in _ALL for old in een.old_names}
"""Parameters of before, with what they are called now."""
