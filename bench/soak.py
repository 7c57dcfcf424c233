"""Load and faults: many connections while data are refreshed, some of them broken, workers are killed and the disk is full."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.server import environment, free_port, started  # noqa: E402
from viewer.sources.omwisselen import exchange  # noqa: E402
from viewer.sources.package import read_table  # noqa: E402

PADEN = ("/", "/gezondheid", "/gemeenten/{gemeente}", "/samenwerkingsverbanden/{verband}", "/api/v1/samenwerkingsverbanden",
         "/tabel", "/download/samenwerkingsverbanden.csv", "/over")  # fmt: skip
MERK = re.compile(rb"Editie (\d+)")
NA_DOOD_S = 1.0
"""So long after a worker was killed a request that fails is counted as its."""
GROEI_MB = 250
"""More may server and workers not grow: caches fill, and the data are there twice during a swap."""


@dataclass
class Verslag:
    """What happened. gemengd: answers with parts of two editions; oud_s: seconds between the swap of an
    edition and the first answer with it; geheugen: MB of server and workers, at the start and at the end."""

    verzoeken: int = 0
    fouten: Counter[str] = field(default_factory=Counter)
    verloren_bij_dood: int = 0
    gemengd: int = 0
    terug: int = 0
    edities: int = 0
    kapot: int = 0
    gedood: int = 0
    volle_schijf: list[int] = field(default_factory=list)
    oud_s: list[float] = field(default_factory=list)
    geheugen: list[float] = field(default_factory=list)

    def wrong(self, seconden: float) -> list[str]:
        """What is not as it must be after so many seconds; also when nothing was tried."""
        regels = {
            f"verzoeken mislukten: {dict(self.fouten)}": bool(self.fouten),
            f"{self.gemengd} antwoorden mengden twee edities": self.gemengd > 0,
            f"maar {self.verzoeken} verzoeken": self.verzoeken < 20 * seconden,
            "geen nieuwe editie, kapotte editie of gedode worker": not (self.edities and self.kapot and self.gedood),
            f"een import op een volle schijf eindigde met {set(self.volle_schijf)}": set(self.volle_schijf) != {1},
            f"het geheugen groeide: {self.geheugen[0]:.0f} naar {self.geheugen[-1]:.0f} MB": self.geheugen[-1]
            > self.geheugen[0] + GROEI_MB,
        }
        return [regel for regel, fout in regels.items() if fout]

    def summary(self) -> dict[str, object]:
        """As JSON tells it."""
        return {
            "verzoeken": self.verzoeken, "fouten": dict(self.fouten), "verloren_bij_dood": self.verloren_bij_dood,
            "gemengd": self.gemengd, "edities": self.edities, "kapotte_edities": self.kapot, "gedood": self.gedood,
            "import_op_volle_schijf_eindigt_met": sorted(set(self.volle_schijf)),
            "oud_s_hoogstens": round(max(self.oud_s, default=0), 2),
            "geheugen_mb": [round(mb) for mb in (self.geheugen[0], self.geheugen[len(self.geheugen) // 2], self.geheugen[-1])],
        }  # fmt: skip


class Proef:
    """One run. verbindingen: how many at once; seconden: how long; ververs_s: a new edition every so often."""

    def __init__(
        self, folder: Path, bron: Path, verbindingen: int, seconden: float, ververs_s: float, dood_s: float
    ) -> None:
        self.map, self.bron = folder / "data", bron
        self.verbindingen, self.seconden, self.ververs_s, self.dood_s = verbindingen, seconden, ververs_s, dood_s
        self.verslag = Verslag()
        self.port = free_port()
        self.gewisseld: dict[int, float] = {}
        self.eerste_keer: dict[int, float] = {}
        self.laatste_dood = -99.0
        self.einde = 0.0
        self.klaar = threading.Event()

    # -- data ------------------------------------------------------------------------------------

    def make_edition(self, nummer: int, kapot: bool = False) -> None:
        """Puts an edition in place as an import does: its number is in both halves of the data."""
        nieuw = self.map.with_name("nieuw")
        shutil.copytree(self.bron, nieuw)
        for tabel, kolom in (("samenwerkingsverbanden", "omschrijving"), ("aanvullingen", "omschrijving")):
            frame = read_table(nieuw / f"{tabel}.csv")
            frame[kolom] = f"Editie {nummer}"
            frame.to_csv(nieuw / f"{tabel}.csv", index=False)
        if kapot:
            tekst = (nieuw / "deelnames.csv").read_text("utf-8")
            (nieuw / "deelnames.csv").write_text(tekst[: len(tekst) // 2], "utf-8")
        if self.map.exists():
            exchange(nieuw, self.map)
            shutil.rmtree(nieuw)
        else:
            nieuw.rename(self.map)
        if not kapot:
            self.gewisseld[nummer] = time.monotonic()

    def refresh(self) -> None:
        """A new edition every so often, every third one broken first, and an import onto a full disk."""
        nummer = 1
        while not self.klaar.wait(self.ververs_s):
            if nummer % 3 == 0:
                self.make_edition(nummer + 1, kapot=True)
                self.verslag.kapot += 1
                self.full_disk()
                if self.klaar.wait(self.ververs_s / 2):
                    return
            nummer += 1
            self.make_edition(nummer)
            self.verslag.edities += 1

    def full_disk(self) -> None:
        """An import that can't write a byte: it must end with status 1 and a line, and change nothing."""
        before = {b.name: b.stat().st_mtime_ns for b in self.map.iterdir()}
        out = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "app", "gegevens", "importeer-tabel", str(self.bron / "regios.csv"),
             "--deelnemer", "gemeente_naam", "--regeling", "naam", "--bron", "https://voorbeeld.nl", "--data", str(self.map)],
            cwd=ROOT, capture_output=True, text=True, check=False,
            preexec_fn=lambda: (signal.signal(signal.SIGXFSZ, signal.SIG_IGN), resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))),
        )  # fmt: skip
        self.verslag.volle_schijf.append(out.returncode)
        if "Traceback" in out.stderr or {b.name: b.stat().st_mtime_ns for b in self.map.iterdir()} != before:
            self.verslag.fouten["volle schijf: " + out.stderr.splitlines()[-1][:80]] += 1

    # -- the server ------------------------------------------------------------------------------

    def workers(self) -> list[int]:
        """The pids of the workers."""
        kinderen = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children").read_text().split()
        return [int(pid) for pid in kinderen]

    def kill(self) -> None:
        """Kills a worker every so often."""
        while not self.klaar.wait(self.dood_s):
            pid = random.Random(self.verslag.gedood).choice(self.workers())
            self.laatste_dood = time.monotonic()
            os.kill(pid, signal.SIGKILL)
            self.verslag.gedood += 1

    def watch_memory(self) -> None:
        """The memory of server and workers, twice a second."""
        while not self.klaar.wait(0.5):
            totaal = 0
            for pid in (self.server.pid, *self.workers()):
                try:
                    tekst = Path(f"/proc/{pid}/smaps_rollup").read_text()
                except OSError:
                    continue
                totaal += int(re.search(r"^Pss:\s+(\d+)", tekst, re.M)[1])  # type: ignore[index]
            self.verslag.geheugen.append(totaal / 1000)

    # -- visitors --------------------------------------------------------------------------------

    async def visitor(self, nummer: int, paden: list[str]) -> None:
        """One connection, kept open, that asks one thing after another."""
        toeval = random.Random(nummer)
        stroom: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        while time.monotonic() < self.einde:
            begin = time.monotonic()
            try:
                stroom = stroom or await asyncio.open_connection("127.0.0.1", self.port)
                status, lijf = await asyncio.wait_for(ask(*stroom, toeval.choice(paden)), 30)
                self.judge(status, lijf)
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as fout:
                if begin - NA_DOOD_S < self.laatste_dood or time.monotonic() - self.laatste_dood < NA_DOOD_S:
                    self.verslag.verloren_bij_dood += 1
                else:
                    self.verslag.fouten[type(fout).__name__] += 1
                if stroom:
                    stroom[1].close()
                stroom = None
            await asyncio.sleep(toeval.random() * 0.02)
        if stroom:
            stroom[1].close()

    def judge(self, status: int, lijf: bytes) -> None:
        """Counts an answer: a status that is no 200, parts of two editions, the first of a new one."""
        self.verslag.verzoeken += 1
        if status != 200:
            self.verslag.fouten[f"status {status}"] += 1
        edities = {int(n) for n in MERK.findall(lijf)}
        if len(edities) > 1:
            self.verslag.gemengd += 1
        for editie in edities:
            if editie not in self.eerste_keer and editie in self.gewisseld:
                self.eerste_keer[editie] = time.monotonic()
                self.verslag.oud_s.append(self.eerste_keer[editie] - self.gewisseld[editie])

    async def visit(self, paden: list[str]) -> None:
        """All connections together."""
        await asyncio.gather(*(self.visitor(nummer, paden) for nummer in range(self.verbindingen)))

    def run(self) -> Verslag:
        """Starts the server, does it all, and tells what happened."""
        self.make_edition(1)
        opdracht = [sys.executable, "-m", "flask", "--app", "app", "serve", "--workers", "2", "--port", str(self.port)]
        adres, log = f"http://127.0.0.1:{self.port}", self.map.parent / "server.log"
        with started(
            opdracht, f"{adres}/gezondheid", environment(KAART_DATA=str(self.map)), logboek=log
        ) as self.server:
            paden = addresses(adres)
            self.einde = time.monotonic() + self.seconden
            draden = [threading.Thread(target=doe) for doe in (self.refresh, self.kill, self.watch_memory)]
            try:
                for draad in draden:
                    draad.start()
                asyncio.run(self.visit(paden))
            finally:
                self.klaar.set()
                for draad in draden:
                    draad.join()
        return self.verslag


def addresses(adres: str) -> list[str]:
    """What visitors ask of the server at adres."""
    items = {
        wat: json.load(urllib.request.urlopen(f"{adres}/api/v1/{wat}?perPagina=1"))["items"][0]["slug"]
        for wat in ("gemeenten", "samenwerkingsverbanden")
    }
    return [p.format(gemeente=items["gemeenten"], verband=items["samenwerkingsverbanden"]) for p in PADEN]


async def ask(lezer: asyncio.StreamReader, schrijver: asyncio.StreamWriter, pad: str) -> tuple[int, bytes]:
    """Status and body of a GET on an open connection."""
    schrijver.write(f"GET {pad} HTTP/1.1\r\nHost: kaart.test\r\n\r\n".encode())
    await schrijver.drain()
    kop = (await lezer.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(kop.split(" ", 2)[1])
    if lengte := re.search(r"content-length: (\d+)", kop):
        return status, await lezer.readexactly(int(lengte[1]))
    delen = []
    while omvang := int((await lezer.readline()).strip() or b"0", 16):
        delen.append(await lezer.readexactly(omvang))
        await lezer.readline()
    await lezer.readline()
    return status, b"".join(delen)


def main() -> None:
    """Runs the soak and prints its report; exit status 1 with a line for each thing that is not as it must be."""
    woorden = argparse.ArgumentParser(description=__doc__)
    woorden.add_argument("--seconden", type=float, default=120, help="hoe lang; minder dan 20 laat niet alles gebeuren")
    woorden.add_argument("--verbindingen", type=int, default=200)
    woorden.add_argument("--map", type=Path, required=True)
    woorden.add_argument("--bron", type=Path, default=ROOT / "data")
    keuze = woorden.parse_args()
    # Short or long: a broken edition is the third, and a worker is killed in its first minute.
    ververs_s, dood_s = min(5.0, keuze.seconden / 8), min(15.0, keuze.seconden / 2)
    verslag = Proef(keuze.map, keuze.bron, keuze.verbindingen, keuze.seconden, ververs_s, dood_s).run()
    print(json.dumps(verslag.summary(), ensure_ascii=False, indent=1))
    sys.exit("\n".join(verslag.wrong(keuze.seconden)) or 0)


if __name__ == "__main__":
    main()
