"""The columns of a samenwerkingsverband, each declared once; tables, files, API, map and docs follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from viewer.column import Cell, Column, Heading, Kind, Row, Stored
from viewer.model import PUBLIEK_PRIVAAT, THEMA_NAMEN, VORM_NAMEN

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
URL = r"https?://[^\s<>\"']+"
PARTIAL_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
"""A day of which only the year or the month need be known."""

_THEMAS = "|".join(THEMA_NAMEN)

COLUMNS: tuple[Column, ...] = (
    Column(
        "id",
        "Vaste id: blijft gelijk als een regeling een nieuwe versie krijgt.",
        register=Stored({"required": True, "unique": True, "pattern": SLUG}),
        hand=Stored({"required": True, "unique": True, "pattern": SLUG}, meaning="Ook het adres."),
        download=10,
        areas=10,
        ogc=10,
        api=True,
        browser="id",
    ),
    Column(
        "slug",
        "Deel van het adres.",
        register=Stored({"required": True, "unique": True, "pattern": SLUG}),
        ogc=20,
        api=True,
        browser="slug",
    ),
    Column(
        "naam",
        "Naam zoals mensen die gebruiken.",
        register=Stored({"required": True}),
        hand=Stored({"required": True}),
        download=20,
        areas=20,
        ogc=30,
        api=True,
        heading=Heading("naam", "Naam", 10, default=True),
        browser="naam",
    ),
    Column(
        "titel",
        "De volledige titel in het register.",
        register=Stored({"required": True}),
        download=30,
        api=True,
    ),
    Column(
        "afkorting",
        "Afkorting van het samenwerkingsorgaan.",
        empty=True,
        register=Stored(),
        hand=Stored(),
        download=40,
        api=True,
        heading=Heading("afkorting", "Afkorting", 100),
        browser="afkorting",
    ),
    Column(
        "andere_namen",
        "Hoe het nog meer heet of heette.",
        Kind.LIST,
        download=45,
        api=True,
        heading=Heading("ook", "Ook bekend als", 102),
        browser="ook",
        late=True,
    ),
    Column("alias", "Andere naam waaronder het bekend is.", empty=True, browser="alias"),
    Column(
        "vorm",
        "Rechtsvorm; onbekend als de bron die niet noemt.",
        register=Stored({"required": True}, meaning="Rechtsvorm, zoals het register die noemt."),
        hand=Stored({"required": True, "enum": [naam.lower() for naam in VORM_NAMEN]}),
        download=60,
        areas=40,
        ogc=50,
        api=True,
        heading=Heading("vorm", "Vorm", 30, default=True),
    ),
    Column(
        "publiek_privaat",
        "Soort recht: publiekrechtelijk, privaatrechtelijk, zonder rechtspersoon of onbekend.",
        register=Stored({"required": True, "enum": list(PUBLIEK_PRIVAAT)}),
        hand=Stored({"required": True, "enum": list(PUBLIEK_PRIVAAT)}),
        download=70,
        areas=50,
        ogc=60,
        api=True,
        heading=Heading("soort", "Publiek of privaat", 40),
    ),
    Column(
        "themas",
        "Onderwerpen, het belangrijkste eerst.",
        Kind.LIST,
        register=Stored({"required": True, "pattern": f"({_THEMAS})(;({_THEMAS}))*"}),
        hand=Stored({"required": True, "enum": list(THEMA_NAMEN)}, name="thema", meaning="Onderwerp."),
        download=50,
        areas=30,
        ogc=40,
        api=True,
        heading=Heading("onderwerp", "Onderwerp", 20, default=True),
    ),
    Column(
        "thema_bron",
        "Waar het onderwerp vandaan komt: register, redactie (met de hand bepaald in plaats van wat het register zegt) "
        "of, als het register niets zegt, aangevuld (met de hand), voorlopig (uit de titel) of geen.",
        register=Stored({"required": True, "enum": ["register", "redactie", "aangevuld", "voorlopig", "geen"]}),
    ),
    Column(
        "taken",
        "Taken die inwoners kennen (slugs van taken.csv), de belangrijkste eerst.",
        Kind.LIST,
        download=52,
        ogc=42,
        api=True,
    ),
    Column(
        "taaknamen",
        "De namen van die taken.",
        Kind.LIST,
        download=54,
        areas=35,
        heading=Heading("taken", "Taken", 25),
    ),
    Column(
        "taken_bron",
        "Waar de taken vandaan komen: redactie (gelezen), voorlopig (uit de woorden van de titel) of geen.",
        api=True,
    ),
    Column(
        "omschrijving",
        "Eén zin over wat het voor mensen doet.",
        empty=True,
        register=Stored(),
        hand=Stored({"required": True}),
        download=80,
        api=True,
        heading=Heading("omschrijving", "Wat het doet", 90),
        browser="omschrijving",
        late=True,
    ),
    Column(
        "website",
        "Website van het samenwerkingsorgaan.",
        Kind.LINK,
        empty=True,
        register=Stored({"pattern": URL}),
        hand=Stored({"pattern": URL}),
        download=130,
        api=True,
        heading=Heading("website", "Website", 110),
        browser="website",
        late=True,
    ),
    Column(
        "van",
        "Eerste dag in het register; wat er toen al was, kan ouder zijn. Leeg als de bron geen begin noemt.",
        Kind.DAY,
        empty=True,
        register=Stored({"required": True}),
        download=90,
        ogc=90,
        api=True,
        heading=Heading("sinds", "In het register sinds", 80, default=True),
        browser="sinds",
    ),
    Column(
        "begon",
        "Eerste toetreding, of begin van het samenwerkingsorgaan, als het register een dag noemt die voor van ligt.",
        Kind.DAY,
        empty=True,
        register=Stored(),
        download=92,
        api=True,
        browser="begon",
    ),
    Column(
        "tot",
        "Eerste dag waarop het niet meer geldt; leeg: het loopt nog.",
        Kind.DAY,
        empty=True,
        register=Stored(),
        hand=Stored({"pattern": PARTIAL_DAY}, meaning="Wanneer het eindigde: jaar, maand of dag.", type="string"),
        api=True,
    ),
    Column(
        "einde",
        "Wanneer iets van ons eindigde, zo precies als bekend: jaar, maand of dag.",
        empty=True,
        browser="einde",
    ),
    Column(
        "aantal_gemeenten",
        "Hoeveel gemeenten meedoen op de dag; leeg als niet alle deelnemers bekend zijn.",
        Kind.NUMBER,
        empty=True,
        download=100,
        areas=60,
        ogc=70,
        heading=Heading("aantal", "Gemeenten", 50, default=True),
    ),
    Column(
        "ten_minste",
        "Hoeveel gemeenten er ten minste meedoen, als niet alle deelnemers bekend zijn.",
        Kind.NUMBER,
        empty=True,
        download=105,
        areas=65,
        ogc=75,
    ),
    Column(
        "gemeenten",
        "Welke gemeenten meedoen op de dag.",
        Kind.LIST,
        download=110,
        ogc=80,
    ),
    Column(
        "gemeenten_met_provincie",
        "Welke gemeenten meedoen op de dag, met de provincie van wie in een andere ligt.",
        Kind.LIST,
        heading=Heading("wie", "Welke gemeenten", 60),
    ),
    Column(
        "provincies",
        "In welke provincies die gemeenten liggen.",
        Kind.LIST,
        download=115,
    ),
    Column(
        "andere_deelnemers",
        "Wie verder meedoet op de dag.",
        Kind.LIST,
        download=120,
        heading=Heading("anderen", "Andere deelnemers", 70),
    ),
    Column("stand_op", "Dag waarop gekeken is; van wanneer de lijst is, zegt stand.", Kind.DAY, ogc=100),
    Column("bron", "Uit welke bron: register of aanvulling (met de hand bijgehouden).", api=True),
    Column(
        "bron_url",
        "Adres van de bron; in het register dat van de nieuwste versie.",
        Kind.LINK,
        register=Stored({"required": True, "pattern": URL}),
        hand=Stored({"required": True, "pattern": URL}, meaning="Waar de deelnemers genoemd worden."),
        download=140,
        areas=70,
        ogc=110,
        api=True,
        heading=Heading("bron", "Bron", 120, default=True),
        browser="bron",
        late=True,
    ),
    Column(
        "bron_id",
        "systeemId in het register van de versie die op de dag gold; leeg als die er niet is.",
        empty=True,
        api=True,
    ),
    Column(
        "peildatum_bron",
        "Datum van de bron: jaar, maand of dag.",
        register=Stored({"required": True}, meaning="Dag van de export.", type="date"),
        download=150,
        areas=80,
        ogc=120,
        api=True,
        heading=Heading("brondatum", "Datum van de bron", 130),
        browser="brondatum",
    ),
    Column(
        "stand",
        "Van wanneer de lijst van deelnemers is: in het register de dag, anders het jaar of de dag van de bron.",
        download=155,
        areas=85,
        ogc=125,
        api=True,
        heading=Heading("stand", "Lijst van", 135),
    ),
    Column(
        "compleet",
        "Zijn alle deelnemers bekend?",
        Kind.YES_NO,
        register=Stored({"required": True, "enum": ["ja", "nee"]}),
        hand=Stored({"required": True, "enum": ["ja", "nee"]}),
        download=160,
        areas=90,
        ogc=130,
        api=True,
    ),
    Column(
        "opmerking", "Wat een lezer moet weten.", empty=True, hand=Stored(), api=True, browser="opmerking", late=True
    ),
    Column(
        "vertrokken",
        "Gemeenten die niet meer meedoen, elk met het jaar waarin zij gingen.",
        Kind.LIST,
        hand=Stored({"pattern": r"GM\d{4} \d{4}(;GM\d{4} \d{4})*"}),
        api=True,
    ),
    Column(
        "meer_bronnen",
        "Andere bronnen, elk met jaar en adres.",
        Kind.LIST,
        hand=Stored({"pattern": rf"\d{{4}} {URL}(;\d{{4}} {URL})*"}),
        api=True,
    ),
    Column(
        "zelfde_als",
        "Id van het samenwerkingsverband waar dit onder valt; dan staat het niet nog eens op de kaart.",
        empty=True,
        hand=Stored({"pattern": SLUG}),
    ),
    Column(
        "notitie",
        "Voor wie de tabel bijhoudt, niet voor lezers: wat nog uitgezocht moet worden.",
        empty=True,
        hand=Stored(),
        public=False,
    ),
)
"""In the order of the data package and the API."""

_DOSSIER: tuple[tuple[str, str, Kind, int], ...] = (
    ("bevoegdheden", "Hoe bevoegdheden overgingen: delegatie, mandaat of attributie.", Kind.LIST, 140),
    ("organen", "Welk bestuur van deelnemers meedoet.", Kind.LIST, 150),
    ("grondslagen", "De wetten waarop het rust.", Kind.LIST, 160),
    ("besluiten", "Adressen van de tekst en haar bekendmakingen.", Kind.LIST, 170),
    ("bronhouder", "Wie de gegevens in het register bijhoudt.", Kind.TEXT, 180),
    ("nagekeken", "Wanneer de bronhouder ze het laatst nakeek.", Kind.DAY, 190),
    ("orgaan", "Naam van het samenwerkingsorgaan.", Kind.TEXT, 200),
    ("bezoekadres", "Waar dat zit.", Kind.TEXT, 210),
    ("telefoon", "Telefoonnummer.", Kind.TEXT, 220),
    ("email", "E-mailadres.", Kind.TEXT, 230),
    ("kvk", "Nummer bij de Kamer van Koophandel.", Kind.TEXT, 240),
    ("woo", "Pagina over de Wet open overheid.", Kind.LINK, 250),
)
"""Of dossiers.csv: name, meaning, kind, and its place from the left in files and in `/ogc`."""

DOSSIER: tuple[Column, ...] = tuple(
    Column(name, meaning, kind, empty=True, download=place + 100, ogc=place) for name, meaning, kind, place in _DOSSIER
)
"""What the dossier of the version of the day says."""

COLUMNS += (
    *DOSSIER,
    Column(
        "organen_op_naam",
        "Dezelfde besturen, op naam.",
        Kind.LIST,
        heading=Heading("bestuur", "Wie besliste", 92),
    ),
    Column(
        "bevoegdheden_op_naam",
        "Dezelfde bevoegdheden, op naam.",
        Kind.LIST,
        heading=Heading("bevoegdheden", "Bevoegdheid", 94),
    ),
)


def _placed(place: str) -> tuple[Column, ...]:
    return tuple(sorted((c for c in COLUMNS if getattr(c, place)), key=lambda c: getattr(c, place)))


DOWNLOAD = _placed("download")
AREAS = _placed("areas")
OGC = _placed("ogc")
API = tuple(c for c in COLUMNS if c.api)
BROWSER = tuple(c for c in COLUMNS if c.browser)
PAGE = tuple(sorted((c for c in COLUMNS if c.heading), key=lambda c: c.heading.place if c.heading else 0))


def register_fields() -> list[dict[str, Any]]:
    """The fields of samenwerkingsverbanden.csv."""
    return [c.field_in(c.register) for c in COLUMNS if c.register]


def secret(table: str) -> frozenset[str]:
    """The columns of a table that only those who keep it may read: they leave with nothing."""
    if table != "aanvullingen":
        return frozenset()
    return frozenset(c.hand.name or c.name for c in COLUMNS if c.hand and not c.public)


def hand_fields() -> list[dict[str, Any]]:
    """The fields of aanvullingen.csv that say something of the samenwerkingsverband itself."""
    return [c.field_in(c.hand) for c in COLUMNS if c.hand]


def cells(columns: Sequence[Column], row: Row) -> tuple[Cell, ...]:
    """A row of a table with these columns."""
    return tuple(c.cell(row) for c in columns)
