"""Errors of the interfaces for machines: `application/problem+json` (RFC 9457), and who gets one."""

from __future__ import annotations

import json

from flask import Response
from werkzeug.exceptions import HTTPException

from viewer.errors import BadSelection

PROBLEEM = "application/problem+json"
MACHINES = ("/api/v1", "/ogc")
"""Addresses that answer machines: below these an error is a problem, elsewhere a page."""


_UITLEG = {404: "Dit adres is er niet.", 405: "Dit adres is alleen om te lezen.", 500: "Er ging iets mis bij ons."}


def for_machines(pad: str) -> bool:
    """Whether an error at this path is told to a machine."""
    return any(pad == basis or pad.startswith(f"{basis}/") for basis in MACHINES)


def problem(status: int, titel: str, detail: str, parameters: list[dict[str, str]] | None = None) -> Response:
    """An error; parameters: name and reason of each offending one."""
    inhoud: dict[str, object] = {"type": "about:blank", "title": titel, "status": status, "detail": detail}
    if parameters:
        inhoud["invalid-params"] = parameters
    tekst = json.dumps(inhoud, ensure_ascii=False, separators=(",", ":"))
    return Response(tekst, status=status, content_type=PROBLEEM)


def selection_problem(fout: BadSelection) -> Response:
    """400 that names each offending parameter."""
    namen = [{"name": w.parameter, "reason": w.wat} for w in fout.waarden]
    return problem(400, "Ongeldige parameter", str(fout), namen)


def http_problem(fout: HTTPException) -> Response:
    """Any other error, with the headers that belong to it (such as Allow)."""
    code = fout.code or 500
    eigen = fout.description if fout.description != type(fout).description else None
    antwoord = problem(code, fout.name, eigen or _UITLEG.get(code, fout.name))
    for naam, waarde in fout.get_headers():
        if naam.lower() not in ("content-type", "content-length"):
            antwoord.headers[naam] = waarde
    return antwoord
