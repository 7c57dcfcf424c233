"""Our colours, once: those of layers and shades, and those of ink and paper. No library."""

from __future__ import annotations

from collections.abc import Iterable

LAYERS = ("#0b6aa8", "#c2540a", "#007a5a", "#a8327e", "#8a6d00", "#5b3fa0", "#3b3b3b", "#1f8fb3")
"""More colours than eight cannot be told apart, least of all by people who are colour blind."""

SHADES = ("#dcebe8", "#b4d6d2", "#82b9b8", "#4d97a0", "#1c6c80")
"""Few to many. Both as in static/js; a test holds them together."""

MAX_LAYERS = len(LAYERS)
"""As many samenwerkingsverbanden as can be switched on at once."""

BRAND, WHITE, PAPER_SOFT = "#0b4a5e", "#ffffff", "#f3f6f6"
INK, INK_SOFT, LINE, LINE_STRONG = "#1b2328", "#4d5a62", "#d3dadc", "#78868c"
"""As in static/css/basis.css; a test holds them together."""

LAND, SEA, CHOSEN = "#f4f3ef", "#eef1f2", "#f2b84b"
"""On a picture of the map: an area without a value, what is outside the Netherlands, what is chosen."""

BORDER, BORDER_SOFT = "#a9b1b8", "#c9ced3"
"""Between areas on a picture of the map: within the provincie, outside it."""


def by_thema(themas: Iterable[int]) -> list[str]:
    """A colour each for at most MAX_LAYERS layers, by the number of their subject in THEMAS: a subject
    has a colour of its own; where that is taken, the next that is free."""
    free = list(range(MAX_LAYERS))
    chosen = []
    for thema in themas:
        place = next((p for p, i in enumerate(free) if i >= thema % MAX_LAYERS), 0)
        chosen.append(LAYERS[free.pop(place)])
    return chosen
