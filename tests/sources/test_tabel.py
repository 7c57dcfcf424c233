"""Someone's own table: any delimiter and encoding, names as people write them, nothing matched silently."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import DATA
from tests.test_cli import run
from viewer.dataset import Dataset
from viewer.errors import BadSource
from viewer.sources.import_tabel import Opgave, _candidates, import_tabel
from viewer.sources.package import load_package, read_table
from viewer.sources.tabel import Paar, fold, match, read_tabel

OPGAVE = Opgave("netwerk", "overig", "https://voorbeeld.nl/bron", "2024-01-15")
KANDIDATEN = _candidates(DATA)


def who(naam: str) -> tuple[str, str]:
    out = match([Paar(2, naam, "x")], KANDIDATEN)[0]
    return out.hoe, out.wie.naam if out.wie else ""


@pytest.mark.parametrize(
    ("naam", "hoe", "wie"),
    [
        ("gem. Hengelo (O)", "naam", "Hengelo"),
        ("Gemeente Hengelo", "naam", "Hengelo"),
        ("Haasbergen", "gegokt", "Haaksbergen"),
        ("Hof van Twente ", "naam", "Hof van Twente"),
        ("'s-Gravenhage", "naam", "Den Haag"),
        ("Den Bosch", "naam", "'s-Hertogenbosch"),
        ("‘s-Hertogenbosch", "naam", "'s-Hertogenbosch"),
        ("FryslÃ¢n", "naam", "Provincie Fryslân"),
        ("Frysl?n", "naam", "Provincie Fryslân"),
        ("prov. Friesland", "naam", "Provincie Fryslân"),
        ("wetterskip fryslan", "naam", "Wetterskip Fryslân"),
        ("SÃºdwest-FryslÃ¢n", "naam", "Súdwest-Fryslân"),
        ("Sudwest Fryslan", "naam", "Súdwest-Fryslân"),
        ("rijssen holten", "naam", "Rijssen-Holten"),
        ("Waterschap Vechtstromen", "naam", "Vechtstromen"),
        ("waterschap de Dommel", "naam", "De Dommel"),
        ("Hoogheemraadschap van Delfland", "naam", "Hoogheemraadschap van Delfland"),
        ("Utrecht", "naam", "Utrecht"),
        ("provincie Utrecht", "naam", "Provincie Utrecht"),
        ("Bergen (L)", "naam", "Bergen (L)"),
        ("Bergen Limburg", "naam", "Bergen (L)"),
        ("Bergen", "onbekend", ""),
        ("Atlantis", "onbekend", ""),
        ("provincie Zwolle", "onbekend", ""),
        ("", "onbekend", ""),
    ],
)
def test_names_as_people_write_them(naam: str, hoe: str, wie: str) -> None:
    assert who(naam) == (hoe, wie)


def test_every_name_we_know_is_found_as_itself(dataset: Dataset) -> None:
    geschreven = [
        (vorm.format(naam), code)
        for code, naam in dataset.gemeenten["naam"].items()
        for vorm in ("{}", "Gemeente {}", "  gem. {} ")
    ]
    geschreven += [(naam.upper(), code) for code, naam in dataset.gemeenten["naam"].items()]
    out = match([Paar(2, naam, "x") for naam, _ in geschreven], KANDIDATEN)
    for gevonden, (naam, code) in zip(out, geschreven, strict=True):
        assert (gevonden.hoe, gevonden.wie and gevonden.wie.code) == ("naam", code), naam


def test_a_code_goes_before_a_name() -> None:
    out = match([Paar(2, "Wie dan ook", "x", "gm0193")], KANDIDATEN)[0]
    assert (out.hoe, out.wie and out.wie.naam) == ("code", "Zwolle")


@given(st.text(max_size=40))
def test_matching_never_fails_and_never_guesses_below_the_threshold(naam: str) -> None:
    out = match([Paar(2, naam, "x")], KANDIDATEN)[0]
    assert (out.wie is None) == (out.hoe == "onbekend")
    assert out.hoe != "gegokt" or out.score >= 88
    fold(naam)


RIJEN = [
    ["Gemeente", "Naam regeling", "Los"],
    ["Zwolle", "Netwerk Ítem", ""],
    ["Súdwest-Fryslân", "Netwerk Ítem", "a;b"],
]


def as_csv(scheiding: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=scheiding).writerows(RIJEN)
    return out.getvalue()


@pytest.mark.parametrize("scheiding", list(";,\t|"), ids=["semicolon", "comma", "tab", "pipe"])
@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_delimiter_and_encoding(tmp_path: Path, scheiding: str, codering: str) -> None:
    bestand = tmp_path / "x.csv"
    bestand.write_bytes(as_csv(scheiding).encode(codering))
    assert [(p.rij, p.deelnemer, p.regeling) for p in read_tabel(bestand)] == [
        (2, "Zwolle", "Netwerk Ítem"),
        (3, "Súdwest-Fryslân", "Netwerk Ítem"),
    ]


def test_utf8_that_was_taken_for_windows_1252_is_repaired(tmp_path: Path) -> None:
    bestand = tmp_path / "x.csv"
    bestand.write_bytes(as_csv(";").encode("utf-8").decode("cp1252", errors="replace").replace("�", "").encode("utf-8"))
    assert read_tabel(bestand)[1].deelnemer == "Súdwest-Fryslân"


def test_xlsx_and_headings_of_ones_own(tmp_path: Path) -> None:
    boek = openpyxl.Workbook()
    blad = boek.active
    assert blad is not None
    for rij in [["wie", "waaraan"], ["Zwolle", "Netwerk Een"], [None, None], ["Deventer", "Netwerk Een"]]:
        blad.append(rij)
    bestand = tmp_path / "x.xlsx"
    boek.save(bestand)
    with pytest.raises(BadSource, match="geen kolom met deelnemers gevonden; er zijn: 'wie', 'waaraan'"):
        read_tabel(bestand)
    assert [p.deelnemer for p in read_tabel(bestand, "Wie", "Waaraan")] == ["Zwolle", "Deventer"]


def test_it_gets_on_the_map(klein: Path, tmp_path: Path) -> None:
    bestand = tmp_path / "eigen.csv"
    bestand.write_text(
        "deelnemer;samenwerkingsverband;vorm\ngem. Aadorp;Eigen Netwerk;stichting\n's Beekveld;Eigen Netwerk;\nOudhoven;Eigen Netwerk;\nX;Brandweer Klein;\n",
        encoding="utf-8",
    )
    som = import_tabel(bestand, klein, OPGAVE)
    assert (som.nieuw, som.bestaand) == (("Eigen Netwerk",), ("Brandweer Klein",))
    assert [u.hoe for u in som.uitkomsten] == ["naam", "naam", "onbekend", "onbekend"]
    rij = read_table(klein / "aanvullingen.csv").set_index("id").loc["eigen-netwerk"]
    assert (rij["vorm"], rij["publiek_privaat"], rij["deelnemers"], rij["compleet"]) == (
        "stichting",
        "privaatrechtelijk",
        "GM9001;GM9002",
        "nee",
    )
    assert "bedoelt u <img src=x onerror=alert(1)>?" in som.uitkomsten[2].reden
    dataset = Dataset.load(klein)
    assert "eigen-netwerk" in dataset.verbanden_in("Overijssel", dataset.peildatum).index
    weer = tmp_path / "weer.csv"
    weer.write_text("deelnemer;samenwerkingsverband\nAadorp;eigen netwerk\n", encoding="utf-8")
    assert import_tabel(weer, klein, OPGAVE).bijgewerkt == ("eigen netwerk",)
    assert read_table(klein / "aanvullingen.csv").set_index("id").loc["eigen-netwerk", "deelnemers"] == "GM9001"


def tabel(klein: Path, inhoud: str | bytes, *opties: str) -> Result:
    bestand = klein.parent / "eigen.csv"
    bestand.write_bytes(inhoud.encode() if isinstance(inhoud, str) else inhoud)
    return run(klein, "importeer-tabel", str(bestand), *opties)


def test_the_report_names_every_row_that_is_not_sure(klein: Path) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    resultaat = tabel(
        klein,
        "gemeente,regeling\nAadorp,Nieuw\nAadorpp,Nieuw\nAtlantis,Nieuw\n",
        "--controleer",
        "--bron",
        "https://x.nl",
    )
    assert resultaat.exit_code == 0, resultaat.output
    assert "herkend: 1" in resultaat.output
    assert "rij 3: 'Aadorpp' is waarschijnlijk Aadorp" in resultaat.output
    assert "rij 4: 'Atlantis', geen naam lijkt genoeg" in resultaat.output
    assert "Er is niets geschreven." in resultaat.output
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before


@pytest.mark.parametrize(
    ("inhoud", "opties", "zegt"),
    [
        ("gemeente,regeling\nAadorp,Nieuw\n", (), "geen adres van een bron"),
        ("gemeente,regeling\nAadorp,Nieuw\n", ("--bron", "javascript:alert(1)"), "geen adres van een bron"),
        (
            "gemeente,regeling\nAadorp,Nieuw\n",
            ("--bron", "https://x.nl", "--vorm", "kring"),
            "kolom vorm: 'kring' is onbekend",
        ),
        (
            "gemeente,regeling\nAadorp,Nieuw\n",
            ("--bron", "https://x.nl", "--peildatum", "ooit"),
            "kolom peildatum: 'ooit'",
        ),
        ("", (), "is leeg"),
        ("a,b\n1,2\n", (), "geen kolom met deelnemers"),
        (bytes(range(256)) * 200, (), "is geen tekstbestand"),
        (b"PK\x03\x04rommel", (), "geen leesbaar XLSX-bestand"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_changes_nothing(
    klein: Path, inhoud: str | bytes, opties: tuple[str, ...], zegt: str
) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    resultaat = tabel(klein, inhoud, *opties)
    assert resultaat.exit_code == 1
    assert zegt in resultaat.output
    assert "Traceback" not in resultaat.output
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before


def test_a_zip_bomb_and_an_xml_bomb_in_a_workbook_are_refused(klein: Path) -> None:
    bom = klein.parent / "bom.xlsx"
    with (
        zipfile.ZipFile(bom, "w", zipfile.ZIP_DEFLATED) as doos,
        doos.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as deel,
    ):
        for _ in range(250):
            deel.write(b" " * 1_000_000)
    assert bom.stat().st_size < 1_000_000
    resultaat = run(klein, "importeer-tabel", str(bom))
    assert resultaat.exit_code == 1
    assert "uitgepakt groter dan 200 MB" in resultaat.output
    boek = openpyxl.Workbook()
    boek.save(bom)
    kwaad = klein.parent / "kwaad.xlsx"
    with zipfile.ZipFile(bom) as oud, zipfile.ZipFile(kwaad, "w") as nieuw:
        for naam in oud.namelist():
            inhoud = oud.read(naam)
            if naam == "xl/workbook.xml":
                kop = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
                inhoud = kop + inhoud[inhoud.index(b"<workbook") :]
            nieuw.writestr(naam, inhoud)
    resultaat = run(klein, "importeer-tabel", str(kwaad))
    assert resultaat.exit_code == 1
    assert "root:" not in resultaat.output


def test_our_own_table_of_participations_comes_back_whole(klein: Path) -> None:
    """Every current participant of the country is recognised again, by code or by name."""
    rijen = read_table(DATA / "deelnames.csv")
    nu = rijen[(rijen["van"] <= "2026-05-16") & ((rijen["tot"] == "") | (rijen["tot"] > "2026-05-16"))]
    paren = [
        Paar(i, n, "x", c)
        for i, n, c in zip(range(2, len(nu) + 2), nu["deelnemer_naam"], nu["deelnemer_code"], strict=True)
    ]
    onbekend = [u for u in match(paren, KANDIDATEN) if u.hoe not in ("code", "naam")]
    assert not onbekend
    load_package(klein)
