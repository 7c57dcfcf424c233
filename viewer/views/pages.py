"""What only the pages of a gemeente and of a samenwerkingsverband say, besides their cards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from viewer.analysis.verzameling import count_along
from viewer.dataset import Dataset
from viewer.model import plain
from viewer.selection import Selection
from viewer.sources.register_adres import register_address
from viewer.views.cards import View, day_text
from viewer.views.panel import by_subject, number_of
from viewer.wording import safe_address


@dataclass(frozen=True)
class GemeenteInProvincie:
    """How a gemeente compares within its provincie: aantal, the number of samenwerkingsverbanden that count;
    its mediaan and rang (1 is most) over gemeenten gemeenten; buren: those it borders on, as (slug, naam)."""

    aantal: int
    mediaan: float
    rang: int
    gemeenten: int
    buren: tuple[tuple[str, str], ...]


def compare_gemeente(dataset: Dataset, code: str, day: date, keuze: Selection) -> GemeenteInProvincie:
    """A gemeente beside the others of its own provincie, by what counts (`count_along`) of the
    samenwerkingsverbanden that it takes part in on a day, and its neighbours (areas that share a border).
    Raises KeyError for an unknown code."""
    gemeenten, then = dataset.gemeenten, dataset.gemeenten_on(day)
    own = then[then["provincie"] == then.loc[code, "provincie"]]
    mee, _ = count_along(dataset, dataset.verbanden_on(day).index, keuze)
    number = dataset.counts(day, mee)[own.index]
    touching = gemeenten[gemeenten.touches(gemeenten.geometry[dataset.levensloop.nu(code)])].sort_values("naam")
    return GemeenteInProvincie(
        aantal=int(number[code]),
        mediaan=float(number.median()),
        rang=int((number > number[code]).sum()) + 1,
        gemeenten=len(own),
        buren=tuple(touching[["slug", "naam"]].itertuples(index=False, name=None)),
    )


def takes_part_in(dataset: Dataset, code: str, day: date) -> list[View]:
    """All samenwerkingsverbanden of a gemeente on a day, each once under its first subject, by name; toegetreden:
    when the gemeente joined; sinds: since when the register has it so; both "" when unknown."""
    verbanden = dataset.samenwerkingsverbanden_for(code, day).sort_values("naam")
    present = dataset.deelnames_on(day)
    mine = present[present["code"].isin(dataset.toen(code, day))].groupby("verband")
    since, joined = mine["van"].min(), mine["toegetreden"].min()
    number = dataset.gemeenten_per_verband(day)
    return by_subject(
        (
            row["themas"][0],
            {
                "slug": row["slug"],
                "naam": row["naam"],
                **number_of(dataset.stand_of(str(id_), day), int(number.get(id_, 0))),
                "vorm": row["vorm"],
                "sinds": day_text(since.get(id_)),
                "toegetreden": day_text(joined.get(id_)),
                "register": bool(row["comparable"]),
            },
        )
        for id_, row in verbanden.iterrows()
    )


@dataclass(frozen=True)
class VersieRegel:
    """A version of a regulation as a page lists it. slug, naam: of its samenwerkingsverband; van, tot: days, tot ""
    where it runs on; vandaag: it holds on the day of the page; straks: it begins after that; adres: its record."""

    slug: str
    naam: str
    titel: str
    vorm: str
    van: str
    tot: str
    vandaag: bool
    straks: bool
    adres: str


def versions_of(dataset: Dataset, id_: str, day: date) -> list[VersieRegel]:
    """The versions of the regulation of a samenwerkingsverband that were in force for a day or more, the newest
    first; none for a hand-kept one."""
    rows = dataset.versies[dataset.versies["verband"] == id_]
    rows = rows[rows["tot"].isna() | (rows["van"] < rows["tot"])]
    now, name = dataset.bron_id_on(id_, day), dataset.verband_names[id_]
    return [
        VersieRegel(
            slug=name["slug"],
            naam=name["naam"],
            titel=rij.titel,
            vorm=rij.vorm,
            van=day_text(rij.van),
            tot=day_text(rij.tot),
            vandaag=rij.bron_id == now and rij.van.date() <= day and (pd.isna(rij.tot) or day < rij.tot.date()),
            straks=rij.van.date() > day,
            adres=safe_address(register_address(rij.bron_id, rij.titel)),
        )
        for rij in reversed(list(rows.itertuples(index=False)))
    ]


def versions_for(dataset: Dataset, code: str, day: date) -> list[list[VersieRegel]]:
    """The same of every regulation with more than one version in which a gemeente takes part on a day: a list
    each, by name."""
    verbanden = dataset.samenwerkingsverbanden_for(code, day)
    names = sorted(verbanden["naam"].items(), key=lambda one: (plain(one[1]), one[0]))
    found = (versions_of(dataset, str(id_), day) for id_, _ in names)
    return [versions for versions in found if len(versions) > 1]


def participants_at_the_end(dataset: Dataset, slug: str) -> list[str]:
    """Who took part in a samenwerkingsverband, by name: of one that has ended."""
    eigen = dataset.deelnames[dataset.deelnames["verband"] == dataset.id_of(slug)]
    return sorted(eigen["naam"].unique())


def who_left(dataset: Dataset, slug: str) -> list[tuple[str, str]]:
    """The gemeenten of which a source says that they no longer take part, by name, each with the year."""
    names = dataset.gemeenten["naam"]
    left = (part.split() for part in dataset.verbanden["vertrokken"][dataset.id_of(slug)])
    return sorted((names.get(code, code), jaar) for code, jaar in left)


def more_sources(dataset: Dataset, slug: str) -> list[tuple[str, str]]:
    """The other sources of a hand-kept list, as (year, address), the newest first."""
    parts = (part.split(maxsplit=1) for part in dataset.verbanden["meer_bronnen"][dataset.id_of(slug)])
    return sorted(((jaar, safe_address(adres)) for jaar, adres in parts), reverse=True)


def inhabitants(dataset: Dataset, slug: str, day: date) -> int | None:
    """Of the gemeenten that take part in a samenwerkingsverband on a day, together; None when not all of
    them are known."""
    if not dataset.stand_of(dataset.id_of(slug), day).compleet:
        return None
    codes = dataset.deelnemers_of(dataset.id_of(slug), day)["code"].unique()
    return int(dataset.ooit["inwoners"].reindex(codes).fillna(0).sum())
