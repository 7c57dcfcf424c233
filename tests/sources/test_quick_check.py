"""The quick check passes nothing that frictionless would not."""

from __future__ import annotations

import csv
import io
import itertools
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import DATA
from viewer.sources.quick_check import surely_fits
from viewer.sources.schema import TABELLEN
from viewer.sources.schema_faults import schema_faults


def eerste_regels(tabel: str) -> list[str]:
    """The heading and three rows of the embedded data, cells quoted only where they must be."""
    with (DATA / f"{tabel}.csv").open(encoding="utf-8", newline="") as bestand:
        rijen = list(itertools.islice(csv.reader(bestand), 4))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rijen)
    return out.getvalue().splitlines()


BESTANDEN = {tabel: eerste_regels(tabel) for tabel in TABELLEN}
CELLEN = st.one_of(
    st.sampled_from(
        ["", " ", "2026-02-30", "2026-1-1", "0", "-1", "1.5", "ja", "GM0193", "overig", "a;b", '"', "\x00"]
    ),
    st.text(max_size=6),
)


@given(
    tabel=st.sampled_from(sorted(TABELLEN)),
    rij=st.integers(0, 3),
    kolom=st.integers(0, 14),
    cel=CELLEN,
    hoe=st.sampled_from(["cel", "weg", "erbij", "rij weg", "rij dubbel", "lege regel", "niets"]),
)
def test_what_it_passes_is_good(
    tmp_path_factory: pytest.TempPathFactory, tabel: str, rij: int, kolom: int, cel: str, hoe: str
) -> None:
    folder = tmp_path_factory.mktemp("snel")
    regels = list(BESTANDEN[tabel])
    rij = min(rij, len(regels) - 1)
    delen = regels[rij].split(",")
    if hoe == "cel":
        delen[min(kolom, len(delen) - 1)] = cel
    elif hoe == "weg":
        delen.pop(min(kolom, len(delen) - 1))
    elif hoe == "erbij":
        delen.append(cel)
    regels[rij] = ",".join(delen)
    if hoe == "rij weg":
        regels.pop(rij)
    elif hoe == "rij dubbel":
        regels.append(regels[rij])
    elif hoe == "lege regel":
        regels.insert(rij, "")
    (folder / f"{tabel}.csv").write_text("\n".join(regels) + "\n", encoding="utf-8")
    past = surely_fits(tabel, folder / f"{tabel}.csv")
    if hoe == "niets":
        assert past
    if past:
        assert not list(schema_faults(folder, tabel, 10))
    shutil.rmtree(folder)
