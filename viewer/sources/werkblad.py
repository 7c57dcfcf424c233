"""Spreadsheets and CSV files of any kind as sheets of text, merged cells filled."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from viewer.errors import BadSource
from viewer.sources.csv_lezen import Unreadable, best_separator, decode, parse

MAX_BYTES = 50_000_000
MAX_UNPACKED = 200_000_000
MAX_RIJEN = 100_000
_MAX_KOLOMMEN = 1_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass(frozen=True)
class Blad:
    """A sheet. naam: "" for a CSV; rijen: its rows, empty ones too, the first being row 1."""

    naam: str
    rijen: tuple[tuple[str, ...], ...]


def read_sheets(bestand: Path) -> list[Blad]:
    """The sheets of a workbook (XLSX, XLSM, XLSB, XLS, ODS) that are not hidden, or the one of a CSV.

    Cells are text: whole numbers without decimals, days as YYYY-MM-DD; line breaks in cells stay. Raises
    BadSource: not there, too large, unreadable, behind a password, or another kind of file.
    """
    if not bestand.is_file():
        raise BadSource(str(bestand), "bestaat niet.", "Controleer de naam van het bestand.")
    if bestand.stat().st_size > MAX_BYTES:
        raise BadSource(bestand.name, f"is groter dan {MAX_BYTES // 1_000_000} MB.")
    ruw = bestand.read_bytes()
    if ruw.startswith((b"PK\x03\x04", _OLE)):
        return _read_workbook(bestand, ruw)
    begin = ruw[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for teken, wat in ((b"%pdf", "een PDF"), (b"{\\rtf", "een RTF-bestand"), (b"<", "een webpagina of XML")):
        if begin.startswith(teken):
            raise BadSource(bestand.name, f"is {wat}, geen tabel.", "Sla de tabel op als CSV of XLSX.")
    return [Blad("", _read_csv(bestand, ruw))]


def _read_csv(bestand: Path, ruw: bytes) -> tuple[tuple[str, ...], ...]:
    try:
        tekst = decode(ruw)
        scheiding = best_separator(tekst)
        try:
            rijen = parse(tekst, scheiding)
        except Unreadable:
            rijen = parse(tekst, scheiding, strict=False)
    except Unreadable as fout:
        plaats = f"rij {fout.row}: " if fout.row else ""
        raise BadSource(bestand.name, f"{plaats}{fout.wat}", fout.doe) from fout
    if len(rijen) > MAX_RIJEN:
        raise BadSource(bestand.name, f"heeft meer dan {MAX_RIJEN} rijen.")
    out: list[tuple[str, ...]] = []
    for rij in rijen:
        out += [()] * (rij.number - 1 - len(out))
        out.append(rij.cells)
    return tuple(out)


def _read_workbook(bestand: Path, ruw: bytes) -> list[Blad]:
    """Raises BadSource."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    try:
        if ruw.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(ruw)) as doos:
                uitgepakt = sum(deel.file_size for deel in doos.infolist())
            if uitgepakt > MAX_UNPACKED:
                raise BadSource(bestand.name, f"is uitgepakt groter dan {MAX_UNPACKED // 1_000_000} MB.")
        boek = CalamineWorkbook.from_filelike(io.BytesIO(ruw))
        ods = _ods_merges(ruw)
        out = []
        for meta in boek.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet or meta.visible != SheetVisibleEnum.Visible:
                continue
            blad = boek.get_sheet_by_name(meta.name)
            if blad.total_height > MAX_RIJEN:
                raise BadSource(bestand.name, f"heeft meer dan {MAX_RIJEN} rijen.")
            rijen = [[_text(cel) for cel in rij[:_MAX_KOLOMMEN]] for rij in blad.to_python(skip_empty_area=False)]
            samen = ods.get(meta.name, ()) if ods else (blad.merged_cell_ranges or ())
            out.append(Blad(meta.name, _filled(rijen, samen)))
    except PasswordError as fout:
        raise BadSource(bestand.name, "is beveiligd met een wachtwoord.", "Sla het op zonder wachtwoord.") from fout
    except BadSource:
        raise
    except Exception as fout:  # errors of zip, XML and of the reader's own have no common class
        soort = "XLSX-bestand" if bestand.suffix.lower() in ("", ".xlsx") else "werkblad"
        raise BadSource(
            bestand.name, f"is geen leesbaar {soort}.", "Sla het opnieuw op in Excel of LibreOffice."
        ) from fout
    return out


def _text(cel: object) -> str:
    if isinstance(cel, bool):
        return "WAAR" if cel else "ONWAAR"
    if isinstance(cel, float) and cel.is_integer():
        return str(int(cel))
    if isinstance(cel, dt.datetime):
        return cel.date().isoformat()
    return str(cel)


def _filled(
    rijen: list[list[str]], samen: Iterable[tuple[tuple[int, int], tuple[int, int]]]
) -> tuple[tuple[str, ...], ...]:
    """The rows with every cell of a merged range saying what its first one says."""
    for (boven, links), (onder, rechts) in samen:
        if boven >= len(rijen) or links >= len(rijen[boven]):
            continue
        for rij in rijen[boven : onder + 1]:
            for kolom in range(links, min(rechts + 1, len(rij))):
                rij[kolom] = rijen[boven][links]
    return tuple(map(tuple, rijen))


def _ods_merges(ruw: bytes) -> dict[str, Sequence[tuple[tuple[int, int], tuple[int, int]]]]:
    """The merged ranges per sheet of an ODS; empty for other files (their reader gives them)."""
    if not ruw.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(io.BytesIO(ruw)) as doos:
        if "content.xml" not in doos.namelist():
            return {}
        inhoud = doos.read("content.xml")
    out: dict[str, Sequence[tuple[tuple[int, int], tuple[int, int]]]] = {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for tabel in etree.fromstring(inhoud, parser).iter(f"{_TABLE}table"):
        bereiken = []
        rij = 0
        for regel in tabel.iter(f"{_TABLE}table-row"):
            kolom = 0
            for cel in regel:
                hoog, breed = (int(cel.get(f"{_TABLE}number-{wat}-spanned") or 1) for wat in ("rows", "columns"))
                if hoog > 1 or breed > 1:
                    bereiken.append(((rij, kolom), (rij + hoog - 1, kolom + breed - 1)))
                kolom += int(cel.get(f"{_TABLE}number-columns-repeated") or 1)
            rij += int(regel.get(f"{_TABLE}number-rows-repeated") or 1)
        out[str(tabel.get(f"{_TABLE}name"))] = bereiken
    return out
