"""`/ogc`: OGC API Features for QGIS and GDAL (Part 1 Core, GeoJSON, OpenAPI 3.0; Part 2 CRS)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
from flask import Blueprint, Response, render_template, request
from werkzeug.exceptions import NotFound

from viewer.dataset import Dataset
from viewer.exports.beschrijving import AREAS
from viewer.exports.features import COLLECTIES, GETAL, Collectie, features_of
from viewer.filters import FILTERS, OLD_NAMES
from viewer.limits import MAX_PAGE_SIZE, PAGE_SIZE
from viewer.selection import Selection, parse_selection
from viewer.sources.registry import attribution
from viewer.web.address import own_address
from viewer.web.answers import PROBLEM, page, under
from viewer.web.api_schemas import KEUZE
from viewer.web.context import edition, this_site
from viewer.web.edition import Edition
from viewer.web.leads import where_it_lies
from viewer.web.ogc_parameters import CRS, CRS84, RD, bad, box, crs_of, period
from viewer.web.parameters import address_with, single, unknown_parameter, whole_number
from viewer.web.policies import DATA
from viewer.web.security import open_to_all

blueprint = Blueprint("ogc", __name__)
GEOJSON = "application/geo+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
CONFORMANCE = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
]
_FORMATS = {
    "geojson": "json",
    "application/json": "json",
    "application/geo+json": "json",
    "application/vnd.geo+json": "json",
    "application/vnd.oai.openapi+json": "json",
    "text/html": "html",
}
"""Other words for a format, as clients write them."""

PARAMETERS = ("bbox", "bbox-crs", "crs", "limit", "offset", "datetime", "f")
_TITEL = {"service-desc": "OpenAPI", "conformance": "Conformiteit", "data": "Collecties"}


@blueprint.get("/ogc", strict_slashes=False)
def landing() -> Response:
    """What there is; for a browser as a page."""
    if _wants_page():
        answer = page("ogc", lambda: render_template("ogc.html", collecties=COLLECTIES.values()))
        answer.vary.add("Accept")
        return answer
    _only(())
    links = [
        _link("", "self", "application/json", "Deze bladzijde"),
        _link("/api", "service-desc", OPENAPI, "De beschrijving in OpenAPI 3.0"),
        {"href": _url("/ogc?f=html"), "rel": "service-doc", "type": "text/html", "title": "Uitleg"},
        _link("/conformance", "conformance", "application/json", _TITEL["conformance"]),
        _link("/collections", "data", "application/json", _TITEL["data"]),
    ]
    titel = this_site().settings.paginatitel
    return _json({"title": titel, "description": "Samenwerking tussen gemeenten op de kaart", "links": links})


@blueprint.get("/ogc/conformance")
def conformance() -> Response:
    """Which parts of the standard it follows."""
    _only(())
    return _json({"conformsTo": CONFORMANCE})


@blueprint.get("/ogc/collections")
def collections() -> Response:
    """Both collections."""
    _only(())
    return _json(
        {
            "collections": [_collection(c) for c in COLLECTIES.values()],
            "links": [_link("/collections", "self", "application/json", _TITEL["data"])],
        }
    )


@blueprint.get("/ogc/collections/<naam>")
def collection(naam: str) -> Response:
    """One collection."""
    _only(())
    return _json(_collection(_known(naam)))


@blueprint.get("/ogc/collections/<naam>/items")
def items(naam: str) -> Response:
    """Features, by the page."""
    ed, collectie = edition(), _known(naam)
    begin = whole_number("offset", 0, 100_000_000) or 0
    hoeveel = min(whole_number("limit", 1, 1_000_000_000) or PAGE_SIZE, MAX_PAGE_SIZE)
    crs = crs_of("crs")
    alle = _matching(ed, collectie)
    pagina = alle.iloc[begin : begin + hoeveel]
    links = [{**_self(), "type": GEOJSON, "rel": "self"}]
    for rel, plek in (("next", begin + hoeveel), ("prev", max(0, begin - hoeveel))):
        if (rel == "next" and plek < len(alle)) or (rel == "prev" and begin > 0):
            links.append({"href": _url(address_with(offset=plek, limit=hoeveel)), "rel": rel, "type": GEOJSON})
    kop = {
        "type": "FeatureCollection",
        "numberMatched": len(alle),
        "numberReturned": len(pagina),
        "timeStamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "bron": attribution(ed.dataset.facts),
        "links": links,
    }
    return _geojson(f'{_dump(kop)[:-1]},"features":[{",".join(_features(ed, collectie, pagina, crs))}]}}', crs)


@blueprint.get("/ogc/collections/<naam>/items/<sleutel>")
def item(naam: str, sleutel: str) -> Response:
    """One feature, on the day of the data or that of `datetime`."""
    ed, collectie = edition(), _known(naam)
    _only(("crs", "datetime"))
    crs = crs_of("crs")
    alle = _all(ed, collectie, Selection())
    known = alle[collectie.sleutel].astype(str)
    eigen = alle[known == sleutel]
    if eigen.empty:  # perhaps by another name: 0193, gm0193, zwolle
        eigen = alle[known == _key_of(ed.dataset, collectie, sleutel)]
    if eigen.empty:
        found = ed.dataset.elders.find(sleutel) if collectie.sleutel == "code" else None
        now = f" {where_it_lies(found, ed.dataset)}" if found else ""
        raise NotFound(f"In {naam} is geen {sleutel[:40]!r}.{now}")
    links = [
        {**_self(), "rel": "self", "type": GEOJSON},
        _link(f"/collections/{naam}", "collection", "application/json", collectie.titel),
    ]
    feature = next(_features(ed, collectie, eigen, crs))
    return _geojson(f'{feature[:-1]},"links":{_dump(links)}}}', crs)


@blueprint.get("/ogc/api")
def openapi() -> Response:
    """The service in OpenAPI 3.0."""
    _only(())
    antwoord = _json(_openapi())
    antwoord.content_type = OPENAPI
    return antwoord


def _collection(c: Collectie) -> dict[str, Any]:
    ed, settings = edition(), this_site().settings
    west, zuid, oost, noord = ed.map_data.grenzen
    basis = f"/collections/{c.naam}"
    eerste = ed.dataset.deelnames["sinds"].min().date().isoformat()
    return {
        "id": c.naam,
        "title": f"{c.titel} ({settings.provincie})",
        "description": c.omschrijving,
        "attribution": attribution(ed.dataset.facts),
        "itemType": "feature",
        "extent": {
            "spatial": {"bbox": [[round(g, 5) for g in (west, zuid, oost, noord)]], "crs": CRS84},
            "temporal": {"interval": [[f"{eerste}T00:00:00Z", None]]},
        },
        "crs": list(CRS),
        "storageCrs": RD,
        "links": [
            _link(basis, "self", "application/json", c.titel),
            _link(f"{basis}/items", "items", GEOJSON, c.titel),
            {
                "href": AREAS.page,
                "rel": "license",
                "type": "text/html",
                "title": AREAS.name,
            },
        ],
    }


def _matching(ed: Edition, c: Collectie) -> pd.DataFrame:
    """The features that the parameters leave. Raises BadSelection for what cannot be."""
    eigen = dict(c.eigenschappen)
    keuzes = {*FILTERS, *OLD_NAMES}  # vorm is a property too: as a parameter it takes slug and name
    left = {*PARAMETERS, *eigen} - keuzes
    paren = [(n, w) for n, w in request.args.items(multi=True) if n not in left]
    keuze = parse_selection(paren, ed.dataset)
    _one_format()
    alle = _all(ed, c, keuze)
    for naam, soort in eigen.items():
        waarde = single(naam) if naam not in keuzes else ""
        if waarde:
            if soort == GETAL:
                alle = alle[alle[naam] == whole_number(naam, 0, 1_000_000_000)]
            else:
                alle = alle[alle[naam].astype(str) == waarde]
    if where := box():
        found = ed.outlines.touching(where.area, where.epsg)
        alle = alle[[not found.isdisjoint(codes) for codes in alle["codes"]]]
    return alle


def _all(ed: Edition, c: Collectie, keuze: Selection) -> pd.DataFrame:
    van, tot = period()
    provincie = this_site().settings.provincie
    sleutel = f"{c.naam}/{van}/{tot}{keuze.query()}"
    return ed.layers.get(sleutel, lambda: features_of(c, ed.dataset, keuze, provincie, van, tot))


def _features(ed: Edition, c: Collectie, pagina: pd.DataFrame, crs: str) -> Iterator[str]:
    """Features as JSON."""
    namen = [naam for naam, _ in c.eigenschappen]
    for rij, codes in zip(pagina[namen].to_dict("records"), pagina["codes"], strict=True):
        eigen = {naam: _plain(waarde) for naam, waarde in rij.items()}
        vlak = ed.outlines.geojson(codes, CRS[crs])
        yield f'{{"type":"Feature","id":{_dump(rij[c.sleutel])},"geometry":{vlak},"properties":{_dump(eigen)}}}'


def _plain(waarde: Any) -> Any:
    if isinstance(waarde, date):
        return waarde.isoformat()[:10]
    if waarde is pd.NA:
        return None
    return waarde.item() if hasattr(waarde, "item") else waarde


def _only(ook: Iterable[str]) -> None:
    """Refuses parameters that an address does not have."""
    _one_format()
    if vreemd := [naam for naam in request.args if naam not in ("f", *ook)]:
        raise unknown_parameter(vreemd[0])


def _one_format() -> None:
    if _format() not in ("", "json"):
        raise bad("f", single("f"), "f is json")


def _format() -> str:
    """What `f` asks for: "json" or "html", also when it says so by a media type; another word as it is, "" without."""
    # A plus in an address means a space, and some clients do not know that.
    asked_for = single("f").strip().lower().split(";")[0].replace(" ", "+")
    return _FORMATS.get(asked_for, asked_for)


def _key_of(dataset: Dataset, collectie: Collectie, name: str) -> str | None:
    """The key of what is called otherwise: by a slug, a code without letters, an id of before."""
    if collectie.sleutel == "code":
        slug = dataset.slug_of("gemeente", name)
        return dataset.code_of(slug) if slug else None
    slug = dataset.slug_of("verband", name)
    return dataset.id_of(slug) if slug else None


def _known(naam: str) -> Collectie:
    if naam not in COLLECTIES:
        raise NotFound(f"Er is geen collectie {naam[:40]!r}.")
    return COLLECTIES[naam]


def _wants_page() -> bool:
    if request.args.get("f"):
        return _format() == "html" and len(request.args) == 1
    return request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"


def _url(pad: str) -> str:
    return own_address() + pad


def _self() -> dict[str, str]:
    return {"href": _url(request.full_path.rstrip("?"))}


def _link(pad: str, rel: str, soort: str, titel: str) -> dict[str, str]:
    return {"href": _url(f"/ogc{pad}"), "rel": rel, "type": soort, "title": titel}


def _json(inhoud: Mapping[str, Any]) -> Response:
    return _headers(Response(_dump(inhoud), content_type="application/json"))


def _geojson(inhoud: str, crs: str) -> Response:
    antwoord = Response(inhoud, content_type=GEOJSON)
    antwoord.headers["Content-Crs"] = f"<{crs}>"
    return _headers(antwoord)


def _dump(inhoud: Any) -> str:
    return json.dumps(inhoud, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _headers(antwoord: Response) -> Response:
    kop = antwoord.headers
    kop["Access-Control-Expose-Headers"] = "Content-Crs, Link"
    kop["Cache-Control"] = DATA
    under(antwoord, AREAS)
    open_to_all(antwoord)
    antwoord.vary.add("Accept")
    return antwoord


def _openapi() -> dict[str, Any]:
    def parameter(naam: str, waar: str, schema: dict[str, Any], **meer: Any) -> dict[str, Any]:
        return {"name": naam, "in": waar, "required": waar == "path", "schema": schema, **meer}

    def operation(wat: str, soort: str, parameters: Iterable[dict[str, Any]] = ()) -> dict[str, Any]:
        inhoud = {"content": {soort: {"schema": {"type": "object"}}}, "description": wat}
        fout = {
            "content": {PROBLEM: {"schema": {"type": "object"}}},
            "description": "Dit kan niet",
        }
        return {"get": {"summary": wat, "parameters": list(parameters), "responses": {"200": inhoud, "4XX": fout}}}

    crs = parameter("crs", "query", {"type": "string", "format": "uri", "enum": list(CRS)})
    moment = parameter("datetime", "query", {"type": "string"})
    vak = {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 6}
    paden: dict[str, Any] = {
        "/": operation("Wat er is", "application/json"),
        "/conformance": operation(_TITEL["conformance"], "application/json"),
        "/collections": operation(_TITEL["data"], "application/json"),
    }
    for c in COLLECTIES.values():
        eigen = [
            parameter(naam, "query", {"type": "integer" if soort == GETAL else "string"})
            for naam, soort in c.eigenschappen
            if naam not in FILTERS
        ]
        basis = f"/collections/{c.naam}"
        paden[basis] = operation(c.titel, "application/json")
        paden[f"{basis}/items"] = operation(
            c.omschrijving,
            GEOJSON,
            [
                parameter("bbox", "query", vak, style="form", explode=False),
                parameter("bbox-crs", "query", {"type": "string", "format": "uri", "enum": list(CRS)}),
                crs,
                parameter(
                    "limit", "query", {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
                ),
                parameter("offset", "query", {"type": "integer", "minimum": 0, "default": 0}),
                moment,
                *KEUZE,
                *eigen,
            ],
        )
        sleutel = parameter("featureId", "path", {"type": "string"})
        paden[f"{basis}/items/{{featureId}}"] = operation(c.omschrijving, GEOJSON, [sleutel, crs, moment])
    return {
        "openapi": "3.0.3",
        "info": {"title": this_site().settings.paginatitel, "version": "1.0.0"},
        "servers": [{"url": _url("/ogc")}],
        "paths": paden,
    }
