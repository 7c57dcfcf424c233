"""What differs between two nights of the register: what happened, what was corrected, announced, or is gone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viewer.errors import BadSource
from viewer.sources.description import facts_in
from viewer.sources.package import read_table
from viewer.sources.registry import REGISTER
from viewer.sources.wijzigingen import Rij, Wijzigingen
from viewer.wording import count, long_date_of

_VELDEN = ("naam", "titel", "vorm", "themas", "website", "omschrijving")
Dagen = tuple[str, str]
"""First day, and the first day after it; "" when it runs."""


@dataclass(frozen=True)
class Registerstand:
    """The register's half of a data folder at one moment. verbanden: id -> row; deelnames: (id, participant) ->
    its name and its days, in order; versies: systeemId -> row; gemeenten: systeemId -> row; weg: ids of what the
    register does not have any more."""

    peildatum: str
    verbanden: Mapping[str, Mapping[str, str]]
    deelnames: Mapping[tuple[str, str], tuple[str, tuple[Dagen, ...]]]
    versies: Mapping[str, Mapping[str, str]]
    gemeenten: Mapping[str, Mapping[str, str]]
    weg: frozenset[str]


def read_stand(folder: Path) -> Registerstand | None:
    """What a data folder says now; None when it has no import yet."""
    bestanden = [folder / f"{tabel}.csv" for tabel in ("samenwerkingsverbanden", "deelnames", "versies")]
    if not all(bestand.is_file() for bestand in bestanden):
        return None
    verbanden, deelnames, versies = (read_table(bestand) for bestand in bestanden)
    if not len(verbanden):
        return None
    organisaties = folder / "organisaties.csv"
    dagen: dict[tuple[str, str], tuple[str, tuple[Dagen, ...]]] = {}
    for rij in deelnames.to_dict("records"):
        wie = (
            rij["samenwerkingsverband_id"],
            rij["deelnemer_code"] or rij["deelnemer_bron_id"] or rij["deelnemer_naam"],
        )
        eerder = dagen.get(wie, ("", ()))[1]
        dagen[wie] = (rij["deelnemer_naam"], tuple(sorted((*eerder, (rij["van"], rij["tot"])))))
    return Registerstand(
        peildatum=str(verbanden["peildatum_bron"].max()),
        verbanden={rij["id"]: rij for rij in verbanden.to_dict("records")},
        deelnames=dagen,
        versies={rij["bron_id"]: rij for rij in versies.to_dict("records")},
        gemeenten={
            rij["bron_id"]: rij
            for rij in (read_table(organisaties).to_dict("records") if organisaties.is_file() else ())
            if rij["soort"] == "gemeente"
        },
        weg=frozenset(facts_in(folder).get(REGISTER.id, {}).get("verdwenen", {})),
    )


def require_stand(folder: Path) -> Registerstand:
    """The same for a folder that must have one. Raises BadSource."""
    stand = read_stand(folder)
    if stand is None:
        raise BadSource(str(folder), "bevat nog geen register.", "Draai eerst gegevens importeer-roo.")
    return stand


def compare(oud: Registerstand | None, nieuw: Registerstand) -> Wijzigingen:
    """What differs; nothing when there was no import before.

    Happened (nieuw, beeindigd, gewijzigd, toegetreden, uitgetreden) is what the register says of a day up to its
    own, also when it tells so late: then the day lies before the import of before. Of who is taken off the list of
    a version the register gives no day. Announced is what lies after the day of the register. Corrected is what is
    told otherwise than before of what had been told.
    """
    if oud is None:
        return Wijzigingen("", nieuw.peildatum)
    verslag = _Verslag(oud, nieuw)
    verslag.verbanden()
    verslag.deelnemers()
    verslag.gemeenten()
    return Wijzigingen(oud.peildatum, nieuw.peildatum, **{soort: _ordered(r) for soort, r in verslag.rijen.items()})


class _Verslag:
    """Collects what differs. rijen: per kind."""

    def __init__(self, oud: Registerstand, nieuw: Registerstand) -> None:
        self.oud, self.nieuw = oud, nieuw
        self.rijen: dict[str, list[Rij]] = {}
        self._heel: set[str] = set()  # of which all is told by what became of it as a whole

    def _tell(self, soort: str, id_: str, naam: str, **meer: str) -> None:
        self.rijen.setdefault(soort, []).append({"id": id_, "naam": naam, **meer})

    # -- samenwerkingsverbanden ----------------------------------------------------------------------

    def verbanden(self) -> None:
        """What became of each as a whole, and which of its facts changed."""
        for id_ in sorted(self.oud.verbanden.keys() | self.nieuw.verbanden.keys()):
            was, is_ = self.oud.verbanden.get(id_), self.nieuw.verbanden.get(id_)
            naam = (is_ or was or {})["naam"]
            if is_ is None or (id_ in self.nieuw.weg) > (id_ in self.oud.weg):
                self._heel.add(id_)
                self._tell("verdwenen", id_, naam, wat="staat niet meer in het register")
            elif id_ in self.nieuw.weg:
                self._heel.add(id_)
            elif was is None:
                self._heel.add(id_)
                self._first(id_, is_)
            elif id_ in self.oud.weg:
                self._heel.add(id_)
                self._tell("gecorrigeerd", id_, naam, wat="staat weer in het register")
            else:
                self._days(id_, was, is_)
                self._facts(id_, was, is_)

    def _first(self, id_: str, rij: Mapping[str, str]) -> None:
        dag, van, tot = self.nieuw.peildatum, rij["van"], rij["tot"]
        if van > dag:
            self._tell("aangekondigd", id_, rij["naam"], wat=f"begint op {long_date_of(van)}", dag=van)
        elif tot and tot <= dag:
            wat = f"stond nog niet in het register; het was er van {long_date_of(van)} tot {long_date_of(tot)}"
            self._tell("gecorrigeerd", id_, rij["naam"], wat=wat, dag=van)
        else:
            self._tell("nieuw", id_, rij["naam"], dag=van)

    def _days(self, id_: str, was: Mapping[str, str], is_: Mapping[str, str]) -> None:
        eerst, nu = _when(was, self.oud.peildatum), _when(is_, self.nieuw.peildatum)
        naam, van, tot = is_["naam"], is_["van"], is_["tot"]
        if eerst != nu:
            self._heel.add(id_)
        if (eerst, nu) == ("komt", "loopt"):
            self._tell("nieuw", id_, naam, dag=van)
        elif eerst != "voorbij" and nu == "voorbij":
            self._tell("beeindigd", id_, naam, dag=tot)
        elif eerst != "komt" and nu == "komt":
            self._tell("gecorrigeerd", id_, naam, wat=f"begint pas op {long_date_of(van)}", dag=van)
        elif (eerst, nu) == ("voorbij", "loopt"):
            self._tell(
                "gecorrigeerd", id_, naam, wat=f"is niet op {long_date_of(was['tot'])} beëindigd", dag=was["tot"]
            )
        elif was["van"] != van:
            wat = f"begint op {long_date_of(van)} en niet op {long_date_of(was['van'])}"
            self._tell("aangekondigd" if nu == "komt" else "gecorrigeerd", id_, naam, wat=wat, dag=van)
        self._end(id_, naam, was["tot"], tot, eerst == nu)

    def _end(self, id_: str, naam: str, was: str, is_: str, nog: bool) -> None:
        """Of what still runs, or is still past, another end."""
        if not nog or was == is_:
            return
        if not was:
            self._tell("aangekondigd", id_, naam, wat=f"houdt op {long_date_of(is_)} op", dag=is_)
        elif not is_:
            self._tell("gecorrigeerd", id_, naam, wat=f"houdt toch niet op {long_date_of(was)} op", dag=was)
        else:
            wat = f"houdt op {long_date_of(is_)} op en niet op {long_date_of(was)}"
            self._tell("gecorrigeerd", id_, naam, wat=wat, dag=is_)

    def _facts(self, id_: str, was: Mapping[str, str], is_: Mapping[str, str]) -> None:
        dag = self.nieuw.peildatum
        for bron_id, versie in self.nieuw.versies.items():
            if versie["samenwerkingsverband_id"] != id_:
                continue
            eerder = self.oud.versies.get(bron_id)
            if eerder is None and versie["van"] > dag and is_["van"] <= dag:
                wat = f"krijgt op {long_date_of(versie['van'])} een nieuwe versie"
                self._tell("aangekondigd", id_, is_["naam"], wat=wat, dag=versie["van"])
            elif eerder is not None and eerder["van"] != versie["van"] and eerder["van"] != was["van"]:
                wat = f"een versie begint op {long_date_of(versie['van'])} en niet op {long_date_of(eerder['van'])}"
                self._tell("gecorrigeerd", id_, is_["naam"], wat=wat, dag=versie["van"])
        velden = ", ".join(veld for veld in _VELDEN if was[veld] != is_[veld])
        if velden:
            loopt = id_ not in self._heel and _when(is_, dag) == "loopt"
            if loopt:
                self._tell("gewijzigd", id_, is_["naam"], velden=velden)
            elif id_ not in self._heel:
                self._tell("gecorrigeerd", id_, is_["naam"], wat=f"anders: {velden}")

    # -- who takes part ------------------------------------------------------------------------------

    def deelnemers(self) -> None:
        """Who joined and left, and whose days changed, of what was there both times."""
        bij: dict[str, list[tuple[str, str, str]]] = {}
        weg: dict[str, list[tuple[str, str, str]]] = {}
        for wie in sorted(self.oud.deelnames.keys() | self.nieuw.deelnames.keys()):
            id_, sleutel = wie
            if id_ in self._heel or id_ not in self.nieuw.verbanden or id_ not in self.oud.verbanden:
                continue
            oude_naam, was = self.oud.deelnames.get(wie, ("", ()))
            naam, is_ = self.nieuw.deelnames.get(wie, ("", ()))
            if not was and (nu := _active(is_, self.nieuw.peildatum)):
                bij.setdefault(id_, []).append((sleutel, naam, nu[0]))
            elif not is_ and (toen := _active(was, self.oud.peildatum)):
                weg.setdefault(id_, []).append((sleutel, oude_naam, toen[0]))
            else:
                self._one(id_, naam or oude_naam, was, is_)
                self._renamed(id_, sleutel, oude_naam, naam)
        for id_ in sorted(bij.keys() | weg.keys()):
            self._swapped(id_, bij.get(id_, []), weg.get(id_, []))

    def _swapped(self, id_: str, bij: list[tuple[str, str, str]], weg: list[tuple[str, str, str]]) -> None:
        """Who is new on the list and who is off it: one in the place of another is a correction, when both have one
        name or one first day of before."""
        verband = self.nieuw.verbanden[id_]["naam"]
        for sleutel, naam, van in bij:
            ander = next(
                (w for w in weg if w[1] == naam or (w[2] == van and van <= self.oud.peildatum and van > "")), None
            )
            if ander is None:
                self._tell("toegetreden", id_, verband, deelnemer=naam, dag=van)
                continue
            weg.remove(ander)
            wat = (
                f"{naam} heeft nummer {sleutel} en niet {ander[0]}"
                if ander[1] == naam
                else f"{naam} doet mee, en niet {ander[1]}"
            )
            self._tell("gecorrigeerd", id_, verband, deelnemer=naam, wat=wat, dag=van)
        for _, naam, _van in weg:
            self._tell("uitgetreden", id_, verband, deelnemer=naam, dag="")

    def _renamed(self, id_: str, sleutel: str, was: str, is_: str) -> None:
        """Another name for the same participant, unless it is a gemeente: that is told once."""
        if was and is_ and was != is_ and not sleutel.startswith("GM"):
            naam = self.nieuw.verbanden[id_]["naam"]
            self._tell("gecorrigeerd", id_, naam, deelnemer=is_, wat=f"{was} heet nu {is_}", dag="")

    def _one(self, id_: str, naam: str, was: tuple[Dagen, ...], is_: tuple[Dagen, ...]) -> None:
        verband = self.nieuw.verbanden[id_]["naam"]
        toen, nu = _active(was, self.oud.peildatum), _active(is_, self.nieuw.peildatum)

        def tell(soort: str, wat: str = "", dag: str = "") -> None:
            self._tell(soort, id_, verband, deelnemer=naam, **({"wat": wat} if wat else {}), dag=dag)

        if nu and not toen:
            terug = any(van == nu[0] and tot and tot <= self.oud.peildatum for van, tot in was)
            if terug:
                tell("gecorrigeerd", f"{naam} doet nog steeds mee", nu[0])
            else:
                tell("toegetreden", dag=nu[0])
        elif toen and not nu:
            einde = [tot for van, tot in is_ if tot and tot <= self.nieuw.peildatum]
            komt = [van for van, _ in is_ if van > self.nieuw.peildatum]
            if komt and not einde:
                tell("gecorrigeerd", f"{naam} doet pas mee vanaf {long_date_of(komt[0])}", komt[0])
            else:
                tell("uitgetreden", dag=max(einde, default=""))
        elif toen and nu:
            self._still(tell, naam, toen, nu, (self.oud.verbanden[id_], self.nieuw.verbanden[id_]))
            self._other_days(tell, naam, set(was) - {toen}, set(is_) - {nu})
        else:
            self._other_days(tell, naam, set(was), set(is_))

    def _still(
        self, tell: Any, naam: str, toen: Dagen, nu: Dagen, heel: tuple[Mapping[str, str], Mapping[str, str]]
    ) -> None:
        """Of who takes part both times, other days than before, unless these are the days of the whole."""
        was, is_ = heel
        if toen[0] != nu[0] and (toen[0], nu[0]) != (was["van"], is_["van"]):
            wat = f"{naam} doet mee sinds {long_date_of(nu[0])} en niet sinds {long_date_of(toen[0])}"
            tell("gecorrigeerd", wat, nu[0])
        if toen[1] == nu[1] or (toen[1], nu[1]) == (was["tot"], is_["tot"]):
            return
        if not toen[1]:
            tell("aangekondigd", f"{naam} doet mee tot {long_date_of(nu[1])}", nu[1])
        elif not nu[1]:
            tell("gecorrigeerd", f"{naam} blijft meedoen na {long_date_of(toen[1])}", toen[1])
        else:
            wat = f"{naam} doet mee tot {long_date_of(nu[1])} en niet tot {long_date_of(toen[1])}"
            tell("gecorrigeerd", wat, nu[1])

    def _other_days(self, tell: Any, naam: str, was: set[Dagen], is_: set[Dagen]) -> None:
        """Days that are past or to come."""
        dag = self.nieuw.peildatum
        komt, kwam = ({van for van, _ in dagen if van > dag} for dagen in (is_, was))
        for van in sorted(komt - kwam):
            tell("aangekondigd", f"{naam} gaat meedoen op {long_date_of(van)}", van)
        for van in sorted(kwam - komt) if not komt else ():
            tell("gecorrigeerd", f"{naam} gaat toch niet meedoen op {long_date_of(van)}", van)
        eerder, nu = ({d for d in dagen if d[0] <= dag and d[0] not in kwam} for dagen in (was, is_))
        if eerder != nu:
            begin = min((van for van, _ in eerder ^ nu), default="")
            tell("gecorrigeerd", f"de dagen waarop {naam} meedeed zijn verbeterd", begin)

    # -- gemeenten -----------------------------------------------------------------------------------

    def gemeenten(self) -> None:
        """What the register says otherwise of gemeenten: one by one, but for what changes every year."""
        anders = {"inwoners": 0, "plaatsen": 0}
        for bron_id, is_ in sorted(self.nieuw.gemeenten.items()):
            was = self.oud.gemeenten.get(bron_id)
            if was is None:
                self._new_gemeente(is_)
                continue
            self._gemeente(was, is_)
            for veld in anders:
                if was[veld] and not is_[veld]:
                    wat = {"inwoners": "het aantal inwoners", "plaatsen": "welke plaatsen erin liggen"}[veld]
                    self._tell("gecorrigeerd", is_["code"], is_["naam"], wat=f"{wat} staat niet meer in het register")
                elif was[veld] != is_[veld]:
                    anders[veld] += 1
        for veld, aantal in anders.items():
            if aantal:
                self._tell("gewijzigd", "", count(aantal, "gemeente", "gemeenten"), velden=veld)

    def _new_gemeente(self, rij: Mapping[str, str]) -> None:
        if rij["tot"] and rij["tot"] <= self.nieuw.peildatum:
            wat = f"stond nog niet in het register; zij was gemeente tot {long_date_of(rij['tot'])}"
            self._tell("gecorrigeerd", rij["code"], rij["naam"], wat=wat, dag=rij["tot"])
        elif rij["van"] > self.nieuw.peildatum:
            wat = f"wordt op {long_date_of(rij['van'])} een gemeente"
            self._tell("aangekondigd", rij["code"], rij["naam"], wat=wat, dag=rij["van"])
        else:
            self._tell("gewijzigd", rij["code"], rij["naam"], velden="nieuwe gemeente", dag=rij["van"])

    def _gemeente(self, was: Mapping[str, str], is_: Mapping[str, str]) -> None:
        code, naam, dag = is_["code"], is_["naam"], self.nieuw.peildatum
        if was["naam"] != naam:
            self._tell("gewijzigd", code, naam, velden="naam", wat=f"heette {was['naam']}")
        if was["code"] != code and was["code"] and code:
            self._tell("gewijzigd", code, naam, velden="code", wat=f"had code {was['code']}")
        elif was["code"] != code:
            wat = "heeft geen code meer in het register" if was["code"] else f"heeft nu code {code} in het register"
            self._tell("gecorrigeerd", code or was["code"], naam, wat=wat)
        if was["provincie"] != is_["provincie"]:
            van, naar = was["provincie"], is_["provincie"]
            wat = f"ging van {van} naar {naar}" if van and naar else f"ligt in {naar or 'een provincie die ontbreekt'}"
            self._tell("gewijzigd", code, naam, velden="provincie", wat=wat)
        oud, tot = was["tot"], is_["tot"]
        eerst, nu = bool(oud) and oud <= self.oud.peildatum, bool(tot) and tot <= dag
        if nu and not eerst:
            self._tell("gewijzigd", code, naam, velden="opgeheven", dag=tot)
        elif tot != oud and tot and not oud:
            self._tell("aangekondigd", code, naam, wat=f"is vanaf {long_date_of(tot)} geen gemeente meer", dag=tot)
        elif tot != oud:
            wat = f"is op {long_date_of(oud)} niet opgeheven" + (f", maar op {long_date_of(tot)}" if tot else "")
            self._tell("gecorrigeerd", code, naam, wat=wat, dag=tot or oud)


def _when(rij: Mapping[str, str], dag: str) -> str:
    if rij["van"] > dag:
        return "komt"
    return "voorbij" if rij["tot"] and rij["tot"] <= dag else "loopt"


def _active(dagen: Iterable[Dagen], dag: str) -> Dagen | None:
    return next(((van, tot) for van, tot in dagen if van <= dag and (not tot or dag < tot)), None)


def _ordered(rijen: list[Rij]) -> tuple[Mapping[str, str], ...]:
    return tuple(sorted(rijen, key=lambda rij: (rij["naam"].casefold(), rij["id"], rij.get("deelnemer", ""))))
