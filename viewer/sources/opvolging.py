"""The map on the day of a herindeling: areas of ended gemeenten go to their successors, by herindelingen.csv."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import shapely
import shapely.geometry

from viewer.model import slugify
from viewer.sources.grenzen import GemeenteGegevens, rounded_geometry
from viewer.sources.herindelen import HERCODEERD, HERNOEMD, Herindeling, divided, successor

Meld = Callable[[str], None]
Rij = dict[str, str]


def follow_areas(
    geojson: Mapping[str, Any],
    gegevens: Sequence[GemeenteGegevens],
    herindelingen: Iterable[Herindeling],
    meld: Meld,
) -> dict[str, Any]:
    """`gemeenten.geojson` for today's gemeenten, with what the register says of them.

    An ended gemeente gives its area to its successor. One without a successor that is known keeps its place
    on the map, and a new gemeente whose area nobody gives has none yet: both are told.
    """
    rijen = list(herindelingen)
    per_code = {gemeente.code: gemeente for gemeente in gegevens}
    naar = {rij.oude_code: rij.nieuwe_code for rij in rijen if rij.oude_code}
    delen: dict[str, list[Mapping[str, Any]]] = {}
    weg = []
    for feature in geojson["features"]:
        code = feature["properties"]["code"]
        doel = successor(code, naar, per_code)
        if not doel:
            _tell_no_successor(feature["properties"]["naam"], code, naar.get(code, ""), meld)
            doel = code
        elif doel != code:
            weg.append(code)
            meld(f"Gemeente {feature['properties']['naam']} ({code}) hoort nu bij {per_code[doel].naam} ({doel}).")
        delen.setdefault(doel, []).append(feature)
    for wie in divided(weg, rijen):
        meld(f"Gemeente {wie} is verdeeld; op de kaart hoort zij bij één. Importeer de grenzen van het nieuwe jaar.")
    for code in sorted(per_code.keys() - delen.keys()):
        meld(
            f"Gemeente {per_code[code].naam} ({code}) heeft nog geen gebied op de kaart. Zet in herindelingen.csv "
            "waaruit zij ontstond, of importeer de grenzen van het nieuwe jaar."
        )
    return {**geojson, "features": [_feature(code, delen[code], per_code.get(code)) for code in sorted(delen)]}


def renamed(
    oud: Mapping[str, Rij], nieuw: Iterable[Rij], herindelingen: Iterable[Rij], dag: str, meld: Meld
) -> list[Rij]:
    """Rows for herindelingen.csv about gemeenten that go on under another name or another code, so that the old
    one keeps leading to them.

    oud: yesterday's gemeenten by systeemId; nieuw: today's organisaties; dag: the day on which it is learned, as
    the register does not tell since when. What is in herindelingen already is left alone.
    """
    gemeenten = [rij for rij in nieuw if rij["soort"] == "gemeente" and rij["code"]]
    heten = {slugify(rij["naam"]) for rij in gemeenten if not rij["tot"] or rij["tot"] > dag}
    bekend = list(herindelingen)
    namen, codes = {rij["oude_naam"] for rij in bekend}, {rij["oude_code"] for rij in bekend}
    nu = {rij["code"] for rij in gemeenten}
    opgeheven = {rij["naam"]: rij["code"] for rij in gemeenten if rij["tot"] and rij["tot"] <= dag}
    out: list[Rij] = []
    for rij in gemeenten:
        was = oud.get(rij["bron_id"])
        code, naam = rij["code"], rij["naam"]
        anders = was is not None and was["code"] == code and slugify(was["naam"]) not in {slugify(naam), *heten}
        if was is not None and anders and was["naam"] not in namen:
            out.append(_row(was["naam"], "", code, dag, HERNOEMD))
            meld(f"Gemeente {was['naam']} ({code}) heet nu {naam}; het oude adres en de oude naam leiden daarheen.")
        loopt = not rij["tot"] or rij["tot"] > dag
        # A record of its own with another code, or a new record with the name of one that has just ended.
        eerder = was["code"] if was and was["code"] not in nu else opgeheven.get(naam, "") if loopt else ""
        if eerder and eerder != code and eerder not in codes:
            out.append(_row(naam if naam not in namen else f"{naam} ({eerder})", eerder, code, dag, HERCODEERD))
            meld(f"Gemeente {naam} had code {eerder} en heeft nu {code}; wat bij de oude code stond, hoort nu hierbij.")
    return out


def _row(naam: str, oud: str, nieuw: str, dag: str, opmerking: str) -> Rij:
    return {"oude_naam": naam, "oude_code": oud, "nieuwe_code": nieuw, "datum": dag, "opmerking": opmerking}


def _tell_no_successor(naam: str, code: str, genoemd: str, meld: Meld) -> None:
    waarom = (
        f"haar opvolger {genoemd} staat (nog) niet in het register"
        if genoemd
        else "herindelingen.csv noemt geen opvolger"
    )
    meld(f"Gemeente {naam} ({code}) is opgeheven, maar {waarom}. Zij blijft op de kaart tot dat er wel staat.")


def _feature(code: str, delen: Sequence[Mapping[str, Any]], gemeente: GemeenteGegevens | None) -> dict[str, Any]:
    eerste = dict(delen[0])
    if gemeente is not None:
        eerste["properties"] = {**asdict(gemeente), "plaatsen": list(gemeente.plaatsen)}
    if len(delen) == 1:
        return {**eerste, "id": code} if "id" in eerste else eerste
    vlak = shapely.union_all([shapely.geometry.shape(deel["geometry"]) for deel in delen])
    return {**eerste, "id": code, "geometry": rounded_geometry(shapely.orient_polygons(vlak, exterior_cw=False))}
