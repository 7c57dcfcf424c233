"""A small local web server that behaves as the register's and PDOK's do, faults included."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Antwoord = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.verzoeken.append((self.path, dict(self.headers)))
        pad = urlsplit(self.path).path
        stappen = self.server.paden.get(pad)
        if stappen is None:
            self.stuur(404, b"")
            return
        nummer = self.server.teller.get(pad, 0)
        self.server.teller[pad] = nummer + 1
        stappen[min(nummer, len(stappen) - 1)](self)

    def stuur(self, status: int, inhoud: bytes, **kop: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", kop.pop("lengte", str(len(inhoud))))
        for naam, waarde in kop.items():
            self.send_header(naam.replace("_", "-"), waarde)
        self.end_headers()
        if inhoud:
            self.wfile.write(inhoud)

    @property
    def vraag(self) -> dict[str, str]:
        return {naam: waarden[0] for naam, waarden in parse_qs(urlsplit(self.path).query).items()}

    def log_message(self, format: str, *args: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, paden: dict[str, list[Antwoord]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.paden = paden
        self.teller: dict[str, int] = {}
        self.verzoeken: list[tuple[str, dict[str, str]]] = []
        self.stop = threading.Event()

    @property
    def adres(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is part of the test."""


@contextmanager
def slecht(paden: dict[str, list[Antwoord]]) -> Iterator[Server]:
    """A running server; per path the answers in order, the last one repeated."""
    server = Server(paden)
    draad = threading.Thread(target=server.serve_forever, args=(0.02,))
    draad.start()
    try:
        yield server
    finally:
        server.stop.set()
        server.shutdown()
        draad.join()
        server.server_close()


def goed(inhoud: bytes, **kop: str) -> Antwoord:
    return lambda h: h.stuur(200, inhoud, **kop)


def status(code: int, **kop: str) -> Antwoord:
    return lambda h: h.stuur(code, b"", **kop)


def conditioneel(inhoud: bytes, etag: str, gewijzigd: str) -> Antwoord:
    def doe(h: Handler) -> None:
        if h.headers.get("If-None-Match") == etag:
            h.stuur(304, b"")
        else:
            h.stuur(200, inhoud, ETag=etag, Last_Modified=gewijzigd)

    return doe


def afgebroken(inhoud: bytes) -> Antwoord:
    """Promises everything, sends half, and hangs up."""

    def doe(h: Handler) -> None:
        h.stuur(200, inhoud[: len(inhoud) // 2], lengte=str(len(inhoud)))
        h.close_connection = True

    return doe


def hangt(h: Handler) -> None:
    """Starts an answer and then says nothing more."""
    h.send_response(200)
    h.send_header("Content-Length", "1000")
    h.end_headers()
    h.wfile.write(b"<")
    h.wfile.flush()
    h.server.stop.wait(5)
    h.close_connection = True


def ogc_api(features: list[dict], per_blad: int) -> Antwoord:  # type: ignore[type-arg]
    """OGC API Features: a cursor in the `next` link, a relative one as the standard allows."""

    def doe(h: Handler) -> None:
        jaar = h.vraag.get("jaarcode")
        alle = features if jaar == "2024" else []
        begin = int(h.vraag.get("cursor", "0"))
        links = [{"rel": "self", "href": h.path}]
        if begin + per_blad < len(alle):
            links.append({"rel": "next", "href": f"items?f=json&jaarcode={jaar}&cursor={begin + per_blad}"})
        blad = {"type": "FeatureCollection", "links": links, "features": alle[begin : begin + per_blad]}
        h.stuur(200, json.dumps(blad).encode(), Content_Type="application/geo+json")

    return doe


def wfs(features: list[dict], per_blad: int, crs: str) -> Antwoord:  # type: ignore[type-arg]
    """WFS 2.0 as GeoServer answers it: at most per_blad whatever is asked, CRS declared."""

    def doe(h: Handler) -> None:
        begin = int(h.vraag["startindex"])
        deel = features[begin : begin + min(per_blad, int(h.vraag["count"]))]
        blad = {
            "type": "FeatureCollection",
            "numberMatched": len(features),
            "crs": {"type": "name", "properties": {"name": crs}},
            "features": deel,
        }
        h.stuur(200, json.dumps(blad).encode())

    return doe
