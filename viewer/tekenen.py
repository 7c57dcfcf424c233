"""How the server draws: one picture at a time, and a figure as PNG or SVG bytes."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from PIL import Image

from viewer.wording import shorten

DPI = 100
_slot = threading.Lock()
"""matplotlib's text and font caches are not made for several threads at once."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Draw within this: one thread, fixed fonts, and ids in SVG that are equal for equal data."""
    with _slot, mpl.rc_context({"svg.hashsalt": "kaart", "svg.fonttype": "none", "font.family": "DejaVu Sans"}):
        yield


def safe_label(text: str, most: int) -> str:
    """A name as matplotlib must write it: not wider than there is room, and no mathematics between
    dollar signs."""
    return shorten(text, most).replace("$", r"\$")


def to_bytes(figuur: Figure, formaat: str, achtergrond: str) -> bytes:
    """A figure as `png` or `svg`. Equal figures give equal bytes."""
    out = io.BytesIO()
    if formaat == "svg":
        FigureCanvasSVG(figuur)
        figuur.savefig(
            out, format="svg", metadata={"Date": None, "Creator": "Samenwerkingskaart"}, facecolor=achtergrond
        )
    else:
        doek = FigureCanvasAgg(figuur)
        doek.draw()
        beeld = Image.fromarray(np.asarray(doek.buffer_rgba())).convert("RGB")
        # Maps and charts have few colours: a palette makes the file three times smaller.
        beeld.quantize(colors=128, dither=Image.Dither.NONE).save(out, format="png", optimize=True)
    return out.getvalue()
