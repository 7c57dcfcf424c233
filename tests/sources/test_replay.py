"""A year and a half of nights on the small register, with a server running and a person editing: every event of issue 27.

Every night ends with current data, no address that existed ends in a 404, no row that people keep is lost, and the
log tells what happened.
"""

from __future__ import annotations

import csv
import json
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import KLEIN
from tests.server import serve
from tests.sources.test_import_night import NS, drop, export, record, tree
from tests.sources.test_verschillen import copied, end, ends, joined
from viewer.errors import BadSource
from viewer.sources.importers import import_roo
from viewer.sources.package import load_package, read_table

Step = Callable[[etree._Element, Path], None]


def register(bron_id: str, *changes: Callable[[etree._Element], object]) -> Step:
    def doe(root: etree._Element, _: Path) -> None:
        for change in changes:
            change(record(root, bron_id))

    return doe


def table(naam: str, *rijen: str) -> Step:
    """What a person writes in a table."""

    def doe(_: etree._Element, folder: Path) -> None:
        with (folder / f"{naam}.csv").open("a", encoding="utf-8") as out:
            out.writelines(f"{rij}\n" for rij in rijen)

    return doe


def renamed(naam: str) -> Callable[[etree._Element], None]:
    def doe(rec: etree._Element) -> None:
        rec.find(f"{NS}naam").text = f"Gemeente {naam}"

    return doe


def recoded(code: str) -> Callable[[etree._Element], None]:
    return lambda rec: rec.set(f"{NS}resourceIdentifierTOOI", f"https://identifier.overheid.nl/tooi/id/gemeente/{code}")


def in_provincie(code: str) -> Callable[[etree._Element], None]:
    def doe(rec: etree._Element) -> None:
        next(rec.iter(f"{NS}provincie")).text = f"https://identifier.overheid.nl/tooi/id/provincie/{code}"

    return doe


def founded(bron_id: str, code: str, naam: str, dag: str) -> Callable[[etree._Element], None]:
    """A new gemeente, made of the record of one that ends."""

    def doe(rec: etree._Element) -> None:
        ander = etree.fromstring(etree.tostring(rec))
        for kind in ander.findall(f"{NS}eindDatum"):
            ander.remove(kind)
        ander.set(f"{NS}systeemId", bron_id)
        recoded(code)(ander)
        renamed(naam)(ander)
        begin = etree.SubElement(ander, f"{NS}startDatum")
        begin.text = dag
        rec.addnext(ander)

    return doe


def again(rec: etree._Element) -> None:
    copied("2021", "2025-02-01")(rec)
    drop(rec)


JOIN = table("herindelingen", "Dorp,GM9004,GM9003,2024-07-01,")
MERGE = table("herindelingen", "Aadorp,GM9001,GM9101,2025-01-01,", "'s-Beekveld,GM9002,GM9101,2025-01-01,")
SPLIT = table(
    "herindelingen", "<img src=x onerror=alert(1)>,GM9003,GM9101,2025-07-01,Verdeeld over Nieuwstad en Buitenland (O)."
)

NIGHTS: list[tuple[str, tuple[Step, ...]]] = [
    ("2024-03-01", (register("104", renamed("Dorp")),)),
    ("2024-04-01", (register("105", in_provincie("pv23")), register("1031", end("2024-12-31")))),
    ("2024-05-01", (register("1031", end("2024-10-31")), register("104", ends("2024-07-01")))),
    ("2024-06-01", (JOIN,)),
    ("2024-07-02", ()),
    ("2024-08-01", (register("1031", end(None)), register("1004", joined("=1+1", "2024-09-01")))),
    ("2024-09-15", (register("1031", copied("2001", "2025-04-01", "Regeling Nieuwkomer")),)),
    ("2024-10-01", (register("101", ends("2025-01-01")), register("102", ends("2025-01-01")))),
    ("2024-11-01", (MERGE, register("101", founded("111", "gm9101", "Nieuwstad", "2025-01-01")))),
    ("2025-01-02", ()),
    ("2025-02-01", (register("1021", again),)),
    ("2025-03-01", (register("105", recoded("gm9105")), table("hernummerd", "2021,gr-1021,ja,2025-02-15,"))),
    ("2025-04-02", (register("1031", drop),)),
    ("2025-06-01", (register("103", ends("2025-07-01")), SPLIT)),
    ("2025-07-02", ()),
    ("2025-08-01", (register("2001", end("2025-07-15")),)),
]  # fmt: skip


def late(nights: list[tuple[str, tuple[Step, ...]]]) -> list[tuple[str, tuple[Step, ...]]]:
    """The same, but what people write of a herindeling comes a night after the day itself."""
    out, waits = [], []
    for dag, steps in nights:
        eigen = [step for step in steps if step not in (JOIN, MERGE, SPLIT)]
        waits += [step for step in steps if step in (JOIN, MERGE, SPLIT)]
        klaar = [s for s in waits if dag >= {JOIN: "2024-08", MERGE: "2025-02", SPLIT: "2025-08"}[s]]
        waits = [s for s in waits if s not in klaar]
        out.append((dag, (*eigen, *klaar)))
    return out


def at_once(nights: list[tuple[str, tuple[Step, ...]]]) -> list[tuple[str, tuple[Step, ...]]]:
    """All that people know of herindelingen is there from the first night on."""
    eerste = [(nights[0][0], (JOIN, MERGE, SPLIT, *nights[0][1]))]
    return [*eerste, *((dag, tuple(s for s in steps if s not in (JOIN, MERGE, SPLIT))) for dag, steps in nights[1:])]


class Person:
    """Adds a row to a table every twentieth of a second, as long as an import runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rijen: list[str] = []

    @contextmanager
    def editing(self) -> Iterator[None]:
        stop = threading.Event()

        def edit() -> None:
            while not stop.wait(0.05):
                woord = f"terrein {len(self.rijen)}"
                try:
                    with (self.folder / "beleidsterreinen.csv").open("a", encoding="utf-8", newline="") as out:
                        csv.writer(out, lineterminator="\n").writerow([woord, "economie"])
                except FileNotFoundError:  # between two renames, where folders cannot be exchanged
                    continue
                self.rijen.append(woord)

        draad = threading.Thread(target=edit)
        draad.start()
        try:
            yield
        finally:
            stop.set()
            draad.join()


def status(adres: str) -> int:
    try:
        with urllib.request.urlopen(adres, timeout=60) as antwoord:
            return int(antwoord.status)
    except urllib.error.HTTPError as fout:
        return fout.code


def in_service(server: str, dag: str) -> tuple[str, str]:
    """Status and day of what the server has, as soon as that is of this day; it looks once a second."""
    stand: dict[str, str] = {}
    for _ in range(60):
        with urllib.request.urlopen(f"{server}/gezondheid", timeout=60) as antwoord:
            stand = json.load(antwoord)
        if stand["peildatum"] == dag or stand["status"] != "ok":
            break
        time.sleep(0.5)
    return stand["status"], stand["peildatum"]


def addresses(server: str) -> set[str]:
    """Every page that the sitemap names, and the lists of the API."""
    with urllib.request.urlopen(f"{server}/sitemap.xml", timeout=60) as antwoord:
        return set(re.findall(rf"<loc>{server}([^<]*)</loc>", antwoord.read().decode()))


@pytest.mark.traag
@pytest.mark.parametrize("volgorde", [list, late, at_once], ids=["in time", "late", "long before"])
def test_a_year_and_a_half(
    klein: Path, tmp_path: Path, volgorde: Callable[..., list[tuple[str, tuple[Step, ...]]]]
) -> None:
    root = tree()
    person = Person(klein)
    with serve(klein, KAART_PROVINCIE="Nederland") as server:
        gezien = addresses(server)
        for dag, steps in volgorde(NIGHTS):
            for step in steps:
                step(root, klein)
            bron = export(root, tmp_path, f"export_{dag}.xml")
            with person.editing():
                som = import_roo(bron, klein, toch=dag in ("2025-02-01", "2025-04-02"))
            assert som is not None
            assert in_service(server, dag) == ("ok", dag)
            gezien |= addresses(server)
            with pytest.raises(BadSource, match="geef --toch mee"):
                import_roo(str(KLEIN / "register.xml"), klein, peildatum=date(2024, 1, 1))
            stuk = [pad for pad in sorted(gezien) if status(server + pad) != 200]
            assert stuk == [], dag
    load_package(klein)
    terreinen = set(read_table(klein / "beleidsterreinen.csv")["beleidsterrein"])
    assert set(person.rijen) <= terreinen
    assert len(person.rijen) > len(NIGHTS)
    nu = read_table(klein / "organisaties.csv")
    assert "GM9105" in set(nu["code"])
    gebieden = {
        f["properties"]["code"]
        for f in json.loads((klein / "gemeenten.geojson").read_text(encoding="utf-8"))["features"]
    }
    assert gebieden == {"GM9101", "GM9105"}
    assert {"/gemeenten/aadorp", "/gemeenten/nieuwstad", "/gemeenten/dorp", "/gemeenten/1-1"} <= gezien
    soorten = [json.loads(regel) for regel in (klein / "wijzigingen.jsonl").read_text(encoding="utf-8").splitlines()]
    verteld = {
        soort: [rij["naam"] for regel in soorten for rij in regel[soort]]
        for soort in ("nieuw", "beeindigd", "aangekondigd", "gecorrigeerd", "verdwenen")
    }
    assert "Nieuwkomer" in verteld["nieuw"]
    assert "Nieuwkomer" in verteld["beeindigd"]
    assert {"Elders", "Nieuwkomer", "Aadorp"} <= set(verteld["aangekondigd"])
    assert "Elders" in verteld["gecorrigeerd"]
    assert "Elders" in verteld["verdwenen"]
