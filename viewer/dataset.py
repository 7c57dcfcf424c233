"""Loads the data package, joins it in geopandas, and answers who works with whom; immutable."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from viewer.column import Kind, split
from viewer.columns import COLUMNS
from viewer.filter_index import FilterIndex, Slugs
from viewer.filters import AREAS, FILTERS
from viewer.gemeente_index import GemeenteIndex
from viewer.levensloop import Levensloop, settle
from viewer.model import NEDERLAND, VORM_NAMEN, plain, slugify
from viewer.selection import Selection
from viewer.sources.dubbelen import find_duplicates
from viewer.sources.gis_crs import RD_NEW
from viewer.sources.hand_lezen import is_ours, read_sheet
from viewer.sources.herindelen import divided_codes
from viewer.sources.package import Package, load_package
from viewer.sources.redactie import Redactie, Taak, Voorstel, name_first, read_redactie, read_taken
from viewer.sources.registry import AANVULLING, COMPARABLE, DATED, OPTIONAL_TABLES, REGISTER, read_facts
from viewer.sources.schema import PAKKET_BESTANDEN
from viewer.sources.tekens import local_name
from viewer.sources.teksten import read_texts
from viewer.sources.wijzigingen import read_wijzigingen
from viewer.stand import Stand, first_day, is_old, stand_of

MAX_WIJZIGINGEN = 100


class Dataset:
    """All of the Netherlands, through all days that the register knows. Never changes.

    peildatum: the day of the register's data. versie: a hash of the files, equal for equal data.
    gemeenten: index code; columns naam, slug, provincie, inwoners, plaatsen (tuple), geometry,
    EPSG:28992. verbanden: index id; columns as in `columns.COLUMNS`, but for what is of one day, and
    comparable, dated (bool: whether its source has all of its kind for every gemeente, and tells when
    things begin and end), oud (bool: hand-kept, of more than four years ago: see `stand.py`),
    website_van_ons (bool: the register has none, a hand-kept row of the same body has).
    facts: what is known of each source, by id. dubbelen: hand-kept id -> id of the same body, in the
    register or, where its row says so, of another hand-kept one. deelnames: columns verband, code,
    naam, soort, van (NaT: unknown), tot, sinds; a row counts on `sinds <= dag < tot`, and only on days on
    which its gemeente is one (`levensloop.settle`); toegetreden (NaT: unknown): the day of accession, which can lie
    before van; nu: the code whose area a gemeente has today, its own or
    (for an ended one) its successor's, "" for others; opgeheven (bool). genoemd: where the register names
    others, as `settle` has it. ooit: every gemeente that ever was, as `Levensloop.ooit`.
    andere_namen (tuple): what redactie.csv says that it is called besides. eerdere_titels: id -> the titles of its
    other versions. versies: columns verband, bron_id, volgorde, van, tot. regios: columns regio, naam, soort, code,
    bron_url, peildatum. wijzigingen: what the latest imports changed, newest first, as
    `sources.wijzigingen` logs it. filters: their options, and who has them. elders: ended gemeenten and
    places, with the gemeente of today that they lie in. taken: by slug, in the order of taken.csv.
    gelezen: id -> systeemId of the version that redactie.csv was written from.
    """

    def __init__(
        self,
        package: Package,
        versie: str,
        wijzigingen: Sequence[dict[str, Any]] = (),
        teksten: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        tabellen = package.tabellen
        self.versie = versie
        self.gemeenten = _gemeenten(package.gemeenten)
        register, aanvullingen = tabellen["samenwerkingsverbanden"], tabellen["aanvullingen"]
        self.dubbelen = find_duplicates(aanvullingen, register, tabellen["deelnames"])
        self.dubbelen |= _declared_same(aanvullingen, register["id"])
        dubbel = aanvullingen[aanvullingen["id"].isin(self.dubbelen)]
        aanvullingen = aanvullingen[~aanvullingen["id"].isin(self.dubbelen)]
        self.peildatum = date.fromisoformat(register["peildatum_bron"].max())
        self.taken = read_taken(_rows(tabellen["taken"]))
        hand = read_redactie(_rows(tabellen["redactie"]))
        self.gelezen = {id_: een.bron_id for id_, een in hand.items() if een.bron_id}
        self.verbanden = _add_taken(
            _add_aliases(_verbanden(register, aanvullingen, self.peildatum), dubbel, self.dubbelen), hand, self.taken
        )
        self.versies = _versies(tabellen["versies"])
        self.eerdere_titels = _other_titles(self.verbanden, self.versies)
        self.levensloop = Levensloop(self.gemeenten, tabellen["organisaties"], tabellen["herindelingen"])
        self.ooit = self.levensloop.ooit
        deelnames, self.genoemd = settle(_deelnames(tabellen["deelnames"], aanvullingen, self.ooit), self.levensloop)
        deelnames = _successors(deelnames, self.levensloop, self.gemeenten)
        self.deelnames = _add_accessions(deelnames, tabellen["deelnames"], self.ooit["van"])
        self.regios = tabellen["regios"].rename(columns={"regio_id": "regio", "gemeente_code": "code"})
        facts = read_facts(package.beschrijving)
        self.facts = {**facts, REGISTER.id: {**facts.get(REGISTER.id, {}), "peildatum": self.peildatum.isoformat()}}
        self._deelnemers = tabellen["deelnames"]
        self._dossiers, self._gemeentedossiers = tabellen["dossiers"], tabellen["gemeentedossiers"]
        self._bijdragen = tabellen["bijdragen"]
        self.verdeeld = divided_codes(tabellen["herindelingen"].to_dict("records"))
        """Codes of ended gemeenten that more than one gemeente got a part of."""

        self._codes = {slug: code for code, slug in self.ooit["slug"].items()}
        self._ids = {slug: id_ for id_, slug in self.verbanden["slug"].items()}
        self.deelnames_on = lru_cache(maxsize=64)(self._deelnames_on)
        self.verbanden_on = lru_cache(maxsize=64)(self._verbanden_on)
        self.verbanden_in = lru_cache(maxsize=64)(self._verbanden_in)
        self.codes_in = lru_cache(maxsize=64)(self._codes_in)
        self.gemeenten_on = lru_cache(maxsize=64)(self._gemeenten_on)
        self.slugs_on = lru_cache(maxsize=128)(self._slugs_on)
        self._left = lru_cache(maxsize=256)(self._which_are_left)
        self.mentioning = lru_cache(maxsize=64)(self._mentioning)
        self.gemeente_names = self.ooit[["slug", "naam"]].to_dict("index")
        """Per code the slug and the name, ended ones too. Do not change it."""

        self.known_today = frozenset(self.gemeenten.index)
        """The codes of the gemeenten of today."""

        self.verband_names = self.verbanden[["slug", "naam"]].to_dict("index")
        """Per id the slug and the name. Do not change it."""

        self._zoektekst = self._make_zoektekst()
        self.filters = FilterIndex(self)
        self.elders = GemeenteIndex(
            _rows(self.gemeenten.drop(columns="geometry").reset_index()), _rows(tabellen["herindelingen"])
        )
        self.wijzigingen = tuple(wijzigingen)
        self._teksten = teksten or {}

    @property
    def verhuisd(self) -> dict[str, str]:
        """Slugs and ids that a samenwerkingsverband had before, with its id of today."""
        adressen = self.facts[REGISTER.id].get("adressen", {})
        return {van: naar for van, naar in adressen.items() if naar in self.verbanden.index}

    @property
    def verdwenen(self) -> dict[str, date]:
        """The ids of what the register does not have any more, with the day on which that was learned."""
        weg = self.facts[REGISTER.id].get("verdwenen", {})
        return {id_: date.fromisoformat(dag) for id_, dag in weg.items() if id_ in self.verbanden.index}

    @classmethod
    def load(cls, folder: Path) -> Dataset:
        """Reads a data folder. Raises BadPackage with every fault in it."""
        return cls(
            load_package(folder),
            fingerprint(read_files(folder)),
            read_wijzigingen(folder, MAX_WIJZIGINGEN),
            read_texts(folder),
        )

    # -- words ---------------------------------------------------------------------------------

    def slug_of(self, parameter: str, waarde: str) -> str | None:
        """See `selection.Woordenlijst`."""
        return self.filters.slug_of(parameter, waarde)

    @property
    def verband_rows(self) -> list[dict[str, Any]]:
        """See `filters.FilterSource`."""
        return _rows(self.verbanden.reset_index())

    @property
    def gemeente_rows(self) -> list[dict[str, Any]]:
        """See `filters.FilterSource`."""
        return _rows(self.gemeenten[["slug", "naam"]].reset_index())

    @property
    def regio_rows(self) -> list[dict[str, Any]]:
        """See `filters.FilterSource`."""
        return _rows(self.regios)

    @property
    def taak_rows(self) -> list[dict[str, Any]]:
        """See `filters.FilterSource`."""
        return [{"slug": t.slug, "naam": t.naam, "woorden": t.woorden} for t in self.taken.values()]

    @cached_property
    def dossier_rows(self) -> list[dict[str, Any]]:
        """See `filters.FilterSource`."""
        leeg = dict.fromkeys(("bevoegdheden", "organen", "grondslagen"), "")
        out = []
        for verband, bron_id, van, tot in self.versies[["verband", "bron_id", "van", "tot"]].itertuples(index=False):
            feiten = self._dossier_rows.get(bron_id, leeg)
            out.append(
                {
                    "verband": verband,
                    "van": van.date(),
                    "tot": None if pd.isna(tot) else tot.date(),
                    "organen": [deel.partition(":")[0] for deel in split(feiten["organen"])],
                    "bevoegdheden": split(feiten["bevoegdheden"]),
                    "grondslagen": split(feiten["grondslagen"]),
                }
            )
        return out

    def codes_through_time(self, code: str, *, all_of_it: bool = False) -> frozenset[str]:
        """See `filters.FilterSource`."""
        loop = self.levensloop
        return frozenset({code, *(loop.binnen if all_of_it else loop.voorgangers).get(code, ())})

    def code_of(self, slug: str) -> str:
        """The code of a gemeente. Raises KeyError."""
        return str(self._codes[slug])

    def id_of(self, slug: str) -> str:
        """The id of a samenwerkingsverband. Raises KeyError."""
        return str(self._ids[slug])

    def _gemeenten_on(self, dag: date) -> pd.DataFrame:
        """The gemeenten of a day: rows of `ooit`. Do not change it."""
        return self.ooit[self.levensloop.on(pd.Timestamp(min(dag, self.peildatum)))]

    def _codes_in(self, provincie: str, dag: date | None = None) -> frozenset[str]:
        """The gemeenten of a provincie, or of the whole country for `Nederland`: those of a day, or of today."""
        gemeenten = self.gemeenten if dag is None else self.gemeenten_on(dag)
        if provincie != NEDERLAND:
            gemeenten = gemeenten[gemeenten["provincie"] == provincie]
        return frozenset(gemeenten.index)

    def codes_ever(self, provincie: str) -> frozenset[str]:
        """The gemeenten of a provincie or of the country, ended ones too."""
        ooit = self.ooit if provincie == NEDERLAND else self.ooit[self.ooit["provincie"] == provincie]
        return frozenset(ooit.index)

    def codes_in_regio(self, regio: str, dag: date | None = None) -> frozenset[str]:
        """The gemeenten of a region, those of today; empty for an unknown one. With a day those that lay then in
        what is one of its gemeenten today."""
        codes = frozenset(self.regios.loc[self.regios["regio"] == regio, "code"])
        if dag is None:
            return codes
        then = self.gemeenten_on(dag)
        return frozenset(then.index[then["nu"].isin(codes)])

    def toen(self, code: str, dag: date) -> tuple[str, ...]:
        """Who stood on a day where this gemeente is now: itself, or those whose place it took since."""
        return self.levensloop.toen(code, pd.Timestamp(min(dag, self.peildatum)))

    def ended_on(self, text: str, dag: date) -> str | None:
        """The code of a gemeente that has ended since and was one on a day, by its slug, name or code; None for
        any other."""
        found = self.elders.find(text)
        codes = [self._codes.get(text), self._codes.get(slugify(text)), text.upper()]
        if found is not None and found.sinds is not None:
            codes.append(self._codes.get(slugify(found.naam)))
        then = self.gemeenten_on(dag).index
        return next((code for code in codes if code in then and code not in self.known_today), None)

    def genoemd_on(self, dag: date) -> pd.DataFrame:
        """Whom the register names on a day for who takes part: columns verband, code, naam."""
        moment = pd.Timestamp(dag)
        alle = self.genoemd
        telt = (alle["sinds"] <= moment) & (alle["tot"].isna() | (moment < alle["tot"]))
        return alle.loc[telt, ["verband", "code", "naam"]]

    def regios_in(self, provincie: str) -> pd.DataFrame:
        """The regions with a gemeente in the provincie: index regio, columns naam, soort, aantal
        (gemeenten in all); ordered by name."""
        hier = self.regios[self.regios["code"].isin(self.codes_in(provincie))]
        alle = self.regios[self.regios["regio"].isin(hier["regio"])]
        groep = alle.groupby("regio").agg(naam=("naam", "first"), soort=("soort", "first"), aantal=("code", "size"))
        return groep.sort_values("naam")

    def stand_of(self, id_: str, day: date) -> Stand:
        """Of when the list of a samenwerkingsverband is on a day, and whether it is whole. Raises KeyError."""
        return stand_of(self.verbanden.loc[id_], day, self.peildatum)

    # -- the three questions -------------------------------------------------------------------

    def _deelnames_on(self, dag: date) -> pd.DataFrame:
        """The participations that count on a day; columns as `deelnames`. Do not change it."""
        moment = pd.Timestamp(dag)
        alle = self.deelnames
        telt = (alle["sinds"] <= moment) & (alle["tot"].isna() | (moment < alle["tot"]))
        return alle[telt]

    def _verbanden_on(self, dag: date) -> pd.DataFrame:
        """The samenwerkingsverbanden that someone takes part in on a day, with the column
        `bron_id`: the register's version in force ("" for hand-kept ones). Do not change it."""
        moment = pd.Timestamp(dag)
        versies = self.versies
        geldt = versies[(versies["van"] <= moment) & (versies["tot"].isna() | (moment < versies["tot"]))]
        bron_id = geldt.groupby("verband")["bron_id"].last()  # ordered by volgorde: the newest wins
        actief = self.verbanden[self.verbanden.index.isin(self.deelnames_on(dag)["verband"])]
        return actief.assign(bron_id=bron_id.reindex(actief.index).fillna(""))

    def _verbanden_in(self, provincie: str, dag: date) -> pd.DataFrame:
        """Those in which at least one gemeente of the provincie takes part on a day; ordered by name. Do not
        change it."""
        return self._met_deelnemer(self.verbanden_on(dag), self.codes_in(provincie, dag), dag)

    def samenwerkingsverbanden_for(self, code: str, dag: date) -> pd.DataFrame:
        """Question 1: in which samenwerkingsverbanden a gemeente takes part, or before it began those whose place
        it took; columns as `verbanden_on`. Empty for an unknown code."""
        return self._met_deelnemer(self.verbanden_on(dag), self.toen(code, dag), dag)

    def bron_id_on(self, id_: str, dag: date) -> str:
        """systeemId of the version in force on a day, else of the last one before it, else of the first; "" for a
        samenwerkingsverband that has none."""
        moment, ids = pd.Timestamp(dag), self._versions_of.get(id_, [])
        geldig = [b for van, tot, b in ids if van <= moment and (pd.isna(tot) or moment < tot)]
        eerder = [b for van, _, b in ids if van <= moment]
        return str((geldig or eerder)[-1]) if eerder else str(ids[0][2]) if ids else ""

    @cached_property
    def _versions_of(self) -> dict[str, list[tuple[pd.Timestamp, pd.Timestamp, str]]]:
        out: dict[str, list[tuple[pd.Timestamp, pd.Timestamp, str]]] = defaultdict(list)
        for verband, bron_id, van, tot in self.versies[["verband", "bron_id", "van", "tot"]].itertuples(index=False):
            out[verband].append((van, tot, bron_id))
        return out

    def dossier_of(self, bron_id: str) -> Mapping[str, str] | None:
        """The row of dossiers.csv of a version (systeemId); None when there is none. Do not change it."""
        return self._dossier_rows.get(bron_id)

    def texts_of(self, bron_id: str) -> Mapping[str, str]:
        """The register's own prose of a version (systeemId), see `sources.teksten`; empty where there is none. Do
        not change it."""
        return self._teksten.get(bron_id, {})

    @cached_property
    def _dossier_rows(self) -> dict[str, dict[str, str]]:
        return {rij["bron_id"]: rij for rij in _rows(self._dossiers)}

    def gemeentedossier_of(self, code: str) -> Mapping[str, str] | None:
        """The row of gemeentedossiers.csv of a gemeente; None when there is none."""
        rij = self._gemeentedossiers[self._gemeentedossiers["gemeente_code"] == code]
        return _rows(rij)[0] if len(rij) else None

    @cached_property
    def bijdragen(self) -> pd.DataFrame:
        """What gemeenten pay: columns code, jaar, verslagsoort, inwoners, lasten_keur, aan_gr_keur (numbers, NaN where
        there is none), as they were delivered. Do not change it."""
        getallen = {naam: pd.to_numeric(self._bijdragen[naam]) for naam in ("inwoners", "lasten_keur", "aan_gr_keur")}
        return self._bijdragen.rename(columns={"gemeente_code": "code"}).assign(
            jaar=self._bijdragen["jaar"].astype(int), **getallen
        )

    def participant_names(self, id_: str) -> dict[str, str]:
        """The names of all who ever took part in a samenwerkingsverband, by their code, else `roo:` and their
        systeemId."""
        ooit = self._deelnemers[self._deelnemers["samenwerkingsverband_id"] == id_]
        kolommen = (ooit[f"deelnemer_{naam}"] for naam in ("code", "bron_id", "naam"))
        return {code or f"roo:{bron_id}": naam for code, bron_id, naam in zip(*kolommen, strict=True)}

    def deelnemers_of(self, id_: str, dag: date) -> pd.DataFrame:
        """Question 2: who takes part in a samenwerkingsverband; columns as `deelnames`."""
        present = self.deelnames_on(dag)
        return present[present["verband"] == id_]

    def shared_by(self, code: str, ander: str, dag: date) -> pd.DataFrame:
        """Question 3: in which samenwerkingsverbanden both gemeenten take part."""
        van_een = self.samenwerkingsverbanden_for(code, dag)
        return self._met_deelnemer(van_een, self.toen(ander, dag), dag)

    def _slugs_on(self, parameter: str, dag: date) -> Slugs:
        """The options of a filter that each samenwerkingsverband has on a day: its own, or those in whose area a
        gemeente takes part."""
        if not FILTERS[parameter].areas:
            return self.filters.slugs_on(parameter, dag)
        per_code = self.filters.slugs_of_code[parameter]
        present = self.deelnames_on(dag)
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for verband, code in zip(present["verband"], present["code"], strict=True):
            found[verband].update(dict.fromkeys(per_code.get(code, ())))
        return {verband: tuple(slugs) for verband, slugs in found.items()}

    def select(self, keuze: Selection, provincie: str, zonder: Iterable[str] = ()) -> pd.DataFrame:
        """The samenwerkingsverbanden of a provincie that a selection leaves; ordered by name.

        zonder: parameters to disregard, such as `verband` where that only switches layers on.
        Columns as `verbanden_on`.
        """
        out = self.verbanden_in(provincie, keuze.peildatum or self.peildatum)
        left = self._left(_but_for(keuze, zonder), provincie)
        return out if left is None else out[left]

    def select_ids(self, keuze: Selection, provincie: str, zonder: Iterable[str] = ()) -> pd.Index:
        """The ids of `select`, for who needs no more of them: many times as quick."""
        out = self.verbanden_in(provincie, keuze.peildatum or self.peildatum).index
        left = self._left(_but_for(keuze, zonder), provincie)
        return out if left is None else out[left]

    def _which_are_left(self, keuze: Selection, provincie: str) -> np.ndarray | None:
        """Which rows of `verbanden_in` a selection leaves; None: all of them."""
        chosen = [(parameter, slugs) for parameter, slugs in keuze.chosen if not FILTERS[parameter].adds]
        if not chosen and not keuze.q:
            return None
        dag = keuze.peildatum or self.peildatum
        ids = self.verbanden_in(provincie, dag).index
        left = np.ones(len(ids), dtype=bool)
        for parameter, slugs in chosen:
            per_id, wanted = self.slugs_on(parameter, dag), frozenset(slugs)
            has = (not wanted.isdisjoint(per_id.get(id_, ())) for id_ in ids)
            left &= np.fromiter(has, dtype=bool, count=len(ids))
        if keuze.q:
            left &= ids.isin(self.mentioning(keuze.q))
        return left

    def _mentioning(self, q: str) -> pd.Index:
        """The ids of the samenwerkingsverbanden of which some text has every one of these words."""
        words = plain(q).split()
        proza = self._proza
        found = (
            id_ for id_, text in self._zoektekst.items() if all(w in text or w in proza.get(id_, "") for w in words)
        )
        return pd.Index(list(found))

    @cached_property
    def _proza(self) -> dict[str, str]:
        """Per id the register's own prose of its newest version, to search in; made when first searched."""
        newest = {id_: versions[-1][2] for id_, versions in self._versions_of.items()}
        return {
            id_: plain(" ".join(self._teksten[bron_id].values()))
            for id_, bron_id in newest.items()
            if bron_id in self._teksten
        }

    def codes_chosen(self, keuze: Selection, provincie: str, zonder: Iterable[str] = ()) -> frozenset[str]:
        """The gemeenten of a provincie on the day that the filters on areas leave. zonder: parameters to disregard."""
        codes = self.codes_in(provincie, keuze.peildatum or self.peildatum)
        for parameter, slugs in keuze.chosen:
            if parameter in AREAS and parameter not in set(zonder):
                codes &= self.filters.codes(parameter, slugs)
        return codes

    def _met_deelnemer(self, verbanden: pd.DataFrame, codes: Iterable[str], dag: date) -> pd.DataFrame:
        present = self.deelnames_on(dag)
        return verbanden[verbanden.index.isin(present.loc[present["code"].isin(list(codes)), "verband"])]

    # -- the join --------------------------------------------------------------------------------

    def gebieden_of(self, ids: Sequence[str], dag: date) -> gpd.GeoDataFrame:
        """The areas of the gemeenten that take part, one row per participation: the join of
        boundaries and participations.

        Columns code, naam, geometry (EPSG:28992), verband, van: of gemeenten of today. One that has ended
        since is shown by the one that it lies in; participants that are no gemeente have no area and are left
        out here; `deelnemers_of` has them.
        """
        present = self.deelnames_on(dag)
        rijen = present.loc[present["verband"].isin(ids), ["verband", "nu", "van"]].rename(columns={"nu": "code"})
        rijen = rijen.drop_duplicates(["verband", "code"])
        gebieden = self.gemeenten[["naam", "geometry"]].rename_axis("code").reset_index()
        samen = gebieden.merge(rijen, on="code", how="inner")
        return gpd.GeoDataFrame(samen, geometry="geometry", crs=self.gemeenten.crs)

    def gebied_per_verband(self, ids: Sequence[str], dag: date) -> gpd.GeoSeries:
        """The area of the gemeenten that take part, together: index ids in their order, EPSG:28992,
        None for one without any."""
        gebieden = self.gebieden_of(ids, dag).dissolve("verband", method="coverage").geometry
        return gebieden.reindex(list(ids))

    @property
    def omvang(self) -> dict[str, int]:
        """How many of each there are, through all days."""
        return {
            "gemeenten": len(self.gemeenten),
            "samenwerkingsverbanden": len(self.verbanden),
            "deelnames": len(self.deelnames),
        }

    def counts(self, dag: date, ids: Iterable[str] | None = None) -> pd.Series:
        """Number of samenwerkingsverbanden per gemeente of the day (0 included), index code."""
        present = self._present(dag, ids)
        aantal = present.groupby("code")["verband"].nunique()
        return aantal.reindex(self.gemeenten_on(dag).index, fill_value=0)

    def gemeenten_per_verband(self, dag: date) -> pd.Series:
        """How many gemeenten take part in each samenwerkingsverband on a day: index id; without those of none."""
        present = self.deelnames_on(dag)
        return present[present["soort"] == "gemeente"].groupby("verband").size()

    def counts_by_area(self, dag: date, ids: Iterable[str] | None = None) -> pd.Series:
        """Number of samenwerkingsverbanden per area of today (0 included), index code: of the gemeente itself, or
        before it began of those whose place it took, together."""
        present = self._present(dag, ids)
        now = self.codes_in(NEDERLAND, dag)
        own = present["code"].isin(self.gemeenten.index) | ~present["nu"].isin(now)
        aantal = present[own & (present["nu"] != "")].groupby("nu")["verband"].nunique()
        return aantal.reindex(self.gemeenten.index, fill_value=0)

    def _present(self, dag: date, ids: Iterable[str] | None) -> pd.DataFrame:
        present = self.deelnames_on(dag)
        return present if ids is None else present[present["verband"].isin(list(ids))]

    def _make_zoektekst(self) -> dict[str, str]:
        deelnemers = self.deelnames.groupby("verband")["naam"].agg(" ".join)
        verbanden = self.verbanden
        tekst = (
            verbanden["naam"] + " " + verbanden["titel"] + " " + verbanden["afkorting"] + " "
            + verbanden["omschrijving"] + " " + verbanden["themas"].map(" ".join) + " " + verbanden["alias"] + " "
            + verbanden["taken"].map(lambda slugs: " ".join(self.taken[slug].words for slug in slugs)) + " "
            + verbanden["andere_namen"].map(" ".join) + " "
            + verbanden.index.map(lambda id_: " ".join(self.eerdere_titels.get(id_, ()))) + " "
            + deelnemers.reindex(verbanden.index).fillna("")
        )  # fmt: skip
        return dict(tekst.map(plain))


def fingerprint(bestanden: Mapping[str, bytes]) -> str:
    """A short hash of a data folder's files: equal for equal data, wherever it lies."""
    som = hashlib.sha256()
    for naam, inhoud in sorted(bestanden.items()):
        som.update(naam.encode())
        som.update(inhoud)
    return som.hexdigest()[:16]


def read_files(folder: Path) -> dict[str, bytes]:
    """The files of a data folder; optional ones only when they are there. A table that someone saved in
    another form is given as the description of the package says that it is. Raises OSError, BadPackage."""
    may_lack = {f"{tabel}.csv" for tabel in OPTIONAL_TABLES}
    out = {}
    for naam in PAKKET_BESTANDEN:
        bestand = folder / naam
        if naam in may_lack and not bestand.is_file():
            continue
        out[naam] = bestand.read_bytes()
        if bestand.suffix == ".csv" and not is_ours(out[naam], bestand.stem):
            out[naam] = read_sheet(bestand).to_csv().encode()
    return out


def _gemeenten(bron: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    gemeenten = bron.to_crs(RD_NEW).set_index("code").sort_index()
    return gemeenten.assign(
        slug=gemeenten["naam"].map(slugify),
        plaatsen=gemeenten["plaatsen"].map(lambda namen: tuple(map(local_name, namen))),
    )


def _dagen(kolom: pd.Series) -> pd.Series:
    return pd.to_datetime(kolom.replace("", None), format="%Y-%m-%d")


def _declared_same(aanvullingen: pd.DataFrame, register: pd.Series) -> dict[str, str]:
    """The hand-kept ones of which their own row says under which other one they come. register: its ids."""
    own = aanvullingen.loc[aanvullingen["zelfde_als"] == "", "id"]
    zelfde = aanvullingen.loc[aanvullingen["zelfde_als"].isin([*register, *own]), ["id", "zelfde_als"]]
    return dict(zelfde.itertuples(index=False, name=None))


def _verbanden(register: pd.DataFrame, aanvullingen: pd.DataFrame, peildatum: date) -> pd.DataFrame:
    """Both source tables as one, ordered by name, with every column that either of them has: what only one has is ""
    (nothing, unknown) for the rows of the other."""
    names = {c.hand.name: c.name for c in COLUMNS if c.hand and c.hand.name}
    vormen = {naam.lower(): naam for naam in VORM_NAMEN}
    met_de_hand = aanvullingen.rename(columns=names).assign(
        slug=aanvullingen["id"],
        titel=aanvullingen["naam"],
        vorm=aanvullingen["vorm"].map(vormen),
        tot=aanvullingen["tot"].map(first_day),
        einde=aanvullingen["tot"],
        thema_bron="redactie",
        peildatum_bron=aanvullingen["peildatum"],
        bron=AANVULLING.id,
    )
    columns = [c for c in COLUMNS if c.register or c.hand or c.name in ("bron", "einde")]
    frames = [register.assign(bron=REGISTER.id), met_de_hand]
    alle = pd.concat([f.reindex(columns=[c.name for c in columns], fill_value="") for f in frames], ignore_index=True)
    alle = alle.sort_values("naam", key=lambda names: names.map(plain), kind="stable", ignore_index=True)
    typed = {c.name: _typed(alle[c.name], c.kind) for c in columns}
    trust = {"comparable": alle["bron"].isin(COMPARABLE), "dated": alle["bron"].isin(DATED)}
    oud = ~trust["dated"] & alle["peildatum_bron"].map(lambda datum: is_old(datum, peildatum))
    return alle.assign(**typed, **trust, oud=oud).set_index("id")


def _add_taken(verbanden: pd.DataFrame, hand: Mapping[str, Redactie], taken: Mapping[str, Taak]) -> pd.DataFrame:
    """What redactie.csv says of each, also since the latest import: taken, and the subjects, sentence and other
    names that come with it. What nobody has read has the taken that its name and title speak of."""
    niets = Redactie()
    per_id = {id_: hand.get(id_, niets) for id_ in verbanden.index}
    slugs, bron, voorstel = [], [], Voorstel(taken)
    for id_, naam, titel in zip(verbanden.index, verbanden["naam"], verbanden["titel"], strict=True):
        gelezen = tuple(slug for slug in per_id[id_].taken if slug in taken)
        slugs.append(gelezen or voorstel.taken((naam, titel)))
        bron.append("redactie" if gelezen else "voorlopig" if slugs[-1] else "geen")
    themas = [
        per_id[id_].subjects(taken) or (name_first(van_bron, een, taken) if van_register else van_bron)
        for id_, van_bron, van_register, een in zip(
            verbanden.index, verbanden["themas"], verbanden["comparable"], slugs, strict=True
        )
    ]
    zinnen = [
        per_id[id_].omschrijving or zin for id_, zin in zip(verbanden.index, verbanden["omschrijving"], strict=True)
    ]
    return verbanden.assign(
        taken=pd.Series(slugs, index=verbanden.index, dtype=object),
        taaknamen=pd.Series([tuple(taken[s].naam for s in een) for een in slugs], index=verbanden.index, dtype=object),
        taken_bron=bron,
        themas=pd.Series(themas, index=verbanden.index, dtype=object),
        omschrijving=zinnen,
        andere_namen=pd.Series(
            [
                tuple(een for een in per_id[id_].andere_namen if plain(een) not in (plain(naam), plain(afkorting)))
                for id_, naam, afkorting in zip(verbanden.index, verbanden["naam"], verbanden["afkorting"], strict=True)
            ],
            index=verbanden.index,
            dtype=object,
        ),
    )


def _other_titles(verbanden: pd.DataFrame, versies: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Per id the titles of versions that are not what it is called today, newest first."""
    now = {id_: {plain(naam), plain(titel)} for id_, naam, titel in verbanden[["naam", "titel"]].itertuples()}
    out: dict[str, tuple[str, ...]] = {}
    for id_, titels in versies.groupby("verband", sort=False)["titel"]:
        others = {plain(titel): titel for titel in reversed(list(titels)) if plain(titel) not in now.get(id_, ())}
        if others:
            out[str(id_)] = tuple(others.values())
    return out


def _typed(texts: pd.Series, kind: Kind) -> pd.Series:
    """A column of a source table as values of its kind."""
    if kind is Kind.LIST:
        return texts.map(lambda text: tuple(text.split(";")) if text else ())
    if kind is Kind.DAY:
        return _dagen(texts)
    if kind is Kind.YES_NO:
        return texts == "ja"
    return pd.to_numeric(texts.replace("", None)).astype("Int64") if kind is Kind.NUMBER else texts


def _add_aliases(verbanden: pd.DataFrame, dubbel: pd.DataFrame, dubbelen: Mapping[str, str]) -> pd.DataFrame:
    """What hand-kept rows know of bodies that the register has: their other name, and a website where
    the register has none."""
    verbanden = verbanden.assign(alias="", website_van_ons=False)
    for id_, rijen in dubbel.groupby(dubbel["id"].map(dubbelen), sort=False):
        verbanden.loc[id_, "alias"] = ", ".join(rijen["naam"])
        if verbanden.loc[id_, "comparable"]:
            verbanden.loc[id_, "opmerking"] = " ".join(
                f"Hieronder valt ook {rij.naam}." if rij.zelfde_als else f"Ook bekend als {rij.naam}."
                for rij in rijen.itertuples()
            )
        websites = [website for website in rijen["website"] if website]
        if websites and not verbanden.loc[id_, "website"]:
            verbanden.loc[id_, ["website", "website_van_ons"]] = [websites[0], True]
    return verbanden


def _versies(bron: pd.DataFrame) -> pd.DataFrame:
    versies = bron.rename(columns={"samenwerkingsverband_id": "verband"})
    versies = versies.assign(
        volgorde=versies["volgorde"].astype(int),
        van=_dagen(versies["van"]),
        tot=_dagen(versies["tot"]),
    )
    return versies.sort_values(["verband", "volgorde"], kind="stable", ignore_index=True)


def _deelnames(register: pd.DataFrame, aanvullingen: pd.DataFrame, gemeenten: pd.DataFrame) -> pd.DataFrame:
    """The participations of both source tables. A hand-kept one has no first day: it counts from
    the beginning of the period that its source speaks of, and says so by an empty `van`."""
    uit_register = register.rename(
        columns={
            "samenwerkingsverband_id": "verband",
            "deelnemer_code": "code",
            "deelnemer_naam": "naam",
            "deelnemer_soort": "soort",
        }
    )[["verband", "code", "naam", "soort", "van", "tot"]]
    uit_register = uit_register.assign(van=_dagen(uit_register["van"]), tot=_dagen(uit_register["tot"]))
    uit_register["sinds"] = uit_register["van"]
    lang = (
        aanvullingen[["id", "deelnemers", "peildatum", "tot"]]
        .assign(wie=aanvullingen["deelnemers"].str.split(";"))
        .explode("wie", ignore_index=True)
    )
    is_gemeente = lang["wie"].str.startswith("GM")
    met_de_hand = pd.DataFrame(
        {
            "verband": lang["id"],
            "code": lang["wie"].where(is_gemeente, ""),
            "naam": lang["wie"].map(gemeenten["naam"]).where(is_gemeente, lang["wie"].str.split(":").str[1]),
            "soort": lang["wie"].str.split(":").str[0].where(~is_gemeente, "gemeente"),
            "van": pd.Series(pd.NaT, index=lang.index, dtype=uit_register["van"].dtype),
            "tot": _dagen(lang["tot"].map(first_day)),
            "sinds": _dagen(lang["peildatum"].map(first_day)),
        }
    )
    return pd.concat([uit_register, met_de_hand], ignore_index=True)


def _successors(deelnames: pd.DataFrame, loop: Levensloop, gemeenten: gpd.GeoDataFrame) -> pd.DataFrame:
    """Adds `nu` and `opgeheven`: where an ended gemeente lies today."""
    bestaat = deelnames["code"].isin(gemeenten.index)
    opgeheven = (deelnames["soort"] == "gemeente") & ~bestaat
    oud = deelnames[opgeheven]
    nu = deelnames["code"].where(bestaat, "")
    nu.loc[oud.index] = [loop.nu(code, naam) for code, naam in zip(oud["code"], oud["naam"], strict=True)]
    return deelnames.assign(nu=nu, opgeheven=opgeheven)


def _add_accessions(deelnames: pd.DataFrame, register: pd.DataFrame, begin: pd.Series) -> pd.DataFrame:
    """Adds `toegetreden`: the latest accession of the same participant that is not after the row's first day. One from
    before its gemeente existed is that of others: of these it is not known when the gemeente itself joined, but for
    who took part from the day on which it came to be."""
    dagen = _dagen(register["toegetreden"])
    bekend: dict[tuple[str, str], list[pd.Timestamp]] = defaultdict(list)
    for verband, wie, dag in zip(
        register["samenwerkingsverband_id"],
        register["deelnemer_code"].where(register["deelnemer_code"] != "", register["deelnemer_naam"]),
        dagen,
        strict=True,
    ):
        if pd.notna(dag):
            bekend[verband, wie].append(dag)
    starts = pd.to_datetime(deelnames["code"].map(begin))
    wie_ook = deelnames["code"].where(deelnames["code"] != "", deelnames["naam"])
    out = []
    for verband, wie, van, start in zip(deelnames["verband"], wie_ook, deelnames["van"], starts, strict=True):
        gevonden = [dag for dag in bekend.get((verband, wie), ()) if dag <= van and not dag < start]
        out.append(max(gevonden, default=start if start == van else pd.NaT))
    days = pd.Series(out, index=deelnames.index, dtype=object)
    return deelnames.assign(toegetreden=pd.to_datetime(days).astype(deelnames["van"].dtype))


def _but_for(keuze: Selection, zonder: Iterable[str]) -> Selection:
    """A selection as if nothing were chosen for some parameters."""
    for parameter in zonder:
        if parameter in FILTERS:
            keuze = keuze.having(**{parameter: ()}) if keuze[parameter] else keuze
        else:
            keuze = keuze.without(parameter)
    return keuze


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(kolom): waarde for kolom, waarde in rij.items()} for rij in frame.to_dict("records")]
