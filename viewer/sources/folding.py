"""Text as people typed it and programs damaged it: repaired, cleaned, and folded so that it can be compared."""

from __future__ import annotations

import re

from viewer.model import plain
from viewer.sources.tekens import clean as clean_signs

_DAMAGED = re.compile("[ÂÃÄÅâ\u0102][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
"""The first two signs of UTF-8 that was read as Windows-1252 (or ISO 8859-1): "Ã¢", "â€"."""

_QUOTES = re.compile("[’‘‛`´'ʼ′\u02bb\u2032\uff07]")
_DASHES = re.compile("[\u2010-\u2015\u2212\u2043\ufe58\ufe63\uff0d]")


def repair(text: str) -> str:
    """Undoes UTF-8 that was read as Windows-1252, once or more ("FryslÃ¢n", "â€™t"); other text as it is."""
    if not _DAMAGED.search(text):
        return text
    # Its tables take a moment to load, and few files need them.
    import ftfy  # noqa: PLC0415

    return ftfy.fix_encoding(text)


def clean(text: str) -> str:
    """Text on one line: repaired, without signs that nobody sees, one space between words."""
    return clean_signs(repair(text))


def fold(text: str) -> str:
    """A name as it is compared: cleaned, lower case, no accents, quotes or dots, one space between words."""
    bare = _DASHES.sub("-", _QUOTES.sub("", plain(clean(text)).replace("&", " en ")))
    bare = re.sub(r"[^a-z0-9()-]+", " ", bare)
    return re.sub(r"\s*-\s*", "-", re.sub(r"\(\s+", "(", re.sub(r"\s+\)", ")", bare))).strip(" -")
