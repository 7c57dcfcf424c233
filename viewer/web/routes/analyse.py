"""`/analyse`: overlap, congruence, deviations and trend, each as words, a chart, a table and a file."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import NotFound

from viewer.dataset import Dataset
from viewer.exports.csv_file import to_csv
from viewer.exports.figuren import FIGUREN, Figuur, build_onderwerp
from viewer.exports.rows import Cel, Tabel
from viewer.exports.xlsx_file import to_xlsx
from viewer.facets import form_facets
from viewer.selection import Selection, parse_selection
from viewer.web.parameters import one_of, whole_number
from viewer.web.routes.downloads import attachment, explanation
from viewer.web.routes.pages import cached_page, edition
from viewer.wording import short_date

blueprint = Blueprint("analyse", __name__)
SORTEERBAAR = ("gemeente", "regio", "samenwerkingsverband", "doet mee")
HOOGSTENS = (10, 25, 50, 100)
"""Sizes that the page offers to leave larger ones out; the address takes any."""

_BEELDEN = {"png": "image/png", "svg": "image/svg+xml"}
_MAX_RIJEN = 200
_MAX_KOLOMMEN = 46
_AANDUIDING = "Register van Overheidsorganisaties"


def _choice() -> tuple[Selection, int | None, bool]:
    """The selection, the size above which to leave out, and whether a CSV begins with a mark.
    Raises BadSelection."""
    keuze = parse_selection(request.args.items(multi=True), edition().dataset, ook=("hoogstens", "sorteer", "bom"))
    return keuze, whole_number("hoogstens", 1, 9999), one_of("bom", ("ja", "nee"), "nee") == "ja"


@blueprint.get("/analyse")
def analyse() -> Response:
    """All figures of a selection, for a reader who is no statistician."""
    ed, settings = edition(), current_app.extensions["settings"]
    keuze, hoogstens, _ = _choice()
    sorteer = one_of("sorteer", (*SORTEERBAAR, *(f"-{naam}" for naam in SORTEERBAAR), "standaard"), "standaard")

    def maak() -> str:
        onderwerp = build_onderwerp(ed.dataset, keuze, settings, hoogstens)
        figuren = [bouw(onderwerp) for bouw in FIGUREN.values()]
        return render_template(
            "analyse.html",
            figuren=[_sorted(f, sorteer) if f.naam == "afwijkingen" else f for f in figuren],
            v=onderwerp.v,
            te_groot=list(ed.dataset.verbanden["naam"].reindex(list(onderwerp.v.te_groot))),
            grootste=_largest(ed.dataset, keuze, settings.provincie),
            hoogstens=hoogstens,
            maten=sorted({*HOOGSTENS, *([hoogstens] if hoogstens else [])}),
            sorteer=sorteer,
            sorteerbaar=SORTEERBAAR,
            max_rijen=_MAX_RIJEN,
            max_kolommen=_MAX_KOLOMMEN,
            vraag=_query(keuze, hoogstens),
            keuze=keuze,
            dataset=ed.dataset,
            facetten=form_facets(ed.dataset, keuze, settings),
        )

    return cached_page(f"analyse/{hoogstens}/{sorteer}{keuze.query()}", maak)


@blueprint.get("/analyse/<naam>.<soort>")
def figure_file(naam: str, soort: str) -> Response:
    """One figure as a picture (svg, png) or its table as a file (csv, xlsx)."""
    if naam not in FIGUREN or soort not in (*_BEELDEN, "csv", "xlsx"):
        raise NotFound
    ed, settings = edition(), current_app.extensions["settings"]
    keuze, hoogstens, bom = _choice()

    def figuur() -> Figuur:
        return FIGUREN[naam](build_onderwerp(ed.dataset, keuze, settings, hoogstens))

    dag = keuze.peildatum or ed.dataset.peildatum
    if soort == "csv":
        return attachment(lambda: to_csv(figuur().tabel, bom), naam, soort, dag)
    if soort == "xlsx":
        gemaakt = figuur()
        uitleg = [("wat", gemaakt.titel), ("hoe lees ik dit", gemaakt.lees), *explanation(ed.dataset, keuze, settings)]
        uitleg += [("weggelaten", f"samenwerkingsverbanden met meer dan {hoogstens} deelnemers")] if hoogstens else []
        return attachment(lambda: to_xlsx([gemaakt.tabel], uitleg, ed.dataset.peildatum), naam, soort, dag)

    def beeld() -> bytes:
        # matplotlib takes a second to load, and most visitors never ask for a picture
        from viewer.exports.grafiek import draw_grafiek  # noqa: PLC0415

        return draw_grafiek(figuur(), soort, f"{settings.provincie}, {short_date(dag)}. Bron: {_AANDUIDING}")

    antwoord = Response(
        ed.pictures.get(f"analyse/{naam}.{soort}/{hoogstens}{keuze.query()}", beeld), mimetype=_BEELDEN[soort]
    )
    antwoord.headers["Cache-Control"] = "public, max-age=300, stale-while-revalidate=86400"
    # An SVG that is opened by itself has its styles inside; it can do nothing else.
    antwoord.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
    )
    antwoord.headers["Content-Disposition"] = f'inline; filename="{naam}-{dag.isoformat()}.{soort}"'
    antwoord.add_etag()
    antwoord.make_conditional(request)
    return antwoord


def _largest(dataset: Dataset, keuze: Selection, provincie: str) -> tuple[str, int] | None:
    """The samenwerkingsverband with the most participants of any kind, by name, with their number."""
    alle = dataset.select(keuze, provincie)
    omvang = dataset.deelnames_on(keuze.peildatum or dataset.peildatum).groupby("verband").size().reindex(alle.index)
    return (str(alle["naam"][omvang.idxmax()]), int(omvang.max())) if len(omvang) else None


def _sorted(figuur: Figuur, sorteer: str) -> Figuur:
    naam = sorteer.removeprefix("-")
    if naam not in SORTEERBAAR:
        return figuur
    plek = figuur.tabel.kop.index(naam)

    def woord(rij: tuple[Cel, ...]) -> str:
        return str(rij[plek]).casefold()

    rijen = sorted(figuur.tabel.rijen, key=woord, reverse=sorteer.startswith("-"))
    return replace(figuur, tabel=Tabel(figuur.tabel.naam, figuur.tabel.kop, rijen))


def _query(keuze: Selection, hoogstens: int | None) -> str:
    vraag = keuze.query()
    return f"{vraag}{'&' if vraag else '?'}hoogstens={hoogstens}" if hoogstens else vraag
