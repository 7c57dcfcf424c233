"""`/vergelijk`: gemeenten, samenwerkingsverbanden or days side by side: shared, only here, only there."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from werkzeug.exceptions import NotFound

from viewer.analysis.vergelijking import GEMEENTEN, VERBANDEN
from viewer.errors import BadSelection, BadValue
from viewer.exports.beschrijving import explanation, footer
from viewer.exports.csv_file import to_csv
from viewer.exports.rows import Tabel
from viewer.exports.xlsx_file import to_xlsx
from viewer.model import REGISTER_GOED_GEVULD_VANAF
from viewer.views.cards import counted_view
from viewer.web.answers import attachment, page
from viewer.web.comparison import TOO_LITTLE, compare, headings, read_question
from viewer.web.parameters import is_yes
from viewer.web.reading import kindly, loosely

blueprint = Blueprint("vergelijk", __name__)


@blueprint.get("/vergelijk")
@kindly
def side_by_side() -> Response:
    """Side by side, with the map and as a table."""
    question = read_question()
    ask, dataset, selection = question.asked, question.asked.dataset, question.selection

    def make() -> str:
        provincie, v = ask.settings.provincie, compare(question)
        verbanden = dataset.verbanden_in(provincie, ask.day)
        chosen = dataset.verbanden[dataset.verbanden["slug"].isin(selection.verband)]
        names = {**dict(verbanden[["slug", "naam"]].to_numpy()), **dict(chosen[["slug", "naam"]].to_numpy())}
        gemeenten = dataset.gemeenten[
            dataset.gemeenten.index.isin(dataset.codes_in(provincie))
            | dataset.gemeenten["slug"].isin(selection.gemeente)
        ]
        return render_template(
            "vergelijk.html",
            vraag=question,
            keuze=selection,
            v=v,
            geteld=counted_view(v.geteld) if v is not None and v.soort == GEMEENTEN else None,
            koppen=headings(question),
            dag=ask.day,
            dataset=dataset,
            gemeenten=sorted(gemeenten[["slug", "naam"]].itertuples(index=False, name=None), key=lambda p: p[1]),
            verbanden=sorted(names.items(), key=lambda p: p[1].casefold()),
            onvolledig=bool(question.days) and question.days[0] < REGISTER_GOED_GEVULD_VANAF,
        )

    return page(f"vergelijk{question.query()}", make)


@blueprint.get("/vergelijk.<kind>")
@loosely
def comparison_file(kind: str) -> Response:
    """The same table as a file: csv or xlsx."""
    question, bom = read_question("bom"), is_yes("bom")
    ask, v = question.asked, compare(question)
    if v is None:
        raise BadSelection([BadValue("gemeente", "", TOO_LITTLE)])
    table = Tabel(
        "vergelijking",
        ("gemeente" if v.soort == VERBANDEN else "samenwerkingsverband", *headings(question), "allemaal"),
        [
            (row.naam, *v.words(row), "ja" if row.gedeeld else "onbekend" if "onbekend" in v.words(row) else "nee")
            for row in v.rijen
        ],
    )
    if kind == "csv":
        return attachment(lambda: to_csv(table, bom), "vergelijking", kind, ask.day)
    if kind == "xlsx":
        words = v.geteld.woorden if v.soort == GEMEENTEN else ""
        about = explanation(ask.dataset, ask.selection, ask.settings, words)
        foot = footer(ask.dataset, ask.selection, ask.settings)
        return attachment(lambda: to_xlsx([table], about, ask.dataset.peildatum, foot), "vergelijking", kind, ask.day)
    raise NotFound
