"""Finds hand-kept samenwerkingsverbanden that are in the register under another name."""

from __future__ import annotations

import pandas as pd
from rapidfuzz import fuzz

from viewer.model import plain

NAAM_GELIJK = 90.0
"""How alike names must be, 0 to 100 (rapidfuzz' token set ratio: words in common, in any order)."""

DEELNEMERS_GELIJK = 0.8
"""How alike the gemeenten must be, 0 to 1 (in both over in either)."""


def find_duplicates(
    aanvullingen: pd.DataFrame, samenwerkingsverbanden: pd.DataFrame, deelnames: pd.DataFrame
) -> dict[str, str]:
    """Which hand-kept ones are the same body as one of the register: id of the hand-kept one -> id.

    The tables are those of the data package. They are the same when both their gemeenten (of those
    that take part now, in the register) and one of their names are alike; the best pair counts.
    Names alone are not enough (there are two "Regio Noord"), nor are gemeenten alone (all fourteen
    of Twente take part in six bodies).
    """
    nu = deelnames[deelnames["tot"].fillna("").eq("") & deelnames["deelnemer_code"].fillna("").str.startswith("GM")]
    leden = nu.groupby("samenwerkingsverband_id")["deelnemer_code"].agg(set)
    namen = {
        rij.id: [_words(naam) for naam in (rij.naam, rij.titel, rij.afkorting) if naam]
        for rij in samenwerkingsverbanden.fillna("").itertuples()
    }
    uit: dict[str, str] = {}
    for rij in aanvullingen.fillna("").itertuples():
        eigen = {wie for wie in rij.deelnemers.split(";") if wie.startswith("GM")}
        eigen_namen = [_words(naam) for naam in (rij.naam, rij.afkorting) if naam]
        beste = max(
            (
                (overlap, score, id_)
                for id_, anderen in leden.items()
                if (overlap := _alike(eigen, anderen)) >= DEELNEMERS_GELIJK
                and (score := max(fuzz.token_set_ratio(a, b) for a in eigen_namen for b in namen[id_])) >= NAAM_GELIJK
            ),
            default=None,
        )
        if beste is not None:
            uit[rij.id] = str(beste[2])
    return uit


def _alike(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.0


def _words(tekst: str) -> str:
    return "".join(teken if teken.isalnum() else " " for teken in plain(tekst))
