"""The store: swaps to good data between requests and keeps the last good when they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import KLEIN
from viewer.dataset import Dataset
from viewer.errors import BadPackage
from viewer.settings import Settings
from viewer.sources.importers import import_roo
from viewer.store import Store
from viewer.web import create_app
from viewer.web.context import site_of


def store(folder: Path) -> Store[Dataset]:
    return Store(folder, lambda dataset: dataset, kijk_s=0.0)


def test_it_swaps_when_the_folder_changes(klein: Path, tmp_path: Path) -> None:
    winkel = store(klein)
    before = winkel.current()
    assert winkel.current() is before
    export = tmp_path / "later_2024-09-09.xml"
    export.write_text(
        (KLEIN / "register.xml").read_text(encoding="utf-8").replace("elders", "ergens"), encoding="utf-8"
    )
    import_roo(str(export), klein)
    after = winkel.current()
    assert after is not before
    assert (str(before.peildatum), str(after.peildatum)) == ("2024-02-01", "2024-09-09")


def test_bad_data_leave_the_last_good_in_service_and_it_recovers(klein: Path) -> None:
    app = create_app(Settings(), klein)
    site_of(app).store._kijk_s = 0.0
    client = app.test_client()
    assert client.get("/gezondheid").get_json()["status"] == "ok"
    goed = (klein / "regios.csv").read_bytes()
    (klein / "regios.csv").write_bytes(b"onzin")
    stand = client.get("/gezondheid")
    assert (stand.status_code, stand.get_json()["status"]) == (200, "verouderd")
    assert "regios.csv" in stand.get_json()["reden"]
    assert client.get("/").status_code == 200
    sinds = stand.get_json()["sinds"]
    (klein / "regios.csv").write_bytes(b"nog steeds onzin")
    assert client.get("/gezondheid").get_json()["sinds"] == sinds
    (klein / "regios.csv").write_bytes(goed)
    assert client.get("/gezondheid").get_json()["status"] == "ok"


def test_without_any_good_data_health_is_503(tmp_path: Path) -> None:
    app = create_app(Settings(), tmp_path)
    stand = app.test_client().get("/gezondheid")
    assert stand.status_code == 503
    assert stand.get_json()["status"] == "fout"
    with pytest.raises(BadPackage):
        site_of(app).store.load()


def test_a_page_open_during_a_swap_still_gets_its_data(klein: Path, tmp_path: Path) -> None:
    app = create_app(Settings(), klein)
    site_of(app).store._kijk_s = 0.0
    client = app.test_client()
    adressen = site_of(app).store.current().urls
    export = tmp_path / "later_2024-09-09.xml"
    export.write_text(
        (KLEIN / "register.xml").read_text(encoding="utf-8").replace("elders", "ergens"), encoding="utf-8"
    )
    import_roo(str(export), klein)
    assert [client.get(adres).status_code for adres in adressen] == [200, 200]
    assert site_of(app).store.current().urls[1] != adressen[1]
