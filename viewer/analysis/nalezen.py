"""Which samenwerkingsverbanden people must read, or read again: no taken yet, or a newer version than was read."""

from __future__ import annotations

from dataclasses import dataclass

from viewer.dataset import Dataset


@dataclass(frozen=True)
class TeLezen:
    """One to read. gelezen: systeemId of the version that was read, "" for none; nu: of the one in force, "" for what
    is kept by hand; waarom: in Dutch."""

    id: str
    naam: str
    gelezen: str
    nu: str
    waarom: str


def to_read(dataset: Dataset) -> list[TeLezen]:
    """Of what is in force on the day of the register, by name: what nobody gave taken, and what has another version
    since it was read. Where nobody noted which version was read, none is newer."""
    out = []
    for id_, row in dataset.verbanden_on(dataset.peildatum).iterrows():
        gelezen, nu = dataset.gelezen.get(id_, ""), row["bron_id"]
        if row["taken_bron"] != "redactie":
            waarom = "nog niet gelezen"
            if row["taken_bron"] == "voorlopig":
                waarom += f"; voorlopig uit de naam: {', '.join(row['taken'])}"
        elif gelezen and nu and gelezen != nu:
            waarom = f"gelezen is versie {gelezen}, nu geldt {nu}"
        else:
            continue
        out.append(TeLezen(str(id_), row["naam"], gelezen, nu, waarom))
    return out
