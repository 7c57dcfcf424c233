"""Regions that follow from the register: each veiligheidsregio is the gemeenten of its regeling."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from viewer.model import slugify

SOORT = "veiligheidsregio"
_NAAM = re.compile(
    r"(?:veiligheids- en gezondheidsregio|veiligheidsregio en gemeentelijke gezondheidsdienst|veiligheidsregio)"
    r" (?P<naam>[^(]+?)(?: \(.*\))?",
    re.IGNORECASE,
)
Rij = dict[str, str]


def follow_register(regios: Iterable[Rij], tabellen: Mapping[str, list[Rij]], dag: date) -> list[Rij]:
    """The rows of `regios.csv` with the veiligheidsregio's as the register has them on a day.

    regios: the rows as they are; those of another kind stay, and a veiligheidsregio keeps its id
    and name when its regeling is the one its address (bron_url) or its id names. tabellen: as from
    `ketens.build_tabellen`. Source: Wet veiligheidsregio's, article 9: the gemeenten of a region
    make one regeling.
    """
    rijen = list(regios)
    namen = {rij["regio_id"]: rij["naam"] for rij in rijen if rij["soort"] == SOORT}
    nu = dag.isoformat()
    out = [rij for rij in rijen if rij["soort"] != SOORT]
    bezet = {rij["regio_id"] for rij in out}
    for verband in sorted(tabellen["samenwerkingsverbanden"], key=lambda v: v["naam"]):
        gevonden = _NAAM.fullmatch(verband["naam"])
        if gevonden is None:
            continue
        naam = gevonden["naam"]
        regio_id = slugify(naam)
        leden = [
            deelname
            for deelname in tabellen["deelnames"]
            if deelname["samenwerkingsverband_id"] == verband["id"]
            and deelname["deelnemer_code"].startswith("GM")
            and deelname["van"] <= nu
            and (not deelname["tot"] or nu < deelname["tot"])
        ]
        if not leden or regio_id in bezet:
            continue
        bezet.add(regio_id)
        out += [
            {
                "regio_id": regio_id,
                "naam": namen.get(regio_id, naam),
                "soort": SOORT,
                "gemeente_code": lid["deelnemer_code"],
                "gemeente_naam": lid["deelnemer_naam"],
                "bron_url": verband["bron_url"],
                "peildatum": nu,
            }
            for lid in sorted(leden, key=lambda lid: lid["deelnemer_naam"])
        ]
    return out
