"""CSV files as programs and people write them: any usual encoding and separator, to rows with their numbers."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from viewer.errors import Fout

SEPARATORS = ";,\t|"
MAX_CELL = 1_000_000
"""Signs in a cell; more is a quotation mark that is never closed."""

_BINARY = {*map(chr, range(32)), "\x7f"} - set("\t\r\n\x0b\x0c\x1a\x1c\x1d\x1e\x1f")
_WINDOWS = [bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in range(256)]


class Unreadable(ValueError):
    """A file is no CSV. row: where that showed (0: the file as a whole); wat, doe: what is wrong, and what to do."""

    def __init__(self, row: int, wat: str, doe: str) -> None:
        self.row, self.wat, self.doe = row, wat, doe
        super().__init__(wat)

    def fout(self, bestand: str) -> Fout:
        """The same as a fault of a file."""
        return Fout(bestand, self.row, "", self.wat, self.doe)


@dataclass(frozen=True)
class Row:
    """A row of a file. number: as a spreadsheet counts, the first being 1."""

    number: int
    cells: tuple[str, ...]


def decode(raw: bytes) -> str:
    """The text of a file in UTF-8 or UTF-16 (with or without a mark) or Windows-1252. Raises Unreadable."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw.decode("utf-16", errors="replace")
    elif (codec := _utf16_without_mark(raw)) is not None:
        text = raw.decode(codec, errors="replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Five bytes mean nothing in Windows-1252; Windows itself passes them on as they are.
            text = "".join(map(_WINDOWS.__getitem__, raw.removeprefix(b"\xef\xbb\xbf")))
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    begin = text[:10_000]
    if sum(sign in _BINARY or sign == "\ufffd" for sign in begin) > len(begin) / 100:
        raise Unreadable(0, "is geen tekstbestand.", "Sla de tabel op als CSV of XLSX.")
    return text


def written_like(raw: bytes, text: str) -> bytes:
    """The text of a CSV file with commas as the file that was there: its separator, line ends, mark and encoding.

    What its encoding cannot say makes it UTF-8 with a mark, which a spreadsheet opens all the same.
    """
    had = decode(raw)
    separator = said_separator(had) or max(SEPARATORS, key=had.split("\n", 1)[0].count)
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n" if b"\r" in raw else "\n").writerows(
        row.cells for row in parse(text, ",")
    )
    new = out.getvalue()
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or _utf16_without_mark(raw):
        return new.encode("utf-16")
    marked = raw.startswith(b"\xef\xbb\xbf")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        with contextlib.suppress(UnicodeEncodeError):
            return new.encode("cp1252")
        marked = True
    return new.encode("utf-8-sig" if marked else "utf-8")


def _utf16_without_mark(raw: bytes) -> str | None:
    begin = raw[:2_000]
    half = len(begin) // 2
    if half < 4:
        return None
    if begin[1::2].count(0) > half * 0.7 and begin[::2].count(0) == 0:
        return "utf-16-le"
    return "utf-16-be" if begin[::2].count(0) > half * 0.7 and begin[1::2].count(0) == 0 else None


def parse(text: str, separator: str, strict: bool = True) -> list[Row]:
    """The rows that are not empty. The line `sep=;` that Excel understands is passed over.

    strict: a quotation mark that is not closed, or closed too early, is a fault. Raises Unreadable.
    """
    rows: list[Row] = []
    number = 0
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    try:
        for number, cells in enumerate(reader, 1):
            if any(cell.strip() for cell in cells) and not (number == 1 and _says_separator(cells, separator)):
                rows.append(Row(number, tuple(cells)))
    except csv.Error as fault:
        wat = (
            "heeft een aanhalingsteken te veel of te weinig."
            if "limit" not in str(fault)
            else "heeft een te lange cel."
        )
        raise Unreadable(number + 1, wat, "Verbeter of verwijder het aanhalingsteken.") from fault
    return rows


def _says_separator(cells: Sequence[str], separator: str) -> bool:
    return cells[0].casefold().removeprefix('"').startswith("sep=") and not any(cells[1:])


def said_separator(text: str) -> str:
    """The separator that a first line `sep=;` names; "" when there is none."""
    first = text[:10].lstrip('"').split("\n", 1)[0]
    return first[4:5] if first.casefold().startswith("sep=") and first[4:5] in SEPARATORS else ""


def best_separator(text: str) -> str:
    """The separator with which most rows have the most cells, and as many as the others."""
    if said := said_separator(text):
        return said
    part = text[:200_000]

    def score(separator: str) -> tuple[float, int]:
        try:
            rows = parse(part, separator, strict=False)[:200]
        except Unreadable:
            return (0.0, 0)
        widths = [_width(row.cells) for row in rows]
        if not widths or max(widths) < 2:
            return (0.0, 0)
        usual = max(set(widths), key=lambda width: (widths.count(width) * (width > 1), width))
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    best = max(SEPARATORS, key=lambda s: (round(score(s)[0], 1), score(s)[1]))
    return best if score(best)[1] else max(SEPARATORS, key=part.count)


def _width(cells: Sequence[str]) -> int:
    """How many cells a row has up to the last that says something."""
    return max((i for i, cell in enumerate(cells, 1) if cell.strip()), default=0)


def undo_double_click(rows: Iterable[Row], separator: str = ",") -> list[Row]:
    """Rows of a file with commas that a Dutch Excel opened with a double click and saved: it then has split
    it at every semicolon, and put quotation marks round what was left. Raises Unreadable."""
    out: list[Row] = []
    for row in rows:
        line = ";".join(row.cells).rstrip(";")
        parsed = parse(line, separator)
        if parsed:
            out.append(Row(row.number, parsed[0].cells))
    return out
