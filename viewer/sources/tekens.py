"""Signs that nobody sees in a name, and quotation marks that lost their partner."""

from __future__ import annotations

import re
import unicodedata

# Signs without a shape whose category does not say so: joiner, fillers, blank braille, variation selectors.
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef"
_ODD = re.compile(f"[^\x20-\x7e\u00c0-\u017f]|[{_BLANK}]")
_BLANKS = re.compile(f"[{_BLANK}]")
_PAIRS = {"“": "”", "„": "”", "«": "»", "‘": "’"}
_DOUBLE = '"“”„«»'
# An apostrophe: within a word, or for letters left out before one ('s-Hertogenbosch, 't Gooi, '40).
_APOSTROPHE = re.compile(r"(?<=\w)['‘’](?=\w)|(?<!\w)['‘’](?=(?:s|t|n|k|m|r)\b|\d\d\b)", re.IGNORECASE)


def clean(text: str) -> str:
    """A text as people see it: without zero width, directional and control signs and soft hyphens, with
    single spaces, ordinary hyphens, and accents on their letters (NFC)."""
    if _ODD.search(text):
        text = unicodedata.normalize("NFC", text.replace("\u2010", "-").replace("\u2011", "-"))
        text = "".join(
            sign for sign in _BLANKS.sub("", text) if sign.isspace() or unicodedata.category(sign) not in ("Cf", "Cc")
        )
    return " ".join(text.split())


_SMALL = re.compile(r"(?<= )(Op|In|Van|Ter|Den|Aan|Bij|En|Onder|Over)(?= )|(?<![\w-])'(S|T|N)\b")
_WRONG_CAPITALS = re.compile(r"\bIj(?=[a-z])|\b(?!IJ)([A-Z])([A-Z])(?=[a-z])")


def local_name(plaats: str) -> str:
    """The name of a place as it is written there, where a machine gave every word a capital: "Bergen Op Zoom" is
    Bergen op Zoom, "'T Harde" is 't Harde, "Ijzendoorn" is IJzendoorn."""
    plaats = _SMALL.sub(lambda m: m[0].lower(), plaats)
    return _WRONG_CAPITALS.sub(lambda m: f"{m[1]}{m[2].lower()}" if m[1] else "IJ", plaats)


def close_quotes(text: str) -> str:
    """A name in which every quotation mark that is opened is closed.

    Marks around the whole of it go; one that is closed without having been opened goes too.
    """
    kaal = _without_outer(text.strip())
    open_: list[tuple[str, int]] = []
    loose: list[int] = []
    apostrophes = {found.start() for found in _APOSTROPHE.finditer(kaal)}
    for place, sign in enumerate(kaal):
        if place in apostrophes or sign not in _DOUBLE + "'‘’":
            continue
        if open_ and sign in _closers(open_[-1][0]):
            open_.pop()
        elif _opens(kaal, place):
            open_.append((sign, place))
        elif sign in _DOUBLE:  # a single one can be an apostrophe
            loose.append(place)
    kaal = "".join(sign for place, sign in enumerate(kaal) if place not in loose).strip()
    return kaal + "".join(_PAIRS.get(sign, sign) for sign, _ in reversed(open_))


def _closers(sign: str) -> str:
    return {"“": '”"', "„": '”“"', "«": "»", "‘": "’'", '"': '"”', "'": "'’", "”": "”", "’": "’"}[sign]


def _opens(text: str, place: int) -> bool:
    """Whether a mark stands where a word begins; one that can only close does so nowhere."""
    before, after = text[:place][-1:], text[place + 1 :][:1]
    return text[place] not in "»" and (not before or not before.isalnum()) and after.strip() != ""


def _without_outer(text: str) -> str:
    while len(text) > 1 and text[0] in "\"“„«'‘”’" and text[-1] in _closers(text[0]) and not _splits(text):
        text = text[1:-1].strip()
    return text


def _splits(text: str) -> bool:
    """Whether the first mark is closed before the end, as in “Een” en “Twee”; or is an apostrophe."""
    if _APOSTROPHE.match(text):
        return True
    ends = [i for i, sign in enumerate(text[1:-1], 1) if sign in _closers(text[0])]
    inner = {found.start() for found in _APOSTROPHE.finditer(text)}
    return any(i not in inner for i in ends)
