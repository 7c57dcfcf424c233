"""Starts real servers on ports of their own, and says what they printed when they die."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
GEDULD_S = 120.0
"""So long a server may take to answer; only a machine with far too much to do needs it."""


class ServerFailed(Exception):
    """A server that ended, stayed silent or answered with an error; the text ends with its own words."""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def environment(**instellingen: str) -> dict[str, str]:
    """The environment of a server: ours, with no settings of the map but these."""
    return {k: v for k, v in os.environ.items() if not k.startswith("KAART_")} | instellingen


@contextmanager
def started(
    opdracht: Sequence[str | Path],
    adres: str,
    omgeving: Mapping[str, str],
    folder: Path = ROOT,
    logboek: Path | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """The process of a command that answers at adres by now; ended at the end. folder: where it runs; logboek: a file for
    its words, where they are to be kept.

    Raises ServerFailed.
    """
    # A file and no pipe: a server that logs more than a pipe holds would wait for a reader.
    with logboek.open("w+") if logboek else tempfile.TemporaryFile("w+") as log:
        proces = subprocess.Popen(opdracht, cwd=folder, env=omgeving, stdout=log, stderr=subprocess.STDOUT, text=True)

        def words() -> str:
            log.seek(0)
            return f"{' '.join(map(str, opdracht))}\n{log.read()}"

        try:
            begin = time.monotonic()
            while True:
                try:
                    urllib.request.urlopen(adres, timeout=GEDULD_S).close()
                    break
                except urllib.error.HTTPError as fout:
                    raise ServerFailed(f"{adres} antwoordt met {fout.code}: {words()}") from fout
                except OSError as fout:
                    if proces.poll() is not None:
                        raise ServerFailed(f"De server stopte met {proces.returncode}: {words()}") from fout
                    if time.monotonic() - begin > GEDULD_S:
                        raise ServerFailed(f"{adres} antwoordt niet: {words()}") from fout
                    time.sleep(0.02)
            yield proces
        finally:
            proces.terminate()
            try:
                proces.wait(timeout=30)
            except subprocess.TimeoutExpired:
                proces.kill()
                proces.wait()


@contextmanager
def serve(data: Path, workers: int = 1, **instellingen: str) -> Iterator[str]:
    """The address of a running server on a data folder; ended at the end. Raises ServerFailed."""
    port = free_port()
    adres = f"http://127.0.0.1:{port}"
    opdracht = [sys.executable, "-m", "flask", "--app", "app", "serve", "--workers", str(workers), "--port", str(port)]
    with started(opdracht, f"{adres}/gezondheid", environment(KAART_DATA=str(data), **instellingen)):
        yield adres
