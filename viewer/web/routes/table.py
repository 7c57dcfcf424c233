"""`/tabel`: what the filters show as a table that sorts, with the columns that one chooses."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, render_template, request

from viewer.exports.beschrijving import schema_org
from viewer.exports.rows import Cel, Tabel, verbanden_tabel
from viewer.facets import empty_words, form_facets
from viewer.selection import parse_selection
from viewer.web.parameters import one_of, several_of, whole_number
from viewer.web.routes.pages import THUIS, cached_page, edition

blueprint = Blueprint("table", __name__)
PER_PAGINA = 100


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
    ed, settings = edition(), current_app.extensions["settings"]
    keuze = parse_selection(request.args.items(multi=True), ed.dataset, ook=("sorteer", "pagina", "kolom"))
    namen = [k.naam for k in KOLOMMEN]
    sorteer = one_of("sorteer", (*namen, *(f"-{naam}" for naam in namen)), "naam")
    pagina = whole_number("pagina", 1, 100_000) or 1
    gekozen = _columns()

    def maak() -> str:
        rijen = _sorted(verbanden_tabel(ed.dataset, keuze, settings.provincie), sorteer)
        return render_template(
            "tabel.html",
            rijen=rijen[(pagina - 1) * PER_PAGINA : pagina * PER_PAGINA],
            slugs=ed.dataset.verbanden["slug"],
            totaal=len(rijen),
            pagina=pagina,
            laatste=max(1, -(-len(rijen) // PER_PAGINA)),
            sorteer=sorteer,
            alle_kolommen=KOLOMMEN,
            kolommen=[k for k in KOLOMMEN if k.naam in ("naam", *gekozen)],
            gekozen=gekozen,
            eigen_kolommen=() if set(gekozen) == set(STANDAARD) else gekozen,
            keuze=keuze,
            dataset=ed.dataset,
            dag=keuze.peildatum or ed.dataset.peildatum,
            facetten=form_facets(ed.dataset, keuze, settings),
            waarop=empty_words(keuze),
            beschrijving=schema_org(ed.dataset, settings, THUIS),
        )

    return cached_page(f"tabel/{sorteer}/{pagina}/{'.'.join(gekozen)}{keuze.query()}", maak)


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
