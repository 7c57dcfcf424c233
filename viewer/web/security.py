"""Headers that keep the pages safe: a strict Content-Security-Policy (no page has an inline script), and the rest."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from viewer.settings import Settings
from viewer.web.address import is_secure

EMBED_PATHS = frozenset({"/kaart"})
"""The only pages that another site can frame."""

PARTS = ("/static/", "/kaartdata/")
"""Addresses of the parts of our pages."""

_ONDERDEEL = frozenset({"text/javascript", "application/javascript", "text/css", "application/json"})
"""Parts of our pages, which nobody opens by themselves."""

_NOT_FOR_ALL = ("/metrics",)
"""What is for administrators, whoever else can reach it."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


def is_public(antwoord: Response, pad: str) -> bool:
    """Whether any site may use an answer: all but our pages, what is for administrators, and 304 (which
    repeats an answer that the browser has). Parts of pages are public in every state, and so are redirects
    and errors: a sandboxed /kaart (an origin of its own, "null") must be able to follow or read them."""
    if pad.startswith(_NOT_FOR_ALL):
        return False
    if pad.startswith(PARTS) or antwoord.status_code in _REDIRECTS or antwoord.status_code >= 400:
        return True
    return antwoord.status_code != 304 and antwoord.mimetype != "text/html"


FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Headers of what every site may use."""


def open_to_all(antwoord: Response) -> None:
    """Lets the scripts of every site read an answer; there is nothing in it that is a visitor's own."""
    antwoord.headers.update(FOR_ALL)


def install(app: Flask, settings: Settings) -> None:
    """Adds the headers to every answer of the application."""
    tegels = _tile_origins(settings.basiskaart_adres)
    lijsters = " ".join(("'self'", *settings.insluiten_door))  # ourselves: the builder shows an example

    beleid = {ingesloten: _policy(tegels, lijsters if ingesloten else "'none'") for ingesloten in (True, False)}

    @app.after_request
    def headers(antwoord: Response) -> Response:
        ingesloten = (request.path.rstrip("/") or "/") in EMBED_PATHS
        kop = antwoord.headers
        if is_public(antwoord, request.path):
            open_to_all(antwoord)
        kop["X-Content-Type-Options"] = "nosniff"
        kop["Server"] = ""  # else the server writes its own name
        if is_secure():
            kop["Strict-Transport-Security"] = "max-age=31536000"
        if antwoord.status_code == 200 and antwoord.mimetype in _ONDERDEEL and request.path.startswith(PARTS):
            # A policy for documents would be half a kilobyte for nothing on each of twenty parts.
            return antwoord
        kop.setdefault("Content-Security-Policy", beleid[ingesloten])
        kop["Referrer-Policy"] = "strict-origin-when-cross-origin"
        # The visitor's place is asked for by the page itself only, and stays in the browser.
        kop["Permissions-Policy"] = (
            f"camera=(), microphone=(), payment=(), usb=(), geolocation=({'self' if request.path == '/' else ''})"
        )
        kop["Cross-Origin-Opener-Policy"] = "same-origin"
        kop.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if ingesloten else "same-origin")
        if not ingesloten:
            kop["X-Frame-Options"] = "DENY"
        elif not tegels:
            # So that a site which is cross-origin isolated can frame us. Tiles of others may lack what it asks of them.
            kop["Cross-Origin-Embedder-Policy"] = "require-corp"
        return antwoord


def _policy(tegels: str, lijsters: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            f"img-src 'self' data:{tegels}",
            "connect-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            f"frame-ancestors {lijsters}",
            # `default` (js/begin.js) lets Leaflet write attributions;
            # `delen` (js/patch.js) writes what templates/delen gives, every value escaped.
            "require-trusted-types-for 'script'",
            "trusted-types default delen",
        )
    )


def _tile_origins(adres: str) -> str:
    if not adres:
        return ""
    delen = urlsplit(adres)
    return f" {delen.scheme}://{delen.netloc.replace('{s}', '*')}"
