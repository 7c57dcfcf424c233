"""`/tabel` and `/download/...`: what the filters show, as a table and as a file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import NotFound

from viewer.dataset import Dataset
from viewer.exports.csv_file import to_csv
from viewer.exports.geo_file import to_geojson, to_gpkg
from viewer.exports.rows import BRONVERMELDING, Tabel, deelnames_tabel, verbanden_tabel
from viewer.exports.xlsx_file import to_xlsx
from viewer.facets import facets
from viewer.model import slugify
from viewer.selection import Selection, parse_selection
from viewer.settings import Settings
from viewer.web.pages import cached_page, uitgave
from viewer.web.parameters import one_of, whole_number
from viewer.web.words import datum

blueprint = Blueprint("downloads", __name__)
PER_PAGINA = 100
SORTEERBAAR = {"naam": "naam", "onderwerp": "themas", "vorm": "vorm", "aantal": "aantal_gemeenten", "sinds": "van"}
SOORTEN = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}


@blueprint.get("/tabel")
def table() -> Response:
    """The samenwerkingsverbanden that the filters leave, sortable and by the page."""
    ed, settings = uitgave(), current_app.extensions["settings"]
    keuze = parse_selection(request.args.items(multi=True), ed.dataset, ook=("sorteer", "pagina"))
    sorteer = one_of("sorteer", ("naam", *(f"-{n}" for n in SORTEERBAAR), *SORTEERBAAR), "naam")
    pagina = whole_number("pagina", 1, 100_000) or 1

    def maak() -> str:
        tabel = verbanden_tabel(ed.dataset, keuze, settings.provincie)
        rijen = [dict(zip(tabel.kop, rij, strict=True)) for rij in tabel.rijen]
        kolom = SORTEERBAAR[sorteer.removeprefix("-")]
        leeg = [rij for rij in rijen if rij[kolom] is None]
        vol = [rij for rij in rijen if rij[kolom] is not None]
        if kolom != "naam" or sorteer.startswith("-"):
            vol.sort(key=lambda rij: rij[kolom], reverse=sorteer.startswith("-"))  # type: ignore[arg-type, return-value]
        alles = vol + leeg  # what is unknown comes last, whichever way
        slugs = ed.dataset.verbanden["slug"]
        laatste = max(1, -(-len(alles) // PER_PAGINA))
        return render_template(
            "tabel.html",
            rijen=alles[(pagina - 1) * PER_PAGINA : pagina * PER_PAGINA],
            slugs=slugs,
            totaal=len(alles),
            pagina=pagina,
            laatste=laatste,
            sorteer=sorteer,
            sorteerbaar=SORTEERBAAR,
            keuze=keuze,
            dataset=ed.dataset,
            dag=keuze.peildatum or ed.dataset.peildatum,
            facetten=facets(ed.dataset, keuze, settings),
        )

    return cached_page(f"tabel/{sorteer}/{pagina}{keuze.query()}", maak)


@blueprint.get("/download/samenwerkingsverbanden.<soort>")
def verbanden_file(soort: str) -> Response:
    """The samenwerkingsverbanden that the filters leave, as csv, xlsx, geojson or gpkg."""
    return _file("samenwerkingsverbanden", soort, verbanden_tabel, ("csv", "xlsx", "geojson", "gpkg"))


@blueprint.get("/download/deelnames.<soort>")
def deelnames_file(soort: str) -> Response:
    """Who takes part in them on the day, as csv or xlsx."""
    return _file("deelnames", soort, deelnames_tabel, ("csv", "xlsx"))


def _file(
    naam: str, soort: str, maak: Callable[[Dataset, Selection, str], Tabel], soorten: tuple[str, ...]
) -> Response:
    if soort not in soorten:
        raise NotFound
    ed, settings = uitgave(), current_app.extensions["settings"]
    keuze = parse_selection(request.args.items(multi=True), ed.dataset, ook=("bom",))
    bom = one_of("bom", ("ja", "nee"), "nee") == "ja"
    dag = keuze.peildatum or ed.dataset.peildatum

    def inhoud() -> bytes:
        if soort == "geojson":
            return to_geojson(ed.dataset, keuze, settings.provincie)
        if soort == "gpkg":
            return to_gpkg(ed.dataset, keuze, settings.provincie)
        if soort == "csv":
            return to_csv(maak(ed.dataset, keuze, settings.provincie), bom)
        tabellen = [f(ed.dataset, keuze, settings.provincie) for f in (verbanden_tabel, deelnames_tabel)]
        if naam == "deelnames":
            tabellen.reverse()
        return to_xlsx(tabellen, explanation(ed.dataset, keuze, settings), ed.dataset.peildatum)

    return attachment(inhoud(), naam, soort, dag)


def attachment(inhoud: bytes, naam: str, soort: str, dag: date) -> Response:
    """A file to take away; its name tells what, where and of which day."""
    antwoord = Response(inhoud, content_type=SOORTEN[soort])
    gebied = slugify(current_app.extensions["settings"].provincie)
    antwoord.headers["Content-Disposition"] = f'attachment; filename="{naam}-{gebied}-{dag.isoformat()}.{soort}"'
    antwoord.headers["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
    antwoord.add_etag()
    antwoord.make_conditional(request)
    return antwoord


def explanation(dataset: Dataset, keuze: Selection, settings: Settings) -> list[tuple[str, str]]:
    """What a workbook says about itself: area, day, choice, source and licence."""
    gekozen = ", ".join(f"{naam}={waarde}" for naam, waarde in keuze.pairs()) or "alles"
    return [
        ("gebied", settings.provincie),
        ("situatie op", datum(keuze.peildatum or dataset.peildatum)),
        ("gegevens van", datum(dataset.peildatum)),
        ("keuze", gekozen),
        ("bron en licentie", BRONVERMELDING),
        ("let op", "Het register is voor 2017 niet volledig. Een lege van betekent dat de bron het begin niet noemt."),
    ]
