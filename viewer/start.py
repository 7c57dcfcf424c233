"""Makes the application from `kaart.toml`, the environment and the data folder, and adds the commands."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

gc.disable()  # nothing that is made at the start is rubbish, and looking for it takes a tenth of the time

from flask import Flask  # noqa: E402

from viewer import cli  # noqa: E402
from viewer.errors import KaartError  # noqa: E402
from viewer.places import THUIS  # noqa: E402
from viewer.settings import load_settings  # noqa: E402
from viewer.web import create_app  # noqa: E402
from viewer.web.context import site_of  # noqa: E402


def load_app() -> Flask:
    """The application on the data folder of KAART_DATA, or the one that comes with the program.

    Its settings are those of KAART_CONFIG, else of `kaart.toml` in the working folder, else of the one
    that comes with the program. Ends the process with a line per fault when settings or data are not
    in order; the `gegevens` commands load no data, since they must run on a folder that is not.
    """
    data = Path(os.environ.get("KAART_DATA") or THUIS / "data")
    hier = Path("kaart.toml")
    config = Path(os.environ.get("KAART_CONFIG") or (hier if os.access(hier, os.R_OK) else THUIS / "kaart.toml"))
    try:
        app = create_app(load_settings(config, os.environ), data)
        if "gegevens" not in sys.argv:
            site_of(app).store.load()
    except KaartError as fout:
        sys.exit(str(fout))
    cli.install(app, data)
    gc.freeze()  # workers share these pages of memory as long as nobody writes in them
    gc.enable()
    return app


def main() -> None:
    """The program `samenwerkingskaart` that a wheel installs: the same commands as `flask --app app`."""
    load_app().cli.main(prog_name="samenwerkingskaart")
