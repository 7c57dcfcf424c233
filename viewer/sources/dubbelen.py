"""Finds hand-kept samenwerkingsverbanden that are in the register under another name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd
from rapidfuzz import fuzz

from viewer.model import plain
from viewer.stand import first_day

NAAM_GELIJK = 90.0
"""How alike names must be, 0 to 100 (rapidfuzz' token set ratio: words in common, in any order)."""

DEELNEMERS_GELIJK = 0.8
"""How alike the gemeenten must be, 0 to 1 (in both over in either)."""


def find_duplicates(
    aanvullingen: pd.DataFrame, samenwerkingsverbanden: pd.DataFrame, deelnames: pd.DataFrame
) -> dict[str, str]:
    """Which hand-kept ones are the same body as one of the register: id of the hand-kept one -> id.

    The tables are those of the data package. They are the same when both their gemeenten (of those
    that take part now, in the register) and one of their names are alike; the best pair counts. One that has
    ended in the register counts with those who took part last, for a source of before its end: what that source
    names is not there any more.
    Names alone are not enough (there are two "Regio Noord"), nor are gemeenten alone (all fourteen
    of Twente take part in six bodies).
    """
    tot = deelnames["tot"].fillna("")
    loopt = deelnames["samenwerkingsverband_id"].isin(deelnames.loc[tot == "", "samenwerkingsverband_id"])
    laatst = tot.groupby(deelnames["samenwerkingsverband_id"]).transform("max")
    einde = dict(zip(deelnames["samenwerkingsverband_id"], laatst.where(~loopt, ""), strict=True))
    telt = (tot == "") | (~loopt & (tot == laatst))
    nu = deelnames[telt & deelnames["deelnemer_code"].fillna("").str.startswith("GM")]
    leden: dict[str, set[str]] = defaultdict(set)
    waarin: dict[str, set[str]] = defaultdict(set)
    for id_, code in zip(nu["samenwerkingsverband_id"], nu["deelnemer_code"], strict=True):
        leden[id_].add(code)
        waarin[code].add(id_)
    register = samenwerkingsverbanden.fillna("").set_index("id")[["naam", "titel", "afkorting"]].to_dict("index")
    out: dict[str, str] = {}
    for rij in aanvullingen.fillna("").itertuples():
        eigen = {wie for wie in rij.deelnemers.split(";") if wie.startswith("GM")}
        eigen_namen = [_words(naam) for naam in (rij.naam, rij.afkorting) if naam]
        beste = max(
            (
                (overlap, score, id_)
                # Only bodies that share a gemeente can be alike.
                for id_ in set().union(*(waarin.get(code, ()) for code in eigen))
                if not einde[id_] or first_day(getattr(rij, "peildatum", "9999")) < einde[id_]
                if (overlap := _alike(eigen, leden[id_])) >= DEELNEMERS_GELIJK
                and (score := _best_score(eigen_namen, register[id_].values())) >= NAAM_GELIJK
            ),
            default=None,
        )
        if beste is not None:
            out[rij.id] = str(beste[2])
    return out


def _alike(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _best_score(een: Iterable[str], ander: Iterable[str]) -> float:
    namen = [_words(naam) for naam in ander if naam]
    return max(fuzz.token_set_ratio(a, b) for a in een for b in namen)


def _words(tekst: str) -> str:
    return "".join(teken if teken.isalnum() else " " for teken in plain(tekst))
