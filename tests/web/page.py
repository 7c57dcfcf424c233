"""Fetches a page and checks what every page must be."""

from __future__ import annotations

import html as html_lib
import re
from functools import lru_cache

import html5lib
from flask.testing import FlaskClient

NS = "{http://www.w3.org/1999/xhtml}"


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


@lru_cache(maxsize=128)
def _check(tekst: str) -> None:
    """What is equal to the letter is checked once: parsing strictly takes ten times as long as making the page."""
    boom = html5lib.HTMLParser(strict=True, namespaceHTMLElements=True).parse(tekst)
    alle = list(boom.iter())
    assert boom.get("lang") == "nl"
    koppen = [e for e in alle if e.tag == f"{NS}h1"]
    titel = next(e.text for e in alle if e.tag == f"{NS}title")
    assert len(koppen) == 1
    assert titel.startswith("".join(koppen[0].itertext()).strip()), titel
    ids = [e.get("id") for e in alle if e.get("id")]
    assert len(ids) == len(set(ids))
    for element in alle:
        assert not element.get("style"), element.attrib
        assert not [naam for naam in element.attrib if naam.startswith("on")], element.attrib
        for naam in ("src", "href"):
            waarde = element.get(naam, "")
            if element.tag != f"{NS}a" and not waarde.startswith("http://localhost/"):
                assert not re.match(r"(https?:)?//|javascript:", waarde), waarde
            assert not waarde.startswith("javascript:")
        if element.tag == f"{NS}script" and not element.get("src") and element.get("type") != "application/ld+json":
            raise AssertionError("inline script")
        if element.tag == f"{NS}label" and element.get("for"):
            assert element.get("for") in ids
    assert "@@" not in tekst
    assert "{{" not in html_lib.unescape(tekst)
