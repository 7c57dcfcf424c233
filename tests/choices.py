"""Random choices of what one can filter on, the same at every run."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from viewer.dataset import Dataset
from viewer.filters import FILTERS
from viewer.selection import Selection
from viewer.settings import Settings


def random_choice(
    toeval: random.Random,
    dataset: Dataset,
    provincie: str,
    chance: float,
    days: Sequence[date | None],
    words: Sequence[str],
) -> Selection:
    """Each filter with a chance: mostly of what is offered, now and then of another part of the country."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name, een in FILTERS.items():
        everything = [o.slug for o in dataset.filters.options[name]]
        here = [o.slug for o in dataset.filters.offered(een, Settings(provincie=provincie))]
        if toeval.random() < chance:
            source = here if toeval.random() < 0.8 else everything
            chosen[name] = tuple(toeval.sample(source, min(len(source), toeval.randint(1, 3))))
    return Selection(chosen.items(), toeval.choice(days), toeval.choice(words))
