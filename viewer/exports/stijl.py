"""How QGIS shows our layers when it opens a GeoPackage: the table `layer_styles`, which it looks for."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd

_QML = """<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>
<qgis version="3.28.0" styleCategories="Symbology|Labeling">
 <renderer-v2 type="singleSymbol" symbollevels="0" enableorderby="0">
  <symbols>
   <symbol type="fill" name="0" alpha="1">
    <layer class="SimpleFill" enabled="1" locked="0" pass="0">
     <Option type="Map">
      <Option type="QString" name="color" value="{vulling}"/>
      <Option type="QString" name="style" value="solid"/>
      <Option type="QString" name="outline_color" value="{rand}"/>
      <Option type="QString" name="outline_style" value="solid"/>
      <Option type="QString" name="outline_width" value="{dikte}"/>
      <Option type="QString" name="outline_width_unit" value="MM"/>
     </Option>
    </layer>
   </symbol>
  </symbols>
 </renderer-v2>
 <labeling type="simple">
  <settings>
   <text-style fieldName="{label}" fontSize="8" textColor="27,35,40,255" isExpression="0">
    <text-buffer bufferDraw="1" bufferSize="0.8" bufferColor="255,255,255,255"/>
   </text-style>
   <placement placement="1"/>
   <rendering scaleVisibility="0"/>
  </settings>
 </labeling>
</qgis>
"""

_STIJLEN = {
    "samenwerkingsverbanden": {"vulling": "28,108,128,60", "rand": "11,74,94,255", "dikte": "0.6", "label": "naam"},
    "gemeenten": {"vulling": "244,243,239,120", "rand": "169,177,184,255", "dikte": "0.3", "label": "naam"},
}
"""Per layer the fill and border (red, green, blue, alpha), the border's width in mm, and what labels show."""


def layer_styles(meetkolom: str) -> pd.DataFrame:
    """The rows of `layer_styles`: a default style per layer. meetkolom: name of the geometry column.

    Source: QGIS, "Saving and sharing layer properties: save default style in a database".
    """
    return pd.DataFrame(
        [
            {
                "f_table_catalog": "",
                "f_table_schema": "",
                "f_table_name": laag,
                "f_geometry_column": meetkolom,
                "styleName": laag,
                "styleQML": _QML.format(**stijl),
                "styleSLD": "",
                "useAsDefault": True,
                "description": "Samenwerkingskaart",
                "owner": "",
                "ui": None,
                "update_time": datetime(2026, 1, 1, tzinfo=UTC),
            }
            for laag, stijl in _STIJLEN.items()
        ]
    )
