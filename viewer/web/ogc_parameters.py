"""What clients of OGC API Features write: boxes, moments and coordinate systems, as each of them writes these."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

import shapely

from viewer.errors import BadSelection, BadValue
from viewer.web.parameters import single

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
CRS = {CRS84: 4326, RD: 28992}
"""Each system with its EPSG number. In both the first axis is east and the second north, so coordinates
need no swapping."""

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*", re.ASCII)
_LONGEST = 60
_ROUNDING = 1e-6
"""So far beyond the edge of the world, in degrees, a client's own arithmetic may bring it."""

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)([Tt]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d))?", re.ASCII
)
_FIRST, _LAST = date(1700, 1, 1), date(2200, 1, 1)
"""Days further away mean these: nothing is known of either."""


@dataclass(frozen=True)
class Box:
    """Where to look. area: what a feature must have a point of; epsg: the system that it is in."""

    area: shapely.Geometry
    epsg: int


def crs_of(naam: str) -> str:
    """The system that a parameter names, CRS84 without it. Raises BadSelection."""
    crs = single(naam) or CRS84
    if crs not in CRS:
        raise bad(naam, crs, f"{naam} is een van {', '.join(CRS)}")
    return crs


def box() -> Box | None:
    """`bbox`, in the system of `bbox-crs`; None without it. Of six numbers the heights do not matter, and in
    degrees one whose west is greater than its east lies over the antimeridian. Raises BadSelection."""
    tekst, crs = single("bbox"), crs_of("bbox-crs")
    if not tekst:
        return None
    delen = tekst.split(",")
    getallen = [float(deel) for deel in delen if len(deel) <= _LONGEST and _NUMBER.fullmatch(deel)]
    if len(getallen) != len(delen) or len(delen) not in (4, 6) or not all(map(math.isfinite, getallen)):
        raise bad("bbox", tekst, "bbox is west,zuid,oost,noord")
    west, zuid, oost, noord = getallen if len(getallen) == 4 else (*getallen[:2], *getallen[3:5])
    if zuid > noord or (west > oost and crs != CRS84):
        raise bad("bbox", tekst, "bbox is west,zuid,oost,noord; de kleinste getallen komen eerst")
    if crs == CRS84 and (max(abs(west), abs(oost)) > 180 + _ROUNDING or max(-zuid, noord) > 90 + _ROUNDING):
        raise bad("bbox", tekst, "bbox ligt niet op de aarde")
    sides = [(west, oost)] if west <= oost else [(west, 180.0), (-180.0, oost)]
    return Box(shapely.union_all([_rectangle(a, zuid, b, noord) for a, b in sides]), CRS[crs])


def _rectangle(west: float, zuid: float, oost: float, noord: float) -> shapely.Geometry:
    """A rectangle; where it has no width, the line or point that is left, since as an area that is invalid."""
    if west == oost or zuid == noord:
        return shapely.MultiPoint([(west, zuid), (oost, noord)]).convex_hull
    return shapely.box(west, zuid, oost, noord)


def period() -> tuple[date | None, date | None]:
    """The days of `datetime`: a moment, or an interval with `..` or nothing for an open side; (None, None)
    without it. Raises BadSelection."""
    tekst = single("datetime")
    if not tekst:
        return None, None
    delen = tekst.split("/")
    if len(delen) > 2 or all(deel in ("", "..") for deel in delen):
        raise bad("datetime", tekst, "datetime is een dag, of twee dagen met een schuine streep ertussen")
    dagen = [None if deel in ("", "..") and len(delen) == 2 else _day(deel) for deel in delen]
    van, tot = dagen if len(dagen) == 2 else (dagen[0], dagen[0])
    if van and tot and van > tot:
        raise bad("datetime", tekst, "datetime begint na het einde")
    return van, tot


def _day(tekst: str) -> date:
    """The day of a moment by RFC 3339, which allows small letters; or a day by itself."""
    # A plus in an address means a space, and some clients do not know that.
    gevonden = _MOMENT.fullmatch(tekst.strip().replace(" ", "+"))
    try:
        dag = date.fromisoformat(gevonden[1]) if gevonden else None
    except ValueError:
        dag = None
    if dag is None:
        raise bad("datetime", tekst, "datetime is een dag als 2026-05-16 of 2026-05-16T00:00:00Z")
    return min(max(dag, _FIRST), _LAST)


def bad(naam: str, waarde: str, wat: str) -> BadSelection:
    """A parameter that cannot be, in words."""
    return BadSelection([BadValue(naam[:60], waarde[:60], f"{naam[:60]} {waarde[:60]!r}: {wat}.")])
