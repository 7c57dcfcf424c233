"""Of a list that is not whole no address gives an exact number: every route is walked, in every scope that has such lists.

What is looked for: in HTML and pictures a number before "gemeente", "deelnemer" or "inwoner", or in brackets after a
name, in a line that names such a samenwerkingsverband; in JSON, CSV, workbooks and areas a whole number in a row of
one. A route that is not in ROUTES fails the test: whoever adds one must say how it is asked.
"""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections.abc import Iterator
from typing import Any

import openpyxl
import pyogrio
import pytest
from flask import Flask
from lxml import etree, html

from tests.conftest import LIVE
from viewer.dataset import Dataset
from viewer.model import NEDERLAND
from viewer.settings import Settings
from viewer.web import create_app
from viewer.web.context import site_of

ASKED = {
    "/": ["/", "/?verband={x}", "/?verband={x}&verband={whole}", "/?verband={x}&gemeente={g}", "/?q={q}", "/?verband={x}&peildatum=2024-01-01"],
    "/kaart": ["/kaart?verband={x}"],
    "/kaart.svg": ["/kaart.svg?verband={x}", "/kaart.svg?verband={x}&verband={whole}"],
    "/samenwerkingsverbanden": ["/samenwerkingsverbanden"],
    "/samenwerkingsverbanden/<slug>": ["/samenwerkingsverbanden/{x}", "/samenwerkingsverbanden/{x}?peildatum=2024-01-01"],
    "/gemeenten": ["/gemeenten"],
    "/gemeenten/<slug>": ["/gemeenten/{g}"],
    "/tabel": ["/tabel?verband={x}&kolom=aantal&kolom=wie&kolom=stand", "/tabel?verband={x}"],
    "/vergelijk": ["/vergelijk?verband={x}&verband={whole}", "/vergelijk?verband={whole}&verband={x}"],
    "/vergelijk.<kind>": ["/vergelijk.csv?verband={x}&verband={whole}", "/vergelijk.xlsx?verband={whole}&verband={x}"],
    "/analyse": ["/analyse?verband={x}&ook=zelf-verzameld", "/analyse?ook=zelf-verzameld"],
    "/analyse/<name>.<kind>": [
        f"/analyse/{name}.{kind}?{choice}ook=zelf-verzameld"
        for name in ("congruentie", "afwijkingen", "gemeenten", "onderwerpen", "matrix", "overlap", "grens", "jaren")
        for kind in ("csv", "xlsx", "svg")
        for choice in ("", "verband={x}&verband={whole}&")
        if not (kind == "xlsx" and choice)
    ],
    "/wie-met-wie": ["/wie-met-wie?verband={x}&ook=zelf-verzameld", "/wie-met-wie"],
    "/taken": ["/taken"],
    "/taken/<slug>": ["/taken/{taak}"],
    "/api/v1/bijdragen": ["/api/v1/bijdragen?verband={x}"],
    "/api/v1/taken": ["/api/v1/taken?verband={x}"],
    "/veranderd": ["/veranderd?van=2010-01-01&tot=2026-05-16", "/veranderd?van=2010-01-01&tot=2026-05-16&verband={x}"],
    "/insluiten": ["/insluiten?verband={x}"],
    "/oembed": ["/oembed?url=http://localhost/kaart?verband={x}"],
    "/over": ["/over"],
    "/over/kwaliteit": ["/over/kwaliteit"],
    "/wijzigingen.atom": ["/wijzigingen.atom"],
    "/download/samenwerkingsverbanden.<kind>": [
        f"/download/samenwerkingsverbanden.{kind}?verband={{x}}&verband={{whole}}" for kind in ("csv", "xlsx", "geojson", "gpkg")
    ],
    "/download/deelnames.<kind>": ["/download/deelnames.csv?verband={x}", "/download/deelnames.xlsx?verband={x}"],
    "/download/veranderingen.<kind>": ["/download/veranderingen.csv?van=2010-01-01&verband={x}", "/download/veranderingen.xlsx?verband={x}"],
    "/api/v1/samenwerkingsverbanden": ["/api/v1/samenwerkingsverbanden?verband={x}&verband={whole}"],
    "/api/v1/samenwerkingsverbanden/<id>": ["/api/v1/samenwerkingsverbanden/{id}"],
    "/api/v1/gemeenten/<code>": ["/api/v1/gemeenten/{code}"],
    "/api/v1/gemeenten": ["/api/v1/gemeenten?verband={x}"],
    "/api/v1/verbindingen": ["/api/v1/verbindingen?verband={x}&ook=zelf-verzameld"],
    "/api/v1/congruentie": ["/api/v1/congruentie?verband={x}&ook=zelf-verzameld"],
    "/api/v1/vergelijking": ["/api/v1/vergelijking?verband={x}&verband={whole}"],
    "/ogc/collections/<naam>/items": ["/ogc/collections/samenwerkingsverbanden/items?verband={x}"],
    "/ogc/collections/<naam>/items/<sleutel>": ["/ogc/collections/samenwerkingsverbanden/items/{id}"],
}  # fmt: skip
"""How each route that can speak of one samenwerkingsverband is asked. x: one of which not all is known."""

SILENT = {
    "/kaart.png": "draws what /kaart.svg does",
    "/kaartdata/<digest>/<name>": "who takes part, one by one; what is said of it is tried as views and markup (test_twins)",
    "/download/datapakket.zip": "the tables as they are: a row per hand-kept list with compleet, and no numbers",
    **dict.fromkeys(
        (
            "/.well-known/security.txt", "/api", "/api/v1", "/api/v1/openapi.json", "/api/v1/regios", "/api/v1/themas", "/catalogus",
            "/catalogus.jsonld", "/catalogus.ttl", "/gezondheid", "/huisstijl.css", "/huisstijl/logo", "/insluiten.js",
            "/metrics", "/ogc", "/ogc/api", "/ogc/collections", "/ogc/collections/<naam>", "/ogc/conformance", "/robots.txt",
            "/sitemap.xml", "/static/<version>/<path:name>", "/toegankelijkheid", "/verbanden",
        ),
        "speaks of no samenwerkingsverband by itself",
    ),
}  # fmt: skip

COUNTED = re.compile(
    r"(?<!ten minste )(?<![\w.,-])(\d[\d.]*)\s+(?:andere\s+)?(?:gemeenten?|deelnemers?|inwoners?)\b", re.IGNORECASE
)
YEARS = {"stand", "peildatum_bron", "ten_minste", "brondatum", "Lijst van", "van", "tot", "meer_bronnen"}


@pytest.fixture(scope="module", params=["Overijssel", "Drenthe", "Gelderland", NEDERLAND])
def app(request: pytest.FixtureRequest) -> Flask:
    return create_app(Settings(provincie=request.param), LIVE)


def test_every_route_is_walked(app: Flask) -> None:
    routes = {str(rule) for rule in app.url_map.iter_rules()}
    assert not routes - ASKED.keys() - SILENT.keys()
    assert not (ASKED.keys() | SILENT.keys()) & {route for route in ASKED if route in SILENT}


@pytest.mark.traag
def test_no_address_gives_an_exact_number(app: Flask) -> None:
    """Each address for two of them, another two each time; the page of each for all."""
    dataset = site_of(app).store.current().dataset
    client = app.test_client()
    here = dataset.verbanden_in(site_of(app).settings.provincie, dataset.peildatum)
    some = list(here.index[~here["compleet"]])
    assert len(some) >= 2
    plan = [(address, some[(2 * i + j) % len(some)]) for i, address in enumerate(_addresses()) for j in range(2)]
    plan += [(address, id_) for address in (ASKED["/"][1], ASKED["/samenwerkingsverbanden/<slug>"][0]) for id_ in some]
    wrong: list[str] = []
    asked_already: set[str] = set()
    for address, id_ in plan:
        asked = address.format(**_words(dataset, id_))
        if asked in asked_already:
            continue
        asked_already.add(asked)
        answer = client.get(asked)
        if answer.status_code == 301:
            answer = client.get(answer.headers["Location"])
        assert answer.status_code == 200, (asked, answer.status_code)
        about = {id_} if "{" in address else set(some)
        wrong += [f"{asked}: {what}" for what in _exact(dataset, about, answer.mimetype, answer.data, asked)]
    assert len(asked_already) > 80
    assert not wrong, "\n".join(wrong[:40])


def _addresses() -> Iterator[str]:
    for addresses in ASKED.values():
        yield from addresses


def _words(dataset: Dataset, id_: str) -> dict[str, str]:
    codes = [code for code in dataset.deelnemers_of(id_, dataset.peildatum)["code"] if code in dataset.gemeenten.index]
    row = dataset.verbanden.loc[id_]
    whole = dataset.samenwerkingsverbanden_for(codes[0], dataset.peildatum)
    whole = whole[whole["comparable"]]
    return {
        "x": row["slug"], "id": id_, "q": row["naam"].replace("&", "%26"), "code": codes[0],
        "taak": next(iter((*row["taken"], *dataset.taken))),
        "g": dataset.gemeenten["slug"][codes[0]], "whole": whole["slug"].iloc[0],
    }  # fmt: skip


def _exact(dataset: Dataset, about: set[str], kind: str, body: bytes, address: str) -> Iterator[str]:
    names = {dataset.verbanden["naam"][id_] for id_ in about}
    remarks = {dataset.verbanden["opmerking"][id_] for id_ in about} | {
        dataset.verbanden["omschrijving"][id_] for id_ in about
    }
    if kind == "text/html":
        whole_page = "/samenwerkingsverbanden/" in address
        yield from _in_lines(_lines(body), names, remarks, whole_page)
    elif kind == "image/svg+xml":
        tree = etree.fromstring(body)
        lines = ["".join(e.itertext()) for e in tree.iter("{*}text")] + [e.text or "" for e in tree.iter(etree.Comment)]
        yield from _in_lines(lines, names, remarks, whole_page=False)
    elif kind == "text/csv":
        yield from _in_rows(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))), names | about)
    elif "spreadsheet" in kind:
        for sheet in openpyxl.load_workbook(io.BytesIO(body)):
            head, *rows = sheet.iter_rows(values_only=True) or [()]
            yield from _in_rows((dict(zip(map(str, head), row, strict=True)) for row in rows), names | about)
    elif "geopackage" in kind:
        with tempfile.NamedTemporaryFile(suffix=".gpkg") as file:
            file.write(body)
            file.flush()
            frame = pyogrio.read_dataframe(file.name, layer="samenwerkingsverbanden", read_geometry=False)
        yield from _in_rows(frame.astype(object).where(frame.notna(), None).to_dict("records"), names | about)
    elif "json" in kind:
        yield from _in_json(json.loads(body), names | about)
    else:
        assert "xml" in kind, (address, kind)
        yield from _in_lines(
            ["".join(e.itertext()) for e in etree.fromstring(body).iter("{*}entry")], names, remarks, False
        )


def _lines(body: bytes) -> list[str]:
    """The texts of a page, a line or cell each."""
    tree = html.fromstring(body.decode())
    for gone in tree.iter("script", "style", "noscript"):
        gone.drop_tree()
    blocks = (
        "li",
        "tr",
        "label",
        "p",
        "h1",
        "h2",
        "h3",
        "figcaption",
        "caption",
        "dt",
        "dd",
        "option",
        "article",
        "summary",
    )
    return [re.sub(r"\s+", " ", e.text_content()) for e in tree.iter(*blocks)]


def _in_lines(lines: list[str], names: set[str], remarks: set[str], whole_page: bool) -> Iterator[str]:
    for line in lines:
        for remark in filter(None, remarks):
            line = line.replace(re.sub(r"\s+", " ", remark), " ")  # noqa: PLW2901 - what a source says of itself
        for name in names:
            if not whole_page and name not in line:
                continue
            if found := COUNTED.search(line):
                yield f"{found[0]!r} in {line[:160]!r}"
            if re.search(rf"{re.escape(name)} \(\d", line):
                yield f"a number behind {name!r} in {line[:160]!r}"


def _in_rows(rows: Any, names: set[str]) -> Iterator[str]:
    for row in rows:
        if names & {str(cell) for cell in row.values()}:
            for column, cell in row.items():
                if column not in YEARS and re.fullmatch(r"\d+(\.0+)?%?", str(cell if cell is not None else "")):
                    yield f"{cell!r} under {column!r} in the row of {sorted(names & {str(c) for c in row.values()})}"


def _in_json(what: Any, names: set[str]) -> Iterator[str]:
    if isinstance(what, list):
        for part in what:
            yield from _in_json(part, names)
    elif isinstance(what, dict):
        own = {str(what.get(key)) for key in ("id", "naam", "samenwerkingsverband", "sleutel")}
        if own & names:
            for key, value in what.items():
                if isinstance(value, int | float) and not isinstance(value, bool) and key not in YEARS:
                    yield f"{value!r} as {key!r} of {sorted(own & names)}"
        for part in what.values():
            yield from _in_json(part, names)
