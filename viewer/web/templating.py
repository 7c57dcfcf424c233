"""What templates can call: our wording, addresses of files, and the settings."""

from __future__ import annotations

from datetime import date

from flask import Flask
from markupsafe import Markup

from viewer import wording
from viewer.model import REGISTER_BEGINS, REGISTER_GOED_GEVULD_VANAF
from viewer.sources.registry import SOURCES, credited, map_credit
from viewer.views.embed import with_left_out
from viewer.views.voorbeelden import examples
from viewer.web.address import STAND_IN
from viewer.web.answers import CANONICAL, NOTES
from viewer.web.context import Site, edition
from viewer.web.embeddable import is_embeddable


def _date(day: date | str) -> str:
    """A day, or one as "2026-05-16", in words."""
    return wording.long_date(date.fromisoformat(day) if isinstance(day, str) else day)


def install(app: Flask, site: Site) -> None:
    """Makes these available in templates, which are in Dutch and so are the names there. What parts of
    templates/delen call (`jinja_js.FUNCTIONS`) has a twin in js/taal.js, which knows where a copy lies
    and whether it was published."""

    def correction(subject: str, path: str, source: str) -> str:
        return wording.correction_address(site.settings.correctie_email, subject, f"{STAND_IN}{path}", source)

    app.jinja_env.globals.update(
        adres=lambda path: path,
        bestand=lambda path, query: f"{path}{query}",
        gepubliceerd=lambda: False,
        volledig=lambda path: f"{STAND_IN}{path}",
        datum=_date,
        brondatum=wording.source_date,
        getal=wording.whole,
        aantal=wording.count,
        aantal_of=wording.at_least,
        zin=wording.sentence,
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
        voorbeelden=lambda: examples(edition().dataset, site.settings.provincie),
    )
