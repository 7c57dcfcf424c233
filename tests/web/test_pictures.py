"""Pictures of the map: right size, same colours as the browser, text that is only text, for any choice."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.web.page import page
from viewer.colours import LAYERS, MAX_LAYERS, by_thema
from viewer.kaart.picture import classes

STATIC = Path(__file__).parent.parent.parent / "viewer" / "static" / "js"
KEUZES = [
    "",
    "?gemeente=raalte",
    "?verband=ggd-ijsselland&gemeente=raalte",
    "?verband=ggd-ijsselland&verband=gblt&verband=regio-zwolle&verband=euregio",
    "?thema=jeugd&peildatum=2018-01-01",
    "?q=bestaatniet",
    "?gemeente=amsterdam",
]


@pytest.mark.parametrize(
    "vraag", [*KEUZES[2:4], *(pytest.param(vraag, marks=pytest.mark.traag) for vraag in [*KEUZES[:2], *KEUZES[4:]])]
)
def test_any_choice_is_a_picture_in_both_forms(client: FlaskClient, vraag: str) -> None:
    png = client.get(f"/kaart.png{vraag}")
    assert png.mimetype == "image/png"
    assert struct.unpack(">II", png.data[16:24]) == (1200, 630)
    svg = client.get(f"/kaart.svg{vraag}")
    assert svg.mimetype == "image/svg+xml"
    boom = ET.fromstring(svg.text)
    assert boom.tag.endswith("svg")
    assert "<script" not in svg.text
    assert "unsafe-inline" not in svg.headers["Content-Security-Policy"].replace("style-src 'unsafe-inline'", "")


def test_the_picture_holds_what_was_chosen(client: FlaskClient) -> None:
    svg = client.get("/kaart.svg?verband=ggd-ijsselland").text
    tekst = " ".join("".join(e.itertext()) for e in ET.fromstring(svg).iter() if e.tag.endswith("text"))
    assert "GGD IJsselland (11)" in tekst
    assert "Steenwijkerland" in tekst
    assert "Kadaster/CBS" in tekst
    assert LAYERS[2] in svg, "the colour of zorg en gezondheid"
    assert not any(kleur in svg for kleur in LAYERS if kleur != LAYERS[2])


def test_subjects_have_their_colour_and_none_is_given_twice() -> None:
    assert by_thema([2, 2, 10, 0, 7, 7]) == [LAYERS[i] for i in (2, 3, 4, 0, 7, 1)]
    assert len(set(by_thema([16] * MAX_LAYERS))) == MAX_LAYERS


def test_it_can_be_had_large_for_print_and_is_kept(client: FlaskClient) -> None:
    png = client.get("/kaart.png?maat=groot")
    assert struct.unpack(">II", png.data[16:24]) == (2400, 1600)
    assert client.get("/kaart.png?maat=groot", headers={"If-None-Match": png.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("vraag", ["maat=reus", "maat=kaart&maat=groot", "gemeente=atlantis", "x=1"])
def test_what_it_does_not_know_is_left_out(client: FlaskClient, vraag: str) -> None:
    picture = client.get(f"/kaart.png?{vraag}")
    assert (picture.status_code, picture.mimetype) == (404 if "atlantis" in vraag else 200, "image/png")
    assert picture.data == client.get("/kaart.png").data


def test_hostile_names_are_only_text(klein_client: FlaskClient) -> None:
    svg = klein_client.get("/kaart.svg?verband=script-b-hostile-b&gemeente=1-1")
    assert svg.status_code == 200
    tekst = " ".join("".join(e.itertext()) for e in ET.fromstring(svg.text).iter())
    assert "</script><b>hostile</b>" in tekst
    assert "<b>" not in svg.text
    assert re.fullmatch(r'inline; filename="[a-z0-9-]+\.svg"', svg.headers["Content-Disposition"])


def test_classes_are_few_whole_and_complete() -> None:
    assert classes([]) == []
    assert [(van, tot) for _, van, tot in classes([5, 13])] == [(5, 6), (7, 8), (9, 10), (11, 12), (13, 13)]
    for laag in range(1, 6):
        for hoog in range(laag, 40):
            delen = classes([laag, hoog])
            assert len(delen) <= 5
            assert [n for _, van, tot in delen for n in range(van, tot + 1)] == list(range(laag, hoog + 1))


def test_pages_show_and_announce_their_picture(client: FlaskClient) -> None:
    raalte = page(client, "/gemeenten/raalte")
    assert 'property="og:image" content="http://localhost/kaart.png?gemeente=raalte"' in raalte
    assert '<img class="beeld" src="/kaart.png?gemeente=raalte"' in raalte
    assert '<noscript><img class="kaart-beeld" src="/kaart.png?verband=twence"' in page(client, "/?verband=twence")


def legend(client: FlaskClient, vraag: str) -> tuple[list[str], str]:
    """The classes that a picture shows, and all that it says."""
    wortel = ET.fromstring(client.get(f"/kaart.svg{vraag}").text)
    regels = ["".join(e.itertext()).strip() for e in wortel.iter("{http://www.w3.org/2000/svg}text")]
    return [regel for regel in regels if re.search(r"\d (samenwerkingsverbanden|gedeeld)$|of meer", regel)], " ".join(
        regels
    )


@pytest.mark.parametrize("keuze", ["", "gemeente=zwolle", "thema=veiligheid"])
def test_classes_stay_while_time_moves_and_the_map_says_where_the_register_is_incomplete(
    client: FlaskClient, keuze: str
) -> None:
    nu, _ = legend(client, f"?{keuze}")
    assert nu
    assert nu[-1].split(" of meer")[0].isdecimal()
    for dag, onvolledig in (("2014-03-01", True), ("2016-12-31", True), ("2017-01-01", False), ("2023-06-01", False)):
        klassen, alles = legend(client, f"?{keuze}&peildatum={dag}")
        assert klassen == nu
        assert ("Voor 2017 is het register niet volledig" in alles) is onvolledig
