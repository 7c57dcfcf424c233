"""Files: our static ones and the map's data, each under a hash, and the house style."""

from __future__ import annotations

import re

from flask import Blueprint, Response, abort

from viewer.web import policies
from viewer.web.answers import not_kept
from viewer.web.context import edition, this_site

blueprint = Blueprint("files", __name__)
_VERSION = re.compile(r"[0-9a-f]{12}")


@blueprint.get("/static/<version>/<path:name>")
def static_file(version: str, name: str) -> Response:
    """A file of the running version. A page that a browser kept from another version is led to it, so
    that it works, and nothing is kept for a year under an address that is not its own."""
    assets = this_site().assets
    file = assets.get(name)
    if file is None or not _VERSION.fullmatch(version):
        abort(404)
    if version != assets.hash:
        return not_kept(Response(status=302, mimetype="text/plain", headers={"Location": assets.url(name)}))
    return file.response()


@blueprint.get("/kaartdata/<digest>/<name>")
def map_data(digest: str, name: str) -> Response:
    """What the map in the browser is made of; the address holds a hash of it."""
    file = edition().file(f"{digest}/{name}")
    if file is None:
        abort(404)
    return file.response()


@blueprint.get("/huisstijl.css")
def house_style() -> Response:
    """The custom properties that the settings choose, over our own."""
    return _of_style(this_site().huisstijl.css.encode(), "text/css")


@blueprint.get("/huisstijl/logo")
def logo() -> Response:
    """The logo that the settings name. As a page by itself it could run nothing: the headers forbid it."""
    style = this_site().huisstijl
    return _of_style(style.logo, style.logo_soort)


def _of_style(content: bytes, media: str) -> Response:
    if not content:
        abort(404)
    return Response(content, mimetype=media, headers={"Cache-Control": policies.STYLE})
