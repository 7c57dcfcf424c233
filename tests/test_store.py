"""The store: swaps to good data between requests and keeps the last good when they are not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
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


WITH_DATA = ["/", "/kaart", "/kaart?peildatum=bla", "/gemeenten/raalte", "/kaart.png", "/analyse", "/tabel", "/wie-met-wie", "/over", "/insluiten", "/sitemap.xml", "/catalogus.ttl", "/wijzigingen.atom", "/download/deelnames.csv", "/kaartdata/a/b", "/oembed?url=http://localhost/", "/api/v1/gemeenten", "/api/v1/samenwerkingsverbanden/1", "/ogc/collections/samenwerkingsverbanden/items"]  # fmt: skip


def _nothing(folder: Path) -> None:
    shutil.rmtree(folder)


def _bad_table(folder: Path) -> None:
    (folder / "regios.csv").write_bytes(b"onzin")


def _bad_areas(folder: Path) -> None:
    (folder / "gemeenten.geojson").write_bytes(b"{")


@pytest.mark.parametrize("bederf", [_nothing, _bad_table, _bad_areas])
def test_without_any_good_data_every_address_says_so_in_dutch(
    klein: Path, tmp_path: Path, bederf: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    """It was a 500 with a traceback in the log at each request."""
    folder = Path(shutil.copytree(klein, tmp_path / "anders"))
    bederf(folder)
    app = create_app(Settings(), folder)
    client = app.test_client()
    for adres in WITH_DATA:
        answer = client.get(adres)
        assert (adres, answer.status_code) == (adres, 503)
        assert (answer.headers["Retry-After"], answer.headers["Cache-Control"]) == ("60", "no-store")
        assert "De gegevens zijn nu niet te gebruiken. Probeer het later nog eens." in answer.text
        assert "regios.csv" not in answer.text
        if adres.startswith(("/api/", "/ogc")):
            assert (answer.mimetype, answer.get_json()["status"]) == ("application/problem+json", 503)
        else:
            assert "<h1>De kaart is er nu even niet</h1>" in answer.text
    assert client.get("/metrics").status_code == 200
    told = [r for r in caplog.records if r.name == "viewer.store" and "bruikbare gegevens" in r.getMessage()]
    assert len(told) == 1
    assert not [r for r in caplog.records if r.exc_info and r.name == app.logger.name]
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(klein, folder)
    assert client.get("/").status_code == 200


def test_what_went_wrong_with_us_is_not_kept_by_a_cache(klein: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(Settings(), klein)
    monkeypatch.setattr(site_of(app).store, "current", lambda: 1 / 0)
    for adres in ("/", "/api/v1/gemeenten"):
        answer = app.test_client().get(adres)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (500, "no-store")


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
    assert {client.get(adres).status_code for adres in adressen} == {200}
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
