"""A source is declared once: what names, describes, reads and trusts it follows."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from tests.conftest import DATA, KLEIN
from viewer import cli
from viewer.dataset import Dataset
from viewer.errors import BadPackage, BadSource
from viewer.sources import package, registry, schema
from viewer.sources.description import facts_in, note_facts, write_description
from viewer.sources.import_source import import_source
from viewer.sources.importers import import_roo
from viewer.sources.package import load_package, read_table
from viewer.sources.registry import AANVULLING, GRENZEN, REGISTER, SOURCES, attribution, licence_of, map_credit
from viewer.sources.source import CC0, CC_BY, Content, Reader, Source

ROOT = Path(__file__).parent.parent.parent


def read_toy(bron: str) -> Content:
    if bron == "stuk":
        raise BadSource(bron, "is stuk.", "Neem een ander.")
    rows = [{"gemeente_code": "GM9001", "aantal": "niets" if bron == "fout" else "3"}]
    return Content({"proef": rows}, {"peildatum": "2024", "jaar": 2024}, ("Eén rij overgeslagen.",))


TOY = Source(
    id="proef",
    title="Proefbron",
    subject="Proef",
    credit="Proefbureau",
    about="Cijfers voor de proef",
    address="https://voorbeeld.nl/proef",
    licence=CC_BY,
    tables=("proef",),
    optional=True,
    reader=Reader(read_toy, "Lees de proef BRON."),
)
SCHEMA = (
    "Een proef.",
    [
        {"name": "gemeente_code", "type": "string", "description": "Code."},
        {"name": "aantal", "type": "integer", "description": "Hoeveel."},
    ],
    {"primaryKey": "gemeente_code"},
)


@pytest.fixture
def toy(monkeypatch: pytest.MonkeyPatch) -> Source:
    """A source more than there is, as if declared in the registry."""
    for module in (registry, schema, cli):
        monkeypatch.setattr(module, "SOURCES", (*SOURCES, TOY))
    monkeypatch.setitem(schema.TABELLEN, "proef", SCHEMA)
    monkeypatch.setattr(package, "_MAY_LACK", {*package._MAY_LACK, "proef.csv"})
    return TOY


def test_what_is_embedded_is_described_as_the_registry_says() -> None:
    embedded = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
    described = schema.describe_package(facts_in(DATA))
    per_path = {entry["path"]: entry for entry in described["sources"]}
    for entry in embedded["sources"]:
        assert per_path[entry["path"]] == entry
    assert embedded["licenses"] == described["licenses"]
    assert embedded["created"] == described["created"]


def test_attribution_names_sources_by_subject_with_licence() -> None:
    assert attribution({}).startswith(
        "Samenwerking: Register van Overheidsorganisaties (CC0) en de genoemde bronnen. "
        "Grenzen: © Kadaster / Centraal Bureau voor de Statistiek (CC BY 4.0)."
    )
    assert "Statistiek, 2023 (CC BY 4.0)" in attribution({"grenzen": {"jaar": 2023}})
    assert map_credit({}, "1 mei 2026") == "© Kadaster/CBS · register 1 mei 2026"
    assert map_credit({}, "1-5-2026", in_full=True) == "© Kadaster/CBS · Register van Overheidsorganisaties, 1-5-2026"
    assert map_credit({GRENZEN.id: {"jaar": 2022}}, "1 mei 2026") == "© Kadaster/CBS 2022 · register 1 mei 2026"


def test_the_strongest_licence_holds() -> None:
    assert licence_of((REGISTER, AANVULLING)) == CC0
    assert licence_of((REGISTER, GRENZEN)) == licence_of(SOURCES) == CC_BY
    assert licence_of(()) == CC0


def test_who_compares_and_who_knows_beginnings(dataset: Dataset) -> None:
    verbanden = dataset.verbanden
    assert (verbanden["comparable"] == (verbanden["bron"] == "register")).all()
    assert (verbanden["dated"] == (verbanden["bron"] == "register")).all()
    assert not verbanden.loc[~verbanden["dated"], "van"].notna().any()
    assert dataset.facts["register"]["peildatum"] == dataset.peildatum.isoformat()


def test_no_code_asks_which_source_a_row_is_of() -> None:
    vraag = re.compile(r"""(\bbron["']?\]?\s*[!=]=)|([!=]=\s*(REGISTER|AANVULLING)\b)""")
    for pad in [*(ROOT / "viewer").rglob("*.py"), *(ROOT / "templates").glob("*.html")]:
        assert not vraag.search(pad.read_text(encoding="utf-8")), pad


def test_no_other_text_names_them() -> None:
    """But for module docstrings, and the cards, which name the source of one samenwerkingsverband."""
    for pad in [*(ROOT / "viewer").rglob("*.py"), *(ROOT / "templates").glob("*.html")]:
        if pad.name in ("registry.py", "c-kaartjes.html", "gemeente.html"):
            continue
        tekst = pad.read_text(encoding="utf-8")
        tekst = tekst.split('"""', 2)[2] if pad.suffix == ".py" else tekst
        assert GRENZEN.holder not in tekst, pad
        assert GRENZEN.mark not in tekst, pad
        assert f'{REGISTER.address}"' not in tekst, pad
        assert REGISTER.title not in tekst or pad.name == "cli.py", pad


def test_pages_name_every_source(client: FlaskClient) -> None:
    left = client.get("/over").text
    for source in SOURCES:
        assert not source.about or source.title in left
    voet = client.get("/tabel").text.partition("<footer")[2]
    for source in SOURCES:
        assert source.credit in voet
        assert not source.credit or source.address in voet
    catalogus = client.get("/catalogus.ttl").text
    assert all(f"<{source.address}>" in catalogus for source in SOURCES if source.address)


def test_a_reader_fills_its_tables_and_is_described(klein: Path, toy: Source) -> None:
    assert toy.reader
    before = facts_in(klein)
    assert load_package(klein).tabellen["proef"].empty  # a folder of before there was such a table
    som = import_source(toy, toy.reader, "goed", klein)
    assert (som.rows, som.remarks) == ({"proef": 1}, ("Eén rij overgeslagen.",))
    assert list(read_table(klein / "proef.csv")["aantal"]) == ["3"]
    assert facts_in(klein) == {**before, TOY.id: {"peildatum": "2024", "jaar": 2024}}
    assert "proef" in [
        r["name"] for r in json.loads((klein / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    ]
    assert "Proef: Proefbureau, 2024 (CC BY 4.0)." in attribution(facts_in(klein))
    import_roo(str(KLEIN / "register.xml"), klein)
    assert facts_in(klein)["proef"] == {"peildatum": "2024", "jaar": 2024}
    assert list(read_table(klein / "proef.csv")["aantal"]) == ["3"]


def test_what_does_not_fit_leaves_the_folder(klein: Path, toy: Source) -> None:
    assert toy.reader
    stand = {pad.name: pad.read_bytes() for pad in klein.iterdir()}
    with pytest.raises(BadPackage, match=r"proef\.csv"):
        import_source(toy, toy.reader, "fout", klein)
    with pytest.raises(BadSource, match="is stuk"):
        import_source(toy, toy.reader, "stuk", klein)
    assert {pad.name: pad.read_bytes() for pad in klein.iterdir()} == stand


@pytest.mark.parametrize("inhoud", ["", "{", "[]", "{}", '{"sources": [1, {"path": 2}]}', '{"sources": []}'])
def test_a_folder_without_a_register_is_told(tmp_path: Path, inhoud: str) -> None:
    (tmp_path / "datapackage.json").write_text(inhoud, encoding="utf-8")
    assert facts_in(tmp_path) == {}
    with pytest.raises(BadSource, match="importeer-roo"):
        note_facts(tmp_path, GRENZEN, {"jaar": 2023})
    write_description(tmp_path, {"register": {"peildatum": "2026-05-16"}, "grenzen": {"jaar": 2023}})
    assert facts_in(tmp_path)["grenzen"] == {"jaar": 2023}


def test_a_source_with_a_reader_has_a_command(klein: Path, toy: Source) -> None:
    groep = cli._gegevens(klein)
    resultaat = CliRunner().invoke(groep, ["importeer-proef", "goed"])
    assert resultaat.exit_code == 0, resultaat.output
    assert "Proefbron staat in" in resultaat.output
    assert "proef: 1 rij" in resultaat.output
    assert "Eén rij overgeslagen." in resultaat.output
    assert "Lees de proef BRON." in CliRunner().invoke(groep, ["importeer-proef", "--help"]).output
    fout = CliRunner().invoke(groep, ["importeer-proef", "stuk"])
    assert (fout.exit_code, fout.output) == (1, "stuk: is stuk. Neem een ander.\n")
    assert "importeer-regios" not in groep.commands


def test_knowing_the_sources_costs_a_server_nothing() -> None:
    """Each is known to every process; what reads it loads when it is read."""
    code = "import sys, viewer.sources.registry; print([m for m in ('pandas', 'geopandas', 'lxml', 'openpyxl') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert out.stdout.strip() == "[]"


def test_ids_and_tables_are_of_one_source() -> None:
    ids = [source.id for source in SOURCES]
    tabellen = [tabel for source in SOURCES for tabel in source.tables]
    assert len(set(ids)) == len(ids)
    assert len(set(tabellen)) == len(tabellen)
    assert set(tabellen) <= set(schema.TABELLEN)
    assert replace(REGISTER, since=None).dated is False
