"""Answers made once and sent often: compressed once per content coding, with their validators."""

from __future__ import annotations

import hashlib

from flask import Response, request

from viewer.web.compression import best_encoding, compress

IMMUTABLE = "public, max-age=31536000, immutable"
"""Cache-Control of what never changes under its address."""


class Prepared:
    """An answer ready to send.

    soort: its Content-Type. bewaren: its Cache-Control. hoe: how it is compressed (see
    `compression.compress`), "" for what is compressed already. Safe between threads: two may both
    make the same bytes.
    """

    def __init__(self, inhoud: bytes, soort: str, bewaren: str, hoe: str) -> None:
        self.inhoud = inhoud
        self.soort = soort
        self._bewaren = bewaren
        self._hoe = hoe
        self._som = hashlib.sha256(inhoud).hexdigest()[:20]
        self._lijven = {"identity": inhoud}

    def response(self, bewaren: str = "") -> Response:
        """The answer to this request: in the coding it accepts, or 304 when it has it already.
        bewaren: another Cache-Control than its own, where it is also served under an address that stays."""
        codering = best_encoding() if self._hoe else "identity"
        etag = f'"{self._som}-{codering}"'
        kop = [("ETag", etag), ("Cache-Control", bewaren or self._bewaren)]
        if self._hoe:
            kop.append(("Vary", "Accept-Encoding"))
        gevraagd = request.headers.get("If-None-Match")
        if gevraagd and (gevraagd == etag or request.if_none_match.contains_weak(etag.strip('"'))):
            return Response(status=304, headers=kop)
        lijf = self._lijven.get(codering)
        if lijf is None:
            lijf = self._lijven[codering] = compress(self.inhoud, codering, self._hoe)
        if codering != "identity":
            kop.append(("Content-Encoding", codering))
        return Response(lijf, headers=kop, content_type=self.soort)
