"""Signs that XML forbids: left out of the register and told, and the night goes on."""

from __future__ import annotations

import codecs
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.conftest import KLEIN
from viewer.sources.import_roo import import_roo
from viewer.sources.roo import read_register
from viewer.sources.xml_tekens import Gezuiverd

EXPORT = (KLEIN / "register.xml").read_bytes()
TITEL = b"Gemeenschappelijke regeling elders"
SIGNS = {
    "a reference": b"&#x1;",
    "a reference with noughts": b"&#x0000001F;",
    "a decimal reference": b"&#8;",
    "a reference to nothing": b"&#0;",
    "a reference to a surrogate": b"&#xD83D;",
    "a reference to no character": b"&#xFFFE;",
    "a reference past the last": b"&#x110000;",
    "a very long reference": b"&#99999999999999999999999999;",
    "nul": b"\x00",
    "a bell": b"\x07",
    "a vertical tab": b"\x0b",
    "a form feed": b"\x0c",
    "escape": b"\x1b",
    "a lone surrogate": b"\xed\xa0\xbd",
    "two surrogates": b"\xed\xa0\xbd\xed\xb8\x80",
    "no character": b"\xef\xbf\xbe",
}


def with_sign(sign: bytes, before: bytes = TITEL) -> bytes:
    assert EXPORT.count(before) >= 1
    return EXPORT.replace(before, before + sign, 1)


@pytest.mark.parametrize("sign", SIGNS.values(), ids=SIGNS)
def test_one_sign_costs_nothing_and_its_record_is_told(sign: bytes) -> None:
    plain = read_register(io.BytesIO(EXPORT), "x")
    register = read_register(io.BytesIO(with_sign(sign)), "x")
    assert (register.organisaties, register.versies) == (plain.organisaties, plain.versies)
    assert register.overgeslagen == ()
    (told,) = register.meldingen
    versie = next(v for v in plain.versies if v.titel.startswith(TITEL.decode()))
    assert told.startswith(f"{versie.titel} ({versie.bron_id}): ")
    assert told.endswith(("1 onleesbaar teken weggelaten.", "2 onleesbare tekens weggelaten."))


@pytest.mark.parametrize("before", [b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", b"</p:organisaties>\n", b"<p:titel", b"systeemId=\"1001", b"</p:overheidsorganisaties>"])  # fmt: skip
@pytest.mark.parametrize("sign", [b"\x00", b"&#x1;"])
def test_wherever_it_stands(before: bytes, sign: bytes) -> None:
    plain = read_register(io.BytesIO(EXPORT), "x")
    register = read_register(io.BytesIO(with_sign(sign, before)), "x")
    assert (register.organisaties, register.versies) == (plain.organisaties, plain.versies)
    assert len(register.meldingen) == 1


@pytest.mark.parametrize("codering", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "latin-1", "cp1252"])
def test_in_every_encoding(codering: str) -> None:
    tekst = EXPORT.decode()
    naam = codering.removesuffix("-sig")
    tekst = tekst.replace('encoding="UTF-8"', f'encoding="{naam}"')
    ruw = tekst.encode(codering, "xmlcharrefreplace")
    plain = read_register(io.BytesIO(ruw), "x")
    assert plain == read_register(io.BytesIO(EXPORT), "x")
    for sign in ("\x00", "&#x1;"):
        bad = tekst.replace(TITEL.decode(), TITEL.decode() + sign, 1).encode(codering, "xmlcharrefreplace")
        register = read_register(io.BytesIO(bad), "x")
        assert register.versies == plain.versies
        assert len(register.meldingen) == 1


def test_an_import_tells_it_where_what_is_passed_over_is_told(klein: Path, tmp_path: Path) -> None:
    export = tmp_path / "export_2024-02-02.xml"
    export.write_bytes(with_sign(b"&#x1;"))
    som = import_roo(str(export), klein)
    assert som is not None
    assert som.gemist == ()
    assert any("1 onleesbaar teken weggelaten." in melding for melding in som.meldingen)
    facts = json.loads((klein / "datapackage.json").read_text(encoding="utf-8"))["sources"][0]
    assert any("1 onleesbaar teken weggelaten." in melding for melding in facts["meldingen"])
    assert b"\x01" not in (klein / "samenwerkingsverbanden.csv").read_bytes()


class _InBits(io.RawIOBase):
    """A stream that gives a few bytes at a time."""

    def __init__(self, ruw: bytes, hoeveel: int) -> None:
        super().__init__()
        self._stroom, self._hoeveel = io.BytesIO(ruw), hoeveel

    def read(self, size: int = -1) -> bytes:
        return self._stroom.read(self._hoeveel)


@given(
    st.lists(st.sampled_from([*SIGNS.values(), b"a", "é€😀".encode(), b"&amp;", b"&#233;", b"&#x1F600;"])),
    st.integers(1, 9),
)
def test_what_is_allowed_stays_wherever_a_block_ends(delen: list[bytes], hoeveel: int) -> None:
    ruw = b"<o>" + b"".join(delen) + b"</o>"
    schoon = Gezuiverd(_InBits(ruw, hoeveel))
    uit = b"".join(iter(lambda: schoon.read(5), b""))
    assert uit == b"<o>" + b"".join(deel for deel in delen if deel not in SIGNS.values()) + b"</o>"
    assert uit == Gezuiverd(io.BytesIO(ruw)).read()
    etree.fromstring(uit)


def test_what_xml_allows_is_not_touched() -> None:
    every = "".join(
        chr(n) for n in range(0x110000) if n in (9, 10, 13) or 0x20 <= n < 0xD800 or 0xE000 <= n < 0xFFFE or n > 0xFFFF
    )
    ruw = every.encode()
    schoon = Gezuiverd(io.BytesIO(ruw))
    assert schoon.read() == ruw.removeprefix(codecs.BOM_UTF8)
    assert not schoon.weggelaten
