"""The register read plainly, with the standard library and loops: what the importer is compared with."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True)
class PlainVersie:
    bron_id: str
    van: date
    tot: date
    volgende: str
    deelnemers: tuple[tuple[str, str, date], ...]  # (code or "", systeemId, joined)

    def geldt(self, dag: date) -> bool:
        return self.van <= dag < self.tot


def lees(bestand: Path) -> list[PlainVersie]:
    out = []
    for regeling in ET.parse(bestand).getroot().iter():
        if kaal(regeling.tag) != "regeling":
            continue
        deelnemers = []
        for deel in regeling.iter():
            if kaal(deel.tag) == "deelnemendeOrganisatie":
                tooi = attribuut(deel, "resourceIdentifierTOOI")
                code = tooi.rsplit("/", 1)[-1].upper() if tooi else ""
                dag = date.fromisoformat(tekst(deel, "toetredingsDatum"))
                deelnemers.append((code, attribuut(deel, "systeemId"), dag))
        tot = tekst(regeling, "datumUitwerkingtreding")
        out.append(
            PlainVersie(
                attribuut(regeling, "systeemId"),
                date.fromisoformat(tekst(regeling, "datumInwerkingtreding")),
                date.fromisoformat(tot) if tot else date.max,
                next((attribuut(v, "systeemId") for v in regeling if kaal(v.tag) == "nextVersion"), ""),
                tuple(deelnemers),
            )
        )
    return out


def on(versies: list[PlainVersie], dag: date) -> dict[str, set[str]]:
    """systeemId of each version that counts on a day -> its participants (code, else systeemId)."""
    geldig = {v.bron_id: v for v in versies if v.geldt(dag)}
    vorige = {v.volgende: v.bron_id for v in versies if v.volgende}
    for bron_id in list(geldig):  # of two in one chain on the same day, the later one counts
        eerder = vorige.get(bron_id)
        while eerder:
            geldig.pop(eerder, None)
            eerder = vorige.get(eerder)
    return {
        bron_id: {code or f"roo:{systeem}" for code, systeem, toe in v.deelnemers if toe <= dag}
        for bron_id, v in geldig.items()
    }


def kaal(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def tekst(element: ET.Element, naam: str) -> str:
    return next(((k.text or "").strip() for k in element if kaal(k.tag) == naam), "")


def attribuut(element: ET.Element, naam: str) -> str:
    return next((w for s, w in element.attrib.items() if kaal(s) == naam), "")


class PlainGemeenten:
    """When each gemeente was one and who followed it, from the tables of a data folder alone. today: the codes that
    are a gemeente now."""

    def __init__(self, folder: Path, today: set[str]) -> None:
        def rows(table: str) -> list[dict[str, str]]:
            with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))

        self.next: dict[str, tuple[str, str]] = {}
        begins: dict[str, set[str]] = {}
        code_by_name: dict[str, str] = {}
        for row in rows("herindelingen"):
            begins.setdefault(row["nieuwe_code"], set()).add(row["datum"])
            key = row["oude_code"] or row["oude_naam"]
            if key not in today:
                self.next[key] = (row["nieuwe_code"], row["datum"])
                code_by_name[row["oude_naam"]] = key
        self.begin: dict[str, str] = {}
        self.by_number: dict[str, str] = {}
        for row in rows("organisaties"):
            if row["soort"] != "gemeente":
                continue
            if row["van"] and row["van"] in begins.get(row["code"], ()):
                self.begin[row["code"]] = row["van"]
            self.by_number[row["bron_id"]] = row["code"] or code_by_name.get(row["naam"], "")

    def stands_for(self, code: str, number: str, day: date) -> str | None:
        """Who takes part on a day for a participant that the register names; None before that one was a gemeente."""
        key = code or self.by_number.get(number) or f"roo:{number}"
        if self.begin.get(key, "") > day.isoformat():
            return None
        return self.follows(key, day)

    def follows(self, key: str, day: date) -> str:
        """Who has followed a gemeente by a day; itself while it is one, and for what is none."""
        while key in self.next and self.next[key][1] <= day.isoformat():
            key = self.next[key][0]
        return key

    def on(self, versies: list[PlainVersie], day: date) -> dict[str, set[str]]:
        """As `on`, with whoever takes part by law for whom the register names."""
        numbers = {
            (v.bron_id, code or f"roo:{number}"): (code, number) for v in versies for code, number, _ in v.deelnemers
        }
        out = {}
        for bron_id, wie in on(versies, day).items():
            stood = {self.stands_for(*numbers[bron_id, one], day) for one in wie}
            out[bron_id] = {one for one in stood if one is not None}
        return out
