"""The Makefile for someone who is not root: a line about what is missing, and `make run` that needs little."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TOOLS = ("make", "sh", "bash", "env", "mkdir", "touch", "test", "rm", "grep", "sed", "cat", "echo")
OK = "#!/bin/sh\nexit 0\n"
BARE_PYTHON = '#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; *-m\\ venv*) exit 9;; esac\nexit 0\n'
OLD_PYTHON = '#!/bin/sh\ncase "$*" in *version_info*) exit 1;; esac\nexit 0\n'


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """What make reads, in a folder of its own, with a PATH of tools that every Linux has and a user who is not root."""
    folder = tmp_path / "kaart"
    shutil.copytree(ROOT / "requirements", folder / "requirements")
    shutil.copy(ROOT / "Makefile", folder)
    for map_ in ("tests/js", "tests/node", "bench/node"):
        (folder / map_).mkdir(parents=True)
        for pad in (ROOT / map_).iterdir():
            if pad.is_file():
                shutil.copy(pad, folder / map_)
    (tmp_path / "bin").mkdir()
    for naam in TOOLS:
        if found := shutil.which(naam):
            (tmp_path / "bin" / naam).symlink_to(found)
    program(tmp_path / "bin" / "id", "#!/bin/sh\necho 1000\n")
    program(tmp_path / "bin" / "python3", OK)
    # A machine that has apt-get: who is not root must not be led to it.
    program(tmp_path / "bin" / "apt-get", '#!/bin/sh\necho "E: are you root?" >&2\nexit 100\n')
    return folder


def program(pad: Path, inhoud: str) -> None:
    pad.parent.mkdir(parents=True, exist_ok=True)
    pad.write_text(inhoud, encoding="utf-8")
    pad.chmod(0o755)


def environment_made(folder: Path, pip: str = OK) -> None:
    """The environment as it is after pip; what is in it says with which words it was called."""
    for naam in ("python", "flask"):
        program(folder / ".venv/bin" / naam, f'#!/bin/sh\necho "{naam} $*"\n')
    program(folder / ".venv/bin/pip", pip)


def make(folder: Path, *doelen: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *doelen],
        cwd=folder,
        env={"PATH": str(folder.parent / "bin"), "HOME": str(folder), "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def told(made: subprocess.CompletedProcess[str], parts: Sequence[str]) -> None:
    """Stopped, with one line that has all parts, and nothing of a program that was tried in vain."""
    assert made.returncode != 0, made.stdout
    lines = [line for line in made.stdout.splitlines() if all(part in line for part in parts)]
    assert len(lines) == 1, made.stdout + made.stderr
    assert all(line.startswith("make: ***") for line in made.stderr.splitlines()), made.stderr


def test_run_needs_no_browser_no_node_and_no_wrk(place: Path) -> None:
    environment_made(place)
    made = make(place, "run")
    assert made.returncode == 0, made.stdout + made.stderr
    assert "flask --app app serve --port 8000 --workers 2" in made.stdout
    assert (place / ".venv/run.stempel").exists()
    assert "ontbreekt" not in made.stdout


def test_run_without_venv_says_what_to_install(place: Path) -> None:
    program(place.parent / "bin/python3", BARE_PYTHON)
    told(make(place, "run"), ["venv van Python", "sudo apt-get install python3-venv"])


def test_an_environment_without_pip_is_made_anew(place: Path) -> None:
    """Debian's Python without python3-venv leaves one; installing that package must then be enough."""
    program(place / ".venv/bin/python", OK)
    program(place.parent / "bin/python3", '#!/bin/sh\ncase "$*" in *"-m venv"*) echo gemaakt;; esac\nexit 0\n')
    assert "gemaakt" in make(place, "run").stdout


def test_run_with_an_old_python_or_none(place: Path) -> None:
    program(place.parent / "bin/python3", OLD_PYTHON)
    told(make(place, "run"), ["Python 3.11 of nieuwer is nodig", "apt-get install python3"])
    (place.parent / "bin/python3").unlink()
    told(make(place, "run"), ["Python 3.11 of nieuwer", "sudo apt-get install python3 python3-venv"])


@pytest.mark.parametrize("doel", ["test", "schermen", "gepubliceerd", "dekking", "toets"])
def test_what_needs_a_browser_says_so_before_anything_is_fetched(place: Path, doel: str) -> None:
    made = make(place, doel)
    told(made, ["chromium", "sudo apt-get install chromium"])
    assert "pip install" not in made.stdout


def test_bench_says_that_wrk_is_missing_before_anything_is_fetched(place: Path) -> None:
    made = make(place, "bench")
    told(made, ["wrk", "sudo apt-get install wrk"])
    assert "pip install" not in made.stdout


def test_toets_says_what_it_needs_of_gis(place: Path) -> None:
    environment_made(place)
    program(place.parent / "bin/chromium", OK)
    told(make(place, "toets"), ["GDAL of QGIS", "sudo apt-get install gdal-bin python3-qgis"])


@pytest.mark.parametrize("doel", ["check", "snel", "test", "bench"])
def test_without_node_and_without_ours_it_is_told_how_to_get_one(place: Path, doel: str) -> None:
    pip = '#!/bin/sh\ncase "$*" in *node.txt*) exit 1;; esac\nexit 0\n'
    environment_made(place, pip)
    for naam in ("chromium", "wrk"):
        program(place.parent / "bin" / naam, OK)
    told(make(place, doel), ["Installeer zelf Node 20.19 of nieuwer", "sudo apt-get install nodejs npm"])


def test_root_on_a_machine_without_apt_is_told_too(place: Path) -> None:
    program(place.parent / "bin/id", "#!/bin/sh\necho 0\n")
    (place.parent / "bin/apt-get").unlink()
    told(make(place, "test"), ["chromium"])


def test_root_gets_what_is_missing(place: Path) -> None:
    program(place.parent / "bin/id", "#!/bin/sh\necho 0\n")
    log = place / "apt.log"
    program(place.parent / "bin/apt-get", f'#!/bin/sh\necho "$*" >> "{log}"\n')
    assert make(place, ".venv/browser.stempel").returncode == 0
    assert log.read_text(encoding="utf-8").split("\n")[1].endswith("chromium")


def test_every_program_of_debian_is_told_the_same_way() -> None:
    """What installs as root goes through `nodig`, so that no target forgets those who are not."""
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert text.count("apt-get update") == 1
