"""Names of gemeenten in a boundary file to codes, by the same matcher as tables. The one place that calls it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viewer.sources.tabel import Kandidaat, Paar, match


def codes_of_names(namen: Sequence[str], nu: Mapping[str, str], ooit: Mapping[str, str]) -> dict[str, str]:
    """Name -> code for each name that is surely a gemeente, by rules; what would be a guess is left out.

    nu, ooit: code -> naam of current and of ended gemeenten; a current one goes before an ended namesake.
    """
    kandidaten = [Kandidaat(code, naam, "gemeente") for code, naam in (*nu.items(), *ooit.items())]
    paren = [Paar(rij, naam, "grenzen") for rij, naam in enumerate(namen, 1) if naam.strip()]
    return {
        uitkomst.paar.deelnemer: uitkomst.wie.code
        for uitkomst in match(paren, kandidaten)
        if uitkomst.hoe == "naam" and uitkomst.wie is not None
    }
