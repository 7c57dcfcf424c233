"""Chains the register's versions into samenwerkingsverbanden with their deelnames, as table rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from viewer.errors import BrokenChain
from viewer.model import (
    PROVINCIES,
    THEMA_NAMEN,
    Deelname,
    Versie,
    deelnames_of,
    geldig,
    slugify,
    vorm_by_naam,
)
from viewer.sources.redactie import Redactie, Taak, Voorstel, name_first
from viewer.sources.register_adres import mend_addresses, register_address
from viewer.sources.roo import Organisatie, Register
from viewer.sources.tekens import clean, close_quotes

Rij = dict[str, str]


@dataclass(frozen=True)
class Bekend:
    """What the data folder already holds, so that ids and slugs stay what they were.

    ids: systeemId of a version -> id; slugs: id -> slug.
    """

    ids: Mapping[str, str]
    slugs: Mapping[str, str]


def ketens(versies: Iterable[Versie]) -> list[list[Versie]]:
    """The versions as chains, oldest first, each version in exactly one.

    Raises BrokenChain when two versions claim the same neighbour, a link goes one way only, points
    outside the export, or goes round in a circle.
    """
    alle = {versie.bron_id: versie for versie in versies}
    for versie in alle.values():
        for buur, terug in ((versie.volgende, "vorige"), (versie.vorige, "volgende")):
            if buur and (buur not in alle or getattr(alle[buur], terug) != versie.bron_id):
                raise BrokenChain(
                    "register",
                    f"regeling {versie.bron_id} verwijst naar versie {buur}, die niet terugverwijst.",
                    "Haal de export opnieuw op; blijft het, meld het dan aan het register.",
                )
    out = []
    for versie in alle.values():
        if versie.vorige:
            continue
        keten = [versie]
        while keten[-1].volgende:
            keten.append(alle[keten[-1].volgende])
        out.append(keten)
    if sum(map(len, out)) != len(alle):
        raise BrokenChain("register", "een reeks versies verwijst in een kring naar zichzelf.")
    return out


def naam_of(titel: str) -> str:
    """What people call an arrangement: its title without the legal wrapping and the year.

    "Gemeenschappelijke regeling Veiligheidsregio IJsselland 2024" -> "Veiligheidsregio IJsselland".
    The whole title stays when too little would be left. Invisible signs do not count, and every
    quotation mark that is opened is closed.
    """
    titel = close_quotes(clean(titel)) or titel
    kaal = re.sub(r"[\s,]+(\((19|20)\d\d\)|(19|20)\d\d|gewijzigd in (19|20)\d\d)\Z", "", titel)
    kaal = re.sub(
        r"\A(de |het )?((modulaire )?gemeenschappelijke? (regeling|beheersregeling)|regeling|GR)"
        r"( (betreffende|voor|van) (het|de)| van| voor| tot)? +",
        "",
        kaal,
        flags=re.IGNORECASE,
    )
    kaal = close_quotes(kaal)
    if len(kaal) < 4 or kaal.casefold() in ("zonder meer", "sociaal"):
        kaal = titel
    return kaal[:1].upper() + kaal[1:]


def _naam(keten: Sequence[Versie], orgaan: Organisatie | None) -> str:
    """The name of the newest title; where that is a mere abbreviation ("VRBZO"), what the body is called in
    full, if an older title said so too."""
    naam = naam_of(keten[-1].titel)
    if orgaan is not None and naam.casefold() == orgaan.afkorting.casefold():
        voluit = orgaan.naam.casefold()
        return next((naam_of(v.titel) for v in reversed(keten) if naam_of(v.titel).casefold() == voluit), naam)
    return naam


def themas_of(beleidsterreinen: Iterable[str], tabel: Mapping[str, str]) -> tuple[str, ...]:
    """The subjects of these beleidsterreinen, each once, most telling first; `overig` when none."""
    gevonden = {tabel.get(" ".join(b.split()), "overig") for b in beleidsterreinen}
    return tuple(naam for naam in THEMA_NAMEN if naam in gevonden) or ("overig",)


def build_tabellen(
    register: Register,
    peildatum: date,
    redactie: Mapping[str, Redactie],
    beleidsterreinen: Mapping[str, str],
    provincies: Mapping[str, str],
    bekend: Bekend,
    taken: Mapping[str, Taak] | None = None,
) -> dict[str, list[Rij]]:
    """The rows of `samenwerkingsverbanden`, `versies`, `deelnames` and `organisaties`.

    peildatum: the day of the export. redactie: by id. beleidsterreinen: beleidsterrein -> subject.
    provincies: code of a gemeente -> code of its provincie, for those the register leaves open.
    taken: by slug; subjects follow from those of `redactie`, else from the beleidsterreinen, else from
    those that the words of its title propose.
    Values are text as a CSV file holds it: dates as YYYY-MM-DD, lists with semicolons.
    Raises BrokenChain.
    """
    organen = {organisatie.bron_id: organisatie for organisatie in register.organisaties}
    verbanden: list[Rij] = []
    versies: list[Rij] = []
    deelnames: list[Rij] = []
    slugs = set(bekend.slugs.values())
    woorden = Voorstel(taken or {})
    gebruikt: set[str] = set()
    for keten in sorted(ketens(register.versies), key=lambda k: int(k[0].bron_id)):
        bekende = [bekend.ids[v.bron_id] for v in keten if v.bron_id in bekend.ids]
        # One that fell apart keeps its id once.
        id_ = next(i for i in (*bekende, *(f"gr-{v.bron_id}" for v in keten)) if i not in gebruikt)
        gebruikt.add(id_)
        verband = _verband(
            keten, id_, peildatum, redactie.get(id_, Redactie()), beleidsterreinen, organen, taken or {}, woorden
        )
        verband["slug"] = bekend.slugs.get(id_) or _vrije_slug(verband["naam"], id_, slugs)
        slugs.add(verband["slug"])
        verbanden.append(verband)
        versies += [_versie_rij(id_, nummer, versie) for nummer, versie in enumerate(keten, 1)]
        dagen = _accessions(keten)
        deelnames += [
            {
                "samenwerkingsverband_id": id_,
                "deelnemer_code": deelname.deelnemer.code,
                "deelnemer_naam": deelname.deelnemer.naam,
                "deelnemer_soort": deelname.deelnemer.soort,
                "deelnemer_bron_id": deelname.deelnemer.bron_id,
                "van": deelname.periode.van.isoformat(),
                "tot": _iso(deelname.periode.tot),
                "toegetreden": _iso(_joined(dagen[deelname.deelnemer.sleutel], deelname, eerder)),
            }
            for deelname, eerder in _with_previous(deelnames_of(keten))
        ]
    return {
        "samenwerkingsverbanden": verbanden,
        "versies": versies,
        "deelnames": deelnames,
        "organisaties": organisatie_rijen(register.organisaties, provincies),
    }


def _accessions(keten: Sequence[Versie]) -> dict[str, list[date]]:
    """The days of accession that the versions of a chain give each participant, in order."""
    out: dict[str, set[date]] = {}
    for versie in keten:
        for toetreding in versie.deelnemers:
            out.setdefault(toetreding.deelnemer.sleutel, set()).add(toetreding.toegetreden)
    return {sleutel: sorted(dagen) for sleutel, dagen in out.items()}


def _with_previous(deelnames: Iterable[Deelname]) -> Iterator[tuple[Deelname, Deelname | None]]:
    """Each participation with the one before it of the same participant."""
    vorige: dict[str, Deelname] = {}
    for deelname in deelnames:
        yield deelname, vorige.get(deelname.deelnemer.sleutel)
        vorige[deelname.deelnemer.sleutel] = deelname


def _joined(dagen: Iterable[date], deelname: Deelname, eerder: Deelname | None) -> date | None:
    """The earliest day of accession that belongs to a participation: not after its first day, nor before the end of
    an earlier one."""
    na = date.min if eerder is None or eerder.periode.tot is None else eerder.periode.tot
    return next((dag for dag in dagen if na <= dag <= deelname.periode.van), None)


def organisatie_rijen(organisaties: Iterable[Organisatie], provincies: Mapping[str, str]) -> list[Rij]:
    """The rows of `organisaties`. provincies: code of a gemeente -> code of its provincie."""
    return [
        _organisatie_rij(organisatie, provincies)
        for organisatie in sorted(organisaties, key=lambda o: (o.soort, o.naam))
        if organisatie.soort in ("gemeente", "provincie", "waterschap")
    ]


def _iso(dag: date | None) -> str:
    return "" if dag is None else dag.isoformat()


def _vrije_slug(naam: str, id_: str, bezet: set[str]) -> str:
    slug = slugify(naam)[:80].strip("-") or id_
    return slug if slug not in bezet else f"{slug}-{id_.removeprefix('gr-')}"


def _verband(
    keten: Sequence[Versie],
    id_: str,
    peildatum: date,
    hand: Redactie,
    beleidsterreinen: Mapping[str, str],
    organen: Mapping[str, Organisatie],
    taken: Mapping[str, Taak],
    woorden: Voorstel,
) -> Rij:
    nieuwste = keten[-1]
    orgaan = next((organen[o] for v in reversed(keten) for o in v.organen if o in organen), None)
    terreinen = next((v.beleidsterreinen for v in reversed(keten) if v.beleidsterreinen), ())
    naam = hand.naam or _naam(keten, orgaan)
    themas, thema_bron = themas_of(terreinen, beleidsterreinen), "register" if terreinen else "geen"
    if eigen := hand.subjects(taken):
        themas, thema_bron = eigen, "redactie" if terreinen else "aangevuld"
    elif voorstel := woorden.taken((naam, nieuwste.titel)):
        themas = name_first(themas if terreinen else (), voorstel, taken)
        thema_bron = "register" if terreinen else "voorlopig"
    dagen = [periode for _, periode in geldig(keten)]
    van = dagen[0].van if dagen else keten[0].van
    gestart = {organen[o].van for v in keten for o in v.organen if o in organen}
    begin = min({d for dag in _accessions(keten).values() for d in dag} | {d for d in gestart if d is not None} | {van})
    einde = dagen[-1].tot if dagen else keten[-1].van
    afkorting = orgaan.afkorting if orgaan is not None else ""
    return {
        "id": id_,
        "slug": "",
        "naam": naam,
        "titel": nieuwste.titel,
        "afkorting": afkorting if len(afkorting) <= 24 and afkorting != naam else "",
        "vorm": nieuwste.vorm,
        "publiek_privaat": vorm_by_naam(nieuwste.vorm).publiek_privaat,
        "themas": ";".join(themas),
        "thema_bron": thema_bron,
        "omschrijving": hand.omschrijving,
        "website": mend_addresses(orgaan.website, orgaan.naam) if orgaan is not None else "",
        "van": van.isoformat(),
        "begon": _iso(begin if begin < van else None),
        "tot": _iso(einde),
        "bron_url": register_address(nieuwste.bron_id, naam),
        "peildatum_bron": peildatum.isoformat(),
        "compleet": "ja",
    }


def _versie_rij(id_: str, nummer: int, versie: Versie) -> Rij:
    return {
        "samenwerkingsverband_id": id_,
        "volgorde": str(nummer),
        "bron_id": versie.bron_id,
        "titel": versie.titel,
        "vorm": versie.vorm,
        "van": versie.van.isoformat(),
        "tot": _iso(versie.tot),
    }


def _organisatie_rij(organisatie: Organisatie, provincies: Mapping[str, str]) -> Rij:
    provincie = ""
    if organisatie.soort == "gemeente":
        code = provincies.get(organisatie.code) or next(iter(organisatie.provincies), "")
        provincie = PROVINCIES.get(code, "")
    return {
        "bron_id": organisatie.bron_id,
        "code": organisatie.code,
        "naam": organisatie.naam,
        "soort": organisatie.soort,
        "provincie": provincie,
        "inwoners": "" if organisatie.inwoners is None else str(organisatie.inwoners),
        "plaatsen": ";".join(organisatie.plaatsen),
        "van": _iso(organisatie.van),
        "tot": _iso(organisatie.tot),
    }
