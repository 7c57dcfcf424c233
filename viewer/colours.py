"""Our colours, once: those of layers, shades and verbindingen, and those of ink and paper. No library."""

from __future__ import annotations

from collections.abc import Iterable

LAYERS = ("#3322ff", "#ee5511", "#007777", "#aa0011", "#889977", "#442277", "#552233", "#7788ff")
"""Chosen to be told apart by people who see few colours too: tests/test_colours.py says how far apart the nearest
two are. More than eight cannot be told apart by anyone."""

SHADES = ("#dcebe8", "#b4d6d2", "#82b9b8", "#4d97a0", "#1c6c80")
"""Few to many."""

DASHES = ("", "10 5", "2 5", "14 4 2 4", "6 3", "1 4", "18 6", "8 3 2 3 2 3")
"""Of the outline of a layer, each colour its own: for who cannot tell the colours apart."""

VERBINDINGEN = ("#9cc4cf", "#6aa5b6", "#3f869d", "#1c6c80", "#0b3f50")
"""Lines between gemeenten that share few to many."""

TIE_CHOSEN = LAYERS[3]

MAX_LAYERS = len(LAYERS)
"""As many samenwerkingsverbanden as can be switched on at once."""

BRAND, WHITE, PAPER_SOFT = "#0b4a5e", "#ffffff", "#f3f6f6"
INK, INK_SOFT, LINE, LINE_STRONG = "#1b2328", "#4d5a62", "#d3dadc", "#78868c"
"""As in static/css/basis.css; a test holds them together."""

LAND, SEA, CHOSEN = "#f4f3ef", "#eef1f2", "#f2b84b"
"""On a picture of the map: an area without a value, what is outside the Netherlands, what is chosen."""

BORDER, BORDER_SOFT = "#a9b1b8", "#c9ced3"
"""Between areas on a picture of the map: within the provincie, outside it."""

BORDER_SHADED, BORDER_CHOSEN = "#7d8790", "#1d1d1d"
"""Between areas on the map in the browser: of the provincie where nothing is filled, round what is chosen."""


def places_by_thema(themas: Iterable[int]) -> list[int]:
    """A place in LAYERS each for at most MAX_LAYERS layers, by the number of their subject in THEMAS: a
    subject has a colour of its own; where that is taken, the next that is free."""
    free = list(range(MAX_LAYERS))
    chosen = []
    for thema in themas:
        place = next((p for p, i in enumerate(free) if i >= thema % MAX_LAYERS), 0)
        chosen.append(free.pop(place))
    return chosen


def by_thema(themas: Iterable[int]) -> list[str]:
    """The colours of `places_by_thema`."""
    return [LAYERS[place] for place in places_by_thema(themas)]


def layer_styles() -> str:
    """The style sheet that gives each layer its colour, as `--kleur` of what has `data-kleur`."""
    return "".join(f'[data-kleur="{place}"]{{--kleur:{colour}}}' for place, colour in enumerate(LAYERS))


def verbindingen_styles() -> str:
    """The style sheet of a matrix from none to many, `m0` to `m4`, and of the pair that is chosen, `--lijn-gekozen`."""
    shades = (LAND, *SHADES[:3], SHADES[4])  # the fourth is too dark for ink and too light for white
    cells = "".join(f".m{place}{{background:{colour}}}" for place, colour in enumerate(shades))
    return f":root{{--lijn-gekozen:{TIE_CHOSEN}}}{cells}"
