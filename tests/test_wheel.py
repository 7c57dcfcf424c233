"""A wheel runs without the repository: with what pyproject.toml puts in it and requirements/run.txt pins, from any folder."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
import tomllib
import urllib.request
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.conftest import LIVE
from tests.imports import libraries
from tests.pinned import only_pinned, pins
from tests.server import ROOT, environment, free_port, started
from viewer.start import load_app
from viewer.web.context import site_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def test_a_working_folder_that_one_may_not_look_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by following docs/beheer.md as root: the service's user stands in /root, and may not see what is there."""

    def lstat(pad: Path) -> os.stat_result:
        if not pad.is_absolute():
            raise PermissionError(13, "Permission denied", str(pad))
        return os.lstat(pad)

    monkeypatch.setattr(Path, "lstat", lstat)
    monkeypatch.delenv("KAART_CONFIG", raising=False)
    assert site_of(load_app()).settings.provincie == "Overijssel"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the wheel holds, unpacked."""
    folder = tmp_path_factory.mktemp("wheel") / "site"
    doel = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    for pakket in doel["packages"]:
        shutil.copytree(ROOT / pakket, folder / pakket, ignore=shutil.ignore_patterns("__pycache__"))
    for van, naar in doel["force-include"].items():
        (folder / naar).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / van).is_dir() else shutil.copy)(ROOT / van, folder / naar)
    return folder


@pytest.fixture(scope="module")
def omgeving(site: Path) -> dict[str, str]:
    """The environment of a machine that has the wheel and the pins of run.txt, and nothing of ours besides."""
    alleen = only_pinned(site.parent / "run", "run")
    return environment(PYTHONPATH=f"{site}{os.pathsep}{alleen}")


def python(*woorden: str | Path) -> list[str | Path]:
    """A command of a Python that looks neither in the environment at hand nor in its working folder."""
    return [sys.executable, "-S", "-P", *woorden]


@pytest.mark.traag
def test_run_txt_has_every_library_that_the_program_names(site: Path, omgeving: dict[str, str]) -> None:
    out = subprocess.run(
        python(ROOT / "tests" / "imports.py", site), env=omgeving, capture_output=True, text=True, check=False
    )
    assert out.returncode == 0, out.stderr
    zonder = subprocess.run(python("-c", "import pytest"), env=omgeving, capture_output=True, text=True, check=False)
    assert "No module named 'pytest'" in zonder.stderr


@pytest.mark.traag
def test_what_is_in_the_wheel_serves_the_embedded_data(omgeving: dict[str, str], tmp_path: Path) -> None:
    module, _, functie = PROJECT["project"]["scripts"]["samenwerkingskaart"].partition(":")

    def opdracht(*woorden: str) -> list[str | Path]:
        return python("-c", f"from {module} import {functie}; {functie}()", *woorden)

    kopie = subprocess.run(
        opdracht("gegevens", "kopieer", "data"), cwd=tmp_path, env=omgeving, capture_output=True, text=True, check=False
    )
    assert "staan in data" in kopie.stdout, kopie.stderr
    nog_eens = subprocess.run(
        opdracht("gegevens", "kopieer", "data"), cwd=tmp_path, env=omgeving, capture_output=True, text=True, check=False
    )
    assert (nog_eens.returncode, nog_eens.stderr.count("\n")) == (1, 1)
    (tmp_path / "kaart.toml").write_text('provincie = "Drenthe"\n', encoding="utf-8")
    port = free_port()
    adres = f"http://127.0.0.1:{port}"
    start = opdracht("serve", "--port", str(port), "--workers", "1")
    with started(start, f"{adres}/gezondheid", omgeving | {"KAART_DATA": "data"}, tmp_path):
        stand = json.load(urllib.request.urlopen(f"{adres}/gezondheid"))
        tekst = urllib.request.urlopen(adres).read().decode()
    gemeenten = json.loads((LIVE / "gemeenten.geojson").read_text("utf-8"))["features"]
    assert (stand["status"], stand["gemeenten"]) == ("ok", len(gemeenten))
    assert "Samenwerkingskaart Drenthe" in tekst


def test_the_wheel_has_the_data_that_git_has() -> None:
    """Each by name: of what an import puts beside them, such as the register's own prose, nothing goes along."""
    if not (ROOT / ".git").exists():
        pytest.skip("no repository")
    git = subprocess.run(["git", "ls-files", "data"], cwd=ROOT, capture_output=True, text=True, check=True)
    forced = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    mee = {van: naar for van, naar in forced.items() if van.startswith("data")}
    assert mee == {van: f"viewer/meegeleverd/{van}" for van in git.stdout.split()}, "noem elk bestand in pyproject.toml"


def test_the_wheel_asks_for_every_library_that_a_module_names() -> None:
    """Also for what another library happens to bring along: that one may stop doing so."""
    gevraagd = {naam.lower().replace("_", "-") for naam in PROJECT["project"]["dependencies"]}
    bij = packages_distributions()
    for pad in sorted((ROOT / "viewer").rglob("*.py")):
        for naam in libraries(ast.parse(pad.read_text(encoding="utf-8"))):
            bovenste = naam.partition(".")[0]
            if bovenste == "viewer" or bovenste in sys.stdlib_module_names:
                continue
            van = {een.lower().replace("_", "-") for een in bij[bovenste]}
            assert van & gevraagd, f"{pad.name} gebruikt {naam}: zet {van} in pyproject.toml"


def test_what_the_wheel_asks_for_is_pinned() -> None:
    gevraagd = {naam.lower().replace("_", "-") for naam in PROJECT["project"]["dependencies"]}
    assert gevraagd <= {naam.lower().replace("_", "-") for naam in pins("run")}
