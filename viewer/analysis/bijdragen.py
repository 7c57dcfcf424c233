"""What the gemeenten of today pay to gemeenschappelijke regelingen, before a merger added up from those of then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from viewer.dataset import Dataset
from viewer.wording import in_words

NIET_GELEVERD = "niet geleverd"
NIET_GEBOEKT = "niet geboekt"
NOG_NIET = "deze gemeente was er nog niet, en wie er toen was is verdeeld"


@dataclass(frozen=True)
class Bijdrage:
    """Of one gemeente of today in a year, amounts in 1,000 euro; None: not delivered, or of aan_gr not booked.

    stand: what a reader must know, a Dutch phrase; "" when there is nothing. opgeteld_van: the codes that it was added
    up from, when it is not its own figure. per_inwoner: in euro; aandeel: of all lasten, 0 to 1.
    """

    code: str
    jaar: int
    verslagsoort: str
    inwoners: int | None
    lasten_keur: int | None
    aan_gr_keur: int | None
    stand: str = ""
    opgeteld_van: tuple[str, ...] = ()

    @property
    def per_inwoner(self) -> float | None:
        """Euro per inhabitant."""
        if self.aan_gr_keur is None or not self.inwoners:
            return None
        return round(self.aan_gr_keur * 1000 / self.inwoners, 2)

    @property
    def aandeel(self) -> float | None:
        """Of all lasten."""
        if self.aan_gr_keur is None or not self.lasten_keur:
            return None
        return round(self.aan_gr_keur / self.lasten_keur, 4)


def reports(dataset: Dataset) -> dict[str, list[int]]:
    """Of each kind of report the years that there are, in order."""
    alles = dataset.bijdragen
    per = alles.groupby("verslagsoort")["jaar"].unique()
    return {str(soort): sorted(int(jaar) for jaar in jaren) for soort, jaren in per.items()}


def bijdragen(dataset: Dataset, codes: Iterable[str], jaar: int, verslagsoort: str) -> list[Bijdrage]:
    """Of each of these gemeenten of today, by code: its own figures, with those of the gemeenten that lie in it now
    and wrote a report of their own: a begroting who was there on 1 January, a jaarrekening who was on 31 December.

    Nothing is added up when one of them did not deliver. A gemeente that was later divided over more is left out of
    the sum, and named; without it there is no figure for a gemeente that was not there yet.
    """
    alles = dataset.bijdragen
    hier = alles[(alles["jaar"] == jaar) & (alles["verslagsoort"] == verslagsoort)]
    delivered = {
        code: _Cijfers(*(None if pd.isna(getal) else int(getal) for getal in getallen))
        for code, *getallen in hier[["code", "inwoners", "lasten_keur", "aan_gr_keur"]].itertuples(index=False)
    }
    dag = pd.Timestamp(jaar, 1, 1) if verslagsoort == "begroting" else pd.Timestamp(jaar, 12, 31)
    return [_bijdrage(dataset, code, jaar, verslagsoort, dag, delivered) for code in sorted(codes)]


class _Cijfers(NamedTuple):
    inwoners: int | None
    lasten: int | None
    aan_gr: int | None


_GEEN = _Cijfers(None, None, None)


def _bijdrage(
    dataset: Dataset, code: str, jaar: int, soort: str, dag: pd.Timestamp, delivered: Mapping[str, _Cijfers]
) -> Bijdrage:
    loop = dataset.levensloop
    toen = [
        een for een in (code, *loop.binnen.get(code, ())) if loop.alive(een, dag) or delivered.get(een, _GEEN).lasten
    ]
    verdeeld = [een for een in toen if een in dataset.verdeeld and een != code]
    if verdeeld and code not in toen:
        return Bijdrage(code, jaar, soort, None, None, None, NOG_NIET)
    mee = [een for een in toen if een not in verdeeld] or [code]
    opgeteld_van = tuple(mee) if mee != [code] else ()
    cijfers = {een: delivered.get(een, _GEEN) for een in mee}
    inwoners = _sum(een.inwoners for een in cijfers.values())
    if niet := [een for een, heeft in cijfers.items() if not heeft.lasten]:
        stand = NIET_GELEVERD + (f" door {_names(dataset, niet)}" if opgeteld_van else "")
        return Bijdrage(code, jaar, soort, inwoners, None, None, stand, opgeteld_van)
    leeg = [een for een, heeft in cijfers.items() if not heeft.aan_gr]
    standen = []
    if leeg:
        standen.append(NIET_GEBOEKT + (f" door {_names(dataset, leeg)}" if opgeteld_van else ""))
    if verdeeld:
        standen.append(f"zonder {_names(dataset, verdeeld)}, later verdeeld over meer gemeenten")
    lasten = _sum(een.lasten for een in cijfers.values())
    aan_gr = sum(een.aan_gr or 0 for een in cijfers.values()) if len(leeg) < len(mee) else None
    return Bijdrage(code, jaar, soort, inwoners, lasten, aan_gr, "; ".join(standen), opgeteld_van)


def _sum(getallen: Iterable[int | None]) -> int | None:
    """None when one of them is unknown."""
    alle = list(getallen)
    return None if None in alle else sum(een for een in alle if een is not None)


def _names(dataset: Dataset, codes: Iterable[str]) -> str:
    return in_words(
        [dataset.gemeente_names[code]["naam"] if code in dataset.gemeente_names else code for code in codes]
    )
