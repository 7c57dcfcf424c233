"""`/analyse` and `/vergelijk`: pages, pictures and files that say the same, and refuse what they do not know."""

from __future__ import annotations

import csv
import html
import io
import re

import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.web.page import page
from viewer.exports.figuren import FIGUREN

SNEL = ("jaren", "afwijkingen")
"""A chart of time and a table: what `make snel` tries of the figures that one can take away."""
BORNE_HENGELO = "In Regio Twente wijken Borne en Hengelo het meest af: elk 4 keer."


@pytest.mark.parametrize(
    "vraag",
    [
        "", "?regio=twente", "?hoogstens=50", "?hoogstens=1", "?thema=jeugd", "?vorm=netwerk", "?peildatum=2016-02-01",
        "?peildatum=1990-01-01", "?thema=onderwijs&regio=twente", "?gemeente=raalte", "?q=crematoria", "?verband=gblt",
    ],
)  # fmt: skip
def test_every_choice_is_a_page(client: FlaskClient, vraag: str) -> None:
    page(client, f"/analyse{vraag}")


def test_the_page_says_what_it_is_about_and_who_deviates(client: FlaskClient) -> None:
    tekst = html.unescape(page(client, "/analyse?hoogstens=50&recht=publiekrechtelijk"))
    assert "31 samenwerkingsverbanden</strong> en <strong>25 gemeenten</strong>, op 16 mei 2026" in tekst
    assert "Weggelaten, met meer dan 50 deelnemers: EUREGIO." in tekst
    assert "IJsselland: 9 van de 17 blijven binnen de regio (53%)." in tekst
    assert "Wie alleen naar gemeenten in Overijssel kijkt, komt op 17 van de 17 (100%)." in tekst
    assert BORNE_HENGELO in tekst
    assert "zoals EUREGIO met 129 deelnemers" in tekst
    assert tekst.count('class="lees"') == len(FIGUREN)


def test_deviations_sort_without_script(client: FlaskClient) -> None:
    def eerste(sorteer: str) -> str:
        tekst = page(client, f"/analyse?regio=twente&recht=publiekrechtelijk&sorteer={sorteer}")
        tabel = tekst[tekst.index('id="afwijkingen"') :]
        return html.unescape(re.search(r'<tr><th scope="row">(.*?)</th>', tabel)[1])  # type: ignore[index]

    assert (eerste("gemeente"), eerste("-gemeente"), eerste("standaard")) == ("Almelo", "Wierden", "Borne")
    assert eerste("samenwerkingsverband") != eerste("-samenwerkingsverband")


@pytest.mark.parametrize(
    "naam", [pytest.param(naam, marks=() if naam in SNEL else pytest.mark.traag) for naam in FIGUREN]
)
def test_a_figure_goes_with_you_in_four_forms_that_say_the_same(client: FlaskClient, naam: str) -> None:
    png = client.get(f"/analyse/{naam}.png?regio=twente")
    assert png.data[:8] == b"\x89PNG\r\n\x1a\n"
    svg = client.get(f"/analyse/{naam}.svg?regio=twente")
    assert svg.mimetype == "image/svg+xml"
    assert "<script" not in svg.text
    assert svg.headers["Content-Security-Policy"].endswith("sandbox")
    rijen = list(csv.reader(io.StringIO(client.get(f"/analyse/{naam}.csv?regio=twente").text)))
    antwoord = client.get(f"/analyse/{naam}.xlsx?regio=twente")
    assert f'filename="{naam}-overijssel-2026-05-16.xlsx"' in antwoord.headers["Content-Disposition"]
    boek = openpyxl.load_workbook(io.BytesIO(antwoord.data))
    blad = [["" if cel is None else str(cel) for cel in rij] for rij in boek.worksheets[0].iter_rows(values_only=True)]
    assert blad == rijen
    assert len(rijen) > 1
    uitleg = dict(boek["toelichting"].iter_rows(values_only=True))
    assert "CC0" in uitleg["bron en licentie"]
    assert uitleg["keuze"] == "regio=twente"


@pytest.mark.traag
def test_hostile_names_stay_text_in_every_figure(klein_client: FlaskClient) -> None:
    page(klein_client, "/analyse?peildatum=2022-01-01")
    for naam in FIGUREN:
        for soort in ("svg", "png", "csv", "xlsx"):
            antwoord = klein_client.get(f"/analyse/{naam}.{soort}?peildatum=2022-01-01")
            assert antwoord.status_code == 200
            if soort == "svg":
                assert "<b>" not in antwoord.text


@pytest.mark.parametrize(
    ("adres", "status"),
    [
        ("/analyse?hoogstens=0", 200),
        ("/analyse?hoogstens=veel", 200),
        ("/analyse?sorteer=kleur", 200),
        ("/analyse?regio=twente&regio=x", 200),
        ("/analyse/congruentie.pdf", 404),
        ("/analyse/geheim.csv", 404),
        ("/analyse/congruentie.csv?regio=x", 400),
        ("/vergelijk?gemeente=atlantis", 404),
        ("/vergelijk?gemeente=almelo&gemeente=borne&gemeente=dalfsen&gemeente=deventer&gemeente=ommen", 200),
        ("/vergelijk?van=2020-01-01&tot=2019-01-01", 200),
        ("/vergelijk?van=gisteren", 200),
        ("/vergelijk.csv", 400),
        ("/vergelijk.pdf?gemeente=almelo&gemeente=borne", 404),
    ],
)
def test_what_it_does_not_know_is_told(client: FlaskClient, adres: str, status: int) -> None:
    tekst = page(client, adres, status)
    assert ("adres-melding" in tekst) == (status == 200 or "atlantis" in adres)


@pytest.mark.parametrize(
    ("vraag", "zin"),
    [
        ("", ""),
        ("?gemeente=zwolle", "Kies er nog minstens een bij."),
        ("?gemeente=borne&gemeente=hengelo", "12 samenwerkingsverbanden</strong> samen, op 16 mei 2026"),
        ("?gemeente=borne&gemeente=hengelo&ook=zelf-verzameld", "die wij zelf verzamelden, uit bronnen van"),
        ("?gemeente=borne&gemeente=hengelo&gemeente=zwolle&gemeente=deventer", "met zijn allen"),
        ("?verband=ggd-ijsselland&verband=regio-zwolle", "10 gemeenten</strong> in allebei"),
        ("?van=2018-01-01&tot=2026-05-16", "op beide dagen"),
        ("?van=2016-01-01&regio=twente", "niet volledig"),
        ("?gemeente=groningen&gemeente=zwolle", "samen, op"),
    ],
)
def test_side_by_side(client: FlaskClient, vraag: str, zin: str) -> None:
    assert zin in html.unescape(page(client, f"/vergelijk{vraag}"))


def test_a_comparison_goes_with_you(client: FlaskClient) -> None:
    vraag = "?gemeente=zwolle&gemeente=deventer"
    rijen = list(csv.reader(io.StringIO(client.get(f"/vergelijk.csv{vraag}").text)))
    assert rijen[0] == ["samenwerkingsverband", "Zwolle", "Deventer", "allemaal"]
    assert ["GGD IJsselland", "ja", "ja", "ja"] in rijen
    assert ["PlusOV", "nee", "ja", "nee"] in rijen
    boek = openpyxl.load_workbook(io.BytesIO(client.get(f"/vergelijk.xlsx{vraag}").data))
    assert [list(rij) for rij in boek["vergelijking"].iter_rows(values_only=True)] == rijen


def test_the_file_of_congruence_has_both_numbers(client: FlaskClient) -> None:
    rijen = list(csv.DictReader(io.StringIO(client.get("/analyse/congruentie.csv?recht=publiekrechtelijk").text)))
    ijsselland = next(rij for rij in rijen if rij["regio"] == "IJsselland")
    alleen = ", alleen gemeenten in Overijssel"
    namen = ("samenwerkingsverbanden", "gelijk", "binnen", "snijdt", "congruentie in %")
    assert [ijsselland[naam] for naam in namen] == ["18", "4", "5", "9", "50"]
    assert [ijsselland[naam + alleen] for naam in namen] == ["18", "4", "13", "1", "94"]


def test_the_api_says_the_same(client: FlaskClient) -> None:
    antwoord = client.get("/api/v1/congruentie?regio=twente&recht=publiekrechtelijk&hoogstens=50").json
    assert antwoord["weggelaten"] == ["gr-28143358"]
    twente = antwoord["items"][0]
    assert (twente["aantal"], twente["gelijk"], twente["binnen"], twente["snijdt"]) == (14, 4, 9, 1)
    assert twente["alle"] == {naam: twente[naam] for naam in twente["alle"]}
    anders = {"gelijk": 5, "binnen": 9, "snijdt": 0, "omvat": 0, "congruentie": 1.0}
    assert twente["provincie"] == {"aantal": 14, **anders}
    keren = [rij["code"] for rij in twente["afwijkingen"]]
    assert (keren.count("GM0147"), keren.count("GM0164"), keren.count("GM0153")) == (4, 4, 3)
    samen = client.get("/api/v1/vergelijking?gemeente=zwolle&gemeente=deventer").json
    assert samen["vergeleken"] == ["GM0193", "GM0150"]
    assert sum(rij["gedeeld"] for rij in samen["items"]) == 5
    assert all(rij["gedeeld"] == (len(rij["bij"]) == 2) for rij in samen["items"])
    dagen = client.get("/api/v1/vergelijking?van=2018-01-01&tot=2026-05-16").json
    assert dagen["soort"] == "dagen"
    paar = client.get("/api/v1/verbindingen?recht=publiekrechtelijk&perPagina=1").json["items"][0]
    assert paar["per_thema"]["werk en inkomen"] == 3
    assert client.get("/api/v1/vergelijking").status_code == 400
    zonder = client.get("/api/v1/verbindingen?recht=publiekrechtelijk&hoogstens=50&perPagina=1").json
    assert (zonder["items"][0]["aantal"], zonder["weggelaten"]) == (11, ["gr-28143358"])
