"""Our folium elements: areas shipped once, and a Leaflet layer per samenwerkingsverband built from them.

They work in any folium map whose page loads the scripts in `default_js`; those are ES modules
that put what they export on `globalThis.samenwerkingskaart`.
"""

from __future__ import annotations

from typing import Any, ClassVar

import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template


class StableMap(folium.Map):
    """A folium map whose element id is given instead of random, so that equal maps have equal bytes.

    naam: the id, unique in the page. grenzen: (west, south, east, north) in degrees, shown whole.
    No tiles of its own; zooming with the wheel and the keyboard is on, as in Leaflet.
    """

    def __init__(self, naam: str, grenzen: tuple[float, float, float, float], **opties: Any) -> None:
        west, zuid, oost, noord = grenzen
        super().__init__(
            location=[(zuid + noord) / 2, (west + oost) / 2],
            tiles=None,
            zoom_control=False,
            **opties,
        )
        self._id = naam
        self.grenzen = grenzen


class Gebieden(JSCSSMixin, MacroElement):
    """The areas of gemeenten, sent to the browser once as shared arcs.

    url: where the JSON of `kaart.gegevens` is served. The map shows the areas when they arrive;
    other elements draw with them. naam: the element id.
    """

    default_js: ClassVar = [("samenwerkingskaart_gebieden", "js/kaart/gebieden.js")]
    default_css: ClassVar[list[tuple[str, str]]] = []

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            const {{ this.get_name() }} = samenwerkingskaart.gebieden(
                {{ this._parent.get_name() }},
                {{ this.url|tojson }},
                {{ this.opties|tojavascript }}
            );
        {% endmacro %}
        """
    )

    def __init__(self, url: str, naam: str = "gebieden", **opties: Any) -> None:
        super().__init__()
        self._name = "Gebieden"
        self._id = naam
        self.url = url
        self.opties = folium.utilities.remove_empty(**opties)


class Samenwerkingsverbanden(JSCSSMixin, MacroElement):
    """A layer per samenwerkingsverband, made in the browser from a table of deelnames.

    gebieden: the areas to draw with. url: where the table is served. naam: the element id.
    In the browser the element is an object with `laag(slug)`: a Leaflet layer that can be added to
    and removed from the map; layers are made when first asked for.
    """

    default_js: ClassVar = [("samenwerkingskaart_verbanden", "js/kaart/verbanden.js")]
    default_css: ClassVar[list[tuple[str, str]]] = []

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            const {{ this.get_name() }} = samenwerkingskaart.verbanden(
                {{ this._parent.get_name() }},
                {{ this.gebieden.get_name() }},
                {{ this.url|tojson }}
            );
        {% endmacro %}
        """
    )

    def __init__(self, gebieden: Gebieden, url: str, naam: str = "verbanden") -> None:
        super().__init__()
        self._name = "Samenwerkingsverbanden"
        self._id = naam
        self.gebieden = gebieden
        self.url = url


class Uitsnede(MacroElement):
    """Fits the map to its bounds, keeping clear of what lies over it, and limits how far one can go."""

    _template = Template(
        """
        {% macro script(this, kwargs) %}
            samenwerkingskaart.uitsnede({{ this._parent.get_name() }}, {{ this.hoeken|tojson }});
        {% endmacro %}
        """
    )

    def __init__(self, grenzen: tuple[float, float, float, float], naam: str = "uitsnede") -> None:
        super().__init__()
        self._name = "Uitsnede"
        self._id = naam
        west, zuid, oost, noord = grenzen
        self.hoeken = [[zuid, west], [noord, oost]]
