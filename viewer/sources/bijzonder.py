"""What a table says of a participation besides who takes part in what: a role, a first and a last day."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from viewer.model import plain
from viewer.sources.datums import read_date
from viewer.sources.folding import clean
from viewer.wording import MONTHS, source_date

_DATUM = re.compile(
    r"\b(\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}|\d{1,2}[-/]\d{1,2}[-/]\d{2}|\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?"
    rf"|(?:\d{{1,2}} )?(?:{'|'.join(name[:3] for name in MONTHS)}|mrt)[a-z]*\.? \d{{4}}|(?:19|20)\d\d)\b"
)
_NIET = re.compile(
    r"\b(agenda-?(lid|leden|lidmaatschap)|waarnem(er|ers|end)|toehoorders?|observer(s|end)?"
    r"|geen (deelnemer|lid|deelname)"
    r"|geen|niet( meer)?|nee|uitgetreden|uittred(end|ing)|uitgestapt|oud-?(lid|leden|deelnemer)|ex-?(lid|deelnemer)"
    r"|voormalig\w*|kandidaat(-?(lid|deelnemer))?|aspirant\w*|advis(eur|erend)\w*( lid)?|gast(lid)?|belangstellende?"
    r"|beeindigd|opgezegd|gestopt|vervallen|afnemers?|dvo|dienstverleningsovereenkomst|slapend( lid)?|inactief)\b"
)
_WEL = re.compile(
    r"(mede)?(deelnem(er|end|emend|ersgemeente)|deelname|deelnemende (gemeente|partij)|deelneemt|lid"
    r"|gewoon lid|volwaardig lid|volledig lid|vast lid"
    r"|actief|actueel|lopend|huidig|ja|j|x|1|v|waar|true|penvoerder|trekker|kartrekker|voorzitter"
    r"|vice-?voorzitter|bestuurslid|secretaris"
    r"|aandeelhouder|partner|eigenaar|oprichter|initiatiefnemer|centrumgemeente|gastgemeente|gastheer"
    r"|gemeente|provincie|waterschap"
    r"|lid (ab|db|algemeen bestuur|dagelijks bestuur)|ab|db|gemandateerd|mandaatgever)( (gemeente|partij))?"
)
_TOT = re.compile(
    r"\b(tot|t/m|t m|uitgetreden|uittred\w*|uitgestapt|beeindigd?|opgezegd|opzegging|gestopt|eind\w*"
    r"|vertrokken|verlaten)\b"
)
_EN_MET = re.compile(r"\b(tot en met|t/m|t m)\b")
_VAN = re.compile(
    r"\b(vanaf|sinds|per|met ingang van|miv|m i v|toegetreden|toetred\w*|ingang\w*|begin\w*|van|nieuw|gaat)\b"
)
_KLEIN = re.compile(
    r"\b(en|met|is|als|lid|deelnemer|deelname|gemeente|in|op|datum|jaar|jan|feb|formeel|inmiddels|alleen|slechts)\b"
)
_JA = frozenset(["ja", "j", "x", "1", "v", "waar", "true", "yes", "y"])
_NEE = frozenset(["", "nee", "n", "0", "onwaar", "false", "no", "-", "nvt", "n v t", "geen"])

_GEWOON = (
    r"(?:(?:vaste|gewone|volwaardige|volledige|huidige|overige) )?"
    r"(?:leden|deelnemers|deelnemende (?:gemeenten|partijen|overheden|organisaties)|partners|aandeelhouders)"
)
_BEHALVE = r"behalve|exclusief|excl\.?|uitgezonderd|m\.?u\.?v\.?|met uitzondering van"
_ROLKOP = re.compile(
    r"(?:\A|(?<=[,;:.\n\r(\[|•])|(?<=\ben)|(?<=\s)(?=" + _BEHALVE + r"))\s*"
    rf"(?P<kop>(?P<niet>{_NIET.pattern}|{_BEHALVE})(?: (?:deelnem\w+|leden|lid|gemeenten?|partners?))?"
    rf"(?: (?:per|sinds|vanaf|tot) [\d./-]+)?|{_GEWOON})"
    r"(?:\s*(?P<punt>:)\s*|\s+(?=(?-i:['’\d]*[A-Z])|de |gemeenten? |provincies? |waterschap))",
    re.IGNORECASE,
)
"""What stands before the names of those of whom it says what they are: "agendaleden: ", "waarnemer Raalte"."""
_EIND_VAN_LIJST = re.compile(r"[;\n\r|)\]]")
_EIND_VAN_NAAM = re.compile(r"[,;\n\r|)\]]|\s+en\s")

_KOP_TOT = re.compile(
    r"(tot|t m|tot en met|einde?|eind ?datum|datum einde|einde deelname|uittreding|uittredings? ?datum"
    r"|datum uittreding"
    r"|datum uitgetreden|uitgetreden per|deelnemer tot|lid tot|deelname tot|geldig tot|beeindigd( per)?"
    r"|opgezegd per|uitgetreden op)"
)
_EERSTE_DAG = re.compile(r"(tot|per|op)\Z|uittred|uitgetreden|opgezegd")
"""Of an end that is the first day without, rather than the last one with."""
_KOP_VAN = re.compile(
    r"(van|vanaf|sinds|begin|begin ?datum|datum begin|start|start ?datum|ingangs ?datum|datum ingang"
    r"|toetreding|toetredings? ?datum"
    r"|datum toetreding|toegetreden( per| op)?|deelnemer (sinds|vanaf)|lid (sinds|vanaf)|deelname (sinds"
    r"|vanaf)|geldig vanaf)"
)
_KOP_ROL = re.compile(
    r"(rol|rol (van de )?(deelnemer|gemeente)|hoedanigheid|lidmaatschap|(soort|type|vorm|aard"
    r"|wijze)( van)? (deelname|lidmaatschap|lid)"
    r"|deelname|status (deelname|lidmaatschap|deelnemer|lid)|(soort|type) deelnemer|deelnemer ja nee|positie)"
)


@dataclass(frozen=True)
class Bijzonder:
    """rol: what it is instead of a participation, as the table words it. van, tot: its first day, and the first
    on which it is none any more, YYYY-MM-DD, YYYY-MM or YYYY. vreemd: what is said of it and not understood."""

    rol: str = ""
    van: str = ""
    tot: str = ""
    vreemd: str = ""

    def why_not(self, peildatum: str) -> str:
        """Why it is no participation on a day (or in a month or year); "" when it is one."""
        if self.vreemd:
            return f"niet begrepen: {self.vreemd!r}"
        if self.rol:
            return self.rol
        if self.tot and self.tot <= peildatum:
            return f"tot {source_date(self.tot)}"
        return f"vanaf {source_date(self.van)}" if self.van[: len(peildatum)] > peildatum else ""


def together(delen: Iterable[Bijzonder]) -> Bijzonder:
    """All that was said of one participation."""
    out = Bijzonder()
    for deel in delen:
        out = Bijzonder(out.rol or deel.rol, out.van or deel.van, out.tot or deel.tot, out.vreemd or deel.vreemd)
    return out


def column_kind(kop: str) -> str:
    """What a column says of a participation, by its heading in plain words: `van`, `tot`, `rol`, `niet` (a cross
    says that it is none), or "" for nothing that its heading tells."""
    if _KOP_TOT.fullmatch(kop):
        return "tot"
    if _KOP_VAN.fullmatch(kop):
        return "van"
    if _KOP_ROL.fullmatch(kop):
        return "rol"
    return "niet" if (gevonden := _NIET.match(kop)) and gevonden[0] not in ("nee", "geen", "niet") else ""


def read_cell(soort: str, kop: str, cel: str) -> Bijzonder:
    """What a cell in a column of such a kind says."""
    tekst = _bare(cel)
    if tekst in ("", "-") or (tekst in _NEE and soort != "rol"):
        return Bijzonder()
    gelezen: Bijzonder | None
    dag = read_date(clean(cel), partial=True)
    if soort == "niet" and (tekst in _JA or tekst == _bare(kop)):
        gelezen = Bijzonder(rol=clean(kop).lower())
    elif soort == "rol" and tekst in _NEE:
        gelezen = Bijzonder(rol=f"{clean(kop).lower()}: {clean(cel).lower()}")
    elif soort == "rol" or dag is None:
        gelezen = read_note(cel)
    elif soort == "van":
        gelezen = Bijzonder(van=dag)
    else:  # "einddatum 2023" is the end of that year
        heel = soort == "tot" and len(dag) < len("2023-12-31") and not _EERSTE_DAG.search(_bare(kop))
        gelezen = Bijzonder(tot=_after(dag) if heel else dag)
    return gelezen or Bijzonder(vreemd=f"{clean(kop)}: {clean(cel)}")


def read_note(tekst: str) -> Bijzonder | None:
    """What a note says of a participation ("agendalid", "tot 2023", "per 1-1-2024 uitgetreden"); None for nothing."""
    kaal = _bare(tekst)
    dagen = [dag for vondst in _DATUM.findall(kaal) if (dag := read_date(vondst, partial=True))]
    zonder = " ".join(_DATUM.sub(" ", kaal).split())
    if len(dagen) == 2 and re.fullmatch(r"(van|vanaf|periode|deelnemer|lid|in)? ?(tot( en met)?|t/m|-|–)?", zonder):
        return Bijzonder(
            van=dagen[0], tot=_after(dagen[1]) if "tot" not in zonder or _EN_MET.search(zonder) else dagen[1]
        )
    if len(dagen) == 1 and _TOT.search(zonder):
        return Bijzonder(tot=_after(dagen[0]) if _EN_MET.search(zonder) else dagen[0])
    if (niet := _NIET.search(zonder)) is not None:
        return Bijzonder(rol=niet[0])
    if len(dagen) == 1 and _VAN.search(zonder):
        return Bijzonder(van=dagen[0])
    return Bijzonder() if _WEL.fullmatch(zonder) else None


def only_note(tekst: str) -> Bijzonder | None:
    """The same when the text is nothing else: "agendalid sinds 2020", not a sentence in which the word is used."""
    rest = _KLEIN.sub(" ", _VAN.sub(" ", _TOT.sub(" ", _NIET.sub(" ", _DATUM.sub(" ", _bare(tekst))))))
    gelezen = read_note(tekst)
    return gelezen if gelezen is not None and gelezen != Bijzonder() and not rest.strip(" ,;/()-–") else None


def by_role(cel: str) -> list[tuple[str, Bijzonder]]:
    """A list cut up where it says what the next ones are: "A en B; agendaleden: C, D" gives "A en B" as they are,
    and "C, D" with that role. Behind a colon it holds up to the next such word, else for the list or name that follows.
    """
    out: list[tuple[str, Bijzonder]] = []
    begin, rol = 0, Bijzonder()
    for kop in _ROLKOP.finditer(cel):
        if kop.start() < begin:
            continue
        tussen_haakjes = cel[: kop.start()].endswith(("(", "["))
        if not kop["punt"]:
            stuk = cel[kop.start("kop") : _end(_EIND_VAN_NAAM, cel, kop.end())]
            los = (kop["niet"] or "").casefold() in ("", "niet", "nee", "geen", "niet meer")
            if los or tussen_haakjes or only_note(stuk) is not None:
                continue
        out.append((_before(cel[begin : kop.start()]), rol))
        wat = read_note(kop["kop"]) if kop["niet"] else Bijzonder()
        nieuw = wat if wat not in (None, Bijzonder()) or not kop["niet"] else Bijzonder(rol=kop["kop"].lower())
        begin = kop.end()
        if kop["punt"] and not tussen_haakjes:
            rol = nieuw or Bijzonder()
        else:
            meer = tussen_haakjes or re.search(rf"(leden|s|{_BEHALVE})\Z", kop["kop"], re.IGNORECASE)
            eind = _end(_EIND_VAN_LIJST if meer else _EIND_VAN_NAAM, cel, begin)
            out.append((cel[begin:eind], nieuw or Bijzonder()))
            begin = eind
    out.append((_ahead(cel[begin:]), rol))
    return [
        (tekst.strip(" \t,;()[]") if len(out) > 1 else tekst, wat) for tekst, wat in out if tekst.strip(" ,;()[]\n")
    ]


def _end(patroon: re.Pattern[str], cel: str, vanaf: int) -> int:
    gevonden = patroon.search(cel, vanaf)
    return gevonden.start() if gevonden else len(cel)


def _before(tekst: str) -> str:
    """What stands before such a word, without the "en" that leads to it, or that leads on from one before."""
    return re.sub(r"[\s,;]+en\s*\Z", "", _ahead(tekst))


def _ahead(tekst: str) -> str:
    return re.sub(r"\A\s*en\s+", "", tekst)


def split_note(naam: str) -> tuple[str, Bijzonder]:
    """A name without a note behind it that says something of the participation, and what that says."""
    gevonden = re.fullmatch(r"(.+?)\s*(?:[(\[](.+)[)\]]|[,:]\s*(\D[^,]*|per .+))\*?", naam)
    if gevonden is None:
        return naam, Bijzonder()
    noot = gevonden[2] or gevonden[3]
    gelezen = read_note(noot)
    if gelezen is None or gelezen == Bijzonder():
        return naam, Bijzonder()
    return gevonden[1], only_note(noot) or Bijzonder(vreemd=noot)


def _bare(tekst: str) -> str:
    return plain(clean(tekst)).casefold().strip(" .;:*")


def _after(deel: str) -> str:
    """The first year, month or day after one."""
    if len(deel) == 4:
        return f"{int(deel) + 1:04d}"
    if len(deel) == 7:
        jaar, maand = map(int, deel.split("-"))
        return f"{jaar + maand // 12:04d}-{maand % 12 + 1:02d}"
    return (date.fromisoformat(deel) + timedelta(days=1)).isoformat()
