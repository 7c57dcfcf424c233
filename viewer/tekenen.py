"""How the server draws: our colours, one picture at a time, and a figure as PNG or SVG bytes."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image

KLEUREN = ("#0b6aa8", "#c2540a", "#007a5a", "#a8327e", "#8a6d00", "#5b3fa0", "#3b3b3b", "#1f8fb3")
TINTEN = ("#dcebe8", "#b4d6d2", "#82b9b8", "#4d97a0", "#1c6c80")
"""As in static/js; a test holds the two together."""


def colours_by_thema(themas: Iterable[int]) -> list[str]:
    """A colour each for at most eight layers, by the number of their subject in THEMAS: a subject has
    a colour of its own; where that is taken, the next that is free."""
    vrij = list(range(len(KLEUREN)))
    uit = []
    for thema in themas:
        plek = next((p for p, i in enumerate(vrij) if i >= thema % len(KLEUREN)), 0)
        uit.append(KLEUREN[vrij.pop(plek)])
    return uit


INKT, INKT_ZACHT, LIJN = "#1b2328", "#4d5a62", "#d3dadc"
DPI = 100
_slot = threading.Lock()
"""matplotlib's text and font caches are not made for several threads at once."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Draw within this: one thread, fixed fonts, and ids in SVG that are equal for equal data."""
    with _slot, mpl.rc_context({"svg.hashsalt": "kaart", "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        yield


def to_bytes(figuur: Figure, formaat: str, achtergrond: str) -> bytes:
    """A figure as `png` or `svg`. Equal figures give equal bytes."""
    uit = io.BytesIO()
    if formaat == "svg":
        FigureCanvasSVG(figuur)
        figuur.savefig(
            uit, format="svg", metadata={"Date": None, "Creator": "Samenwerkingskaart"}, facecolor=achtergrond
        )
    else:
        doek = FigureCanvasAgg(figuur)
        doek.draw()
        beeld = Image.fromarray(np.asarray(doek.buffer_rgba())).convert("RGB")
        # Maps and charts have few colours: a palette makes the file three times smaller.
        beeld.quantize(colors=128, dither=Image.Dither.NONE).save(uit, format="png", optimize=True)
    return uit.getvalue()
