"""A night is never lost to one record: what cannot be read keeps its rows of before, and is told."""

from __future__ import annotations

import contextlib
import copy
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.conftest import KLEIN, empty_package, some
from viewer.dataset import Dataset
from viewer.errors import BadSource, KaartError
from viewer.settings import Settings
from viewer.sources.importers import import_roo
from viewer.sources.package import read_table
from viewer.web import create_app

NS = "{https://organisaties.overheid.nl/static/schema/oo/export/2.7.0}"
TABELLEN = {
    "samenwerkingsverbanden": "id",
    "versies": "samenwerkingsverband_id",
    "deelnames": "samenwerkingsverband_id",
    "organisaties": "bron_id",
}
LICHAAM = {"1001": "gr-1001", "1002": "gr-1001", "1003": "gr-1001", "1004": "gr-1001", "1011": "gr-1011", "1012": "gr-1011", "1021": "gr-1021", "1031": "gr-1031"}  # fmt: skip


def tree() -> etree._Element:
    return etree.parse(KLEIN / "register.xml").getroot()


def record(root: etree._Element, bron_id: str) -> etree._Element:
    return next(e for e in root.iter(f"{NS}organisatie", f"{NS}regeling") if e.get(f"{NS}systeemId") == bron_id)


def export(root: etree._Element, folder: Path, naam: str = "export_2024-02-02.xml", **anders: object) -> str:
    bestand = folder / naam
    bestand.write_bytes(etree.tostring(root, **({"encoding": "UTF-8", "xml_declaration": True} | anders)))  # type: ignore[arg-type]
    return str(bestand)


def rows(folder: Path) -> dict[str, list[dict[str, str]]]:
    out = {}
    for tabel in TABELLEN:
        out[tabel] = [
            {k: w for k, w in rij.items() if k != "peildatum_bron"}
            for rij in read_table(folder / f"{tabel}.csv").to_dict("records")
        ]
    return out


def others(alle: dict[str, list[dict[str, str]]], weg: set[str]) -> dict[str, list[dict[str, str]]]:
    return {tabel: [rij for rij in rijen if rij[TABELLEN[tabel]] not in weg] for tabel, rijen in alle.items()}


def drop(element: etree._Element) -> None:
    element.getparent().remove(element)


def text(naam: str, waarde: str | None) -> Callable[[etree._Element], None]:
    """A mutation: the first element of this name gets another text, or goes."""

    def doe(rec: etree._Element) -> None:
        gevonden = next(rec.iter(f"{NS}{naam}"))
        if waarde is None:
            drop(gevonden)
        else:
            gevonden.text = waarde

    return doe


def participant(**attribs: str | None) -> Callable[[etree._Element], None]:
    def doe(rec: etree._Element) -> None:
        wie = next(rec.iter(f"{NS}deelnemendeOrganisatie"))
        for naam, waarde in attribs.items():
            if waarde is None:
                wie.attrib.pop(f"{NS}{naam}")
            else:
                wie.set(f"{NS}{naam}", waarde)

    return doe


def nameless_stranger(rec: etree._Element) -> None:
    wie = next(rec.iter(f"{NS}deelnemendeOrganisatie"))
    wie.attrib.clear()
    wie.set(f"{NS}systeemId", "88888")
    drop(wie.find(f"{NS}naam"))


UNREADABLE = {
    "no title": (text("titel", None), "titel ontbreekt"),
    "an empty title": (text("titel", "\u200b "), "titel ontbreekt"),
    "no form": (text("samenwerkingsvorm", None), "samenwerkingsvorm ontbreekt"),
    "no first day": (text("datumInwerkingtreding", None), "datumInwerkingtreding ontbreekt"),
    "a day that is none": (text("datumInwerkingtreding", "2024-02-30"), "'2024-02-30' is geen datum"),
    "a word for a day": (text("toetredingsDatum", "onbekend"), "'onbekend' is geen datum"),
    "it ends before it begins": (text("datumInwerkingtreding", "2030-01-01"), "ligt voor"),
    "a first year with its figures swapped": (text("datumInwerkingtreding", "0209-04-01"), "0209-04-01 kan niet"),
    "a last year with its figures swapped": (text("datumUitwerkingtreding", "2109-04-01"), "2109-04-01 kan niet"),
    "a first year that is far off": (text("datumInwerkingtreding", "2109-04-01"), "2109-04-01 kan niet"),
    "a participant before all gemeenten": (text("toetredingsDatum", "0020-01-01"), "0020-01-01 kan niet"),
    "a participant of the next century": (text("toetredingsDatum", "2106-01-01"), "2106-01-01 kan niet"),
    "a participant without a name": (nameless_stranger, "de naam van een deelnemer ontbreekt"),
}


@pytest.mark.parametrize("wat", some(UNREADABLE, 5))
def test_a_regeling_that_cannot_be_read_keeps_its_rows_and_is_told(klein: Path, tmp_path: Path, wat: str) -> None:
    mutate, reden = UNREADABLE[wat]
    before = rows(klein)
    root = tree()
    rec = record(root, "1011")  # the first of two versions, so that a link points at what is missing
    titel = "" if "title" in wat else "Regeling </script><b>hostile</b>"
    mutate(rec)
    # Something else changed that night, and that must arrive.
    record(root, "1031").find(f"{NS}titel").text = "Gemeenschappelijke regeling Ergens anders"
    som = import_roo(export(root, tmp_path), klein)
    assert som is not None
    assert [(g.soort, g.bron_id, g.titel, g.bewaard) for g in som.gemist] == [("regeling", "1011", titel, True)]
    assert reden in som.gemist[0].reden
    after = rows(klein)
    assert others(after, {"gr-1031"}) == others(before, {"gr-1031"})
    assert next(r for r in after["samenwerkingsverbanden"] if r["id"] == "gr-1031")["naam"] == "Ergens anders"
    facts = json.loads((klein / "datapackage.json").read_text(encoding="utf-8"))["sources"][0]
    assert [een["bron_id"] for een in facts["overgeslagen"]] == ["1011"]
    client = create_app(Settings(), klein).test_client()
    assert client.get("/gezondheid").get_json()["overgeslagen"][0]["bron_id"] == "1011"
    assert "(1011): " in client.get("/over/kwaliteit").get_data(as_text=True)
    # A night later all is well, and nothing is told any more.
    som = import_roo(export(tree(), tmp_path, "export_2024-02-03.xml"), klein)
    assert som is not None
    assert som.gemist == ()
    assert "overgeslagen" not in (klein / "datapackage.json").read_text(encoding="utf-8")


def test_on_a_first_night_the_rest_is_imported(tmp_path: Path) -> None:
    root = tree()
    text("titel", None)(record(root, "1003"))
    folder = empty_package(tmp_path / "data")
    som = import_roo(export(root, tmp_path), folder)
    assert som is not None
    assert [(g.bron_id, g.bewaard) for g in som.gemist] == [("1003", False)]
    versies = read_table(folder / "versies.csv")
    # What is left of the chain is still one samenwerkingsverband.
    assert list(versies.loc[versies["samenwerkingsverband_id"] == "gr-1001", "bron_id"]) == ["1001", "1002", "1004"]


def test_who_has_no_day_of_its_own_takes_part_from_the_beginning(klein: Path, tmp_path: Path) -> None:
    root = tree()
    for een in list(record(root, "1021").iter(f"{NS}toetredingsDatum")):
        drop(een)
    import_roo(export(root, tmp_path), klein)
    deelnames = read_table(klein / "deelnames.csv")
    assert set(deelnames.loc[deelnames["samenwerkingsverband_id"] == "gr-1021", "van"]) == {"2016-05-01"}


def test_a_name_that_is_told_elsewhere_is_taken_from_there_and_told(klein: Path, tmp_path: Path) -> None:
    before = rows(klein)
    root = tree()
    text("naam", None)(record(root, "1021"))
    som = import_roo(export(root, tmp_path), klein)
    assert som is not None
    assert som.gemist == ()
    assert [m for m in som.meldingen if "(1021)" in m and "Aadorp" in m]
    assert rows(klein) == before


def vorm(afkorting: str | None, woorden: str | None) -> Callable[[etree._Element], None]:
    def doe(rec: etree._Element) -> None:
        element = rec.find(f"{NS}samenwerkingsvorm")
        element.text = woorden
        element.attrib.clear()
        if afkorting is not None:
            element.set(f"{NS}afkorting", afkorting)

    return doe


@pytest.mark.parametrize(
    ("afkorting", "woorden", "naam", "slug", "bekend"),
    some(
        [
            ("CC", "Centrumconstructie", "Centrumconstructie", "centrumconstructie", True),
            ("cc", None, "Centrumconstructie", "centrumconstructie", True),
            (None, "'Centrumconstructie'", "Centrumconstructie", "centrumconstructie", True),
            ("X", "openbaar  lichaam", "Openbaar lichaam", "openbaar-lichaam", True),
            ("BC", "'Bestuurscommissie (Wgr)'", "Bestuurscommissie (Wgr)", "bestuurscommissie-wgr", False),
            ("ZZ", None, "ZZ", "zz", False),
            ("Q", "<b>№</b> =1+1", "<b>№</b> =1+1", "b-no-b-1-1", False),
        ],
        6,
    ),
)
def test_a_form_that_nobody_knows_is_as_the_register_words_it(
    klein: Path, tmp_path: Path, afkorting: str | None, woorden: str | None, naam: str, slug: str, bekend: bool
) -> None:
    root = tree()
    vorm(afkorting, woorden)(record(root, "1021"))
    som = import_roo(export(root, tmp_path), klein)
    assert som is not None
    assert som.gemist == ()
    assert any(repr(naam) in m for m in som.meldingen) == (not bekend)
    rij = read_table(klein / "samenwerkingsverbanden.csv").set_index("id").loc["gr-1021"]
    assert (rij["vorm"], rij["publiek_privaat"]) == (naam, "publiekrechtelijk")
    client = create_app(Settings(), klein).test_client()
    for adres in (
        f"/?vorm={slug}", f"/analyse?vorm={slug}", "/analyse", f"/tabel?vorm={slug}", f"/samenwerkingsverbanden/{rij['slug']}",
        f"/kaart?vorm={slug}", f"/api/v1/samenwerkingsverbanden?vorm={slug}", "/download/samenwerkingsverbanden.xlsx",
        "/download/samenwerkingsverbanden.gpkg", f"/download/samenwerkingsverbanden.csv?vorm={slug}", "/api/v1/openapi.json",
        f"/ogc/collections/samenwerkingsverbanden/items?vorm={slug}", "/over/kwaliteit", "/kaart.svg",
    ):  # fmt: skip
        assert client.get(adres).status_code == 200, adres
    gekozen = client.get(f"/download/samenwerkingsverbanden.csv?vorm={slug}").get_data(as_text=True)
    assert "HYPERLINK" in gekozen
    assert ("Brandweer" in gekozen) == (slug == "openbaar-lichaam")


def test_more_than_a_hundredth_that_cannot_be_read_is_refused_with_the_first_named(klein: Path, tmp_path: Path) -> None:
    before = {p.name: p.read_bytes() for p in klein.iterdir()}
    root = tree()
    for bron_id in ("1011", "1021"):
        text("titel", "")(record(root, bron_id))
    with pytest.raises(
        BadSource,
        match=r"2 van de 16 gegevens zijn niet te lezen: zonder titel \(1011\): een titel ontbreekt, zonder titel \(1021\)",
    ):
        import_roo(export(root, tmp_path), klein)
    assert {p.name: p.read_bytes() for p in klein.iterdir()} == before


def many(aantal: int, slecht: int) -> etree._Element:
    """The register with a hundred times as many records of which some cannot be read."""
    root = tree()
    ouder = record(root, "1031").getparent()
    for n in range(aantal - 16):
        nieuw = copy.deepcopy(record(root, "1031"))
        nieuw.set(f"{NS}systeemId", str(50_000 + n))
        if n < slecht:
            text("titel", None)(nieuw)
        ouder.append(nieuw)
    return root


def test_the_bound_is_one_in_a_hundred(tmp_path: Path) -> None:
    som = import_roo(export(many(400, 4), tmp_path), empty_package(tmp_path / "een"))
    assert som is not None
    assert len(som.gemist) == 4
    with pytest.raises(BadSource, match="5 van de 400 gegevens zijn niet te lezen"):
        import_roo(export(many(400, 5), tmp_path), empty_package(tmp_path / "twee"))


@pytest.mark.parametrize("deel", ["organisaties", "gemeenschappelijkeRegelingen"])
def test_an_export_of_one_part_is_refused(klein: Path, tmp_path: Path, deel: str) -> None:
    root = tree()
    drop(root.find(f"{NS}{deel}"))
    with pytest.raises(BadSource, match="volledige export"):
        import_roo(export(root, tmp_path), klein, toch=True)


@pytest.mark.parametrize("bron_id", some(["101", "102", "105"], 3))
@pytest.mark.parametrize(
    "wat",
    [
        "no name",
        "a wrong day",
        "a day long ago",
        "a day far off",
        "no code",
        "no type",
        "no provincie",
        "gone",
        "no systeemId",
    ],
)
def test_a_gemeente_that_cannot_be_read_stays_as_it_was(klein: Path, tmp_path: Path, wat: str, bron_id: str) -> None:
    before = rows(klein)
    kaart = (klein / "gemeenten.geojson").read_text(encoding="utf-8")
    root = tree()
    rec = record(root, bron_id)
    naam = rec.findtext(f"{NS}naam").removeprefix("Gemeente ")
    {
        "no name": text("naam", None),
        "a wrong day": lambda r: etree.SubElement(r, f"{NS}eindDatum").__setattr__("text", "31-12-2030"),
        "a day long ago": lambda r: etree.SubElement(r, f"{NS}eindDatum").__setattr__("text", "0209-01-01"),
        "a day far off": lambda r: etree.SubElement(r, f"{NS}startDatum").__setattr__("text", "2109-01-01"),
        "no code": lambda r: r.attrib.pop(f"{NS}resourceIdentifierTOOI"),
        "no type": text("types", None),
        "no provincie": text("adressen", None),
        "gone": drop,
        "no systeemId": lambda r: r.attrib.pop(f"{NS}systeemId"),
    }[wat](rec)
    som = import_roo(export(root, tmp_path), klein)
    assert som is not None
    verteld = [str(g) for g in som.gemist] + list(som.meldingen)
    assert any(naam in zin or bron_id in zin for zin in verteld)
    assert rows(klein) == before
    assert (klein / "gemeenten.geojson").read_text(encoding="utf-8") == kaart


def test_the_body_of_a_record_that_cannot_be_read_keeps_website_and_abbreviation(klein: Path, tmp_path: Path) -> None:
    before = rows(klein)
    root = tree()
    text("naam", "")(record(root, "201"))
    som = import_roo(export(root, tmp_path), klein)
    assert som is not None
    assert [g.bron_id for g in som.gemist] == ["201"]
    assert rows(klein) == before


# -- any mutation of one record --------------------------------------------------------------------

WORDS = st.sampled_from(
    ["", " ", "\u200b", "2024-02-30", "2024-02-29+01:00", "2019-12-31T23:00:00Z", "31-12-2020", "9999-12-31", "0001-01-01",
     "onbekend", "=1+1", "<b>", "x" * 30_000, "-1", "²", "9" * 5000, "gm9001", "1021", "a;b", '"', "“", "É\u0301", "\u202e", "😀"]
) | st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12)  # fmt: skip
RECORDS = st.sampled_from(["101", "102", "103", "105", "109", "201", "301", *LICHAAM])
IDS = st.sampled_from(["1001", "1003", "1004", "1011", "1021", "1031", "101", "9999", "abc", ""])


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, bytes]:
    """A register in which one record differs in some way, and which one."""
    root = tree()
    bron_id = draw(RECORDS)
    rec = record(root, bron_id)
    for ronde in range(draw(st.integers(1, 2))):
        elementen = [rec, *rec.iter()]
        element = draw(st.sampled_from(elementen[1:]))
        hoe = draw(st.sampled_from(["text", "drop", "double", "empty", "attribute", "no attribute", "link", "rename"]))
        if hoe == "text":
            element.text = draw(WORDS)
        elif hoe == "drop" and element is not rec and element.getparent() is not None:
            drop(element)
        # A record that is spoilt and then doubled would be two.
        elif hoe == "double" and element.getparent() is not None and (element is not rec or ronde == 0):
            element.addnext(copy.deepcopy(element))
        elif hoe == "empty":
            for kind in list(element):
                element.remove(kind)
            element.text = None
        elif hoe == "attribute" and element.attrib and (element is not rec or draw(st.booleans())):
            element.set(draw(st.sampled_from(sorted(element.attrib))), draw(WORDS | IDS))
        elif hoe == "no attribute" and element.attrib:
            element.attrib.pop(draw(st.sampled_from(sorted(element.attrib))))
        elif hoe == "link":
            link = etree.SubElement(rec, NS + draw(st.sampled_from(["nextVersion", "previousVersion"])))
            link.set(f"{NS}systeemId", draw(IDS))
        elif hoe == "rename" and element is not rec:
            element.tag = NS + draw(
                st.sampled_from(["naam", "titel", "regeling", "organisatie", "deelnemendeOrganisatie"])
            )
    return bron_id, etree.tostring(root, encoding="UTF-8", xml_declaration=True)


@pytest.fixture(scope="session")
def basis(_klein: Path) -> Path:
    """The small province as it is, to be copied."""
    return _klein


@pytest.mark.traag
@settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(mutations())
def test_no_mutation_of_one_record_loses_a_night_or_the_rows_of_others(basis: Path, geval: tuple[str, bytes]) -> None:
    bron_id, inhoud = geval
    weg = {LICHAAM.get(bron_id, bron_id), bron_id}
    if bron_id in ("201",):
        weg |= {"gr-1001"}  # its body tells of it
    with tempfile.TemporaryDirectory() as tmp:
        folder = Path(shutil.copytree(basis, Path(tmp) / "data"))
        bestand = Path(tmp) / "export_2024-02-02.xml"
        bestand.write_bytes(inhoud)
        before = rows(folder)
        # Of so small a register one record is more than the tenth that may go unasked.
        som = import_roo(str(bestand), folder, toch=True)
        assert som is not None
        Dataset.load(folder)
        after = rows(folder)
        nieuw = {rij["id"] for rij in after["samenwerkingsverbanden"]} - {
            r["id"] for r in before["samenwerkingsverbanden"]
        }
        nieuw |= {rij["bron_id"] for rij in after["organisaties"]} - {r["bron_id"] for r in before["organisaties"]}
        assert others(after, weg | nieuw) == others(before, weg)
        # A first time, with nothing to fall back on, somebody is there to read a line.
        with contextlib.suppress(KaartError):
            import_roo(str(bestand), empty_package(Path(tmp) / "eerste"))
