"""The headers that a web host must send with a published site: for nginx, Caddy and object storage."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

KOPPEN = (
    "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
    "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy",
    "Access-Control-Allow-Origin", "Content-Disposition",
)  # fmt: skip
"""What matters to a visitor's browser or to a cache; the rest is the server's own."""

_MAPPEN = ("static", "kaartdata", "api/v1", "download", "huisstijl")
"""Folders in which one set of headers does for all files."""

_INGESLOTEN = "kaart/index.html"
"""The only page with headers of its own: other sites may frame it."""


@dataclass(frozen=True)
class Bestand:
    """A published file: its path, media type, and the headers that our own server sends with it."""

    pad: str
    soort: str
    kop: Mapping[str, str]

    def koppen(self) -> dict[str, str]:
        """The headers that matter, by name."""
        return {naam: self.kop[naam] for naam in KOPPEN if self.kop.get(naam)}


_CODE = re.compile(r"gm\d{4}\Z")


def hosting_files(
    bestanden: Sequence[Bestand], elders: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> dict[str, str]:
    """Configuration by file name: `nginx.conf` and `Caddyfile` to include in a site, `objecten.json`
    with a row per file for object storage and a CDN; `_redirects` and `verhuisd.conf` (nginx) with where
    ended gemeenten, places and codes lead, and the list that our own server leads to the table.

    elders: per slug or code of one the gemeenten of today; one that lies in more leads nowhere.
    """
    moved = {"/samenwerkingsverbanden": "/tabel/"}
    moved |= {f"/gemeenten/{name}": f"/gemeenten/{slugs[0]}/" for name, slugs in elders.items() if len(slugs) == 1}
    # As people write codes; nginx can be told not to look at case.
    moved_too = {_CODE.sub(lambda code: code[0].upper(), old): new for old, new in moved.items()}
    per_pad = {bestand.pad: bestand for bestand in bestanden}
    gewoon = per_pad["index.html"].koppen()
    eigen = _own_headers(bestanden)
    return {
        "nginx.conf": _nginx(gewoon, eigen),
        "Caddyfile": _caddy(gewoon, eigen),
        "_redirects": "".join(f"{old} {new} 301\n" for old, new in {**moved, **moved_too}.items()),
        "verhuisd.conf": "".join(f"rewrite (?i)^{re.escape(old)}/?$ {new} permanent;\n" for old, new in moved.items()),
        "objecten.json": json.dumps(
            [{"pad": b.pad, "Content-Type": b.soort, **b.koppen()} for b in bestanden], ensure_ascii=False, indent=1
        ),
    }


@dataclass(frozen=True)
class _Waar:
    """Files with the same headers: those of the embed, of a folder (`begin`), or with an ending."""

    begin: str = ""
    eind: tuple[str, ...] = ()

    @property
    def nginx(self) -> str:
        if self.begin:
            return f"^~ /{self.begin}/"
        return f"~ \\.({'|'.join(self.eind)})$" if self.eind else "~ ^/kaart/(index\\.html)?$"

    @property
    def caddy(self) -> str:
        if self.begin:
            return f"/{self.begin}/*"
        return " ".join(f"*.{eind}" for eind in self.eind) if self.eind else "/kaart/ /kaart/index.html"


def _own_headers(bestanden: Sequence[Bestand]) -> dict[_Waar, dict[str, str]]:
    """The headers of what is not a page like any other. An ending counts outside the folders only, so they
    come last: a web host goes by the first that fits, or by the last."""
    per_eind: dict[str, dict[str, str]] = {}
    per_map: dict[_Waar, dict[str, str]] = {}
    for bestand in bestanden:
        koppen = {naam: waarde for naam, waarde in bestand.koppen().items() if naam != "Content-Disposition"}
        begin = next((folder for folder in _MAPPEN if bestand.pad.startswith(f"{folder}/")), "")
        eind = PurePosixPath(bestand.pad).suffix.removeprefix(".")
        if begin:
            # Of the parts of pages most need few headers; one file more would have them all carry more.
            per_map[_Waar(begin)] = min(per_map.get(_Waar(begin), koppen), koppen, key=len)
        elif bestand.pad == _INGESLOTEN:
            per_map[_Waar()] = koppen
        elif eind != "html":
            per_eind.setdefault(eind, koppen)
    gelijk: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for eind, koppen in sorted(per_eind.items()):
        gelijk.setdefault(tuple(koppen.items()), []).append(eind)
    return {_Waar(eind=tuple(einden)): dict(koppen) for koppen, einden in gelijk.items()} | per_map


def _nginx(gewoon: Mapping[str, str], eigen: Mapping[_Waar, Mapping[str, str]]) -> str:
    def blok(waar: str, koppen: Mapping[str, str]) -> list[str]:
        regels = [f"    add_header {naam} {_quoted(waarde)} always;" for naam, waarde in koppen.items()]
        return [f"location {waar} {{", "    gzip_static on;", *regels, "}"]

    regels = [
        "# Neem dit op in een server { ... } met root op deze map, en server_tokens off; erbij.",
        "# Ligt de site in een map van een andere, zet dat pad dan voor elke location en voor /404.html.",
        "error_page 404 /404.html;",
        "index index.html index.json;",
        "charset utf-8;",
        *blok("/", gewoon),
    ]
    for waar, koppen in eigen.items():
        regels += blok(waar.nginx, koppen)
    return "\n".join(regels) + "\n"


def _caddy(gewoon: Mapping[str, str], eigen: Mapping[_Waar, Mapping[str, str]]) -> str:
    def blok(naam: str, koppen: Mapping[str, str], eerder: Sequence[str]) -> list[str]:
        weg = [f"    -{kop}" for kop in eerder if kop not in koppen]
        return [f"header {naam}{{", *weg, *(f"    {kop} {_quoted(waarde)}" for kop, waarde in koppen.items()), "}"]

    regels = ["# Neem dit op in een site { ... } met root op deze map.", "handle_errors 404 {",
              "    rewrite * /404.html", "    file_server", "}", "file_server {", "    precompressed br gzip",
              "    index index.html index.json", "}"]  # fmt: skip
    regels += blok("", gewoon, ())
    alle = list(dict.fromkeys(kop for koppen in (gewoon, *eigen.values()) for kop in koppen))
    for nummer, (waar, koppen) in enumerate(eigen.items()):
        regels += [f"@deel{nummer} path {waar.caddy}"]
        regels += blok(f"@deel{nummer} ", koppen, alle)
    return "\n".join(regels) + "\n"


def _quoted(waarde: str) -> str:
    return '"' + waarde.replace("\\", "\\\\").replace('"', '\\"') + '"'
