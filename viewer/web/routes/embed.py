"""The map on other sites: the builder of the line to paste, the script beside it, and oEmbed."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from flask import Blueprint, Response, jsonify, render_template, request
from markupsafe import escape

from viewer.dataset import Dataset
from viewer.facets import form_facets
from viewer.filters import FILTERS
from viewer.selection import Selection, read_selection
from viewer.web import policies
from viewer.web.address import STAND_IN, own_address, own_host
from viewer.web.answers import page, problem
from viewer.web.context import asked, edition, this_site
from viewer.web.edition import Edition
from viewer.web.embeddable import as_map
from viewer.web.parameters import LEFT_OUT, is_yes, left_out, whole_number, with_left_out
from viewer.web.pasted import pairs_of, tidy_path
from viewer.web.reading import kindly

blueprint = Blueprint("embed", __name__)
HOOGTE = 600
_MIN_HOOGTE, _MAX_HOOGTE = 300, 2000
_BREEDTE = 1000


def title_of(keuze: Selection, ed: Edition) -> str:
    """What an iframe with this selection is called: the map's name and what it shows."""
    namen = [ed.dataset.verbanden.loc[ed.dataset.id_of(slug), "naam"] for slug in keuze.verband[:3]]
    namen += [ed.dataset.gemeenten.loc[ed.dataset.code_of(slug), "naam"] for slug in keuze.gemeente[:3]]
    title = this_site().settings.paginatitel
    return f"{title}: {', '.join(namen)}" if namen else title


_STIJL = (
    "border:0!important;padding:0!important;box-sizing:content-box!important;width:100%!important;min-width:0!important;"
    "max-width:{breedste}!important;height:{hoogte}px!important;min-height:{hoogte}px!important;max-height:none!important;"
    "color-scheme:light!important"
)
"""Keeps an iframe as large as it was chosen, whatever a site says of its images and frames ({max-width: 60%;
height: auto}, a dark colour scheme). A site that allows no style attributes goes by width and height."""


def snippet(adres: str, titel: str, breedte: str, hoogte: int, script: str = "") -> str:
    """The line of HTML to paste. breedte: pixels, or "100%"; script: the address of our script, or "" for none."""
    stijl = _STIJL.format(hoogte=hoogte, breedste="none" if breedte.endswith("%") else f"{breedte}px")
    regel = (
        f'<iframe src="{escape(adres)}" title="{escape(titel)}" width="{breedte}" height="{hoogte}" '
        f'style="{stijl}" loading="lazy" referrerpolicy="no-referrer"></iframe>'
    )
    return regel + (f'<script src="{escape(script)}" async></script>' if script else "")


@blueprint.get("/insluiten")
@kindly
def builder() -> Response:
    """The page on which a web editor makes the line to paste."""
    ask = asked("zonder", "hoogte", "script")
    ed, settings = ask.edition, ask.settings
    keuze = ask.selection
    zonder = left_out()
    hoogte = whole_number("hoogte", _MIN_HOOGTE, _MAX_HOOGTE) or HOOGTE
    script = is_yes("script")
    pad = f"/kaart{with_left_out(keuze.query(), zonder)}"
    titel = title_of(keuze, ed)
    regel = snippet(f"{STAND_IN}{pad}", titel, "100%", hoogte, f"{STAND_IN}/insluiten.js" if script else "")

    def maak() -> str:
        alles = Selection(peildatum=keuze.peildatum)
        return render_template(
            "insluiten.html",
            dataset=ed.dataset,
            keuze=keuze,
            zonder=zonder,
            hoogte=hoogte,
            script=script,
            titel=titel,
            kaart_adres=pad,
            regel=regel,
            facetten=form_facets(ed.dataset, keuze, settings, also=FILTERS, among=alles),
        )

    sleutel = f"insluiten/{hoogte}/{script}/{'.'.join(zonder)}{keuze.query()}"
    return page(sleutel, maak)


@blueprint.get("/insluiten.js")
def script() -> Response:
    """The script that a host page may load; its address never changes, so it is kept for an hour."""
    return this_site().assets["insluiten.js"].response(policies.SCRIPT)


@blueprint.get("/oembed")
def oembed() -> Response:
    """oEmbed 1.0 (https://oembed.com), JSON only: 404 for an address that is not ours to embed, 501
    for another format, 400 for a request without a usable url or size."""
    if request.args.get("format", "json") != "json":
        return _problem(501, "Alleen format=json wordt ondersteund.")
    adres = request.args.get("url", "")
    if not adres or len(adres) > 2000:
        return _problem(400, "Geef met url het adres van de kaart op.")
    try:
        breedte = _size("maxwidth", _BREEDTE)
        hoogte = _size("maxheight", HOOGTE)
        vraag = _query_of(adres)
    except ValueError as fout:
        return _problem(400, str(fout))
    if vraag is None:
        return _problem(404, "Dit adres is niet van een kaart op deze site.")
    ed = edition()
    keuze = _understood(vraag, ed.dataset)
    if keuze is None:
        return _problem(404, "Van wat dit adres kiest, kennen wij niets.")
    zonder = [w for naam, w in vraag if naam == "zonder" and w in LEFT_OUT]
    thuis = own_address()
    titel = title_of(keuze, ed)
    kaart = f"{thuis}/kaart{with_left_out(keuze.query(), zonder)}"
    antwoord = jsonify(
        {
            "version": "1.0",
            "type": "rich",
            "title": titel,
            "provider_name": this_site().settings.paginatitel,
            "provider_url": f"{thuis}/",
            "cache_age": 86400,
            "width": breedte,
            "height": hoogte,
            "html": snippet(kaart, titel, str(breedte), hoogte),
        }
    )
    antwoord.headers["Cache-Control"] = policies.OEMBED
    return antwoord


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
