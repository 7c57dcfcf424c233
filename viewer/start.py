"""Makes the application from `kaart.toml`, the environment and the data folder, and adds the commands."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

gc.disable()  # nothing that is made at the start is rubbish, and looking for it takes a tenth of the time

from flask import Flask  # noqa: E402

from viewer import cli  # noqa: E402
from viewer.dataset import Dataset  # noqa: E402
from viewer.errors import BadSetting, BadSettings, KaartError  # noqa: E402
from viewer.model import NEDERLAND  # noqa: E402
from viewer.places import THUIS  # noqa: E402
from viewer.settings import Settings, did_you_mean, load_settings  # noqa: E402
from viewer.web import create_app  # noqa: E402
from viewer.web.context import site_of  # noqa: E402


def load_app() -> Flask:
    """The application on the data folder of KAART_DATA, or the one that comes with the program.

    Its settings are those of KAART_CONFIG, else of `kaart.toml` in the working folder, else of the one
    that comes with the program. Ends the process with a line per fault when settings or data are not
    in order; the `gegevens` commands load no data, since they must run on a folder that is not.
    """
    data = Path(os.environ.get("KAART_DATA") or THUIS / "data")
    try:
        settings = load_settings(_config(), os.environ)
        app = create_app(settings, data)
        if "gegevens" not in sys.argv:
            check_regions(settings, site_of(app).store.load().dataset)
    except KaartError as fout:
        sys.exit(str(fout))
    cli.install(app, data)
    gc.freeze()  # workers share these pages of memory as long as nobody writes in them
    gc.enable()
    return app


def _config() -> Path:
    """The file with settings. What is named or lies in the working folder counts, also when it can't be used:
    another province would be shown without a word."""
    if named := os.environ.get("KAART_CONFIG"):
        return Path(named)
    here = Path("kaart.toml")
    try:
        here.lstat()
    except OSError:  # not there, or a folder that one may not look in
        return THUIS / "kaart.toml"
    return here


def check_regions(settings: Settings, dataset: Dataset) -> None:
    """Raises BadSettings for regions that the data do not have in the provincie: nobody could choose them."""
    here = dataset.regios_in(settings.provincie)["naam"].to_dict()
    everywhere = dataset.regios_in(NEDERLAND)["naam"].to_dict()
    faults = []
    for region in settings.regios:
        if region in here:
            continue
        what = f"{region!r} ligt niet in {settings.provincie}." if region in everywhere else f"{region!r} is onbekend."
        names = {name: slug for slug, name in everywhere.items()}
        question = "" if region in everywhere else did_you_mean(region, everywhere, names)
        known = (
            f"Bekend zijn: {', '.join(here)}." if here else "Deze gegevens hebben daar geen regio's; laat regios leeg."
        )
        faults.append(BadSetting("regios", what, f"{question} {known}".strip()))
    if faults:
        raise BadSettings(faults)


def main() -> None:
    """The program `samenwerkingskaart` that a wheel installs: the same commands as `flask --app app`."""
    load_app().cli.main(prog_name="samenwerkingskaart")
