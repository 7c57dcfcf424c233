"""What the pages of taken say, as data: which there are here, and of one who does it where."""

from __future__ import annotations

from datetime import date
from typing import Any

from viewer.colours import MAX_LAYERS
from viewer.dataset import Dataset
from viewer.model import THEMAS, plain
from viewer.selection import Selection
from viewer.views.cards import View


def taken_here(dataset: Dataset, selection: Selection, provincie: str) -> list[View]:
    """The taken by slug, in the order of taken.csv: aantal of samenwerkingsverbanden that a selection leaves, whatever
    taak it chooses, and gemeenten of the area in which one of these does it."""
    left = dataset.select(selection, provincie, zonder=("taak",))
    day = selection.peildatum or dataset.peildatum
    here = dataset.codes_in(provincie)
    present = dataset.deelnames_on(day)
    members = present[present["verband"].isin(left.index) & present["code"].isin(here)]
    codes = members.groupby("verband")["code"].agg(frozenset)
    out = []
    for taak in dataset.taken.values():
        ids = [id_ for id_, slugs in zip(left.index, left["taken"], strict=True) if taak.slug in slugs]
        where = frozenset[str]().union(*(codes.get(id_, frozenset()) for id_ in ids))
        out.append(
            {
                "slug": taak.slug,
                "naam": taak.naam,
                "thema": taak.thema,
                "taakveld": taak.taakveld,
                "woorden": list(taak.woorden),
                "aantal": len(ids),
                "gemeenten": len(where),
            }
        )
    return out


def by_thema(taken: list[View]) -> list[tuple[str, list[View]]]:
    """Taken under their subject, by name, in the order of the subjects."""
    return [
        (thema.naam, sorted((t for t in taken if t["thema"] == thema.naam), key=lambda t: plain(t["naam"])))
        for thema in THEMAS
        if any(t["thema"] == thema.naam for t in taken)
    ]


def who_does(dataset: Dataset, slug: str, day: date, provincie: str) -> View:
    """Who does a taak where, on a day.

    verbanden: those with a gemeente of the area, most of its gemeenten first: slug, naam, register (or kept by hand),
    voorlopig (by its words alone), compleet and stand (of its list: `stand.py`), elders (how many gemeenten
    beyond the area) and gemeenten, by name.
    gemeenten: those of the area, by name, each with its verbanden (slug, naam). geen: those without any. op_kaart:
    the slugs of the layers that show it, as many as a map can have.
    """
    choice = Selection(taak=(slug,), peildatum=day)
    left = dataset.select(choice, provincie)
    here = dataset.codes_in(provincie)
    names = dataset.gemeenten[["slug", "naam"]]
    present = dataset.deelnames_on(day)
    present = present[present["verband"].isin(left.index) & present["code"].isin(names.index)]
    members: dict[str, list[str]] = {}
    does: dict[str, list[str]] = {}
    for id_, code in zip(present["verband"], present["code"], strict=True):
        members.setdefault(id_, []).append(code)
        does.setdefault(code, []).append(id_)
    rows = left.to_dict("index")
    verbanden = [
        {
            "slug": row["slug"],
            "naam": row["naam"],
            "omschrijving": row["omschrijving"],
            "register": bool(row["comparable"]),
            "voorlopig": row["taken_bron"] == "voorlopig",
            "gemeenten": _named(names, (code for code in members[id_] if code in here)),
            "elders": sum(code not in here for code in members[id_]),
            "compleet": (stand := dataset.stand_of(id_, day)).compleet,
            "stand": stand.merk,
        }
        for id_, row in rows.items()
    ]
    verbanden.sort(key=lambda v: (-len(v["gemeenten"]), plain(v["naam"])))
    gemeenten = [
        {
            **gemeente,
            "verbanden": sorted(
                ({"slug": rows[id_]["slug"], "naam": rows[id_]["naam"]} for id_ in dict.fromkeys(does.get(code, ()))),
                key=lambda v: plain(v["naam"]),
            ),
        }
        for code, gemeente in ((code, _one(names, code)) for code in sorted(here))
    ]
    gemeenten.sort(key=lambda g: plain(g["naam"]))
    return {
        "verbanden": verbanden,
        "gemeenten": gemeenten,
        "geen": [{"slug": g["slug"], "naam": g["naam"]} for g in gemeenten if not g["verbanden"]],
        "op_kaart": [v["slug"] for v in verbanden[:MAX_LAYERS]],
    }


def _one(names: Any, code: str) -> View:
    return {"slug": names["slug"][code], "naam": names["naam"][code]}


def _named(names: Any, codes: Any) -> list[View]:
    return sorted((_one(names, code) for code in set(codes)), key=lambda g: plain(g["naam"]))
