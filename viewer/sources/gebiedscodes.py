"""Which gemeente each area of a file is: by a column with codes, or by names; water and the rest left out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from viewer.errors import BadSource
from viewer.sources.codes import code_of
from viewer.sources.gebiedsnamen import codes_of_names
from viewer.sources.gis_crs import Melder
from viewer.wording import count, either, some_of

_CODE_COLUMNS = (
    "statcode", "gemeentecode", "gmcode", "gemcode", "gmcodes", "gemeentecodecbs", "cbscode", "cbsgemeentecode",
    "gemeentenr", "gemeentenummer", "gemnr", "gemcodecbs", "regiocode", "regios", "identificatie", "code", "jrstatcode",
    "muncode",
    "municipalitycode", "gemeenteid", "gemid", "nationalcode", "refgemeentecode", "gwbcode", "gmid", "id",
)  # fmt: skip
_NAME_COLUMNS = (
    "statnaam", "gemeentenaam", "gmnaam", "gemnaam", "naam", "name", "gemeente", "gemeentes", "gemeenten", "areaname",
    "municipality", "munname", "regionaam", "naamofficieel", "gwbnaam", "name2", "text", "title", "label",
)  # fmt: skip
_YEAR_COLUMNS = ("jaarcode", "jaar", "peiljaar", "year", "jrstatcode")
_NO_GEMEENTE = {"GM0997", "GM0998", "GM0999", "GM9997", "GM9998", "GM9999", "GM0000"}
"""What CBS writes for abroad, unknown and no fixed place."""


@dataclass(frozen=True)
class Gemeenten:
    """Whom areas can be of. nu: code -> naam of the current gemeenten; ooit: the same of ended ones
    that have a code; opvolgers: code of an ended gemeente -> that of its successor."""

    nu: Mapping[str, str] = field(default_factory=dict)
    ooit: Mapping[str, str] = field(default_factory=dict)
    opvolgers: Mapping[str, str] = field(default_factory=dict)

    def naam(self, code: str) -> str:
        """What people call a gemeente; its code when the register has no name for it."""
        return self.nu.get(code) or self.ooit.get(code) or code

    def kent(self, code: str) -> bool:
        """Whether this is a gemeente now or was one. Without a register every code will do."""
        return code in self.nu or code in self.ooit or not self.nu


def recognise(
    ruw: gpd.GeoDataFrame, naam: str, register: Gemeenten, kolom: str, jaar: int | None, meld: Melder
) -> tuple[gpd.GeoDataFrame, int | None]:
    """The areas that are gemeenten, and the year that the rows say they are of (None when they do not).

    ruw: any columns. kolom: the column asked for; empty to look for one. jaar: which to take of a file
    that holds several years. A gemeente may have more rows (islands, or buurten): they come back as
    they are, to be merged. Rows of water, of other countries and without a gemeente are left out, and said.
    Returns columns `code` (GM0193) and `geometry` ((Multi)Polygon), CRS as given.
    Raises BadSource: no column with codes or names, no areas, one code with two names.
    """
    ruw, van = _one_year(ruw.reset_index(drop=True), naam, jaar, meld)
    ruw = _without_water(ruw, naam, meld)
    codes = _codes(ruw, naam, register, kolom, meld)
    geen = (codes == "") | codes.isin(_NO_GEMEENTE)
    if geen.all():
        raise BadSource(
            naam, "bevat geen enkele gemeente.", "Gebruik een bestand of laag met gemeentegrenzen (--laag)."
        )
    if geen.any():
        wie = _labels(ruw[geen], register)
        weg = count(int(geen.sum()), "gebied", "gebieden")
        meld(f"{naam}: {weg} zonder gemeente weggelaten (zoals buitenland): {wie}.")
    ruw, codes = ruw[~geen], codes[~geen]
    _refuse_two_names(ruw, codes, naam, register)
    return _areas(ruw, codes, naam, register), van


def _one_year(ruw: gpd.GeoDataFrame, naam: str, jaar: int | None, meld: Melder) -> tuple[gpd.GeoDataFrame, int | None]:
    for kolom in _columns(ruw, _YEAR_COLUMNS):
        jaren = ruw[kolom].astype(str).str.extract(r"\A((?:19|20)\d\d)(?:\D|\Z)", expand=False)
        er = sorted({int(j) for j in jaren.dropna()})
        if not er:
            continue
        eerder = [j for j in er if jaar is None or j <= jaar]
        keuze = max(eerder) if eerder else er[0]
        if len(er) > 1:
            meld(f"{naam}: bevat {len(er)} jaren; {keuze} genomen. Een ander jaar kiest u met --jaar.")
            ruw = ruw[jaren == str(keuze)].reset_index(drop=True)
        return ruw, keuze
    return ruw, None


def _without_water(ruw: gpd.GeoDataFrame, naam: str, meld: Melder) -> gpd.GeoDataFrame:
    for kolom in _columns(ruw, ("water", "h2o")):
        waarden = ruw[kolom].astype(str).str.strip().str.casefold()
        if not waarden.isin({"ja", "nee", "b", "true", "false", "j", "n"}).any():
            continue  # an area or a share of water, not a mark
        water = waarden.isin({"ja", "j", "true", "b"})
        if water.any():
            meld(f"{naam}: {count(int(water.sum()), 'rij', 'rijen')} met water weggelaten ({kolom}); het land telt.")
        return ruw[~water].reset_index(drop=True)
    return ruw


def _codes(ruw: gpd.GeoDataFrame, naam: str, register: Gemeenten, kolom: str, meld: Melder) -> pd.Series:
    """A code per row, empty where there is none."""
    if kolom:
        gekozen = next((k for k in _texts(ruw) if str(k).casefold() == kolom.strip().casefold()), None)
        if gekozen is None:
            raise BadSource(naam, f"heeft geen kolom {kolom[:60]!r}; er zijn: {_listed(ruw)}.", "Kies met --kolom.")
        codes = ruw[gekozen].map(code_of)
        return codes if _fits(codes, register) else _by_name(ruw, gekozen, register)
    for kandidaat in _code_columns(ruw):
        codes = ruw[kandidaat].map(code_of)
        if _fits(codes, register):
            return codes
    beste: tuple[int, str, pd.Series] | None = None
    for kandidaat in (*_columns(ruw, _NAME_COLUMNS), *_text_columns(ruw)):
        codes = _by_name(ruw, kandidaat, register)
        raak = int((codes != "").sum())
        if beste is None or raak > beste[0]:
            beste = (raak, kandidaat, codes)
        if raak == len(ruw):
            break
    if beste is None or beste[0] * 2 < len(ruw):
        raise BadSource(
            naam, f"heeft geen kolom met gemeentecodes of gemeentenamen; er zijn: {_listed(ruw)}.", "Kies met --kolom."
        )
    meld(f"{naam}: geen gemeentecodes; gemeenten herkend aan hun naam ({beste[1]}). Een kolom kiest u met --kolom.")
    return beste[2]


def _fits(codes: pd.Series, register: Gemeenten) -> bool:
    """Whether values are codes of gemeenten, rather than numbers that happen to look like some."""
    gevuld = codes[codes != ""]
    return len(gevuld) > 0 and float(np.mean([register.kent(code) for code in gevuld])) >= 0.5


def _code_columns(ruw: gpd.GeoDataFrame) -> list[str]:
    """Columns that can hold codes: those that are called so, then any in which most values begin with GM."""
    genoemd = _columns(ruw, _CODE_COLUMNS)
    ander = [
        k
        for k in _texts(ruw)
        if k not in genoemd and ruw[k].astype(str).str.match(r"(?:(?:19|20)\d\d)?GM\d{4}\Z").mean() > 0.5
    ]
    # A column of bare row numbers is called `id` too: one with GM in it is surer.
    zeker = [k for k in (*genoemd, *ander) if ruw[k].astype(str).str.contains(r"GM\s*\d", case=False).mean() >= 0.3]
    return [*zeker, *(k for k in genoemd if k not in zeker and _plain(k) != "id")]


def _by_name(ruw: gpd.GeoDataFrame, kolom: str, register: Gemeenten) -> pd.Series:
    namen = ruw[kolom].fillna("").astype(str)
    gevonden = codes_of_names(sorted(set(namen)), register.nu, register.ooit)
    return namen.map(lambda tekst: gevonden.get(tekst, ""))


def _refuse_two_names(ruw: gpd.GeoDataFrame, codes: pd.Series, naam: str, register: Gemeenten) -> None:
    dubbel = codes[codes.duplicated(keep=False)]
    kolom = next(iter(_columns(ruw, _NAME_COLUMNS)), None)
    if kolom is None or dubbel.empty:
        return
    namen = ruw.loc[dubbel.index, kolom].astype(str).str.strip()
    if (
        _plain(kolom) in ("naam", "name", "statnaam", "text", "title", "label")
        and namen.nunique() > 2 * dubbel.nunique()
    ):
        return  # these are the names of buurten, not of the gemeente
    per_code = namen.groupby(dubbel).unique()
    botsing = [f"{code} ({' en '.join(sorted(wie)[:2])})" for code, wie in per_code.items() if len(wie) > 1]
    if botsing:
        raise BadSource(
            naam, f"geeft een code aan twee gemeenten: {some_of(botsing, 5)}.", "Verbeter de code of kies met --kolom."
        )


def _areas(ruw: gpd.GeoDataFrame, codes: pd.Series, naam: str, register: Gemeenten) -> gpd.GeoDataFrame:
    vlakken = np.array([_polygons(vlak) for vlak in ruw.geometry.values], dtype=object)
    leeg = shapely.is_missing(vlakken) | shapely.is_empty(vlakken)
    met = set(codes[~leeg])
    zonder = sorted({register.naam(code) for code in codes[leeg] if code not in met})
    if zonder:
        raise BadSource(
            naam, f"{some_of(zonder, 5)} {either(len(zonder), 'heeft', 'hebben')} geen vlak als gebied.",
            "Gebruik een laag met vlakken.",
        )  # fmt: skip
    if not np.isfinite(shapely.get_coordinates(vlakken[~leeg])).all():
        raise BadSource(naam, "bevat een coördinaat die geen getal is.", "Haal het bestand opnieuw op.")
    return gpd.GeoDataFrame({"code": codes[~leeg].to_numpy()}, geometry=vlakken[~leeg], crs=ruw.crs)


def _polygons(vlak: shapely.Geometry | None) -> shapely.Geometry | None:
    """The areas of a geometry; of a collection, those among it."""
    if vlak is None or vlak.geom_type in ("Polygon", "MultiPolygon"):
        return vlak
    if vlak.geom_type != "GeometryCollection":
        return None
    delen = [deel for stuk in vlak.geoms for deel in shapely.get_parts(stuk) if deel.geom_type == "Polygon"]
    return shapely.MultiPolygon(delen) if delen else None


def _plain(kolom: object) -> str:
    return re.sub(r"[^a-z0-9]+", "", str(kolom).casefold())


def _texts(ruw: gpd.GeoDataFrame) -> list[str]:
    return [k for k in ruw.columns if k != ruw.geometry.name]


def _columns(ruw: gpd.GeoDataFrame, namen: Sequence[str]) -> list[str]:
    """The columns that are called so, in the order of the names."""
    per_naam: dict[str, str] = {}
    for kolom in _texts(ruw):
        per_naam.setdefault(_plain(kolom), kolom)
    return [per_naam[naam] for naam in namen if naam in per_naam]


def _text_columns(ruw: gpd.GeoDataFrame) -> list[str]:
    bekend = set(_columns(ruw, _NAME_COLUMNS))
    return [k for k in _texts(ruw) if k not in bekend and ruw[k].map(lambda w: isinstance(w, str)).mean() > 0.5][:20]


def _labels(rijen: gpd.GeoDataFrame, register: Gemeenten) -> str:
    for kolom in (*_columns(rijen, _NAME_COLUMNS), *_columns(rijen, _CODE_COLUMNS)):
        namen = sorted({str(w).strip()[:40] for w in rijen[kolom] if isinstance(w, str) and w.strip()})
        if namen:
            return some_of(namen, 5)
    return "zonder naam"


def _listed(ruw: gpd.GeoDataFrame) -> str:
    return some_of([str(k)[:40] for k in _texts(ruw)], 12) or "geen"
