"""`/api/v1`: the same answers for machines, by the NL API Design Rules; errors as problem+json."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pandas as pd
from flask import Blueprint, Response, current_app, jsonify, request
from werkzeug.exceptions import HTTPException, NotFound

from viewer.analysis import participation_matrix, verbindingen
from viewer.dataset import Dataset
from viewer.errors import BadSelection
from viewer.model import THEMAS, thema_by_naam
from viewer.selection import Selection, parse_selection
from viewer.settings import Settings
from viewer.web.pages import uitgave
from viewer.web.parameters import whole_number

API_VERSION = "1.0.0"
MAX_PER_PAGINA = 1000
_PER_PAGINA = 100
blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


def _context() -> tuple[Dataset, Selection, Settings, date]:
    dataset = uitgave().dataset
    keuze = parse_selection(request.args.items(multi=True), dataset, ook=("pagina", "per-pagina"))
    return dataset, keuze, current_app.extensions["settings"], keuze.peildatum or dataset.peildatum


@blueprint.get("/gemeenten")
def gemeenten() -> Response:
    """The gemeenten of the province with the number of arrangements each takes part in."""
    dataset, keuze, settings, dag = _context()
    ids = dataset.select(keuze, settings.provincie, zonder=("gemeente",)).index
    aantal = dataset.counts(dag, ids)
    uit_register = dataset.verbanden.index[dataset.verbanden["bron"] == "register"]
    aantal_register = dataset.counts(dag, ids.intersection(uit_register))
    codes = sorted(dataset.codes_in(settings.provincie))
    if keuze.gemeente:
        codes = [code for code in codes if dataset.gemeenten["slug"][code] in keuze.gemeente]
    if keuze.regio:
        in_regio = frozenset().union(*(dataset.codes_in_regio(r) for r in keuze.regio))
        codes = [code for code in codes if code in in_regio]
    rijen = dataset.gemeenten.loc[codes]
    items = [
        {**_gemeente(code, rij), "aantal": int(aantal[code]), "aantal_register": int(aantal_register[code])}
        for code, rij in rijen.iterrows()
    ]
    return _list(items, dag)


@blueprint.get("/gemeenten/<code>")
def gemeente(code: str) -> Response:
    """One gemeente of the Netherlands with its arrangements."""
    dataset, _, _, dag = _context()
    if code not in dataset.gemeenten.index:
        raise NotFound(f"Er is geen gemeente met code {code[:20]!r}.")
    verbanden = dataset.samenwerkingsverbanden_for(code, dag)
    item = _gemeente(code, dataset.gemeenten.loc[code])
    item["aantal"] = len(verbanden)
    item["plaatsen"] = list(dataset.gemeenten.loc[code, "plaatsen"])
    item["samenwerkingsverbanden"] = [
        {"id": id_, "slug": slug, "naam": naam}
        for id_, slug, naam in verbanden[["slug", "naam"]].sort_values("naam").itertuples()
    ]
    item["peildatum"] = dag.isoformat()
    return jsonify(item)


@blueprint.get("/samenwerkingsverbanden")
def samenwerkingsverbanden() -> Response:
    """The arrangements that the parameters leave, each with its participants."""
    dataset, keuze, settings, dag = _context()
    return _list(_verbanden(dataset, dataset.select(keuze, settings.provincie), dag), dag)


@blueprint.get("/samenwerkingsverbanden/<id_>")
def samenwerkingsverband(id_: str) -> Response:
    """One arrangement, of any province, with its participants on the day."""
    dataset, _, _, dag = _context()
    if id_ not in dataset.verbanden.index:
        raise NotFound(f"Er is geen samenwerkingsverband met id {id_[:40]!r}.")
    op_de_dag = dataset.verbanden_on(dag)
    rij = op_de_dag.loc[[id_]] if id_ in op_de_dag.index else dataset.verbanden.loc[[id_]].assign(bron_id="")
    return jsonify({**_verbanden(dataset, rij, dag)[0], "peildatum": dag.isoformat()})


@blueprint.get("/regios")
def regios() -> Response:
    """The regions that can be filtered on."""
    dataset, _, settings, dag = _context()
    items = [
        {
            "slug": slug,
            "naam": rij["naam"],
            "soort": rij["soort"],
            "gemeenten": sorted(dataset.codes_in_regio(str(slug))),
        }
        for slug, rij in dataset.regios_in(settings.provincie).iterrows()
    ]
    return _list(items, dag)


@blueprint.get("/themas")
def themas() -> Response:
    """The subjects with the number of arrangements under each."""
    dataset, keuze, settings, dag = _context()
    over = dataset.select(keuze, settings.provincie, zonder=("thema",))
    aantal = over["themas"].explode().value_counts()
    items = [{"slug": thema.slug, "naam": thema.naam, "aantal": int(aantal.get(thema.naam, 0))} for thema in THEMAS]
    return _list(items, dag)


@blueprint.get("/verbindingen")
def ties() -> Response:
    """Pairs of the province's gemeenten that share an arrangement (a < b), most shared first."""
    dataset, keuze, settings, dag = _context()
    ids = dataset.select(keuze, settings.provincie).index
    matrix = participation_matrix(dataset, dag, ids)
    matrix = matrix[matrix.index.isin(dataset.codes_in(settings.provincie))]
    paren = verbindingen(matrix)
    items = [
        {"a": a, "b": b, "aantal": int(aantal), "samenwerkingsverbanden": list(samen)}
        for a, b, aantal, samen in paren.itertuples(index=False)
    ]
    return _list(items, dag)


def _gemeente(code: str, rij: pd.Series) -> dict[str, Any]:
    return {
        "code": code,
        "slug": rij["slug"],
        "naam": rij["naam"],
        "provincie": rij["provincie"],
        "inwoners": int(rij["inwoners"]),
    }


def _verbanden(dataset: Dataset, verbanden: pd.DataFrame, dag: date) -> list[dict[str, Any]]:
    op = dataset.deelnames_on(dag)
    op = op[op["verband"].isin(verbanden.index)].sort_values("naam", kind="stable")
    deelnemers: dict[str, list[dict[str, Any]]] = {}
    for id_, code, naam, soort, van in op[["verband", "code", "naam", "soort", "van"]].itertuples(index=False):
        deelnemers.setdefault(id_, []).append({"code": code or None, "naam": naam, "soort": soort, "van": _dag(van)})
    return [
        {
            "id": rij["id"],
            "slug": rij["slug"],
            "naam": rij["naam"],
            "titel": rij["titel"],
            "afkorting": rij["afkorting"] or None,
            "vorm": rij["vorm"],
            "publiek_privaat": rij["publiek_privaat"],
            "themas": [thema_by_naam(thema).naam for thema in rij["themas"]],
            "omschrijving": rij["omschrijving"] or None,
            "website": rij["website"] or None,
            "van": _dag(rij["van"]),
            "tot": _dag(rij["tot"]),
            "bron": rij["bron"],
            "bron_url": rij["bron_url"],
            "bron_id": rij["bron_id"] or None,
            "peildatum_bron": rij["peildatum_bron"],
            "compleet": bool(rij["compleet"]),
            "opmerking": rij["opmerking"] or None,
            "deelnemers": deelnemers.get(rij["id"], []),
        }
        for rij in verbanden.reset_index().to_dict("records")
    ]


def _dag(dag: pd.Timestamp) -> str | None:
    return None if pd.isna(dag) else dag.date().isoformat()


def _list(items: Sequence[dict[str, Any]], dag: date) -> Response:
    """A page of a list, with `Link` headers to the others."""
    pagina = whole_number("pagina", 1, 1_000_000) or 1
    per_pagina = whole_number("per-pagina", 1, MAX_PER_PAGINA) or _PER_PAGINA
    begin = (pagina - 1) * per_pagina
    antwoord = jsonify(
        {
            "items": items[begin : begin + per_pagina],
            "totaal": len(items),
            "peildatum": dag.isoformat(),
        }
    )
    laatste = max(1, -(-len(items) // per_pagina))
    for rel, doel in (("first", 1), ("prev", pagina - 1), ("next", pagina + 1), ("last", laatste)):
        if 1 <= doel <= laatste:
            antwoord.headers.add("Link", f'<{_page_url(doel)}>; rel="{rel}"')
    return antwoord


def _page_url(pagina: int) -> str:
    paren = [(n, w) for n, w in request.args.items(multi=True) if n != "pagina"]
    return f"{request.path}?{urlencode([*paren, ('pagina', pagina)])}"


@blueprint.after_request
def api_headers(antwoord: Response) -> Response:
    """The API's version, and that any site may read it."""
    antwoord.headers["API-Version"] = API_VERSION
    antwoord.headers["Access-Control-Allow-Origin"] = "*"
    antwoord.headers["Access-Control-Expose-Headers"] = "API-Version, Link, ETag"
    antwoord.headers["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
    if antwoord.status_code == 200:
        antwoord.add_etag()
        antwoord.make_conditional(request)
    return antwoord


@blueprint.errorhandler(BadSelection)
def bad_selection(fout: BadSelection) -> Response:
    """400 that names each offending parameter."""
    namen = [{"name": w.parameter, "reason": w.wat} for w in fout.waarden]
    return problem(400, "Ongeldige parameter", str(fout), namen)


@blueprint.errorhandler(HTTPException)
def http_error(fout: HTTPException) -> Response:
    """Any other error in the same form."""
    return problem(fout.code or 500, fout.name, fout.description or fout.name)


@blueprint.get("/<path:onbekend>")
def unknown(onbekend: str) -> Response:
    """An address below /api/v1 that is none: 404 as a problem, not as a page."""
    raise NotFound(f"Er is geen bron {onbekend[:60]!r}.")


def problem(status: int, titel: str, detail: str, parameters: list[dict[str, str]] | None = None) -> Response:
    """An error by RFC 9457."""
    inhoud: dict[str, Any] = {"type": "about:blank", "title": titel, "status": status, "detail": detail}
    if parameters:
        inhoud["invalid-params"] = parameters
    antwoord = jsonify(inhoud)
    antwoord.status_code = status
    antwoord.mimetype = "application/problem+json"
    return antwoord
