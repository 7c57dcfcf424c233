"""Content codings: the smallest one that a request takes, and answers that are not compressed yet."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

import brotli
from flask import Flask, Response, request

THOROUGH, QUICK = "thorough", "quick"
_BROTLI = {THOROUGH: 11, QUICK: 5}
_GZIP = {THOROUGH: 9, QUICK: 6}
_SAMENDRUKBAAR = ("text/", "application/json", "application/problem+json", "application/geo+json", "image/svg+xml")
_KLEINSTE = 800


def best_encoding() -> str:
    """The smallest content coding that the request accepts: `br`, `gzip` or `identity`."""
    kop = request.headers.get("Accept-Encoding", "")
    if not kop:
        return "identity"
    aanvaard = request.accept_encodings
    for codering in ("br", "gzip"):
        if aanvaard[codering] > 0:
            return codering
    return "identity"


def compress(inhoud: bytes, codering: str, hoe: str = THOROUGH) -> bytes:
    """Bytes in a content coding. hoe: `thorough`, as small as it gets, for what is made once and sent
    for a year; `quick`, in a millisecond, for the rest."""
    if codering == "br":
        return bytes(brotli.compress(inhoud, mode=brotli.MODE_TEXT, quality=_BROTLI[hoe]))
    if codering == "gzip":
        return gzip.compress(inhoud, compresslevel=_GZIP[hoe], mtime=0)
    return inhoud


def install(app: Flask) -> None:
    """Compresses every text answer that is not compressed yet."""

    @app.after_request
    def press(antwoord: Response) -> Response:
        if antwoord.content_encoding or antwoord.direct_passthrough:
            return antwoord
        if not (antwoord.mimetype or "").startswith(_SAMENDRUKBAAR):
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
            antwoord.set_data(compress(inhoud, codering, QUICK))
            antwoord.content_encoding = codering
            if (etag := antwoord.get_etag()[0]) is not None:
                antwoord.set_etag(etag, weak=True)  # the same content in another coding
        return antwoord


def _press_stream(delen: Iterable[bytes], codering: str) -> Iterator[bytes]:
    """The same for an answer that is made bit by bit."""
    if codering == "br":
        pers = brotli.Compressor(mode=brotli.MODE_TEXT, quality=_BROTLI[QUICK])
        voer, rest = pers.process, pers.finish
    else:
        knijper = zlib.compressobj(_GZIP[QUICK], wbits=31)
        voer, rest = knijper.compress, knijper.flush
    for deel in delen:
        if klein := voer(deel):
            yield klein
    yield rest()
