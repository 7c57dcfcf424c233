"""The short form of `make soak`: no request fails but those of a killed worker, and no answer mixes two editions."""

from __future__ import annotations

import threading
from pathlib import Path

from bench.soak import Proef
from tests.conftest import DATA
from viewer.web import observe


def test_load_refreshes_broken_data_a_killed_worker_and_a_full_disk(tmp_path: Path) -> None:
    verslag = Proef(tmp_path, DATA, verbindingen=40, seconden=9, ververs_s=1.5, dood_s=6.0).run()
    assert not verslag.fouten
    assert verslag.gemengd == 0
    assert verslag.verzoeken > 300
    assert verslag.edities >= 2
    assert verslag.kapot >= 1
    assert verslag.gedood == 1
    assert set(verslag.volle_schijf) == {1}
    assert verslag.geheugen[-1] < verslag.geheugen[0] + 250


def test_two_first_requests_at_once_make_the_counters_once() -> None:
    """Found by the soak: two threads of a new worker both registered them, and one answer was a 500."""
    observe._gemaakt.clear()
    from prometheus_client import REGISTRY  # noqa: PLC0415

    for naam in ("kaart_verzoeken_total", "kaart_verzoek_seconden"):
        if meter := REGISTRY._names_to_collectors.get(naam):
            REGISTRY.unregister(meter)
    fouten: list[Exception] = []

    def doe() -> None:
        try:
            observe._tellers()
        except Exception as fout:
            fouten.append(fout)

    draden = [threading.Thread(target=doe) for _ in range(16)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert not fouten
