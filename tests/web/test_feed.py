"""The feed is one by RFC 4287, whatever stands in it."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from tests.conftest import DATA, some
from tests.web.atom import NS, faults
from viewer.analysis.veranderingen import Gebeurtenis, gebeurtenissen
from viewer.dataset import Dataset
from viewer.exports.feed import to_atom
from viewer.settings import Settings
from viewer.web import create_app

GOOD = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="nl"><title>T</title><id>tag:a.nl,2026:f</id>
<updated>2026-01-01T00:00:00Z</updated><author><name>N</name></author><link rel="self" href="http://a.nl/f"/>
<entry><title>E</title><id>tag:a.nl,2026:e</id><updated>2026-01-01T00:00:00+01:00</updated>
<link rel="alternate" href="http://a.nl/e"/><summary type="html">A &amp;amp; b</summary></entry></feed>"""


def test_a_valid_feed_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"<author><name>N</name></author>", b""), (b"<author><name>N</name></author>", b"<author><name/></author>"),
        (b"<title>T</title>", b""), (b"<title>E</title>", b"<title>E</title><title>E</title>"),
        (b"<id>tag:a.nl,2026:f</id>", b""), (b"<id>tag:a.nl,2026:e</id>", "<id>tag:a.nl,2026:eë</id>".encode()),
        (b"2026-01-01T00:00:00Z", b"2026-01-01"), (b"2026-01-01T00:00:00Z", b"2026-13-01T00:00:00Z"),
        (b"<updated>2026-01-01T00:00:00Z</updated>", b""), (b'<link rel="self" href="http://a.nl/f"/>', b""),
        (b'<link rel="alternate" href="http://a.nl/e"/>', b""), (b'href="http://a.nl/e"', b'href="/e"'),
        (b"A &amp;amp; b", b"A &lt;b&gt; b"), (b"A &amp;amp; b", b"A <b>b</b>"), (b' xml:lang="nl"', b""),
        (b"</entry>", b"</entry><entry><title>E</title><id>tag:a.nl,2026:e</id><updated>2026-01-01T00:00:00+01:00</updated>"
                      b'<link rel="alternate" href="http://a.nl/e"/></entry>'),
        (b"</feed>", b""), (b"Atom", b"atom"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_seen(was: bytes, becomes: bytes) -> None:
    assert was in GOOD
    assert faults(GOOD.replace(was, becomes, 1))


@pytest.mark.parametrize("provincie", some(["Overijssel", "Fryslân", "Nederland"], 3))
def test_our_feed_is_valid(provincie: str) -> None:
    antwoord = create_app(Settings(provincie=provincie), DATA).test_client().get("/wijzigingen.atom")
    assert antwoord.mimetype == "application/atom+xml"
    assert faults(antwoord.data) == []
    assert len(etree.fromstring(antwoord.data).findall(f"{NS}entry")) > 20


def test_it_names_who_publishes_and_where_it_is(client: FlaskClient) -> None:
    feed = etree.fromstring(client.get("/wijzigingen.atom", headers={"Host": "kaart.voorbeeld.nl"}).data)
    assert feed.findtext(f"{NS}author/{NS}name") == "Provincie Overijssel"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{NS}link")}
    assert links == {
        "self": "http://kaart.voorbeeld.nl/wijzigingen.atom",
        "alternate": "http://kaart.voorbeeld.nl/veranderd",
    }
    assert "CC0" in (feed.findtext(f"{NS}rights") or "")


def test_ids_are_of_the_event_and_feeds_have_each_their_own(dataset: Dataset) -> None:
    def ids(events: tuple[Gebeurtenis, ...], provincie: str = "Overijssel") -> list[str]:
        feed = etree.fromstring(to_atom(events, Settings(provincie=provincie), dataset.peildatum, "https://a.nl"))
        return [str(een.text) for een in feed.iter(f"{NS}id")]

    events = gebeurtenissen(dataset, "Overijssel", 20)
    renamed = tuple(Gebeurtenis(e.dag, e.id, f"{e.slug}-2", f"{e.naam} 2", e.soort, "Anders.") for e in events)
    assert ids(events) == ids(renamed)
    assert ids(events)[1:] == ids(events, "Gelderland")[1:]
    assert ids(events)[0] != ids(events, "Gelderland")[0]


def test_without_events_it_is_of_the_day_of_the_data() -> None:
    feed = to_atom((), Settings(), date(2024, 3, 5), "https://a.nl")
    assert faults(feed) == []
    assert etree.fromstring(feed).findtext(f"{NS}updated") == "2024-03-05T00:00:00+00:00"


@pytest.mark.parametrize(
    "naam", ["<script>alert(1)</script>", "A & B &lt;", "x\x0b\x00y\ufffe", "]]>", "\ud83d los", "\u202eomgekeerd"]
)
def test_a_name_is_only_ever_a_name(naam: str) -> None:
    event = Gebeurtenis(date(2024, 1, 1), "gr-1", "gr-1", naam, "beëindigd", f"{naam} houdt op.")
    feed = to_atom([event], Settings(titel=naam), date(2024, 1, 1), "https://a.nl")
    assert faults(feed) == []


def test_the_small_nasty_province_too(klein_app: Flask) -> None:
    assert faults(klein_app.test_client().get("/wijzigingen.atom").data) == []
