"""Makes the application from `kaart.toml`, the environment and the data folder, and adds the commands."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

gc.disable()  # nothing that is made at the start is rubbish, and looking for it takes a tenth of the time

from viewer import cli  # noqa: E402
from viewer.errors import KaartError  # noqa: E402
from viewer.settings import load_settings  # noqa: E402
from viewer.web import create_app  # noqa: E402

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
gc.freeze()  # workers share these pages of memory as long as nobody writes in them
gc.enable()
