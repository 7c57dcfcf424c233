"""Starts the real server on a port of its own, and says what it printed when it dies."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def serve(data: Path, workers: int = 1, **instellingen: str) -> Iterator[str]:
    """The address of a running server on a data folder; ended at the end."""
    port = free_port()
    omgeving = {k: v for k, v in os.environ.items() if not k.startswith("KAART_")}
    omgeving |= {"KAART_DATA": str(data), **instellingen}
    opdracht = [sys.executable, "-m", "flask", "--app", "app", "serve", "--workers", str(workers), "--port", str(port)]
    # A file and no pipe: a server that logs more than a pipe holds would wait for a reader.
    log = tempfile.TemporaryFile("w+")  # noqa: SIM115
    proces = subprocess.Popen(opdracht, cwd=ROOT, env=omgeving, stdout=log, stderr=subprocess.STDOUT, text=True)
    adres = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            if proces.poll() is not None:
                log.seek(0)
                raise AssertionError(f"De server stopte:\n{log.read()}")
            try:
                urllib.request.urlopen(f"{adres}/gezondheid", timeout=5).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                time.sleep(0.1)
        yield adres
    finally:
        proces.terminate()
        proces.wait(timeout=20)
        log.close()
