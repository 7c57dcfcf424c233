"""Fetches what gemeenten pay to gemeenschappelijke regelingen from the feed of the CBS (Iv3, OData v3).

What: `/ODataCatalog/Tables` names a table a year, "Gemeenten 2024 onbewerkte Iv3-data"; `/ODataFeed/OData/<table>/` has
`Categorie`, `Verslagsoort` and `TypedDataSet`. Licence: CC BY 4.0. Quirks: at most 10,000 rows an answer, with
`odata.nextLink`; keys are padded with spaces, and the padding is part of the key; it has no inhabitants.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from viewer.errors import BadSource
from viewer.sources.fetch import follow, get_json
from viewer.sources.iv3 import CATEGORIE, KENMERKEN, SOORT_CODES, Optelling, content_of
from viewer.sources.source import Content
from viewer.wording import whole

EERSTE = 2017
"""Before, the categories were others."""

_TITEL = re.compile(r"Gemeenten\s+(\d{4})\s+onbewerkte Iv3-data\s*\Z", re.IGNORECASE)
_TABEL = re.compile(r"/ODataFeed/OData/([0-9A-Za-z]+)", re.IGNORECASE)
_GAAT_OVER = re.compile(r"gem\w*\.?\s+regeling", re.IGNORECASE)
_MAX_PAGINAS = 1_000
_ROW = "geeft een antwoord dat geen tabel van het CBS is."

HaalJson = Callable[[str], Any]
Meld = Callable[[str], None]


def read_feed(
    adres: str, feiten: Mapping[str, Any], meld: Meld = lambda _: None, haal: HaalJson = get_json
) -> Content | None:
    """The table `bijdragen` of the catalogue, or of one year's table; None when no table changed since last time.

    adres: of the site, the catalogue, or a table. feiten: what was noted last time: of which day each table was.
    meld: is told what is fetched. Without inhabitants: the feed has none. Raises BadSource: unreachable, no
    such tables, pages that never end, a category that is not about gemeenschappelijke regelingen.
    """
    basis = "{0.scheme}://{0.netloc}".format(urlsplit(adres))
    was, wordt = dict(feiten.get("gewijzigd", {})), {}
    som, namen, niet = Optelling(), [], []
    tabellen = _tables(basis, adres, haal)
    for jaar, tabel, dag in tabellen:
        wordt[tabel] = dag
        if dag and was.get(tabel) == dag:
            continue
        feed = f"{basis}/ODataFeed/OData/{tabel}"
        namen.append(_benaming(feed, haal))
        niet += _year(feed, jaar, som, meld, haal)
    if not namen:
        return None
    content = content_of(som.rijen(), namen[-1], tuple(niet))
    if not content.tables["bijdragen"]:
        raise BadSource(adres, "heeft geen cijfers van gemeenten.", "Probeer het later opnieuw.")
    return Content(content.tables, {**content.facts, "gewijzigd": {**was, **wordt}}, content.remarks)


def _tables(basis: str, adres: str, haal: HaalJson) -> list[tuple[int, str, str]]:
    """Year, name and day of change of each table, the oldest first. Raises BadSource."""
    een = _TABEL.search(urlsplit(adres).path)
    filter_ = quote("Catalog eq 'IV3'")
    vraag = f"{basis}/ODataCatalog/Tables?$format=json&$filter={filter_}"
    gevonden = []
    for rij in _values(vraag, haal):
        titel = _TITEL.search(str(rij.get("Title", "")).strip())
        tabel = str(rij.get("Identifier", "")).strip()
        if titel and tabel.isalnum() and int(titel[1]) >= EERSTE and (een is None or tabel == een[1]):
            gevonden.append((int(titel[1]), tabel, str(rij.get("Modified") or "")))
    if not gevonden:
        wat = "noemt geen tabel als 'Gemeenten 2024 onbewerkte Iv3-data'." if een is None else "staat niet bij Iv3."
        raise BadSource(adres, wat, "Controleer het adres.")
    return sorted(gevonden)


def _benaming(feed: str, haal: HaalJson) -> str:
    """What the CBS calls the category. Raises BadSource when that is not what we take it for."""
    for rij in _values(f"{feed}/Categorie?$format=json", haal):
        if str(rij.get("Key", "")).strip() == f"L{CATEGORIE}":
            titel = str(rij.get("Title", "")).strip()
            if _GAAT_OVER.search(titel):
                return titel
            wat = f"noemt categorie L{CATEGORIE} {titel[:80]!r}, en dat gaat niet over gemeenschappelijke regelingen."
            raise BadSource(feed, wat, "Meld het aan de makers; de oude gegevens blijven staan.")
    wat = f"kent categorie L{CATEGORIE} niet."
    raise BadSource(feed, wat, "Meld het aan de makers; de oude gegevens blijven staan.")


def _year(feed: str, jaar: int, som: Optelling, meld: Meld, haal: HaalJson) -> list[str]:
    """Adds up the reports of a year; says which are not there yet."""
    sleutels = {
        str(r.get("Key", "")).strip(): str(r.get("Key")) for r in _values(f"{feed}/Verslagsoort?$format=json", haal)
    }
    niet = []
    for code, soort in SOORT_CODES.items():
        sleutel = sleutels.get(f"{jaar}{code}")
        aantal = 0
        if sleutel is not None:
            vraag = quote(f"Verslagsoort eq '{sleutel}' and startswith(Categorie,'L')")
            for rij in _values(f"{feed}/TypedDataSet?$format=json&$filter={vraag}", haal):
                if any(kenmerk not in rij for kenmerk in KENMERKEN):
                    raise BadSource(feed, _ROW, "Meld het aan de makers; de oude gegevens blijven staan.")
                if str(rij["Verslagsoort"]).strip() == f"{jaar}{code}":
                    som.add(rij)
                    aantal += 1
                    if aantal % 10_000 == 0:
                        meld(f"{soort} {jaar}: {whole(aantal)} rijen")
            meld(f"{soort} {jaar}: {whole(aantal)} rijen, klaar")
        if not aantal:
            niet.append(f"{soort} {jaar}: nog niet bij het CBS")
    return niet


def _values(adres: str, haal: HaalJson) -> Iterator[Mapping[str, Any]]:
    """The rows of an answer and of those it goes on in. Raises BadSource."""

    def get(url: str) -> Any:
        blad = haal(url)
        rijen = blad.get("value") if isinstance(blad, dict) else None
        if not isinstance(rijen, list) or not all(isinstance(rij, dict) for rij in rijen):
            raise BadSource(adres, _ROW, "Controleer het adres.")
        return blad

    for blad in follow(adres, adres, get, lambda blad: blad.get("odata.nextLink") or None, _MAX_PAGINAS):
        yield from blad["value"]
