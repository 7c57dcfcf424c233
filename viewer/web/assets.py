"""Our static files and Leaflet's, in memory under one content hash, compressed once per encoding."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
import posixpath
import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import brotli
import rcssmin
import rjsmin
from flask import Blueprint, Flask, Response, abort, current_app, request
from xstatic.pkg import leaflet

from viewer.web.edition import Uitgave
from viewer.web.huisstijl import Huisstijl

_STATIC = Path(__file__).parent.parent / "static"
_LEAFLET = ("leaflet.js", "leaflet.css")
_IMPORT = re.compile(r"""\bimport\s*[^'"();]*\bfrom\s*['"](\.[^'"]+)""")
IMMUTABLE = "public, max-age=31536000, immutable"
files_blueprint = Blueprint("files", __name__)


class Assets:
    """Files that never change under their address: the address holds a hash of all of them."""

    def __init__(self) -> None:
        bestanden = {
            pad.relative_to(_STATIC).as_posix(): _shorter(pad) for pad in sorted(_STATIC.rglob("*")) if pad.is_file()
        }
        for naam in _LEAFLET:
            pad = Path(leaflet.BASE_DIR) / naam
            bestanden[f"leaflet/{naam}"] = pad.read_bytes() if pad.suffix == ".js" else _shorter(pad)
        # One request for what every page with a map needs.
        bestanden["css/kaart.css"] = bestanden.pop("leaflet/leaflet.css") + bestanden.pop("css/viewer.css")
        self._bestanden = bestanden
        self._imports = {naam: _imports(naam, i) for naam, i in bestanden.items() if naam.endswith(".js")}
        som = hashlib.sha256()
        for naam in sorted(bestanden):
            som.update(naam.encode() + b"\0" + bestanden[naam])
        self.hash = som.hexdigest()[:12]

    def url(self, naam: str) -> str:
        """The address of a file. Raises KeyError for one that is not there."""
        if naam not in self._bestanden:
            raise KeyError(naam)
        return f"/static/{self.hash}/{naam}"

    def modules(self, *namen: str) -> list[str]:
        """Scripts with all that they import, each once, so that a page can ask for them together.
        What is imported on a condition (`import()`) is not among them; "" stands for none."""
        uit = dict.fromkeys(filter(None, namen))
        wachtend = list(uit)
        while wachtend:
            naam = wachtend.pop(0)
            for pad in self._imports[naam]:
                if pad not in uit:
                    uit[pad] = None
                    wachtend.append(pad)
        return list(uit)

    def read(self, naam: str) -> bytes | None:
        """The bytes of a file, or None."""
        return self._bestanden.get(naam)


def _imports(naam: str, inhoud: bytes) -> list[str]:
    """The names of what a script imports when it is loaded."""
    paden = _IMPORT.findall(inhoud.decode())
    return [posixpath.normpath(posixpath.join(posixpath.dirname(naam), pad)) for pad in paden]


def _shorter(pad: Path) -> bytes:
    """Our scripts and styles without comments and spare space: a fifth less to send."""
    if pad.suffix == ".js":
        return str(rjsmin.jsmin(pad.read_text(encoding="utf-8"))).encode()
    if pad.suffix == ".css":
        return str(rcssmin.cssmin(pad.read_text(encoding="utf-8"))).encode()
    return pad.read_bytes()


@lru_cache(maxsize=512)
def compress(inhoud: bytes, codering: str) -> bytes:
    """Bytes in a content coding (`br`, `gzip` or `identity`), as small as it gets; remembered."""
    if codering == "br":
        return bytes(brotli.compress(inhoud, mode=brotli.MODE_TEXT, quality=11))
    if codering == "gzip":
        return gzip.compress(inhoud, compresslevel=9, mtime=0)
    return inhoud


def best_encoding() -> str:
    """The smallest content coding that the request accepts."""
    aanvaard = request.accept_encodings
    for codering in ("br", "gzip"):
        if aanvaard[codering] > 0:
            return codering
    return "identity"


def immutable_response(inhoud: bytes, soort: str, samendrukken: bool = True) -> Response:
    """An answer that browsers and caches may keep for a year."""
    codering = best_encoding() if samendrukken else "identity"
    antwoord = Response(compress(inhoud, codering), content_type=soort)
    if codering != "identity":
        antwoord.content_encoding = codering
    if samendrukken:
        antwoord.vary.add("Accept-Encoding")
    antwoord.headers["Cache-Control"] = IMMUTABLE
    return antwoord


_SAMENDRUKBAAR = ("text/", "application/json", "application/problem+json", "application/geo+json", "image/svg+xml")
_KLEINSTE = 800


def install_compression(app: Flask) -> None:
    """Compresses every text answer that is not compressed yet, quickly rather than tightly."""

    @app.after_request
    def press(antwoord: Response) -> Response:
        soort = antwoord.mimetype or ""
        if antwoord.direct_passthrough or antwoord.content_encoding or not soort.startswith(_SAMENDRUKBAAR):
            return antwoord
        antwoord.vary.add("Accept-Encoding")
        codering = best_encoding()
        if antwoord.status_code != 200 or codering == "identity":
            return antwoord
        if antwoord.is_streamed:
            antwoord.response = _press_stream(antwoord.iter_encoded(), codering)
            antwoord.content_encoding = codering
            return antwoord
        inhoud = antwoord.get_data()
        if len(inhoud) >= _KLEINSTE:
            klein = (
                brotli.compress(inhoud, mode=brotli.MODE_TEXT, quality=4)
                if codering == "br"
                else gzip.compress(inhoud, compresslevel=5, mtime=0)
            )
            antwoord.set_data(klein)
            antwoord.content_encoding = codering
            if (etag := antwoord.get_etag()[0]) is not None:
                antwoord.set_etag(etag, weak=True)  # the same content in another coding
        return antwoord


def _press_stream(delen: Iterable[bytes], codering: str) -> Iterator[bytes]:
    """The same for an answer that is made bit by bit."""
    if codering == "br":
        pers = brotli.Compressor(mode=brotli.MODE_TEXT, quality=4)
        voer, rest = pers.process, pers.finish
    else:
        knijper = zlib.compressobj(5, wbits=31)
        voer, rest = knijper.compress, knijper.flush
    for deel in delen:
        if klein := voer(deel):
            yield klein
    yield rest()


@files_blueprint.get("/static/<versie>/<path:naam>")
def static_file(versie: str, naam: str) -> Response:
    """A file of the running version; a hash of another version is not found, so nothing stale is
    kept for a year under a new address."""
    assets: Assets = current_app.extensions["assets"]
    inhoud = assets.read(naam) if versie == assets.hash else None
    if inhoud is None:
        abort(404)
    soort = mimetypes.guess_type(naam)[0] or "application/octet-stream"
    if soort.startswith("text/") or soort == "application/javascript":
        soort += "; charset=utf-8"
    return immutable_response(inhoud, soort, samendrukken=not soort.startswith("image/png"))


@files_blueprint.get("/kaartdata/<som>/<naam>.json")
def map_data(som: str, naam: str) -> Response:
    """What the map in the browser is made of; the address holds a hash of it."""
    uitgave: Uitgave = current_app.extensions["store"].current()
    tekst = uitgave.bestand(f"{som}/{naam}")
    if tekst is None:
        abort(404)
    return immutable_response(tekst.encode(), "application/json")


@files_blueprint.get("/huisstijl.css")
def house_style() -> Response:
    """The custom properties that the settings choose, over our own."""
    stijl: Huisstijl = current_app.extensions["huisstijl"]
    return _of_style(stijl.css.encode(), "text/css")


@files_blueprint.get("/huisstijl/logo")
def logo() -> Response:
    """The logo that the settings name. As a page by itself it could run nothing: the headers forbid it."""
    stijl: Huisstijl = current_app.extensions["huisstijl"]
    return _of_style(stijl.logo, stijl.logo_soort)


def _of_style(inhoud: bytes, soort: str) -> Response:
    if not inhoud:
        abort(404)
    antwoord = Response(inhoud, mimetype=soort)
    antwoord.headers["Cache-Control"] = "public, max-age=300"
    return antwoord
