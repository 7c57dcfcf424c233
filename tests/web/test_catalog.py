"""What machines that look around find: catalogue, feed, sitemap, robots, and search engines' own words."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree
from rdflib import DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic

from tests.web.page import page
from viewer.analysis.veranderingen import gebeurtenissen
from viewer.dataset import Dataset

DCAT = Namespace("http://www.w3.org/ns/dcat#")
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
VEEL = 1000
# Class, property, at least, at most, class of the value: the constraints of the DCAT-AP-NL 3.0 shapes
# (Geonovum/DCAT-AP-NL30, shapes/dcat-ap-nl-SHACL.ttl) and the mandatory ones of DCAT-AP 3.0 under it.
REGELS = [
    (DCAT.Catalog, DCTERMS.title, 1, VEEL, None), (DCAT.Catalog, DCTERMS.description, 1, VEEL, None),
    (DCAT.Catalog, DCTERMS.publisher, 1, 1, FOAF.Agent), (DCAT.Catalog, DCAT.contactPoint, 1, 1, VCARD.Kind),
    (DCAT.Catalog, DCAT.dataset, 1, VEEL, DCAT.Dataset), (DCAT.Catalog, DCAT.service, 2, 2, DCAT.DataService),
    (DCAT.Dataset, DCTERMS.title, 1, VEEL, None), (DCAT.Dataset, DCTERMS.description, 1, VEEL, None),
    (DCAT.Dataset, DCTERMS.identifier, 1, VEEL, None),
    (DCAT.Dataset, DCTERMS.accessRights, 1, 1, DCTERMS.RightsStatement), (DCAT.Dataset, DCAT.contactPoint, 1, 1, VCARD.Kind),
    (DCAT.Dataset, DCTERMS.creator, 1, 1, FOAF.Agent), (DCAT.Dataset, DCTERMS.language, 1, VEEL, DCTERMS.LinguisticSystem),
    (DCAT.Dataset, DCTERMS.publisher, 1, 1, FOAF.Agent), (DCAT.Dataset, DCAT.theme, 1, VEEL, SKOS.Concept),
    (DCAT.Dataset, DCAT.version, 0, 1, None), (DCAT.Dataset, DCAT.distribution, 6, 6, DCAT.Distribution),
    (DCAT.Distribution, DCAT.accessURL, 1, 1, None), (DCAT.Distribution, DCAT.downloadURL, 0, 1, None),
    (DCAT.Distribution, DCTERMS.language, 0, 1, DCTERMS.LinguisticSystem),
    (DCAT.Distribution, DCTERMS.license, 1, 1, DCTERMS.LicenseDocument),
    (DCAT.DataService, DCTERMS.title, 1, VEEL, None), (DCAT.DataService, DCTERMS.description, 1, VEEL, None),
    (DCAT.DataService, DCTERMS.accessRights, 1, 1, DCTERMS.RightsStatement),
    (DCAT.DataService, DCAT.contactPoint, 1, 1, VCARD.Kind), (DCAT.DataService, DCTERMS.creator, 0, 1, FOAF.Agent),
    (DCAT.DataService, FOAF.page, 1, VEEL, FOAF.Document), (DCAT.DataService, DCAT.endpointDescription, 1, 1, None),
    (DCAT.DataService, DCAT.endpointURL, 1, 1, None), (DCAT.DataService, DCTERMS.identifier, 1, 1, None),
    (DCAT.DataService, DCTERMS.license, 1, VEEL, DCTERMS.LicenseDocument),
    (DCAT.DataService, DCTERMS.modified, 0, 1, None), (DCAT.DataService, DCTERMS.publisher, 1, 1, FOAF.Agent),
    (DCAT.DataService, DCAT.theme, 1, VEEL, SKOS.Concept), (DCAT.DataService, DCAT.servesDataset, 1, 1, DCAT.Dataset),
]  # fmt: skip


def graph(client: FlaskClient) -> Graph:
    return Graph().parse(data=client.get("/catalogus.ttl").data, format="turtle")


def test_the_catalogue_keeps_the_rules_of_dcat_ap_nl(client: FlaskClient) -> None:
    g = graph(client)
    for klasse, eigenschap, minstens, hoogstens, soort in REGELS:
        dingen = list(g.subjects(RDF.type, klasse))
        assert dingen, klasse
        for ding in dingen:
            waarden = list(g.objects(ding, eigenschap))
            assert minstens <= len(waarden) <= hoogstens, (ding, eigenschap, waarden)
            for waarde in waarden if soort else ():
                assert (waarde, RDF.type, soort) in g, (ding, eigenschap, waarde)
    identifiers = list(g.objects(None, DCTERMS.identifier))
    assert all(isinstance(i, Literal) for i in identifiers)
    assert len(identifiers) == len(set(identifiers))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own reader of JSON-LD uses it
def test_both_forms_say_the_same_and_the_request_chooses(client: FlaskClient) -> None:
    ld = Graph().parse(data=client.get("/catalogus.jsonld").data, format="json-ld")
    assert isomorphic(ld, graph(client))
    assert client.get("/catalogus", headers={"Accept": "text/turtle"}).mimetype == "text/turtle"
    antwoord = client.get("/catalogus", headers={"Accept": "text/html,*/*"})
    assert antwoord.mimetype == "application/ld+json"
    assert "Accept" in antwoord.headers["Vary"]


def test_what_the_catalogue_names_is_there(client: FlaskClient) -> None:
    g = graph(client)
    for eigenschap in (
        DCAT.accessURL,
        DCAT.downloadURL,
        DCAT.endpointDescription,
        DCAT.landingPage,
        FOAF.page,
        FOAF.homepage,
    ):
        for adres in g.objects(None, eigenschap):
            assert client.get(str(adres).removeprefix("http://localhost")).status_code == 200, adres
    for verspreiding in g.subjects(RDF.type, DCAT.Distribution):
        adres = str(next(g.objects(verspreiding, DCAT.downloadURL))).removeprefix("http://localhost")
        media = str(next(g.objects(verspreiding, DCAT.mediaType))).split("media-types/")[1]
        assert client.get(adres).mimetype == media


def test_a_hostile_host_header_stays_an_address(client: FlaskClient) -> None:
    for host, status in (("evil.nl", 200), ('x"> <a> <b', 400), ("a.nl/<script>", 400)):
        for adres in ("/catalogus.ttl", "/catalogus.jsonld", "/sitemap.xml", "/wijzigingen.atom", "/robots.txt"):
            antwoord = client.get(adres, headers={"Host": host})
            tekst = antwoord.text
            assert antwoord.status_code == status
            assert "<script>" not in tekst
            assert "<b>" not in tekst
            if status == 200 and adres.endswith(".ttl"):
                assert URIRef("https://identifier.overheid.nl/tooi/id/provincie/pv23") in set(
                    Graph().parse(data=tekst, format="turtle").subjects()
                )


@pytest.mark.parametrize("adres", ["/over", "/tabel"])
def test_search_engines_get_a_data_set(client: FlaskClient, adres: str) -> None:
    blok = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(client, adres))
    assert blok
    wat = json.loads(blok[1])
    assert (wat["@type"], wat["dateModified"]) == ("Dataset", "2026-05-16")
    assert wat["distribution"][0]["contentUrl"] == "http://localhost/download/samenwerkingsverbanden.csv"


def test_every_address_in_the_sitemap_is_a_page(client: FlaskClient, dataset: Dataset) -> None:
    boom = etree.fromstring(client.get("/sitemap.xml").data)
    adressen = [str(e.text).removeprefix("http://localhost") for e in boom.iter("{*}loc")]
    assert len(adressen) == len(set(adressen)) == 13 + 25 + 64 + len(dataset.taken)
    for adres in adressen[:14] + adressen[-3:]:
        page(client, adres)
    robots = client.get("/robots.txt")
    assert "Sitemap: http://localhost/sitemap.xml" in robots.text


def test_the_feed_tells_the_latest_changes(client: FlaskClient) -> None:
    boom = etree.fromstring(client.get("/wijzigingen.atom").data)
    entries = list(boom.iter("{*}entry"))
    assert 50 < len(entries) <= 100
    dagen = [str(e.findtext("{*}updated")) for e in entries]
    assert dagen == sorted(dagen, reverse=True)
    ids = [e.findtext("{*}id") for e in entries]
    assert len(ids) == len(set(ids))
    for entry in entries[:3]:
        link = entry.find("{*}link")
        assert link is not None
        page(client, str(link.get("href")).removeprefix("http://localhost"))


def test_events_equal_a_plain_reading(dataset: Dataset) -> None:
    alle = gebeurtenissen(dataset, "Overijssel", 10_000)
    hier = dataset.codes_in("Overijssel")
    per: dict[str, list[tuple[date, date | None]]] = {}
    ids = set(dataset.deelnames.loc[dataset.deelnames["code"].isin(hier), "verband"])
    register = set(dataset.verbanden.index[dataset.verbanden["bron"] == "register"])
    for rij in dataset.deelnames.itertuples():
        if rij.verband in ids & register:
            tot = None if rij.tot != rij.tot else rij.tot.date()
            per.setdefault(dataset.verbanden.loc[rij.verband, "slug"], []).append((rij.sinds.date(), tot))
    for slug, perioden in per.items():
        eigen = {(g.soort, g.dag) for g in alle if g.slug == slug}
        eerste = min(van for van, _ in perioden)
        einden = [tot for _, tot in perioden if tot]
        laatste = max(einden) if len(einden) == len(perioden) else None
        verwacht = {("nieuw" if van == eerste else "erbij", van) for van, _ in perioden}
        verwacht |= {("beëindigd" if tot == laatste else "vertrokken", tot) for tot in einden}
        assert eigen == {(soort, dag) for soort, dag in verwacht if dag <= dataset.peildatum}


def test_hostile_names_stay_text(klein_app: Flask) -> None:
    client = klein_app.test_client()
    etree.fromstring(client.get("/wijzigingen.atom").data)
    etree.fromstring(client.get("/sitemap.xml").data)
    Graph().parse(data=client.get("/catalogus.ttl").data, format="turtle")
    assert "<b>" not in client.get("/wijzigingen.atom").text
