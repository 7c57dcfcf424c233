"""For machines that look around: the catalogue, the feed of changes, sitemap and robots."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import quote
from xml.sax.saxutils import escape as xml_escape

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from viewer.analysis.veranderingen import gebeurtenissen
from viewer.exports.feed import to_atom
from viewer.web.address import STAND_IN, in_folder
from viewer.web.answers import text
from viewer.web.context import edition, this_site
from viewer.web.parameters import no_parameters
from viewer.web.reading import loosely

blueprint = Blueprint("catalog", __name__)
_MOST = 100
_PAGES = (
    "/", "/gemeenten", "/taken", "/wie-met-wie", "/analyse", "/vergelijk", "/tabel", "/veranderd", "/over",
    "/over/kwaliteit", "/toegankelijkheid", "/insluiten", "/api",
)  # fmt: skip
_FORMS = {"ttl": ("turtle", "text/turtle"), "jsonld": ("json-ld", "application/ld+json")}


@blueprint.get("/catalogus")
@loosely
def negotiated() -> Response:
    """The catalogue in the form that the request prefers: JSON-LD unless it asks for Turtle."""
    soort = request.accept_mimetypes.best_match(["application/ld+json", "text/turtle"])
    antwoord = _catalogue("ttl" if soort == "text/turtle" else "jsonld")
    antwoord.vary.add("Accept")
    return antwoord


@blueprint.get("/catalogus.ttl")
@loosely
def turtle() -> Response:
    """The catalogue as Turtle."""
    return _catalogue("ttl")


@blueprint.get("/catalogus.jsonld")
@loosely
def json_ld() -> Response:
    """The catalogue as JSON-LD."""
    return _catalogue("jsonld")


def _catalogue(form: str) -> Response:
    no_parameters()
    now, settings = edition(), this_site().settings
    rdf_format, media = _FORMS[form]

    def make() -> bytes:
        # rdflib takes a moment to load, and most visitors never ask for the catalogue
        from viewer.exports.catalogus import catalogus  # noqa: PLC0415

        levend = settings.adres != STAND_IN  # publiceer asks with the stand-in as address
        return catalogus(now.dataset, settings, STAND_IN, levend).serialize(format=rdf_format, encoding="utf-8")

    return text(now.pages.get(f"catalogus/{form}", make), f"{media}; charset=utf-8")


@blueprint.get("/wijzigingen.atom")
@loosely
def feed() -> Response:
    """What changed, newest first."""
    no_parameters()
    now, settings = edition(), this_site().settings

    def make() -> bytes:
        wat = gebeurtenissen(now.dataset, settings.provincie, _MOST)
        return to_atom(wat, settings, now.dataset.peildatum, STAND_IN)

    return text(now.pages.get("atom", make), "application/atom+xml; charset=utf-8")


@blueprint.get("/sitemap.xml")
@loosely
def sitemap() -> Response:
    """Every page for a search engine."""
    no_parameters()
    now, settings = edition(), this_site().settings

    def make() -> bytes:
        dataset = now.dataset
        gemeenten = dataset.gemeenten.loc[sorted(dataset.codes_in(settings.provincie)), "slug"]
        verbanden = dataset.verbanden_in(settings.provincie, dataset.peildatum)["slug"]
        paden = [
            *_PAGES,
            *(f"/gemeenten/{quote(slug)}" for slug in gemeenten),
            *(f"/samenwerkingsverbanden/{quote(slug)}" for slug in sorted(verbanden)),
            *(f"/taken/{quote(slug)}" for slug in dataset.taken),
        ]
        dag = dataset.peildatum.isoformat()
        regels = "".join(
            f"<url><loc>{STAND_IN}{xml_escape(pad)}</loc><lastmod>{dag}</lastmod></url>\n" for pad in paden
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{regels}</urlset>\n'
        ).encode()

    return text(now.pages.get("sitemap", make), "application/xml; charset=utf-8")


@blueprint.get("/.well-known/security.txt")
@loosely
def security_txt() -> Response:
    """Whom to tell of a leak (RFC 9116); 404 without a mailbox."""
    email = this_site().settings.correctie_email
    if not email:
        raise NotFound
    tot = f"{datetime.now(UTC) + timedelta(days=180):%Y-%m-%dT00:00:00Z}"
    regels = (f"Contact: mailto:{email}", f"Expires: {tot}", "Preferred-Languages: nl, en",
              f"Canonical: {STAND_IN}/.well-known/security.txt")  # fmt: skip
    return text("\n".join((*regels, "")).encode(), "text/plain; charset=utf-8")


@blueprint.get("/robots.txt")
@loosely
def robots() -> Response:
    """Search engines may see every page, but not every combination of filters."""
    regels = (
        "User-agent: *",
        f"Disallow: {in_folder('/*?')}",
        f"Disallow: {in_folder('/download/')}",
        "Allow: /",
        f"Sitemap: {STAND_IN}/sitemap.xml",
    )
    return text("\n".join((*regels, "")).encode(), "text/plain; charset=utf-8")
