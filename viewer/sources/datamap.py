"""What an importer has to know of a data folder as it is: its tables as the domain's own things."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from viewer.errors import BadSource
from viewer.sources.description import facts_in
from viewer.sources.gebiedscodes import Gemeenten
from viewer.sources.grenzen import GemeenteGegevens
from viewer.sources.herindelen import Herindeling
from viewer.sources.ketens import Bekend
from viewer.sources.package import read_table
from viewer.sources.redactie import Redactie, Taak, read_redactie, read_taken
from viewer.sources.registry import REGISTER


def table(folder: Path, tabel: str) -> pd.DataFrame:
    """A table that must be there. Raises BadSource."""
    bestand = folder / f"{tabel}.csv"
    if not bestand.is_file():
        raise BadSource(bestand.name, "ontbreekt in de datamap.", "Begin met een kopie van data/.")
    return read_table(bestand)


def rows(folder: Path, tabel: str) -> list[dict[str, str]]:
    """The rows of a table; none when it is not there yet."""
    return list(read_table(folder / f"{tabel}.csv").to_dict("records")) if (folder / f"{tabel}.csv").is_file() else []


def mapping(folder: Path, tabel: str, sleutel: str, waarde: str) -> dict[str, str]:
    """Two columns of a table, as key -> value. Raises BadSource."""
    frame = table(folder, tabel)
    return dict(zip(frame[sleutel], frame[waarde], strict=True))


def peildatum(folder: Path) -> str:
    """The day of the register's data (YYYY-MM-DD); "" when it has none yet."""
    return str(facts_in(folder).get(REGISTER.id, {}).get("peildatum", ""))


def gemeenten(folder: Path) -> Gemeenten:
    """The gemeenten that areas can be of."""
    nu = {gemeente.code: gemeente.naam for gemeente in gegevens(folder)}
    oud = [rij for rij in herindelingen(folder) if rij.oude_code and rij.oude_code not in nu]
    return Gemeenten(
        nu=nu,
        ooit={rij.oude_code: rij.oude_naam for rij in oud},
        opvolgers={rij.oude_code: rij.nieuwe_code for rij in oud},
    )


def herindelingen(folder: Path) -> list[Herindeling]:
    """The rows of herindelingen.csv. Raises BadSource."""
    return [Herindeling(**rij) for rij in table(folder, "herindelingen").to_dict("records")]


def redactie(folder: Path) -> dict[str, Redactie]:
    """What was decided by hand, by id. Raises BadSource."""
    return read_redactie(table(folder, "redactie").to_dict("records"))


def taken(folder: Path) -> dict[str, Taak]:
    """The taken by slug; none when the folder is of before there were any."""
    return read_taken(rows(folder, "taken"))


def bekend(folder: Path) -> Bekend:
    """Ids and slugs that must stay. Raises BadSource."""
    if not (folder / "versies.csv").is_file():
        return Bekend({}, {})
    return Bekend(
        ids=mapping(folder, "versies", "bron_id", "samenwerkingsverband_id"),
        slugs=mapping(folder, "samenwerkingsverbanden", "id", "slug"),
    )


def read_geojson(bestand: Path) -> dict[str, Any]:
    """gemeenten.geojson as it is. Raises BadSource."""
    try:
        inhoud = json.loads(bestand.read_text(encoding="utf-8"))
        [feature["properties"]["code"] for feature in inhoud["features"]]
    except (ValueError, KeyError, TypeError) as fout:
        raise BadSource(bestand.name, "is beschadigd.", "Haal het weg en importeer de grenzen opnieuw.") from fout
    return dict(inhoud)


def organisaties_now(folder: Path) -> pd.DataFrame:
    """organisaties.csv, in which an end that is only announced is none yet. Raises BadSource."""
    frame = table(folder, "organisaties")
    return frame.assign(tot=frame["tot"].where(frame["tot"] <= peildatum(folder), ""))


def gegevens(folder: Path, dag: str = "") -> Sequence[GemeenteGegevens]:
    """Today's gemeenten as the register has them; one that ends later is there until that day.

    dag: YYYY-MM-DD; without it the day of the register's data. Raises BadSource, also when one has no provincie.
    """
    nu = _today(folder, dag)
    zonder_provincie = [rij["naam"] for rij in nu if not rij["provincie"]]
    if zonder_provincie:
        raise BadSource(
            "organisaties.csv",
            f"heeft geen provincie voor {', '.join(zonder_provincie)}.",
            "Zet die in provincies.csv en importeer het register opnieuw.",
        )
    return [_as_gegevens(rij) for rij in nu]


def gegevens_told(folder: Path, dag: str) -> tuple[list[GemeenteGegevens], list[str]]:
    """The same without those that have no provincie, and the names of these."""
    nu = _today(folder, dag)
    return [_as_gegevens(rij) for rij in nu if rij["provincie"]], [rij["naam"] for rij in nu if not rij["provincie"]]


def _today(folder: Path, dag: str) -> list[dict[str, str]]:
    if not (folder / "organisaties.csv").is_file():
        raise BadSource("organisaties.csv", "ontbreekt nog.", "Draai eerst gegevens importeer-roo.")
    dag = dag or peildatum(folder)
    frame = table(folder, "organisaties")
    loopt = (frame["tot"] == "") | (frame["tot"] > dag)
    nu = frame[(frame["soort"] == "gemeente") & loopt & (frame["code"] != "")]
    return list(nu.sort_values("code").to_dict("records"))


def _as_gegevens(rij: dict[str, str]) -> GemeenteGegevens:
    return GemeenteGegevens(
        code=rij["code"],
        naam=rij["naam"],
        provincie=rij["provincie"],
        inwoners=int(rij["inwoners"] or 0),
        plaatsen=tuple(rij["plaatsen"].split(";")),
    )
