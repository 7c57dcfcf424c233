"""Makes the application from `kaart.toml`, the environment and the data folder, and adds the commands."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from viewer import cli
from viewer.errors import KaartError
from viewer.settings import load_settings
from viewer.web import create_app

HIER = Path(__file__).parent
data = Path(os.environ.get("KAART_DATA") or HIER / "data")
config = Path(os.environ.get("KAART_CONFIG") or HIER / "kaart.toml")

try:
    app = create_app(load_settings(config, os.environ), data)
    if "gegevens" not in sys.argv:  # those commands must also run on a folder that is not in order
        app.extensions["store"].load()
except KaartError as fout:
    sys.exit(str(fout))
cli.install(app, data)
