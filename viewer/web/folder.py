"""Serves the site in a folder of another one (https://www.overijssel.nl/kaart), whatever the server in front does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask, Response
from markupsafe import escape
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def install(app: Flask, folder: str) -> None:
    """Puts an application in a folder, such as "/kaart"; "" for none.

    Inside, nothing knows of it: paths of requests begin after the folder, and so do addresses in the code
    and in templates. What goes out gets it: pages as they are prepared (`address.located`), headers here,
    and all that holds a whole address has it from `own_address`.
    """
    if not folder:
        return

    @app.after_request
    def headers(answer: Response) -> Response:
        place = answer.headers.get("Location", "")
        if place.startswith("/") and not place.startswith("//"):
            answer.headers["Location"] = folder + place
            if answer.mimetype == "text/html":  # which has it as a link, for who does not go by itself
                link, led = (f'href="{escape(path)}"'.encode() for path in (place, folder + place))
                answer.set_data(answer.get_data().replace(link, led))
        links = answer.headers.getlist("Link")
        if any(link.startswith("</") for link in links):
            answer.headers.setlist(
                "Link", [f"<{folder}{link[1:]}" if link.startswith("</") else link for link in links]
            )
        return answer

    app.wsgi_app = _Folder(app, app.wsgi_app, folder)  # type: ignore[assignment] # Flask says it is wrapped so


class _Folder:
    """Takes the folder off the path of a request, unless the server in front did that already."""

    def __init__(self, app: Flask, inner: WSGIApplication, folder: str) -> None:
        self._urls, self._inner, self._folder = app.url_map.bind("localhost"), inner, folder

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        environ["SCRIPT_NAME"] = self._folder
        if not self._is_off(environ, path):
            rest = path[len(self._folder) :]
            if not rest:
                query = environ.get("QUERY_STRING", "")
                start(
                    "301 Moved Permanently",
                    [("Location", f"{self._folder}/{'?' * bool(query)}{query}"), ("Content-Length", "0")],
                )
                return []
            environ["PATH_INFO"] = rest
        return self._inner(environ, start)

    def _is_off(self, environ: WSGIEnvironment, path: str) -> bool:
        """Whether a path begins after the folder. A folder can be called as one of our pages: /kaart/kaart
        and the /kaart that is left of it are the same page, but /kaart/ is the first one."""
        if path != self._folder and not path.startswith(f"{self._folder}/"):
            return True
        if environ.get("HTTP_X_FORWARDED_PREFIX", "").rstrip("/") == self._folder:
            return True
        return not self._is_ours(path[len(self._folder) :]) and self._is_ours(path)

    def _is_ours(self, path: str) -> bool:
        if not path:
            return False
        try:
            self._urls.match(path, method="GET")
        except (RequestRedirect, MethodNotAllowed):
            return True
        except NotFound:
            return False
        return True
