"""`/ogc` as the programs of others read it: GDAL by its own commands, OWSLib, and a real QGIS."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from owslib.ogcapi.features import Features

from tests.clients.conftest import needs

QGIS_PYTHON = Path("/usr/bin/python3")
BOX = (6.0999999999999996, 52.200000000000003, 6.7000000000000002, 52.549999999999997)
"""As GDAL 3.6 writes 6.1, 52.2, 6.7 and 52.55."""


def ogr(*opdracht: str) -> str:
    needs(opdracht[0], shutil.which(opdracht[0]) is not None)
    klaar = subprocess.run(opdracht, capture_output=True, text=True, check=True, timeout=240)
    assert "ERROR" not in klaar.stderr
    return klaar.stdout


@pytest.mark.traag
@pytest.mark.parametrize("pad", ["/ogc", "/ogc/"])
def test_gdal_filters_by_place_and_by_property(server: str, pad: str) -> None:
    box = [repr(getal) for getal in BOX]
    gevonden = ogr("ogrinfo", "-ro", "-so", "-spat", *box, f"OAPIF:{server}{pad}", "gemeenten")
    assert "Feature Count: 15" in gevonden
    assert "Multi Polygon" in gevonden
    een = ogr("ogrinfo", "-ro", "-so", "-where", "naam = 'GBLT'", f"OAPIF:{server}{pad}", "samenwerkingsverbanden")
    assert "Feature Count: 1\n" in een


@pytest.mark.traag
def test_gdal_takes_a_layer_home_in_rd(server: str, tmp_path: Path) -> None:
    doel = tmp_path / "uit.geojson"
    ogr(
        "ogr2ogr",
        "-t_srs",
        "EPSG:28992",
        "-spat",
        *map(repr, BOX),
        str(doel),
        f"OAPIF:{server}/ogc",
        "samenwerkingsverbanden",
    )
    features = json.loads(doel.read_text())["features"]
    assert {"GGD IJsselland", "EUREGIO"} <= {f["properties"]["naam"] for f in features}
    assert {f["geometry"]["type"] for f in features} == {"MultiPolygon"}


@pytest.mark.parametrize("pad", ["/ogc", "/ogc/"])
def test_owslib_reads_it(server: str, pad: str) -> None:
    dienst = Features(f"{server}{pad}")
    assert sorted(dienst.feature_collections()) == ["gemeenten", "samenwerkingsverbanden"]
    assert dienst.collection("gemeenten")["itemType"] == "feature"
    blad = dienst.collection_items("gemeenten", bbox=list(BOX), limit=4)
    assert (blad["numberMatched"], blad["numberReturned"]) == (15, 4)
    dan = dienst.collection_items("samenwerkingsverbanden", datetime_="../2018-01-01", limit=1000)
    assert dan["numberMatched"] == len(dan["features"]) > 30
    assert dienst.collection_item("gemeenten", "GM0193")["properties"]["naam"] == "Zwolle"
    assert dienst.api()["openapi"].startswith("3.")


@pytest.mark.traag
def test_a_real_qgis_reads_it(server: str, tmp_path: Path) -> None:
    """Debian's own, without a screen; it has a Python of its own."""
    klaar = subprocess.run([QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False)
    needs("python3-qgis", klaar.returncode == 0)
    script = Path(__file__).with_name("qgis_layers.py")
    klaar = subprocess.run(
        [QGIS_PYTHON, script, server, tmp_path / "uit.json"],
        env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(tmp_path)},
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert klaar.returncode == 0, klaar.stdout + klaar.stderr
    uit: dict[str, dict[str, Any]] = json.loads((tmp_path / "uit.json").read_text())
    for pad in ("/ogc", "/ogc/"):
        gemeenten, verbanden = uit[f"{pad} gemeenten"], uit[f"{pad} samenwerkingsverbanden"]
        assert (gemeenten["aantal"], gemeenten["gelezen"], verbanden["gelezen"]) == (25, 25, 64)
        assert gemeenten["soort"] == verbanden["soort"] == "MultiPolygon"
        assert set(gemeenten["in_vak"]) >= {"Zwolle", "Raalte", "Olst-Wijhe"}
        assert "Enschede" not in gemeenten["in_vak"]
        assert "GGD IJsselland" in verbanden["in_vak"]
        assert gemeenten["met_naam"] == ["Zwolle"]
        assert gemeenten["fouten"] == verbanden["fouten"] == []
