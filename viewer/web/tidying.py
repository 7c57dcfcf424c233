"""Leads an address that is one of ours but for its slash, its capitals or what was pasted along, to that one."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import HTTPException, RequestURITooLarge
from werkzeug.routing import RequestRedirect

from viewer.web.answers import for_machines
from viewer.web.leads import Moved
from viewer.web.pasted import MAX_QUERY, tidy_path
from viewer.web.security import EMBED_PATHS


def install(app: Flask) -> None:
    """Tries again what led to no page. No `Location` ever has a host in it. What is longer than any choice
    can be is refused, but not inside another site's page; machines are told what is wrong with it."""

    @app.before_request
    def bounded() -> None:
        if len(request.query_string) > MAX_QUERY and request.path not in EMBED_PATHS and not for_machines(request.path):
            raise RequestURITooLarge

    @app.before_request
    def tidied() -> None:
        fault = request.routing_exception
        if fault is None or fault.code == 405:
            return
        plain = tidy_path(request.path)
        for path in (plain, plain.lower()):
            if path != request.path and _leads_somewhere(app, path):
                query = request.query_string.decode("ascii", "replace")
                raise Moved(f"{path}?{query}" if query else path)
        if isinstance(fault, RequestRedirect):
            raise Moved(plain)


def _leads_somewhere(app: Flask, path: str) -> bool:
    adapter = app.create_url_adapter(request)
    try:
        return adapter is not None and bool(adapter.match(path, method="GET"))
    except HTTPException:
        return False
