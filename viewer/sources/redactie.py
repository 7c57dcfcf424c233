"""What people add to a samenwerkingsverband: its taken, a sentence, a name; and what follows from that."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from viewer.column import split
from viewer.model import plain

MAX_VOORSTEL = 3
"""How many taken words propose for what nobody has read yet."""

OVERIG = "overig"

_KORT = 5
"""A word shorter than this means a taak by itself only, a longer one also as the beginning of another word."""


@dataclass(frozen=True)
class Taak:
    """An everyday task. thema: its subject by name; taakveld: of Iv3; woorden: what else people call it."""

    slug: str
    naam: str
    thema: str
    taakveld: str
    woorden: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All that people call it, to search in."""
        return " ".join((self.naam, *self.woorden))


@dataclass(frozen=True)
class Redactie:
    """What was decided by hand for one samenwerkingsverband; empty fields leave it as it is.

    themas: by name, where these are not those of its taken; taken: slugs, the main one first;
    andere_namen: what else it is called, or was; bron_id: the version that was read.
    """

    naam: str = ""
    themas: tuple[str, ...] = ()
    omschrijving: str = ""
    taken: tuple[str, ...] = ()
    andere_namen: tuple[str, ...] = ()
    bron_id: str = ""

    def subjects(self, taken: Mapping[str, Taak]) -> tuple[str, ...]:
        """The subjects that were decided on, else those of its taken, the main one first; empty: neither."""
        return self.themas or themas_of_taken(self.taken, taken)


def read_taken(rijen: Iterable[Mapping[str, str]]) -> dict[str, Taak]:
    """The rows of taken.csv by slug, in their order."""
    return {
        rij["slug"]: Taak(rij["slug"], rij["naam"], rij["thema"], rij["taakveld"], split(rij["woorden"]))
        for rij in rijen
    }


def read_redactie(rijen: Iterable[Mapping[str, str]]) -> dict[str, Redactie]:
    """The rows of redactie.csv by id."""
    return {
        rij["samenwerkingsverband_id"]: Redactie(
            naam=rij["naam"],
            themas=split(rij["themas"]),
            omschrijving=rij["omschrijving"],
            taken=split(rij["taken"]),
            andere_namen=split(rij["andere_namen"]),
            bron_id=rij["bron_id"],
        )
        for rij in rijen
    }


def themas_of_taken(slugs: Iterable[str], taken: Mapping[str, Taak]) -> tuple[str, ...]:
    """The subjects of these taken, each once, in their order."""
    return tuple(dict.fromkeys(taken[slug].thema for slug in slugs if slug in taken))


def name_first(themas: Iterable[str], slugs: Iterable[str], taken: Mapping[str, Taak]) -> tuple[str, ...]:
    """Subjects in the order that its name gives them, of what nobody has read: those of the taken that its name
    speaks of come first, and `overig` only where there is none."""
    from_name = themas_of_taken(slugs, taken)
    return tuple(dict.fromkeys((*from_name, *(thema for thema in themas if thema != OVERIG or not from_name))))


class Voorstel:
    """The taken that names and titles speak of, by the words of taken.csv: for what nobody has read yet.

    A word stands at the beginning of a word of the text: `afval` is in "afvalinzameling", and `archief` not in
    "depotarchief"; a short one stands by itself.
    """

    def __init__(self, taken: Mapping[str, Taak]) -> None:
        self._slugs: dict[str, list[str]] = {}
        for taak in taken.values():
            for woord in dict.fromkeys(filter(None, map(plain, (taak.naam, *taak.woorden)))):
                self._slugs.setdefault(woord, []).append(taak.slug)
        langste_eerst = sorted(self._slugs, key=lambda woord: (-len(woord), woord))
        delen = (re.escape(woord) + (r"(?!\w)" if len(woord) < _KORT else "") for woord in langste_eerst)
        self._woorden = re.compile(rf"(?<!\w)(?:{'|'.join(delen)})") if langste_eerst else None

    def taken(self, teksten: Iterable[str]) -> tuple[str, ...]:
        """What is said first comes first; of two words at one place the longer one counts."""
        if self._woorden is None:
            return ()
        gevonden = self._woorden.findall(plain(" | ".join(teksten)))
        return tuple(dict.fromkeys(slug for woord in gevonden for slug in self._slugs[woord]))[:MAX_VOORSTEL]
