"""The dataset's answers, against the numbers of the register and a plain reading of it."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import DATA, EXPORTS, REAL_EXPORT
from tests.plain_register import PlainGemeenten, lees
from viewer.analysis.tellingen import in_force_per_year, quality_of
from viewer.analysis.veranderingen import veranderingen
from viewer.analysis.verbindingen import participation_matrix, partners, verbindingen
from viewer.dataset import Dataset
from viewer.errors import BadPackage
from viewer.model import NEDERLAND
from viewer.selection import Selection, parse_selection
from viewer.sources.teksten import BESTAND as TEKSTEN

DAG = date(2026, 5, 16)
DAGEN = [
    date(2015, 7, 1),
    date(2017, 1, 1),
    date(2019, 4, 12),
    date(2020, 1, 1),
    date(2022, 12, 30),
    date(2024, 1, 2),
    DAG,
]


def register_only(verbanden: pd.DataFrame) -> pd.DataFrame:
    return verbanden[verbanden["bron"] == "register"]


def test_the_numbers_of_overijssel(dataset: Dataset) -> None:
    assert dataset.peildatum == DAG
    verbanden = register_only(dataset.verbanden_in("Overijssel", DAG))
    assert len(verbanden) == 32
    present = dataset.deelnames_on(DAG)
    present = present[present["verband"].isin(verbanden.index) & (present["soort"] == "gemeente")]
    assert (len(present), int(present["code"].isin(dataset.codes_in("Overijssel")).sum())) == (241, 197)
    assert len(register_only(dataset.samenwerkingsverbanden_for("GM0193", DAG))) == 11


def test_borne_and_hengelo_share_most(dataset: Dataset) -> None:
    ids = register_only(dataset.verbanden_in("Overijssel", DAG)).index
    matrix = participation_matrix(dataset, DAG, ids)
    hier = matrix[matrix.index.isin(dataset.codes_in("Overijssel"))]
    paren = verbindingen(hier)
    assert list(paren.loc[0, ["a", "b", "aantal"]]) == ["GM0147", "GM0164", 12]
    assert paren.loc[1, "aantal"] < 12
    assert len(register_only(dataset.shared_by("GM0147", "GM0164", DAG))) == 12
    assert partners(hier, "GM0147").index[0] == "GM0164"


def test_verbindingen_equal_brute_force(dataset: Dataset) -> None:
    matrix = participation_matrix(dataset, DAG, dataset.verbanden_on(DAG).index[:80])
    paren = verbindingen(matrix).set_index(["a", "b"])["samenwerkingsverbanden"]
    wie = {code: {id_ for id_ in matrix if matrix.loc[code, id_]} for code in matrix.index}
    verwacht = {(a, b): wie[a] & wie[b] for a, b in combinations(sorted(wie), 2) if wie[a] & wie[b]}
    assert {paar: set(ids) for paar, ids in paren.items()} == verwacht


@pytest.mark.parametrize(
    "dag",
    [*DAGEN[::3], *(pytest.param(dag, marks=pytest.mark.traag) for dag in DAGEN if dag not in DAGEN[::3])],
    ids=str,
)
@pytest.mark.parametrize("export", EXPORTS, ids=lambda p: p.stem)
def test_every_day_is_as_the_export_reads(  # type: ignore[no-untyped-def]
    export, dag: date, dataset: Dataset, klein_dataset: Dataset, klein: Path
) -> None:
    """Which version counts on a day, and who takes part, for the whole country."""
    data = dataset if export == REAL_EXPORT else klein_dataset
    verbanden = register_only(data.verbanden_on(dag))
    present = data.deelnames_on(dag)
    rijen = pd.read_csv(DATA / "deelnames.csv", dtype=str, keep_default_na=False) if export == REAL_EXPORT else None
    namen = dict(zip(rijen["deelnemer_naam"], rijen["deelnemer_bron_id"], strict=True)) if rijen is not None else {}
    gevonden: dict[str, set[str]] = {}
    for verband, bron_id in verbanden["bron_id"].items():
        eigen = present[present["verband"] == verband]
        gevonden[bron_id] = {
            c or f"roo:{namen.get(n, '999')}" for c, n in zip(eigen["code"], eigen["naam"], strict=True)
        }
    plain = PlainGemeenten(klein if data is klein_dataset else DATA, set(data.gemeenten.index))
    verwacht = {bron_id: wie for bron_id, wie in plain.on(lees(export), dag).items() if wie}
    assert gevonden == verwacht


def test_a_chain_with_every_quirk(klein_dataset: Dataset) -> None:
    """Versions 2017-2019, one of no days, 2019-2022, a gap, 2023 on."""
    d = klein_dataset.deelnames
    rijen = {
        (rij["naam"], str(rij["van"].date()), "" if pd.isna(rij["tot"]) else str(rij["tot"].date()))
        for rij in d[d["verband"] == "gr-1001"].to_dict("records")
    }
    assert rijen == {
        ("Aadorp", "2017-01-01", "2022-01-01"),
        ("Aadorp", "2023-01-01", ""),
        ("'s-Beekveld", "2017-01-01", "2019-01-01"),
        ("'s-Beekveld", "2023-01-01", ""),
        ("<img src=x onerror=alert(1)>", "2019-06-01", "2022-01-01"),
        ("<img src=x onerror=alert(1)>", "2023-01-01", ""),
        ("=1+1", "2023-07-01", ""),
        ("Oudhoven", "2018-01-01", "2019-01-01"),
        ("Nat en Zonen", "2017-01-01", "2019-01-01"),
        ("Stadt Überall", "2017-01-01", "2022-01-01"),
    }
    assert "gr-1001" not in klein_dataset.verbanden_on(date(2022, 6, 1)).index
    assert klein_dataset.verbanden_on(date(2020, 6, 1)).loc["gr-1011", "bron_id"] == "1012"


def test_hand_kept_ones_join_and_do_not_claim_a_first_day(klein_dataset: Dataset) -> None:
    net = klein_dataset.deelnemers_of("net", date(2024, 2, 1))
    assert list(net["naam"]) == ["Aadorp", "<img src=x onerror=alert(1)>", "Kamer & Co"]
    assert list(net["soort"]) == ["gemeente", "gemeente", "overig"]
    assert net["van"].isna().all()
    assert klein_dataset.deelnemers_of("net", date(2021, 5, 31)).empty
    assert len(klein_dataset.deelnemers_of("net", date(2021, 6, 1))) == 3


def test_the_join_gives_every_participation_its_area(dataset: Dataset) -> None:
    ids = list(dataset.verbanden_in("Overijssel", DAG).index)
    gebieden = dataset.gebieden_of(ids, DAG)
    present = dataset.deelnames_on(DAG)
    assert len(gebieden) == int((present["verband"].isin(ids) & present["code"].isin(dataset.gemeenten.index)).sum())
    assert gebieden.crs.to_epsg() == 28992
    assert set(gebieden["code"]) <= set(dataset.gemeenten.index)


def test_filters_narrow_between_and_widen_within(dataset: Dataset) -> None:
    def ids(vraag: str) -> set[str]:
        paren = [tuple(deel.split("=")) for deel in vraag.split("&") if deel]
        return set(dataset.select(parse_selection(paren, dataset), "Overijssel").index)  # type: ignore[arg-type]

    alles = ids("")
    assert ids("thema=veiligheid") | ids("thema=jeugd") == ids("thema=veiligheid&thema=jeugd")
    assert ids("regio=twente") & ids("vorm=openbaar-lichaam") == ids("regio=twente&vorm=openbaar-lichaam")
    assert ids("gemeente=raalte") == set(dataset.samenwerkingsverbanden_for("GM0177", DAG).index)
    assert ids("q=GGD") < alles
    assert ids("q=stadsbank+borne".replace("+", " ")) == ids("verband=stadsbank-oost-nederland")
    assert ids("verband=ggd-ijsselland") == {"gr-23055729"}


def test_every_provincie_has_its_own(dataset: Dataset) -> None:
    aantallen = dataset.gemeenten["provincie"].value_counts()
    assert len(aantallen) == 12
    assert (aantallen["Overijssel"], aantallen["Limburg"], aantallen["Zeeland"], aantallen["Fryslân"]) == (
        25,
        31,
        13,
        18,
    )
    assert len(register_only(dataset.verbanden_on(DAG))) == 451
    heel = dataset.verbanden_in(NEDERLAND, DAG)  # without the 17 of waterschappen and provincies only
    assert len(register_only(heel)) == 434
    assert set(dataset.verbanden_in("Fryslân", DAG).index) < set(heel.index)
    assert len(dataset.select(Selection(), NEDERLAND)) == len(heel)


def test_what_overijssel_takes_part_in_has_a_sentence_and_a_subject(dataset: Dataset) -> None:
    codes = dataset.codes_in("Overijssel")
    ooit = dataset.deelnames.loc[dataset.deelnames["code"].isin(codes), "verband"].unique()
    assert len(ooit) >= 38
    zinnen = dataset.verbanden.loc[ooit, "omschrijving"]
    assert not list(zinnen.index[zinnen == ""])
    assert zinnen.str.match(r"[A-Z].*\.$").all()
    zonder = [i for i in ooit if dataset.verbanden.loc[i, "themas"] == ("overig",)]
    with (DATA / "redactie.csv").open(encoding="utf-8") as bestand:
        redenen = {rij["samenwerkingsverband_id"]: rij["reden"] for rij in csv.DictReader(bestand)}
    assert all(redenen[i] for i in zonder)


def test_the_registers_prose_stays_out(dataset: Dataset, klein_dataset: Dataset) -> None:
    for tabel in DATA.glob("*.csv"):
        if tabel.name == TEKSTEN:  # an import puts it beside the package, and git ignores it
            continue
        assert "doel" not in tabel.read_text(encoding="utf-8").splitlines()[0]
    assert not klein_dataset.verbanden["omschrijving"].str.contains("Proza").any()


def test_ended_gemeenten_are_shown_at_their_successor_and_marked(dataset: Dataset, klein_dataset: Dataset) -> None:
    oud = klein_dataset.deelnames[klein_dataset.deelnames["naam"] == "Oudhoven"].iloc[0]
    assert (oud["code"], oud["nu"], bool(oud["opgeheven"])) == ("GM9099", "GM9003", True)
    ended = dataset.deelnames[dataset.deelnames["opgeheven"]]
    assert len(ended) > 300
    assert set(ended["nu"]) <= set(dataset.gemeenten.index)
    namen = dict(zip(ended["naam"], ended["nu"].map(dataset.gemeenten["naam"]), strict=True))
    assert (namen["Brielle"], namen["Ten Boer"], namen["Weesp"]) == ("Voorne aan Zee", "Groningen", "Amsterdam")
    rest = dataset.deelnames[~dataset.deelnames["opgeheven"] & (dataset.deelnames["soort"] == "gemeente")]
    assert (rest["nu"] == rest["code"]).all()


@pytest.mark.parametrize(
    ("van", "tot"),
    [(date(2018, 1, 1), DAG), (date(2020, 1, 1), date(2022, 1, 1)), (date(2016, 6, 1), date(2017, 6, 1))],
)
@pytest.mark.parametrize("provincie", ["Overijssel", pytest.param(NEDERLAND, marks=pytest.mark.traag)])
def test_what_changed_equals_brute_force(dataset: Dataset, provincie: str, van: date, tot: date) -> None:
    veranderd = veranderingen(dataset, Selection(), provincie, van, tot)

    def on(dag: date) -> dict[str, set[tuple[str, str]]]:
        verbanden = register_only(dataset.verbanden_in(provincie, dag))
        return {
            slug: set(dataset.deelnemers_of(id_, dag)[["code", "naam"]].itertuples(index=False, name=None))
            for id_, slug in verbanden["slug"].items()
        }

    before, after = on(van), on(tot)
    exists = [set(dataset.verbanden_on(dag)["slug"]) for dag in (van, tot)]
    slugs = before.keys() | after.keys()
    for side, dag in ((before, van), (after, tot)):  # what has its first gemeente from here now existed before
        for slug in slugs - side.keys():
            wie = dataset.deelnemers_of(dataset.id_of(slug), dag)
            side[slug] = set(wie[["code", "naam"]].itertuples(index=False, name=None))
    names = {code: naam for wie in after.values() for code, naam in wie}
    follows = PlainGemeenten(DATA, set(dataset.gemeenten.index)).follows
    for slug, wie in before.items():  # a herindeling is no joining and no leaving
        heirs = {(code, follows(code, tot), naam) for code, naam in wie}
        before[slug] = {(heir, naam if heir == code else names[heir]) for code, heir, naam in heirs}
    assert {een.slug for een in veranderd.nieuw} == (slugs & exists[1]) - exists[0]
    assert {een.slug for een in veranderd.beeindigd} == (slugs & exists[0]) - exists[1]
    beide = slugs & exists[0] & exists[1]
    assert sorted((een.slug, een.deelnemer) for een in veranderd.toegetreden) == sorted(
        (s, naam) for s in beide for _, naam in after[s] - before[s]
    )
    assert sorted(een.slug for een in veranderd.uitgetreden) == sorted(s for s in beide for _ in before[s] - after[s])
    for soort, changes in veranderd.per_soort:
        for een in changes:  # on that day it is so, and the day before it was not
            assert van < een.dag <= tot
            there = [dataset.deelnemers_of(een.id, dag) for dag in (een.dag - timedelta(1), een.dag)]
            if soort in ("nieuw", "beëindigd"):
                assert [len(rows) > 0 for rows in there] == [soort == "beëindigd", soort == "nieuw"], een
            elif soort != "nieuwe versie":
                who = [een.deelnemer in set(rows["naam"]) for rows in there]
                assert who == [soort == "vertrokken", soort == "erbij gekomen"], een


def test_quality_counts_what_is_missing(dataset: Dataset) -> None:
    verbanden = register_only(dataset.verbanden_in("Overijssel", DAG))
    stand = quality_of(dataset, "Overijssel")
    assert {wat.register + wat.toegevoegd + wat.ontbreekt for wat in stand.values()} == {32}
    assert stand["website"].ontbreekt == int((verbanden["website"] == "").sum())
    assert (stand["omschrijving"].register, stand["omschrijving"].ontbreekt) == (0, 0)
    jaren = in_force_per_year(dataset, "Overijssel", range(2015, 2027))
    assert jaren[2015] < jaren[2017] <= 40


def test_a_day_without_anything_takes_every_filter(dataset: Dataset) -> None:
    for keuze in (Selection(thema=("jeugd",)), Selection(vorm=("netwerk",)), Selection(regio=("twente",), q="x")):
        assert dataset.select(replace(keuze, peildatum=date(1985, 1, 1)), "Overijssel").empty


def test_a_folder_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "bestand").write_text("")
    for naam, wat in (("weg", "bestaat niet"), ("bestand", "is geen map")):
        with pytest.raises(BadPackage) as fout:
            Dataset.load(tmp_path / naam)
        assert len(fout.value.fouten) == 1
        assert wat in str(fout.value)
        assert str(tmp_path / naam) in str(fout.value)
        assert "KAART_DATA" in str(fout.value)
