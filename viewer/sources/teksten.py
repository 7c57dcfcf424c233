"""The register's own prose, in `teksten.csv` of a data folder: made by an import, never part of what we hand on.

It is no table of the data package. Whoever imports the register has it; a repository, a wheel, a published site and
the package to download do not, and nothing else needs it.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from viewer.sources.wegschrijven import write_text

BESTAND = "teksten.csv"
SOORTEN = ("doel", "artikelen", "beschrijving")
"""What a regeling is for, the articles that hand over powers, and what its body says of itself."""

Teksten = dict[str, dict[str, str]]
"""By systeemId of the version: a text per kind in SOORTEN, "" for none; lines are paragraphs."""

log = logging.getLogger(__name__)


def text_rows(
    versies: Iterable[Mapping[str, str]],
    per_versie: Mapping[str, Mapping[str, str]],
    organen: Mapping[str, Mapping[str, str]],
    oud: Teksten,
) -> Teksten:
    """What was read of each version, else what was known before; those without any text are left out.

    versies: rows of dossiers.csv (bron_id, orgaan_id); per_versie: of `dossier.text_fields`; organen: of
    `dossier.organ_fields`, by systeemId.
    """
    out: Teksten = {}
    for rij in versies:
        bron_id, orgaan = rij["bron_id"], organen.get(rij["orgaan_id"], {})
        eerder = oud.get(bron_id, {})
        nieuw = {**per_versie.get(bron_id, eerder), "beschrijving": eerder.get("beschrijving", "")}
        if orgaan or not rij["orgaan_id"]:
            nieuw["beschrijving"] = orgaan.get("beschrijving", "")
        if any(nieuw.values()):
            out[bron_id] = {soort: nieuw.get(soort, "") for soort in SOORTEN}
    return out


def write_texts(folder: Path, teksten: Teksten) -> None:
    """Writes `teksten.csv` anew. Raises OSError."""
    out = io.StringIO()
    schrijver = csv.writer(out, lineterminator="\n")
    schrijver.writerow(("bron_id", *SOORTEN))
    schrijver.writerows((bron_id, *(een[soort] for soort in SOORTEN)) for bron_id, een in teksten.items())
    write_text(folder / BESTAND, out.getvalue())


def read_texts(folder: Path) -> Teksten:
    """The texts in a folder; none when it has none, or when they cannot be read, which goes to the log."""
    return dict(_rows(folder / BESTAND)) if (folder / BESTAND).is_file() else {}


def _rows(bestand: Path) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        frame = pd.read_csv(bestand, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        frame = frame[["bron_id", *SOORTEN]]
    except (OSError, ValueError, KeyError) as fout:
        regel = (str(fout).splitlines() or [type(fout).__name__])[0]
        log.warning("%s is niet te lezen en telt niet mee (%s). De volgende import maakt het opnieuw.", bestand, regel)
        return
    for bron_id, *cellen in frame.itertuples(index=False, name=None):
        yield bron_id, dict(zip(SOORTEN, cellen, strict=True))
