"""Addresses of the register: one that it answers, wherever we say it, and also from older data."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.conftest import DATA
from viewer.exports.pakket import to_zip
from viewer.settings import Settings
from viewer.sources.package import read_table
from viewer.sources.register_adres import has_bare_address, mend_addresses, register_address
from viewer.sources.wijzigingen import read_wijzigingen
from viewer.web import create_app

SITE = "https://organisaties.overheid.nl"


@pytest.mark.parametrize(
    ("naam", "adres"),
    [
        ("GGD IJsselland", f"{SITE}/7/GGD_IJsselland"),
        ("Súdwest-Fryslân (“Werk” & co)", f"{SITE}/7/Sudwest_Fryslan_Werk_co"),
        ("</script><b>", f"{SITE}/7/script_b"),
        ("…", f"{SITE}/7/regeling"),
        ("", f"{SITE}/7/regeling"),
    ],
)
def test_a_name_follows_the_number(naam: str, adres: str) -> None:
    assert register_address("7", naam) == adres
    assert not has_bare_address(adres)


@pytest.mark.parametrize(
    ("oud", "nieuw"),
    [
        (f"{SITE}/12/", f"{SITE}/12/Naam"),
        (f"{SITE}/12", f"{SITE}/12/Naam"),
        ("http://www.organisaties.overheid.nl/12/", f"{SITE}/12/Naam"),
        (f"{SITE}/12/?a=b", f"{SITE}/12/Naam?a=b"),
        (f"{SITE}/12/#x", f"{SITE}/12/Naam#x"),
        (f"Zie {SITE}/12/. En {SITE}/13/, ook.", f"Zie {SITE}/12/Naam. En {SITE}/13/Naam, ook."),
        (f"{SITE}/12/Iets", f"{SITE}/12/Iets"),
        (f"{SITE}/", f"{SITE}/"),
        (f"{SITE}/archive/exportOO.xml", f"{SITE}/archive/exportOO.xml"),
        ("https://elders.nl/12/", "https://elders.nl/12/"),
    ],
)
def test_the_old_form_is_mended(oud: str, nieuw: str) -> None:
    assert mend_addresses(oud, "Naam") == nieuw
    assert has_bare_address(oud) == (oud != nieuw)


@pytest.fixture
def oud(tmp_path: Path) -> Path:
    """A data folder with the addresses of before, in every file that can hold one."""
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    for bestand in (*folder.glob("*.csv"), folder / "wijzigingen.jsonl"):
        tekst = bestand.read_text(encoding="utf-8")
        bestand.write_text(re.sub(rf"({SITE}/\d+)/[^\s,\"]+", r"\1/", tekst), encoding="utf-8")
    hand = (folder / "aanvullingen.csv").read_text(encoding="utf-8").splitlines()
    hand[1] = re.sub(r"https?://[^,]+", f"{SITE}/30478873", hand[1])
    (folder / "aanvullingen.csv").write_text("\n".join(hand) + "\n", encoding="utf-8")
    with (folder / "wijzigingen.jsonl").open("a", encoding="utf-8") as out:
        regel = {"vorige": "2026-05-01", "peildatum": "2026-05-02", "nieuw": [{"id": "x", "naam": f"Zie {SITE}/4/"}]}
        out.write(
            json.dumps(regel | {key: [] for key in ("beeindigd", "gewijzigd", "toegetreden", "uitgetreden")}) + "\n"
        )
    return folder


def test_tables_and_the_log_of_before_are_mended_on_reading(oud: Path) -> None:
    assert has_bare_address((oud / "samenwerkingsverbanden.csv").read_text(encoding="utf-8"))
    for tabel in ("samenwerkingsverbanden", "regios", "aanvullingen"):
        frame = read_table(oud / f"{tabel}.csv")
        assert not has_bare_address(frame.to_csv())
    ggd = read_table(oud / "samenwerkingsverbanden.csv").set_index("slug").loc["ggd-ijsselland", "bron_url"]
    assert ggd == f"{SITE}/30478873/GGD_IJsselland"
    assert not has_bare_address(json.dumps(read_wijzigingen(oud, 20)))


ADRESSEN = (
    "/", "/over", "/over/kwaliteit", "/wie-met-wie", "/analyse", "/tabel?kolom=naam&kolom=bron", "/veranderd",
    "/samenwerkingsverbanden/ggd-ijsselland", "/gemeenten/raalte", "/wijzigingen.atom", "/catalogus", "/catalogus.ttl",
    "/catalogus.rdf", "/api/v1/samenwerkingsverbanden", "/api/v1/samenwerkingsverbanden/gr-24771033", "/api/v1/regios",
    "/ogc/collections/samenwerkingsverbanden/items?limit=200", "/download/samenwerkingsverbanden.csv",
    "/download/samenwerkingsverbanden.geojson", "/kaart.svg", "/insluiten", "/gezondheid",
)  # fmt: skip


@pytest.fixture
def answers(oud: Path) -> dict[str, str]:
    client = create_app(Settings(correctie_email="kaart@voorbeeld.nl"), oud).test_client()
    return {adres: client.get(adres).get_data(as_text=True) for adres in ADRESSEN}


def test_no_answer_holds_an_address_that_leads_nowhere(answers: dict[str, str]) -> None:
    assert [adres for adres, tekst in answers.items() if has_bare_address(tekst)] == []
    assert sum(f"{SITE}/30478873/" in tekst for tekst in answers.values()) >= 5


def test_files_that_are_packed_have_them_too(oud: Path) -> None:
    client = create_app(Settings(), oud).test_client()
    for adres, deel in (("/download/datapakket.zip", "samenwerkingsverbanden.csv"), ("/download/samenwerkingsverbanden.xlsx", "xl/sharedStrings.xml")):  # fmt: skip
        pakket = zipfile.ZipFile(io.BytesIO(client.get(adres).data))
        inhoud = {naam: pakket.read(naam).decode("utf-8", "replace") for naam in pakket.namelist()}
        assert deel in inhoud or deel.startswith("xl/")
        assert [naam for naam, tekst in inhoud.items() if has_bare_address(tekst)] == []
        assert any(f"{SITE}/30478873/" in tekst for tekst in inhoud.values())


def test_what_is_no_text_passes_through_a_package_unchanged() -> None:
    ruw = b"naam\n\xff\xfe " + f"{SITE}/4/".encode()
    pakket = zipfile.ZipFile(io.BytesIO(to_zip({"x.csv": ruw, "y.bin": ruw}, "")))
    assert pakket.read("x.csv") == ruw + b"regeling"
    assert pakket.read("y.bin") == ruw
