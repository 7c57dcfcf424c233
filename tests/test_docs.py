"""Documentation says what there is, under the names the code uses."""

from __future__ import annotations

import re
import runpy
from dataclasses import fields
from pathlib import Path

from flask import Flask

from tests.pinned import pins
from viewer.filters import FILTERS
from viewer.selection import ENKELVOUDIG
from viewer.settings import Settings
from viewer.sources.registry import SOURCES
from viewer.sources.schema import TABELLEN

ROOT = Path(__file__).parent.parent
DOCS = {pad.name: pad.read_text(encoding="utf-8") for pad in (ROOT / "docs").glob("*.md")}
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_settings_is_as_the_code_has_them() -> None:
    maker = runpy.run_path(str(ROOT / "docs" / "instellingen.py"))
    assert maker["with_table"](DOCS["instellingen.md"]) == DOCS["instellingen.md"], "make instellingen"
    for veld in fields(Settings):
        assert f"`KAART_{veld.name.upper()}` | {veld.metadata['uitleg']}" in DOCS["instellingen.md"]


def test_the_table_of_columns_is_as_the_code_has_them() -> None:
    maker = runpy.run_path(str(ROOT / "docs" / "kolommen.py"))
    assert maker["with_table"](DOCS["gegevens.md"]) == DOCS["gegevens.md"], "make instellingen"


def test_every_source_is_documented() -> None:
    for source in SOURCES:
        assert re.search(
            rf"^\| `{source.id}`, .*\|.*{source.licence.name if source.licence else ''}",
            DOCS["gegevens.md"],
            re.MULTILINE,
        )


def test_every_table_is_documented() -> None:
    genoemd = set(re.findall(r"^\| `(\w+)\.csv`", DOCS["gegevens.md"], re.MULTILINE))
    assert genoemd == set(TABELLEN)


def test_every_address_and_parameter_is_documented(app: Flask) -> None:
    tekst = DOCS["adressen.md"]
    adressen = {re.sub(r"<\w+:", "<", regel.rule) for regel in app.url_map.iter_rules()}
    intern = ("/static/", "/kaartdata/", "/huisstijl.css", "/huisstijl/logo", "/api/v1/<onbekend>")
    for adres in adressen:
        assert adres.startswith(intern) or f"`{adres}`" in tekst, adres
    for naam in (*ENKELVOUDIG, "pagina", "perPagina"):
        assert f"`{naam}`" in tekst


def test_the_table_of_parameters_has_every_filter_in_order() -> None:
    rijen = re.findall(r"^\| `(\w+)` \| (.+) \| (yes|no) \|$", DOCS["adressen.md"], re.MULTILINE)[: len(FILTERS)]
    assert [(naam, vaker) for naam, _, vaker in rijen] == [(n, "yes" if f.many else "no") for n, f in FILTERS.items()]
    for naam, wat, _ in rijen:
        for oud in FILTERS[naam].old_names:
            assert f"`{oud}`" in wat


def test_every_command_and_make_target_is_in_the_readme_or_help() -> None:
    for opdracht in ("importeer-roo", "importeer-grenzen", "importeer-tabel", "controleer", "bronnen"):
        assert f"gegevens {opdracht}" in README
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    doelen = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()  # type: ignore[index]
    for doel in doelen:
        assert re.search(rf"^{doel}:.*##", makefile, re.MULTILINE), doel


def test_links_in_the_docs_go_somewhere() -> None:
    for naam, tekst in {"../README.md": README, **DOCS}.items():
        for doel in re.findall(r"\]\((?!https?:|#)([^)#]+)", tekst):
            assert ((ROOT / "docs" / naam).parent / doel).exists(), (naam, doel)


def test_no_tracked_text_names_a_registry() -> None:
    locks = [
        pad for folder in ("tests/js", "tests/node", "bench/node") for pad in (ROOT / folder).glob("package*.json")
    ]
    assert len(locks) == 6
    for pad in [ROOT / "Makefile", *(ROOT / "requirements").iterdir(), *locks]:
        assert not re.search(r"https?://[^\s]*(pypi|npmjs|debian)", pad.read_text(encoding="utf-8")), pad


def test_every_pinned_library_has_its_licence_listed() -> None:
    rijen = re.findall(r"^\| ([A-Za-z0-9._-]+) \| (\S+) \| (.+) \|$", DOCS["licenties.md"], re.MULTILINE)
    assert [rij[:2] for rij in rijen if rij[0] != "bibliotheek"] == list(pins("run").items())
    assert not [rij for rij in rijen if rij[2] == "niet genoemd"]


def test_pins_have_hashes_and_no_address() -> None:
    for bestand in (ROOT / "requirements").glob("*.txt"):
        tekst = bestand.read_text(encoding="utf-8")
        assert "://" not in tekst
        assert tekst.count("==") <= tekst.count("--hash=sha256:")


def test_caddy_keeps_the_metrics_inside() -> None:
    """Tried with Caddy 2.6.2: a `handle` goes before a `respond` beside it, whatever stands first, so that the
    metrics must have a `handle` of their own."""
    blokken = (ROOT / "docs" / "beheer.md").read_text("utf-8").split("```")[1::2]
    gevonden = [blok for blok in blokken if "reverse_proxy" in blok and "metrics" in blok]
    assert len(gevonden) >= 2
    for blok in gevonden:
        if re.search(r"^\s*handle", blok, re.MULTILINE):
            assert re.search(r"handle \S*/metrics \{\s*respond 404", blok), blok
            assert blok.index("/metrics {") < blok.index("reverse_proxy")


def test_figures_that_were_measured_name_the_commit_they_are_of() -> None:
    for naam in ("prestaties.md", "toetsing.md"):
        gemeten = re.search(r"\d[\d.,]* (ms|KB|MB|s)\b|performance \d", DOCS[naam])
        assert not gemeten or re.search(r"of commit [0-9a-f]{7,}", DOCS[naam]), (naam, gemeten and gemeten[0])
