"""Answers made once and sent often: compressed once per content coding, with their validators."""

from __future__ import annotations

import hashlib

from flask import Response, request

from viewer.web.compression import best_encoding, compress


class Prepared:
    """An answer ready to send.

    media: its Content-Type. keep: its Cache-Control. effort: how it is compressed (see
    `compression.compress`), "" for what is compressed already. Safe between threads: two may both
    make the same bytes.
    """

    def __init__(self, content: bytes, media: str, keep: str, effort: str) -> None:
        self.content = content
        self.media = media
        self._keep = keep
        self._effort = effort
        self._digest = hashlib.sha256(content).hexdigest()[:20]
        self._bodies = {"identity": content}

    def response(self, keep: str = "") -> Response:
        """The answer to this request: in the coding it accepts, or 304 when it has it already.
        keep: another Cache-Control than its own, where it is also served under an address that stays."""
        coding = best_encoding() if self._effort else "identity"
        etag = f'"{self._digest}-{coding}"'
        headers = [("ETag", etag), ("Cache-Control", keep or self._keep)]
        if self._effort:
            headers.append(("Vary", "Accept-Encoding"))
        asked = request.headers.get("If-None-Match")
        if asked and (asked == etag or request.if_none_match.contains_weak(etag.strip('"'))):
            return Response(status=304, headers=headers)
        body = self._bodies.get(coding)
        if body is None:
            body = self._bodies[coding] = compress(self.content, coding, self._effort)
        if coding != "identity":
            headers.append(("Content-Encoding", coding))
        return Response(body, headers=headers, content_type=self.media)
