"""What a form would send, as a browser without scripts does: for tests of every form on every page."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

import html5lib
from flask.testing import FlaskClient

NS = "{http://www.w3.org/1999/xhtml}"


@dataclass(frozen=True)
class Form:
    """action: its address; paren: what it sends as it stands; velden: the names of what one can change."""

    action: str
    paren: tuple[tuple[str, str], ...]
    velden: frozenset[str]

    def address(self, *ook: tuple[str, str], zonder: str = "") -> str:
        """Where it leads after choosing more, and without what one field said."""
        return f"{self.action}?{urlencode([p for p in (*self.paren, *ook) if p[0] != zonder])}"


def forms_of(client: FlaskClient, adres: str) -> list[Form]:
    """The forms of a page that ask for another page."""
    antwoord = client.get(adres)
    assert antwoord.status_code == 200, adres
    boom = html5lib.parse(antwoord.text)
    out = []
    for form in boom.iter(f"{NS}form"):
        if not form.get("action"):
            continue
        paren, velden = [], set()
        for veld in form.iter():
            naam, soort = veld.get("name", ""), veld.get("type", "")
            if veld.tag == f"{NS}input" and naam:
                if soort != "hidden":
                    velden.add(naam)
                if soort not in ("checkbox", "radio") or veld.get("checked") is not None:
                    paren.append((naam, veld.get("value", "on")))
            elif veld.tag == f"{NS}select":
                velden.add(naam)
                gekozen = [o.get("value", "") for o in veld.iter(f"{NS}option") if o.get("selected") is not None]
                paren += [(naam, waarde) for waarde in gekozen]
        out.append(Form(form.get("action", ""), tuple(p for p in paren if p[1]), frozenset(velden)))
    return out
