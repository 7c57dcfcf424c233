"""`/tabel`: what the filters show as a table that sorts, with the columns that one chooses."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template

from viewer.exports.beschrijving import schema_org
from viewer.exports.rows import Cel, Tabel, verbanden_tabel
from viewer.facets import empty_words, form_facets
from viewer.web.address import STAND_IN
from viewer.web.answers import page
from viewer.web.context import asked
from viewer.web.parameters import PAGE_SIZE, one_of, several_of, whole_number

blueprint = Blueprint("table", __name__)


@dataclass(frozen=True)
class Kolom:
    """A column of the page. bron: its heading in the table of exports."""

    naam: str
    kop: str
    bron: str


KOLOMMEN = (
    Kolom("naam", "Naam", "naam"),
    Kolom("onderwerp", "Onderwerp", "themas"),
    Kolom("vorm", "Vorm", "vorm"),
    Kolom("soort", "Publiek of privaat", "publiek_privaat"),
    Kolom("aantal", "Gemeenten", "aantal_gemeenten"),
    Kolom("wie", "Welke gemeenten", "gemeenten"),
    Kolom("anderen", "Andere deelnemers", "andere_deelnemers"),
    Kolom("sinds", "Sinds", "van"),
    Kolom("omschrijving", "Wat het doet", "omschrijving"),
    Kolom("afkorting", "Afkorting", "afkorting"),
    Kolom("website", "Website", "website"),
    Kolom("bron", "Bron", "bron_url"),
    Kolom("brondatum", "Datum van de bron", "peildatum_bron"),
)
"""In the order of the page. The first one is always there."""

STANDAARD = ("onderwerp", "vorm", "aantal", "sinds", "bron")


@blueprint.get("/tabel")
def table() -> Response:
    """The samenwerkingsverbanden that the filters leave, sortable and by the page."""
    ask = asked("sorteer", "pagina", "kolom")
    names = [k.naam for k in KOLOMMEN]
    order = one_of("sorteer", (*names, *(f"-{name}" for name in names)), "naam")
    number = whole_number("pagina", 1, 100_000) or 1
    chosen = _columns()

    def make() -> str:
        rows = _sorted(verbanden_tabel(ask.dataset, ask.selection, ask.settings.provincie), order)
        return render_template(
            "tabel.html",
            rijen=rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE],
            slugs=ask.dataset.verbanden["slug"],
            totaal=len(rows),
            pagina=number,
            laatste=max(1, -(-len(rows) // PAGE_SIZE)),
            sorteer=order,
            alle_kolommen=KOLOMMEN,
            kolommen=[k for k in KOLOMMEN if k.naam in ("naam", *chosen)],
            gekozen=chosen,
            eigen_kolommen=() if set(chosen) == set(STANDAARD) else chosen,
            keuze=ask.selection,
            dataset=ask.dataset,
            dag=ask.day,
            facetten=form_facets(ask.dataset, ask.selection, ask.settings),
            waarop=empty_words(ask.selection),
            beschrijving=schema_org(ask.dataset, ask.settings, STAND_IN),
        )

    return page(f"tabel/{order}/{number}/{'.'.join(chosen)}{ask.selection.query()}", make)


def _columns() -> tuple[str, ...]:
    """The chosen columns, in the order of the page. Raises BadSelection for one that there is not."""
    return tuple(several_of("kolom", [k.naam for k in KOLOMMEN[1:]]) or STANDAARD)


def _sorted(tabel: Tabel, sorteer: str) -> list[dict[str, Cel]]:
    rijen = tabel.records()
    kolom = next(k.bron for k in KOLOMMEN if k.naam == sorteer.removeprefix("-"))
    vol = [rij for rij in rijen if rij[kolom] not in (None, "")]
    leeg = [rij for rij in rijen if rij[kolom] in (None, "")]
    if sorteer != "naam":  # by name they are already, accents and capitals disregarded
        vol.sort(key=lambda rij: _key(rij[kolom]), reverse=sorteer.startswith("-"))
    return vol + leeg  # what is unknown comes last, whichever way


def _key(cel: Cel) -> tuple[int, str] | tuple[int]:
    return (cel,) if isinstance(cel, int) else (0, str(cel).casefold())
