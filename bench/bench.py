"""Our page beside the naive folium page, in one run: bytes, server, browser, and growth. Writes docs/prestaties.md."""

from __future__ import annotations

import gzip
import http.client
import json
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from playwright.sync_api import Browser, Response, sync_playwright

HIER = Path(__file__).parent
ROOT = HIER.parent
sys.path.insert(0, str(ROOT))

from tests.server import environment, free_port, started  # noqa: E402

SCOPES = ("Overijssel", "Nederland")
SHORT = bool(os.environ.get("KORT"))
"""Whether only to prove that everything runs: one scope, once, and nothing written."""

SECONDEN = 1 if SHORT else 8
BUDGETS = {
    "bytes": {"Overijssel": 110_000, "Nederland": 300_000},
    "warm": dict.fromkeys(SCOPES, 1.0),
    "start": {"Overijssel": 2.0, "Nederland": 4.0},
    "verzoeken": dict.fromkeys(SCOPES, 2000),
    "wissel": {"Overijssel": 16, "Nederland": 50},
}


@dataclass
class Meting:
    """What was measured of one page of one scope; units as the table names them."""

    cijfers: dict[str, float] = field(default_factory=dict)


@contextmanager
def server(module: str, pad: str, scope: str) -> Iterator[tuple[str, float, int]]:
    """Address, seconds to the first answer, and pid of a server with two workers. Raises ServerFailed."""
    port = free_port()
    adres = f"http://127.0.0.1:{port}"
    begin = time.perf_counter()
    opdracht = [sys.executable, HIER / "start.py", module, str(port)]
    with started(opdracht, adres + pad, environment(KAART_PROVINCIE=scope)) as proces:
        yield adres, time.perf_counter() - begin, proces.pid


def memory(pid: int) -> float:
    """Proportional memory of a server and its workers, in MB."""
    kinderen = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    totaal = 0
    for proces in (str(pid), *kinderen):
        tekst = Path(f"/proc/{proces}/smaps_rollup").read_text()
        totaal += int(re.search(r"^Pss:\s+(\d+)", tekst, re.M)[1])  # type: ignore[index]
    return totaal / 1000


def answer_ms(adres: str, keren: int) -> float:
    """Median milliseconds from asking to having the whole answer on an open connection, loopback included."""
    delen = urlsplit(adres)
    verbinding = http.client.HTTPConnection(delen.netloc, timeout=300)
    tijden = []
    for _ in range(keren):
        begin = time.perf_counter()
        verbinding.request("GET", delen.path, headers={"Accept-Encoding": "br"})
        verbinding.getresponse().read()
        tijden.append((time.perf_counter() - begin) * 1000)
    verbinding.close()
    return statistics.median(tijden)


def requests_per_second(adres: str) -> tuple[float, int]:
    """By wrk: 2 threads, 64 connections. Requests per second, and how many failed."""
    out = subprocess.run(
        ["wrk", "-t2", "-c64", f"-d{SECONDEN}s", "-H", "Accept-Encoding: br", "--timeout", "30s", adres],
        stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip
    fouten = sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout|responses:) (\d+)", out.replace(",", "")))
    return float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1]), fouten  # type: ignore[index]


def in_browser(browser: Browser, adres: str, ons: bool, traag: int, meting: Meting) -> None:
    """Loads the page with the processor slowed down so many times, and works it."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(180_000)
    cdp = context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": traag})
    over_de_lijn: list[float] = []
    cdp.on("Network.loadingFinished", lambda e: over_de_lijn.append(e["encodedDataLength"]))
    antwoorden: list[Response] = []
    page.on("response", lambda r: antwoorden.append(r))  # noqa: PLW0108 - Playwright marks its handlers
    begin = time.perf_counter()
    page.goto(adres, wait_until="commit")
    if ons:
        page.wait_for_selector("html[data-kaart=klaar]", state="attached")
    else:
        page.wait_for_load_state("load")
        page.wait_for_selector(".leaflet-control-layers-overlays input >> nth=-1", state="attached")
    meting.cijfers[f"bruikbaar{traag}"] = (time.perf_counter() - begin) * 1000
    page.wait_for_timeout(500)
    if traag == 1:
        lijven = [r.body() for r in antwoorden if r.status == 200 and not r.url.startswith("data:")]
        meting.cijfers["lijn"] = sum(over_de_lijn)
        meting.cijfers["delen"] = len(lijven)
        meting.cijfers["rauw"] = sum(map(len, lijven))
        meting.cijfers["gzip"] = sum(len(gzip.compress(lijf, 9)) for lijf in lijven)
        meting.cijfers["brotli"] = sum(len(brotli.compress(lijf, quality=9)) for lijf in lijven)
    vakken = "#lijst input[name=verband]" if ons else ".leaflet-control-layers-overlays input"
    tijden = page.evaluate(
        """async ([vakken, n]) => {
          const uit = [];
          for (let i = 0; i < n; i += 1) {
            for (const _ of [0, 1]) {
              const vak = document.querySelectorAll(vakken)[i];
              const begin = performance.now();
              vak.click();
              document.body.offsetHeight;
              uit.push(performance.now() - begin);
              await new Promise((verder) => requestAnimationFrame(() => setTimeout(verder)));
            }
          }
          return uit;
        }""",
        [vakken, 24],
    )
    meting.cijfers[f"wissel{traag}"] = statistics.quantiles(tijden, n=20)[18]
    begin = time.perf_counter()
    if ons:
        meting.cijfers[f"dag{traag}"] = page.evaluate(
            """() => {
              const veld = document.getElementById('peildatum');
              const begin = performance.now();
              veld.value = '2018-06-01';
              veld.dispatchEvent(new Event('change', { bubbles: true }));
              document.body.offsetHeight;
              return performance.now() - begin;
            }"""
        )
    else:
        page.goto(f"{adres}?peildatum=2018-06-01", wait_until="load")
        page.wait_for_selector(".leaflet-control-layers-overlays input >> nth=-1", state="attached")
        meting.cijfers[f"dag{traag}"] = (time.perf_counter() - begin) * 1000
    if traag == 1:
        cdp.send("HeapProfiler.collectGarbage")
        cdp.send("Performance.enable")
        maten = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
        meting.cijfers["hoop"] = maten["JSHeapUsedSize"] / 1e6
    context.close()


def measure(browser: Browser, module: str, pad: str, scope: str) -> Meting:
    """Everything of one page of one scope; of the page that is rendered per request only the server."""
    meting = Meting()
    ons, per_verzoek = module == "app", module == "naive" and pad == "/"
    with server(module, "/gezondheid" if ons else pad, scope) as (adres, start, pid):
        meting.cijfers["start"] = start
        begin = time.perf_counter()
        urllib.request.urlopen(adres + pad, timeout=300).read()
        meting.cijfers["koud"] = (time.perf_counter() - begin) * 1000
        meting.cijfers["warm"] = answer_ms(adres + pad, 2 if per_verzoek else 400)
        if per_verzoek:
            # wrk would time out: at best each worker is always rendering.
            meting.cijfers |= {"verzoeken": 2000 / meting.cijfers["warm"], "fouten": 0}
        else:
            meting.cijfers["verzoeken"], meting.cijfers["fouten"] = requests_per_second(adres + pad)
        meting.cijfers["geheugen"] = memory(pid)
        for traag in () if per_verzoek else (1, 4):
            in_browser(browser, adres + pad, ons, traag, meting)
    return meting


def with_browser_of(naief: Meting, bewaard: Meting) -> Meting:
    """The page rendered per request is the cached page in the browser, its rendering later."""
    cijfers = {**bewaard.cijfers, **naief.cijfers}
    for sleutel in ("bruikbaar1", "bruikbaar4", "dag1", "dag4"):
        cijfers[sleutel] = bewaard.cijfers[sleutel] + naief.cijfers["warm"]
    return Meting(cijfers)


ROWS: tuple[tuple[str, str, Callable[[float], str], str], ...] = (
    ("rauw", "bytes to usable, raw", lambda w: f"{w / 1000:,.0f} KB", ""),
    ("gzip", "the same, gzip", lambda w: f"{w / 1000:,.0f} KB", ""),
    ("brotli", "the same, brotli", lambda w: f"{w / 1000:,.0f} KB", ""),
    ("lijn", "over the line as served, headers counted", lambda w: f"{w / 1000:,.0f} KB", "bytes"),
    ("delen", "requests", lambda w: f"{w:.0f}", ""),
    ("start", "cold start to first answer", lambda w: f"{w:.1f} s", "start"),
    ("koud", "page, first time", lambda w: f"{w:,.1f} ms", ""),
    ("warm", "page, seen before (loopback included)", lambda w: f"{w:,.1f} ms", "warm"),
    ("verzoeken", "requests per second, 2 workers, 64 connections", lambda w: f"{w:,.0f}", "verzoeken"),
    ("fouten", "of which failed", lambda w: f"{w:.0f}", ""),
    ("geheugen", "memory of server and workers (PSS)", lambda w: f"{w:,.0f} MB", ""),
    ("bruikbaar1", "until every layer can be switched on", lambda w: f"{w:,.0f} ms", ""),
    ("bruikbaar4", "the same, processor 4x slower", lambda w: f"{w:,.0f} ms", ""),
    ("wissel1", "layer on or off, p95", lambda w: f"{w:,.1f} ms", "wissel"),
    ("wissel4", "the same, 4x slower", lambda w: f"{w:,.1f} ms", ""),
    ("dag1", "another peildatum", lambda w: f"{w:,.0f} ms", ""),
    ("dag4", "the same, 4x slower", lambda w: f"{w:,.0f} ms", ""),
    ("hoop", "heap of the page", lambda w: f"{w:,.1f} MB", ""),
)


def table(scope: str, ons: Meting, naief: Meting, bewaard: Meting) -> str:
    """A Markdown table of one scope, with ratios and the budgets."""
    regels = [
        f"## {scope}", "",
        "| what | ours | naive, per request | naive, cached | naive : ours | budget |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for sleutel, naam, vorm, budget in ROWS:
        een, twee, drie = (m.cijfers[sleutel] for m in (ons, naief, bewaard))
        keer = f"{drie / een:,.1f}" if een else ""
        grens = ""
        if budget:
            hoogstens = BUDGETS[budget][scope]
            goed = een >= hoogstens if budget == "verzoeken" else een <= hoogstens
            grens = f"{'met' if goed else '**missed**'}: {vorm(hoogstens)}"
        regels.append(f"| {naam} | {vorm(een)} | {vorm(twee)} | {vorm(drie)} | {keer} | {grens} |")
    return "\n".join(regels)


GROWTH: tuple[tuple[str, str, Callable[[float], str]], ...] = (
    ("gemeenten", "gemeenten", lambda w: f"{w:,.0f}"),
    ("verbanden", "samenwerkingsverbanden", lambda w: f"{w:,.0f}"),
    ("start", "join and map, once at the start", lambda w: f"{w:.1f} s"),
    ("geheugen", "memory for it", lambda w: f"{w:,.0f} MB"),
    ("bytes", "page and data, brotli", lambda w: f"{w / 1000:,.0f} KB"),
    ("bruikbaar", "until every layer can be switched on", lambda w: f"{w:,.0f} ms"),
    ("wissel", "layer on or off, p95", lambda w: f"{w:,.1f} ms"),
    ("dag", "another peildatum", lambda w: f"{w:,.0f} ms"),
)


def growth(times: tuple[int, ...]) -> str:
    """A Markdown table of countries so many times as large, and to which power each cost grows."""
    metingen = []
    for keer in times:
        out = subprocess.run(
            [sys.executable, HIER / "groei.py", str(keer)], stdout=subprocess.PIPE, text=True, check=True, cwd=ROOT
        )
        metingen.append(json.loads(out.stdout.splitlines()[-1]))
    regels = ["## Growth: all of the Netherlands, and 4 and 16 of it side by side", "",
              f"| what | {' | '.join(f'{keer}x' for keer in times)} | power |", "|---" * (len(times) + 2) + "|"]  # fmt: skip
    for sleutel, naam, vorm in GROWTH:
        cells = [vorm(meting[sleutel]) for meting in metingen]
        power = math.log(metingen[-1][sleutel] / metingen[-2][sleutel]) / math.log(4) if len(metingen) > 1 else 0.0
        regels.append(f"| {naam} | {' | '.join(cells)} | {power:.2f} |")
    regels += ["", "The power is that of the growth from 4x to 16x: 1 is linear, 2 is with the square."]
    return "\n".join(regels)


def main() -> None:
    """Runs it all and writes the figures with their day and machine."""
    if not (HIER / "node" / "node_modules").is_dir():
        sys.exit("Eerst: npm ci --prefix bench/node")
    if not shutil.which("wrk"):
        sys.exit("wrk ontbreekt: apt-get install wrk")
    delen = []
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for scope in SCOPES[:1] if SHORT else SCOPES:
            ons, naief, bewaard = (
                measure(browser, *wat, scope) for wat in (("app", "/"), ("naive", "/"), ("naive", "/bewaard"))
            )
            delen.append(table(scope, ons, with_browser_of(naief, bewaard), bewaard))
            print(delen[-1], flush=True)
        versie = browser.version
        browser.close()
    delen.append(growth((1,) if SHORT else (1, 4, 16)))
    print(delen[-1], flush=True)
    if SHORT:
        print("KORT: alles draait; deze cijfers zeggen niets en staan nergens.")
        return
    model = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text())
    kop = (HIER / "kop.md").read_text(encoding="utf-8").format(
        dag=time.strftime("%Y-%m-%d"), commit=commit(), machine=model[1] if model else platform.machine(), kernen=os.cpu_count(),
        python=platform.python_version(), chromium=versie,
    )  # fmt: skip
    (ROOT / "docs" / "prestaties.md").write_text(
        kop + "\n" + "\n\n".join([*delen, (HIER / "voet.md").read_text("utf-8")]), encoding="utf-8"
    )


def commit() -> str:
    """Of what the figures are: the commit, and whether files differed from it."""
    git = shutil.which("git") or "git"

    def said(*words: str) -> str:
        return subprocess.run([git, *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()

    return said("rev-parse", "--short", "HEAD") + (" with changes" if said("status", "--porcelain", "-uno") else "")


if __name__ == "__main__":
    main()
