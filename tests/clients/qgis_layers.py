"""Run by the Python of QGIS: opens the layers of a server as its dialog does, and writes what it sees as JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer, QgsWkbTypes

VAK = QgsRectangle(6.0, 52.3, 6.3, 52.6)


def look(server: str, pad: str, naam: str, fouten: list[str]) -> dict[str, object]:
    fouten.clear()
    laag = QgsVectorLayer(f"url='{server}{pad}' typename='{naam}' restrictToRequestBBOX='1'", naam, "OAPIF")
    if not laag.isValid():
        return {"fouten": [laag.error().message(), *fouten]}
    uit = {
        "aantal": laag.featureCount(),
        "gelezen": sum(1 for _ in laag.getFeatures()),
        "soort": QgsWkbTypes.displayString(laag.wkbType()),
        "in_vak": [f["naam"] for f in laag.getFeatures(QgsFeatureRequest().setFilterRect(VAK))],
    }
    laag.setSubsetString("\"naam\" = 'Zwolle'")
    uit["met_naam"] = [f["naam"] for f in laag.getFeatures()]
    return {**uit, "fouten": list(fouten)}


def main(server: str, doel: str) -> None:
    app = QgsApplication([], False)
    app.initQgis()
    fouten: list[str] = []
    app.messageLog().messageReceived.connect(lambda tekst, soort, _: fouten.append(f"{soort}: {tekst}"))
    uit = {
        f"{pad} {naam}": look(server, pad, naam, fouten)
        for pad in ("/ogc", "/ogc/")
        for naam in ("gemeenten", "samenwerkingsverbanden")
    }
    Path(doel).write_text(json.dumps(uit), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)  # QGIS 3.22 crashes as it ends


if __name__ == "__main__":
    main(*sys.argv[1:])
