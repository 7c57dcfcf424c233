"""Links between versions of a regeling, mended: one from one side only, or to nowhere, stops no import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from viewer.model import Versie
from viewer.sources.roo import Overgeslagen

_MOST_DAYS = 366
"""How far apart two versions can be for a link from one side to be believed when nothing else tells."""


@dataclass(frozen=True)
class Geschakeld:
    """versies: with links that hold from both sides, as `ketens.ketens` asks. onvolledig: per id of a
    samenwerkingsverband that misses a version, the systeemIds of what it misses. meldingen: which links
    were wrong, Dutch sentences."""

    versies: tuple[Versie, ...]
    onvolledig: Mapping[str, tuple[str, ...]]
    meldingen: tuple[str, ...]


def mend_links(versies: Sequence[Versie], overgeslagen: Iterable[Overgeslagen], ids: Mapping[str, str]) -> Geschakeld:
    """Makes links hold from both sides, and joins what a version that is missing leaves loose.

    overgeslagen: what could not be read; ids: systeemId of a version -> id of the samenwerkingsverband that
    it was of until now. A link from one side holds when both ends are free and they were of one
    samenwerkingsverband, or one of them is new; else, and where nothing is known, when their days follow
    each other. What makes a circle does not hold.
    """
    alle = {versie.bron_id: versie for versie in versies}
    weg = {o.bron_id: o for o in overgeslagen if o.soort == "regeling" and o.bron_id}
    claims = _claims(alle, weg)
    # A version that we had and that is linked to, but is not in the export, is missing as well.
    gemist = {eind for paar in claims for eind in paar if eind not in alle and (eind in weg or eind in ids)}
    na: dict[str, str] = {}
    voor: dict[str, str] = {}
    meldingen = []
    for een, ander in sorted(claims, key=lambda paar: _order(paar, claims, alle, ids)):
        mutual = claims[een, ander] == 2 or een in gemist or ander in gemist
        bestaan = all(eind in alle or eind in gemist for eind in (een, ander))
        vrij = bestaan and een not in na and ander not in voor and not _circle(een, ander, na)
        holds = vrij and (mutual or _believable(een, ander, alle, ids))
        if holds:
            na[een], voor[ander] = ander, een
        if not (holds and mutual):
            meldingen.append(_telling(een, ander, alle, bestaan, holds))
    reeksen = _chains({*alle, *gemist}, na, voor)
    nieuw: dict[str, Versie] = {}
    onvolledig: dict[str, tuple[str, ...]] = {}
    for reeks in reeksen:
        heel = [bron_id for bron_id in reeks if bron_id in alle]
        for plaats, bron_id in enumerate(heel):
            nieuw[bron_id] = replace(
                alle[bron_id],
                vorige=heel[plaats - 1] if plaats else "",
                volgende=heel[plaats + 1] if plaats + 1 < len(heel) else "",
            )
        kwijt = tuple(bron_id for bron_id in reeks if bron_id not in alle)
        if kwijt:
            onvolledig |= {ids[bron_id]: kwijt for bron_id in reeks if bron_id in ids}
    onvolledig |= {ids[bron_id]: (bron_id,) for bron_id in weg if bron_id in ids and ids[bron_id] not in onvolledig}
    return Geschakeld(tuple(nieuw[bron_id] for bron_id in alle), onvolledig, tuple(dict.fromkeys(meldingen)))


def _claims(alle: Mapping[str, Versie], weg: Mapping[str, Overgeslagen]) -> dict[tuple[str, str], int]:
    """(earlier, later) -> from how many sides the register says so."""
    claims: dict[tuple[str, str], int] = {}
    records: list[Versie | Overgeslagen] = [*alle.values(), *(o for o in weg.values() if o.bron_id not in alle)]
    for record in records:
        for paar in ((record.vorige, record.bron_id), (record.bron_id, record.volgende)):
            if all(paar):
                claims[paar] = claims.get(paar, 0) + 1
    return claims


def _order(
    paar: tuple[str, str], claims: Mapping[tuple[str, str], int], alle: Mapping[str, Versie], ids: Mapping[str, str]
) -> tuple[bool, bool, bool, int, tuple[str, str]]:
    """The most certain links first: those from both sides, within what was one, in the order of days."""
    een, ander = (alle.get(eind) for eind in paar)
    anders = not (paar[0] in ids and ids[paar[0]] == ids.get(paar[1]))
    terug = een is not None and ander is not None and een.van > ander.van
    return claims[paar] < 2, anders, terug, _gap(een, ander), paar


def _gap(een: Versie | None, ander: Versie | None) -> int:
    """Days between two versions; many when one of them is unknown, or runs on."""
    if een is None or ander is None:
        return date.max.toordinal()
    return abs(((een.tot or date.max) - ander.van).days)


def _believable(een: str, ander: str, alle: Mapping[str, Versie], ids: Mapping[str, str]) -> bool:
    if een in ids and ander in ids:
        return ids[een] == ids[ander]
    return bool(een in ids or ander in ids) or _gap(alle[een], alle[ander]) <= _MOST_DAYS


def _circle(een: str, ander: str, na: Mapping[str, str]) -> bool:
    while ander != een and ander in na:
        ander = na[ander]
    return ander == een


def _chains(alle: set[str], na: Mapping[str, str], voor: Mapping[str, str]) -> list[list[str]]:
    out = []
    for begin in sorted(alle - voor.keys()):
        reeks = [begin]
        while reeks[-1] in na:
            reeks.append(na[reeks[-1]])
        out.append(reeks)
    return out


def _telling(een: str, ander: str, alle: Mapping[str, Versie], bestaan: bool, holds: bool) -> str:
    versie = alle.get(een) or alle.get(ander)
    wie = f"{versie.titel} ({versie.bron_id})" if versie else een
    if not bestaan:
        return f"{wie}: verwijst naar versie {ander if een in alle else een}, die niet in de export staat."
    gevolg = "zij horen nu wel bij elkaar" if holds else "zij horen nu niet bij elkaar"
    return f"{wie}: versies {een} en {ander} verwijzen niet goed naar elkaar; {gevolg}."
