"""Fetching: what goes wrong on the way is tried again, waited for, or refused in one line."""

from __future__ import annotations

import gzip

import pytest

from tests.slecht import afgebroken, conditioneel, goed, hangt, slecht, status
from viewer.errors import BadSource
from viewer.sources import fetch
from viewer.sources.fetch import Kenmerk, download, get_json, modified_on

INHOUD = b"<xml>" + b"x" * 100_000 + b"</xml>"


def lees(adres: str, gewacht: list[float] | None = None, **opties: object) -> bytes | None:
    wachten = gewacht if gewacht is not None else []
    with download(adres, slaap=wachten.append, **opties) as opgehaald:  # type: ignore[arg-type]
        return None if opgehaald is None else opgehaald.stroom.read()


@pytest.mark.parametrize(
    "eerst",
    [
        [status(500)],
        [status(503), status(502)],
        [status(429, Retry_After="7")],
        [afgebroken(INHOUD)],
        [afgebroken(INHOUD), status(500)],
    ],
    ids=["500", "503-502", "429", "cut", "cut-500"],
)
def test_a_hiccup_is_tried_again_until_the_file_is_whole(eerst: list) -> None:  # type: ignore[type-arg]
    gewacht: list[float] = []
    with slecht({"/x.xml": [*eerst, goed(INHOUD)]}) as server:
        assert lees(f"{server.adres}/x.xml", gewacht) == INHOUD
    assert len(gewacht) == len(eerst)
    assert gewacht == sorted(gewacht)


def test_it_waits_as_long_as_the_server_asks() -> None:
    gewacht: list[float] = []
    with slecht({"/x": [status(429, Retry_After="7"), goed(b"ja")]}) as server:
        assert lees(f"{server.adres}/x", gewacht) == b"ja"
    assert gewacht == [7.0]


@pytest.mark.parametrize(
    ("antwoord", "zegt", "pogingen"),
    [
        (status(500), "antwoordt met 500 (na 4 pogingen)", 4),
        (status(404), "antwoordt met 404 (na 1 poging)", 1),
        (afgebroken(INHOUD), "halverwege", 4),
        (goed(b"x", lengte="5000000000"), "is groter dan 500 MB", 1),
    ],
)
def test_what_never_comes_is_one_line(antwoord: object, zegt: str, pogingen: int) -> None:
    with slecht({"/x": [antwoord]}) as server:  # type: ignore[list-item]
        with pytest.raises(BadSource) as fout:
            lees(f"{server.adres}/x")
        assert len(server.verzoeken) == pogingen
    assert zegt in str(fout.value)
    assert "\n" not in str(fout.value)


def test_a_server_that_falls_silent_is_given_up() -> None:
    with slecht({"/x": [hangt]}) as server, pytest.raises(BadSource, match="te langzaam"):
        lees(f"{server.adres}/x", timeout_s=0.2)


def test_nobody_home_is_said() -> None:
    with slecht({}) as server:
        adres = server.adres
    with pytest.raises(BadSource, match="niet bereikbaar"):
        lees(f"{adres}/x")


def test_an_unchanged_file_is_not_fetched_again() -> None:
    with slecht({"/x": [conditioneel(INHOUD, '"a1"', "Sat, 16 May 2026 03:00:00 GMT")]}) as server:
        adres = f"{server.adres}/x"
        with download(adres) as eerste:
            assert eerste is not None
            kenmerk = eerste.kenmerk
        assert (kenmerk.etag, kenmerk.adres) == ('"a1"', adres)
        moment = modified_on(kenmerk)
        assert moment is not None
        assert moment[:3] == (2026, 5, 16)
        assert lees(adres, vorige=kenmerk) is None
        assert lees(adres, vorige=Kenmerk(adres=f"{adres}2", etag='"a1"')) == INHOUD


def test_a_body_that_unpacks_too_large_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 1_000_000)
    bom = gzip.compress(b"\0" * 20_000_000)
    with (
        slecht({"/x": [goed(bom, Content_Encoding="gzip")]}) as server,
        pytest.raises(BadSource, match="groter dan 1 MB"),
    ):
        lees(f"{server.adres}/x")


def test_progress_counts_bytes() -> None:
    stand: list[tuple[int, int]] = []
    with slecht({"/x": [goed(INHOUD)]}) as server:
        lees(f"{server.adres}/x", voortgang=lambda a, b: stand.append((a, b)))
    assert stand[-1] == (len(INHOUD), len(INHOUD))
    assert len(stand) > 1


@pytest.mark.parametrize("inhoud", [b"", b"{", b"[NaN]", b"\xff"])
def test_json_that_is_none_is_refused(inhoud: bytes) -> None:
    with slecht({"/x": [goed(inhoud)]}) as server, pytest.raises(BadSource, match="geen geldige JSON"):
        get_json(f"{server.adres}/x")
