"""Filters with live counts: how many samenwerkingsverbanden each option would leave."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from viewer.dataset import Dataset
from viewer.model import RECHTEN, THEMAS, VORMEN, recht_by_soort, thema_by_naam, vorm_by_naam
from viewer.selection import Selection
from viewer.settings import Settings


@dataclass(frozen=True)
class Optie:
    """One option of a filter. aantal: how many samenwerkingsverbanden it gives, beside what the
    other filters leave."""

    slug: str
    naam: str
    aantal: int
    gekozen: bool


@dataclass(frozen=True)
class Facet:
    """One filter; parameter is its name in the address."""

    parameter: str
    titel: str
    opties: tuple[Optie, ...]


def facets(dataset: Dataset, keuze: Selection, settings: Settings) -> tuple[Facet, ...]:
    """The filters regio, thema, publiek_privaat and vorm; options that give nothing are left out unless chosen."""
    dag = keuze.peildatum or dataset.peildatum

    def zonder(parameter: str) -> list[dict[str, object]]:
        weg = ("verband", parameter)
        over = dataset.select(keuze, settings.provincie, zonder=weg)
        return list(over.reset_index().to_dict("records"))

    themas = Counter(thema_by_naam(t).slug for rij in zonder("thema") for t in rij["themas"])  # type: ignore[attr-defined]
    rechten = Counter(recht_by_soort(str(rij["publiek_privaat"])).slug for rij in zonder("publiek_privaat"))
    vormen = Counter(vorm_by_naam(str(rij["vorm"])).slug for rij in zonder("vorm"))
    ids = [str(rij["id"]) for rij in zonder("regio")]
    op = dataset.deelnames_on(dag)
    op = op[op["verband"].isin(ids)]
    regios = dataset.regios_in(settings.provincie)["naam"]
    if settings.regios:
        regios = regios[regios.index.isin(settings.regios)]
    per_regio = {
        str(regio): op.loc[op["code"].isin(dataset.codes_in_regio(str(regio))), "verband"].nunique()
        for regio in regios.index
    }
    return (
        _facet("regio", "Regio", [(str(r), str(n)) for r, n in regios.items()], per_regio, keuze.regio),
        _facet("thema", "Onderwerp", [(t.slug, t.naam) for t in THEMAS], themas, keuze.thema),
        _facet(
            "publiek_privaat", "Publiek of privaat", [(r.slug, r.naam) for r in RECHTEN], rechten, keuze.publiek_privaat
        ),
        _facet("vorm", "Vorm", [(v.slug, v.naam) for v in VORMEN], vormen, keuze.vorm),
    )


def _facet(
    parameter: str,
    titel: str,
    opties: list[tuple[str, str]],
    aantallen: dict[str, int],
    gekozen: tuple[str, ...],
) -> Facet:
    return Facet(
        parameter,
        titel,
        tuple(
            Optie(slug, naam, aantallen.get(slug, 0), slug in gekozen)
            for slug, naam in opties
            if aantallen.get(slug, 0) or slug in gekozen
        ),
    )
