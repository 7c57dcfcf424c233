"""Everything made of one dataset for one province: rendered once, swapped as a whole."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

import geopandas as gpd

from viewer.dataset import Dataset
from viewer.kaart.build import Kaartdelen, build_kaart
from viewer.kaart.gegevens import Kaartgegevens, build_kaartgegevens
from viewer.settings import Settings
from viewer.web.compression import GRONDIG
from viewer.web.prepared import IMMUTABLE, Prepared

KORT = "public, max-age=60, stale-while-revalidate=600"
"""Cache-Control of what is made of the data for others to read: new data show within a minute."""

BLAD = "public, max-age=30, stale-while-revalidate=120"
"""Cache-Control of pages: a visitor who comes back sees new data at once or by the next page."""

_MAX_BLADEN = 400
_MAX_BEELDEN = 60
_MAX_LAGEN = 12
_MAX_DOWNLOADS = 12
_MAX_VORIGE = 9
_SOORTEN = {"json": "application/json", "js": "text/javascript; charset=utf-8"}
LEAFLET = "leaflet/leaflet.js"
T = TypeVar("T")
_vorige_bestanden: OrderedDict[str, Prepared] = OrderedDict()


class AssetUrls(Protocol):
    """Gives the address of a static file."""

    def url(self, naam: str) -> str:
        """The address of the file with this name."""


class Bladen(Generic[T]):
    """Pages, pictures or files already made, the oldest thrown out: bounded, and safe between threads."""

    def __init__(self, hoogstens: int) -> None:
        self._bladen: OrderedDict[str, T] = OrderedDict()
        self._hoogstens = hoogstens
        self._slot = threading.Lock()
        self._bezig: dict[str, threading.Lock] = {}

    def get(self, sleutel: str, maak: Callable[[], T]) -> T:
        """The one under a key; made when it is not there, by one thread while the others that ask for it wait."""
        blad = self._bladen.get(sleutel)
        if blad is not None:
            return blad
        with self._slot:
            bezig = self._bezig.setdefault(sleutel, threading.Lock())
        try:
            with bezig:
                blad = self._bladen.get(sleutel)
                if blad is None:
                    blad = maak()
                    self._keep(sleutel, blad)
        finally:
            with self._slot:
                self._bezig.pop(sleutel, None)
        return blad

    def _keep(self, sleutel: str, blad: T) -> None:
        with self._slot:
            self._bladen[sleutel] = blad
            while len(self._bladen) > self._hoogstens:
                self._bladen.popitem(last=False)


@dataclass(frozen=True)
class Uitgave:
    """One dataset in service. bestanden: what the map in the browser is made of, by "hash/name".
    bladen: pages as text, the same for everyone; klaar: those with this site's address in them."""

    dataset: Dataset
    gegevens: Kaartgegevens
    kaart: Kaartdelen
    bestanden: Mapping[str, Prepared]
    bladen: Bladen[str] = field(default_factory=lambda: Bladen(_MAX_BLADEN))
    klaar: Bladen[Prepared] = field(default_factory=lambda: Bladen(_MAX_BLADEN))
    beelden: Bladen[bytes] = field(default_factory=lambda: Bladen(_MAX_BEELDEN))
    downloads: Bladen[bytes] = field(default_factory=lambda: Bladen(_MAX_DOWNLOADS))
    lagen: Bladen[gpd.GeoDataFrame] = field(default_factory=lambda: Bladen(_MAX_LAGEN))

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
        while len(_vorige_bestanden) > _MAX_VORIGE:
            _vorige_bestanden.popitem(last=False)
    return Uitgave(dataset, gegevens, kaart, bestanden)


def _hash(tekst: str) -> str:
    return hashlib.sha256(tekst.encode()).hexdigest()[:16]
