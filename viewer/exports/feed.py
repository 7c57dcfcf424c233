"""What changed, as an Atom feed for readers and machines."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

import feedgenerator

from viewer.analysis.veranderingen import Gebeurtenis
from viewer.exports.beschrijving import TABLES, publisher_of
from viewer.model import slugify
from viewer.settings import Settings

_TAG = "tag:samenwerkingskaart,2026"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Signs that no XML can hold, and a name should not."""


def to_atom(gebeurtenissen: Iterable[Gebeurtenis], settings: Settings, peildatum: date, thuis: str) -> bytes:
    """An Atom feed (RFC 4287) with an entry per event, newest first. peildatum: of the data, when it was
    last changed if nothing happened yet; thuis: where the site is. An entry is of the day on which the register
    told it, so that a reader shows what was registered late. The same event has the same id in
    every feed, also when a samenwerkingsverband gets another name."""
    feed = _Feed(
        _moment(peildatum),
        title=_text(f"{settings.paginatitel}: wat verandert er?"),
        link=f"{thuis}/veranderd",
        description="Wat er verandert in de samenwerking tussen gemeenten",
        language="nl",
        feed_url=f"{thuis}/wijzigingen.atom",
        feed_guid=f"{_TAG}:wijzigingen/{slugify(settings.provincie)}",
        author_name=_text(publisher_of(settings)[0]),
        author_link=f"{thuis}/over",
        feed_copyright=f"{TABLES.title} ({TABLES.name})",
    )
    for wat in gebeurtenissen:
        feed.add_item(
            title=_text(f"{wat.naam}: {wat.soort}"),
            link=f"{thuis}/{wat.onder}/{wat.slug}",
            description=html.escape(_text(wat.met_dag), quote=False),  # it is told to be HTML
            pubdate=_moment(wat.bekend),
            updateddate=_moment(wat.bekend),
            unique_id=f"{_TAG}:{wat.id}/{wat.dag.isoformat()}/{slugify(wat.soort)}",
        )
    tekst: str = feed.writeString("utf-8")
    return tekst.encode()


class _Feed(feedgenerator.Atom1Feed):  # type: ignore[misc] # feedgenerator is untyped
    """A feed that without entries was changed on the day of its data, and not whenever someone asks for it."""

    def __init__(self, changed: datetime, **what: str) -> None:
        super().__init__(**what)
        self._changed = changed

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=self._changed)


def _moment(dag: date) -> datetime:
    return datetime(dag.year, dag.month, dag.day, tzinfo=UTC)


def _text(tekst: str) -> str:
    return _NOT_XML.sub("", tekst)
