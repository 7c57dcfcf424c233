"""Writes docs/licenties.md: every library that the running site has, with its version and licence (make licenties)."""

from __future__ import annotations

import re
import sys
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
KOP = """# Licenties van de bibliotheken

Gemaakt met `make licenties` uit `requirements/run.txt`. De stuklijst in CycloneDX komt in `dist/sbom.json`.
Onze eigen code: EUPL-1.2.

| bibliotheek | versie | licentie |
|---|---|---|
"""


def licence(naam: str, versie: str) -> str:
    """The licence as this version of the library states it: an SPDX expression, a classifier, or its first line.

    Ends the process when the environment has another version: that one may have another licence.
    """
    meta = distribution(naam).metadata
    if meta["Version"] != versie:
        sys.exit(
            f"{naam} {meta['Version']} is geinstalleerd, {versie} is vastgelegd: haal .venv weg en maak hem opnieuw."
        )
    if uitdrukking := meta.get("License-Expression"):
        return str(uitdrukking)
    soorten = [c.rpartition(" :: ")[2] for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    if soorten := [soort for soort in soorten if soort != "OSI Approved"]:
        return ", ".join(soorten)
    return (meta.get("License") or "niet genoemd").strip().splitlines()[0][:80]


def main() -> None:
    """Writes the list."""
    pins = (ROOT / "requirements" / "run.txt").read_text("utf-8")
    rijen = [
        f"| {naam} | {versie} | {licence(naam, versie)} |"
        for naam, versie in re.findall(r"^([A-Za-z0-9._-]+)==([^ \\]+)", pins, re.MULTILINE)
    ]
    (ROOT / "docs" / "licenties.md").write_text(KOP + "\n".join(rijen) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
