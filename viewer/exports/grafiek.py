"""A chart of a figure as SVG or PNG: stacked bars, a square of shades, or lines."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from viewer.colours import INK, INK_SOFT, LAND, LAYERS, LINE, SHADES
from viewer.exports.figuren import BALKEN, RASTER, Figuur, Grafiek
from viewer.tekenen import DPI, one_at_a_time, safe_label, to_bytes
from viewer.wording import decimal

_BREED = 900
_ARCERING = ("", "///", "...", "xxx", "\\\\\\", "++", "ooo", "---")
"""Bars differ by hatching too, for who cannot tell the colours apart and for print."""

_VERLOOP = (SHADES[4], SHADES[2], LAYERS[1])
_WIDEST = 52
_MAX_NAMEN = 70
_VEEL = 40
"""With more names than this they are written small."""
"""More names than this cannot be read along a square."""


def draw_grafiek(figuur: Figuur, formaat: str, bron: str) -> bytes:
    """The chart with its title and source. formaat: `png` or `svg`. Equal figures give equal bytes."""
    with one_at_a_time():
        grafiek = figuur.grafiek
        hoog = _height(grafiek)
        beeld = Figure(figsize=(_BREED / DPI, hoog / DPI), dpi=DPI, facecolor="white", layout="constrained")
        as_ = beeld.add_subplot()
        if not grafiek.labels or not grafiek.reeksen:
            as_.text(0.5, 0.5, "Bij deze keuze is er niets te tonen.", ha="center", color=INK)
            as_.set_axis_off()
        elif grafiek.soort == BALKEN:
            _bars(as_, grafiek)
        elif grafiek.soort == RASTER:
            _square(beeld, as_, grafiek)
        else:
            _lines(beeld, as_, grafiek)
        beeld.suptitle(_safe(figuur.titel), x=0.01, ha="left", fontsize=15, fontweight="bold", color=INK)
        beeld.supxlabel(bron, x=0.99, ha="right", fontsize=8, color=INK_SOFT)
        return to_bytes(beeld, formaat, "white")


def _height(grafiek: Grafiek) -> int:
    if grafiek.soort == BALKEN:
        return 170 + 24 * len(grafiek.labels) + 20 * ((len(grafiek.reeksen) - 1) // 3)
    if grafiek.soort == RASTER:
        namen = len(grafiek.labels)
        teken = 8 if namen <= _VEEL else 4
        onder = teken * max((len(_safe(naam)) for naam, _ in grafiek.reeksen), default=0)  # they stand upright there
        return max(330, 150 + onder) + (20 * namen if len(grafiek.reeksen) != namen else min(20 * namen, 720))
    return 420


def _bars(as_: mpl.axes.Axes, grafiek: Grafiek) -> None:
    plek = np.arange(len(grafiek.labels))
    links = np.zeros(len(plek))
    kleuren = _VERLOOP if grafiek.verloop else LAYERS
    for nummer, (naam, waarden) in enumerate(grafiek.reeksen):
        as_.barh(
            plek,
            waarden,
            left=links,
            height=0.72,
            color=kleuren[nummer % len(kleuren)],
            hatch=_ARCERING[nummer % len(_ARCERING)],
            edgecolor="white",
            linewidth=0.6,
            label=_safe(naam),
        )
        links += np.array(waarden)
    for y, som in enumerate(links.tolist()):
        as_.text(som, y, f" {som:g}", va="center", fontsize=9, color=INK)
    as_.set_yticks(plek, [_safe(label) for label in grafiek.labels], fontsize=10, color=INK)
    as_.set_ylim(len(plek) - 0.4, -0.6)
    as_.set_xlim(0, max(float(links.max()), 1) * 1.08)
    as_.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
    as_.set_xlabel(grafiek.eenheid, fontsize=10, color=INK_SOFT)
    as_.tick_params(axis="y", length=0)
    as_.tick_params(axis="x", colors=INK_SOFT, labelsize=9)
    as_.spines[["top", "right", "left"]].set_visible(False)
    as_.spines["bottom"].set_color(LINE)
    as_.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, fontsize=9, labelcolor=INK, borderaxespad=0.2
    )


def _square(beeld: Figure, as_: mpl.axes.Axes, grafiek: Grafiek) -> None:
    waarden = np.array([kolom for _, kolom in grafiek.reeksen]).T
    waarden = np.where(waarden == 0, np.nan, waarden)
    hoogste = float(np.nanmax(waarden)) if np.isfinite(waarden).any() else 1.0
    tinten = ListedColormap(SHADES).with_extremes(bad=LAND)
    vlak = as_.imshow(waarden, cmap=tinten, vmin=0, vmax=hoogste, aspect="auto", interpolation="nearest")
    namen = len(grafiek.labels) <= _MAX_NAMEN
    if namen:
        klein = 9 if len(grafiek.labels) <= _VEEL else 6
        as_.set_yticks(range(len(grafiek.labels)), [_safe(label) for label in grafiek.labels], fontsize=klein)
        as_.set_xticks(
            range(len(grafiek.reeksen)), [_safe(naam) for naam, _ in grafiek.reeksen], fontsize=klein, rotation=90
        )
    else:
        as_.set_xticks([])
        as_.set_yticks([])
    as_.tick_params(length=0, colors=INK)
    as_.spines[:].set_visible(False)
    if len(grafiek.labels) <= _MAX_NAMEN:
        for rand in range(1, len(grafiek.labels)):
            as_.axhline(rand - 0.5, color="white", linewidth=0.7)
        for rand in range(1, len(grafiek.reeksen)):
            as_.axvline(rand - 0.5, color="white", linewidth=0.7)
    balk = beeld.colorbar(
        vlak, ax=as_, location="bottom", shrink=0.4, aspect=30, pad=0.02, ticks=MaxNLocator(integer=True)
    )
    balk.set_label(grafiek.eenheid, fontsize=9, color=INK_SOFT)
    balk.outline.set_visible(False)
    balk.ax.tick_params(labelsize=8, colors=INK_SOFT)


def _lines(beeld: Figure, as_: mpl.axes.Axes, grafiek: Grafiek) -> None:
    """Each line on an axis of its own, below each other: their sizes differ too much for one."""
    as_.remove()
    assen = beeld.subplots(len(grafiek.reeksen), 1, sharex=True)
    for nummer, (as_een, (naam, waarden)) in enumerate(zip(np.atleast_1d(assen), grafiek.reeksen, strict=True)):
        kleur = LAYERS[nummer]
        as_een.plot(grafiek.labels, waarden, color=kleur, linewidth=2.5, marker="os^D"[nummer % 4], markersize=6)
        for label, waarde in zip(grafiek.labels, waarden, strict=True):
            as_een.annotate(
                decimal(round(waarde, 1)),
                (label, waarde),
                xytext=(0, 7),
                textcoords="offset points",
                ha="center",
                fontsize=9,
                color=INK,
            )
        as_een.set_ylim(0, max(*waarden, 1) * 1.25)
        as_een.set_title(_safe(naam), loc="left", fontsize=10, color=INK)
        as_een.spines[["top", "right"]].set_visible(False)
        as_een.spines[["bottom", "left"]].set_color(LINE)
        as_een.tick_params(colors=INK_SOFT, labelsize=9)


def _safe(tekst: str) -> str:
    return safe_label(tekst, _WIDEST)
