"""Everything made of one dataset for one province: rendered once, swapped as a whole."""

from __future__ import annotations

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

KORT = "public, max-age=60, stale-while-revalidate=600"
"""Cache-Control of what is made of the data for others to read: new data show within a minute."""

_MAX_BLADEN = 400
_MAX_BEELDEN = 60
_MAX_LAGEN = 12
T = TypeVar("T")
_vorige_bestanden: OrderedDict[str, str] = OrderedDict()


class AssetUrls(Protocol):
    """Gives the address of a static file."""

    def url(self, naam: str) -> str:
        """The address of the file with this name."""


class Bladen(Generic[T]):
    """Pages or pictures already made, the oldest thrown out: bounded, and safe between threads."""

    def __init__(self, hoogstens: int) -> None:
        self._bladen: OrderedDict[str, T] = OrderedDict()
        self._hoogstens = hoogstens
        self._slot = threading.Lock()

    def get(self, sleutel: str, maak: Callable[[], T]) -> T:
        """The one under a key; made when it is not there. Two threads may both make it."""
        blad = self._bladen.get(sleutel)
        if blad is None:
            blad = maak()
            with self._slot:
                self._bladen[sleutel] = blad
                while len(self._bladen) > self._hoogstens:
                    self._bladen.popitem(last=False)
        return blad


@dataclass(frozen=True)
class Uitgave:
    """One dataset in service. modules: addresses of the scripts that the map needs."""

    dataset: Dataset
    gegevens: Kaartgegevens
    kaart: Kaartdelen
    bestanden: Mapping[str, str]
    bladen: Bladen[str] = field(default_factory=lambda: Bladen(_MAX_BLADEN))
    beelden: Bladen[bytes] = field(default_factory=lambda: Bladen(_MAX_BEELDEN))
    lagen: Bladen[gpd.GeoDataFrame] = field(default_factory=lambda: Bladen(_MAX_LAGEN))

    @property
    def urls(self) -> list[str]:
        """The addresses of the data files, geometry first."""
        return [f"/kaartdata/{naam}.json" for naam in self.bestanden]

    def bestand(self, naam: str) -> str | None:
        """A data file of this edition, or of one just before it: a page that was open during a swap
        still finds what it asks for."""
        return self.bestanden.get(naam) or _vorige_bestanden.get(naam)


def build_uitgave(dataset: Dataset, settings: Settings, assets: AssetUrls) -> Uitgave:
    """Makes an edition."""
    gegevens = build_kaartgegevens(dataset, settings)
    bestanden = {
        f"{gegevens.gebieden_hash}/gebieden": gegevens.gebieden,
        f"{gegevens.deelnames_hash}/deelnames": gegevens.deelnames,
    }
    for naam, tekst in bestanden.items():
        _vorige_bestanden[naam] = tekst
        while len(_vorige_bestanden) > 6:
            _vorige_bestanden.popitem(last=False)
    gebieden_url, deelnames_url = (f"/kaartdata/{naam}.json" for naam in bestanden)
    kaart = build_kaart(settings, gegevens.grenzen, gebieden_url, deelnames_url)
    return Uitgave(dataset, gegevens, kaart, bestanden)
