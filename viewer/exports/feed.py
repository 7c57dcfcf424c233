"""What changed, as an Atom feed for readers and machines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import feedgenerator

from viewer.analysis.veranderingen import Gebeurtenis


def to_atom(titel: str, gebeurtenissen: Iterable[Gebeurtenis], thuis: str) -> bytes:
    """An Atom feed (RFC 4287) with an entry per event, newest first. thuis: where the site is."""
    feed = feedgenerator.Atom1Feed(
        title=titel,
        link=f"{thuis}/",
        description="Wat er verandert in de samenwerking tussen gemeenten",
        language="nl",
        feed_url=f"{thuis}/wijzigingen.atom",
        feed_guid="tag:samenwerkingskaart,2026:wijzigingen",
    )
    for wat in gebeurtenissen:
        moment = datetime(wat.dag.year, wat.dag.month, wat.dag.day, tzinfo=UTC)
        feed.add_item(
            title=f"{wat.naam}: {wat.soort}",
            link=f"{thuis}/samenwerkingsverbanden/{wat.slug}",
            description=wat.zin,
            pubdate=moment,
            updateddate=moment,
            unique_id=f"tag:samenwerkingskaart,2026:{wat.slug}/{wat.dag.isoformat()}/{wat.soort}",
        )
    tekst: str = feed.writeString("utf-8")
    return tekst.encode()
