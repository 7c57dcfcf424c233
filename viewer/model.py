"""The words of the domain: frozen dataclasses, codes, half-open intervals, and the rules they obey."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

PROVINCIES = {
    "PV20": "Groningen",
    "PV21": "Fryslân",
    "PV22": "Drenthe",
    "PV23": "Overijssel",
    "PV24": "Flevoland",
    "PV25": "Gelderland",
    "PV26": "Utrecht",
    "PV27": "Noord-Holland",
    "PV28": "Zuid-Holland",
    "PV29": "Zeeland",
    "PV30": "Noord-Brabant",
    "PV31": "Limburg",
}
"""The twelve provincies by code, spelled as the register does."""

NEDERLAND = "Nederland"
"""The scope that takes in every provincie."""

GEMEENTE_CODE = re.compile(r"GM\d{4}\Z")

REGISTER_BEGINS = date(2015, 1, 1)
"""The register's first day; what began before is known by its version of that day."""

REGISTER_GOED_GEVULD_VANAF = date(2017, 1, 1)
"""From this day on the register is well filled; earlier days are incomplete (HERKOMST.md)."""


@dataclass(frozen=True)
class Thema:
    """A subject that a resident knows. slug: in addresses; volgorde: lowest first when one counts."""

    slug: str
    naam: str


THEMAS = (
    Thema("veiligheid", "veiligheid"),
    Thema("jeugd", "jeugd"),
    Thema("zorg-en-gezondheid", "zorg en gezondheid"),
    Thema("werk-en-inkomen", "werk en inkomen"),
    Thema("afval-en-grondstoffen", "afval en grondstoffen"),
    Thema("energie-en-klimaat", "energie en klimaat"),
    Thema("milieu-en-omgeving", "milieu en omgeving"),
    Thema("water", "water"),
    Thema("belastingen", "belastingen"),
    Thema("onderwijs", "onderwijs"),
    Thema("cultuur-en-erfgoed", "cultuur en erfgoed"),
    Thema("recreatie-en-natuur", "recreatie en natuur"),
    Thema("verkeer-en-vervoer", "verkeer en vervoer"),
    Thema("wonen-en-ruimte", "wonen en ruimte"),
    Thema("economie", "economie"),
    Thema("bedrijfsvoering-en-ict", "bedrijfsvoering en ICT"),
    Thema("overig", "overig"),
)
"""All subjects. The order decides which one an arrangement with several is listed under: what a
resident meets first, with the back office and the remainder last."""

THEMA_NAMEN = tuple(thema.naam for thema in THEMAS)


@dataclass(frozen=True)
class Vorm:
    """A legal form. wet: it comes from the Wet gemeenschappelijke regelingen; uitleg: one sentence."""

    slug: str
    naam: str
    publiek_privaat: str
    uitleg: str


PUBLIEK = "publiekrechtelijk"
PRIVAAT = "privaatrechtelijk"
ZONDER = "zonder rechtspersoon"
ONBEKEND = "onbekend"
PUBLIEK_PRIVAAT = (PUBLIEK, PRIVAAT, ZONDER, ONBEKEND)


@dataclass(frozen=True)
class Recht:
    """A kind of law as people filter on it. slug: in addresses; soort: as the data have it; naam: in
    words that a resident knows."""

    slug: str
    soort: str
    naam: str


RECHTEN = (
    Recht("publiekrechtelijk", PUBLIEK, "publiek, volgens de wet"),
    Recht("privaatrechtelijk", PRIVAAT, "privaat: bedrijf, stichting of coöperatie"),
    Recht("zonder-rechtspersoon", ZONDER, "afspraak of netwerk"),
    Recht("onbekend", ONBEKEND, "niet bekend"),
)

VORMEN = (
    Vorm(
        "openbaar-lichaam",
        "Openbaar lichaam",
        PUBLIEK,
        "De gemeenten hebben samen een aparte organisatie opgericht met een eigen bestuur, "
        "die zelf besluiten mag nemen en personeel in dienst heeft.",
    ),
    Vorm(
        "bedrijfsvoeringsorganisatie",
        "Bedrijfsvoeringsorganisatie",
        PUBLIEK,
        "De gemeenten hebben samen een organisatie met één bestuur die uitvoerend werk doet, "
        "zoals administratie of inkoop.",
    ),
    Vorm(
        "gemeenschappelijk-orgaan",
        "Gemeenschappelijk orgaan",
        PUBLIEK,
        "De gemeenten hebben samen een bestuur dat over één onderwerp besluit, zonder eigen personeel of bezittingen.",
    ),
    Vorm(
        "regeling-zonder-meer",
        "Regeling zonder meer",
        PUBLIEK,
        "De gemeenten hebben afspraken op papier gezet. Er is geen aparte organisatie: "
        "vaak doet één gemeente het werk voor de andere.",
    ),
    Vorm(
        "centrumconstructie",
        "Centrumconstructie",
        PUBLIEK,
        "Eén gemeente, de centrumgemeente, doet het werk voor de andere. Er is geen aparte organisatie.",
    ),
    Vorm(
        "naamloze-vennootschap",
        "Naamloze vennootschap",
        PRIVAAT,
        "Een bedrijf (NV) waarvan de gemeenten de aandelen hebben.",
    ),
    Vorm(
        "besloten-vennootschap",
        "Besloten vennootschap",
        PRIVAAT,
        "Een bedrijf (BV) waarvan de gemeenten de aandelen hebben.",
    ),
    Vorm(
        "stichting",
        "Stichting",
        PRIVAAT,
        "Een organisatie zonder leden of aandelen, met een eigen bestuur en een vast doel.",
    ),
    Vorm("vereniging", "Vereniging", PRIVAAT, "Een organisatie waarvan de gemeenten lid zijn."),
    Vorm(
        "cooperatie",
        "Coöperatie",
        PRIVAAT,
        "Een vereniging die samen met haar leden een bedrijf heeft; de gemeenten zijn lid.",
    ),
    Vorm(
        "convenant",
        "Convenant",
        ZONDER,
        "Een afspraak op papier tussen de deelnemers, zonder eigen organisatie.",
    ),
    Vorm(
        "bestuursovereenkomst",
        "Bestuursovereenkomst",
        ZONDER,
        "Een overeenkomst tussen overheden over wat ieder van hen doet of betaalt.",
    ),
    Vorm(
        "netwerk",
        "Netwerk",
        ZONDER,
        "De deelnemers werken samen zonder aparte organisatie volgens de wet.",
    ),
    Vorm(
        "landelijke-regio-indeling",
        "Landelijke regio-indeling",
        ZONDER,
        "Een indeling van het land waarbinnen gemeenten voor één taak samenwerken.",
    ),
    Vorm("onbekend", "Onbekend", ONBEKEND, "De bron zegt niet welke vorm de samenwerking heeft."),
)

VORM_NAMEN = tuple(vorm.naam for vorm in VORMEN)


def recht_by_soort(soort: str) -> Recht:
    """The kind of law with this name in the data. Raises KeyError for one that is none."""
    return _RECHT_BY_SOORT[soort]


def thema_by_naam(naam: str) -> Thema:
    """The subject with this name. Raises KeyError for a name that is none."""
    return _THEMA_BY_NAAM[naam]


def vorm_by_naam(naam: str) -> Vorm:
    """The legal form with this name; one that the register has and we do not know goes by its own words."""
    return _VORM_BY_SLUG.get(slugify(naam)) or Vorm(
        slugify(naam) or "andere-vorm", naam, PUBLIEK, "Zo noemt het register deze vorm. Wij kennen haar nog niet."
    )


def vormen_with(namen: Iterable[str]) -> tuple[Vorm, ...]:
    """All forms that we know, in their order, and then those among these names that we do not know."""
    andere = {vorm.slug: vorm for vorm in map(vorm_by_naam, sorted(set(namen))) if vorm.slug not in _VORM_BY_SLUG}
    return (*VORMEN, *andere.values())


_THEMA_BY_NAAM = {thema.naam: thema for thema in THEMAS}
_RECHT_BY_SOORT = {recht.soort: recht for recht in RECHTEN}
_VORM_BY_SLUG = {vorm.slug: vorm for vorm in VORMEN}


@dataclass(frozen=True, order=True)
class Periode:
    """A half-open interval of days: `van <= dag < tot`; `tot` None means it still runs.

    Raises ValueError when it would hold no day at all.
    """

    van: date
    tot: date | None = None

    def __post_init__(self) -> None:
        if self.tot is not None and self.tot <= self.van:
            raise ValueError(f"tot {self.tot} ligt niet na van {self.van}")

    def __contains__(self, dag: date) -> bool:
        return self.van <= dag and (self.tot is None or dag < self.tot)


def periode_of(van: date, tot: date | None) -> Periode | None:
    """The interval, or None where it would hold no day (the register has versions of zero days)."""
    return None if tot is not None and tot <= van else Periode(van, tot)


def verenig(perioden: Iterable[Periode]) -> list[Periode]:
    """The fewest intervals that hold the same days, in order: touching and overlapping ones merge."""
    out: list[Periode] = []
    for periode in sorted(perioden, key=lambda p: (p.van, p.tot or date.max)):
        vorige = out[-1] if out else None
        if vorige is None or (vorige.tot is not None and vorige.tot < periode.van):
            out.append(periode)
        elif vorige.tot is not None and (periode.tot is None or periode.tot > vorige.tot):
            out[-1] = Periode(vorige.van, periode.tot)
    return out


def zonder(periode: Periode, weg: Iterable[Periode]) -> list[Periode]:
    """What is left of an interval after taking others out of it, in order."""
    rest: list[Periode] = []
    van = periode.van
    for ander in verenig(weg):
        before = periode_of(van, _eerste(periode.tot, ander.van))
        if before is not None:
            rest.append(before)
        if ander.tot is None:
            return rest
        van = max(van, ander.tot)
    laatste = periode_of(van, periode.tot)
    return rest if laatste is None else [*rest, laatste]


def _eerste(tot: date | None, dag: date) -> date:
    return dag if tot is None else min(tot, dag)


@dataclass(frozen=True)
class Deelnemer:
    """Who takes part. bron_id: the register's systeemId; code: GM0193, PV23, WS0155 or empty.

    `sleutel` tells participants apart: the code where there is one (renumbered organisations keep
    it), else the systeemId, else the name.
    """

    bron_id: str
    code: str
    naam: str
    soort: str

    @property
    def sleutel(self) -> str:
        """What tells this participant apart."""
        return self.code or (f"roo:{self.bron_id}" if self.bron_id else f"naam:{self.naam}")


@dataclass(frozen=True)
class Toetreding:
    """A participant of one version, from the day it joined (which may lie outside the version)."""

    deelnemer: Deelnemer
    toegetreden: date


@dataclass(frozen=True)
class Versie:
    """One version of a regeling as the register has it; in force on `van <= dag < tot`."""

    bron_id: str
    titel: str
    citeertitel: str
    vorm: str
    van: date
    tot: date | None
    beleidsterreinen: tuple[str, ...]
    organen: tuple[str, ...]
    deelnemers: tuple[Toetreding, ...]
    vorige: str
    volgende: str
    gewijzigd: date


@dataclass(frozen=True)
class Deelname:
    """One unbroken participation."""

    deelnemer: Deelnemer
    periode: Periode


def geldig(keten: Sequence[Versie]) -> list[tuple[Versie, Periode]]:
    """Which version of a chain counts on which days.

    keten: the versions, oldest first by their links. A day on which several are in force (the
    register has three such overlaps) belongs to the last of them in the chain; a day in a gap
    (eight) belongs to none; a version of zero days (four) never counts.
    Returns disjoint (version, interval) pairs ordered by day; one version can occur twice.
    """
    out: list[tuple[Versie, Periode]] = []
    bezet: list[Periode] = []
    for versie in reversed(keten):
        periode = periode_of(versie.van, versie.tot)
        if periode is None:
            continue
        out.extend((versie, deel) for deel in zonder(periode, bezet))
        bezet.append(periode)
    return sorted(out, key=lambda paar: paar[1])


def deelnames_of(keten: Sequence[Versie]) -> list[Deelname]:
    """Who takes part in a chain on which days, as the fewest half-open intervals.

    A participant takes part on the days of the version that counts (see `geldig`) from the day it
    joined; a participation that runs on into the next version stays one interval. Ordered by
    name, key and day. Names and kinds are those of the newest version that has the participant.
    """
    wie: dict[str, Deelnemer] = {}
    dagen: dict[str, list[Periode]] = {}
    for versie, periode in geldig(keten):
        for toetreding in versie.deelnemers:
            van = max(periode.van, toetreding.toegetreden)
            deel = periode_of(van, periode.tot)
            if deel is not None:
                sleutel = toetreding.deelnemer.sleutel
                wie[sleutel] = toetreding.deelnemer
                dagen.setdefault(sleutel, []).append(deel)
    namen = sorted(wie, key=lambda s: (wie[s].naam.casefold(), s))
    return [Deelname(wie[s], periode) for s in namen for periode in verenig(dagen[s])]


def overlapt(perioden: Sequence[Periode]) -> bool:
    """Whether any two of these intervals share a day or touch: then they should have been one."""
    geordend = sorted(perioden, key=lambda p: p.van)
    return any(a.tot is None or a.tot >= b.van for a, b in pairwise(geordend))


def plain(tekst: str) -> str:
    """Text without capitals and accents, as names are searched and compared ("Súdwest" -> "sudwest")."""
    ontleed = unicodedata.normalize("NFKD", tekst.casefold())
    return "".join(teken for teken in ontleed if not unicodedata.combining(teken))


def slugify(tekst: str) -> str:
    """An address part: lower case ASCII letters, digits and single hyphens ("Súdwest-Fryslân" ->
    "sudwest-fryslan"). Empty when nothing of the text can be written so."""
    plat = unicodedata.normalize("NFKD", tekst).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plat.casefold().replace("'", "")).strip("-")
