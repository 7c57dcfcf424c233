"""Examples for texts, of the area that is shown: nobody in Fryslân looks for a village in Overijssel."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.dataset import Dataset
from viewer.model import plain, slugify


@dataclass(frozen=True)
class Voorbeelden:
    """gemeenten: slugs of two of the larger ones; plaats: the name of a place that is no gemeente, or of a gemeente
    where there is none."""

    gemeenten: tuple[str, ...]
    plaats: str


def examples(dataset: Dataset, provincie: str) -> Voorbeelden:
    """Examples of a provincie or the country; the same for the same data."""
    hier = dataset.gemeenten[dataset.gemeenten.index.isin(dataset.codes_in(provincie))]
    grootste = hier.sort_values(["inwoners", "naam"], ascending=[False, True])
    gemeenten = {slugify(naam) for naam in dataset.gemeenten["naam"]}
    plaatsen = (
        plaats
        for rij in grootste["plaatsen"]
        for plaats in sorted(rij, key=lambda naam: (len(naam), plain(naam)))
        if plaats.isalpha() and len(plaats) > 3 and slugify(plaats) not in gemeenten
    )
    return Voorbeelden(tuple(grootste["slug"][:2]), next(plaatsen, str(grootste["naam"].iloc[0])))
