"""The sources of the data, one declaration each: footer, /over, attributions, data package, catalogue and
commands follow. A new one: its module with a `Source`, a line in `SOURCES`, its tables in `schema.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from viewer.model import REGISTER_GOED_GEVULD_VANAF
from viewer.sources.source import CC0, CC_BY, Content, Licence, Reader, Source

REGISTER = Source(
    id="register",
    title="Register van Overheidsorganisaties",
    subject="Samenwerking",
    credit="Register van Overheidsorganisaties",
    about="Samenwerking volgens de Wet gemeenschappelijke regelingen",
    address="https://organisaties.overheid.nl/",
    licence=CC0,
    mark="register",
    tables=("samenwerkingsverbanden", "versies", "deelnames", "organisaties", "dossiers", "gemeentedossiers"),
    since=REGISTER_GOED_GEVULD_VANAF,
    comparable=True,
)
AANVULLING = Source(
    id="aanvulling",
    title="met de hand verzameld",
    subject="Samenwerking",
    credit="de genoemde bronnen",
    about="Andere samenwerking, zoals bedrijven van gemeenten en netwerken",
    note="Bij elk staat de bron en de datum daarvan.",
    tables=("aanvullingen",),
)
GRENZEN = Source(
    id="grenzen",
    title="CBS gebiedsindelingen, gemeenten gegeneraliseerd",
    subject="Grenzen",
    credit="© Kadaster / Centraal Bureau voor de Statistiek",
    about="Gemeentegrenzen",
    address="https://www.pdok.nl/introductie/-/article/cbs-gebiedsindelingen",
    licence=CC_BY,
    holder="© Kadaster / Centraal Bureau voor de Statistiek",
    mark="© Kadaster/CBS",
    tables=(),  # gemeenten.geojson is no table
    comparable=True,
)
REGIOS = Source(
    id="regios",
    title="uit het register en met de hand verzameld",
    subject="Regio's",
    about="Regio's",
    tables=("regios",),
)


def _read_iv3(bron: str) -> Content:
    from viewer.sources.iv3 import read_csv  # noqa: PLC0415 - a server knows every source, and reads none

    return read_csv(bron)


def _read_iv3_again(bron: str, feiten: Mapping[str, Any], meld: Callable[[str], None]) -> Content | None:
    from viewer.sources.fetch import is_address  # noqa: PLC0415 - as above
    from viewer.sources.iv3_feed import read_feed  # noqa: PLC0415 - as above

    if is_address(bron) and not bron.partition("?")[0].lower().endswith(".csv"):
        return read_feed(bron, feiten, meld)
    return _read_iv3(bron)


def _join_iv3(
    tabel: str, oud: Sequence[Mapping[str, str]], nieuw: Sequence[Mapping[str, str]]
) -> Sequence[Mapping[str, str]]:
    from viewer.sources.iv3 import join_years  # noqa: PLC0415 - as above

    return join_years(tabel, oud, nieuw)


IV3 = Source(
    id="iv3",
    title="CBS, Informatie voor derden (Iv3), onbewerkte data van gemeenten",
    subject="Bijdragen",
    credit="Centraal Bureau voor de Statistiek, Iv3",
    about="Wat gemeenten aan gemeenschappelijke regelingen betalen",
    note="Per jaar, uit begrotingen en jaarrekeningen.",
    address="https://dataderden.cbs.nl/ODataFeed/",
    licence=CC_BY,
    holder="Centraal Bureau voor de Statistiek",
    tables=("bijdragen",),
    optional=True,
    reader=Reader(
        _read_iv3,
        """Lees wat gemeenten aan gemeenschappelijke regelingen betalen uit BRON.

BRON is het adres van de open data van het CBS, of een CSV-bestand of het adres daarvan: een eigen tabel met per
gemeente en jaar de bedragen, of een download van het CBS zelf. Jaren die er niet in staan, blijven zoals ze waren.

Voorbeeld: flask --app app gegevens importeer-iv3 https://dataderden.cbs.nl""",
        _join_iv3,
        _read_iv3_again,
    ),
)

SOURCES: tuple[Source, ...] = (REGISTER, AANVULLING, GRENZEN, REGIOS, IV3)
"""In the order in which people read of them."""

Facts = Mapping[str, Mapping[str, Any]]
"""What is known of the data of each source, by its id, such as `peildatum` and `jaar`."""

COMPARABLE = frozenset(source.id for source in SOURCES if source.comparable)
DATED = frozenset(source.id for source in SOURCES if source.dated)
_LATER = ("taken", "hernummerd", "dossiers", "gemeentedossiers")
OPTIONAL_TABLES = frozenset((*_LATER, *(tabel for source in SOURCES if source.optional for tabel in source.tables)))
"""Tables that a data folder of before they existed may be without; they are then empty."""


def read_facts(description: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What `datapackage.json` says of each source beyond what `Source.describe` always says."""
    by_address = {entry.get("path"): entry for entry in description.get("sources", ()) if isinstance(entry, dict)}
    facts = {}
    for source in SOURCES:
        if source.address and source.address in by_address:
            always = source.describe({})
            facts[source.id] = {k: w for k, w in by_address[source.address].items() if k not in always}
    return facts


def describe_sources(facts: Facts) -> list[dict[str, Any]]:
    """The sources as `datapackage.json` lists them: those with an address; of others each row has its own."""
    return [source.describe(facts.get(source.id, {})) for source in SOURCES if source.address]


def licence_of(sources: Iterable[Source]) -> Licence:
    """The licence of data made of several sources: the strongest of theirs."""
    return max((s.licence for s in sources if s.licence), key=lambda licence: licence.strength, default=CC0)


def credited() -> dict[str, list[Source]]:
    """Per subject the sources that an attribution names."""
    per_subject: dict[str, list[Source]] = {}
    for source in SOURCES:
        if source.credit:
            per_subject.setdefault(source.subject, []).append(source)
    return per_subject


def attribution(facts: Facts) -> str:
    """What whoever takes the data along must say, in Dutch sentences."""
    return " ".join(
        f"{subject}: {' en '.join(source.named(facts.get(source.id, {})) for source in named)}."
        for subject, named in credited().items()
    )


def map_credit(facts: Facts, day: str, in_full: bool = False) -> str:
    """What stands in a corner of a map: who must be named (with the year of the data where that is known),
    then whose data of which day. in_full: with
    the title of the latter, for a picture that leaves the site."""
    holders = [
        " ".join([source.mark, *([str(facts[source.id]["jaar"])] if "jaar" in facts.get(source.id, {}) else [])])
        for source in SOURCES
        if source.mark and source.holder
    ]
    others = [
        f"{source.title}, {day}" if in_full else f"{source.mark} {day}"
        for source in SOURCES
        if source.mark and not source.holder
    ]
    return " · ".join([*holders, *others])
