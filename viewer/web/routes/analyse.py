"""`/analyse`: overlap, congruence, deviations and trend, each as words, a chart, a table and a file."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from viewer.analysis.verzameling import count_along
from viewer.dataset import Dataset
from viewer.exports.beschrijving import TABLES, explanation, footer
from viewer.exports.csv_file import to_csv
from viewer.exports.figuren import FIGUREN, Figuur, build_onderwerp
from viewer.exports.rows import Cel, Tabel
from viewer.exports.xlsx_file import to_xlsx
from viewer.filters import ADDS
from viewer.selection import Selection
from viewer.sources.registry import REGISTER
from viewer.views.cards import counted_view
from viewer.views.form import form
from viewer.web.answers import PICTURES, attachment, page, picture
from viewer.web.context import Asked, asked
from viewer.web.parameters import at_most, is_yes, one_of
from viewer.web.reading import kindly, loosely
from viewer.wording import short_date

blueprint = Blueprint("analyse", __name__)
SORTEERBAAR = ("gemeente", "regio", "samenwerkingsverband", "doet mee")
HOOGSTENS = (10, 25, 50, 100)
"""Sizes that the page offers to leave larger ones out; the address takes any."""

_MAX_ROWS = 200
_MAX_COLUMNS = 46


def _asked() -> tuple[Asked, int | None]:
    """What the address asks for, and the size above which to leave out. Raises BadSelection."""
    return asked("hoogstens", "sorteer", "bom"), at_most()


@blueprint.get("/analyse")
@kindly
def analyse() -> Response:
    """All figures of a selection, for a reader who is no statistician."""
    ask, most = _asked()
    dataset, selection = ask.dataset, ask.selection
    order = one_of("sorteer", (*SORTEERBAAR, *(f"-{name}" for name in SORTEERBAAR), "standaard"), "standaard")

    def make() -> str:
        about = build_onderwerp(dataset, selection, ask.settings, most)
        figures = [build(about) for build in FIGUREN.values()]
        return render_template(
            "analyse.html",
            figuren=[_sorted(f, order) if f.naam == "afwijkingen" else f for f in figures],
            v=about.v,
            geteld=counted_view(about.v.geteld),
            erbij=_query(selection.counting_all, most),
            te_groot=list(dataset.verbanden["naam"].reindex(list(about.v.te_groot))),
            grootste=_largest(dataset, selection, ask.settings.provincie),
            hoogstens=most,
            maten=sorted({*HOOGSTENS, *([most] if most else [])}),
            sorteer=order,
            sorteerbaar=SORTEERBAAR,
            max_rijen=_MAX_ROWS,
            max_kolommen=_MAX_COLUMNS,
            vraag=_query(selection, most),
            keuze=selection,
            dataset=dataset,
            formulier=form(dataset, selection, ask.settings, own=("peildatum",), also=ADDS),
        )

    return page(f"analyse/{most}/{order}{selection.query()}", make)


@blueprint.get("/analyse/<name>.<kind>")
def figure_file(name: str, kind: str) -> Response:
    """One figure as a picture (svg, png) or its table as a file (csv, xlsx)."""
    if name not in FIGUREN or kind not in (*PICTURES, "csv", "xlsx"):
        raise NotFound
    return (kindly if kind in PICTURES else loosely)(_figure)(name, kind)


def _figure(name: str, kind: str) -> Response:
    (ask, most), bom = _asked(), is_yes("bom")
    dataset, selection, settings, day = ask.dataset, ask.selection, ask.settings, ask.day

    def figure() -> Figuur:
        return FIGUREN[name](build_onderwerp(dataset, selection, settings, most))

    if kind == "csv":
        return attachment(lambda: to_csv(figure().bestand, bom), name, kind, day)
    if kind == "xlsx":
        made = figure()
        words = build_onderwerp(dataset, selection, settings, most).v.geteld.woorden
        about = [("wat", made.titel), ("hoe lees ik dit", made.lees), *explanation(dataset, selection, settings, words)]
        about += [("weggelaten", f"samenwerkingsverbanden met meer dan {most} deelnemers")] if most else []
        foot = f"{made.titel} {footer(dataset, selection, settings)}"
        return attachment(lambda: to_xlsx([made.bestand], about, dataset.peildatum, foot), name, kind, day)

    def draw() -> bytes:
        # matplotlib takes a second to load, and most visitors never ask for a picture
        from viewer.exports.grafiek import draw_grafiek  # noqa: PLC0415

        about = build_onderwerp(dataset, selection, settings, most)
        counted = f"Geteld: {about.v.geteld.woorden}"
        credit = f"{settings.provincie}, {short_date(day)}. Bron: {REGISTER.title}"
        return draw_grafiek(FIGUREN[name](about), kind, f"{counted}\n{credit}")

    key = f"analyse/{name}.{kind}/{most}{selection.query()}"
    return picture(key, draw, kind, f"{name}-{day.isoformat()}", TABLES)


def _largest(dataset: Dataset, keuze: Selection, provincie: str) -> tuple[str, int] | None:
    """The samenwerkingsverband that counts with the most participants of any kind, by name, with their number."""
    alle = dataset.verbanden.loc[count_along(dataset, dataset.select_ids(keuze, provincie), keuze)[0]]
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
