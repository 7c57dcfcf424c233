"""Other names of gemeenten, provincies and waterschappen: the one list for all imports and searches.

Spellings that follow from a rule (case, accents, hyphens, "gemeente X", "Hengelo (O)") are not here: `names.py` has
the rules.
"""

from __future__ import annotations

from collections.abc import Mapping

ALIASES: Mapping[str, tuple[str, ...]] = {
    # gemeenten: also Dutch for Frisian and the other way round, abbreviations, and the names of before a renaming
    "GM0060": ("It Amelân",),
    "GM0074": ("It Hearrenfean",),
    "GM0079": ("Kollumerland en Nieuwkruisland", "Kollumerland"),
    "GM0080": ("Ljouwert",),
    "GM0085": ("Eaststellingwerf",),
    "GM0088": ("Skiermûntseach",),
    "GM0093": ("Skylge",),
    "GM0096": ("Flylân",),
    "GM0518": ("'s-Gravenhage", "Gravenhage", "The Hague"),
    "GM0737": ("Tietjerksteradeel", "Tytsjerksteradeel"),
    "GM0796": ("Den Bosch", "Hertogenbosch"),
    "GM0820": ("Nuenen c.a.", "Nuenen", "Nuenen ca", "Nuenen e.o.", "Nuenen cum annexis", "Nuenen Gerwen Nederwetten"),
    "GM0994": ("Valkenburg a/d Geul",),
    "GM1581": ("Utr. Heuvelrug",),
    "GM1891": ("Dantumadeel",),
    "GM1900": ("Zuidwest-Friesland", "Zuidwest-Fryslân", "Súdwest-Friesland", "SWF"),
    "GM1940": ("De Friese Meren", "Friese Meren"),
    "GM1970": ("Noordoost-Friesland", "Noordoost-Fryslân", "Noardeast-Friesland"),
    # provincies
    "PV21": ("Friesland", "Fryslân", "Frysl n"),
    "PV27": ("N-Holland",),
    "PV28": ("Z-Holland",),
    "PV30": ("Brabant", "N-Brabant"),
    # waterschappen
    "WS0152": ("WRIJ",),
    "WS0155": ("Amstel Gooi & Vecht", "AGV", "Waternet"),
    "WS0372": ("Delfland", "HHD"),
    "WS0539": ("Dommel",),
    "WS0616": ("Rijnland", "HHR"),
    "WS0621": ("WSRL",),
    "WS0636": ("De Stichtse Rijnlanden", "Stichtse Rijnlanden", "HDSR"),
    "WS0646": ("Hunze & Aa's", "Hunze en Aas"),
    "WS0650": ("ZZL",),
    "WS0651": ("Hollands Noorderkwartier", "HHNK"),
    "WS0652": ("WBD",),
    "WS0653": ("Wetterskip Friesland", "Fryslân", "Friesland"),
    "WS0654": ("Aa & Maas",),
    "WS0655": ("WSHD",),
    "WS0656": ("Schieland en de Krimpenerwaard", "Schieland", "HHSK"),
    "WS0662": ("WVV",),
    "WS0663": ("Vechtstromen",),
    "WS0664": ("WDODelta", "WDOD", "WDO Delta", "Drents-Overijsselse Delta"),
    "WS0665": ("Limburg", "WL"),
}
"""Code -> other names, as people write them. An ended gemeente is no other name of its successor, unless the
gemeente only changed its name."""
