"""What the register's words for powers, organs and publications mean, in words that a resident knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from viewer.model import slugify


@dataclass(frozen=True)
class Woord:
    """A word of the register. slug: in addresses; naam: as we say it; uitleg: one sentence."""

    slug: str
    naam: str
    uitleg: str


BEVOEGDHEDEN = (
    Woord(
        "delegatie",
        "delegatie",
        "De deelnemers hebben bevoegdheden overgedragen: zij beslissen daar zelf niet meer over.",
    ),
    Woord(
        "mandaat",
        "mandaat",
        "Besluiten worden genomen namens de deelnemers, die er zelf verantwoordelijk voor blijven.",
    ),
    Woord("attributie", "attributie", "De wet zelf geeft hier bevoegdheden."),
)
"""How powers passed, the strongest for a council first."""

ORGANEN = (
    Woord("gemeenteraad", "gemeenteraad", "Gemeenteraden hebben ingestemd en mogen meepraten."),
    Woord("college", "college van burgemeester en wethouders", "Burgemeester en wethouders beslissen."),
    Woord("burgemeester", "burgemeester", "De burgemeester doet mee met wat alleen die mag, zoals openbare orde."),
    Woord("provinciale-staten", "provinciale staten", "De gekozen leden van de provincie hebben ingestemd."),
    Woord("gedeputeerde-staten", "gedeputeerde staten", "Het dagelijks bestuur van de provincie beslist."),
    Woord("commissaris-van-de-koning", "commissaris van de Koning", "De commissaris van de Koning doet mee."),
    Woord("algemeen-bestuur", "algemeen bestuur", "Het algemeen bestuur van een deelnemer, zoals een waterschap."),
    Woord("dagelijks-bestuur", "dagelijks bestuur", "Het dagelijks bestuur van een deelnemer, zoals een waterschap."),
    Woord("dijkgraaf", "dijkgraaf", "De voorzitter van een waterschap doet mee."),
    Woord("minister", "minister", "Een minister doet mee."),
    Woord("staatssecretaris", "staatssecretaris", "Een staatssecretaris doet mee."),
)
"""Organs of participants; those of gemeenten first."""

_ORGAAN_SLUGS = {
    "college-van-burgemeester-en-wethouders": "college",
    "commissaris-van-de-koningin": "commissaris-van-de-koning",
}
_ORGANEN = {woord.slug: woord for woord in ORGANEN}
_BEVOEGDHEDEN = {woord.slug: woord for woord in BEVOEGDHEDEN}

REGELINGEN = (
    Woord("raadsregeling", "raadsregeling", "Alleen gemeenteraden doen mee: zij hebben ertoe besloten."),
    Woord("collegeregeling", "collegeregeling", "Alleen colleges doen mee: wethouders hebben ertoe besloten."),
    Woord("burgemeestersregeling", "burgemeestersregeling", "Alleen burgemeesters doen mee."),
    Woord(
        "gemengde-regeling", "gemengde regeling", "Niet één soort bestuur doet mee, maar meer, zoals raad en college."
    ),
)
"""Kinds of regelingen by whose organ of gemeenten takes part."""

_REGELING_BY_ORGAAN = dict(zip(("gemeenteraad", "college", "burgemeester"), REGELINGEN[:3], strict=True))


def bevoegdheid(tekst: str) -> Woord:
    """How powers passed, by the register's word; one that we do not know goes by its own words."""
    return _BEVOEGDHEDEN.get(slugify(tekst)) or Woord(slugify(tekst) or "anders", tekst, "Zo noemt het register het.")


def orgaan(tekst: str) -> Woord:
    """An organ by the register's name; one that we do not know goes by its own words."""
    slug = slugify(tekst)
    found = _ORGANEN.get(_ORGAAN_SLUGS.get(slug, slug))
    return found or Woord(slug or "anders", tekst, "Zo noemt het register dit bestuur.")


def regeling_of(organen: Iterable[str]) -> Woord | None:
    """The kind of regeling, by the slugs of all organs that take part; None when no organ of a gemeente does."""
    of_gemeenten = set(organen) & _REGELING_BY_ORGAAN.keys()
    if not of_gemeenten:
        return None
    return _REGELING_BY_ORGAAN[of_gemeenten.pop()] if len(of_gemeenten) == 1 else REGELINGEN[3]


def is_statute(adres: str) -> bool:
    """Whether an address is of a whole regeling with its changes, rather than of its publication on a day."""
    return "CVDR" in adres or "lokaleregelgeving.overheid.nl" in adres or "decentrale.regelgeving" in adres
