"""A text that a spreadsheet would calculate is only ever text, in CSV and in workbooks, headings included."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from viewer.exports.csv_file import to_csv
from viewer.exports.rows import Tabel
from viewer.exports.xlsx_file import to_xlsx

TEKENS = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "⁺", "⁼"]
ERVOOR = ["", " ", "   ", "\t", "\n", "\r\n", "\x0b", "\xa0", "\u2003", "\u3000", "\u2028", "\u200b", "\ufeff", "\xad", "\u200e", " \u200b\t"]  # fmt: skip
FORMULES = [f"{ervoor}{teken}1+1" for ervoor in ERVOOR for teken in TEKENS]
GEWOON = ["Zwolle", "'s-Hertogenbosch", "a=b", " Zwolle", "1-1-2020", "e-mail@voorbeeld.nl", "–", "", " ", "\u200b"]


def csv_of(tabel: Tabel, excel: bool = False) -> list[list[str]]:
    tekst = b"".join(to_csv(tabel, excel)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(tekst, newline=""), delimiter=";" if excel else ","))


@pytest.mark.parametrize("excel", [False, True])
def test_a_formula_gets_an_apostrophe_and_stays_whole(excel: bool) -> None:
    kop, *rijen = csv_of(Tabel("proef", ("naam", *FORMULES), [(f, *[None] * len(FORMULES)) for f in FORMULES]), excel)
    assert kop[1:] == [f"'{formule}" for formule in FORMULES]
    assert [rij[0] for rij in rijen] == [f"'{formule}" for formule in FORMULES]


def test_what_only_starts_a_cell_anew_is_guarded_too() -> None:
    assert [rij[0] for rij in csv_of(Tabel("proef", ("naam",), [("\tx",), ("\rx",), ("\nx",)]))[1:]] == ["'\tx", "'\rx", "'\nx"]  # fmt: skip


def test_other_texts_numbers_and_days_are_as_they_are() -> None:
    rijen = csv_of(Tabel("proef", ("naam", "n", "dag"), [(g, -3, date(2020, 1, 2)) for g in GEWOON]))[1:]
    assert rijen == [[g, "-3", "2020-01-02"] for g in GEWOON]


def test_a_workbook_has_no_formula_and_no_apostrophe() -> None:
    teken = [f for f in FORMULES if f.isprintable()]
    tabel = Tabel("proef", ("naam", *teken), [(f, *[None] * len(teken)) for f in teken])
    boek = openpyxl.load_workbook(io.BytesIO(to_xlsx([tabel], [("=wat", "=1+1")], date(2026, 5, 16))))
    cellen = [cel for blad in boek for rij in blad.iter_rows() for cel in rij if cel.value is not None]
    assert {cel.data_type for cel in cellen} == {"s"}
    assert [cel.value for cel in boek["proef"]["A"]] == ["naam", *teken]
