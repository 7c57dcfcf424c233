"""`/verbanden`: which ties run between gemeenten, how strong, and on what: table, matrix and map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from flask import Blueprint, Response, render_template

from viewer.analysis.verbindingen import participation_matrix, verbindingen
from viewer.dataset import Dataset
from viewer.facets import form_facets
from viewer.filters import AREAS
from viewer.selection import Selection
from viewer.web.answers import page
from viewer.web.context import asked
from viewer.web.parameters import whole_number
from viewer.web.reading import kindly

blueprint = Blueprint("ties", __name__)
_MAX_RIJEN = 120
"""As many pairs as a table shows unless asked for more; the threshold follows from it."""

_MAX_MATRIX = 45
"""A matrix of more gemeenten than this cannot be read on a screen."""


@dataclass(frozen=True)
class Verbinding:
    """A pair of gemeenten, by slug and name, with what they share as (slug, naam)."""

    a: tuple[str, str]
    b: tuple[str, str]
    aantal: int
    gedeeld: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Verbindingen:
    """Everything `/verbanden` shows. minimaal: pairs that share fewer are left out; hoogste: the most
    that any pair shares; matrix: per gemeente its number with each other one, None when too large."""

    paren: tuple[Verbinding, ...]
    totaal: int
    minimaal: int
    hoogste: int
    namen: tuple[tuple[str, str], ...]
    matrix: tuple[tuple[int, ...], ...] | None


def build_verbindingen(dataset: Dataset, keuze: Selection, provincie: str, minimaal: int | None) -> Verbindingen:
    """The ties between the provincie's gemeenten in what a selection leaves.

    A chosen regio or gemeente also narrows whose ties are shown: those within the region, those of
    the gemeente. minimaal None: the lowest threshold that keeps the table short.
    """
    dag: date = keuze.peildatum or dataset.peildatum
    ids = dataset.select(keuze, provincie, zonder=AREAS).index
    hier = dataset.codes_chosen(keuze, provincie, zonder=("gemeente",))
    matrix = participation_matrix(dataset, dag, ids)
    matrix = matrix[matrix.index.isin(hier)]
    paren = verbindingen(matrix)
    if keuze.gemeente:
        eigen = [dataset.code_of(slug) for slug in keuze.gemeente]
        paren = paren[paren["a"].isin(eigen) | paren["b"].isin(eigen)]
    hoogste = int(paren["aantal"].max()) if len(paren) else 0
    if minimaal is None:
        per_aantal = paren["aantal"].value_counts().sort_index(ascending=False).cumsum()
        kort = per_aantal[per_aantal <= _MAX_RIJEN]
        minimaal = int(kort.index.min()) if len(kort) else max(hoogste, 1)
    boven = paren[paren["aantal"] >= minimaal]
    namen = dataset.gemeenten.loc[matrix.index, ["slug", "naam"]].sort_values("naam")
    namen_van = dataset.gemeenten[["slug", "naam"]].to_dict("index")
    verband = dataset.verbanden[["slug", "naam"]].to_dict("index")

    def paar(code: str) -> tuple[str, str]:
        return namen_van[code]["slug"], namen_van[code]["naam"]

    return Verbindingen(
        paren=tuple(
            Verbinding(paar(a), paar(b), int(n), tuple((verband[i]["slug"], verband[i]["naam"]) for i in gedeeld))
            for a, b, n, gedeeld in boven.head(10 * _MAX_RIJEN).itertuples(index=False)
        ),
        totaal=len(boven),
        minimaal=minimaal,
        hoogste=hoogste,
        namen=tuple(namen.itertuples(index=False, name=None)),
        matrix=_matrix(matrix.loc[namen.index].to_numpy()) if 0 < len(matrix) <= _MAX_MATRIX else None,
    )


def _matrix(waarden: np.ndarray) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(int(n) for n in rij) for rij in waarden @ waarden.T)


@blueprint.get("/verbanden")
@kindly
def ties() -> Response:
    """Question 3: which ties run between gemeenten."""
    ask, minimaal = asked("minimaal"), whole_number("minimaal", 1, 999)
    now, selection = ask.edition, ask.selection

    def make() -> str:
        return render_template(
            "verbanden.html",
            kaart=now.map_parts,
            gegevens_urls=now.urls,
            dataset=ask.dataset,
            keuze=selection,
            dag=ask.day,
            facetten=form_facets(ask.dataset, selection, ask.settings, also=("gemeente",)),
            ties=build_verbindingen(ask.dataset, selection, ask.settings.provincie, minimaal),
            kaart_url=now.map_url,
        )

    return page(f"verbanden/{minimaal}{selection.query()}", make)
