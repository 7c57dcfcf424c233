"""The register read plainly, with the standard library and loops: what the importer is compared with."""

from __future__ import annotations

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
