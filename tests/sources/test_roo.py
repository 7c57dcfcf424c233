"""The register's reader: nothing lost, nothing swapped, nothing unsafe."""

from __future__ import annotations

import gzip
import io
import re
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import EXPORTS, KLEIN
from tests.plain_register import attribuut, kaal, lees
from viewer.errors import BadSource
from viewer.sources.import_roo import Meter
from viewer.sources.roo import Register, read_register

ARRIVES = {
    "organisatie/naam": "organisaties.naam",
    "organisatie/afkorting": "samenwerkingsverbanden.afkorting",
    "organisatie/types/type": "organisaties.soort",
    "organisatie/startDatum": "organisaties.van",
    "organisatie/eindDatum": "organisaties.tot",
    "organisatie/geografie/aantalInwoners": "gemeenten.inwoners",
    "organisatie/geografie/bevatPlaatsen": "gemeenten.plaatsen",
    "organisatie/adressen/adres/adresType": "decides which address gives the provincie",
    "organisatie/adressen/adres/provincie": "gemeenten.provincie",
    "organisatie/contact/internetadressen/internetadres/url": "samenwerkingsverbanden.website",
    "organisatie/contact/internetadressen/internetadres/label": "decides which address is the website",
    "regeling/titel": "samenwerkingsverbanden.titel",
    "regeling/citeertitel": "Versie.citeertitel",
    "regeling/samenwerkingsvorm": "samenwerkingsverbanden.vorm (by its afkorting)",
    "regeling/regionaalSamenwerkingsorgaan": "leads to website and afkorting",
    "regeling/deelnemendeOrganisaties/deelnemendeOrganisatie/naam": "deelnames.deelnemer_naam",
    "regeling/deelnemendeOrganisaties/deelnemendeOrganisatie/toetredingsDatum": "deelnames.van",
    "regeling/datumInwerkingtreding": "versies.van",
    "regeling/datumUitwerkingtreding": "versies.tot",
    "regeling/nextVersion": "versies.volgorde",
    "regeling/previousVersion": "versies.volgorde",
    "regeling/datumMutatie": "the day of the export when nothing else gives it",
    "regeling/beleidsterreinen/beleidsterrein": "samenwerkingsverbanden.themas",
    "regeling/bevoegdheidsverkrijgingen/bevoegdheidsverkrijging": "dossiers.bevoegdheden",
    "regeling/bronhouder": "dossiers.bronhouder",
    "regeling/archiefzorgdrager": "dossiers.archiefzorgdrager",
    "regeling/deelnemendeOrganisaties/deelnemendeOrganisatie/bestuursorganen/bestuursorgaan": "dossiers.organen",
    "regeling/instellingsbesluiten/referentie": "dossiers.besluiten",
    "regeling/wettelijkeGrondslagen/wettelijkeGrondslag/opschrift": "dossiers.grondslagen",
    "regeling/wettelijkeGrondslagen/wettelijkeGrondslag/referentie": "dossiers.grondslag_urls",
    "regeling/datumTerVerificatie": "dossiers.nagekeken",
    "organisatie/geografie/oppervlakte": "gemeentedossiers.oppervlakte_ha",
    "organisatie/adressen/adres/openbareRuimte": "dossiers.bezoekadres",
    "organisatie/adressen/adres/huisnummer": "dossiers.bezoekadres",
    "organisatie/adressen/adres/postcode": "dossiers.bezoekadres",
    "organisatie/adressen/adres/woonplaats": "dossiers.bezoekadres",
    "organisatie/adressen/adres/postbus": "dossiers.postadres",
    "organisatie/adressen/adres/land": "dossiers.bezoekadres, when it is another one",
    "organisatie/adressen/adres/toevoeging": "dossiers.bezoekadres",
    "organisatie/contact/contactformulieren/contactformulier/label": "decides which form",
    "organisatie/contact/contactformulieren/contactformulier/url": "dossiers.contactformulier",
    "organisatie/contact/emailadressen/emailadres/email": "dossiers.email",
    "organisatie/contact/emailadressen/emailadres/label": "decides which e-mail address",
    "organisatie/contact/socialMedia/socialmedium/url": "dossiers.sociale_media",
    "organisatie/contact/telefoonnummers/telefoonnummer/label": "decides which number",
    "organisatie/contact/telefoonnummers/telefoonnummer/nummer": "dossiers.telefoon",
    "organisatie/datumTerVerificatie": "dossiers.orgaan_nagekeken",
    "organisatie/identificatiecodes/resourceIdentifier": "dossiers.kvk and rsin",
    "organisatie/organogram/url": "dossiers.organogram",
    "organisatie/raad/partijen/partij/aantalZetels": "gemeentedossiers.raad_partijen",
    "organisatie/raad/partijen/partij/naam": "gemeentedossiers.raad_partijen",
    "organisatie/raad/totaalZetels": "gemeentedossiers.raad_zetels",
    "organisatie/woo/wooInformatie/urls/url": "dossiers.woo",
    "organisatie/organisatieBeschrijving/beschrijvingText": "teksten.beschrijving",
    "regeling/doel": "teksten.doel",
    "regeling/bevoegdheden/bevoegdheid/inhoudArtikel": "teksten.artikelen",
    "regeling/bevoegdheden/bevoegdheid/kopArtikel": "teksten.artikelen",
}
LEFT_OUT = {
    "regeling/types/type": "always Gemeenschappelijke regeling",
    "regeling/taalcode": "always Dutch",
    "regeling/registratiehouder": "always the ministerie",
    "regeling/deelnemendeOrganisaties/deelnemendeOrganisatie/verdeelsleutel": "46 of 9,516 have one",
    "organisatie/geografie/inwoners": "density, follows from the other two",
    "organisatie/adressen/adres/regio": "free text, filled in 211 times in every way",
    "organisatie/adressen/adres/terAttentieVan": "names of persons",
    "organisatie/adressen/adres/toelichting": "names of persons among them",
    "organisatie/afspraak/email": "for who wants an appointment; the body's own address is there",
    "organisatie/afspraak/telefoonnummer": "the same",
    "organisatie/afspraak/url": "the same",
    "organisatie/beleidsterreinen/beleidsterrein": "of one body",
    "organisatie/classificaties/classificatie/eindDatum": "which laws apply to any public body",
    "organisatie/classificaties/classificatie/wettelijkeGrondslagen/wettelijkeGrondslag/opschrift": "the same",
    "organisatie/classificaties/classificatie/wettelijkeGrondslagen/wettelijkeGrondslag/referentie": "the same",
    "organisatie/contact/beschrijving": "of two bodies, free text",
    "organisatie/contact/fax": "nobody sends one",
    "organisatie/contact/socialMedia/socialmedium/gebruikersnaam": "stands in its address",
    "organisatie/contact/socialMedia/socialmedium/platform": "stands in its address",
    "organisatie/datumMutatie": "when it was looked at says more",
    "organisatie/hoortBijGemeenschappelijkeRegeling": "the same tie as regionaalSamenwerkingsorgaan",
    "organisatie/organisatieBeschrijving/url": "the website has it",
    "organisatie/rechtsvorm": "56 of 440 have one; of the regeling we have the form",
    "organisatie/subnaam": "other names are kept by hand",
    "organisatie/woo/wooIndex/documentLocatie/informatiecategorie": "the page on the Woo leads there",
    "organisatie/woo/wooIndex/documentLocatie/toelichting": "the same",
    "organisatie/woo/wooIndex/documentLocatie/url": "the same",
    "organisatie/woo/wooInformatie/urls/overzichtURL": "the same",
    "organisatie/woo/wooVerzoek/url": "the same",
}


def read(bestand: Path) -> Register:
    with bestand.open("rb") as stroom:
        return read_register(stroom, bestand.name)


def leaves(element: ET.Element, pad: str = "") -> set[str]:
    eigen = f"{pad}/{kaal(element.tag)}".removeprefix("/")
    if not len(element):
        return {eigen}
    return set().union(*(leaves(kind, eigen) for kind in element))


@pytest.mark.parametrize("export", EXPORTS, ids=lambda p: p.stem)
def test_every_field_arrives_or_is_left_out_for_a_reason(export: Path) -> None:
    velden: set[str] = set()
    for element in ET.parse(export).getroot().iter():
        if kaal(element.tag) in ("organisatie", "regeling"):
            velden |= {pad for kind in element for pad in leaves(kind, kaal(element.tag))}
    velden -= {
        "organisatie/contact",
        "regeling/deelnemendeOrganisaties",
        "regeling/beleidsterreinen",
        "organisatie/adressen",
    }
    assert velden <= ARRIVES.keys() | LEFT_OUT.keys()
    assert not ARRIVES.keys() & LEFT_OUT.keys()


@pytest.mark.parametrize("export", EXPORTS, ids=lambda p: p.stem)
def test_versions_and_participants_are_those_of_a_plain_reading(export: Path) -> None:
    register = read(export)
    gevonden = {
        v.bron_id: (
            v.van,
            v.tot,
            v.volgende,
            Counter((t.deelnemer.code, t.deelnemer.bron_id, t.toegetreden) for t in v.deelnemers),
        )
        for v in register.versies
    }
    verwacht = {
        v.bron_id: (v.van, None if v.tot.year == 9999 else v.tot, v.volgende, Counter(v.deelnemers))
        for v in lees(export)
    }
    assert gevonden == verwacht


def test_values_land_where_they_belong() -> None:
    register = read(KLEIN / "register.xml")
    orgaan = next(o for o in register.organisaties if o.bron_id == "201")
    assert (orgaan.naam, orgaan.afkorting, orgaan.website) == ("Brandweer Klein", "BK", "https://www.brandweerklein.nl")
    oud = next(o for o in register.organisaties if o.naam == "Oudhoven")
    assert (oud.code, oud.soort, str(oud.tot), oud.inwoners, oud.provincies) == (
        "GM9099",
        "gemeente",
        "2020-01-01",
        5000,
        ("PV23",),
    )
    versie = next(v for v in register.versies if v.bron_id == "1003")
    assert (versie.vorm, versie.vorige, versie.volgende, versie.organen) == (
        "Bedrijfsvoeringsorganisatie",
        "1002",
        "1004",
        ("201",),
    )
    belg = next(t.deelnemer for t in versie.deelnemers if t.deelnemer.bron_id == "999")
    assert (belg.code, belg.naam, belg.soort) == ("", "Stadt Überall", "overig")


def test_progress_is_told_once_per_regeling() -> None:
    stand: list[int] = []
    with (KLEIN / "register.xml").open("rb") as stroom:
        read_register(stroom, "x", stand.append)
    assert stand == list(range(1, 9))


BOM = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>
<o><regeling systeemId="1"><titel>&d;</titel></regeling></o>"""
EXTERN = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<o><regeling systeemId="1"><titel>&a;</titel></regeling></o>"""


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        (BOM, "DOCTYPE"),
        (EXTERN, "DOCTYPE"),
        (b"", "geen leesbare XML"),
        (b"<o><regeling systeemId='1'>", "geen leesbare XML"),
        (b"\x00\xff binair \x13", "geen leesbare XML"),
        (b"<o></o>", "geen enkele gemeenschappelijke regeling"),
        (b"<o><regeling systeemId='1'><titel>x</titel></regeling></o>", "regel 1: samenwerkingsvorm"),
        (b"<o><regeling systeemId='1'><samenwerkingsvorm afkorting='OL'/><titel>x</titel></regeling></o>", "datumInwerkingtreding"),
        (b"<o><regeling systeemId='1'><samenwerkingsvorm afkorting='OL'/><titel>x</titel><datumInwerkingtreding>morgen</datumInwerkingtreding></regeling></o>", "'morgen' is geen datum"),
        (b"<o><organisatie systeemId='1'></organisatie></o>", "naam van een organisatie"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_in_one_line(inhoud: bytes, zegt: str) -> None:
    with pytest.raises(BadSource) as fout:
        read_register(io.BytesIO(inhoud), "export.xml")
    tekst = str(fout.value)
    assert zegt in tekst
    assert tekst.startswith("export.xml: ")
    assert "\n" not in tekst
    assert "root:" not in tekst


def test_names_match_in_any_namespace_and_in_none() -> None:
    tekst = (KLEIN / "register.xml").read_text(encoding="utf-8")
    kaal_xml = re.sub(r"(?<=[</ ])p:", "", tekst).replace("xmlns:p=", "data-was=").replace("xmlns", "data-x")
    kaal_xml = kaal_xml.replace(' data-was="https://organisaties.overheid.nl/static/schema/oo/export/2.7.0"', "")
    zonder = read_register(io.BytesIO(kaal_xml.encode()), "x")
    assert zonder == read(KLEIN / "register.xml")


def test_reading_keeps_no_records_in_memory() -> None:
    """The tree stays small however long the file is."""
    regeling = "<regeling systeemId='{0}'><titel>t</titel><samenwerkingsvorm afkorting='OL'/><datumInwerkingtreding>2020-01-01</datumInwerkingtreding></regeling>"
    inhoud = "<o>" + "".join(regeling.format(n) for n in range(2000)) + "</o>"
    assert len(read_register(io.BytesIO(inhoud.encode()), "x").versies) == 2000


def test_attributes_keep_their_own_name() -> None:
    element = ET.fromstring("<a xmlns:p='u' p:systeemId='7'/>")
    assert attribuut(element, "systeemId") == "7"


def test_a_record_inside_a_record_keeps_both_whole() -> None:
    deel = "<organisaties><organisatie systeemId='2'><naam>Deel</naam></organisatie></organisaties>"
    inhoud = (
        f"<o><organisaties><organisatie systeemId='1'><naam>Geheel</naam>{deel}<afkorting>G</afkorting></organisatie></organisaties>"
        "<r><regeling systeemId='3'><titel>t</titel><regeling>los</regeling><samenwerkingsvorm afkorting='OL'/>"
        "<datumInwerkingtreding>2020-01-01</datumInwerkingtreding></regeling></r></o>"
    )
    register = read_register(io.BytesIO(inhoud.encode()), "x")
    assert [(o.naam, o.afkorting) for o in register.organisaties] == [("Deel", ""), ("Geheel", "G")]
    assert [v.titel for v in register.versies] == ["t"]


TEKST = (KLEIN / "register.xml").read_text(encoding="utf-8")
NS = "https://organisaties.overheid.nl/static/schema/oo/export/"


def declared(encoding: str) -> bytes:
    return TEKST.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode(encoding, "xmlcharrefreplace")


@pytest.mark.parametrize(
    "inhoud",
    [
        declared("UTF-16"),
        declared("ISO-8859-1"),
        declared("windows-1252"),
        b"\xef\xbb\xbf" + TEKST.encode(),
        TEKST.split("?>", 1)[1].strip().encode(),
        TEKST.replace(f"{NS}2.7.0", f"{NS}2.6.3").encode(),
        TEKST.replace(f"{NS}2.7.0", f"{NS}2.6.13").replace("xmlns:p=", "xmlns=").replace("<p:", "<").replace("</p:", "</").replace(" p:", " ").encode(),
        TEKST.replace("<p:organisaties>", "<?x y?><!-- c --><p:organisaties>").encode(),
        TEKST.replace("Brandweer Klein 2023", "<![CDATA[Brandweer Klein 2023]]>").encode(),
    ],
    ids=["utf-16", "latin-1", "windows-1252", "bom", "undeclared", "2.6.3", "2.6.13 unprefixed", "comments", "cdata"],
)  # fmt: skip
@pytest.mark.parametrize("ingepakt", [False, True], ids=["xml", "gz"])
def test_the_same_register_in_another_dress_reads_the_same(inhoud: bytes, ingepakt: bool) -> None:
    ruw = gzip.compress(inhoud) if ingepakt else inhoud
    with (KLEIN / "register.xml").open("rb") as stroom:
        gewoon = read_register(stroom, "x")
    assert read_register(Meter(io.BytesIO(ruw), len(ruw), "x"), "x") == gewoon


@pytest.mark.parametrize(
    "inhoud",
    [
        TEKST.encode()[:-40],
        TEKST.replace('encoding="UTF-8"', 'encoding="x-foo"').encode(),
        TEKST.replace("ü", "").encode("latin-1", "xmlcharrefreplace").replace(b"Aadorp", b"A\xe9dorp"),
        TEKST.replace("<p:overheids", "<!DOCTYPE x><p:overheids", 1).encode(),
        b"PK\x03\x04",
        gzip.compress(TEKST.encode()),
    ],
    ids=["cut off", "unknown encoding", "wrong encoding", "doctype", "zip", "gzip in gzip"],
)
def test_what_is_no_whole_register_is_one_line(inhoud: bytes) -> None:
    ruw = gzip.compress(inhoud)
    with pytest.raises(BadSource) as fout:
        read_register(Meter(io.BytesIO(ruw), len(ruw), "x.xml.gz"), "x.xml.gz")
    assert "\n" not in str(fout.value)


@pytest.mark.parametrize(
    ("tekst", "dag"),
    [
        ("2024-01-01", "2024-01-01"),
        ("2024-01-01Z", "2024-01-01"),
        ("2024-01-01+01:00", "2024-01-01"),
        ("2024-01-01T00:00:00", "2024-01-01"),
        ("2024-01-01T00:00:00.000+01:00", "2024-01-01"),
        ("2023-12-31T23:00:00Z", "2024-01-01"),
        ("2024-06-30T22:00:00+00:00", "2024-07-01"),
        ("2024-02-30", None),
        ("2024-13-01", None),
        ("01-02-2024", None),
        ("2024-01-01 of later", None),
    ],
)
def test_days_as_xml_writes_them(tekst: str, dag: str | None) -> None:
    goed = "<regeling systeemId='2'><samenwerkingsvorm afkorting='OL'/><titel>y</titel><datumInwerkingtreding>2020-01-01</datumInwerkingtreding></regeling>"
    inhoud = (
        f"<o>{goed.replace('2020-01-01', tekst).replace(chr(39) + '2' + chr(39), chr(39) + '1' + chr(39))}{goed}</o>"
    )
    register = read_register(io.BytesIO(inhoud.encode()), "x")
    assert [str(v.van) for v in register.versies] == [*([dag] if dag else []), "2020-01-01"]
    assert len(register.overgeslagen) == (dag is None)


def test_an_end_that_never_comes_is_none() -> None:
    inhoud = (
        "<o><regeling systeemId='2'><samenwerkingsvorm afkorting='OL'/><titel>y</titel><datumInwerkingtreding>2020-01-01"
        "</datumInwerkingtreding><datumUitwerkingtreding>9999-12-31T23:00:00Z</datumUitwerkingtreding></regeling></o>"
    )
    assert read_register(io.BytesIO(inhoud.encode()), "x").versies[0].tot is None
