"""What the side panel says, as plain values: the list by subject, and the cards of what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from viewer.analysis.verbindingen import participation_matrix, partners
from viewer.colours import MAX_LAYERS
from viewer.dataset import Dataset
from viewer.facets import empty_words
from viewer.filters import LAYERS
from viewer.model import REGISTER_GOED_GEVULD_VANAF, THEMAS, vorm_by_naam
from viewer.selection import Selection
from viewer.settings import Settings


@dataclass(frozen=True)
class Deelnemer:
    """A participant as the panel names it. slug: of a gemeente of today, else empty; nu: the name of
    the gemeente that an ended one lies in today."""

    naam: str
    soort: str
    slug: str
    in_provincie: bool
    sinds: date | None
    nu: str


@dataclass(frozen=True)
class Regel:
    """One samenwerkingsverband in the list. sinds: from when a gemeente takes part, on its own page."""

    slug: str
    naam: str
    aantal: int
    aan: bool
    vorm: str = ""
    sinds: date | None = None
    uit_register: bool = True


@dataclass(frozen=True)
class Groep:
    """The samenwerkingsverbanden under one subject."""

    slug: str
    naam: str
    regels: tuple[Regel, ...]


@dataclass(frozen=True)
class VerbandKaartje:
    """Everything the panel and its page tell about a samenwerkingsverband."""

    id: str
    slug: str
    naam: str
    titel: str
    afkorting: str
    omschrijving: str
    themas: tuple[str, ...]
    vorm: str
    vorm_uitleg: str
    publiek_privaat: str
    sinds: date | None
    website: str
    bron_url: str
    brondatum: str
    uit_register: bool
    compleet: bool
    opmerking: str
    gemeenten: tuple[Deelnemer, ...]
    anderen: tuple[Deelnemer, ...]
    inwoners: int


@dataclass(frozen=True)
class GemeenteKaartje:
    """Everything the panel and its page tell about a gemeente. partners: (slug, naam, aantal)."""

    code: str
    slug: str
    naam: str
    provincie: str
    inwoners: int
    plaatsen: tuple[str, ...]
    aantal: int
    partners: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class Vergelijking:
    """How a gemeente compares within its provincie: mediaan and rang (1 is most) of the number of
    samenwerkingsverbanden over gemeenten gemeenten; buren: those it borders on, as (slug, naam)."""

    mediaan: float
    rang: int
    gemeenten: int
    buren: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Paneel:
    """The panel in one state. weglaten: chosen layers beyond the number that can be shown.
    buiten_lijst: chosen layers that the filters keep out of the list, which a form must not lose.
    waarop: what the list was filtered on, for the sentence that nothing is left."""

    groepen: tuple[Groep, ...]
    totaal: int
    gemeenten: tuple[GemeenteKaartje, ...]
    verbanden: tuple[VerbandKaartje, ...]
    dag: date
    onvolledig: bool
    weglaten: int
    buiten_lijst: tuple[str, ...]
    waarop: tuple[str, ...]


def build_paneel(dataset: Dataset, keuze: Selection, settings: Settings) -> Paneel:
    """The panel for a selection; `verband` switches layers on and does not shorten the list."""
    dag = keuze.peildatum or dataset.peildatum
    left = dataset.select(keuze, settings.provincie, zonder=LAYERS)
    return Paneel(
        groepen=groups(dataset, left, keuze.verband, dag),
        totaal=len(left),
        gemeenten=tuple(gemeente_kaartje(dataset, slug, dag, settings.provincie) for slug in keuze.gemeente),
        verbanden=tuple(verband_kaartje(dataset, slug, dag, settings.provincie) for slug in keuze.verband[:MAX_LAYERS]),
        dag=dag,
        onvolledig=dag < REGISTER_GOED_GEVULD_VANAF,
        weglaten=max(0, len(keuze.verband) - MAX_LAYERS),
        buiten_lijst=tuple(slug for slug in keuze.verband if slug not in set(left["slug"])),
        waarop=tuple(empty_words(keuze)),
    )


def groups(
    dataset: Dataset, verbanden: pd.DataFrame, aan: Sequence[str], dag: date, gemeente: str = ""
) -> tuple[Groep, ...]:
    """The list: each samenwerkingsverband once, under its first subject; with since when for the
    gemeente with this code."""
    present = dataset.deelnames_on(dag)
    sinds = present[present["code"] == gemeente].groupby("verband")["van"].min()
    gemeenten = present[present["soort"] == "gemeente"].groupby("verband").size()
    per_thema: dict[str, list[Regel]] = {}
    for id_, slug, naam, themas, vorm, comparable in verbanden[
        ["slug", "naam", "themas", "vorm", "comparable"]
    ].itertuples():
        van = sinds.get(id_, pd.NaT)
        regel = Regel(
            slug,
            naam,
            int(gemeenten.get(id_, 0)),
            slug in aan,
            vorm,
            None if pd.isna(van) else van.date(),
            comparable,
        )
        per_thema.setdefault(themas[0], []).append(regel)
    return tuple(
        Groep(thema.slug, thema.naam, tuple(per_thema[thema.naam])) for thema in THEMAS if thema.naam in per_thema
    )


def verband_kaartje(dataset: Dataset, slug: str, dag: date, provincie: str) -> VerbandKaartje:
    """The card of one samenwerkingsverband. Raises KeyError for an unknown slug."""
    id_ = dataset.id_of(slug)
    rij = dataset.verbanden.loc[id_]
    hier = dataset.codes_in(provincie)
    deelnemers = dataset.deelnemers_of(id_, dag)
    alle = [
        Deelnemer(
            naam=naam,
            soort=soort,
            slug=dataset.gemeenten["slug"].get(code, ""),
            in_provincie=code in hier,
            sinds=None if pd.isna(van) else van.date(),
            nu=dataset.gemeenten["naam"].get(nu, "") if opgeheven else "",
        )
        for code, naam, soort, van, nu, opgeheven in deelnemers[["code", "naam", "soort", "van", "nu", "opgeheven"]]
        .sort_values("naam")
        .itertuples(index=False)
    ]
    inwoners = dataset.gemeenten["inwoners"].reindex(deelnemers["code"].unique()).fillna(0)
    vorm = vorm_by_naam(rij["vorm"])
    return VerbandKaartje(
        id=id_,
        slug=slug,
        naam=rij["naam"],
        titel=rij["titel"],
        afkorting=rij["afkorting"],
        omschrijving=rij["omschrijving"],
        themas=rij["themas"],
        vorm=vorm.naam,
        vorm_uitleg=vorm.uitleg,
        publiek_privaat=rij["publiek_privaat"],
        sinds=None if pd.isna(rij["van"]) else rij["van"].date(),
        website=rij["website"],
        bron_url=rij["bron_url"],
        brondatum=rij["peildatum_bron"],
        uit_register=bool(rij["comparable"]),
        compleet=bool(rij["compleet"]),
        opmerking=rij["opmerking"],
        gemeenten=tuple(d for d in alle if d.soort == "gemeente"),
        anderen=tuple(d for d in alle if d.soort != "gemeente"),
        inwoners=int(inwoners.sum()),
    )


def compare_gemeente(dataset: Dataset, code: str, dag: date) -> Vergelijking:
    """A gemeente beside the others of its own provincie, by all samenwerkingsverbanden it takes part
    in on a day, and its neighbours (areas that share a border). Raises KeyError for an unknown code."""
    gemeenten = dataset.gemeenten
    eigen = gemeenten[gemeenten["provincie"] == gemeenten.loc[code, "provincie"]]
    aantal = dataset.counts(dag)[eigen.index]
    raakt = gemeenten[gemeenten.touches(gemeenten.geometry[code])].sort_values("naam")
    return Vergelijking(
        mediaan=float(aantal.median()),
        rang=int((aantal > aantal[code]).sum()) + 1,
        gemeenten=len(eigen),
        buren=tuple(raakt[["slug", "naam"]].itertuples(index=False, name=None)),
    )


def gemeente_kaartje(dataset: Dataset, slug: str, dag: date, provincie: str) -> GemeenteKaartje:
    """The card of one gemeente: what it takes part in within the province's arrangements.
    Raises KeyError for an unknown slug."""
    code = dataset.code_of(slug)
    rij = dataset.gemeenten.loc[code]
    ids = dataset.verbanden_in(provincie, dag).index
    matrix = participation_matrix(dataset, dag, ids)
    samen = partners(matrix, code)
    namen = dataset.gemeenten.loc[samen.index, ["slug", "naam"]]
    return GemeenteKaartje(
        code=code,
        slug=slug,
        naam=rij["naam"],
        provincie=rij["provincie"],
        inwoners=int(rij["inwoners"]),
        plaatsen=rij["plaatsen"],
        aantal=int(matrix.loc[code].sum()) if code in matrix.index else 0,
        partners=tuple((s, n, int(k)) for s, n, k in zip(namen["slug"], namen["naam"], samen, strict=True)),
    )
