"""What the data set and its services are, in words and facts; and for search engines (schema.org)."""

from __future__ import annotations

from typing import Any

from viewer.dataset import Dataset
from viewer.model import NEDERLAND, PROVINCIES, REGISTER_GOED_GEVULD_VANAF
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.sources.registry import AANVULLING, GRENZEN, REGISTER, SOURCES, attribution, licence_of
from viewer.sources.source import Licence
from viewer.wording import long_date

TREFWOORDEN = ("gemeenten", "samenwerking", "gemeenschappelijke regelingen", "bestuur")

MEDIA = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "zip": "application/zip",
}
"""Media type of each kind of file."""

TABLES, AREAS = licence_of((REGISTER, AANVULLING)), licence_of(SOURCES)
"""The licence of what holds no boundaries, and that of what does. Everything that leaves the site has one of them."""

_WITH_AREAS = ("geojson", "gpkg", "zip")

VERSPREIDINGEN = (
    ("/download/samenwerkingsverbanden.csv", "Samenwerkingsverbanden als CSV", "CSV", MEDIA["csv"], TABLES),
    ("/download/deelnames.csv", "Deelnames als CSV", "CSV", MEDIA["csv"], TABLES),
    ("/download/samenwerkingsverbanden.xlsx", "Alles als Excel", "XLSX", MEDIA["xlsx"], TABLES),
    ("/download/samenwerkingsverbanden.geojson", "Gebieden als GeoJSON", "GEOJSON", MEDIA["geojson"], AREAS),
    ("/download/samenwerkingsverbanden.gpkg", "Gebieden als GeoPackage", "GPKG", MEDIA["gpkg"], AREAS),
    ("/download/datapakket.zip", "Gegevens van heel Nederland als pakket", "ZIP", MEDIA["zip"], AREAS),
)
"""Address, title, EU file type, media type, licence."""

DIENSTEN = (
    (
        "/api/v1", "API", "Zoeken en ophalen als JSON, volgens de NL API Design Rules.", "/api/v1/openapi.json", "/api",
        TABLES,
    ),
    ("/ogc", "OGC API Features", "Gebieden voor kaartprogramma's als QGIS.", "/ogc/api", "/ogc", AREAS),
)  # fmt: skip
"""Address, title, description, machine-readable description, documentation, licence."""


def licence_for(kind: str) -> Licence:
    """The licence of a file of some kind (see MEDIA)."""
    return AREAS if kind in _WITH_AREAS else TABLES


def describe(dataset: Dataset, settings: Settings) -> tuple[str, str]:
    """Title and description of the data set, in Dutch."""
    waar = settings.provincie
    jaar = dataset.facts.get(GRENZEN.id, {}).get("jaar")
    grenzen = f" De gemeentegrenzen zijn van {jaar}." if jaar else ""
    return (
        f"Samenwerking tussen gemeenten in {waar}",
        f"Aan welke samenwerkingsverbanden gemeenten in {waar} meedoen, op welk onderwerp, in welke vorm en sinds "
        f"wanneer, met de bron van elk gegeven. Uit het {REGISTER.title} en {AANVULLING.title}.{grenzen}",
    )


def schema_org(dataset: Dataset, settings: Settings, thuis: str) -> dict[str, Any]:
    """The same for search engines, as JSON-LD of schema.org's `Dataset`."""
    titel, omschrijving = describe(dataset, settings)
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": titel,
        "description": omschrijving,
        "url": f"{thuis}/over",
        "inLanguage": "nl",
        "license": AREAS.uri,
        "isAccessibleForFree": True,
        "dateModified": dataset.peildatum.isoformat(),
        "keywords": list(TREFWOORDEN),
        "creator": {"@type": "Organization", "name": publisher_of(settings)[0]},
        "spatialCoverage": settings.provincie,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": naam,
                "encodingFormat": media,
                "contentUrl": thuis + pad,
                "license": licence.uri,
            }
            for pad, naam, _, media, licence in VERSPREIDINGEN
        ],
    }


def explanation(dataset: Dataset, selection: Selection, settings: Settings, geteld: str = "") -> list[tuple[str, str]]:
    """What a workbook says about itself: area, day, choice, source and licence; and what of the choice was
    counted, where gemeenten are compared."""
    chosen = ", ".join(f"{name}={value}" for name, value in selection.pairs()) or "alles"
    year = REGISTER_GOED_GEVULD_VANAF.year
    return [
        ("gebied", settings.provincie),
        ("situatie op", long_date(selection.peildatum or dataset.peildatum)),
        ("gegevens van", long_date(dataset.peildatum)),
        ("keuze", chosen),
        *([("geteld", geteld)] if geteld else []),
        ("bron en licentie", attribution(dataset.facts)),
        (
            "let op",
            f"Het register is voor {year} niet volledig. Een lege van betekent dat de bron het begin niet noemt. Wat "
            "niet uit het register komt, is van het jaar in de kolom stand; bij compleet nee doen er meer mee.",
        ),
    ]


def footer(dataset: Dataset, selection: Selection, settings: Settings) -> str:
    """The same in a line, for the foot of a printed page: title, day and source."""
    dag = long_date(selection.peildatum or dataset.peildatum)
    return f"{settings.paginatitel}, situatie op {dag}. Bron: {REGISTER.title} en {AANVULLING.credit} ({TABLES.name})"


def publisher_of(settings: Settings) -> tuple[str, str]:
    """Who publishes: the provincie with its identifier (TOOI), or this site."""
    code = next((code for code, naam in PROVINCIES.items() if naam == settings.provincie), "")
    if settings.provincie == NEDERLAND or not code:
        return settings.paginatitel, ""
    return f"Provincie {settings.provincie}", f"https://identifier.overheid.nl/tooi/id/provincie/{code.lower()}"
