"""Reads a source that has a `Reader` into a data folder: all of it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from viewer.sources.datamap import rows
from viewer.sources.description import facts_in, note_facts
from viewer.sources.package import replace_package, write_table
from viewer.sources.source import Reader, Source


@dataclass(frozen=True)
class Imported:
    """rows: how many per table; remarks: what the reader had to say."""

    rows: dict[str, int]
    remarks: tuple[str, ...]


def import_source(
    source: Source, reader: Reader, bron: str, folder: Path, meld: Callable[[str], None] = lambda _: None
) -> Imported:
    """Has a reader read BRON (a file or an address), and swaps the source's tables in whole.

    A table that it gives no rows for becomes empty. meld: is told what people changed meanwhile.
    Raises BadSource, BadPackage, ImportBusy; the old folder then stays.
    """
    content = reader.again(bron, facts_in(folder).get(source.id, {}), meld) if reader.again else reader.read(bron)
    if content is None:
        return Imported({}, (f"{bron} is niet veranderd; er is niets te doen.",))
    with replace_package(folder, meld=meld) as werk:
        for tabel in source.tables:
            rijen = content.tables.get(tabel, ())
            if reader.join is not None:
                rijen = reader.join(tabel, rows(werk, tabel), rijen)
            write_table(werk / f"{tabel}.csv", tabel, rijen)
        note_facts(werk, source, content.facts)
    return Imported({tabel: len(content.tables.get(tabel, ())) for tabel in source.tables}, content.remarks)
