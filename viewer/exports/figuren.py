"""The figures of `/analyse`: each a table, a chart of the same numbers, and how to read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import pandas as pd

from viewer.analysis.congruentie import SOORTEN, afwijkingen, congruentie, over_de_grens
from viewer.analysis.door_de_tijd import through_time
from viewer.analysis.groepen import groepeer
from viewer.analysis.overlap import gelijkenis, jaccard_matrix
from viewer.analysis.tellingen import per_gemeente, per_gemeente_by, trend
from viewer.analysis.verzameling import Verzameling, area_matrix, build_verzameling, deelname_matrix
from viewer.dataset import Dataset
from viewer.exports.rows import Cel as Cell
from viewer.exports.rows import Tabel
from viewer.filters import FILTERS
from viewer.model import NEDERLAND, REGISTER_GOED_GEVULD_VANAF, THEMA_NAMEN, vormen_with
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.wording import count, decimal, either, in_words, whole

BALKEN, RASTER, LIJN = "balken", "raster", "lijn"
FIRST_YEAR = REGISTER_GOED_GEVULD_VANAF.year
"""The first year of which the register is complete enough to compare."""

_T = TypeVar("_T")
_MAX_BALKEN = 60
_CONGRUENCE = ("aantal", *SOORTEN, "omvat", "congruentie")
_CODES = {
    "gemeente": "code",
    "regio": "regio_id",
    "samenwerkingsverband": "samenwerkingsverband_id",
    "en": "tweede_id",
}
"""How the column is called that follows the one of that heading in files."""


@dataclass(frozen=True)
class Grafiek:
    """What a chart shows. soort: `balken` (stacked), `raster` (a square of shades) or `lijn`. labels: a
    bar, a row of the raster or a point each; reeksen: (name, a value per label) of each stack, column
    or line; eenheid: what is counted. verloop: the stacks go from near to far, and are coloured so."""

    soort: str
    labels: tuple[str, ...]
    reeksen: tuple[tuple[str, tuple[float, ...]], ...]
    eenheid: str
    verloop: bool = False


@dataclass(frozen=True)
class Figuur:
    """naam: its part of the address. lees: how to read it. zinnen: what it shows, in words.
    weggelaten: how many rows the chart has no room for; the table has them. codes: heading -> the code or
    id of what each row of the table names under that heading; bij: further columns on the right, each with
    a cell per row; only files have these two."""

    naam: str
    titel: str
    lees: str
    zinnen: tuple[str, ...]
    tabel: Tabel
    grafiek: Grafiek
    weggelaten: int = 0
    codes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    bij: tuple[tuple[str, Sequence[Cell]], ...] = ()

    @property
    def bestand(self) -> Tabel:
        """The table as a file: beside each name its code or id, by which it can be joined to other data; and
        what only files have."""
        bij = {self.tabel.kop.index(naam): waarden for naam, waarden in self.codes.items()}

        kop = _widened(self.tabel.kop, {plek: _CODES[self.tabel.kop[plek]] for plek in bij})
        kop = (*kop, *(naam for naam, _ in self.bij))
        rijen = [
            (
                *_widened(rij, {plek: waarden[nummer] for plek, waarden in bij.items()}),
                *(cellen[nummer] for _, cellen in self.bij),
            )
            for nummer, rij in enumerate(self.tabel.rijen)
        ]
        return replace(self.tabel, kop=kop, rijen=rijen, vast=self.tabel.vast and self.tabel.vast + len(bij))


@dataclass(frozen=True)
class Onderwerp:
    """What the figures are made of: the dataset, the selection, the settings and what they leave;
    regios: the regions to look at."""

    dataset: Dataset
    keuze: Selection
    settings: Settings
    v: Verzameling
    regios: tuple[str, ...]


def build_onderwerp(dataset: Dataset, keuze: Selection, settings: Settings, hoogstens: int | None) -> Onderwerp:
    """What the figures of a selection are about."""
    v = build_verzameling(dataset, keuze, settings.provincie, hoogstens)
    return Onderwerp(dataset, keuze, settings, v, regios_of(dataset, keuze, settings))


def regios_of(dataset: Dataset, keuze: Selection, settings: Settings) -> tuple[str, ...]:
    """The regions to look at: the chosen ones, else those that the map filters on."""
    if keuze.regio:
        return keuze.regio
    return tuple(option.slug for option in dataset.filters.offered(FILTERS["regio"], settings))


def gemeenten_figuur(o: Onderwerp) -> Figuur:
    """In how many each gemeente takes part, with rank and by legal form."""
    telling = per_gemeente(o.dataset, o.v)
    volgorde = [vorm.naam for vorm in vormen_with(o.dataset.verbanden["vorm"])]
    vormen = _by(o, "vorm", volgorde).reindex(telling.index)
    kop = ("gemeente", "aantal", "plaats", *(vorm.lower() for vorm in vormen.columns))
    rijen = [
        (naam, aantal, rang, *rij)
        for (naam, aantal, rang), rij in zip(
            telling[["naam", "aantal", "rang"]].itertuples(index=False), vormen.to_numpy().tolist(), strict=True
        )
    ]
    zinnen = []
    if len(telling):
        meeste, minste = telling["aantal"].max(), telling["aantal"].min()
        zinnen = [
            f"De meeste samenwerkingsverbanden: {_names(telling[telling['aantal'] == meeste]['naam'])} ({meeste}). "
            f"De minste: {_names(telling[telling['aantal'] == minste]['naam'])} ({minste}). "
            f"De helft van de gemeenten doet aan {decimal(telling['aantal'].median())} of meer mee."
        ]
    boven = telling.head(_MAX_BALKEN)
    reeksen = tuple((vorm, tuple(vormen.loc[boven.index, vorm].astype(float))) for vorm in vormen.columns)
    return Figuur(
        "gemeenten",
        "Wie doet aan hoeveel mee?",
        "Een langere balk betekent dat een gemeente aan meer samenwerkingsverbanden meedoet. De kleuren zijn de vorm.",
        tuple(zinnen),
        Tabel("gemeenten", kop, rijen),
        Grafiek(BALKEN, tuple(boven["naam"]), reeksen, "samenwerkingsverbanden"),
        len(telling) - len(boven),
        {"gemeente": list(telling.index)},
    )


def onderwerpen_figuur(o: Onderwerp) -> Figuur:
    """On which subjects each gemeente works together."""
    namen = o.dataset.ooit["naam"].reindex(list(o.v.codes)).sort_values()
    per_thema = _by(o, "themas", THEMA_NAMEN).reindex(namen.index)
    rijen = [(naam, *rij) for naam, rij in zip(namen, per_thema.to_numpy().tolist(), strict=True)]
    zinnen = []
    if per_thema.size:
        som = per_thema.sum()
        nergens = [thema for thema in som.index if (per_thema[thema] == 0).any()]
        zinnen = [f"Het vaakst gaat het over {som.idxmax()} ({int(som.max())} deelnames)."]
        if overal := [thema for thema in som.index if thema not in nergens]:
            zinnen.append(f"Alle {len(namen)} gemeenten werken samen op: {', '.join(overal)}.")
    boven = per_thema.iloc[:_MAX_BALKEN]
    return Figuur(
        "onderwerpen",
        "Waaraan werken zij samen?",
        "Hoe donkerder een vak, hoe meer samenwerkingsverbanden een gemeente op dat onderwerp heeft. "
        "Een samenwerkingsverband met twee onderwerpen telt bij allebei.",
        tuple(zinnen),
        Tabel("onderwerpen", ("gemeente", *per_thema.columns), rijen),
        Grafiek(
            RASTER,
            tuple(namen.iloc[:_MAX_BALKEN]),
            tuple((thema, tuple(boven[thema].astype(float))) for thema in per_thema.columns),
            "samenwerkingsverbanden",
        ),
        len(namen) - len(boven),
        {"gemeente": list(namen.index)},
    )


def congruentie_figuur(o: Onderwerp) -> Figuur:
    """Per region: how many samenwerkingsverbanden equal it, lie within it, or cut across; of all participants in
    the country, and in files also as if only those in the provincie took part."""
    out = congruentie(o.dataset, o.v, o.regios)
    out = out[out["aantal"] > 0].sort_values(["congruentie", "naam"], ascending=[False, True])
    kop = ("regio", "gemeenten", "samenwerkingsverbanden", *SOORTEN, "waarvan met de hele regio", "congruentie in %")
    rijen = [
        (naam, gemeenten + elders, *_congruence(rij))
        for naam, gemeenten, elders, *rij in out[["naam", "gemeenten", "elders", *_CONGRUENCE]].itertuples(index=False)
    ]
    gebied = o.v.gebied
    bij: tuple[tuple[str, tuple[Cell, ...]], ...] = ()
    lees = "Alle gemeenten van Nederland tellen mee, ook die van buiten."
    only = congruentie(o.dataset, o.v, o.regios, gebied).reindex(out.index)
    zinnen = [
        _keeps(rij) + _only_here(rij, only.loc[regio], gebied) + _outside(rij["gemeenten"], rij["elders"], gebied)
        for regio, rij in out.iterrows()
    ]
    if gebied != NEDERLAND:
        alleen = [_congruence(rij) for rij in only[list(_CONGRUENCE)].itertuples(index=False)]
        koppen = [f"{naam}, alleen gemeenten in {gebied}" for naam in kop[2:]]
        bij = tuple(zip(koppen, zip(*alleen, strict=True), strict=True)) if alleen else ()
        lees = f"Alle deelnemende gemeenten tellen mee, ook die buiten {gebied}."
    return Figuur(
        "congruentie",
        "Houden samenwerkingsverbanden zich aan de regio?",
        "Gelijk: precies de gemeenten van de regio doen mee. Binnen: alleen gemeenten van de regio, maar niet "
        f"alle. Snijdt: er doen ook gemeenten van buiten de regio mee. {lees} "
        "Hoe minder er snijdt, hoe beter de regio past; dat heet congruentie.",
        tuple(zinnen[:12]),
        Tabel("congruentie", kop, rijen),
        Grafiek(
            BALKEN,
            tuple(out["naam"]),
            tuple((soort, tuple(out[soort].astype(float))) for soort in SOORTEN),
            "samenwerkingsverbanden",
            verloop=True,
        ),
        codes={"regio": list(out.index)},
        bij=bij,
    )


def afwijkingen_figuur(o: Onderwerp) -> Figuur:
    """Who does otherwise than most of its region, and in what."""
    verband = o.dataset.verbanden["naam"]
    namen = o.dataset.regios.drop_duplicates("regio").set_index("regio")["naam"]
    zinnen: list[str] = []
    balken: list[tuple[str, int, int]] = []
    alle = afwijkingen(o.dataset, o.v, o.regios)
    rijen = [
        (r.naam, namen[r.regio], verband[r.verband], "wel" if r.mee else "niet", r.meedoen, r.gemeenten)
        for r in alle.itertuples()
    ]
    for regio, out in alle.groupby("regio", sort=False):
        per = out.groupby("naam", sort=False)["mee"].agg(["size", "sum"])
        for naam, (aantal, wel) in zip(per.index, per.to_numpy().tolist(), strict=True):
            balken.append((f"{naam} ({namen[regio]})" if len(o.regios) > 1 else str(naam), aantal - wel, wel))
        meest = per.index[per["size"] == per["size"].max()]
        zinnen.append(_deviation(namen[regio], list(meest), out, verband))
    balken.sort(key=lambda balk: (-balk[1] - balk[2], balk[0]))
    boven = balken[:_MAX_BALKEN]
    return Figuur(
        "afwijkingen",
        "Wie doet waar niet mee?",
        "Wij vergelijken elke gemeente met de meeste andere gemeenten van haar regio. Niet: meer dan de helft doet "
        "mee, deze gemeente niet. Wel: minder dan de helft doet mee, deze gemeente wel. Hier tellen alle gemeenten "
        f"van de regio{'' if o.v.gebied == NEDERLAND else f'; wij noemen die in {o.v.gebied}'}.",
        tuple(zinnen[:12]),
        Tabel(
            "afwijkingen",
            ("gemeente", "regio", "samenwerkingsverband", "doet mee", "uit de regio doen mee", "gemeenten in de regio"),
            rijen,
        ),
        Grafiek(
            BALKEN,
            tuple(naam for naam, _, _ in boven),
            (
                ("niet, de meeste wel", tuple(float(niet) for _, niet, _ in boven)),
                ("wel, de meeste niet", tuple(float(wel) for _, _, wel in boven)),
            ),
            "keer anders dan de meeste",
        ),
        len(balken) - len(boven),
        {"gemeente": list(alle["code"]), "regio": list(alle["regio"]), "samenwerkingsverband": list(alle["verband"])},
    )


def matrix_figuur(o: Onderwerp) -> Figuur:
    """Who shares how many with whom, gemeenten that do alike side by side."""
    matrix = deelname_matrix(o.dataset, o.v)
    groep = groepeer(matrix)
    matrix = matrix.loc[groep.index]
    namen = o.dataset.ooit["naam"].reindex(groep.index)
    samen = (matrix.to_numpy() @ matrix.to_numpy().T).astype(int)
    rijen = [(naam, int(nummer), *rij) for naam, nummer, rij in zip(namen, groep, samen.tolist(), strict=True)]
    groepen = [list(namen[groep == nummer]) for nummer in groep.unique()]
    zinnen = [f"Groep {nummer}: {', '.join(leden)}." for nummer, leden in enumerate(groepen, 1) if len(leden) > 1]
    if alleen := [leden[0] for leden in groepen if len(leden) == 1]:
        zinnen.append(f"Geen groep: {', '.join(alleen)}.")
    zichtbaar = samen.astype(float)
    np.fill_diagonal(zichtbaar, np.nan)
    return Figuur(
        "matrix",
        "Welke gemeenten trekken samen op?",
        "Elk vak is een paar gemeenten. Hoe donkerder, hoe meer samenwerkingsverbanden zij delen. Gemeenten die "
        "op elkaar lijken, staan naast elkaar. Een groep is een aantal gemeenten die gemiddeld minstens de helft "
        "delen van alles waaraan een van beide meedoet.",
        tuple(zinnen),
        Tabel("matrix", ("gemeente", "groep", *namen), rijen, 2),
        Grafiek(
            RASTER,
            tuple(namen),
            tuple((naam, tuple(kolom)) for naam, kolom in zip(namen, zichtbaar.T.tolist(), strict=True)),
            "gedeelde samenwerkingsverbanden",
        ),
        codes={"gemeente": list(groep.index)},
    )


def overlap_figuur(o: Onderwerp) -> Figuur:
    """How much the samenwerkingsverbanden overlap each other."""
    matrix = area_matrix(o.dataset, o.v)
    naam = o.dataset.verbanden["naam"]
    paren = gelijkenis(matrix)
    rijen = [
        (naam[r.a], naam[r.b], r.gedeeld, round(100 * r.jaccard), round(100 * r.deel_a), round(100 * r.deel_b))
        for r in paren.itertuples()
    ]
    volgorde = groepeer(matrix.T).index
    waarden = jaccard_matrix(matrix).loc[volgorde, volgorde].to_numpy(copy=True)
    np.fill_diagonal(waarden, np.nan)
    gelijk = int((paren["jaccard"] == 1).sum())
    binnen = int(((paren["jaccard"] < 1) & ((paren["deel_a"] == 1) | (paren["deel_b"] == 1))).sum())
    labels = tuple(naam[id_] for id_ in volgorde)
    return Figuur(
        "overlap",
        "Welke samenwerkingsverbanden lijken op elkaar?",
        "100% betekent: precies dezelfde gemeenten. Het percentage is het aantal gemeenten in allebei, gedeeld door "
        "het aantal in een van beide. Hier tellen alle gemeenten van Nederland die meedoen.",
        (
            f"{count(gelijk, 'paar heeft', 'paren hebben')} precies dezelfde gemeenten. "
            f"Bij {count(binnen, 'paar', 'paren')} ligt de een helemaal binnen de ander.",
        ),
        Tabel(
            "overlap",
            (
                "samenwerkingsverband",
                "en",
                "gemeenten in allebei",
                "overlap in %",
                "deel van het eerste in %",
                "deel van het tweede in %",
            ),
            rijen,
        ),
        Grafiek(
            RASTER,
            labels,
            tuple((label, tuple(100 * kolom)) for label, kolom in zip(labels, waarden.T, strict=True)),
            "overlap in %",
        ),
        codes={"samenwerkingsverband": list(paren["a"]), "en": list(paren["b"])},
    )


def jaren_figuur(o: Onderwerp) -> Figuur:
    """How it developed through the years."""
    jaren = range(FIRST_YEAR, o.v.dag.year + 1)
    out = trend(o.dataset, o.keuze, o.settings.provincie, jaren, o.v.hoogstens)
    rijen = [
        (str(jaar), int(aantal), int(deelnames), decimal(round(gemiddeld, 1)))
        for jaar, aantal, deelnames, gemiddeld in out.itertuples()
    ]
    zinnen = []
    if len(out) > 1:
        eerst, laatst = out.iloc[0], out.iloc[-1]
        zinnen = [
            f"Op 1 januari {out.index[0]} waren het er {int(eerst['aantal'])}, op 1 januari {out.index[-1]} "
            f"{int(laatst['aantal'])}. Een gemeente deed toen gemiddeld aan "
            f"{decimal(round(eerst['gemiddeld'], 1))} mee, nu aan {decimal(round(laatst['gemiddeld'], 1))}."
        ]
    apart = len(through_time(o.dataset, o.keuze, o.settings.provincie).apart)
    if apart:
        zinnen.append(f"Hier niet bij: {whole(apart)} waarvan wij het begin niet kennen.")
    return Figuur(
        "jaren",
        "Is er meer samenwerking dan vroeger?",
        f"Elk punt is 1 januari van dat jaar. Wij beginnen in {FIRST_YEAR}: over de jaren daarvoor is het register "
        "niet volledig. Samenwerkingen die niet in het register staan, tellen hier niet mee.",
        tuple(zinnen),
        Tabel("jaren", ("jaar", "samenwerkingsverbanden", "deelnames van gemeenten", "gemiddeld per gemeente"), rijen),
        Grafiek(
            LIJN,
            tuple(rij[0] for rij in rijen),
            (
                ("samenwerkingsverbanden", tuple(out["aantal"].astype(float))),
                ("gemiddeld per gemeente", tuple(out["gemiddeld"].astype(float))),
            ),
            "aantal",
        ),
    )


def grens_figuur(o: Onderwerp) -> Figuur:
    """Which samenwerkingsverbanden go beyond the border of the area, and how far."""
    out = over_de_grens(o.dataset, o.v).sort_values(["aandeel", "naam"], ascending=[False, True])
    namen = o.dataset.regios.drop_duplicates("regio").set_index("regio")["naam"]
    gebied = o.v.gebied
    waar = in_words([namen[regio] for regio in o.keuze.regio]) if o.keuze.regio else gebied
    kolommen = {"hier": f"in {waar}", "gebied": f"elders in {gebied}", "elders": "elders in Nederland"}
    kolommen["buiten_register"] = "buiten Nederland"
    if not o.keuze.regio:
        del kolommen["gebied"]
    if gebied == NEDERLAND:
        del kolommen["elders"]
    bekend = out[out["aandeel"].notna()]
    rijen = [
        (rij["naam"], *(rij[k] for k in kolommen), rij["anderen"], round(100 * rij["aandeel"]))
        for rij in bekend.to_dict("records")
    ]
    left = out[out["aandeel"] > 0]
    land = int((out["buiten_register"] > 0).sum())
    zin = f"Bij {len(left)} van de {len(out)} samenwerkingsverbanden doen er ook van buiten {waar} mee."
    if waar != NEDERLAND:
        zin += f" Over de landsgrens {either(land, 'gaat er', 'gaan er')} {land}."
    boven = left.head(_MAX_BALKEN)
    return Figuur(
        "grens",
        "Wat gaat over de grens?",
        f"Bij elk samenwerkingsverband: hoeveel gemeenten er uit {waar} meedoen, en hoeveel van verder weg. Buiten "
        "Nederland zijn deelnemers die niet in het Nederlandse register staan; bijna altijd zijn dat Duitse of "
        "Belgische gemeenten.",
        (zin,),
        Tabel(
            "grens",
            ("samenwerkingsverband", *kolommen.values(), "andere deelnemers", "van buiten in %"),
            rijen,
        ),
        Grafiek(
            BALKEN,
            tuple(boven["naam"]),
            tuple((label, tuple(boven[kolom].astype(float))) for kolom, label in kolommen.items()),
            "deelnemers",
            verloop=True,
        ),
        len(left) - len(boven),
        {"samenwerkingsverband": list(bekend.index)},
    )


FIGUREN: dict[str, Callable[[Onderwerp], Figuur]] = {
    "congruentie": congruentie_figuur,
    "afwijkingen": afwijkingen_figuur,
    "gemeenten": gemeenten_figuur,
    "onderwerpen": onderwerpen_figuur,
    "matrix": matrix_figuur,
    "overlap": overlap_figuur,
    "grens": grens_figuur,
    "jaren": jaren_figuur,
}
"""In the order of the page; the names are parts of addresses."""


def _widened(rij: Sequence[_T], bij: Mapping[int, _T]) -> tuple[_T, ...]:
    """A row with further cells, each after the place that it is under."""
    return tuple(out for plek, cel in enumerate(rij) for out in ((cel, bij[plek]) if plek in bij else (cel,)))


def _by(o: Onderwerp, kolom: str, volgorde: Sequence[str]) -> pd.DataFrame:
    out = per_gemeente_by(o.dataset, o.v, kolom)
    return out[[naam for naam in volgorde if naam in out.columns and out[naam].any()]]


def _deviation(regio: str, meest: list[str], out: pd.DataFrame, verband: pd.Series) -> str:
    """Who deviates most, and in what; with many who tie, the names only."""
    keer = int((out["naam"] == meest[0]).sum())
    een = len(meest) == 1
    doen = "wijkt" if een else "wijken"
    wie = f"In {regio} {doen} {in_words(meest)} het meest af: {'' if een else 'elk '}{keer} keer."
    if len(meest) > 3:
        return wie
    gelijk: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for naam in meest:
        eigen = out[out["naam"] == naam]
        niet = tuple(verband[id_] for id_ in eigen.loc[~eigen["mee"], "verband"])
        wel = tuple(verband[id_] for id_ in eigen.loc[eigen["mee"], "verband"])
        gelijk.setdefault((niet, wel), []).append(naam)
    for (niet, wel), namen in gelijk.items():
        doet = f"{in_words(namen)} {either(len(namen), 'doet', 'doen')}"
        if niet:
            wie += f" {doet} niet mee aan {in_words(niet)}, de meeste andere wel."
        if wel:
            wie += f" {doet} wel mee aan {in_words(wel)}, de meeste andere niet."
    return wie


def _congruence(rij: Sequence[float]) -> tuple[Cell, ...]:
    """The numbers of a region, with its congruence in per cents ("" for a region without any)."""
    *aantallen, deel = rij
    return (*(int(n) for n in aantallen), "" if pd.isna(deel) else round(100 * deel))


def _keeps(rij: pd.Series) -> str:
    past = rij["gelijk"] + rij["binnen"]
    return (
        f"{rij['naam']}: {past} van de {rij['aantal']} {either(past, 'blijft', 'blijven')} binnen de regio "
        f"({round(100 * rij['congruentie'])}%)."
    )


def _only_here(alle: pd.Series, hier: pd.Series, gebied: str) -> str:
    """What it would be without participants elsewhere, where that makes a difference."""
    past, alleen = (rij["gelijk"] + rij["binnen"] for rij in (alle, hier))
    if (past, alle["aantal"]) == (alleen, hier["aantal"]):
        return ""
    deel = "" if pd.isna(hier["congruentie"]) else f" ({round(100 * hier['congruentie'])}%)"
    return f" Wie alleen naar gemeenten in {gebied} kijkt, komt op {alleen} van de {hier['aantal']}{deel}."


def _outside(gemeenten: int, elders: int, gebied: str) -> str:
    if not elders:
        return ""
    liggen = either(gemeenten, "ligt", "liggen")
    return (
        f" Van deze regio {liggen} {gemeenten} van de {gemeenten + elders} gemeenten in {gebied}: waaraan niemand uit "
        f"{gebied} meedoet, telt niet mee."
    )


def _names(namen: pd.Series) -> str:
    lijst = sorted(namen)
    return in_words(lijst) if len(lijst) <= 6 else f"{len(lijst)} gemeenten"
