"""The kinds of answers that addresses give: a page, a picture, a file, a text, JSON, a problem."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from flask import Response, jsonify, render_template, request
from markupsafe import escape

from viewer.exports.beschrijving import MEDIA, licence_for
from viewer.model import slugify
from viewer.sources.source import Licence
from viewer.web import policies
from viewer.web.address import STAND_IN, fill_in, located, own_address
from viewer.web.compression import QUICK
from viewer.web.context import edition, this_site
from viewer.web.pasted import local
from viewer.web.prepared import Prepared
from viewer.web.reading import how
from viewer.web.security import EMBED_PATHS, open_to_all

PICTURES = {"png": "image/png", "svg": "image/svg+xml"}
"""Media type of each kind of picture."""

CANONICAL = f"{STAND_IN}/.dit-adres"
"""Stands in a page for its own address, without what was not understood of the one that was asked."""

NOTES = "<!-- meldingen -->"
"""Stands in a page where notes come."""

MACHINES = ("/api/v1", "/ogc")
"""Addresses that answer machines: below these an error is a problem, elsewhere a page."""

PROBLEM = "application/problem+json"
_FILES = {**MEDIA, "csv": f"{MEDIA['csv']}; charset=utf-8"}
_PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
"""An SVG that is opened by itself has its styles inside; it can do nothing else."""


def page(key: str, make: Callable[[], str], effort: str = QUICK) -> Response:
    """A page from the edition's store, with this site's address and its own put in, and above it what
    could not be read of the address that was asked. effort: see `compression`.

    key: of everything that the page depends on; what is not understood is not in it, so that no address
    makes a page anew. 404 when nothing is left of what was chosen, but not inside another site's page.
    """
    now, home, read = edition(), own_address(), how()
    query = read.query if read else ""
    notes = read.notes if read else []
    clean = request.query_string.decode("ascii", "replace") == query.removeprefix("?")

    def ready() -> Prepared:
        content = now.pages.get(key, lambda: make().encode())
        canonical = escape(f"{STAND_IN}{local(request.path)}{query}").encode()
        content = content.replace(CANONICAL.encode(), canonical)
        above = "" if clean and not notes else render_template("_melding.html", meldingen=notes, schoon=not clean)
        content = content.replace(NOTES.encode(), above.encode(), 1)
        return Prepared(located(content, home), "text/html; charset=utf-8", policies.PAGE, effort)

    if notes:  # of one visitor's address: not kept
        effort = QUICK
        answer = ready().response()
    else:
        answer = now.ready.get(f"{home} {key} {request.path}{query} {clean}", ready).response()
    if read and read.lost and answer.status_code == 200 and request.path not in EMBED_PATHS:
        answer.status_code = 404
    return answer


def picture(key: str, make: Callable[[], bytes], kind: str, name: str, licence: Licence) -> Response:
    """A picture from the edition's store, as one of PICTURES; name: of the file, without its ending."""
    read = how()
    lost = read is not None and read.lost
    answer = Response(edition().pictures.get(key, make), status=404 if lost else 200, mimetype=PICTURES[kind])
    answer.headers["Cache-Control"] = policies.PICTURE
    answer.headers["Content-Security-Policy"] = _PICTURE_POLICY
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.{kind}"'
    under(answer, licence)
    return _checked(answer)


def attachment(make: Callable[[], bytes | Iterator[bytes]], name: str, kind: str, day: date) -> Response:
    """A file to take away; its name tells what, where and of which day. Its ETag follows from the
    data and the address, so that a file which one has already is not even made."""
    now, site = edition(), this_site()
    area = slugify(site.settings.provincie)
    answer = Response(content_type=_FILES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}-{area}-{day.isoformat()}.{kind}"'
    answer.headers["Cache-Control"] = policies.DATA
    under(answer, licence_for(kind))
    origin = f"{now.dataset.versie}{site.assets.hash}{area}{request.full_path}"
    answer.set_etag(hashlib.sha256(origin.encode()).hexdigest()[:24], weak=True)
    answer.make_conditional(request)
    if answer.status_code == 200:
        content = make()
        if isinstance(content, bytes):
            answer.set_data(content)
        else:
            answer.headers.pop("Content-Length", None)  # make_conditional counted an empty answer
            answer.response = content
    return answer


def under(answer: Response, licence: Licence) -> None:
    """Says under which terms an answer may be used (RFC 4946's relation, in a header)."""
    answer.headers.add("Link", f'<{licence.page}>; rel="license"')


def text(content: bytes, media: str) -> Response:
    """A text for crawlers and catalogues, with this site's address put in."""
    answer = Response(fill_in(content, own_address()), content_type=media)
    answer.headers["Cache-Control"] = policies.DESCRIPTION
    open_to_all(answer)
    return _checked(answer)


def data(content: dict[str, Any]) -> Response:
    """JSON with an ETag, or 304 to who has it already."""
    return _checked(jsonify(content))


def problem(status: int, title: str, detail: str, parameters: list[dict[str, str]] | None = None) -> Response:
    """An error told to a machine (RFC 9457); parameters: name and reason of each offending one."""
    content: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if parameters:
        content["invalid-params"] = parameters
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(body, status=status, content_type=PROBLEM)


def for_machines(path: str) -> bool:
    """Whether an error at this path is told to a machine."""
    return any(path == base or path.startswith(f"{base}/") for base in MACHINES)


def not_kept(answer: Response) -> Response:
    """An answer that is true only now."""
    answer.headers["Cache-Control"] = policies.NEVER
    return answer


def _checked(answer: Response) -> Response:
    answer.add_etag()
    answer.make_conditional(request)
    return answer
