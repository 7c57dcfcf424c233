"""Everything made of one dataset for one province: rendered once, swapped as a whole."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import pandas as pd
from cachetools import FIFOCache

from viewer.dataset import Dataset
from viewer.exports.outlines import Outlines
from viewer.kaart.build import Kaartdelen, build_kaart
from viewer.kaart.gegevens import Kaartgegevens, build_kaartgegevens
from viewer.settings import Settings
from viewer.web.compression import THOROUGH
from viewer.web.kept import Kept
from viewer.web.policies import FOREVER
from viewer.web.prepared import Prepared

_MAX_PAGE_BYTES = 48_000_000
"""Some 1,600 home pages of a provincie, 380 of the Netherlands."""

_MAX_PICTURES = 60
_MAX_LAYERS = 12
_MAX_DOWNLOADS = 12
_MAX_EARLIER = 9
_MEDIA = {"json": "application/json", "js": "text/javascript; charset=utf-8"}
LEAFLET = "leaflet/leaflet.js"
_earlier_files: FIFOCache[str, Prepared] = FIFOCache(_MAX_EARLIER)


class AssetUrls(Protocol):
    """Gives the address of a static file."""

    def url(self, naam: str) -> str:
        """The address of the file with this name."""


@dataclass(frozen=True)
class Edition:
    """One dataset in service. files: what the map in the browser is made of, by "hash/name".
    pages: in UTF-8, the same for everyone; ready: those with this site's address in them."""

    dataset: Dataset
    map_data: Kaartgegevens
    map_parts: Kaartdelen
    files: Mapping[str, Prepared]
    pages: Kept[bytes] = field(default_factory=lambda: Kept(_MAX_PAGE_BYTES, len))
    ready: Kept[Prepared] = field(default_factory=lambda: Kept(_MAX_PAGE_BYTES, lambda page: len(page.content)))
    pictures: Kept[bytes] = field(default_factory=lambda: Kept(_MAX_PICTURES))
    downloads: Kept[bytes] = field(default_factory=lambda: Kept(_MAX_DOWNLOADS))
    layers: Kept[pd.DataFrame] = field(default_factory=lambda: Kept(_MAX_LAYERS))

    @cached_property
    def outlines(self) -> Outlines:
        """The areas of sets of gemeenten, for `/ogc`."""
        return Outlines(self.dataset.gemeenten)

    @property
    def urls(self) -> list[str]:
        """The addresses of the data files: the geometry, the table, and what cards and search need besides."""
        return [f"/kaartdata/{name}" for name in self.files if name.endswith(".json")]

    @property
    def map_url(self) -> str:
        """The address of the script that makes the map."""
        return next(f"/kaartdata/{name}" for name in self.files if name.endswith(".js"))

    def file(self, name: str) -> Prepared | None:
        """A data file of this edition, or of one just before it: a page that was open during a swap
        still finds what it asks for."""
        return self.files.get(name) or _earlier_files.get(name)


def build_edition(dataset: Dataset, settings: Settings, assets: AssetUrls) -> Edition:
    """Makes an edition."""
    map_data = build_kaartgegevens(dataset, settings)
    table = _hash(map_data.deelnames + map_data.teksten)
    texts = {
        f"{_hash(map_data.gebieden)}/gebieden.json": map_data.gebieden,
        f"{table}/deelnames.json": map_data.deelnames,
        f"{table}/teksten.json": map_data.teksten,  # beside it: the browser knows where it is
    }
    areas_url, deelnames_url, _ = (f"/kaartdata/{name}" for name in texts)
    map_parts = build_kaart(settings, map_data.grenzen, areas_url, deelnames_url)
    script = map_parts.as_module([f"../..{assets.url(name)}" for name in (LEAFLET, *map_parts.modules)])
    texts[f"{_hash(script)}/kaart.js"] = script
    files = {
        name: Prepared(text.encode(), _MEDIA[name.rpartition(".")[2]], FOREVER, THOROUGH)
        for name, text in texts.items()
    }
    _earlier_files.update(files)
    return Edition(dataset, map_data, map_parts, files)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
