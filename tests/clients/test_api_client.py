"""A client that a generator makes of the description works: openapi-python-client, in an environment of its own."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
from pathlib import Path

import pytest

from tests.clients.conftest import needs

PYTHON = Path(os.environ.get("CLIENT_PYTHON", Path(__file__).parents[2] / ".venv" / "client" / "bin" / "python"))
USE = """
import json, sys
from gemaakt import Client
from gemaakt.api.api import get_gemeenten, get_gemeenten_by_code, get_samenwerkingsverbanden, get_samenwerkingsverbanden_by_id, get_verbindingen
met = Client(base_url=sys.argv[1])
lijst = get_gemeenten.sync_detailed(client=met, per_pagina=1000, regio=["twente"])
een = get_samenwerkingsverbanden_by_id.sync(client=met, id="gr-24566519")
print(json.dumps({
    "versie": lijst.headers["API-Version"],
    "twente": [g.naam for g in lijst.parsed.items],
    "peildatum": lijst.parsed.peildatum.isoformat(),
    "zwolle": get_gemeenten_by_code.sync(client=met, code="GM0193").naam,
    "een": [een.naam, een.deelnemers[0].van.isoformat()],
    "alle": len(get_samenwerkingsverbanden.sync(client=met, per_pagina=1000).items),
    "paren": get_verbindingen.sync(client=met, per_pagina=1).totaal,
    "fout": get_gemeenten.sync(client=met, regio=["atlantis"]).invalid_params[0].name,
    "weg": get_gemeenten_by_code.sync_detailed(client=met, code="GM0000").status_code,
}))
"""


@pytest.mark.traag
def test_a_generated_client_works(server: str, tmp_path: Path) -> None:
    needs("openapi-python-client", PYTHON.exists())
    beschrijving = tmp_path / "openapi.json"
    with urllib.request.urlopen(f"{server}/api/v1/openapi.json") as antwoord:
        beschrijving.write_bytes(antwoord.read())
    basis = json.loads(beschrijving.read_text())["servers"][0]["url"]
    assert basis == f"{server}/api/v1"
    maak = [PYTHON.with_name("openapi-python-client"), "generate", "--meta", "none", "--fail-on-warning"]
    settings = tmp_path / "instellingen.yml"
    settings.write_text("post_hooks: []\n")
    klaar = subprocess.run(
        [*maak, "--path", beschrijving, "--output-path", tmp_path / "gemaakt", "--config", settings],
        capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert klaar.returncode == 0, klaar.stdout + klaar.stderr
    gebruik = subprocess.run(
        [PYTHON, "-c", USE, basis], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=240
    )
    assert gebruik.returncode == 0, gebruik.stderr
    uit = json.loads(gebruik.stdout)
    assert len(uit.pop("twente")) == 14
    assert uit.pop("versie").count(".") == 2
    assert uit.pop("paren") > 100
    assert uit == {
        "peildatum": "2026-05-16", "zwolle": "Zwolle", "een": ["GBLT", "2016-01-26"], "alle": 64, "fout": "regio", "weg": 404,
    }  # fmt: skip
