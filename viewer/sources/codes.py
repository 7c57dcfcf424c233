"""Codes of organisations as people and programs write them."""

from __future__ import annotations

import re

_GEMEENTE = re.compile(r"(?:(?:19|20)\d\d)?\s*GM\s*(\d{1,4})\Z|(\d{1,4})(?:\.0+)?\Z", re.IGNORECASE)
_OTHER = re.compile(r"(PV|WS)\s*(\d{1,4})\Z", re.IGNORECASE)


def code_of(waarde: object) -> str:
    """A code of a gemeente (GM0193, 0193, 193, 193.0, 2025GM0193) as GM0193; "" when it is none."""
    gevonden = _GEMEENTE.match(str(waarde).strip())
    return "" if gevonden is None else f"GM{int(gevonden[1] or gevonden[2]):04d}"


def any_code_of(waarde: object) -> str:
    """The same, and the code of a provincie or a waterschap (pv23, WS0155)."""
    if gevonden := _OTHER.match(str(waarde).strip()):
        return f"{gevonden[1].upper()}{int(gevonden[2]):0{4 if gevonden[1].upper() == 'WS' else 2}d}"
    return code_of(waarde)
