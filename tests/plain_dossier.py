"""The dossier read plainly, with the standard library and loops: what dossiers.csv is compared with, field by field."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from pathlib import Path

from tests.plain_register import attribuut, kaal


def read(bestand: Path) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Rows of dossiers.csv by bron_id, and of gemeentedossiers.csv by code (those with an end left in)."""
    root = ET.parse(bestand).getroot()
    lichamen: dict[str, dict[str, str]] = {}
    gemeenten: dict[str, dict[str, str]] = {}
    for e in root.iter():
        if kaal(e.tag) == "organisatie" and attribuut(e, "systeemId"):
            soorten = [schoon(t) for t in onder(e, "types", "type")]
            if soorten[:1] == ["Regionaal samenwerkingsorgaan"]:
                lichamen.setdefault(attribuut(e, "systeemId"), lichaam(e))
            elif soorten[:1] == ["Gemeente"] and attribuut(e, "resourceIdentifierTOOI"):
                code = attribuut(e, "resourceIdentifierTOOI").rsplit("/", 1)[1].upper()
                gemeenten.setdefault(code, {"gemeente_code": code, **gemeente(e)})
    versies = {}
    for e in root.iter():
        if kaal(e.tag) == "regeling" and attribuut(e, "systeemId"):
            rij = versie(e)
            rij |= lichamen.get(rij["orgaan_id"]) or dict.fromkeys(LICHAAM, "")
            versies[rij["bron_id"]] = rij
    return versies, gemeenten


LICHAAM = (
    "orgaan", "bezoekadres", "postadres", "telefoon", "email", "contactformulier", "orgaan_website", "kvk", "rsin", "woo",
    "organogram", "sociale_media", "orgaan_nagekeken",
)  # fmt: skip


def onder(e: ET.Element, *pad: str) -> list[ET.Element]:
    for naam in pad[:-1]:
        e = next((k for k in e if kaal(k.tag) == naam), ET.Element("leeg"))
    return [k for k in e if kaal(k.tag) == pad[-1]]


def schoon(e: ET.Element | None) -> str:
    tekst = "" if e is None or e.text is None else e.text
    return " ".join("".join(t for t in tekst if unicodedata.category(t) != "Cf").split())


def een(e: ET.Element, *pad: str) -> str:
    return next((schoon(k) for k in onder(e, *pad)), "")


def naam(tekst: str) -> str:
    return tekst.replace(";", ",")


def dag(tekst: str) -> str:
    return tekst[:10]


def url(tekst: str) -> str:
    if tekst and "://" not in tekst and not tekst.startswith(("javascript:", "mailto:", "tel:")):
        tekst = "https://" + tekst
    goed = tekst.lower().startswith(("http://", "https://")) and "." in tekst[8:] and not set(tekst) & set(" <>\"'")
    return tekst.replace(";", "%3B") if goed else ""


def uniek(waarden: list[str]) -> str:
    return ";".join(dict.fromkeys(w for w in waarden if w))


def versie(e: ET.Element) -> dict[str, str]:
    deelnemers = onder(e, "deelnemendeOrganisaties", "deelnemendeOrganisatie")
    wie: dict[str, list[str]] = {}
    for d in deelnemers:
        tooi = attribuut(d, "resourceIdentifierTOOI")
        sleutel = tooi.rsplit("/", 1)[1].upper() if tooi else "roo:" + attribuut(d, "systeemId")
        for orgaan in {schoon(o) for o in onder(d, "bestuursorganen", "bestuursorgaan")}:
            wie.setdefault(orgaan, []).append(sleutel)
    organen = []
    for orgaan in sorted(wie, key=lambda o: (-len(wie[o]), o)):
        alle = len(wie[orgaan]) == len(deelnemers)
        organen.append(f"{orgaan}:{'*' if alle else ','.join(wie[orgaan])}")
    wetten: dict[str, str] = {}
    for w in onder(e, "wettelijkeGrondslagen", "wettelijkeGrondslag"):
        if een(w, "opschrift") and naam(een(w, "opschrift")) not in wetten:
            wetten[naam(een(w, "opschrift"))] = url(een(w, "referentie"))
    orgaan = onder(e, "regionaalSamenwerkingsorgaan")
    houder = onder(e, "bronhouder")
    return {
        "bron_id": attribuut(e, "systeemId"),
        "bevoegdheden": uniek(
            [schoon(b).lower() for b in onder(e, "bevoegdheidsverkrijgingen", "bevoegdheidsverkrijging")]
        ),
        "organen": ";".join(organen),
        "grondslagen": ";".join(wetten),
        "grondslag_urls": ";".join(wetten.values()),
        "besluiten": uniek([url(schoon(r)) for r in onder(e, "instellingsbesluiten", "referentie")]),
        "bronhouder": naam(een(e, "bronhouder")),
        "bronhouder_id": attribuut(houder[0], "systeemId") if houder else "",
        "archiefzorgdrager": naam(een(e, "archiefzorgdrager")),
        "nagekeken": dag(een(e, "datumTerVerificatie")),
        "gewijzigd": dag(een(e, "datumMutatie")),
        "orgaan_id": attribuut(orgaan[0], "systeemId") if orgaan else "",
    }


def adres(e: ET.Element, soort: str) -> str:
    for a in onder(e, "adressen", "adres"):
        if een(a, "adresType") == soort and een(a, "woonplaats"):
            if een(a, "postbus"):
                straat = "Postbus " + een(a, "postbus")
            else:
                straat = " ".join(filter(None, [een(a, "openbareRuimte"), een(a, "huisnummer"), een(a, "toevoeging")]))
            delen = [straat, f"{een(a, 'postcode')} {een(a, 'woonplaats')}".strip()]
            if een(a, "land") not in ("", "Nederland", "NL"):
                delen.append(een(a, "land"))
            return naam(", ".join(d for d in delen if d))
    return ""


def waarden(e: ET.Element, lijst: str, soort: str, wat: str) -> list[str]:
    alle = onder(e, "contact", lijst, soort)
    eerst = [k for k in alle if een(k, "label").lower() == "algemeen"]
    return [een(k, wat) for k in [*eerst, *(k for k in alle if k not in eerst)]]


def eerste(waarden: list[str]) -> str:
    return next((w for w in waarden if w), "")


def lichaam(e: ET.Element) -> dict[str, str]:
    nummers = {attribuut(r, "naam"): schoon(r) for r in onder(e, "identificatiecodes", "resourceIdentifier")}
    return {
        "orgaan": naam(een(e, "naam")),
        "bezoekadres": adres(e, "Bezoekadres"),
        "postadres": adres(e, "Postadres"),
        "telefoon": eerste(waarden(e, "telefoonnummers", "telefoonnummer", "nummer")),
        "email": eerste(waarden(e, "emailadressen", "emailadres", "email")),  # the first; see `PERSONS` in the test
        "contactformulier": eerste([url(w) for w in waarden(e, "contactformulieren", "contactformulier", "url")]),
        "orgaan_website": eerste([url(w) for w in waarden(e, "internetadressen", "internetadres", "url")]),
        "kvk": n if re.fullmatch(r"\d{8}", n := nummers.get("kvk-nummer", "")) else "",
        "rsin": n if re.fullmatch(r"\d{9}", n := nummers.get("rsin", "")) else "",
        "woo": eerste([url(schoon(u)) for u in onder(e, "woo", "wooInformatie", "urls", "url")]),
        "organogram": url(een(e, "organogram", "url")),
        "sociale_media": uniek([url(een(s, "url")) for s in onder(e, "contact", "socialMedia", "socialmedium")]),
        "orgaan_nagekeken": dag(een(e, "datumTerVerificatie")),
    }


def gemeente(e: ET.Element) -> dict[str, str]:
    partijen = onder(e, "raad", "partijen", "partij")
    zetels = een(e, "raad", "totaalZetels")
    klopt = zetels != "" and sum(int(een(p, "aantalZetels") or 0) for p in partijen) == int(zetels)
    oppervlakte = een(e, "geografie", "oppervlakte").replace(".", "").replace(",", ".")
    return {
        "oppervlakte_ha": str(round(float(oppervlakte) * 100)) if oppervlakte else "",
        "raad_zetels": zetels,
        "raad_klopt": ("ja" if klopt else "nee") if partijen else "",
        "raad_partijen": ";".join(f"{naam(een(p, 'naam'))}={een(p, 'aantalZetels')}" for p in partijen).replace(
            "=1,", "-1,"
        )
        if klopt
        else "",
        "nagekeken": dag(een(e, "datumTerVerificatie")),
    }
