"""`/vergelijk`: gemeenten, samenwerkingsverbanden or days side by side: shared, only here, only there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, current_app, render_template, request
from werkzeug.exceptions import NotFound

from viewer.analysis.vergelijking import (
    DAGEN,
    GEMEENTEN,
    VERBANDEN,
    Vergelijking,
    vergelijk_dagen,
    vergelijk_gemeenten,
    vergelijk_verbanden,
)
from viewer.dataset import Dataset
from viewer.errors import BadSelection, BadValue
from viewer.exports.csv_file import to_csv
from viewer.exports.rows import Tabel
from viewer.exports.xlsx_file import to_xlsx
from viewer.model import NEDERLAND, REGISTER_GOED_GEVULD_VANAF
from viewer.selection import Selection, parse_selection
from viewer.settings import Settings
from viewer.web.parameters import day, one_of, single
from viewer.web.routes.downloads import attachment, explanation
from viewer.web.routes.pages import cached_page, edition
from viewer.wording import long_date

blueprint = Blueprint("vergelijk", __name__)
MAX_GEMEENTEN, MAX_VERBANDEN = 4, 2
PARAMETERS = ("van", "tot")
TE_WEINIG = "Kies twee tot vier gemeenten, twee samenwerkingsverbanden of twee dagen (van en tot)."


@dataclass(frozen=True)
class Vraag:
    """What is to be compared. dagen: two days, or none."""

    keuze: Selection
    dagen: tuple[date, ...]

    @property
    def soort(self) -> str:
        """`gemeenten`, `samenwerkingsverbanden`, `dagen`, or "" when there is not enough to compare."""
        if self.dagen:
            return DAGEN
        if len(self.keuze.gemeente) > 1:
            return GEMEENTEN
        return VERBANDEN if len(self.keuze.verband) > 1 else ""

    def query(self) -> str:
        """The query string of the page."""
        paren = self.keuze.query()
        if not self.dagen:
            return paren
        return f"{paren}{'&' if paren else '?'}van={self.dagen[0]}&tot={self.dagen[1]}"


def read_question(dataset: Dataset, ook: tuple[str, ...] = ()) -> Vraag:
    """What the address asks to compare. Raises BadSelection, also for more than can stand side by side."""
    keuze = parse_selection(request.args.items(multi=True), dataset, ook=(*PARAMETERS, *ook))
    for naam, hoogstens in (("gemeente", MAX_GEMEENTEN), ("verband", MAX_VERBANDEN)):
        if len(keuze[naam]) > hoogstens:
            wat = f"Vergelijken kan met hoogstens {hoogstens} keer {naam}."
            raise BadSelection([BadValue(naam, keuze[naam][hoogstens], wat)])
    if not (single("van") or single("tot")):
        return Vraag(keuze, ())
    van, tot = day("van", date(dataset.peildatum.year - 1, 1, 1)), day("tot", dataset.peildatum)
    if van >= tot:
        raise BadSelection([BadValue("tot", tot.isoformat(), "De tweede dag moet na de eerste liggen.")])
    return Vraag(keuze, (van, tot))


def build_vergelijking(dataset: Dataset, vraag: Vraag, settings: Settings) -> Vergelijking | None:
    """The comparison that was asked for, None when there is not enough to compare.

    Two gemeenten are compared on all their samenwerkingsverbanden, of whichever provincie, that the
    other parameters leave.
    """
    keuze = vraag.keuze
    dag = keuze.peildatum or dataset.peildatum
    if vraag.soort == DAGEN:
        return vergelijk_dagen(dataset, keuze, settings.provincie, vraag.dagen)
    if vraag.soort == GEMEENTEN:
        ids = dataset.select(keuze.having(verband=()), NEDERLAND).index
        return vergelijk_gemeenten(dataset, [dataset.code_of(slug) for slug in keuze.gemeente], list(ids), dag)
    if vraag.soort == VERBANDEN:
        return vergelijk_verbanden(dataset, [dataset.id_of(slug) for slug in keuze.verband], dag)
    return None


@blueprint.get("/vergelijk")
def compare() -> Response:
    """Side by side, with the map and as a table."""
    ed, settings = edition(), current_app.extensions["settings"]
    vraag = read_question(ed.dataset)

    def maak() -> str:
        dag = vraag.keuze.peildatum or ed.dataset.peildatum
        verbanden = ed.dataset.verbanden_in(settings.provincie, dag)
        gekozen = ed.dataset.verbanden[ed.dataset.verbanden["slug"].isin(vraag.keuze.verband)]
        namen = {**dict(verbanden[["slug", "naam"]].to_numpy()), **dict(gekozen[["slug", "naam"]].to_numpy())}
        gemeenten = ed.dataset.gemeenten[
            ed.dataset.gemeenten.index.isin(ed.dataset.codes_in(settings.provincie))
            | ed.dataset.gemeenten["slug"].isin(vraag.keuze.gemeente)
        ]
        return render_template(
            "vergelijk.html",
            vraag=vraag,
            keuze=vraag.keuze,
            v=build_vergelijking(ed.dataset, vraag, settings),
            koppen=_headings(ed.dataset, vraag),
            dag=dag,
            dataset=ed.dataset,
            gemeenten=sorted(gemeenten[["slug", "naam"]].itertuples(index=False, name=None), key=lambda p: p[1]),
            verbanden=sorted(namen.items(), key=lambda p: p[1].casefold()),
            onvolledig=bool(vraag.dagen) and vraag.dagen[0] < REGISTER_GOED_GEVULD_VANAF,
        )

    return cached_page(f"vergelijk{vraag.query()}", maak)


@blueprint.get("/vergelijk.<soort>")
def compare_file(soort: str) -> Response:
    """The same table as a file: csv or xlsx."""
    ed, settings = edition(), current_app.extensions["settings"]
    vraag = read_question(ed.dataset, ook=("bom",))
    bom = one_of("bom", ("ja", "nee"), "nee") == "ja"
    v = build_vergelijking(ed.dataset, vraag, settings)
    if v is None:
        raise BadSelection([BadValue("gemeente", "", TE_WEINIG)])
    wat = "gemeente" if v.soort == VERBANDEN else "samenwerkingsverband"
    tabel = Tabel(
        "vergelijking",
        (wat, *_headings(ed.dataset, vraag), "allemaal"),
        [(rij.naam, *("ja" if bij else "nee" for bij in rij.bij), "ja" if rij.gedeeld else "nee") for rij in v.rijen],
    )
    dag = vraag.keuze.peildatum or ed.dataset.peildatum
    if soort == "csv":
        return attachment(lambda: to_csv(tabel, bom), "vergelijking", soort, dag)
    if soort == "xlsx":
        uitleg = explanation(ed.dataset, vraag.keuze, settings)
        return attachment(lambda: to_xlsx([tabel], uitleg, ed.dataset.peildatum), "vergelijking", soort, dag)
    raise NotFound


def _headings(dataset: Dataset, vraag: Vraag) -> list[str]:
    if vraag.soort == DAGEN:
        return [long_date(dag) for dag in vraag.dagen]
    if vraag.soort == GEMEENTEN:
        return [dataset.gemeenten["naam"][dataset.code_of(slug)] for slug in vraag.keuze.gemeente]
    return [dataset.verbanden["naam"][dataset.id_of(slug)] for slug in vraag.keuze.verband]
