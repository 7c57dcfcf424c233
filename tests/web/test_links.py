"""Links as the world gives them: decorated, pasted, misspelled, of before; none is an error page."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.conftest import LIVE, some
from tests.web.page import page
from viewer.dataset import Dataset
from viewer.days import read_day
from viewer.filters import FILTERS, OLD_NAMES
from viewer.gemeente_index import GemeenteIndex
from viewer.settings import Settings
from viewer.web import create_app
from viewer.web.answers import for_machines
from viewer.web.context import site_of
from viewer.web.pasted import local, pairs_of, tidy_path

PAGES = (
    "/", "/kaart", "/tabel", "/wie-met-wie", "/analyse", "/insluiten", "/veranderd", "/vergelijk", "/over", "/over/kwaliteit",
    "/toegankelijkheid", "/api", "/gemeenten/raalte", "/samenwerkingsverbanden/ggd-ijsselland", "/kaart.png", "/kaart.svg",
    "/analyse/jaren.svg", "/gemeenten",
)  # fmt: skip
DECORATIONS = (
    "fbclid=IwAR0abc", "gclid=x", "msclkid=x", "utm_source=nieuwsbrief&utm_medium=email", "mc_cid=1&mc_eid=2", "_ga=1.2",
    "igsh=x", "ref=x", "amp;x=1", "x", "=", "&&&", "%00=1", "%ff=%ff", "a[b]=1", "__proto__=1",
)  # fmt: skip


@pytest.fixture(scope="module")
def now() -> Flask:
    """The site on the data that the repository carries: with every gemeente that ended since 1970."""
    return create_app(Settings(), LIVE)


def body(client: FlaskClient, adres: str) -> bytes:
    antwoord = client.get(adres)
    assert antwoord.status_code == 200, (adres, antwoord.status_code)
    return bytes(antwoord.data)


def note(tekst: str) -> str:
    """What the note above a page says, "" without one."""
    vak = re.search(r'id="adres-melding".*?</div>', tekst, re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>|\s+", " ", vak[0].partition(">")[2])).strip() if vak else ""


def canonical(tekst: str) -> str:
    link = re.search(r'<link rel="canonical" href="([^"]+)">', tekst)
    return html.unescape(link[1]).removeprefix("http://localhost") if link else ""


# -- parameters that there are not


@pytest.mark.parametrize("pad", PAGES)
@pytest.mark.parametrize("erbij", some(DECORATIONS, 4))
def test_what_others_add_to_a_link_changes_nothing(client: FlaskClient, pad: str, erbij: str) -> None:
    schoon = body(client, pad)
    if schoon[:1] != b"<" or b"<html" not in schoon:
        assert body(client, f"{pad}?{erbij}") == schoon
        return
    tekst = page(client, f"{pad}?{erbij}")
    assert canonical(tekst) == pad
    assert not note(tekst)
    assert re.sub(r'<script[^>]*samen\.js"></script>\s*', "", tekst).split() == schoon.decode().split()


@pytest.mark.parametrize(
    "pad", ["/api/v1/gemeenten", "/api/v1/samenwerkingsverbanden", "/ogc/collections/gemeenten/items"]
)
def test_machines_are_refused_what_there_is_not(client: FlaskClient, pad: str) -> None:
    for vraag in ("fbclid=1", "utm_source=x", "amp;x=1", "gemeente=atlantis", "peildatum=01-02-2023"):
        antwoord = client.get(f"{pad}?{vraag}")
        assert (antwoord.status_code, antwoord.mimetype) == (400, "application/problem+json"), vraag


def test_no_address_makes_a_page_anew(klein: Path) -> None:
    app = create_app(Settings(), klein)
    client = app.test_client()
    for n in range(30):
        client.get(f"/?fbclid={n}")
        client.get(f"/kaart?utm_id={n}&gemeente=onzin{n}")
        client.get(f"/tabel?thema=onzin{n}&x{n}=1")
    edition = site_of(app).store.current()
    assert len(edition.pages) == 3
    assert len(edition.ready) <= 6


def test_a_link_with_every_known_filter_keeps_it_when_decorated(client: FlaskClient) -> None:
    keuze = "gemeente=raalte&gemeente=ommen&verband=ggd-ijsselland&thema=jeugd&peildatum=2024-01-01&q=zorg"
    tekst = page(client, f"/?fbclid=1&{keuze}&utm_source=x")
    assert set(parse_qsl(urlsplit(canonical(tekst)).query)) == set(parse_qsl(keuze))


# -- values that there are not


@pytest.mark.parametrize("parameter", [*FILTERS, *OLD_NAMES])
@pytest.mark.parametrize("pad", some(["/", "/tabel", "/wie-met-wie", "/analyse", "/insluiten", "/vergelijk"], 3))
def test_an_unknown_value_is_told_above_what_is_left(client: FlaskClient, parameter: str, pad: str) -> None:
    anders = "thema=jeugd" if parameter != "thema" else "vorm=netwerk"
    tekst = page(client, f"{pad}?{parameter}=onzin&{anders}")
    assert "onzin" in note(tekst)
    assert canonical(tekst) == f"{pad}?{anders}"
    assert "onzin" not in canonical(page(client, f"{pad}?{parameter}=onzin", 404))


@pytest.mark.parametrize("parameter", [*FILTERS, "peildatum", "zonder", "q"])
def test_an_embed_is_a_map_whatever_is_asked(client: FlaskClient, parameter: str) -> None:
    tekst = page(client, f"/kaart?{parameter}={'onzin' * 50}")
    assert 'id="map_kaart"' in tekst
    assert note(tekst)


def test_hostile_values_are_only_text(client: FlaskClient) -> None:
    tekst = page(client, f"/?thema=jeugd&gemeente={quote('<script>alert(1)</script>')}&vorm={quote(chr(34) + '><b>')}")
    assert "<script>alert" not in tekst
    assert "><b>" not in tekst


def test_a_misspelled_name_gets_the_right_one_to_choose(client: FlaskClient) -> None:
    tekst = page(client, "/tabel?gemeente=raaltte&thema=jeugd")
    assert "/tabel?thema=jeugd&amp;gemeente=raalte" in tekst
    assert "Raalte" in note(tekst)


@pytest.mark.parametrize(
    "waarde", ["GM0177", "gm0177", "0177", "177", "Raalte", "RAALTE", "raalte)", "<raalte>", "raalte.", "“raalte”"]
)
def test_a_gemeente_is_understood_as_people_write_it(client: FlaskClient, waarde: str) -> None:
    assert canonical(page(client, f"/?gemeente={quote(waarde)}")) == "/?gemeente=raalte"
    antwoord = client.get(f"/gemeenten/{quote(waarde)}")
    assert (antwoord.status_code, antwoord.headers["Location"]) == (301, "/gemeenten/raalte")


@pytest.mark.parametrize(
    ("tekst", "dag"),
    [
        ("2023-02-01", "2023-02-01"), ("1-2-2023", "2023-02-01"), ("01-02-2023", "2023-02-01"), ("01/02/2023", "2023-02-01"),
        ("1.2.2023", "2023-02-01"), ("20230201", "2023-02-01"), ("2023-2-1", "2023-02-01"), ("2023/02/01", "2023-02-01"),
        ("2023-02-01T12:00:00Z", "2023-02-01"), ("1 februari 2023", "2023-02-01"), ("1 feb. 2023", "2023-02-01"),
        ("16 mrt 2023", "2023-03-16"), ("31-12-2019", "2019-12-31"), ("2023-05", "2023-05-01"), ("2023", "2023-01-01"), ("202311", None),
        ("2023-02-30", None), ("30-02-2023", None), ("2023-13-01", None), ("gisteren", None), ("1 brumaire 2023", None),
        ("1 ma 2023", None), ("", None), ("٢٠٢٣-٠٢-٠١", None), ("20235", None), ("1-2-23", None),
    ],
)  # fmt: skip
def test_a_day_is_understood_as_people_write_it(client: FlaskClient, tekst: str, dag: str | None) -> None:
    gelezen = read_day(tekst)
    assert (gelezen and gelezen.isoformat()) == dag
    antwoord = page(client, f"/?peildatum={quote(tekst)}")
    assert canonical(antwoord) == (f"/?peildatum={dag}" if dag else "/")
    assert bool(note(antwoord)) == bool((not dag and tekst) or tekst in ("2023", "2023-05"))


def test_repeated_and_empty_values(client: FlaskClient) -> None:
    tekst = page(client, "/tabel?peildatum=2020-01-01&peildatum=2021-01-01&q=&gemeente=&pagina=2&pagina=3")
    assert canonical(tekst) == "/tabel?peildatum=2020-01-01&pagina=2"
    assert "maar een keer" in note(tekst)
    assert not note(page(client, "/?gemeente=&thema=&peildatum=&q=+"))


# -- gemeenten of before, and places


@pytest.mark.parametrize("every", [20, pytest.param(1, marks=pytest.mark.traag)])
def test_every_gemeente_that_ever_was_has_an_address(now: Flask, every: int) -> None:
    client, dataset = now.test_client(), site_of(now).store.load().dataset
    slugs = set(dataset.gemeenten["slug"])
    ended = dataset.elders.ended()
    assert len(ended) > 700
    for code, one in [*ended.items()][::every]:
        antwoord = client.get(f"/gemeenten/{code}")
        assert (antwoord.status_code, antwoord.headers["Location"]) == (301, f"/gemeenten/{one.slugs[0]}"), code
        assert one.slugs[0] in slugs
    for name, one in [*dataset.elders.names().items()][::every]:
        antwoord = client.get(f"/gemeenten/{name}")
        if len(one.slugs) == 1:
            assert (antwoord.status_code, antwoord.headers["Location"]) == (301, f"/gemeenten/{one.slugs[0]}"), name
        else:
            assert antwoord.status_code == 200, name
            assert all(f'href="/gemeenten/{slug}"' in antwoord.text for slug in one.slugs), name


@pytest.mark.parametrize("waarde", ["brielle", "GM0501", "gm0501", "501", "Brielle", "brielle)"])
@pytest.mark.parametrize(
    "pad", ["/", "/kaart", "/tabel", "/wie-met-wie", "/analyse", "/insluiten", "/vergelijk", "/kaart.png"]
)
def test_an_ended_gemeente_leads_to_its_successor_as_parameter_too(now: Flask, pad: str, waarde: str) -> None:
    antwoord = now.test_client().get(f"{pad}?thema=jeugd&gemeente={quote(waarde)}&fbclid=1&peildatum=2020-01-01")
    assert antwoord.status_code == 301
    assert antwoord.headers["Location"] == f"{pad}?thema=jeugd&gemeente=voorne-aan-zee&peildatum=2020-01-01"


def test_what_belongs_to_the_page_is_taken_along(now: Flask) -> None:
    plek = now.test_client().get("/kaart?zonder=zoek&gemeente=heino&x=1").headers["Location"]
    assert plek == "/kaart?gemeente=raalte&zonder=zoek"


def test_the_page_of_a_gemeente_says_what_went_into_it(now: Flask) -> None:
    client = now.test_client()
    tekst = page(client, "/gemeenten/voorne-aan-zee")
    assert "Brielle, tot 1 januari 2023" in tekst
    plek = client.get("/gemeenten/littenseradiel").headers["Location"]
    assert "Verdeeld over Súdwest-Fryslân, Leeuwarden en Waadhoeke" in page(client, plek)


def test_the_api_says_what_an_ended_gemeente_is_called_today(now: Flask) -> None:
    antwoord = now.test_client().get("/api/v1/samenwerkingsverbanden?gemeente=GM0501")
    assert antwoord.status_code == 400
    assert "Gebruik voorne-aan-zee." in antwoord.get_json()["detail"]
    weg = now.test_client().get("/api/v1/gemeenten/GM0501")
    assert weg.status_code == 404
    assert "Brielle is sinds 1 januari 2023 geen gemeente meer en hoort bij Voorne aan Zee." in weg.get_json()["detail"]


@pytest.mark.parametrize("pad", ["/", "/kaart", "/tabel"])
@pytest.mark.parametrize("plaats", ["Heino", "heino", "Luttenberg"])
def test_a_village_searched_for_shows_its_gemeente(client: FlaskClient, pad: str, plaats: str) -> None:
    tekst = page(client, f"{pad}?q={plaats}")
    assert canonical(tekst) == f"{pad}?gemeente=raalte"
    assert "ligt in de gemeente Raalte" in note(tekst)


def test_a_word_that_is_found_stays_a_search(client: FlaskClient) -> None:
    assert canonical(page(client, "/?q=veiligheid")) == "/?q=veiligheid"
    assert canonical(page(client, "/?q=Raalte")) == "/?q=Raalte"


def test_a_village_in_more_gemeenten_gives_a_choice(client: FlaskClient) -> None:
    for adres in ("/gemeenten/deurningen", "/?gemeente=deurningen", "/tabel?q=Deurningen"):
        tekst = page(client, adres)
        assert "Dinkelland" in tekst
        assert "Oldenzaal" in tekst
        assert "Deurningen" in (note(tekst) or tekst)


def test_a_chain_of_herindelingen_is_followed_and_a_broken_one_leads_nowhere() -> None:
    gemeenten = [{"code": "GM0004", "slug": "d", "naam": "D", "plaatsen": ("Dorp", "A")}]
    rijen = [
        {"oude_naam": oud, "oude_code": code, "nieuwe_code": nieuw, "datum": dag, "opmerking": ""}
        for oud, code, nieuw, dag in (
            ("A", "GM0001", "GM0002", "1980-01-01"), ("B", "GM0002", "GM0003", "1990-01-01"), ("C", "GM0003", "GM0004", "2000-01-01"),
            ("X", "GM0010", "GM0011", "1980-01-01"), ("Y", "GM0011", "GM0010", "1990-01-01"), ("Z", "", "GM0099", "1990-01-01"),
            ("D", "GM0005", "GM0004", "1990-01-01"), ("D", "GM0004", "GM0098", "2030-01-01"),
        )
    ]  # fmt: skip
    index = GemeenteIndex(gemeenten, rijen)
    for wat in ("A", "a", "GM0001", "1", "B", "C", "dorp", "GM0005"):
        found = index.find(wat)
        assert found is not None, wat
        assert found.slugs == ("d",)
    for wat in ("X", "Y", "Z", "GM0010", "D", "GM0004", "", "99999", "onzin"):
        assert index.find(wat) is None, wat
    # D of 1990 only got another code: that is no other gemeente.
    assert [one.naam for one in index.former("GM0004")] == ["C", "B", "A"]


# -- other names, several at once, and what looks like it


def leads_to(client: FlaskClient, adres: str) -> str:
    antwoord = client.get(adres)
    assert antwoord.status_code == 301, adres
    return str(antwoord.headers["Location"])


@pytest.mark.parametrize(
    ("naam", "slug"),
    [
        ("den-bosch", "s-hertogenbosch"), ("Den Bosch", "s-hertogenbosch"), ("'s-Gravenhage", "den-haag"), ("s-gravenhage", "den-haag"),
        ("The Hague", "den-haag"), ("gemeente-raalte", "raalte"), ("Gemeente Raalte", "raalte"), ("gemeente_raalte", "raalte"),
        ("Hengelo (O)", "hengelo"), ("hengelo-o", "hengelo"), ("Hengelo (Ov.)", "hengelo"), ("bergen-limburg", "bergen-l"), ("bergen noord-holland", "bergen-nh"),
        ("de-friese-meren", "de-fryske-marren"), ("Nuenen c.a.", "nuenen-gerwen-en-nederwetten"), ("Ljouwert", "leeuwarden"),
        ("gemeente-brielle", "voorne-aan-zee"), ("Gem. Brielle", "voorne-aan-zee"),
    ],
)  # fmt: skip
def test_other_names_of_a_gemeente_lead_to_it(now: Flask, naam: str, slug: str) -> None:
    client = now.test_client()
    assert leads_to(client, f"/gemeenten/{quote(naam)}") == f"/gemeenten/{slug}"
    assert leads_to(client, f"/tabel?thema=jeugd&gemeente={quote(naam)}") == f"/tabel?thema=jeugd&gemeente={slug}"
    assert slug in client.get(f"/api/v1/gemeenten?gemeente={quote(naam)}").get_json()["detail"]
    tekst = page(client, f"/?q={quote(naam)}")
    assert canonical(tekst) == f"/?gemeente={slug}" or slug in tekst


def test_a_name_that_two_gemeenten_have_offers_both(now: Flask) -> None:
    client = now.test_client()
    for adres in ("/gemeenten/bergen", "/gemeenten/Bergen", "/?gemeente=bergen", "/kaart?gemeente=Bergen"):
        tekst = page(client, adres)
        assert "Er zijn 2 gemeenten die Bergen heten" in html.unescape(tekst)
        assert all(f'{slug}"' in tekst or f"={slug}" in tekst for slug in ("bergen-l", "bergen-nh")), adres


@pytest.mark.parametrize("eind", [".html", ".htm", ".php", ".aspx", ".HTML", ".html/", ".html).", "/index.php"])
@pytest.mark.parametrize("pad", ["/tabel", "/gemeenten/raalte", "/samenwerkingsverbanden/ggd-ijsselland", "/over"])
def test_an_ending_of_a_file_is_left_out(client: FlaskClient, pad: str, eind: str) -> None:
    plek = leads_to(client, pad + eind)
    assert plek == pad or leads_to(client, plek) == pad


@pytest.mark.parametrize(
    ("vraag", "zo"),
    [
        ("gemeente=Raalte,Olst-Wijhe", "gemeente=raalte&gemeente=olst-wijhe"), ("gemeente=raalte%2Czwolle&thema=jeugd", "thema=jeugd&gemeente=raalte&gemeente=zwolle"),
        ("gemeente=raalte, ommen ,&gemeente=GM0193", "gemeente=raalte&gemeente=ommen&gemeente=zwolle"), ("gemeente=177,0193,GM0150", "gemeente=raalte&gemeente=zwolle&gemeente=deventer"),
        ("thema=jeugd,verkeer-en-vervoer", "thema=jeugd&thema=verkeer-en-vervoer"), ("regio=twente,ijsselland", "regio=twente&regio=ijsselland"),
        ("gemeente=Nuenen, Gerwen en Nederwetten,Raalte", "gemeente=nuenen-gerwen-en-nederwetten&gemeente=raalte"),
        ("verband=ggd-ijsselland,gr-23055729", "verband=ggd-ijsselland"),
    ],
)  # fmt: skip
def test_several_values_with_commas_are_understood(client: FlaskClient, vraag: str, zo: str) -> None:
    tekst = page(client, f"/tabel?{vraag}")
    assert canonical(tekst) == f"/tabel?{zo}"
    assert not note(tekst)


def test_several_values_with_commas_are_told_one_by_one(client: FlaskClient) -> None:
    assert "“onzin” kennen wij niet" in note(page(client, "/tabel?gemeente=raalte,onzin"))
    assert leads_to(client, "/tabel?gemeente=Heino,Luttenberg,zwolle") == "/tabel?gemeente=zwolle&gemeente=raalte"
    assert canonical(page(client, "/kaart?zonder=zoek,lijst")) == canonical(
        page(client, "/kaart?zonder=zoek&zonder=lijst")
    )
    codes = [item["code"] for item in client.get("/api/v1/gemeenten?gemeente=raalte,GM0193").get_json()["items"]]
    assert codes == ["GM0177", "GM0193"]
    assert client.get("/api/v1/gemeenten?gemeente=raalte,onzin").status_code == 400
    antwoord = client.get(f"/tabel?gemeente={',' * 3000}a&gemeente={'a,' * 2000}")
    assert antwoord.status_code in (200, 404)


@pytest.mark.parametrize(
    ("adres", "doel", "gezegd"),
    [
        ("/tabel?gemeente=heino&thema=onzin", "/tabel?gemeente=raalte&thema=onzin", "onzin"),
        ("/kaart?gemeente=heino&gemeente=deurningen", "/kaart?gemeente=raalte&gemeente=deurningen", "Deurningen ligt in"),
        ("/?gemeente=heino&peildatum=onzin&vorm=x", "/?gemeente=raalte&vorm=x&peildatum=onzin", "onzin"),
        ("/gemeenten/heino?peildatum=1850-01-01", "/gemeenten/raalte?peildatum=1850-01-01", "1980"),
        ("/gemeenten/GM0177?thema=onzin", "/gemeenten/raalte?thema=onzin", "onzin"),
        ("/samenwerkingsverbanden?vorm=onzin", "/tabel?vorm=onzin", "onzin"),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_told_where_an_old_name_leads(
    client: FlaskClient, adres: str, doel: str, gezegd: str
) -> None:
    plek = leads_to(client, adres)
    assert sorted(parse_qsl(urlsplit(plek).query)) == sorted(parse_qsl(urlsplit(doel).query))
    assert urlsplit(plek).path == urlsplit(doel).path
    assert gezegd in note(client.get(plek).text)


def test_lists_have_an_address(now: Flask) -> None:
    client = now.test_client()
    tekst = page(client, "/gemeenten?fbclid=1&peildatum=2020-01-01")
    assert canonical(tekst) == "/gemeenten?peildatum=2020-01-01"
    slugs = re.findall(r'href="/gemeenten/([a-z-]+)\?peildatum=2020-01-01"', tekst)
    assert len(slugs) == len(set(slugs)) == 342
    own = site_of(now).store.load().dataset
    assert {own.code_of(slug) for slug in slugs[:25]} == own.codes_in("Overijssel")
    assert leads_to(client, "/samenwerkingsverbanden/?thema=jeugd&fbclid=1") in (
        "/samenwerkingsverbanden?thema=jeugd&fbclid=1",
    )
    assert leads_to(client, "/samenwerkingsverbanden?thema=jeugd&fbclid=1") == "/tabel?thema=jeugd"


@pytest.mark.parametrize(
    ("adres", "naam"),
    [
        ("/gemeenten/raaltte", "Raalte"),
        ("/gemeenten/heyno", "Raalte"),
        ("/samenwerkingsverbanden/ggd-ijselland", "GGD IJsselland"),
    ],
)
def test_a_page_that_there_is_not_offers_what_looks_like_it(client: FlaskClient, adres: str, naam: str) -> None:
    tekst = page(client, adres, 404)
    assert "Misschien zoekt u" in tekst
    assert naam in tekst
    assert 'href="/gemeenten"' in page(client, "/gemeenten/xxxxqqq", 404)


@pytest.mark.parametrize(
    ("woord", "naam"),
    [
        ("heyno", "Heino (Raalte)"),
        ("luttenburg", "Luttenberg"),
        ("raaltte", "Raalte"),
        ("ggd ijselland", "GGD IJsselland"),
    ],
)
def test_words_that_are_not_found_get_suggestions(client: FlaskClient, woord: str, naam: str) -> None:
    for pad in ("/", "/kaart", "/tabel"):
        tekst = page(client, f"{pad}?q={quote(woord)}")
        assert f"Met “{woord}” vinden wij niets." in note(tekst)
        assert naam in note(tekst)
    assert not note(page(client, "/?q=zzxxqqj"))


@pytest.mark.parametrize("waarde", ["1850-01-01", "1-1-1850", "1979-12-31", "2101-01-01", "31 december 1900", "9999"])
@pytest.mark.parametrize("adres", ["/?peildatum=", "/kaart?peildatum=", "/veranderd?van=", "/vergelijk?tot="])
def test_a_day_that_is_too_far_away_gets_the_limits(client: FlaskClient, adres: str, waarde: str) -> None:
    assert "van 1 januari 1980 tot en met 31 december 2100" in note(page(client, adres + quote(waarde)))


# -- slashes, and what is pasted along


def test_a_slash_at_the_end_works_everywhere(app: Flask, client: FlaskClient) -> None:
    paden = {
        regel.rule for regel in app.url_map.iter_rules() if "<" not in regel.rule and "GET" in (regel.methods or ())
    }
    assert len(paden) > 30
    paden |= {"/gemeenten/raalte", "/api/v1/gemeenten/GM0177", "/ogc/collections/gemeenten", "/kaart.png"}
    for adres in ("/api/v1", "/api/v1/", "/api/v1/?gemeente=raalte"):  # no page: where its addresses begin
        assert client.get(adres).headers["Location"] == "/api"
    for pad in paden - {"/api/v1"}:
        zonder = client.get(pad)
        met = client.get(f"{pad.rstrip('/')}/")
        assert met.status_code in (301, zonder.status_code), pad
        if met.status_code == 301:
            assert met.headers["Location"] == pad
            assert client.get(f"{pad}/?gemeente=raalte&q=a%20b").headers["Location"] == f"{pad}?gemeente=raalte&q=a%20b"


@pytest.mark.parametrize(
    "teken",
    [")", ".", ",", ">", ";", "'", '"', "”", "…", "!", ":", "%20", ").", "/)", "/.", "/index.html", "//", "%2F"],
)
@pytest.mark.parametrize(
    "pad", ["/tabel", "/gemeenten/raalte", "/samenwerkingsverbanden/ggd-ijsselland", "/over/kwaliteit"]
)
def test_what_stands_after_an_address_in_a_text_is_left_out(client: FlaskClient, pad: str, teken: str) -> None:
    antwoord = client.get(f"{pad}{teken}")
    assert (antwoord.status_code, antwoord.headers["Location"]) == (301, pad)


@pytest.mark.parametrize(
    "pad",
    [
        "/Tabel",
        "/TABEL/",
        "/Gemeenten/Raalte",
        "/gemeenten/raalte&fbclid=1",
        "/tabel&utm_source=x",
        "/\\tabel",
    ],
)
def test_capitals_and_stray_signs_lead_to_the_page(client: FlaskClient, pad: str) -> None:
    doel = "/gemeenten/raalte" if "aalte" in pad else "/tabel"
    antwoord = client.get("/", environ_overrides={"PATH_INFO": pad})
    for _ in range(2):
        if antwoord.status_code == 301 and antwoord.headers["Location"] != doel:
            antwoord = client.get(antwoord.headers["Location"])
    assert antwoord.headers["Location"] == doel


ELDERS = st.sampled_from(
    [
        "//elders.example",
        "/\\elders.example",
        "\\\\elders.example",
        "///elders.example",
        "/%2F%2Felders.example",
        "//elders.example/tabel",
        "/\t/elders.example",
        "//tabel@elders.example",
        "/.//elders.example/",
        "//elders.example/..",
        "//gemeenten/GM0177",
        "/gemeenten//elders.example",
    ]
)


@settings(derandomize=True, max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    pad=ELDERS | st.text(st.sampled_from("/\\.@%:?#elders tabel\t\n"), max_size=20).map(lambda t: f"/{t}"),
    eind=st.sampled_from(["", "/", "//", ")", "/tabel"]),
)
def test_no_redirect_leaves_the_site(app: Flask, pad: str, eind: str) -> None:
    antwoord = app.test_client().get(
        "/", environ_overrides={"PATH_INFO": pad + eind}, headers={"Host": "kwaad.example"}
    )
    plek = antwoord.headers.get("Location", "/")
    assert antwoord.status_code in (200, 301, 404)
    assert re.match(r"/(?![/\\])", plek), plek
    assert urlsplit(plek).netloc == ""


@example("\x1f")
@example("/ /x/ /. /")
@given(st.text(max_size=30) | st.text("/. )\\x", max_size=12))
def test_a_local_path_has_no_host(tekst: str) -> None:
    plek = local(tekst)
    assert urlsplit(plek).netloc == ""
    assert re.fullmatch(r"/(?!/)[!-\[\]-~]*", plek)
    assert tidy_path(tidy_path(tekst)) == tidy_path(tekst)


@pytest.mark.parametrize(
    "vraag",
    [
        "gemeente=raalte&amp;verband=ggd-ijsselland", "gemeente=raalte&amp;amp;verband=ggd-ijsselland", "gemeente=raalte%26amp%3Bverband=ggd-ijsselland",
        "gemeente=raalte%26verband%3Dggd-ijsselland", "gemeente=raalte&#38;verband=ggd-ijsselland"[:15] + "%26%2338%3Bverband=ggd-ijsselland",
        "gemeente=raalte&AMP;verband=ggd-ijsselland", "gemeente=raalte;verband=ggd-ijsselland", "gemeente=raalte?verband=ggd-ijsselland",
        "Gemeente=Raalte&VERBAND=GGD-IJsselland", "gemeente[]=raalte&verband[0]=ggd-ijsselland", "gemeente%3Draalte&verband=ggd-ijsselland",
        "gemeente=raalte&verband=ggd-ijsselland)", "gemeente=raalte&verband=ggd-ijsselland%3E.", "?gemeente=raalte&verband=ggd-ijsselland?fbclid=1",
        "gemeente=raalte&verband=ggd-ijsselland%26fbclid%3D1", "fbclid=x%26amp%3Bgemeente=raalte&verband=ggd-ijsselland",
        "+gemeente=+raalte+&verband=%20ggd-ijsselland", "gemeente=raalte&verband=gr-23055729",
    ],
)  # fmt: skip
def test_an_address_is_understood_however_it_was_pasted(client: FlaskClient, vraag: str) -> None:
    tekst = page(client, f"/?{vraag}")
    assert canonical(tekst) == "/?gemeente=raalte&verband=ggd-ijsselland"
    assert not note(tekst)


def test_words_to_search_for_keep_their_signs() -> None:
    assert pairs_of("q=" + quote("B&W; zorg? (jeugd)")) == [("q", "B&W; zorg? (jeugd)")]


def test_what_is_long_is_read_to_its_bound() -> None:
    assert len(pairs_of("regio=twente&" * 100_000)) < 1000


# -- shared on social media


@pytest.mark.parametrize(
    "adres",
    [
        "/?gemeente=raalte&fbclid=1",
        "/kaart?gemeente=raalte&utm_source=x",
        "/gemeenten/raalte?fbclid=1",
        "/tabel?thema=jeugd&gclid=1",
        "/over?fbclid=1",
    ],
)
def test_a_shared_link_has_its_card(client: FlaskClient, adres: str) -> None:
    for hoe in ({}, {"Range": "bytes=0-524287"}, {"User-Agent": "facebookexternalhit/1.1"}):
        antwoord = client.get(adres, headers=hoe)
        assert antwoord.status_code == 200
    tekst = antwoord.text
    kop = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', tekst))
    assert {"title", "image", "url", "type"} <= kop.keys()
    assert html.unescape(kop["url"]).removeprefix("http://localhost") == canonical(tekst)
    assert "clid" not in kop["url"] + kop["image"]
    beeld = client.get(html.unescape(kop["image"]).removeprefix("http://localhost"))
    assert (beeld.status_code, beeld.mimetype) == (200, "image/png")
    assert client.head(adres).status_code == 200


# -- whatever is asked

WAARDEN = st.sampled_from(
    ["", "raalte", "GM0177", "177", "heino", "deurningen", "jeugd", "twente", "netwerk", "ggd-ijsselland", "2020-01-01", "2020", "x", "-1", "0",
     "9" * 30, "ja", "groot", "zoek", "\0", "<b>", "%", "a" * 300, "naam", "2020-02-30", "31-12-2019", "&amp;thema=jeugd", "?q=1", "\u202e"]
) | st.text(max_size=12)  # fmt: skip
NAMEN = st.sampled_from(
    [*FILTERS, *OLD_NAMES, "peildatum", "q", "zonder", "hoogte", "script", "kolom", "sorteer", "pagina", "maat", "minimaal", "hoogstens", "van",
     "tot", "bom", "fbclid", "amp;thema", "Gemeente", "", "x"]
)  # fmt: skip


@settings(max_examples=3 * settings().max_examples, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    pad=st.sampled_from(PAGES),
    paren=st.lists(st.tuples(NAMEN, WAARDEN), max_size=5),
    eind=st.sampled_from(["", "", "", "/", ")"]),
)
def test_no_page_is_ever_an_error(app: Flask, pad: str, paren: list[tuple[str, str]], eind: str) -> None:
    client = app.test_client()
    vraag = "&".join(
        f"{quote(naam)}={quote(waarde.encode('utf-8', 'surrogatepass'), safe='')}" for naam, waarde in paren
    )
    antwoord = client.get(f"{pad}{eind}?{vraag}" if pad != "/" else f"/?{vraag}")
    for _ in range(3):
        assert antwoord.status_code in (200, 301, 308, 404), (pad, vraag)
        if antwoord.status_code not in (301, 308):
            break
        assert antwoord.headers["Location"].startswith("/")
        antwoord = client.get(antwoord.headers["Location"])
    if pad == "/kaart":
        assert antwoord.status_code == 200
        assert 'id="map_kaart"' in antwoord.text
    if antwoord.mimetype == "text/html" and antwoord.status_code == 200:
        schoon = client.get(canonical(antwoord.text))
        assert schoon.status_code == 200
        assert canonical(schoon.text) == canonical(antwoord.text)
        # What is left to say is of a word that is searched, which stays in the address.
        assert not note(schoon.text) or re.search(r"[?&]q=", canonical(schoon.text))


def test_the_index_of_the_snapshot_knows_its_villages(dataset: Dataset) -> None:
    found = dataset.elders.find("Heino")
    assert found is not None
    assert (found.naam, found.slugs, found.sinds) == ("Heino", ("raalte",), None)


def test_every_address_but_those_for_programs_takes_a_decorated_link(app: Flask, client: FlaskClient) -> None:
    """A new page that forgets how pages are read fails here."""
    paden = [r.rule for r in app.url_map.iter_rules() if "<" not in r.rule and "GET" in (r.methods or ())]
    gewoon = [pad for pad in paden if not for_machines(pad) and pad != "/oembed"]
    assert len(gewoon) > 20
    for pad in gewoon:
        anders = client.get(f"{pad}?fbclid=1&utm_source=x&amp;y=1").status_code
        assert anders == client.get(pad).status_code, pad
