"""A plain web server for a published folder, below a path of another site: files, folders, and the headers written for it."""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

PREFIX = "/provincie/samenwerking/"


@contextmanager
def serve_folder(folder: Path, prefix: str = PREFIX) -> Iterator[str]:
    """The address of a published folder, without a slash at the end."""
    koppen = {rij.pop("pad"): rij for rij in json.loads((folder / "hosting" / "objecten.json").read_text("utf-8"))}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            pad = unquote(urlsplit(self.path).path)
            if pad == prefix.rstrip("/"):
                return self.stuur(301, b"", Location=prefix)
            if not pad.startswith(prefix):
                return self.stuur(404, b"")
            bestand = folder / pad.removeprefix(prefix)
            if bestand.is_dir():
                if not pad.endswith("/"):
                    vraag = urlsplit(self.path).query
                    return self.stuur(301, b"", Location=f"{urlsplit(self.path).path}/{'?' + vraag if vraag else ''}")
                bestand = next((bestand / n for n in ("index.html", "index.json") if (bestand / n).is_file()), bestand)
            if not bestand.is_file():
                return self.stuur(404, b"")
            naam = bestand.relative_to(folder).as_posix()
            soort = mimetypes.guess_type(naam)[0] or "application/octet-stream"
            return self.stuur(200, bestand.read_bytes(), **{"Content-Type": soort, **koppen.get(naam, {})})

        def stuur(self, status: int, inhoud: bytes, **kop: str) -> None:
            self.send_response(status)
            for sleutel, waarde in {**kop, "Content-Length": str(len(inhoud))}.items():
                self.send_header(sleutel, waarde)
            self.end_headers()
            self.wfile.write(inhoud)

        do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    draad = threading.Thread(target=server.serve_forever, daemon=True)
    draad.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix.rstrip('/')}"
    finally:
        server.shutdown()
        server.server_close()
