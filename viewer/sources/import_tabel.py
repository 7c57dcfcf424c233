"""From someone's own table to rows of `aanvullingen.csv`, with a report of every row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz

from viewer.days import today
from viewer.errors import BadSource
from viewer.model import GEMEENTE_CODE, ONBEKEND, PUBLIEK, THEMA_NAMEN, VORM_NAMEN, slugify, vorm_by_naam
from viewer.sources import datamap
from viewer.sources.csv_lezen import written_like
from viewer.sources.datums import read_date
from viewer.sources.dubbelen import NAAM_GELIJK
from viewer.sources.folding import fold
from viewer.sources.ketens import naam_of
from viewer.sources.names import OPGEHEVEN, Kandidaat, NameIndex
from viewer.sources.package import load_package, read_table, replace_package, to_csv
from viewer.sources.schema import kolommen
from viewer.sources.tabel import Gevraagd, Paar, Uitkomst, match, read_whole
from viewer.wording import count, either, long_date_of, some_of, source_date

_VORMEN = {
    "nv": "Naamloze vennootschap",
    "n v": "Naamloze vennootschap",
    "bv": "Besloten vennootschap",
    "b v": "Besloten vennootschap",
    "ol": "Openbaar lichaam",
    "bvo": "Bedrijfsvoeringsorganisatie",
    "go": "Gemeenschappelijk orgaan",
    "rzm": "Regeling zonder meer",
    "lichte regeling": "Regeling zonder meer",
    "lichte gemeenschappelijke regeling": "Regeling zonder meer",
    "cooperatieve vereniging": "Coöperatie",
    "coop": "Coöperatie",
}
"""How people write forms, folded -> ours."""

VORM_ONBEKEND = "Onbekend"
"""The form of what does not say which it has."""

_GR = {"gr", "gemeenschappelijke regeling", "wgr", "publiekrechtelijk", "publiekrechtelijke rechtspersoon"}
"""What is of public law for certain, without saying which form it is."""


@dataclass(frozen=True)
class TabelOpgave:
    """What to say of new arrangements where the table itself does not: a legal form and a subject
    by name, the address of the source, and of when it is (year, month or day)."""

    vorm: str
    thema: str
    bron: str
    peildatum: str


@dataclass(frozen=True)
class TabelSamenvatting:
    """What became of a table. uitkomsten: one per participation; nieuw, bijgewerkt, bestaand: names of
    arrangements added, replaced, or left because the register has them; lijkt_op: name of a new one -> what
    it resembles in the register; beeindigd: name of one that the register has -> its last day, in words;
    meldingen: what was decided on the way, a line each."""

    uitkomsten: tuple[Uitkomst, ...]
    nieuw: tuple[str, ...]
    bijgewerkt: tuple[str, ...]
    bestaand: tuple[str, ...]
    lijkt_op: Mapping[str, str]
    beeindigd: Mapping[str, str]
    meldingen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wensen(Gevraagd):
    """How to read and what to write. gokken: take what is only likely too."""

    gokken: bool = False


def import_tabel(
    bestand: Path,
    folder: Path,
    opgave: TabelOpgave,
    controleer: bool = False,
    deelnemer: str = "",
    regeling: str = "",
    wensen: Wensen | None = None,
) -> TabelSamenvatting:
    """Adds the arrangements of a table to the hand-kept ones, with the participants that are certain.

    An arrangement that is there by hand already gets the table's participants instead of its own;
    one that the register has, now or under an older title, is left alone. controleer: only report, write nothing;
    then no source is needed. wensen: the lay-out, and whether guesses count; deelnemer, regeling: as in it.
    Raises BadSource, BadPackage, ImportBusy; the old folder then stays.
    """
    wensen = wensen or Wensen(deelnemer, regeling)
    load_package(folder)
    index = name_index(folder)
    gelezen = read_whole(bestand, wensen, index)
    maker = _Maker(bestand, opgave, controleer)
    mee, buiten = _left_out(gelezen.paren, maker.peildatum)
    uitkomsten = tuple(match(mee, index))
    per_regeling: dict[str, list[Uitkomst]] = {}
    for uitkomst in uitkomsten:
        if uitkomst.paar.regeling:
            per_regeling.setdefault(fold(uitkomst.paar.regeling), []).append(uitkomst)
    weg = _left(gelezen.paren, index, maker.peildatum)
    register = _Register.read(folder)
    hand = read_table(folder / "aanvullingen.csv").to_dict("records")
    op_naam = {fold(rij["naam"]): rij for rij in hand}
    bezet = {*register.bezet, *(rij["id"] for rij in hand)}
    nieuw: list[str] = []
    bijgewerkt: list[str] = []
    bestaand: list[str] = []
    lijkt_op: dict[str, str] = {}
    beeindigd: dict[str, str] = {}
    for sleutel, rijen in per_regeling.items():
        naam = rijen[0].paar.regeling
        zeker = [u.wie for u in rijen if u.wie is not None and (wensen.gokken or u.hoe != "gegokt")]
        deelnemers = ";".join(dict.fromkeys(map(_participant, zeker)))
        if (bekend := register.same(naam)) is not None:
            bestaand.append(naam)
            if register.tot[bekend]:
                beeindigd[naam] = long_date_of(register.tot[bekend])
        elif not deelnemers:
            continue
        elif sleutel in op_naam and (einde := op_naam[sleutel]["tot"]):
            bestaand.append(naam)
            beeindigd[naam] = source_date(einde)
        elif sleutel in op_naam:
            maker.renew(op_naam[sleutel], rijen, deelnemers, weg.get(sleutel, {}))
            bijgewerkt.append(naam)
        else:
            rij = maker.row(rijen, deelnemers, bezet, weg.get(sleutel, {}))
            bezet.add(rij["id"])
            hand.append(rij)
            nieuw.append(naam)
            if lijkend := register.alike(naam):
                lijkt_op[naam] = lijkend
    if not controleer:
        with replace_package(folder) as werk:
            eigen = werk / "aanvullingen.csv"
            eigen.write_bytes(written_like(eigen.read_bytes(), to_csv("aanvullingen", hand)))
    return TabelSamenvatting(
        uitkomsten,
        tuple(nieuw),
        tuple(bijgewerkt),
        tuple(bestaand),
        lijkt_op,
        beeindigd,
        (*gelezen.meldingen, *buiten, *_not_complete(mee), *maker.meldingen),
    )


def _left_out(paren: Iterable[Paar], peildatum: str) -> tuple[list[Paar], list[str]]:
    """The participations on the day of the table, and a line for each reason why others are none."""
    mee: list[Paar] = []
    buiten: dict[str, list[Paar]] = defaultdict(list)
    for paar in paren:
        if reden := paar.bijzonder.why_not(peildatum):
            buiten[reden].append(paar)
        else:
            mee.append(paar)
    return mee, [
        f"niet overgenomen, {reden}: {some_of(list(dict.fromkeys(p.deelnemer or p.code for p in groep)), 5)} "
        f"({count(len(groep), 'keer', 'keer')}, {_in_rows(groep)})"
        for reden, groep in sorted(buiten.items(), key=lambda paar: -len(paar[1]))
    ]


def _left(paren: Iterable[Paar], index: NameIndex, peildatum: str) -> Mapping[str, Mapping[str, str]]:
    """The gemeenten of today of which the table says since when they are no participant any more: folded name of
    the arrangement -> code -> the year."""
    vertrek: dict[str, dict[str, str]] = defaultdict(dict)
    toen = [p for p in paren if p.bijzonder.tot and p.bijzonder.tot <= peildatum and not p.bijzonder.vreemd]
    for uitkomst in match(toen, index):
        if uitkomst.wie is not None and uitkomst.hoe != "gegokt" and uitkomst.wie.soort == "gemeente":
            vertrek[fold(uitkomst.paar.regeling)][uitkomst.wie.code] = uitkomst.paar.bijzonder.tot[:4]
    return vertrek


def _not_complete(paren: Iterable[Paar]) -> list[str]:
    meer = [paar for paar in paren if paar.meer]
    namen = list(dict.fromkeys(paar.regeling for paar in meer))
    return [f"de lijst noemt niet iedereen (o.a., e.a.): {some_of(namen, 5)} ({_in_rows(meer)})"] if meer else []


def _in_rows(paren: Iterable[Paar]) -> str:
    rijen = list(dict.fromkeys(str(paar.rij) for paar in paren))
    return f"{either(len(rijen), 'rij', 'rijen')} {some_of(rijen, 5)}"


class _Register:
    """The arrangements of the register by all the names that they have or had.

    tot: id -> its end, "" when it runs; bezet: ids and slugs that are taken.
    """

    def __init__(self, verbanden: pd.DataFrame, versies: pd.DataFrame) -> None:
        self.tot = dict(zip(verbanden["id"], verbanden["tot"], strict=True))
        self.bezet = {*verbanden["id"], *verbanden["slug"]}
        self._naam = dict(zip(verbanden["id"], verbanden["naam"], strict=True))
        namen: dict[str, set[str]] = defaultdict(set)
        for kolom in ("naam", "titel", "slug", "afkorting"):
            for id_, naam in zip(verbanden["id"], verbanden[kolom], strict=True):
                namen[id_].update((naam, naam_of(naam)) if naam else ())
        for id_, titel in zip(versies["samenwerkingsverband_id"], versies["titel"], strict=True):
            namen[id_].update((titel, naam_of(titel)))
        # Of several with a name, one that runs goes first.
        geordend = sorted(namen, key=lambda id_: (bool(self.tot.get(id_)), id_))
        self._per_naam: dict[str, str] = {}
        for id_ in geordend:
            for naam in namen[id_]:
                self._per_naam.setdefault(_bare(naam), id_)

    @classmethod
    def read(cls, folder: Path) -> _Register:
        """Of a data folder that is in order."""
        return cls(read_table(folder / "samenwerkingsverbanden.csv"), read_table(folder / "versies.csv"))

    def same(self, naam: str) -> str | None:
        """The id of the one that has or had this name."""
        for poging in (naam, naam_of(naam)):
            if (id_ := self._per_naam.get(_bare(poging))) is not None:
                return id_
        return None

    def alike(self, naam: str) -> str:
        """How the one is called whose name is likest; "" when none is alike."""
        eigen = _bare(naam_of(naam))
        beste, score = "", 0.0
        for gevouwen, id_ in self._per_naam.items():
            # One word in common ("regio") says nothing, so short names must be alike as a whole.
            kort = min(eigen.count(" "), gevouwen.count(" ")) == 0
            punten = fuzz.ratio(eigen, gevouwen) if kort else fuzz.token_set_ratio(eigen, gevouwen)
            if punten > score:
                beste, score = id_, punten
        einde = self.tot.get(beste, "")
        wanneer = f" (beëindigd op {long_date_of(einde)})" if einde else ""
        return f"{self._naam[beste]}{wanneer}" if score >= NAAM_GELIJK else ""


def _bare(naam: str) -> str:
    """A name without what a title adds: an article, an abbreviation in brackets behind it, quotation marks."""
    gevouwen = fold(naam.replace('"', " ").replace("“", " ").replace("”", " "))
    zonder = gevouwen.rsplit(" (", 1)[0] if gevouwen.endswith(")") else gevouwen
    return zonder.removeprefix("de ").removeprefix("het ").replace("-", " ").strip()


def _candidates(folder: Path) -> list[Kandidaat]:
    """Everyone the data know: organisations of today, ended gemeenten, and participants without a
    code, in the register or by hand. The register's end dates of provincies and waterschappen say
    nothing (Overijssel "ended" in 2025), so only those of gemeenten count."""
    organisaties = datamap.organisaties_now(folder).to_dict("records")
    out = [
        Kandidaat(rij["code"], rij["naam"], rij["soort"], rij["provincie"])
        for rij in organisaties
        if rij["code"] and (rij["soort"] != "gemeente" or not rij["tot"])
    ]
    out += _ended(folder, organisaties, {kandidaat.code: kandidaat.naam for kandidaat in out})
    namen = {kandidaat.naam for kandidaat in out}
    overig = read_table(folder / "deelnames.csv")
    for code, naam, soort in (
        overig[["deelnemer_code", "deelnemer_naam", "deelnemer_soort"]].drop_duplicates().itertuples(index=False)
    ):
        if naam not in namen:
            out.append(Kandidaat(code, naam, OPGEHEVEN if soort == "gemeente" else soort))
            namen.add(naam)
    met_de_hand = read_table(folder / "aanvullingen.csv")["deelnemers"].str.split(";").explode()
    for wie in met_de_hand[~met_de_hand.str.match(GEMEENTE_CODE)].unique():
        soort, _, naam = wie.partition(":")
        if naam not in namen:
            out.append(Kandidaat("", naam, soort))
            namen.add(naam)
    return out


def _ended(folder: Path, organisaties: Sequence[Mapping[str, str]], nu: Mapping[str, str]) -> Iterable[Kandidaat]:
    """The gemeenten that are no more, with the name of the one of today."""
    herindelingen = read_table(folder / "herindelingen.csv").to_dict("records")
    verder = {rij["oude_code"]: rij["nieuwe_code"] for rij in herindelingen if rij["oude_code"]}

    def now(code: str) -> str:
        gezien: set[str] = set()
        while code not in nu and code in verder and code not in gezien:
            gezien.add(code)
            code = verder[code]
        return nu.get(code, "")

    namen: dict[str, tuple[str, str]] = {}
    for rij in herindelingen:
        if rij["oude_code"] in nu:
            continue  # announced: she is there until that day
        namen[rij["oude_naam"]] = (rij["oude_code"], now(rij["nieuwe_code"]))
    for rij in organisaties:
        if rij["soort"] == "gemeente" and rij["tot"]:
            code, opvolger = namen.get(rij["naam"], ("", ""))
            namen[rij["naam"]] = (rij["code"] or code, opvolger or now(rij["code"]))
    return [
        Kandidaat(code if code not in nu else "", naam, OPGEHEVEN, opvolger=opvolger)
        for naam, (code, opvolger) in namen.items()
    ]


def name_index(folder: Path) -> NameIndex:
    """Everyone whom the data folder knows, and the places that no one may be taken for. Raises BadPackage."""
    plaatsen: dict[str, list[str]] = defaultdict(list)
    organisaties = datamap.organisaties_now(folder)
    nu = organisaties[(organisaties["soort"] == "gemeente") & (organisaties["tot"] == "")]
    for naam, lijst in zip(nu["naam"], nu["plaatsen"], strict=True):
        for plaats in filter(None, lijst.split(";")):
            plaatsen[plaats].append(naam)
    return NameIndex(_candidates(folder), plaatsen)


def _participant(wie: Kandidaat) -> str:
    return wie.code if wie.soort == "gemeente" and wie.code else f"{wie.soort}:{wie.naam.replace(';', ',')}"


class _Maker:
    """Makes rows of `aanvullingen.csv`. controleer: nothing will be written, so that what is lacking may lack.

    meldingen: what it decided on the way, a line each; peildatum: of when the table is. Raises BadSource.
    """

    def __init__(self, bestand: Path, opgave: TabelOpgave, controleer: bool) -> None:
        self._bestand, self._controleer = bestand, controleer
        peildatum = read_date(opgave.peildatum, partial=True)
        if peildatum is None:
            raise BadSource(
                "--peildatum",
                f"kolom peildatum: {opgave.peildatum!r} is geen datum.",
                "Schrijf 2018, 2018-09 of 2018-09-01.",
            )
        if peildatum > today().isoformat()[: len(peildatum)]:
            raise BadSource(
                "--peildatum",
                f"kolom peildatum: {opgave.peildatum!r} moet nog komen.",
                "Schrijf van wanneer de tabel is.",
            )
        self.peildatum = peildatum
        self._opgave = replace(opgave, peildatum=peildatum)
        self._vorm = _choice("--vorm", opgave.vorm, VORM_NAMEN)
        self._thema = _choice("--thema", opgave.thema, THEMA_NAMEN)
        if opgave.bron and not _is_address(opgave.bron):
            raise BadSource(
                "--bron", f"{opgave.bron!r} is geen adres van een bron.", "Schrijf een adres dat met https:// begint."
            )
        self.meldingen: list[str] = []

    def row(
        self, rijen: Sequence[Uitkomst], deelnemers: str, bezet: Iterable[str], vertrek: Mapping[str, str]
    ) -> dict[str, str]:
        """The row of a new arrangement; vertrek: code -> in which year it left. Raises BadSource when nothing says
        where it is from."""
        paar = rijen[0].paar
        vorm, recht = self._form(paar.extra.get("vorm", ""))
        thema = self._subject(paar.extra.get("thema", ""))
        bron = paar.extra.get("bron", "") if _is_address(paar.extra.get("bron", "")) else self._opgave.bron
        if not bron and not self._controleer:
            raise BadSource(
                self._bestand.name,
                f"rij {paar.rij}: er is geen adres van een bron.",
                "Voeg een kolom bron toe of geef --bron https://... op.",
            )
        website = paar.extra.get("website", "")
        if website.startswith("www."):
            website = f"https://{website}"
        id_ = slugify(paar.regeling)[:80].strip("-") or f"eigen-{paar.rij}"
        taken = set(bezet)
        while id_ in taken:
            id_ += "-2"
        rij = {
            **dict.fromkeys(kolommen("aanvullingen"), ""),
            "id": id_,
            "naam": paar.regeling,
            "afkorting": "",
            "vorm": vorm.lower(),
            "publiek_privaat": recht,
            "thema": thema,
            "omschrijving": paar.extra.get("omschrijving") or f"Samenwerking volgens {self._bestand.name}.",
            "website": website if _is_address(website) else "",
            "deelnemers": deelnemers,
            "peildatum": self._opgave.peildatum,
            "bron_url": bron,
            "compleet": "nee",
            "notitie": _remark(rijen),
        }
        return {**rij, "vertrokken": self._with_who_left(rij, vertrek)}

    def renew(
        self, rij: dict[str, str], rijen: Sequence[Uitkomst], deelnemers: str, vertrek: Mapping[str, str]
    ) -> None:
        """Gives a row that is there the participants of the table; vertrek: as in `row`."""
        rij["deelnemers"] = self._without_who_left(rij, deelnemers)
        rij["vertrokken"] = self._with_who_left(rij, vertrek)
        if any(uitkomst.paar.meer for uitkomst in rijen):
            rij["compleet"] = "nee"

    def _without_who_left(self, rij: Mapping[str, str], deelnemers: str) -> str:
        """The participants without those of whom the row says that they left; told for each. All of them when
        nobody else is left."""
        jaren = dict(deel.split() for deel in rij["vertrokken"].split(";") if deel)
        blijft = [deel for deel in deelnemers.split(";") if deel not in jaren]
        if not blijft:
            return rij["deelnemers"]
        for code in set(deelnemers.split(";")) & jaren.keys():
            self._tell(
                f"{rij['naam']}: {code} deed volgens onze gegevens sinds {jaren[code]} niet meer mee en is niet "
                "overgenomen. Klopt dat niet, haal de code dan weg uit de kolom vertrokken"
            )
        return ";".join(blijft)

    def _with_who_left(self, rij: Mapping[str, str], vertrek: Mapping[str, str]) -> str:
        """The column `vertrokken` of a row with those added of whom the table says when they went; told for each.
        Who takes part (again) is not in it, and a year that the row has already stays."""
        doen_mee = set(rij["deelnemers"].split(";"))
        jaren = dict(deel.split() for deel in rij["vertrokken"].split(";") if deel)
        nieuw = {code: jaar for code, jaar in vertrek.items() if code not in doen_mee and code not in jaren}
        if nieuw:
            wie = some_of([f"{code} {jaar}" for code, jaar in nieuw.items()], 5)
            self._tell(f"{rij['naam']}: in de kolom vertrokken gezet: {wie}")
        return ";".join(f"{code} {jaar}" for code, jaar in {**jaren, **nieuw}.items())

    def _form(self, tekst: str) -> tuple[str, str]:
        """The legal form and the kind of law; unknown unless it is stated."""
        gevouwen = fold(tekst)
        if not gevouwen:
            return self._vorm, vorm_by_naam(self._vorm).publiek_privaat
        if gevouwen in _GR:
            return VORM_ONBEKEND, PUBLIEK
        naam = _VORMEN.get(gevouwen) or next((v for v in VORM_NAMEN if fold(v) == gevouwen), "")
        if not naam:
            self._tell(f"vorm {tekst!r} kennen wij niet: onbekend genomen")
            return VORM_ONBEKEND, ONBEKEND
        return naam, vorm_by_naam(naam).publiek_privaat

    def _subject(self, tekst: str) -> str:
        naam = next((t for t in THEMA_NAMEN if fold(t) == fold(tekst)), "")
        if tekst and not naam:
            self._tell(f"onderwerp {tekst!r} kennen wij niet: {self._thema} genomen")
        return naam or self._thema

    def _tell(self, melding: str) -> None:
        if melding not in self.meldingen:
            self.meldingen.append(melding)


def _is_address(tekst: str) -> bool:
    return tekst.startswith(("http://", "https://")) and not any(teken in tekst for teken in " <>\"'")


def _choice(optie: str, waarde: str, keuzes: Iterable[str]) -> str:
    per_naam: Mapping[str, str] = {keuze.casefold(): keuze for keuze in keuzes}
    if (gekozen := per_naam.get(waarde.casefold())) is None:
        kolom = optie.removeprefix("--")
        raise BadSource(optie, f"kolom {kolom}: {waarde!r} is onbekend.", f"Kies uit: {', '.join(per_naam.values())}.")
    return gekozen


def _remark(rijen: Sequence[Uitkomst]) -> str:
    mist = [uitkomst.paar.deelnemer for uitkomst in rijen if uitkomst.wie is None and uitkomst.paar.deelnemer]
    return f"Niet herkend: {', '.join(mist)[:300]}" if mist else ""
