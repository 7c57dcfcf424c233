"""What an address asks to compare, and the comparison: for the page, its files and the API."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from viewer.analysis.vergelijking import (
    DAGEN,
    GEMEENTEN,
    VERBANDEN,
    Vergelijking,
    vergelijk_dagen,
    vergelijk_gemeenten,
    vergelijk_verbanden,
)
from viewer.analysis.verzameling import count_along
from viewer.dataset import Dataset
from viewer.errors import BadValue
from viewer.model import NEDERLAND
from viewer.selection import Selection
from viewer.web.context import Asked, asked
from viewer.web.parameters import single, two_days
from viewer.web.reading import choose, refuse
from viewer.wording import long_date

MAX_GEMEENTEN, MAX_VERBANDEN = 4, 2
PARAMETERS = ("van", "tot")
TOO_LITTLE = "Kies twee tot vier gemeenten, twee samenwerkingsverbanden of twee dagen (van en tot)."


@dataclass(frozen=True)
class Question:
    """What is to be compared. days: two days, or none."""

    asked: Asked
    days: tuple[date, ...]

    @property
    def selection(self) -> Selection:
        """What the address chooses."""
        return self.asked.selection

    @property
    def kind(self) -> str:
        """`gemeenten`, `samenwerkingsverbanden`, `dagen`, or "" when there is not enough to compare."""
        if self.days:
            return DAGEN
        if len(self.selection.gemeente) > 1:
            return GEMEENTEN
        return VERBANDEN if len(self.selection.verband) > 1 else ""

    def query(self) -> str:
        """The query string of the page."""
        pairs = self.selection.query()
        if not self.days:
            return pairs
        return f"{pairs}{'&' if pairs else '?'}van={self.days[0]}&tot={self.days[1]}"


def read_question(*also: str) -> Question:
    """What the address asks to compare; also: parameters that it takes besides. Raises BadSelection, also
    for more than can stand side by side."""
    ask = asked(*PARAMETERS, *also)
    for name, most in (("gemeente", MAX_GEMEENTEN), ("verband", MAX_VERBANDEN)):
        chosen = ask.selection[name]
        if len(chosen) > most:
            what = f"Vergelijken kan met hoogstens {most} keer {name}."
            refuse(BadValue(name, chosen[most], what))
            ask = replace(ask, selection=ask.selection.having(**{name: chosen[:most]}))
            choose(ask.selection.pairs())
    return Question(ask, two_days(ask.dataset.peildatum) if single("van") or single("tot") else ())


def compare(question: Question) -> Vergelijking | None:
    """The comparison that was asked for, None when there is not enough to compare.

    Two gemeenten are compared on all of their samenwerkingsverbanden, of whichever provincie, that the
    other parameters leave and that count (`count_along`).
    """
    ask, dataset, selection = question.asked, question.asked.dataset, question.selection
    if question.kind == DAGEN:
        return vergelijk_dagen(dataset, selection, ask.settings.provincie, question.days)
    if question.kind == GEMEENTEN:
        codes = [dataset.code_of(slug) for slug in selection.gemeente]
        left = dataset.select_ids(selection.having(verband=()), NEDERLAND)
        ids, geteld = count_along(dataset, left, selection)
        return vergelijk_gemeenten(dataset, codes, list(ids), ask.day, geteld)
    if question.kind == VERBANDEN:
        return vergelijk_verbanden(dataset, [dataset.id_of(slug) for slug in selection.verband], ask.day)
    return None


def headings(question: Question) -> list[str]:
    """What is compared, by name."""
    dataset: Dataset = question.asked.dataset
    if question.kind == DAGEN:
        return [long_date(day) for day in question.days]
    if question.kind == GEMEENTEN:
        return [dataset.gemeenten["naam"][dataset.code_of(slug)] for slug in question.selection.gemeente]
    return [dataset.verbanden["naam"][dataset.id_of(slug)] for slug in question.selection.verband]
