"""Workbooks are ready for a memo: how they print, whose gemeenten come first, and by which ids they can be joined."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from flask.testing import FlaskClient
from lxml import etree
from openpyxl.workbook import Workbook

from tests.conftest import DATA
from viewer.dataset import Dataset
from viewer.exports.rows import Tabel, matrix_tabel
from viewer.exports.xlsx_file import to_xlsx
from viewer.model import NEDERLAND, PROVINCIES
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.web import create_app

DAG = date(2026, 5, 16)


def book(client: FlaskClient, adres: str) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(client.get(adres).data))


def made(tabel: Tabel, voet: str = "") -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx([tabel], [("wat", "proef")], DAG, voet)))


@pytest.mark.parametrize(
    "adres",
    [
        "/download/samenwerkingsverbanden.xlsx", "/download/deelnames.xlsx?q=bestaatniet", "/analyse/gemeenten.xlsx?regio=twente",
        "/analyse/matrix.xlsx?regio=twente", "/vergelijk.xlsx?gemeente=borne&gemeente=hengelo",
    ],
)  # fmt: skip
def test_every_sheet_prints_on_landscape_a4_a_page_wide(client: FlaskClient, adres: str) -> None:
    for blad in book(client, adres):
        assert (blad.page_setup.orientation, int(blad.page_setup.paperSize)) == ("landscape", 9)
        assert blad.sheet_properties.pageSetUpPr.fitToPage
        assert (int(blad.page_setup.fitToWidth or 1), int(blad.page_setup.fitToHeight)) == (1, 0)
        assert blad.print_title_rows == ("$1:$2" if "download" in adres and blad.title == "matrix" else "$1:$1")
        assert "16 mei 2026. Bron: Register van Overheidsorganisaties" in blad.oddFooter.left.text
        assert blad.oddFooter.right.text.endswith("bladzijde &P van &N")


def test_every_sheet_of_the_whole_country_prints_a_page_wide() -> None:
    """Its matrix of all would take six pages beside each other: each provincie has one of its own."""
    client = create_app(Settings(provincie="Nederland"), DATA).test_client()
    boek = book(client, "/download/samenwerkingsverbanden.xlsx")
    assert [naam for naam in boek.sheetnames if "matrix" in naam] == [
        f"matrix {een}" for een in sorted(PROVINCIES.values())
    ]
    for blad in boek.worksheets:
        assert int(blad.page_setup.fitToWidth or 1) == 1, blad.title
    assert "matrix" in book(client, "/download/samenwerkingsverbanden.xlsx?gemeente=raalte").sheetnames


@pytest.mark.traag
@pytest.mark.parametrize("provincie", [naam for naam in PROVINCIES.values() if naam != NEDERLAND])
def test_the_matrix_of_a_provincie_is_a_page_wide(dataset: Dataset, provincie: str) -> None:
    tabel = matrix_tabel(dataset, Selection(), provincie)
    assert len(tabel.kop) > 10
    assert int(made(tabel)["matrix"].page_setup.fitToWidth or 1) == 1


@pytest.mark.parametrize("provincie", ["Overijssel", "Gelderland", "Zeeland"])
def test_the_matrix_has_own_gemeenten_first_and_ids_under_the_names(dataset: Dataset, provincie: str) -> None:
    client = create_app(Settings(provincie=provincie), DATA).test_client()
    blad = book(client, "/download/samenwerkingsverbanden.xlsx")["matrix"]
    kop, onder, *rijen = blad.iter_rows(values_only=True)
    assert kop[:4] == ("code", "gemeente", "provincie", "aantal")
    assert list(kop[4:]) == list(dataset.verbanden["naam"].reindex(list(onder[4:])))
    assert blad.freeze_panes == "E3"
    eigen = [dataset.gemeenten["provincie"][rij[0]] == provincie for rij in rijen]
    assert eigen == sorted(eigen, reverse=True)
    assert sum(eigen) > 3
    assert [rij[2] for rij in rijen] == list(dataset.gemeenten["provincie"].reindex([rij[0] for rij in rijen]))
    assert [rij[0] for rij in rijen[: sum(eigen)]] == sorted(
        (rij[0] for rij in rijen[: sum(eigen)]), key=lambda code: dataset.gemeenten["naam"][code]
    )


@pytest.mark.parametrize(
    ("naam", "kolommen"),
    [
        ("gemeenten", {"code": "gemeente"}),
        ("onderwerpen", {"code": "gemeente"}),
        ("matrix", {"code": "gemeente"}),
        ("afwijkingen", {"code": "gemeente", "samenwerkingsverband_id": "samenwerkingsverband", "regio_id": "regio"}),
        ("congruentie", {"regio_id": "regio"}),
        ("overlap", {"samenwerkingsverband_id": "samenwerkingsverband", "tweede_id": "en"}),
        ("grens", {"samenwerkingsverband_id": "samenwerkingsverband"}),
    ],
)
def test_a_figure_says_by_which_code_each_name_is_known(
    client: FlaskClient, dataset: Dataset, naam: str, kolommen: dict[str, str]
) -> None:
    rijen = list(csv.DictReader(io.StringIO(client.get(f"/analyse/{naam}.csv").text)))
    namen = {
        **dataset.gemeenten["naam"],
        **dataset.verbanden["naam"],
        **dataset.regios.drop_duplicates("regio").set_index("regio")["naam"],
    }
    assert rijen
    for rij in rijen:
        for code, kop in kolommen.items():
            assert namen[rij[code]] == rij[kop].removeprefix("'")


def test_what_excel_cannot_hold_is_still_a_workbook() -> None:
    lang, oud = "x" * 40_000, date(1867, 1, 31)
    rijen: list[tuple[str | int | date | None, ...]] = [
        ("a\x0b\ufffe\uffffb", "https://voorbeeld.nl", 7, oud), (lang, "{=1+1}", 0, date(1900, 3, 1)), ("", None, -1, DAG),
    ]  # fmt: skip
    blad = made(Tabel("proef", ("naam", "adres", "n", "dag"), rijen))["proef"]
    assert (blad["A2"].value, blad["D2"].value) == ("ab", "1867-01-31")
    assert len(blad["A3"].value) == 32_767
    assert blad["B3"].data_type == "s"
    assert blad["B2"].hyperlink is None
    assert (blad["C3"].value, blad["D3"].value.date(), blad["D4"].value.date()) == (0, date(1900, 3, 1), DAG)
    assert blad["D4"].number_format == "yyyy-mm-dd"


@pytest.mark.parametrize("voet", ["16 & Co &P &D", "R&D\nregel", "y" * 300, "&" * 300, "", "€é<&>"])
def test_a_title_at_the_foot_is_text(voet: str) -> None:
    inhoud = to_xlsx([Tabel("proef", ("naam",), [("x",)])], [("wat", "proef")], DAG, voet)
    with zipfile.ZipFile(io.BytesIO(inhoud)) as boek:
        blad = etree.fromstring(boek.read("xl/worksheets/sheet1.xml"))
    geheel = blad.findtext(".//{*}oddFooter")
    assert len(geheel) <= 255, "Excel calls the file damaged"
    links = re.fullmatch(r"&L&8 ((?:[^&]|&&)*)&R&8&A, bladzijde &P van &N", geheel)
    assert links
    tekst, verwacht = links[1].replace("&&", "&"), voet.replace("\n", " ")
    assert tekst == verwacht if len(verwacht) < 200 else verwacht.startswith(tekst.removesuffix("…"))
    assert len(tekst) >= min(len(verwacht), 100)
