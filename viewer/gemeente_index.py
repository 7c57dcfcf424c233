"""Which gemeente of today an address means by a gemeente that has ended, or by a place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from viewer.model import slugify

_CODE = re.compile(r"(?:gm)?0*(\d{1,4})\Z", re.IGNORECASE)


@dataclass(frozen=True)
class Elders:
    """What is no gemeente today, and lies in one or more that are.

    naam: of the place or the ended gemeente. slugs: gemeenten of today; of an ended gemeente the one
    that got most of it. sinds: the day on which it ended; None for a place. opmerking: what else became
    of it, as herindelingen.csv says.
    """

    naam: str
    slugs: tuple[str, ...]
    sinds: date | None = None
    opmerking: str = ""


class GemeenteIndex:
    """Made once per dataset; never changes.

    gemeenten: rows with code, slug, naam and plaatsen, of today. herindelingen: rows of that table.
    """

    def __init__(self, gemeenten: Iterable[Mapping[str, Any]], herindelingen: Iterable[Mapping[str, str]]) -> None:
        today = list(gemeenten)
        self._slugs = {row["code"]: str(row["slug"]) for row in today}
        own = set(self._slugs.values())
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
                row["oude_naam"], (self._slugs[code],), date.fromisoformat(row["datum"]), row.get("opmerking", "")
            )
            self._from[code].append(one)
            names[slugify(one.naam)].append(one)
            self._by_code.setdefault(row["oude_code"], one)
        for row in today:
            for plaats in row["plaatsen"]:
                names[slugify(plaats)].append(Elders(plaats, (str(row["slug"]),)))
        self._by_name = {name: _together(found) for name, found in names.items() if name and name not in own}

    def find(self, text: str) -> Elders | None:
        """What a name or a code (GM0501, 0501) means that is no gemeente of today; None for what nobody
        knows, and for a gemeente of today."""
        if number := _CODE.match(text.strip()):
            return self._by_code.get(f"GM{number[1]:0>4}")
        return self._by_name.get(slugify(text))

    def former(self, code: str) -> tuple[Elders, ...]:
        """The ended gemeenten that lie in a gemeente of today, the last ones first."""
        return tuple(sorted(self._from.get(code, ()), key=lambda one: (one.sinds or date.min, one.naam), reverse=True))

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
