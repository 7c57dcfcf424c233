"""What an import changed: new, ended and changed samenwerkingsverbanden, who joined and who left."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from viewer.errors import BadSource
from viewer.sources.package import read_table
from viewer.sources.register_adres import mend_addresses
from viewer.sources.wegschrijven import naming

BESTAND = "wijzigingen.jsonl"
SOORTEN = {
    "nieuw": "nieuw",
    "beeindigd": "beëindigd",
    "gewijzigd": "gewijzigd",
    "toegetreden": "toegetreden",
    "uitgetreden": "uitgetreden",
}
"""Kinds of change, as field of `Wijzigingen` -> word."""
_VELDEN = ("naam", "titel", "vorm", "themas", "website", "omschrijving")


@dataclass(frozen=True)
class Stand:
    """The register's half of a data folder at one moment. verbanden: id -> row; deelnemers: (id,
    participant) -> name, of those who take part on peildatum; versies: systeemIds."""

    peildatum: str
    verbanden: Mapping[str, Mapping[str, str]]
    deelnemers: Mapping[tuple[str, str], str]
    versies: frozenset[str]


@dataclass(frozen=True)
class Wijzigingen:
    """Differences between two imports; every list is ordered by name, and holds id and naam."""

    vorige: str
    peildatum: str
    nieuw: tuple[Mapping[str, str], ...] = ()
    beeindigd: tuple[Mapping[str, str], ...] = ()
    gewijzigd: tuple[Mapping[str, str], ...] = ()
    toegetreden: tuple[Mapping[str, str], ...] = ()
    uitgetreden: tuple[Mapping[str, str], ...] = ()

    def __bool__(self) -> bool:
        return any((self.nieuw, self.beeindigd, self.gewijzigd, self.toegetreden, self.uitgetreden))


def read_stand(folder: Path) -> Stand | None:
    """What a data folder says now; None when it has no import yet."""
    bestanden = [folder / f"{tabel}.csv" for tabel in ("samenwerkingsverbanden", "deelnames", "versies")]
    if not all(bestand.is_file() for bestand in bestanden):
        return None
    verbanden, deelnames, versies = (read_table(bestand) for bestand in bestanden)
    if not len(verbanden):
        return None
    dag = str(verbanden["peildatum_bron"].max())
    nu = deelnames[(deelnames["van"] <= dag) & ((deelnames["tot"] == "") | (dag < deelnames["tot"]))]
    wie = nu["deelnemer_code"].where(nu["deelnemer_code"] != "", nu["deelnemer_bron_id"])
    return Stand(
        peildatum=dag,
        verbanden={rij["id"]: rij for rij in verbanden.to_dict("records")},
        deelnemers=dict(zip(zip(nu["samenwerkingsverband_id"], wie, strict=True), nu["deelnemer_naam"], strict=True)),
        versies=frozenset(versies["bron_id"]),
    )


def require_stand(folder: Path) -> Stand:
    """The same for a folder that must have one. Raises BadSource."""
    stand = read_stand(folder)
    if stand is None:
        raise BadSource(str(folder), "bevat nog geen register.", "Draai eerst gegevens importeer-roo.")
    return stand


def compare(oud: Stand | None, nieuw: Stand) -> Wijzigingen:
    """What differs; nothing when there was no import before."""
    if oud is None:
        return Wijzigingen("", nieuw.peildatum)

    def loopt(stand: Stand) -> set[str]:
        return {i for i, rij in stand.verbanden.items() if not rij["tot"] or rij["tot"] > stand.peildatum}

    def namen(ids: set[str], stand: Stand) -> tuple[Mapping[str, str], ...]:
        return _ordered([{"id": i, "naam": stand.verbanden[i]["naam"]} for i in ids])

    def deelnemers(paren: set[tuple[str, str]], stand: Stand) -> tuple[Mapping[str, str], ...]:
        return _ordered(
            [{"id": i, "naam": stand.verbanden[i]["naam"], "deelnemer": stand.deelnemers[i, wie]} for i, wie in paren]
        )

    begonnen, geeindigd = loopt(nieuw) - loopt(oud), loopt(oud) - loopt(nieuw)
    gebleven = loopt(nieuw) & loopt(oud)
    anders = {i: [veld for veld in _VELDEN if oud.verbanden[i][veld] != nieuw.verbanden[i][veld]] for i in gebleven}
    toe = {paar for paar in nieuw.deelnemers.keys() - oud.deelnemers.keys() if paar[0] in gebleven}
    out = {paar for paar in oud.deelnemers.keys() - nieuw.deelnemers.keys() if paar[0] in gebleven}
    return Wijzigingen(
        vorige=oud.peildatum,
        peildatum=nieuw.peildatum,
        nieuw=namen(begonnen, nieuw),
        beeindigd=namen(geeindigd, oud),
        gewijzigd=_ordered(
            [
                {"id": i, "naam": nieuw.verbanden[i]["naam"], "velden": ", ".join(velden)}
                for i, velden in anders.items()
                if velden
            ]
        ),
        toegetreden=deelnemers(toe, nieuw),
        uitgetreden=deelnemers(out, oud),
    )


def append_wijzigingen(folder: Path, wijzigingen: Wijzigingen) -> None:
    """Adds a line to the log of a data folder; none when nothing changed."""
    with naming(folder / BESTAND), (folder / BESTAND).open("a", encoding="utf-8") as out:
        if wijzigingen:
            out.write(json.dumps(asdict(wijzigingen), ensure_ascii=False) + "\n")


def read_wijzigingen(folder: Path, hoogstens: int) -> list[dict[str, Any]]:
    """The latest lines of the log, newest first; a line that is not whole is passed over."""
    bestand = folder / BESTAND
    if not bestand.is_file():
        return []
    out: list[dict[str, Any]] = []
    for regel in reversed(bestand.read_text(encoding="utf-8").splitlines()):
        try:
            out.append(json.loads(mend_addresses(regel)))
        except ValueError:
            continue
        if len(out) == hoogstens:
            break
    return out


def _ordered(rijen: list[dict[str, str]]) -> tuple[Mapping[str, str], ...]:
    return tuple(sorted(rijen, key=lambda rij: (rij["naam"].casefold(), rij["id"], rij.get("deelnemer", ""))))
