"""A herindeling that is announced, and its own day: the import goes on by itself. On the real export where it is."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
import shapely
from lxml import etree

from tests.conftest import DATA, KLEIN, REAL_EXPORT
from viewer.dataset import Dataset
from viewer.settings import Settings
from viewer.sources.herindelen import HERCODEERD, HERNOEMD
from viewer.sources.import_tabel import TabelOpgave, import_tabel
from viewer.sources.importers import RooSamenvatting, import_roo
from viewer.sources.package import load_package, read_table
from viewer.web import create_app

VOOR, DAG = "2024-06-30", "2024-07-01"


def ended(folder: Path, bron: Path, einde: dict[str, str], *nieuw: tuple[str, str]) -> Path:
    """A copy of an export in which gemeenten have an eindDatum (code -> day), and that has new ones (code, name)."""
    boom = etree.parse(bron)
    ns = "{" + etree.QName(boom.getroot()).namespace + "}"
    voorbeeld = None
    for rec in boom.getroot().iter(f"{ns}organisatie"):
        code = rec.get(f"{ns}resourceIdentifierTOOI", "").rpartition("/")[2].upper()
        if code in einde:
            for oud in rec.findall(f"{ns}eindDatum"):
                rec.remove(oud)
            etree.SubElement(rec, f"{ns}eindDatum").text = einde[code]
            voorbeeld = rec
    assert voorbeeld is not None
    for nummer, (code, naam) in enumerate(nieuw):
        rec = etree.fromstring(etree.tostring(voorbeeld))
        for kind in rec.findall(f"{ns}eindDatum"):
            rec.remove(kind)
        rec.set(f"{ns}systeemId", str(99_000_000 + nummer))
        rec.set(f"{ns}resourceIdentifierTOOI", f"https://identifier.overheid.nl/tooi/id/gemeente/{code.lower()}")
        rec.find(f"{ns}naam").text = f"Gemeente {naam}"
        voorbeeld.addnext(rec)
    out = folder / "export.xml"
    boom.write(str(out), encoding="UTF-8", xml_declaration=True)
    return out


def coming(folder: Path, *rijen: tuple[str, str, str, str]) -> None:
    """Adds rows to herindelingen.csv: old name, old code, new code, day."""
    with (folder / "herindelingen.csv").open("a", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([*rij, ""] for rij in rijen)


def night(folder: Path, bron: Path, dag: str) -> RooSamenvatting:
    from datetime import date  # noqa: PLC0415

    som = import_roo(str(bron), folder, date.fromisoformat(dag))
    assert som is not None
    return som


def area(dataset: Dataset, *codes: str) -> float:
    return float(shapely.union_all(dataset.gemeenten.loc[list(codes), "geometry"].to_list()).area)


def test_a_gemeente_is_alive_until_its_last_day_and_then_its_successor_has_its_area(
    klein: Path, tmp_path: Path
) -> None:
    before = Dataset.load(klein)
    samen = area(before, "GM9001", "GM9002")
    bron = ended(tmp_path, KLEIN / "register.xml", {"GM9002": DAG})
    coming(klein, ("'s-Beekveld", "GM9002", "GM9001", DAG))
    assert load_package(klein)  # a coming day may stand there
    som = night(klein, bron, VOOR)
    client = create_app(Settings(), klein).test_client()
    assert client.get("/gemeenten/s-beekveld").status_code == 200
    assert client.get("/?gemeente=GM9002").status_code == 200
    assert "GM9002" in Dataset.load(klein).gemeenten.index
    eigen = tmp_path / "eigen.csv"
    eigen.write_text("gemeente;samenwerkingsverband\n's-Beekveld;Netwerk Beek\nAadorp;Netwerk Beek\n", encoding="utf-8")
    uitkomst = import_tabel(
        eigen, klein, TabelOpgave("netwerk", "overig", "https://voorbeeld.nl", "2024"), controleer=True
    )
    assert {u.wie.code for u in uitkomst.uitkomsten if u.wie} == {"GM9001", "GM9002"}
    assert som.meldingen == ()
    som = night(klein, bron, DAG)
    assert [m for m in som.meldingen if "'s-Beekveld (GM9002) hoort nu bij Aadorp (GM9001)" in m]
    nu = Dataset.load(klein)
    assert "GM9002" not in nu.gemeenten.index
    assert area(nu, "GM9001") == pytest.approx(samen, rel=1e-6)
    # Regions and hand-kept rows go along, each gemeente once.
    assert list(nu.regios.loc[nu.regios["regio"] == "oost", "code"]) == ["GM9001"]
    client = create_app(Settings(), klein).test_client()
    for adres in ("/", "/gemeenten/aadorp", "/tabel", "/over/kwaliteit", "/analyse", "/kaart.svg"):
        assert client.get(adres).status_code == 200, adres
    # The night after nothing is new.
    assert night(klein, bron, "2024-07-02").meldingen == ()


def test_without_a_successor_the_import_goes_on_and_says_so(klein: Path, tmp_path: Path) -> None:
    bron = ended(tmp_path, KLEIN / "register.xml", {"GM9002": DAG})
    som = night(klein, bron, DAG)
    assert [m for m in som.meldingen if "GM9002" in m and "herindelingen.csv noemt geen opvolger" in m]
    assert "GM9002" in Dataset.load(klein).gemeenten.index
    assert "GM9002" in create_app(Settings(), klein).test_client().get("/over/kwaliteit").get_data(as_text=True)


def test_a_successor_that_the_register_does_not_have_yet(klein: Path, tmp_path: Path) -> None:
    coming(klein, ("'s-Beekveld", "GM9002", "GM9077", DAG))
    som = night(klein, ended(tmp_path, KLEIN / "register.xml", {"GM9002": DAG}), DAG)
    assert [m for m in som.meldingen if "GM9077 staat (nog) niet in het register" in m]
    assert "GM9002" in Dataset.load(klein).gemeenten.index


def test_a_new_gemeente_that_nobody_gives_an_area_is_told(klein: Path, tmp_path: Path) -> None:
    som = night(klein, ended(tmp_path, KLEIN / "register.xml", {"GM9099": "2020-01-01"}, ("GM9077", "Nieuwstad")), DAG)
    assert [m for m in som.meldingen if "Nieuwstad (GM9077) heeft nog geen gebied" in m]
    assert read_table(klein / "organisaties.csv")["code"].eq("GM9077").any()
    Dataset.load(klein)


def changed(folder: Path, bron: Path, code: str, *, naam: str = "", nieuwe_code: str = "", bron_id: str = "") -> Path:
    """A copy of an export in which a gemeente has another name, code or number."""
    boom = etree.parse(bron)
    ns = "{" + etree.QName(boom.getroot()).namespace + "}"
    for rec in boom.getroot().iter(f"{ns}organisatie", f"{ns}deelnemendeOrganisatie"):
        if rec.get(f"{ns}resourceIdentifierTOOI", "").rpartition("/")[2].upper() != code:
            continue
        if naam:
            rec.find(f"{ns}naam").text = f"Gemeente {naam}"
        if nieuwe_code:
            rec.set(
                f"{ns}resourceIdentifierTOOI", f"https://identifier.overheid.nl/tooi/id/gemeente/{nieuwe_code.lower()}"
            )
        if bron_id:
            rec.set(f"{ns}systeemId", bron_id)
    out = folder / "anders.xml"
    boom.write(str(out), encoding="UTF-8", xml_declaration=True)
    return out


def test_a_renamed_gemeente_keeps_its_old_address_and_name(klein: Path, tmp_path: Path) -> None:
    bron = changed(tmp_path, KLEIN / "register.xml", "GM9002", naam="Groot Beekveld")
    som = night(klein, bron, DAG)
    assert [m for m in som.meldingen if "'s-Beekveld (GM9002) heet nu Groot Beekveld" in m]
    assert night(klein, bron, "2024-07-02").meldingen == ()
    rij = read_table(klein / "herindelingen.csv").to_dict("records")[-1]
    assert (rij["oude_naam"], rij["nieuwe_code"], rij["opmerking"]) == ("'s-Beekveld", "GM9002", HERNOEMD)
    client = create_app(Settings(), klein).test_client()
    oud = client.get("/gemeenten/s-beekveld?peildatum=2023-01-01")
    assert (oud.status_code, oud.headers["Location"]) == (301, "/gemeenten/groot-beekveld?peildatum=2023-01-01")
    for adres in ("/?gemeente=s-beekveld", "/kaart?gemeente=s-beekveld", "/tabel?gemeente=s-beekveld"):
        antwoord = client.get(adres)
        assert (antwoord.status_code, "gemeente=groot-beekveld" in antwoord.headers["Location"]) == (301, True), adres
    assert "Groot Beekveld" in client.get("/?q='s-Beekveld", follow_redirects=True).text
    # Back to the old name: the new one leads there then, and nothing leads round in a circle.
    som = night(klein, KLEIN / "register.xml", "2024-07-03")
    client = create_app(Settings(), klein).test_client()
    assert client.get("/gemeenten/s-beekveld").status_code == 200
    assert client.get("/gemeenten/groot-beekveld").headers["Location"] == "/gemeenten/s-beekveld"


@pytest.mark.parametrize("bron_id", ["", "77"], ids=["the same record", "a new record"])
def test_another_code_for_the_same_gemeente(klein: Path, tmp_path: Path, bron_id: str) -> None:
    bron = changed(tmp_path, KLEIN / "register.xml", "GM9002", nieuwe_code="GM9077", bron_id=bron_id)
    if bron_id:  # the old record stays, ended
        eigen = ended(tmp_path, KLEIN / "register.xml", {"GM9002": DAG})
        oud = next(
            e for e in etree.parse(eigen).getroot().iter() if str(e.get(e.nsmap["p"].join("{}") + "systeemId")) == "102"
        )
        boom = etree.parse(bron)
        next(boom.getroot().iter("{*}organisatie")).addprevious(oud)
        boom.write(str(bron), encoding="UTF-8", xml_declaration=True)
    before = area(Dataset.load(klein), "GM9002")
    som = night(klein, bron, DAG)
    assert [m for m in som.meldingen if "had code GM9002 en heeft nu GM9077" in m]
    nu = Dataset.load(klein)
    assert "GM9002" not in nu.gemeenten.index
    assert area(nu, "GM9077") == pytest.approx(before, rel=1e-6)
    assert list(nu.regios.loc[nu.regios["regio"] == "oost", "code"]) == ["GM9001", "GM9077"]
    assert read_table(klein / "herindelingen.csv").to_dict("records")[-1]["opmerking"] == HERCODEERD
    client = create_app(Settings(), klein).test_client()
    assert client.get("/gemeenten/s-beekveld").status_code == 200
    assert client.get("/gemeenten/GM9002").headers["Location"] == "/gemeenten/s-beekveld"
    assert night(klein, bron, "2024-07-02").meldingen == ()


@pytest.mark.traag
@pytest.mark.skipif(not REAL_EXPORT.exists(), reason="the real export is not here")
def test_two_gemeenten_of_the_real_export_become_a_new_one(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    before = Dataset.load(folder)
    samen = area(before, "GM0183", "GM1774")
    bron = ended(
        tmp_path, REAL_EXPORT, {"GM0183": "2027-01-01", "GM1774": "2027-01-01"}, ("GM1999", "Noordoost-Twente")
    )
    coming(folder, ("Tubbergen", "GM0183", "GM1999", "2027-01-01"), ("Dinkelland", "GM1774", "GM1999", "2027-01-01"))
    som = night(folder, bron, "2026-12-31")
    # The new one is in the register before it begins: it is told to have no area yet.
    assert not [m for m in som.meldingen if "opgeheven" in m]
    eerst = Dataset.load(folder)
    assert {"GM0183", "GM1774"} <= set(eerst.gemeenten.index)
    assert len(eerst.gemeenten) == 342
    som = night(folder, bron, "2027-01-01")
    nu = Dataset.load(folder)
    assert len(nu.gemeenten) == 341
    assert nu.gemeenten.loc["GM1999", "naam"] == "Noordoost-Twente"
    assert nu.gemeenten.loc["GM1999", "provincie"] == "Overijssel"
    assert area(nu, "GM1999") == pytest.approx(samen, rel=1e-6)
    assert "GM1999" in set(nu.regios.loc[nu.regios["regio"] == "twente", "code"])
    assert len([m for m in som.meldingen if "hoort nu bij Noordoost-Twente" in m]) == 2
    client = create_app(Settings(), folder).test_client()
    for adres in ("/", "/gemeenten/noordoost-twente", "/tabel", "/analyse", "/wie-met-wie", "/over/kwaliteit"):
        assert client.get(adres).status_code == 200, adres
