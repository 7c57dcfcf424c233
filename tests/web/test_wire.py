"""The real server on the wire: broken requests, slow clients, great loads. Everyone else gets their answer."""

from __future__ import annotations

import hashlib
import socket
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests.conftest import DATA
from tests.server import serve

PASSWD = b"root:"


@pytest.fixture(scope="module")
def adres() -> Iterator[str]:
    with serve(DATA, workers=2) as adres:
        yield adres


def connect(adres: str) -> socket.socket:
    delen = urlsplit(adres)
    return socket.create_connection((delen.hostname, delen.port), timeout=30)


GEDULD = 2.0
"""Seconds to wait for an answer to what may never get one."""


def exchange(adres: str, *stukken: bytes) -> bytes:
    """All that the server says to these bytes until it hangs up; b"" when it says nothing."""
    out = b""
    with connect(adres) as verbinding:
        verbinding.settimeout(GEDULD)
        try:
            for stuk in stukken:
                verbinding.sendall(stuk)
            while deel := verbinding.recv(65536):
                out += deel
        except (ConnectionResetError, BrokenPipeError, TimeoutError):
            pass  # refused halfway, or waiting for the rest
    return out


def status(antwoord: bytes) -> int:
    """The status, 0 when the server only hung up."""
    return int(antwoord.split(b" ", 2)[1]) if antwoord.startswith(b"HTTP/1.") else 0


def is_well(adres: str) -> bool:
    return urllib.request.urlopen(f"{adres}/gezondheid", timeout=30).status == 200


def request(regel: str, *koppen: str) -> bytes:
    return "\r\n".join([regel, "Host: localhost", "Connection: close", *koppen, "", ""]).encode("latin-1")


@pytest.mark.parametrize(
    "stukken",
    [
        [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64)],
        [b"\0" * 4096],
        [b"GET\r\n\r\n"],
        [b"GET / HTTP/9.9\r\n\r\n"],
        [b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"],
        [b"GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n"],
        [b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: \0\r\n\r\n"],
        [b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"],
        [b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\n"],
        [b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: a\r\n" % n for n in range(5000)) + b"\r\n"],
        [b"GET /?q=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"],
    ],
    ids=lambda stukken: repr(stukken[0][:40]),
)
def test_what_is_no_request_is_refused(adres: str, stukken: list[bytes]) -> None:
    assert status(exchange(adres, *stukken)) in (0, 400, 408, 414, 431)
    assert is_well(adres)


@pytest.mark.parametrize("lengte", [8_000, 60_000])
def test_a_long_query_is_refused_by_name_and_not_repeated(adres: str, lengte: int) -> None:
    antwoord = exchange(adres, request(f"GET /tabel?q={'a' * lengte} HTTP/1.1"))
    assert status(antwoord) in (400, 414)
    assert b"a" * 200 not in antwoord


@pytest.mark.parametrize(
    "pad",
    [
        "/static/../../../../etc/passwd",
        "/../../../../../../etc/passwd",
        "//etc/passwd",
        "/..%2f..%2f..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/kaartdata/..%5c..%5c/etc/passwd",
        "/download/..%2f..%2fkaart.toml",
        "/analyse/..%2f..%2f..%2fetc%2fpasswd",
        "/huisstijl/..%2f..%2fapp.py",
        "http://kwaad.nl/etc/passwd",
        "file:///etc/passwd",
        "/static/%00/js/viewer.js",
    ],
)
def test_a_path_leads_nowhere_but_to_our_pages(adres: str, pad: str) -> None:
    antwoord = exchange(adres, request(f"GET {pad} HTTP/1.1"))
    assert status(antwoord) in (0, 301, 308, 400, 404)
    assert PASSWD not in antwoord
    assert b"create_app" not in antwoord


@pytest.mark.parametrize(
    "verb", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "X" * 60, "OPTIONS"]
)
def test_the_site_is_only_to_be_read(adres: str, verb: str) -> None:
    antwoord = exchange(
        adres, request(f"{verb} /over HTTP/1.1", "X-Geheim: niet-herhalen", "Content-Length: 4") + b"abcd"
    )
    assert status(antwoord) in ((200,) if verb == "OPTIONS" else (0, 400, 405))
    assert b"niet-herhalen" not in antwoord


def test_a_body_is_not_waited_for(adres: str) -> None:
    """Ten gigabytes are promised, and none of them are kept."""
    for kop in ("Content-Length: 10000000000", "Transfer-Encoding: chunked"):
        antwoord = exchange(adres, request("POST /over HTTP/1.1", kop), b"10000\r\n" + b"a" * 65536 + b"\r\n")
        assert status(antwoord) in (0, 400, 405, 413)
    assert is_well(adres)


def test_clients_that_never_finish_keep_nobody_waiting(adres: str) -> None:
    halve = [connect(adres) for _ in range(150)]
    try:
        for nummer, verbinding in enumerate(halve):
            verbinding.sendall(b"GET /tabel HTTP/1.1\r\nHost: local" if nummer % 2 else b"G")
        with ThreadPoolExecutor(8) as samen:
            assert all(samen.map(lambda _: is_well(adres), range(40)))
    finally:
        for verbinding in halve:
            verbinding.close()


@pytest.mark.traag
def test_readers_who_do_not_read_keep_nobody_waiting(adres: str) -> None:
    """Great downloads that nobody takes in: more of them than there are threads."""
    slome = [connect(adres) for _ in range(40)]
    try:
        for verbinding in slome:
            verbinding.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            verbinding.sendall(request("GET /download/samenwerkingsverbanden.gpkg HTTP/1.1"))
        assert all(is_well(adres) for _ in range(10))
    finally:
        for verbinding in slome:
            verbinding.close()
    assert is_well(adres)


@pytest.mark.traag
def test_great_downloads_at_once_are_all_whole(adres: str) -> None:
    paden = [
        "/download/datapakket.zip",
        "/download/samenwerkingsverbanden.geojson",
        "/download/samenwerkingsverbanden.gpkg",
        "/download/deelnames.xlsx",
    ]

    def get(pad: str) -> str:
        with urllib.request.urlopen(adres + pad, timeout=60) as antwoord:
            assert antwoord.status == 200
            return hashlib.sha256(antwoord.read()).hexdigest()

    with ThreadPoolExecutor(24) as samen:
        out = list(samen.map(get, paden * 12))
    assert [len(set(out[nummer :: len(paden)])) for nummer in range(len(paden))] == [1] * len(paden)
