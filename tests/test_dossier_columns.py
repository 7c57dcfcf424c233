"""Columns of the dossier on /tabel are what the filters say: the browser makes them of these."""

from __future__ import annotations

from datetime import date

import pytest

from viewer.bevoegd import bevoegdheid, orgaan
from viewer.dataset import Dataset
from viewer.exports.rows import verbanden_rows
from viewer.model import NEDERLAND
from viewer.selection import Selection


@pytest.mark.parametrize("day", [None, date(2015, 3, 1), date(2018, 7, 1), date(2022, 1, 1), date(2030, 1, 1)])
def test_a_column_says_what_its_filter_finds(dataset: Dataset, day: date | None) -> None:
    on = day or dataset.peildatum
    rows = verbanden_rows(dataset, Selection(peildatum=day), NEDERLAND)
    filled = 0
    for column, parameter, word in (
        ("organen_op_naam", "orgaan", orgaan),
        ("bevoegdheden_op_naam", "bevoegdheid", bevoegdheid),
    ):
        found = dataset.slugs_on(parameter, on)
        for row in rows:
            slugs = {word(naam).slug for naam in row[column]}
            assert slugs == set(found.get(row["id"], ())), (row["id"], column, row["naam"])
            filled += bool(slugs)
    assert filled > len(rows)
