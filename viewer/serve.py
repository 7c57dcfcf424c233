"""Starts the web server: granian, with workers that share what the first process loaded."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile

from flask import Flask
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from viewer import logs
from viewer.port import claimed

THREADS = 4
"""Per worker: a picture that takes a second must not keep others waiting."""

_WACHTRIJ = 1024
_KOP_MS = 10_000
_STOP_S = 10


def workers_default() -> int:
    """As many workers as this process may use processors."""
    return len(os.sched_getaffinity(0))


def serve(app: Flask, host: str, port: int, workers: int, log: str) -> None:
    """Serves any application until SIGTERM or SIGINT; a worker that dies is replaced. log: `tekst` or `json`.

    The workers are forks: a new one has the data at once, and looks at its first request whether
    there are newer. Slow clients wait in the server and not in a thread: headers get ten seconds.
    port: 0 for any that is free, which is then told. Raises BadPort for one that is not to be had; SystemExit.
    """
    multiprocessing.set_start_method("fork", force=True)
    logs.install(log)
    with claimed(host, port) as poort, tempfile.TemporaryDirectory(prefix="samenwerkingskaart-") as tellers:
        if not port:
            sys.stderr.write(f"De kaart staat zo op http://{host}:{poort}\n")
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = tellers  # so that workers count together
        _serve(app, host, poort, workers)


def _serve(app: Flask, host: str, port: int, workers: int) -> None:
    Server(
        "viewer.start:load_app",  # a name for its own messages: the application itself is given below
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=workers,
        blocking_threads=THREADS,
        backlog=_WACHTRIJ,
        http1_settings=HTTP1Settings(header_read_timeout=_KOP_MS),
        loop=Loops.asyncio,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=_STOP_S,
        log_enabled=True,
        log_level=LogLevels.warning,
        process_name=None,
    ).serve(target_loader=lambda: app, wrap_loader=False)
