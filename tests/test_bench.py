"""The servers that `make bench` measures start and answer; how fast is not asked here."""

from __future__ import annotations

import sys
import urllib.request
from pathlib import Path

import pytest

from tests.server import ROOT, ServerFailed, environment, free_port, started


@pytest.mark.traag
@pytest.mark.parametrize(("module", "paden"), [("app", ["/"]), ("naive", ["/", "/bewaard"])])
def test_a_bench_server_answers(klein: Path, module: str, paden: list[str]) -> None:
    port = free_port()
    adres = f"http://127.0.0.1:{port}"
    opdracht = [sys.executable, ROOT / "bench" / "start.py", module, str(port)]
    with started(opdracht, adres + paden[0], environment(KAART_DATA=str(klein))):
        for pad in paden:
            with urllib.request.urlopen(adres + pad) as antwoord:
                assert "Brandweer Klein" in antwoord.read().decode()


def test_a_server_that_dies_is_told_with_its_own_words() -> None:
    opdracht = [sys.executable, "-c", "raise SystemExit('mijn laatste woorden')"]
    with (
        pytest.raises(ServerFailed, match=r"stopte met 1: .*\n.*mijn laatste woorden"),
        started(opdracht, f"http://127.0.0.1:{free_port()}/", environment()),
    ):
        pass


def test_a_server_that_answers_with_an_error_is_told_with_its_own_words(tmp_path: Path) -> None:
    port = free_port()
    opdracht = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with (
        pytest.raises(ServerFailed, match=r"antwoordt met 404: .*\n(.*\n)*.*File not found"),
        started(opdracht, f"http://127.0.0.1:{port}/niets", environment(), tmp_path),
    ):
        pass
