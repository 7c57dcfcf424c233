"""Ended gemeenten and their successors: who is whose, and whether boundaries of another year can go to them, whole."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Rij = dict[str, str]
_DIVIDED = re.compile("[Vv]erdeeld|deel ")
"""What the remark at an ended gemeente says when more than one got a part of it."""


HERNOEMD = "Kreeg een andere naam."
"""The remark at a gemeente that goes on under another name, with the code that it had."""

HERCODEERD = "Kreeg een andere code."
"""The remark at a gemeente that goes on under another code."""


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
    return sorted({r.oude_naam for r in herindelingen if r.oude_code in codes and _DIVIDED.search(r.opmerking)})


def divided_codes(herindelingen: Iterable[Mapping[Any, str]]) -> frozenset[str]:
    """The codes of all that were divided, of rows of herindelingen.csv."""
    return frozenset(rij["oude_code"] for rij in herindelingen if _DIVIDED.search(rij["opmerking"])) - {""}


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


def successor(code: str, herindelingen: Mapping[str, str], nu: Collection[str]) -> str:
    """The gemeente of today that an ended one is part of, through any number of steps; "" when it is not told.

    herindelingen: old code -> new code; nu: the codes of today.
    """
    gezien: set[str] = set()
    while code not in nu and code in herindelingen and code not in gezien:
        gezien.add(code)
        code = herindelingen[code]
    return code if code in nu else ""


def follow_regios(
    rijen: Mapping[Any, Rij], namen: Mapping[str, str], herindelingen: Mapping[str, str], ooit: Collection[str]
) -> dict[Any, Rij]:
    """The rows of regios.csv by their place, for today's gemeenten: an ended one is its successor, once.

    namen: code -> naam of today; ooit: all codes that the register knows. A gemeente that has no place on
    the map yet is left out; a code that nobody knows stays, for the rules to find.
    """
    out: dict[Any, Rij] = {}
    gezien: set[tuple[str, str]] = set()
    for plek, rij in rijen.items():
        code = successor(rij["gemeente_code"], herindelingen, namen)
        if not code and rij["gemeente_code"] in ooit:
            continue
        moved = bool(code) and code != rij["gemeente_code"]
        nieuw = {**rij, "gemeente_code": code, "gemeente_naam": namen[code]} if moved else rij
        sleutel = (nieuw["regio_id"], nieuw["gemeente_code"])
        if not (
            moved and (sleutel in gezien or any((r["regio_id"], r["gemeente_code"]) == sleutel for r in rijen.values()))
        ):
            out[plek] = nieuw
        gezien.add(sleutel)
    return out


def follow_deelnemers(tekst: str, nu: Collection[str], herindelingen: Mapping[str, str]) -> str:
    """The participants of a hand-kept row, an ended gemeente as its successor, each once."""
    delen = []
    for deel in tekst.split(";"):
        nieuw = successor(deel, herindelingen, nu) if deel.startswith("GM") else ""
        # What stands there twice is for the rules to say; two that became one stand there once.
        if not (nieuw and nieuw != deel and nieuw in delen):
            delen.append(nieuw or deel)
    return ";".join(delen)
