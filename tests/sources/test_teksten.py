"""The register's own prose: made by an import, quoted and searched where it is, and handed on by nothing."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import KLEIN
from tests.server import ROOT
from viewer.publish import publish
from viewer.settings import Settings
from viewer.sources.import_roo import import_roo
from viewer.sources.package import load_package
from viewer.sources.teksten import BESTAND, read_texts, text_rows, write_texts
from viewer.store import Store
from viewer.web import create_app

PAGINA = "/samenwerkingsverbanden/brandweer-klein"
WOORD = "proza over bevoegdheden"


@pytest.fixture
def met(klein: Path) -> Path:
    """A data folder as an import leaves it."""
    import_roo(str(KLEIN / "register.xml"), klein)
    return klein


def test_an_import_writes_what_each_version_says(met: Path) -> None:
    teksten = read_texts(met)
    assert teksten["1004"] == {
        "doel": "Proza dat niet in data mag",
        "artikelen": "Artikel 5\nProza over bevoegdheden.",
        "beschrijving": "Proza van het orgaan.",
    }
    assert teksten["1001"]["beschrijving"] == "Proza van het orgaan."
    import_roo(str(KLEIN / "register.xml"), met)
    assert read_texts(met) == teksten


def test_what_could_not_be_read_keeps_what_it_had() -> None:
    oud = {"1": {"doel": "oud", "artikelen": "", "beschrijving": "van toen"}, "2": dict.fromkeys(("doel",), "weg")}
    rijen = [{"bron_id": "1", "orgaan_id": "9"}, {"bron_id": "3", "orgaan_id": ""}, {"bron_id": "4", "orgaan_id": ""}]
    nieuw = {"3": {"doel": "nieuw", "artikelen": ""}, "4": {"doel": "", "artikelen": ""}}
    assert text_rows(rijen, nieuw, {}, oud) == {
        "1": oud["1"],
        "3": {"doel": "nieuw", "artikelen": "", "beschrijving": ""},
    }
    assert text_rows(rijen[:1], {}, {"9": {"beschrijving": "van nu"}}, oud)["1"]["beschrijving"] == "van nu"


def test_a_page_quotes_it_with_its_source_and_a_search_finds_it(met: Path) -> None:
    client = create_app(Settings(), met).test_client()
    tekst = client.get(PAGINA).text
    citaat = tekst.partition("<blockquote")[2].partition("</details>")[0]
    assert "<p>Artikel 5</p><p>Proza over bevoegdheden.</p>" in citaat
    assert 'href="https://organisaties.overheid.nl/1004/Brandweer_Klein"' in citaat
    assert "Brandweer Klein" in client.get(f"/tabel?q={WOORD}").text
    assert client.get(f"/api/v1/samenwerkingsverbanden?q={WOORD}").json["items"][0]["id"] == "gr-1001"


def test_markup_in_it_is_text(met: Path) -> None:
    write_texts(met, {"1004": {"doel": "<script>x</script>", "artikelen": "=1+1", "beschrijving": '"; a,\nb'}})
    tekst = create_app(Settings(), met).test_client().get(PAGINA).text
    assert "<p>&lt;script&gt;x&lt;/script&gt;</p>" in tekst
    assert "<p>&#34;; a,</p><p>b</p>" in tekst


def gone(bestand: Path) -> None:
    bestand.unlink()


@pytest.mark.parametrize(
    "doe",
    [
        gone,
        lambda bestand: bestand.write_bytes(b""),
        lambda bestand: bestand.write_bytes(b"\xff\xfe\x00broken"),
        lambda bestand: bestand.write_bytes(b'bron_id,doel,artikelen,beschrijving\n1004,"nooit dicht'),
        lambda bestand: bestand.write_bytes(b"iets,anders\n1,2\n"),
        lambda bestand: (bestand.unlink(), bestand.mkdir()),
    ],
)
def test_nothing_breaks_without_it(met: Path, doe: Callable[[Path], object]) -> None:
    doe(met / BESTAND)
    load_package(met)
    client = create_app(Settings(), met).test_client()
    tekst = client.get(PAGINA).text
    assert "Bestuur en bevoegdheden" in tekst
    assert "<blockquote" not in tekst
    assert client.get(f"/api/v1/samenwerkingsverbanden?q={WOORD}").json["items"] == []


def test_a_server_takes_it_up_when_it_comes(met: Path, tmp_path: Path) -> None:
    elders = shutil.move(met / BESTAND, tmp_path / BESTAND)
    winkel = Store(met, lambda dataset: dataset, kijk_s=0.0)
    assert not winkel.current().texts_of("1004")
    shutil.move(elders, met / BESTAND)
    assert winkel.current().texts_of("1004")["doel"] == "Proza dat niet in data mag"


def test_nothing_hands_it_on(met: Path) -> None:
    client = create_app(Settings(), met, texts=False).test_client()
    tekst = client.get(PAGINA).text
    assert "Bestuur en bevoegdheden" in tekst
    assert "Proza" not in tekst
    with zipfile.ZipFile(io.BytesIO(client.get("/download/datapakket.zip").data)) as pakket:
        assert BESTAND not in pakket.namelist()
        assert not any("Proza" in pakket.read(naam).decode() for naam in pakket.namelist())


@pytest.mark.traag
def test_what_is_published_has_none_of_it(met: Path, tmp_path: Path) -> None:
    publish(create_app(Settings(), met), tmp_path / "uit")
    paden = [pad for pad in (tmp_path / "uit").rglob("*") if pad.is_file()]
    assert any(pad.parent.name == "brandweer-klein" for pad in paden)
    assert not [pad for pad in paden if b"Proza" in pad.read_bytes() or pad.name == BESTAND]


def test_git_has_it_nowhere() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("no repository")

    def git(*woorden: str) -> str:
        return subprocess.run(["git", *woorden], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert not [pad for pad in git("ls-files").splitlines() if Path(pad).name == BESTAND]
    assert git("check-ignore", f"data/{BESTAND}", f"tests/data/momentopname/{BESTAND}").count("\n") == 2
