"""A server in front of ours, as nginx and Caddy are: passes on what lies in a folder, and nothing else."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.server import serve

_OWN = ("connection", "transfer-encoding", "content-length", "date", "server")


class _Follow(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:  # type: ignore[override]
        """Redirects are the visitor's."""


@contextmanager
def served_in_folder(data: Path, folder: str, strips: bool, **instellingen: str) -> Iterator[str]:
    """The address, with the folder, of a running site behind another server. strips: whether that takes the folder off."""
    achter: list[str] = []
    opener = urllib.request.build_opener(_Follow)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if not self.path.startswith(f"{folder}/"):
                return self.answer(404, [], b"a page of the other site")
            pad = self.path.removeprefix(folder) if strips else self.path
            kop = {naam: waarde for naam, waarde in self.headers.items() if naam.lower() not in ("connection", "host")}
            vraag = urllib.request.Request(achter[0] + pad, headers=kop, method=self.command)
            try:
                antwoord = opener.open(vraag, timeout=60)
            except urllib.error.HTTPError as fout:
                antwoord = fout
            with antwoord:
                return self.answer(antwoord.status or 0, antwoord.headers.items(), antwoord.read())

        def answer(self, status: int, kop: object, inhoud: bytes) -> None:
            self.send_response_only(status)
            for naam, waarde in kop:  # type: ignore[attr-defined]
                if naam.lower() not in _OWN:
                    self.send_header(naam, waarde)
            if status != 304:
                self.send_header("Content-Length", str(len(inhoud)))
            self.end_headers()
            self.wfile.write(inhoud)

        do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        adres = f"http://127.0.0.1:{server.server_port}{folder}"
        draad = threading.Thread(target=server.serve_forever, daemon=True)
        draad.start()
        try:
            with serve(data, KAART_ADRES=adres, **instellingen) as eigen:
                achter.append(eigen)
                yield adres
        finally:
            server.shutdown()
            draad.join()
