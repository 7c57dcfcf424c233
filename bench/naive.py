"""The page that most would write with folium: a FeatureGroup with GeoJson per samenwerkingsverband.

`/` renders it per request, `/bewaard` once per day that is asked for. Same data, same province, same
layers as ours. What folium asks of other hosts is served here from pinned packages (bench/node); the
two small style sheets that have no package are left out, to its advantage.
"""

from __future__ import annotations

import mimetypes
import os
from functools import lru_cache
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
from flask import Flask, Response, abort, request

ROOT = Path(__file__).parent.parent
NODE = Path(__file__).parent / "node" / "node_modules"
DATA = Path(os.environ.get("KAART_DATA", ROOT / "data"))
PROVINCIE = os.environ.get("KAART_PROVINCIE", "Overijssel")
VENDOR = {
    "leaflet": "leaflet/dist/leaflet.js",
    "jquery": "jquery/dist/jquery.min.js",
    "bootstrap": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "awesome_markers": "leaflet.awesome-markers/dist/leaflet.awesome-markers.min.js",
    "leaflet_css": "leaflet/dist/leaflet.css",
    "bootstrap_css": "bootstrap/dist/css/bootstrap.min.css",
    "awesome_markers_font_css": "@fortawesome/fontawesome-free/css/all.min.css",
    "awesome_markers_css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
}

app = Flask(__name__)
gemeenten = gpd.read_file(DATA / "gemeenten.geojson")[["code", "naam", "provincie", "geometry"]]
deelnames = pd.read_csv(DATA / "deelnames.csv", dtype=str)
verbanden = pd.read_csv(DATA / "samenwerkingsverbanden.csv", dtype=str).set_index("id")
aanvullingen = pd.read_csv(DATA / "aanvullingen.csv", dtype=str)


def render(dag: str) -> str:
    """The whole page for a day, as yyyy-mm-dd."""
    hier = gemeenten if PROVINCIE == "Nederland" else gemeenten[gemeenten["provincie"] == PROVINCIE]
    present = deelnames[(deelnames["van"].fillna("") <= dag) & (deelnames["tot"].isna() | (deelnames["tot"] > dag))]
    lagen = {
        verbanden["naam"][i]: set(g["deelnemer_code"].dropna()) for i, g in present.groupby("samenwerkingsverband_id")
    }
    for rij in aanvullingen.itertuples():
        lagen[rij.naam] = set(str(rij.deelnemers).split(";"))
    kaart = folium.Map(location=[52.4, 6.4], zoom_start=9, tiles=None)
    folium.GeoJson(hier, tooltip=folium.GeoJsonTooltip(["naam"]), name="Gemeenten").add_to(kaart)
    for naam, codes in sorted(lagen.items()):
        mee = gemeenten[gemeenten["code"].isin(codes)]
        if mee["code"].isin(hier["code"]).any():
            groep = folium.FeatureGroup(name=naam, show=False)
            folium.GeoJson(mee, tooltip=folium.GeoJsonTooltip(["naam"])).add_to(groep)
            groep.add_to(kaart)
    folium.LayerControl(collapsed=False).add_to(kaart)
    pagina = kaart.get_root().render()
    for naam, adres in [*folium.Map.default_js, *folium.Map.default_css]:
        pagina = pagina.replace(adres, f"/vendor/{naam}" if naam in VENDOR else "data:text/css,")
    return pagina


@app.get("/")
def per_request() -> str:
    return render(request.args.get("peildatum", "2026-05-16"))


bewaard = lru_cache(maxsize=64)(render)


@app.get("/bewaard")
def cached() -> str:
    return bewaard(request.args.get("peildatum", "2026-05-16"))


@app.get("/vendor/<naam>")
def vendor(naam: str) -> Response:
    if naam not in VENDOR:
        abort(404)
    pad = NODE / VENDOR[naam]
    antwoord = Response(pad.read_bytes(), mimetype=mimetypes.guess_type(pad.name)[0])
    antwoord.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return antwoord
