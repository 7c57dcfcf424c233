"""The address of a record on the register's website, made in one place; old forms of it are mended.

The website answers `/30478873/GGD_IJsselland` and not `/30478873/`: a name must follow the number, whichever.
"""

from __future__ import annotations

import re
import unicodedata

_HOST = "organisaties.overheid.nl"
_MOST = 80
# What may follow the number in an address that stands in a text: a sign that ends it, or a query or fragment.
_BARE = re.compile(
    rf"https?://(?:www\.)?{re.escape(_HOST)}(?::443|:80)?/+(?P<id>\d+)(?:/+|(?!\d))(?![^\s<>\"'?#,;)\]}}|&\\.]|\.\w)",
    re.IGNORECASE,
)


def register_address(bron_id: str, naam: str) -> str:
    """Where people find a record of the register. bron_id: its systeemId; naam: what it is called."""
    plain = unicodedata.normalize("NFKD", naam).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9]+", "_", plain)[:_MOST].strip("_")
    return f"https://{_HOST}/{bron_id}/{words or 'regeling'}"


def has_bare_address(text: str) -> bool:
    """Whether a text holds an address of the register without a name, which leads nowhere."""
    return _BARE.search(text) is not None


def mend_addresses(text: str, naam: str = "") -> str:
    """The text with a name in every address of the register that lacks one; the rest stays as it is."""
    return _BARE.sub(lambda found: register_address(found["id"], naam), text)
