"""Serves the application of a module on a port with two workers: the same server for ours (app) and the naive one (naive)."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from viewer.serve import serve  # noqa: E402

if __name__ == "__main__":
    module, port = sys.argv[1:]
    serve(importlib.import_module(module).app, "127.0.0.1", int(port), 2, "tekst")
