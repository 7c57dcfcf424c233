"""Elements of the register's export, by local name: its namespace carries the export's version."""

from __future__ import annotations

from lxml import etree

from viewer.sources.tekens import clean

_MAX_TEKST = 20_000


def local_name(element: etree._Element) -> str:
    """The name without its namespace."""
    return etree.QName(element).localname


def children(element: etree._Element, naam: str) -> list[etree._Element]:
    """The elements right below it that have this name."""
    return [kind for kind in element if isinstance(kind.tag, str) and local_name(kind) == naam]


def deep(element: etree._Element, *namen: str) -> list[etree._Element]:
    """The elements at the end of a path of names."""
    elementen = [element]
    for naam in namen:
        elementen = [kind for ouder in elementen for kind in children(ouder, naam)]
    return elementen


def text(element: etree._Element, *namen: str) -> str:
    """The text of the first element at the end of a path, without invisible signs; "" for none."""
    for gevonden in deep(element, *namen):
        return clean((gevonden.text or "")[:_MAX_TEKST])
    return ""


def attribute(element: etree._Element, naam: str) -> str:
    """An attribute by its local name; "" for none."""
    for sleutel, waarde in element.attrib.items():
        if etree.QName(str(sleutel)).localname == naam:
            return clean(str(waarde))
    return ""
