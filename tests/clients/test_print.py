"""Workbooks on paper, as LibreOffice prints them: each opens, and the matrix takes a few pages."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.conftest import needs
from tests.conftest import DATA
from viewer.exports.figuren import FIGUREN
from viewer.settings import Settings
from viewer.web import create_app

ADRESSEN = [
    "/download/samenwerkingsverbanden.xlsx",
    "/download/deelnames.xlsx?thema=jeugd",
    *(f"/analyse/{naam}.xlsx" for naam in FIGUREN),
    "/vergelijk.xlsx?gemeente=borne&gemeente=hengelo",
]


def feet(boek: Path) -> list[str]:
    """The last line of each page."""
    for program in ("soffice", "pdftotext"):
        needs(program, shutil.which(program) is not None)
    opdracht = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(boek.parent), str(boek)]
    subprocess.run(opdracht, check=True, capture_output=True, timeout=240, env={**os.environ, "HOME": str(boek.parent)})
    tekst = subprocess.run(
        ["pdftotext", str(boek.with_suffix(".pdf")), "-"], check=True, capture_output=True, text=True
    )
    return re.findall(r"^\S.*, bladzijde \d+ van \d+$", tekst.stdout, re.MULTILINE)


@pytest.mark.traag
@pytest.mark.parametrize(("provincie", "hoogstens"), [("Overijssel", 2), ("Gelderland", 4), ("Zeeland", 3)])
def test_the_matrix_takes_a_few_pages(tmp_path: Path, provincie: str, hoogstens: int) -> None:
    """It took 154 (Overijssel)."""
    boek = tmp_path / "boek.xlsx"
    client = create_app(Settings(provincie=provincie), DATA).test_client()
    boek.write_bytes(client.get("/download/samenwerkingsverbanden.xlsx").data)
    bladen = [voet.split(",")[0] for voet in feet(boek)]
    assert 1 <= bladen.count("matrix") <= hoogstens
    assert bladen.count("toelichting") == 1


@pytest.mark.traag
@pytest.mark.parametrize("adres", ADRESSEN)
def test_every_workbook_prints_with_the_number_of_each_page(tmp_path: Path, adres: str) -> None:
    boek = tmp_path / "boek.xlsx"
    boek.write_bytes(create_app(Settings(), DATA).test_client().get(adres).data)
    voeten = feet(boek)
    assert len(voeten) > 1
    assert [re.sub(r".*bladzijde ", "", voet) for voet in voeten] == [
        f"{nummer} van {len(voeten)}" for nummer in range(1, len(voeten) + 1)
    ]
