"""The facts of the register about a version of a regeling, its body and a gemeente, as cells of dossiers.csv.

Names of persons stay out: addresses without who is in, and of e-mail addresses only those of a mailbox that has the
name of a body or of what it is for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from lxml import etree

from viewer.model import plain, slugify
from viewer.sources.roo_xml import attribute, children, deep, text
from viewer.sources.tekens import clean

Cellen = dict[str, str]
"""Cells of a row by column."""

ALLEN = "*"
"""In `organen`: every participant."""

_MAX = 400
_URL = re.compile(r"https?://[^\s<>\"']+\.[^\s<>\"']+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_DAG = re.compile(r"\d{4}-\d{2}-\d{2}")
_MAILBOX = re.compile(
    r"info|post|mail|secretar|klant|gemeente|bestuur|contact|algemeen|stadskantoor|balie|recepti|office|dienst"
    r"|administrat|antwoord|inlichting|servicedesk|helpdesk|griffie|juridisch|vergunning|toezicht|heffing|belasting"
    r"|archief|studiezaal|stadsgewest|werk|afval|woo|kcc|afspra|loket|communicatie|meldkamer|regio|schap|team"
)
_TOOI = re.compile(r"/([a-z]{2,4}\d+)\Z", re.IGNORECASE)
_ALGEMEEN = "algemeen"
_MAX_BESLUITEN = 40

ORGAN_COLUMNS = (
    "orgaan_id", "orgaan", "bezoekadres", "postadres", "telefoon", "email", "contactformulier", "orgaan_website",
    "kvk", "rsin", "woo", "organogram", "sociale_media", "orgaan_nagekeken",
)  # fmt: skip
VERSION_COLUMNS = (
    "bevoegdheden", "organen", "grondslagen", "grondslag_urls", "besluiten", "bronhouder", "bronhouder_id",
    "archiefzorgdrager", "nagekeken", "gewijzigd",
)  # fmt: skip


def version_fields(regeling: etree._Element) -> Cellen:
    """The cells of VERSION_COLUMNS, and orgaan_id: systeemId of the body."""
    lichaam = children(regeling, "regionaalSamenwerkingsorgaan")
    wetten = [(text(wet, "opschrift"), text(wet, "referentie")) for wet in deep(
        regeling, "wettelijkeGrondslagen", "wettelijkeGrondslag")]  # fmt: skip
    # A law that is named twice, once per article, is one law.
    per_wet: dict[str, str] = {}
    for naam, adres in wetten:
        per_wet.setdefault(_one(naam), _url(adres))
    per_wet.pop("", None)
    besluiten = [_url(_own(e)) for e in deep(regeling, "instellingsbesluiten", "referentie")]
    return {
        "bevoegdheden": _list(
            _own(e).casefold() for e in deep(regeling, "bevoegdheidsverkrijgingen", "bevoegdheidsverkrijging")
        ),
        "organen": _organs(regeling),
        "grondslagen": ";".join(per_wet),
        "grondslag_urls": ";".join(per_wet.values()),
        "besluiten": _list(besluiten[:_MAX_BESLUITEN]),
        "bronhouder": _one(text(regeling, "bronhouder")),
        "bronhouder_id": next((_number(attribute(e, "systeemId")) for e in children(regeling, "bronhouder")), ""),
        "archiefzorgdrager": _one(text(regeling, "archiefzorgdrager")),
        "nagekeken": _day(text(regeling, "datumTerVerificatie")),
        "gewijzigd": _day(text(regeling, "datumMutatie")),
        "orgaan_id": next((_number(attribute(e, "systeemId")) for e in lichaam), ""),
    }


def _organs(regeling: etree._Element) -> str:
    """Which organ of whom takes part: "Gemeenteraad:GM0193,GM0150;Burgemeester:*", by how often."""
    wie: dict[str, list[str]] = {}
    alle = deep(regeling, "deelnemendeOrganisaties", "deelnemendeOrganisatie")
    for deelname in alle:
        code = _TOOI.search(attribute(deelname, "resourceIdentifierTOOI"))
        sleutel = code[1].upper() if code else f"roo:{_number(attribute(deelname, 'systeemId'))}"
        for orgaan in dict.fromkeys(_one(_own(e)) for e in deep(deelname, "bestuursorganen", "bestuursorgaan")):
            wie.setdefault(orgaan.replace(":", ""), []).append(sleutel)
    wie.pop("", None)
    return ";".join(
        f"{orgaan}:{ALLEN if len(sleutels) == len(alle) else ','.join(sleutels)}"
        for orgaan, sleutels in sorted(wie.items(), key=lambda paar: (-len(paar[1]), paar[0]))
    )


def text_fields(regeling: etree._Element) -> Cellen:
    """The register's own prose: doel, and the articles that transfer powers, each with its heading above it."""
    artikelen = [
        "\n".join(filter(None, (_prose(a, "kopArtikel"), _prose(a, "inhoudArtikel"))))
        for a in deep(regeling, "bevoegdheden", "bevoegdheid")
    ]
    return {"doel": _prose(regeling, "doel"), "artikelen": "\n\n".join(filter(None, artikelen))}


def _prose(element: etree._Element, naam: str) -> str:
    return next(
        ("\n".join(filter(None, map(clean, "".join(e.itertext()).splitlines()))) for e in children(element, naam)), ""
    )


def organ_fields(organisatie: etree._Element) -> Cellen:
    """The cells of ORGAN_COLUMNS but for orgaan_id, and beschrijving: its own prose."""
    naam = text(organisatie, "naam")
    afkorting = text(organisatie, "afkorting")
    adressen = {soort: [a for a in deep(organisatie, "adressen", "adres") if text(a, "adresType") == soort]
                for soort in ("Bezoekadres", "Postadres")}  # fmt: skip
    codes = {attribute(e, "naam"): _own(e) for e in deep(organisatie, "identificatiecodes", "resourceIdentifier")}
    emails = _labelled(organisatie, "emailadressen", "emailadres", "email")
    sociaal = [text(e, "url") for e in deep(organisatie, "contact", "socialMedia", "socialmedium")]
    return {
        "orgaan": _one(naam),
        "bezoekadres": next(filter(None, map(_address, adressen["Bezoekadres"])), ""),
        "postadres": next(filter(None, map(_address, adressen["Postadres"])), ""),
        "telefoon": next(filter(_is_phone, _labelled(organisatie, "telefoonnummers", "telefoonnummer", "nummer")), ""),
        "email": next((e for e in emails if is_mailbox(e, naam, afkorting)), ""),
        "contactformulier": _first_url(_labelled(organisatie, "contactformulieren", "contactformulier", "url")),
        "orgaan_website": _first_url(_labelled(organisatie, "internetadressen", "internetadres", "url")),
        "kvk": _digits(codes.get("kvk-nummer", ""), 8),
        "rsin": _digits(codes.get("rsin", ""), 9),
        "woo": _first_url(_own(e) for e in deep(organisatie, "woo", "wooInformatie", "urls", "url")),
        "organogram": _first_url(_own(e) for e in deep(organisatie, "organogram", "url")),
        "sociale_media": _list(map(_url, sociaal)),
        "orgaan_nagekeken": _day(text(organisatie, "datumTerVerificatie")),
        "beschrijving": _prose(
            next(iter(children(organisatie, "organisatieBeschrijving")), organisatie), "beschrijvingText"
        ),
    }


def gemeente_fields(organisatie: etree._Element) -> Cellen:
    """The cells of gemeentedossiers.csv but for gemeente_code: area in hectares, and the council's seats, per party
    where these add up to how many there are."""
    oppervlakte = text(organisatie, "geografie", "oppervlakte").replace(".", "").replace(",", ".")
    zetels = text(organisatie, "raad", "totaalZetels")
    partijen = [
        (_one(text(e, "naam")).replace("=", "-"), text(e, "aantalZetels"))
        for e in deep(organisatie, "raad", "partijen", "partij")
    ]
    geteld = sum(int(n) for _, n in partijen if n.isdecimal())
    klopt = zetels.isdecimal() and geteld == int(zetels) > 0 and all(naam for naam, _ in partijen)
    return {
        "oppervlakte_ha": str(round(float(oppervlakte) * 100)) if re.fullmatch(r"\d+(\.\d+)?", oppervlakte) else "",
        "raad_zetels": zetels if zetels.isdecimal() else "",
        "raad_klopt": ("ja" if klopt else "nee") if partijen else "",
        "raad_partijen": ";".join(f"{naam}={n}" for naam, n in partijen) if klopt else "",
        "nagekeken": _day(text(organisatie, "datumTerVerificatie")),
    }


def is_mailbox(email: str, naam: str, afkorting: str) -> bool:
    """Whether an e-mail address is that of a body or a task, and names nobody: "info@", "zeist@zeist.nl"; of a
    person it has initials and a surname, and of that no rule can be sure."""
    adres = plain(email)
    if not _EMAIL.fullmatch(adres):
        return False
    lokaal, _, domein = adres.partition("@")
    if re.match(r"[a-z]\.|[a-z]+\.(van|de|der|den)\b", lokaal):
        return False
    if _MAILBOX.search(lokaal):
        return True
    woorden = {*slugify(naam).split("-"), *slugify(afkorting).split("-"), *domein.split(".")[:-1]}
    eigen = re.sub(r"[^a-z]", "", lokaal)
    return any(len(woord) > 1 and (woord == eigen or (len(woord) > 3 and woord in eigen)) for woord in woorden) or (
        len(eigen) > 2 and eigen in slugify(naam).replace("-", "")
    )


def dossier_rows(
    versies: Iterable[str],
    per_versie: Mapping[str, Cellen],
    organen: Mapping[str, Cellen],
    oud: Sequence[Mapping[str, str]],
    onleesbaar: Collection[str] = (),
) -> Iterator[Cellen]:
    """The rows of dossiers.csv: of each version (systeemIds) what was read, else its row of before.

    per_versie: of `version_fields`; organen: of `organ_fields`; oud: the rows of before. onleesbaar: systeemIds
    of bodies that could not be read: what was known of one stays.
    """
    was = {rij["bron_id"]: dict(rij) for rij in oud}
    leeg = dict.fromkeys(ORGAN_COLUMNS, "")
    for bron_id in versies:
        if bron_id not in per_versie:
            if bron_id in was:
                yield was[bron_id]
            continue
        eigen = per_versie[bron_id]
        id_ = eigen["orgaan_id"]
        van = {k: v for k, v in organen.get(id_, {}).items() if k != "beschrijving"}
        if id_ in onleesbaar and was.get(bron_id, {}).get("orgaan_id") == id_:
            van = {k: was[bron_id][k] for k in ORGAN_COLUMNS}
        yield {"bron_id": bron_id, **eigen, **leeg, **van, "orgaan_id": id_}


def gemeente_rows(
    per_code: Mapping[str, Cellen], oud: Sequence[Mapping[str, str]], codes: Collection[str]
) -> list[Cellen]:
    """The rows of gemeentedossiers.csv: of each gemeente (TOOI codes) what was read, else its row of before."""
    was = {rij["gemeente_code"]: dict(rij) for rij in oud}
    rijen = {code: {"gemeente_code": code, **cellen} for code, cellen in per_code.items()}
    return [rij for code in sorted(codes) if (rij := rijen.get(code) or was.get(code))]


def _own(element: etree._Element) -> str:
    return clean((element.text or "")[:_MAX])


def _one(tekst: str) -> str:
    """A name that can stand in a list with semicolons."""
    return " ".join(tekst.replace(";", ",").split())[:_MAX]


def _list(waarden: Iterable[str]) -> str:
    return ";".join(dict.fromkeys(_one(w) for w in waarden if w))


def _number(tekst: str) -> str:
    return tekst if re.fullmatch(r"[0-9]{1,18}", tekst) else ""


def _digits(tekst: str, hoeveel: int) -> str:
    kaal = re.sub(r"[\s.]", "", tekst)
    return kaal if re.fullmatch(rf"[0-9]{{{hoeveel}}}", kaal) else ""


def _day(tekst: str) -> str:
    gevonden = _DAG.match(tekst)
    try:
        return date.fromisoformat(gevonden[0]).isoformat() if gevonden else ""
    except ValueError:
        return ""


def _url(tekst: str) -> str:
    """An address that can be followed and stand in a list with semicolons; "" for none."""
    if tekst and not re.match(r"[a-z]+:", tekst, re.IGNORECASE):
        tekst = f"https://{tekst}"
    tekst = tekst.replace(";", "%3B")
    return tekst if _URL.fullmatch(tekst) else ""


def _first_url(teksten: Iterable[str]) -> str:
    return next(filter(None, map(_url, teksten)), "")


def _is_phone(tekst: str) -> bool:
    return bool(re.fullmatch(r"[0-9()+ /-]{5,24}", tekst))


def _labelled(organisatie: etree._Element, soort: str, een: str, wat: str) -> list[str]:
    """Values of one kind of contact, those for everything first."""
    gevonden = deep(organisatie, "contact", soort, een)
    gevonden.sort(key=lambda e: text(e, "label").casefold() != _ALGEMEEN)
    return [text(e, wat) for e in gevonden]


def _address(adres: etree._Element) -> str:
    """An address on one line: "Dorpsplein 1, 6931 CZ Westervoort"; "" when it has no place."""
    woonplaats = _one(text(adres, "woonplaats"))
    if not woonplaats:
        return ""
    if postbus := text(adres, "postbus"):
        straat = f"Postbus {postbus}"
    else:
        nummer = " ".join(filter(None, (text(adres, "huisnummer"), text(adres, "toevoeging"))))
        straat = " ".join(filter(None, (text(adres, "openbareRuimte"), nummer)))
    land = text(adres, "land")
    return ", ".join(filter(None, (
        _one(straat), " ".join(filter(None, (_one(text(adres, "postcode")), woonplaats))),
        "" if land.casefold() in ("", "nederland", "nl") else _one(land),
    )))  # fmt: skip
