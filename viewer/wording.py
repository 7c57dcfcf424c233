"""How Dutch is written here: dates, numbers, lists, one and many. No library, so that every layer can use it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip


_PLAIN = "!'()*"
"""What a mail address need not quote: as `encodeURIComponent` does in the browser."""


def long_date(day: date) -> str:
    """ "16 mei 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def long_date_of(text: str) -> str:
    """The same of a day as YYYY-MM-DD."""
    return long_date(date.fromisoformat(text))


def short_date(day: date) -> str:
    """ "16-5-2026", where there is little room."""
    return f"{day.day}-{day.month}-{day.year}"


def source_date(text: str) -> str:
    """A source's date, as exact as it is known: "2020", "december 2021", "16 mei 2026"."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return long_date(date(*parts))
    return f"{MONTHS[parts[1] - 1]} {parts[0]}" if len(parts) == 2 else str(parts[0])


def whole(number: int) -> str:
    """ "132.441", with a full stop between thousands."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float) -> str:
    """ "2,5": a comma before the decimals, and none that say nothing."""
    return f"{number:g}".replace(".", ",")


def either(number: int, one: str, more: str) -> str:
    """The word that goes with a number: "doet" with 1, "doen" with any other."""
    return one if number == 1 else more


def count(number: int, one: str, more: str, complete: bool = True) -> str:
    """ "1 gemeente", "11 gemeenten"; of a list that is not whole "ten minste 11 gemeenten"."""
    return f"{at_least(number, complete)} {either(number, one, more)}"


def at_least(number: int, complete: bool) -> str:
    """A number that is known to be all, "15", or of which there can be more, "ten minste 15"."""
    return whole(number) if complete else f"ten minste {whole(number)}"


def sentence(text: str) -> str:
    """A text as it begins a sentence: "Ten minste 15"."""
    return text[:1].upper() + text[1:]


def in_words(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "Borne, Hengelo en Wierden"."""
    return " en ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def some_of(names: Sequence[str], most: int) -> str:
    """A list that stays short: all names when they are most + 1 or fewer, else the first ones and how
    many more: "Borne, Hengelo, Wierden en 4 andere"."""
    if len(names) <= most + 1:
        return ", ".join(names)
    return f"{', '.join(names[:most])} en {len(names) - most} andere"


def counted(register: int, zelf: int, van: str, tot: str) -> str:
    """What counts where gemeenten are compared, and how old its sources are: "31 uit het register", "31 uit
    het register en 24 die wij zelf verzamelden (uit bronnen van 2006 tot en met 2024)"."""
    out = f"{whole(register)} uit het register"
    if not zelf:
        return out
    years = van if van == tot else f"{van} tot en met {tot}"
    return f"{out} en {whole(zelf)} die wij zelf verzamelden (uit bronnen van {years})"


def shorten(text: str, most: int) -> str:
    """A text of at most so many characters, with an ellipsis where it was cut."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def host(address: str) -> str:
    """The part of an address that a reader recognises: "www.ggdijsselland.nl"."""
    return address.split("//", 1)[-1].split("/", 1)[0]


def safe_address(address: str) -> str:
    """An address that may become a link: of the web, or "". Any other scheme would be a way in for scripts."""
    return address if address.lower().startswith(("http://", "https://")) else ""


def correction_address(email: str, subject: str, page: str, source: str) -> str:
    """The `mailto:` address that starts a correction, or "" when there is no mailbox for it.

    page: its full address. source: where what may be wrong was found.
    """
    if not email:
        return ""
    text = f"Wat klopt er niet?\n\n\n\nHet gaat over: {subject}\nPagina: {page}\nBron: {source}\n"
    heading = f"Correctie: {subject}"
    return f"mailto:{email}?subject={quote(heading, safe=_PLAIN)}&body={quote(text, safe=_PLAIN)}"
