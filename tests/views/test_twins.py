"""What pages say, on the server and in the browser: the same data and the same markup for random choices in every scope."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from tests.choices import random_choice
from tests.conftest import DATA
from tests.node_twin import JS, run_node
from viewer.dataset import Dataset
from viewer.filters import FILTERS
from viewer.kaart.gegevens import build_kaartgegevens
from viewer.limits import LEFT_OUT
from viewer.model import NEDERLAND, PROVINCIES
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.views.embed import embed
from viewer.views.form import form
from viewer.views.panel import panel
from viewer.views.table import BY_KEY, FIRST, STANDARD, TableAsked, columns_for_browser, table
from viewer.views.verbindingen import verbindingen_view
from viewer.web import TEMPLATES, create_app
from viewer.web.address import STAND_IN
from viewer.web.jinja_js import compile_parts

CHOICES = 200
"""In each scope."""

OFTEN = 40
"""Of those of our own scope, for `make snel`."""

MARKUP_EVERY = 10
"""Of which choices the markup is compared too: writing it takes longer than computing what it says."""

PARTS = [
    ("Overijssel", 0, OFTEN),
    *(
        pytest.param(naam, OFTEN if naam == "Overijssel" else 0, CHOICES, marks=pytest.mark.traag)
        for naam in (*PROVINCIES.values(), NEDERLAND)
    ),
]
"""Which of the choices of which scope one test compares."""

MAILBOX = "kaart@voorbeeld.nl"
DAYS = [None, None, date(2015, 3, 1), date(2018, 7, 1), date(2022, 1, 1), date(2024, 12, 31), date(2030, 1, 1)]
WORDS = ["", "", "", "", "veiligheid", "afval rd", "súdwest", "ß", "zzz"]
ANSWER = f"""
globalThis.document = {{ documentElement: {{ dataset: {{}} }} }};
globalThis.location = {{ origin: '{STAND_IN}' }};
const js = 'file://{JS}';
const [{{ Gegevens }}, {{ leesToestand }}, {{ layersOf }}, {{ panelView }}, {{ formView }}, {{ readAsked, readColumns, tableView }},
  {{ computeVerbindingen, verbindingenView }}, {{ embedView }}, {{ leesGemeenten }}] = await Promise.all(['gegevens', 'toestand', 'layers', 'views/panel', 'views/form',
  'views/table', 'views/verbindingen', 'views/embed', 'kaart/gebieden'].map((name) => import(`${{js}}/${{name}}.js`)));
export default async ({{ gebieden, deelnames, teksten, vragen, delen, kolommen: rijen }}) => {{
  const kolommen = readColumns(rijen);
  const wat = new Gegevens(JSON.parse(deelnames), leesGemeenten(JSON.parse(gebieden).gemeenten)).vul(JSON.parse(teksten));
  const d = Object.assign({{}}, ...await Promise.all(delen.map((file) => import(file))));
  return vragen.map(({{ vraag, tabel, zonder, minimaal, hoogte, script, opmaak }}) => {{
    const keuze = leesToestand(vraag, wat.filters);
    const aan = layersOf(wat, [], keuze.verband);
    const views = {{
      paneel: panelView(wat, keuze, wat.inLijst(keuze), aan, zonder),
      formulier: formView(wat, keuze, {{ own: ['q', 'peildatum'] }}),
      verbindingen_formulier: formView(wat, keuze, {{ also: ['gemeente'], count: false }}),
      bouwer: formView(wat, keuze, {{ own: ['peildatum'], also: wat.filters.map(({{ parameter }}) => parameter), count: false, alone: true }}),
      tabel: tableView(wat, keuze, kolommen, readAsked(kolommen, new URLSearchParams(tabel))),
      verbindingen: verbindingenView(wat, keuze, computeVerbindingen(wat, keuze), minimaal),
      insluiten: embedView(wat, keuze, {{ zonder, hoogte, script }}),
    }};
    return {{ views, opmaak: opmaak && {{
      kaartjes: d.kaartjes(views.paneel, '/'), chips: d.chips(views.paneel, '/'), lijst: d.lijst(views.paneel.lijst, '/'),
      tijd: d.tijd(views.paneel.tijd), filtervelden: d.filtervelden(views.paneel.filters), keuzevelden: d.keuzevelden(views.formulier),
      tabel: d.tabel(views.tabel), verbindingen: d.verbindingen(views.verbindingen), telling: d.telling(views.verbindingen),
      drempel: d.drempel(views.verbindingen), regel: d.regel(views.insluiten),
    }} }};
  }});
}};
"""
MACROS = {
    "kaartjes": "d-paneel", "chips": "d-paneel", "lijst": "d-paneel", "tijd": "d-paneel", "filtervelden": "b-filters",
    "keuzevelden": "b-keuzes", "tabel": "e-tabel", "verbindingen": "f-verbindingen", "telling": "f-verbindingen",
    "drempel": "f-verbindingen", "regel": "g-insluiten",
}  # fmt: skip


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(Settings(correctie_email=MAILBOX), DATA)


@pytest.fixture(scope="module")
def parts(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The macros as the browser has them."""
    folder = tmp_path_factory.mktemp("delen")
    names = sorted(f"delen/{path.name}" for path in (TEMPLATES / "delen").glob("*.html"))
    made = compile_parts(app.jinja_env, names, (JS / "taal.js").as_uri())
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    for name, text in made.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return [folder / f"{name}.js" for name in made]


@pytest.fixture(scope="module")
def modules(app: Flask) -> dict[str, Any]:
    """The macros of each shared template, read as `compile_parts` reads them."""
    env = app.jinja_env.overlay(trim_blocks=False, lstrip_blocks=False)
    return {file: env.get_template(f"delen/{file}.html").module for file in set(MACROS.values())}


def choice(toeval: random.Random, dataset: Dataset, provincie: str) -> Selection:
    """A random one, but for layers and gemeenten that the browser's table of a scope does not hold: of those a page
    is made by the server."""
    keuze = random_choice(toeval, dataset, provincie, 0.25, DAYS, WORDS)
    known = set(dataset.verbanden_in(provincie, dataset.peildatum)["slug"])
    near = {dataset.gemeenten["slug"][code] for code in dataset.codes_in(provincie)}
    return keuze.having(
        verband=tuple(slug for slug in keuze.verband if slug in known),
        gemeente=tuple(slug for slug in keuze.gemeente if slug in near),
    )


def questions(dataset: Dataset, provincie: str) -> list[tuple[Selection, dict[str, Any]]]:
    toeval = random.Random(f"2026 {provincie}")
    rest = [key for key in BY_KEY if key != FIRST]
    out = []
    for number in range(CHOICES):
        keuze = choice(toeval, dataset, provincie)
        own = toeval.sample(rest, toeval.randint(1, 5)) if toeval.random() < 0.4 else []
        ask = TableAsked(
            toeval.choice([FIRST, f"-{FIRST}", *rest, *(f"-{key}" for key in rest)]),
            toeval.choice([1, 1, 1, 2, 9]),
            tuple(key for key in rest if key in own) or STANDARD,
        )
        out.append(
            (
                keuze,
                {
                    "vraag": keuze.query(),
                    "tabel": ask.query(keuze, ask.order, ask.pagina),
                    "ask": ask,
                    "zonder": toeval.sample(LEFT_OUT, toeval.randint(0, 2)),
                    "minimaal": toeval.choice([None, None, 3]),
                    "hoogte": toeval.randint(300, 900),
                    "script": toeval.random() < 0.5,
                    "opmaak": number % MARKUP_EVERY == 0,
                },
            )
        )
    return out


def views(dataset: Dataset, keuze: Selection, settings: Settings, vraag: Mapping[str, Any]) -> dict[str, Any]:
    """What the server says."""
    return {
        "paneel": panel(dataset, keuze, settings, vraag["zonder"]),
        "formulier": form(dataset, keuze, settings, own=("q", "peildatum")),
        "verbindingen_formulier": form(dataset, keuze, settings, also=("gemeente",), count=False),
        "bouwer": form(dataset, keuze, settings, own=("peildatum",), also=FILTERS, count=False, alone=True),
        "tabel": table(dataset, keuze, settings.provincie, vraag["ask"]),
        "verbindingen": verbindingen_view(dataset, keuze, settings.provincie, vraag["minimaal"]),
        "insluiten": embed(
            dataset, keuze, settings.paginatitel, vraag["zonder"], hoogte=vraag["hoogte"], script=vraag["script"]
        ),
    }


def markup(modules: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, str]:
    """What the server makes of it, without the line breaks that only readers of a template need."""
    arguments: dict[str, tuple[Any, ...]] = {
        "kaartjes": (said["paneel"], "/"),
        "chips": (said["paneel"], "/"),
        "lijst": (said["paneel"]["lijst"], "/"),
        "tijd": (said["paneel"]["tijd"],),
        "filtervelden": (said["paneel"]["filters"],),
        "keuzevelden": (said["formulier"],),
        "tabel": (said["tabel"],),
        "regel": (said["insluiten"],),
        **dict.fromkeys(("verbindingen", "telling", "drempel"), (said["verbindingen"],)),
    }
    return {
        name: re.sub(
            r"\s*\n\s*",
            "",
            str(getattr(modules[file], name)(*arguments[name])),
        )
        for name, file in MACROS.items()
    }


def at_the_root(text: str) -> str:
    """Addresses as a site at the root of its host has them: for node our scripts lie in their folder."""
    folder = str(JS.parent.parent.parent)
    return text.replace(folder, "").replace(quote(folder, safe=""), "")


def difference(browser: Any, server: Any, path: str = "") -> str:
    """Where two views first differ, and how; "" when they do not."""
    if isinstance(browser, dict) and isinstance(server, dict) and browser.keys() == server.keys():
        return next(filter(None, (difference(browser[key], server[key], f"{path}.{key}") for key in server)), "")
    if isinstance(browser, list) and isinstance(server, list) and len(browser) == len(server):
        pairs = enumerate(zip(browser, server, strict=True))
        return next(filter(None, (difference(one, other, f"{path}[{i}]") for i, (one, other) in pairs)), "")
    if isinstance(browser, str) and isinstance(server, str) and len(server) > 200 and browser != server:
        at = next((i for i, (a, b) in enumerate(zip(browser, server, strict=False)) if a != b), 0)
        return f"{path}[{at}]: browser {browser[max(0, at - 60) : at + 80]!r}, server {server[max(0, at - 60) : at + 80]!r}"
    return "" if browser == server else f"{path}: browser {browser!r}, server {server!r}"


@pytest.mark.parametrize(("provincie", "first", "last"), PARTS)
def test_the_browser_says_what_the_server_says(
    parts: list[Path], modules: Mapping[str, Any], dataset: Dataset, provincie: str, first: int, last: int
) -> None:
    settings = Settings(provincie=provincie, correctie_email=MAILBOX)
    map_data = build_kaartgegevens(dataset, settings)
    asked = questions(dataset, provincie)[first:last]
    data = {
        "gebieden": map_data.gebieden,
        "deelnames": map_data.deelnames,
        "teksten": map_data.teksten,
        "vragen": [{key: value for key, value in vraag.items() if key != "ask"} for _, vraag in asked],
        "kolommen": columns_for_browser(),
        "delen": [path.as_uri() for path in parts],
    }
    answers = run_node(ANSWER, data)
    for (keuze, vraag), browser in zip(asked, answers, strict=True):  # type: ignore[call-overload]
        server = views(dataset, keuze, settings, vraag)
        for name, said in server.items():
            assert not difference(browser["views"][name], json.loads(json.dumps(said)), name), vraag
        if vraag["opmaak"]:
            written = {name: at_the_root(text) for name, text in browser["opmaak"].items()}
            assert not difference(written, markup(modules, server), "opmaak"), vraag
