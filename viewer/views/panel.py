"""The panel beside the map, as data: the list by subject, the filters, the cards of what is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pandas as pd

from viewer.analysis.door_de_tijd import looks_back, through_time
from viewer.analysis.verzameling import count_along
from viewer.colours import MAX_LAYERS, places_by_thema
from viewer.dataset import Dataset
from viewer.facets import empty_words
from viewer.filters import FILTERS, LAYERS
from viewer.limits import FIRST_DAY
from viewer.model import REGISTER_BEGINS, REGISTER_GOED_GEVULD_VANAF, THEMA_NAMEN, THEMAS
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.stand import Stand
from viewer.views.cards import View, counted_view, gemeente_card, verband_card
from viewer.views.form import panel_fields


def panel(dataset: Dataset, keuze: Selection, settings: Settings, zonder: Sequence[str] = ()) -> View:
    """The panel for a selection; `verband` switches layers on and does not shorten the list.
    zonder: what an embed leaves out, which its addresses keep. Each card has the choice that is left when it is
    closed, as the chips have."""
    day = keuze.peildatum or dataset.peildatum
    provincie = settings.provincie
    left = dataset.select(keuze, provincie, zonder=LAYERS)
    shown = keuze.verband[:MAX_LAYERS]
    listed = set(left["slug"])
    kleuren = colours_of(dataset, shown)

    def closed(parameter: str, slug: str) -> View:
        return {"vraag": keuze.without(parameter, slug).query(), "zonder": list(zonder)}

    return {
        "verbanden": [
            verband_card(dataset, slug, day, provincie, kleur=kleuren[slug], nieuwste=i == 0) | closed("verband", slug)
            for i, slug in enumerate(reversed(shown))
        ],
        "gemeenten": [
            gemeente_card(dataset, slug, day, provincie, keuze) | closed("gemeente", slug) for slug in keuze.gemeente
        ],
        "teveel": len(keuze.verband) > MAX_LAYERS,
        "chips": chips(dataset, keuze, settings, zonder),
        "filters": panel_fields(dataset, keuze, settings),
        "tijd": time(dataset, keuze, provincie),
        "lijst": {
            "aantal": len(left),
            "apart": int((~left["dated"]).sum()) if looks_back(dataset, keuze) else 0,
            "groepen": groups(dataset, left, kleuren, day),
            "waarop": empty_words(keuze),
            "onvolledig": day < REGISTER_GOED_GEVULD_VANAF,
            "geteld": counted_view(count_along(dataset, left.index, keuze)[1]),
        },
        "buiten_lijst": [slug for slug in keuze.verband if slug not in listed],
    }


def colours_of(dataset: Dataset, slugs: Sequence[str]) -> Mapping[str, int]:
    """The place of the colour of each layer in colours.LAYERS, when they are switched on in this order."""
    themas = [THEMA_NAMEN.index(dataset.verbanden["themas"][dataset.id_of(slug)][0]) for slug in slugs]
    return dict(zip(slugs, places_by_thema(themas), strict=True))


def groups(dataset: Dataset, verbanden: pd.DataFrame, kleuren: Mapping[str, int], day: date) -> list[View]:
    """The list: each samenwerkingsverband once, under its first subject; ook: the names of those that are about
    a subject too and stand under another one, so that a group holds as many as its filter says. kleuren: of those
    that are on."""
    number = dataset.gemeenten_per_verband(day)
    out = by_subject(
        (
            themas[0],
            {
                "slug": slug,
                "naam": naam,
                **number_of(dataset.stand_of(id_, day), int(number.get(id_, 0))),
                "kleur": kleuren.get(slug, -1),
            },
        )
        for id_, slug, naam, themas in verbanden[["slug", "naam", "themas"]].itertuples()
    )
    ook: dict[str, list[str]] = {}
    for naam, themas in zip(verbanden["naam"], verbanden["themas"], strict=True):
        for thema in themas[1:]:
            ook.setdefault(thema, []).append(naam)
    regels = {groep["naam"]: groep["regels"] for groep in out}
    return [
        {"naam": naam, "regels": regels.get(naam, []), "ook": ook.get(naam, [])}
        for naam in THEMA_NAMEN
        if naam in regels or naam in ook
    ]


def number_of(stand: Stand, known: int) -> View:
    """How many gemeenten take part, as a line of a list says it."""
    return {"aantal": known, "compleet": stand.compleet, "stand": stand.merk}


def by_subject(lines: Iterable[tuple[str, View]]) -> list[View]:
    """Lines under their subject, in the order of the subjects."""
    per_thema: dict[str, list[View]] = {}
    for thema, line in lines:
        per_thema.setdefault(thema, []).append(line)
    return [{"naam": t.naam, "regels": per_thema[t.naam]} for t in THEMAS if t.naam in per_thema]


def chips(dataset: Dataset, keuze: Selection, settings: Settings, zonder: Sequence[str]) -> list[View]:
    """What the list was filtered by, each with the choice that is left without it."""
    chosen = [
        (name, option.slug, option.naam)
        for name, een in FILTERS.items()
        if een.shown
        for option in dataset.filters.offered_first(een, settings)
        if option.slug in keuze[name]
    ]
    if keuze.peildatum:
        chosen.append(("peildatum", "", keuze.peildatum.isoformat()))
    if keuze.q:
        chosen.append(("q", "", keuze.q))
    return [
        {
            "parameter": name,
            "slug": slug,
            "naam": naam,
            "vraag": keuze.without(name, slug).query(),
            "zonder": list(zonder),
        }
        for name, slug, naam in chosen
    ]


def time(dataset: Dataset, keuze: Selection, provincie: str) -> View:
    """The fold with which one goes back in time. jaar: where the slider stands, whose last step is now;
    sinds: the day since which one can ask what changed, "" for none. mee, apart: how many of the list
    can be followed through time, and of how many the beginning is not known."""
    set_ = through_time(dataset, keuze, provincie, zonder=LAYERS)
    newest, day = dataset.peildatum, keuze.peildatum
    return {
        "peildatum": day.isoformat() if day else "",
        "nieuwste": newest.isoformat(),
        "eerste": FIRST_DAY,
        "van": REGISTER_BEGINS.year,
        "tot": newest.year + 1,
        "jaar": day.year if day else newest.year + 1,
        "sinds": day.isoformat() if day and day < newest else "",
        "mee": len(set_.mee),
        "apart": len(set_.apart),
    }
