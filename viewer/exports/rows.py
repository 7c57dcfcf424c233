"""The rows of every table that leaves the site: samenwerkingsverbanden, and deelnames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from viewer.dataset import Dataset
from viewer.selection import Selection

LICENTIE = "https://creativecommons.org/licenses/by/4.0/deed.nl"
Cel = str | int | date | None
BRONVERMELDING = (
    "Samenwerking: Register van Overheidsorganisaties (CC0) en de genoemde bronnen. "
    "Grenzen: © Kadaster / Centraal Bureau voor de Statistiek (CC BY 4.0)."
)


@dataclass(frozen=True)
class Tabel:
    """A table: its name, headings, and rows of as many cells."""

    naam: str
    kop: tuple[str, ...]
    rijen: Sequence[tuple[Cel, ...]]

    def records(self) -> list[dict[str, Cel]]:
        """The rows by heading."""
        return [dict(zip(self.kop, rij, strict=True)) for rij in self.rijen]


def verbanden_tabel(dataset: Dataset, keuze: Selection, provincie: str) -> Tabel:
    """A row per samenwerkingsverband that the selection leaves, by name; lists with semicolons."""
    dag = keuze.peildatum or dataset.peildatum
    verbanden = dataset.select(keuze, provincie)
    op = dataset.deelnames_on(dag)
    op = op[op["verband"].isin(verbanden.index)].sort_values("naam")
    is_gemeente = op["soort"] == "gemeente"
    gemeenten = op[is_gemeente].groupby("verband")["naam"].agg(list)
    anderen = op[~is_gemeente].groupby("verband")["naam"].agg(list)
    rijen = [
        (
            rij["id"],
            rij["naam"],
            rij["titel"],
            rij["afkorting"],
            "; ".join(rij["themas"]),
            rij["vorm"],
            rij["publiek_privaat"],
            rij["omschrijving"],
            _dag(rij["van"]),
            len(gemeenten.get(rij["id"], [])),
            "; ".join(gemeenten.get(rij["id"], [])),
            "; ".join(anderen.get(rij["id"], [])),
            rij["website"],
            rij["bron_url"],
            rij["peildatum_bron"],
            "ja" if rij["compleet"] else "nee",
        )
        for rij in verbanden.reset_index().to_dict("records")
    ]
    kop = (
        "id", "naam", "titel", "afkorting", "themas", "vorm", "publiek_privaat", "omschrijving", "van",
        "aantal_gemeenten", "gemeenten", "andere_deelnemers", "website", "bron_url", "peildatum_bron", "compleet",
    )  # fmt: skip
    return Tabel("samenwerkingsverbanden", kop, rijen)


def deelnames_tabel(dataset: Dataset, keuze: Selection, provincie: str) -> Tabel:
    """A row per participation on the day, by samenwerkingsverband and name. `van` is empty where the
    source does not tell it."""
    dag = keuze.peildatum or dataset.peildatum
    verbanden = dataset.select(keuze, provincie)["naam"]
    op = dataset.deelnames_on(dag)
    op = op[op["verband"].isin(verbanden.index)]
    op = op.assign(samenwerkingsverband=verbanden.reindex(op["verband"]).to_numpy())
    op = op.sort_values(["samenwerkingsverband", "naam"], kind="stable")
    rijen = [
        (id_, verband, code, naam, soort, _dag(van), _dag(tot))
        for id_, verband, code, naam, soort, van, tot in op[
            ["verband", "samenwerkingsverband", "code", "naam", "soort", "van", "tot"]
        ].itertuples(index=False)
    ]
    kop = (
        "samenwerkingsverband_id", "samenwerkingsverband", "deelnemer_code", "deelnemer", "deelnemer_soort",
        "van", "tot",
    )  # fmt: skip
    return Tabel("deelnames", kop, rijen)


def matrix_tabel(dataset: Dataset, keuze: Selection, provincie: str) -> Tabel:
    """Who takes part in what, at a glance: a row per gemeente, a column per samenwerkingsverband by
    name, 1 where it takes part and empty elsewhere; first the gemeente's code, name and total."""
    dag = keuze.peildatum or dataset.peildatum
    verbanden = dataset.select(keuze, provincie)["naam"]
    op = dataset.deelnames_on(dag)
    op = op[op["verband"].isin(verbanden.index) & op["code"].isin(dataset.gemeenten.index)]
    mee = pd.crosstab(op["code"], op["verband"]).reindex(columns=verbanden.index, fill_value=0) > 0
    namen = dataset.gemeenten["naam"].reindex(mee.index).sort_values()
    rijen = [
        (code, naam, int(rij.sum()), *(1 if doet else None for doet in rij))
        for (code, naam), rij in zip(namen.items(), mee.loc[namen.index].to_numpy(), strict=True)
    ]
    return Tabel("matrix", ("code", "gemeente", "aantal", *verbanden), rijen)


def _dag(dag: pd.Timestamp) -> date | None:
    return None if pd.isna(dag) else dag.date()
