"""A dataset's map as folium builds it: the parts that our own page puts together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import folium

from viewer.kaart.elements import Gebieden, Samenwerkingsverbanden, StableMap, Uitsnede
from viewer.settings import Settings


@dataclass(frozen=True)
class Kaartdelen:
    """What folium renders, without its header: the map's element, its script, and the modules that
    the script needs (paths below our static folder)."""

    html: str
    script: str
    modules: tuple[str, ...]

    def as_module(self, scripts: Sequence[str]) -> str:
        """The script as an ES module. scripts: addresses of what must be there before, in order."""
        return "\n".join((*(f"import {json.dumps(script)};" for script in scripts), self.script))


def build_kaart(
    settings: Settings,
    grenzen: tuple[float, float, float, float],
    gebieden_url: str,
    deelnames_url: str,
) -> Kaartdelen:
    """The map of one scope. Rendered once: rendering a folium map a second time changes it.

    grenzen: (west, south, east, north) in degrees.
    """
    kaart = StableMap("kaart", grenzen)
    if settings.basiskaart_adres:
        achtergrond = folium.TileLayer(
            tiles=settings.basiskaart_adres,
            attr=str(_escape(settings.basiskaart_bronvermelding)),
            name="Achtergrond",
            max_zoom=19,
        )
        achtergrond._id = "achtergrond"
        achtergrond.add_to(kaart)
    gebieden = Gebieden(gebieden_url, achtergrond=bool(settings.basiskaart_adres))
    verbanden = Samenwerkingsverbanden(gebieden, deelnames_url)
    for element in (Uitsnede(grenzen), gebieden, verbanden):
        element.add_to(kaart)
    figuur = kaart.get_root()
    figuur.render()
    modules = [pad for klasse in (Gebieden, Samenwerkingsverbanden) for _, pad in klasse.default_js]
    return Kaartdelen(
        html=figuur.html.render(),
        script=figuur.script.render(),
        modules=tuple(modules),
    )


def _escape(tekst: str) -> str:
    """Leaflet uses attributions as HTML."""
    return tekst.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
