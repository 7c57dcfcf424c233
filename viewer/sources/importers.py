"""From a source file to a replaced data folder: the register's export, and the boundaries."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

import pandas as pd

from viewer.errors import BadSource
from viewer.sources.grenzen import (
    TOLERANCE_M,
    GemeenteGegevens,
    build_geojson,
    compare_codes,
    dump_geojson,
    merge_ended,
    read_grenzen,
    replace_properties,
    simplify,
)
from viewer.sources.ketens import Bekend, Redactie, build_tabellen
from viewer.sources.package import read_table, replace_package, write_table
from viewer.sources.roo import read_register
from viewer.sources.schema import DATAPACKAGE, GEMEENTEN, IMPORT_TABELLEN, describe_package


@dataclass(frozen=True)
class RooSamenvatting:
    """What an import of the register read and made of it."""

    peildatum: date
    organisaties: int
    versies: int
    verbanden: int
    deelnames: int
    zonder_code: int
    zonder_thema: int


@dataclass(frozen=True)
class GrenzenSamenvatting:
    """What an import of boundaries read and made of it. Points are counted over all rings."""

    gelezen: int
    gemeenten: int
    samengevoegd: tuple[str, ...]
    punten_voor: int
    punten_na: int


def import_roo(
    bron: Path,
    map_: Path,
    peildatum: date | None = None,
    gelezen: Callable[[int], None] | None = None,
) -> RooSamenvatting:
    """Makes the register's tables of an export (.xml or .xml.gz) and swaps them in.

    peildatum: the day of the export. Without it: the date in the file name, else the newest change
    in the file. Ids and slugs that the folder already has stay what they are. When the folder has
    boundaries, their names, provincies, inwoners and plaatsen follow the register.
    Raises BadSource, BrokenChain, BadPackage, ImportBusy; the old folder then stays.
    """
    with _open(bron) as stroom:
        register = read_register(stroom, bron.name, gelezen)
    dag = peildatum or _date_in(bron.name) or register.laatste_wijziging
    with replace_package(map_, zonder_grenzen=not (map_ / GEMEENTEN).exists()) as werk:
        tabellen = build_tabellen(
            register,
            dag,
            redactie=_redactie(werk),
            beleidsterreinen=_mapping(werk, "beleidsterreinen", "beleidsterrein", "thema"),
            provincies=_mapping(werk, "provincies", "gemeente_code", "provincie_code"),
            bekend=_bekend(werk),
        )
        for tabel in IMPORT_TABELLEN:
            write_table(werk / f"{tabel}.csv", tabel, tabellen[tabel])
        geojson = werk / GEMEENTEN
        if geojson.is_file():
            nieuw = replace_properties(_read_geojson(geojson), _gegevens(werk))
            geojson.write_text(dump_geojson(nieuw), encoding="utf-8")
        beschrijving = json.dumps(describe_package(dag.isoformat()), ensure_ascii=False, indent=1)
        (werk / DATAPACKAGE).write_text(beschrijving + "\n", encoding="utf-8")
    return RooSamenvatting(
        peildatum=dag,
        organisaties=len(register.organisaties),
        versies=len(register.versies),
        verbanden=len(tabellen["samenwerkingsverbanden"]),
        deelnames=len(tabellen["deelnames"]),
        zonder_code=len({r["deelnemer_naam"] for r in tabellen["deelnames"] if not r["deelnemer_code"]}),
        zonder_thema=sum(r["thema_bron"] == "geen" for r in tabellen["samenwerkingsverbanden"]),
    )


def import_grenzen(bron: Path, map_: Path) -> GrenzenSamenvatting:
    """Makes `gemeenten.geojson` of CBS boundaries and swaps it in.

    Gemeenten that have ended go to their successor by herindelingen.csv; what then differs from
    the register's current gemeenten is an error that names each.
    Raises BadSource, WrongCrs, BrokenCoverage, BadPackage, ImportBusy; the old folder then stays.
    """
    ruw = read_grenzen(bron)
    with replace_package(map_) as werk:
        gegevens = _gegevens(werk)
        namen = {gemeente.code: gemeente.naam for gemeente in gegevens}
        opvolgers = {
            oud: nieuw
            for oud, nieuw in _mapping(werk, "herindelingen", "oude_code", "nieuwe_code").items()
            if oud not in namen
        }
        grenzen = merge_ended(ruw, opvolgers)
        if verschil := compare_codes(list(grenzen["code"]), namen):
            raise BadSource(
                bron.name,
                f"past niet bij het register: {'; '.join(verschil)}.",
                "Vul herindelingen.csv aan of gebruik de grenzen van een ander jaar.",
            )
        eenvoudig = simplify(grenzen, TOLERANCE_M)
        geojson = build_geojson(eenvoudig, gegevens, "CBS gebiedsindelingen / Kadaster, CC BY 4.0")
        (werk / GEMEENTEN).write_text(dump_geojson(geojson), encoding="utf-8")
    return GrenzenSamenvatting(
        gelezen=len(ruw),
        gemeenten=len(grenzen),
        samengevoegd=tuple(sorted(set(ruw["code"]) & set(opvolgers))),
        punten_voor=int(ruw.geometry.count_coordinates().sum()),
        punten_na=int(eenvoudig.geometry.count_coordinates().sum()),
    )


def _read_geojson(bestand: Path) -> dict[str, Any]:
    try:
        inhoud = json.loads(bestand.read_text(encoding="utf-8"))
        [feature["properties"]["code"] for feature in inhoud["features"]]
    except (ValueError, KeyError, TypeError) as fout:
        raise BadSource(bestand.name, "is beschadigd.", "Haal het weg en importeer de grenzen opnieuw.") from fout
    return dict(inhoud)


def _open(bron: Path) -> IO[bytes]:
    if not bron.is_file():
        raise BadSource(str(bron), "bestaat niet.", "Controleer de naam van het bestand.")
    stroom = bron.open("rb")
    if stroom.read(2) == b"\x1f\x8b":
        stroom.close()
        return cast(IO[bytes], gzip.open(bron, "rb"))
    stroom.seek(0)
    return stroom


def _date_in(naam: str) -> date | None:
    gevonden = re.search(r"(20\d\d)-?([01]\d)-?([0-3]\d)", naam)
    try:
        return date(*map(int, gevonden.groups())) if gevonden else None
    except ValueError:
        return None


def _table(map_: Path, tabel: str) -> pd.DataFrame:
    bestand = map_ / f"{tabel}.csv"
    if not bestand.is_file():
        raise BadSource(bestand.name, "ontbreekt in de datamap.", "Begin met een kopie van data/.")
    return read_table(bestand)


def _mapping(map_: Path, tabel: str, sleutel: str, waarde: str) -> dict[str, str]:
    frame = _table(map_, tabel)
    return dict(zip(frame[sleutel], frame[waarde], strict=True))


def _redactie(map_: Path) -> dict[str, Redactie]:
    return {
        rij["samenwerkingsverband_id"]: Redactie(
            rij["naam"], tuple(t for t in rij["themas"].split(";") if t), rij["omschrijving"]
        )
        for rij in _table(map_, "redactie").to_dict("records")
    }


def _bekend(map_: Path) -> Bekend:
    if not (map_ / "versies.csv").is_file():
        return Bekend({}, {})
    return Bekend(
        ids=_mapping(map_, "versies", "bron_id", "samenwerkingsverband_id"),
        slugs=_mapping(map_, "samenwerkingsverbanden", "id", "slug"),
    )


def _gegevens(map_: Path) -> Sequence[GemeenteGegevens]:
    if not (map_ / "organisaties.csv").is_file():
        raise BadSource("organisaties.csv", "ontbreekt nog.", "Draai eerst gegevens importeer-roo.")
    frame = _table(map_, "organisaties")
    nu = frame[(frame["soort"] == "gemeente") & (frame["tot"] == "") & (frame["code"] != "")]
    zonder_provincie = list(nu.loc[nu["provincie"] == "", "naam"])
    if zonder_provincie:
        raise BadSource(
            "organisaties.csv",
            f"heeft geen provincie voor {', '.join(zonder_provincie)}.",
            "Zet die in provincies.csv en importeer het register opnieuw.",
        )
    return [
        GemeenteGegevens(
            code=rij["code"],
            naam=rij["naam"],
            provincie=rij["provincie"],
            inwoners=int(rij["inwoners"] or 0),
            plaatsen=tuple(rij["plaatsen"].split(";")),
        )
        for rij in nu.sort_values("code").to_dict("records")
    ]
