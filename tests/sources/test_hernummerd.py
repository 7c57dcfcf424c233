"""A regeling under a new number: asked by title and participants, and when it is the same it keeps its address."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from tests.sources.test_import_night import NS, drop, record, tree
from tests.sources.test_verschillen import copied, member, night, told
from viewer.dataset import Dataset
from viewer.settings import Settings
from viewer.sources.package import load_package
from viewer.web import create_app


def again(titel: str = "", van: str = "2024-05-01") -> etree._Element:
    """The register with regeling 1021 under number 2021."""
    root = tree()
    rec = record(root, "1021")
    copied("2021", van, titel)(rec)
    drop(rec)
    return root


def answer(folder: Path, bron_id: str, id_: str, zelfde: str) -> None:
    bestand = folder / "hernummerd.csv"
    if not bestand.exists():
        bestand.write_text("bron_id,samenwerkingsverband_id,zelfde,datum,opmerking\n", encoding="utf-8")
    with bestand.open("a", encoding="utf-8") as out:
        out.write(f"{bron_id},{id_},{zelfde},2024-06-02,\n")


def test_it_is_asked_and_until_then_both_have_a_page(klein: Path, tmp_path: Path) -> None:
    som = night(klein, again(), "2024-06-01", tmp_path, toch=True)
    vraag = [m for m in som.meldingen if "Is het hetzelfde onder een nieuw nummer?" in m]
    assert len(vraag) == 1
    assert "bron_id 2021, samenwerkingsverband_id gr-1021" in vraag[0]
    slugs = dict(Dataset.load(klein).verbanden["slug"])
    client = create_app(Settings(), klein).test_client()
    assert {"gr-1021", "gr-2021"} <= slugs.keys()
    for id_ in ("gr-1021", "gr-2021"):
        assert client.get(f"/samenwerkingsverbanden/{slugs[id_]}").status_code == 200
    # It is asked until somebody answers.
    assert [m for m in night(klein, again(), "2024-06-02", tmp_path).meldingen if "nieuw nummer?" in m]


def test_yes_gives_it_its_address_and_its_history_back(klein: Path, tmp_path: Path) -> None:
    night(klein, again(), "2024-06-01", tmp_path, toch=True)
    voorlopig = Dataset.load(klein).verbanden["slug"]["gr-2021"]
    eigen = Dataset.load(klein).verbanden["slug"]["gr-1021"]
    answer(klein, "2021", "gr-1021", "ja")
    for nacht in ("2024-06-02", "2024-06-03"):
        som = night(klein, again(), nacht, tmp_path)
        assert not [m for m in som.meldingen if "nieuw nummer?" in m]
        dataset = Dataset.load(klein)
        assert "gr-2021" not in dataset.verbanden.index
        assert dataset.verbanden["slug"]["gr-1021"] == eigen
        assert dataset.verdwenen == {}
        assert list(dataset.versies.loc[dataset.versies["verband"] == "gr-1021", "bron_id"]) == ["1021", "2021"]
        for dag in (date(2017, 1, 1), date(2024, 4, 30), date(2024, 5, 1), date(2024, 6, 3)):
            assert set(dataset.deelnemers_of("gr-1021", dag)["code"]) == {"GM9001", "GM9004"}, dag
        assert len(dataset.deelnames[dataset.deelnames["verband"] == "gr-1021"]) == 2
        client = create_app(Settings(), klein).test_client()
        assert client.get(f"/samenwerkingsverbanden/{eigen}").status_code == 200
        for oud in (voorlopig, "gr-2021"):
            antwoord = client.get(f"/samenwerkingsverbanden/{oud}")
            assert (antwoord.status_code, antwoord.headers["Location"]) == (301, f"/samenwerkingsverbanden/{eigen}")
        assert client.get(f"/?verband={voorlopig}", follow_redirects=True).status_code == 200
    load_package(klein)


def test_yes_before_the_night_that_brings_it(klein: Path, tmp_path: Path) -> None:
    """Who knows it already is not asked."""
    answer(klein, "2021", "gr-1021", "ja")
    som = night(klein, again(), "2024-06-01", tmp_path)
    assert "gr-2021" not in Dataset.load(klein).verbanden.index
    assert "verdwenen" not in told(som)
    assert "nieuw" not in told(som)


def test_no_is_not_asked_again(klein: Path, tmp_path: Path) -> None:
    night(klein, again(), "2024-06-01", tmp_path, toch=True)
    answer(klein, "2021", "gr-1021", "nee")
    som = night(klein, again(), "2024-06-02", tmp_path)
    assert not [m for m in som.meldingen if "nieuw nummer?" in m]
    assert {"gr-1021", "gr-2021"} <= set(Dataset.load(klein).verbanden.index)


def test_an_answer_about_nothing_is_told_and_stops_nothing(klein: Path, tmp_path: Path) -> None:
    answer(klein, "2021", "gr-4711", "ja")
    som = night(klein, tree(), "2024-06-01", tmp_path)
    assert [m for m in som.meldingen if "hernummerd.csv: 'gr-4711'" in m]


@pytest.mark.parametrize(("titel", "deelnemers"), [("Regeling heel iets anders", 2), ("", 1)])
def test_another_title_or_other_participants_are_not_asked(
    klein: Path, tmp_path: Path, titel: str, deelnemers: int
) -> None:
    root = again(titel)
    if deelnemers == 1:
        rec = record(root, "2021")
        drop(member("=1+1")(rec))
        for naam, code in (("GM9005", "gm9005"), ("GM9003", "gm9003")):
            wie = etree.fromstring(etree.tostring(member("Aadorp")(rec)))
            wie.find(f"{NS}naam").text = naam
            wie.set(f"{NS}resourceIdentifierTOOI", f"https://identifier.overheid.nl/tooi/id/gemeente/{code}")
            member("Aadorp")(rec).addnext(wie)
    som = night(klein, root, "2024-06-01", tmp_path, toch=True)
    assert not [m for m in som.meldingen if "nieuw nummer?" in m]
