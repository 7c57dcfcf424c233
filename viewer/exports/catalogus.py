"""The data set and its services as a data portal reads it: DCAT-AP-NL 3.0."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import DCTERMS, FOAF, RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from viewer.dataset import Dataset
from viewer.exports.beschrijving import DIENSTEN, TREFWOORDEN, VERSPREIDINGEN, describe, publisher_of
from viewer.settings import Settings
from viewer.sources.registry import SOURCES, licence_of
from viewer.sources.source import CC0

DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib's own stops at DCAT 2
_ADMS = Namespace("http://www.w3.org/ns/adms#")
_VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
_SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
_EU = "http://publications.europa.eu/resource/authority"


def catalogus(dataset: Dataset, settings: Settings, thuis: str, levend: bool = True) -> Graph:
    """The catalogue as a graph. thuis: where the site is, without a slash at the end. levend: whether a server
    answers there: a published site has files only, and none that is called /catalogus.

    Mandatory properties as in the profile: Geonovum, DCAT-AP-NL 3.0
    (https://docs.geostandaarden.nl/dcat/dcat-ap-nl30/).
    """
    bouw = _Bouw(dataset, settings, thuis)
    zelf = "/catalogus" if levend else "/catalogus.ttl"
    catalog, verzameling = bouw.uri(f"{zelf}#catalogus"), bouw.uri(f"{zelf}#dataset")
    bouw.resource(catalog, DCAT.Catalog, settings.paginatitel, f"Catalogus van {settings.paginatitel}.", CC0.uri)
    bouw.add(catalog, [(FOAF.homepage, bouw.typed(f"{thuis}/", FOAF.Document)), (DCAT.dataset, verzameling)])
    titel, omschrijving = describe(dataset, settings)
    bouw.resource(verzameling, DCAT.Dataset, titel, omschrijving, licence_of(SOURCES).uri)
    bouw.add(
        verzameling,
        [
            (DCTERMS.accessRights, bouw.openbaar),
            (DCAT.theme, bouw.thema),
            (DCAT.landingPage, bouw.typed(f"{thuis}/over", FOAF.Document)),
            (DCAT.version, Literal(dataset.versie)),
            (_ADMS.status, URIRef(f"{_EU}/dataset-status/COMPLETED")),
            (DCTERMS.accrualPeriodicity, bouw.typed(f"{_EU}/frequency/DAILY", DCTERMS.Frequency)),
            *((DCTERMS.source, URIRef(source.address)) for source in SOURCES if source.address),
            *((DCAT.keyword, Literal(woord, lang="nl")) for woord in TREFWOORDEN),
        ],
    )
    for pad, naam, soort, media, licentie in VERSPREIDINGEN:
        knoop = bouw.uri(f"{zelf}#{pad.rsplit('/', 1)[-1].replace('.', '-')}")
        bouw.add(verzameling, [(DCAT.distribution, knoop)])
        bouw.add(
            knoop,
            [
                (RDF.type, DCAT.Distribution),
                (DCTERMS.title, Literal(naam, lang="nl")),
                (DCAT.accessURL, bouw.uri(pad)),
                (DCAT.downloadURL, bouw.uri(pad)),
                (DCTERMS["format"], bouw.typed(f"{_EU}/file-type/{soort}", DCTERMS.MediaTypeOrExtent)),
                (
                    DCAT.mediaType,
                    bouw.typed(f"https://www.iana.org/assignments/media-types/{media}", DCTERMS.MediaType),
                ),
                (DCTERMS.license, bouw.typed(licentie.uri, DCTERMS.LicenseDocument)),
                (DCTERMS.language, bouw.taal),
                (DCTERMS.modified, bouw.gewijzigd),
            ],
        )
    for pad, naam, wat, machine, uitleg, licentie in DIENSTEN if levend else ():
        knoop = bouw.uri(f"{zelf}#dienst{pad.replace('/', '-')}")
        bouw.resource(knoop, DCAT.DataService, f"{settings.paginatitel}: {naam}", wat, licentie.uri)
        bouw.add(catalog, [(DCAT.service, knoop)])
        bouw.add(
            knoop,
            [
                (DCTERMS.accessRights, bouw.openbaar),
                (DCAT.theme, bouw.thema),
                (DCAT.endpointURL, bouw.uri(pad)),
                (DCAT.endpointDescription, bouw.uri(machine)),
                (FOAF.page, bouw.typed(thuis + uitleg, FOAF.Document)),
                (DCAT.servesDataset, verzameling),
                (DCAT.keyword, Literal(TREFWOORDEN[0], lang="nl")),
            ],
        )
    return bouw.graph


class _Bouw:
    """A graph under construction, with the nodes that everything in it shares."""

    def __init__(self, dataset: Dataset, settings: Settings, thuis: str) -> None:
        self.graph = Graph()
        self._thuis = thuis
        for naam, ruimte in (("dcat", DCAT), ("dct", DCTERMS), ("foaf", FOAF), ("vcard", _VCARD), ("adms", _ADMS)):
            self.graph.bind(naam, ruimte)
        self.openbaar = self.typed(f"{_EU}/access-right/PUBLIC", DCTERMS.RightsStatement)
        self.taal = self.typed(f"{_EU}/language/NLD", DCTERMS.LinguisticSystem)
        self.thema = self.typed(f"{_EU}/data-theme/GOVE", _SKOS.Concept)
        self.gewijzigd = Literal(dataset.peildatum.isoformat(), datatype=XSD.date)
        naam, adres = publisher_of(settings)
        self.uitgever = self.typed(adres or f"{thuis}/#uitgever", FOAF.Agent)
        self.add(self.uitgever, [(FOAF.name, Literal(naam, lang="nl"))])
        self.contact = BNode("contact")
        mail = settings.correctie_email
        self.add(
            self.contact,
            [
                (RDF.type, _VCARD.Kind),
                (_VCARD.fn, Literal(naam, lang="nl")),
                (_VCARD.hasURL, self.uri("/over")),
                *([(_VCARD.hasEmail, URIRef(f"mailto:{mail}"))] if mail else []),
            ],
        )

    def uri(self, pad: str) -> URIRef:
        """An address of this site."""
        return URIRef(self._thuis + pad)

    def typed(self, adres: str, soort: URIRef) -> URIRef:
        """A node elsewhere, with its class said here, since the profile checks that."""
        knoop = URIRef(adres)
        self.graph.add((knoop, RDF.type, soort))
        return knoop

    def add(self, knoop: Node, eigenschappen: Iterable[tuple[URIRef, Node]]) -> None:
        """Says several things of a node."""
        for eigenschap, waarde in eigenschappen:
            self.graph.add((knoop, eigenschap, waarde))

    def resource(self, knoop: URIRef, soort: URIRef, naam: str, wat: str, licentie: str) -> None:
        """What catalogue, data set and services all must have."""
        self.add(
            knoop,
            [
                (RDF.type, soort),
                (DCTERMS.title, Literal(naam, lang="nl")),
                (DCTERMS.description, Literal(wat, lang="nl")),
                (DCTERMS.identifier, Literal(str(knoop))),
                (DCTERMS.publisher, self.uitgever),
                (DCTERMS.creator, self.uitgever),
                (DCTERMS.language, self.taal),
                (DCTERMS.license, self.typed(licentie, DCTERMS.LicenseDocument)),
                (DCTERMS.modified, self.gewijzigd),
                (DCAT.contactPoint, self.contact),
            ],
        )
