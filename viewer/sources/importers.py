"""From a source file to a replaced data folder: the register's export, and the boundaries."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any, cast

import geopandas as gpd
import pandas as pd

from viewer.errors import BadSource
from viewer.sources.description import facts_in, note_facts, write_description
from viewer.sources.fetch import MAX_BYTES, Kenmerk, Opgehaald, download, get_json, is_address, modified_on
from viewer.sources.gebiedscodes import Gemeenten
from viewer.sources.gis_crs import Melder, check_place
from viewer.sources.grenzen import (
    COARSE,
    TOLERANCE_M,
    GemeenteGegevens,
    build_geojson,
    compare_codes,
    dump_geojson,
    merge_ended,
    replace_properties,
    simplify,
)
from viewer.sources.grenzen_lezen import Gelezen, Opgave, read_boundaries
from viewer.sources.herindelen import Herindeling, divided, last_year, missing_predecessors
from viewer.sources.ketens import Bekend, Redactie, build_tabellen
from viewer.sources.package import read_table, replace_package, write_table
from viewer.sources.pdok import HaalJson
from viewer.sources.regios import follow_register
from viewer.sources.registry import GRENZEN, REGISTER
from viewer.sources.roo import Register, read_register
from viewer.sources.schema import DATAPACKAGE, GEMEENTEN, IMPORT_TABELLEN
from viewer.sources.wijzigingen import Stand, Wijzigingen, append_wijzigingen, compare, read_stand, require_stand
from viewer.wording import some_of

Voortgang = Callable[[int, int, int], None]
"""Called with regelingen read, bytes read, and bytes in all (0 when unknown)."""

Haal = Callable[..., AbstractContextManager[Opgehaald | None]]
"""`fetch.download`, or what a test puts in its place."""


@dataclass(frozen=True)
class RooSamenvatting:
    """What an import of the register read and made of it."""

    peildatum: date
    organisaties: int
    versies: int
    verbanden: int
    deelnames: int
    zonder_code: int
    zonder_thema: int
    wijzigingen: Wijzigingen


@dataclass(frozen=True)
class GrenzenSamenvatting:
    """What an import of boundaries read and made of it. Points are counted over all rings. jaar: of
    which year the boundaries are; None when nothing says it."""

    gelezen: int
    gemeenten: int
    jaar: int | None
    samengevoegd: tuple[str, ...]
    punten_voor: int
    punten_na: int


def import_roo(
    bron: str,
    folder: Path,
    peildatum: date | None = None,
    toch: bool = False,
    voortgang: Voortgang | None = None,
    haal: Haal = download,
) -> RooSamenvatting | None:
    """Makes the register's tables of an export (.xml or .xml.gz, a file or an address) and swaps them in.

    peildatum: the day of the export. Without it: the date in the name, else that of Last-Modified,
    else the newest change in the file. toch: also when more than a tenth of the regelingen is gone.
    Ids and slugs that the folder already has stay what they are. When the folder has boundaries,
    their names, provincies, inwoners and plaatsen follow the register. What changed is added to
    `wijzigingen.jsonl`.
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
    dag = peildatum or _date_in(naam) or _modified(kenmerk) or register.laatste_wijziging
    with replace_package(folder, zonder_grenzen=not (folder / GEMEENTEN).exists()) as werk:
        oud = read_stand(werk)
        if oud is not None and not toch:
            _refuse_loss(oud, register, naam)
        tabellen = build_tabellen(
            register,
            dag,
            redactie=_redactie(werk),
            beleidsterreinen=_mapping(werk, "beleidsterreinen", "beleidsterrein", "thema"),
            provincies=_mapping(werk, "provincies", "gemeente_code", "provincie_code"),
            bekend=_bekend(werk),
        )
        for tabel in IMPORT_TABELLEN:
            write_table(werk / f"{tabel}.csv", tabel, tabellen[tabel])
        regios = follow_register(_table(werk, "regios").to_dict("records"), tabellen, dag)
        write_table(werk / "regios.csv", "regios", regios)
        geojson = werk / GEMEENTEN
        if geojson.is_file():
            nieuw = replace_properties(_read_geojson(geojson), _gegevens(werk))
            geojson.write_text(dump_geojson(nieuw), encoding="utf-8")
        opgehaald = {k: w for k, w in asdict(kenmerk).items() if w} if kenmerk.adres else {}
        eigen = {"peildatum": dag.isoformat(), **({"opgehaald": opgehaald} if opgehaald else {})}
        write_description(werk, {**facts_in(werk), REGISTER.id: eigen})
        wijzigingen = compare(oud, require_stand(werk))
        append_wijzigingen(werk, wijzigingen)
    return RooSamenvatting(
        peildatum=dag,
        organisaties=len(register.organisaties),
        versies=len(register.versies),
        verbanden=len(tabellen["samenwerkingsverbanden"]),
        deelnames=len(tabellen["deelnames"]),
        zonder_code=len({r["deelnemer_naam"] for r in tabellen["deelnames"] if not r["deelnemer_code"]}),
        zonder_thema=sum(r["thema_bron"] == "geen" for r in tabellen["samenwerkingsverbanden"]),
        wijzigingen=wijzigingen,
    )


def import_grenzen(
    bron: str,
    folder: Path,
    jaar: int | None = None,
    haal_json: HaalJson = get_json,
    opgave: Opgave | None = None,
    meld: Melder = lambda _: None,
) -> GrenzenSamenvatting:
    """Makes `gemeenten.geojson` of boundaries and swaps it in.

    bron: a map file or folder of any usual kind, or the address of one, of an OGC API Features or of a
    WFS. jaar: of which year the boundaries are, and which to take where there are several; without it
    what the source says, and of a service the year of the register's data. opgave: what else the user
    says. meld: is told what was decided for the user, a line each.

    Gemeenten that have ended go to their successor by herindelingen.csv; what then differs from
    the register's current gemeenten is an error of one line.
    Raises BadSource, WrongCrs, BrokenCoverage, BadPackage, ImportBusy; the old folder then stays.
    """
    opgave = opgave or Opgave(jaar=jaar)
    gelezen = read_boundaries(bron, _gemeenten(folder), opgave, _register_jaar(folder), haal_json, meld)
    naam = bron if is_address(bron) else Path(bron).name
    with replace_package(folder) as werk:
        gegevens = _gegevens(werk)
        grenzen, van = _current(gelezen, _gemeenten(werk), _herindelingen(werk), naam, meld)
        eenvoudig = simplify(grenzen, TOLERANCE_M)
        geojson = build_geojson(eenvoudig, gegevens, f"{gelezen.maker}, CC BY 4.0")
        (werk / GEMEENTEN).write_text(dump_geojson(geojson), encoding="utf-8")
        note_facts(werk, GRENZEN, {"jaar": van} if van else {})
    return GrenzenSamenvatting(
        gelezen=len(gelezen.grenzen),
        gemeenten=len(grenzen),
        jaar=van,
        samengevoegd=tuple(sorted(set(gelezen.grenzen["code"]) - set(grenzen["code"]))),
        punten_voor=int(gelezen.grenzen.geometry.count_coordinates().sum()),
        punten_na=int(eenvoudig.geometry.count_coordinates().sum()),
    )


def _current(
    gelezen: Gelezen, gemeenten: Gemeenten, herindelingen: Sequence[Herindeling], naam: str, meld: Melder
) -> tuple[gpd.GeoDataFrame, int | None]:
    """The areas of today's gemeenten, and the year that they are of. Raises BadSource, WrongCrs."""
    codes = set(gelezen.grenzen["code"])
    grenzen = merge_ended(gelezen.grenzen, gemeenten.opvolgers)
    if verschil := compare_codes(list(grenzen["code"]), gemeenten.nu):
        raise BadSource(
            naam,
            f"past niet bij het register: {'; '.join(verschil)}.",
            "Gebruik een bestand met heel Nederland of van een ander jaar, of vul herindelingen.csv aan.",
        )
    if half := missing_predecessors(codes, herindelingen):
        raise BadSource(
            naam,
            f"is niet heel: dit hoort erbij en ontbreekt: {some_of(half, 5)}.",
            "Gebruik een bestand met heel Nederland.",
        )
    check_place(grenzen, naam)
    if verdeeld := divided(codes, herindelingen):
        meld(
            f"{naam}: over meer gemeenten verdeeld, maar hier bij één gezet: {some_of(verdeeld, 5)}. "
            "Neem liever grenzen van later."
        )
    if (punten := int(gelezen.grenzen.geometry.count_coordinates().sum()) // len(grenzen)) < COARSE:
        meld(f"{naam}: is grof ({punten} punten per gemeente). Voor een nette kaart: de gegeneraliseerde van het CBS.")
    hoogstens = last_year(codes, herindelingen)
    van = gelezen.jaar or hoogstens
    if van is None:
        meld(f"{naam}: zegt niet van welk jaar de grenzen zijn. Geef dat op met --jaar.")
    elif hoogstens is not None and van > hoogstens:
        meld(f"{naam}: is van {van}, maar heeft gemeenten die er na {hoogstens} niet meer waren. Klopt --jaar?")
    return grenzen, van


def _read_geojson(bestand: Path) -> dict[str, Any]:
    try:
        inhoud = json.loads(bestand.read_text(encoding="utf-8"))
        [feature["properties"]["code"] for feature in inhoud["features"]]
    except (ValueError, KeyError, TypeError) as fout:
        raise BadSource(bestand.name, "is beschadigd.", "Haal het weg en importeer de grenzen opnieuw.") from fout
    return dict(inhoud)


def _register_jaar(folder: Path) -> int:
    try:
        return int(json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))["created"][:4])
    except (OSError, ValueError, KeyError, TypeError) as fout:
        raise BadSource(DATAPACKAGE, "ontbreekt nog.", "Draai eerst gegevens importeer-roo.") from fout


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
    return None if moment is None else date(moment.tm_year, moment.tm_mon, moment.tm_mday)


def _refuse_loss(oud: Stand, register: Register, naam: str) -> None:
    """An export that is cut off in the right place is still good XML: numbers must tell."""
    weg = oud.versies - {versie.bron_id for versie in register.versies}
    if len(weg) * 10 > len(oud.versies):
        raise BadSource(
            naam,
            f"mist {len(weg)} van de {len(oud.versies)} regelingen die er al waren.",
            "Klopt dat, geef dan --toch mee.",
        )


def _date_in(naam: str) -> date | None:
    gevonden = re.search(r"(20\d\d)-?([01]\d)-?([0-3]\d)", naam)
    try:
        return date(*map(int, gevonden.groups())) if gevonden else None
    except ValueError:
        return None


def _table(folder: Path, tabel: str) -> pd.DataFrame:
    bestand = folder / f"{tabel}.csv"
    if not bestand.is_file():
        raise BadSource(bestand.name, "ontbreekt in de datamap.", "Begin met een kopie van data/.")
    return read_table(bestand)


def _mapping(folder: Path, tabel: str, sleutel: str, waarde: str) -> dict[str, str]:
    frame = _table(folder, tabel)
    return dict(zip(frame[sleutel], frame[waarde], strict=True))


def _gemeenten(folder: Path) -> Gemeenten:
    """The gemeenten that areas can be of."""
    nu = {gemeente.code: gemeente.naam for gemeente in _gegevens(folder)}
    oud = [rij for rij in _herindelingen(folder) if rij.oude_code and rij.oude_code not in nu]
    return Gemeenten(
        nu=nu,
        ooit={rij.oude_code: rij.oude_naam for rij in oud},
        opvolgers={rij.oude_code: rij.nieuwe_code for rij in oud},
    )


def _herindelingen(folder: Path) -> list[Herindeling]:
    return [Herindeling(**rij) for rij in _table(folder, "herindelingen").to_dict("records")]


def _redactie(folder: Path) -> dict[str, Redactie]:
    return {
        rij["samenwerkingsverband_id"]: Redactie(
            rij["naam"], tuple(t for t in rij["themas"].split(";") if t), rij["omschrijving"]
        )
        for rij in _table(folder, "redactie").to_dict("records")
    }


def _bekend(folder: Path) -> Bekend:
    if not (folder / "versies.csv").is_file():
        return Bekend({}, {})
    return Bekend(
        ids=_mapping(folder, "versies", "bron_id", "samenwerkingsverband_id"),
        slugs=_mapping(folder, "samenwerkingsverbanden", "id", "slug"),
    )


def _gegevens(folder: Path) -> Sequence[GemeenteGegevens]:
    if not (folder / "organisaties.csv").is_file():
        raise BadSource("organisaties.csv", "ontbreekt nog.", "Draai eerst gegevens importeer-roo.")
    frame = _table(folder, "organisaties")
    nu = frame[(frame["soort"] == "gemeente") & (frame["tot"] == "") & (frame["code"] != "")]
    zonder_provincie = list(nu.loc[nu["provincie"] == "", "naam"])
    if zonder_provincie:
        raise BadSource(
            "organisaties.csv",
            f"heeft geen provincie voor {', '.join(zonder_provincie)}.",
            "Zet die in provincies.csv en importeer het register opnieuw.",
        )
    return [
        GemeenteGegevens(
            code=rij["code"],
            naam=rij["naam"],
            provincie=rij["provincie"],
            inwoners=int(rij["inwoners"] or 0),
            plaatsen=tuple(rij["plaatsen"].split(";")),
        )
        for rij in nu.sort_values("code").to_dict("records")
    ]
