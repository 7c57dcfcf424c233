"""A folder that an older program made goes along with a new one, whatever its version, and nothing in it is lost."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import KLEIN, LIVE
from tests.sources.test_import_night import export, tree
from tests.test_cli import run
from viewer.dataset import Dataset
from viewer.errors import BadPackage
from viewer.settings import Settings
from viewer.sources.bijwerken import bring_up
from viewer.sources.importers import import_roo
from viewer.sources.package import load_package, read_table
from viewer.sources.schema import DATAPACKAGE, IMPORT_TABELLEN, TABELLEN, VERSIE, kolommen
from viewer.web import create_app

VERSIES = KLEIN / "versies"
"""A folder of the small province as each version of the data left it; made by the program of then."""

OUD = sorted(int(pad.name) for pad in VERSIES.iterdir())


def copy(versie: int, tmp: Path) -> Path:
    return Path(shutil.copytree(VERSIES / str(versie), tmp / "data"))


def cells(folder: Path) -> dict[str, list[dict[str, str]]]:
    """What stands in each table, without what is empty."""
    return {
        pad.stem: [{k: w for k, w in rij.items() if w} for rij in read_table(pad).to_dict("records")]
        for pad in sorted(folder.glob("*.csv"))
    }


def headings(folder: Path) -> dict[str, list[str]]:
    return {p.stem: p.read_text(encoding="utf-8").splitlines()[0].split(",") for p in sorted(folder.glob("*.csv"))}


def test_there_is_a_folder_of_every_version_before_this_one() -> None:
    assert list(range(1, VERSIE)) == OUD


@pytest.mark.parametrize("versie", OUD)
def test_a_folder_of_before_gets_the_tables_of_today(tmp_path: Path, versie: int) -> None:
    folder = copy(versie, tmp_path)
    before = cells(folder)
    gedaan = bring_up(folder)
    assert gedaan[-1] == f"datapackage.json: van versie 2 naar {VERSIE}."
    assert headings(folder) == {tabel: kolommen(tabel) for tabel in sorted(TABELLEN)}
    after = cells(folder)
    assert {tabel: after[tabel] for tabel in before} == before
    assert after["taken"]  # comes with the program
    assert json.loads((folder / DATAPACKAGE).read_text(encoding="utf-8"))["version"] == str(VERSIE)
    package = load_package(folder)
    assert package.beschrijving["created"] == "2024-02-01T00:00:00Z"
    assert bring_up(folder) == ()
    client = create_app(Settings(), folder).test_client()
    for adres in ("/", "/gemeenten/aadorp", "/samenwerkingsverbanden/brandweer-klein", "/over/kwaliteit"):
        assert client.get(adres).status_code == 200


@pytest.mark.parametrize("versie", OUD)
def test_the_night_after_an_upgrade_brings_it_up_by_itself(tmp_path: Path, versie: int) -> None:
    folder = copy(versie, tmp_path)
    before = {t: r for t, r in cells(folder).items() if t not in (*IMPORT_TABELLEN, "regios")}
    som = import_roo(export(tree(), tmp_path, "export_2024-03-01.xml"), folder)
    assert som is not None
    assert [m for m in som.meldingen if m == f"datapackage.json: van versie 2 naar {VERSIE}."]
    after = cells(folder)
    assert {tabel: after[tabel] for tabel in before} == before
    assert len(Dataset.load(folder).verbanden) == 5
    assert not import_roo(export(tree(), tmp_path, "export_2024-03-02.xml"), folder).meldingen  # type: ignore[union-attr]


def test_a_folder_of_a_newer_program_is_refused_in_one_line(klein: Path, tmp_path: Path) -> None:
    beschrijving = json.loads((klein / DATAPACKAGE).read_text(encoding="utf-8"))
    (klein / DATAPACKAGE).write_text(json.dumps({**beschrijving, "version": str(VERSIE + 1)}), encoding="utf-8")
    (klein / "versies.csv").write_text("heel,anders\n", encoding="utf-8")
    (klein / "deelnames.csv").unlink()
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    for doe in (load_package, Dataset.load, bring_up, lambda f: import_roo(str(KLEIN / "register.xml"), f)):
        with pytest.raises(BadPackage) as fout:
            doe(klein)
        regels = str(fout.value).splitlines()
        assert len(regels) == 1
        assert "nieuwere versie van het programma" in regels[0]
        assert "Werk het programma bij" in regels[0]
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before


def test_what_is_wrong_in_an_old_folder_says_what_may_help(tmp_path: Path) -> None:
    folder = copy(OUD[-1], tmp_path)
    tekst = (folder / "deelnames.csv").read_text(encoding="utf-8")
    (folder / "deelnames.csv").write_text(tekst.replace("deelnemer_bron_id", "iets"), encoding="utf-8")
    with pytest.raises(BadPackage) as fout:
        load_package(folder)
    assert "Draai gegevens bijwerken" in str(fout.value).splitlines()[0]


@pytest.mark.parametrize("inhoud", ["", "[]", "{}", '{"version": 3}', '{"version": "twee"}', "null"])
def test_a_description_of_any_kind_gives_a_line(klein: Path, inhoud: str) -> None:
    (klein / DATAPACKAGE).write_text(inhoud, encoding="utf-8")
    resultaat = run(klein, "bijwerken")
    assert "Traceback" not in resultaat.output
    assert resultaat.exit_code in (0, 1)


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    folder = copy(OUD[-1], tmp_path)
    resultaat = run(LIVE, "bijwerken", str(folder))
    assert resultaat.exit_code == 0, resultaat.output
    assert "redactie.csv: kolommen andere_namen, taken" in resultaat.output
    assert "hernummerd.csv: nieuw en leeg." in resultaat.output
    assert "is al van deze versie" in run(LIVE, "bijwerken", str(folder)).output
    leeg = tmp_path / "leeg"
    leeg.mkdir()
    niets = run(LIVE, "bijwerken", str(leeg))
    assert niets.exit_code == 1
    assert "datapackage.json: ontbreekt." in niets.output
