"""Timelines as rows of bars: who took part when, drawn on the server with the same said in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from viewer.dataset import Dataset
from viewer.model import REGISTER_BEGINS
from viewer.wording import long_date, some_of

BEGIN = REGISTER_BEGINS
"""What began before is drawn from here on."""

_NAMED = 3


@dataclass(frozen=True)
class Balk:
    """One bar, in thousandths of the width; open: it began before the drawing does."""

    x: int
    breedte: int
    open: bool


@dataclass(frozen=True)
class TijdlijnRij:
    """One row: a name with perhaps a slug to link to, its bars, and the same in words."""

    naam: str
    slug: str
    balken: tuple[Balk, ...]
    woorden: str


@dataclass(frozen=True)
class Tijdlijn:
    """A drawing: rows, and the years with their place in thousandths of the width."""

    rijen: tuple[TijdlijnRij, ...]
    jaren: tuple[tuple[int, int], ...]


def gemeente_tijdlijn(dataset: Dataset, code: str) -> Tijdlijn:
    """The samenwerkingsverbanden in which a gemeente, or one that it came from, ever took part."""
    eigen = dataset.deelnames[dataset.deelnames["nu"] == code]
    namen = dataset.verbanden.loc[eigen["verband"], ["naam", "slug"]].set_axis(eigen.index)
    als = (" (als " + eigen["naam"] + ")").where(eigen["opgeheven"], "")
    eigen = eigen.assign(rij=namen["naam"] + als, slug=namen["slug"])
    groepen = [(str(naam), str(groep["slug"].iloc[0]), groep) for naam, groep in eigen.groupby("rij", sort=True)]
    return _draw(dataset, groepen)


def verband_tijdlijn(dataset: Dataset, id_: str) -> Tijdlijn:
    """Who took part in a samenwerkingsverband: participants with the same days are one row."""
    eigen = dataset.deelnames[dataset.deelnames["verband"] == id_].sort_values(["naam", "sinds"])
    per_wie: dict[tuple[tuple[pd.Timestamp, str], ...], list[str]] = {}
    frames: dict[tuple[tuple[pd.Timestamp, str], ...], pd.DataFrame] = {}
    for (_, naam), groep in eigen.groupby(["code", "naam"], sort=False):
        days = zip(groep["sinds"], groep["tot"], groep["toegetreden"], strict=True)
        sleutel = tuple((sinds, f"{tot} {joined}") for sinds, tot, joined in days)
        per_wie.setdefault(sleutel, []).append(str(naam))
        frames[sleutel] = groep
    groepen = [(some_of(sorted(namen), _NAMED), "", frames[sleutel]) for sleutel, namen in per_wie.items()]
    return _draw(dataset, sorted(groepen, key=lambda groep: (-groep[0].count(","), groep[0])))


def _draw(dataset: Dataset, groepen: Iterable[tuple[str, str, pd.DataFrame]]) -> Tijdlijn:
    eind = dataset.peildatum
    dagen = (eind - BEGIN).days

    def plaats(dag: date) -> int:
        return round(1000 * min(max((dag - BEGIN).days, 0), dagen) / dagen)

    rijen = []
    for naam, slug, groep in groepen:
        balken, woorden = [], []
        columns = ["van", "sinds", "tot", "toegetreden"]
        for van, sinds, tot, joined in groep.sort_values("sinds")[columns].itertuples(index=False):
            x, einde = plaats(sinds.date()), 1000 if pd.isna(tot) else plaats(tot.date())
            if einde > x:
                balken.append(Balk(x, max(einde - x, 4), sinds.date() < BEGIN))
            woorden.append(_words(van if pd.isna(joined) else joined, van, tot))
        rijen.append(TijdlijnRij(naam, slug, tuple(balken), "; ".join(woorden)))
    jaren = tuple((jaar, plaats(date(jaar, 1, 1))) for jaar in range(BEGIN.year, eind.year + 1))
    return Tijdlijn(tuple(rijen), jaren)


def _words(joined: pd.Timestamp, van: pd.Timestamp, tot: pd.Timestamp) -> str:
    """joined: the accession, else as van."""
    if pd.isna(van):
        return "begin onbekend" if pd.isna(tot) else f"tot {long_date(tot)}"
    since = "sinds" if joined == van else "in het register sinds"
    words = f"{since} {long_date(van)}" if pd.isna(tot) else f"{long_date(van)} tot {long_date(tot)}"
    return words if joined == van else f"{words}, toegetreden op {long_date(joined)}"
