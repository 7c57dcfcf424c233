"""The headers that a web host must send with a published site: for nginx, Caddy and object storage."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

KOPPEN = (
    "Cache-Control", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy",
    "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Access-Control-Allow-Origin",
    "Content-Disposition",
)  # fmt: skip
"""What matters to a visitor's browser or to a cache; the rest is the server's own."""

_SOORTEN = (
    (r"static/.*\.js", "/static/"),
    (r"kaartdata/.*\.json", "/kaartdata/"),
    (r"kaart/index\.html", "/kaart/"),
    (r"insluiten\.js", "/insluiten.js"),
    (r"huisstijl\.css", "/huisstijl"),
    (r"kaart\.svg", ".svg"),
    (r"kaart\.png", ".png"),
    (r"api/v1/openapi\.json", "/api/v1/"),
    (r"download/.*\.csv", "/download/"),
)
"""An example of each kind of file that has headers of its own, and where in a site they are."""


@dataclass(frozen=True)
class Bestand:
    """A published file: its path, media type, and the headers that our own server sends with it."""

    pad: str
    soort: str
    kop: Mapping[str, str]

    def koppen(self) -> dict[str, str]:
        """The headers that matter, by name."""
        return {naam: self.kop[naam] for naam in KOPPEN if self.kop.get(naam)}


def hosting_files(bestanden: Sequence[Bestand]) -> dict[str, str]:
    """Configuration by file name: `nginx.conf` and `Caddyfile` to include in a site, `objecten.json`
    with a row per file for object storage and a CDN."""
    per_pad = {bestand.pad: bestand for bestand in bestanden}
    gewoon = per_pad["index.html"].koppen()
    eigen = {}
    for voorbeeld, deel in _SOORTEN:
        eerste = next((b for b in bestanden if re.fullmatch(voorbeeld, b.pad)), None)
        if eerste is not None:
            eigen[deel] = {naam: waarde for naam, waarde in eerste.koppen().items() if naam != "Content-Disposition"}
    return {
        "nginx.conf": _nginx(gewoon, eigen),
        "Caddyfile": _caddy(gewoon, eigen),
        "objecten.json": json.dumps(
            [{"pad": b.pad, "Content-Type": b.soort, **b.koppen()} for b in bestanden], ensure_ascii=False, indent=1
        ),
    }


def _nginx(gewoon: Mapping[str, str], eigen: Mapping[str, Mapping[str, str]]) -> str:
    def blok(waar: str, koppen: Mapping[str, str]) -> list[str]:
        regels = [f"    add_header {naam} {_quoted(waarde)} always;" for naam, waarde in koppen.items()]
        return [f"location {waar} {{", "    gzip_static on;", *regels, "}"]

    regels = [
        "# Neem dit op in een server { ... } met root op deze map, en server_tokens off; erbij.",
        "# Ligt de site in een map van een andere, zet dat pad dan voor elke location.",
        "index index.html index.json;",
        "charset utf-8;",
        *blok("/", gewoon),
    ]
    for deel, koppen in eigen.items():
        waar = f"~ \\{deel}$" if deel.startswith(".") else f"^~ {deel}"
        regels += blok(waar, koppen)
    return "\n".join(regels) + "\n"


def _caddy(gewoon: Mapping[str, str], eigen: Mapping[str, Mapping[str, str]]) -> str:
    def blok(naam: str, koppen: Mapping[str, str]) -> list[str]:
        weg = [f"    -{kop}" for kop in gewoon if kop not in koppen]
        return [f"header {naam}{{", *weg, *(f"    {kop} {_quoted(waarde)}" for kop, waarde in koppen.items()), "}"]

    regels = ["# Neem dit op in een site { ... } met root op deze map.", "file_server {", "    precompressed br gzip",
              "    index index.html index.json", "}"]  # fmt: skip
    regels += blok("", gewoon)
    for nummer, (deel, koppen) in enumerate(eigen.items()):
        regels += [f"@deel{nummer} path {'*' + deel if deel.startswith('.') else deel + '*'}"]
        regels += blok(f"@deel{nummer} ", koppen)
    return "\n".join(regels) + "\n"


def _quoted(waarde: str) -> str:
    return '"' + waarde.replace("\\", "\\\\").replace('"', '\\"') + '"'
