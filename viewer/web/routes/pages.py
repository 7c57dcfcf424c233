"""The pages for people: the viewer, the embed, a gemeente, a samenwerkingsverband, about, errors."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from urllib.parse import quote

from flask import Blueprint, Flask, Response, current_app, g, render_template, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException, NotFound

from viewer.analysis.tellingen import in_force_per_year, quality_of
from viewer.analysis.veranderingen import veranderingen
from viewer.dataset import AANVULLING, REGISTER
from viewer.errors import BadSelection, BadValue
from viewer.exports.beschrijving import schema_org
from viewer.facets import facets
from viewer.model import NEDERLAND, REGISTER_BEGINS, REGISTER_GOED_GEVULD_VANAF
from viewer.selection import Selection, parse_selection
from viewer.web.address import own_address
from viewer.web.compression import GRONDIG, SNEL
from viewer.web.edition import BLAD, Edition
from viewer.web.panel import build_paneel, compare_gemeente, gemeente_kaartje, groups, verband_kaartje
from viewer.web.parameters import day, several_of
from viewer.web.prepared import Prepared
from viewer.web.problems import for_machines, http_problem, selection_problem
from viewer.web.timeline import gemeente_tijdlijn, verband_tijdlijn

blueprint = Blueprint("pages", __name__)
THUIS = "@@thuis@@"
"""Stands in rendered pages for this site's own address, which can differ per request."""

WEGLATEN = ("zoek", "paneel", "legenda")
"""What an embed can do without."""


def edition() -> Edition:
    """The edition that this request is answered from, from its first use to its end."""
    if "edition" not in g:
        g.edition = current_app.extensions["store"].current()
    value: Edition = g.edition
    return value


def selection() -> Selection:
    """What the address asks for. Raises BadSelection."""
    return parse_selection(request.args.items(multi=True), edition().dataset)


def left_out() -> tuple[str, ...]:
    """What the address leaves out of an embed. Raises BadSelection for what cannot be."""
    return tuple(several_of("zonder", WEGLATEN))


@blueprint.get("/")
def viewer() -> Response:
    """The map with its panel."""
    return _map_page("viewer.html", selection(), ())


@blueprint.get("/kaart")
def embed() -> Response:
    """The same map without page furniture, for an iframe."""
    keuze = parse_selection(request.args.items(multi=True), edition().dataset, ook=("zonder",))
    return _map_page("kaart.html", keuze, left_out())


def _map_page(sjabloon: str, keuze: Selection, zonder: tuple[str, ...]) -> Response:

    def maak() -> str:
        ed, settings = edition(), current_app.extensions["settings"]
        return render_template(
            sjabloon,
            kaart=ed.map_parts,
            dataset=ed.dataset,
            gegevens_urls=ed.urls,
            keuze=keuze,
            paneel=build_paneel(ed.dataset, keuze, settings),
            facetten=facets(ed.dataset, keuze, settings),
            kaart_url=ed.map_url,
            zonder=zonder,
            deelbaar=f"{THUIS}{request.path}{keuze.query()}",
            ingesloten=sjabloon == "kaart.html",
        )

    # What nearly everyone starts with is worth pressing well.
    hoe = SNEL if keuze.pairs() or zonder else GRONDIG
    return cached_page(f"{sjabloon}/{'.'.join(zonder)}{keuze.query()}", maak, hoe)


@blueprint.get("/gemeenten/<slug>")
def gemeente(slug: str) -> Response:
    """One gemeente: in which samenwerkingsverbanden it takes part, and with whom."""
    ed, keuze, settings = edition(), selection(), current_app.extensions["settings"]
    if (beter := _canonical("gemeente", slug)) != slug:
        return _moved(f"/gemeenten/{beter}", keuze)
    dag = keuze.peildatum or ed.dataset.peildatum

    def maak() -> str:
        eigen = Selection(gemeente=(slug,), peildatum=keuze.peildatum)
        kaartje = gemeente_kaartje(ed.dataset, slug, dag, settings.provincie)
        over = ed.dataset.samenwerkingsverbanden_for(kaartje.code, dag).sort_values("naam")
        return render_template(
            "gemeente.html",
            kaartje=kaartje,
            vergelijking=compare_gemeente(ed.dataset, kaartje.code, dag),
            groepen=groups(ed.dataset, over, (), dag, kaartje.code),
            totaal=len(over),
            uit_register=int((over["bron"] == REGISTER).sum()),
            deelbaar=f"{THUIS}{request.path}",
            tijdlijn=gemeente_tijdlijn(ed.dataset, kaartje.code),
            keuze=eigen,
            dag=dag,
            dataset=ed.dataset,
        )

    return cached_page(f"gemeente/{slug}?{keuze.peildatum}", maak)


@blueprint.get("/samenwerkingsverbanden/<slug>")
def samenwerkingsverband(slug: str) -> Response:
    """One samenwerkingsverband: what it does, and which gemeenten make it up."""
    ed, keuze, settings = edition(), selection(), current_app.extensions["settings"]
    if (beter := _canonical("verband", slug)) != slug:
        return _moved(f"/samenwerkingsverbanden/{beter}", keuze)
    dag = keuze.peildatum or ed.dataset.peildatum

    def maak() -> str:
        return render_template(
            "samenwerkingsverband.html",
            kaartje=verband_kaartje(ed.dataset, slug, dag, settings.provincie),
            deelbaar=f"{THUIS}{request.path}",
            tijdlijn=verband_tijdlijn(ed.dataset, ed.dataset.id_of(slug)),
            keuze=Selection(verband=(slug,), peildatum=keuze.peildatum),
            dag=dag,
            dataset=ed.dataset,
        )

    return cached_page(f"verband/{slug}?{keuze.peildatum}", maak)


def _canonical(soort: str, naam: str) -> str:
    """The slug that a page has, for a slug, a code or an id. Raises NotFound."""
    slug = edition().dataset.slug_of(soort, naam)
    if slug is None:
        raise NotFound
    return slug


def _moved(pad: str, keuze: Selection) -> Response:
    antwoord = Response(status=301, mimetype="text/html")
    antwoord.headers["Location"] = f"{pad}{keuze.query()}"
    return antwoord


@blueprint.get("/veranderd")
def changes() -> Response:
    """What changed between two days: new, ended, joined, left."""
    ed, settings = edition(), current_app.extensions["settings"]
    keuze = parse_selection(request.args.items(multi=True), ed.dataset, ook=("van", "tot"))
    van = day("van", date(ed.dataset.peildatum.year - 1, 1, 1))
    tot = day("tot", ed.dataset.peildatum)
    if van >= tot:
        raise BadSelection([BadValue("tot", tot.isoformat(), "De tweede dag moet na de eerste liggen.")])

    def maak() -> str:
        return render_template(
            "veranderd.html",
            van=van,
            tot=tot,
            keuze=keuze,
            dataset=ed.dataset,
            onvolledig=van < REGISTER_GOED_GEVULD_VANAF,
            veranderd=veranderingen(ed.dataset, keuze, settings.provincie, van, tot),
        )

    return cached_page(f"veranderd/{van}/{tot}{keuze.query()}", maak)


@blueprint.get("/over/kwaliteit")
def quality() -> Response:
    """What is missing from the data, how old they are, and how complete through the years."""
    ed, settings = edition(), current_app.extensions["settings"]

    def maak() -> str:
        gebieden = dict.fromkeys((settings.provincie, NEDERLAND))
        merged = ed.dataset.verbanden.loc[sorted(set(ed.dataset.dubbelen.values()))]
        return render_template(
            "kwaliteit.html",
            dataset=ed.dataset,
            tellingen={g: quality_of(ed.dataset, g) for g in gebieden},
            jaren=in_force_per_year(
                ed.dataset, settings.provincie, range(REGISTER_BEGINS.year, ed.dataset.peildatum.year + 1)
            ),
            samengevoegd=list(merged[["slug", "naam", "alias"]].itertuples(index=False, name=None)),
            hand=ed.dataset.verbanden[ed.dataset.verbanden["bron"] == AANVULLING].sort_values("peildatum_bron"),
        )

    return cached_page("kwaliteit", maak)


@blueprint.get("/toegankelijkheid")
def accessibility() -> Response:
    """What was done and tested for people with a disability, and what is not right yet."""
    return cached_page("toegankelijkheid", lambda: render_template("toegankelijkheid.html"))


@blueprint.get("/over")
def about() -> Response:
    """Where the data come from and what they do not tell."""
    ed = edition()
    settings = current_app.extensions["settings"]

    def maak() -> str:
        verbanden = ed.dataset.verbanden_in(settings.provincie, ed.dataset.peildatum)
        wat = schema_org(ed.dataset, settings, THUIS)
        return render_template("over.html", dataset=ed.dataset, verbanden=verbanden, beschrijving=wat)

    return cached_page("over", maak)


def cached_page(sleutel: str, maak: Callable[[], str], hoe: str = SNEL) -> Response:
    """A page from the edition's store, with this site's address put in. hoe: see `compression`."""
    ed, thuis = edition(), own_address()

    def klaar() -> Prepared:
        tekst = ed.pages.get(sleutel, lambda: maak().encode()).decode()
        tekst = tekst.replace(THUIS, str(escape(thuis))).replace(quote(THUIS, safe=""), quote(thuis, safe=""))
        return Prepared(tekst.encode(), "text/html; charset=utf-8", BLAD, hoe)

    return ed.ready.get(f"{thuis} {sleutel}", klaar).response()


def install_errors(app: Flask) -> None:
    """Pages for what goes wrong; machines get a problem instead."""

    @app.errorhandler(BadSelection)
    def bad_selection(fout: BadSelection) -> tuple[str, int] | Response:
        if for_machines(request.path):
            return selection_problem(fout)
        return _fault("Dat kunnen wij niet tonen", [w.wat for w in fout.waarden], 400)

    @app.errorhandler(HTTPException)
    def http_error(fout: HTTPException) -> tuple[str, int] | HTTPException | Response:
        code = fout.code or 500
        if code < 400:
            return fout
        if for_machines(request.path):
            return http_problem(fout)
        titel, wat = _UITLEG.get(code, ("Dit lukt niet", "Dit verzoek kan de kaart niet beantwoorden."))
        return _fault(titel, [wat], code)


_UITLEG = {
    404: ("Deze pagina is er niet", "Misschien is het adres verkeerd overgenomen of bestaat het niet meer."),
    405: ("Dit kan niet op dit adres", "Deze pagina is alleen om te lezen."),
    500: ("Er ging iets mis bij ons", "Probeer het later nog eens. Wij hebben er een melding van."),
}


def _fault(titel: str, wat: list[str], code: int) -> tuple[str, int]:
    tekst = render_template("fout.html", titel=titel, wat=wat)
    return tekst.replace(THUIS, str(escape(own_address()))), code
