"""For machines that look around: the catalogue, the feed of changes, sitemap and robots."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape as xml_escape

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from viewer.analysis.veranderingen import gebeurtenissen
from viewer.exports.feed import to_atom
from viewer.web.address import PLAATS, own_address
from viewer.web.parameters import no_parameters
from viewer.web.routes.pages import edition
from viewer.web.security import open_to_all

blueprint = Blueprint("catalog", __name__)
_HOOGSTENS = 100
_BLADEN = (
    "/", "/verbanden", "/analyse", "/vergelijk", "/tabel", "/veranderd", "/over", "/over/kwaliteit",
    "/toegankelijkheid", "/insluiten", "/api",
)  # fmt: skip
_VORMEN = {"ttl": ("turtle", "text/turtle"), "jsonld": ("json-ld", "application/ld+json")}


@blueprint.get("/catalogus")
def negotiated() -> Response:
    """The catalogue in the form that the request prefers: JSON-LD unless it asks for Turtle."""
    soort = request.accept_mimetypes.best_match(["application/ld+json", "text/turtle"])
    antwoord = _catalogue("ttl" if soort == "text/turtle" else "jsonld")
    antwoord.vary.add("Accept")
    return antwoord


@blueprint.get("/catalogus.ttl")
def turtle() -> Response:
    """The catalogue as Turtle."""
    return _catalogue("ttl")


@blueprint.get("/catalogus.jsonld")
def json_ld() -> Response:
    """The catalogue as JSON-LD."""
    return _catalogue("jsonld")


def _catalogue(vorm: str) -> Response:
    no_parameters()
    ed, settings = edition(), current_app.extensions["settings"]
    formaat, soort = _VORMEN[vorm]

    def maak() -> bytes:
        # rdflib takes a moment to load, and most visitors never ask for the catalogue
        from viewer.exports.catalogus import catalogus  # noqa: PLC0415

        tekst: str = catalogus(ed.dataset, settings, PLAATS).serialize(format=formaat, encoding=None)
        return tekst.encode()

    return _here(ed.pages.get(f"catalogus/{vorm}", maak), f"{soort}; charset=utf-8")


@blueprint.get("/wijzigingen.atom")
def feed() -> Response:
    """What changed, newest first."""
    no_parameters()
    ed, settings = edition(), current_app.extensions["settings"]

    def maak() -> bytes:
        wat = gebeurtenissen(ed.dataset, settings.provincie, _HOOGSTENS)
        return to_atom(f"{settings.paginatitel}: wat verandert er?", wat, PLAATS)

    return _here(ed.pages.get("atom", maak), "application/atom+xml; charset=utf-8")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """Every page for a search engine."""
    no_parameters()
    ed, settings = edition(), current_app.extensions["settings"]

    def maak() -> bytes:
        dataset = ed.dataset
        gemeenten = dataset.gemeenten.loc[sorted(dataset.codes_in(settings.provincie)), "slug"]
        verbanden = dataset.verbanden_in(settings.provincie, dataset.peildatum)["slug"]
        paden = [
            *_BLADEN,
            *(f"/gemeenten/{quote(slug)}" for slug in gemeenten),
            *(f"/samenwerkingsverbanden/{quote(slug)}" for slug in sorted(verbanden)),
        ]
        dag = dataset.peildatum.isoformat()
        regels = "".join(f"<url><loc>{PLAATS}{xml_escape(pad)}</loc><lastmod>{dag}</lastmod></url>\n" for pad in paden)
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{regels}</urlset>\n'
        ).encode()

    return _here(ed.pages.get("sitemap", maak), "application/xml; charset=utf-8")


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Whom to tell of a leak (RFC 9116); 404 without a mailbox."""
    email = current_app.extensions["settings"].correctie_email
    if not email:
        raise NotFound
    tot = f"{datetime.now(UTC) + timedelta(days=180):%Y-%m-%dT00:00:00Z}"
    regels = (f"Contact: mailto:{email}", f"Expires: {tot}", "Preferred-Languages: nl, en",
              f"Canonical: {PLAATS}/.well-known/security.txt")  # fmt: skip
    return _here("\n".join((*regels, "")).encode(), "text/plain; charset=utf-8")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Search engines may see every page, but not every combination of filters."""
    regels = ("User-agent: *", "Disallow: /*?", "Disallow: /download/", "Allow: /", f"Sitemap: {PLAATS}/sitemap.xml")
    return _here("\n".join((*regels, "")).encode(), "text/plain; charset=utf-8")


def _here(tekst: bytes, soort: str) -> Response:
    """A text with this site's address put in, which a header of the request decides: quoted, so that
    it can be nothing but an address."""
    thuis = quote(own_address(), safe=":/[]")
    antwoord = Response(tekst.decode().replace(PLAATS, thuis), content_type=soort)
    antwoord.headers["Cache-Control"] = "public, max-age=300, stale-while-revalidate=3600"
    open_to_all(antwoord)
    antwoord.add_etag()
    antwoord.make_conditional(request)
    return antwoord
