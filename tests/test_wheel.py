"""A wheel runs without the repository: with what pyproject.toml puts in it, from any folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
import urllib.request
from pathlib import Path

import pytest

from tests.server import free_port
from viewer.start import load_app
from viewer.web.context import site_of

ROOT = Path(__file__).parent.parent


def test_a_working_folder_that_one_may_not_look_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by following docs/beheer.md as root: the service's user stands in /root, and may not see what is there."""

    def is_file(pad: Path) -> bool:
        if not pad.is_absolute():
            raise PermissionError(13, "Permission denied", str(pad))
        return os.path.isfile(pad)  # noqa: PTH113 - the method itself is what is replaced

    monkeypatch.setattr(Path, "is_file", is_file)
    monkeypatch.setattr(os, "access", lambda pad, hoe: Path(pad).is_absolute())
    monkeypatch.delenv("KAART_CONFIG", raising=False)
    assert site_of(load_app()).settings.provincie == "Overijssel"


def test_what_is_in_the_wheel_serves_the_embedded_data(tmp_path: Path) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    doel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    site, elders = tmp_path / "site", tmp_path / "elders"
    elders.mkdir()
    for pakket in doel["packages"]:
        shutil.copytree(ROOT / pakket, site / pakket, ignore=shutil.ignore_patterns("__pycache__"))
    for van, naar in doel["force-include"].items():
        (shutil.copytree if (ROOT / van).is_dir() else shutil.copy)(ROOT / van, site / naar)
    module, _, functie = project["project"]["scripts"]["samenwerkingskaart"].partition(":")
    omgeving = {k: v for k, v in os.environ.items() if not k.startswith("KAART_")} | {"PYTHONPATH": str(site)}

    def opdracht(*woorden: str) -> list[str]:
        return [sys.executable, "-P", "-c", f"from {module} import {functie}; {functie}()", *woorden]

    kopie = subprocess.run(
        opdracht("gegevens", "kopieer", "data"), cwd=elders, env=omgeving, capture_output=True, text=True, check=True
    )
    assert "staan in data" in kopie.stdout
    nog_eens = subprocess.run(
        opdracht("gegevens", "kopieer", "data"), cwd=elders, env=omgeving, capture_output=True, text=True, check=False
    )
    assert (nog_eens.returncode, nog_eens.stderr.count("\n")) == (1, 1)
    (elders / "kaart.toml").write_text('provincie = "Drenthe"\n', encoding="utf-8")
    port = free_port()
    server = subprocess.Popen(
        opdracht("serve", "--port", str(port), "--workers", "1"), cwd=elders, env=omgeving | {"KAART_DATA": "data"}
    )
    try:
        for _ in range(100):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/gezondheid") as antwoord:
                    stand = json.load(antwoord)
                break
            except OSError:
                time.sleep(0.1)
        assert (stand["status"], stand["gemeenten"]) == ("ok", 342)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as antwoord:
            assert "Samenwerkingskaart Drenthe" in antwoord.read().decode()
    finally:
        server.terminate()
        server.wait(20)
