"""Reads the Register van Overheidsorganisaties (ROO): organisations and regelingen, nothing decided.

What: the daily export of organisaties.overheid.nl, XML, one file of some tens of megabytes.
Licence: CC0. Rhythm: every night.
Quirks: the namespace carries the export's version (2.6.9 here), so elements go by local name; text
of types and forms can be in single quotes ("'Regeling zonder meer'"); a participant's
toetredingsDatum can lie before its version's start or after its end; some versions last zero days;
former gemeenten and foreign authorities have no TOOI identifier; 43 gemeenten have an address
without a provincie; a ministerie's record holds those of its parts; provincies and waterschappen can carry an
eindDatum that means nothing; the file does not say of which day it is.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, TypeVar

from lxml import etree

from viewer.errors import BadSource
from viewer.model import Deelnemer, Toetreding, Versie
from viewer.sources.tekens import clean

T = TypeVar("T")

VORM_BY_AFKORTING = {
    "OL": "Openbaar lichaam",
    "BVO": "Bedrijfsvoeringsorganisatie",
    "GO": "Gemeenschappelijk orgaan",
    "RZM": "Regeling zonder meer",
}

_SOORTEN = {
    "gemeente": "gemeente",
    "provincie": "provincie",
    "waterschap": "waterschap",
    "ministerie": "ministerie",
    "so": "samenwerkingsorgaan",
}
_SOORT_BY_TYPE = {
    "Gemeente": "gemeente",
    "Provincie": "provincie",
    "Waterschap": "waterschap",
    "Regionaal samenwerkingsorgaan": "samenwerkingsorgaan",
}
_TOOI = re.compile(r"/tooi/id/(?P<soort>[a-z]+)/(?P<code>[a-z]+\d+)\Z")
_RECORDS = ("organisatie", "regeling")
_MAX_TEKST = 20_000


@dataclass(frozen=True)
class Organisatie:
    """An organisation in the register. provincies: codes PV23 of its addresses, visiting address
    first; plaatsen: the places that a gemeente contains; regelingen: systeemIds it belongs to."""

    bron_id: str
    code: str
    naam: str
    afkorting: str
    soort: str
    van: date | None
    tot: date | None
    inwoners: int | None
    plaatsen: tuple[str, ...]
    provincies: tuple[str, ...]
    website: str


@dataclass(frozen=True)
class Register:
    """Everything read from one export."""

    organisaties: tuple[Organisatie, ...]
    versies: tuple[Versie, ...]

    @property
    def laatste_wijziging(self) -> date:
        """The newest datumMutatie of a regeling: the export is of that day or a little later."""
        return max(versie.gewijzigd for versie in self.versies)


def read_register(
    stroom: IO[bytes] | io.RawIOBase, naam: str, gelezen: Callable[[int], None] | None = None
) -> Register:
    """Reads an export as a stream: a record is dropped as soon as it is read.

    stroom: uncompressed XML; naam: how messages call it; gelezen: called after each regeling with
    the number read so far. Entities are not resolved and nothing is fetched.
    Raises BadSource when it is no well-formed XML, declares entities, or lacks a part that every
    record must have (names the line).
    """
    organisaties: list[Organisatie] = []
    versies: list[Versie] = []
    soorten: dict[str, str] = {}
    for element in _records(stroom, naam):
        try:
            if _naam(element) == "organisatie":
                organisatie = _organisatie(element)
                organisaties.append(organisatie)
                soorten[organisatie.bron_id] = organisatie.soort
            else:
                versies.append(_versie(element, soorten))
                if gelezen is not None:
                    gelezen(len(versies))
        except _Onvolledig as fout:
            raise BadSource(
                naam,
                f"regel {element.sourceline}: {fout}.",
                "Controleer of dit de volledige export van het register is.",
            ) from fout
    if not versies:
        raise BadSource(
            naam,
            "bevat geen enkele gemeenschappelijke regeling.",
            "Gebruik de export van organisaties.overheid.nl.",
        )
    return Register(tuple(organisaties), tuple(versies))


class _Onvolledig(Exception):
    """A record lacks something or has an unreadable value; the text says which."""


def _records(stroom: IO[bytes] | io.RawIOBase, naam: str) -> Iterator[etree._Element]:
    context = etree.iterparse(
        stroom,
        events=("end",),
        tag=("{*}organisatie", "{*}regeling", "organisatie", "regeling"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    eerste = True
    try:
        for _, element in context:
            if eerste:
                _refuse_doctype(element, naam)
                eerste = False
            ouder = element.getparent()
            if ouder is None or _naam(ouder) in _RECORDS:
                continue  # a part of a record that happens to have a record's name
            yield element
            element.clear()
            while element.getprevious() is not None:
                del ouder[0]
    except etree.XMLSyntaxError as fout:
        raise BadSource(
            naam,
            f"is geen leesbare XML ({fout.msg}).",
            "Haal het bestand opnieuw op; misschien is het onderweg afgebroken.",
        ) from fout


def _refuse_doctype(element: etree._Element, naam: str) -> None:
    if element.getroottree().docinfo.doctype:
        raise BadSource(naam, "bevat een DOCTYPE, en dat is niet veilig.", "De export van het register heeft er geen.")


def _naam(element: etree._Element) -> str:
    return etree.QName(element).localname


def _kinderen(element: etree._Element, naam: str) -> list[etree._Element]:
    return [kind for kind in element if isinstance(kind.tag, str) and _naam(kind) == naam]


def _diep(element: etree._Element, *namen: str) -> list[etree._Element]:
    elementen = [element]
    for naam in namen:
        elementen = [kind for ouder in elementen for kind in _kinderen(ouder, naam)]
    return elementen


def _tekst(element: etree._Element, *namen: str) -> str:
    for gevonden in _diep(element, *namen):
        return clean((gevonden.text or "")[:_MAX_TEKST])
    return ""


def _attribuut(element: etree._Element, naam: str) -> str:
    for sleutel, waarde in element.attrib.items():
        if etree.QName(str(sleutel)).localname == naam:
            return clean(str(waarde))
    return ""


def _datum(element: etree._Element, naam: str) -> date | None:
    tekst = _tekst(element, naam)
    if not tekst:
        return None
    try:
        return date.fromisoformat(tekst[:10])
    except ValueError as fout:
        raise _Onvolledig(f"{naam} {tekst!r} is geen datum") from fout


def _verplicht(waarde: T | None, wat: str) -> T:
    if waarde is None or waarde == "":
        raise _Onvolledig(f"een {wat} ontbreekt")
    return waarde


def _tooi(element: etree._Element) -> tuple[str, str]:
    """(soort, code) of the TOOI identifier, such as ("gemeente", "GM0193"); ("", "") without one."""
    gevonden = _TOOI.search(_attribuut(element, "resourceIdentifierTOOI"))
    if gevonden is None:
        return "", ""
    return gevonden["soort"], gevonden["code"].upper()


def _organisatie(element: etree._Element) -> Organisatie:
    soort = _SOORT_BY_TYPE.get(_tekst(element, "types", "type"), "overig")
    inwoners = _tekst(element, "geografie", "aantalInwoners")
    plaatsen = _tekst(element, "geografie", "bevatPlaatsen")
    adressen = sorted(
        _diep(element, "adressen", "adres"),
        key=lambda adres: _tekst(adres, "adresType") != "Bezoekadres",
    )
    provincies = [_tekst(adres, "provincie").rsplit("/", 1)[-1].upper() for adres in adressen]
    naam = _verplicht(_tekst(element, "naam"), "naam van een organisatie")
    return Organisatie(
        bron_id=_verplicht(_attribuut(element, "systeemId"), "systeemId"),
        code=_tooi(element)[1],
        naam=naam.removeprefix("Gemeente ") if soort == "gemeente" else naam,
        afkorting=_tekst(element, "afkorting"),
        soort=soort,
        van=_datum(element, "startDatum"),
        tot=_datum(element, "eindDatum"),
        inwoners=int(inwoners) if inwoners.isdigit() else None,
        plaatsen=tuple(plaats.strip() for plaats in plaatsen.split(",") if plaats.strip()),
        provincies=tuple(dict.fromkeys(filter(None, provincies))),
        website=_website(element),
    )


def _website(element: etree._Element) -> str:
    adressen = _diep(element, "contact", "internetadressen", "internetadres")
    adressen.sort(key=lambda adres: _tekst(adres, "label") != "algemeen")
    for adres in adressen:
        url = _tekst(adres, "url")
        if url and not re.match(r"[a-zA-Z]+:", url):
            url = f"https://{url}"
        if re.fullmatch(r"https?://[^\s<>\"']+\.[^\s<>\"']+", url):
            return url
    return ""


def _versie(element: etree._Element, soorten: dict[str, str]) -> Versie:
    vorm = _diep(element, "samenwerkingsvorm")
    afkorting = _attribuut(vorm[0], "afkorting") if vorm else ""
    if afkorting not in VORM_BY_AFKORTING:
        raise _Onvolledig(f"samenwerkingsvorm {afkorting!r} is onbekend")
    deelnemers = []
    for deelname in _diep(element, "deelnemendeOrganisaties", "deelnemendeOrganisatie"):
        deelnemer = _deelnemer(deelname, soorten)
        toegetreden = _verplicht(_datum(deelname, "toetredingsDatum"), "toetredingsDatum")
        deelnemers.append(Toetreding(deelnemer, toegetreden))
    van = _verplicht(_datum(element, "datumInwerkingtreding"), "datumInwerkingtreding")
    return Versie(
        bron_id=_verplicht(_attribuut(element, "systeemId"), "systeemId"),
        titel=_verplicht(_tekst(element, "titel"), "titel"),
        citeertitel=_tekst(element, "citeertitel"),
        vorm=VORM_BY_AFKORTING[afkorting],
        van=van,
        tot=_datum(element, "datumUitwerkingtreding"),
        beleidsterreinen=tuple(_tekst(b) for b in _diep(element, "beleidsterreinen", "beleidsterrein")),
        organen=tuple(_attribuut(o, "systeemId") for o in _kinderen(element, "regionaalSamenwerkingsorgaan")),
        deelnemers=tuple(deelnemers),
        vorige=_buur(element, "previousVersion"),
        volgende=_buur(element, "nextVersion"),
        gewijzigd=_datum(element, "datumMutatie") or van,
    )


def _buur(element: etree._Element, naam: str) -> str:
    return next((_attribuut(b, "systeemId") for b in _kinderen(element, naam)), "")


def _deelnemer(element: etree._Element, soorten: dict[str, str]) -> Deelnemer:
    bron_id = _verplicht(_attribuut(element, "systeemId"), "systeemId van een deelnemer")
    tooi_soort, code = _tooi(element)
    soort = _SOORTEN.get(tooi_soort) or soorten.get(bron_id, "overig")
    naam = _verplicht(_tekst(element, "naam"), "naam van een deelnemer")
    return Deelnemer(
        bron_id=bron_id,
        code=code,
        naam=naam.removeprefix("Gemeente ") if soort == "gemeente" else naam,
        soort=soort,
    )
