"""Tables as an Excel workbook with an explanation."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from viewer.exports.rows import Cel, Tabel

if TYPE_CHECKING:  # openpyxl loads with the first workbook; a server that starts need not wait for it
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_BREEDST = 60
_EIGENSCHAPPEN = "docProps/core.xml"
_GEWIJZIGD = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_BESTUUR = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def to_xlsx(tabellen: Sequence[Tabel], toelichting: Sequence[tuple[str, str]], dag: date) -> bytes:
    """The bytes of a workbook: a sheet per table, then `toelichting` (name and text per row).

    Headings stay in view and filter, columns are as wide as their text, dates are dates, and text
    is always text: a name like "=1+1" is not calculated. dag: written as the day it was made, so
    that equal data give an equal file.
    """
    from openpyxl import Workbook  # noqa: PLC0415

    boek = Workbook()
    boek.remove(boek.worksheets[0])
    for tabel in tabellen:
        blad = boek.create_sheet(tabel.naam)
        _fill(blad, tabel.kop, tabel.rijen)
        blad.freeze_panes = "A2"
        blad.auto_filter.ref = f"A1:{blad.cell(len(tabel.rijen) + 1, len(tabel.kop)).coordinate}"
    _fill(boek.create_sheet("toelichting"), ("wat", "uitleg"), toelichting)
    boek.properties.created = boek.properties.modified = datetime(dag.year, dag.month, dag.day)  # noqa: DTZ001 - Excel knows no zones
    out = io.BytesIO()
    boek.save(out)
    return _without_moment(out, dag)


def _without_moment(boek: io.BytesIO, dag: date) -> bytes:
    """The same workbook of that day: openpyxl writes the moment of saving into it, in two places."""
    out = io.BytesIO()
    with zipfile.ZipFile(boek) as oud, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as nieuw:
        for naam in oud.namelist():
            inhoud = oud.read(naam)
            if naam == _EIGENSCHAPPEN:
                inhoud = _GEWIJZIGD.sub(rb"\g<1>%b" % f"{dag}T00:00:00Z".encode(), inhoud)
            nieuw.writestr(zipfile.ZipInfo(naam, (dag.year, dag.month, dag.day, 0, 0, 0)), inhoud, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _fill(blad: Worksheet, kop: Sequence[str], rijen: Sequence[Sequence[Cel]]) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    breedtes = [len(naam) for naam in kop]
    for kolom, naam in enumerate(kop, 1):
        cel = blad.cell(1, kolom)
        _set(cel, naam)
        cel.font = Font(bold=True)
    for nummer, rij in enumerate(rijen, 2):
        for kolom, waarde in enumerate(rij, 1):
            if waarde is not None and waarde != "":
                _set(blad.cell(nummer, kolom), waarde)
                breedtes[kolom - 1] = max(breedtes[kolom - 1], len(str(waarde)))
    for kolom, breedte in enumerate(breedtes, 1):
        blad.column_dimensions[get_column_letter(kolom)].width = min(breedte, _BREEDST) + 2


def _set(cel: Cell | MergedCell, waarde: Cel) -> None:
    if isinstance(waarde, str):
        cel.value = _BESTUUR.sub("", waarde)
        cel.data_type = "s"
    else:
        cel.value = waarde
        if isinstance(waarde, date):
            cel.number_format = "yyyy-mm-dd"
