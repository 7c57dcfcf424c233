"""The data package as one file."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping

from viewer.columns import secret
from viewer.sources.register_adres import mend_addresses
from viewer.sources.schema import DATAPACKAGE

_DAG = (2026, 1, 1, 0, 0, 0)
"""The same for every file, so that equal data give an equal package."""


def to_zip(bestanden: Mapping[str, bytes], leesmij: str) -> bytes:
    """A zip of files by name, with `LEESMIJ.txt` that says what they are. Tables of before the register's
    addresses had a name get one, so that their links work. Columns for editors only are left out."""
    bestanden = {naam: _public(naam, inhoud) for naam, inhoud in bestanden.items()}
    bestanden = {naam: _mended(inhoud) if naam.endswith(".csv") else inhoud for naam, inhoud in bestanden.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as pakket:
        for naam, inhoud in sorted({**bestanden, "LEESMIJ.txt": leesmij.encode()}.items()):
            pakket.writestr(zipfile.ZipInfo(naam, _DAG), inhoud, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _public(naam: str, inhoud: bytes) -> bytes:
    """A file without the columns that only those who keep its table may read."""
    if naam == DATAPACKAGE:
        beschrijving = json.loads(inhoud)
        for tabel in beschrijving.get("resources", ()):
            if "schema" in tabel:
                velden = tabel["schema"]["fields"]
                tabel["schema"]["fields"] = [veld for veld in velden if veld["name"] not in secret(tabel["name"])]
        return f"{json.dumps(beschrijving, ensure_ascii=False, indent=2)}\n".encode()
    weg = secret(naam.removesuffix(".csv"))
    if not weg:
        return inhoud
    kop, *rijen = csv.reader(io.StringIO(inhoud.decode("utf-8-sig"), newline=""))
    blijft = [i for i, kolom in enumerate(kop) if kolom not in weg]
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [cel for i, cel in enumerate(rij) if i in blijft] for rij in [kop, *rijen]
    )
    return out.getvalue().encode()


def _mended(inhoud: bytes) -> bytes:
    """Bytes in, bytes out, whatever else is in them: an address is plain ASCII in every encoding that we read."""
    return mend_addresses(inhoud.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
