"""Through time the set is constant: between any two days it differs by what began and what ended, and nothing else."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.choices import random_choice
from tests.node_twin import JS, run_node
from viewer.analysis.door_de_tijd import looks_back, through_time
from viewer.analysis.tellingen import in_force_per_year, trend
from viewer.analysis.veranderingen import veranderingen
from viewer.analysis.vergelijking import vergelijk_dagen
from viewer.dataset import Dataset
from viewer.filters import LAYERS
from viewer.kaart.gegevens import build_kaartgegevens
from viewer.kaart.picture import class_words, classes
from viewer.model import NEDERLAND, PROVINCIES
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.views.panel import panel

AREAS = (*PROVINCIES.values(), NEDERLAND)
WORDS = ["", "", "", "veiligheid", "afval"]
DAYS = st.dates(date(2000, 1, 1), date(2026, 5, 16))
often = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
BROWSER = f"""
globalThis.document = {{ documentElement: {{ dataset: {{}} }} }};
globalThis.location = {{ origin: 'https://voorbeeld.nl' }};
const js = 'file://{JS}';
const [{{ Gegevens }}, {{ leesToestand }}, {{ doorDeTijd, zonderBegin }}, {{ leesGemeenten }}] = await Promise.all(
  ['gegevens', 'toestand', 'doordetijd', 'kaart/gebieden'].map((name) => import(`${{js}}/${{name}}.js`)));
export default async ({{ gebieden, deelnames, teksten, vragen }}) => {{
  const wat = new Gegevens(JSON.parse(deelnames), leesGemeenten(JSON.parse(gebieden).gemeenten)).vul(JSON.parse(teksten));
  return vragen.map((vraag) => {{
    const keuze = leesToestand(vraag, wat.filters);
    const left = wat.inLijst(keuze);
    const {{ mee, apart }} = doorDeTijd(wat, keuze, left);
    return {{ mee: mee.map(({{ id }}) => id).sort(), apart: apart.map(({{ id }}) => id).sort(), lijst: zonderBegin(wat, keuze, left) }};
  }});
}};
"""
CLASSES = f"""
const {{ makeScale, klasseTekst }} = await import('file://{JS}/kaart/style.js');
export default (reeksen) => reeksen.map((reeks) => {{
  const schaal = makeScale(reeks, ['a', 'b', 'c', 'd', 'e']);
  return {{ woorden: schaal.klassen.map((_, i) => klasseTekst(schaal.klassen, i)), tinten: [...Array(130).keys()].map((n) => schaal.tint(n + 1)) }};
}});
"""


def chosen(dataset: Dataset, zaad: int, provincie: str) -> Selection:
    keuze = random_choice(random.Random(zaad), dataset, provincie, 0.15, [None], WORDS)
    return keuze.having(**dict.fromkeys(LAYERS, ()))


@often
@given(st.integers(0, 10_000), st.sampled_from(AREAS), DAYS, DAYS)
def test_between_two_days_it_differs_by_new_minus_ended(
    dataset: Dataset, zaad: int, provincie: str, een: date, ander: date
) -> None:
    van, tot = sorted((een, ander))
    keuze = chosen(dataset, zaad, provincie)
    eerst, later = (through_time(dataset, replace(keuze, peildatum=dag), provincie) for dag in (van, tot))
    veranderd = veranderingen(dataset, keuze, provincie, van, tot)
    # What was there already, or goes on elsewhere, came into a choice or left it: it is not new, and did not end.
    nieuw, beeindigd = ({een.id for een in lijst} for lijst in (veranderd.nieuw, veranderd.beeindigd))
    waren, zijn = (set(dataset.verbanden_on(dag).index) for dag in (van, tot))
    assert set(later.mee) - set(eerst.mee) - waren == nieuw
    assert set(eerst.mee) - set(later.mee) - zijn == beeindigd
    erin, eruit = (set(later.mee) - set(eerst.mee)) & waren, (set(eerst.mee) - set(later.mee)) & zijn
    assert len(later.mee) - len(eerst.mee) == len(nieuw) - len(beeindigd) + len(erin) - len(eruit)
    assert list(eerst.apart) == list(later.apart)
    assert not set(later.mee) & set(later.apart)
    rijen = vergelijk_dagen(dataset, keuze, provincie, [van, tot]).rijen
    assert [sum(rij.bij[nummer] for rij in rijen) for nummer in (0, 1)] == [len(eerst.mee), len(later.mee)]
    now = through_time(dataset, keuze, provincie)
    assert len(now.mee) + len(now.apart) == len(dataset.select_ids(keuze, provincie))


@often
@given(st.integers(0, 10_000), st.sampled_from(AREAS), st.integers(2015, 2026))
def test_the_years_count_the_same_set(dataset: Dataset, zaad: int, provincie: str, jaar: int) -> None:
    keuze = chosen(dataset, zaad, provincie)
    dag = date(jaar, 1, 1)
    mee = through_time(dataset, replace(keuze, peildatum=dag), provincie).mee
    assert trend(dataset, keuze, provincie, [jaar], None)["aantal"][jaar] == len(mee)
    alle = through_time(dataset, Selection(peildatum=dag), provincie).mee
    assert in_force_per_year(dataset, provincie, [jaar])[jaar] == len(alle)


@pytest.mark.parametrize("provincie", ["Overijssel", "Gelderland"])
def test_the_browser_and_the_panel_have_the_same_set(dataset: Dataset, provincie: str) -> None:
    toeval = random.Random(provincie)
    data = build_kaartgegevens(dataset, Settings(provincie=provincie))
    dagen = [None, *(date(toeval.randint(2000, 2026), toeval.randint(1, 4), toeval.randint(1, 28)) for _ in range(40))]
    keuzes = [replace(chosen(dataset, nummer, provincie), peildatum=dag) for nummer, dag in enumerate(dagen)]
    said = run_node(
        BROWSER,
        {
            "gebieden": data.gebieden, "deelnames": data.deelnames, "teksten": data.teksten,
            "vragen": [keuze.query() for keuze in keuzes],
        },
    )  # fmt: skip
    apart = 0
    for keuze, een in zip(keuzes, json.loads(json.dumps(said)), strict=True):
        set_ = through_time(dataset, keuze, provincie)
        view = panel(dataset, keuze, Settings(provincie=provincie))
        assert (een["mee"], een["apart"]) == (sorted(set_.mee), sorted(set_.apart))
        assert (view["tijd"]["mee"], view["tijd"]["apart"]) == (len(set_.mee), len(set_.apart))
        assert view["lijst"]["apart"] == een["lijst"]
        if looks_back(dataset, keuze):
            assert view["lijst"]["aantal"] - view["lijst"]["apart"] == len(set_.mee)
            apart += view["lijst"]["apart"]
    assert apart, "no choice with one of unknown beginning was tried"


def test_browser_and_picture_word_and_colour_classes_alike() -> None:
    toeval = random.Random(7)
    reeksen = [
        [toeval.randint(1, toeval.choice([1, 4, 20, 90])) for _ in range(toeval.randint(1, 30))] for _ in range(80)
    ]
    said = json.loads(json.dumps(run_node(CLASSES, reeksen)))
    for reeks, een in zip(reeksen, said, strict=True):
        klassen = classes(reeks)
        assert een["woorden"] == [class_words(klassen, i) for i in range(len(klassen))]
        assert een["woorden"][-1].endswith(" of meer")
        # Whatever number a day has, it has the shade of the class that says so, and there is one for each.
        bovengrens = [tot for _, _, tot in klassen[:-1]]
        plek = [sum(n > tot for tot in bovengrens) for n in range(1, 131)]
        assert len({(i, tint) for i, tint in zip(plek, een["tinten"], strict=True)}) == len(klassen)
