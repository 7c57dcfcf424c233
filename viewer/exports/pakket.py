"""The data package as one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_DAG = (2026, 1, 1, 0, 0, 0)
"""The same for every file, so that equal data give an equal package."""


def to_zip(bestanden: Mapping[str, bytes], leesmij: str) -> bytes:
    """A zip of files by name, with `LEESMIJ.txt` that says what they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pakket:
        for naam, inhoud in sorted({**bestanden, "LEESMIJ.txt": leesmij.encode()}.items()):
            pakket.writestr(zipfile.ZipInfo(naam, _DAG), inhoud, zipfile.ZIP_DEFLATED)
    return out.getvalue()
