"""The data package on disk: reads it, validates it as a whole, and replaces it in one step."""

from __future__ import annotations

import contextlib
import csv
import fcntl
import io
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from viewer.column import split
from viewer.days import today
from viewer.errors import BadPackage, Fout, ImportBusy, InstalledFolder
from viewer.model import GEMEENTE_CODE, PROVINCIES, VORM_NAMEN
from viewer.places import PROGRAMMA
from viewer.sources import strict_json
from viewer.sources.datums import read_date
from viewer.sources.hand_lezen import is_partial_day, read_sheet
from viewer.sources.herindelen import follow_deelnemers, follow_regios
from viewer.sources.omwisselen import Kopie, tidy_up
from viewer.sources.quick_check import surely_fits
from viewer.sources.register_adres import has_bare_address, mend_addresses
from viewer.sources.registry import OPTIONAL_TABLES
from viewer.sources.samenvoegen import merge_tables
from viewer.sources.schema import (
    DATAPACKAGE,
    GEMEENTEN,
    IMPORT_TABELLEN,
    PAKKET_BESTANDEN,
    TABELLEN,
    VERSIE,
    kolommen,
    may_lack,
    version_of,
)
from viewer.sources.wegschrijven import write_text

Meld = Callable[[str], None]
_MAX_FOUTEN = 200
_EERSTE_JAAR, _LAATSTE_JAAR = 1800, 2200
_NEEDED_BY_OTHERS = {DATAPACKAGE, GEMEENTEN, *(f"{tabel}.csv" for tabel in IMPORT_TABELLEN)}
"""Files whose rows are referred to: when one of these is wrong, what the rules find elsewhere says little."""
_MAY_LACK = {f"{tabel}.csv" for tabel in OPTIONAL_TABLES}
_GEEN_TEKST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Package:
    """A validated package. gemeenten: columns `code, naam, provincie, inwoners, plaatsen` (list of
    text) and `geometry`, WGS84. tabellen: a frame of text per table, empty cells as ""."""

    gemeenten: gpd.GeoDataFrame
    tabellen: Mapping[str, pd.DataFrame]
    beschrijving: Mapping[str, Any]


def load_package(folder: Path, zonder_grenzen: bool = False) -> Package:
    """Reads and validates a data folder.

    zonder_grenzen: accept a folder that has no boundaries yet, as it is between the first
    importeer-roo and the first importeer-grenzen; `gemeenten` is then empty.

    Raises BadPackage with every fault: missing files and columns, values that do not fit the
    Table Schemas, references to what is not there, intervals that end before they begin or
    overlap, areas that are invalid or do not join up.
    """
    if not folder.is_dir():
        wat = "is geen map." if folder.exists() else "bestaat niet."
        raise BadPackage(folder, [Fout(str(folder), 0, "", wat, "Controleer het pad in KAART_DATA of --data.")])
    beschrijving: Any = {}
    fouten: list[Fout] = []
    if (folder / DATAPACKAGE).is_file():
        beschrijving = _read_json(folder, DATAPACKAGE, fouten)
        if nieuwer := version_fault(beschrijving):
            raise BadPackage(folder, [nieuwer])
    try:
        return _load_whole(folder, zonder_grenzen, beschrijving, fouten)
    except BadPackage as fout:
        raise BadPackage(folder, [*_age_fault(beschrijving), *fout.fouten]) from fout


def _load_whole(folder: Path, zonder_grenzen: bool, beschrijving: Any, fouten: list[Fout]) -> Package:
    mist = [
        Fout(naam, 0, "", "ontbreekt.", "Zet het bestand terug of draai de import opnieuw.")
        for naam in (DATAPACKAGE, GEMEENTEN, *(f"{tabel}.csv" for tabel in TABELLEN))
        if not (folder / naam).is_file() and not (zonder_grenzen and naam == GEMEENTEN) and naam not in _MAY_LACK
    ]
    if mist:
        raise BadPackage(folder, mist)
    met_grenzen = (folder / GEMEENTEN).is_file()
    gemeenten = _read_gemeenten(folder, fouten) if met_grenzen else _geen_gemeenten()
    aanwezig = [t for t in TABELLEN if f"{t}.csv" not in _MAY_LACK or (folder / f"{t}.csv").is_file()]
    zeker = {tabel for tabel in aanwezig if surely_fits(tabel, folder / f"{tabel}.csv")}
    for tabel in aanwezig:
        if tabel not in zeker:
            fouten += _table_faults(folder, tabel)
    if {fout.bestand for fout in fouten} & _NEEDED_BY_OTHERS or any(fout.rij <= 1 for fout in fouten):
        raise BadPackage(folder, sorted(fouten)[:_MAX_FOUTEN])
    tabellen = {
        tabel: _read_as_is(folder / f"{tabel}.csv") if tabel in zeker else read_table(folder / f"{tabel}.csv")
        for tabel in aanwezig
    }
    lacking = {tabel: pd.DataFrame(columns=kolommen(tabel), dtype=str) for tabel in TABELLEN if tabel not in tabellen}
    package = Package(gemeenten, _of_today({**tabellen, **lacking}, gemeenten), beschrijving)
    # What is wrong with a cell is said once; the rules may stumble over it again.
    scheef = {(fout.bestand, fout.rij) for fout in fouten}
    regels = [*_teken_fouten(tabellen), *_regel_fouten(package)]
    fouten += [fout for fout in regels if (fout.bestand, fout.rij) not in scheef]
    if fouten:
        raise BadPackage(folder, sorted(fouten)[:_MAX_FOUTEN])
    return replace(package, tabellen={tabel: frame.reset_index(drop=True) for tabel, frame in package.tabellen.items()})


def version_fault(beschrijving: Any) -> Fout | None:
    """What is wrong when a newer program made a folder: this one does not know what is in it."""
    versie = version_of(beschrijving) if isinstance(beschrijving, dict) else VERSIE
    if versie <= VERSIE:
        return None
    wat = f"is van een nieuwere versie van het programma (gegevens {versie}; dit programma kent tot {VERSIE})."
    return Fout(DATAPACKAGE, 0, "version", wat, "Werk het programma bij, of zet de vorige gegevens terug.")


def _age_fault(beschrijving: Any) -> list[Fout]:
    """Beside what is wrong in a folder that an older program made: what will probably mend it."""
    versie = version_of(beschrijving) if isinstance(beschrijving, dict) and beschrijving else VERSIE
    if versie >= VERSIE:
        return []
    wat = f"is van een oudere versie van het programma (gegevens {versie}; nu {VERSIE})."
    return [Fout(DATAPACKAGE, 0, "version", wat, "Draai gegevens bijwerken met deze map.")]


def _of_today(tabellen: dict[str, pd.DataFrame], gemeenten: gpd.GeoDataFrame) -> dict[str, pd.DataFrame]:
    """The tables with today's gemeenten in regions and hand-kept rows: an ended one is its successor there."""
    nu = dict(zip(gemeenten["code"], gemeenten["naam"], strict=True))
    if not nu:
        return tabellen
    oud = {een: ander for een, ander in tabellen["herindelingen"][["oude_code", "nieuwe_code"]].to_numpy() if een}
    organisaties = tabellen["organisaties"]
    ooit = set(organisaties.loc[organisaties["soort"] == "gemeente", "code"])
    hand = tabellen["aanvullingen"]
    regios = follow_regios(tabellen["regios"].to_dict("index"), nu, oud, ooit)
    return {
        **tabellen,
        "regios": pd.DataFrame.from_dict(regios, orient="index", columns=kolommen("regios"), dtype=str),
        "aanvullingen": hand.assign(deelnemers=[follow_deelnemers(wie, nu, oud) for wie in hand["deelnemers"]]),
    }


def _table_faults(folder: Path, tabel: str) -> list[Fout]:
    # Takes a fifth of a second to load, which a server on good data need not wait for.
    from viewer.sources.schema_faults import schema_faults  # noqa: PLC0415

    return list(schema_faults(folder, tabel, _MAX_FOUTEN))


def read_table(bestand: Path) -> pd.DataFrame:
    """A CSV file as a frame of text; empty cells are "". It may be as a Dutch spreadsheet saved it (`hand_lezen.py`).

    The index counts rows as a spreadsheet does, from 0 for row 2: an empty row leaves a gap. A table that people
    keep has exactly the columns of its schema. Raises BadPackage, with a fault for each, when it is no table or lacks a
    column that it must have; OSError.
    """
    blad = read_sheet(bestand)
    breed = len(blad.kop)
    frame = pd.DataFrame(
        [[*rij.cells[:breed], *[""] * (breed - len(rij.cells))] for rij in blad.rijen],
        columns=list(blad.kop),
        index=[rij.number - 2 for rij in blad.rijen],
        dtype=str,
    )
    tabel = bestand.stem
    if tabel not in TABELLEN or tabel in IMPORT_TABELLEN:
        later = may_lack(tabel).difference(frame.columns) if tabel in TABELLEN else ()
        return _with_whole_addresses(frame.assign(**dict.fromkeys(sorted(later), "")))
    moet = [veld["name"] for veld in TABELLEN[tabel][1] if veld.get("constraints", {}).get("required")]
    mist = [naam for naam in moet if naam not in blad.kop]
    dubbel = sorted({naam for naam in blad.kop if blad.kop.count(naam) > 1})
    fouten = [Fout(bestand.name, 1, naam, "de kolom ontbreekt.", "Zet de kolom terug.") for naam in mist]
    fouten += [Fout(bestand.name, 1, naam, "de kolom staat er twee keer.", "Haal er een weg.") for naam in dubbel]
    if fouten:
        raise BadPackage(bestand.parent, fouten)
    return _with_whole_addresses(frame.reindex(columns=kolommen(tabel), fill_value=""))


def _read_as_is(bestand: Path) -> pd.DataFrame:
    """A file that is as our own program writes it: three times as fast."""
    frame = pd.read_csv(bestand, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    return _with_whole_addresses(frame.reindex(columns=kolommen(bestand.stem), fill_value=""))


def _with_whole_addresses(frame: pd.DataFrame) -> pd.DataFrame:
    """Addresses of the register that lack a name, as older data have them, get one."""
    namen = frame["naam"] if "naam" in frame else pd.Series("", index=frame.index)
    for kolom in frame:
        if not has_bare_address("\n".join(frame[kolom])):
            continue
        for rij in np.flatnonzero(frame[kolom].map(has_bare_address)):
            frame.loc[frame.index[rij], kolom] = mend_addresses(frame[kolom].iloc[rij], namen.iloc[rij])
    return frame


def write_table(bestand: Path, tabel: str, rijen: Iterable[Mapping[str, str]]) -> None:
    """Writes rows as a CSV file with the columns of its schema."""
    write_text(bestand, to_csv(tabel, rijen))


def to_csv(tabel: str, rijen: Iterable[Mapping[str, str]]) -> str:
    """Rows as a CSV file with the columns of its schema."""
    out = io.StringIO()
    schrijver = csv.DictWriter(out, kolommen(tabel), lineterminator="\n", extrasaction="raise")
    schrijver.writeheader()
    schrijver.writerows(rijen)
    return out.getvalue()


@contextlib.contextmanager
def replace_package(folder: Path, zonder_grenzen: bool = False, meld: Meld = lambda _: None) -> Iterator[Path]:
    """Gives a copy of the data folder to change; at the end validates it and swaps it in whole.

    Readers see the old folder or the new one, never a mixture: the two are exchanged in one system
    call. What people changed in the folder meanwhile is taken along. Another import that runs at the same time is
    refused, and so is a folder that a newer program made. zonder_grenzen: as for load_package; meld: is told what was
    taken along, a Dutch sentence.
    Raises ImportBusy; InstalledFolder for the data inside an installed program; BadPackage when the changed copy
    does not validate. On any error the old folder stays as it was.
    """
    folder = folder.resolve()
    if folder.is_relative_to(PROGRAMMA):
        raise InstalledFolder(folder)
    if (folder / DATAPACKAGE).is_file() and (nieuwer := version_fault(_read_json(folder, DATAPACKAGE, []))):
        raise BadPackage(folder, [nieuwer])
    folder.parent.mkdir(parents=True, exist_ok=True)
    slot = folder.parent / f".{folder.name}.slot"
    with slot.open("w") as greep:
        try:
            fcntl.flock(greep, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fout:
            raise ImportBusy(folder) from fout
        tidy_up(folder)
        werk = Path(tempfile.mkdtemp(prefix=f".{folder.name}.nieuw-", dir=folder.parent))
        kopie = Kopie(folder, werk, _merged, nodig=PAKKET_BESTANDEN, eigen=(DATAPACKAGE, GEMEENTEN))
        try:
            yield werk
            meegenomen = {*kopie.take_along()}
            for _ in range(_MAX_KEER):
                load_package(werk, zonder_grenzen=zonder_grenzen)
                opnieuw = kopie.take_along()
                meegenomen |= {*opnieuw}
                if not opnieuw:
                    break
            kopie.swap()
        finally:
            kopie.close()
            shutil.rmtree(werk, ignore_errors=True)
    for naam in sorted(meegenomen):
        meld(f"{naam} is tijdens de import door iemand veranderd; dat is meegenomen.")


_MAX_KEER = 5
"""How often what people save is validated, before it goes along as it is: who keeps saving stops no import."""


def _merged(naam: str, basis: Path, mens: Path, machine: Path) -> bytes | None:
    """A table that both changed, by rows; of another file the import's counts."""
    tabel = naam.removesuffix(".csv")
    if tabel not in TABELLEN or tabel in IMPORT_TABELLEN or "primaryKey" not in TABELLEN[tabel][2]:
        return None
    return to_csv(tabel, merge_tables(tabel, basis, mens, machine)).encode()


def _read_json(folder: Path, naam: str, fouten: list[Fout]) -> Any:
    try:
        return strict_json.loads((folder / naam).read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as fout:
        fouten.append(Fout(naam, 0, "", f"is geen geldige JSON ({fout}).", "Draai de import opnieuw."))
        return {}


_EIGENSCHAPPEN: dict[str, type | tuple[type, ...]] = {
    "code": str,
    "naam": str,
    "provincie": str,
    "inwoners": int,
    "plaatsen": list,
}


def _geen_gemeenten() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame({k: [] for k in _EIGENSCHAPPEN}, geometry=[], crs="EPSG:4326")


def _read_gemeenten(folder: Path, fouten: list[Fout]) -> gpd.GeoDataFrame:
    inhoud = _read_json(folder, GEMEENTEN, fouten)
    features = inhoud.get("features") if isinstance(inhoud, dict) else None
    leeg = _geen_gemeenten()
    if not isinstance(features, list) or not features:
        fouten.append(Fout(GEMEENTEN, 0, "features", "is leeg.", "Draai importeer-grenzen."))
        return leeg
    before = len(fouten)
    vlakken: list[Any] = []
    for nummer, feature in enumerate(features, 1):
        eigenschappen = (feature or {}).get("properties") or {}
        for naam, soort in _EIGENSCHAPPEN.items():
            if not isinstance(eigenschappen.get(naam), soort):
                wat = "ontbreekt" if naam not in eigenschappen else f"{eigenschappen[naam]!r} kan niet"
                fouten.append(Fout(GEMEENTEN, nummer, naam, f"{wat}.", "Draai importeer-grenzen."))
        try:
            vlak = shapely.geometry.shape((feature or {}).get("geometry") or {})
        except (ValueError, TypeError, AttributeError, KeyError, IndexError, shapely.errors.ShapelyError):
            vlak = None
        if vlak is None or vlak.is_empty or vlak.geom_type not in ("Polygon", "MultiPolygon"):
            fouten.append(Fout(GEMEENTEN, nummer, "geometry", "is geen vlak.", "Draai importeer-grenzen."))
        elif not vlak.is_valid:
            reden = shapely.is_valid_reason(vlak)
            fouten.append(Fout(GEMEENTEN, nummer, "geometry", f"klopt niet ({reden}).", "Draai importeer-grenzen."))
        vlakken.append(vlak)
    if len(fouten) > before:
        return leeg
    frame = {naam: [f["properties"][naam] for f in features] for naam in _EIGENSCHAPPEN}
    return gpd.GeoDataFrame(frame, geometry=vlakken, crs="EPSG:4326")


def _regel_fouten(package: Package) -> Iterator[Fout]:
    """The rules that a table alone cannot say: references, intervals, the map as a whole."""
    if len(package.gemeenten):
        yield from _gemeente_fouten(package.gemeenten)
    yield from _verwijzing_fouten(package)
    for tabel in ("samenwerkingsverbanden", "versies", "deelnames"):
        yield from _tijd_fouten(tabel, package.tabellen[tabel])
    # The day of the register counts too: a clock that is wrong does not make what was right wrong.
    nu = max([today().isoformat(), *package.tabellen["samenwerkingsverbanden"]["peildatum_bron"]])
    for tabel, frame in package.tabellen.items():
        yield from _datum_fouten(tabel, frame, nu)
    yield from _overlap_fouten(package.tabellen["deelnames"])
    yield from _vorm_fouten(package.tabellen)
    yield from _redactie_fouten(package.tabellen)
    yield from _dossier_fouten(package.tabellen)
    yield from _bijdrage_fouten(package.tabellen)


def _redactie_fouten(tabellen: Mapping[str, pd.DataFrame]) -> Iterator[Fout]:
    redactie = tabellen["redactie"]
    for i in _rijen((redactie["themas"] != "") & (redactie["reden"] == "")):
        yield Fout("redactie.csv", i, "reden", "ontbreekt bij een ander onderwerp.", "Schrijf waarom.")
    bekend = set(tabellen["taken"]["slug"])
    for plek, cel in redactie["taken"].items():
        for vreemd in [slug for slug in split(cel) if slug not in bekend]:
            wat = f"{vreemd!r} staat niet in taken.csv."
            yield Fout("redactie.csv", int(str(plek)) + 2, "taken", wat, "Verbeter de taak, of zet haar in taken.csv.")


def _vorm_fouten(tabellen: Mapping[str, pd.DataFrame]) -> Iterator[Fout]:
    """A form that we do not know is the register's own when a version has it; else somebody mistyped."""
    verbanden, versies = tabellen["samenwerkingsverbanden"], tabellen["versies"]
    bekend = {*VORM_NAMEN, *versies["vorm"]}
    for i in _rijen(~verbanden["vorm"].isin(bekend)):
        wat = f"{verbanden['vorm'][i - 2]!r} is geen rechtsvorm, en staat ook in versies.csv niet."
        yield Fout("samenwerkingsverbanden.csv", i, "vorm", wat, "Draai importeer-roo, of verbeter de vorm.")


def _teken_fouten(tabellen: Mapping[str, pd.DataFrame]) -> Iterator[Fout]:
    """Signs that no XML can hold, and so no feed, picture or workbook of ours."""
    for tabel, frame in tabellen.items():
        for kolom in frame:
            if not _GEEN_TEKST.search("".join(frame[kolom])):
                continue
            for i in _rijen(frame[kolom].str.contains(_GEEN_TEKST)):
                yield Fout(f"{tabel}.csv", i, str(kolom), "bevat een stuurteken.", "Haal het onzichtbare teken weg.")


def _rijen(masker: pd.Series) -> list[int]:
    """Spreadsheet row numbers where a mask is true (the heading is row 1); see `read_table`."""
    return [int(i) + 2 for i in masker.index[masker.to_numpy(dtype=bool)]]


def _gemeente_fouten(gemeenten: gpd.GeoDataFrame) -> Iterator[Fout]:
    codes = gemeenten["code"]
    for i in codes.duplicated().to_numpy().nonzero()[0]:
        yield Fout(GEMEENTEN, int(i) + 1, "code", f"{codes[i]} komt vaker voor.", "Haal er een weg.")
    for i in (~codes.str.match(GEMEENTE_CODE)).to_numpy().nonzero()[0]:
        yield Fout(GEMEENTEN, int(i) + 1, "code", f"{codes[i]!r} is geen gemeentecode.", "Schrijf GM0193.")
    for i in gemeenten["naam"].str.contains(_GEEN_TEKST).to_numpy().nonzero()[0]:
        yield Fout(GEMEENTEN, int(i) + 1, "naam", "bevat een stuurteken.", "Haal het onzichtbare teken weg.")
    for i in (~gemeenten["provincie"].isin(PROVINCIES.values())).to_numpy().nonzero()[0]:
        wat = f"{gemeenten['provincie'][i]!r} is geen provincie."
        yield Fout(GEMEENTEN, int(i) + 1, "provincie", wat, "Vul provincies.csv aan en importeer opnieuw.")
    randen = shapely.coverage_invalid_edges(gemeenten.geometry.values, gap_width=1e-5)
    for i in (~shapely.is_empty(randen)).nonzero()[0]:
        wat = f"{codes[i]} overlapt een buur of sluit er niet op aan."
        yield Fout(GEMEENTEN, int(i) + 1, "geometry", wat, "Draai importeer-grenzen.")


def _verwijzing_fouten(package: Package) -> Iterator[Fout]:
    tabellen = package.tabellen
    ids = set(tabellen["samenwerkingsverbanden"]["id"])
    organisaties = tabellen["organisaties"]
    ooit = set(organisaties.loc[organisaties["soort"] == "gemeente", "code"])
    nu = set(package.gemeenten["code"]) or ooit
    for tabel in ("versies", "deelnames"):
        verwijzing = tabellen[tabel]["samenwerkingsverband_id"]
        ook = set(tabellen["aanvullingen"]["id"]) if tabel == "redactie" else set()
        waar = "samenwerkingsverbanden.csv" + (" of aanvullingen.csv" if ook else "")
        for i in _rijen(~verwijzing.isin(ids | ook)):
            yield Fout(
                f"{tabel}.csv",
                i,
                "samenwerkingsverband_id",
                f"{verwijzing[i - 2]!r} staat niet in {waar}.",
                "Voeg het samenwerkingsverband toe of haal de rij weg.",
            )
    versies = set(tabellen["versies"]["samenwerkingsverband_id"])
    for i in _rijen(~tabellen["samenwerkingsverbanden"]["id"].isin(versies)):
        yield Fout("samenwerkingsverbanden.csv", i, "id", "heeft geen versie.", "Draai importeer-roo.")
    codes = {
        ("deelnames", "deelnemer_code"): ooit,
        ("regios", "gemeente_code"): nu,
        ("herindelingen", "nieuwe_code"): ooit | set(tabellen["herindelingen"]["oude_code"]),  # later ended itself
        ("provincies", "gemeente_code"): ooit,
    }
    for (tabel, kolom), bekend in codes.items():
        waarden = tabellen[tabel][kolom]
        if tabel == "herindelingen":  # the register need not have the successor of a coming or recent one yet
            waarden = waarden.where(tabellen[tabel]["datum"] < _year_before(tabellen), "")
        for i in _rijen(waarden.str.startswith("GM") & ~waarden.isin(bekend)):
            yield Fout(f"{tabel}.csv", i, kolom, f"{waarden[i - 2]} is geen bekende gemeente.", "Verbeter de code.")
    aanvullingen = tabellen["aanvullingen"]
    for plek, lijst in aanvullingen["deelnemers"].items():
        nummer = int(str(plek)) + 2
        delen = lijst.split(";")
        for code in delen:
            if code.startswith("GM") and code not in nu:
                wat = f"{code} is geen bekende gemeente."
                yield Fout("aanvullingen.csv", nummer, "deelnemers", wat, "Verbeter de code.")
        for dubbel in sorted({code for code in delen if delen.count(code) > 1}):
            wat = f"{dubbel} staat er twee keer."
            yield Fout("aanvullingen.csv", nummer, "deelnemers", wat, "Haal er een weg.")
    yield from _hand_fouten(aanvullingen, ooit, ids)
    bezet = ids | set(tabellen["samenwerkingsverbanden"]["slug"])
    for i in _rijen(aanvullingen["id"].isin(bezet)):
        wat = f"{aanvullingen['id'][i - 2]!r} is al van een samenwerkingsverband uit het register."
        yield Fout("aanvullingen.csv", i, "id", wat, "Kies een andere id.")


def unused_redactie(redactie: Iterable[str], ids: Collection[str]) -> list[str]:
    """Of rows of redactie.csv about what is no samenwerkingsverband (any more) a Dutch sentence: they are kept,
    since it may come back. redactie: the ids that it is about; ids: those that there are, hand-kept ones too."""
    return [
        f"redactie.csv: {id_!r} staat niet in samenwerkingsverbanden.csv of aanvullingen.csv; de rij blijft bewaard. "
        "Verbeter de id als die verkeerd getypt is."
        for id_ in sorted(set(redactie) - set(ids))
    ]


def _hand_fouten(aanvullingen: pd.DataFrame, ooit: Collection[str], ids: Collection[str]) -> Iterator[Fout]:
    """What hand-kept rows say of who left, and of what they are the same as. ooit: codes of gemeenten that there
    ever were; ids: of the register."""
    bekend = {*ids, *aanvullingen.loc[aanvullingen["zelfde_als"] == "", "id"]}
    zelfde = aanvullingen["zelfde_als"]
    # One of the register can be gone from it for a while: then the row stands on its own again.
    for i in _rijen(~zelfde.isin({"", *bekend}) & ~zelfde.str.fullmatch(r"gr-\d+")):
        wat = f"{aanvullingen['zelfde_als'][i - 2]!r} is geen id van een samenwerkingsverband."
        yield Fout("aanvullingen.csv", i, "zelfde_als", wat, "Verbeter de id of maak de cel leeg.")
    for plek, lijst in aanvullingen["vertrokken"].items():
        doen_mee = set(aanvullingen["deelnemers"][plek].split(";"))
        for code in (deel.split()[0] for deel in lijst.split(";") if deel.strip()):
            if code not in ooit:
                wat, doe = f"{code} is geen bekende gemeente.", "Verbeter de code."
            elif code in doen_mee:
                wat, doe = f"{code} staat ook bij de deelnemers.", "Haal de code uit een van de twee kolommen."
            else:
                continue
            yield Fout("aanvullingen.csv", int(str(plek)) + 2, "vertrokken", wat, doe)


def _dossier_fouten(tabellen: Mapping[str, pd.DataFrame]) -> Iterator[Fout]:
    for i in _rijen(~tabellen["dossiers"]["bron_id"].isin(set(tabellen["versies"]["bron_id"]))):
        wat = f"{tabellen['dossiers']['bron_id'][i - 2]!r} staat niet in versies.csv."
        yield Fout("dossiers.csv", i, "bron_id", wat, "Draai importeer-roo.")


def _bijdrage_fouten(tabellen: Mapping[str, pd.DataFrame]) -> Iterator[Fout]:
    """Codes that no gemeente had. A year to come may speak of one that the register does not have yet."""
    bijdragen, dag = tabellen["bijdragen"], str(tabellen["samenwerkingsverbanden"]["peildatum_bron"].max())
    ooit = {*tabellen["organisaties"]["code"], *tabellen["herindelingen"]["oude_code"]}
    for i in _rijen(~bijdragen["gemeente_code"].isin(ooit) & (bijdragen["jaar"] <= dag[:4])):
        wat = f"{bijdragen['gemeente_code'][i - 2]} is geen bekende gemeente."
        yield Fout("bijdragen.csv", i, "gemeente_code", wat, "Verbeter de code.")


def _year_before(tabellen: Mapping[str, pd.DataFrame]) -> str:
    """A year before the day of the register's data."""
    dag = str(tabellen["samenwerkingsverbanden"]["peildatum_bron"].max())
    return f"{int(dag[:4]) - 1}{dag[4:]}" if dag[:4].isdecimal() else dag


def _tijd_fouten(tabel: str, frame: pd.DataFrame) -> Iterator[Fout]:
    # A version of the register can last zero days; a participation or arrangement cannot.
    after = frame["tot"] < frame["van"] if tabel != "deelnames" else frame["tot"] <= frame["van"]
    for i in _rijen((frame["tot"] != "") & after):
        wat = f"{frame['tot'][i - 2]} ligt niet na van ({frame['van'][i - 2]})."
        yield Fout(f"{tabel}.csv", i, "tot", wat, "Verbeter van of tot.")


def _datum_fouten(tabel: str, frame: pd.DataFrame, nu: str) -> Iterator[Fout]:
    """Days that no calendar has, that lie so far off that nothing can be reckoned with them, or of which
    a source says that it is, while that day is yet to come. nu: today."""
    for veld in TABELLEN[tabel][1]:
        naam = veld["name"]
        deel = is_partial_day(veld)
        if (veld["type"] != "date" and not deel) or naam not in frame:
            continue
        for waarde in set(frame[naam]) - {""}:
            wat = ""
            if read_date(waarde, partial=deel) != waarde:
                wat = f"{waarde[:40]!r} is geen datum."
            elif not _EERSTE_JAAR <= int(waarde[:4]) <= _LAATSTE_JAAR:
                wat = f"{waarde} ligt te ver weg."
            doe = "Schrijf 2018, 2018-09 of 2018-09-01." if deel else "Schrijf 2018-09-01."
            if not wat and naam == "peildatum" and waarde > nu[: len(waarde)]:
                wat, doe = f"{waarde} moet nog komen.", "Schrijf van wanneer de bron is."
            if wat:
                yield from (Fout(f"{tabel}.csv", i, naam, wat, doe) for i in _rijen(frame[naam] == waarde))


def _overlap_fouten(deelnames: pd.DataFrame) -> Iterator[Fout]:
    wie = deelnames["deelnemer_code"].where(deelnames["deelnemer_code"] != "", deelnames["deelnemer_bron_id"])
    wie = wie.where(wie != "", deelnames["deelnemer_naam"])
    present = deelnames.assign(wie=wie, rij=deelnames.index + 2).sort_values(
        ["samenwerkingsverband_id", "wie", "van"], kind="stable"
    )
    groep = ["samenwerkingsverband_id", "wie"]
    vorige_tot = present.groupby(groep)["tot"].shift()
    botst = vorige_tot.notna() & ((vorige_tot == "") | (vorige_tot >= present["van"]))
    for rij, naam in zip(present.loc[botst, "rij"], present.loc[botst, "deelnemer_naam"], strict=True):
        wat = f"overlapt of raakt een eerdere deelname van {naam}."
        yield Fout("deelnames.csv", int(rij), "van", wat, "Maak er één rij van.")
