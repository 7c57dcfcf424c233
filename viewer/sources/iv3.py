"""Reads what gemeenten book as paid to gemeenschappelijke regelingen (Iv3 of the CBS) from a CSV file.

What: category 4.3.3 of the lasten, all lasten, and inhabitants, per gemeente, year and kind of report.
Licence: CC BY 4.0. Quirks: zero means not booked, or with lasten of zero not delivered, and never that nothing is paid;
-99998 and "." are no figure; a correction can make an amount negative; keys are padded with spaces.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from viewer.errors import BadSource
from viewer.sources.codes import code_of
from viewer.sources.csv_lezen import Row, Unreadable, best_separator, decode, parse
from viewer.sources.fetch import download, is_address
from viewer.sources.source import Content
from viewer.wording import count, in_words, some_of, whole

TABEL = "bijdragen"
CATEGORIE = "4.3.3"
GEEN_CIJFER = -99998
SOORTEN = ("begroting", "jaarrekening")
MAX_BYTES = 50_000_000
EERSTE_JAAR, LAATSTE_JAAR = 2004, 2100
"""Iv3 began in 2004."""

_KOLOMMEN: Mapping[str, tuple[str, ...]] = {
    "gemeente_code": ("gemeente_code", "gemeentecode", "code", "statcode"),
    "jaar": ("jaar",),
    "verslagsoort": ("verslagsoort",),
    "inwoners": ("inwoners",),
    "lasten_keur": ("lasten_keur",),
    "aan_gr_keur": ("aan_gr_keur", "aan_gemeenschappelijke_regelingen_keur"),
}
"""Our columns, by what files call them."""
_SOORT = {
    **{soort: soort for soort in SOORTEN},
    "rekening": "jaarrekening",
    "x000": "begroting",
    "x005": "jaarrekening",
}
SOORT_CODES = {"X000": "begroting", "X005": "jaarrekening"}
"""Of the kinds of report of the CBS, by the end of their code, the ones that count; the others are of a quarter."""
KENMERKEN = ("Gemeenten", "TaakveldBalanspost", "Categorie", "Verslagsoort")
_GEEN_LASTEN = {"0.10", "0.11"}
_HEEL = re.compile(r"-?\d{1,12}|-?\d{1,3}(\.\d{3})+")
_FEWEST = 0.9
"""Of the gemeenten that a year had, a new file of it has at least this part; less is a file that was cut off."""

Rij = dict[str, str]


def read_csv(bron: str) -> Content:
    """The table `bijdragen` of a CSV file, or of the address of one.

    Columns gemeente_code, jaar, verslagsoort (begroting, jaarrekening), inwoners, lasten_keur and aan_gr_keur, in any
    order, encoding and with any separator; amounts in 1,000 euro. Raises BadSource, with row and column; OSError.
    """
    naam, raw = _bytes_of(bron)
    return content_of(_rows(naam, raw))


def content_of(rijen: Iterable[Rij], benaming: str = "", meer: Sequence[str] = ()) -> Content:
    """Rows of `bijdragen` in order, with what to tell of them. benaming: what the CBS itself calls the category;
    meer: what else to tell."""
    op_orde = sorted(rijen, key=_orde)
    feiten = {"categorie": CATEGORIE, "benaming": benaming}
    return Content({TABEL: op_orde}, feiten, (*_tell(op_orde), *meer))


class Optelling:
    """Adds up cells of a table of the CBS to rows of `bijdragen`, without inhabitants.

    Cells of taakvelden count, of the side of the lasten; not those of the balance (A..., P...), of reserves (0.10)
    and of the result (0.11). Of an amount there are two placements: a report takes the second, which has the
    corrections, and the first where the second is empty in all of it.
    """

    def __init__(self) -> None:
        self._som: dict[tuple[str, str, str], dict[tuple[bool, bool], int]] = {}

    def add(self, cel: Mapping[str, object]) -> None:
        """One cell: its dimensions and its amounts, by the names of the CBS. What is none of ours is passed over."""
        gemeente, taakveld, categorie, verslag = (str(cel[kenmerk]).strip() for kenmerk in KENMERKEN)
        soort = SOORT_CODES.get(verslag[4:])
        if not re.fullmatch(r"GM\d{4}", gemeente) or not re.fullmatch(r"[0-9]{4}", verslag[:4]) or soort is None:
            return
        sommen = self._som.setdefault((verslag[:4], soort, gemeente), {})
        if not categorie.startswith("L") or not taakveld[:1].isdigit() or taakveld in _GEEN_LASTEN:
            return
        for naam, waarde in cel.items():
            if not naam.startswith("k_") or waarde is None or not (getal := figure(str(waarde))):
                continue
            tweede = naam.startswith("k_2e")
            for is_gr in (False, True) if categorie == f"L{CATEGORIE}" else (False,):
                sommen[tweede, is_gr] = sommen.get((tweede, is_gr), 0) + int(getal)

    def rijen(self) -> list[Rij]:
        """What it came to."""
        tweede = {sleutel[:2] for sleutel, som in self._som.items() if som.get((True, False))}
        out = []
        for (jaar, soort, gemeente), som in self._som.items():
            plaats = (jaar, soort) in tweede
            lasten, aan_gr = som.get((plaats, False)), som.get((plaats, True))
            out.append(
                {
                    "gemeente_code": gemeente,
                    "jaar": jaar,
                    "verslagsoort": soort,
                    "inwoners": "",
                    "lasten_keur": "" if lasten is None else str(lasten),
                    "aan_gr_keur": "" if lasten is None else str(aan_gr or 0),
                }
            )
        return out


def join_years(_tabel: str, oud: Sequence[Mapping[str, str]], nieuw: Sequence[Mapping[str, str]]) -> list[Rij]:
    """What a folder had with what was read: of a year and a kind of report that was read, all of it is new.

    Where the new rows have no inwoners, those that were known stay. Raises BadSource when a year would lose gemeenten.
    """
    was, wordt = _per_report(oud), _per_report(nieuw)
    for (jaar, soort), rijen in wordt.items():
        if len(rijen) < _FEWEST * len(was.get((jaar, soort), ())):
            raise BadSource(
                f"{soort} {jaar}",
                f"heeft {count(len(rijen), 'gemeente', 'gemeenten')} waar er {len(was[jaar, soort])} waren.",
                "Is het bestand wel heel? De oude gegevens blijven staan.",
            )
    inwoners = {(rij["gemeente_code"], rij["jaar"]): rij["inwoners"] for rij in oud}
    alles = {**was, **wordt}
    return sorted(
        (
            {**rij, "inwoners": rij["inwoners"] or inwoners.get((rij["gemeente_code"], rij["jaar"]), "")}
            for rijen in alles.values()
            for rij in rijen
        ),
        key=_orde,
    )


def _orde(rij: Mapping[str, str]) -> tuple[str, str, str]:
    return rij["jaar"], rij["verslagsoort"], rij["gemeente_code"]


def _per_report(rijen: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], list[Mapping[str, str]]]:
    per: dict[tuple[str, str], list[Mapping[str, str]]] = defaultdict(list)
    for rij in rijen:
        per[rij["jaar"], rij["verslagsoort"]].append(rij)
    return dict(per)


def _tell(rijen: Sequence[Rij]) -> Iterable[str]:
    """A sentence on the last year of each kind of report."""
    per = _per_report(rijen)
    for soort in SOORTEN:
        jaren = [jaar for jaar, van in per if van == soort]
        if not jaren:
            continue
        deze = per[max(jaren), soort]
        som = sum(int(rij["aan_gr_keur"] or 0) for rij in deze)
        leeg = sum(int(rij["lasten_keur"] or 0) == 0 for rij in deze)
        niet = sum(int(rij["aan_gr_keur"] or 0) == 0 for rij in deze) - leeg
        yield (
            f"{soort} {max(jaren)}: {count(len(deze), 'gemeente', 'gemeenten')}, samen {whole(som)} duizend euro aan "
            f"gemeenschappelijke regelingen; {leeg} niet geleverd, {niet} niet geboekt"
        )


def _bytes_of(bron: str) -> tuple[str, bytes]:
    if not is_address(bron):
        pad = Path(bron)
        if not pad.is_file():
            raise BadSource(bron, "is geen bestand." if pad.exists() else "bestaat niet.", "Controleer de naam.")
        if pad.stat().st_size > MAX_BYTES:
            raise BadSource(pad.name, f"is groter dan {MAX_BYTES // 1_000_000} MB.", "Is dit het goede bestand?")
        return pad.name, pad.read_bytes()
    with download(bron) as opgehaald:
        if opgehaald is None or opgehaald.grootte > MAX_BYTES:
            raise BadSource(bron, f"is groter dan {MAX_BYTES // 1_000_000} MB.", "Controleer het adres.")
        return bron, opgehaald.stroom.read()


def _rows(naam: str, raw: bytes) -> list[Rij]:
    try:
        tekst = decode(raw)
        gelezen = parse(tekst, best_separator(tekst))
    except Unreadable as fout:
        raise BadSource(_waar(naam, fout.row), fout.wat, fout.doe) from fout
    if not gelezen:
        raise BadSource(naam, "is leeg.", "Sla de tabel op als CSV.")
    if len(gelezen) == 1:
        _columns(naam, gelezen[0])
        raise BadSource(naam, "heeft een kop maar geen rijen.", "Is het bestand wel heel?")
    if {*KENMERKEN} <= {*(koppen := [cel.strip() for cel in gelezen[0].cells])}:
        return _cells(naam, koppen, gelezen[1:])
    plek = _columns(naam, gelezen[0])
    rijen: list[Rij] = []
    gezien: dict[tuple[str, str, str], int] = {}
    for row in gelezen[1:]:
        rij = _row(naam, row, plek)
        if (eerder := gezien.setdefault(_orde(rij), row.number)) != row.number:
            wat = f"{rij['gemeente_code']}, {rij['verslagsoort']} {rij['jaar']} staat ook in rij {eerder}."
            raise BadSource(_waar(naam, row.number), wat, "Haal een van de twee weg.")
        rijen.append(rij)
    return rijen


def _cells(naam: str, koppen: Sequence[str], gelezen: Sequence[Row]) -> list[Rij]:
    """The rows that the cells of a download of the CBS itself add up to. Raises BadSource."""
    bedragen = [i for i, kop in enumerate(koppen) if kop.startswith("k_")]
    if not bedragen:
        raise BadSource(_waar(naam, 1), "heeft geen kolom met bedragen (k_...).", "Neem de download van het CBS, heel.")
    som = Optelling()
    for row in gelezen:
        if len(row.cells) < len(koppen):
            raise BadSource(_waar(naam, row.number), "de rij is te kort.", "Is het bestand wel heel?")
        for i in bedragen:
            if figure(row.cells[i]) is None:
                wat = f"{row.cells[i][:40]!r} is geen heel getal."
                raise BadSource(_waar(naam, row.number, koppen[i]), wat, "Neem de download van het CBS zoals die is.")
        som.add(dict(zip(koppen, row.cells, strict=False)))
    if not (rijen := som.rijen()):
        raise BadSource(naam, "heeft geen begroting of jaarrekening van gemeenten.", "Is dit het goede bestand?")
    return rijen


def _waar(naam: str, rij: int, kolom: str = "") -> str:
    return naam + (f", rij {rij}" if rij else "") + (f", kolom {kolom}" if kolom else "")


def _columns(naam: str, kop: Row) -> dict[str, tuple[int, str]]:
    """Where each column of ours is, and what the file calls it. Raises BadSource."""
    koppen = [cel.strip().casefold() for cel in kop.cells]
    plek: dict[str, tuple[int, str]] = {}
    for onze, namen in _KOLOMMEN.items():
        hier = [i for i, cel in enumerate(koppen) if cel in namen]
        if len(hier) > 1:
            wat = f"staat er {len(hier)} keer ({in_words([kop.cells[i].strip() for i in hier])})."
            raise BadSource(_waar(naam, kop.number, onze), wat, "Laat er een staan.")
        if hier:
            plek[onze] = hier[0], kop.cells[hier[0]].strip()
    if mist := [namen[0] for namen in _KOLOMMEN.values() if not {*namen} & {*koppen}]:
        een = len(mist) == 1
        wat = f"{'de kolom' if een else 'de kolommen'} {in_words(mist)} {'ontbreekt' if een else 'ontbreken'}"
        raise BadSource(
            _waar(naam, kop.number),
            f"{wat} (er staat: {some_of([cel for cel in koppen if cel], 8) or 'niets'}).",
            f"Neem een tabel met {in_words(list(_KOLOMMEN))}.",
        )
    return plek


def _row(naam: str, row: Row, plek: Mapping[str, tuple[int, str]]) -> Rij:
    cellen = {onze: row.cells[i].strip() if i < len(row.cells) else "" for onze, (i, _) in plek.items()}

    def fout(onze: str, wat: str, doe: str) -> BadSource:
        return BadSource(_waar(naam, row.number, plek[onze][1]), wat, doe)

    code = code_of(cellen["gemeente_code"])
    if not code:
        raise fout(
            "gemeente_code", f"{cellen['gemeente_code'][:40]!r} is geen code van een gemeente.", "Schrijf GM0193."
        )
    jaar = cellen["jaar"]
    if not re.fullmatch(r"[0-9]{4}", jaar) or not EERSTE_JAAR <= int(jaar) <= LAATSTE_JAAR:
        raise fout("jaar", f"{jaar[:40]!r} is geen jaar.", "Schrijf 2024.")
    soort = cellen["verslagsoort"].casefold()
    soort = soort.removeprefix(jaar) if re.fullmatch(r"\d{4}x\d+", soort) else soort
    if soort not in _SOORT:
        raise fout(
            "verslagsoort",
            f"{cellen['verslagsoort'][:40]!r} is geen verslagsoort.",
            "Schrijf begroting of jaarrekening.",
        )
    getallen: Rij = {}
    for onze in ("inwoners", "lasten_keur", "aan_gr_keur"):
        cel = cellen[onze]
        if plek[onze][0] >= len(row.cells):
            raise fout(onze, "de rij is te kort.", "Is het bestand wel heel?")
        getal = figure(cel)
        if getal is None:
            raise fout(onze, f"{cel[:40]!r} is geen heel getal.", "Schrijf 40324, of niets als er geen cijfer is.")
        if onze == "inwoners" and getal.startswith("-"):
            raise fout(onze, f"{cel[:40]!r} kan niet: er zijn er geen min.", "Verbeter het aantal.")
        getallen[onze] = getal
    return {"gemeente_code": code, "jaar": jaar, "verslagsoort": _SOORT[soort], **getallen}


def figure(cel: str) -> str | None:
    """A whole number as programs and spreadsheets write one (40324, 40.324, 40324,0); "" where there is no figure
    (-99998, a dot, nothing); None when it is no whole number."""
    cel = re.sub(r"[.,]0{1,2}\Z", "", cel.strip().replace("\u00a0", "").replace("\u2212", "-"))
    if cel in ("", ".", "-"):
        return ""
    if not _HEEL.fullmatch(cel) or not cel.isascii():
        return None
    getal = int(cel.replace(".", ""))
    return "" if getal == GEEN_CIJFER else str(getal)
