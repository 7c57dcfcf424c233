"""The data package as one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from viewer.sources.register_adres import mend_addresses

_DAG = (2026, 1, 1, 0, 0, 0)
"""The same for every file, so that equal data give an equal package."""


def to_zip(bestanden: Mapping[str, bytes], leesmij: str) -> bytes:
    """A zip of files by name, with `LEESMIJ.txt` that says what they are. Tables of before the register's
    addresses had a name get one, so that their links work."""
    bestanden = {naam: _mended(inhoud) if naam.endswith(".csv") else inhoud for naam, inhoud in bestanden.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pakket:
        for naam, inhoud in sorted({**bestanden, "LEESMIJ.txt": leesmij.encode()}.items()):
            pakket.writestr(zipfile.ZipInfo(naam, _DAG), inhoud, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _mended(inhoud: bytes) -> bytes:
    """Bytes in, bytes out, whatever else is in them: an address is plain ASCII in every encoding that we read."""
    return mend_addresses(inhoud.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
