"""What is wrong with a table by its Table Schema: frictionless finds it, in Dutch it is told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import frictionless

from viewer.errors import BadPackage, Fout
from viewer.sources.hand_lezen import read_sheet
from viewer.sources.schema import table_schema

_WAT = {
    "constraint-error": "{cell!r} past niet bij de regel van deze kolom ({note}).",
    "type-error": "{cell!r} is geen {soort}.",
    "unique-error": "{cell!r} komt vaker voor.",
    "missing-cell": "de rij is te kort: deze cel ontbreekt.",
    "extra-cell": "de rij is te lang: {cell!r} is te veel.",
    "primary-key": "deze sleutel komt vaker voor ({note}).",
    "blank-row": "de rij is leeg.",
    "missing-label": "de kolom ontbreekt.",
    "incorrect-label": "de kolom heet {label!r}.",
    "extra-label": "de kolom {label!r} hoort hier niet.",
    "duplicate-label": "de kolom {label!r} staat er twee keer.",
    "blank-label": "een kolom heeft geen naam.",
    "encoding-error": "het bestand is geen UTF-8.",
    "source-error": "het bestand is leeg of niet te lezen.",
}
_SOORTEN = {"date": "datum als 2026-05-16", "integer": "heel getal", "string": "tekst"}


def schema_faults(folder: Path, tabel: str, hoogstens: int) -> Iterator[Fout]:
    """The faults of a table, with row and column, up to a number of them; none when it fits."""
    bestand = f"{tabel}.csv"
    try:
        blad = read_sheet(folder / bestand)
    except BadPackage as fout:
        yield from fout.fouten
        return
    yield from blad.fouten[:hoogstens]
    gezien = {(fout.rij, fout.kolom) for fout in blad.fouten}
    nummers = [1, *(rij.number for rij in blad.rijen)]
    schema = table_schema(tabel)
    schema.pop("foreignKeys", None)  # checked with all references, in one place
    soorten = {veld["name"]: _SOORTEN.get(veld["type"], veld["type"]) for veld in schema["fields"]}
    bron = frictionless.Resource(
        data=blad.to_csv().encode(),
        format="csv",
        encoding="utf-8",
        schema=frictionless.Schema.from_descriptor(schema),
        detector=frictionless.Detector(schema_sync=False),
    )
    rapport = bron.validate(limit_errors=hoogstens)
    velden = ["type", "rowNumber", "fieldName", "cell", "note", "label", "labels", "fieldNumber"]
    for soort, regel, veld, cel, noot, label, _labels, _nummer in rapport.flatten(velden):
        rij = nummers[regel - 1] if regel and regel <= len(nummers) else 1
        if (rij, veld or "") in gezien:
            continue
        wat = _WAT.get(soort, "past niet bij het schema ({note}).").format(
            cell=_kort(cel), note=noot, label=label, soort=soorten.get(veld or "", "geldige waarde")
        )
        yield Fout(bestand, rij, veld or "", wat, _doe(soort))


def _kort(waarde: object) -> str:
    tekst = "" if waarde is None else str(waarde)
    return tekst if len(tekst) <= 60 else f"{tekst[:57]}..."


def _doe(soort: str) -> str:
    if soort.endswith("label"):
        return "Gebruik precies de kolommen van datapackage.json."
    return "Verbeter de cel."
