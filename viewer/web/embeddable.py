"""Which pages of ours can be embedded: as what map `/kaart` shows in another site."""

from __future__ import annotations

from viewer.filters import FILTERS

_SAME_CHOICE = ("/", "/kaart", "/insluiten", "/tabel")
"""Pages whose parameters are those of the map."""

_ONE_OF = {"gemeenten": "gemeente", "samenwerkingsverbanden": "verband", "taken": "taak"}
"""Pages of one thing, by the first part of their path, with the filter that shows it on the map."""

_BELOW = ((), ("raad",))
"""What may follow it: nothing, or a page that is of the same thing."""


def as_map(path: str, query: list[tuple[str, str]]) -> list[tuple[str, str]] | None:
    """The parameters of the map that a page shows, by its path and its own parameters; None for a page
    that cannot be embedded."""
    path = path.rstrip("/") or "/"
    if path in _SAME_CHOICE:
        return query
    kind, *rest = path.strip("/").split("/")
    parameter = _ONE_OF.get(kind, "")
    if parameter not in FILTERS or not rest or tuple(rest[1:]) not in _BELOW:
        return None
    return list(dict.fromkeys([(parameter, rest[0]), *query]))


def is_embeddable(path: str) -> bool:
    """Whether the page at a path can be embedded, and so says where its oEmbed is."""
    return as_map(path, []) is not None
