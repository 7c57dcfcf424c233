"""How pages write things: dates, numbers, lists, plurals, addresses, in Dutch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote, urlencode

import pandas as pd
from flask import Flask, current_app

MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
    "oktober", "november", "december",
)  # fmt: skip


def datum(dag: date | pd.Timestamp) -> str:
    """ "16 mei 2026"."""
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def brondatum(tekst: str) -> str:
    """A source's date, as exact as it is known: "2020", "december 2021", "16 mei 2026"."""
    delen = [int(deel) for deel in tekst.split("-")]
    if len(delen) == 3:
        return datum(date(*delen))
    return f"{MAANDEN[delen[1] - 1]} {delen[0]}" if len(delen) == 2 else str(delen[0])


def getal(aantal: int) -> str:
    """ "132.441", with a full stop between thousands."""
    return f"{aantal:,}".replace(",", ".")


def aantal(hoeveel: int, een: str, meer: str) -> str:
    """ "1 gemeente", "11 gemeenten"."""
    return f"{getal(hoeveel)} {een if hoeveel == 1 else meer}"


def host(adres: str) -> str:
    """The part of an address that a reader recognises: "www.ggdijsselland.nl"."""
    return adres.split("//", 1)[-1].split("/", 1)[0]


def correctie(onderwerp: str, pad: str, bron: str) -> str:
    """The `mailto:` address that starts a correction, or "" when there is no mailbox for it.

    pad: of the page, from the slash on; the site's own address is filled in per answer, since pages
    are kept and an address comes from the request.
    """
    email = current_app.extensions["settings"].correctie_email
    if not email:
        return ""
    tekst = f"Wat klopt er niet?\n\n\n\nHet gaat over: {onderwerp}\nPagina: @@thuis@@{pad}\nBron: {bron}\n"
    return f"mailto:{email}?subject={quote(f'Correctie: {onderwerp}')}&body={quote(tekst)}"


def met_zonder(vraag: str, zonder: Sequence[str]) -> str:
    """A query string to which what an embed leaves out is added, so that it stays left out."""
    deel = urlencode([("zonder", wat) for wat in zonder])
    return f"{vraag or '?'}{'&' if vraag else ''}{deel}" if deel else vraag


def adres(pad: str) -> str:
    """An address of this site as a page writes it; in the browser it also knows the folder that the site lies in."""
    return pad


def install(app: Flask) -> None:
    """Makes these available in templates."""
    for functie in (adres, datum, brondatum, getal, aantal, host, correctie, met_zonder):
        app.jinja_env.globals[functie.__name__] = functie
    app.jinja_env.globals["asset"] = app.extensions["assets"].url
    app.jinja_env.globals["modules"] = app.extensions["assets"].modules
    app.jinja_env.globals["huisstijl"] = app.extensions["huisstijl"]
    app.jinja_env.globals["settings"] = app.extensions["settings"]
