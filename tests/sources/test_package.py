"""The data package: each fault on a line of its own, and a replacement that is whole or not at all."""

from __future__ import annotations

import csv
import ctypes
import errno
import json
import re
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import DATA, KLEIN, LIVE, empty_package
from viewer.dataset import Dataset
from viewer.errors import BadPackage, BadSource, ImportBusy
from viewer.sources.description import facts_in
from viewer.sources.importers import import_grenzen, import_roo
from viewer.sources.omwisselen import exchange
from viewer.sources.package import load_package, read_table, replace_package, write_table
from viewer.sources.schema import DATAPACKAGE, GEMEENTEN, TABELLEN, describe_package, kolommen, may_lack

Breek = Callable[[Path], None]


def cel(tabel: str, rij: int, kolom: str, waarde: str) -> Breek:
    """Changes one cell; rij as a spreadsheet shows it."""

    def doe(folder: Path) -> None:
        frame = read_table(folder / f"{tabel}.csv")
        frame.loc[rij - 2, kolom] = waarde
        frame.to_csv(folder / f"{tabel}.csv", index=False)

    return doe


def kolom_weg(tabel: str, kolom: str) -> Breek:
    def doe(folder: Path) -> None:
        read_table(folder / f"{tabel}.csv").drop(columns=kolom).to_csv(folder / f"{tabel}.csv", index=False)

    return doe


def rij_dubbel(tabel: str) -> Breek:
    def doe(folder: Path) -> None:
        bestand = folder / f"{tabel}.csv"
        regels = bestand.read_text(encoding="utf-8").splitlines(keepends=True)
        bestand.write_text("".join([*regels, regels[-1]]), encoding="utf-8")

    return doe


def feature(nummer: int, wijzig: Callable[[dict], None]) -> Breek:  # type: ignore[type-arg]
    def doe(folder: Path) -> None:
        inhoud = json.loads((folder / GEMEENTEN).read_text(encoding="utf-8"))
        wijzig(inhoud["features"][nummer - 1])
        (folder / GEMEENTEN).write_text(json.dumps(inhoud), encoding="utf-8")

    return doe


def schrijf(naam: str, inhoud: bytes) -> Breek:
    return lambda folder: (folder / naam).write_bytes(inhoud) and None  # type: ignore[func-returns-value]


STRIK = {"type": "Polygon", "coordinates": [[[6, 52], [7, 53], [7, 52], [6, 53], [6, 52]]]}
FOUTEN: list[tuple[Breek, str]] = [
    (cel("deelnames", 3, "deelnemer_code", "GM0000"), r"deelnames\.csv, rij 3, kolom deelnemer_code: GM0000 is geen bekende gemeente"),
    (cel("deelnames", 3, "deelnemer_code", "Zwolle"), r"deelnames\.csv, rij 3, kolom deelnemer_code: 'Zwolle' past niet"),
    (cel("deelnames", 2, "samenwerkingsverband_id", "gr-0"), r"deelnames\.csv, rij 2, kolom samenwerkingsverband_id: 'gr-0' staat niet in"),
    (cel("deelnames", 2, "tot", "2016-01-01"), r"deelnames\.csv, rij 2, kolom tot: 2016-01-01 ligt niet na van"),
    (cel("deelnames", 2, "van", "gisteren"), r"deelnames\.csv, rij 2, kolom van: 'gisteren' is geen datum"),
    (cel("deelnames", 2, "deelnemer_naam", ""), r"deelnames\.csv, rij 2, kolom deelnemer_naam: "),
    (rij_dubbel("deelnames"), r"deelnames\.csv, rij 18, kolom van: overlapt of raakt een eerdere deelname"),
    (kolom_weg("deelnames", "tot"), r"deelnames\.csv, rij 1.*: de kolom"),
    (cel("samenwerkingsverbanden", 3, "id", "gr-1001"), r"samenwerkingsverbanden\.csv, rij 3, kolom id: 'gr-1001' komt vaker voor"),
    (cel("samenwerkingsverbanden", 3, "slug", "brandweer-klein"), r"samenwerkingsverbanden\.csv, rij 3, kolom slug: 'brandweer-klein' komt vaker voor"),
    (cel("samenwerkingsverbanden", 2, "tot", "2001-01-01"), r"samenwerkingsverbanden\.csv, rij 2, kolom tot: "),
    (cel("samenwerkingsverbanden", 2, "themas", "veiligheid;zwemmen"), r"samenwerkingsverbanden\.csv, rij 2, kolom themas: 'veiligheid;zwemmen'"),
    (cel("samenwerkingsverbanden", 2, "vorm", "Kring"), r"samenwerkingsverbanden\.csv, rij 2, kolom vorm: 'Kring'"),
    (cel("samenwerkingsverbanden", 2, "website", "javascript:alert(1)"), r"samenwerkingsverbanden\.csv, rij 2, kolom website: "),
    (cel("aanvullingen", 2, "deelnemers", "GM9001;GM9999"), r"aanvullingen\.csv, rij 2, kolom deelnemers: GM9999 is geen bekende"),
    (cel("aanvullingen", 2, "deelnemers", "GM9001;GM9001"), r"aanvullingen\.csv, rij 2, kolom deelnemers: GM9001 staat er twee keer"),
    (cel("aanvullingen", 2, "id", "elders"), r"aanvullingen\.csv, rij 2, kolom id: 'elders' is al van"),
    (cel("regios", 2, "gemeente_code", "GM8888"), r"regios\.csv, rij 2, kolom gemeente_code: GM8888"),
    (cel("redactie", 2, "reden", ""), r"redactie\.csv, rij 2, kolom reden: ontbreekt"),
    (cel("samenwerkingsverbanden", 2, "naam", "Naam\0kwaad"), r"samenwerkingsverbanden\.csv, rij 2, kolom naam: bevat een stuurteken"),
    (cel("regios", 3, "naam", "Naam\x1b[2J"), r"regios\.csv, rij 3, kolom naam: bevat een stuurteken"),
    (feature(2, lambda f: f["properties"].update(naam="Naam\0")), r"gemeenten\.geojson, rij 2, kolom naam: bevat een stuurteken"),
    (schrijf("regios.csv", b""), r"regios\.csv"),
    (schrijf("regios.csv", b"\xff\xfe\x00binair"), r"regios\.csv"),
    (schrijf(DATAPACKAGE, b"{"), r"datapackage\.json: is geen geldige JSON"),
    (schrijf(GEMEENTEN, b'{"features": []}'), r"gemeenten\.geojson, kolom features: is leeg"),
    (feature(2, lambda f: f["properties"].pop("inwoners")), r"gemeenten\.geojson, rij 2, kolom inwoners: ontbreekt"),
    (feature(2, lambda f: f["properties"].update(provincie="Holland")), r"gemeenten\.geojson, rij 2, kolom provincie: 'Holland' is geen provincie"),
    (feature(2, lambda f: f["properties"].update(code="GM9001")), r"gemeenten\.geojson, rij 2, kolom code: GM9001 komt vaker voor"),
    (feature(2, lambda f: f.update(geometry=STRIK)), r"gemeenten\.geojson, rij 2, kolom geometry: klopt niet \(Self-intersection"),
    (feature(2, lambda f: f.update(geometry=None)), r"gemeenten\.geojson, rij 2, kolom geometry: is geen vlak"),
    (feature(2, lambda f: f["geometry"].update(coordinates=[[[x - 0.01, y] for x, y in f["geometry"]["coordinates"][0]]])), r"gemeenten\.geojson, rij \d, kolom geometry: "),
    (schrijf(GEMEENTEN, b'{"features": [{"geometry": {"type": "Polygon", "coordinates": [[[NaN, 1]]]}}]}'), r"gemeenten\.geojson: is geen geldige JSON \(NaN"),
    (lambda folder: (folder / "versies.csv").unlink(), r"versies\.csv: ontbreekt"),
]  # fmt: skip


@pytest.mark.parametrize(("breek", "regel"), FOUTEN, ids=[regel[:60] for _, regel in FOUTEN])
def test_a_fault_is_one_line_with_file_row_and_column(klein: Path, breek: Breek, regel: str) -> None:
    """At an import and, with its quick check, at a start."""
    breek(klein)
    with pytest.raises(BadPackage) as fout:
        load_package(klein)
    with pytest.raises(BadPackage) as bij_start:
        Dataset.load(klein)
    assert str(bij_start.value) == str(fout.value)
    regels = str(fout.value).splitlines()
    assert len(regels) == len(fout.value.fouten)
    assert any(re.match(regel, gevonden) for gevonden in regels), regels


def test_all_faults_come_at_once(klein: Path) -> None:
    cel("deelnames", 2, "tot", "2016-01-01")(klein)
    cel("regios", 2, "gemeente_code", "GM8888")(klein)
    with pytest.raises(BadPackage) as fout:
        load_package(klein)
    assert [f.bestand for f in fout.value.fouten] == ["deelnames.csv", "regios.csv"]


@pytest.mark.parametrize("folder", [DATA, LIVE], ids=["snapshot", "live"])
def test_the_committed_package_is_good_and_described(folder: Path) -> None:
    package = load_package(folder)
    beschreven = {bron["path"] for bron in package.beschrijving["resources"]}
    assert beschreven == {GEMEENTEN, *(f"{tabel}.csv" for tabel in TABELLEN)}
    for bron in package.beschrijving["resources"]:
        if "schema" in bron:
            beschreven = [veld["name"] for veld in bron["schema"]["fields"]]
            with (folder / bron["path"]).open(encoding="utf-8", newline="") as bestand:
                assert next(csv.reader(bestand)) == beschreven
            assert set(kolommen(bron["name"])) - set(beschreven) <= may_lack(bron["name"])


def test_what_is_written_reads_back(tmp_path: Path) -> None:
    rij = dict(zip(kolommen("regios"), ["a", "=1+1", 'a"b,c', "GM0001", "x\ny", "https://x", ""], strict=True))
    write_table(tmp_path / "regios.csv", "regios", [rij])
    assert read_table(tmp_path / "regios.csv").to_dict("records") == [rij]


def test_a_failed_change_leaves_the_old_folder(klein: Path) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    with pytest.raises(BadPackage), replace_package(klein) as werk:
        (werk / "deelnames.csv").write_text("onzin", encoding="utf-8")
    with pytest.raises(KeyError), replace_package(klein) as werk:
        (werk / "deelnames.csv").unlink()
        raise KeyError
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before
    assert [p.name for p in klein.parent.iterdir() if p.name != klein.name] == [".data.slot"]


class Libc:
    """A C library whose renameat2 fails with an error number."""

    def __init__(self, nummer: int) -> None:
        self.nummer = nummer

    def renameat2(self, *_: object) -> int:
        ctypes.set_errno(self.nummer)
        return -1


def test_where_folders_cannot_be_exchanged_they_are_renamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    een, ander = tmp_path / "een", tmp_path / "ander"
    for folder in (een, ander):
        folder.mkdir()
        (folder / folder.name).touch()
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Libc(errno.EINVAL))
    exchange(een, ander)
    assert ((een / "ander").exists(), (ander / "een").exists()) == (True, True)
    assert sorted(pad.name for pad in tmp_path.iterdir()) == ["ander", "een"]
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Libc(errno.EACCES))
    with pytest.raises(PermissionError):
        exchange(een, ander)
    assert (een / "ander").exists()


def test_two_imports_at_once_do_not_mix(klein: Path) -> None:
    with replace_package(klein):
        geweigerd: list[ImportBusy] = []

        def ander() -> None:
            try:
                with replace_package(klein):
                    pass
            except ImportBusy as fout:
                geweigerd.append(fout)

        draad = threading.Thread(target=ander)
        draad.start()
        draad.join()
        assert "er loopt al een import" in str(geweigerd[0])


@pytest.mark.traag
def test_readers_never_see_a_folder_half_done(klein: Path) -> None:
    stop = threading.Event()
    mengsels: list[tuple[str, str]] = []

    def lees() -> None:
        while not stop.is_set():
            greep = klein.resolve()
            een = (greep / "a.txt").read_text() if (greep / "a.txt").exists() else "0"
            ander = (greep / "a.txt").read_text() if (greep / "a.txt").exists() else "0"
            if not klein.is_dir() or len(een) == 0:
                mengsels.append((een, ander))

    draad = threading.Thread(target=lees)
    draad.start()
    for nummer in range(8):
        with replace_package(klein) as werk:
            (werk / "a.txt").write_text(str(nummer))
    stop.set()
    draad.join()
    assert not mengsels
    assert (klein / "a.txt").read_text() == "7"


def test_the_first_import_needs_no_boundaries_and_the_second_needs_the_first(tmp_path: Path) -> None:
    folder = empty_package(tmp_path / "nieuw")
    with pytest.raises(BadSource, match="importeer-roo"):
        import_grenzen(str(KLEIN / "grenzen.geojson"), folder)
    import_roo(str(KLEIN / "register.xml"), folder)
    with pytest.raises(BadPackage, match=r"gemeenten\.geojson: ontbreekt"):
        load_package(folder)
    import_grenzen(str(KLEIN / "grenzen.geojson"), folder)
    assert len(load_package(folder).gemeenten) == 5


def test_importing_twice_changes_nothing(klein: Path) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    import_roo(str(KLEIN / "register.xml"), klein)
    import_grenzen(str(KLEIN / "grenzen.geojson"), klein)
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before


def test_each_part_says_under_which_licence_it_is() -> None:
    for map_ in (DATA, LIVE):
        beschrijving = json.loads((map_ / DATAPACKAGE).read_text(encoding="utf-8"))
        assert beschrijving == describe_package(facts_in(map_))
        per_deel = {deel["path"]: [een["name"] for een in deel["licenses"]] for deel in beschrijving["resources"]}
        assert per_deel.pop(GEMEENTEN) == ["CC-BY-4.0"] == [een["name"] for een in beschrijving["licenses"]]
        assert set(per_deel) == {f"{tabel}.csv" for tabel in TABELLEN}
        assert per_deel.pop("bijdragen.csv") == ["CC-BY-4.0"]
        assert set(map(tuple, per_deel.values())) == {("CC0-1.0",)}
