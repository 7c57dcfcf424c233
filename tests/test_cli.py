"""The commands, and the start of the server on data that are not in order."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.conftest import DATA, KLEIN, LIVE, REAL_EXPORT, REAL_GRENZEN, empty_package
from tests.slecht import goed, slecht
from tests.sources.test_roo import BOM, EXTERN
from viewer import cli
from viewer.settings import Settings
from viewer.web import create_app

ROOT = Path(__file__).parent.parent


def run(folder: Path, *woorden: str) -> Result:
    app: Flask = create_app(Settings(), folder)
    cli.install(app, folder)
    return app.test_cli_runner().invoke(args=["gegevens", *woorden])


def test_from_nothing_to_a_good_folder(tmp_path: Path) -> None:
    folder = empty_package(tmp_path / "data")
    ingepakt = tmp_path / "export_2024-03-01.xml.gz"
    ingepakt.write_bytes(gzip.compress((KLEIN / "register.xml").read_bytes()))
    roo = run(folder, "importeer-roo", str(ingepakt))
    assert roo.exit_code == 0, roo.output
    assert "Register van 1 maart 2024" in roo.output
    assert "8 versies van regelingen" in roo.output
    assert "4 samenwerkingsverbanden" in roo.output
    grenzen = run(folder, "importeer-grenzen", str(KLEIN / "grenzen.geojson"))
    assert grenzen.exit_code == 0, grenzen.output
    assert "samengevoegd: GM9099" in grenzen.output
    assert "is in orde: 5 gemeenten" in run(folder, "controleer").output


def test_the_day_can_be_given(klein: Path) -> None:
    assert "5 mei 2025" in run(klein, "importeer-roo", str(KLEIN / "register.xml"), "--peildatum", "2025-05-05").output


def test_data_points_a_command_elsewhere(klein: Path, tmp_path: Path) -> None:
    leeg = tmp_path / "leeg"
    leeg.mkdir()
    assert run(klein, "controleer", "--data", str(leeg)).exit_code == 1
    assert run(leeg, "controleer", str(klein)).exit_code == 0


def test_faults_are_lines_and_exit_1(klein: Path) -> None:
    (klein / "regios.csv").unlink()
    fout = run(klein, "controleer")
    assert fout.exit_code == 1
    assert "regios.csv: ontbreekt." in fout.output


@pytest.mark.parametrize("opdracht", ["importeer-roo", "importeer-grenzen"])
def test_a_source_that_is_not_there_or_is_rubbish(klein: Path, tmp_path: Path, opdracht: str) -> None:
    rommel = tmp_path / "rommel"
    rommel.write_bytes(b"\x00rommel")
    for bron in (rommel, tmp_path / "niets"):
        fout = run(klein, opdracht, str(bron))
        assert fout.exit_code == 1
        assert "Traceback" not in fout.output
        assert len(fout.stderr.strip().splitlines()[-1]) > 20
    assert run(klein, "controleer").exit_code == 0


def test_every_command_has_an_example_in_its_help() -> None:
    for naam in ("importeer-roo", "importeer-grenzen", "importeer-tabel", "controleer"):
        assert "Voorbeeld: flask --app app gegevens" in run(DATA, naam, "--help").output


def start(folder: Path, **omgeving: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import app"],
        cwd=ROOT,
        env={**os.environ, "KAART_DATA": str(folder), **omgeving},
        capture_output=True,
        text=True,
        check=False,
    )


def test_bad_data_stop_the_start_with_a_line_per_fault(klein: Path) -> None:
    assert start(klein).returncode == 0
    tekst = (klein / "deelnames.csv").read_text(encoding="utf-8").replace("GM9001", "GM0000")
    (klein / "deelnames.csv").write_text(tekst, encoding="utf-8")
    gestopt = start(klein)
    assert gestopt.returncode == 1
    regels = gestopt.stderr.strip().splitlines()
    assert len(regels) == tekst.count("GM0000")
    assert all(regel.startswith("deelnames.csv, rij ") and "kolom deelnemer_code" in regel for regel in regels)


def test_a_bad_setting_stops_the_start_in_one_line(klein: Path) -> None:
    gestopt = start(klein, KAART_PROVINCE="Utrecht")
    assert gestopt.returncode == 1
    assert gestopt.stderr.startswith("Instelling KAART_PROVINCE: is onbekend.")


@pytest.mark.traag
def test_data_is_what_our_importers_make_of_the_sources(tmp_path: Path) -> None:
    """With the real sources when data/ is of their day, else with our own: nothing in data/ is edited by hand."""
    dag = json.loads((LIVE / "datapackage.json").read_text(encoding="utf-8"))["created"][:10]
    echt = REAL_EXPORT.exists() and REAL_GRENZEN.exists() and dag in REAL_EXPORT.name
    if echt:
        folder = Path(shutil.copytree(LIVE, tmp_path / "data"))
        bronnen = (REAL_EXPORT, REAL_GRENZEN)
    else:
        folder = empty_package(tmp_path / "data")
        bronnen = (KLEIN / "register.xml", KLEIN / "grenzen.geojson")
    # The tables stay: an address that was given once is kept, and an import knows it from them.
    (folder / "gemeenten.geojson").unlink(missing_ok=True)
    for opdracht, bron in zip(("importeer-roo", "importeer-grenzen"), bronnen, strict=True):
        resultaat = run(folder, opdracht, str(bron))
        assert resultaat.exit_code == 0, resultaat.output
    assert run(folder, "controleer").exit_code == 0
    if echt:
        ours, theirs = (
            {p.name: p.read_bytes() for p in where.iterdir() if p.name != "teksten.csv"} for where in (folder, LIVE)
        )
        assert {name for name in ours if ours[name] != theirs.get(name)} == set()  # the register's prose is kept beside
        assert ours.keys() == theirs.keys()


def test_faults_can_be_had_as_json(klein: Path) -> None:
    assert json.loads(run(klein, "controleer", "--json").output) == {"goed": True, "fouten": []}
    (klein / "regios.csv").unlink()
    stand = json.loads(run(klein, "controleer", "--json").stdout)
    assert stand["goed"] is False
    assert stand["fouten"][0]["bestand"] == "regios.csv"
    assert set(stand["fouten"][0]) == {"bestand", "rij", "kolom", "wat", "doe"}


@pytest.mark.traag
def test_the_progress_bar_moves_and_tells_regelingen(klein: Path, tmp_path: Path) -> None:
    """On a terminal; the sizes of a real export."""
    vulling = b"<p:vulling>" + b"y" * 100_000 + b"</p:vulling>\n"
    bestand = tmp_path / "groot_2024-03-03.xml"
    inhoud = (KLEIN / "register.xml").read_bytes()
    bestand.write_bytes(inhoud.replace(b"<p:regeling p:", vulling * 12 + b"<p:regeling p:"))
    meester, slaaf = pty.openpty()
    proces = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "flask",
            "--app",
            "app",
            "gegevens",
            "importeer-roo",
            str(bestand),
            "--data",
            str(klein),
        ],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=slaaf,
    )
    os.close(slaaf)
    tekst = b""
    with contextlib.suppress(OSError):
        while blok := os.read(meester, 4096):
            tekst += blok
    os.close(meester)
    assert proces.wait() == 0
    standen = [int(n) for n in re.findall(rb"(\d+)%", tekst)]
    assert standen == sorted(standen)
    assert len(set(standen)) > 3
    assert b"8 regelingen" in tekst


NAN = b'{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"statcode": "GM9001"}, "geometry": {"type": "Polygon", "coordinates": [[[NaN, 52], [6, 53], [7, 53], [NaN, 52]]]}}]}'


@pytest.mark.parametrize(
    ("opdracht", "naam", "inhoud"),
    [
        ("importeer-roo", "bom.xml", BOM),
        ("importeer-roo", "extern.xml", EXTERN),
        ("importeer-grenzen", "nan.geojson", NAN),
        ("importeer-tabel", "ruis.csv", bytes(range(256)) * 1000),
        ("importeer-roo", "kort.xml.gz", gzip.compress(b"<o/>", mtime=0)[:-3]),
    ],
)
def test_hostile_files_end_in_one_line_and_exit_1(
    klein: Path, tmp_path: Path, opdracht: str, naam: str, inhoud: bytes
) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    bestand = tmp_path / naam
    bestand.write_bytes(inhoud)
    fout = run(klein, opdracht, str(bestand))
    assert fout.exit_code == 1
    regels = [regel for regel in fout.stderr.splitlines() if regel.strip()]
    assert len(regels) == 1, regels
    assert naam in regels[0]
    assert "root:" not in fout.output
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before


def test_a_claim_of_5_gb_is_refused_at_once(klein: Path) -> None:
    with slecht({"/oo.xml": [goed(b"<o/>", lengte="5000000000")]}) as server:
        fout = run(klein, "importeer-roo", f"{server.adres}/oo.xml")
        assert len(server.verzoeken) == 1
    assert fout.exit_code == 1
    assert "is groter dan 500 MB" in fout.stderr


def test_bronnen_lists_the_oldest_first_and_marks_what_is_old(klein: Path) -> None:
    uitkomst = run(klein, "bronnen")
    assert uitkomst.exit_code == 0
    assert uitkomst.output.splitlines()[0].startswith("! 2021-06     net ")
    assert "1 van de 1 bronnen zijn ouder dan 2 jaar." in uitkomst.output
    assert run(klein, "bronnen", "--jaren", "90").output.startswith("  2021-06")
