"""The address by which visitors know this site: the one that is set, else the host that they asked for."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from viewer.web.context import this_site

STAND_IN = "https://plaats.invalid"
"""Stands for this site's own address in what is kept, or made before the address is known."""

_HOST = re.compile(r"([A-Za-z0-9]([A-Za-z0-9.-]{0,250}[A-Za-z0-9])?|\[[0-9a-fA-F:.]{2,45}\])(:\d{1,5})?")
_LINK = re.compile(rb'\s(?:href|src|action|content|data-[a-z-]+)="/(?!/)')
"""A link in a page of ours. Text has no quotation marks of its own: they are escaped."""

_IN_A_QUERY = ("", "/")
"""What is left as it is where an address is part of another one: by us, and by Jinja's `urlencode`."""


def own_address() -> str:
    """Scheme, host and folder without a slash at the end, such as "https://kaart.overijssel.nl". With the
    setting `adres` no header of a request can change it; without, there is no folder, and "" for a Host
    that is none."""
    return this_site().settings.adres or (request.host_url.rstrip("/") if _names_a_host() else "")


def own_host() -> str:
    """The host in it, with its port if that is not the usual one."""
    return urlsplit(own_address()).netloc


def in_folder(path: str) -> str:
    """A path of ours, as other sites and machines must write it: with the folder that this site lies in."""
    return this_site().settings.pad + path


def is_secure() -> bool:
    """Whether visitors come by https, here or at the server in front of this one."""
    return own_address().startswith("https://")


def fill_in(content: bytes, address: str) -> bytes:
    """Puts an address where the stand-in is, also where that is part of another address. Quoted, since
    a header of the request may decide it: it can be nothing but an address, in any format."""
    for safe in _IN_A_QUERY:
        content = content.replace(quote(STAND_IN, safe=safe).encode(), quote(address, safe=safe).encode())
    return content.replace(STAND_IN.encode(), quote(address, safe=":/[]").encode())


def located(content: bytes, address: str) -> bytes:
    """A page of ours with this site's address put in, and before its links the folder that the site lies in."""
    content = fill_in(content, address)
    folder = this_site().settings.pad
    return _LINK.sub(rb"\g<0>" + folder[1:].encode() + b"/", content) if folder else content


def install(app: Flask) -> None:
    """Refuses a Host header that is no host, before anything is made of it."""

    @app.before_request
    def check_host() -> None:
        if not _names_a_host():
            raise BadRequest("Het verzoek noemt geen geldige host.")


def _names_a_host() -> bool:
    return _HOST.fullmatch(request.headers.get("Host", "localhost")) is not None
