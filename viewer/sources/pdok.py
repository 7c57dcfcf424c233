"""Fetches CBS boundaries from PDOK: OGC API Features by its `next` links, or WFS by count and startIndex.

What: https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1 (collection gemeente_gegeneraliseerd, property
jaarcode) and https://service.pdok.nl/cbs/gebiedsindelingen/<jaar>/wfs/v1_0. Licence: CC BY 4.0.
Quirks: without a jaarcode the API gives every year at once; pages hold at most 1,000 features; WFS
declares its CRS in the answer, the API in CRS84 unless asked otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import geopandas as gpd

from viewer.errors import BadSource
from viewer.sources.fetch import follow, get_json
from viewer.sources.geojson import WGS84, declared_crs, frame_of

COLLECTIE = "gemeente_gegeneraliseerd"
_ELDERS = {"bestuurlijkegebieden": "Gemeentegebied", "wijkenbuurten": "gemeenten"}
"""What other services of PDOK call their layer of gemeenten, by a part of the address."""

_PER_PAGINA = 1000
_MAX_PAGINAS = 60
_MAX_FEATURES = 20_000
HaalJson = Callable[[str], Any]


def is_service(adres: str) -> bool:
    """Whether an address is a service to page through, rather than one file."""
    soorten = r"\.(geojson|topojson|json|gpkg|zip|shp|fgb|gml|kml|kmz|gz)$"
    return not re.search(soorten, urlsplit(adres).path, re.IGNORECASE)


def fetch_grenzen(adres: str, jaar: int, haal: HaalJson = get_json) -> gpd.GeoDataFrame:
    """All boundaries of a year from an OGC API Features or WFS address.

    Returns the features' properties and geometry in the CRS that the service declares.
    Raises BadSource (unreachable, no such year, pages that never end or repeat), WrongCrs.
    """
    wfs = "wfs" in adres.lower()
    features: list[dict[str, Any]] = []
    crs = ""
    for pagina in _wfs_pages(adres, jaar, haal) if wfs else _api_pages(adres, jaar, haal):
        deel = pagina.get("features")
        if not isinstance(deel, list) or not all(isinstance(f, dict) for f in deel):
            raise BadSource(adres, "geeft een antwoord zonder features.", "Controleer het adres.")
        crs = declared_crs(pagina, adres) or WGS84
        features += deel
        if len(features) > _MAX_FEATURES:
            raise BadSource(adres, f"geeft meer dan {_MAX_FEATURES} gebieden.", "Controleer het adres.")
    if not features:
        raise BadSource(adres, f"heeft geen grenzen voor {jaar}.", "Kies een ander jaar met --jaar.")
    return frame_of(features, crs, adres)


def _api_pages(adres: str, jaar: int, haal: HaalJson) -> Iterator[dict[str, Any]]:
    def next_of(pagina: dict[str, Any]) -> Any:
        links = (k for k in pagina.get("links") or [] if isinstance(k, dict))
        return next((k.get("href") for k in links if k.get("rel") == "next"), None)

    begin = _items_url(adres, jaar)
    return follow(adres, begin, lambda url: _object(haal(url), adres), next_of, _MAX_PAGINAS)


def _items_url(adres: str, jaar: int) -> str:
    """The items address for an API's root, a collection, or items already."""
    delen = urlsplit(adres)
    pad = delen.path.rstrip("/")
    if not pad.endswith("/items"):
        pad = f"{pad}/items" if "/collections/" in pad else f"{pad}/collections/{_collectie(pad)[1].lower()}/items"
    vraag = {"f": "json", "limit": str(_PER_PAGINA)} | dict(parse_qsl(delen.query))
    if _collectie(pad)[1] == COLLECTIE:
        vraag = {"jaarcode": str(jaar)} | vraag  # others do not know it, and may refuse what they do not know
    return urlunsplit(delen._replace(path=pad, query=urlencode(vraag)))


def _collectie(pad: str) -> tuple[str, str]:
    """The service that an address is of, and what it calls its layer of gemeenten."""
    return next(((dienst, laag) for dienst, laag in _ELDERS.items() if dienst in pad), ("gebiedsindelingen", COLLECTIE))


def _wfs_pages(adres: str, jaar: int, haal: HaalJson) -> Iterator[dict[str, Any]]:
    delen = urlsplit(adres.replace("{jaar}", str(jaar)))
    gegeven = {naam.lower(): waarde for naam, waarde in parse_qsl(delen.query)}
    vraag = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typenames": ":".join(_collectie(delen.path)),
        "outputformat": "application/json",
    } | gegeven
    begin, vorige = 0, None
    for _ in range(_MAX_PAGINAS):
        deze = {**vraag, "count": str(_PER_PAGINA), "startindex": str(begin)}
        pagina = _object(haal(urlunsplit(delen._replace(query=urlencode(deze)))), adres)
        features = pagina.get("features") or []
        if features and features == vorige:  # a server that does not know startindex gives all at once, each time
            return
        yield pagina
        vorige = features
        begin += len(features)
        totaal = _total(pagina)
        if (totaal is None and not features) or (totaal is not None and begin >= totaal):
            return
        if not features:
            raise BadSource(adres, f"belooft {totaal} gebieden maar geeft er {begin}.", "Probeer het later opnieuw.")
    raise BadSource(adres, "blijft volgende bladzijden geven.", "Meld het aan de beheerder.")


def _total(pagina: dict[str, Any]) -> int | None:
    """How many there are in all, by what servers call it; None when they do not say (or say "unknown")."""
    for naam in ("numberMatched", "totalFeatures"):
        waarde = pagina.get(naam)
        if isinstance(waarde, int) or (isinstance(waarde, str) and waarde.isdigit()):
            return int(waarde)
    return None


def _object(antwoord: Any, adres: str) -> dict[str, Any]:
    if not isinstance(antwoord, dict):
        raise BadSource(adres, "geeft geen GeoJSON.", "Controleer het adres.")
    return antwoord
