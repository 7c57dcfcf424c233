"""What RFC 4287 asks of an Atom feed, rule by rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

NS = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+", re.ASCII)
_TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+,;=:@/?%-]*", re.ASCII)  # RFC 4151
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)
_ONCE_IN_FEED = ("generator", "icon", "logo", "rights", "subtitle")
_ONCE_IN_ENTRY = ("published", "rights", "source", "summary", "content")
_MARKUP = re.compile(r"<|&(?!(amp|lt|gt|quot|#\d+|#x[0-9a-fA-F]+);)")


def faults(document: bytes) -> list[str]:
    """Every rule that a feed breaks; none for a valid one."""
    try:
        root = etree.fromstring(document)
    except etree.XMLSyntaxError as fout:
        return [f"geen XML: {fout}"]
    return [f"{root.tag}: is geen feed"] if root.tag != f"{NS}feed" else list(_feed(root))


def _feed(feed: etree._Element) -> Iterator[str]:
    entries = feed.findall(f"{NS}entry")
    yield from _counted(feed, ("id", "title", "updated"), _ONCE_IN_FEED)
    yield from _parts(feed)
    if feed.find(f"{NS}author") is None and any(e.find(f"{NS}author") is None for e in entries):
        yield "4.1.1: geen author"
    if "self" not in [link.get("rel") for link in feed.findall(f"{NS}link")]:
        yield "4.1.1: geen link naar zichzelf"
    if not (feed.get(f"{XML}lang") or ""):
        yield "2: geen taal"
    for entry in entries:
        yield from _counted(entry, ("id", "title", "updated"), _ONCE_IN_ENTRY)
        yield from _parts(entry)
        has_content = entry.find(f"{NS}content") is not None
        if not has_content and not any(
            link.get("rel", "alternate") == "alternate" for link in entry.findall(f"{NS}link")
        ):
            yield "4.1.2: geen content en geen link"
    ids = Counter([(e.findtext(f"{NS}id"), e.findtext(f"{NS}updated")) for e in entries])
    yield from (f"4.1.1: {id_} komt {n} keer voor" for (id_, _), n in ids.items() if n > 1)


def _counted(ding: etree._Element, one: tuple[str, ...], at_most_one: tuple[str, ...]) -> Iterator[str]:
    for naam in one:
        if (aantal := len(ding.findall(f"{NS}{naam}"))) != 1:
            yield f"4.1: {aantal} keer {naam}"
    for naam in at_most_one:
        if len(ding.findall(f"{NS}{naam}")) > 1:
            yield f"4.1: meer dan een keer {naam}"
    alternates = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in ding.findall(f"{NS}link")
        if link.get("rel", "alternate") == "alternate"
    )
    if any(n > 1 for n in alternates.values()):
        yield "4.1: twee dezelfde links alternate"


def _parts(ding: etree._Element) -> Iterator[str]:
    for deel in ding:
        naam = str(deel.tag).removeprefix(NS)
        tekst = deel.text or ""
        if naam in ("title", "subtitle", "summary", "rights"):
            yield from _text(naam, deel)
        elif naam in ("updated", "published"):
            yield from _moment(naam, tekst)
        elif naam == "id" and not (_URI.fullmatch(tekst) and (not tekst.startswith("tag:") or _TAG.fullmatch(tekst))):
            yield f"4.2.6: {tekst!r} is geen adres"
        elif naam == "link" and not _URI.fullmatch(deel.get("href") or ""):
            yield f"4.2.7: {deel.get('href')!r} is geen adres"
        elif naam in ("author", "contributor"):
            yield from _person(deel)
        elif naam == "category" and not deel.get("term"):
            yield "4.2.2: geen term"


def _text(naam: str, deel: etree._Element) -> Iterator[str]:
    soort = deel.get("type", "text")
    if soort not in ("text", "html", "xhtml"):
        yield f"3.1: {naam} van soort {soort}"
    if soort != "xhtml" and len(deel):
        yield f"3.1: {naam} heeft elementen"
    if soort == "html" and _MARKUP.search(deel.text or ""):
        yield f"3.1: {naam} is opgemaakt, en onze teksten zijn dat nooit"
    if naam == "title" and not (deel.text or "").strip():
        yield "3.1: lege title"


def _moment(naam: str, tekst: str) -> Iterator[str]:
    try:
        goed = bool(_MOMENT.fullmatch(tekst)) and datetime.fromisoformat(tekst) is not None
    except ValueError:
        goed = False
    if not goed:
        yield f"3.3: {naam} {tekst!r} is geen moment"


def _person(deel: etree._Element) -> Iterator[str]:
    if len(deel.findall(f"{NS}name")) != 1 or not (deel.findtext(f"{NS}name") or "").strip():
        yield "3.2: geen naam"
    if (adres := deel.findtext(f"{NS}uri")) is not None and not _URI.fullmatch(adres):
        yield f"3.2: {adres!r} is geen adres"
    if (mail := deel.findtext(f"{NS}email")) is not None and not re.fullmatch(r".+@.+", mail):
        yield f"3.2: {mail!r} is geen mailadres"
