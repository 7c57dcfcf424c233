"""A country some times as large, of copies of the real one side by side: what start, memory, bytes and switching cost."""

from __future__ import annotations

import json
import resource
import sys
import threading
import time
from pathlib import Path

import brotli
import geopandas as gpd
import pandas as pd
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

HIER = Path(__file__).parent
sys.path[:0] = [str(HIER.parent), str(HIER)]

from bench import Meting, in_browser  # noqa: E402
from viewer.dataset import Dataset  # noqa: E402
from viewer.settings import Settings  # noqa: E402
from viewer.sources.package import Package, load_package  # noqa: E402
from viewer.web import create_app  # noqa: E402
from viewer.web.context import site_of  # noqa: E402
from viewer.web.edition import build_edition  # noqa: E402

CODES = {"deelnames": ["deelnemer_code"], "regios": ["gemeente_code"], "herindelingen": ["nieuwe_code"],
         "provincies": ["gemeente_code"]}  # fmt: skip
IDS = {"samenwerkingsverbanden": ["id", "slug", "naam"], "versies": ["samenwerkingsverband_id"],
       "deelnames": ["samenwerkingsverband_id"], "aanvullingen": ["id", "naam"], "redactie": ["samenwerkingsverband_id"],
       "regios": ["regio_id"]}  # fmt: skip


def times(package: Package, keer: int) -> Package:
    """So many copies of everything, each a country further east or north, with codes and names of its own."""

    def code(waarden: pd.Series, k: int) -> pd.Series:
        return waarden.where(~waarden.str.startswith("GM"), waarden.str.replace("GM", f"GM{k}"))

    def kopie(naam: str, tabel: pd.DataFrame, k: int) -> pd.DataFrame:
        out = tabel.copy()
        for kolom in CODES.get(naam, []):
            out[kolom] = code(out[kolom], k)
        for kolom in IDS.get(naam, []):
            out[kolom] = out[kolom] + f"-{k}"
        if naam == "aanvullingen":
            out["deelnemers"] = out["deelnemers"].str.replace("GM", f"GM{k}")
        return out

    gebieden, tabellen = [package.gemeenten], {naam: [tabel] for naam, tabel in package.tabellen.items()}
    for k in range(1, keer):
        deel = package.gemeenten.copy()
        deel["code"], deel["naam"] = code(deel["code"], k), deel["naam"] + f" {k}"
        deel["geometry"] = deel.geometry.translate((k % 4) * 4.2, -(k // 4) * 3.2)
        gebieden.append(deel)
        for naam, delen in tabellen.items():
            if naam not in ("organisaties", "beleidsterreinen"):
                delen.append(kopie(naam, package.tabellen[naam], k))
    samen = gpd.GeoDataFrame(pd.concat(gebieden, ignore_index=True), crs=package.gemeenten.crs)
    return Package(samen, {n: pd.concat(d, ignore_index=True) for n, d in tabellen.items()}, package.beschrijving)


def main(keer: int) -> None:
    """Prints what a country so many times as large costs, as JSON."""
    package = times(load_package(HIER.parent / "data"), keer)
    settings = Settings(provincie="Nederland")
    app = create_app(settings, HIER.parent / "data")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin = time.perf_counter()
    dataset = Dataset(package, "groei")
    edition = build_edition(dataset, settings, site_of(app).assets)
    start = time.perf_counter() - begin
    store = site_of(app).store
    store.current = store.load = lambda: edition
    pagina = app.test_client().get("/").data
    bytes_ = sum(len(brotli.compress(t, quality=9)) for t in (pagina, *(b.content for b in edition.files.values())))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    meting = Meting()
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        in_browser(browser, f"http://127.0.0.1:{server.server_port}/", True, 1, meting)
        browser.close()
    server.shutdown()
    print(json.dumps({
        "keer": keer, "gemeenten": len(dataset.gemeenten), "verbanden": len(dataset.verbanden), "start": start,
        "geheugen": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1000, "bytes": bytes_,
        "bruikbaar": meting.cijfers["bruikbaar1"], "wissel": meting.cijfers["wissel1"], "dag": meting.cijfers["dag1"],
    }))  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
