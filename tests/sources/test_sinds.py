"""Since when: accession and beginning as the register has them, beside a plain reading of its XML."""

from __future__ import annotations

import csv
import xml.etree.ElementTree as ET
from collections import defaultdict
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from flask.testing import FlaskClient

from tests.conftest import DATA, REAL_EXPORT
from tests.plain_register import attribuut, kaal, lees, tekst
from tests.web.page import page
from viewer.dataset import Dataset
from viewer.model import Deelnemer, Toetreding, Versie
from viewer.sources.ketens import Bekend, build_tabellen
from viewer.sources.roo import Register

_REAL = pytest.mark.skipif(not REAL_EXPORT.exists(), reason="the register's export is not here")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@_REAL
def test_every_accession_is_one_of_the_register_and_the_earliest_that_can_be() -> None:
    verband_of = {row["bron_id"]: row["samenwerkingsverband_id"] for row in rows("versies")}
    joined = defaultdict(set)
    for versie in lees(REAL_EXPORT):
        for code, systeem, dag in versie.deelnemers:
            joined[verband_of[versie.bron_id], code or systeem].add(dag.isoformat())
    spells = defaultdict(list)
    for row in rows("deelnames"):
        spells[row["samenwerkingsverband_id"], row["deelnemer_code"] or row["deelnemer_bron_id"]].append(row)
    earlier = running = 0
    for key, own in spells.items():
        ended = ""
        for row in sorted(own, key=lambda row: row["van"]):
            assert row["toegetreden"] == min((d for d in joined[key] if ended <= d <= row["van"]), default=""), row
            ended = row["tot"]
            running += not row["tot"]
            earlier += not row["tot"] and row["toegetreden"] < row["van"] and row["toegetreden"] != ""
    assert earlier > running / 2


@_REAL
def test_a_body_began_with_its_first_participant_or_its_own_start() -> None:
    verband_of = {row["bron_id"]: row["samenwerkingsverband_id"] for row in rows("versies")}
    start: dict[str, str] = {}
    organs: dict[str, set[str]] = defaultdict(set)
    first: dict[str, set[str]] = defaultdict(set)
    for element in ET.parse(REAL_EXPORT).getroot().iter():
        if kaal(element.tag) == "organisatie" and (dag := tekst(element, "startDatum")):
            start.setdefault(attribuut(element, "systeemId"), dag[:10])
        elif kaal(element.tag) == "regeling":
            id_ = verband_of[attribuut(element, "systeemId")]
            organs[id_] |= {attribuut(k, "systeemId") for k in element if kaal(k.tag) == "regionaalSamenwerkingsorgaan"}
            first[id_] |= {
                tekst(k, "toetredingsDatum") for k in element.iter() if kaal(k.tag) == "deelnemendeOrganisatie"
            }
    older = 0
    for row in rows("samenwerkingsverbanden"):
        begin = min({*first[row["id"]], *(start[o] for o in organs[row["id"]] if o in start), row["van"]})
        assert row["begon"] == (begin if begin < row["van"] else ""), row["id"]
        older += begin < row["van"]
    assert older > 232


def _versie(bron_id: str, van: date, tot: date | None, joined: date | None, vorige: str, volgende: str) -> Versie:
    wie = Deelnemer("7", "GM0007", "Aadorp", "gemeente")
    deelnemers = (Toetreding(wie, joined),) if joined else ()
    return Versie(bron_id, "Regeling X", "", "Openbaar lichaam", van, tot, (), (), deelnemers, vorige, volgende, van)


def test_who_came_back_joined_again() -> None:
    oud, nieuw = date(1980, 1, 1), date(2021, 6, 1)
    keten = (
        _versie("1", date(2015, 1, 1), date(2018, 1, 1), oud, "", "2"),
        _versie("2", date(2018, 1, 1), date(2020, 1, 1), None, "1", "3"),
        _versie("3", date(2020, 1, 1), None, nieuw, "2", ""),
    )
    out = build_tabellen(Register((), keten), date(2024, 1, 1), {}, {}, {}, Bekend({}, {}))
    assert [(r["van"], r["tot"], r["toegetreden"]) for r in out["deelnames"]] == [
        ("2015-01-01", "2018-01-01", "1980-01-01"),
        ("2021-06-01", "", "2021-06-01"),
    ]
    assert out["samenwerkingsverbanden"][0]["begon"] == "1980-01-01"
    terug = (*keten[:2], _versie("3", date(2020, 1, 1), None, oud, "2", ""))
    again = build_tabellen(Register((), terug), date(2024, 1, 1), {}, {}, {}, Bekend({}, {}))
    assert again["deelnames"][1]["toegetreden"] == "", "the day of the first time is not that of the second"


def test_no_gemeente_joined_before_it_was_one(dataset: Dataset) -> None:
    rijen = dataset.deelnames[dataset.deelnames["toegetreden"].notna()]
    assert (rijen["toegetreden"] <= rijen["van"]).all()
    begin = pd.to_datetime(rijen["code"].map(dataset.ooit["van"]))
    assert not (rijen["toegetreden"] < begin).any()


def test_an_accession_is_the_registers_own_or_the_day_that_a_gemeente_came_to_be(dataset: Dataset) -> None:
    """And never the day of a merger for who, says the register, joined before: that were its predecessors."""
    known = {
        (row["samenwerkingsverband_id"], row["deelnemer_code"] or row["deelnemer_naam"], row["toegetreden"])
        for row in rows("deelnames")
    }
    begin = dataset.ooit["van"]
    derived = 0
    for row in dataset.deelnames[dataset.deelnames["toegetreden"].notna()].itertuples():
        if (row.verband, row.code or row.naam, f"{row.toegetreden:%Y-%m-%d}") not in known:
            assert row.toegetreden == row.van == begin[row.code], (row.verband, row.naam)
            derived += 1
    assert derived
    twenterand = dataset.deelnames[
        (dataset.deelnames["code"] == "GM1700") & (dataset.deelnames["verband"] == "gr-23807752")
    ]
    assert twenterand["toegetreden"].isna().all()  # it joined in 1995 by the register, and exists since 2002


def test_a_folder_of_before_the_columns_still_loads(tmp_path: Path, dataset: Dataset) -> None:
    for file in DATA.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    for name, column in (("deelnames", "toegetreden"), ("samenwerkingsverbanden", "begon")):
        pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False).drop(columns=column).to_csv(
            tmp_path / f"{name}.csv", index=False, lineterminator="\r\n"
        )
    old = Dataset.load(tmp_path)
    assert old.verbanden["begon"].isna().all()
    assert len(old.deelnames) == len(dataset.deelnames)


def test_pages_tell_accession_and_registration_apart(client: FlaskClient) -> None:
    tekst_ = page(client, "/samenwerkingsverbanden/dcmr-milieudienst-rijnmond")
    assert "<dt>Sinds</dt><dd>20 december 1971</dd>" in tekst_
    assert "<dt>In het register sinds</dt><dd>29 december 2015</dd>" in tekst_
    assert "sinds 1 januari 2023" in page(client, "/gemeenten/voorne-aan-zee")
