"""JSON as its standard has it: Python's NaN and Infinity are refused."""

from __future__ import annotations

import json
from typing import Any


def loads(ruw: str | bytes) -> Any:
    """The value of a JSON text. Raises ValueError (UnicodeDecodeError for bytes that are no text)
    when it is not JSON, or holds NaN or Infinity, which RFC 8259 does not know."""
    return json.loads(ruw, parse_constant=_refuse)


def _refuse(tekst: str) -> None:
    raise ValueError(f"{tekst} is geen getal")
