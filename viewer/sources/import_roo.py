"""From the register's export to a replaced data folder: what can be read is new, the rest stays and is told."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

from viewer.days import today
from viewer.errors import BadSource
from viewer.model import VORM_NAMEN
from viewer.sources import datamap
from viewer.sources.bijwerken import bring_up_copy, is_older
from viewer.sources.description import facts_in, write_description
from viewer.sources.dossier import dossier_rows, gemeente_rows
from viewer.sources.fetch import MAX_BYTES, Kenmerk, Opgehaald, download, is_address, modified_on
from viewer.sources.gisteren import (
    bodies_of,
    close_gone,
    keep_organ_facts,
    keep_organisaties,
    keep_verbanden,
    settle_codes,
)
from viewer.sources.grenzen import dump_geojson
from viewer.sources.hernummerd import Antwoorden, join_history, questions, read_answers, same_ids
from viewer.sources.ketens import Bekend, build_tabellen, ketens, organisatie_rijen
from viewer.sources.opvolging import follow_areas, renamed
from viewer.sources.package import replace_package, unused_redactie, write_table
from viewer.sources.regios import follow_register
from viewer.sources.registry import REGISTER
from viewer.sources.roo import Register, read_register
from viewer.sources.schakels import mend_links
from viewer.sources.schema import DATAPACKAGE, GEMEENTEN, IMPORT_TABELLEN
from viewer.sources.teksten import read_texts, text_rows, write_texts
from viewer.sources.verschillen import Registerstand, compare, read_stand, require_stand
from viewer.sources.wegschrijven import write_text
from viewer.sources.wijzigingen import Wijzigingen, append_wijzigingen
from viewer.wording import count, long_date, long_date_of

Voortgang = Callable[[int, int, int], None]
"""Called with regelingen read, bytes read, and bytes in all (0 when unknown)."""

Haal = Callable[..., AbstractContextManager[Opgehaald | None]]
"""`fetch.download`, or what a test puts in its place."""


_MAX_MELDINGEN = 50
_OUDE_TABELLEN = ("samenwerkingsverbanden", "versies", "deelnames", "organisaties")


@dataclass(frozen=True)
class Gemist:
    """A record of the register that could not be read, as `datapackage.json` keeps it. soort: regeling or
    organisatie; reden: why, in Dutch; bewaard: whether the rows of before stay."""

    soort: str
    bron_id: str
    titel: str
    reden: str
    bewaard: bool

    def __str__(self) -> str:
        wie = f"{self.titel or 'zonder titel'} ({self.bron_id or 'zonder systeemId'})"
        return (
            f"{wie}: {self.reden}; {'de vorige gegevens blijven' if self.bewaard else 'er zijn geen vorige gegevens'}."
        )


@dataclass(frozen=True)
class RooSamenvatting:
    """What an import of the register read and made of it. gemist: what could not be read; meldingen: what
    else a maintainer must know, Dutch sentences."""

    peildatum: date
    organisaties: int
    versies: int
    verbanden: int
    deelnames: int
    zonder_code: int
    zonder_thema: int
    wijzigingen: Wijzigingen
    gemist: tuple[Gemist, ...] = ()
    meldingen: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Gemaakt:
    """The tables of an import, and what it had to tell. verdwenen: ids of what the register does not have any more,
    with the day on which that was learned; adressen: slugs and ids of before, with the id of today."""

    tabellen: dict[str, list[dict[str, str]]]
    gemist: tuple[Gemist, ...]
    meldingen: tuple[str, ...]
    verdwenen: dict[str, str]
    adressen: dict[str, str]


def import_roo(
    bron: str,
    folder: Path,
    peildatum: date | None = None,
    toch: bool = False,
    voortgang: Voortgang | None = None,
    haal: Haal = download,
    meld: Callable[[str], None] = lambda _: None,
    vandaag: date | None = None,
) -> RooSamenvatting | None:
    """Makes the register's tables of an export (.xml or .xml.gz, a file or an address) and swaps them in.

    peildatum: the day of the export. Without it: the date in the name, else that of Last-Modified,
    else the newest change in the file, but never before the day of the data that are there. toch: also when more
    than a tenth of the regelingen is gone, or when the export is older than those data, or of a day after vandaag
    (None: of any day).
    Ids and slugs that the folder already has stay what they are. A record that cannot be read keeps its rows
    of before, and is told in the result and in `datapackage.json`. When the folder has boundaries,
    their names, provincies, inwoners and plaatsen follow the register. What changed is added to
    `wijzigingen.jsonl`. meld: is told what people changed meanwhile, and that it was taken along.
    Returns None when the address says that nothing has changed.
    Raises BadSource, BrokenChain, BadPackage, ImportBusy; the old folder then stays.
    """
    with _open_export(bron, folder, voortgang, haal) as export:
        if export is None:
            return None
        stroom, naam, kenmerk = export
        register = read_register(
            stroom, naam, None if voortgang is None else lambda n: voortgang(n, stroom.gelezen, stroom.grootte)
        )
    dag = peildatum or _date_in(naam) or _modified(kenmerk)
    with replace_package(folder, zonder_grenzen=not (folder / GEMEENTEN).exists(), meld=meld) as werk:
        bijgewerkt = bring_up_copy(werk) if is_older(werk) else ()
        oud = read_stand(werk)
        _refuse_parts(register, naam)
        was = oud.peildatum if oud is not None else ""
        if dag is None:
            dag = max(register.laatste_wijziging(today()), date.fromisoformat(was) if was else date.min)
        if not toch:
            _refuse_day(dag, was, vandaag, naam)
        if oud is not None and not toch:
            _refuse_loss(oud, register, naam, read_answers(datamap.rows(werk, "hernummerd")))
        gemaakt = _make(werk, register, dag)
        tabellen = gemaakt.tabellen
        for tabel in IMPORT_TABELLEN:
            write_table(werk / f"{tabel}.csv", tabel, tabellen[tabel])
        write_texts(
            werk,
            text_rows(tabellen["dossiers"], register.feiten.teksten, register.feiten.organen, read_texts(werk)),
        )
        regios = follow_register(datamap.table(werk, "regios").to_dict("records"), tabellen, dag)
        write_table(werk / "regios.csv", "regios", regios)
        hernoemd = _follow_names(werk, oud, tabellen["organisaties"], dag)
        meldingen = tuple([*bijgewerkt, *hernoemd, *gemaakt.meldingen, *_update_map(werk, dag)][:_MAX_MELDINGEN])
        opgehaald = {k: w for k, w in asdict(kenmerk).items() if w} if kenmerk.adres else {}
        eigen: dict[str, Any] = {
            "peildatum": dag.isoformat(),
            **({"opgehaald": opgehaald} if opgehaald else {}),
            **({"overgeslagen": [asdict(gemist) for gemist in gemaakt.gemist]} if gemaakt.gemist else {}),
            **({"meldingen": list(meldingen)} if meldingen else {}),
            **({"verdwenen": gemaakt.verdwenen} if gemaakt.verdwenen else {}),
            **({"adressen": gemaakt.adressen} if gemaakt.adressen else {}),
        }
        write_description(werk, {**facts_in(werk), REGISTER.id: eigen})
        wijzigingen = compare(oud, require_stand(werk))
        append_wijzigingen(werk, wijzigingen)
    return RooSamenvatting(
        peildatum=dag,
        organisaties=len(register.organisaties),
        versies=len(register.versies),
        verbanden=len(tabellen["samenwerkingsverbanden"]) - len(gemaakt.verdwenen),
        deelnames=len(tabellen["deelnames"]),
        zonder_code=len({r["deelnemer_naam"] for r in tabellen["deelnames"] if not r["deelnemer_code"]}),
        zonder_thema=sum(r["thema_bron"] == "geen" for r in tabellen["samenwerkingsverbanden"]),
        wijzigingen=wijzigingen,
        gemist=gemaakt.gemist,
        meldingen=meldingen,
    )


def _make(werk: Path, register: Register, dag: date) -> _Gemaakt:
    """The register's tables: of what could be read, and for the rest the rows of before."""
    meldingen = list(register.meldingen)
    oud = {tabel: datamap.rows(werk, tabel) for tabel in _OUDE_TABELLEN}
    eigen = facts_in(werk).get(REGISTER.id, {})
    bekend, antwoorden, adressen = _known(werk, eigen.get("adressen", {}), meldingen.append)
    provincies = datamap.mapping(werk, "provincies", "gemeente_code", "provincie_code")
    nieuw = organisatie_rijen(register.organisaties, provincies)
    organisaties, bewaard = keep_organisaties(nieuw, oud["organisaties"], register.overgeslagen, meldingen.append)
    gemeenten = {rij["code"] for rij in organisaties if rij["soort"] == "gemeente"}
    geschakeld = mend_links(register.versies, register.overgeslagen, bekend.ids)
    meldingen += geschakeld.meldingen
    gelezen = {versie.bron_id for versie in register.versies}
    blijft = set(geschakeld.onvolledig)
    gemist = _lost(geschakeld.onvolledig, register, oud["versies"])
    for record in register.overgeslagen:
        van = bodies_of(record, oud["versies"], gelezen) if record.soort == "regeling" else set()
        blijft |= van
        gemist.append(Gemist(record.soort, record.bron_id, record.titel, record.reden, bool(van) or record in bewaard))
    hand = datamap.redactie(werk)
    verdwenen = _gone(oud["samenwerkingsverbanden"], register, bekend, blijft | adressen.keys(), eigen, dag)
    heel = [k for k in ketens(geschakeld.versies) if not any(bekend.ids.get(v.bron_id) in blijft for v in k)]
    versies = settle_codes([v for k in heel for v in k], register.organisaties, gemeenten, meldingen.append)
    tabellen = build_tabellen(
        replace(register, versies=versies),
        dag,
        redactie=hand,
        beleidsterreinen=datamap.mapping(werk, "beleidsterreinen", "beleidsterrein", "thema"),
        provincies=provincies,
        bekend=bekend,
        taken=datamap.taken(werk),
    )
    keep_organ_facts(tabellen, oud["samenwerkingsverbanden"], heel, register.overgeslagen)
    join_history(tabellen, oud, antwoorden.zelfde.values())
    tabellen = keep_verbanden({**tabellen, "organisaties": organisaties}, oud, blijft)
    tabellen = keep_verbanden(tabellen, close_gone(oud, verdwenen), verdwenen)
    meldingen += questions(tabellen, verdwenen, antwoorden)
    meldingen += _tell_gone(tabellen, verdwenen, eigen.get("verdwenen", {}))
    tabellen["dossiers"] = list(
        dossier_rows(
            [rij["bron_id"] for rij in tabellen["versies"]],
            register.feiten.versies,
            register.feiten.organen,
            datamap.rows(werk, "dossiers"),
            {record.bron_id for record in register.overgeslagen},
        )
    )
    tabellen["gemeentedossiers"] = gemeente_rows(
        register.feiten.gemeenten,
        datamap.rows(werk, "gemeentedossiers"),
        {r["code"] for r in organisaties if r["soort"] == "gemeente" and (not r["tot"] or r["tot"] > dag.isoformat())},
    )
    meldingen += _unknown_forms(tabellen["versies"])
    ids = {rij["id"] for rij in (*tabellen["samenwerkingsverbanden"], *datamap.rows(werk, "aanvullingen"))}
    meldingen += unused_redactie(hand, ids)
    bezet = ids | {rij["slug"] for rij in tabellen["samenwerkingsverbanden"]}
    adressen = {van: naar for van, naar in adressen.items() if van not in bezet and naar in ids}
    return _Gemaakt(tabellen, tuple(gemist), tuple(dict.fromkeys(meldingen)), verdwenen, adressen)


def _known(
    werk: Path, eerder: Mapping[str, str], meld: Callable[[str], None]
) -> tuple[Bekend, Antwoorden, dict[str, str]]:
    """Ids and slugs that must stay, what people answered of new numbers, and the addresses of before."""
    bekend = datamap.bekend(werk)
    antwoorden = read_answers(datamap.rows(werk, "hernummerd"))
    for bron_id, id_ in sorted(antwoorden.zelfde.items()):
        if id_ not in bekend.slugs:
            meld(
                f"hernummerd.csv: {id_!r} (bij {bron_id}) is geen samenwerkingsverband uit het register. "
                "Verbeter de id."
            )
    zelfde = {bron_id: id_ for bron_id, id_ in antwoorden.zelfde.items() if id_ in bekend.slugs}
    ids, samen = same_ids(bekend.ids, zelfde)
    adressen = {van: samen.get(naar, naar) for van, naar in eerder.items()}
    for van, naar in samen.items():
        adressen |= {van: naar, **({bekend.slugs[van]: naar} if van in bekend.slugs else {})}
    # An address that led somewhere is never given to another.
    slugs = {**bekend.slugs, **{f"adres:{adres}": adres for adres in adressen}}
    return Bekend(ids, slugs), replace(antwoorden, zelfde=zelfde), adressen


def _gone(
    oud: Sequence[Mapping[str, str]],
    register: Register,
    bekend: Bekend,
    anders: Collection[str],
    eigen: Mapping[str, Any],
    dag: date,
) -> dict[str, str]:
    """The ids of what the register had and does not have any more, with the day on which that was learned.

    anders: ids of which the export has something after all, or that go by another id.
    """
    er = {bekend.ids.get(versie.bron_id, "") for versie in register.versies}
    weg = sorted({rij["id"] for rij in oud} - er - set(anders))
    eerder = eigen.get("verdwenen", {})
    return {id_: str(eerder.get(id_, dag.isoformat())) for id_ in weg}


def _tell_gone(
    tabellen: Mapping[str, Sequence[Mapping[str, str]]], verdwenen: Mapping[str, str], eerder: Mapping[str, str]
) -> list[str]:
    """What left the register since the night before; the page of what left earlier says it."""
    namen = {rij["id"]: rij["naam"] for rij in tabellen["samenwerkingsverbanden"]}
    return [
        f"{namen[id_]} ({id_}) staat niet meer in het register; de bladzijde blijft, met wat er het laatst stond."
        for id_ in verdwenen
        if id_ not in eerder
    ]


def _lost(
    onvolledig: Mapping[str, tuple[str, ...]], register: Register, versies: Sequence[Mapping[str, str]]
) -> list[Gemist]:
    """Versions that others link to and that we had, but that the export does not have at all."""
    titels = {rij["bron_id"]: rij["titel"] for rij in versies}
    genoemd = {record.bron_id for record in register.overgeslagen}
    weg = sorted({bron_id for kwijt in onvolledig.values() for bron_id in kwijt} - genoemd)
    return [
        Gemist("regeling", b, titels.get(b, ""), "een versie die er was, ontbreekt in de export", True) for b in weg
    ]


def _unknown_forms(versies: Sequence[Mapping[str, str]]) -> list[str]:
    vormen = Counter(rij["vorm"] for rij in versies if rij["vorm"] not in VORM_NAMEN)
    return [
        f"De vorm {vorm!r} ({count(n, 'regeling', 'regelingen')}) kent de kaart nog niet; "
        "zij heet daar zoals in het register."
        for vorm, n in sorted(vormen.items())
    ]


def _follow_names(
    werk: Path, oud: Registerstand | None, organisaties: Sequence[dict[str, str]], dag: date
) -> list[str]:
    """Notes in herindelingen.csv which gemeenten go on under another name or code; what is to be told of that."""
    meldingen: list[str] = []
    herindelingen = datamap.rows(werk, "herindelingen")
    was = {bron_id: dict(rij) for bron_id, rij in oud.gemeenten.items()} if oud is not None else {}
    erbij = renamed(was, organisaties, herindelingen, dag.isoformat(), meldingen.append)
    if erbij:
        write_table(werk / "herindelingen.csv", "herindelingen", [*herindelingen, *erbij])
    return meldingen


def _update_map(werk: Path, dag: date) -> list[str]:
    """Makes `gemeenten.geojson` follow the register, when it is there; what is to be told of that."""
    geojson = werk / GEMEENTEN
    if not geojson.is_file():
        return []
    gegevens, zonder = datamap.gegevens_told(werk, dag.isoformat())
    meldingen = [
        f"Gemeente {naam} heeft geen provincie. Zet die in provincies.csv en importeer het register opnieuw."
        for naam in zonder
    ]
    inhoud = follow_areas(datamap.read_geojson(geojson), gegevens, datamap.herindelingen(werk), meldingen.append)
    write_text(geojson, dump_geojson(inhoud))
    return meldingen


@contextlib.contextmanager
def _open_export(
    bron: str, folder: Path, voortgang: Voortgang | None, haal: Haal
) -> Iterator[tuple[Meter, str, Kenmerk] | None]:
    """The export's XML as a bounded stream, its name, and how it was fetched; None when unchanged."""
    if is_address(bron):
        vorige = _vorige_kenmerk(folder)
        met = None if voortgang is None else (lambda gelezen, totaal: voortgang(0, gelezen, totaal))
        with haal(bron, vorige, met) as opgehaald:
            if opgehaald is None:
                yield None
            else:
                yield Meter(opgehaald.stroom, opgehaald.grootte, bron), bron, opgehaald.kenmerk
        return
    pad = Path(bron)
    if not pad.is_file():
        raise BadSource(bron, "bestaat niet.", "Controleer de naam van het bestand.")
    with pad.open("rb") as stroom:
        yield Meter(stroom, pad.stat().st_size, pad.name), pad.name, Kenmerk()


class Meter(io.RawIOBase):
    """A file, unpacked when it is gzip, that counts the bytes read of it and stops at a bound.

    gelezen: bytes read of the file as it is; grootte: how many there are.
    """

    def __init__(self, stroom: IO[bytes], grootte: int, naam: str) -> None:
        super().__init__()
        self._ruw = stroom
        self._naam = naam
        self._uitgepakt = 0
        self.grootte = grootte
        ingepakt = stroom.read(2) == b"\x1f\x8b"
        stroom.seek(0)
        self._stroom = cast(IO[bytes], gzip.GzipFile(fileobj=stroom)) if ingepakt else stroom

    @property
    def gelezen(self) -> int:
        """Bytes read so far."""
        return self._ruw.tell()

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to size bytes. Raises BadSource past the bound, or when the gzip is broken."""
        try:
            blok = self._stroom.read(size)
        except (EOFError, OSError, zlib.error) as fout:
            raise BadSource(self._naam, "is een beschadigd gzip-bestand.", "Haal het opnieuw op.") from fout
        self._uitgepakt += len(blok)
        if self._uitgepakt > MAX_BYTES:
            raise BadSource(self._naam, f"is uitgepakt groter dan {MAX_BYTES // 1_000_000} MB.")
        return blok


def _vorige_kenmerk(folder: Path) -> Kenmerk:
    try:
        bronnen = json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))["sources"]
        return Kenmerk(**bronnen[0].get("opgehaald", {}))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return Kenmerk()


def _modified(kenmerk: Kenmerk) -> date | None:
    moment = modified_on(kenmerk)
    return None if moment is None else min(today(), date(moment.tm_year, moment.tm_mon, moment.tm_mday))


def _refuse_parts(register: Register, naam: str) -> None:
    """An export of one category has good records, and is not what we need."""
    if not any(organisatie.soort == "gemeente" for organisatie in register.organisaties):
        raise BadSource(
            naam,
            "bevat geen gemeenten.",
            "Gebruik de volledige export (exportOO.xml), niet die van één soort organisatie.",
        )


def _refuse_day(dag: date, was: str, vandaag: date | None, naam: str) -> None:
    """What is older than what is there would undo what happened since; what is of tomorrow cannot be."""
    if was and dag.isoformat() < was:
        raise BadSource(
            naam,
            f"is van {long_date(dag)}, en de gegevens die er staan zijn van {long_date_of(was)}.",
            "Gebruik een nieuwere export, of geef --toch mee om terug te gaan.",
        )
    if vandaag is not None and dag > vandaag:
        raise BadSource(
            naam,
            f"is van {long_date(dag)}, en die dag moet nog komen.",
            "Geef de goede dag op met --peildatum, of geef --toch mee.",
        )


def _refuse_loss(oud: Registerstand, register: Register, naam: str, antwoorden: Antwoorden) -> None:
    """An export that is cut off in the right place is still good XML: numbers must tell."""
    anders = oud.weg | {*antwoorden.zelfde.values()}
    had = {b for b, rij in oud.versies.items() if rij["samenwerkingsverband_id"] not in anders}
    weg = had - {v.bron_id for v in register.versies} - {o.bron_id for o in register.overgeslagen}
    if len(weg) * 10 > len(had):
        raise BadSource(
            naam,
            f"mist {len(weg)} van de {len(had)} regelingen die er al waren.",
            "Klopt dat, geef dan --toch mee.",
        )


def _date_in(naam: str) -> date | None:
    gevonden = re.search(r"(20\d\d)-?([01]\d)-?([0-3]\d)", naam)
    try:
        return date(*map(int, gevonden.groups())) if gevonden else None
    except ValueError:
        return None
