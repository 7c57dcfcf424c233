"""What every test can ask for: real data of a day that stands still, the small nasty province, an application on each.

A test that names a figure of the real data ("64 samenwerkingsverbanden") runs on the snapshot; what holds for any
day of the register is tried on the data that the repository carries, in test_live.py.
"""

from __future__ import annotations

import csv
import gc
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

import tests.remembered  # noqa: F401  before others take by name what it remembers
from viewer.dataset import Dataset
from viewer.model import NEDERLAND, PROVINCIES
from viewer.settings import Settings
from viewer.sources.importers import import_grenzen, import_roo
from viewer.sources.schema import TABELLEN, kolommen
from viewer.web import create_app

hypothesis_settings.register_profile("zonder-klok", deadline=None)  # tests never check the clock
hypothesis_settings.register_profile("snel", deadline=None, max_examples=20)
hypothesis_settings.load_profile("zonder-klok")  # make snel asks for the other one

HIER = Path(__file__).parent
KLEIN = HIER / "data"
DATA = KLEIN / "momentopname"
"""The data package of 16 May 2026, as it stays whatever `make data` brings (tests/data/momentopname.md)."""
LIVE = HIER.parent / "data"
"""The data package that the repository carries: for properties only, never for figures."""
SHARED = HIER.parent.parent / "shared" / "data"
REAL_EXPORT = SHARED / "roo_export_2026-05-16.xml"
REAL_GRENZEN = SHARED / "cbs_gemeente_2022_met_grenscorrectie_2023.gpkg"


class _Compiled(BytecodeCache):
    """Templates as Python, for all applications of one process: each of the hundreds that tests make would compile
    the same ones, which takes a third of its first pages. Jinja itself compares the source."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        own = f"{name} {environment.trim_blocks} {environment.lstrip_blocks}"
        return super().get_bucket(environment, own, filename, source)

    def load_bytecode(self, bucket: Bucket) -> None:
        code, checksum = self.kept.get(bucket.key, (None, None))
        bucket.code = code if checksum == bucket.checksum else None

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = (bucket.code, bucket.checksum)


Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": _Compiled()}


def some(cases: Iterable[Any], every: int, whole: bool = False) -> list[Any]:
    """Cases of which `make snel` tries the first of every so many, and `make test` all.
    whole: a case that is a tuple is one argument."""
    return [
        pytest.param(
            *(case if isinstance(case, tuple) and not whole else (case,)),
            marks=() if number % every == 0 else pytest.mark.traag,
        )
        for number, case in enumerate(cases)
    ]


SCOPES = [
    pytest.param(naam, marks=() if naam in ("Overijssel", NEDERLAND) else pytest.mark.traag)
    for naam in (*PROVINCIES.values(), NEDERLAND)
]
"""The thirteen areas that the map can be of; `make snel` tries our own and the largest."""

EXPORTS = [KLEIN / "register.xml", *([REAL_EXPORT] if REAL_EXPORT.exists() else [])]
"""Register exports to compare with: always our own, and the real one where it is."""

HAND_TABLES: dict[str, list[list[str] | dict[str, str]]] = {
    "aanvullingen": [
        {"id": "net", "naam": "Netwerk Klein", "vorm": "netwerk", "publiek_privaat": "zonder rechtspersoon", "thema": "economie", "omschrijving": "Doet iets.",
         "deelnemers": "GM9001;GM9003;overig:Kamer & Co", "peildatum": "2021-06", "bron_url": "https://voorbeeld.nl/net", "compleet": "nee", "opmerking": "Let op."},
    ],
    "regios": [["oost", "Oost", "proef", code, "x", "https://voorbeeld.nl/oost", "2024"] for code in ("GM9001", "GM9002")],
    "beleidsterreinen": [
        ["openbare orde en veiligheid", "veiligheid"],
        ["organisatie en bedrijfsvoering", "bedrijfsvoering en ICT"],
        ["natuur en milieu | afval", "afval en grondstoffen"],
    ],
    "taken": [
        ["brandweer", "Brandweer", "veiligheid", "1.1", "brand;blussen"],
        ["afval-ophalen", "Afval ophalen", "afval en grondstoffen", "7.3", "vuilnis;grijze bak"],
        ["ict", "Computers van gemeenten", "bedrijfsvoering en ICT", "0.4", "ICT"],
    ],
    "redactie": [
        {"samenwerkingsverband_id": "gr-1011", "themas": "economie", "reden": "Voor de proef.",
         "omschrijving": "Doet iets voor inwoners.", "datum": "2024-01-01"},
    ],
    "hernummerd": [["90210", "gr-1031", "nee", "2024-01-01", "Voor de proef."]],
    "herindelingen": [["Oudhoven", "GM9099", "GM9003", "2020-01-01", ""]],
    "provincies": [],
}  # fmt: skip


def empty_package(folder: Path) -> Path:
    """A folder with only the hand-kept tables of the small province."""
    folder.mkdir()
    for tabel, rijen in HAND_TABLES.items():
        with (folder / f"{tabel}.csv").open("w", encoding="utf-8", newline="") as out:
            kop = kolommen(tabel)
            cellen = [[rij.get(naam, "") for naam in kop] if isinstance(rij, dict) else rij for rij in rijen]
            csv.writer(out).writerows([kop, *cellen])
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for a browser is marked so, wherever it stands: `make snel` leaves it out."""
    for item in items:
        if "playwright" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is imported by now stays, and tests make little rubbish in circles: looking for it takes a twentieth."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def _klein(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = empty_package(tmp_path_factory.mktemp("klein") / "data")
    import_roo(str(KLEIN / "register.xml"), folder)
    import_grenzen(str(KLEIN / "grenzen.geojson"), folder)
    return folder


@pytest.fixture
def klein(_klein: Path, tmp_path: Path) -> Path:
    """The small province as a data folder of the test's own."""
    return Path(shutil.copytree(_klein, tmp_path / "data"))


@pytest.fixture(scope="session")
def klein_dataset(_klein: Path) -> Dataset:
    return Dataset.load(_klein)


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The snapshot."""
    return Dataset.load(DATA)


@pytest.fixture(scope="session")
def app() -> Flask:
    return create_app(Settings(correctie_email="kaart@voorbeeld.nl"), DATA)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def klein_app(_klein: Path) -> Flask:
    return create_app(Settings(titel="Klein <b>& co</b>"), _klein)


@pytest.fixture
def klein_client(klein_app: Flask) -> FlaskClient:
    return klein_app.test_client()


assert set(HAND_TABLES) < set(TABELLEN)
