"""What we wrote ourselves about every arrangement in force: a taak, a sentence that a resident understands, a name of its own."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from lxml import etree

DATA = Path(__file__).parents[1] / "data"
SHARED = Path(__file__).parents[1].parent / "shared" / "data"
EXPORT = SHARED / "roo_export_2026-05-16.xml"
STIJF = (
    "ten behoeve",
    "belangen van",
    "zorgdragen",
    "bevoegdhe",
    "in het kader van",
    "uitvoering geven",
    "faciliteren",
    "op het gebied van",
)
RUN = 7  # issue 19: no run of seven words shared with the register's prose
BUITEN_DE_INDELING = {
    "brandweer": {
        "gr-24967053": "the companies in the harbour of Rotterdam have a fire brigade of their own, beside the veiligheidsregio",
        "gr-24967602": "Middelburg and Vlissingen keep a brigade of their own on paper, beside the veiligheidsregio",
    },
    "vaccinaties": {
        "gr-26408026": "five gemeenten of Amstelland share a body through which they take part in the GGD of Amsterdam",
    },
}
OOK_ELDERS = {("vaccinaties", "GM0317"): "Eemnes takes part in the Gooi, whose division still counts it with Utrecht"}


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _in_force() -> list[dict[str, str]]:
    return [
        row
        for row in _table(DATA / "samenwerkingsverbanden.csv")
        if row["van"] <= row["peildatum_bron"] and not (row["tot"] and row["tot"] <= row["peildatum_bron"])
    ]


def test_each_arrangement_in_force_has_a_taak_and_a_sentence_in_plain_words() -> None:
    ours = {row["samenwerkingsverband_id"]: row for row in _table(DATA / "redactie.csv")}
    taken = {row["slug"] for row in _table(DATA / "taken.csv")}
    rows = _in_force()
    assert len(rows) > 400
    for row in rows:
        own = ours[row["id"]]
        assert own["taken"], row["id"]
        assert set(own["taken"].split(";")) <= taken, row["id"]
        words = row["omschrijving"].split()
        assert 4 <= len(words) <= 25, row["id"]
        assert not [phrase for phrase in STIJF if phrase in row["omschrijving"].lower()], row["id"]
        assert own["bron_id"], f"{row['id']}: which version was read?"


def test_each_hand_kept_one_has_taken_and_nothing_of_ours_is_about_what_is_not_there() -> None:
    ours = {row["samenwerkingsverband_id"]: row for row in _table(DATA / "redactie.csv")}
    hand = {row["id"] for row in _table(DATA / "aanvullingen.csv")}
    assert not [id_ for id_ in sorted(hand) if not ours.get(id_, {}).get("taken")]
    assert set(ours) <= hand | {row["id"] for row in _table(DATA / "samenwerkingsverbanden.csv")}


def test_no_two_arrangements_in_force_have_the_same_name() -> None:
    assert not [naam for naam, count in Counter(row["naam"].casefold() for row in _in_force()).items() if count > 1]


def test_at_most_ten_arrangements_in_force_stand_under_overig() -> None:
    assert len([row["id"] for row in _in_force() if row["themas"].split(";")[0] == "overig"]) <= 10


@pytest.mark.skipif(not EXPORT.exists(), reason="the register's export is not here")
def test_no_sentence_of_ours_is_copied_from_the_register() -> None:
    runs: set[tuple[str, ...]] = set()
    for _, element in etree.iterparse(str(EXPORT), events=("end",)):
        if etree.QName(element).localname in {"doel", "inhoudArtikel", "beschrijvingText"}:
            words = _words(" ".join(element.itertext()))
            runs.update(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    for row in _in_force():
        own = _words(row["omschrijving"])
        assert not [own[at : at + RUN] for at in range(len(own) - RUN + 1) if tuple(own[at : at + RUN]) in runs], row[
            "id"
        ]


@pytest.mark.skipif(not (SHARED / "indelingen.csv").exists(), reason="the official divisions are not here")
@pytest.mark.parametrize(("taak", "indeling"), [("brandweer", "veiligheidsregio"), ("vaccinaties", "ggd-regio")])
def test_who_does_a_taak_is_whom_the_official_division_names(taak: str, indeling: str) -> None:
    ours = {row["samenwerkingsverband_id"]: row["taken"].split(";") for row in _table(DATA / "redactie.csv")}
    members: dict[str, set[str]] = defaultdict(set)
    today = {row["id"] for row in _in_force()}
    peildatum = max(row["peildatum_bron"] for row in _in_force())
    for row in _table(DATA / "deelnames.csv"):
        if (
            row["deelnemer_soort"] == "gemeente"
            and row["van"] <= peildatum
            and not (row["tot"] and row["tot"] <= peildatum)
        ):
            members[row["samenwerkingsverband_id"]].add(row["deelnemer_code"])
    doers = {id_: members[id_] for id_ in today if taak in ours[id_] and id_ not in BUITEN_DE_INDELING[taak]}
    regions: dict[str, set[str]] = defaultdict(set)
    for row in _table(SHARED / "indelingen.csv"):
        if row["indeling"] == indeling:
            regions[row["regio_naam"]].add(row["gemeente_code"])
    seen: set[str] = set()
    for naam, area in regions.items():
        matching = [
            id_
            for id_, codes in doers.items()
            if {c for c in codes if (taak, c) not in OOK_ELDERS} == {c for c in area if (taak, c) not in OOK_ELDERS}
        ]
        assert len(matching) == 1, (naam, matching)
        seen.update(area)
    assert len(seen) == len(
        {row["code"] for row in _table(DATA / "organisaties.csv") if row["soort"] == "gemeente" and not row["tot"]}
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[\wÀ-ÿ]+", text.lower())
