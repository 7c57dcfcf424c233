"""Another site: the pages in which tests frame the map, on an origin of their own."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gastheer:
    """Serves `bladen` (a page by its path), each with the headers in `koppen`, until `close`."""

    def __init__(self) -> None:
        self.bladen: dict[str, str] = {}
        self.koppen: dict[str, str] = {}
        gastheer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                blad = gastheer.bladen.get(self.path)
                inhoud = (blad or "").encode()
                self.send_response(200 if blad else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(inhoud)))
                for naam, waarde in gastheer.koppen.items():
                    self.send_header(naam, waarde)
                self.end_headers()
                self.wfile.write(inhoud)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def adres(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stops answering."""
        self._server.shutdown()
        self._server.server_close()
