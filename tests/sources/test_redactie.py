"""What people add: taken, a sentence, names; and what words propose for what nobody has read."""

from __future__ import annotations

import csv
import html
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import KLEIN, LIVE
from tests.test_cli import run
from viewer.analysis.nalezen import to_read
from viewer.dataset import Dataset
from viewer.errors import BadPackage
from viewer.model import plain
from viewer.settings import Settings
from viewer.sources.import_roo import import_roo
from viewer.sources.package import load_package, read_table, write_table
from viewer.sources.redactie import Redactie, Taak, Voorstel, name_first, read_redactie, read_taken
from viewer.web import create_app

TAKEN = {
    t.slug: t
    for t in (
        Taak("brandweer", "Brandweer", "veiligheid", "1.1", ("blussen", "veiligheidsregio")),
        Taak("afval", "Afval ophalen", "afval en grondstoffen", "7.3", ("afval", "grijze bak")),
        Taak("ict", "Computers", "bedrijfsvoering en ICT", "0.4", ("ICT",)),
        Taak("archief", "Archief", "cultuur en erfgoed", "0.4", ("archief",)),
    )
}


def change(folder: Path, tabel: str, rijen: list[dict[str, str]]) -> None:
    oud = list(read_table(folder / f"{tabel}.csv").to_dict("records"))
    sleutel = next(iter(oud[0] if oud else rijen[0]))
    nieuw = {rij[sleutel]: rij for rij in rijen}
    leeg = dict.fromkeys(oud[0], "") if oud else {}
    write_table(
        folder / f"{tabel}.csv", tabel, [*(r for r in oud if r[sleutel] not in nieuw), *({**leeg, **r} for r in rijen)]
    )


@pytest.mark.parametrize(
    ("teksten", "taken"),
    [
        (("Veiligheidsregio Fryslân",), ("brandweer",)),
        (("Afvalinzameling Rivierenland",), ("afval",)),
        (("Samenwerking Blussen en Afval",), ("brandweer", "afval")),
        (("Inzameling van de grijze bák",), ("afval",)),
        (("Conflictregeling",), ()),  # `ict` is short: only by itself
        (("Dienst ICT Noord",), ("ict",)),
        (("Het E-Depotarchief",), ()),
        (("Regeling", "Gemeenschappelijke regeling Archief Oost"), ("archief",)),
        ((), ()),
    ],
)
def test_words_propose_taken(teksten: tuple[str, ...], taken: tuple[str, ...]) -> None:
    assert Voorstel(TAKEN).taken(teksten) == taken


def test_subjects_follow_from_taken_the_first_is_the_main_one() -> None:
    hand = Redactie(taken=("afval", "brandweer", "afval"))
    assert hand.subjects(TAKEN) == ("afval en grondstoffen", "veiligheid")
    assert Redactie(themas=("water",), taken=("afval",)).subjects(TAKEN) == ("water",)
    assert Redactie().subjects(TAKEN) == ()


def test_what_was_read_goes_before_what_words_propose_and_both_say_so(klein: Path) -> None:
    dataset = Dataset.load(klein)
    voorlopig = dataset.verbanden[dataset.verbanden["taken_bron"] == "voorlopig"]
    assert set(voorlopig["taken"]) == {("brandweer",)}
    id_ = voorlopig.index[0]
    zin = "Haalt het afval op."
    change(
        klein,
        "redactie",
        [{"samenwerkingsverband_id": id_, "taken": "afval-ophalen;ict", "omschrijving": zin, "datum": "2026-12-01"}],
    )
    rij = Dataset.load(klein).verbanden.loc[id_]
    assert (rij["taken"], rij["taken_bron"]) == (("afval-ophalen", "ict"), "redactie")
    assert rij["taaknamen"] == ("Afval ophalen", "Computers van gemeenten")
    assert rij["themas"] == ("afval en grondstoffen", "bedrijfsvoering en ICT")
    assert rij["omschrijving"] == zin
    import_roo(str(KLEIN / "register.xml"), klein)
    [geschreven] = [r for r in read_table(klein / "samenwerkingsverbanden.csv").to_dict("records") if r["id"] == id_]
    assert (geschreven["themas"], geschreven["thema_bron"], geschreven["omschrijving"]) == (
        "afval en grondstoffen;bedrijfsvoering en ICT", "redactie", zin,
    )  # fmt: skip


def test_what_it_is_called_besides_is_shown_and_found(klein: Path) -> None:
    rij = {
        "samenwerkingsverband_id": "gr-1001",
        "andere_namen": "Blusploeg Zuid;brandweer klein",
        "datum": "2026-12-01",
    }
    change(
        klein, "redactie", [rij, {"samenwerkingsverband_id": "net", "andere_namen": "Kluwen", "datum": "2026-12-01"}]
    )
    dataset = Dataset.load(klein)
    naam = dataset.verbanden["naam"]["gr-1001"]
    assert plain(naam) == "brandweer klein"  # what it is called anyway is no other name
    assert dataset.verbanden["andere_namen"]["gr-1001"] == ("Blusploeg Zuid",)
    assert list(dataset.mentioning("blusploeg zuid")) == ["gr-1001"]
    assert list(dataset.mentioning("kluwen")) == ["net"]
    client = create_app(Settings(), klein).test_client()
    slug = dataset.verbanden["slug"]["gr-1001"]
    assert "Blusploeg Zuid" in client.get(f"/samenwerkingsverbanden/{slug}").text
    assert "Blusploeg Zuid" in client.get(f"/?verband={slug}").text
    assert naam in client.get("/tabel?q=blusploeg&kolom=ook").text
    assert client.get("/api/v1/samenwerkingsverbanden/gr-1001").json["andere_namen"] == ["Blusploeg Zuid"]


def test_titles_of_other_versions_are_shown_and_found(dataset: Dataset, client: FlaskClient) -> None:
    assert len(dataset.eerdere_titels) > 50
    titels = dict(zip(dataset.versies["bron_id"], dataset.versies["verband"], strict=True))
    assert set(dataset.eerdere_titels) <= set(titels.values())
    for id_, others in dataset.eerdere_titels.items():
        nu = {plain(dataset.verbanden["naam"][id_]), plain(dataset.verbanden["titel"][id_])}
        for titel in others:
            assert plain(titel) not in nu
            assert id_ in dataset.mentioning(titel), titel
    id_, others = next(iter(dataset.eerdere_titels.items()))
    tekst = html.unescape(client.get(f"/samenwerkingsverbanden/{dataset.verbanden['slug'][id_]}").text)
    assert all(titel in tekst for titel in others)


def test_a_hand_kept_row_has_taken_too(klein: Path) -> None:
    change(klein, "redactie", [{"samenwerkingsverband_id": "net", "taken": "ict", "datum": "2026-12-01"}])
    rij = Dataset.load(klein).verbanden.loc["net"]
    assert (rij["taken"], rij["themas"], rij["omschrijving"]) == (("ict",), ("bedrijfsvoering en ICT",), "Doet iets.")


@pytest.mark.parametrize(
    ("rij", "regel"),
    [
        (
            {"samenwerkingsverband_id": "net", "taken": "ict;vliegen"},
            "redactie.csv, rij 3, kolom taken: 'vliegen' staat niet in taken.csv.",
        ),
        (
            {"samenwerkingsverband_id": "net", "taken": "ict, afval"},
            "redactie.csv, rij 3, kolom taken: 'ict, afval' past niet",
        ),
        ({"samenwerkingsverband_id": "net", "bron_id": "gr-1"}, "redactie.csv, rij 3, kolom bron_id: 'gr-1' past niet"),
    ],
)
def test_what_cannot_be_is_one_line(klein: Path, rij: dict[str, str], regel: str) -> None:
    change(klein, "redactie", [{**rij, "datum": "2026-12-01"}])
    with pytest.raises(BadPackage) as fout:
        load_package(klein)
    [enige] = str(fout.value).splitlines()[-1:]
    assert regel in enige


def test_a_folder_of_before_there_were_taken_is_good(klein: Path) -> None:
    (klein / "taken.csv").unlink()
    oud = read_table(klein / "redactie.csv").drop(columns=["andere_namen", "taken", "bron_id"])
    oud.to_csv(klein / "redactie.csv", index=False)
    load_package(klein)
    dataset = Dataset.load(klein)
    assert set(dataset.verbanden["taken"]) == {()}
    assert dataset.verbanden.loc["gr-1011", "omschrijving"] == "Doet iets voor inwoners."


@pytest.mark.parametrize("geschreven", ["0,4", "0.4", "0-apr", "00-apr", "0-Apr"])
def test_a_taakveld_as_excel_saves_it(klein: Path, geschreven: str) -> None:
    bestand = klein / "taken.csv"
    bestand.write_text(
        bestand.read_text(encoding="utf-8")
        .replace(",0.4,", f",{geschreven},")
        .replace(f",{geschreven},", f',"{geschreven}",'),
        encoding="utf-8",
    )
    assert read_table(bestand).set_index("slug").loc["ict", "taakveld"] == "0.4"
    load_package(klein)


def test_what_the_repository_carries_is_sound() -> None:
    taken = read_taken(read_table(LIVE / "taken.csv").to_dict("records"))
    redactie = read_redactie(read_table(LIVE / "redactie.csv").to_dict("records"))
    versies = set(read_table(LIVE / "versies.csv")["bron_id"])
    for taak in taken.values():
        assert len(set(taak.woorden)) == len(taak.woorden), taak
    for id_, hand in redactie.items():
        assert len(set(hand.taken)) == len(hand.taken), id_
        assert len(hand.omschrijving.split()) <= 25, id_
        assert not hand.bron_id or hand.bron_id in versies, id_
        assert hand.subjects(taken) or not hand.taken
    with (LIVE / "samenwerkingsverbanden.csv").open(encoding="utf-8") as bestand:
        for rij in csv.DictReader(bestand):
            if eigen := redactie.get(rij["id"], Redactie()).subjects(taken):
                assert tuple(rij["themas"].split(";")) == eigen, f"{rij['id']}: importeer het register opnieuw"


def test_a_name_decides_before_a_fixed_order_does() -> None:
    taken = read_taken(
        [
            {"slug": "milieu", "naam": "Milieu", "thema": "milieu en omgeving", "taakveld": "7.4", "woorden": "omgevingsdienst"},
            {"slug": "school", "naam": "Scholen", "thema": "onderwijs", "taakveld": "4.2", "woorden": "onderwijs"},
        ]
    )  # fmt: skip
    van_register = ("afval en grondstoffen", "water", "milieu en omgeving")
    slugs = Voorstel(taken).taken(("Omgevingsdienst Noord",))
    assert name_first(van_register, slugs, taken) == ("milieu en omgeving", "afval en grondstoffen", "water")
    assert name_first(("overig",), Voorstel(taken).taken(("Openbaar onderwijs",)), taken) == ("onderwijs",)
    assert name_first(("overig",), (), taken) == ("overig",)


def test_every_omgevingsdienst_is_about_the_environment_and_nothing_of_which_the_name_speaks_is_overig() -> None:
    live = Dataset.load(LIVE)
    register = live.verbanden[live.verbanden["comparable"]]
    diensten = register[register["naam"].str.contains("omgevingsdienst|milieudienst", case=False)]
    assert len(diensten) > 20
    assert {themas[0] for themas in diensten["themas"]} == {"milieu en omgeving"}
    overig = register[register["themas"].map(lambda themas: "overig" in themas)]
    for naam, titel in zip(overig["naam"], overig["titel"], strict=True):
        assert not Voorstel(live.taken).taken((naam, titel)), naam
    assert not set(overig.index) & set(live.verbanden_on(live.peildatum).index)


def test_bronnen_lists_what_must_be_read_again(klein: Path) -> None:
    def told() -> list[str]:
        uitkomst = run(klein, "bronnen")
        assert uitkomst.exit_code == 0, uitkomst.output
        return [regel for regel in uitkomst.output.splitlines() if regel.startswith("  gr-1001")]

    [regel] = told()
    assert "Brandweer Klein" in regel
    assert "nog niet gelezen; voorlopig uit de naam: brandweer." in regel
    rij = {"samenwerkingsverband_id": "gr-1001", "taken": "brandweer", "datum": "2026-12-01"}
    change(klein, "redactie", [{**rij, "bron_id": "1003"}])
    [regel] = told()
    assert "gelezen is versie 1003, nu geldt 1004." in regel
    change(klein, "redactie", [{**rij, "bron_id": "1004"}])
    assert told() == []
    assert "gr-1001" not in {een.id for een in to_read(Dataset.load(klein))}


def test_all_that_is_in_force_was_read() -> None:
    live = Dataset.load(LIVE)
    assert [een for een in to_read(live) if not een.gelezen and een.nu] == []
