"""Answers: our own address wherever it stands, and how long they may be kept, both in one place."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient

from viewer.web import policies
from viewer.web.address import STAND_IN, fill_in

VIEWER = Path(policies.__file__).parent.parent
ADDRESSES = (
    "/", "/kaart", "/gemeenten/raalte", "/samenwerkingsverbanden/ggd-ijsselland", "/tabel", "/over", "/ogc?f=html",
    "/insluiten", "/bestaat-niet", "/sitemap.xml", "/robots.txt", "/wijzigingen.atom", "/catalogus.jsonld",
    "/gezondheid", "/kaart.svg", "/download/deelnames.csv", "/api/v1/themas", "/ogc/collections", "/insluiten.js",
    "/oembed?url=http://localhost/", "/.well-known/security.txt",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_answer_has_a_stand_in_for_our_address(client: FlaskClient, address: str) -> None:
    text = client.get(address, base_url="https://kaart.voorbeeld.nl:8443").text
    assert "plaats.invalid" not in text
    assert "@@" not in text


def test_our_address_is_right_where_it_is_part_of_another_one(client: FlaskClient) -> None:
    base, path = "https://kaart.voorbeeld.nl:8443", "/samenwerkingsverbanden/ggd-ijsselland"
    links = [unescape(link) for link in re.findall(r'href="([^"]*)"', client.get(path, base_url=base).text)]
    (embed,) = [link for link in links if "/oembed?" in link]
    assert embed.startswith(f"{base}/oembed?url=")
    assert f"url={base}{path}?verband=ggd-ijsselland&" in unquote(embed)
    (mail,) = [link for link in links if link.startswith("mailto:") and "?" in link]  # not that of the GGD itself
    assert f"Pagina: {base}{path}\n" in unquote(mail)


@pytest.mark.parametrize("safe", ["", "/", ":/"])
def test_the_stand_in_is_filled_in_however_it_is_quoted(safe: str) -> None:
    there = fill_in(f"x {quote(STAND_IN + '/over', safe=safe)} y".encode(), "http://[::1]:80").decode()
    assert unquote(there) == "x http://[::1]:80/over y"


def test_an_address_can_be_nothing_but_an_address() -> None:
    evil = """http://x"><script>'&amp;]]>"""
    assert not set(fill_in(STAND_IN.encode(), evil).decode()) & set("\"'<>&")


def test_every_answer_is_kept_by_a_policy_with_a_name(client: FlaskClient) -> None:
    named = {value for name, value in vars(policies).items() if name.isupper()}
    for address in ADDRESSES:
        answer = client.get(address)
        if answer.status_code == 200:
            assert answer.headers["Cache-Control"] in named, address


def test_policies_stand_in_one_place() -> None:
    found = {
        path.name
        for path in VIEWER.rglob("*.py")
        if re.search(r"max-age=\d+,|public, max-age|\"no-store\"", path.read_text(encoding="utf-8"))
    }
    assert found == {"policies.py"}
