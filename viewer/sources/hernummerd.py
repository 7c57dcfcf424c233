"""A regeling that the register has anew under another number: asked whether it is the same, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from viewer.model import slugify
from viewer.sources.ketens import naam_of

Rij = dict[str, str]

_NAAM_GELIJK = 90
"""From how many points out of 100 two titles may be of one regeling."""

_DEEL = 0.5
"""Which part of the participants of both together two must share."""


@dataclass(frozen=True)
class Antwoorden:
    """What people answered in hernummerd.csv. zelfde: systeemId of a new number -> id of the samenwerkingsverband
    that it is; gevraagd: the pairs (systeemId, id) that were answered, with yes or no."""

    zelfde: Mapping[str, str]
    gevraagd: frozenset[tuple[str, str]]


def read_answers(rijen: Iterable[Mapping[str, str]]) -> Antwoorden:
    """The rows of hernummerd.csv."""
    alle = list(rijen)
    return Antwoorden(
        {rij["bron_id"]: rij["samenwerkingsverband_id"] for rij in alle if rij["zelfde"] == "ja"},
        frozenset((rij["bron_id"], rij["samenwerkingsverband_id"]) for rij in alle),
    )


def same_ids(ids: Mapping[str, str], zelfde: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """systeemId -> id with the answers taken in, and which provisional id is now another one."""
    naar = {ids.get(bron_id, f"gr-{bron_id}"): id_ for bron_id, id_ in zelfde.items()}
    naar = {van: id_ for van, id_ in naar.items() if van != id_}

    def follow(id_: str) -> str:
        gezien = set()
        while id_ in naar and id_ not in gezien:
            gezien.add(id_)
            id_ = naar[id_]
        return id_

    out = {bron_id: follow(id_) for bron_id, id_ in {**ids, **zelfde}.items()}
    return out, {van: follow(van) for van in naar}


def join_history(tabellen: Mapping[str, list[Rij]], oud: Mapping[str, Sequence[Rij]], ids: Iterable[str]) -> None:
    """Puts before the versions of a new number those of the number before it, which the export does not have.

    ids: of samenwerkingsverbanden that go on under another number. A participation that runs on stays one row.
    """
    for id_ in sorted(set(ids)):
        nieuw = [rij for rij in tabellen["versies"] if rij["samenwerkingsverband_id"] == id_]
        if not nieuw:
            continue
        hier = {rij["bron_id"] for rij in nieuw}
        begin = min(rij["van"] for rij in nieuw)
        eerder = [
            {**rij, "tot": min(rij["tot"] or begin, begin)}
            for rij in oud["versies"]
            if rij["samenwerkingsverband_id"] == id_ and rij["bron_id"] not in hier and rij["van"] < begin
        ]
        if not eerder:
            continue
        plek = tabellen["versies"].index(nieuw[0])
        genummerd = [{**rij, "volgorde": str(n)} for n, rij in enumerate([*eerder, *nieuw], 1)]
        tabellen["versies"][plek : plek + len(nieuw)] = genummerd
        verband = next(rij for rij in tabellen["samenwerkingsverbanden"] if rij["id"] == id_)
        verband["van"] = min(verband["van"], *(rij["van"] for rij in eerder))
        _join_deelnames(tabellen["deelnames"], oud["deelnames"], id_, begin)


def _join_deelnames(deelnames: list[Rij], oud: Sequence[Rij], id_: str, begin: str) -> None:
    eigen = [rij for rij in deelnames if rij["samenwerkingsverband_id"] == id_]
    plek = deelnames.index(eigen[0]) if eigen else len(deelnames)
    los = []
    for rij in oud:
        if rij["samenwerkingsverband_id"] != id_ or rij["van"] >= begin:
            continue
        tot = min(rij["tot"] or begin, begin)
        verder = next((r for r in eigen if _who(r) == _who(rij) and r["van"] <= tot), None)
        if verder is not None:
            verder["van"] = min(verder["van"], rij["van"])
        else:
            los.append({**rij, "tot": tot})
    deelnames[plek:plek] = los


def _who(rij: Mapping[str, str]) -> str:
    return rij["deelnemer_code"] or rij["deelnemer_bron_id"] or rij["deelnemer_naam"]


def questions(tabellen: Mapping[str, Sequence[Rij]], weg: Iterable[str], antwoorden: Antwoorden) -> list[str]:
    """Of each samenwerkingsverband that is alike one that left the register, by title and participants, a Dutch
    sentence that asks whether it is the same. weg: ids of what left; what was answered is not asked again."""
    verbanden = {rij["id"]: rij for rij in tabellen["samenwerkingsverbanden"]}
    deelnemers: dict[str, set[str]] = {}
    laatste = {id_: rij["tot"] for id_, rij in verbanden.items()}
    for rij in tabellen["deelnames"]:
        if not rij["tot"] or rij["tot"] == laatste.get(rij["samenwerkingsverband_id"]):
            deelnemers.setdefault(rij["samenwerkingsverband_id"], set()).add(_who(rij))
    nummers: dict[str, list[str]] = {}
    for rij in tabellen["versies"]:
        nummers.setdefault(rij["samenwerkingsverband_id"], []).append(rij["bron_id"])
    verdwenen = [id_ for id_ in sorted(set(weg)) if id_ in verbanden and deelnemers.get(id_)]
    out = []
    for id_, rij in verbanden.items():
        for oud in verdwenen:
            if id_ in verdwenen or not _alike(rij, verbanden[oud], deelnemers.get(id_, set()), deelnemers[oud]):
                continue
            if any((nummer, oud) in antwoorden.gevraagd for nummer in nummers[id_]):
                continue
            out.append(
                f"{rij['naam']} ({nummers[id_][0]}) lijkt op {verbanden[oud]['naam']} ({oud}), dat niet meer in het "
                "register staat. Is het hetzelfde onder een nieuw nummer? Zet dan in hernummerd.csv een rij met "
                f"bron_id {nummers[id_][0]}, samenwerkingsverband_id {oud} en zelfde ja (of nee)."
            )
    return out


def _alike(een: Rij, ander: Rij, deelnemers: set[str], vorige: set[str]) -> bool:
    samen = len(deelnemers & vorige) / (len(deelnemers | vorige) or 1)
    if samen < _DEEL:
        return False
    namen = [slugify(naam_of(rij["titel"])) for rij in (een, ander)]
    return namen[0] == namen[1] or een["naam"] == ander["naam"] or fuzz.ratio(*namen) >= _NAAM_GELIJK
