"""Reads someone's own table of deelnemers and regelingen, and matches names as people write them.

Nothing is matched silently: each row comes back as matched by a rule, guessed with a score, or
unmatched with the reason.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from rapidfuzz import fuzz, process

from viewer.errors import BadSource
from viewer.model import plain

MAX_BYTES = 50_000_000
MAX_UNPACKED = 200_000_000
MAX_RIJEN = 100_000
MAX_CEL = 1_000
DREMPEL = 88.0
"""Below this likeness (rapidfuzz ratio, 0-100) a name is not guessed; with "Haasbergen" for
Haaksbergen at 95 and the nearest wrong pair among gemeenten (Beek, Beesel) well below."""

_VOORSPRONG = 4.0
_DEELNEMER = (
    "deelnemer",
    "deelnemers",
    "naam deelnemer",
    "deelnemer naam",
    "gemeente",
    "gemeentenaam",
    "organisatie",
    "partner",
)
_REGELING = (
    "samenwerkingsverband", "samenwerkingsverband naam", "regeling", "naam regeling", "gemeenschappelijke regeling",
    "verband", "samenwerking", "naam samenwerkingsverband", "gr",
)  # fmt: skip
EXTRA = ("omschrijving", "vorm", "thema", "website", "bron")
"""Columns about the arrangement that are taken over when the table has them."""

_CODE = ("deelnemer code", "code", "gemeentecode", "gm code")


@dataclass(frozen=True)
class Kandidaat:
    """Who a name can be: a code (empty for one without), how we name it, and what kind it is."""

    code: str
    naam: str
    soort: str


@dataclass(frozen=True)
class Paar:
    """One row of the table. rij: as a spreadsheet counts, the heading being row 1; extra: what the
    columns of EXTRA say, where the table has them."""

    rij: int
    deelnemer: str
    regeling: str
    code: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Uitkomst:
    """What became of a row. hoe: `code`, `naam`, `gegokt` (guessed) or `onbekend`; score: 0-100,
    100 for rules; wie: None when unknown; reden: why it is unknown."""

    paar: Paar
    hoe: str
    score: float
    wie: Kandidaat | None
    reden: str = ""


def read_tabel(bestand: Path, deelnemer: str = "", regeling: str = "") -> list[Paar]:
    """The pairs of a CSV or XLSX file.

    deelnemer, regeling: headings of the two columns; without them they are found by usual ones.
    A CSV may have any usual delimiter and be UTF-8, UTF-16 or Windows-1252, also when UTF-8 was once
    taken for Windows-1252 on the way. Empty rows are passed over.
    Raises BadSource: unreadable, too large, no such columns (names those there are).
    """
    if not bestand.is_file():
        raise BadSource(str(bestand), "bestaat niet.", "Controleer de naam van het bestand.")
    if bestand.stat().st_size > MAX_BYTES:
        raise BadSource(bestand.name, f"is groter dan {MAX_BYTES // 1_000_000} MB.")
    rijen = _read_xlsx(bestand) if _is_zip(bestand) else _read_csv(bestand)
    if not rijen:
        raise BadSource(bestand.name, "is leeg.", "Geef een bestand met een kop en rijen.")
    kop = [_heading(cel) for cel in rijen[0]]
    d = _column(bestand, kop, deelnemer, _DEELNEMER, "deelnemers", "--deelnemer")
    r = _column(bestand, kop, regeling, _REGELING, "regelingen", "--regeling")
    c = next((kop.index(naam) for naam in _CODE if naam in kop), None)
    out = []
    for nummer, rij in enumerate(rijen[1:], 2):
        cellen = [*rij, *[""] * (len(kop) - len(rij))]
        if cellen[d].strip() or cellen[r].strip():
            code = "" if c is None else cellen[c].strip()
            extra = {naam: _clean(cellen[kop.index(naam)]) for naam in EXTRA if naam in kop}
            out.append(Paar(nummer, _clean(cellen[d]), _clean(cellen[r]), code, extra))
    return out


def match(paren: Iterable[Paar], kandidaten: Sequence[Kandidaat], drempel: float = DREMPEL) -> list[Uitkomst]:
    """Who each participant is: by code, else by name with exact rules, else the likest name.

    A name that says what it is ("waterschap ...", "prov. ...") is looked for among those only; one
    that does not is a gemeente first, then a provincie, then a waterschap. A guess needs a likeness
    of drempel and a lead on the next best, else the row stays unknown.
    """
    per_code = {k.code: k for k in kandidaten if k.code}
    per_naam: dict[str, dict[str, Kandidaat]] = {"": {}}
    for kandidaat in sorted(kandidaten, key=lambda k: _VOORRANG.get(k.soort, 9)):
        per_naam[""].setdefault(fold(kandidaat.naam), kandidaat)
        for naam in _spellings(kandidaat):
            per_naam[""].setdefault(naam, kandidaat)
            per_naam.setdefault(kandidaat.soort, {}).setdefault(naam, kandidaat)
    return [_match_one(paar, per_code, per_naam, drempel) for paar in paren]


def _match_one(
    paar: Paar,
    per_code: Mapping[str, Kandidaat],
    per_naam: Mapping[str, Mapping[str, Kandidaat]],
    drempel: float,
) -> Uitkomst:
    if not (paar.deelnemer and paar.regeling):
        mist = "samenwerkingsverband" if paar.deelnemer else "deelnemer"
        return Uitkomst(paar, "onbekend", 0.0, None, f"er staat geen {mist}")
    if (op_code := per_code.get(paar.code.upper())) is not None:
        return Uitkomst(paar, "code", 100.0, op_code)
    heel = fold(paar.deelnemer)
    soort, vraag = split_kind(heel)
    namen = per_naam.get(soort, {})
    for poging, waar in ((vraag, namen), (re.sub(r" \([^)]*\)\Z", "", vraag), namen), (heel, per_naam[""])):
        if poging in waar:
            return Uitkomst(paar, "naam", 100.0, waar[poging])
    gelijkend = process.extract(vraag, list(namen), scorer=fuzz.ratio, limit=6)
    beste = [(namen[naam], score) for naam, score, _ in gelijkend]
    if not beste or beste[0][1] < drempel:
        return Uitkomst(paar, "onbekend", beste[0][1] if beste else 0.0, None, "geen naam lijkt genoeg")
    ander = next((score for wie, score in beste if wie != beste[0][0]), 0.0)
    if beste[0][1] - ander < _VOORSPRONG:
        return Uitkomst(paar, "onbekend", beste[0][1], None, "twee namen lijken even goed")
    return Uitkomst(paar, "gegokt", beste[0][1], beste[0][0])


_VOORRANG = {"gemeente": 0, "provincie": 1, "waterschap": 2}
_BIJNAMEN = {
    "den haag": ("s-gravenhage", "s gravenhage", "sgravenhage"),
    "s-hertogenbosch": ("den bosch", "s hertogenbosch"),
    "fryslan": ("friesland", "fryslan", "frysl n"),
    "hengelo": ("hengelo (o)", "hengelo (ov)", "hengelo ov", "hengelo o"),
    "bergen (l)": ("bergen limburg", "bergen lb"),
    "bergen (nh)": ("bergen noord-holland", "bergen nh"),
}
_SOORTWOORD = re.compile(
    r"(?:(?P<gemeente>gemeente|gem|gmt)|(?P<provincie>provincie|prov)"
    r"|(?P<waterschap>waterschap|hoogheemraadschap|wetterskip)) (?:van )?(?P<rest>.+)"
)


def fold(naam: str) -> str:
    """A name as it is compared: repaired, lower case, no accents or dots, one space between words."""
    tekst = re.sub(r"[’‘`´']", "", plain(_repair(naam)))
    return re.sub(r"[^a-z0-9()-]+", " ", tekst).strip()


def split_kind(gevouwen: str) -> tuple[str, str]:
    """What a folded name says it is ("gemeente", "provincie", "waterschap" or ""), and the name."""
    gevonden = _SOORTWOORD.fullmatch(gevouwen)
    if gevonden is None or gevonden.lastgroup is None:
        return "", gevouwen
    soort = next(naam for naam in _VOORRANG if gevonden[naam])
    return soort, gevonden["rest"]


def _spellings(kandidaat: Kandidaat) -> list[str]:
    naam = split_kind(fold(kandidaat.naam))[1]
    namen = [naam, *_BIJNAMEN.get(naam, ()), naam.replace("-", " ")]
    return [*namen, re.sub(r"\A(de|het) ", "", naam)] if kandidaat.soort == "waterschap" else namen


def _repair(tekst: str) -> str:
    """Undoes UTF-8 that was read as Windows-1252 ("FryslÃ¢n"), once or twice."""
    for _ in range(2):
        if not re.search(r"[ÃÂ][\x80-\xff€-™]", tekst):
            break
        try:
            tekst = tekst.encode("cp1252").decode("utf-8")
        except UnicodeError:
            break
    return tekst


def _clean(cel: str) -> str:
    return " ".join(_repair(cel).split())[:MAX_CEL]


def _heading(cel: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", _repair(cel).casefold()).strip()


def _column(bestand: Path, kop: list[str], gevraagd: str, gebruikelijk: tuple[str, ...], wat: str, optie: str) -> int:
    for naam in [_heading(gevraagd)] if gevraagd else gebruikelijk:
        if naam in kop:
            return kop.index(naam)
    aanwezig = ", ".join(repr(naam) for naam in kop if naam) or "geen"
    raise BadSource(
        bestand.name,
        f"rij 1: geen kolom met {wat} gevonden; er zijn: {aanwezig[:300]}.",
        f"Geef de kop op met {optie}.",
    )


def _is_zip(bestand: Path) -> bool:
    with bestand.open("rb") as stroom:
        return stroom.read(4) == b"PK\x03\x04"


def _read_xlsx(bestand: Path) -> list[list[str]]:
    try:
        with zipfile.ZipFile(bestand) as doos:
            uitgepakt = sum(deel.file_size for deel in doos.infolist())
        if uitgepakt > MAX_UNPACKED:
            raise BadSource(bestand.name, f"is uitgepakt groter dan {MAX_UNPACKED // 1_000_000} MB.")
        boek = openpyxl.load_workbook(bestand, read_only=True, data_only=True)
        try:
            blad = boek.worksheets[0]
            rijen = []
            for rij in blad.iter_rows(max_row=MAX_RIJEN + 1, max_col=200, values_only=True):
                rijen.append(["" if cel is None else str(cel) for cel in rij])
            return rijen
        finally:
            boek.close()
    except BadSource:
        raise
    except Exception as fout:  # openpyxl lets errors of zip, XML and its own out, by no common class
        raise BadSource(bestand.name, "is geen leesbaar XLSX-bestand.", "Sla het opnieuw op in Excel.") from fout


def _read_csv(bestand: Path) -> list[list[str]]:
    ruw = bestand.read_bytes()
    tekst = _decode(ruw)
    regels = tekst.splitlines()
    if tekst and sum(teken < " " and teken not in "\t\r\n" for teken in tekst[:10_000]) > len(tekst[:10_000]) / 100:
        raise BadSource(bestand.name, "is geen tekstbestand.", "Sla de tabel op als CSV of XLSX.")
    if not regels:
        return []
    scheiding = max(";,\t|", key=lambda teken: min(regel.count(teken) for regel in regels[:5] if regel.strip()))
    if len(regels) > MAX_RIJEN:
        raise BadSource(bestand.name, f"heeft meer dan {MAX_RIJEN} rijen.")
    try:
        return list(csv.reader(io.StringIO(tekst, newline=""), delimiter=scheiding))
    except csv.Error as fout:
        raise BadSource(bestand.name, f"is geen leesbare CSV ({fout}).", "Sla de tabel opnieuw op.") from fout


def _decode(ruw: bytes) -> str:
    if ruw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ruw.decode("utf-16", errors="replace")
    try:
        return ruw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ruw.decode("cp1252", errors="replace")
