"""From someone's own table to rows of `aanvullingen.csv`, with a report of every row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from viewer.errors import BadSource
from viewer.model import GEMEENTE_CODE, THEMA_NAMEN, VORM_NAMEN, slugify, vorm_by_naam
from viewer.sources.package import load_package, read_table, replace_package, write_table
from viewer.sources.tabel import Kandidaat, Uitkomst, fold, match, read_tabel


@dataclass(frozen=True)
class Opgave:
    """What to say of new arrangements where the table itself does not: a legal form and a subject
    by name, the address of the source, and of when it is (year, month or day)."""

    vorm: str
    thema: str
    bron: str
    peildatum: str


@dataclass(frozen=True)
class TabelSamenvatting:
    """What became of a table. uitkomsten: one per row; nieuw, bijgewerkt, bestaand: names of
    arrangements added, replaced, or left because the register has them."""

    uitkomsten: tuple[Uitkomst, ...]
    nieuw: tuple[str, ...]
    bijgewerkt: tuple[str, ...]
    bestaand: tuple[str, ...]


def import_tabel(
    bestand: Path, folder: Path, opgave: Opgave, controleer: bool = False, deelnemer: str = "", regeling: str = ""
) -> TabelSamenvatting:
    """Adds the arrangements of a table to the hand-kept ones, with the participants that matched.

    An arrangement that is there by hand already gets the table's participants instead of its own;
    one that the register has is left alone. controleer: only report, write nothing.
    Raises BadSource, BadPackage, ImportBusy; the old folder then stays.
    """
    paren = read_tabel(bestand, deelnemer, regeling)
    uitkomsten = tuple(_without_ended(match(paren, _candidates(folder)), folder))
    per_regeling: dict[str, list[Uitkomst]] = {}
    for uitkomst in uitkomsten:
        if uitkomst.paar.regeling:
            per_regeling.setdefault(fold(uitkomst.paar.regeling), []).append(uitkomst)
    register = read_table(folder / "samenwerkingsverbanden.csv")
    bekend = {fold(naam) for kolom in ("naam", "titel", "slug") for naam in register[kolom]}
    hand = read_table(folder / "aanvullingen.csv").to_dict("records")
    op_naam = {fold(rij["naam"]): rij for rij in hand}
    bezet = {*register["id"], *register["slug"], *(rij["id"] for rij in hand)}
    nieuw: list[str] = []
    bijgewerkt: list[str] = []
    bestaand: list[str] = []
    for sleutel, rijen in per_regeling.items():
        naam = rijen[0].paar.regeling
        deelnemers = ";".join(dict.fromkeys(_participant(u.wie) for u in rijen if u.wie is not None))
        if sleutel in bekend:
            bestaand.append(naam)
        elif not deelnemers:
            continue
        elif sleutel in op_naam:
            op_naam[sleutel]["deelnemers"] = deelnemers
            bijgewerkt.append(naam)
        else:
            rij = _new_row(bestand, rijen, deelnemers, opgave, bezet)
            bezet.add(rij["id"])
            hand.append(rij)
            nieuw.append(naam)
    if not controleer:
        with replace_package(folder) as werk:
            write_table(werk / "aanvullingen.csv", "aanvullingen", hand)
    return TabelSamenvatting(uitkomsten, tuple(nieuw), tuple(bijgewerkt), tuple(bestaand))


def _candidates(folder: Path) -> list[Kandidaat]:
    """Everyone the data know: organisations of today, ended gemeenten, and participants without a
    code, in the register or by hand. The register's end dates of provincies and waterschappen say
    nothing (Overijssel "ended" in 2025), so only those of gemeenten count."""
    load_package(folder)
    organisaties = read_table(folder / "organisaties.csv").to_dict("records")
    out = [
        Kandidaat(rij["code"], rij["naam"], rij["soort"])
        for rij in organisaties
        if rij["code"] and (rij["soort"] != "gemeente" or not rij["tot"])
    ]
    out += [
        Kandidaat(rij["code"], rij["naam"], "opgeheven")
        for rij in organisaties
        if rij["soort"] == "gemeente" and rij["tot"]
    ]
    namen = {kandidaat.naam for kandidaat in out}
    overig = read_table(folder / "deelnames.csv")
    for code, naam, soort in (
        overig[["deelnemer_code", "deelnemer_naam", "deelnemer_soort"]].drop_duplicates().itertuples(index=False)
    ):
        if naam not in namen:
            out.append(Kandidaat(code, naam, soort))
            namen.add(naam)
    met_de_hand = read_table(folder / "aanvullingen.csv")["deelnemers"].str.split(";").explode()
    for wie in met_de_hand[~met_de_hand.str.match(GEMEENTE_CODE)].unique():
        soort, _, naam = wie.partition(":")
        if naam not in namen:
            out.append(Kandidaat("", naam, soort))
            namen.add(naam)
    return out


def _without_ended(uitkomsten: Iterable[Uitkomst], folder: Path) -> Iterable[Uitkomst]:
    """An ended gemeente cannot take part today: unknown, with its successor named."""
    namen = {
        rij["code"]: rij["naam"] for rij in read_table(folder / "organisaties.csv").to_dict("records") if rij["code"]
    }
    herindelingen = read_table(folder / "herindelingen.csv")
    opvolgers = dict(zip(herindelingen["oude_naam"], herindelingen["nieuwe_code"], strict=True))
    for uitkomst in uitkomsten:
        wie = uitkomst.wie
        if wie is None or wie.soort != "opgeheven":
            yield uitkomst
            continue
        nu = namen.get(opvolgers.get(wie.naam, ""), "")
        reden = f"gemeente {wie.naam} is opgeheven" + (f"; bedoelt u {nu}?" if nu else "")
        yield Uitkomst(uitkomst.paar, "onbekend", uitkomst.score, None, reden)


def _participant(wie: Kandidaat) -> str:
    return wie.code if wie.soort == "gemeente" and wie.code else f"{wie.soort}:{wie.naam.replace(';', ',')}"


def _new_row(bestand: Path, rijen: list[Uitkomst], deelnemers: str, opgave: Opgave, bezet: set[str]) -> dict[str, str]:
    paar = rijen[0].paar
    vorm = _choice(bestand, paar.rij, "vorm", paar.extra.get("vorm") or opgave.vorm, VORM_NAMEN)
    thema = _choice(bestand, paar.rij, "thema", paar.extra.get("thema") or opgave.thema, THEMA_NAMEN)
    bron = paar.extra.get("bron") or opgave.bron
    if not bron.startswith(("http://", "https://")):
        raise BadSource(
            bestand.name,
            f"rij {paar.rij}: {paar.regeling!r} heeft geen adres van een bron.",
            "Voeg een kolom bron toe of geef --bron https://... op.",
        )
    id_ = slugify(paar.regeling)[:80].strip("-") or f"eigen-{paar.rij}"
    while id_ in bezet:
        id_ += "-2"
    return {
        "id": id_,
        "naam": paar.regeling,
        "afkorting": "",
        "vorm": vorm.lower(),
        "publiek_privaat": vorm_by_naam(vorm).publiek_privaat,
        "thema": thema,
        "omschrijving": paar.extra.get("omschrijving") or f"Samenwerking volgens {bestand.name}.",
        "website": paar.extra.get("website", ""),
        "deelnemers": deelnemers,
        "peildatum": opgave.peildatum,
        "bron_url": bron,
        "compleet": "nee",
        "opmerking": _remark(rijen),
    }


def _choice(bestand: Path, rij: int, kolom: str, waarde: str, keuzes: Iterable[str]) -> str:
    per_naam: Mapping[str, str] = {keuze.casefold(): keuze for keuze in keuzes}
    if (gekozen := per_naam.get(waarde.casefold())) is None:
        raise BadSource(
            bestand.name,
            f"rij {rij}, kolom {kolom}: {waarde!r} is onbekend.",
            f"Kies uit: {', '.join(per_naam.values())}.",
        )
    return gekozen


def _remark(rijen: list[Uitkomst]) -> str:
    mist = [uitkomst.paar.deelnemer for uitkomst in rijen if uitkomst.wie is None and uitkomst.paar.deelnemer]
    return f"Niet herkend: {', '.join(mist)[:300]}" if mist else ""
