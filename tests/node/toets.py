"""Checks with tools that run on Node, on the real server: `html` for validity, `adr` for the API's description by the
NLGov rules, `lighthouse` for the map page."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HIER = Path(__file__).parent
sys.path.insert(0, str(HIER.parents[1]))

from tests.server import serve  # noqa: E402

BIN = HIER / "node_modules" / ".bin"
DATA = HIER.parent / "data" / "momentopname"
PAGES = (
    "/", "/?gemeente=raalte&verband=ggd-ijsselland&thema=jeugd", "/?peildatum=2016-01-01", "/kaart", "/wie-met-wie",
    "/tabel", "/tabel?kolom=wie", "/api", "/analyse?regio=twente", "/vergelijk?gemeente=zwolle&gemeente=deventer",
    "/vergelijk?van=2020-01-01", "/over", "/over/kwaliteit", "/toegankelijkheid", "/insluiten", "/veranderd?van=2020-01-01",
    "/gemeenten", "/gemeenten/raalte", "/samenwerkingsverbanden/euregio", "/samenwerkingsverbanden/twence", "/ogc?f=html", "/bestaat-niet",
)  # fmt: skip


def check_html(adres: str) -> int:
    """Runs html-validate over every kind of page; its exit code."""
    with tempfile.TemporaryDirectory(dir=HIER) as folder:
        for nummer, pad in enumerate(PAGES):
            try:
                inhoud = urllib.request.urlopen(adres + pad).read()
            except urllib.error.HTTPError as fout:
                inhoud = fout.read()
            (Path(folder) / f"{nummer:02}.html").write_bytes(inhoud)
        return subprocess.run([BIN / "html-validate", folder], check=False).returncode


def check_api(adres: str) -> int:
    """Runs spectral over the OpenAPI description with the NLGov API Design Rules; its exit code."""
    opdracht = [
        BIN / "spectral",
        "lint",
        f"{adres}/api/v1/openapi.json",
        "--ruleset",
        HIER / "adr.spectral.yaml",
        "--fail-severity",
        "warn",
    ]
    return subprocess.run(opdracht, check=False).returncode


def lighthouse(adres: str, pogingen: int = 3) -> dict[str, Any]:
    """One run. Now and then Chromium's trace has no beginning; then Lighthouse itself says to run it again."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "uit.json"
        for poging in range(pogingen):
            klaar = subprocess.run(
                [BIN / "lighthouse", adres, "--quiet", "--output=json", f"--output-path={out}",
                 "--chrome-flags=--headless=new --no-sandbox"],
                check=poging == pogingen - 1, env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"},
            )  # fmt: skip
            if klaar.returncode == 0:
                break
        verslag: dict[str, Any] = json.loads(out.read_text())
        return verslag


def run_lighthouse(adres: str, minstens: float = 100, keren: int = 3) -> int:
    """Runs Lighthouse for a phone, as it is set by default, and prints the median of each figure.

    How fast a page is on a machine that is busy with other work says nothing of the page: then it is only told.
    """
    druk = False
    categorieen: dict[str, list[float]] = {}
    cijfers: dict[str, list[float]] = {}
    for _ in range(keren):
        druk |= os.getloadavg()[0] > (os.cpu_count() or 1)
        verslag = lighthouse(adres)
        for naam, categorie in verslag["categories"].items():
            categorieen.setdefault(naam, []).append(round(categorie["score"] * 100))
        for naam in (
            "first-contentful-paint",
            "largest-contentful-paint",
            "total-blocking-time",
            "cumulative-layout-shift",
        ):
            cijfers.setdefault(naam, []).append(verslag["audits"][naam]["numericValue"])
    for naam, waarden in (categorieen | cijfers).items():
        print(f"{naam}: {statistics.median(waarden):g} (van {', '.join(f'{w:g}' for w in waarden)})")
    if druk:
        print("De machine was met ander werk bezig: de snelheid telt niet mee. Draai dit nog eens als zij stil is.")
        del categorieen["performance"]
    return int(any(statistics.median(waarden) < minstens for waarden in categorieen.values()))


def main(opdrachten: Sequence[str]) -> int:
    """Runs the checks that are named, or all: `html`, `adr`, `lighthouse` (Overijssel) and `nederland` (the same
    for the whole country, which may have 95)."""
    doe = {
        "html": check_html,
        "adr": check_api,
        "lighthouse": run_lighthouse,
        "nederland": lambda adres: run_lighthouse(adres, 95),
    }
    uitkomsten = []
    for naam in opdrachten or doe:
        print(f"-- {naam}", flush=True)
        with serve(DATA, KAART_PROVINCIE="Nederland" if naam == "nederland" else "Overijssel") as adres:
            uitkomsten.append(doe[naam](adres))
    return max(uitkomsten)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
