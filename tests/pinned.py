"""What requirements/*.txt pin, and an environment that has nothing else."""

from __future__ import annotations

import re
from importlib.metadata import Distribution, distribution
from pathlib import Path

REQUIREMENTS = Path(__file__).parent.parent / "requirements"


def pins(lijst: str) -> dict[str, str]:
    """Library to version, as requirements/<lijst>.txt has them."""
    tekst = (REQUIREMENTS / f"{lijst}.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", tekst, re.MULTILINE))


def distribution_at(naam: str, versie: str) -> Distribution:
    """The library of the environment at hand. Raises AssertionError when it is there in another version."""
    gevonden = distribution(naam)
    assert gevonden.version == versie, f"{naam} {gevonden.version} is geen {versie}: haal .venv weg en maak hem opnieuw"
    return gevonden


def only_pinned(folder: Path, lijst: str) -> Path:
    """Makes a folder for PYTHONPATH with links to the libraries of a list and to no other.

    Together with `python -S`, which leaves out what is installed, that is a fresh environment without a download: a
    library that only a test needs is not there. Raises AssertionError and PackageNotFoundError.
    """
    folder.mkdir()
    for naam, versie in pins(lijst).items():
        gevonden = distribution_at(naam, versie)
        for bovenste in {bestand.parts[0] for bestand in gevonden.files or ()}:
            doel = Path(str(gevonden.locate_file(bovenste)))
            if bovenste not in ("..", "__pycache__") and doel.suffix != ".pth" and not (folder / bovenste).exists():
                (folder / bovenste).symlink_to(doel)
    return folder
