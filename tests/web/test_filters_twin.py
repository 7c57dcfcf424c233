"""What a choice leaves, counts and shows: in the browser as on the server, for random choices in every scope."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest

from tests.choices import random_choice
from tests.conftest import SCOPES
from tests.node_twin import JS, run_node
from viewer.dataset import Dataset
from viewer.facets import empty_words, facets
from viewer.filters import AREAS, LAYERS, OLD_NAMES
from viewer.kaart.gegevens import build_kaartgegevens
from viewer.model import NEDERLAND
from viewer.selection import Selection, read_selection
from viewer.settings import Settings
from viewer.web.pasted import pairs_of

ANSWER = f"""
globalThis.document = {{ documentElement: {{ dataset: {{}} }} }};
const {{ Gegevens }} = await import('file://{JS}/gegevens.js');
const {{ leesGemeenten }} = await import('file://{JS}/kaart/gebieden.js');
const {{ leesKeuze, leesToestand, schrijfToestand }} = await import('file://{JS}/toestand.js');
export default ({{ gebieden, deelnames, teksten, vragen }}) => {{
  const wat = new Gegevens(JSON.parse(deelnames), leesGemeenten(JSON.parse(gebieden).gemeenten)).vul(JSON.parse(teksten));
  const perParameter = wat.filters.filter(({{ gebied }}) => gebied);
  return vragen.map((vraag) => {{
    const keuze = leesToestand(vraag, wat.filters);
    return {{
      vraag: schrijfToestand(keuze, wat.filters),
      zinnen: leesKeuze(vraag, wat.filters).zinnen,
      lijst: wat.inLijst(keuze).map(({{ id }}) => id).sort(),
      tabel: wat.kies(keuze).map(({{ id }}) => id).sort(),
      verbindingen: wat.kies(keuze, perParameter).map(({{ id }}) => id).sort(),
      tellingen: [...wat.telPerFilter(keuze)].map(([filter, aantallen]) => [filter.parameter,
        filter.opties.map(([slug, naam], i) => [slug, naam, aantallen.get(i) ?? 0, i < filter.aanbod])
          .filter(([slug, , n, aanbod]) => keuze[filter.parameter].includes(slug) || (n && aanbod))
          .map(([slug, naam, n]) => [slug, naam, n])]),
      waarop: wat.waarop({{ ...keuze, q: '', peildatum: '' }}),
    }};
  }});
}};
"""
DAGEN = [None, date(2015, 3, 1), date(2018, 7, 1), date(2022, 1, 1), date(2024, 12, 31), date(2030, 1, 1)]
WOORDEN = ["", "", "", "veiligheid", "afval rd", "súdwest", "zzz"]


def choices(dataset: Dataset, provincie: str, hoeveel: int) -> list[Selection]:
    """Random ones: mostly of what is offered, now and then of another part of the country."""
    toeval = random.Random(f"2026 {provincie}")
    return [random_choice(toeval, dataset, provincie, 0.3, DAGEN, WOORDEN) for _ in range(hoeveel)]


@pytest.mark.parametrize("provincie", SCOPES)
def test_the_browser_answers_as_the_server(dataset: Dataset, provincie: str) -> None:
    settings = Settings(provincie=provincie)
    gegevens = build_kaartgegevens(dataset, settings)
    keuzes = choices(dataset, provincie, 25)
    vraag: Any = {
        "gebieden": gegevens.gebieden,
        "deelnames": gegevens.deelnames,
        "teksten": gegevens.teksten,
        "vragen": [keuze.query() for keuze in keuzes],
    }
    for keuze, browser in zip(keuzes, run_node(ANSWER, vraag), strict=True):  # type: ignore[call-overload]
        server = {
            "vraag": keuze.query(),
            "zinnen": browser["zinnen"],  # the map has a part of the options of a table only
            "lijst": sorted(dataset.select(keuze, provincie, zonder=LAYERS).index),
            "tabel": sorted(dataset.select(keuze, provincie).index),
            "verbindingen": sorted(dataset.select(keuze, provincie, zonder=AREAS).index),
            "tellingen": [
                [facet.parameter, [[optie.slug, optie.naam, optie.aantal] for optie in facet.opties]]
                for facet in facets(dataset, keuze, settings)
            ],
            "waarop": empty_words(Selection(keuze.chosen)),
        }
        assert browser == json.loads(json.dumps(server)), keuze.query()


@pytest.mark.parametrize("oud", OLD_NAMES)
def test_the_browser_understands_a_parameter_of_before(dataset: Dataset, oud: str) -> None:
    gegevens = build_kaartgegevens(dataset, Settings())
    slug = dataset.filters.options[OLD_NAMES[oud]][1].slug
    vraag = {
        "gebieden": gegevens.gebieden,
        "deelnames": gegevens.deelnames,
        "teksten": gegevens.teksten,
        "vragen": [f"?q=a&{oud}={slug}"],
    }
    (browser,) = run_node(ANSWER, vraag)  # type: ignore[misc]
    assert browser["vraag"] == f"?{OLD_NAMES[oud]}={slug}&q=a"


def test_only_what_the_settings_offer_is_counted_but_the_rest_is_understood(dataset: Dataset) -> None:
    gegevens = build_kaartgegevens(dataset, Settings(regios=("twente",)))
    vragen = ["", "?regio=ijsselland", "?regio=zeeland"]
    vraag = {
        "gebieden": gegevens.gebieden,
        "deelnames": gegevens.deelnames,
        "teksten": gegevens.teksten,
        "vragen": vragen,
    }
    for keuze, browser in zip(("", "ijsselland", "zeeland"), run_node(ANSWER, vraag), strict=True):  # type: ignore[call-overload]
        server = facets(dataset, Selection(regio=(keuze,) if keuze else ()), Settings(regios=("twente",)))[0]
        assert browser["tellingen"][0][1] == [[o.slug, o.naam, o.aantal] for o in server.opties]
        assert [slug for slug, _, _ in browser["tellingen"][0][1]] == ["twente", *([keuze] if keuze else [])]


PASTED = [
    "gemeente=zwolle&amp;verband=ggd-ijsselland", "gemeente=zwolle%26amp%3Bverband=ggd-ijsselland", "Gemeente=GM0193&GEMEENTE=0150",
    "gemeente=193)&fbclid=1", "gemeente=Hof van Twente&thema=Zorg en gezondheid", "vorm=Openbaar+lichaam.&recht=zonder rechtspersoon",
    "publiek_privaat=privaatrechtelijk;thema=jeugd?utm_source=x", "verband=gr-23055729&thema=onzin&regio=x", "gemeente[]=raalte&gemeente[]=ommen",
    "peildatum=1-2-2023", "peildatum=2023", "peildatum=2023-05", "peildatum=20230201)", "peildatum=1 mrt. 2023", "peildatum=31-9-2023",
    "peildatum=2023-02-29", "peildatum=2024-02-29", "peildatum=1979-12-31", "peildatum=gisteren&q=a", "peildatum=2020-01-01&peildatum=2021-01-01",
    "q=B%26W%3B zorg%3F (jeugd)", "q=a&amp;thema=jeugd", f"q={'a' * 300}", "q=%00a", "thema=&gemeente=&q= ", "?thema=jeugd", "thema%3Djeugd", "x=1&amp;y=2",
    "gemeente=zwolle&" * 61 + "thema=jeugd", "gemeente=Raalte,Olst-Wijhe", "gemeente=raalte,,ommen, &thema=jeugd,onzin", "thema=x,y",
    "gemeente=Nuenen, Gerwen en Nederwetten,Raalte&regio=twente,ijsselland", f"regio={'twente,' * 70}ijsselland", "gemeente=(zwolle)",
    "peildatum=1850-01-01", "peildatum=2101-01-01", "peildatum=1900", "peildatum=30-2-1850",
]  # fmt: skip


def test_the_browser_understands_a_pasted_address_as_the_server(dataset: Dataset) -> None:
    gegevens = build_kaartgegevens(dataset, Settings(provincie=NEDERLAND))
    vraag = {
        "gebieden": gegevens.gebieden,
        "deelnames": gegevens.deelnames,
        "teksten": gegevens.teksten,
        "vragen": [f"?{een}" for een in PASTED],
    }
    for een, browser in zip(PASTED, run_node(ANSWER, vraag), strict=True):  # type: ignore[call-overload]
        server = read_selection(pairs_of(een), dataset, kindly=True)
        assert browser["vraag"] == server.selection.query(), een
        assert browser["zinnen"] == [fault.mens for fault in server.faults if fault.mens], een
