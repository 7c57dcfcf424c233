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


FOUTEN_BIJ_LADEN = [TypeError("x"), ValueError(), KeyError("kolom"), UnicodeDecodeError("utf-8", b"x", 0, 1, "y"), RecursionError(), PermissionError(13, "Permission denied", "regios.csv"), OSError()]  # fmt: skip


@pytest.mark.parametrize("fout", FOUTEN_BIJ_LADEN, ids=[type(fout).__name__ for fout in FOUTEN_BIJ_LADEN])
def test_whatever_loading_raises_the_last_good_stays_and_is_not_tried_again(
    klein: Path, monkeypatch: pytest.MonkeyPatch, fout: Exception
) -> None:
    app = create_app(Settings(), klein)
    site_of(app).store._kijk_s = 0.0
    client = app.test_client()
    assert client.get("/gezondheid").get_json()["status"] == "ok"
    keren = []

    def load(folder: Path) -> Dataset:
        keren.append(folder)
        raise fout

    monkeypatch.setattr(Dataset, "load", load)
    (klein / "regios.csv").touch()
    assert [client.get("/").status_code for _ in range(5)] == [200] * 5
    stand = client.get("/gezondheid")
    assert (stand.status_code, stand.get_json()["status"]) == (200, "verouderd")
    assert stand.get_json()["reden"]
    assert len(keren) == 1
    monkeypatch.undo()
    (klein / "regios.csv").write_bytes((klein / "regios.csv").read_bytes() + b"\n")
    assert client.get("/gezondheid").get_json()["status"] == "ok"


def test_a_folder_that_was_never_good_is_not_read_at_every_request(
    klein: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    goed = (klein / "regios.csv").read_bytes()
    (klein / "regios.csv").write_bytes(b"onzin")
    app = create_app(Settings(), klein)
    client = app.test_client()
    keren = []
    echt = Dataset.load
    monkeypatch.setattr(Dataset, "load", lambda folder: keren.append(1) or echt(folder))
    assert [client.get("/gezondheid").status_code for _ in range(4)] == [503] * 4
    assert len(keren) == 1
    (klein / "regios.csv").write_bytes(goed)
    assert client.get("/gezondheid").status_code == 200
