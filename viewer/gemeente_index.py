"""Which gemeente of today an address means by an ended gemeente, a place, or another name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from rapidfuzz import fuzz, process

from viewer.model import slugify
from viewer.sources.aliases import ALIASES
from viewer.sources.herindelen import HERCODEERD, HERNOEMD
from viewer.sources.names import OPGEHEVEN, Kandidaat, NameIndex

_CODE = re.compile(r"(?:gm)?0*(\d{1,4})\Z", re.IGNORECASE)
_ADDED = re.compile(r"(.+?) ?\([^)]*\)")
"""A name with what tells it from another gemeente of that name: "Bergen (NH)"."""

_LONGEST = 80
"""Of a name, in signs; what is longer is no name."""

_ALIKE = 78
"""Of 100: what a reader takes for a misspelling of a place ("heyno" for Heino is 80)."""


@dataclass(frozen=True)
class Elders:
    """What is not the name of a gemeente today, and means one or more that are.

    naam: of the place or the ended gemeente, or the other name. slugs: gemeenten of today; of an ended
    gemeente the one that got most of it. sinds: the day on which it ended; None for all else. opmerking: what
    else became of it, as herindelingen.csv says. alias: whether it is another name of these gemeenten.
    """

    naam: str
    slugs: tuple[str, ...]
    sinds: date | None = None
    opmerking: str = ""
    alias: bool = False


class GemeenteIndex:
    """Made once per dataset; never changes.

    gemeenten: rows with code, slug, naam, plaatsen and, where it is known, provincie, of today.
    herindelingen: rows of that table.
    """

    def __init__(self, gemeenten: Iterable[Mapping[str, Any]], herindelingen: Iterable[Mapping[str, str]]) -> None:
        today = list(gemeenten)
        self._slugs = {row["code"]: str(row["slug"]) for row in today}
        self._own = own = set(self._slugs.values())
        self._today_rows = [(row["code"], str(row["naam"]), str(row.get("provincie", ""))) for row in today]
        ended = [row for row in herindelingen if row["oude_code"] not in self._slugs]
        self._next = {row["oude_code"]: row["nieuwe_code"] for row in reversed(ended) if row["oude_code"]}
        self._by_code: dict[str, Elders] = {}
        self._from: dict[str, list[Elders]] = defaultdict(list)
        names: dict[str, list[Elders]] = defaultdict(list)
        for row in ended:
            code = self._today(row["nieuwe_code"])
            if code is None:
                continue
            one = Elders(
                row["oude_naam"],
                (self._slugs[code],),
                date.fromisoformat(row["datum"]),
                row.get("opmerking", ""),
                alias=row.get("opmerking", "") in (HERNOEMD, HERCODEERD),
            )
            if slugify(one.naam) not in own:  # one that only got another code is no other gemeente
                self._from[code].append(one)
            names[slugify(one.naam)].append(one)
            self._by_code.setdefault(row["oude_code"], one)
        for row in today:
            for plaats in row["plaatsen"]:
                names[slugify(plaats)].append(Elders(plaats, (str(row["slug"]),)))
        for name, one in self._other_names(today):
            if one.slugs and not any(found.sinds is None for found in names[name]):
                names[name] = [one]
        self._by_name = {name: _together(found) for name, found in names.items() if name and name not in own and found}

    def find(self, text: str) -> Elders | None:
        """What a name or a code (GM0501, 0501) means that is not how a gemeente of today is called; None for
        what nobody knows, and for a gemeente of today. A name as people write it: "gemeente Raalte", "Hengelo (O)"."""
        if number := _CODE.match(text.strip()):
            return self._by_code.get(f"GM{number[1]:0>4}")
        slug = slugify(text)
        if not slug or slug in self._own or len(text) > _LONGEST:
            return None
        return self._by_name.get(slug) or self._as_written(text)

    def _as_written(self, text: str) -> Elders | None:
        """What a name means by the rules by which tables are read."""
        found = self._matcher.sure(text, "gemeente") or self._matcher.sure(text.replace("-", " "), "gemeente")
        if found is None:
            return None
        if found.soort == OPGEHEVEN:
            return self._by_code.get(found.code) or self._by_name.get(slugify(found.naam))
        return Elders(text.strip(), (self._slugs[found.code],), alias=True)

    def like(self, text: str, most: int = 3) -> tuple[Elders, ...]:
        """The places, ended gemeenten and other names that are nearest to a name that nobody knows, the best first."""
        near = process.extract(
            slugify(text[:_LONGEST]), list(self._by_name), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=most
        )
        return tuple(self._by_name[name] for name, _, _ in near)

    @cached_property
    def _matcher(self) -> NameIndex:
        """Made when a name is first asked for that no list has."""
        ended = [Kandidaat(code, one.naam, OPGEHEVEN) for code, one in self._by_code.items()]
        return NameIndex(
            [*(Kandidaat(code, name, "gemeente", where) for code, name, where in self._today_rows), *ended]
        )

    def _other_names(self, today: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Elders]]:
        """By slug: the aliases of gemeenten, and a name that more of them have, but for what is added to it."""
        bare: dict[str, list[str]] = defaultdict(list)
        for row in today:
            for alias in ALIASES.get(row["code"], ()):
                yield slugify(alias), Elders(alias, (str(row["slug"]),), alias=True)
            if added := _ADDED.fullmatch(str(row["naam"])):
                bare[added[1]].append(str(row["slug"]))
        for name, slugs in bare.items():
            yield slugify(name), Elders(name, tuple(slugs), alias=True)

    def former(self, code: str) -> tuple[Elders, ...]:
        """The ended gemeenten that lie in a gemeente of today, the last ones first."""
        return tuple(sorted(self._from.get(code, ()), key=lambda one: (one.sinds or date.min, one.naam), reverse=True))

    def today(self) -> Mapping[str, Elders]:
        """Every gemeente of today by its code."""
        return {code: Elders(code, (slug,), alias=True) for code, slug in self._slugs.items()}

    def ended(self) -> Mapping[str, Elders]:
        """Every ended gemeente by its code."""
        return {code: one for code, one in self._by_code.items() if code}

    def names(self) -> Mapping[str, Elders]:
        """Everything that `find` knows by name, by slug."""
        return self._by_name

    def _today(self, code: str) -> str | None:
        """The gemeente of today that a code has led to since; None when it leads nowhere."""
        seen: set[str] = set()
        while code not in self._slugs:
            if code in seen or code not in self._next:
                return None
            seen.add(code)
            code = self._next[code]
        return code


def _together(found: list[Elders]) -> Elders:
    """One for all that have a name: the gemeenten of all of them to choose from. What is a place today is
    told as one, whether or not it was a gemeente."""
    slugs = tuple(dict.fromkeys(slug for one in found for slug in one.slugs))
    place = next((one for one in found if one.sinds is None), None)
    first = found[0] if place is None else place
    return first if slugs == first.slugs else Elders(first.naam, slugs)
