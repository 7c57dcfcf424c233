"""dossiers.csv is the register, field by field, and names nobody."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.conftest import EXPORTS, KLEIN, LIVE, REAL_EXPORT, empty_package
from tests.plain_dossier import read as read_plain
from viewer.sources.dossier import is_mailbox
from viewer.sources.import_roo import import_roo
from viewer.sources.package import load_package, read_table
from viewer.sources.schema import kolommen


def rows(folder: Path, tabel: str) -> dict[str, dict[str, str]]:
    with (folder / f"{tabel}.csv").open(encoding="utf-8", newline="") as bestand:
        alle = list(csv.DictReader(bestand))
    return {rij[kolommen(tabel)[0]]: rij for rij in alle}


@pytest.mark.parametrize("export", EXPORTS, ids=lambda p: p.stem)
def test_it_is_a_plain_reading_of_the_export_for_every_version(export: Path, tmp_path: Path) -> None:
    eigen = export.parent == KLEIN
    folder = empty_package(tmp_path / "data") if eigen else Path(shutil.copytree(LIVE, tmp_path / "data"))
    import_roo(str(export), folder, toch=True)
    versies, gemeenten = read_plain(export)
    gevonden = rows(folder, "dossiers")
    assert gevonden.keys() == versies.keys()
    for bron_id, rij in gevonden.items():
        verwacht = versies[bron_id]
        anders = {k: (rij[k], verwacht[k]) for k in kolommen("dossiers") if rij[k] != verwacht[k] and k != "email"}
        assert not anders, bron_id
        # The first one, unless that is of a person.
        assert rij["email"] == verwacht["email"] or not is_mailbox(verwacht["email"], rij["orgaan"], ""), bron_id
    gevonden = rows(folder, "gemeentedossiers")
    assert gevonden == {code: rij for code, rij in gemeenten.items() if code in gevonden}
    assert len(gevonden) in (5, 342)


def test_the_embedded_one_is_that_of_its_export() -> None:
    if not REAL_EXPORT.exists():
        pytest.skip("without the real export")
    if "2026-05-16" not in read_table(LIVE / "samenwerkingsverbanden.csv")["peildatum_bron"].max():
        pytest.skip("data/ are of another day")
    versies, _ = read_plain(REAL_EXPORT)
    gevonden = rows(LIVE, "dossiers")
    assert len(gevonden) == len(versies) == 1186
    for bron_id, rij in gevonden.items():
        assert {k: v for k, v in rij.items() if k != "email"} == {
            k: v for k, v in versies[bron_id].items() if k != "email"
        }


def test_values_land_where_they_belong(klein: Path) -> None:
    rij = rows(klein, "dossiers")["1004"]
    assert rij == {
        "bron_id": "1004",
        "bevoegdheden": "mandaat;delegatie",
        "organen": "Gemeenteraad:GM9001,GM9002,GM9003;College van burgemeester en wethouders:GM9001",
        "grondslagen": "Wet veiligheidsregio’s;Wet gemeenschappelijke regelingen",
        "grondslag_urls": "http://wetten.overheid.nl/jci1.3:c:BWBR0027466&artikel=9;http://wetten.overheid.nl/jci1.3:c:BWBR0003740",
        "besluiten": "https://lokaleregelgeving.overheid.nl/CVDR1/1;https://zoek.officielebekendmakingen.nl/gmb-2021-1.html",
        "bronhouder": "Brandweer Klein",
        "bronhouder_id": "201",
        "archiefzorgdrager": "Gemeente Aadorp",
        "nagekeken": "2022-01-02",
        "gewijzigd": "2024-02-01",
        "orgaan_id": "201",
        "orgaan": "Brandweer Klein",
        "bezoekadres": "Brink, zij 1 a, 8001 AA Aadorp",
        "postadres": "Postbus 9, 8000 AA Aadorp",
        "telefoon": "(038) 222 22 22",
        "email": "info@brandweerklein.nl",
        "contactformulier": "https://www.brandweerklein.nl/vraag?a=1%3Bb=2",
        "orgaan_website": "https://www.brandweerklein.nl",
        "kvk": "12345678",
        "rsin": "",
        "woo": "https://www.brandweerklein.nl/woo",
        "organogram": "https://www.brandweerklein.nl/wie",
        "sociale_media": "https://www.linkedin.com/company/klein",
        "orgaan_nagekeken": "2023-05-01",
    }
    gemeenten = rows(klein, "gemeentedossiers")
    assert gemeenten["GM9001"]["raad_partijen"] == "Lijst -1, <b>=3;VVD=2"
    assert gemeenten["GM9001"]["oppervlakte_ha"] == "127927"
    assert (
        gemeenten["GM9002"]["raad_zetels"],
        gemeenten["GM9002"]["raad_klopt"],
        gemeenten["GM9002"]["raad_partijen"],
    ) == ("7", "nee", "")
    assert "GM9099" not in gemeenten


@pytest.mark.parametrize(
    ("email", "naam", "mag"),
    [
        ("info@x.nl", "Iets", True),
        ("Directiesecretariaat@ggdru.nl", "GGD regio Utrecht", True),
        ("zeist@zeist.nl", "Iets anders", True),
        ("rottemeren@staatsbosbeheer.nl", "Recreatieschap Rottemeren", True),
        ("edr@edr.eu", "Eems Dollard Regio", True),
        ("vrk@vrk.nl", "Veiligheidsregio Kennemerland", True),
        ("j.dijkstra@mobiliteitsbureau.nl", "Mobiliteitsbureau", False),
        ("ans.van.der.velden@plusteam.nu", "Plusteam", False),
        ("voornaam.achternaam@voorbeeld.nl", "Voorbeeld", False),
        ("kjanssen@haarlem.nl", "Haarlem", False),
        ("https://bghu.nl/contact", "BghU", False),
        ("info@", "Iets", False),
        ("", "Iets", False),
    ],
)
def test_no_address_of_a_person(email: str, naam: str, mag: bool) -> None:
    assert is_mailbox(email, naam, "") is mag


def test_nobody_is_named_in_what_the_repository_carries() -> None:
    for rij in rows(LIVE, "dossiers").values():
        lokaal = rij["email"].partition("@")[0].casefold()
        assert not rij["email"] or (lokaal[1:2] != "." and lokaal.count(".") < 2), rij["email"]


def test_how_much_is_filled_of_what_is_in_force() -> None:
    """The figures of the issue, in percent; of any later day a little less would do."""
    versies = read_table(LIVE / "versies.csv")
    dag = read_table(LIVE / "samenwerkingsverbanden.csv")["peildatum_bron"].max()
    geldt = versies[(versies["van"] <= dag) & ((versies["tot"] == "") | (versies["tot"] > dag))]["bron_id"]
    dossiers = read_table(LIVE / "dossiers.csv").set_index("bron_id").reindex(geldt)
    deel = (dossiers != "").mean() * 100
    for kolom, procent in (("bevoegdheden", 100), ("organen", 91), ("grondslagen", 96), ("besluiten", 95)):
        assert deel[kolom] >= procent, kolom
    met_orgaan = dossiers[dossiers["orgaan_id"] != ""].drop_duplicates("orgaan_id")
    bereikbaar = (met_orgaan["telefoon"] != "") | (met_orgaan["email"] != "")
    assert bereikbaar.mean() >= 0.84


def test_what_could_not_be_read_keeps_its_row(klein: Path) -> None:
    was = rows(klein, "dossiers")
    tekst = (KLEIN / "register.xml").read_text(encoding="utf-8")
    begin = tekst.index('<p:regeling p:systeemId="1004">')
    kapot = tekst[:begin] + tekst[begin:].replace(
        "<p:datumInwerkingtreding>2023-01-01", "<p:datumInwerkingtreding>ooit", 1
    )
    export = klein.parent / "kapot.xml"
    export.write_text(kapot, encoding="utf-8")
    import_roo(str(export), klein, toch=True)
    assert rows(klein, "dossiers")["1004"] == was["1004"]


def test_a_body_that_could_not_be_read_keeps_what_was_known_of_it(klein: Path) -> None:
    was = rows(klein, "dossiers")
    tekst = (KLEIN / "register.xml").read_text(encoding="utf-8")
    export = klein.parent / "kapot.xml"
    export.write_text(tekst.replace("<p:naam>Brandweer Klein</p:naam>", "", 1), encoding="utf-8")
    import_roo(str(export), klein)
    assert rows(klein, "dossiers")["1004"] == was["1004"]


def test_a_folder_of_before_there_were_dossiers_is_good(klein: Path) -> None:
    for naam in ("dossiers", "gemeentedossiers"):
        (klein / f"{naam}.csv").unlink()
    load_package(klein)
