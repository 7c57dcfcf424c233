"""The map on other sites: the builder of the line to paste, the script beside it, and oEmbed."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, current_app, jsonify, render_template, request

from viewer.colours import MAX_LAYERS
from viewer.dataset import Dataset
from viewer.filters import FILTERS
from viewer.limits import FRAME_HEIGHT, FRAME_WIDTH, LEFT_OUT, MAX_FRAME_HEIGHT, MIN_FRAME_HEIGHT
from viewer.selection import Selection, read_selection
from viewer.views.cards import View
from viewer.views.embed import embed
from viewer.views.form import form
from viewer.web import policies
from viewer.web.address import STAND_IN, own_address, own_host
from viewer.web.answers import page, problem
from viewer.web.context import asked, edition, this_site
from viewer.web.embeddable import as_map
from viewer.web.parameters import is_yes, left_out, one_by_one, whole_number
from viewer.web.pasted import pairs_of, tidy_path
from viewer.web.reading import kindly

blueprint = Blueprint("embed", __name__)


def snippet(view: View) -> str:
    """The line of HTML to paste, as `views.embed.embed` describes it, with our stand-in for an address."""
    parts = current_app.jinja_env.get_template("delen/g-insluiten.html").module
    return str(parts.regel(view))  # type: ignore[attr-defined]


@blueprint.get("/insluiten")
@kindly
def builder() -> Response:
    """The page on which a web editor makes the line to paste."""
    ask = asked("zonder", "hoogte", "script")
    zonder = left_out()
    view = embed(
        ask.dataset,
        ask.selection,
        ask.settings.paginatitel,
        zonder,
        hoogte=whole_number("hoogte", MIN_FRAME_HEIGHT, MAX_FRAME_HEIGHT) or FRAME_HEIGHT,
        script=is_yes("script"),
    )

    def make() -> str:
        return render_template(
            "insluiten.html",
            keuze=ask.selection,
            zonder=zonder,
            hoogten=(MIN_FRAME_HEIGHT, MAX_FRAME_HEIGHT),
            beeld=view,
            lagen=MAX_LAYERS,
            regel=snippet(view),
            gegevens_urls=ask.edition.urls,
            formulier=form(
                ask.dataset, ask.selection, ask.settings, own=("peildatum",), also=FILTERS, count=False, alone=True
            ),
        )

    return page(f"insluiten/{view['hoogte']}/{view['script']}{view['adres']}", make)


@blueprint.get("/insluiten.js")
def script() -> Response:
    """The script that a host page may load; its address never changes, so it is kept for an hour."""
    return this_site().assets["insluiten.js"].response(policies.SCRIPT)


@blueprint.get("/oembed")
def oembed() -> Response:
    """oEmbed 1.0 (https://oembed.com), JSON only: 404 for an address that is not ours to embed, 501
    for another format, 400 for a request without a usable url or size."""
    if request.args.get("format", "json").strip().lower() not in ("", "json", "application/json"):
        return _problem(501, "Alleen format=json wordt ondersteund.")
    adres = request.args.get("url", "")
    if not adres or len(adres) > 2000:
        return _problem(400, "Geef met url het adres van de kaart op.")
    try:
        breedte = _size("maxwidth", FRAME_WIDTH)
        vraag = _query_of(adres)
        hoogte = _size("maxheight", _height_in(vraag or []))
    except ValueError as fout:
        return _problem(400, str(fout))
    if vraag is None:
        return _problem(404, "Dit adres is niet van een kaart op deze site.")
    ed = edition()
    keuze = _understood(vraag, ed.dataset)
    if keuze is None:
        return _problem(404, "Van wat dit adres kiest, kennen wij niets.")
    zonder = [w for naam, ruw in vraag if naam == "zonder" for w in one_by_one(ruw) if w in LEFT_OUT]
    thuis = own_address()
    view = embed(ed.dataset, keuze, this_site().settings.paginatitel, zonder, str(breedte), hoogte)
    antwoord = jsonify(
        {
            "version": "1.0",
            "type": "rich",
            "title": view["titel"],
            "provider_name": this_site().settings.paginatitel,
            "provider_url": f"{thuis}/",
            "cache_age": 86400,
            "width": breedte,
            "height": hoogte,
            "html": snippet(view).replace(STAND_IN, thuis),
        }
    )
    antwoord.headers["Cache-Control"] = policies.OEMBED
    return antwoord


def _height_in(vraag: list[tuple[str, str]]) -> int:
    """How high an address of the builder has the frame, within bounds; as usual without, or when it is no number."""
    hoogte = next((waarde for naam, waarde in vraag if naam == "hoogte"), "")
    if not (hoogte.isascii() and hoogte.isdigit()):
        return FRAME_HEIGHT
    return min(max(int(hoogte[:6]), MIN_FRAME_HEIGHT), MAX_FRAME_HEIGHT)


def _query_of(adres: str) -> list[tuple[str, str]] | None:
    """The parameters of an address of ours that can be embedded; None for any other address.
    Raises ValueError when it is no address."""
    delen = urlsplit(adres.strip())
    if delen.scheme not in ("http", "https"):
        raise ValueError("url is geen adres.")
    if delen.netloc.lower() != own_host().lower():
        return None
    path, folder = tidy_path(unquote(delen.path)), urlsplit(own_address()).path
    if not f"{path}/".startswith(f"{folder}/"):
        return None
    return as_map(path.removeprefix(folder), pairs_of(delen.query))


def _understood(paren: list[tuple[str, str]], dataset: Dataset) -> Selection | None:
    """What is left of a choice as it is called today; None when that is nothing."""
    reading = read_selection(paren, dataset, kindly=True)
    keuze, kwijt = reading.selection, False
    for fout in reading.faults:
        elders = dataset.elders.find(fout.waarde) if fout.parameter == "gemeente" else None
        if elders is not None:
            keuze = keuze.having(gemeente=tuple(dict.fromkeys((*keuze.gemeente, elders.slugs[0]))))
        elif fout.parameter in FILTERS and fout.waarde:
            kwijt = True
    return None if kwijt and not keuze else keuze


def _size(naam: str, standaard: int) -> int:
    tekst = request.args.get(naam, "")
    if not tekst:
        return standaard
    if not (tekst.isascii() and tekst.isdigit() and int(tekst[:6]) > 0):
        raise ValueError(f"{naam} moet een getal groter dan 0 zijn.")
    return min(standaard, int(tekst[:6]))


def _problem(status: int, detail: str) -> Response:
    return problem(status, "oEmbed", detail)
