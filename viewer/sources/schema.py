"""The tables of the data package and their columns: one Table Schema each, and `datapackage.json`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from viewer.columns import PARTIAL_DAY, SLUG, URL, hand_fields, register_fields
from viewer.model import PROVINCIES, THEMA_NAMEN
from viewer.sources.registry import REGISTER, SOURCES, Facts, describe_sources, licence_of
from viewer.sources.source import Licence

GEMEENTEN = "gemeenten.geojson"
DATAPACKAGE = "datapackage.json"

VERSIE = 3
"""Which tables and columns a data folder has: 1 before there was a log of changes, 2 until 0.3.0, 3 since. A release
after which a table or a column came gets the next number, and tests/data/versies a folder of the one before."""

_DAG = r"\d{4}-\d{2}-\d{2}"
CODE = r"[A-Z]{2,4}\d+"
GEMEENTE = r"GM\d{4}"
DEELNEMERS = r"(GM\d{4}|[a-z]+:[^;]+)(;(GM\d{4}|[a-z]+:[^;]+))*"
_THEMA = "|".join(THEMA_NAMEN)
THEMAS = f"({_THEMA})(;({_THEMA}))*"
SLUGS = f"{SLUG}(;{SLUG})*"
TAAKVELD = r"\d\.\d{1,3}[a-d]?"
_NUMMER = r"\d{1,18}"

Veld = dict[str, Any]


def _veld(naam: str, uitleg: str, soort: str = "string", **regels: Any) -> Veld:
    veld: Veld = {"name": naam, "type": soort, "description": uitleg}
    if regels:
        veld["constraints"] = regels
    return veld


_VAN_TOT = [
    _veld("van", "Eerste dag.", "date", required=True),
    _veld("tot", "Eerste dag waarop het niet meer geldt; leeg: het loopt nog.", "date"),
]


def _hand() -> list[Veld]:
    """The fields of aanvullingen.csv: those of the samenwerkingsverband, and before its source who takes part."""
    velden = hand_fields()
    plek = next(i for i, veld in enumerate(velden) if veld["name"] == "bron_url")
    eigen = [
        _veld(
            "deelnemers",
            "Codes van gemeenten en soort:naam van anderen, met ; ertussen.",
            required=True,
            pattern=DEELNEMERS,
        ),
        _veld(
            "peildatum",
            "Van wanneer de bron is: jaar, maand of dag.",
            required=True,
            pattern=PARTIAL_DAY,
        ),
    ]
    return [*velden[:plek], *eigen, *velden[plek:]]


TABELLEN: dict[str, tuple[str, list[Veld], Mapping[str, Any]]] = {
    "samenwerkingsverbanden": (
        "Een samenwerkingsverband uit het register, door al zijn versies heen.",
        register_fields(),
        {"primaryKey": "id"},
    ),
    "versies": (
        "Een versie van een regeling, zoals het register die heeft.",
        [
            _veld("samenwerkingsverband_id", "Waarvan.", required=True),
            _veld("volgorde", "Plaats in de reeks, vanaf 1.", "integer", required=True, minimum=1),
            _veld("bron_id", "systeemId in het register.", required=True, unique=True),
            _veld("titel", "Titel van deze versie.", required=True),
            _veld("vorm", "Rechtsvorm van deze versie, zoals het register die noemt.", required=True),
            *_VAN_TOT,
        ],
        {
            "foreignKeys": [
                {
                    "fields": ["samenwerkingsverband_id"],
                    "reference": {"resource": "samenwerkingsverbanden", "fields": ["id"]},
                }
            ]
        },
    ),
    "deelnames": (
        "Een ononderbroken deelname: van <= dag < tot.",
        [
            _veld("samenwerkingsverband_id", "Waaraan.", required=True),
            _veld("deelnemer_code", "GM0193, PV23, WS0155; leeg als er geen is.", pattern=CODE),
            _veld("deelnemer_naam", "Naam van de deelnemer.", required=True),
            _veld(
                "deelnemer_soort",
                "Wat voor organisatie.",
                required=True,
                enum=[
                    "gemeente",
                    "provincie",
                    "waterschap",
                    "ministerie",
                    "samenwerkingsorgaan",
                    "overig",
                ],
            ),
            _veld("deelnemer_bron_id", "systeemId in het register."),
            *_VAN_TOT,
            _veld("toegetreden", "Dag van toetreding volgens het register; die kan voor van liggen.", "date"),
        ],
        {
            "foreignKeys": [
                {
                    "fields": ["samenwerkingsverband_id"],
                    "reference": {"resource": "samenwerkingsverbanden", "fields": ["id"]},
                }
            ]
        },
    ),
    "organisaties": (
        "Een gemeente, provincie of waterschap in het register, ook als die is opgeheven.",
        [
            _veld("bron_id", "systeemId in het register.", required=True, unique=True),
            _veld("code", "TOOI-code in hoofdletters, zoals GM0193.", pattern=CODE),
            _veld("naam", "Naam.", required=True),
            _veld("soort", "Soort.", required=True, enum=["gemeente", "provincie", "waterschap"]),
            _veld("provincie", "Van een gemeente.", enum=list(PROVINCIES.values())),
            _veld("inwoners", "Aantal inwoners.", "integer", minimum=0),
            _veld("plaatsen", "Plaatsen in de gemeente, met ; ertussen."),
            _veld("van", "Opgericht, als het register dat weet.", "date"),
            _veld("tot", "Opgeheven.", "date"),
        ],
        {"primaryKey": "bron_id"},
    ),
    "aanvullingen": (
        "Een samenwerking die niet in het register staat, met de hand bijgehouden.",
        _hand(),
        {"primaryKey": "id"},
    ),
    "regios": (
        "Een gemeente in een regio waarop bezoekers kunnen kiezen.",
        [
            _veld("regio_id", "Ook het adres.", required=True, pattern=SLUG),
            _veld("naam", "Naam van de regio.", required=True),
            _veld("soort", "Soort indeling.", required=True),
            _veld("gemeente_code", "Code.", required=True, pattern=GEMEENTE),
            _veld("gemeente_naam", "Naam.", required=True),
            _veld("bron_url", "Waar dit staat.", required=True, pattern=URL),
            _veld("peildatum", "Van wanneer de bron is.", required=True),
        ],
        {"primaryKey": ["regio_id", "gemeente_code"]},
    ),
    "beleidsterreinen": (
        "Bij welk onderwerp een beleidsterrein van het register hoort.",
        [
            _veld("beleidsterrein", "Zoals het register het schrijft.", required=True, unique=True),
            _veld("thema", "Ons onderwerp.", required=True, enum=list(THEMA_NAMEN)),
        ],
        {"primaryKey": "beleidsterrein"},
    ),
    "dossiers": (
        "Wat het register van een versie weet: bevoegdheid, organen, wetten, besluiten, en waar haar orgaan zit.",
        [
            _veld("bron_id", "systeemId van de versie.", required=True, unique=True, pattern=_NUMMER),
            _veld("bevoegdheden", "Hoe bevoegdheden zijn overgegaan: delegatie, mandaat, attributie, met ; ertussen."),
            _veld(
                "organen",
                "Welk orgaan van wie meedoet, zoals Gemeenteraad:GM0193,roo:123; een ster: van alle deelnemers.",
            ),
            _veld("grondslagen", "De wetten waarop het rust, met ; ertussen."),
            _veld("grondslag_urls", "De adressen van die wetten, in dezelfde volgorde."),
            _veld("besluiten", "Adressen van de regeling en haar bekendmakingen, met ; ertussen."),
            _veld("bronhouder", "Wie de gegevens in het register bijhoudt."),
            _veld("bronhouder_id", "systeemId daarvan.", pattern=_NUMMER),
            _veld("archiefzorgdrager", "Wie voor het archief zorgt."),
            _veld("nagekeken", "Wanneer de bronhouder de gegevens het laatst nakeek.", "date"),
            _veld("gewijzigd", "Wanneer de gegevens het laatst veranderden.", "date"),
            _veld("orgaan_id", "systeemId van het samenwerkingsorgaan; leeg als er geen is.", pattern=_NUMMER),
            _veld("orgaan", "Naam van het samenwerkingsorgaan."),
            _veld("bezoekadres", "Waar het zit."),
            _veld("postadres", "Waar post heen moet."),
            _veld("telefoon", "Telefoonnummer."),
            _veld("email", "E-mailadres, als dat van een organisatie is en niet van iemand."),
            _veld("contactformulier", "Adres van het contactformulier.", pattern=URL),
            _veld("orgaan_website", "Website.", pattern=URL),
            _veld("kvk", "Nummer bij de Kamer van Koophandel.", pattern=r"\d{8}"),
            _veld("rsin", "Nummer van de rechtspersoon.", pattern=r"\d{9}"),
            _veld("woo", "Adres van de pagina over de Wet open overheid.", pattern=URL),
            _veld("organogram", "Adres van het organogram.", pattern=URL),
            _veld("sociale_media", "Adressen, met ; ertussen."),
            _veld("orgaan_nagekeken", "Wanneer de gegevens van het orgaan het laatst zijn nagekeken.", "date"),
        ],
        {
            "primaryKey": "bron_id",
            "foreignKeys": [{"fields": ["bron_id"], "reference": {"resource": "versies", "fields": ["bron_id"]}}],
        },
    ),
    "gemeentedossiers": (
        "Wat het register verder van een gemeente weet: hoe groot zij is, en wie er in de raad zitten.",
        [
            _veld("gemeente_code", "Code.", required=True, unique=True, pattern=r"GM\d{4}"),
            _veld("oppervlakte_ha", "Oppervlakte in hectare.", "integer", minimum=0),
            _veld("raad_zetels", "Aantal zetels in de raad.", "integer", minimum=0),
            _veld(
                "raad_klopt",
                "Zijn de zetels van de partijen samen zoveel? Zo nee, dan staan de partijen hier niet.",
                enum=["ja", "nee"],
            ),
            _veld("raad_partijen", "Zetels per partij, zoals VVD=5, met ; ertussen."),
            _veld("nagekeken", "Wanneer de gegevens het laatst zijn nagekeken.", "date"),
        ],
        {"primaryKey": "gemeente_code"},
    ),
    "taken": (
        "Een taak die inwoners bij haar naam kennen, met hoe zij die noemen.",
        [
            _veld("slug", "Ook het adres.", required=True, unique=True, pattern=SLUG),
            _veld("naam", "Naam, in gewone woorden.", required=True, unique=True),
            _veld("thema", "Het onderwerp waar zij bij hoort.", required=True, enum=list(THEMA_NAMEN)),
            _veld("taakveld", "Taakveld van Iv3.", required=True, pattern=TAAKVELD),
            _veld("woorden", "Andere woorden ervoor, met ; ertussen."),
        ],
        {"primaryKey": "slug"},
    ),
    "redactie": (
        "Wat wij met de hand aan een samenwerkingsverband toevoegen, met de reden.",
        [
            _veld("samenwerkingsverband_id", "Waarbij.", required=True, unique=True),
            _veld("naam", "Andere naam dan uit de titel volgt."),
            _veld("andere_namen", "Hoe het nog meer heet of heette, met ; ertussen."),
            _veld("omschrijving", "Eén zin over wat het voor mensen doet."),
            _veld("taken", "Zijn taken uit taken.csv, de belangrijkste eerst, met ; ertussen.", pattern=SLUGS),
            _veld("themas", "Andere onderwerpen dan die van de taken.", pattern=THEMAS),
            _veld("reden", "Waarom andere onderwerpen."),
            _veld("bron_id", "systeemId van de versie die hiervoor is gelezen.", pattern=r"\d+"),
            _veld("datum", "Wanneer bekeken.", "date", required=True),
        ],
        {"primaryKey": "samenwerkingsverband_id"},
    ),
    "hernummerd": (
        "Of een regeling met een nieuw nummer een samenwerkingsverband is dat er al was; de import vraagt het.",
        [
            _veld("bron_id", "Het nieuwe systeemId.", required=True, unique=True, pattern=r"\d+"),
            _veld("samenwerkingsverband_id", "Welk samenwerkingsverband.", required=True),
            _veld("zelfde", "Of het dat is.", required=True, enum=["ja", "nee"]),
            _veld("datum", "Wanneer bekeken.", "date"),
            _veld("opmerking", "Waaruit dat blijkt."),
        ],
        {"primaryKey": "bron_id"},
    ),
    "herindelingen": (
        "Een opgeheven gemeente en haar opvolger.",
        [
            _veld("oude_naam", "Naam.", required=True, unique=True),
            _veld("oude_code", "Code, als het register die heeft.", pattern=GEMEENTE),
            _veld("nieuwe_code", "Code van de opvolger.", required=True, pattern=GEMEENTE),
            _veld("datum", "Eerste dag van de nieuwe indeling.", "date", required=True),
            _veld("opmerking", "Zoals een verdeling over meer gemeenten; dan staat hier de grootste."),
        ],
        {"primaryKey": "oude_naam"},
    ),
    "bijdragen": (
        "Wat een gemeente per jaar boekt als betaald aan gemeenschappelijke regelingen (Iv3, lasten, categorie 4.3.3).",
        [
            _veld("gemeente_code", "Code van de gemeente, zoals zij dat jaar was.", required=True, pattern=GEMEENTE),
            _veld("jaar", "Jaar.", "integer", required=True, minimum=2004),
            _veld("verslagsoort", "Begroting of jaarrekening.", required=True, enum=["begroting", "jaarrekening"]),
            _veld("inwoners", "Inwoners in dat jaar.", "integer", minimum=0),
            _veld("lasten_keur", "Alle lasten, in duizend euro; 0 of leeg: niet geleverd.", "integer"),
            _veld(
                "aan_gr_keur",
                "Aan gemeenschappelijke regelingen, in duizend euro; 0 of leeg: niet geboekt of niet geleverd.",
                "integer",
            ),
        ],
        {"primaryKey": ["gemeente_code", "jaar", "verslagsoort"]},
    ),
    "provincies": (
        "De provincie van een gemeente waarbij het register die niet geeft.",
        [
            _veld("gemeente_code", "Code.", required=True, unique=True, pattern=GEMEENTE),
            _veld("gemeente_naam", "Naam.", required=True),
            _veld("provincie_code", "Code.", required=True, enum=list(PROVINCIES)),
            _veld("reden", "Waarom hier.", required=True),
        ],
        {"primaryKey": "gemeente_code"},
    ),
}

PAKKET_BESTANDEN = tuple(sorted((DATAPACKAGE, GEMEENTEN, *(f"{tabel}.csv" for tabel in TABELLEN))))
"""The files of a data package."""
"""Table name -> what a row is, its fields, and the keys of its schema."""

IMPORT_TABELLEN = REGISTER.tables
"""Written by `importeer-roo`."""


def version_of(description: Mapping[str, Any]) -> int:
    """The version of a data folder by its `datapackage.json`: up to 2 it had no number."""
    tekst = str(description.get("version", ""))
    return int(tekst) if re.fullmatch(r"[0-9]{1,9}", tekst) else VERSIE_ZONDER_NUMMER


VERSIE_ZONDER_NUMMER = 2


def kolommen(tabel: str) -> list[str]:
    """The column names of a table, in order."""
    return [veld["name"] for veld in TABELLEN[tabel][1]]


_ADDED = {"samenwerkingsverbanden": frozenset({"begon"}), "deelnames": frozenset({"toegetreden"})}
"""Columns that an import fills and that folders of before do not have."""


def may_lack(tabel: str) -> frozenset[str]:
    """The columns that the file of a table need not have: those that people may leave empty, in a table that
    people keep, for it can be older than the column; of what an import fills those that came later."""
    if tabel in IMPORT_TABELLEN:
        return _ADDED.get(tabel, frozenset())
    return frozenset(v["name"] for v in TABELLEN[tabel][1] if not v.get("constraints", {}).get("required"))


def table_schema(tabel: str) -> dict[str, Any]:
    """The Table Schema of a table (Frictionless, v1)."""
    _, velden, sleutels = TABELLEN[tabel]
    return {"fields": velden, "missingValues": [""], **sleutels}


def describe_package(facts: Facts) -> dict[str, Any]:
    """The content of `datapackage.json`. facts: what is known of each source by its id; of the register
    `peildatum` (YYYY-MM-DD), and `opgehaald`: what to ask its server with next time (adres, etag,
    laatst_gewijzigd)."""
    areas = licence_of(SOURCES)
    return {
        "profile": "data-package",
        "name": "samenwerkingskaart",
        "version": str(VERSIE),
        "title": "Intergemeentelijke samenwerking in Nederland",
        "description": "Gemeenten, samenwerkingsverbanden en deelnames door de tijd.",
        "created": f"{facts[REGISTER.id]['peildatum']}T00:00:00Z",
        "sources": describe_sources(facts),
        "licenses": _licenses(areas),
        "resources": [
            {
                "name": "gemeenten",
                "path": GEMEENTEN,
                "format": "geojson",
                "mediatype": "application/geo+json",
                "licenses": _licenses(areas),
            },
            *(
                {
                    "name": tabel,
                    "title": uitleg,
                    "path": f"{tabel}.csv",
                    "profile": "tabular-data-resource",
                    "format": "csv",
                    "mediatype": "text/csv",
                    "encoding": "utf-8",
                    "licenses": _licenses(licence_of(source for source in SOURCES if tabel in source.tables)),
                    "schema": table_schema(tabel),
                }
                for tabel, (uitleg, _, _) in TABELLEN.items()
            ),
        ],
    }


def _licenses(licence: Licence) -> list[dict[str, str]]:
    """As a data package names them: of the package the strongest, of a resource its own."""
    return [{"name": licence.id, "path": licence.page, "title": licence.title}]
