"""What templates can call: our wording, addresses of files, and the settings."""

from __future__ import annotations

from flask import Flask
from markupsafe import Markup

from viewer import wording
from viewer.model import REGISTER_BEGINS, REGISTER_GOED_GEVULD_VANAF
from viewer.sources.registry import SOURCES, credited, map_credit
from viewer.web.address import STAND_IN
from viewer.web.answers import CANONICAL, NOTES
from viewer.web.context import Site
from viewer.web.embeddable import is_embeddable
from viewer.web.parameters import with_left_out


def _address(path: str) -> str:
    """An address of this site as a page writes it; the browser's twin in js/taal.js knows the folder it lies in."""
    return path


def install(app: Flask, site: Site) -> None:
    """Makes these available in templates, which are in Dutch and so are the names there."""

    def correction(subject: str, path: str, source: str) -> str:
        return wording.correction_address(site.settings.correctie_email, subject, f"{STAND_IN}{path}", source)

    app.jinja_env.globals.update(
        adres=_address,
        datum=wording.long_date,
        brondatum=wording.source_date,
        getal=wording.whole,
        aantal=wording.count,
        host=wording.host,
        correctie=correction,
        met_zonder=with_left_out,
        ons_adres=STAND_IN,
        insluitbaar=is_embeddable,
        dit_adres=CANONICAL,
        meldingen_hier=Markup(NOTES),  # noqa: S704 - a constant of ours
        register_begint=REGISTER_BEGINS.year,
        register_gevuld=REGISTER_GOED_GEVULD_VANAF.year,
        sources=SOURCES,
        credited=credited(),
        map_credit=map_credit,
        asset=site.assets.url,
        modules=site.assets.modules,
        huisstijl=site.huisstijl,
        settings=site.settings,
    )
