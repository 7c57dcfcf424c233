"""Someone's own table: any delimiter and encoding, names as people write them, nothing matched silently."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import DATA, KLEIN, LIVE
from tests.test_cli import run
from viewer.dataset import Dataset
from viewer.errors import BadSource
from viewer.settings import Settings
from viewer.sources.aliases import ALIASES
from viewer.sources.folding import fold
from viewer.sources.import_tabel import TabelOpgave, _candidates, import_tabel, name_index
from viewer.sources.names import Kandidaat, NameIndex
from viewer.sources.package import load_package, read_table, write_table
from viewer.sources.tabel import Gevraagd, Paar, match, read_tabel, read_whole, split_list
from viewer.web import create_app

CASES = KLEIN / "cases"
OPGAVE = TabelOpgave("netwerk", "overig", "https://voorbeeld.nl/bron", "2024-01-15")
AS_PEOPLE_WRITE = [
    ("gem. Hengelo (O)", "naam", "Hengelo"),
    ("Gemeente Hengelo", "naam", "Hengelo"),
    ("Haasbergen", "gegokt", "Haaksbergen"),
    ("Hof van Twente ", "naam", "Hof van Twente"),
    ("'s-Gravenhage", "naam", "Den Haag"),
    ("Den Bosch", "naam", "'s-Hertogenbosch"),
    ("Nuenen c.a.", "naam", "Nuenen, Gerwen en Nederwetten"),
    ("Bergen (NH.)", "naam", "Bergen (NH)"),
    ("Bergen (L.)", "naam", "Bergen (L)"),
    ("Bergen Noord-Holland", "naam", "Bergen (NH)"),
    ("Hengelo (O.)", "naam", "Hengelo"),
    ("Hengelo Ov.", "naam", "Hengelo"),
    ("Hengelo (Overijssel)", "naam", "Hengelo"),
    ("Beek (L.)", "naam", "Beek"),
    ("Laren (NH.)", "naam", "Laren"),
    ("Middelburg (Z.)", "naam", "Middelburg"),
    ("Rijswijk (ZH.)", "naam", "Rijswijk"),
    ("Stein (L.)", "naam", "Stein"),
    ("Groningen (gemeente)", "naam", "Groningen"),
    ("'s-Gravenhage (gemeente)", "naam", "Den Haag"),
    ("De Friese Meren", "naam", "De Fryske Marren"),
    ("Wolden, De", "naam", "De Wolden"),
    ("Bilt (De)", "naam", "De Bilt"),
    ("Capelle a/d IJssel", "naam", "Capelle aan den IJssel"),
    ("Krimpen a.d. Yssel", "naam", "Krimpen aan den IJssel"),
    ("Alphen a.d. Rijn", "naam", "Alphen aan den Rijn"),
    ("Aa & Hunze", "naam", "Aa en Hunze"),
    ("Rijssen - Holten", "naam", "Rijssen-Holten"),
    ("RijssenHolten", "naam", "Rijssen-Holten"),
    ("Noord-Oostpolder", "naam", "Noordoostpolder"),
    ("Zwolle (penvoerder)", "naam", "Zwolle"),
    ("1. Zwolle", "naam", "Zwolle"),
    ("Zwolle 12,5%", "naam", "Zwolle"),
    ("Zwol\u00adle", "naam", "Zwolle"),
    ("Zwolle\u200b", "naam", "Zwolle"),
    ("WDODelta", "naam", "Drents Overijsselse Delta"),
    ("HHNK", "naam", "Hoogheemraadschap Hollands Noorderkwartier"),
    ("GM0193", "code", "Zwolle"),
    ("0193", "code", "Zwolle"),
    ("193", "code", "Zwolle"),
    ("PV23", "code", "Provincie Overijssel"),
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
]


@cache
def kandidaten() -> list[Kandidaat]:
    return list(_candidates(DATA))


@cache
def found() -> list[tuple[str, str]]:
    """Who each of these is, all in one go: making an index of the candidates takes longer than finding one."""
    out = match([Paar(2, naam, "x") for naam, _, _ in AS_PEOPLE_WRITE], kandidaten())
    return [(een.hoe, een.wie.naam if een.wie else "") for een in out]


@pytest.mark.parametrize("number", range(len(AS_PEOPLE_WRITE)), ids=[naam for naam, _, _ in AS_PEOPLE_WRITE])
def test_names_as_people_write_them(number: int) -> None:
    naam, hoe, wie = AS_PEOPLE_WRITE[number]
    assert found()[number] == (hoe, wie), naam


def test_every_name_we_know_is_found_as_itself(dataset: Dataset) -> None:
    geschreven = [
        (vorm.format(naam), code)
        for code, naam in dataset.gemeenten["naam"].items()
        for vorm in ("{}", "Gemeente {}", "  gem. {} ")
    ]
    geschreven += [(naam.upper(), code) for code, naam in dataset.gemeenten["naam"].items()]
    out = match([Paar(2, naam, "x") for naam, _ in geschreven], kandidaten())
    for gevonden, (naam, code) in zip(out, geschreven, strict=True):
        assert (gevonden.hoe, gevonden.wie and gevonden.wie.code) == ("naam", code), naam


def test_a_code_goes_before_a_name() -> None:
    out = match([Paar(2, "Wie dan ook", "x", "gm0193")], kandidaten())[0]
    assert (out.hoe, out.wie and out.wie.naam) == ("code", "Zwolle")


@given(st.text(max_size=40))
def test_matching_never_fails_and_never_guesses_below_the_threshold(naam: str) -> None:
    out = match([Paar(2, naam, "x")], kandidaten())[0]
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
    for rij in [["kolom a", "kolom b"], ["Zwolle", "Netwerk Een"], [None, None], ["Deventer", "Netwerk Een"]]:
        blad.append(rij)
    bestand = tmp_path / "x.xlsx"
    boek.save(bestand)
    with pytest.raises(BadSource, match="geen kolom met deelnemers gevonden; er zijn: 'kolom a', 'kolom b'"):
        read_tabel(bestand)
    assert [p.deelnemer for p in read_tabel(bestand, "Kolom A", "Kolom B")] == ["Zwolle", "Deventer"]


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
        (b"PK\x03\x04rommel", (), "geen leesbaar werkblad"),
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
    onbekend = [u for u in match(paren, kandidaten()) if u.hoe not in ("code", "naam")]
    assert not onbekend
    load_package(klein)


# -- real lay-outs ----------------------------------------------------------------------------------


@cache
def live_index() -> NameIndex:
    """Every name of the data that the repository carries; made when a test first asks, not for who runs another."""
    return name_index(LIVE)


def read(bestand: Path) -> list[tuple[str, str]]:
    """Who takes part in what, as far as it is certain."""
    uit = match(read_whole(bestand, Gevraagd(), live_index()).paren, live_index())
    return [(u.wie.naam, u.paar.regeling) for u in uit if u.wie is not None and u.hoe != "gegokt"]


def of(regeling: str, *namen: str) -> list[tuple[str, str]]:
    return [(naam, regeling) for naam in namen]


@pytest.mark.parametrize(
    ("naam", "wat"),
    [
        ("codes.xlsx", of("Proefverband", "Zwolle", "Kampen", "Deventer")),
        ("lijst_in_cel.csv", [*of("Proefverband", "Ommen", "Hardenberg", "Dalfsen"), *of("Proef2", "Zwolle", "Kampen")]),
        ("matrix.csv", [(g, v) for g, vs in (("Zwolle", 3), ("Kampen", 2)) for v in ("GGD IJsselland", "Veiligheidsregio IJsselland", "Proefverband")[:vs]]),
        ("samengevoegd.xlsx", of("Proefverband", "Ommen", "Hardenberg", "Dalfsen")),
        ("titelrij.xlsx", [*of("Bestuursdienst Ommen-Hardenberg proef", "Ommen", "Hardenberg"), *of("Proefverband", "Hengelo", "Súdwest-Fryslân")]),
        ("tweede_blad.xlsx", [*of("Bestuursdienst Ommen-Hardenberg proef", "Ommen", "Hardenberg"), *of("Proefverband", "Hengelo", "Súdwest-Fryslân")]),
        ("tab_src.ods", of("Proefverband", "Zwolle", "Kampen")),
        ("mojibake.csv", of("’t Proefverband", "Zwolle")),
        ("ubbergen.csv", of("Omgevingsdienst Proef", "Nijmegen")),
    ],
)  # fmt: skip
def test_the_cases_do_what_their_readme_says(naam: str, wat: list[tuple[str, str]]) -> None:
    assert read(CASES / naam) == wat


TABELLEN_VAN_MENSEN: list[tuple[str, str, list[tuple[str, str]]]] = [
    ("een lijst met namen waar en, komma en streep in zitten", "GR;Deelnemende gemeenten\nX;Aa en Hunze, Nuenen, Gerwen en Nederwetten, Rijssen-Holten & Zwolle\n", of("X", "Aa en Hunze", "Nuenen, Gerwen en Nederwetten", "Rijssen-Holten", "Zwolle")),
    ("een lijst op regels in een cel", 'Naam GR;Deelnemers\nX;"Zwolle\n- Kampen\n• Ommen"\n', of("X", "Zwolle", "Kampen", "Ommen")),
    ("de gemeenten A, B en C", "Verbonden partij;Deelnemers\nX;de gemeenten Ommen, Hardenberg en Dalfsen en de provincie Overijssel\n", of("X", "Ommen", "Hardenberg", "Dalfsen", "Provincie Overijssel")),
    ("waterschappen en provincies", "Verbonden partij;Deelnemers\nX;waterschappen Vechtstromen en Drents Overijsselse Delta / provincies Drenthe en Overijssel\n", of("X", "Vechtstromen", "Drents Overijsselse Delta", "Provincie Drenthe", "Provincie Overijssel")),
    ("codes in een lijst", "Verbonden partij;Deelnemers\nX;\"GM0193, 0166; 150\"\n", of("X", "Zwolle", "Kampen", "Deventer")),
    ("codes zonder namen", "Gemeentecode;Regeling\n193;X\nGM0166;X\n", of("X", "Zwolle", "Kampen")),
    ("verbanden onder elkaar, gemeenten boven", "Samenwerkingsverband;Zwolle;Kampen;Ommen\nRegio X;x;;x\nRegio Y;;ja;nee\n", [("Zwolle", "Regio X"), ("Ommen", "Regio X"), ("Kampen", "Regio Y")]),
    ("kruisjes zonder kop links", ";Regeling X;Regeling Y\nZwolle;1;0\nKampen;1;1\n", [("Zwolle", "Regeling X"), ("Kampen", "Regeling X"), ("Kampen", "Regeling Y")]),
    ("titel, lege rij en een toelichting boven de kop", "Overzicht verbonden partijen 2024;;\n;;\nStand: juni;;\nNaam verbonden partij;Rechtsvorm;Deelnemende gemeenten\nX;GR;Zwolle en Kampen\n", of("X", "Zwolle", "Kampen")),
    ("het verband alleen in de eerste rij", "Naam GR\tGemeente\nX\tZwolle\n\tKampen\nY\tOmmen\n", [*of("X", "Zwolle", "Kampen"), ("Ommen", "Y")]),
    ("een kolom per deelnemer", "Regeling,Deelnemer 1,Deelnemer 2,Deelnemer 3\nX,Zwolle,Kampen,\nY,Ommen,,\n", [*of("X", "Zwolle", "Kampen"), ("Ommen", "Y")]),
    ("scheidingstekens en regeleinden in cellen", 'regeling,omschrijving,deelnemers\nX,"Doet dit; en\ndat, en zo","Zwolle, Kampen"\n', of("X", "Zwolle", "Kampen")),
    ("een regel sep=", "sep=|\nregeling|gemeente\nX|Zwolle\n", of("X", "Zwolle")),
    ("een dorp, een opgeheven gemeente en een gok", "gemeente;regeling\nHeino;X\nUbbergen;X\nHaasbergen;X\nVorden;X\nZwolle;X\n", of("X", "Zwolle")),
    ("code en naam van een ander", "gemeente;code;regeling\nKampen;193;X\nZwolle;9999;X\n", of("X", "Zwolle")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("inhoud", "wat"), [(i, w) for _, i, w in TABELLEN_VAN_MENSEN], ids=[n for n, _, _ in TABELLEN_VAN_MENSEN]
)
@pytest.mark.parametrize("codering", ["utf-8", "cp1252", "utf-16-le"])
def test_lay_outs_that_people_have(tmp_path: Path, inhoud: str, wat: list[tuple[str, str]], codering: str) -> None:
    bestand = tmp_path / "x.csv"
    bestand.write_bytes(inhoud.encode(codering, errors="ignore"))
    assert read(bestand) == wat


@pytest.mark.parametrize(
    ("naam", "reden"),
    [
        ("Ubbergen", "gemeente Ubbergen is opgeheven; bedoelt u Berg en Dal?"),
        ("gemeente Ubbergen", "gemeente Ubbergen is opgeheven; bedoelt u Berg en Dal?"),
        ("Ubbergn", "lijkt het meest op de opgeheven gemeente Ubbergen"),
        ("GM0282", "code GM0282: gemeente Ubbergen is opgeheven; bedoelt u Berg en Dal?"),
        ("Hengelo (Gld)", "gemeente Hengelo (Gld) is opgeheven; bedoelt u Bronckhorst?"),
        ("Sint Annaland", "gemeente Sint-Annaland is opgeheven; bedoelt u Tholen?"),
        ("Kollum", "dat is een plaats in Noardeast-Fryslân, geen gemeente"),
    ],
)
def test_an_ended_gemeente_or_a_village_is_never_taken_for_another(naam: str, reden: str) -> None:
    uit = live_index().find(naam)
    assert (uit.hoe, uit.wie, uit.reden) == ("onbekend", None, reden)


def test_no_ended_gemeente_and_no_village_becomes_a_participant() -> None:
    for rij in read_table(LIVE / "herindelingen.csv").itertuples():
        uit = live_index().find(rij.oude_naam)
        # A gemeente that only changed its name, or one of today of that name.
        assert uit.wie is None or uit.hoe == "naam", rij
        if uit.wie is not None and uit.wie.soort != "gemeente":
            continue  # Zeeland
        assert uit.wie is None or uit.wie.code == rij.nieuwe_code or uit.wie.code in ALIASES, (rij, uit)
    organisaties = read_table(LIVE / "organisaties.csv")
    nu = set(organisaties["naam"])
    for gemeente, lijst in zip(organisaties["naam"], organisaties["plaatsen"], strict=True):
        for plaats in filter(None, lijst.split(";")):
            uit = live_index().find(plaats)
            assert uit.hoe != "gegokt", plaats
            if uit.wie is not None and uit.wie.soort != "gemeente":
                continue  # Zeeland
            # The place that a gemeente is called after, also as "Beek LB".
            assert uit.wie is None or plaats in nu or uit.wie.naam == gemeente or uit.wie.code in ALIASES, plaats


def test_every_alias_is_found_and_is_of_who_exists(dataset: Dataset) -> None:
    codes = set(read_table(LIVE / "organisaties.csv")["code"]) | set(
        read_table(LIVE / "herindelingen.csv")["oude_code"]
    )
    for code, namen in ALIASES.items():
        assert code in codes
        soort = {"GM": "gemeente", "PV": "provincie", "WS": "waterschap"}[code[:2]]
        for naam in namen:
            wie = live_index().sure(f"{soort} {naam}")
            assert wie is not None, naam
            assert wie.code == code, naam


def test_guesses_are_written_only_when_asked(klein: Path) -> None:
    inhoud = "gemeente,regeling\nAadorp,Nieuw\nOosternn,Nieuw\nAadorpp,Ander\n"
    zonder = tabel(klein, inhoud, "--bron", "https://x.nl")
    assert zonder.exit_code == 0, zonder.output
    assert "niet overgenomen (wel met --neem-gokken)" in zonder.output
    assert set(read_table(klein / "aanvullingen.csv")["id"]) == {"net", "nieuw"}
    met = tabel(klein, inhoud, "--bron", "https://x.nl", "--neem-gokken")
    assert met.exit_code == 0, met.output
    assert set(read_table(klein / "aanvullingen.csv")["id"]) == {"net", "nieuw", "ander"}


def test_the_form_is_unknown_unless_stated_and_pages_say_so(klein: Path) -> None:
    inhoud = "gemeente;regeling;rechtsvorm\nAadorp;Een;\nAadorp;Twee;GR\nAadorp;Drie;N.V.\nAadorp;Vier;Kring\nAadorp;Vijf;Coöperatie\n"
    uit = tabel(klein, inhoud, "--bron", "https://x.nl", "--peildatum", "2020")
    assert uit.exit_code == 0, uit.output
    assert "vorm 'Kring' kennen wij niet: onbekend genomen" in uit.output
    rijen = read_table(klein / "aanvullingen.csv").set_index("id")
    assert list(map(tuple, rijen.loc[["een", "twee", "drie", "vier", "vijf"], ["vorm", "publiek_privaat"]].to_numpy())) == [
        ("onbekend", "onbekend"), ("onbekend", "publiekrechtelijk"), ("naamloze vennootschap", "privaatrechtelijk"),
        ("onbekend", "onbekend"), ("coöperatie", "privaatrechtelijk"),
    ]  # fmt: skip
    client = create_app(Settings(), klein).test_client()
    assert "De bron zegt niet welke vorm de samenwerking heeft." in client.get("/samenwerkingsverbanden/een").text
    assert "vorm onbekend" in client.get("/gemeenten/aadorp").text
    assert client.get("/api/v1/samenwerkingsverbanden?vorm=onbekend").get_json()["totaal"] == 3
    assert client.get("/api/v1/samenwerkingsverbanden?recht=onbekend").get_json()["totaal"] == 2


def test_the_report_groups_by_name_with_a_count(klein: Path) -> None:
    inhoud = "gemeente,regeling\n" + "".join(f"Atlantis,V{i}\n" for i in range(9)) + "Utopia,V1\n"
    uit = tabel(klein, inhoud, "--controleer").output
    assert "onbekend: 10" in uit
    assert "rijen 2, 3, 4, 5, 6 en 4 andere: 'Atlantis' (9 keer), geen naam lijkt genoeg" in uit
    assert "rij 11: 'Utopia', geen naam lijkt genoeg" in uit


def test_checking_asks_for_no_source(klein: Path) -> None:
    uit = tabel(klein, "gemeente,regeling\nAadorp,Nieuw\n", "--controleer")
    assert uit.exit_code == 0
    assert "nieuw: 1: Nieuw" in uit.output


def test_what_the_register_has_under_an_older_title_is_not_made_again(tmp_path: Path) -> None:
    bestand = tmp_path / "x.csv"
    bestand.write_text(
        "regeling;gemeente\nBAR-organisatie;Barendrecht\nGemeenschappelijke regeling Soweco;Almelo\nOmgevingsdienst Twentse;Almelo\n",
        encoding="utf-8",
    )
    som = import_tabel(bestand, LIVE, OPGAVE, controleer=True)
    assert som.bestaand[0] == "BAR-organisatie"
    assert som.nieuw == tuple(
        n for n in ("Gemeenschappelijke regeling Soweco", "Omgevingsdienst Twentse") if n not in som.bestaand
    )
    assert "Omgevingsdienst Twente" in som.lijkt_op["Omgevingsdienst Twentse"]


@pytest.mark.parametrize("soort", ["xlsx", "ods"])
def test_merged_cells_of_any_workbook(tmp_path: Path, soort: str) -> None:
    bestand = tmp_path / f"x.{soort}"
    if soort == "xlsx":
        boek = openpyxl.Workbook()
        blad = boek.active
        assert blad is not None
        for rij in [["Gemeente", "Verbonden partij"], ["Zwolle", "X"], [None, "Y"], ["Kampen", "X"]]:
            blad.append(rij)
        blad.merge_cells("A2:A3")
        boek.save(bestand)
    else:
        bestand.write_bytes(_ods())
    assert read(bestand) == [("Zwolle", "X"), ("Zwolle", "Y"), ("Kampen", "X")]


def _ods() -> bytes:
    cel = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    rijen = [
        cel.format("", "Gemeente") + cel.format("", "Verbonden partij"),
        cel.format(' table:number-rows-spanned="2" table:number-columns-spanned="1"', "Zwolle") + cel.format("", "X"),
        "<table:covered-table-cell/>" + cel.format("", "Y"),
        cel.format("", "Kampen") + cel.format("", "X"),
    ]
    ruimten = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    inhoud = (
        f'<?xml version="1.0"?><office:document-content {ruimten} office:version="1.2"><office:body><office:spreadsheet>'
        f'<table:table table:name="Blad1">{"".join(f"<table:table-row>{rij}</table:table-row>" for rij in rijen)}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as doos:
        doos.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        doos.writestr("content.xml", inhoud)
        doos.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return out.getvalue()


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.sampled_from(["Gemeente", "Regeling", "Zwolle", "x", "193", "", "Zwolle en Kampen", ",", " en "]),
                st.text(max_size=6),
            ),
            max_size=5,
        ),
        max_size=6,
    )
)
def test_any_table_is_read_or_refused_in_a_line(
    tmp_path_factory: pytest.TempPathFactory, rijen: list[list[str]]
) -> None:
    bestand = tmp_path_factory.mktemp("tabel") / "x.csv"
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(rijen)
    bestand.write_text(out.getvalue(), encoding="utf-8", errors="ignore")
    with contextlib.suppress(BadSource):
        assert all(
            u.wie is None or u.hoe != "onbekend"
            for u in match(read_whole(bestand, Gevraagd(), live_index()).paren, live_index())
        )


# -- what a table says besides who and what ----------------------------------------------------------


@pytest.mark.parametrize(
    ("kop", "cel", "zegt"),
    [
        ("Agendalid", "ja", "agendalid"),
        ("Waarnemer", "x", "waarnemer"),
        ("Toehoorder", "WAAR", "toehoorder"),
        ("Geen deelnemer", "x", "geen deelnemer"),
        ("Uitgetreden", "ja", "uitgetreden"),
        ("Uitgetreden", "1-1-2024", "tot 1 januari 2024"),
        ("Datum uittreding", "sep-18", "tot september 2018"),
        ("Einddatum", "31-12-2022", "tot 31 december 2022"),
        ("Einddatum", "2022", "tot 2023"),
        ("Tot", "2023", "tot 2023"),
        ("Begindatum", "1-1-2025", "vanaf 1 januari 2025"),
        ("Datum toetreding", "2025", "vanaf 2025"),
        ("Rol", "waarnemer", "waarnemer"),
        ("Hoedanigheid", "adviserend lid", "adviserend lid"),
        ("Deelname", "nee", "deelname: nee"),
        ("Opmerking", "per 1-1-2024 uitgetreden", "tot 1 januari 2024"),
        ("Status", "geen deelnemer", "geen deelnemer"),
        ("Bijzonderheden", "agendalid sinds 2020", "agendalid"),
        ("Rol", "sponsor", "niet begrepen: 'Rol: sponsor'"),
        ("Einddatum", "wie weet", "niet begrepen: 'Einddatum: wie weet'"),
    ],
)
def test_who_only_looks_on_or_left_or_has_yet_to_come_is_left_out_and_said(
    klein: Path, kop: str, cel: str, zegt: str
) -> None:
    inhoud = f"gemeente;regeling;{kop}\nAadorp;Nieuw;{cel}\n's-Beekveld;Nieuw;\n"
    resultaat = tabel(klein, inhoud, "--bron", "https://x.nl", "--peildatum", "2024-06-01")
    assert resultaat.exit_code == 0, resultaat.output
    assert f"niet overgenomen, {zegt}: Aadorp (1 keer, rij 2)" in resultaat.output
    assert read_table(klein / "aanvullingen.csv").set_index("id").loc["nieuw", "deelnemers"] == "GM9002"


@pytest.mark.parametrize(
    ("kop", "cel"),
    [
        ("Rol", "penvoerder"),
        ("Rol", "Lid AB"),
        ("Agendalid", "nee"),
        ("Uitgetreden", "-"),
        ("Einddatum", "31-12-2030"),
        ("Begindatum", "1-1-2010"),
        ("Begindatum", "2024"),
        ("Opmerking", "De gemeente is wel lid, maar geen lid van het dagelijks bestuur"),
        ("Opmerking", "sinds 2015"),
        ("Stand", "2023"),
    ],
)
def test_who_takes_part_stays(klein: Path, kop: str, cel: str) -> None:
    inhoud = f"gemeente;regeling;{kop}\nAadorp;Nieuw;{cel}\n's-Beekveld;Nieuw;\n"
    resultaat = tabel(klein, inhoud, "--bron", "https://x.nl", "--peildatum", "2024-06-01")
    assert "niet overgenomen" not in resultaat.output
    assert read_table(klein / "aanvullingen.csv").set_index("id").loc["nieuw", "deelnemers"] == "GM9001;GM9002"


@pytest.mark.parametrize(
    ("cel", "wie"),
    [
        ("Zwolle, Kampen (agendalid), Raalte (tot 2023) en Ommen (waarnemer)", ["Zwolle"]),
        ("Zwolle (penvoerder) en Raalte (uitgetreden per 1 januari 2020)", ["Zwolle"]),
        ("Zwolle\nKampen - agendalid\nRaalte [toehoorder]", ["Zwolle"]),
        ("o.a. Raalte, Ommen e.a.", ["Raalte", "Ommen"]),
        ("Raalte, Ommen en anderen", ["Raalte", "Ommen"]),
        ("onder andere Raalte en Ommen", ["Raalte", "Ommen"]),
        ("Raalte, Ommen, etc.", ["Raalte", "Ommen"]),
        ("Hof van Twente, gemeente", ["Hof van Twente"]),
        ("Zwolle, gemeente, Kampen, gemeente", ["Zwolle", "Kampen"]),
        ("0166 Kampen, 0150 Deventer, Zwolle (GM0193)", ["Kampen", "Deventer", "Zwolle"]),
        ("GM0166 Kampen", ["Kampen"]),
        ("Deventer (0150)", ["Deventer"]),
        ("Deventer - GM0150", ["Deventer"]),
        ("WS0664 Drents Overijsselse Delta", ["Drents Overijsselse Delta"]),
        ("Zwolle (2023)", ["Zwolle"]),
        ("0166 Deventer", []),
        ("GM0193: Kampen", []),
        *((leeg, []) for leeg in ("#N/B", "#N/A", "n.v.t.", "N.V.T", "-", "onbekend", "#VERW!", "?")),
    ],
)
def test_what_cells_with_participants_hold(tmp_path: Path, cel: str, wie: list[str]) -> None:
    bestand = tmp_path / "x.csv"
    with bestand.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=";").writerows([["Verbonden partij", "Deelnemers"], ["P", cel], ["Q", "Almelo"]])
    gelezen = read_whole(bestand, Gevraagd(), live_index())
    nu = [paar for paar in gelezen.paren if not paar.bijzonder.why_not("2026-12-01")]
    uit = match(nu, live_index())
    assert list(dict.fromkeys(u.wie.naam for u in uit if u.wie and u.paar.regeling == "P")) == wie
    assert [u.wie.naam for u in uit if u.wie and u.paar.regeling == "Q"] == ["Almelo"]
    assert any(paar.meer for paar in gelezen.paren) == any(w in cel for w in ("o.a.", "e.a.", "ander", "etc"))


def test_a_list_that_says_that_there_are_more_is_not_complete(klein: Path) -> None:
    hand = read_table(klein / "aanvullingen.csv").to_dict("records")
    write_table(klein / "aanvullingen.csv", "aanvullingen", [{**rij, "compleet": "ja"} for rij in hand])
    naam = hand[0]["naam"]
    resultaat = tabel(klein, f"regeling;deelnemers\n{naam};Aadorp, 's-Beekveld e.a.\n", "--bron", "https://x.nl")
    assert f"de lijst noemt niet iedereen (o.a., e.a.): {naam} (rij 2)" in resultaat.output
    assert read_table(klein / "aanvullingen.csv")["compleet"][0] == "nee"


@pytest.mark.parametrize(
    "inhoud",
    [
        "Gemeente;GGD;VR;OD;Totaal\nZwolle;x;x;;2\nKampen;x;;x;2\nTotaal;2;1;1;4\n",
        "Gemeente;GGD;VR;OD\nZwolle;50%;100%;0%\nKampen;50 %;nee;12,5%\nTotaal;100%;100%;12,5%\n",
        "Gemeente;GGD;VR;OD\nZwolle;0.5;0.25;0\nKampen;0.5;;0,75\n",
        "Verbonden partij;Zwolle;Kampen;Som\nGGD;120;80;200\nVR;1.250;-;1.250\nOD;0;3;3\nEindtotaal;5;6;11\n",
        "Verbonden partij;Aantal deelnemers;Zwolle;Kampen\nGGD;2;ja;ja\nVR;1;ja;nee\nOD;1;nee;ja\n",
        "Gemeente;GGD;VR;OD\nZwolle;x;x;agendalid\nKampen;x;tot 2023;x\nRaalte;;;\n",
        "Gemeente;GGD;VR;OD\nZwolle;1;1;0\nKampen;1;0;1\nAantal;2;1;1\n",
    ],
)  # fmt: skip
def test_a_matrix_with_totals_shares_or_notes(tmp_path: Path, inhoud: str) -> None:
    (tmp_path / "x.csv").write_text(inhoud, encoding="utf-8")
    gelezen = read_whole(tmp_path / "x.csv", Gevraagd(), live_index())
    nu = [paar for paar in gelezen.paren if not paar.bijzonder.why_not("2026-12-01")]
    wie = {(u.paar.regeling, u.wie.naam) for u in match(nu, live_index()) if u.wie}
    assert wie == {("GGD", "Zwolle"), ("GGD", "Kampen"), ("VR", "Zwolle"), ("OD", "Kampen")}
    assert len(nu) == 4
    if re.search(r"(?i)tota|som|aantal", inhoud):
        assert any(zin.startswith("totalen weggelaten: ") for zin in gelezen.meldingen)


def test_numbers_beside_a_list_are_no_matrix(tmp_path: Path) -> None:
    for inhoud in (
        "Gemeente;Regeling;Bijdrage;Aandeel\nZwolle;P;1000;12\nKampen;P;200;33\n",
        "Regeling;Gemeenten;Bijdrage;Aandeel\nP;Zwolle, Kampen;1000;12\n",
    ):
        (tmp_path / "x.csv").write_text(inhoud, encoding="utf-8")
        paren = read_whole(tmp_path / "x.csv", Gevraagd(), live_index()).paren
        assert [(p.deelnemer, p.regeling) for p in paren] == [("Zwolle", "P"), ("Kampen", "P")]


@pytest.mark.parametrize("dag", ["2031", "2027-01", "2099-12-31"])
def test_a_list_of_a_day_that_has_yet_to_come_is_refused(klein: Path, dag: str) -> None:
    resultaat = tabel(klein, "gemeente,regeling\nAadorp,Nieuw\n", "--bron", "https://x.nl", "--peildatum", dag)
    assert resultaat.exit_code == 1
    assert f"kolom peildatum: '{dag}' moet nog komen." in resultaat.output


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("eind", ["\r\n", "\n"])
@pytest.mark.parametrize("scheiding", [";", ","])
def test_the_hand_kept_file_keeps_its_line_ends_encoding_and_separator(
    klein: Path, codering: str, eind: str, scheiding: str
) -> None:
    bestand = klein / "aanvullingen.csv"
    rijen = [list(rij) for rij in csv.reader(io.StringIO(bestand.read_text(encoding="utf-8")))]
    rijen[1][rijen[0].index("opmerking")] = "Coöperatie; \u2019t één"
    out = io.StringIO()
    csv.writer(out, delimiter=scheiding, lineterminator=eind).writerows(rijen)
    bestand.write_bytes(out.getvalue().encode(codering))
    resultaat = tabel(klein, "gemeente,regeling\nAadorp,Nieuw\n", "--bron", "https://x.nl")
    assert resultaat.exit_code == 0, resultaat.output
    ruw = bestand.read_bytes()
    assert ruw.startswith(out.getvalue().encode(codering)), "what was there, is there as it was"
    assert ruw.decode(codering).count("\r\n") == (ruw.decode(codering).count("\n") if eind == "\r\n" else 0)
    assert "nieuw" in set(read_table(bestand)["id"])


@pytest.mark.parametrize(
    ("cel", "wel"),
    [
        ("Zwolle; agendaleden: Raalte en Ommen", ["Zwolle"]),
        ("Agendaleden: Raalte en Ommen", []),
        ("Zwolle, Kampen en agendalid Raalte", ["Zwolle", "Kampen"]),
        ("Zwolle, waarnemers Raalte en Ommen; Dalfsen", ["Zwolle", "Dalfsen"]),
        ("Zwolle (agendalid: Raalte), Kampen", ["Zwolle", "Kampen"]),
        ("Deelnemers: Zwolle, Kampen. Toehoorder: Raalte", ["Zwolle", "Kampen"]),
        ("Agendaleden:\nRaalte\nOmmen\nDeelnemers:\nZwolle", ["Zwolle"]),
        ("Zwolle, Kampen; voormalige deelnemers: Raalte, Ommen", ["Zwolle", "Kampen"]),
        ("uitgetreden per 2020: Raalte; leden: Zwolle", ["Zwolle"]),
        ("Zwolle, Kampen, behalve Raalte", ["Zwolle", "Kampen"]),
        ("Zwolle (agendalid sinds 2020), Kampen", ["Kampen"]),
        ("Raalte, agendalid, Kampen", ["Kampen"]),
        ("Gemeenten: Zwolle en Kampen; agendalid: waterschap Vechtstromen", ["Zwolle", "Kampen"]),
    ],
)
def test_a_role_in_front_of_names_is_theirs(tmp_path: Path, cel: str, wel: list[str]) -> None:
    with (tmp_path / "x.csv").open("w", encoding="utf-8", newline="") as bestand:
        csv.writer(bestand, delimiter="|").writerows([["Regeling", "Deelnemers"], ["GGD", cel]])
    paren = read_whole(tmp_path / "x.csv", Gevraagd(), live_index()).paren
    nu = [paar for paar in paren if not paar.bijzonder.why_not("2026-12-01")]
    assert [u.wie and u.wie.naam for u in match(nu, live_index())] == wel
    noemt = {"Raalte", "Ommen", "Zwolle", "Kampen", "Dalfsen"} & set(re.findall(r"\w+", cel))
    assert noemt <= {u.wie.naam for u in match(paren, live_index()) if u.wie}, "nobody is lost on the way"


@pytest.mark.parametrize(
    "inhoud",
    [
        "Regeling;Gemeente\nTotaal Thuis;Zwolle\nTotaal Thuis;Kampen\nAantal Plus;Zwolle\nTotaal;2\nTotaal bijdrage;1.200\n",
        "Gemeente;Totaal Thuis;Aantal Plus;Totaal\nZwolle;x;x;2\nKampen;x;;1\nTotaal gemeenten;2;1;3\n",
        "Verbonden partij;Zwolle;Kampen\nTotaal Thuis;1;1\nAantal Plus;1;0\nTotaal aantal partijen;2;1\n",
        "Regeling;Deelnemers\nTotaal Thuis;Zwolle en Kampen\nAantal Plus;Zwolle\nAantal deelnemers;3\n",
    ],
)
def test_a_name_that_begins_as_a_total_is_one(tmp_path: Path, inhoud: str) -> None:
    (tmp_path / "x.csv").write_text(inhoud, encoding="utf-8")
    paren = read_whole(tmp_path / "x.csv", Gevraagd(), live_index()).paren
    assert {(p.regeling, p.deelnemer) for p in paren} == {
        ("Totaal Thuis", "Zwolle"),
        ("Totaal Thuis", "Kampen"),
        ("Aantal Plus", "Zwolle"),
    }


@pytest.mark.parametrize(
    "kop",
    ["CBS;GGD's;Inwoneraantal van regio", "CBS;Jeugdzorgregio's;Huishoudens in de regio", "Nummer;Streek;Aantal banen"],
)
def test_numbers_about_the_names_beside_them_are_no_shares(tmp_path: Path, kop: str) -> None:
    # As the regioatlas of 2016 has them (github.com/openstate/datasets): two columns of numbers beside two of names.
    (tmp_path / "x.csv").write_text(f'"Gemeente";{kop}\nZwolle;"0193";IJsselland;1008\nKampen;"0166";IJsselland;1008\n')
    with pytest.raises(BadSource, match="--regeling"):
        read_whole(tmp_path / "x.csv", Gevraagd(), live_index())
    paren = read_whole(tmp_path / "x.csv", Gevraagd(regeling=kop.split(";")[1]), live_index()).paren
    assert [(p.deelnemer, p.regeling) for p in paren] == [("Zwolle", "IJsselland"), ("Kampen", "IJsselland")]
    if kop.startswith("CBS"):
        assert [p.code for p in paren] == ["0193", "0166"]


def test_one_name_with_and_in_it_stays_one_when_it_is_nobody_whom_we_know() -> None:
    for naam in ("Ministerie van Onderwijs, Cultuur en Wetenschap", "Kleef en Emmerik", "Stichting Wonen & Zorg"):
        paren = [Paar(2, naam, "R")]
        assert [u.wie for u in match(paren, live_index())] == [None]
        assert split_list(naam, live_index()) == [naam]
    assert split_list("Omen, Hardenbreg en Kleef", live_index()) == ["Omen", "Hardenbreg", "Kleef"]
    [bekend] = match([Paar(2, "Kollumerland en Nieuwkruisland", "R")], live_index())
    assert bekend.reden == "gemeente Kollumerland c.a. is opgeheven; bedoelt u Noardeast-Fryslân?"


def test_who_left_by_the_table_goes_into_vertrokken(klein: Path) -> None:
    gemeenten = list(load_package(klein).gemeenten["naam"])
    codes = list(load_package(klein).gemeenten["code"])
    inhoud = (
        "gemeente;regeling;einddatum\n"
        f"{gemeenten[0]};Nieuw;\n{gemeenten[1]};Nieuw;31-12-2019\n{gemeenten[2]};Nieuw;1-1-2099\n"
    )
    resultaat = tabel(klein, inhoud, "--bron", "https://x.nl", "--peildatum", "2024")
    assert resultaat.exit_code == 0, resultaat.output
    assert f"Nieuw: in de kolom vertrokken gezet: {codes[1]} 2019" in resultaat.output
    rij = read_table(klein / "aanvullingen.csv").set_index("naam").loc["Nieuw"]
    assert (rij["deelnemers"], rij["vertrokken"]) == (f"{codes[0]};{codes[2]}", f"{codes[1]} 2019")
    # Back again by a later list: what we say by hand wins, and is told; nobody is in both columns.
    again = tabel(klein, inhoud.replace("31-12-2019", ""), "--bron", "https://x.nl", "--peildatum", "2024")
    assert f"Nieuw: {codes[1]} deed volgens onze gegevens sinds 2019 niet meer mee" in again.output
    load_package(klein)
