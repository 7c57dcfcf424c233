"""Addresses as they come back from mails and word processors: `&amp;`, a bracket or a slash at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote

from viewer.filters import FILTERS, OLD_NAMES
from viewer.selection import ENKELVOUDIG

_KNOWN = "|".join(map(re.escape, (*FILTERS, *ENKELVOUDIG, *OLD_NAMES)))
_ENTITY = r"(?:amp;|#0*38;|#x0*26;)"
_BEFORE_NAME = re.compile(rf"^(?:[?&;\s]|{_ENTITY})+", re.IGNORECASE)
_NEXT = re.compile(rf"[?&;]+(?:{_ENTITY}+(?=[\w.-]+=)|(?=(?:{_KNOWN})=))", re.IGNORECASE)
_REST = re.compile(r"[?&#].*", re.DOTALL)
_AROUND = " \t\r\n.,;:!?()[]{}<>\"'«»“”‘’…\\"
"""What stands around an address in running text."""

_AT_END = re.compile(
    rf"(?:[\s/{re.escape(_AROUND)}]|/index\.(?:html?|php|json)|(?<=[^/])\.(?:html?|php|aspx?|jsp))+\Z", re.IGNORECASE
)
_FREE_TEXT = "q"
MAX_QUERY = 8000
"""Bytes of a query string; what comes after is not read."""


def pairs_of(query: bytes | str) -> list[tuple[str, str]]:
    """The parameters of a query string, names in lower case, also where an `&` came along as `&amp;` or
    `%26amp%3B`, and without what stood around the address where it was copied from."""
    text = query.decode("utf-8", "replace") if isinstance(query, bytes) else query
    pairs = parse_qsl(text[:MAX_QUERY], keep_blank_values=True)
    return [pair for name, value in pairs for pair in _parts(name, value)]


def tidy(text: str) -> str:
    """A word of an address without the rest of the sentence that it stood in; a bracket that was opened in
    the word itself stays closed: "Hengelo (O)"."""
    word, bare = _REST.sub("", text), _REST.sub("", text).strip(_AROUND)
    return (
        f"{bare})" if bare.count("(") == bare.count(")") + 1 and ")" in word[word.rfind(bare) + len(bare) :] else bare
    )


def tidy_path(path: str) -> str:
    """A path as ours are: no slash at the end, none double, nothing of the text around it."""
    path, before = _REST.sub("", path.replace("\\", "/")), ""
    while path != before:
        before = path
        path = "/" + _AT_END.sub("", re.sub(r"/{2,}", "/", path)).strip("/")
    return path


def tidy_name(text: str) -> str:
    """The last part of a path of ours, as `tidy` and without ".html" behind it."""
    return re.sub(r"\.(?:html?|php|aspx?|jsp)\Z", "", tidy(text), flags=re.IGNORECASE)


def local(path: str) -> str:
    """A path as it can stand in a `Location`: it never leaves the site, whatever it begins with."""
    return "/" + quote(path.lstrip("/\\"), safe="/:@!$'()*+,;=~-._")


def _parts(name: str, value: str) -> Iterator[tuple[str, str]]:
    name = _BEFORE_NAME.sub("", name)
    if not value and "=" in name:
        name, _, value = name.partition("=")
    first, *others = _NEXT.split(value)
    name = re.sub(r"\[\d*\]\Z", "", name.strip()).casefold()
    yield name, first if name == _FREE_TEXT else tidy(first)
    for other in others:
        yield from _parts(*other.partition("=")[::2])
