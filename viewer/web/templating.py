"""What templates can call: our wording, addresses of files, and the settings."""

from __future__ import annotations

from flask import Flask, current_app

from viewer import wording
from viewer.model import REGISTER_BEGINS, REGISTER_GOED_GEVULD_VANAF
from viewer.web.parameters import with_left_out


def _correction(subject: str, path: str, source: str) -> str:
    """`wording.correction_address` of a page of ours; path: from the slash on."""
    email: str = current_app.extensions["settings"].correctie_email
    return wording.correction_address(email, subject, f"@@thuis@@{path}", source)


def _address(path: str) -> str:
    """An address of this site as a page writes it; the browser's twin in js/taal.js knows the folder it lies in."""
    return path


def install(app: Flask) -> None:
    """Makes these available in templates, which are in Dutch and so are the names there."""
    app.jinja_env.globals.update(
        adres=_address,
        datum=wording.long_date,
        brondatum=wording.source_date,
        getal=wording.whole,
        aantal=wording.count,
        host=wording.host,
        correctie=_correction,
        met_zonder=with_left_out,
        register_begint=REGISTER_BEGINS.year,
        register_gevuld=REGISTER_GOED_GEVULD_VANAF.year,
        asset=app.extensions["assets"].url,
        modules=app.extensions["assets"].modules,
        huisstijl=app.extensions["huisstijl"],
        settings=app.extensions["settings"],
    )
