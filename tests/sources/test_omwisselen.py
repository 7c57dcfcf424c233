"""Nothing that people keep is lost by an import: not what they save meanwhile, not a folder, a link, a right or a row."""

from __future__ import annotations

import csv
import errno
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import KLEIN
from viewer.dataset import Dataset
from viewer.errors import BadPackage, InstalledFolder
from viewer.places import PROGRAMMA
from viewer.settings import Settings
from viewer.sources import omwisselen, wegschrijven
from viewer.sources.importers import import_roo
from viewer.sources.omwisselen import exchange, tidy_up
from viewer.sources.package import load_package, read_table, replace_package, write_table
from viewer.sources.schema import kolommen
from viewer.web import create_app

EXPORT = str(KLEIN / "register.xml")


def row(tabel: str, **cellen: str) -> dict[str, str]:
    return {**dict.fromkeys(kolommen(tabel), ""), **cellen}


def add(bestand: Path, **cellen: str) -> None:
    """What a person does with a text editor."""
    with bestand.open("a", encoding="utf-8", newline="") as out:
        csv.DictWriter(out, kolommen(bestand.stem), lineterminator="\n").writerow(row(bestand.stem, **cellen))


def by_rename(bestand: Path, **cellen: str) -> None:
    """What an office program does: another file in its place."""
    naast = bestand.with_suffix(".nieuw")
    shutil.copyfile(bestand, naast)
    rijen = read_table(bestand).to_dict("records")
    write_table(naast, bestand.stem, [*rijen, row(bestand.stem, **cellen)])
    naast.replace(bestand)


PROVINCIE = {"gemeente_code": "GM9002", "gemeente_naam": "x", "provincie_code": "PV23", "reden": "Proef."}
REGIO = {
    "regio_id": "west", "naam": "West", "soort": "proef", "gemeente_code": "GM9003", "gemeente_naam": "x",
    "bron_url": "https://voorbeeld.nl", "peildatum": "2024",
}  # fmt: skip


@pytest.mark.parametrize("opslaan", [add, by_rename], ids=["in place", "by another file"])
@pytest.mark.parametrize(("tabel", "cellen"), [("provincies", PROVINCIE), ("regios", REGIO)], ids=["left", "written"])
def test_what_is_saved_during_an_import_is_there_after_it(
    klein: Path, opslaan: Callable[..., None], tabel: str, cellen: dict[str, str]
) -> None:
    """provincies.csv is left alone by an import, regios.csv is written by it as well."""
    gemeld: list[str] = []
    with replace_package(klein, meld=gemeld.append) as werk:
        regios = read_table(werk / "regios.csv").to_dict("records")
        write_table(werk / "regios.csv", "regios", [*regios, {**regios[0], "regio_id": "import"}])
        opslaan(klein / f"{tabel}.csv", **cellen)
    rijen = read_table(klein / f"{tabel}.csv").to_dict("records")
    assert row(tabel, **cellen) in rijen
    assert "import" in set(read_table(klein / "regios.csv")["regio_id"])
    assert gemeld == [f"{tabel}.csv is tijdens de import door iemand veranderd; dat is meegenomen."]


def test_a_row_that_is_changed_or_taken_away_during_an_import(klein: Path) -> None:
    with replace_package(klein) as werk:
        regios = read_table(werk / "regios.csv").to_dict("records")
        write_table(werk / "regios.csv", "regios", [{**rij, "gemeente_naam": "import"} for rij in regios])
        write_table(klein / "regios.csv", "regios", [{**regios[0], "naam": "Van een mens"}])
    # The person's row counts where both changed it, and what the person took away is gone.
    assert read_table(klein / "regios.csv").to_dict("records") == [{**regios[0], "naam": "Van een mens"}]


@pytest.mark.parametrize("moment", ["_keep_place", "_move_rest"])
def test_what_is_saved_in_the_moment_of_the_swap(klein: Path, monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Just before the two are exchanged, and just after it, by who still has the old folder."""
    eigen = getattr(omwisselen.Kopie, moment)
    keer = []

    def meanwhile(kopie: omwisselen.Kopie, *wat: str) -> None:
        eigen(kopie, *wat)
        if not keer:
            keer.append(1)
            oud = kopie.folder if moment == "_keep_place" else kopie.werk
            by_rename(oud / "provincies.csv", **PROVINCIE)
            by_rename(oud / "regios.csv", **REGIO)

    monkeypatch.setattr(omwisselen.Kopie, moment, meanwhile)
    with replace_package(klein) as werk:
        regios = read_table(werk / "regios.csv").to_dict("records")
        write_table(werk / "regios.csv", "regios", [*regios, {**regios[0], "regio_id": "import"}])
    assert row("provincies", **PROVINCIE) in read_table(klein / "provincies.csv").to_dict("records")
    assert {"import", "west"} <= set(read_table(klein / "regios.csv")["regio_id"])
    load_package(klein)


def test_what_is_saved_again_and_again_while_it_is_looked_at(klein: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that comes between the look at a file and the reading of it is no reason to lose the ones after it."""
    eigen = omwisselen._mark

    def meanwhile(bestand: Path) -> tuple[int, int, int]:
        merk = eigen(bestand)
        if bestand.name == "provincies.csv":
            rijen.append(f"GM{9100 + len(rijen)}")
            add(bestand, **{**PROVINCIE, "gemeente_code": "GM9002", "reden": rijen[-1]})
        return merk

    rijen: list[str] = []
    monkeypatch.setattr(omwisselen, "_mark", meanwhile)
    monkeypatch.setattr("viewer.sources.package.load_package", lambda *_, **__: None)  # the rows have one code
    with replace_package(klein):
        pass
    assert len(rijen) > 5
    assert list(read_table(klein / "provincies.csv")["reden"]) == rijen


def test_who_has_a_file_open_writes_into_the_new_folder(klein: Path) -> None:
    with (klein / "provincies.csv").open("a", encoding="utf-8") as open_bestand:
        import_roo(EXPORT, klein)
        open_bestand.write("GM9002,x,PV23,Proef.\n")
    assert "GM9002" in set(read_table(klein / "provincies.csv")["gemeente_code"])


def test_what_is_saved_wrong_during_an_import_stops_it_with_a_line(klein: Path) -> None:
    with pytest.raises(BadPackage, match=r"provincies\.csv, rij 2, kolom provincie_code"), replace_package(klein):
        add(klein / "provincies.csv", **{**PROVINCIE, "provincie_code": "PV99"})
    assert "PV99" in (klein / "provincies.csv").read_text(encoding="utf-8")


def test_folders_links_rights_and_other_files_stay(klein: Path, tmp_path: Path) -> None:
    (klein / "archief" / "diep").mkdir(parents=True)
    (klein / "archief" / "diep" / "2023.csv").write_text("oud\n", encoding="utf-8")
    (klein / "leeg").mkdir()
    (klein / "notities.txt").write_text("van mij\n", encoding="utf-8")
    (klein / "nergens").symlink_to("bestaat-niet")
    os.mkfifo(klein / "pijp")
    elders = tmp_path / "elders"
    elders.mkdir()
    for naam in ("redactie.csv", "regios.csv"):  # left alone by an import, and written by it
        shutil.move(klein / naam, elders / naam)
    (klein / "redactie.csv").symlink_to(elders / "redactie.csv")
    (klein / "regios.csv").symlink_to(Path("..") / "elders" / "regios.csv")
    (klein / "map").symlink_to(elders, target_is_directory=True)
    (klein / "aanvullingen.csv").chmod(0o640)
    (klein / "deelnames.csv").chmod(0o660)
    klein.chmod(0o2770)
    anders = tmp_path / "ingang"
    anders.symlink_to(klein, target_is_directory=True)
    with replace_package(anders) as werk:
        regios = read_table(werk / "regios.csv").to_dict("records")
        write_table(werk / "regios.csv", "regios", [*regios, {**regios[0], "regio_id": "import"}])
        write_table(werk / "deelnames.csv", "deelnames", read_table(werk / "deelnames.csv").to_dict("records"))
    assert anders.is_symlink()
    assert (klein / "archief" / "diep" / "2023.csv").read_text(encoding="utf-8") == "oud\n"
    assert (klein / "leeg").is_dir()
    assert (klein / "notities.txt").read_text(encoding="utf-8") == "van mij\n"
    assert (klein / "nergens").readlink() == Path("bestaat-niet")
    assert stat.S_ISFIFO((klein / "pijp").stat().st_mode)
    assert [(klein / n).readlink() for n in ("redactie.csv", "map")] == [elders / "redactie.csv", elders]
    assert (klein / "regios.csv").readlink() == Path("../elders/regios.csv")
    assert "import" in (elders / "regios.csv").read_text(encoding="utf-8")
    assert stat.S_IMODE((klein / "aanvullingen.csv").stat().st_mode) == 0o640
    assert stat.S_IMODE((klein / "deelnames.csv").stat().st_mode) == 0o660
    assert stat.S_IMODE(klein.stat().st_mode) == 0o2770
    import_roo(EXPORT, klein)
    load_package(klein)


@pytest.mark.skipif(os.getuid() != 0, reason="only root gives files away")
def test_owner_and_group_stay(klein: Path) -> None:
    for pad in (klein, *klein.iterdir()):
        os.chown(pad, 1234, 4321)
    import_roo(EXPORT, klein)
    assert {(p.stat().st_uid, p.stat().st_gid) for p in (klein, *klein.iterdir())} == {(1234, 4321)}


def test_a_file_that_is_taken_away_meanwhile(klein: Path) -> None:
    (klein / "notities.txt").write_text("weg", encoding="utf-8")
    with replace_package(klein):
        (klein / "notities.txt").unlink()
        (klein / "regios.csv").unlink()  # half way saving it, some programs
    assert not (klein / "notities.txt").exists()
    load_package(klein)


def test_data_inside_the_installed_program_are_refused() -> None:
    binnen = PROGRAMMA / "meegeleverd" / "data"
    with pytest.raises(InstalledFolder, match="KAART_DATA"), replace_package(binnen):
        pass
    assert not binnen.parent.exists()


def test_killed_between_two_renames_the_folder_comes_back(klein: Path) -> None:
    """Where folders cannot be exchanged there is a moment in which neither has the name."""
    opzij = klein.with_name(f".{klein.name}.nieuw-x-oud")
    klein.rename(opzij)
    nieuw = klein.with_name(f".{klein.name}.nieuw-x")
    nieuw.mkdir()
    tidy_up(klein)
    load_package(klein)
    assert [p.name for p in klein.parent.iterdir() if ".nieuw" in p.name] == []


def test_a_failed_second_rename_puts_the_first_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    een, ander = tmp_path / "een", tmp_path / "ander"
    for folder in (een, ander):
        folder.mkdir()
    monkeypatch.setattr(omwisselen.ctypes, "CDLL", lambda *_, **__: _NoExchange())
    eigen = Path.rename

    def half(pad: Path, doel: Path) -> Path:
        if pad == een:
            raise OSError(errno.EBUSY, "bezet", str(pad))
        return eigen(pad, doel)

    monkeypatch.setattr(Path, "rename", half)
    with pytest.raises(OSError, match="bezet"):
        exchange(een, ander)
    assert ander.is_dir()


class _NoExchange:
    def renameat2(self, *_: object) -> int:
        omwisselen.ctypes.set_errno(errno.EXDEV)
        return -1


@pytest.mark.parametrize("naam", ["deelnames.csv", "datapackage.json", "gemeenten.geojson"])
def test_a_full_disk_says_which_file(klein: Path, monkeypatch: pytest.MonkeyPatch, naam: str) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    eigen = Path.write_text

    def full(pad: Path, *wat: object, **hoe: object) -> int:
        if pad.name == naam:
            raise OSError(errno.ENOSPC, "No space left on device")
        return eigen(pad, *wat, **hoe)  # type: ignore[arg-type]

    monkeypatch.setattr(wegschrijven.Path, "write_text", full)
    with pytest.raises(OSError, match="No space") as fout:
        import_roo(EXPORT, klein)
    assert Path(fout.value.filename).name == naam
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before


def test_a_row_of_redactie_about_nothing_is_kept_and_told(klein: Path) -> None:
    add(klein / "redactie.csv", samenwerkingsverband_id="gr-4711", omschrijving="Deed iets.", datum="2024-01-01")
    assert load_package(klein)
    som = import_roo(EXPORT, klein)
    assert som is not None
    assert [m for m in som.meldingen if "'gr-4711' staat niet in samenwerkingsverbanden.csv of aanvullingen.csv" in m]
    assert "gr-4711" in (klein / "redactie.csv").read_text(encoding="utf-8")
    assert "gr-4711" not in Dataset.load(klein).verbanden.index
    assert "gr-4711" in create_app(Settings(), klein).test_client().get("/over/kwaliteit").get_data(as_text=True)
