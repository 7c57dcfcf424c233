"""What the browser needs of a dataset: the geometry once, and the participations as a table."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from viewer import colours, limits
from viewer.column import Kind
from viewer.columns import BROWSER
from viewer.dataset import Dataset
from viewer.filters import FILTERS, Filter
from viewer.kaart.topology import EENHEDEN_PER_GRAAD, Topology, build_topology
from viewer.model import REGISTER_BEGINS, REGISTER_GOED_GEVULD_VANAF, slugify
from viewer.settings import Settings
from viewer.sources.registry import REGISTER

WGS84 = "EPSG:4326"
_GROF_BUITEN = 140.0
"""How exact borders beyond the scope are, in units of 1e-5 degree: some 120 m, a pixel of a map that
shows the whole province on a screen of 1,000 pixels."""

_GROF_VER = 1500.0
"""The same of gemeenten far away that only take part: some 1.3 km, so that 61 members of a network all over the country
do not cost more than the province itself."""

_RAND_M = 12_000.0
"""Gemeenten within this distance of the province's bounding box are drawn as its surroundings."""


@dataclass(frozen=True)
class Kaartgegevens:
    """The files of one scope, as JSON text: what the map needs, and teksten, what cards and search need besides; and
    the bounds of the scope as (west, south, east, north) in degrees."""

    gebieden: str
    deelnames: str
    teksten: str
    grenzen: tuple[float, float, float, float]


def build_kaartgegevens(dataset: Dataset, settings: Settings) -> Kaartgegevens:
    """Everything the map of one scope can show on any day; equal data gives equal text.

    The scope's arrangements are those in which one of its gemeenten takes part on any day. The
    areas are the scope's gemeenten, every gemeente that takes part with them on any day, and what
    lies around the province.
    """
    scope = dataset.codes_in(settings.provincie)
    deelnames = dataset.deelnames
    ids = deelnames.loc[deelnames["code"].isin(dataset.codes_ever(settings.provincie)), "verband"].unique()
    relevant = deelnames[deelnames["verband"].isin(ids)]
    around = _around(dataset, scope)
    codes = sorted({*around, *dataset.gemeenten.index[dataset.gemeenten.index.isin(relevant["nu"])]})
    past = _ended_codes(dataset, codes, relevant)
    nummers = {code: nummer for nummer, code in enumerate((*codes, *past))}
    wgs = gpd.GeoSeries(dataset.gemeenten.loc[codes].geometry).to_crs(WGS84)
    wgs = gpd.GeoSeries(shapely.set_precision(wgs.values, 1e-5, mode="pointwise"), index=wgs.index, crs=WGS84)
    provincies = sorted({*dataset.gemeenten.loc[[code for code in codes if code not in scope], "provincie"]})
    hier = [nummer for nummer, code in enumerate(codes) if code in scope]
    dichtbij = [nummer for nummer, code in enumerate(codes) if code in around]
    grenzen = build_topology(wgs).coarser(hier, _GROF_BUITEN).coarser(dichtbij, _GROF_VER)
    gebieden = {"eenheden": EENHEDEN_PER_GRAAD, **_geometry(dataset, codes, grenzen, scope, provincies)}
    op_kaart, overigen = _participations(relevant, nummers)
    rows = dataset.verbanden.loc[sorted(ids)].reset_index().to_dict("records")
    tabel = {
        "peildatum": _getal(pd.Timestamp(dataset.peildatum)),
        "provincie": settings.provincie,
        "provincies": provincies,
        "constanten": browser_constants(settings),
        "filters": [_filter(dataset, een, settings, nummers) for een in FILTERS.values()],
        "verbanden": _verbanden(dataset, rows, op_kaart, nummers, settings),
        "vroeger": _ended(dataset, past, nummers, settings.provincie),
        "begin": _begun(dataset, codes),
    }
    west, zuid, oost, noord = wgs.loc[[code for code in codes if code in scope]].total_bounds
    return Kaartgegevens(
        gebieden=_json(gebieden),
        deelnames=_json(tabel),
        teksten=_json(_teksten(dataset, rows, overigen, settings)),
        grenzen=(float(west), float(zuid), float(oost), float(noord)),
    )


def browser_constants(settings: Settings) -> dict[str, Any]:
    """What server and browser must agree on, written once on the server: colours, sizes, columns, words."""
    return {
        "titel": settings.paginatitel,
        "correctie": settings.correctie_email,
        "register": REGISTER.title,
        "kleuren": colours.LAYERS,
        "strepen": colours.DASHES,
        "tinten": colours.SHADES,
        "lijnen": colours.VERBINDINGEN,
        "tekening": {
            "land": colours.LAND,
            "buiten": colours.WHITE,
            "gekozen": colours.CHOSEN,
            "rand": colours.BORDER,
            "randHier": colours.BORDER_SHADED,
            "randBuiten": colours.BORDER_SOFT,
            "randGekozen": colours.BORDER_CHOSEN,
            "lijnGekozen": colours.TIE_CHOSEN,
        },
        "perPagina": limits.PAGE_SIZE,
        "paren": limits.MAX_VERBINDINGEN,
        "hoogstens": limits.MAX_VERBINDINGEN_WRITTEN,
        "matrix": limits.MAX_MATRIX,
        "partners": limits.PARTNERS,
        "inTitel": limits.NAMED_IN_TITLE,
        "hoogte": [limits.MIN_FRAME_HEIGHT, limits.FRAME_HEIGHT, limits.MAX_FRAME_HEIGHT],
        "weglaten": limits.LEFT_OUT,
        "eerste": limits.FIRST_DAY,
        "begin": REGISTER_BEGINS.year,
        "gevuld": REGISTER_GOED_GEVULD_VANAF.isoformat(),
    }


def _around(dataset: Dataset, scope: frozenset[str]) -> frozenset[str]:
    """The gemeenten in the window of a map that shows the scope, those of the scope among them."""
    gemeenten = dataset.gemeenten
    west, zuid, oost, noord = gemeenten.loc[gemeenten.index.isin(scope)].total_bounds
    raam = shapely.box(west - _RAND_M, zuid - _RAND_M, oost + _RAND_M, noord + _RAND_M)
    return frozenset(gemeenten.index[gemeenten.intersects(raam)])


def _teksten(
    dataset: Dataset, rows: Sequence[Mapping[Any, Any]], others: Mapping[str, list[list[Any]]], settings: Settings
) -> dict[str, Any]:
    """verbanden: per property a list, in the order of `_verbanden`, o among them (participants without an area of
    their own) and eerder (titles of other versions, to search in); woorden: per filter whose options are searched by
    other words these, with ; between, in the order of its options; plaatsen: of each gemeente in the scope, by code."""
    columns = {
        c.browser: [c.compact(row) or ([] if c.kind is Kind.LIST else "") for row in rows] for c in BROWSER if c.late
    }
    offered = {een.parameter: dataset.filters.offered_first(een, settings) for een in FILTERS.values()}
    return {
        "verbanden": {
            **columns,
            "titel": [row["titel"] if row["titel"] != row["naam"] else "" for row in rows],
            "eerder": [" ".join(dataset.eerdere_titels.get(row["id"], ())) for row in rows],
            "o": [others[row["id"]] for row in rows],
        },
        "woorden": {
            parameter: [option.search for option in options]
            for parameter, options in offered.items()
            if any(option.search for option in options)
        },
        "plaatsen": {
            code: list(dataset.gemeenten["plaatsen"][code]) for code in sorted(dataset.codes_in(settings.provincie))
        },
    }


def _ended_codes(dataset: Dataset, codes: Iterable[str], relevant: pd.DataFrame) -> list[str]:
    """The ended gemeenten that the browser tells of: who ever took part, and who stood there on a day that forms
    offer."""
    ooit = dataset.ooit[dataset.ooit["nu"].isin(list(codes)) & ~dataset.ooit.index.isin(dataset.known_today)]
    seen = (ooit["tot"] > pd.Timestamp(limits.FIRST_DAY)) | ooit.index.isin(relevant["code"])
    return list(ooit.index[seen])


def _ended(dataset: Dataset, past: Iterable[str], nummers: Mapping[str, int], provincie: str) -> list[list[Any]]:
    """Each as [code, slug or "" where it follows from the name, name, number of the gemeente that it lies in, whether
    it lay in the scope, until, since (left out where unknown)]; their numbers follow those of the areas."""
    here = dataset.codes_ever(provincie)
    rows = dataset.ooit.loc[list(past)]
    return [
        [code, _slug(slug, naam), naam, nummers[nu], int(code in here), *filter(None, (_getal(tot), _getal(van)))]
        for code, slug, naam, nu, tot, van in rows[["slug", "naam", "nu", "tot", "van"]].itertuples(name=None)
    ]


def _begun(dataset: Dataset, codes: list[str]) -> list[list[int]]:
    """Which areas were no gemeente on days that forms offer: [number, first day]."""
    begun = dataset.ooit["van"].loc[codes]
    first = pd.Timestamp(limits.FIRST_DAY)
    return [[n, _getal(day)] for n, day in enumerate(begun) if pd.notna(day) and day > first]


def _geometry(
    dataset: Dataset, codes: list[str], topologie: Topology, scope: frozenset[str], provincies: Sequence[str]
) -> Mapping[str, Any]:
    """bogen: the arcs. gemeenten: a list per property, in the order of codes, since like beside like compresses to a
    twentieth less. p: which of provincies a gemeente elsewhere lies in, -1 in the scope. A
    slug that follows from the name is ""."""
    gemeenten = dataset.gemeenten.loc[codes]
    labels = label_points(gemeenten.geometry)
    rijen = gemeenten.reset_index().to_dict("records")
    return {
        "bogen": topologie.deltas(),
        "gemeenten": {
            "code": codes,
            "slug": [_slug(rij["slug"], rij["naam"]) for rij in rijen],
            "naam": [rij["naam"] for rij in rijen],
            "in": [int(code in scope) for code in codes],
            "inwoners": [int(rij["inwoners"]) for rij in rijen],
            "p": [-1 if rij["code"] in scope else provincies.index(rij["provincie"]) for rij in rijen],
            "label": labels,
            "vlak": topologie.vlakken,
        },
    }


def label_points(gebieden: gpd.GeoSeries) -> list[list[int]]:
    """Where a name fits best: the centre of the largest circle inside the area's largest part.

    gebieden: EPSG:28992. Returns [lon, lat] in units of 1e-5 degree.
    Source: maximum inscribed circle, as in shapely (tolerance 100 m).
    """
    grootste = [max(shapely.get_parts(vlak), key=shapely.area) for vlak in gebieden]
    cirkels = shapely.maximum_inscribed_circle(grootste, tolerance=100.0)
    punten = gpd.GeoSeries(shapely.get_point(cirkels, 0), crs=gebieden.crs).to_crs(WGS84)
    return [[round(p.x * EENHEDEN_PER_GRAAD), round(p.y * EENHEDEN_PER_GRAAD)] for p in punten]


def _filter(dataset: Dataset, een: Filter, settings: Settings, nummers: Mapping[str, int]) -> dict[str, Any]:
    """A filter for the browser, see `filters.Filter`; what is false or empty is left out.

    opties: [slug, naam, extra...] each, those that forms offer first; aanbod: how many these are. Those
    of a filter on areas have the numbers of their gemeenten after the name.
    """
    alle = dataset.filters.offered_first(een, settings)
    opties: list[list[Any]] = [[_slug(option.slug, option.naam), option.naam, *option.extra] for option in alle]
    if een.areas and not een.table:
        for optie, option in zip(opties, alle, strict=True):
            codes = dataset.filters.codes(een.parameter, [option.slug])
            optie.insert(2, sorted(nummers[code] for code in codes & nummers.keys()))
    kop = {
        "parameter": een.parameter,
        "titel": een.titel,
        "leeg": een.leeg,
        "meer": int(een.many),
        "oud": een.old_names,
        "getoond": int(een.shown),
        "lagen": int(een.layers),
        "gebied": int(een.areas is not None),
        "tabel": een.table,
        "erbij": int(een.adds),
        "geen": een.none if een.adds else "",
        "aanbod": 0 if een.table else len(dataset.filters.offered(een, settings)),
        "opties": [] if een.table else opties,
    }
    return {sleutel: waarde for sleutel, waarde in kop.items() if waarde}


def _option_numbers(dataset: Dataset, een: Filter, settings: Settings) -> Mapping[str, list[Any]]:
    """Per samenwerkingsverband the places of its options in `opties`, the main one first; one that holds
    on some days only is [place, since, until], with 0 for no limit."""
    plek = {option.slug: nummer for nummer, option in enumerate(dataset.filters.offered_first(een, settings))}
    out: dict[str, list[Any]] = defaultdict(list)
    for verband, slug, van, tot in dataset.filters.holds(een.parameter):
        dagen = [_getal(pd.Timestamp(dag)) if dag else 0 for dag in (van, tot)]
        out[verband].append([plek[slug], *dagen] if any(dagen) else plek[slug])
    return out


def _verbanden(
    dataset: Dataset,
    rows: Sequence[Mapping[Any, Any]],
    op_kaart: Mapping[str, list[list[int]]],
    nummers: Mapping[str, int],
    settings: Settings,
) -> list[dict[str, Any]]:
    """f: its options per filter that is neither of areas nor of a table nor adds, in the order of `filters`; a
    single one by itself. What is empty, and a slug that follows from the name, is left out."""
    keuzes = [
        _option_numbers(dataset, een, settings)
        for een in FILTERS.values()
        if een.values and not een.table and not een.adds
    ]
    genoemd = _named(dataset, nummers)
    out = []
    for rij in rows:
        out.append(
            {
                **{c.browser: c.compact(rij) for c in BROWSER if not c.late},
                "slug": _slug(rij["slug"], rij["naam"]),
                "f": [_single(per_id[rij["id"]]) for per_id in keuzes],
                "hand": int(not rij["comparable"]),
                "onvolledig": int(not rij["compleet"]),
                "oud": int(rij["oud"]),
                "ongedateerd": int(not rij["dated"]),
                "d": op_kaart[rij["id"]],
                "g": genoemd[rij["id"]],
            }
        )
    return [{sleutel: waarde for sleutel, waarde in rij.items() if waarde or sleutel == "d"} for rij in out]


def _single(waarden: list[Any]) -> Any:
    return waarden[0] if len(waarden) == 1 and isinstance(waarden[0], int) else waarden


def _slug(slug: str, naam: str) -> str:
    """A slug that the browser cannot make of the name by itself (static/js/filters.js does as `slugify`)."""
    return "" if slugify(naam) == slug else slug


def _participations(
    relevant: pd.DataFrame, nummers: Mapping[str, int]
) -> tuple[Mapping[str, list[list[int]]], Mapping[str, list[list[Any]]]]:
    """Per samenwerkingsverband who takes part, by name and date: the gemeenten on the map as [number,
    since, until], and the others as [name, kind, number of the successor or -1, since, until]; the
    last day is left out while it runs. In one pass: a frame per samenwerkingsverband takes a hundred
    times as long."""
    op_kaart: dict[str, list[list[int]]] = defaultdict(list)
    overigen: dict[str, list[list[Any]]] = defaultdict(list)
    op_volgorde = relevant.sort_values(["naam", "sinds"], kind="stable")
    kolommen = [op_volgorde[kolom] for kolom in ("verband", "code", "naam", "soort", "nu")]
    for verband, code, naam, soort, nu, sinds, tot in zip(
        *kolommen, _getallen(op_volgorde["sinds"]), _getallen(op_volgorde["tot"]), strict=True
    ):
        periode = [sinds, tot] if tot else [sinds]
        if code in nummers:
            op_kaart[verband].append([nummers[code], *periode])
        else:
            overigen[verband].append([naam, soort, nummers.get(nu, -1), *periode])
    return op_kaart, overigen


def _named(dataset: Dataset, nummers: Mapping[str, int]) -> Mapping[str, list[list[Any]]]:
    """Per samenwerkingsverband whom the register names for another: [number of who takes part, name, since, until];
    the last day is left out while it runs."""
    out: dict[str, list[list[Any]]] = defaultdict(list)
    rows = dataset.genoemd.sort_values(["naam", "sinds"], kind="stable")
    days = (_getallen(rows["sinds"]), _getallen(rows["tot"]))
    for verband, code, naam, sinds, tot in zip(rows["verband"], rows["code"], rows["naam"], *days, strict=True):
        if code in nummers:
            out[verband].append([nummers[code], naam, sinds, *([tot] if tot else [])])
    return out


def _getallen(dagen: pd.Series) -> list[int]:
    """`_getal` of each."""
    getallen = dagen.dt.year * 10_000 + dagen.dt.month * 100 + dagen.dt.day
    return [int(getal) for getal in getallen.fillna(0)]


def _getal(dag: pd.Timestamp) -> int:
    """A day as the number 20260516, which JavaScript compares as it is; 0 when unknown."""
    return 0 if pd.isna(dag) else dag.year * 10_000 + dag.month * 100 + dag.day


def _json(inhoud: object) -> str:
    return json.dumps(inhoud, ensure_ascii=False, separators=(",", ":"))
