"""The nightly import: over http, conditional, careful with losses, and safe to kill at any moment."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import DATA, KLEIN, REAL_EXPORT
from tests.slecht import afgebroken, conditioneel, goed, slecht, status
from viewer.errors import BadSource
from viewer.sources.fetch import download
from viewer.sources.importers import import_roo
from viewer.sources.package import load_package, read_table

ROOT = Path(__file__).parent.parent.parent
EXPORT = (KLEIN / "register.xml").read_bytes()


def haal(adres: str, vorige: object, voortgang: object) -> object:
    return download(adres, vorige, voortgang, slaap=lambda s: None, timeout_s=2)  # type: ignore[arg-type]


@pytest.mark.parametrize("ingepakt", [False, True], ids=["xml", "xml.gz"])
def test_from_an_address_with_hiccups(klein: Path, ingepakt: bool) -> None:
    inhoud = gzip.compress(EXPORT) if ingepakt else EXPORT
    gewijzigd = "Sat, 16 Mar 2024 03:00:00 GMT"
    with slecht({"/oo": [status(500), afgebroken(inhoud), conditioneel(inhoud, '"1"', gewijzigd)]}) as server:
        adres = f"{server.adres}/oo"
        stand: list[tuple[int, int, int]] = []
        som = import_roo(adres, klein, voortgang=lambda *n: stand.append(n), haal=haal)  # type: ignore[arg-type]
        assert som is not None
        assert str(som.peildatum) == "2024-03-16"
        assert (som.versies, som.verbanden) == (8, 4)
        assert stand[0][0] == 0
        assert stand[-1] == (8, len(inhoud), len(inhoud))
        assert import_roo(adres, klein, haal=haal) is None  # type: ignore[arg-type]
        assert server.verzoeken[-1][1]["If-None-Match"] == '"1"'
    assert read_table(klein / "samenwerkingsverbanden.csv")["peildatum_bron"].unique() == ["2024-03-16"]


def later(tmp_path: Path, naam: str = "later_2024-06-01.xml") -> Path:
    """The same register some months on: one ended, one new, one renamed, someone joined and someone left."""
    tekst = EXPORT.decode()
    einde = "<p:datumInwerkingtreding>2018-01-01</p:datumInwerkingtreding>"
    a, b = tekst.split('<p:regeling p:systeemId="1031">')
    b = b.replace(einde, einde + "<p:datumUitwerkingtreding>2024-05-01</p:datumUitwerkingtreding>")
    tekst = a + '<p:regeling p:systeemId="1031">' + b
    tekst = tekst.replace("Brandweer Klein 2023", "Brandweer Groot")
    deel = '<p:deelnemendeOrganisatie p:systeemId="{}" p:resourceIdentifierTOOI="https://identifier.overheid.nl/tooi/id/gemeente/gm{}"><p:naam>Gemeente {}</p:naam><p:toetredingsDatum>{}</p:toetredingsDatum></p:deelnemendeOrganisatie>'
    assert deel.format(104, 9004, "=1+1", "2014-01-01") in tekst
    tekst = tekst.replace(
        deel.format(104, 9004, "=1+1", "2014-01-01"), deel.format(105, 9005, "Buitenland (O)", "2024-04-01")
    )
    nieuw = (
        '<p:regeling p:systeemId="2001"><p:titel>Gemeenschappelijke regeling Nieuwkomer</p:titel><p:samenwerkingsvorm p:afkorting="GO">x</p:samenwerkingsvorm>'
        f"<p:deelnemendeOrganisaties>{deel.format(101, 9001, 'Aadorp', '2024-05-01')}</p:deelnemendeOrganisaties>"
        "<p:datumInwerkingtreding>2024-05-01</p:datumInwerkingtreding><p:datumMutatie>2024-05-01</p:datumMutatie></p:regeling>"
    )
    tekst = tekst.replace("</p:gemeenschappelijkeRegelingen>", nieuw + "</p:gemeenschappelijkeRegelingen>")
    bestand = tmp_path / naam
    bestand.write_text(tekst, encoding="utf-8")
    return bestand


def test_it_tells_what_changed_and_keeps_a_log(klein: Path, tmp_path: Path) -> None:
    som = import_roo(str(later(tmp_path)), klein)
    assert som is not None
    w = som.wijzigingen
    assert (w.vorige, w.peildatum) == ("2024-02-01", "2024-06-01")
    assert [r["naam"] for r in w.nieuw] == ["Nieuwkomer"]
    assert [r["naam"] for r in w.beeindigd] == ["Elders"]
    assert [(r["naam"], r["velden"]) for r in w.gewijzigd] == [("Brandweer Groot", "naam, titel")]
    assert [(r["naam"], r["deelnemer"]) for r in w.toegetreden] == [('=HYPERLINK("x")', "Buitenland (O)")]
    assert [(r["naam"], r["deelnemer"]) for r in w.uitgetreden] == [('=HYPERLINK("x")', "=1+1")]
    import_roo(str(later(tmp_path)), klein)  # nothing new: no line
    import_roo(str(KLEIN / "register.xml"), klein, toch=True)
    regels = [json.loads(regel) for regel in (klein / "wijzigingen.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [regel["vorige"] for regel in regels] == ["2024-02-01", "2024-06-01"]


def test_an_export_that_lost_a_tenth_is_refused_unless_meant(klein: Path, tmp_path: Path) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    begin = EXPORT.index(b'<p:regeling p:systeemId="1031">')
    einde = EXPORT.index(b"</p:gemeenschappelijkeRegelingen>")
    kort = tmp_path / "kort.xml"
    kort.write_bytes(EXPORT[:begin] + EXPORT[einde:])
    with pytest.raises(BadSource, match=r"mist 1 van de 8 regelingen die er al waren\. Klopt dat, geef dan --toch mee"):
        import_roo(str(kort), klein)
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before
    som = import_roo(str(kort), klein, toch=True)
    assert som is not None
    assert som.verbanden == 3


@pytest.mark.parametrize(
    ("inhoud", "zegt"),
    [
        (gzip.compress(EXPORT, mtime=0)[:-20], "beschadigd gzip"),
        (EXPORT[: len(EXPORT) // 2], "geen leesbare XML"),
        (b"<html>onderhoud</html>", "geen enkele gemeenschappelijke regeling"),
    ],
)
def test_rubbish_from_an_address_leaves_yesterdays_data(klein: Path, inhoud: bytes, zegt: str) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    with slecht({"/oo.xml": [goed(inhoud)]}) as server, pytest.raises(BadSource, match=zegt):
        import_roo(f"{server.adres}/oo.xml", klein, haal=haal)  # type: ignore[arg-type]
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before


IMPORT_LOOP = """
import sys
from pathlib import Path
from viewer.sources.importers import import_roo
folder, *exports = sys.argv[1:]
print("klaar", flush=True)
while True:
    for export in exports:
        import_roo(export, Path(folder), toch=True)
"""


@pytest.mark.traag
def test_killed_at_any_moment_the_folder_is_whole_old_or_new(klein: Path, tmp_path: Path) -> None:
    toeval = random.Random(2026)
    exports = [str(later(tmp_path, "een_2024-06-01.xml")), str(KLEIN / "register.xml")]
    gezien = set()
    for ronde in range(100):
        if ronde >= 20 and len(gezien) == 2:
            break
        proces = subprocess.Popen(
            [sys.executable, "-c", IMPORT_LOOP, str(klein), *exports], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert proces.stdout is not None
        assert proces.stdout.readline() == "klaar\n"
        # A busy machine gets less far in the same time: then it gets more.
        time.sleep(toeval.uniform(0.0, 0.4) * (1 + ronde // 20))
        proces.send_signal(signal.SIGKILL)
        proces.communicate()
        package = load_package(klein)
        dag = package.beschrijving["created"][:10]
        assert package.tabellen["samenwerkingsverbanden"]["peildatum_bron"].unique() == [dag]
        gezien.add(dag)
    assert gezien == {"2024-02-01", "2024-06-01"}
    import_roo(exports[0], klein)
    assert [p.name for p in klein.parent.iterdir() if p.name.startswith(".data.nieuw")] == []


MEASURED = """
import atexit, re, sys
def piek():
    print("PIEK", re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], flush=True)
atexit.register(piek)
sys.argv = ["flask", "--app", "app", "gegevens", *sys.argv[1:]]
from flask.cli import main
main()
"""


def peak_mb(*woorden: str, folder: Path) -> tuple[int, str, float]:
    """Exit status, output and peak memory of a command, in a process of its own. (The kernel's
    ru_maxrss of a child counts its parent's from before exec, so the child looks for itself.)"""
    klaar = subprocess.run(
        [sys.executable, "-c", MEASURED, *woorden, "--data", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    tekst = klaar.stdout + klaar.stderr
    piek = next(int(regel.split()[1]) for regel in klaar.stdout.splitlines() if regel.startswith("PIEK"))
    return klaar.returncode, tekst, piek / 1024


def big_export(tmp_path: Path) -> Path:
    """The real register where it is; else our own, padded to the same size with records it skips over."""
    if REAL_EXPORT.exists():
        return REAL_EXPORT
    vulling = b"<p:regeling2>" + b"y" * 1000 + b"</p:regeling2>\n"
    bestand = tmp_path / "groot.xml"
    bestand.write_bytes(EXPORT.replace(b"</p:overheidsorganisaties>", vulling * 10_000 + b"</p:overheidsorganisaties>"))
    return bestand


@pytest.mark.traag
def test_the_whole_register_imports_below_300_mb(klein: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA if REAL_EXPORT.exists() else klein, tmp_path / "groot"))
    status_, tekst, mb = peak_mb("importeer-roo", str(big_export(tmp_path)), folder=folder)
    assert status_ == 0, tekst
    assert mb < 300


@pytest.mark.traag
def test_a_gzip_bomb_ends_in_one_line_with_memory_bounded(klein: Path, tmp_path: Path) -> None:
    bom = tmp_path / "bom.xml.gz"
    with gzip.open(bom, "wb", compresslevel=9) as out:
        out.write(b"<o><regeling systeemId='1'><titel>")
        for _ in range(600):
            out.write(b" " * 1_000_000)
    status_, tekst, mb = peak_mb("importeer-roo", str(bom), folder=klein)
    assert status_ == 1
    assert "Traceback" not in tekst
    assert mb < 500
