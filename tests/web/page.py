"""Fetches a page and checks what every page must be."""

from __future__ import annotations

import html as html_lib
import re
from functools import lru_cache

import html5lib
import lxml.html
from flask.testing import FlaskClient
from hypothesis import settings

QUICK = settings.get_current_profile_name() == "snel"
"""`make snel` parses the skeleton of a page strictly, `make test` every page to the letter."""

_PARSER = lxml.html.HTMLParser(encoding="utf-8")
_TEXT = re.compile(r">[^<>&]+<")
_VALUE = re.compile(r'\b(?!type=)([\w-]+)="[^"<>&]*"')
_NAME = re.compile(r"<(/?)(\w+)")
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_TOKEN = re.compile(r"<[^>]*>|[^<]+|<")


def page(client: FlaskClient, adres: str, status: int = 200) -> str:
    """The HTML of an address, after checking that it parses strictly, has one h1, a title that goes
    with it, no duplicate ids, language, no inline style or handler, no inline script (a block of data is none), no
    script, style or picture from elsewhere, and labels that point somewhere."""
    antwoord = client.get(adres)
    assert antwoord.status_code == status, antwoord.text[:300]
    assert antwoord.mimetype == "text/html"
    csp = antwoord.headers["Content-Security-Policy"]
    assert "unsafe" not in csp
    tekst = antwoord.text
    _check(tekst)
    return tekst


@lru_cache(maxsize=512)
def _check(tekst: str) -> None:
    """What is equal to the letter is checked once: parsing strictly takes ten times as long as making the page."""
    _parses_strictly(_skeleton(tekst) if QUICK else tekst)
    boom = lxml.html.document_fromstring(tekst.encode(), parser=_PARSER)
    alle = [e for e in boom.iter() if isinstance(e.tag, str)]
    assert boom.get("lang") == "nl"
    koppen = [e for e in alle if e.tag == "h1"]
    titel = next(e.text for e in alle if e.tag == "title")
    assert len(koppen) == 1
    assert titel.startswith("".join(koppen[0].itertext()).strip()), titel
    alle_ids = [e.get("id") for e in alle if e.get("id")]
    ids = set(alle_ids)
    assert len(ids) == len(alle_ids)
    for element in alle:
        assert not element.get("style"), element.attrib
        assert not [naam for naam in element.attrib if naam.startswith("on")], element.attrib
        for naam in ("src", "href"):
            waarde = element.get(naam, "")
            if element.tag != "a" and not waarde.startswith("http://localhost/"):
                assert not re.match(r"(https?:)?//|javascript:", waarde), waarde
            assert not waarde.startswith("javascript:")
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/ld+json":
            raise AssertionError("inline script")
        if element.tag == "label" and element.get("for"):
            assert element.get("for") in ids
    assert "@@" not in tekst
    assert "{{" not in html_lib.unescape(tekst)


@lru_cache(maxsize=2048)
def _parses_strictly(tekst: str) -> None:
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=True).parse(tekst)


def _skeleton(tekst: str) -> str:
    """A page with every harmless text and value as x, and of what is repeated, whole, only the first two: strict
    parsing finds the same faults in it, and pages that differ in names and numbers have the same one."""
    tekst = _TEXT.sub(lambda m: ">x<" if m[0][1:-1].strip() else "> <", tekst)
    return "".join(_twice_at_most(_TOKEN.findall(_VALUE.sub(r'\1="x"', tekst))))


def _twice_at_most(tokens: list[str]) -> list[str]:
    again: dict[str, int] = {}  # where each token comes next
    period = [0] * len(tokens)
    for place in range(len(tokens) - 1, -1, -1):
        period[place] = again.get(tokens[place], place) - place
        again[tokens[place]] = place
    out: list[str] = []
    place = 0
    while place < len(tokens):
        long = period[place]
        block = tokens[place : place + long]
        times = 1
        while long and tokens[place + times * long : place + (times + 1) * long] == block:
            times += 1
        if times > 2 and _is_whole(block):
            out += block * 2
            place += times * long
        else:
            out.append(tokens[place])
            place += 1
    return out


def _is_whole(block: list[str]) -> bool:
    """Whether tokens open what they close, and close what they open."""
    open_: list[str] = []
    for token in block:
        name = _NAME.match(token)
        if not name or name[2] in _VOID or token.endswith("/>"):
            continue
        if not name[1]:
            open_.append(name[2])
        elif not open_ or open_.pop() != name[2]:
            return False
    return not open_ and not block[0].startswith("</")
