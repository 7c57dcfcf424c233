"""The pages for people: the viewer, the embed, a gemeente, a samenwerkingsverband, changes, about."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from viewer.analysis.tellingen import in_force_per_year, quality_of
from viewer.analysis.veranderingen import veranderingen
from viewer.dataset import Dataset
from viewer.exports.beschrijving import schema_org
from viewer.exports.organisatie import organization
from viewer.facets import chosen_words
from viewer.filters import ADDS
from viewer.gemeente_index import Elders
from viewer.model import NEDERLAND, PROVINCIES, REGISTER_BEGINS, REGISTER_GOED_GEVULD_VANAF, plain, slugify
from viewer.selection import Selection
from viewer.views.cards import counted_view, together, verband_card
from viewer.views.dossier import council_view, dossier_view, texts_view
from viewer.views.pages import (
    compare_gemeente,
    inhabitants,
    more_sources,
    participants_at_the_end,
    takes_part_in,
    versions_for,
    versions_of,
    who_left,
)
from viewer.views.panel import panel
from viewer.web.address import STAND_IN
from viewer.web.answers import page
from viewer.web.compression import QUICK, THOROUGH
from viewer.web.context import Asked, asked, edition, this_site
from viewer.web.leads import Moved, exists_since, unknown, where_it_lies
from viewer.web.parameters import left_out, two_days
from viewer.web.pasted import tidy_name
from viewer.web.reading import choose, how, kindly
from viewer.web.timeline import gemeente_tijdlijn, verband_tijdlijn

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@kindly
def viewer() -> Response:
    """The map with its panel."""
    return _map_page("viewer.html", asked(), ())


@blueprint.get("/kaart")
@kindly
def embed() -> Response:
    """The same map without page furniture, for an iframe."""
    return _map_page("kaart.html", asked("zonder"), left_out())


def _map_page(template: str, ask: Asked, without: tuple[str, ...]) -> Response:
    selection = ask.selection

    def make() -> str:
        return render_template(
            template,
            kaart=ask.edition.map_parts,
            dataset=ask.dataset,
            gegevens_urls=ask.edition.urls,
            keuze=selection,
            paneel=panel(ask.dataset, selection, ask.settings, without),
            kaart_url=ask.edition.map_url,
            zonder=without,
            ingesloten=template == "kaart.html",
        )

    # What nearly everyone starts with is worth pressing well.
    effort = QUICK if selection.pairs() or without else THOROUGH
    return page(f"{template}/{'.'.join(without)}{selection.query()}", make, effort)


@blueprint.get("/gemeenten")
@kindly
def gemeenten() -> Response:
    """Every gemeente with a link to its page, those of the area first."""
    ask = asked()
    choose(Selection(peildatum=ask.selection.peildatum).pairs())

    def make() -> str:
        own = ask.settings.provincie
        rows = ask.dataset.gemeenten.sort_values("naam", key=lambda names: names.map(plain))
        groups = {
            str(provincie): list(part[["slug", "naam"]].itertuples(index=False, name=None))
            for provincie, part in rows.groupby("provincie")
        }
        order = sorted(groups, key=lambda provincie: (provincie != own, plain(provincie)))
        return render_template(
            "gemeenten.html",
            provincies=[(provincie, groups[provincie]) for provincie in order],
            vraag=Selection(peildatum=ask.selection.peildatum).query(),
            dataset=ask.dataset,
        )

    return page(f"gemeenten?{ask.selection.peildatum}", make)


@blueprint.get("/samenwerkingsverbanden")
@kindly
def samenwerkingsverbanden() -> Response:
    """The list of them is the table."""
    raise _moved("/tabel", asked())


@blueprint.get("/gemeenten/<slug>")
@kindly
def gemeente(slug: str) -> Response:
    """One gemeente: in which samenwerkingsverbanden it takes part, and with whom."""
    ask = asked()
    dataset, day = ask.dataset, ask.day
    known = dataset.slug_of("gemeente", slug)
    ended = dataset.ended_on(tidy_name(slug), day) if known is None else None
    if ended is not None:
        return _ended(ended, dataset, day, ask.selection)
    if known is None and (found := dataset.elders.find(tidy_name(slug))) is not None:
        if len(found.slugs) > 1:
            return _to_choose(found, dataset, ask.selection)
        raise _moved(f"/gemeenten/{found.slugs[0]}", ask)
    if (better := _canonical("gemeente", slug)) != slug:
        raise _moved(f"/gemeenten/{better}", ask)
    counted = Selection([(name, ask.selection[name]) for name in ADDS], ask.selection.peildatum)
    choose(counted.pairs())
    if before := exists_since(dataset.code_of(slug), day, dataset):
        return _before(slug, before, dataset, day, ask.selection)

    def make() -> str:
        code = dataset.code_of(slug)
        row = dataset.gemeenten.loc[code]
        groups = takes_part_in(dataset, code, day)
        lines = [line for group in groups for line in group["regels"]]
        partners, geteld = together(dataset, code, day, NEDERLAND, counted)
        return render_template(
            "gemeente.html",
            kaartje={"slug": slug, "naam": row["naam"]},
            provincie=row["provincie"],
            inwoners=int(row["inwoners"]),
            raad=council_view(dataset, code),
            plaatsen=row["plaatsen"],
            partners=[
                (s, naam, dataset.gemeenten["provincie"][dataset.code_of(s)], number) for s, naam, number in partners
            ],
            telt=counted,
            geteld=counted_view(geteld),
            vergelijking=compare_gemeente(dataset, code, day, counted),
            groepen=groups,
            totaal=len(lines),
            uit_register=sum(line["register"] for line in lines),
            vroeger=dataset.elders.former(code),
            tijdlijn=gemeente_tijdlijn(dataset, code),
            versies=versions_for(dataset, code, day),
            keuze=counted.having(gemeente=(slug,)),
            dag=day,
            dataset=dataset,
        )

    return page(f"gemeente/{slug}{counted.query()}", make)


def _before(slug: str, sentence: str, dataset: Dataset, day: date, selection: Selection) -> Response:
    """A gemeente on a day on which it was none yet: who stood there, and what they took part in."""

    def make() -> str:
        code = dataset.code_of(slug)
        names = dataset.gemeente_names
        then = [(one, dataset.samenwerkingsverbanden_for(one, day)) for one in dataset.toen(code, day)]
        return render_template(
            "gemeente-toen.html",
            naam=names[code]["naam"],
            slug=slug,
            zin=sentence,
            vroeger=[(names[one]["slug"], names[one]["naam"], len(verbanden)) for one, verbanden in then],
            groepen=takes_part_in(dataset, code, day),
            opgeheven=False,
            keuze=Selection(gemeente=(slug,), peildatum=selection.peildatum),
            dag=day,
            dataset=dataset,
        )

    return page(f"gemeente/{slug}?{selection.peildatum}", make)


def _ended(code: str, dataset: Dataset, day: date, selection: Selection) -> Response:
    """A gemeente that has ended since, on a day on which it was one."""
    row = dataset.ooit.loc[code]
    if request.path != (own := f"/gemeenten/{row['slug']}"):
        raise Moved(f"{own}{selection.query()}")
    choose(Selection(peildatum=selection.peildatum).pairs())

    def make() -> str:
        successor = dataset.gemeente_names[row["nu"]]
        return render_template(
            "gemeente-toen.html",
            naam=row["naam"],
            slug=row["slug"],
            zin=where_it_lies(dataset.elders.ended()[code], dataset),
            vroeger=[],
            groepen=takes_part_in(dataset, code, day),
            opgeheven=True,
            opvolger=successor,
            keuze=Selection(gemeente=(successor["slug"],), peildatum=selection.peildatum),
            dag=day,
            dataset=dataset,
        )

    return page(f"gemeente/{row['slug']}?{selection.peildatum}", make)


@blueprint.get("/samenwerkingsverbanden/<slug>")
@kindly
def samenwerkingsverband(slug: str) -> Response:
    """One samenwerkingsverband: what it does, and which gemeenten make it up."""
    ask = asked()
    dataset, day = ask.dataset, ask.day
    if (better := _canonical("verband", slug)) != slug:
        raise _moved(f"/samenwerkingsverbanden/{better}", ask)
    choose(Selection(peildatum=ask.selection.peildatum).pairs())

    def make() -> str:
        return render_template(
            "samenwerkingsverband.html",
            kaartje=verband_card(dataset, slug, day, ask.settings.provincie),
            titel=dataset.verbanden["titel"][dataset.id_of(slug)],
            verdwenen=dataset.verdwenen.get(dataset.id_of(slug)),
            afkorting=dataset.verbanden["afkorting"][dataset.id_of(slug)],
            eerder=dataset.eerdere_titels.get(dataset.id_of(slug), ()),
            dossier=dossier_view(dataset, dataset.id_of(slug), day),
            teksten=texts_view(dataset, dataset.id_of(slug), day) if this_site().texts else [],
            gegevens=organization(dataset, slug, day, STAND_IN),
            taken=[dataset.taken[taak] for taak in dataset.verbanden["taken"][dataset.id_of(slug)]],
            taken_bron=dataset.verbanden["taken_bron"][dataset.id_of(slug)],
            inwoners=inhabitants(dataset, slug, day),
            deden_mee=participants_at_the_end(dataset, slug),
            vertrokken=who_left(dataset, slug),
            meer_bronnen=more_sources(dataset, slug),
            tijdlijn=verband_tijdlijn(dataset, dataset.id_of(slug)),
            versies=versions_of(dataset, dataset.id_of(slug), day),
            keuze=Selection(verband=(slug,), peildatum=ask.selection.peildatum),
            dag=day,
            dataset=dataset,
        )

    return page(f"verband/{slug}?{ask.selection.peildatum}", make)


def _canonical(kind: str, name: str) -> str:
    """The slug that a page has, for a slug, a code, an id or a name, also with what was pasted along.
    Raises Unknown."""
    dataset, bare = edition().dataset, tidy_name(name)
    found = (dataset.slug_of(kind, text) for text in (name, bare, slugify(bare)))
    slug = next((slug for slug in found if slug is not None), None)
    if slug is None:
        raise unknown(kind, bare, "/gemeenten" if kind == "gemeente" else "/samenwerkingsverbanden", dataset)
    return slug


def _moved(path: str, ask: Asked) -> Moved:
    """A page by another name, with what was chosen, also what of it is to be told there that it is not understood."""
    read = how()
    return Moved(f"{path}{ask.selection.query()}", read.unread if read else ())


def _to_choose(found: Elders, dataset: Dataset, selection: Selection) -> Response:
    """The gemeenten that a place lies in, where it is more than one."""
    choose(selection.pairs())
    names = dataset.gemeenten.set_index("slug")["naam"]

    def make() -> str:
        return render_template(
            "plaats.html",
            gevonden=found,
            zin=where_it_lies(found, dataset),
            gemeenten=[(slug, names[slug]) for slug in found.slugs],
            vraag=selection.query(),
        )

    return page(f"plaats/{slugify(found.naam)}{selection.query()}", make)


@blueprint.get("/veranderd")
@kindly
def changes() -> Response:
    """What changed between two days: new, ended, joined, left, a new version."""
    ask = asked("van", "tot")
    first, last = two_days(ask.dataset.peildatum)

    def make() -> str:
        return render_template(
            "veranderd.html",
            van=first,
            tot=last,
            keuze=ask.selection,
            gekozen=chosen_words(ask.dataset, ask.selection),
            vraag=_file_query(ask, first, last),
            dataset=ask.dataset,
            onvolledig=first < REGISTER_GOED_GEVULD_VANAF,
            veranderd=veranderingen(ask.dataset, ask.selection, ask.settings.provincie, first, last),
        )

    return page(f"veranderd/{first}/{last}{ask.selection.query()}", make)


def _file_query(ask: Asked, first: date, last: date) -> str:
    """The query of the file with what a page of changes shows; "" where the page shows what it does unasked, so that
    a published one has the file too."""
    selection, newest = ask.selection.without("peildatum"), ask.dataset.peildatum
    if not selection and (first, last) == (date(newest.year - 1, 1, 1), newest):
        return ""
    return f"?{urlencode([*selection.pairs(), ('van', first.isoformat()), ('tot', last.isoformat())])}"


@blueprint.get("/over/kwaliteit")
@kindly
def quality() -> Response:
    """What is missing from the data, how old they are, and how complete through the years."""
    dataset, provincie = edition().dataset, this_site().settings.provincie

    def make() -> str:
        merged = dataset.verbanden.loc[sorted(set(dataset.dubbelen.values()))]
        years = range(REGISTER_BEGINS.year, dataset.peildatum.year + 1)
        return render_template(
            "kwaliteit.html",
            dataset=dataset,
            tellingen={
                area: quality_of(dataset, area) for area in dict.fromkeys((provincie, *PROVINCIES.values(), NEDERLAND))
            },
            jaren=in_force_per_year(dataset, provincie, years),
            samengevoegd=list(merged[["slug", "naam", "alias"]].itertuples(index=False, name=None)),
            hand=dataset.verbanden[~dataset.verbanden["dated"]].sort_values("peildatum_bron"),
        )

    return page("kwaliteit", make)


@blueprint.get("/toegankelijkheid")
@kindly
def accessibility() -> Response:
    """What was done and tested for people with a disability, and what is not right yet."""
    return page("toegankelijkheid", lambda: render_template("toegankelijkheid.html"))


@blueprint.get("/over")
@kindly
def about() -> Response:
    """Where the data come from and what they do not tell."""
    dataset, settings = edition().dataset, this_site().settings

    def make() -> str:
        verbanden = dataset.verbanden_in(settings.provincie, dataset.peildatum)
        described = schema_org(dataset, settings, STAND_IN)
        return render_template("over.html", dataset=dataset, verbanden=verbanden, beschrijving=described)

    return page("over", make)
