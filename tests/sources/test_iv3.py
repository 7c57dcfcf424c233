"""What gemeenten pay: read from any CSV as people save it, joined by year, refused in one line when it cannot be right."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import DATA, KLEIN
from tests.slecht import afgebroken, goed, slecht, status
from viewer import cli
from viewer.errors import BadPackage, BadSource
from viewer.sources import iv3
from viewer.sources.import_source import import_source
from viewer.sources.iv3 import figure, read_csv
from viewer.sources.package import load_package, read_table
from viewer.sources.registry import IV3
from viewer.sources.source import CC_BY

ROOT = Path(__file__).parent.parent.parent
KOP = "gemeente_code,jaar,verslagsoort,inwoners,lasten_keur,aan_gemeenschappelijke_regelingen_keur"
RIJEN = [
    "GM9001,2023,jaarrekening,1000,4000,400",
    "GM9001,2024,jaarrekening,1010,5000,500",
    "GM9002,2024,jaarrekening,2000,9000,-11",
    "GM9003,2024,jaarrekening,2000,0,0",
]
HERKOMST = {
    ("2017", "jaarrekening"): 6_175_583,
    ("2023", "jaarrekening"): 8_318_156,
    ("2024", "jaarrekening"): 8_883_920,
    ("2026", "begroting"): 9_553_119,
}
"""The national totals that whoever gave the file added up, in 1,000 euro."""


def bestand(folder: Path, *rijen: str, kop: str = KOP, naam: str = "iv3.csv", codec: str = "utf-8") -> str:
    (folder / naam).write_bytes(("\n".join([kop, *rijen]) + "\n").encode(codec))
    return str(folder / naam)


@pytest.fixture
def codes(klein: Path) -> list[str]:
    return sorted({rij for rij in read_table(klein / "organisaties.csv")["code"] if rij.startswith("GM")})


def embedded() -> list[dict[str, str]]:
    with (ROOT / "data" / "bijdragen.csv").open(encoding="utf-8", newline="") as open_:
        return list(csv.DictReader(open_))


def test_national_totals_of_the_embedded_data_are_those_of_the_cbs() -> None:
    som: dict[tuple[str, str], int] = defaultdict(int)
    inwoners: dict[tuple[str, str], int] = defaultdict(int)
    lasten: dict[tuple[str, str], int] = defaultdict(int)
    for rij in embedded():
        jaar = rij["jaar"], rij["verslagsoort"]
        som[jaar] += int(rij["aan_gr_keur"])
        inwoners[jaar] += int(rij["inwoners"])
        lasten[jaar] += int(rij["lasten_keur"])
    assert {jaar: som[jaar] for jaar in HERKOMST} == HERKOMST
    assert {jaar for jaar, soort in som if soort == "begroting"} == {str(j) for j in range(2017, 2027)}
    assert {jaar for jaar, soort in som if soort == "jaarrekening"} == {str(j) for j in range(2017, 2025)}
    laatste = ("2024", "jaarrekening")
    assert round(som[laatste] * 1000 / inwoners[laatste]) == 495
    assert round(100 * som[laatste] / lasten[laatste], 1) == 11.0


def test_every_gemeente_of_today_has_its_line_for_2024() -> None:
    package = load_package(ROOT / "data")
    bijdragen = package.tabellen["bijdragen"]
    hier = bijdragen[(bijdragen["jaar"] == "2024") & (bijdragen["verslagsoort"] == "jaarrekening")]
    assert set(package.gemeenten["code"]) <= set(hier["gemeente_code"])


def test_embedded_data_are_named_and_licensed() -> None:
    for folder in (ROOT / "data", DATA):
        beschrijving = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        bron = next(b for b in beschrijving["sources"] if b["path"] == IV3.address)
        assert (bron["license"], bron["attribution"]) == ("CC-BY-4.0", "Centraal Bureau voor de Statistiek")
        assert (bron["categorie"], bron["benaming"]) == ("4.3.3", "")
        licenties = {r["name"]: r["licenses"][0]["name"] for r in beschrijving["resources"]}
        assert licenties["bijdragen"] == CC_BY.id
        assert licenties["deelnames"] == "CC0-1.0"  # what the CBS asks says nothing of the register's


def test_a_file_is_read_into_its_table(klein: Path, tmp_path: Path, codes: list[str]) -> None:
    rijen = [f"{code},2024,jaarrekening,{i + 1},{i * 10},{i}" for i, code in enumerate(codes)]
    assert IV3.reader
    som = import_source(IV3, IV3.reader, bestand(tmp_path, *rijen), klein)
    assert som.rows == {"bijdragen": len(codes)}
    gelezen = read_table(klein / "bijdragen.csv")
    assert list(gelezen["aan_gr_keur"]) == [str(i) for i in range(len(codes))]
    assert "1 niet geleverd, 0 niet geboekt" in som.remarks[0]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("scheiding", [",", ";", "\t", "|"])
def test_any_encoding_and_separator(tmp_path: Path, codec: str, scheiding: str) -> None:
    rijen = [rij.replace(",", scheiding) for rij in RIJEN]
    gelezen = read_csv(bestand(tmp_path, *rijen, kop=KOP.replace(",", scheiding), codec=codec)).tables["bijdragen"]
    assert [(r["gemeente_code"], r["jaar"], r["aan_gr_keur"]) for r in gelezen] == [
        ("GM9001", "2023", "400"),
        ("GM9001", "2024", "500"),
        ("GM9002", "2024", "-11"),
        ("GM9003", "2024", "0"),
    ]


def test_columns_in_any_order_and_our_own_table(tmp_path: Path) -> None:
    kop = "Jaar;aan_gr_keur;extra;Gemeente_code;lasten_keur;verslagsoort;inwoners"
    (rij,) = read_csv(bestand(tmp_path, "2024;5;x;9001 ;40.324;2024X005;1.010", kop=kop)).tables["bijdragen"]
    assert rij == {
        "gemeente_code": "GM9001",
        "jaar": "2024",
        "verslagsoort": "jaarrekening",
        "inwoners": "1010",
        "lasten_keur": "40324",
        "aan_gr_keur": "5",
    }
    eigen = read_csv(str(ROOT / "data" / "bijdragen.csv")).tables["bijdragen"]
    assert list(eigen) == embedded()


@pytest.mark.parametrize(
    ("cel", "wat"),
    [
        ("40324", "40324"),
        (" 40324 ", "40324"),
        ("40.324", "40324"),
        ("1.040.324", "1040324"),
        ("40324,0", "40324"),
        ("40324.00", "40324"),
        ("-11", "-11"),
        ("\u2212" + "11", "-11"),
        ("-99998", ""),
        ("-446327", "-446327"),  # a true amount beyond the sign for no figure
        ("", ""),
        (".", ""),
        ("0", "0"),
        ("40,3", None),
        ("40.32", None),
        ("veel", None),
        ("1e5", None),
        ("４０", None),
        ("#N/B", None),
        ("9" * 20, None),
    ],
)
def test_figures_as_they_are_written(cel: str, wat: str | None) -> None:
    assert figure(cel) == wat


@pytest.mark.parametrize(
    ("rijen", "kop", "zegt"),
    [
        (["GM9001,2024,jaarrekening,10,20,veel"], KOP, "rij 2, kolom aan_gemeenschappelijke_regelingen_keur: 'veel'"),
        ([RIJEN[0], "GM9001,2024,jaarrekening,10,2x,3"], KOP, "rij 3, kolom lasten_keur: '2x'"),
        (["GM9001,2024,jaarrekening,-10,20,3"], KOP, "rij 2, kolom inwoners: '-10' kan niet"),
        (["GM9001,24,jaarrekening,10,20,3"], KOP, "rij 2, kolom jaar: '24' is geen jaar"),
        (["GM9001,1999,jaarrekening,10,20,3"], KOP, "rij 2, kolom jaar: '1999' is geen jaar"),
        (["GM9001,2024,kwartaal,10,20,3"], KOP, "rij 2, kolom verslagsoort: 'kwartaal'"),
        (["GM9001,2024,2023X005,10,20,3"], KOP, "rij 2, kolom verslagsoort: '2023X005'"),
        (["Zwolle,2024,jaarrekening,10,20,3"], KOP, "rij 2, kolom gemeente_code: 'Zwolle'"),
        (["GM9001,2024,jaarrekening,10"], KOP, "rij 2, kolom lasten_keur: de rij is te kort"),
        ([*RIJEN, RIJEN[2]], KOP, "rij 6: GM9002, jaarrekening 2024 staat ook in rij 4"),
        ([], KOP, "heeft een kop maar geen rijen"),
        (RIJEN, KOP.replace("jaar,", "peiljaar,", 1), "rij 1: de kolom jaar ontbreekt"),
        (RIJEN, KOP.replace("inwoners,lasten_keur", "a,b"), "rij 1: de kolommen inwoners en lasten_keur ontbreken"),
        (RIJEN, KOP + ",aan_gr_keur", "rij 1, kolom aan_gr_keur: staat er 2 keer"),
        (['GM9001,2024,"jaarrekening,10,20,3'], KOP, "aanhalingsteken"),
    ],
)
def test_a_fault_is_one_line_with_its_place(klein: Path, tmp_path: Path, rijen: list[str], kop: str, zegt: str) -> None:
    stand = {pad.name: pad.read_bytes() for pad in klein.iterdir()}
    resultaat = CliRunner().invoke(cli._gegevens(klein), ["importeer-iv3", bestand(tmp_path, *rijen, kop=kop)])
    assert resultaat.exit_code == 1
    assert zegt in resultaat.output
    assert resultaat.output.startswith("iv3.csv")
    assert resultaat.output.count("\n") == 1
    assert {pad.name: pad.read_bytes() for pad in klein.iterdir()} == stand


@pytest.mark.parametrize("inhoud", [b"", b"\n\n", b"\x00\x01\x02\x03\xff\xfe\x00", b"PK\x03\x04" + bytes(range(256))])
def test_what_is_no_table(tmp_path: Path, inhoud: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(inhoud)
    with pytest.raises(BadSource, match=r"^x\.csv"):
        read_csv(str(tmp_path / "x.csv"))


def test_no_file_a_folder_and_one_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSource, match="bestaat niet"):
        read_csv(str(tmp_path / "weg.csv"))
    with pytest.raises(BadSource, match="is geen bestand"):
        read_csv(str(tmp_path))
    monkeypatch.setattr(iv3, "MAX_BYTES", 10)
    with pytest.raises(BadSource, match="is groter dan"):
        read_csv(bestand(tmp_path, *RIJEN))


def test_an_address_is_fetched_again_after_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viewer.sources.fetch.time.sleep", lambda _: None)
    raw = ("\n".join([KOP, *RIJEN])).encode()
    with slecht({"/iv3.csv": [afgebroken(raw), goed(raw)], "/weg.csv": [status(404)]}) as server:
        gelezen = read_csv(f"{server.adres}/iv3.csv")
        assert len(gelezen.tables["bijdragen"]) == 4
        with pytest.raises(BadSource, match="404"):
            read_csv(f"{server.adres}/weg.csv")


def test_years_that_a_file_lacks_stay_and_its_own_are_new(klein: Path, tmp_path: Path, codes: list[str]) -> None:
    a, b = codes[:2]
    eerst = [f"{code},{jaar},jaarrekening,100,200,30" for jaar in (2022, 2023) for code in (a, b)]
    dan = [f"{a},2023,jaarrekening,,300,40", f"{b},2023,jaarrekening,,300,", f"{b},2023,begroting,90,300,50"]
    assert IV3.reader
    import_source(IV3, IV3.reader, bestand(tmp_path, *eerst), klein)
    import_source(IV3, IV3.reader, bestand(tmp_path, *dan), klein)
    wat = [tuple(rij) for rij in read_table(klein / "bijdragen.csv").to_numpy()]
    assert wat == [
        (a, "2022", "jaarrekening", "100", "200", "30"),
        (b, "2022", "jaarrekening", "100", "200", "30"),
        (b, "2023", "begroting", "90", "300", "50"),
        (a, "2023", "jaarrekening", "100", "300", "40"),  # its inhabitants were known
        (b, "2023", "jaarrekening", "100", "300", ""),
    ]


def test_a_file_that_was_cut_off_is_refused(klein: Path, tmp_path: Path, codes: list[str]) -> None:
    assert IV3.reader
    assert len(codes) >= 5
    heel = [f"{code},2024,jaarrekening,10,20,3" for code in codes]
    import_source(IV3, IV3.reader, bestand(tmp_path, *heel), klein)
    stand = (klein / "bijdragen.csv").read_bytes()
    with pytest.raises(BadSource, match=rf"jaarrekening 2024: heeft 2 gemeenten waar er {len(codes)} waren"):
        import_source(IV3, IV3.reader, bestand(tmp_path, *heel[:2]), klein)
    assert (klein / "bijdragen.csv").read_bytes() == stand


def test_a_code_that_no_gemeente_had_is_told(klein: Path, tmp_path: Path) -> None:
    assert IV3.reader
    with pytest.raises(BadPackage, match=r"bijdragen\.csv, rij 2, kolom gemeente_code: GM8888 is geen bekende"):
        import_source(IV3, IV3.reader, bestand(tmp_path, "GM8888,2024,jaarrekening,10,20,3"), klein)
    import_source(IV3, IV3.reader, bestand(tmp_path, "GM8888,2027,begroting,10,20,3"), klein)
    assert list(load_package(klein).tabellen["bijdragen"]["jaar"]) == ["2027"]


def test_a_folder_of_before_there_was_such_a_table_stays_good() -> None:
    assert not (KLEIN / "bijdragen.csv").exists()
    for folder in sorted((KLEIN / "versies").iterdir()):
        assert not (folder / "bijdragen.csv").exists()
