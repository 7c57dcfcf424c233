"""Corrections are news too: what happened, what was announced, corrected and taken out of the register, told apart."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import KLEIN
from tests.sources.test_import_night import NS, drop, export, record, text, tree
from viewer.dataset import Dataset
from viewer.errors import BadSource
from viewer.settings import Settings
from viewer.sources.importers import RooSamenvatting, import_roo
from viewer.sources.package import load_package
from viewer.web import create_app

EXPORT = str(KLEIN / "register.xml")
Change = Callable[[etree._Element], object]
VRAGEN = '=HYPERLINK("x")'


def night(folder: Path, root: etree._Element, dag: str, tmp: Path, **hoe: bool) -> RooSamenvatting:
    som = import_roo(export(root, tmp, f"export_{dag}.xml"), folder, **hoe)  # type: ignore[arg-type]
    assert som is not None
    return som


def told(som: RooSamenvatting) -> dict[str, list[str]]:
    """Per kind the lines, short."""
    w = som.wijzigingen
    soorten = (
        "nieuw",
        "beeindigd",
        "gewijzigd",
        "toegetreden",
        "uitgetreden",
        "aangekondigd",
        "gecorrigeerd",
        "verdwenen",
    )
    return {
        soort: [" | ".join(filter(None, (r["naam"], r.get("deelnemer"), r.get("velden"), r.get("wat"), r.get("dag")))) for r in getattr(w, soort)]
        for soort in soorten
        if getattr(w, soort)
    }  # fmt: skip


def end(dag: str | None) -> Change:
    """An end, another end, or none."""

    def doe(rec: etree._Element) -> None:
        for oud in rec.findall(f"{NS}datumUitwerkingtreding"):
            drop(oud)
        if dag:
            begin = rec.find(f"{NS}datumInwerkingtreding")
            einde = etree.Element(f"{NS}datumUitwerkingtreding")
            einde.text = dag
            begin.addnext(einde)

    return doe


def member(naam: str) -> Callable[[etree._Element], etree._Element]:
    return lambda rec: next(
        d for d in rec.iter(f"{NS}deelnemendeOrganisatie") if naam in (d.findtext(f"{NS}naam") or "")
    )


def joined(naam: str, dag: str) -> Change:
    def doe(rec: etree._Element) -> None:
        member(naam)(rec).find(f"{NS}toetredingsDatum").text = dag

    return doe


def renumbered(naam: str, code: str | None) -> Change:
    def doe(rec: etree._Element) -> None:
        wie = member(naam)(rec)
        if code is None:
            wie.attrib.pop(f"{NS}resourceIdentifierTOOI")
        else:
            wie.set(f"{NS}resourceIdentifierTOOI", f"https://identifier.overheid.nl/tooi/id/gemeente/{code}")

    return doe


def ends(dag: str) -> Change:
    def doe(rec: etree._Element) -> None:
        etree.SubElement(rec, f"{NS}eindDatum").text = dag

    return doe


def copied(bron_id: str, van: str, titel: str = "", vorige: str = "") -> Change:
    """A new regeling after this one."""

    def doe(rec: etree._Element) -> None:
        ander = etree.fromstring(etree.tostring(rec))
        ander.set(f"{NS}systeemId", bron_id)
        ander.find(f"{NS}datumInwerkingtreding").text = van
        for naam in ("previousVersion", "datumUitwerkingtreding"):
            for kind in ander.findall(f"{NS}{naam}"):
                ander.remove(kind)
        if titel:
            ander.find(f"{NS}titel").text = titel
        if vorige:
            etree.SubElement(ander, f"{NS}previousVersion").set(f"{NS}systeemId", vorige)
            etree.SubElement(rec, f"{NS}nextVersion").set(f"{NS}systeemId", bron_id)
        rec.addnext(ander)

    return doe


# The first night is of 1 February 2024, this one of 1 June 2024.
NEWS: dict[str, tuple[str, Change, dict[str, list[str]]]] = {
    "ended since": ("1031", end("2024-05-01"), {"beeindigd": ["Elders | 2024-05-01"]}),
    "ended before, told late": ("1031", end("2023-07-01"), {"beeindigd": ["Elders | 2023-07-01"]}),
    "an end to come": ("1031", end("2025-01-01"), {"aangekondigd": ["Elders | houdt op 1 januari 2025 op | 2025-01-01"]}),
    "a first day that moved": ("1031", text("datumInwerkingtreding", "2017-06-01"),
                               {"gecorrigeerd": ["Elders | begint op 1 juni 2017 en niet op 1 januari 2018 | 2017-06-01"]}),
    "a first day moved to the future": ("1031", text("datumInwerkingtreding", "2025-06-01"),
                                        {"gecorrigeerd": ["Elders | begint pas op 1 juni 2025 | 2025-06-01"]}),
    "joined since": ("1021", joined("=1+1", "2024-03-01"),
                     {"gecorrigeerd": [f"{VRAGEN} | =1+1 | =1+1 doet mee sinds 1 maart 2024 en niet sinds 1 mei 2016 | 2024-03-01"]}),
    "an accession moved to the future": ("1021", joined("=1+1", "2024-09-01"),
                                         {"gecorrigeerd": [f"{VRAGEN} | =1+1 | =1+1 doet pas mee vanaf 1 september 2024 | 2024-09-01"]}),
    "off the list": ("1021", lambda rec: drop(member("=1+1")(rec)), {"uitgetreden": [f"{VRAGEN} | =1+1"]}),
    "another name for a participant that has a code": ("1021", renumbered("=1+1", "gm9005"),
                                                      {"gecorrigeerd": [f"{VRAGEN} | =1+1 | =1+1 heeft nummer GM9005 en niet GM9004 | 2016-05-01"]}),
    "an emptied number of a participant": ("1021", renumbered("=1+1", None),
                                           {"gecorrigeerd": [f"{VRAGEN} | =1+1 | =1+1 heeft nummer 104 en niet GM9004 | 2016-05-01"]}),
    "inhabitants emptied": ("101", text("aantalInwoners", ""), {"gecorrigeerd": ["Aadorp | het aantal inwoners staat niet meer in het register"]}),
    "inhabitants": ("101", text("aantalInwoners", "10001"), {"gewijzigd": ["1 gemeente | inwoners"]}),
    "a gemeente renamed": ("101", text("naam", "Gemeente Nieuw-Aadorp"), {"gewijzigd": ["Nieuw-Aadorp | naam | heette Aadorp"]}),
    "a gemeente to another provincie": ("101", text("provincie", "https://identifier.overheid.nl/tooi/id/provincie/pv25"),
                                        {"gewijzigd": ["Aadorp | provincie | ging van Overijssel naar Gelderland"]}),
    "a gemeente's end announced": ("102", ends("2025-01-01"), {"aangekondigd": ["'s-Beekveld | is vanaf 1 januari 2025 geen gemeente meer | 2025-01-01"]}),
    "new": ("1031", copied("2001", "2024-04-01", "Regeling Nieuwkomer"), {"nieuw": ["Nieuwkomer | 2024-04-01"]}),
    "new, to come": ("1031", copied("2001", "2025-04-01", "Regeling Nieuwkomer"), {"aangekondigd": ["Nieuwkomer | begint op 1 april 2025 | 2025-04-01"]}),
    "a version to come": ("1031", copied("2001", "2025-04-01", vorige="1031"), {"aangekondigd": ["Elders | krijgt op 1 april 2025 een nieuwe versie | 2025-04-01"]}),
    "erased": ("1031", drop, {"verdwenen": ["Elders | staat niet meer in het register"]}),
}  # fmt: skip


@pytest.mark.parametrize("wat", NEWS)
def test_each_kind_of_news_is_told_as_what_it_is(klein: Path, tmp_path: Path, wat: str) -> None:
    bron_id, change, verwacht = NEWS[wat]
    root = tree()
    change(record(root, bron_id))
    som = night(klein, root, "2024-06-01", tmp_path, toch=wat == "erased")
    gevonden = told(som)
    if wat.startswith("a version to come"):
        gevonden.pop("gewijzigd", None)  # what the newest version is called is told where it is kept
    assert gevonden == verwacht
    regel = json.loads((klein / "wijzigingen.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert (regel["vorige"], regel["peildatum"]) == ("2024-02-01", "2024-06-01")
    # The night after the same export is no news, and everything still stands.
    assert told(night(klein, root, "2024-06-02", tmp_path)) == {}
    load_package(klein)


TAKEN_BACK = {
    "an end": ("1031", end("2023-07-01"), end(None), "Elders | is niet op 1 juli 2023 beëindigd | 2023-07-01"),
    "an end to come": ("1031", end("2025-01-01"), end(None), "Elders | houdt toch niet op 1 januari 2025 op | 2025-01-01"),
    "another end to come": ("1031", end("2025-01-01"), end("2025-03-01"), "Elders | houdt op 1 maart 2025 op en niet op 1 januari 2025 | 2025-03-01"),
    "gone": ("1031", drop, None, "Elders | staat weer in het register"),
}  # fmt: skip


@pytest.mark.parametrize("wat", TAKEN_BACK)
def test_what_was_told_and_is_taken_back(klein: Path, tmp_path: Path, wat: str) -> None:
    bron_id, eerst, dan, verwacht = TAKEN_BACK[wat]
    root = tree()
    eerst(record(root, bron_id))
    night(klein, root, "2024-06-01", tmp_path, toch=True)
    if dan is None:
        root = tree()
    else:
        dan(record(root, bron_id))
    assert told(night(klein, root, "2024-07-01", tmp_path)) == {"gecorrigeerd": [verwacht]}


def test_what_was_announced_happens_by_itself(klein: Path, tmp_path: Path) -> None:
    root = tree()
    end("2024-09-01")(record(root, "1031"))
    joined("=1+1", "2024-08-01")(record(root, "1021"))
    night(klein, root, "2024-06-01", tmp_path)
    assert told(night(klein, root, "2024-10-01", tmp_path)) == {
        "beeindigd": ["Elders | 2024-09-01"],
        "toegetreden": [f"{VRAGEN} | =1+1 | 2024-08-01"],
    }


def test_what_left_the_register_keeps_its_page_and_says_so(klein: Path, tmp_path: Path) -> None:
    root = tree()
    drop(record(root, "1031"))
    som = night(klein, root, "2024-06-01", tmp_path, toch=True)
    assert som.verbanden == 3
    assert [m for m in som.meldingen if m.startswith("Elders (gr-1031) staat niet meer in het register")]
    client = create_app(Settings(), klein).test_client()
    pagina = client.get("/samenwerkingsverbanden/elders")
    assert pagina.status_code == 200
    assert "staat niet meer in het register" in pagina.text
    assert "1 juni 2024" in pagina.text
    dataset = Dataset.load(klein)
    assert not len(dataset.deelnemers_of("gr-1031", date(2024, 6, 1)))  # nobody knows whether it still runs
    assert len(dataset.deelnemers_of("gr-1031", date(2024, 5, 31)))
    # Nights later it is not news any more, and does not count as lost again.
    som = night(klein, root, "2024-06-02", tmp_path)
    assert not som.meldingen
    assert Dataset.load(klein).verdwenen == {"gr-1031": date(2024, 6, 1)}
    # It comes back as it was.
    night(klein, tree(), "2024-06-03", tmp_path)
    assert Dataset.load(klein).verdwenen == {}
    assert (
        "staat niet meer" not in create_app(Settings(), klein).test_client().get("/samenwerkingsverbanden/elders").text
    )


def test_what_was_announced_and_left_never_was(klein: Path, tmp_path: Path) -> None:
    root = tree()
    copied("2001", "2025-04-01", "Regeling Nieuwkomer")(record(root, "1031"))
    night(klein, root, "2024-06-01", tmp_path)
    night(klein, tree(), "2024-06-02", tmp_path, toch=True)
    load_package(klein)
    assert create_app(Settings(), klein).test_client().get("/samenwerkingsverbanden/nieuwkomer").status_code == 200
    assert not len(Dataset.load(klein).deelnemers_of("gr-2001", date(2025, 5, 1)))


# -- which day an export is of -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naam", "zegt"),
    [
        ("oud_2024-01-31.xml", "is van 31 januari 2024, en de gegevens die er staan zijn van 1 februari 2024"),
        ("oud_20230516.xml", "is van 16 mei 2023"),
        ("nieuw_2024-03-02.xml", "is van 2 maart 2024, en die dag moet nog komen"),
    ],
)
def test_an_export_of_the_wrong_day_is_refused_unless_meant(klein: Path, tmp_path: Path, naam: str, zegt: str) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    bron = export(tree(), tmp_path, naam)
    with pytest.raises(BadSource, match=zegt) as fout:
        import_roo(bron, klein, vandaag=date(2024, 3, 1))
    assert "--toch" in str(fout.value)
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before
    assert import_roo(bron, klein, vandaag=date(2024, 3, 1), toch=True) is not None


def test_the_day_of_a_file_without_one_is_never_older_than_what_is_there(klein: Path, tmp_path: Path) -> None:
    night(klein, tree(), "2024-06-01", tmp_path)
    som = import_roo(export(tree(), tmp_path, "export.xml"), klein, vandaag=date(2024, 7, 1))
    assert som is not None
    assert str(som.peildatum) == "2024-06-01"


# -- the feed ------------------------------------------------------------------------------------------


def entries(folder: Path) -> dict[str, tuple[str, str]]:
    feed = etree.fromstring(create_app(Settings(), folder).test_client().get("/wijzigingen.atom").data)
    ns = "{http://www.w3.org/2005/Atom}"
    return {
        e.findtext(f"{ns}title"): (e.findtext(f"{ns}updated")[:10], e.findtext(f"{ns}summary"))
        for e in reversed(feed.findall(f"{ns}entry"))
    }


def test_the_feed_dates_an_entry_by_the_day_it_was_learned(klein: Path, tmp_path: Path) -> None:
    root = tree()
    end("2023-07-01")(record(root, "1021"))  # told eleven months late
    copied("2001", "2022-04-01", "Regeling Nieuwkomer")(record(root, "1004"))
    joined("=1+1", "2024-09-01")(record(root, "1004"))
    night(klein, root, "2024-06-01", tmp_path)
    gevonden = entries(klein)
    dag, zin = gevonden[f"{VRAGEN}: beëindigd"]
    assert dag == "2024-06-01"
    assert "Dit geldt vanaf 1 juli 2023." in zin
    assert "Het register meldde het op 1 juni 2024." in zin
    assert gevonden["Nieuwkomer: nieuw"][0] == "2024-06-01"
    assert gevonden["Brandweer Klein: verbeterd in het register"] == (
        "2024-06-01",
        "=1+1 doet pas mee vanaf 1 september 2024.",
    )  # fmt: skip
    # What happened before the log began is of its own day.
    assert all(dag <= "2024-06-01" for dag, _ in gevonden.values())


def test_what_left_the_register_is_not_told_as_ended(klein: Path, tmp_path: Path) -> None:
    root = tree()
    drop(record(root, "1021"))
    night(klein, root, "2024-06-01", tmp_path, toch=True)
    gevonden = entries(klein)
    assert f"{VRAGEN}: beëindigd" not in gevonden
    assert gevonden[f"{VRAGEN}: niet meer in het register"][0] == "2024-06-01"
