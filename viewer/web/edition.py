"""Everything made of one dataset for one province: rendered once, swapped as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import geopandas as gpd
from cachetools import FIFOCache

from viewer.dataset import Dataset
from viewer.kaart.build import Kaartdelen, build_kaart
from viewer.kaart.gegevens import Kaartgegevens, build_kaartgegevens
from viewer.settings import Settings
from viewer.web.compression import GRONDIG
from viewer.web.kept import Kept
from viewer.web.prepared import IMMUTABLE, Prepared

KORT = "public, max-age=60, stale-while-revalidate=600"
"""Cache-Control of what is made of the data for others to read: new data show within a minute."""

BLAD = "public, max-age=30, stale-while-revalidate=120"
"""Cache-Control of pages: a visitor who comes back sees new data at once or by the next page."""

_MAX_PAGE_BYTES = 48_000_000
"""Some 1,600 home pages of a provincie, 380 of the Netherlands."""

_MAX_BEELDEN = 60
_MAX_LAGEN = 12
_MAX_DOWNLOADS = 12
_MAX_VORIGE = 9
_SOORTEN = {"json": "application/json", "js": "text/javascript; charset=utf-8"}
LEAFLET = "leaflet/leaflet.js"
_vorige_bestanden: FIFOCache[str, Prepared] = FIFOCache(_MAX_VORIGE)


class AssetUrls(Protocol):
    """Gives the address of a static file."""

    def url(self, naam: str) -> str:
        """The address of the file with this name."""


@dataclass(frozen=True)
class Uitgave:
    """One dataset in service. bestanden: what the map in the browser is made of, by "hash/name".
    bladen: pages in UTF-8, the same for everyone; klaar: those with this site's address in them."""

    dataset: Dataset
    gegevens: Kaartgegevens
    kaart: Kaartdelen
    bestanden: Mapping[str, Prepared]
    bladen: Kept[bytes] = field(default_factory=lambda: Kept(_MAX_PAGE_BYTES, len))
    klaar: Kept[Prepared] = field(default_factory=lambda: Kept(_MAX_PAGE_BYTES, lambda page: len(page.inhoud)))
    beelden: Kept[bytes] = field(default_factory=lambda: Kept(_MAX_BEELDEN))
    downloads: Kept[bytes] = field(default_factory=lambda: Kept(_MAX_DOWNLOADS))
    lagen: Kept[gpd.GeoDataFrame] = field(default_factory=lambda: Kept(_MAX_LAGEN))

    @property
    def urls(self) -> list[str]:
        """The addresses of the data files, geometry first."""
        return [f"/kaartdata/{naam}" for naam in self.bestanden if naam.endswith(".json")]

    @property
    def kaart_url(self) -> str:
        """The address of the script that makes the map."""
        return next(f"/kaartdata/{naam}" for naam in self.bestanden if naam.endswith(".js"))

    def bestand(self, naam: str) -> Prepared | None:
        """A data file of this edition, or of one just before it: a page that was open during a swap
        still finds what it asks for."""
        return self.bestanden.get(naam) or _vorige_bestanden.get(naam)


def build_uitgave(dataset: Dataset, settings: Settings, assets: AssetUrls) -> Uitgave:
    """Makes an edition."""
    gegevens = build_kaartgegevens(dataset, settings)
    teksten = {
        f"{_hash(gegevens.gebieden)}/gebieden.json": gegevens.gebieden,
        f"{_hash(gegevens.deelnames)}/deelnames.json": gegevens.deelnames,
    }
    gebieden_url, deelnames_url = (f"/kaartdata/{naam}" for naam in teksten)
    kaart = build_kaart(settings, gegevens.grenzen, gebieden_url, deelnames_url)
    script = kaart.as_module([f"../..{assets.url(naam)}" for naam in (LEAFLET, *kaart.modules)])
    teksten[f"{_hash(script)}/kaart.js"] = script
    bestanden = {
        naam: Prepared(tekst.encode(), _SOORTEN[naam.rpartition(".")[2]], IMMUTABLE, GRONDIG)
        for naam, tekst in teksten.items()
    }
    for naam, bestand in bestanden.items():
        _vorige_bestanden[naam] = bestand
    return Uitgave(dataset, gegevens, kaart, bestanden)


def _hash(tekst: str) -> str:
    return hashlib.sha256(tekst.encode()).hexdigest()[:16]
