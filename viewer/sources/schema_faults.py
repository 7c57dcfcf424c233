"""What is wrong with a table by its Table Schema: frictionless finds it, in Dutch it is told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import frictionless

from viewer.columns import PARTIAL_DAY, SLUG, URL
from viewer.errors import BadPackage, Fout
from viewer.model import THEMA_NAMEN
from viewer.sources.csv_lezen import Row
from viewer.sources.hand_lezen import Sheet, read_sheet
from viewer.sources.schema import (
    CODE,
    DEELNEMERS,
    GEMEENTE,
    SLUGS,
    TAAKVELD,
    THEMAS,
    Veld,
    kolommen,
    may_lack,
    table_schema,
)
from viewer.wording import shorten

_SOORTEN = {
    "date": ("datum", "Schrijf 2018-09-01."),
    "integer": ("heel getal", "Schrijf alleen cijfers."),
}
_CURES = {
    URL: "Schrijf een adres dat met https:// begint.",
    SLUG: "Schrijf kleine letters, cijfers en streepjes, zoals omgevingsdienst-twente.",
    CODE: "Schrijf een code zoals GM0193.",
    GEMEENTE: "Schrijf een code zoals GM0193.",
    DEELNEMERS: "Schrijf codes zoals GM0193 en soort:naam voor anderen, met ; ertussen.",
    PARTIAL_DAY: "Schrijf 2018, 2018-09 of 2018-09-01.",
    SLUGS: "Schrijf namen uit taken.csv, met ; ertussen.",
    TAAKVELD: "Schrijf een taakveld zoals 6.3.",
    r"\d+": "Schrijf alleen cijfers.",
    THEMAS: f"Kies uit {', '.join(THEMA_NAMEN)}; meer dan een met ; ertussen.",
}
"""What to write in a column of which the cells have a pattern."""


def schema_faults(folder: Path, tabel: str, hoogstens: int) -> Iterator[Fout]:
    """The faults of a table, with row and column, up to a number of them; none when it fits."""
    bestand = f"{tabel}.csv"
    try:
        blad = read_sheet(folder / bestand)
    except BadPackage as fout:
        yield from fout.fouten
        return
    schema = table_schema(tabel)
    yield from islice([*_heading_faults(bestand, blad.kop, tabel), *blad.fouten], hoogstens)
    velden = {veld["name"]: veld for veld in schema["fields"]}
    plek = [i for i, naam in enumerate(blad.kop) if naam in velden and blad.kop.count(naam) == 1]
    kop = [blad.kop[i] for i in plek]
    gezien = {(fout.rij, fout.kolom) for fout in blad.fouten}
    rijen = [rij for rij in blad.rijen if (rij.number, "") not in gezien]
    nummers = [1, *(rij.number for rij in rijen)]
    heel = Sheet(tuple(kop), tuple(Row(rij.number, tuple(rij.cells[i] for i in plek)) for rij in rijen))
    schema.pop("foreignKeys", None)  # checked with all references, in one place
    sleutel = schema.get("primaryKey", [])
    if not {sleutel} <= set(kop) if isinstance(sleutel, str) else not set(sleutel) <= set(kop):
        schema.pop("primaryKey")
    bron = frictionless.Resource(
        data=heel.to_csv().encode(),
        format="csv",
        encoding="utf-8",
        schema=frictionless.Schema.from_descriptor({**schema, "fields": [velden[naam] for naam in kop]}),
        detector=frictionless.Detector(schema_sync=False),
    )
    for soort, regel, naam, cel, noot in bron.validate(limit_errors=hoogstens).flatten(
        ["type", "rowNumber", "fieldName", "cell", "note"]
    ):
        rij = nummers[regel - 1] if regel and regel <= len(nummers) else 1
        if (rij, naam or "") in gezien:
            continue
        gezien.add((rij, naam or ""))
        yield Fout(bestand, rij, naam or "", *_told(soort, str(cel or ""), velden.get(naam or ""), noot))


def _heading_faults(bestand: str, kop: Sequence[str], tabel: str) -> Iterator[Fout]:
    moet = set(kolommen(tabel)) - may_lack(tabel)
    for naam in kolommen(tabel):
        if naam in moet and naam not in kop:
            yield Fout(bestand, 1, naam, "de kolom ontbreekt.", "Zet de kolom terug.")
    for naam in dict.fromkeys(kop):
        if not naam:
            yield Fout(bestand, 1, "", "een kolom heeft geen naam.", "Geef haar een naam of haal haar weg.")
        elif kop.count(naam) > 1:
            yield Fout(bestand, 1, naam, "de kolom staat er twee keer.", "Haal er een weg.")
        elif naam not in kolommen(tabel):
            doe = f"Haal haar weg; de kolommen zijn {', '.join(kolommen(tabel))}."
            yield Fout(bestand, 1, naam[:40], "deze kolom hoort hier niet.", doe)


def _told(soort: str, cel: str, veld: Veld | None, noot: str) -> tuple[str, str]:
    """What is wrong with a cell, or a row, and what to do."""
    kort = repr(shorten(cel, 60))
    if soort in ("primary-key", "unique-error"):
        wat = "deze rij staat er vaker." if soort == "primary-key" else f"{kort} komt vaker voor."
        return wat, "Haal er een weg."
    if soort == "type-error" and veld is not None:
        naam, doe = _SOORTEN.get(veld["type"], ("geldige waarde", "Verbeter de cel."))
        return f"{kort} is geen {naam}.", doe
    if veld is None:
        return f"past niet bij het schema ({noot}).", "Verbeter de rij."
    if not cel:
        return "de cel is leeg.", "Vul de cel in."
    return _unruly(kort, veld)


def _unruly(kort: str, veld: Veld) -> tuple[str, str]:
    """The same of a cell that does not keep the rule of its column."""
    regels = veld.get("constraints", {})
    if "enum" in regels:
        return f"{kort} past niet in deze kolom.", f"Kies uit {', '.join(regels['enum'])}."
    if "minimum" in regels:
        return f"{kort} is te klein.", f"Schrijf {regels['minimum']} of meer."
    return f"{kort} past niet in deze kolom.", _CURES.get(
        regels.get("pattern", ""), f"Bedoeld is: {veld['description']}"
    )
