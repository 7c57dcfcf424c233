"""Hand-kept tables as people save them: read as if we had written them, or refused in clear lines."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import LIVE, some
from tests.test_cli import run
from viewer.dataset import Dataset, read_files
from viewer.errors import BadPackage
from viewer.settings import Settings
from viewer.sources.datums import read_date
from viewer.sources.hand_lezen import read_sheet
from viewer.sources.package import load_package, read_table
from viewer.sources.quick_check import surely_fits
from viewer.sources.registry import SOURCES
from viewer.sources.schema import IMPORT_TABELLEN, TABELLEN, kolommen, may_lack
from viewer.sources.schema_faults import schema_faults
from viewer.web import create_app

HAND = sorted(set(TABELLEN) - set(IMPORT_TABELLEN) - {t for source in SOURCES if source.reader for t in source.tables})
MAANDEN = ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]


def rows(folder: Path, tabel: str) -> list[list[str]]:
    with (folder / f"{tabel}.csv").open(encoding="utf-8", newline="") as bestand:
        return list(csv.reader(bestand))


def written(rijen: list[list[str]], scheiding: str = ";", **hoe: object) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=scheiding, lineterminator="\r\n", **hoe).writerows(rijen)  # type: ignore[arg-type]
    return out.getvalue()


def dutch_date(cel: str) -> str:
    """A cell as a Dutch Excel shows and saves it."""
    delen = cel.split("-")
    if len(delen) == 3 and all(deel.isdigit() for deel in delen) and len(delen[0]) == 4:
        return "-".join(reversed(delen)) if delen[2][0] != "0" else f"{int(delen[2])}-{int(delen[1])}-{delen[0]}"
    if len(delen) == 2 and all(deel.isdigit() for deel in delen) and len(delen[0]) == 4:
        return f"{MAANDEN[int(delen[1]) - 1]}-{delen[0][2:]}"
    return cel


def excel(rijen: list[list[str]]) -> list[list[str]]:
    return [rijen[0], *([dutch_date(cel) for cel in rij] for rij in rijen[1:])]


def double_click(tekst: str) -> str:
    """A file with commas, opened in a Dutch Excel with a double click and saved."""
    rijen = list(csv.reader(io.StringIO(tekst, newline=""), delimiter=";"))
    breed = max(map(len, rijen))
    return written([[*rij, *[""] * (breed - len(rij))] for rij in rijen])


HOE: dict[str, Callable[[list[list[str]]], bytes]] = {
    "excel": lambda rijen: written(excel(rijen)).encode("cp1252", errors="replace"),
    "excel utf-8": lambda rijen: written(excel(rijen)).encode("utf-8-sig"),
    "excel unicode": lambda rijen: written(excel(rijen), "\t").encode("utf-16"),
    "excel met sep": lambda rijen: ("sep=;\r\n" + written(excel(rijen))).encode("utf-8-sig"),
    "libreoffice": lambda rijen: written(rijen, ",").encode("utf-8"),
    "alles tussen aanhalingstekens": lambda rijen: written(rijen, ";", quoting=csv.QUOTE_ALL).encode("utf-8"),
    "lege kolommen en rijen": lambda rijen: written([*([*rij, "", "", ""] for rij in excel(rijen)), *[[""] * (len(rijen[0]) + 3)] * 4]).encode("utf-8-sig"),
    "lege rij in het midden": lambda rijen: written([*rijen[:2], [""] * len(rijen[0]), *rijen[2:]]).encode(),
    "andere volgorde": lambda rijen: written([list(reversed(rij)) for rij in rijen], ",").encode(),
    "kop met hoofdletters": lambda rijen: written([[naam.capitalize().replace("_", " ") for naam in rijen[0]], *rijen[1:]]).encode(),
    "dubbelklik": lambda rijen: double_click(written(rijen, ",")).encode("utf-8"),
    "dubbelklik en bewaard als utf-8": lambda rijen: double_click(written(rijen, ",").encode("utf-8").decode("cp1252", errors="ignore")).encode("utf-8-sig"),
    "mac": lambda rijen: written(excel(rijen)).replace("\r\n", "\r").encode("utf-8"),
}  # fmt: skip


@pytest.mark.parametrize("tabel", HAND)
@pytest.mark.parametrize("hoe", HOE)
def test_a_table_saved_by_another_program_says_the_same(tmp_path: Path, tabel: str, hoe: str) -> None:
    goed = read_table(LIVE / f"{tabel}.csv")
    rijen = rows(LIVE, tabel)
    if "cp1252" in HOE[hoe].__code__.co_consts:  # Windows-1252 has no such signs
        rijen = [[cel.encode("cp1252", errors="ignore").decode("cp1252") for cel in rij] for rij in rijen]
        goed = goed.map(lambda cel: cel.encode("cp1252", errors="ignore").decode("cp1252"))
    (tmp_path / f"{tabel}.csv").write_bytes(HOE[hoe](rijen))
    gelezen = read_table(tmp_path / f"{tabel}.csv").reset_index(drop=True)
    if hoe.startswith("dubbelklik") and any(regel.startswith('"') for regel in written(rijen, ",").splitlines()):
        # Excel loses the quotation marks at the beginning of a line: what was in them is told, not guessed.
        assert [fout.wat for fout in schema_faults(tmp_path, tabel, 5)]
        return
    assert gelezen.to_dict("records") == goed.to_dict("records")


def test_all_tables_saved_by_excel_are_in_order_and_the_site_is_the_same(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(LIVE, tmp_path / "data"))
    for tabel in HAND:
        (folder / f"{tabel}.csv").write_bytes(HOE["excel utf-8"](rows(LIVE, tabel)))
    assert run(folder, "controleer").exit_code == 0
    assert read_files(folder) == read_files(LIVE)  # of which the site is made, and its version


@pytest.mark.parametrize(
    ("tekst", "heel", "deel"),
    [
        ("2006-12-19", "2006-12-19", "2006-12-19"), ("19-12-2006", "2006-12-19", "2006-12-19"), ("1-2-2006", "2006-02-01", "2006-02-01"),
        ("19/12/2006", "2006-12-19", "2006-12-19"), ("19.12.2006", "2006-12-19", "2006-12-19"), ("19 december 2006", "2006-12-19", "2006-12-19"),
        ("19-dec-06", "2006-12-19", "2006-12-19"), ("19-12-06", "2006-12-19", "2006-12-19"), ("19-12-2006 00:00:00", "2006-12-19", "2006-12-19"),
        ("2006-12-19T00:00:00", "2006-12-19", "2006-12-19"), ("2006/12/19", "2006-12-19", "2006-12-19"), ("1 mrt. 2020", "2020-03-01", "2020-03-01"),
        ("sep-18", None, "2018-09"), ("mrt-20", None, "2020-03"), ("okt 2021", None, "2021-10"), ("oct-21", None, "2021-10"), ("september 2018", None, "2018-09"),
        ("jan-98", None, "1998-01"), ("2018-09", None, "2018-09"), ("2018", None, "2018"), ("2018/9", None, "2018-09"),
        ("30-2-2020", None, None), ("12/19/2006", None, None), ("2018-13", None, None), ("ooit", None, None), ("", None, None), ("43344", None, None), ("0-0-0000", None, None),
    ],
)  # fmt: skip
def test_dates_as_people_write_them(tekst: str, heel: str | None, deel: str | None) -> None:
    assert (read_date(tekst), read_date(tekst, partial=True)) == (heel, deel)


@given(st.text(max_size=20))
def test_what_is_read_as_a_date_is_one(tekst: str) -> None:
    for partial in (False, True):
        gelezen = read_date(tekst, partial)
        assert gelezen is None or read_date(gelezen, partial) == gelezen


SLECHT: list[tuple[str, str, str, str]] = [
    ("redactie", "datum", "12/19/2006", "redactie.csv, rij 2, kolom datum: '12/19/2006' is geen datum. Schrijf 2018-09-01."),
    ("aanvullingen", "peildatum", "zomer 2019", "aanvullingen.csv, rij 2, kolom peildatum: 'zomer 2019' is geen datum. Schrijf 2018, 2018-09 of 2018-09-01."),
    ("aanvullingen", "peildatum", "43344", "aanvullingen.csv, rij 2, kolom peildatum: '43344' is geen datum."),
    ("aanvullingen", "peildatum", "2018-13", "aanvullingen.csv, rij 2, kolom peildatum: '2018-13' is geen datum."),
    ("aanvullingen", "peildatum", "0018-01-01", "aanvullingen.csv, rij 2, kolom peildatum: 0018-01-01 ligt te ver weg."),
    ("aanvullingen", "peildatum", "2099", "aanvullingen.csv, rij 2, kolom peildatum: 2099 moet nog komen."),
    ("aanvullingen", "peildatum", "2098-07", "aanvullingen.csv, rij 2, kolom peildatum: 2098-07 moet nog komen."),
    ("regios", "peildatum", "2099-01-01", "regios.csv, rij 2, kolom peildatum: 2099-01-01 moet nog komen."),
    ("herindelingen", "datum", "9999-12-31", "herindelingen.csv, rij 2, kolom datum: 9999-12-31 ligt te ver weg."),
    ("regios", "peildatum", "circa 2020", "regios.csv, rij 2, kolom peildatum: 'circa 2020' is geen datum."),
    ("aanvullingen", "naam", "#NAAM?", "aanvullingen.csv, rij 2, kolom naam: '#NAAM?' is een foutmelding van Excel. Vul de cel opnieuw in, als tekst."),
    ("aanvullingen", "opmerking", "########", "aanvullingen.csv, rij 2, kolom opmerking: '########' is een foutmelding"),
    ("aanvullingen", "naam", "2,9E+07", "aanvullingen.csv, rij 2, kolom naam: '2,9E+07' is een getal dat Excel heeft afgerond."),
]  # fmt: skip


@pytest.mark.parametrize(("tabel", "kolom", "waarde", "regel"), SLECHT, ids=[f"{t}-{w}" for t, _, w, _ in SLECHT])
@pytest.mark.parametrize("scheiding", some([";", ","], 2))
def test_what_can_be_more_than_one_thing_is_one_line(
    klein: Path, tabel: str, kolom: str, waarde: str, regel: str, scheiding: str
) -> None:
    rijen = rows(klein, tabel)
    rijen[1][rijen[0].index(kolom)] = waarde
    (klein / f"{tabel}.csv").write_text(written(rijen, scheiding), encoding="utf-8")
    resultaat = run(klein, "controleer")
    assert resultaat.exit_code == 1
    assert resultaat.stdout.splitlines()[0].startswith(regel)
    assert len(resultaat.stdout.splitlines()) == 1
    with pytest.raises(BadPackage, match=r"is geen|ligt te|is een|moet nog komen"):
        Dataset.load(klein)


@pytest.mark.parametrize(
    ("inhoud", "regel"),
    [
        (b"", "regios.csv: is leeg."),
        (b"\xef\xbb\xbf\r\n;;;\r\n", "regios.csv: is leeg."),
        (b'regio_id,naam,soort,gemeente_code,gemeente_naam,bron_url,peildatum\noost,"Oost,proef,GM9001,x,https://x.nl,2024\n', "regios.csv, rij 2: heeft een aanhalingsteken te veel of te weinig."),
        (bytes(range(256)) * 20, "regios.csv: is geen tekstbestand."),
        (b"PK\x03\x04" + bytes(200), "regios.csv: is geen tekstbestand."),
        (b"naam;soort\nx;y\n", "regios.csv, rij 1"),
        (b"een;twee\nx;y\n", "regios.csv, rij 1: dit is niet de kop van deze tabel: 'een;twee'."),
    ],
    ids=["leeg", "alleen scheidingstekens", "aanhalingsteken", "binair", "zip", "kolommen", "andere tabel"],
)  # fmt: skip
def test_what_is_no_table_is_a_line_with_what_to_do(klein: Path, inhoud: bytes, regel: str) -> None:
    (klein / "regios.csv").write_bytes(inhoud)
    eigen = klein.parent / "eigen.csv"
    eigen.write_text("gemeente,regeling\nAadorp,Nieuw\n", encoding="utf-8")
    for opdracht in (("controleer",), ("importeer-tabel", str(eigen), "--controleer")):
        resultaat = run(klein, *opdracht)
        assert resultaat.exit_code == 1
        assert resultaat.output.startswith(regel), resultaat.output
        assert "Traceback" not in resultaat.output


def test_rows_are_counted_as_the_spreadsheet_does(klein: Path) -> None:
    rijen = rows(klein, "regios")
    rijen[2][3] = "GM8888"
    inhoud = [rijen[0], [""] * 7, [""] * 7, *rijen[1:]]
    (klein / "regios.csv").write_text(written(inhoud), encoding="utf-8-sig")
    with pytest.raises(BadPackage) as fout:
        load_package(klein)
    assert [(f.rij, f.kolom) for f in fout.value.fouten] == [(5, "gemeente_code")]


@pytest.mark.parametrize(
    ("ja", "nee"),
    [
        ("JA", "NEE"),
        ("Ja ", " Nee"),
        ("WAAR", "ONWAAR"),
        ("TRUE", "FALSE"),
        ("1", "0"),
        ("\u00a0ja", "N"),
        ("yes", "no"),
    ],
)
def test_yes_and_no_are_what_spreadsheets_make_of_them(klein: Path, ja: str, nee: str) -> None:
    rijen = rows(klein, "aanvullingen")
    plek = rijen[0].index("compleet")
    rijen = [rijen[0], [*rijen[1]], [*rijen[1]]]
    rijen[1][plek], rijen[2][plek], rijen[2][0] = ja, nee, "tweede"
    (klein / "aanvullingen.csv").write_text(written(rijen), encoding="utf-8")
    assert list(load_package(klein).tabellen["aanvullingen"]["compleet"]) == ["ja", "nee"]


@pytest.mark.parametrize(
    ("tabel", "kolom", "geschreven", "gelezen"),
    [
        ("aanvullingen", "thema", "AFVAL en  grondstoffen ", "afval en grondstoffen"),
        ("aanvullingen", "vorm", "Netwerk", "netwerk"),
        ("aanvullingen", "publiek_privaat", "Zonder Rechtspersoon", "zonder rechtspersoon"),
        ("aanvullingen", "deelnemers", " gm9001; GM 9002 ;", "GM9001;GM9002"),
        ("beleidsterreinen", "thema", "Jeugd", "jeugd"),
        ("redactie", "themas", "Veiligheid; Jeugd", "veiligheid;jeugd"),
        ("regios", "gemeente_code", "gm9001", "GM9001"),
        ("regios", "gemeente_code", "9001", "GM9001"),
    ],
)
def test_what_can_be_only_one_thing_is_that(klein: Path, tabel: str, kolom: str, geschreven: str, gelezen: str) -> None:
    rijen = rows(klein, tabel)
    rijen[1][rijen[0].index(kolom)] = geschreven
    if tabel == "redactie":
        rijen[1][rijen[0].index("reden")] = "Gelezen."
    if tabel == "regios":
        rijen[1][0] = "een-regio-apart"
    (klein / f"{tabel}.csv").write_text(written(rijen), encoding="utf-8")
    assert load_package(klein).tabellen[tabel][kolom][0] == gelezen


LEESBAAR = [(tabel, veld["name"]) for tabel in HAND for veld in TABELLEN[tabel][1] if veld.get("constraints")]


@pytest.mark.parametrize(("tabel", "kolom"), LEESBAAR)
@pytest.mark.parametrize("waarde", ["", "~ wat is dit ~"])
def test_no_fault_talks_in_patterns_or_python(klein: Path, tabel: str, kolom: str, waarde: str) -> None:
    """Whatever rule a column has, its fault says what is wrong and what to do."""
    rijen = rows(klein, tabel)
    if len(rijen) < 2:
        rijen.append(["" for _ in rijen[0]])
    rijen[1][rijen[0].index(kolom)] = waarde
    (klein / f"{tabel}.csv").write_text(written(rijen), encoding="utf-8")
    for fout in schema_faults(klein, tabel, 50):
        assert not re.search(r"constraint|enum|pattern|\\d|\[|\]|None|\^|True|\(;", f"{fout.wat} {fout.doe}"), str(fout)
        assert fout.wat.endswith(".")
        assert fout.doe.endswith(".")


@pytest.mark.parametrize(
    ("staart", "zegt"),
    [
        ("los,rij", "aanvullingen.csv, rij {rij}: de rij is te kort: zij houdt op voor kolom afkorting. Vul de rij aan."),
        (",".join(["x"] * len(kolommen("aanvullingen")) + list("nopq")), "aanvullingen.csv, rij {rij}: de rij is te lang: 4 cellen te veel ('n;o;p;q')."),
    ],
)  # fmt: skip
def test_a_row_that_is_too_short_or_too_long_is_one_fault(klein: Path, staart: str, zegt: str) -> None:
    bestand = klein / "aanvullingen.csv"
    tekst = bestand.read_text(encoding="utf-8")
    bestand.write_text(f"{tekst}{staart}\n", encoding="utf-8")
    with pytest.raises(BadPackage) as fout:
        load_package(klein)
    assert len(fout.value.fouten) == 1
    assert str(fout.value).startswith(zegt.format(rij=len(tekst.splitlines()) + 1))


def test_faults_of_every_kind_and_file_come_at_once(klein: Path) -> None:
    """What is wrong in a cell, and what only two files together show."""
    hand, regios = rows(klein, "aanvullingen"), rows(klein, "regios")
    tweede = [*hand[1]]
    tweede[0], tweede[hand[0].index("deelnemers")] = "tweede", "GM8888"
    hand[1][hand[0].index("compleet")] = "wellicht"
    regios[2][regios[0].index("gemeente_code")] = "GM7777"
    (klein / "aanvullingen.csv").write_text(written([*hand[:2], tweede]), encoding="utf-8")
    (klein / "regios.csv").write_text(written(regios), encoding="utf-8")
    with pytest.raises(BadPackage) as fout:
        load_package(klein)
    assert [(f.bestand, f.rij, f.kolom) for f in fout.value.fouten] == [
        ("aanvullingen.csv", 2, "compleet"),
        ("aanvullingen.csv", 3, "deelnemers"),
        ("regios.csv", 3, "gemeente_code"),
    ]


ZONDER = [(tabel, kolom) for tabel in HAND for kolom in sorted(may_lack(tabel))]


@pytest.mark.parametrize(("tabel", "kolom"), ZONDER)
@pytest.mark.parametrize("scheiding", some([",", ";"], 2))
def test_a_table_kept_before_a_column_existed_is_in_order(klein: Path, tabel: str, kolom: str, scheiding: str) -> None:
    rijen = rows(klein, tabel)
    plek = rijen[0].index(kolom)
    if kolom == "reden":  # which other subjects must have
        for rij in rijen[1:]:
            rij[rijen[0].index("themas")] = ""
        (klein / f"{tabel}.csv").write_text(written(rijen), encoding="utf-8")
    eerder = load_package(klein).tabellen[tabel].assign(**{kolom: ""})
    (klein / f"{tabel}.csv").write_text(
        written([[*rij[:plek], *rij[plek + 1 :]] for rij in rijen], scheiding), encoding="utf-8"
    )
    pd.testing.assert_frame_equal(load_package(klein).tabellen[tabel], eerder)


def test_a_new_column_needs_no_edit_of_the_data(klein: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uitleg, velden, sleutels = TABELLEN["aanvullingen"]
    nieuw = {"name": "waarom_hier", "type": "string", "description": "Waarom."}
    monkeypatch.setitem(TABELLEN, "aanvullingen", (uitleg, [*velden[:3], nieuw, *velden[3:]], sleutels))
    tabel = load_package(klein).tabellen["aanvullingen"]
    assert list(tabel.columns) == kolommen("aanvullingen")
    assert set(tabel["waarom_hier"]) == {""}
    assert surely_fits("aanvullingen", klein / "aanvullingen.csv"), "and is read at full speed"


CELLEN = st.one_of(
    st.sampled_from(["", "ja", "2018", "sep-18", "1-1-2020", "9999-12-31", "GM9001", "GM9001;GM9002", "overig:", "a:b", "#N/B", "1E+05", "=1+1", "https://x.nl/#a", "\x00", "onbekend", "Stichting", "NAN", "null", "-0", "1.000", "\u200b"]),
    st.text(max_size=8),
)  # fmt: skip


@pytest.fixture(scope="session")
def klein_eens(_klein: Path) -> Path:
    """The small province, to copy."""
    return _klein


@pytest.mark.traag
@settings(max_examples=40)
@given(tabel=st.sampled_from(HAND), plek=st.integers(0, 400), cel=CELLEN, scheiding=st.sampled_from(",;\t"))
def test_any_cell_is_used_or_refused_and_no_page_breaks(
    klein_eens: Path, tmp_path_factory: pytest.TempPathFactory, tabel: str, plek: int, cel: str, scheiding: str
) -> None:
    folder = Path(shutil.copytree(klein_eens, tmp_path_factory.mktemp("cel") / "data"))
    rijen = rows(folder, tabel)
    if len(rijen) > 1:
        rij = rijen[1 + plek % (len(rijen) - 1)]
        rij[plek % len(rij)] = cel
    (folder / f"{tabel}.csv").write_text(written(rijen, scheiding), encoding="utf-8")
    client = create_app(Settings(), folder).test_client()
    stand = client.get("/gezondheid")
    assert "onverwachte" not in json.dumps(stand.get_json())
    if stand.status_code == 200:
        assert [client.get(adres).status_code for adres in ("/", "/over", "/over/kwaliteit", "/tabel")] == [200] * 4
    shutil.rmtree(folder)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_line(tmp_path_factory: pytest.TempPathFactory, inhoud: bytes) -> None:
    bestand = tmp_path_factory.mktemp("bytes") / "regios.csv"
    bestand.write_bytes(inhoud)
    with contextlib.suppress(BadPackage):
        assert read_sheet(bestand).kop
