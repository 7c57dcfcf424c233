"""Our static files and Leaflet's, in memory under one content hash."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterator, Mapping
from pathlib import Path

import rcssmin
import rjsmin
from xstatic.pkg import leaflet

from viewer.colours import layer_styles, verbindingen_styles
from viewer.web.bundle import bundle
from viewer.web.compression import THOROUGH
from viewer.web.policies import FOREVER
from viewer.web.prepared import Prepared

_STATIC = Path(__file__).parent.parent / "static"
_LEAFLET = ("leaflet.js", "leaflet.css")
_WITH_MAP = ("js/viewer.js", "js/verbindingen.js")
_ENTRIES = (
    *_WITH_MAP,
    "js/begin.js",
    "js/tabel.js",
    "js/insluiten.js",
    "js/sorteer.js",
    "js/vastmelding.js",
)
"""Scripts that pages load by themselves, those of `_WITH_MAP` after Leaflet; the first page must be there soonest."""


class Assets:
    """Files that never change under their address: the address holds a hash of all of them."""

    def __init__(self, made: Mapping[str, bytes] | None = None) -> None:
        """made: files that are made at the start, by name."""
        bestanden = {
            pad.relative_to(_STATIC).as_posix(): pad.read_bytes() for pad in sorted(_STATIC.rglob("*")) if pad.is_file()
        }
        bestanden.update(made or {})
        modules = {naam: i.decode() for naam, i in bestanden.items() if naam.startswith("js/")}
        bundel = bundle(modules, _ENTRIES, _WITH_MAP)
        bestanden = {naam: i for naam, i in bestanden.items() if naam not in modules}
        bestanden.update({naam: tekst.encode() for naam, tekst in bundel.files.items()})
        bestanden = {naam: _shorter(naam, i) for naam, i in bestanden.items()}
        self._where, self._imports = bundel.where, bundel.imports
        for naam in _LEAFLET:
            pad = Path(leaflet.BASE_DIR) / naam
            bestanden[f"leaflet/{naam}"] = pad.read_bytes() if pad.suffix == ".js" else _shorter(naam, pad.read_bytes())
        # One request for what every page with a map needs.
        bestanden["css/kaart.css"] = (
            bestanden.pop("leaflet/leaflet.css") + bestanden.pop("css/viewer.css") + layer_styles().encode()
        )
        bestanden["css/verbindingen.css"] += verbindingen_styles().encode()
        self._bestanden = {naam: _prepare(naam, inhoud) for naam, inhoud in bestanden.items()}
        som = hashlib.sha256()
        for naam in sorted(bestanden):
            som.update(naam.encode() + b"\0" + bestanden[naam])
        self.hash = som.hexdigest()[:12]

    def url(self, naam: str) -> str:
        """The address of a file; of a script, the file that it is in. Raises KeyError for one that is not there."""
        naam = self._where.get(naam, naam)
        if naam not in self._bestanden:
            raise KeyError(naam)
        return f"/static/{self.hash}/{naam}"

    def modules(self, *namen: str) -> list[str]:
        """Scripts with all that they import, each once, so that a page can ask for them together.
        What is imported on a condition (`import()`) is not among them; "" stands for none."""
        out = dict.fromkeys(self._where.get(naam, naam) for naam in namen if naam)
        wachtend = list(out)
        while wachtend:
            naam = wachtend.pop(0)
            for pad in self._imports.get(naam, ()):
                if pad not in out:
                    out[pad] = None
                    wachtend.append(pad)
        return list(out)

    def get(self, naam: str) -> Prepared | None:
        """A file, or None."""
        return self._bestanden.get(naam)

    def __getitem__(self, naam: str) -> Prepared:
        """A file that must be there. Raises KeyError."""
        return self._bestanden[naam]

    def __iter__(self) -> Iterator[str]:
        """The names of all files."""
        return iter(self._bestanden)


def _prepare(naam: str, inhoud: bytes) -> Prepared:
    soort = mimetypes.guess_type(naam)[0] or "application/octet-stream"
    if soort.startswith("text/"):
        soort += "; charset=utf-8"
    return Prepared(inhoud, soort, FOREVER, "" if soort == "image/png" else THOROUGH)


def _shorter(naam: str, inhoud: bytes) -> bytes:
    """Our scripts and styles without comments and spare space: a fifth less to send."""
    if naam.endswith(".js"):
        return str(rjsmin.jsmin(inhoud.decode())).encode()
    if naam.endswith(".css"):
        return str(rcssmin.cssmin(inhoud.decode())).encode()
    return inhoud
