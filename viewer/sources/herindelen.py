"""Boundaries of another year than the register: whether ended gemeenten can go to their successors, whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Herindeling:
    """An ended gemeente and its successor, as a row of herindelingen.csv. datum: YYYY-MM-DD."""

    oude_naam: str
    oude_code: str
    nieuwe_code: str
    datum: str
    opmerking: str


def missing_predecessors(codes: Collection[str], herindelingen: Sequence[Herindeling]) -> list[str]:
    """The names of ended gemeenten that a file should have beside those of the same herindeling that it has.

    Without them their successor would get a part of its area, and nobody would see it.
    """
    per_stap: dict[tuple[str, str], list[Herindeling]] = defaultdict(list)
    eerste: dict[str, str] = {}
    for rij in herindelingen:
        if rij.oude_code:
            per_stap[rij.nieuwe_code, rij.datum].append(rij)
            if rij.oude_code in codes:
                eerste[rij.nieuwe_code] = min(eerste.get(rij.nieuwe_code, rij.datum), rij.datum)
    mist: set[str] = set()
    for (nieuw, datum), rijen in per_stap.items():
        # A file from before an earlier herindeling need not have what that one made.
        if eerste.get(nieuw) == datum:
            mist.update(rij.oude_naam for rij in rijen if rij.oude_code not in codes)
    return sorted(mist)


def divided(codes: Collection[str], herindelingen: Sequence[Herindeling]) -> list[str]:
    """The ended gemeenten of a file that were divided, so that their successor gets too much."""
    return sorted(
        {r.oude_naam for r in herindelingen if r.oude_code in codes and re.search("[Vv]erdeeld|deel ", r.opmerking)}
    )


def last_year(codes: Collection[str], herindelingen: Sequence[Herindeling]) -> int | None:
    """The last year whose gemeenten these can be, by the ended ones among them; None without any."""
    groep = Counter((rij.nieuwe_code, rij.datum) for rij in herindelingen)
    einde = [
        rij.datum
        for rij in herindelingen
        # One that only got another name, and so another code, says little: makers keep the old code.
        if rij.oude_code in codes and (groep[rij.nieuwe_code, rij.datum] > 1 or rij.nieuwe_code in codes)
    ]
    # Most herindelingen are of 1 January: that year no longer has them.
    return min(int(dag[:4]) - (dag[5:] == "01-01") for dag in einde) if einde else None
