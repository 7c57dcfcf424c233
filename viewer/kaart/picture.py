"""A picture of the map, as PNG or SVG, in the same colours as the browser draws it."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import pandas as pd
import shapely
from matplotlib import patheffects
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from viewer.analysis.verzameling import Geteld, count_along
from viewer.colours import BORDER, BORDER_SOFT, CHOSEN, INK, INK_SOFT, LAND, MAX_LAYERS, SEA, SHADES, WHITE, by_thema
from viewer.dataset import Dataset
from viewer.filters import LAYERS
from viewer.model import REGISTER_GOED_GEVULD_VANAF, THEMAS, thema_by_naam
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.sources.registry import map_credit
from viewer.stand import Stand
from viewer.tekenen import DPI, one_at_a_time, safe_label, to_bytes
from viewer.wording import host, in_words, short_date

_WIDEST = 44
_STREEP_M = 2600.0
_RAND_M = 9000.0
_GROF_M = 250.0


@dataclass(frozen=True)
class Maat:
    """How large a picture is, in pixels."""

    breed: int
    hoog: int


MATEN = {"kaart": Maat(1200, 630), "groot": Maat(2400, 1600)}
"""For a card on social media; for print."""


def draw_picture(dataset: Dataset, keuze: Selection, settings: Settings, maat: Maat, formaat: str) -> bytes:
    """The map of a selection with its title, legend and sources. formaat: `png` or `svg`.

    Nothing chosen: gemeenten shaded by their number. A gemeente: its partners by what they share.
    Samenwerkingsverbanden: participants filled, striped where several overlap. Equal data give
    equal bytes.
    """
    with one_at_a_time():
        figuur = Figure(figsize=(maat.breed / DPI, maat.hoog / DPI), dpi=DPI, facecolor=SEA)
        _paint(figuur, dataset, keuze, settings, maat, halo=formaat == "png")
        return to_bytes(figuur, formaat, SEA)


def _paint(figuur: Figure, dataset: Dataset, keuze: Selection, settings: Settings, maat: Maat, halo: bool) -> None:
    """halo: a light edge around names; in SVG it would turn text into outlines, so there is none."""
    dag = keuze.peildatum or dataset.peildatum
    hier = dataset.codes_in(settings.provincie)
    gemeenten = _coarse(dataset.gemeenten)
    ids = [dataset.id_of(slug) for slug in keuze.verband[:MAX_LAYERS]]
    leden = {id_: _members(dataset, id_, keuze) for id_ in ids}
    eigen = [dataset.code_of(slug) for slug in keuze.gemeente]
    in_beeld = gemeenten[gemeenten.index.isin({*hier, *eigen, *(c for codes in leden.values() for c in codes)})]
    as_ = figuur.add_axes((0.0, 0.0, 1.0, 1.0))
    as_.set_axis_off()
    _frame(as_, in_beeld, maat)
    (x0, x1), (y0, y1) = as_.get_xlim(), as_.get_ylim()
    buiten = gemeenten[~gemeenten.index.isin(hier) & gemeenten.intersects(shapely.box(x0, y0, x1, y1))]
    if len(buiten):
        buiten.plot(ax=as_, color=WHITE, edgecolor=BORDER_SOFT, linewidth=0.6)
    gemeenten[gemeenten.index.isin(hier)].plot(ax=as_, color=LAND, edgecolor=BORDER, linewidth=0.8)
    legenda, onder = (
        (_paint_verbanden(as_, dataset, gemeenten, ids, leden, dag), "")
        if ids
        else _paint_counts(as_, dataset, gemeenten, keuze, settings, eigen)
    )
    if eigen:
        gekozen = gemeenten[gemeenten.index.isin(eigen)]
        gekozen.plot(ax=as_, color="none" if ids else CHOSEN, edgecolor=INK, linewidth=2.2)
    if dag < REGISTER_GOED_GEVULD_VANAF:
        onder = "\n".join(
            filter(None, [onder, f"Voor {REGISTER_GOED_GEVULD_VANAF.year} is het register niet volledig"])
        )
    schaal = maat.breed / 1200
    before = {*eigen, *(c for codes in leden.values() for c in codes)}
    _names(
        as_,
        in_beeld,
        hier,
        schaal,
        before,
        [patheffects.withStroke(linewidth=2.5 * schaal, foreground="white")] if halo else [],
    )
    titel = _title(dataset, keuze, settings)
    vak = {"facecolor": "white", "edgecolor": "none", "alpha": 0.92, "boxstyle": "round,pad=0.5"}
    figuur.text(0.025, 0.95, titel, fontsize=19 * schaal, fontweight="bold", color=INK, va="top", bbox=vak)
    as_.legend(
        handles=legenda,
        title=onder or None,
        title_fontsize=9.5 * schaal,
        alignment="left",
        loc="lower left",
        fontsize=11 * schaal,
        frameon=True,
        framealpha=0.92,
        edgecolor="none",
        bbox_to_anchor=(0.02, 0.05),
    )
    bron = " · ".join([map_credit(dataset.facts, short_date(dag), in_full=True), *_hand_kept(dataset, ids)])
    figuur.text(0.99, 0.015, bron, fontsize=9 * schaal, color=INK_SOFT, ha="right")


def _coarse(gemeenten: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Borders as fine as a picture can show (a pixel is 100 to 300 m), still shared."""
    return gemeenten.set_geometry(
        gpd.GeoSeries(
            shapely.coverage_simplify(gemeenten.geometry.values, _GROF_M), index=gemeenten.index, crs=gemeenten.crs
        )
    )


def _members(dataset: Dataset, id_: str, keuze: Selection) -> list[str]:
    present = dataset.deelnemers_of(id_, keuze.peildatum or dataset.peildatum)
    return sorted({code for code in present["nu"] if code})


def _frame(as_: mpl.axes.Axes, in_beeld: gpd.GeoDataFrame, maat: Maat) -> None:
    """The extent: everything in view with room on the left for title and legend, in the picture's shape."""
    west, zuid, oost, noord = in_beeld.total_bounds
    west -= (oost - west) * 0.28
    hoog = (noord - zuid) + 2 * _RAND_M
    breed = max((oost - west) + 2 * _RAND_M, hoog * maat.breed / maat.hoog)
    hoog = max(hoog, breed * maat.hoog / maat.breed)
    x, y = (west + oost) / 2, (zuid + noord) / 2
    as_.set_xlim(x - breed / 2, x + breed / 2)
    as_.set_ylim(y - hoog / 2, y + hoog / 2)
    as_.set_aspect("equal")
    as_.set_autoscale_on(False)


def _paint_verbanden(
    as_: mpl.axes.Axes,
    dataset: Dataset,
    gemeenten: gpd.GeoDataFrame,
    ids: Sequence[str],
    leden: dict[str, list[str]],
    dag: date,
) -> list[Patch]:
    """One of which not all participants are known is hatched, and its number is a least one."""
    stand = {id_: dataset.stand_of(id_, dag) for id_ in ids}
    per_gemeente: dict[str, tuple[str, ...]] = {}
    for id_ in ids:
        for code in leden[id_]:
            per_gemeente[code] = (*per_gemeente.get(code, ()), id_)
    themas = [THEMAS.index(thema_by_naam(dataset.verbanden["themas"][id_][0])) for id_ in ids]
    kleur = dict(zip(ids, by_thema(themas), strict=True))
    for samen in sorted(set(per_gemeente.values())):
        codes = [code for code, bij in per_gemeente.items() if bij == samen]
        vlak = shapely.union_all(gemeenten.loc[codes].geometry.values)
        for plek, id_ in enumerate(samen):
            deel = vlak if len(samen) == 1 else vlak.intersection(_stripes(vlak.bounds, plek, len(samen)))
            gpd.GeoSeries([deel], crs=gemeenten.crs).plot(
                ax=as_, facecolor=kleur[id_], alpha=0.78, aspect=None, **_hatch(stand[id_])
            )
    gevuld = gemeenten.loc[list(per_gemeente)]
    if len(gevuld):
        gevuld.boundary.plot(ax=as_, color="white", linewidth=0.7, aspect=None)
    for id_ in ids:
        if leden[id_]:
            omtrek = shapely.union_all(gemeenten.loc[leden[id_]].geometry.values)
            gpd.GeoSeries([omtrek]).boundary.plot(ax=as_, color=kleur[id_], linewidth=2.0, aspect=None)
    naam = dataset.verbanden["naam"]
    aantal = dataset.gemeenten_per_verband(dag)
    beside = {
        id_: ", ".join(filter(None, [stand[id_].number(int(aantal.get(id_, 0))), stand[id_].merk])) for id_ in ids
    }
    return [
        Patch(facecolor=kleur[id_], label=f"{_short(naam[id_])} ({beside[id_]})", **_hatch(stand[id_])) for id_ in ids
    ]


def _hatch(stand: Stand) -> dict[str, Any]:
    """How an area is filled whose list of participants is whole, or not."""
    return {"edgecolor": "none"} if stand.compleet else {"edgecolor": "white", "hatch": "////", "linewidth": 0.0}


def _hand_kept(dataset: Dataset, ids: Sequence[str]) -> list[str]:
    """Which sources besides the register a picture of these is made from: "volgens www.rova.nl uit 2018"."""
    rijen = dataset.verbanden.loc[list(ids)]
    rijen = rijen[~rijen["comparable"]]
    paren = zip(rijen["bron_url"], rijen["peildatum_bron"], strict=True)
    bronnen = dict.fromkeys(f"{host(adres)} uit {datum[:4]}" for adres, datum in paren)
    return [f"volgens {in_words([safe_label(bron, _WIDEST) for bron in bronnen])}"] if bronnen else []


def _stripes(grenzen: Sequence[float], plek: int, hoeveel: int) -> shapely.Geometry:
    """Diagonal bands that leave room for those of the other layers."""
    west, zuid, oost, noord = grenzen
    lengte = (oost - west) + (noord - zuid)
    banden = []
    for nummer in range(math.ceil(2 * lengte / _STREEP_M / hoeveel) + 1):
        y = zuid - lengte + (nummer * hoeveel + plek) * _STREEP_M
        banden.append(
            shapely.Polygon(
                [(west, y), (oost, y + oost - west), (oost, y + oost - west + _STREEP_M), (west, y + _STREEP_M)]
            )
        )
    return shapely.MultiPolygon(banden)


def _paint_counts(
    as_: mpl.axes.Axes,
    dataset: Dataset,
    gemeenten: gpd.GeoDataFrame,
    keuze: Selection,
    settings: Settings,
    eigen: Sequence[str],
) -> tuple[list[Patch], str]:
    """Also what was counted, in words."""
    aantal, geteld = _counts(dataset, keuze, settings, eigen)
    nu = aantal if keuze.peildatum is None else _counts(dataset, replace(keuze, peildatum=None), settings, eigen)[0]
    klassen = classes((nu if len(nu) else aantal).tolist())
    handvatten = [Patch(color=CHOSEN, label=dataset.gemeenten["naam"][eigen[0]])] if eigen else []
    woord = "gedeeld" if eigen else "samenwerkingsverbanden"
    onder = 0
    for i, (tint, _, tot) in enumerate(klassen):
        boven = tot if i < len(klassen) - 1 else math.inf
        codes = aantal.index[(aantal > onder) & (aantal <= boven)]
        onder = tot
        if len(codes):
            gemeenten.loc[codes].plot(ax=as_, color=tint, edgecolor="white", linewidth=0.8, aspect=None)
        handvatten.append(Patch(color=tint, label=f"{class_words(klassen, i)} {woord}"))
    woorden = f"Geteld: {_counted(geteld)}"
    if eigen and eigen[0] not in dataset.codes_in(settings.provincie):
        woorden += f"\nAlleen waaraan ook {settings.provincie} meedoet"
    return handvatten, woorden


def _counts(dataset: Dataset, keuze: Selection, settings: Settings, eigen: Sequence[str]) -> tuple[pd.Series, Geteld]:
    """What areas are shaded by, index code, without those of 0; and what was counted."""
    dag = keuze.peildatum or dataset.peildatum
    if eigen:
        ids = dataset.samenwerkingsverbanden_for(eigen[0], dag).index
        ids, geteld = count_along(dataset, ids.intersection(dataset.verbanden_in(settings.provincie, dag).index), keuze)
        aantal = dataset.counts_by_area(dag, ids).drop(eigen[0])
    else:
        ids, geteld = count_along(dataset, dataset.select_ids(keuze, settings.provincie, zonder=LAYERS), keuze)
        aantal = dataset.counts_by_area(dag, ids)
        aantal = aantal[aantal.index.isin(dataset.codes_in(settings.provincie))]
    return aantal[aantal > 0], geteld


def _counted(geteld: Geteld) -> str:
    return textwrap.fill(geteld.woorden, _WIDEST)


def classes(waarden: Iterable[int]) -> list[tuple[str, int, int]]:
    """Up to five classes of equal width over whole numbers, light to dark, as in viewer.js."""
    lijst = list(waarden)
    if not lijst:
        return []
    laag, hoog = min(lijst), max(lijst)
    stap = math.ceil((hoog - laag + 1) / min(len(SHADES), hoog - laag + 1))
    grenzen = [(van, min(van + stap - 1, hoog)) for van in range(laag, hoog + 1, stap)]
    if len(grenzen) == 1:
        return [(SHADES[2], *grenzen[0])]
    hoogste = len(grenzen) - 1
    return [
        (SHADES[math.floor(i * (len(SHADES) - 1) / hoogste + 0.5)], van, tot) for i, (van, tot) in enumerate(grenzen)
    ]


def class_words(klassen: Sequence[tuple[str, int, int]], i: int) -> str:
    """How a legend words a class: the ends are open, since the classes are those of the register's day on any day."""
    _, van, tot = klassen[i]
    laag = van if i else 1
    if i == len(klassen) - 1:
        return f"{laag} of meer"
    return str(tot) if laag == tot else f"{laag} tot en met {tot}"


def _names(
    as_: mpl.axes.Axes,
    in_beeld: gpd.GeoDataFrame,
    hier: frozenset[str],
    schaal: float,
    before: set[str],
    effecten: list[patheffects.AbstractPathEffect],
) -> None:
    """Names of gemeenten, the largest first, none over another."""
    bezet: list[tuple[float, float, float, float]] = []
    x0, x1 = as_.get_xlim()
    per_teken = (x1 - x0) / 1200 * 6.4
    volgorde = in_beeld.assign(voor=in_beeld.index.isin(before), hier=in_beeld.index.isin(hier))
    volgorde = volgorde.sort_values(["voor", "hier", "inwoners"], ascending=False)
    punten = shapely.get_point(shapely.maximum_inscribed_circle(volgorde.geometry.values, tolerance=500), 0)
    for naam, punt, thuis in zip(volgorde["naam"], punten, volgorde["hier"], strict=True):
        helft, hoog = len(naam) * per_teken / 2 + per_teken, per_teken * 1.5
        vak = (punt.x - helft, punt.y - hoog, punt.x + helft, punt.y + hoog)
        if any(vak[0] < b[2] and b[0] < vak[2] and vak[1] < b[3] and b[1] < vak[3] for b in bezet):
            continue
        bezet.append(vak)
        as_.text(
            punt.x,
            punt.y,
            naam,
            ha="center",
            va="center",
            fontsize=9.5 * schaal,
            fontweight="bold" if thuis else "normal",
            color=INK,
            parse_math=False,
            path_effects=effecten,
        )


def _title(dataset: Dataset, keuze: Selection, settings: Settings) -> str:
    namen = [dataset.verbanden["naam"][dataset.id_of(slug)] for slug in keuze.verband[:1]]
    namen += [dataset.gemeenten["naam"][dataset.code_of(slug)] for slug in keuze.gemeente[:1]]
    meer = len(keuze.verband) - 1
    titel = " en ".join(_short(naam) for naam in namen) or settings.paginatitel
    return f"{titel} en {meer} meer" if meer > 0 else titel


def _short(naam: str) -> str:
    return safe_label(naam, _WIDEST)
