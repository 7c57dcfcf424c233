"""Reads the Register van Overheidsorganisaties (ROO): organisations and regelingen, nothing decided.

What: the daily export of organisaties.overheid.nl, XML, one file of some tens of megabytes.
Licence: CC0. Rhythm: every night.
Quirks: the namespace carries the export's version (2.6.9 here), so elements go by local name; text
of types and forms can be in single quotes ("'Regeling zonder meer'"); a participant's
toetredingsDatum can lie before its version's start or after its end; some versions last zero days;
former gemeenten and foreign authorities have no TOOI identifier; 43 gemeenten have an address
without a provincie; a ministerie's record holds those of its parts; provincies and waterschappen can carry an
eindDatum that means nothing, and one in the future is announced only; a day can be mistyped (0209, 2109), and then
its record cannot be read; the file does not say of which day it is.
Signs that XML forbids are left out and told. A record that cannot be read is passed over and told; what
comes of its rows is decided elsewhere.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import IO, Any, Generic, TypeVar

from lxml import etree

from viewer.errors import BadSource
from viewer.model import GEMEENTE_CODE, Deelnemer, Toetreding, Versie, vorm_by_naam
from viewer.sources.dossier import Cellen, gemeente_fields, organ_fields, text_fields, version_fields
from viewer.sources.roo_xml import attribute as _attribuut
from viewer.sources.roo_xml import children as _kinderen
from viewer.sources.roo_xml import deep as _diep
from viewer.sources.roo_xml import local_name as _naam
from viewer.sources.roo_xml import text as _tekst
from viewer.sources.tekens import clean
from viewer.sources.xml_tekens import CODERING, Gezuiverd
from viewer.wording import count, in_words, some_of

T = TypeVar("T")
R = TypeVar("R", "Organisatie", "Versie")

VORM_BY_AFKORTING = {
    "OL": "Openbaar lichaam",
    "BVO": "Bedrijfsvoeringsorganisatie",
    "GO": "Gemeenschappelijk orgaan",
    "RZM": "Regeling zonder meer",
    "CC": "Centrumconstructie",
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
_TOOI = re.compile(r"/tooi/id/(?P<soort>[a-z]+)/(?P<code>[a-z]{2,4}\d+)\Z", re.IGNORECASE)
_DATUM = re.compile(
    r"(?P<dag>\d{4}-\d{2}-\d{2})(?:[T ](?P<uur>\d{2}):\d{2}(?::\d{2}(?:\.\d+)?)?)? ?(?P<zone>Z|[+-]\d{2}:?\d{2})?\Z"
)
_UTC = ("Z", "+00:00", "-00:00", "+0000")
_EERSTE_JAAR = 1800
_NOOIT = 2200
"""From this year on an end is a way to write that there is none."""
_VOORUIT, _EINDE_VOORUIT = 10, 60
"""How many years ahead something can begin or end; what is further off is mistyped (0209, 2109)."""
_RECORDS = ("organisatie", "regeling")
_MAX_NAAM = 300


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
class Overgeslagen:
    """A record that could not be read. soort: organisatie or regeling; reden: why, in Dutch. Of the rest
    what could be read: bron_id (systeemId), code (TOOI), titel (or name), and the versions before and after it."""

    soort: str
    bron_id: str
    titel: str
    reden: str
    code: str = ""
    vorige: str = ""
    volgende: str = ""


@dataclass(frozen=True)
class Feiten:
    """What the dossier is made of, cells by column (see `dossier.py`): versies, teksten and organen by
    systeemId, gemeenten by TOOI code."""

    versies: dict[str, Cellen] = field(default_factory=dict)
    teksten: dict[str, Cellen] = field(default_factory=dict)
    organen: dict[str, Cellen] = field(default_factory=dict)
    gemeenten: dict[str, Cellen] = field(default_factory=dict)

    def note(self, element: etree._Element, record: Organisatie | Versie) -> None:
        """Adds those of a record that was read; of two with one systeemId the first counts."""
        if isinstance(record, Versie):
            if record.bron_id not in self.versies:
                self.versies[record.bron_id] = version_fields(element)
                self.teksten[record.bron_id] = text_fields(element)
            return
        if record.soort == "gemeente" and record.code:
            self.gemeenten.setdefault(record.code, gemeente_fields(element))
        elif record.soort == "samenwerkingsorgaan":
            self.organen.setdefault(record.bron_id, organ_fields(element))


@dataclass(frozen=True)
class Register:
    """Everything read from one export. overgeslagen: what was passed over; meldingen: what was made up
    for, Dutch sentences; feiten: for the dossier."""

    organisaties: tuple[Organisatie, ...]
    versies: tuple[Versie, ...]
    overgeslagen: tuple[Overgeslagen, ...] = ()
    meldingen: tuple[str, ...] = ()
    feiten: Feiten = field(default_factory=Feiten)

    def laatste_wijziging(self, uiterlijk: date) -> date:
        """The newest datumMutatie of a regeling up to a day: the export is of that day or a little later."""
        return max((v.gewijzigd for v in self.versies if v.gewijzigd <= uiterlijk), default=uiterlijk)


def read_register(
    stroom: IO[bytes] | io.RawIOBase, naam: str, gelezen: Callable[[int], None] | None = None
) -> Register:
    """Reads an export as a stream: a record is dropped as soon as it is read.

    stroom: uncompressed XML; naam: how messages call it; gelezen: called after each regeling with
    the number read so far. Entities are not resolved and nothing is fetched.
    Raises BadSource when it is no well-formed XML, declares entities, has no regeling that can be
    read, or when more than 1 % of its records (and more than one) cannot be read.
    """
    organisaties = _Verzameld[Organisatie]("organisatie")
    versies = _Verzameld[Versie]("regeling")
    soorten: dict[str, str] = {}
    feiten = Feiten()
    eerste = ""
    schoon = _cleaned(stroom, naam)
    for element in _records(schoon, naam):
        is_organisatie = _naam(element) == "organisatie"
        verzameld: _Verzameld[Any] = organisaties if is_organisatie else versies
        try:
            record: Organisatie | Versie = _organisatie(element) if is_organisatie else _versie(element, soorten)
        except _Onvolledig as fout:
            eerste = eerste or f"regel {element.sourceline}: {fout}"
            verzameld.pass_over(element, str(fout))
            continue
        verzameld.add(element, record)
        feiten.note(element, record)
        if isinstance(record, Organisatie):
            soorten.setdefault(record.bron_id, record.soort)
        elif gelezen is not None:
            gelezen(len(versies.goed))
    overgeslagen = organisaties.slecht + versies.slecht
    benoemd, meldingen, naamloos = _named(versies.goed.values(), organisaties.goed)
    overgeslagen += naamloos
    if not benoemd:
        raise BadSource(
            naam,
            f"bevat geen regeling die te lezen is ({eerste or naamloos[0].reden})."
            if overgeslagen
            else "bevat geen enkele gemeenschappelijke regeling.",
            "Gebruik de volledige export van organisaties.overheid.nl.",
        )
    _refuse_unreadable(naam, overgeslagen, organisaties.aantal + versies.aantal)
    meldingen += _left_out(schoon.weggelaten, organisaties.goed, versies.goed)
    return Register(tuple(organisaties.goed.values()), tuple(benoemd), tuple(overgeslagen), tuple(meldingen), feiten)


def _cleaned(stroom: IO[bytes] | io.RawIOBase, naam: str) -> Gezuiverd:
    try:
        return Gezuiverd(stroom)
    except (LookupError, UnicodeError) as fout:
        raise _no_xml(naam, "de codering die erboven staat, is onbekend") from fout


def _no_xml(naam: str, wat: str) -> BadSource:
    return BadSource(
        naam,
        f"is geen leesbare XML ({' '.join(wat.split())}).",
        "Haal het bestand opnieuw op; misschien is het onderweg afgebroken.",
    )


def _left_out(
    weggelaten: Mapping[str, int], organisaties: Mapping[str, Organisatie], versies: Mapping[str, Versie]
) -> list[str]:
    """Per record with signs that XML forbids a Dutch sentence."""
    namen = {id_: o.naam for id_, o in organisaties.items()} | {id_: v.titel for id_, v in versies.items()}
    return [
        f"{f'{namen[id_]} ({id_})' if id_ in namen else id_ or 'De export'}: "
        f"{count(aantal, 'onleesbaar teken', 'onleesbare tekens')} weggelaten."
        for id_, aantal in weggelaten.items()
    ]


class _Verzameld(Generic[R]):
    """The records of one kind: goed by systeemId, slecht what was passed over; aantal: how many there were."""

    def __init__(self, soort: str) -> None:
        self.soort = soort
        self.goed: dict[str, R] = {}
        self.slecht: list[Overgeslagen] = []
        self.aantal = 0

    def add(self, element: etree._Element, record: R) -> None:
        """A record that was read; of two with one systeemId the first counts."""
        self.aantal += 1
        eerder = self.goed.setdefault(record.bron_id, record)
        if eerder != record:
            self.slecht.append(_passed_over(self.soort, element, f"systeemId {record.bron_id} komt vaker voor"))

    def pass_over(self, element: etree._Element, reden: str) -> None:
        """A record that could not be read."""
        self.aantal += 1
        self.slecht.append(_passed_over(self.soort, element, reden))


def _passed_over(soort: str, element: etree._Element, reden: str) -> Overgeslagen:
    return Overgeslagen(
        soort,
        _attribuut(element, "systeemId"),
        (_tekst(element, "titel") or _tekst(element, "naam") or _tekst(element, "citeertitel"))[:300],
        reden,
        _tooi(element)[1],
        _buur(element, "previousVersion"),
        _buur(element, "nextVersion"),
    )


def _refuse_unreadable(naam: str, overgeslagen: Sequence[Overgeslagen], aantal: int) -> None:
    if len(overgeslagen) > 1 and len(overgeslagen) * 100 > aantal:
        redenen = [f"{o.titel or 'zonder titel'} ({o.bron_id or 'zonder systeemId'}): {o.reden}" for o in overgeslagen]
        raise BadSource(
            naam,
            f"{len(overgeslagen)} van de {aantal} gegevens zijn niet te lezen: {some_of(redenen, 3)}.",
            "Controleer of dit de volledige export van het register is.",
        )


def _named(
    versies: Iterable[Versie], organisaties: Mapping[str, Organisatie]
) -> tuple[list[Versie], list[str], list[Overgeslagen]]:
    """The versions with a name for every participant: the register's own, where a participant has none; and
    those that cannot have one."""
    namen = {o.code: o.naam for o in organisaties.values() if o.code} | {
        o.bron_id: o.naam for o in organisaties.values()
    }
    out: list[Versie] = []
    meldingen: list[str] = []
    naamloos: list[Overgeslagen] = []
    for versie in versies:
        kaal = [t.deelnemer for t in versie.deelnemers if not t.deelnemer.naam]
        gevonden = {d: namen.get(d.bron_id) or namen.get(d.code, "") for d in kaal}
        if not all(gevonden.values()):
            reden = "de naam van een deelnemer ontbreekt"
            naamloos.append(
                Overgeslagen(
                    "regeling", versie.bron_id, versie.titel, reden, vorige=versie.vorige, volgende=versie.volgende
                )
            )
            continue
        if kaal:
            meldingen.append(
                f"{versie.titel} ({versie.bron_id}): de naam van een deelnemer ontbreekt; elders heet die "
                f"{in_words(sorted(set(gevonden.values())))}."
            )
            deelnemers = (
                replace(t, deelnemer=replace(t.deelnemer, naam=t.deelnemer.naam or gevonden[t.deelnemer]))
                for t in versie.deelnemers
            )
            versie = replace(versie, deelnemers=tuple(deelnemers))  # noqa: PLW2901 - the same version, with names
        out.append(versie)
    return out, meldingen, naamloos


class _Onvolledig(Exception):
    """A record lacks something or has an unreadable value; the text says which."""


def _records(stroom: Gezuiverd, naam: str) -> Iterator[etree._Element]:
    context = etree.iterparse(
        stroom,
        encoding=CODERING,
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
            if ouder is None or _naam(ouder) in _RECORDS or _is_part(element):
                continue  # a part of a record that happens to have a record's name
            yield element
            element.clear()
            while element.getprevious() is not None:
                del ouder[0]
    except UnicodeDecodeError as fout:
        raise _no_xml(naam, f"er staat iets in dat geen {fout.encoding} is") from fout
    except etree.XMLSyntaxError as fout:
        raise _no_xml(naam, str(fout.msg)) from fout


def _is_part(element: etree._Element) -> bool:
    """Whether it lies somewhere in a record and has no number of its own."""
    binnen = any(_naam(ouder) in _RECORDS for ouder in element.iterancestors())
    return binnen and not _attribuut(element, "systeemId")


def _refuse_doctype(element: etree._Element, naam: str) -> None:
    if element.getroottree().docinfo.doctype:
        raise BadSource(naam, "bevat een DOCTYPE, en dat is niet veilig.", "De export van het register heeft er geen.")


def _datum(element: etree._Element, naam: str, vooruit: int = _VOORUIT) -> date | None:
    """A day; None when there is none. Raises _Onvolledig when it is unreadable, or cannot be right."""
    dag = _any_day(element, naam)
    if dag is not None and not _EERSTE_JAAR <= dag.year <= datetime.now(UTC).year + vooruit:
        raise _Onvolledig(f"{naam} {dag} kan niet")
    return dag


def _any_day(element: etree._Element, naam: str) -> date | None:
    tekst = _tekst(element, naam)
    if not tekst:
        return None
    delen = _DATUM.match(tekst)
    try:
        if delen is None:
            raise ValueError(tekst)
        dag = date.fromisoformat(delen["dag"])
    except ValueError as fout:
        raise _Onvolledig(f"{naam} {tekst[:40]!r} is geen datum") from fout
    # A Dutch midnight written in UTC is an hour or two before it.
    late = delen["zone"] in _UTC and delen["uur"] in ("22", "23") and dag.year < _NOOIT
    return dag + timedelta(days=1) if late else dag


def _einde(element: etree._Element, naam: str) -> date | None:
    dag = _any_day(element, naam)
    if dag is None or dag.year >= _NOOIT or (dag.year >= 2099 and (dag.month, dag.day) in ((12, 31), (1, 1))):
        return None
    return _datum(element, naam, _EINDE_VOORUIT)


def _verplicht(waarde: T | None, wat: str) -> T:
    if waarde is None or waarde == "":
        raise _Onvolledig(f"een {wat} ontbreekt")
    return waarde


def _tooi(element: etree._Element) -> tuple[str, str]:
    """(soort, code) of the TOOI identifier, such as ("gemeente", "GM0193"); ("", "") without one."""
    gevonden = _TOOI.search(_attribuut(element, "resourceIdentifierTOOI"))
    if gevonden is None:
        return "", ""
    soort, code = gevonden["soort"].lower(), gevonden["code"].upper()
    return (soort, code) if GEMEENTE_CODE.match(code) or (soort != "gemeente" and code[:2] != "GM") else ("", "")


def _systeem_id(element: etree._Element) -> str:
    bron_id = _verplicht(_attribuut(element, "systeemId"), "systeemId")
    if not re.fullmatch(r"[0-9]{1,18}", bron_id):
        raise _Onvolledig(f"systeemId {bron_id[:40]!r} is geen nummer")
    return bron_id


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
        bron_id=_systeem_id(element),
        code=_tooi(element)[1],
        naam=_kort(naam, soort),
        afkorting=_tekst(element, "afkorting"),
        soort=soort,
        van=_datum(element, "startDatum"),
        tot=_einde(element, "eindDatum"),
        inwoners=int(inwoners) if re.fullmatch(r"[0-9]{1,8}", inwoners) else None,
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


def _kort(naam: str, soort: str) -> str:
    return (naam.removeprefix("Gemeente ") if soort == "gemeente" else naam)[:_MAX_NAAM]


def _vorm(element: etree._Element) -> str:
    """The form: ours where we know it by its abbreviation or its words, else as the register words it."""
    gevonden = _diep(element, "samenwerkingsvorm")
    afkorting = _attribuut(gevonden[0], "afkorting") if gevonden else ""
    woorden = clean((gevonden[0].text or "")[:_MAX_NAAM]).strip("'\"‘’“” ") if gevonden else ""
    if not (afkorting or woorden):
        raise _Onvolledig("samenwerkingsvorm ontbreekt")
    return VORM_BY_AFKORTING.get(afkorting.upper()) or vorm_by_naam(woorden or afkorting).naam


def _versie(element: etree._Element, soorten: dict[str, str]) -> Versie:
    bron_id = _systeem_id(element)
    vorm = _vorm(element)
    van = _verplicht(_datum(element, "datumInwerkingtreding"), "datumInwerkingtreding")
    tot = _einde(element, "datumUitwerkingtreding")
    if tot is not None and tot < van:
        raise _Onvolledig(f"datumUitwerkingtreding {tot} ligt voor datumInwerkingtreding {van}")
    deelnemers = [
        # Who has no day of its own took part from the beginning.
        Toetreding(_deelnemer(deelname, soorten), _datum(deelname, "toetredingsDatum") or van)
        for deelname in _diep(element, "deelnemendeOrganisaties", "deelnemendeOrganisatie")
    ]
    return Versie(
        bron_id=bron_id,
        titel=_verplicht(_tekst(element, "titel"), "titel"),
        citeertitel=_tekst(element, "citeertitel"),
        vorm=vorm,
        van=van,
        tot=tot,
        beleidsterreinen=tuple(_tekst(b) for b in _diep(element, "beleidsterreinen", "beleidsterrein")),
        organen=tuple(_attribuut(o, "systeemId") for o in _kinderen(element, "regionaalSamenwerkingsorgaan")),
        deelnemers=tuple(deelnemers),
        vorige=_buur(element, "previousVersion"),
        volgende=_buur(element, "nextVersion"),
        gewijzigd=_gewijzigd(element) or van,
    )


def _gewijzigd(element: etree._Element) -> date | None:
    try:
        return _datum(element, "datumMutatie")
    except _Onvolledig:  # nothing of ours depends on it but a guess at the export's day
        return None


def _buur(element: etree._Element, naam: str) -> str:
    return next((_attribuut(b, "systeemId") for b in _kinderen(element, naam)), "")


def _deelnemer(element: etree._Element, soorten: dict[str, str]) -> Deelnemer:
    bron_id = _attribuut(element, "systeemId")
    tooi_soort, code = _tooi(element)
    soort = _SOORTEN.get(tooi_soort) or soorten.get(bron_id, "overig")
    return Deelnemer(
        bron_id=bron_id,
        code=code,
        naam=_kort(_tekst(element, "naam"), soort),
        soort=soort,
    )
