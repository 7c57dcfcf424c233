"""Pages as people get them, JavaScript or not."""

from __future__ import annotations

import csv
import gzip
import html
import io
import re
import statistics
from pathlib import Path

import brotli
import pytest
from flask.testing import FlaskClient

from tests.conftest import DATA, KLEIN
from tests.web.page import page
from viewer.dataset import Dataset
from viewer.settings import Settings
from viewer.sources.importers import import_roo
from viewer.web import create_app
from viewer.wording import long_date

ADRESSEN = [
    "/",
    "/kaart",
    "/over",
    "/toegankelijkheid",
    "/?gemeente=raalte",
    "/?gemeente=raalte&verband=ggd-ijsselland",
    "/?thema=veiligheid&regio=twente&vorm=openbaar-lichaam&peildatum=2018-01-01",
    "/?q=geenenkelsamenwerkingsverbandheetzo",
    "/kaart?verband=twence&verband=regio-zwolle",
    "/gemeenten",
    "/gemeenten/raalte",
    "/gemeenten/hof-van-twente?peildatum=2017-05-01",
    "/gemeenten/amsterdam",
    "/samenwerkingsverbanden/ggd-ijsselland",
    "/samenwerkingsverbanden/twence",
    "/samenwerkingsverbanden/soweco",
    "/samenwerkingsverbanden/soweco?peildatum=2019-01-01",
]


@pytest.mark.parametrize("adres", ADRESSEN)
def test_every_page_is_sound(client: FlaskClient, adres: str) -> None:
    page(client, adres)


@pytest.mark.parametrize(
    "adres",
    [
        "/",
        "/kaart",
        "/?verband=hyperlink-x",
        "/?verband=net",
        "/gemeenten/1-1",
        "/samenwerkingsverbanden/script-b-hostile-b",
    ],
)
def test_hostile_names_are_only_names(klein_client: FlaskClient, adres: str) -> None:
    tekst = page(klein_client, adres)
    assert "<img src=x" not in tekst
    assert "<b>hostile" not in tekst
    assert "alert(2)</script>" not in tekst


def test_the_home_page_lists_everything_by_subject(client: FlaskClient) -> None:
    tekst = page(client, "/")
    assert "64 samenwerkingsverbanden" in tekst
    assert tekst.count('name="verband"') == 64
    for naam in ("Veiligheidsregio Twente", "GGD IJsselland", "EUREGIO", "Twence", "Regio Zwolle"):
        assert naam in tekst


def test_a_gemeente_elsewhere_never_gets_a_bare_nothing(client: FlaskClient) -> None:
    """Emmen "deed mee aan 0 samenwerkingsverbanden", where its own page named seven."""
    assert "Emmen ligt in Drenthe en doet met geen gemeente uit Overijssel mee." in page(client, "/?gemeente=emmen")
    lochem = re.sub(r"<[^>]+>", "", page(client, "/?gemeente=lochem"))
    assert "Ligt in Gelderland. Doet samen met gemeenten uit Overijssel mee aan 3 samenwerkingsverbanden" in lochem
    eigen = page(client, "/gemeenten/emmen")
    assert re.search(r'<th scope="row"><a href="/gemeenten/coevorden">Coevorden</a></th><td>Drenthe</td>', eigen)


def test_without_javascript_a_gemeente_and_an_arrangement_are_told_in_full(client: FlaskClient) -> None:
    tekst = page(client, "/?gemeente=raalte&verband=ggd-ijsselland")
    kaal = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", tekst))
    assert "Doet mee aan 5 samenwerkingsverbanden uit het register en 7 die wij zelf verzamelden." in kaal
    assert "11 gemeenten" in kaal
    for naam in ("Steenwijkerland", "Openbaar lichaam", "zorg en gezondheid", "1 januari 2017", "16 mei 2026"):
        assert naam in kaal
    assert 'value="ggd-ijsselland" checked' in tekst


def test_an_arrangement_says_source_date_and_whether_the_list_is_whole(client: FlaskClient) -> None:
    twence = page(client, "/samenwerkingsverbanden/twence")
    assert "www.rtvoost.nl" in twence
    assert "december 2021" in twence
    assert "Deze lijst is niet volledig" in twence
    assert "Ten minste 15 gemeenten" not in twence  # a capital is for the eye only
    assert "ten minste 15 deelnemers, volgens <a" in re.sub(r"\s+", " ", twence)
    assert "wonen" not in twence
    ggd = page(client, "/samenwerkingsverbanden/ggd-ijsselland")
    assert "https://organisaties.overheid.nl/30478873/GGD_IJsselland" in ggd
    assert "niet volledig" not in ggd
    assert "mailto:kaart@voorbeeld.nl?subject=Correctie%3A%20GGD%20IJsselland" in ggd


def test_before_2017_the_page_says_that_the_register_is_incomplete(client: FlaskClient) -> None:
    melding = 'id="onvolledig" hidden'
    assert melding in page(client, "/?peildatum=2017-01-01")
    assert melding not in page(client, "/?peildatum=2016-12-31")


def test_former_gemeenten_are_named(client: FlaskClient) -> None:
    tekst = page(client, "/samenwerkingsverbanden/veiligheidsregio-rotterdam-rijnmond?peildatum=2020-01-01")
    assert "Brielle (nu Voorne aan Zee)" in tekst


@pytest.mark.parametrize(
    ("adres", "status", "zegt"),
    [
        ("/?gemeente=atlantis", 404, "Gemeente “atlantis” kennen wij niet"),
        ("/?peildatum=gisteren", 200, "is geen dag"),
        ("/gemeenten/atlantis", 404, "Deze pagina is er niet"),
        ("/gemeenten/GM9999", 404, "Deze pagina is er niet"),
        ("/samenwerkingsverbanden/x", 404, "Deze pagina is er niet"),
        ("/niets", 404, "Deze pagina is er niet"),
    ],
)
def test_what_is_not_there_is_said_in_words(client: FlaskClient, adres: str, status: int, zegt: str) -> None:
    assert zegt in page(client, adres, status)


def test_other_methods_are_refused(client: FlaskClient) -> None:
    for methode in (client.post, client.put, client.delete):
        assert methode("/").status_code == 405
    assert client.head("/").status_code == 200


def test_another_province_needs_one_setting(klein: Path) -> None:
    andere = create_app(Settings(provincie="Gelderland"), klein).test_client()
    tekst = page(andere, "/")
    assert "Samenwerkingskaart Gelderland" in tekst
    assert "2 samenwerkingsverbanden" in tekst


def test_the_huisstijl_colour_is_used_and_only_a_colour(klein: Path) -> None:
    eigen = create_app(Settings(huisstijl_kleur="#7a1f3d"), klein).test_client()
    assert '<link rel="stylesheet" href="/huisstijl.css">' in page(eigen, "/over")
    antwoord = eigen.get("/huisstijl.css")
    assert antwoord.mimetype == "text/css"
    assert "--merk: #7a1f3d" in antwoord.text


@pytest.mark.parametrize(
    "adres",
    [
        "/veranderd",
        "/veranderd?van=2016-01-01&tot=2020-01-01",
        "/veranderd?van=2020-01-01&thema=veiligheid",
        "/over/kwaliteit",
    ],
)
def test_pages_about_time_and_quality_are_sound(client: FlaskClient, adres: str) -> None:
    page(client, adres)


def test_what_changed_is_told_in_words(client: FlaskClient) -> None:
    tekst = page(client, "/veranderd?van=2020-01-01")
    for zin in (
        "Nieuw (3)",
        "Recreatieschap Twente",
        "Beëindigd (2)",
        "SOWECO",
        "Erbij gekomen (6)",
        "Renswoude",
        "Vertrokken (1)",
        "Aalten",
    ):
        assert zin in tekst
    lines = re.findall(r"<li>.*?</li>", tekst[tekst.index("Nieuw (") :].partition("</main>")[0])
    assert len(lines) > 10
    assert all(re.search(r"(vanaf|tot|sinds) \d+ [a-z]+ 20\d\d", line) for line in lines if "veranderd" not in line)
    assert "Nieuwe versie van een regeling" in tekst
    assert "voor 2017 niet volledig" not in tekst
    assert "voor 2017 niet volledig" in page(client, "/veranderd?van=2016-01-01")
    assert "in deze tijd niets" in page(client, "/veranderd?van=2026-05-10&tot=2026-05-11")


def test_what_changed_obeys_its_filters_in_words_and_file(client: FlaskClient) -> None:
    keuze = "van=2018-01-01&tot=2026-05-16&thema=veiligheid&gemeente=zwolle&q=ijssel"
    tekst = page(client, f"/veranderd?{keuze}")
    assert "Alleen bij deze keuze: " in tekst
    for wat in ("onderwerp: veiligheid", "gemeente: Zwolle", "zoekwoord: “ijssel”"):
        assert wat in tekst
    assert "Alleen bij deze keuze" not in page(client, "/veranderd?van=2018-01-01")
    leeg = page(client, "/veranderd?van=2026-05-10&tot=2026-05-11&thema=veiligheid")
    assert "in deze tijd niets bij deze keuze" in leeg
    for vraag in (keuze, "van=2020-01-01", "van=2018-01-01&thema=jeugd"):
        tekst = page(client, f"/veranderd?{vraag}")
        counts = [int(n) for n in re.findall(r"<h2>[^<(]+ \((\d+)\)</h2>", tekst)]
        link = re.search(r'href="(/download/veranderingen\.csv\?[^"]+)"', tekst)
        assert link is not None
        rows = list(csv.DictReader(io.StringIO(client.get(html.unescape(link[1])).text)))
        assert len(rows) == sum(counts) > 0
        assert all(re.fullmatch(r"20\d\d-\d\d-\d\d", row["dag"]) for row in rows)
    assert client.get("/download/veranderingen.xlsx?van=2020-01-01").status_code == 200
    assert client.get("/download/veranderingen.gpkg").status_code == 404


def test_versions_of_a_regulation_are_on_its_page_and_on_that_of_who_takes_part(client: FlaskClient) -> None:
    dataset = Dataset.load(DATA)
    id_ = dataset.id_of("veiligheidsregio-ijsselland")
    titels = dataset.versies.loc[dataset.versies["verband"] == id_, ["titel", "van"]]
    assert len(titels) > 1
    for adres in ("/samenwerkingsverbanden/veiligheidsregio-ijsselland", "/gemeenten/raalte"):
        tekst = page(client, adres)
        for titel, van in titels.itertuples(index=False):
            assert html.escape(titel) in tekst
            assert long_date(van.date()) in tekst
    assert page(client, "/samenwerkingsverbanden/veiligheidsregio-ijsselland").count("geldt op deze dag") == 1


@pytest.mark.parametrize(
    "vraag", ["van=2026-01-01&tot=2025-01-01", "van=x", "tot=2020-99-01", "van=2020-01-01&van=2021-01-01"]
)
def test_days_that_cannot_be_are_told(client: FlaskClient, vraag: str) -> None:
    assert 'id="adres-melding"' in page(client, f"/veranderd?{vraag}")


def test_a_timeline_says_in_words_what_it_draws(client: FlaskClient) -> None:
    tekst = page(client, "/samenwerkingsverbanden/soweco")
    assert "1 januari 2016 tot 1 januari 2021" in tekst
    eigen = Dataset.load(DATA).deelnames
    joined = set(eigen.loc[eigen["verband"] == "gr-24961678", "toegetreden"])
    assert tekst.count('<rect class="balk') == len(joined), "who joined on one day is one row"
    assert "toegetreden op 31 maart 1998" in tekst
    gbl = page(client, "/samenwerkingsverbanden/gblt")
    assert "sinds 1 januari 2025" in gbl
    raalte = page(client, "/gemeenten/raalte")
    assert "Uitvoeringsorganisatie Jeugdzorg IJsselland" in raalte
    assert "1 januari 2017 tot 1 januari 2018" in raalte


def test_a_new_gemeente_shows_what_its_predecessors_did(client: FlaskClient) -> None:
    assert "(als Brielle)" in page(client, "/gemeenten/voorne-aan-zee")


def test_the_log_of_imports_is_shown(klein: Path, tmp_path: Path) -> None:
    export = tmp_path / "later_2024-09-09.xml"
    export.write_text(
        (KLEIN / "register.xml").read_text(encoding="utf-8").replace("Brandweer Klein 2023", "Brandweer Groot"),
        encoding="utf-8",
    )
    import_roo(str(export), klein)
    tekst = page(create_app(Settings(), klein).test_client(), "/over")
    assert "1 februari 2024 naar 9 september 2024: 0 nieuw, 0 beëindigd, 1 gewijzigd" in tekst


def test_a_gemeente_is_compared_with_its_province_and_names_its_neighbours(
    client: FlaskClient, dataset: Dataset
) -> None:
    tekst = re.sub(r"\s+", " ", page(client, "/gemeenten/raalte"))
    alles = re.sub(r"\s+", " ", page(client, "/gemeenten/raalte?ook=zelf-verzameld"))
    hier = sorted(dataset.codes_in("Overijssel"))
    for said, kolommen in ((tekst, ["comparable"]), (alles, ["compleet"])):  # of the register everyone is known
        aantal = {
            code: int(dataset.samenwerkingsverbanden_for(code, dataset.peildatum)[kolommen].all(axis=1).sum())
            for code in hier
        }
        assert f"aan {statistics.median(aantal.values()):g} of meer".replace(".", ",") in said
        assert f"Raalte doet aan {aantal['GM0177']} mee" in said
        assert f"op plaats {1 + sum(n > aantal['GM0177'] for n in aantal.values())}." in said
    assert 'href="/gemeenten/raalte?ook=zelf-verzameld">Tel ook mee wat wij zelf verzamelden</a>' in tekst
    assert 'href="/gemeenten/raalte">Tel alleen het register</a>' in alles
    buren = re.search(r"<h2>Buurgemeenten</h2> <p>(.*?)</p>", tekst)[1]  # type: ignore[index]
    assert re.findall(r">([^<]+)</a>", buren) == [
        "Dalfsen",
        "Deventer",
        "Hellendoorn",
        "Olst-Wijhe",
        "Ommen",
        "Rijssen-Holten",
        "Zwolle",
    ]


@pytest.mark.parametrize("codering", ["br", "gzip"])
def test_text_is_compressed_for_who_can_read_it(client: FlaskClient, codering: str) -> None:
    vol = client.get("/over")
    klein = client.get("/over", headers={"Accept-Encoding": codering})
    assert klein.headers["Content-Encoding"] == codering
    out = brotli.decompress(klein.data) if codering == "br" else gzip.decompress(klein.data)
    assert out == vol.data
    assert len(klein.data) < len(vol.data) / 2
    assert "Accept-Encoding" in klein.headers["Vary"]


@pytest.mark.parametrize(
    ("pad", "wel", "niet"),
    [
        ("/", {"js/viewer.js", "js/page.js"}, {"js/ingesloten.js", "js/sorteer.js"}),
        ("/kaart", {"js/viewer.js", "js/ingesloten.js"}, {"js/page.js"}),
        ("/wie-met-wie", {"js/verbindingen.js", "js/sorteer.js"}, {"js/viewer.js", "js/page.js"}),
    ],
)
def test_a_page_asks_at_once_for_the_scripts_that_it_uses(
    client: FlaskClient, pad: str, wel: set[str], niet: set[str]
) -> None:
    gevraagd = set(re.findall(r'rel="modulepreload" href="/static/\w+/([^"]+)"', client.get(pad).text))
    samen = {"leaflet/leaflet.js", "js/samen.js", "js/samen-kaart.js"}
    assert wel | samen <= gevraagd
    assert not gevraagd & niet
