"""Rows of yesterday that stay, because today's export does not tell of them in a way that can be read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from viewer.model import Deelnemer, Versie
from viewer.sources.roo import Organisatie, Overgeslagen

Rij = dict[str, str]
Meld = Callable[[str], None]


def keep_organisaties(
    nieuw: Sequence[Rij], oud: Sequence[Rij], overgeslagen: Iterable[Overgeslagen], meld: Meld
) -> tuple[list[Rij], set[Overgeslagen]]:
    """The rows of organisaties.csv: today's, and yesterday's of what could not be read or is not there.

    Also the records passed over of which yesterday's row stays. Of two gemeenten with
    one code the one that had it counts. A gemeente whose provincie is not told keeps yesterday's.
    """
    was = {rij["bron_id"]: rij for rij in oud}
    rijen = {rij["bron_id"]: rij for rij in _one_per_code(nieuw, was, meld)}
    codes = {rij["code"] for rij in rijen.values()}
    gelezen = {rij["bron_id"] for rij in nieuw}
    bewaard = set()
    for record in overgeslagen:
        rij = _row_of(record, oud, gelezen) if record.soort == "organisatie" else None
        if rij is not None and rij["bron_id"] not in rijen:
            rijen[rij["bron_id"]] = rij
            codes.add(rij["code"])
        if rij is not None:
            bewaard.add(record)
    for rij in oud:
        if rij["soort"] == "gemeente" and rij["code"] and rij["code"] not in codes and not _recoded(rij, rijen):
            rijen[rij["bron_id"]] = rij
            meld(f"Gemeente {rij['naam']} ({rij['code']}) staat niet meer in de export; de vorige gegevens blijven.")
    provincies = {rij["code"]: rij["provincie"] for rij in oud if rij["code"] and rij["provincie"]}
    out = []
    for rij in rijen.values():
        eerder = provincies.get(rij["code"], "")
        if rij["soort"] == "gemeente" and not rij["provincie"] and eerder:
            meld(f"Gemeente {rij['naam']} ({rij['code']}): de provincie ontbreekt in de export; het blijft {eerder}.")
            rij = {**rij, "provincie": eerder}  # noqa: PLW2901 - the same row, made whole
        out.append(rij)
    return sorted(out, key=lambda rij: (rij["soort"], rij["naam"])), bewaard


def _one_per_code(rijen: Sequence[Rij], was: Mapping[str, Rij], meld: Meld) -> list[Rij]:
    per_code: dict[str, list[Rij]] = defaultdict(list)
    for rij in rijen:
        if rij["soort"] == "gemeente" and rij["code"]:
            per_code[rij["code"]].append(rij)
    weg = set()
    for code, dubbel in per_code.items():
        if len(dubbel) > 1:
            wie = min(dubbel, key=lambda rij: (not _had(rij, was), bool(rij["tot"])))
            anderen = [rij for rij in dubbel if rij is not wie]
            # An older record of the same gemeente is no mistake, and says nothing of today.
            if any(not rij["tot"] for rij in anderen):
                meld(f"Gemeentecode {code} staat bij {len(dubbel)} gemeenten; {wie['naam']} houdt haar.")
            weg |= {id(rij) for rij in anderen if not rij["tot"]}
    return [rij for rij in rijen if id(rij) not in weg]


def _had(rij: Rij, was: Mapping[str, Rij]) -> bool:
    return was.get(rij["bron_id"], {}).get("code") == rij["code"]


def _row_of(record: Overgeslagen, oud: Sequence[Rij], gelezen: Collection[str]) -> Rij | None:
    """Yesterday's row of a record that was passed over: by number, else by code, else by name."""
    for kolom, waarde in (("bron_id", record.bron_id), ("code", record.code)):
        for rij in oud:
            if waarde and rij[kolom] == waarde:
                return rij
    naam = record.titel.removeprefix("Gemeente ")
    return next((rij for rij in oud if naam and rij["naam"] == naam and rij["bron_id"] not in gelezen), None)


def _recoded(rij: Rij, rijen: Mapping[str, Rij]) -> bool:
    """Whether the same record is there with another code of a gemeente."""
    return rijen.get(rij["bron_id"], {}).get("code", "").startswith("GM")


def settle_codes(
    versies: Iterable[Versie], organisaties: Iterable[Organisatie], gemeenten: Collection[str], meld: Meld
) -> tuple[Versie, ...]:
    """The versions with codes of gemeenten that are known; a participant whose code is not, gets that of its
    record, or is kept by name."""
    codes = {o.bron_id: o.code for o in organisaties if o.code}
    onbekend: set[str] = set()

    def settled(wie: Deelnemer) -> Deelnemer:
        if not wie.code.startswith("GM") or wie.code in gemeenten:
            return wie
        eigen = codes.get(wie.bron_id, "")
        if eigen not in gemeenten:
            onbekend.add(f"{wie.naam} ({wie.code})")
            eigen = ""
        return replace(wie, code=eigen)

    out = tuple(
        replace(v, deelnemers=tuple(replace(t, deelnemer=settled(t.deelnemer)) for t in v.deelnemers)) for v in versies
    )
    for wie in sorted(onbekend):
        meld(f"Deelnemer {wie} is geen gemeente in de export; die doet nu op naam mee.")
    return out


def bodies_of(record: Overgeslagen, versies: Sequence[Mapping[str, str]], gelezen: Collection[str]) -> set[str]:
    """The samenwerkingsverbanden that a passed over regeling is of, by what was known until now: by number,
    and by the title of a version that is not in the export any more. versies: rows of versies.csv."""
    return {
        rij["samenwerkingsverband_id"]
        for rij in versies
        if (record.bron_id and rij["bron_id"] == record.bron_id)
        or (record.titel and rij["titel"] == record.titel and rij["bron_id"] not in gelezen)
    }


def keep_organ_facts(
    tabellen: Mapping[str, list[Rij]],
    oud: Iterable[Rij],
    reeksen: Iterable[Sequence[Versie]],
    overgeslagen: Iterable[Overgeslagen],
) -> None:
    """Puts back what the rows of samenwerkingsverbanden said of a body whose record was passed over."""
    gemist = {record.bron_id for record in overgeslagen if record.soort == "organisatie" and record.bron_id}
    was = {rij["id"]: rij for rij in oud}
    ids = {rij["bron_id"]: rij["samenwerkingsverband_id"] for rij in tabellen["versies"]}
    hier = {ids[reeks[0].bron_id] for reeks in reeksen if any(gemist.intersection(v.organen) for v in reeks)}
    for rij in tabellen["samenwerkingsverbanden"]:
        eerder = was.get(rij["id"])
        if rij["id"] in hier and eerder is not None:
            rij["website"] = rij["website"] or eerder["website"]
            rij["afkorting"] = rij["afkorting"] or eerder["afkorting"]
            if rij["titel"] == eerder["titel"]:
                rij["naam"] = eerder["naam"]


def keep_verbanden(
    tabellen: Mapping[str, list[Rij]], oud: Mapping[str, Sequence[Rij]], ids: Collection[str]
) -> dict[str, list[Rij]]:
    """The tables with yesterday's rows for some samenwerkingsverbanden, in place of today's."""
    out = dict(tabellen)
    if not ids:
        return out
    for tabel, kolom in (
        ("samenwerkingsverbanden", "id"),
        ("versies", "samenwerkingsverband_id"),
        ("deelnames", "samenwerkingsverband_id"),
    ):
        vandaag = [rij for rij in tabellen[tabel] if rij[kolom] not in ids]
        out[tabel] = vandaag + [dict(rij) for rij in oud.get(tabel, ()) if rij[kolom] in ids]
    volgorde = sorted(out["samenwerkingsverbanden"], key=lambda rij: _number(rij["id"]))
    plaats = {rij["id"]: nummer for nummer, rij in enumerate(volgorde)}
    out["samenwerkingsverbanden"] = volgorde
    for tabel in ("versies", "deelnames"):
        out[tabel].sort(key=lambda rij: plaats[rij["samenwerkingsverband_id"]])
    return out


def _number(id_: str) -> tuple[int, str]:
    cijfers = id_.rpartition("-")[2]
    return (int(cijfers) if cijfers.isascii() and cijfers.isdecimal() else 0), id_


def close_gone(oud: Mapping[str, Sequence[Rij]], weg: Mapping[str, str]) -> dict[str, list[Rij]]:
    """Yesterday's rows of samenwerkingsverbanden that the register does not have any more: what ran, runs until
    the day on which that was learned. weg: id -> that day."""
    verbanden = [_closed(rij, weg[rij["id"]]) for rij in oud["samenwerkingsverbanden"] if rij["id"] in weg]
    versies, deelnames = (
        [_closed(rij, weg[id_]) for rij in oud[tabel] if (id_ := rij["samenwerkingsverband_id"]) in weg]
        for tabel in ("versies", "deelnames")
    )
    return {
        "samenwerkingsverbanden": verbanden,
        "versies": versies,
        "deelnames": [rij for rij in deelnames if rij["van"] < rij["tot"]],
    }


def _closed(rij: Rij, dag: str) -> Rij:
    """A row that ends on a day, or where it did; what would begin later, lasts no day."""
    return {**rij, "tot": rij["tot"] if rij["tot"] and rij["tot"] <= dag else max(dag, rij["van"])}
