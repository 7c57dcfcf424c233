"""The analysis functions against brute force, on random participations."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from viewer.analysis.congruentie import deviations, ligging
from viewer.analysis.groepen import AFSTAND, groepeer
from viewer.analysis.overlap import gelijkenis, jaccard_matrix
from viewer.analysis.verbindingen import partners, verbindingen, verbindingen_per_thema

CODES = [f"GM{n:04d}" for n in range(1, 9)]
IDS = [f"gr-{n}" for n in range(1, 8)]
Wie = dict[str, set[str]]

wie_doet_mee = st.dictionaries(st.sampled_from(IDS), st.sets(st.sampled_from(CODES)), min_size=1)
regio = st.sets(st.sampled_from(CODES))
themas_van = st.dictionaries(
    st.sampled_from(IDS), st.lists(st.sampled_from(["jeugd", "water", "overig"]), min_size=1, unique=True).map(tuple)
)


def matrix_of(wie: Wie) -> pd.DataFrame:
    ids = sorted(wie)
    waarden = np.array([[float(code in wie[id_]) for id_ in ids] for code in CODES], dtype=np.float32)
    return pd.DataFrame(waarden.reshape(len(CODES), len(ids)), index=CODES, columns=ids)


@given(wie_doet_mee)
def test_verbindingen_are_the_pairs_that_share_something(wie: Wie) -> None:
    gevonden = {(r.a, r.b): set(r.samenwerkingsverbanden) for r in verbindingen(matrix_of(wie)).itertuples()}
    samen = {(a, b): {id_ for id_, leden in wie.items() if {a, b} <= leden} for a, b in combinations(CODES, 2)}
    assert gevonden == {paar: ids for paar, ids in samen.items() if ids}
    for code in CODES:
        eigen = {b if a == code else a: len(ids) for (a, b), ids in gevonden.items() if code in (a, b)}
        assert partners(matrix_of(wie), code).to_dict() == eigen


@given(wie_doet_mee, themas_van)
def test_verbindingen_by_subject_count_an_arrangement_under_each_of_its_subjects(
    wie: Wie, themas: dict[str, tuple[str, ...]]
) -> None:
    out = verbindingen_per_thema(matrix_of(wie), pd.Series(themas, dtype=object))
    gevonden = {(r.a, r.b, r.thema): r.aantal for r in out.itertuples()}
    verwacht: dict[tuple[str, str, str], int] = {}
    for id_, leden in wie.items():
        for a, b in combinations(sorted(leden), 2):
            for thema in themas.get(id_, ()):
                verwacht[a, b, thema] = verwacht.get((a, b, thema), 0) + 1
    assert gevonden == verwacht


@given(wie_doet_mee)
def test_similarity_is_shared_over_either_and_containment_over_one(wie: Wie) -> None:
    out = gelijkenis(matrix_of(wie))
    gevonden = {(r.a, r.b): (r.gedeeld, r.jaccard, r.deel_a, r.deel_b) for r in out.itertuples()}
    verwacht = {
        (a, b): (
            len(wie[a] & wie[b]),
            len(wie[a] & wie[b]) / len(wie[a] | wie[b]),
            len(wie[a] & wie[b]) / len(wie[a]),
            len(wie[a] & wie[b]) / len(wie[b]),
        )
        for a, b in combinations(sorted(wie), 2)
        if wie[a] & wie[b]
    }
    assert gevonden == verwacht
    assert list(out["jaccard"]) == sorted(out["jaccard"], reverse=True)
    vierkant = jaccard_matrix(matrix_of(wie))
    assert (vierkant == vierkant.T).all(axis=None)
    assert all(vierkant.loc[id_, id_] == bool(leden) for id_, leden in wie.items())


@given(wie_doet_mee, regio)
def test_every_arrangement_equals_lies_within_or_cuts_a_region(wie: Wie, leden: set[str]) -> None:
    out = ligging(matrix_of(wie), leden)
    verwacht = {}
    for id_, doen in wie.items():
        if doen & leden:
            soort = "gelijk" if doen == leden else "binnen" if doen < leden else "snijdt"
            verwacht[id_] = (soort, doen > leden, len(doen & leden), len(doen - leden))
    assert {str(id_): tuple(rij) for id_, *rij in out.itertuples()} == verwacht


@given(wie_doet_mee, regio)
def test_who_deviates_does_otherwise_than_more_than_half(wie: Wie, leden: set[str]) -> None:
    out = deviations(matrix_of(wie), "r", leden)
    gevonden = {(r.code, r.verband): (r.mee, r.meedoen, r.gemeenten) for r in out.itertuples()}
    verwacht = {}
    for id_, doen in wie.items():
        hoeveel = len(doen & leden)
        for code in leden if len(leden) > 2 and hoeveel else ():
            mee = code in doen
            if (hoeveel > len(leden) / 2 and not mee) or (hoeveel < len(leden) / 2 and mee):
                verwacht[code, id_] = (mee, hoeveel, len(leden))
    assert gevonden == verwacht


@given(wie_doet_mee)
def test_groups_hold_everyone_once_and_keep_those_who_do_exactly_alike_together(wie: Wie) -> None:
    matrix = matrix_of(wie)
    groep = groepeer(matrix)
    assert sorted(groep.index) == CODES
    assert list(groep) == sorted(groep)
    assert groep.equals(groepeer(matrix))
    mee = {code: {id_ for id_, leden in wie.items() if code in leden} for code in CODES}
    for a, b in combinations(CODES, 2):
        if mee[a] and mee[a] == mee[b]:
            assert groep[a] == groep[b]
        if not (mee[a] and mee[b]):
            assert groep[a] != groep[b]
    for _, codes in groep.groupby(groep):
        leden = list(codes.index)
        if len(leden) > 1:  # average linkage merges none whose mean distance is above the cut
            afstanden = [1 - len(mee[a] & mee[b]) / len(mee[a] | mee[b]) for a, b in combinations(leden, 2)]
            assert min(afstanden) <= AFSTAND + 1e-9
