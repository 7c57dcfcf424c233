"""The rows of every table that leaves the site: samenwerkingsverbanden, deelnames, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from viewer.analysis.veranderingen import Veranderingen
from viewer.bevoegd import bevoegdheid, orgaan
from viewer.column import Cell, Column, Kind, split
from viewer.columns import DOSSIER, DOWNLOAD, cells
from viewer.dataset import Dataset
from viewer.model import plain
from viewer.selection import Selection
from viewer.stand import stand_of

Cel = Cell


@dataclass(frozen=True)
class Tabel:
    """A table: its name, headings, and rows of as many cells.

    vast: of a matrix, how many columns come before those that are alike; 0: it is no matrix. onder: the
    ids of what the headings name, for a second row of headings in a workbook ("" where there is none).
    """

    naam: str
    kop: tuple[str, ...]
    rijen: Sequence[tuple[Cel, ...]]
    vast: int = 0
    onder: tuple[str, ...] = ()

    def records(self) -> list[dict[str, Cel]]:
        """The rows by heading."""
        return [dict(zip(self.kop, rij, strict=True)) for rij in self.rijen]


def verbanden_rows(dataset: Dataset, keuze: Selection, provincie: str) -> list[dict[str, Any]]:
    """What every column of `columns.py` is read from: a row per samenwerkingsverband that the selection
    leaves, by name, with who takes part on the day."""
    dag = keuze.peildatum or dataset.peildatum
    verbanden = dataset.select(keuze, provincie).assign(stand_op=dag)
    return rows_with(verbanden, dataset.deelnames_on(dag), dataset, provincie)


def rows_with(verbanden: pd.DataFrame, present: pd.DataFrame, dataset: Dataset, provincie: str) -> list[dict[str, Any]]:
    """The same of samenwerkingsverbanden each on a day of its own, in their order.

    verbanden: columns of `Dataset.verbanden`, and stand_op. present: who takes part on that day; columns
    as `Dataset.deelnames`. provincie: the one that is shown; of a gemeente elsewhere is told where it lies.
    """
    newest = dataset.peildatum
    present = present[present["verband"].isin(verbanden.index)].sort_values("naam")
    is_gemeente = present["soort"] == "gemeente"
    waar = provincie_of(dataset, present)
    elders = ~present["nu"].isin(dataset.codes_in(provincie)) & (waar != "")
    present = present.assign(waar=waar, voluit=present["naam"].where(~elders, present["naam"] + " (" + waar + ")"))
    voluit = per_verband(present[is_gemeente], "voluit")
    provincies = per_verband(present[is_gemeente & (waar != "")].drop_duplicates(["verband", "waar"]), "waar")
    gemeenten = per_verband(present[is_gemeente], "naam")
    anderen = per_verband(present[~is_gemeente], "naam")
    return [
        {
            **rij,
            **dossier_cells(dataset.dossier_of(dataset.bron_id_on(rij["id"], rij["stand_op"]))),
            **numbers(len(gemeenten.get(rij["id"], [])), bool(rij["compleet"])),
            "stand": stand_of(rij, rij["stand_op"], newest).van,
            "gemeenten": gemeenten.get(rij["id"], []),
            "gemeenten_met_provincie": voluit.get(rij["id"], []),
            "provincies": sorted(provincies.get(rij["id"], [])),
            "andere_deelnemers": anderen.get(rij["id"], []),
        }
        for rij in verbanden.reset_index().astype(object).to_dict("records")
    ]


def dossier_cells(row: Mapping[str, str] | None) -> dict[str, Any]:
    """The values of `columns.DOSSIER` in a row of dossiers.csv, and what `/tabel` shows of it; all unknown without
    one."""
    cells_ = {c.name: (row or {}).get(c.name, "") for c in DOSSIER}
    powers = split(cells_["bevoegdheden"])
    organs = [orgaan(part.partition(":")[0]).naam for part in split(cells_["organen"])]
    return {
        **cells_,
        "bevoegdheden": powers,
        "organen": organs,
        "organen_op_naam": sorted(set(organs), key=plain),
        "bevoegdheden_op_naam": sorted({bevoegdheid(power).naam for power in powers}, key=plain),
        "grondslagen": split(cells_["grondslagen"]),
        "besluiten": split(cells_["besluiten"]),
        "nagekeken": pd.Timestamp(cells_["nagekeken"]) if cells_["nagekeken"] else pd.NaT,
    }


def as_frame(columns: Sequence[Column], rijen: Sequence[tuple[Cell, ...]]) -> pd.DataFrame:
    """Cells as a frame. Numbers are whole, also where some are unknown (NA)."""
    frame = pd.DataFrame(rijen, columns=[c.name for c in columns])
    return frame.astype({c.name: "Int64" for c in columns if c.kind is Kind.NUMBER})


def numbers(known: int, complete: bool) -> dict[str, int | None]:
    """How many gemeenten take part, as the columns have it: exactly, or at least so many."""
    return {"aantal_gemeenten": known if complete else None, "ten_minste": None if complete else known}


def provincie_of(dataset: Dataset, deelnames: pd.DataFrame) -> pd.Series:
    """In which provincie each participating gemeente lies, an ended one as today; "" for who is no gemeente."""
    waar = deelnames["nu"].map(dataset.gemeenten["provincie"]).fillna("")
    return waar.where(deelnames["soort"] == "gemeente", "")


def per_verband(deelnames: pd.DataFrame, column: str) -> dict[str, list[str]]:
    """A column of participations by samenwerkingsverband, in their order."""
    out: dict[str, list[str]] = {}
    for verband, value in zip(*(deelnames[name].to_numpy(object) for name in ("verband", column)), strict=True):
        out.setdefault(verband, []).append(value)
    return out


def verbanden_tabel(dataset: Dataset, keuze: Selection, provincie: str, columns: Sequence[Column] = DOWNLOAD) -> Tabel:
    """A row per samenwerkingsverband that the selection leaves, by name; lists with semicolons."""
    rijen = [cells(columns, rij) for rij in verbanden_rows(dataset, keuze, provincie)]
    return Tabel("samenwerkingsverbanden", tuple(c.name for c in columns), rijen)


def deelnames_tabel(dataset: Dataset, keuze: Selection, provincie: str) -> Tabel:
    """A row per participation on the day, by samenwerkingsverband and name. `van` is empty where the
    source does not tell it; provincie: where a gemeente lies, an ended one as today; stand and compleet
    are of the list that it comes from."""
    dag = keuze.peildatum or dataset.peildatum
    verbanden = dataset.select(keuze, provincie)["naam"]
    stand = {id_: dataset.stand_of(id_, dag) for id_ in verbanden.index}
    present = dataset.deelnames_on(dag)
    present = present[present["verband"].isin(verbanden.index)]
    present = present.assign(
        samenwerkingsverband=verbanden.reindex(present["verband"]).to_numpy(), provincie=provincie_of(dataset, present)
    )
    present = present.sort_values(["samenwerkingsverband", "naam"], kind="stable")
    rijen = [
        (
            *(id_, verband, code, naam, soort, _dag(joined), _dag(van), _dag(tot), waar),
            *(stand[id_].van, "ja" if stand[id_].compleet else "nee"),
        )
        for id_, verband, code, naam, soort, joined, van, tot, waar in present[
            ["verband", "samenwerkingsverband", "code", "naam", "soort", "toegetreden", "van", "tot", "provincie"]
        ].itertuples(index=False)
    ]
    kop = (
        "samenwerkingsverband_id", "samenwerkingsverband", "deelnemer_code", "deelnemer", "deelnemer_soort",
        "toegetreden", "van", "tot", "provincie", "stand", "compleet",
    )  # fmt: skip
    return Tabel("deelnames", kop, rijen)


def matrix_tabel(dataset: Dataset, keuze: Selection, provincie: str) -> Tabel:
    """Who takes part in what, at a glance: a row per gemeente, a column per samenwerkingsverband by
    name with its id under it, 1 where it takes part and empty elsewhere; first the gemeente's code, name,
    provincie and total. The gemeenten of the area come first, then the others by provincie."""
    dag = keuze.peildatum or dataset.peildatum
    verbanden = dataset.select(keuze, provincie)["naam"]
    present = dataset.deelnames_on(dag)
    present = present[present["verband"].isin(verbanden.index) & present["code"].isin(dataset.ooit.index)]
    mee = pd.crosstab(present["code"], present["verband"]).reindex(columns=verbanden.index, fill_value=0) > 0
    wie = dataset.ooit.loc[mee.index, ["naam", "provincie"]]
    elders = wie["provincie"].where(~wie.index.isin(dataset.codes_in(provincie, dag)), "")
    wie = wie.assign(elders=elders).sort_values(["elders", "naam"])
    rijen = [
        (code, naam, waar, int(rij.sum()), *(1 if doet else None for doet in rij))
        for (code, naam, waar), rij in zip(
            wie[["naam", "provincie"]].itertuples(name=None), mee.loc[wie.index].to_numpy(), strict=True
        )
    ]
    kop = ("code", "gemeente", "provincie", "aantal")
    onder = (*[""] * len(kop), *map(str, verbanden.index))
    return Tabel("matrix", (*kop, *verbanden), rijen, len(kop), onder)


def veranderingen_tabel(veranderd: Veranderingen) -> Tabel:
    """A row per change between two days, by day: what it is, of what, who joined or left, and the title of a new
    version."""
    alle = [(soort, een) for soort, lijst in veranderd.per_soort for een in lijst]
    rijen = [
        (een.dag, soort, een.id, een.naam, een.deelnemer, een.wat)
        for soort, een in sorted(alle, key=lambda paar: paar[1].dag)
    ]
    kop = ("dag", "soort", "samenwerkingsverband_id", "samenwerkingsverband", "deelnemer", "bijzonderheid")
    return Tabel("veranderingen", kop, rijen)


def _dag(dag: pd.Timestamp) -> date | None:
    return None if pd.isna(dag) else dag.date()
