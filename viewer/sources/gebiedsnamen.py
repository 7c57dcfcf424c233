"""Names of gemeenten in a boundary file to codes, by the same matcher as tables. The one place that calls it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from viewer.sources.names import Kandidaat, NameIndex


def codes_of_names(namen: Sequence[str], nu: Mapping[str, str], ooit: Mapping[str, str]) -> dict[str, str]:
    """Name -> code for each name that is surely a gemeente, by rules; what would be a guess is left out.

    nu, ooit: code -> naam of current and of ended gemeenten; a current one goes before an ended namesake.
    """
    index = NameIndex(Kandidaat(code, naam, "gemeente") for code, naam in (*nu.items(), *ooit.items()))
    zeker = {naam: index.sure(naam) for naam in namen if naam.strip()}
    return {naam: wie.code for naam, wie in zeker.items() if wie is not None}
