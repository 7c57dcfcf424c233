"""Whatever is asked, in whatever form: never a 500."""

from __future__ import annotations

import random
import re
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.test_docs import DOCS

PARAMETERS = sorted(
    {"url", "format", "maxwidth", "maxheight", "x", ""}
    | {
        n
        for rij in re.findall(r"^\| (`[A-Za-z`, -]+) \|", DOCS["adressen.md"], re.MULTILINE)
        for n in re.findall(r"`([A-Za-z-]+)`", rij)
    }
    | {"publiek_privaat", "per-pagina"}
)
"""Every parameter that docs/adressen.md names; a test holds that page to the code."""

WAARDEN = [
    "", "raalte", "GM0177", "twente", "veiligheid", "openbaar-lichaam", "ggd-ijsselland", "2020-01-01", "1980-01-01",
    "2100-12-31", "0001-01-01", "9999-12-31", "2020-02-30", "0", "1", "-1", "9" * 20, "1e9", "٣", "²", "\0", "\ud83d",
    "<script>", "{{7*7}}", "=cmd|", "../../etc/passwd", "a" * 5000, "\u202e", "http://[::1", "ja", "groot", "-aantal",
    "http://localhost/kaart?q=\0", "http://localhost/kaart?gemeente=GM0177", "[", "(", ".*", "\\", "$", "İ",
]  # fmt: skip
STUKKEN = ["raalte", "ggd-ijsselland", "csv", "GM0193", "gr-23055729", "x", "..", "%2e%2e", "a" * 300, "é", "\0", "<b>"]
KOPPEN = [
    {},
    {"Host": 'x"y<z>'},
    {"Accept-Encoding": "gzip;q=x"},
    {"If-None-Match": 'W/"x", *'},
    {"Range": "bytes=0-5"},
]


@pytest.mark.parametrize("number", [300, pytest.param(1500, marks=pytest.mark.traag)])
def test_no_request_is_a_500(app: Flask, number: int) -> None:
    toeval = random.Random(number)
    regels = [regel.rule for regel in app.url_map.iter_rules()]
    client = app.test_client()
    for _ in range(number):
        pad = re.sub(r"<[^>]+>", lambda _: quote(toeval.choice(STUKKEN), safe=""), toeval.choice(regels))
        vraag = "&".join(
            f"{quote(toeval.choice(PARAMETERS))}={quote(toeval.choice(WAARDEN).encode('utf-8', 'surrogatepass'), safe='')}"
            for _ in range(toeval.randint(0, 4))
        )
        methode = toeval.choice(["GET"] * 8 + ["HEAD", "OPTIONS", "POST", "PUT"])
        antwoord = client.open(f"{pad}?{vraag}", method=methode, headers=toeval.choice(KOPPEN))
        assert_fine(pad, antwoord.status_code)


def assert_fine(pad: str, status: int) -> None:
    """A 501 is what oEmbed asks for another format than JSON."""
    assert 200 <= status < 500 or (pad, status) == ("/oembed", 501), (pad, status)


def test_the_parameters_are_those_that_are_documented() -> None:
    assert {"regio", "kolom", "bbox", "hoogstens", "perPagina", "publiek_privaat"} <= set(PARAMETERS)
    assert len(PARAMETERS) >= 35


tekst = st.text(max_size=40) | st.sampled_from(WAARDEN)
kopnaam = st.sampled_from(
    ["Host", "Accept", "Accept-Encoding", "Accept-Language", "If-None-Match", "If-Modified-Since", "If-Match", "Range",
     "X-Request-Id", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Origin", "Referer", "Cookie", "Authorization",
     "Content-Type", "Content-Length", "Transfer-Encoding", "Expect", "X-HTTP-Method-Override", "User-Agent"]
)  # fmt: skip
kopwaarde = st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60) | st.sampled_from(
    [
        "bytes=0-",
        "bytes=-1",
        "bytes=5-1",
        "bytes=0-5,7-9",
        "gzip;q=x",
        "*;q=0",
        "W/",
        "100-continue",
        "chunked",
        "-1",
        "9" * 30,
    ]
)


@settings(max_examples=4 * settings().max_examples, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_header_path_or_body_makes_a_500(app: Flask, data: st.DataObject) -> None:
    regels = sorted(regel.rule for regel in app.url_map.iter_rules())
    regel = data.draw(st.sampled_from(regels))
    pad = re.sub(r"<[^>]+>", lambda _: quote(data.draw(tekst).encode("utf-8", "surrogatepass"), safe=""), regel)
    paren = data.draw(st.lists(st.tuples(st.sampled_from(PARAMETERS), tekst), max_size=5))
    vraag = "&".join(f"{naam}={quote(waarde.encode('utf-8', 'surrogatepass'), safe='')}" for naam, waarde in paren)
    antwoord = app.test_client().open(
        f"{pad}?{vraag}",
        method=data.draw(
            st.sampled_from(["GET", "GET", "GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "XYZ"])
        ),
        headers=data.draw(st.dictionaries(kopnaam, kopwaarde, max_size=4)),
        data=data.draw(st.none() | st.binary(max_size=200)),
    )
    assert_fine(pad, antwoord.status_code)


def test_lists_queries_and_days_are_bounded(client: FlaskClient) -> None:
    pages = ("/", "/tabel", "/kaart", "/kaart.png", "/wie-met-wie", "/analyse")
    machines = ("/api/v1/samenwerkingsverbanden", "/download/deelnames.csv")
    for vraag in ("gemeente=raalte&" * 61, f"q={'a' * 201}", "peildatum=1979-12-31", "peildatum=2101-01-01"):
        for pad in machines:
            antwoord = client.get(f"{pad}?{vraag}")
            assert antwoord.status_code == 400, (pad, vraag[:30])
            assert len(antwoord.data) < 60_000
        for pad in pages:
            assert client.get(f"{pad}?{vraag}").status_code == 200, (pad, vraag[:30])
    for vraag in ("regio=twente&" * 100_000, f"{'a' * 100_000}=1"):
        for pad in (*pages, *machines):
            antwoord = client.get(f"{pad}?{vraag}")
            assert antwoord.status_code == (200 if pad == "/kaart" else 400 if "api" in pad else 414), pad
            assert len(antwoord.data) < 60_000 or pad == "/kaart"
    assert client.get("/api/v1/verbindingen?perPagina=1001").status_code == 400
    assert client.post("/over", data=b"a" * 100_000).status_code in (405, 413)
