"""How the API is described in OpenAPI 3.1, and what all its answers have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ParamSpec

from flask import Blueprint as FlaskBlueprint
from flask import Flask, Response, current_app, render_template, request
from flask_smorest import Api, Blueprint
from marshmallow import Schema

from viewer.exports.beschrijving import TABLES
from viewer.settings import Settings
from viewer.web.address import STAND_IN, in_folder, own_address
from viewer.web.answers import PROBLEM, data, page, under
from viewer.web.api_schemas import ProbleemSchema
from viewer.web.policies import DATA
from viewer.web.security import open_to_all

P = ParamSpec("P")
API_VERSION = "1.2.0"
description = FlaskBlueprint("api_description", __name__)


BASE = "/api/v1"
"""Where the addresses of the description begin: the server that it names ends with this."""

_VERSION = {"API-Version": {"description": "Versie van de API", "schema": {"type": "string"}, "example": API_VERSION}}
_HEADERS = {
    **_VERSION,
    "ETag": {"description": "Kenmerk van dit antwoord, voor If-None-Match", "schema": {"type": "string"}},
    "Link": {
        "description": "De licentie (rel=license), en bij een lijst de andere bladzijden: first, prev, next en last",
        "schema": {"type": "string"},
    },
}


_PATH = {"code": "Code van een gemeente, bijvoorbeeld GM0193", "id": "Vaste id van een samenwerkingsverband"}
"""What the parts of addresses mean."""


def operation_id(pad: str) -> str:
    """What a generated client calls an address: "/gemeenten" is getGemeenten, "/gemeenten/<code>"
    getGemeentenByCode."""
    woorden = re.findall(r"<?[A-Za-z0-9]+", pad)
    return "get" + "".join(f"By{w[1:].capitalize()}" if w.startswith("<") else w.capitalize() for w in woorden)


class ApiBlueprint(Blueprint):
    """Addresses of the API, each with its description beside its function."""

    def operation(
        self, pad: str, wat: str, schema: type[Schema], parameters: Sequence[dict[str, Any]], bestaat: bool = False
    ) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
        """Serves a function at an address, and tells the OpenAPI description in Dutch what it takes and
        gives. bestaat: it can answer 404."""

        def om(functie: Callable[P, Response]) -> Callable[P, Response]:
            functie = self.response(200, schema, description="Het antwoord", headers=_HEADERS)(functie)
            soorten = {400: "Een parameter die niet kan", 404: "Dit bestaat niet"}
            for status in (400, 404) if bestaat else (400,):
                functie = self.alt_response(
                    status, schema=ProbleemSchema, content_type=PROBLEM, description=soorten[status], headers=_VERSION
                )(functie)
            naam = operation_id(pad)
            functie = self.doc(operationId=naam, parameters=list(parameters), summary=wat, description="")(functie)
            self.add_url_rule(pad, functie.__name__, functie)
            return functie

        return om


@description.get("/api/v1/openapi.json")
def openapi() -> Response:
    """The OpenAPI 3.1 description, made from the code above."""
    return data(_spec(own_address()))


@description.get("/api/v1", strict_slashes=False)
def root() -> Response:
    """Where the catalogue says that the API is: leads machines and people to what describes it."""
    return Response(status=301, headers={"Location": in_folder("/api")})


@description.get("/api")
def documentation() -> Response:
    """The same for people."""
    return page("api", lambda: render_template("api.html", spec=_spec(STAND_IN), basis=BASE))


def _spec(home: str) -> dict[str, Any]:
    """The description. home: where this site is."""
    spec: dict[str, Any] = current_app.extensions["api"].spec.to_dict()
    for naam in ("Error", "PaginationMetadata"):  # flask-smorest's own, which nothing here uses
        spec["components"]["schemas"].pop(naam, None)
    spec["info"]["contact"]["url"] = f"{home}/over"
    spec["servers"] = [{"url": f"{home}{BASE}", "description": spec["info"]["title"]}]
    spec["paths"] = {pad.removeprefix(BASE): _with_path_described(wat) for pad, wat in spec["paths"].items()}
    return spec


def _with_path_described(operations: dict[str, Any]) -> dict[str, Any]:
    parts = operations.get("parameters", [])
    described = [{**part, "description": _PATH.get(part["name"], "Deel van het adres")} for part in parts]
    return {**operations, "parameters": described} if described else operations


def install(app: Flask, settings: Settings, blueprints: Iterable[Blueprint]) -> None:
    """Registers the API, its description, and what every answer below /api/v1 has."""
    app.config.update(
        API_TITLE=f"{settings.paginatitel}: samenwerking tussen gemeenten",
        API_VERSION=API_VERSION,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {
                "description": "Aan welke samenwerkingsverbanden Nederlandse gemeenten meedoen, met bron en datum.",
                "contact": {"name": settings.paginatitel, "email": settings.correctie_email}
                if settings.correctie_email
                else {"name": settings.paginatitel},
                "license": {"name": TABLES.name, "url": TABLES.page},
            }
        },
    )
    api = Description(app)
    for blueprint in blueprints:
        api.register_blueprint(blueprint)
    app.extensions["api"] = api
    app.register_blueprint(description)

    @app.after_request
    def api_headers(antwoord: Response) -> Response:
        if request.path.startswith(f"{BASE}/"):
            kop = antwoord.headers
            kop["API-Version"] = API_VERSION
            kop["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            kop["Access-Control-Allow-Headers"] = "Accept, Content-Type, If-None-Match"
            kop["Access-Control-Expose-Headers"] = "API-Version, Link, ETag"
            kop["Access-Control-Max-Age"] = "86400"
            if antwoord.status_code < 500:  # what went wrong with us is not kept (`faults`)
                kop["Cache-Control"] = DATA
            if antwoord.status_code < 400:
                under(antwoord, TABLES)
            open_to_all(antwoord)
        return antwoord


class Description(Api):
    """flask-smorest's description of the API. Errors are ours (`faults`), so it handles none and
    documents no default one."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leaves errors to `faults`."""
