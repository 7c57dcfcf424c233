"""Reads someone's own table of deelnemers and samenwerkingsverbanden, whatever its lay-out, as pairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from viewer.errors import BadSource
from viewer.sources.bijzonder import (
    Bijzonder,
    by_role,
    column_kind,
    only_note,
    read_cell,
    read_note,
    split_note,
    together,
)
from viewer.sources.codes import any_code_of
from viewer.sources.folding import clean, fold
from viewer.sources.names import DREMPEL, Kandidaat, NameIndex, split_kind
from viewer.sources.werkblad import Blad, read_sheets
from viewer.wording import count, some_of

MAX_CEL = 1_000
_ZOEK_KOP = 40
"""In how many rows from the top of a sheet the heading is looked for."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(" ".join(word.split()) for word in text.split("|"))


_DEELNEMER = _words("""
    deelnemer | deelnemers | naam deelnemer | deelnemer naam | deelnemende gemeenten | deelnemende gemeente |
    deelnemende partijen | deelnemende organisaties | deelnemende overheden | deelnemende organisatie | deelnemende
    partij | participanten | participant | aangesloten gemeenten | betrokken gemeenten | samenwerkende gemeenten |
    deelnemerslijst | gemeente | gemeenten | gemeentenaam | naam gemeente | gemeente naam | aandeelhouders |
    aandeelhouder | leden | lid | lidgemeenten | gemeente s | gemeentes | partner | partners | partijen |
    bestuursorganen | wie | wie doet mee | wie doen mee | organisatie | organisaties | overheid
""")
_REGELING = _words("""
    samenwerkingsverband | samenwerkingsverbanden | samenwerkingsverband naam | naam samenwerkingsverband | naam van
    het samenwerkingsverband | regeling | naam regeling | regeling naam | naam van de regeling | gemeenschappelijke
    regeling | gemeenschappelijke regelingen | naam gemeenschappelijke regeling | naam van de gemeenschappelijke
    regeling | verbonden partij | verbonden partijen | naam verbonden partij | naam van de verbonden partij |
    verband | verbanden | samenwerking | naam samenwerking | gr | naam gr | gr naam | naam van de gr | grs | naam
    verbonden partijen | openbaar lichaam | deelneming | deelnemingen | naam deelneming | instelling | naam
    instelling | lichaam | rechtspersoon | naam rechtspersoon | vennootschap | citeertitel | titel | naam
    organisatie | naam partij | partij | naam | wat | waaraan
""")
_CODE = _words("""
    deelnemer code | code | cbs | gemeentecode | gm code | gemeente code | code gemeente | cbs code | cbscode |
    gemeentecode cbs | cbs gemeentecode | cbs nummer | cbs nr | gemeentenummer | gemeente nummer | gemeentenr |
    gemeente nr | gemnr | gem nr | gemcode | gem code | gmcode | gm nr | statcode | tooi | tooi code |
    organisatiecode | deelnemercode | regiocode
""")
_EXTRA: Mapping[str, tuple[str, ...]] = {
    "omschrijving": _words("omschrijving | doel | taak | taken | activiteiten | wat doet het | doelstelling"),
    "vorm": _words(
        "vorm | rechtsvorm | juridische vorm | rechtspersoonlijkheid | soort rechtspersoon | type verbonden partij"
    ),
    "thema": _words("thema | onderwerp | programma | beleidsveld"),
    "website": _words("website | site | webadres | internet | homepage"),
    "bron": _words("bron | bron url | bronvermelding | vindplaats | link bron"),
}
EXTRA = tuple(_EXTRA)
"""Columns about the arrangement that are taken over when the table has them."""

_KRUIS = frozenset(
    [
        "x",
        "v",
        "✓",
        "✔",
        "✗",
        "✘",
        "☒",
        "☑",
        "●",
        "•",
        "■",
        "1",
        "ja",
        "j",
        "yes",
        "y",
        "waar",
        "true",
        "d",
        "l",
        "lid",
        "deelnemer",
        "+",
        "xx",
        "*",
        "×",
        "√",
    ]
)
_GEEN_KRUIS = frozenset(
    ["-", "–", "—", "0", "nee", "n", "no", "onwaar", "false", "nvt", "n.v.t.", "n.v.t", "geen", "☐", "○", "./.", "/"]
) | {""}
_MIN_KRUIS = 0.8
_GETAL = re.compile(r"\d[\d.,]*\s*%?\Z")
_NUL = re.compile(r"[0.,]+\s*%?\Z")
_TOTAAL = re.compile(
    r"((sub|eind|generaal )?tota(al|len|ls?)|som|aantal|opgeteld)"
    r"(( |-)(generaal|totaal|aantal|alle|van|per|de|het|en|voor|deelnem\w+|deelnames?|participa\w+|gemeenten?"
    r"|provincies?|waterschap(pen)?|leden|partners|partijen|verbonden|aandeelhouders|regelingen?|gr s?|grs?"
    r"|samenwerkingen|samenwerkingsverband(en)?|verbanden|stemmen|aandelen|inwoners|\(?\d[\d ]*\)?))*\Z"
)
"""A heading of totals, whatever stands under it, folded."""
_TOTAAL_VAN = re.compile(r"((sub|eind|generaal )?tota(al|len|ls?)|aantal)\b.*\Z")
"""What is one when there are only numbers with it: a samenwerkingsverband may be called Totaal Vervoer."""
_NIEMAND = re.compile(
    r"(#(n/b|n/a|naam\?|name\?|waarde!|value!|verw!|ref!|deel/0!|div/0!|getal!|num!|leeg!|null!|#+)"
    r"|n\.?\s?v\.?\s?t\.?|n\.?\s?b\.?|n\.?\s?n\.?\s?b\.?|n/a|niet van toepassing"
    r"|(nog )?(niet )?(on)?bekend|geen|p\.?m\.?|\?+|[-–—./]+)\Z"
)
"""What stands in a cell in which there is nobody, folded."""
_IDEM = frozenset(["idem", '"', "''", "〃", ",,", "id.", "zie boven"])
_OPEN = re.compile(
    r"(?:\A|(?<=[\s,;:(]))(o\.\s?a\.|o\.a|oa|onder (?:andere|meer)|e\.\s?a\.|e\.a|e\.\s?d\.|en andere[n]?"
    r"|enz\.?|etc\.?|et cetera|\.\.\.|…)(?=[\s,;:)]|\Z)",
    re.IGNORECASE,
)
"""What says that a list does not name everyone."""


@dataclass(frozen=True)
class Paar:
    """One participation of the table. rij: as a spreadsheet counts, the first row being 1; extra: what the
    columns of EXTRA say, where the table has them; bijzonder: what else is said of it; meer: whether its list says
    that it does not name everyone."""

    rij: int
    deelnemer: str
    regeling: str
    code: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    bijzonder: Bijzonder = field(default_factory=Bijzonder)
    meer: bool = False


@dataclass(frozen=True)
class Uitkomst:
    """What became of a participation. hoe: `code`, `naam`, `gegokt` (guessed) or `onbekend`; score: 0-100,
    100 for rules; wie: None when unknown; reden: why it is unknown; let_op: what to look at all the same."""

    paar: Paar
    hoe: str
    score: float
    wie: Kandidaat | None
    reden: str = ""
    let_op: str = ""


@dataclass(frozen=True)
class GelezenTabel:
    """A table as it was understood. meldingen: what was decided on the way, a Dutch line each."""

    paren: tuple[Paar, ...]
    meldingen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gevraagd:
    """What the user says of the lay-out; empty: to be found. deelnemer, regeling: headings; blad: name of a sheet."""

    deelnemer: str = ""
    regeling: str = ""
    blad: str = ""


@dataclass(frozen=True)
class _Kop:
    """Where the heading is, and which columns mean what. d: the columns with deelnemers; r, c: those of the
    samenwerkingsverband and of the code (-1: none); bij: those that say more of a participation, with their kind
    and heading; los: the others, in which a short note may."""

    rij: int
    d: tuple[int, ...]
    r: int
    c: int
    extra: Mapping[str, int]
    bij: tuple[tuple[int, str, str], ...] = ()
    los: tuple[tuple[int, str], ...] = ()


def read_tabel(bestand: Path, deelnemer: str = "", regeling: str = "") -> list[Paar]:
    """The pairs of a table without knowing any name: a cell with a list stays whole. See `read_whole`."""
    return list(read_whole(bestand, Gevraagd(deelnemer, regeling), None).paren)


def read_whole(bestand: Path, gevraagd: Gevraagd, index: NameIndex | None) -> GelezenTabel:
    """The pairs of a CSV or a workbook: a row each, several participants in a cell, or a matrix with crosses.

    The heading may stand below a title, and the table on another sheet. Merged cells count for all their
    rows; a samenwerkingsverband that is left open is that of the row above. index: who there can be, to
    tell lists and directions by; None: cells stay whole.
    Raises BadSource: unreadable, too large, no such columns (names those there are).
    """
    bladen = [blad for blad in read_sheets(bestand) if any(cel.strip() for rij in blad.rijen for cel in rij)]
    if gevraagd.blad:
        gekozen = [blad for blad in bladen if fold(blad.naam) == fold(gevraagd.blad)]
        if not gekozen:
            er_zijn = some_of([blad.naam for blad in bladen], 8) or "geen"
            raise BadSource(bestand.name, f"heeft geen blad {gevraagd.blad!r}; er zijn: {er_zijn}.", "Kies met --blad.")
        bladen = gekozen
    if not bladen:
        raise BadSource(bestand.name, "is leeg.", "Geef een bestand met een kop en rijen.")
    gelezen = [(blad, _read_sheet(blad, gevraagd, index)) for blad in bladen]
    raak = [(blad, found) for blad, found in gelezen if found is not None and found.paren]
    if not raak:
        if any(found is not None for _, found in gelezen):
            raise BadSource(bestand.name, "heeft een kop maar geen rijen.", "Geef een bestand met een kop en rijen.")
        raise _no_columns(bestand, bladen[0], gevraagd)
    blad, beste = max(raak, key=lambda paar: len(paar[1].paren))
    meldingen = list(beste.meldingen)
    if len(raak) > 1:
        ander = some_of([b.naam for b, _ in raak if b is not blad], 5)
        meldingen.insert(0, f"blad {blad.naam!r} gelezen; er is ook: {ander}. Een ander blad kiest u met --blad.")
    elif len(bladen) > 1:
        meldingen.insert(0, f"blad {blad.naam!r} gelezen")
    return GelezenTabel(beste.paren, tuple(meldingen))


def match(
    paren: Iterable[Paar], kandidaten: Sequence[Kandidaat] | NameIndex, drempel: float = DREMPEL
) -> list[Uitkomst]:
    """Who each participant is: see `NameIndex.find`. Among a plain list of kandidaten an ended gemeente is
    found as any other."""
    if isinstance(kandidaten, NameIndex):
        return [_match_one(paar, kandidaten, drempel, False) for paar in paren]
    index = NameIndex(kandidaten)
    return [_match_one(paar, index, drempel, True) for paar in paren]


def _match_one(paar: Paar, index: NameIndex, drempel: float, ook_opgeheven: bool) -> Uitkomst:
    if not ((paar.deelnemer or paar.code) and paar.regeling):
        mist = "samenwerkingsverband" if paar.deelnemer else "deelnemer"
        return Uitkomst(paar, "onbekend", 0.0, None, f"er staat geen {mist}")
    found = index.find(paar.deelnemer, paar.code, drempel, ook_opgeheven)
    return Uitkomst(paar, found.hoe, found.score, found.wie, found.reden, found.let_op)


# -- lay-out -----------------------------------------------------------------------------------------


def _read_sheet(blad: Blad, gevraagd: Gevraagd, index: NameIndex | None) -> GelezenTabel | None:
    """None when no heading was found."""
    rijen = [list(rij) for rij in blad.rijen]
    for nummer, rij in enumerate(rijen[:_ZOEK_KOP]):
        if sum(bool(cel.strip()) for cel in rij) < 2:
            continue
        if not (gevraagd.deelnemer or gevraagd.regeling) and (matrix := _matrix(rijen, nummer, index)) is not None:
            return matrix
        if (kop := _heading(rij, nummer, gevraagd)) is not None:
            return _pairs(rijen, kop, index)
    return None


def _heading(rij: Sequence[str], nummer: int, gevraagd: Gevraagd) -> _Kop | None:
    namen = [_plain(cel) for cel in rij]
    d = _wanted(namen, gevraagd.deelnemer, _DEELNEMER, _LOOKS_DEELNEMER)
    r = _wanted(namen, gevraagd.regeling, _REGELING, _LOOKS_REGELING, weg=d[:1])
    if r and not gevraagd.regeling and r[0] in d:
        r = r[1:]
    c = next((namen.index(naam) for naam in _CODE if naam in namen), -1)
    if not d and c >= 0:
        d = [c]
    if not d or not r:
        return None
    d = [plek for plek in d if plek != r[0]]
    if not d:
        return None
    # Several columns with a participant each: "deelnemer 1", "deelnemer 2".
    samen = [plek for plek in d if re.sub(r" ?\d+\Z", "", namen[plek]) == re.sub(r" ?\d+\Z", "", namen[d[0]])]
    extra = {
        soort: next(namen.index(naam) for naam in woorden if naam in namen)
        for soort, woorden in _EXTRA.items()
        if any(naam in namen and namen.index(naam) not in (*samen, r[0]) for naam in woorden)
    }
    bezet = {*samen, r[0], c, *extra.values()}
    rest = [(i, naam) for i, naam in enumerate(namen) if naam and i not in bezet]
    bij = tuple((i, soort, rij[i]) for i, naam in rest if (soort := column_kind(naam)))
    los = tuple((i, clean(rij[i])) for i, naam in rest if not column_kind(naam) and naam not in _CODE)
    return _Kop(nummer, tuple(samen), r[0], c, extra, bij, los)


_LOOKS_DEELNEMER = re.compile(r"\b(deelnem(er|ers|ende)|participant(en)?|aandeelhouders?|lidgemeenten)\b")
_LOOKS_REGELING = re.compile(
    r"\b(verbonden partij(en)?|samenwerkingsverband(en)?|(gemeenschappelijke )?regeling(en)?)\b"
)
_NOT = re.compile(
    r"\b(aantal|code|nummer|nr|datum|bedrag|bijdrage|percentage|stem|stemmen|belang|id|soort|type|vorm"
    r"|website|bron|opmerking|risico)\b"
)


def _wanted(
    namen: Sequence[str], vraag: str, woorden: Sequence[str], lijkt: re.Pattern[str], weg: Sequence[int] = ()
) -> list[int]:
    """The columns that are called so, the best first."""
    if vraag:
        return [i for i, naam in enumerate(namen) if naam == _plain(vraag)][:1]
    kaal = [re.sub(r" ?\d+\Z", "", naam) for naam in namen]
    found = [i for woord in woorden for i, naam in enumerate(kaal) if naam == woord and i not in weg]
    found += [
        i
        for i, naam in enumerate(namen)
        if i not in found
        and i not in weg
        and len(naam) <= 60
        and lijkt.search(naam)
        and not _NOT.search(naam)
        and not column_kind(naam)
    ]
    return list(dict.fromkeys(found))


def _pairs(rijen: Sequence[Sequence[str]], kop: _Kop, index: NameIndex | None) -> GelezenTabel:
    paren: list[Paar] = []
    regeling, open_ = "", 0
    leeg: list[str] = []
    extra: dict[str, str] = {}
    breed = max(kop.r, kop.c, *kop.d, *kop.extra.values(), *(i for i, *_ in kop.bij), *(i for i, _ in kop.los)) + 1
    for nummer, ruw in enumerate(rijen[kop.rij + 1 :], kop.rij + 2):
        rij = [*ruw, *[""] * (breed - len(ruw))]
        deelnemers = [rij[plek] for plek in kop.d if rij[plek].strip()]
        code = rij[kop.c].strip() if kop.c >= 0 and kop.c not in kop.d else ""
        eigen = clean(rij[kop.r])[:MAX_CEL]
        eigen = "" if eigen.casefold() in _IDEM else eigen
        if not eigen and not deelnemers and not code:
            regeling, extra = "", {}
            continue
        if _says_nothing(eigen, [*deelnemers, *filter(None, [code])]):
            leeg.append(str(nummer))
            continue
        if eigen and eigen != regeling:
            regeling = eigen
            extra = {soort: clean(rij[plek])[:MAX_CEL] for soort, plek in kop.extra.items()}
        elif not eigen and regeling:
            open_ += 1
        bij = _said_beside(rij, kop)
        if not deelnemers:
            paren.append(Paar(nummer, "", eigen or regeling, code, dict(extra), bij))
        for cel in deelnemers:
            namen, meer = _named_in(cel, None if code else index)
            paren += [
                Paar(nummer, naam, regeling, code, dict(extra), together([hier, bij]), meer) for naam, hier in namen
            ]
    meld = [f"{open_} keer staat er geen samenwerkingsverband: dat erboven genomen"] if open_ else []
    if leeg:
        meld.append(f"{count(len(leeg), 'rij', 'rijen')} zonder naam of met een totaal: rij {some_of(leeg, 5)}")
    if ongelezen := [naam for _, naam in kop.los]:
        meld.append(f"niet gelezen: kolom {some_of([repr(naam[:40]) for naam in ongelezen], 8)}")
    return GelezenTabel(tuple(paren), tuple(meld))


def _named_in(cel: str, index: NameIndex | None) -> tuple[list[tuple[str, Bijzonder]], bool]:
    """Who a cell names, with what it says of each, and whether there are more. index: None: it is one name."""
    meer = index is not None and _OPEN.search(cel) is not None
    found: list[tuple[str, Bijzonder]] = []
    for stuk, rol in by_role(cel if index is None else _OPEN.sub(" ", cel)):
        namen = [clean(stuk)[:MAX_CEL]] if index is None else split_list(stuk, index)
        found += [(naam, together([hier, rol])) for naam, hier in _with_notes(namen) if not _nobody(naam)]
    return found, meer


def _nobody(cel: str) -> bool:
    return _NIEMAND.match(clean(cel).casefold()) is not None


def _says_nothing(regeling: str, wie: Sequence[str]) -> bool:
    """Whether a row is of no samenwerkingsverband or of nobody: a total, "n.v.t.", a fault of a spreadsheet."""
    return _nobody(regeling) or _is_total(regeling, wie) or (bool(wie) and all(map(_nobody, wie)))


def _is_total(kop: str, cellen: Sequence[str]) -> bool:
    """Whether a heading, with what stands in its row or column, is of totals."""
    naam = fold(kop)
    if _TOTAAL.match(naam) is not None:
        return True
    vol = [cel.strip() for cel in cellen if cel.strip()]
    getallen = all(_GETAL.match(cel) for cel in vol) and any(_is_share(cel) and not _is_cross(cel) for cel in vol)
    return _TOTAAL_VAN.match(naam) is not None and getallen


def _said_beside(rij: Sequence[str], kop: _Kop) -> Bijzonder:
    """What the other columns of a row say of its participation."""
    delen = [read_cell(soort, naam, rij[plek]) for plek, soort, naam in kop.bij]
    # In another column only a short note says something of it, not a sentence in which the word is used.
    kort = [rij[plek] for plek, _ in kop.los if 3 < len(rij[plek].strip()) <= _MAX_NOOT and not _GETAL.match(rij[plek])]
    return together([*delen, *(noot for cel in kort if (noot := only_note(cel)) is not None)])


_MAX_NOOT = 50


def _with_notes(namen: Sequence[str]) -> list[tuple[str, Bijzonder]]:
    """The names without the notes behind them, and what those say; a note that was split off goes with its name."""
    out: list[tuple[str, Bijzonder]] = []
    for naam in namen:
        if out and (noot := only_note(naam)) is not None:
            out[-1] = (out[-1][0], together([noot, out[-1][1]]))
        else:
            out.append(split_note(naam))
    return out


def _matrix(rijen: Sequence[Sequence[str]], nummer: int, index: NameIndex | None) -> GelezenTabel | None:
    """The crosses of a table with one kind down and the other across; None when it is no such table."""
    weg = [
        i for i, cel in enumerate(rijen[nummer]) if i and _is_total(cel, [_cel(rij, i) for rij in rijen[nummer + 1 :]])
    ]
    kop = ["" if i in weg else cel for i, cel in enumerate(rijen[nummer])]
    gevuld = [
        (plek, rij) for plek, rij in enumerate(rijen[nummer + 1 :], nummer + 2) if any(cel.strip() for cel in rij)
    ]
    totalen = [plek for plek, rij in gevuld if _is_total(*_first_and_rest(rij))]
    onder = [rij for plek, rij in gevuld if plek not in totalen]
    if not onder or len(kop) < 2:
        return None
    kolommen = [i for i in range(1, len(kop)) if kop[i].strip() and _crosses([_cel(rij, i) for rij in onder])]
    getallen = False
    if not any(_is_cross(_cel(rij, i)) for rij in onder for i in kolommen) or _more_numbers(kop, onder, kolommen):
        delen = [i for i in range(1, len(kop)) if kop[i].strip() and _shares(kop[i], [_cel(rij, i) for rij in onder])]
        getallen = len(delen) > 1 and _names_both_ways(kop, onder, delen, index) and not _is_list(kop, onder, delen)
        kolommen = delen if getallen else kolommen
    zijkant = next(
        (i for i in range(len(kop)) if i not in kolommen and any(_is_name(_cel(rij, i)) for rij in onder)), -1
    )
    if not kolommen or zijkant < 0 or zijkant > kolommen[0]:
        return None
    takes_part = _is_share if getallen else _is_cross
    if not any(takes_part(_cel(rij, i)) for rij in onder for i in kolommen):
        return None
    ander = [i for i in range(zijkant + 1, len(kop)) if kop[i].strip() and i not in kolommen]
    if len(kolommen) < len(ander) or (len(kolommen) == 1 and _is_list_column(kop[kolommen[0]])):
        return None
    boven, opzij = [kop[i] for i in kolommen], [_cel(rij, zijkant) for rij in onder]
    omgekeerd = _share(boven, index) > _share(opzij, index) or (
        _share(boven, index) == _share(opzij, index) and _plain(kop[zijkant]) in _REGELING
    )
    paren = []
    for plek, rij in gevuld:
        naam = clean(_cel(rij, zijkant))[:MAX_CEL] if plek not in totalen else ""
        for i in kolommen if naam else ():
            cel = _cel(rij, i)
            noot = read_note(cel) if _is_note(cel) else None
            if takes_part(cel) or noot is not None:
                wie, waarin = (clean(kop[i])[:MAX_CEL], naam) if omgekeerd else (naam, clean(kop[i])[:MAX_CEL])
                (schoon, hier), *_ = _with_notes([wie])
                paren.append(Paar(plek, schoon, waarin, bijzonder=together([noot or Bijzonder(), hier])))
    wat = "samenwerkingsverbanden onder elkaar" if omgekeerd else "deelnemers onder elkaar"
    hoe = "getallen; meer dan nul is deelname" if getallen else "kruisjes"
    meld = [f"gelezen als tabel met {hoe}, {wat}"]
    if weg or totalen:
        waar = [f"kolom {clean(rijen[nummer][i])[:40]!r}" for i in weg] + [f"rij {plek}" for plek in totalen]
        meld.append(f"totalen weggelaten: {some_of(waar, 5)}")
    if ander:
        meld.append(f"niet gelezen: kolom {some_of([repr(clean(kop[i])[:40]) for i in ander], 8)}")
    return GelezenTabel(tuple(paren), tuple(meld))


def _first_and_rest(rij: Sequence[str]) -> tuple[str, list[str]]:
    eerste = next(i for i, cel in enumerate(rij) if cel.strip())
    return rij[eerste], list(rij[eerste + 1 :])


def _is_list(kop: Sequence[str], onder: Sequence[Sequence[str]], delen: Sequence[int]) -> bool:
    """Whether numbers stand beside a list of names twice over: then they say something of these, and all are filled."""
    tekst = [i for i in range(len(kop)) if i not in delen and sum(_is_name(_cel(rij, i)) for rij in onder) > 0]
    return len(tekst) > 1 and all(_is_share(_cel(rij, i)) for rij in onder for i in delen)


def _is_list_column(kop: str) -> bool:
    """Whether a heading is of a column that has everyone, or says something of a participation."""
    return _plain(kop) in (*_DEELNEMER, *_REGELING) or column_kind(_plain(kop)) != ""


def _more_numbers(kop: Sequence[str], onder: Sequence[Sequence[str]], kolommen: Sequence[int]) -> bool:
    """Whether most columns are of numbers, so that a column that happens to have only ones and noughts is too."""
    delen = [i for i in range(1, len(kop)) if kop[i].strip() and _shares(kop[i], [_cel(rij, i) for rij in onder])]
    return len(delen) > len(kolommen) and set(kolommen) <= set(delen)


def _names_both_ways(
    kop: Sequence[str], onder: Sequence[Sequence[str]], delen: Sequence[int], index: NameIndex | None
) -> bool:
    """Whether participants stand on one side of numbers, and no list column has them."""
    eerste = [next((cel for cel in rij if _is_name(cel)), "") for rij in onder]
    if max(_share([kop[i] for i in delen], index), _share(eerste, index)) < _MIN_NAMEN:
        return False
    rest = [i for i in range(len(kop)) if i not in delen]
    return sum(_is_list_column(kop[i]) for i in rest) < 2


_MIN_NAMEN = 0.6
_MAAT = re.compile(
    r"\b(inwoner\w*|aantal|huishoudens|woningen|oppervlakte|bijdrage|begroting|budget|jaar|(19|20)\d\d|nr|nummer|code"
    r"|bedrag|euro)\b"
)


def _shares(kop: str, cellen: Sequence[str]) -> bool:
    """Whether a column holds shares, votes or the like of those that take part, and not something else in numbers."""
    vol = [cel.strip() for cel in cellen if cel.strip().casefold() not in _GEEN_KRUIS or cel.strip() == "0"]
    getallen = [cel for cel in vol if _GETAL.match(cel) or _is_cross(cel)]
    naam = _plain(kop)
    return _is_name(kop) and bool(vol) and len(getallen) == len(vol) and not (_MAAT.search(naam) or naam in _CODE)


def _is_share(cel: str) -> bool:
    tekst = cel.strip()
    return _is_cross(tekst) or (_GETAL.match(tekst) is not None and _NUL.match(tekst) is None)


def _is_note(cel: str) -> bool:
    """Whether a cell of a matrix says something of the participation in words."""
    return bool(re.search(r"[^\W\d_]{3}", cel)) and not _is_cross(cel) and cel.strip().casefold() not in _GEEN_KRUIS


def _cel(rij: Sequence[str], plek: int) -> str:
    return rij[plek] if plek < len(rij) else ""


def _is_cross(cel: str) -> bool:
    return cel.strip().casefold() in _KRUIS


def _is_name(cel: str) -> bool:
    return bool(re.search(r"[^\W\d_]{2}", cel)) and not _is_cross(cel)


def _crosses(cellen: Sequence[str]) -> bool:
    vol = [cel.strip().casefold() for cel in cellen if cel.strip().casefold() not in _GEEN_KRUIS]
    vol = [cel for cel in vol if not _is_note(cel) or read_note(cel) is None]
    return not vol or sum(cel in _KRUIS for cel in vol) >= _MIN_KRUIS * len(vol)


def _share(namen: Sequence[str], index: NameIndex | None) -> float:
    """Which part of these are surely names of possible participants."""
    if index is None:
        return 0.0
    vol = [naam for naam in namen if naam.strip()]
    return sum(index.sure(naam) is not None or bool(any_code_of(naam)) for naam in vol) / len(vol) if vol else 0.0


# -- lists in a cell ---------------------------------------------------------------------------------

_STRONG = re.compile(r"[;\n\r|•●▪·\u2022]|(?:\A|\s)[-–*](?=\s)")
_WEAK = re.compile(r"(\s*,\s*(?:en\s+)?|\s+en\s+|\s*&\s*|\s*/\s*|\s+alsmede\s+|\s+plus\s+|\s*\+\s*)")
_INTRO = re.compile(
    r"\A\s*(de |het )?(gemeenten?|provincies?|waterschap(pen)?|hoogheemraadschap(pen)?)\s*:\s*", re.IGNORECASE
)


def split_list(cel: str, index: NameIndex) -> list[str]:
    """The participants that a cell names: "Ommen, Hardenberg en Dalfsen" gives three, "Aa en Hunze" one.

    What the list says that its members are ("gemeenten A en B", "waterschappen C en D") goes with each of them.
    """
    found: list[str] = []
    for stuk in _STRONG.split(cel):
        tekst = clean(stuk)[: 20 * MAX_CEL]
        if tekst:
            delen = _split_weak(_INTRO.sub(lambda m: f"{m[2]} ", tekst), index)
            # "Ministerie van Onderwijs, Cultuur en Wetenschap" is nobody whom we know, but one.
            found += delen if len(delen) == 1 or any(map(index.may_be, delen)) else [tekst]
    return [naam[:MAX_CEL] for naam in found]


def _split_weak(tekst: str, index: NameIndex) -> list[str]:
    tekst = tekst.strip(" .,;")
    if not tekst or index.sure(tekst) is not None or any_code_of(tekst):
        return [tekst] if tekst else []
    delen = _WEAK.split(tekst)
    woorden, tussen = delen[::2], delen[1::2]
    found: list[str] = []
    soort = ""
    i = 0
    while i < len(woorden):
        lengte = 1
        for j in range(min(len(woorden), i + 5), i + 1, -1):
            samen = "".join(x for paar in zip(woorden[i:j], [*tussen[i : j - 1], ""], strict=True) for x in paar)
            if index.sure(samen, soort) is not None:
                lengte = j - i
                break
        stuk = "".join(
            x for paar in zip(woorden[i : i + lengte], [*tussen[i : i + lengte - 1], ""], strict=True) for x in paar
        ).strip(" .,")
        i += lengte
        if not stuk:
            continue
        if found and split_kind(f"{fold(stuk)} x")[1] == "x":  # "Hof van Twente, gemeente"
            found[-1] = f"{stuk} {found[-1]}"
            continue
        eigen, kaal = split_kind(fold(stuk))
        if eigen and kaal:
            soort = eigen
        elif soort and index.sure(stuk, soort) is not None:
            stuk = f"{soort} {stuk}"
        found.append(stuk)
    return found


def _plain(cel: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", fold(cel)).strip()


def _no_columns(bestand: Path, blad: Blad, gevraagd: Gevraagd) -> BadSource:
    eerste = max(enumerate(blad.rijen[:_ZOEK_KOP]), key=lambda paar: sum(bool(cel.strip()) for cel in paar[1]))
    rij, cellen = next(
        ((i, rij) for i, rij in enumerate(blad.rijen[:_ZOEK_KOP]) if sum(bool(cel.strip()) for cel in rij) > 1), eerste
    )
    namen = [_plain(cel) for cel in cellen]
    heeft_deelnemer = _wanted(namen, gevraagd.deelnemer, _DEELNEMER, _LOOKS_DEELNEMER)
    wat, optie = ("regelingen", "--regeling") if heeft_deelnemer else ("deelnemers", "--deelnemer")
    aanwezig = ", ".join(repr(naam) for naam in namen if naam) or "geen"
    return BadSource(
        bestand.name,
        f"rij {rij + 1}: geen kolom met {wat} gevonden; er zijn: {aanwezig[:300]}.",
        f"Geef de kop op met {optie}.",
    )
