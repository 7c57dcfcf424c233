"""The cards of a samenwerkingsverband and of a gemeente, as data. Twin: static/js/views/cards.js."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import pandas as pd

from viewer.analysis.verbindingen import participation_matrix, partners
from viewer.analysis.verzameling import Geteld, count_along
from viewer.dataset import Dataset
from viewer.limits import PARTNERS
from viewer.model import plain, vorm_by_naam
from viewer.selection import Selection
from viewer.sources.registry import REGISTER
from viewer.wording import host, in_words, safe_address

View = dict[str, Any]


def day_text(day: pd.Timestamp | date | None) -> str:
    """A day as "2026-05-16"; "" for an unknown one."""
    return "" if day is None or pd.isna(day) else f"{day:%Y-%m-%d}"


def verband_card(
    dataset: Dataset, slug: str, day: date, provincie: str, kleur: int = -1, nieuwste: bool = True
) -> View:
    """What the card of a samenwerkingsverband says on a day.

    kleur: the place of its colour in colours.LAYERS, -1 for none. nieuwste: whether it shows all
    of itself at once. stand: what stands beside an old list; einde: see `stand.py`. gemeenten: who takes
    part, by name, ended ones included: slug "" for those, and nu the gemeente that they lie in today;
    provincie: where they lie today, "" within the provincie itself.
    genoemd: whom the register still names, in sentences.
    Raises KeyError for an unknown slug.
    """
    id_ = dataset.id_of(slug)
    row = dataset.verbanden.loc[id_]
    stand = dataset.stand_of(id_, day)
    here, today = dataset.codes_in(provincie, day), dataset.codes_in(provincie)
    known = dataset.gemeente_names
    gemeenten: list[View] = []
    others: list[str] = []
    for code, naam, soort, nu in dataset.deelnemers_of(id_, day)[["code", "naam", "soort", "nu"]].itertuples(
        index=False
    ):
        if soort != "gemeente":
            others.append(naam)
            continue
        now = code in dataset.known_today
        gemeenten.append(
            {
                "naam": known[code]["naam"] if code in known else naam,
                "slug": known[code]["slug"] if now else "",
                "thuis": code in here,
                "nu": "" if now or not nu else known[nu]["naam"],
                "provincie": "" if not nu or code in here or nu in today else dataset.gemeenten["provincie"][nu],
            }
        )
    vorm = vorm_by_naam(row["vorm"])
    return {
        "slug": slug,
        "naam": row["naam"],
        "ook": list(row["andere_namen"]),
        "omschrijving": row["omschrijving"],
        "kleur": kleur,
        "nieuwste": nieuwste,
        "register": stand.register,
        "compleet": stand.compleet,
        "stand": stand.merk,
        "einde": stand.einde,
        "opmerking": row["opmerking"],
        "gemeenten": sorted(gemeenten, key=lambda g: (plain(g["naam"]), g["naam"])),
        "genoemd": named_for_others(dataset, id_, day),
        "anderen": sorted(others, key=lambda naam: (plain(naam), naam)),
        "onderwerpen": list(row["themas"]),
        "vorm": vorm.naam,
        "vorm_uitleg": vorm.uitleg,
        "begon": day_text(row["begon"]),
        "sinds": day_text(row["van"]),
        "website": safe_address(row["website"]),
        "bron": {
            "adres": safe_address(row["bron_url"]),
            "naam": REGISTER.title if row["comparable"] else host(row["bron_url"]),
            "datum": row["peildatum_bron"],
            "jaar": row["peildatum_bron"][:4],
        },
    }


def named_for_others(dataset: Dataset, id_: str, day: date) -> list[str]:
    """Sentences on whom the register still names, though another took their place."""
    rows = dataset.genoemd_on(day)
    rows = rows[rows["verband"] == id_]
    names = {code: sorted(set(group), key=plain) for code, group in rows.groupby("code", sort=False)["naam"]}
    known = dataset.gemeente_names
    return [
        f"Het register noemt nog {in_words(names[code])}; dat is nu {known[code]['naam']}."
        for code in sorted(names, key=lambda code: plain(known[code]["naam"]))
    ]


def gemeente_card(dataset: Dataset, slug: str, day: date, provincie: str, keuze: Selection) -> View:
    """What the card of a gemeente says on a day: in how many samenwerkingsverbanden of the provincie it takes
    part, of the register and hand-kept, and with whom most in what counts (`count_along`). gebied: the
    provincie shown; waar: where the gemeente lies, "" when it lies in it. bestaat: its
    first day, on a day before it; toen: those whose place it took, by name. Raises KeyError for an unknown slug."""
    code = dataset.code_of(slug)
    samen, geteld = together(dataset, code, day, provincie, keuze)
    then = dataset.toen(code, day)
    return {
        "slug": slug,
        "bestaat": "" if code in then else day_text(dataset.ooit["van"][code]),
        "toen": [_then(dataset, one, day, provincie, keuze) for one in then if one != code],
        "naam": dataset.gemeenten["naam"][code],
        "register": geteld.register,
        "zelf": geteld.zelf + geteld.niet,
        "gebied": provincie,
        "waar": "" if code in dataset.codes_in(provincie) else dataset.gemeenten["provincie"][code],
        "partners": [{"slug": s, "naam": n, "aantal": k} for s, n, k in samen[:PARTNERS]],
        "bron": REGISTER.title,
    }


def _then(dataset: Dataset, code: str, day: date, provincie: str, keuze: Selection) -> View:
    _, geteld = together(dataset, code, day, provincie, keuze)
    return {"naam": dataset.gemeente_names[code]["naam"], "aantal": geteld.register + geteld.zelf + geteld.niet}


def together(
    dataset: Dataset, code: str, day: date, provincie: str, keuze: Selection
) -> tuple[list[tuple[str, str, int]], Geteld]:
    """With whom a gemeente takes part in what counts of the samenwerkingsverbanden of the provincie: (slug,
    naam, how many they share), most first, then by code; and what that is of those it takes part in."""
    own = dataset.samenwerkingsverbanden_for(code, day).index
    mee, geteld = count_along(dataset, own.intersection(dataset.verbanden_in(provincie, day).index), keuze)
    shared = partners(participation_matrix(dataset, day, mee), *dataset.toen(code, day))
    names = dataset.ooit.loc[shared.index, ["slug", "naam"]]
    return [(s, n, int(k)) for s, n, k in zip(names["slug"], names["naam"], shared, strict=True)], geteld


def counted_view(geteld: Geteld) -> View:
    """What counts where gemeenten are compared, for the sentence that says so (templates/delen/a-woorden.html)."""
    return asdict(geteld)
