"""Gemeenten with a beginning and an end, and participations that follow them: cut at a start, inherited at a merger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from viewer.model import Periode, periode_of, slugify, verenig

_NEW_CODES_FROM = "GM1500"
"""Codes from here on were given out for a herindeling; lower ones are as old as the list of codes."""


@dataclass(frozen=True)
class Leven:
    """When a gemeente was one. van: its first day, None when unknown (long ago); tot: the first day on which it
    was none any more, None while it is one; opvolger: the code that most of it went to then, "" while it is one."""

    van: pd.Timestamp | None
    tot: pd.Timestamp | None
    opvolger: str


class Levensloop:
    """Every gemeente that is or was one, and who follows whom. Made once per dataset; never changes.

    gemeenten: those of today, index code; columns naam, slug, provincie, inwoners, plaatsen. organisaties and
    herindelingen: those tables. A code that is in gemeenten has not ended, whatever herindelingen announces.

    ooit: index code, all with a code; columns naam, slug, provincie, inwoners (those of today: as it is now; of
    ended ones what the register last knew, 0 for unknown), plaatsen, van, tot (Timestamp; NaT: unknown, or still
    one), nu (the code of today that it lies in, its own or that of its successors).
    """

    def __init__(self, gemeenten: pd.DataFrame, organisaties: pd.DataFrame, herindelingen: pd.DataFrame) -> None:
        known = organisaties[organisaties["soort"] == "gemeente"]
        begun = {code: van for code, van in zip(known["code"], known["van"], strict=True) if code and van}
        ended = herindelingen[~herindelingen["oude_code"].isin(gemeenten.index)]
        steps: dict[str, list[str]] = defaultdict(list)
        for nieuw, datum in zip(herindelingen["nieuwe_code"], herindelingen["datum"], strict=True):
            steps[nieuw].append(datum)
        self._by_name: dict[str, Leven] = {}
        self._codes: dict[str, str] = {}
        self._levens: dict[str, Leven] = {}
        for code in gemeenten.index:
            self._levens[code] = Leven(_first_day(code, begun.get(code, ""), steps[code], today=True), None, "")
        for rij in ended.itertuples():
            van = _first_day(rij.oude_code, begun.get(rij.oude_code, ""), steps[rij.oude_code], today=False)
            leven = Leven(van, pd.Timestamp(rij.datum), rij.nieuwe_code)
            self._by_name[rij.oude_naam] = leven
            if rij.oude_code:
                self._codes[rij.oude_naam] = rij.oude_code
                self._levens.setdefault(rij.oude_code, leven)
        self._nu = {code: self._today(code, gemeenten.index) for code in self._levens}
        self.ooit = self._ooit(gemeenten, known, ended)
        self.binnen = self._binnen()
        """Per code of today the codes of the ended ones that lie in it, by name."""

        self.voorgangers = {nu: tuple(filter(self._before(nu), codes)) for nu, codes in self.binnen.items()}
        """The same of those whose place it took: they had ended when it began."""

    def leven(self, code: str, naam: str = "") -> Leven | None:
        """When the gemeente with a code, or without one by its name, was one; None for what is none of ours."""
        return self._levens.get(code) if code else self._by_name.get(naam)

    def code_of(self, naam: str) -> str:
        """The code of an ended gemeente by its name; "" when it has none."""
        return self._codes.get(naam, "")

    def nu(self, code: str, naam: str = "") -> str:
        """The gemeente of today in which this one lies; "" when that is not known."""
        if code in self._levens:
            return self._nu[code]
        leven = self._by_name.get(naam)
        return self._nu.get(leven.opvolger, "") if leven else ""

    def on(self, dag: pd.Timestamp) -> pd.Series:
        """Which rows of `ooit` are a gemeente on a day."""
        ooit = self.ooit
        return (ooit["van"].isna() | (ooit["van"] <= dag)) & (ooit["tot"].isna() | (dag < ooit["tot"]))

    def toen(self, code: str, dag: pd.Timestamp) -> tuple[str, ...]:
        """Who stood where this gemeente is now: itself on the days that it is one, else those whose place it
        took, by name; none when nobody is known."""
        alive = self.alive(code, dag)
        if alive:
            return (code,)
        return tuple(oud for oud in self.voorgangers.get(code, ()) if self.alive(oud, dag))

    def heir(self, code: str, dag: pd.Timestamp) -> str:
        """Who stands on a day for a gemeente that was one before: itself while it is one, else who followed it."""
        seen: set[str] = set()
        while (leven := self._levens.get(code)) and leven.tot is not None and leven.tot <= dag and code not in seen:
            seen.add(code)
            code = leven.opvolger
        return code

    def alive(self, code: str, dag: pd.Timestamp) -> bool:
        """Whether this is a gemeente on a day."""
        leven = self._levens.get(code)
        return leven is not None and (leven.van is None or leven.van <= dag) and (leven.tot is None or dag < leven.tot)

    def _today(self, code: str, today: pd.Index) -> str:
        seen: set[str] = set()
        while code not in today:
            if code in seen or code not in self._levens:
                return ""
            seen.add(code)
            code = self._levens[code].opvolger
        return code

    def _ooit(self, gemeenten: pd.DataFrame, known: pd.DataFrame, ended: pd.DataFrame) -> pd.DataFrame:
        columns = ["naam", "slug", "provincie", "inwoners", "plaatsen"]
        by_name = {rij["naam"]: rij for rij in reversed(known.to_dict("records"))}
        provincies = gemeenten["provincie"].to_dict()
        taken = set(gemeenten["slug"])
        rows = {}
        for naam, code in zip(ended["oude_naam"], ended["oude_code"], strict=True):
            if not code or code in rows or not self._nu[code]:
                continue
            own = by_name.get(naam, {"provincie": "", "inwoners": "", "plaatsen": ""})
            slug = slugify(naam)
            slug = slug if slug and slug not in taken else f"{slug}-{code.lower()}".strip("-")
            taken.add(slug)
            plaatsen = tuple(filter(None, own["plaatsen"].split(";")))
            provincie = own["provincie"] or provincies[self._nu[code]]
            rows[code] = (naam, slug, provincie, int(own["inwoners"] or 0), plaatsen)
        past = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
        alle = pd.concat([pd.DataFrame(gemeenten[columns]), past]).sort_index().rename_axis("code")
        levens = [self._levens[code] for code in alle.index]
        return alle.assign(
            inwoners=alle["inwoners"].astype(int),
            van=pd.to_datetime([leven.van for leven in levens]),
            tot=pd.to_datetime([leven.tot for leven in levens]),
            nu=[self._nu[code] for code in alle.index],
        )

    def _binnen(self) -> Mapping[str, tuple[str, ...]]:
        out: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for code, naam, nu in zip(self.ooit.index, self.ooit["naam"], self.ooit["nu"], strict=True):
            if code != nu:
                out[nu].append((naam, code))
        return {nu: tuple(code for _, code in sorted(codes)) for nu, codes in out.items()}

    def _before(self, code: str) -> Callable[[str], bool]:
        """Whether another had ended when this one began."""
        begin = self._levens[code].van

        def ended(other: str) -> bool:
            tot = self._levens[other].tot
            return begin is not None and tot is not None and tot <= begin

        return ended


def _first_day(code: str, van: str, steps: list[str], *, today: bool) -> pd.Timestamp | None:
    """The day on which a gemeente began: what the register says where herindelingen.csv agrees, since the register
    also gives the day of another name; else the first herindeling that made it. None: unknown."""
    if van and van in steps:
        return pd.Timestamp(van)
    if not steps or code < _NEW_CODES_FROM or (van and van < min(steps)):
        return None
    # What joins one that is there looks the same in the table, but it is not often two at once.
    made = not today or bool(van) or steps.count(min(steps)) > 1
    return pd.Timestamp(min(steps)) if made else None


def settle(deelnames: pd.DataFrame, loop: Levensloop) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Participations as gemeenten could have them, and what the register calls otherwise.

    deelnames: columns verband, code, naam, soort, van, tot, sinds (Timestamps; NaT: unknown, or still). The
    register names an ended gemeente for months or years, and puts a new one into old versions. Here a
    participation is cut at the first day of its gemeente, and from the day on which it ended counts for its
    successor: once, however many of them went there, and whether or not the register names that one too. A
    gemeente that the register has no code of gets that of herindelingen.csv.

    Returns the participations in their order, with what was inherited behind the others; and the spells in
    which the register names others: verband, code (who takes part), naam (whom the register names), sinds, tot.
    """
    is_gemeente = deelnames["soort"] == "gemeente"
    bare = is_gemeente & (deelnames["code"] == "")
    codes = deelnames["code"].where(~bare, deelnames["naam"].map(loop.code_of).where(bare, ""))
    deelnames = deelnames.assign(code=codes)
    rows = deelnames[is_gemeente]
    per_code = {code: loop.leven(code) for code in rows["code"].unique() if code}
    begins = pd.to_datetime(rows["code"].map({c: leven.van for c, leven in per_code.items() if leven and leven.van}))
    ends = pd.to_datetime(rows["code"].map({c: leven.tot for c, leven in per_code.items() if leven and leven.tot}))
    nameless = rows["code"] == ""
    odd = (begins > rows["sinds"]) | (ends.notna() & (rows["tot"].isna() | (rows["tot"] > ends))) | nameless
    own: list[tuple[str, str, str, pd.Timestamp, pd.Timestamp, pd.Timestamp]] = []
    heirs: list[tuple[str, str, str, pd.Timestamp, pd.Timestamp]] = []
    for rij in rows[odd].itertuples():
        for step, (code, since, until) in enumerate(_pieces(rij.code, rij.naam, rij.sinds, rij.tot, loop)):
            if step == 0 and code == rij.code:
                own.append((rij.verband, code, rij.naam, rij.van if pd.isna(rij.van) else since, until, since))
            else:
                heirs.append((rij.verband, code, rij.naam, since, until))
    rest = deelnames.drop(index=rows.index[odd])
    mended = pd.DataFrame(own, columns=["verband", "code", "naam", "van", "tot", "sinds"]).assign(soort="gemeente")
    genoemd = pd.DataFrame(heirs, columns=["verband", "code", "naam", "sinds", "tot"])
    genoemd = genoemd.assign(sinds=pd.to_datetime(genoemd["sinds"]), tot=pd.to_datetime(genoemd["tot"]))
    frames = [rest, _typed_like(mended, deelnames)] if len(mended) else [rest]
    alle = pd.concat(frames, ignore_index=True)
    return _inherit(alle, genoemd, loop), genoemd


def _pieces(
    code: str, naam: str, since: pd.Timestamp, until: pd.Timestamp, loop: Levensloop
) -> Iterator[tuple[str, pd.Timestamp, pd.Timestamp]]:
    """Who has a participation on which days: the gemeente itself, then whoever followed it."""
    leven = loop.leven(code, naam)
    seen = {code}
    while leven is not None:
        heir = loop.leven(leven.opvolger) if leven.opvolger not in seen else None
        since = since if leven.van is None else max(since, leven.van)
        goes_on = leven.tot is not None and heir is not None and (pd.isna(until) or leven.tot < until)
        end = leven.tot if goes_on else until
        if pd.isna(end) or since < end:
            yield code, since, end
        if not goes_on:
            return
        since, code, leven = max(since, leven.tot), leven.opvolger, heir
        seen.add(code)
    yield code, since, until


def _inherit(deelnames: pd.DataFrame, genoemd: pd.DataFrame, loop: Levensloop) -> pd.DataFrame:
    """Joins what was inherited to what the heir has itself, as the fewest unbroken participations."""
    if genoemd.empty:
        return deelnames
    pairs = pd.MultiIndex.from_frame(genoemd[["verband", "code"]]).unique()
    meets = pd.MultiIndex.from_frame(deelnames[["verband", "code"]]).isin(pairs)
    names = loop.ooit["naam"]
    own = defaultdict(list)
    for rij in deelnames[meets].itertuples():
        own[rij.verband, rij.code].append(rij)
    got = defaultdict(list)
    for rij in genoemd.itertuples():
        got[rij.verband, rij.code].append(rij)
    out = []
    for (verband, code), inherited in got.items():
        mine = own[verband, code]
        naam = mine[0].naam if mine else names.get(code, inherited[0].naam)
        for deel in verenig(_period(rij.sinds, rij.tot) for rij in (*mine, *inherited)):
            begun = [rij.van for rij in mine if rij.sinds.date() == deel.van]
            van = begun[0] if begun else pd.Timestamp(deel.van)
            tot = pd.NaT if deel.tot is None else pd.Timestamp(deel.tot)
            out.append((verband, code, naam, "gemeente", van, tot, pd.Timestamp(deel.van)))
    new = pd.DataFrame(out, columns=["verband", "code", "naam", "soort", "van", "tot", "sinds"])
    return pd.concat([deelnames[~meets], _typed_like(new, deelnames)], ignore_index=True)


def _typed_like(rows: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    days = {name: pd.to_datetime(rows[name]).astype(other[name].dtype) for name in ("van", "tot", "sinds")}
    return rows.assign(**days)[list(other.columns)]


def _period(since: pd.Timestamp, until: pd.Timestamp) -> Periode:
    period = periode_of(since.date(), None if pd.isna(until) else until.date())
    if period is None:
        raise ValueError(f"no day between {since} and {until}")
    return period
