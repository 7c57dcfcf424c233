"""Who a name is: one matcher for all imports, over every gemeente of today and of before, provincies and waterschappen.

Nothing is taken silently: a name is sure by a rule, or it is a guess with a score, or unknown with the reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from viewer.sources.aliases import ALIASES
from viewer.sources.codes import any_code_of
from viewer.sources.folding import clean, fold
from viewer.wording import in_words

DREMPEL = 88.0
"""Below this likeness (rapidfuzz ratio, 0-100) a name is not guessed; with "Haasbergen" for
Haaksbergen at 95 and the nearest wrong pair among gemeenten (Beek, Beesel) well below."""

_VOORSPRONG = 4.0
_VOORRANG = {"gemeente": 0, "provincie": 1, "waterschap": 2}
OPGEHEVEN = "opgeheven"
"""The kind of a gemeente that is no more."""

_SOORTWOORD = re.compile(
    r"(?:de )?(?:(?P<gemeente>gemeenten?|gem|gmt|gmte|stad)|(?P<provincie>provincies?|prov)"
    r"|(?P<waterschap>waterschap(?:pen)?|ws|hoogheemraadschap(?:pen)?|wetterskip|hhs|wsch)) (?:van )?(?P<rest>.+)"
)
_PROVINCIES = {
    "Groningen": ("gr", "gn", "groningen"),
    "Fryslân": ("fr", "fryslan", "friesland", "frl"),
    "Drenthe": ("dr", "drenthe"),
    "Overijssel": ("o", "ov", "overijssel", "oijssel"),
    "Flevoland": ("fl", "flevoland"),
    "Gelderland": ("g", "gld", "gelderland"),
    "Utrecht": ("u", "ut", "utr", "utrecht"),
    "Noord-Holland": ("nh", "n-h", "noord-holland", "noordholland", "n-holland", "noord holland"),
    "Zuid-Holland": ("zh", "z-h", "zuid-holland", "zuidholland", "z-holland", "zuid holland"),
    "Zeeland": ("z", "zl", "zld", "zeeland"),
    "Noord-Brabant": (
        "nb",
        "nbr",
        "n-b",
        "nbrab",
        "noord-brabant",
        "noordbrabant",
        "n-brabant",
        "brabant",
        "noord brabant",
    ),
    "Limburg": ("l", "lb", "lim", "limb", "limburg"),
}
_BIJ_NAAM = {kort: naam for naam, korten in _PROVINCIES.items() for kort in korten}


_EEN_CODE = r"((?:GM|PV|WS) ?\d{1,4}|\d{4})"
_CODE_BESIDE = (
    (re.compile(rf"\(?{_EEN_CODE}\)?\s*[-–—:,/|]?\s+(\D.*)", re.IGNORECASE), 1, 2),
    (re.compile(rf"(.*\D)\s*[-–—:,/|(]\s*{_EEN_CODE}\)?", re.IGNORECASE), 2, 1),
    (re.compile(rf"(.*\D)\s+{_EEN_CODE}", re.IGNORECASE), 2, 1),
)
_OOK_EEN_JAAR = 1900
NIEMAND = "geen naam lijkt genoeg"
"""Why a name is unknown that is like none."""


@dataclass(frozen=True)
class Kandidaat:
    """Who a name can be: a code (empty for one without), how we name it, and what kind it is.

    soort: as in `deelnames.csv`, or `opgeheven` for an ended gemeente. provincie: of a gemeente, where
    it is known. opvolger: of an ended one, the name of the gemeente of today.
    """

    code: str
    naam: str
    soort: str
    provincie: str = ""
    opvolger: str = ""


@dataclass(frozen=True)
class Gevonden:
    """What became of a name. hoe: `code`, `naam`, `gegokt` (guessed) or `onbekend`; score: 0-100, 100 for
    rules; wie: None when unknown; reden: why it is unknown; let_op: what a user should look at all the same."""

    hoe: str
    score: float
    wie: Kandidaat | None
    reden: str = ""
    let_op: str = ""


class NameIndex:
    """All that names can be.

    kandidaten: when one name is of several, a gemeente goes before a provincie, a waterschap, and others.
    plaatsen: name of a place -> the gemeenten that it lies in: a place is never taken for another's name.
    """

    def __init__(self, kandidaten: Iterable[Kandidaat], plaatsen: Mapping[str, Sequence[str]] | None = None) -> None:
        self._per_code: dict[str, Kandidaat] = {}
        self._per_soort: dict[str, dict[str, Kandidaat]] = defaultdict(dict)
        self._alle: dict[str, Kandidaat] = {}
        self._plaatsen = {_key(fold(naam)): tuple(wie) for naam, wie in (plaatsen or {}).items()}
        geordend = sorted(kandidaten, key=lambda k: _VOORRANG.get(k.soort, 8 if k.soort == OPGEHEVEN else 9))
        nu = [kandidaat for kandidaat in geordend if kandidaat.soort != OPGEHEVEN]
        oud = [kandidaat for kandidaat in geordend if kandidaat.soort == OPGEHEVEN]
        # A name of one's own goes before an alias of another, and who is there now before who was.
        for groep, namen in ((nu, _own), (nu, _others), (oud, _own), (oud, _others)):
            for kandidaat in groep:
                for naam in namen(kandidaat):
                    self._alle.setdefault(_key(naam), kandidaat)
                    self._per_soort[kandidaat.soort].setdefault(_key(naam), kandidaat)
        for kandidaat in geordend:
            if kandidaat.code:
                self._per_code.setdefault(kandidaat.code, kandidaat)
        self._om_te_raden: dict[str, dict[str, Kandidaat]] = defaultdict(dict)
        for kandidaat in geordend:
            for naam in (*_own(kandidaat), *map(fold, ALIASES.get(kandidaat.code, ()))):
                self._om_te_raden[kandidaat.soort].setdefault(_key(naam), kandidaat)

    def sure(self, tekst: str, soort: str = "") -> Kandidaat | None:
        """Who a name is for certain, by the rules; also an ended gemeente. soort: what the text around it says
        that it is."""
        gevouwen = fold(tekst)
        genoemd, vraag = split_kind(gevouwen)
        genoemd = genoemd or soort
        for poging in _attempts(vraag):
            if (wie := self._exact(poging, genoemd)) is not None:
                return wie
        return self._alle.get(_key(gevouwen))

    def may_be(self, tekst: str) -> bool:
        """Whether a text is someone whom we know, for certain, by a code, or by a guess."""
        gevonden = self.find(tekst, ook_opgeheven=True)
        return gevonden.wie is not None or (tekst != "" and gevonden.reden != NIEMAND)

    def _exact(self, naam: str, soort: str) -> Kandidaat | None:
        waar = self._per_soort.get(soort, {}) if soort else self._alle
        if (wie := waar.get(_key(naam))) is not None:
            return wie
        if soort == "gemeente" and (wie := self._per_soort[OPGEHEVEN].get(_key(naam))) is not None:
            return wie
        kaal, provincie = _split_province(naam)
        if not provincie or soort not in ("", "gemeente"):
            return None
        wie = self._per_soort["gemeente"].get(_key(kaal))
        return wie if wie is not None and wie.provincie in ("", provincie) else None

    def find(self, tekst: str, code: str = "", drempel: float = DREMPEL, ook_opgeheven: bool = False) -> Gevonden:
        """Who a name is, with the code that stands beside it; the name may be a code itself.

        A code goes before a name that says nothing, and they may not contradict each other. A guess needs a
        likeness of drempel and a lead on the next best; what is the name of an ended gemeente or of a
        place, or is likest to one, is never guessed. ook_opgeheven: whether an ended gemeente is an answer;
        else it is unknown, with its successor in the reason.
        """
        op_code = any_code_of(code)
        als_code = any_code_of(tekst)
        if not op_code and als_code:
            op_code, tekst = als_code, ""
        elif not op_code:
            code, tekst = self._code_beside(tekst)
            op_code = any_code_of(code)
        wie = self.sure(tekst) if tekst.strip() else None
        if op_code:
            return self._by_code(op_code, code or als_code, tekst, wie, ook_opgeheven)
        if wie is not None and wie.soort == OPGEHEVEN and not ook_opgeheven:
            return Gevonden("onbekend", 100.0, None, ended(wie))
        if wie is not None:
            return Gevonden("naam", 100.0, wie)
        soort, vraag = split_kind(fold(tekst))
        if soort in ("", "gemeente") and (waar := self._plaatsen.get(_key(vraag))):
            return Gevonden("onbekend", 100.0, None, f"dat is een plaats in {in_words(waar)}, geen gemeente")
        return self._guess(vraag, soort, drempel)

    def _code_beside(self, tekst: str) -> tuple[str, str]:
        """The code that stands in one cell with a name ("GM0166 Kampen", "Deventer (0150)"), and the name.

        Four figures that may as well be a year are a code only where that is of this name.
        """
        for patroon, code, naam in _CODE_BESIDE:
            if (gevonden := patroon.fullmatch(tekst.strip())) is not None:
                geschreven, rest = gevonden[code], gevonden[naam]
                wie = self._per_code.get(any_code_of(geschreven))
                if geschreven[0].isalpha() or int(geschreven) < _OOK_EEN_JAAR or (wie and self.sure(rest) == wie):
                    return geschreven, rest
        return "", tekst

    def _by_code(
        self, code: str, geschreven: str, tekst: str, op_naam: Kandidaat | None, ook_opgeheven: bool
    ) -> Gevonden:
        wie = self._per_code.get(code)
        naam = clean(tekst)
        if wie is None:
            reden = f"code {geschreven} is van geen gemeente"
            if op_naam is None or op_naam.soort == OPGEHEVEN:
                return Gevonden("onbekend", 0.0, None, reden)
            return Gevonden("naam", 100.0, op_naam, let_op=f"{reden}; op naam is het {op_naam.naam}")
        if wie.soort == OPGEHEVEN and not ook_opgeheven:
            return Gevonden("onbekend", 100.0, None, f"code {geschreven}: {ended(wie)}")
        # Two may have had the same name one after the other: St. Anthonis (GM1691) and Sint Anthonis (GM1702).
        if not naam or op_naam == wie or _key(fold(naam)) in map(_key, _own(wie)):
            return Gevonden("code", 100.0, wie)
        if op_naam is None or op_naam.opvolger == wie.naam:
            return Gevonden("code", 100.0, wie, let_op=f"code {geschreven} is {wie.naam}")
        reden = f"code {geschreven} is {wie.naam}, maar de naam is van {op_naam.naam}"
        return Gevonden("onbekend", 0.0, None, reden)

    def _guess(self, vraag: str, soort: str, drempel: float) -> Gevonden:
        soorten = [soort, OPGEHEVEN] if soort == "gemeente" else [soort] if soort else [*self._om_te_raden]
        namen: dict[str, Kandidaat | None] = {}
        for een in soorten:
            for naam, wie in self._om_te_raden.get(een, {}).items():
                namen.setdefault(naam, wie)
        if soort in ("", "gemeente"):
            for naam in self._plaatsen:
                namen.setdefault(naam, None)
        gelijkend = process.extract(_key(vraag), list(namen), scorer=fuzz.ratio, limit=8)
        beste = [(namen[naam], score) for naam, score, _ in gelijkend]
        if not beste or beste[0][1] < drempel:
            return Gevonden("onbekend", beste[0][1] if beste else 0.0, None, NIEMAND)
        gok, score = beste[0]
        if gok is None or gok.soort == OPGEHEVEN:
            wat = f"opgeheven gemeente {gok.naam}" if gok else f"plaats {gelijkend[0][0].capitalize()}"
            return Gevonden("onbekend", score, None, f"lijkt het meest op de {wat}")
        ander = next((punten for deze, punten in beste if deze != gok), 0.0)
        if score - ander < _VOORSPRONG:
            return Gevonden("onbekend", score, None, "twee namen lijken even goed")
        return Gevonden("gegokt", score, gok)


def ended(wie: Kandidaat) -> str:
    """What to say of an ended gemeente."""
    return f"gemeente {wie.naam} is opgeheven" + (f"; bedoelt u {wie.opvolger}?" if wie.opvolger else "")


def split_kind(gevouwen: str) -> tuple[str, str]:
    """What a folded name says it is ("gemeente", "provincie", "waterschap" or ""), and the name."""
    gevonden = _SOORTWOORD.fullmatch(gevouwen)
    if gevonden is None:
        return "", gevouwen
    soort = next(naam for naam in _VOORRANG if gevonden[naam])
    return soort, gevonden["rest"]


def _key(gevouwen: str) -> str:
    """A folded name without spaces and hyphens, and with its usual abbreviations written out."""
    tekst = re.sub(r"\bst (?=[a-z])", "sint ", gevouwen)
    tekst = re.sub(r"\ba d\b|\bad\b", "aan den", tekst)
    tekst = re.sub(r"\ba z\b", "aan zee", tekst)
    tekst = tekst.replace("aan de ", "aan den ").replace("ij", "y")
    return re.sub(r"[\s()-]+", "", tekst) if "(" not in tekst else re.sub(r"[\s-]+", "", tekst)


def _own(kandidaat: Kandidaat) -> Iterator[str]:
    gevouwen = fold(kandidaat.naam)
    soort, kaal = split_kind(gevouwen)
    yield kaal if soort == kandidaat.soort or kandidaat.soort in ("gemeente", OPGEHEVEN) else gevouwen


def _others(kandidaat: Kandidaat) -> Iterator[str]:
    gevouwen = fold(kandidaat.naam)
    yield gevouwen
    kaal = next(_own(kandidaat))
    yield re.sub(r"\A(de|het|'?t|den) ", "", kaal)
    for alias in ALIASES.get(kandidaat.code, ()):
        yield fold(alias)
    if "(" in kaal:
        naam, provincie = _split_province(kaal)
        for kort in _PROVINCIES.get(provincie, ()):
            yield f"{naam} ({kort})"
            yield f"{naam} {kort}"


def _split_province(gevouwen: str) -> tuple[str, str]:
    """A name and the provincie that is written behind it: "hengelo (o)", "bergen noord-holland"; "" for none."""
    for naam in sorted(_BIJ_NAAM, key=len, reverse=True):
        for staart in (f" ({naam})", f"({naam})", f" {naam}", f"-{naam}" if len(naam) > 4 else f" ({naam})"):
            if gevouwen.endswith(staart) and len(gevouwen) > len(staart):
                return gevouwen[: -len(staart)].strip(), _BIJ_NAAM[naam]
    return gevouwen, ""


def _attempts(vraag: str) -> Iterator[str]:
    """A name, and the same without what people write round it: numbers, notes, shares, an article behind it."""
    yield vraag
    if gevonden := re.fullmatch(r"(.+?) \(?(de|het|den|s|s-)\)?", vraag):
        yield f"{gevonden[2]} {gevonden[1]}"
    zonder = re.sub(r"\A\(?\d{1,3}\)? (?=[a-z])", "", vraag)
    zonder = re.sub(r"( \(?\d[\d ]*( procent| aandelen| stemmen)?\)?)\Z", "", zonder)
    yield zonder
    kaal = re.sub(r" (\((gemeente|gem|stad)\)|gemeente|gem)\Z", "", zonder)
    yield kaal
    zonder_noot = re.sub(r" ?\([^)]*\)\Z", "", kaal)
    if zonder_noot != kaal and not _is_place_note(kaal):
        yield zonder_noot


def _is_place_note(gevouwen: str) -> bool:
    """Whether the brackets behind a name say which of two places it is, rather than something else of it."""
    return bool(_split_province(gevouwen)[1])
