"""`/api/v1`: the same answers for machines, by the NL API Design Rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from flask import Response
from marshmallow import fields
from werkzeug.exceptions import NotFound

from viewer.analysis.bijdragen import bijdragen, reports
from viewer.analysis.congruentie import SOORTEN, afwijkingen, congruentie, congruentie_per_gemeente
from viewer.analysis.verbindingen import participation_matrix, verbindingen, verbindingen_per_thema
from viewer.analysis.vergelijking import GEMEENTEN
from viewer.analysis.verzameling import Geteld, Verzameling, build_verzameling
from viewer.columns import API
from viewer.dataset import Dataset
from viewer.errors import BadSelection, BadValue
from viewer.exports.figuren import regios_of
from viewer.exports.rows import provincie_of
from viewer.filters import ADDS, FILTERS
from viewer.limits import MAX_PAGE_SIZE, PAGE_SIZE
from viewer.model import NEDERLAND, THEMAS
from viewer.selection import Selection
from viewer.settings import Settings
from viewer.stand import stand_of
from viewer.views.dossier import dossier_view
from viewer.views.taken import taken_here
from viewer.web.address import in_folder
from viewer.web.answers import data
from viewer.web.api_description import ApiBlueprint
from viewer.web.api_schemas import (
    DAGEN,
    HOOGSTENS,
    KEUZE,
    PAGINERING,
    VELDEN,
    VERSLAG,
    BijdrageSchema,
    CongruentieSchema,
    GemeenteHeelSchema,
    GemeenteSchema,
    GeteldSchema,
    RegioSchema,
    SamenwerkingsverbandHeelSchema,
    SamenwerkingsverbandSchema,
    TaakSchema,
    ThemaSchema,
    VerbindingSchema,
    VergelekenSchema,
    list_of,
)
from viewer.web.comparison import TOO_LITTLE, compare, read_question
from viewer.web.context import asked
from viewer.web.leads import exists_since, where_it_lies
from viewer.web.parameters import PAGING, address_with, at_most, one_of, single, whole_number
from viewer.wording import long_date

VERGELEKEN: dict[str, fields.Field[Any]] = {
    "soort": fields.String(),
    "vergeleken": fields.List(fields.String()),
    "geteld": fields.Nested(GeteldSchema, metadata={"description": "Bij gemeenten: wat hier meetelt"}),
}
GETELD = fields.Nested(GeteldSchema, metadata={"description": "Wat van de keuze hier meetelt"})
WEGGELATEN = fields.List(fields.String(), metadata={"description": "Wat is weggelaten om zijn grootte"})
blueprint = ApiBlueprint("api", __name__, url_prefix="/api/v1", description="Samenwerking tussen gemeenten")


def _context(*also: str) -> tuple[Dataset, Selection, Settings, date]:
    ask = asked(*PAGING, "fields", *also)
    return ask.dataset, ask.selection, ask.settings, ask.day


@blueprint.operation(
    "/gemeenten",
    "De gemeenten van het gebied, met het aantal samenwerkingsverbanden",
    list_of(GemeenteSchema),
    [*KEUZE, *PAGINERING, *VELDEN],
)
def gemeenten() -> Response:
    """The gemeenten that the province had on the day, with the number of arrangements each takes part in."""
    dataset, keuze, settings, dag = _context()
    ids = dataset.select_ids(keuze, settings.provincie, zonder=("gemeente",))
    aantal = dataset.counts(dag, ids)
    uit_register = dataset.verbanden.index[dataset.verbanden["comparable"]]
    aantal_register = dataset.counts(dag, ids.intersection(uit_register))
    rijen = dataset.gemeenten_on(dag).loc[sorted(dataset.codes_chosen(keuze, settings.provincie))]
    items = [
        {
            **_gemeente(code, rij),
            "aantal": int(aantal[code]),
            "aantal_register": int(aantal_register[code]),
            "_links": _links_of(str(code), rij, dag),
        }
        for code, rij in rijen.iterrows()
    ]
    return _list(items, dag)


@blueprint.operation(
    "/gemeenten/<code>",
    "Een gemeente van Nederland, met waaraan zij meedoet",
    GemeenteHeelSchema,
    [*KEUZE, *VELDEN],
    bestaat=True,
)
def gemeente(code: str) -> Response:
    """One gemeente of the Netherlands with those of its arrangements that the parameters leave."""
    dataset, keuze, _, dag = _context()
    then = dataset.gemeenten_on(dag)
    if code not in then.index and (slug := dataset.slug_of("gemeente", code)):
        code = dataset.code_of(slug)
    if code not in then.index:
        found = dataset.elders.find(code)
        now = f" {where_it_lies(found, dataset)}" if found else ""
        if code in dataset.known_today:
            now = f" {exists_since(code, dag, dataset)}"
        raise NotFound(f"Er is op {long_date(dag)} geen gemeente met code {code[:20]!r}.{now}")
    verbanden = dataset.samenwerkingsverbanden_for(code, dag)
    verbanden = verbanden[verbanden.index.isin(dataset.select_ids(keuze, NEDERLAND))]
    item = _gemeente(code, then.loc[code])
    item["aantal"] = len(verbanden)
    item["aantal_register"] = int(verbanden["comparable"].sum())
    item["_links"] = _links_of(code, then.loc[code], dag)
    item["plaatsen"] = list(then.loc[code, "plaatsen"])
    item["samenwerkingsverbanden"] = [
        {"id": id_, "slug": slug, "naam": naam, "_links": {"self": _href("samenwerkingsverbanden", id_)}}
        for id_, slug, naam in verbanden[["slug", "naam"]].sort_values("naam").itertuples()
    ]
    item["peildatum"] = dag.isoformat()
    return data(_chosen_fields([item])[0])


@blueprint.operation(
    "/samenwerkingsverbanden",
    "De samenwerkingsverbanden die de keuze overlaat, met hun deelnemers",
    list_of(SamenwerkingsverbandSchema),
    [*KEUZE, *PAGINERING, *VELDEN],
)
def samenwerkingsverbanden() -> Response:
    """The arrangements that the parameters leave, each with its participants."""
    dataset, keuze, settings, dag = _context()
    return _list(_verbanden(dataset, dataset.select(keuze, settings.provincie), dag), dag)


@blueprint.operation(
    "/samenwerkingsverbanden/<id>",
    "Een samenwerkingsverband, met zijn deelnemers",
    SamenwerkingsverbandHeelSchema,
    [*KEUZE, *VELDEN],
    bestaat=True,
)
def samenwerkingsverband(id: str) -> Response:
    """One arrangement, of any province, with its participants on the day."""
    dataset, _, _, dag = _context()
    if id not in dataset.verbanden.index and (slug := dataset.slug_of("verband", id)):
        id = dataset.id_of(slug)
    if id not in dataset.verbanden.index:
        raise NotFound(f"Er is geen samenwerkingsverband met id {id[:40]!r}.")
    op_de_dag = dataset.verbanden_on(dag)
    rij = op_de_dag.loc[[id]] if id in op_de_dag.index else dataset.verbanden.loc[[id]].assign(bron_id="")
    item = {**_verbanden(dataset, rij, dag)[0], "dossier": _dossier(dataset, id, dag), "peildatum": dag.isoformat()}
    return data(_chosen_fields([item])[0])


def _dossier(dataset: Dataset, id_: str, day: date) -> dict[str, Any] | None:
    """As the page tells it, with null for what is unknown."""

    def known(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: known(of) for name, of in value.items()}
        return [known(of) for of in value] if isinstance(value, list) else None if value == "" else value

    found: dict[str, Any] | None = known(dossier_view(dataset, id_, day))
    return found


@blueprint.operation("/regios", "De regio's waarop u kunt kiezen", list_of(RegioSchema), [*KEUZE, *PAGINERING, *VELDEN])
def regios() -> Response:
    """The regions that can be filtered on."""
    dataset, _, settings, dag = _context()
    aanbod = [option.slug for option in dataset.filters.offered(FILTERS["regio"], settings)]
    items = [
        {
            "slug": slug,
            "naam": rij["naam"],
            "soort": rij["soort"],
            "gemeenten": (codes := sorted(dataset.codes_in_regio(str(slug)))),
            "_links": {"gemeenten": [_href("gemeenten", code) for code in codes]},
        }
        for slug, rij in dataset.regios_in(settings.provincie).loc[aanbod].iterrows()
    ]
    return _list(items, dag)


@blueprint.operation(
    "/themas",
    "De onderwerpen, met het aantal samenwerkingsverbanden",
    list_of(ThemaSchema),
    [*KEUZE, *PAGINERING, *VELDEN],
)
def themas() -> Response:
    """The subjects with the number of arrangements under each."""
    dataset, keuze, settings, dag = _context()
    left = dataset.select(keuze, settings.provincie, zonder=("thema",))
    aantal = left["themas"].explode().value_counts()
    items = [{"slug": thema.slug, "naam": thema.naam, "aantal": int(aantal.get(thema.naam, 0))} for thema in THEMAS]
    return _list(items, dag)


@blueprint.operation(
    "/taken",
    "De taken die inwoners kennen, met het aantal samenwerkingsverbanden",
    list_of(TaakSchema),
    [*KEUZE, *PAGINERING, *VELDEN],
)
def taken() -> Response:
    """The everyday tasks with the number of arrangements that do each, and of gemeenten where that is so."""
    dataset, keuze, settings, dag = _context()
    items = [
        {
            **taak,
            "_links": {
                "pagina": {"href": in_folder(f"/taken/{taak['slug']}")},
                "samenwerkingsverbanden": {"href": in_folder(f"/api/v1/samenwerkingsverbanden?taak={taak['slug']}")},
            },
        }
        for taak in taken_here(dataset, keuze, settings.provincie)
        if not keuze["taak"] or taak["slug"] in keuze["taak"]
    ]
    return _list(items, dag)


@blueprint.operation(
    "/bijdragen",
    "Wat gemeenten aan gemeenschappelijke regelingen betalen (Iv3, CBS)",
    list_of(BijdrageSchema),
    [*KEUZE, *PAGINERING, *VELDEN, *VERSLAG],
)
def payments() -> Response:
    """What the gemeenten of today in the area book as paid to gemeenschappelijke regelingen, in one year."""
    dataset, keuze, settings, dag = _context("jaar", "verslagsoort")
    soort = one_of("verslagsoort", ("begroting", "jaarrekening"), "jaarrekening")
    jaren = reports(dataset).get(soort, [])
    jaar = whole_number("jaar", 2004, 2100) or (jaren[-1] if jaren else 0)
    if jaar not in jaren:
        if not jaren:
            return _list([], dag)
        wat = f"Van {jaar} is er geen {soort}; kies uit {', '.join(map(str, jaren))}."
        raise BadSelection([BadValue("jaar", str(jaar), wat)])
    codes = dataset.codes_chosen(keuze, settings.provincie) & dataset.known_today
    items = [
        {
            "code": een.code,
            "naam": dataset.gemeente_names[een.code]["naam"],
            "jaar": een.jaar,
            "verslagsoort": een.verslagsoort,
            "inwoners": een.inwoners,
            "lasten_keur": een.lasten_keur,
            "aan_gr_keur": een.aan_gr_keur,
            "per_inwoner": een.per_inwoner,
            "aandeel": een.aandeel,
            "stand": een.stand or None,
            "opgeteld_van": list(een.opgeteld_van),
        }
        for een in bijdragen(dataset, codes, jaar, soort)
    ]
    return _list(items, dag)


@blueprint.operation(
    "/verbindingen",
    "Paren van gemeenten die een samenwerkingsverband delen",
    list_of(VerbindingSchema, weggelaten=WEGGELATEN, geteld=GETELD),
    [*KEUZE, *PAGINERING, *VELDEN, *HOOGSTENS],
)
def verbindingen_list() -> Response:
    """Pairs of the province's gemeenten that share an arrangement of the register (a < b), with `ook` also
    hand-kept ones; most shared first; per_thema: how many of them are about each subject."""
    dataset, keuze, settings, _ = _context("hoogstens")
    v = build_verzameling(dataset, keuze, settings.provincie, at_most())
    matrix = participation_matrix(dataset, v.dag, v.ids)
    matrix = matrix[matrix.index.isin(v.codes)]
    per_thema: dict[tuple[str, str], dict[str, int]] = {}
    for a, b, thema, aantal in verbindingen_per_thema(matrix, dataset.verbanden["themas"]).itertuples(index=False):
        per_thema.setdefault((a, b), {})[thema] = int(aantal)
    items = [
        {
            "a": a,
            "b": b,
            "aantal": int(aantal),
            "per_thema": per_thema[a, b],
            "samenwerkingsverbanden": list(samen),
        }
        for a, b, aantal, samen in verbindingen(matrix).itertuples(index=False)
    ]
    return _list(items, v.dag, _about(v, keuze))


@blueprint.operation(
    "/congruentie",
    "Per regio: welke samenwerkingsverbanden zich eraan houden, en wie afwijkt",
    list_of(CongruentieSchema, weggelaten=WEGGELATEN, geteld=GETELD),
    [*KEUZE, *PAGINERING, *VELDEN, *HOOGSTENS],
)
def congruence() -> Response:
    """Per region how many arrangements equal it, lie within it or cut across it, counting all participants
    of the country (`alle`) and as if there were none outside the area (`provincie`); the same per
    gemeente, and where a gemeente does otherwise than most."""
    dataset, keuze, settings, _ = _context("hoogstens")
    v = build_verzameling(dataset, keuze, settings.provincie, at_most())
    regios = regios_of(dataset, keuze, settings)
    anders = dict(tuple(afwijkingen(dataset, v, regios).groupby("regio", sort=False)))
    in_gebied = congruentie(dataset, v, regios, v.gebied).to_dict("index")
    items = []
    for rij in congruentie(dataset, v, regios).reset_index().to_dict("records"):
        per_gemeente = congruentie_per_gemeente(dataset, v, rij["regio"]).reset_index().to_dict("records")
        items.append(
            {
                "slug": rij["regio"],
                "naam": rij["naam"],
                "gemeenten": rij["gemeenten"],
                "gemeenten_elders": rij["elders"],
                **_ligging(rij),
                "alle": _ligging(rij),
                "provincie": _ligging(in_gebied[rij["regio"]]),
                "per_gemeente": [
                    {
                        "code": g["code"],
                        "naam": g["naam"],
                        "aantal": g["aantal"],
                        **{soort: g[soort] for soort in SOORTEN},
                        "congruentie": _share(g["congruentie"]),
                    }
                    for g in per_gemeente
                ],
                "afwijkingen": [
                    {"code": r.code, "samenwerkingsverband": r.verband, "doet_mee": bool(r.mee), "meedoen": r.meedoen}
                    for r in (anders[rij["regio"]].itertuples() if rij["regio"] in anders else ())
                ],
            }
        )
    return _list(items, v.dag, _about(v, keuze))


@blueprint.operation(
    "/vergelijking",
    "Gemeenten, samenwerkingsverbanden of dagen naast elkaar",
    list_of(VergelekenSchema, **VERGELEKEN),
    [*KEUZE, *PAGINERING, *VELDEN, *DAGEN],
)
def comparison() -> Response:
    """Two to four gemeenten, two arrangements, or two days side by side; `bij` names who has it."""
    question = read_question(*PAGING)
    v = compare(question)
    if v is None:
        raise BadSelection([BadValue("gemeente", "", TOO_LITTLE)])
    sleutels = [sleutel for sleutel, _, _ in v.kolommen]
    items = [
        {
            "sleutel": rij.sleutel,
            "slug": rij.slug,
            "naam": rij.naam,
            "bij": [sleutel for sleutel, bij in zip(sleutels, rij.bij, strict=True) if bij],
            "gedeeld": rij.gedeeld,
        }
        for rij in v.rijen
    ]
    counted = {"geteld": _geteld(v.geteld)} if v.soort == GEMEENTEN else {}
    return _list(items, question.asked.day, {"soort": v.soort, "vergeleken": sleutels, **counted})


def _about(v: Verzameling, keuze: Selection) -> dict[str, Any]:
    """For who asked for it what of the choice counts beside the register, and which arrangements were left out
    for their size; else a list has the three members that every list has."""
    counted = {"geteld": _geteld(v.geteld)} if any(keuze[naam] for naam in ADDS) else {}
    return counted | ({} if v.hoogstens is None else {"weggelaten": list(v.te_groot)})


def _geteld(geteld: Geteld) -> dict[str, Any]:
    return {
        "register": geteld.register,
        "zelf_verzameld": geteld.zelf,
        "bronnen_van": int(geteld.van) if geteld.van else None,
        "bronnen_tot": int(geteld.tot) if geteld.tot else None,
        "niet_geteld": geteld.niet,
        "onvolledig": geteld.onvolledig,
    }


def _ligging(rij: Mapping[Any, Any]) -> dict[str, Any]:
    """A row of `congruentie` without the region."""
    aantallen = {naam: rij[naam] for naam in ("aantal", *SOORTEN, "omvat")}
    return {**aantallen, "congruentie": _share(rij["congruentie"])}


def _share(deel: float) -> float | None:
    return None if pd.isna(deel) else round(float(deel), 4)


def _gemeente(code: str, rij: pd.Series) -> dict[str, Any]:
    return {
        "code": code,
        "slug": rij["slug"],
        "naam": rij["naam"],
        "provincie": rij["provincie"],
        "inwoners": int(rij["inwoners"]),
    }


def _href(soort: str, sleutel: str) -> dict[str, str]:
    return {"href": in_folder(f"/api/v1/{soort}/{sleutel}")}


def _links_of(code: str, rij: pd.Series, dag: date) -> dict[str, Any]:
    """Of a gemeente that has ended since: as it was on the day; there is no other way to it."""
    if code == rij["nu"]:
        return {
            "self": _href("gemeenten", code),
            "pagina": {"href": in_folder(f"/gemeenten/{rij['slug']}")},
            "samenwerkingsverbanden": {"href": in_folder(f"/api/v1/samenwerkingsverbanden?gemeente={code}")},
        }
    then = f"?peildatum={dag.isoformat()}"
    return {
        "self": _href("gemeenten", f"{code}{then}"),
        "pagina": {"href": in_folder(f"/gemeenten/{rij['slug']}{then}")},
        "opvolger": _href("gemeenten", rij["nu"]),
    }


def _verbanden(dataset: Dataset, verbanden: pd.DataFrame, dag: date) -> list[dict[str, Any]]:
    present = dataset.deelnames_on(dag)
    present = present[present["verband"].isin(verbanden.index)].sort_values("naam", kind="stable")
    deelnemers: dict[str, list[dict[str, Any]]] = {}
    present = present.assign(waar=provincie_of(dataset, present))
    columns = ["verband", "code", "naam", "soort", "waar", "van"]
    for id_, code, naam, soort, waar, van in present[columns].itertuples(index=False):
        deelnemers.setdefault(id_, []).append(
            {"code": code or None, "naam": naam, "soort": soort, "provincie": waar or None, "van": _dag(van)}
        )
    return [
        {
            **{c.name: c.json(rij) for c in API},
            "deelnemers": deelnemers.get(rij["id"], []),
            "_links": {
                "self": _href("samenwerkingsverbanden", rij["id"]),
                "pagina": {"href": in_folder(f"/samenwerkingsverbanden/{rij['slug']}")},
                "gemeenten": [
                    _href("gemeenten", d["code"])
                    for d in deelnemers.get(rij["id"], [])
                    if d["code"] in dataset.known_today
                ],
            },
        }
        for rij in _with_stand(verbanden.reset_index().to_dict("records"), dag, dataset.peildatum)
    ]


def _with_stand(rijen: Iterable[dict[str, Any]], dag: date, newest: date) -> Iterator[dict[str, Any]]:
    """The same rows, each with of when its list is."""
    for rij in rijen:
        yield {**rij, "stand": stand_of(rij, dag, newest).van}


def _dag(dag: pd.Timestamp) -> str | None:
    return None if pd.isna(dag) else dag.date().isoformat()


def _list(items: Sequence[dict[str, Any]], dag: date, left: dict[str, Any] | None = None) -> Response:
    """A page of a list, with `Link` headers to the others. over: more about the whole."""
    pagina = whole_number("pagina", 1, 1_000_000) or 1
    per_pagina = whole_number("perPagina", 1, MAX_PAGE_SIZE) or PAGE_SIZE
    begin = (pagina - 1) * per_pagina
    antwoord = data(
        {
            "items": _chosen_fields(items[begin : begin + per_pagina]),
            "totaal": len(items),
            "peildatum": dag.isoformat(),
            **(left or {}),
        }
    )
    laatste = max(1, -(-len(items) // per_pagina))
    for rel, doel in (("first", 1), ("prev", pagina - 1), ("next", pagina + 1), ("last", laatste)):
        if 1 <= doel <= laatste:
            antwoord.headers.add("Link", f'<{address_with(pagina=doel)}>; rel="{rel}"')
    return antwoord


def _chosen_fields(items: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    """Only what `fields` asks for, all without it. Raises BadSelection that names an unknown field."""
    gevraagd = [naam.strip() for naam in single("fields").split(",") if naam.strip()]
    if not gevraagd or not items:
        return items
    if vreemd := [naam for naam in gevraagd if naam not in items[0]]:
        wat = f"Veld {vreemd[0][:60]!r} is er niet; kies uit {', '.join(items[0])}."
        raise BadSelection([BadValue("fields", vreemd[0][:60], wat)])
    return [{naam: item[naam] for naam in gevraagd} for item in items]
