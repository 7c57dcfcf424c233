"""The dossier of a samenwerkingsverband, as data: under which power, who decides, where the text is, whom to ask."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from viewer.bevoegd import Woord, bevoegdheid, is_statute, orgaan, regeling_of
from viewer.column import split
from viewer.dataset import Dataset
from viewer.sources.register_adres import register_address
from viewer.views.cards import View
from viewer.wording import host, safe_address

A_YEAR = timedelta(days=365)
"""Longer ago than this a record was not looked at for long."""


def dossier_view(dataset: Dataset, id_: str, day: date) -> View | None:
    """What the register knows of the version in force on a day; of one that is not, of its last version before, or
    its first. None where the register has none (hand-kept rows, a data folder of before there were dossiers).

    bevoegdheden, organen, regeling: each with slug, naam and uitleg; organen also alle, or van: names of the
    participants of which it takes part. besluiten: statuten first. lang_geleden: whether the record was not looked at
    in the year before the register's day. orgaan: the body, None for a regeling without one; what is unknown is "".
    """
    bron_id = dataset.bron_id_on(id_, day)
    row = dataset.dossier_of(bron_id)
    if row is None:
        return None
    organen = [_organ(part, dataset, id_) for part in split(row["organen"])]
    nagekeken = row["nagekeken"]
    return {
        "bron_id": bron_id,
        "bron_url": register_address(bron_id, dataset.verbanden["naam"][id_]),
        "bevoegdheden": [_word(bevoegdheid(text)) for text in split(row["bevoegdheden"])],
        "organen": organen,
        "regeling": _word(found) if (found := regeling_of(o["slug"] for o in organen)) else None,
        "grondslagen": [
            {"naam": naam, "adres": safe_address(adres)}
            for naam, adres in zip(split(row["grondslagen"]), row["grondslag_urls"].split(";"), strict=False)
        ],
        "besluiten": sorted(
            (
                {"soort": "regeling" if is_statute(adres) else "bekendmaking", "naam": host(adres), "adres": adres}
                for adres in map(safe_address, split(row["besluiten"]))
                if adres
            ),
            key=lambda besluit: besluit["soort"] != "regeling",
        ),
        "bronhouder": row["bronhouder"],
        "bronhouder_url": register_address(row["bronhouder_id"], row["bronhouder"]) if row["bronhouder_id"] else "",
        "archiefzorgdrager": row["archiefzorgdrager"],
        "nagekeken": nagekeken,
        "lang_geleden": bool(nagekeken) and dataset.peildatum - date.fromisoformat(nagekeken) > A_YEAR,
        "gewijzigd": row["gewijzigd"],
        "orgaan": _body(row) if row["orgaan"] else None,
    }


_KOPPEN = {
    "doel": "Waarvoor het er is",
    "artikelen": "Artikelen over bevoegdheden",
    "beschrijving": "Wat de organisatie over zichzelf zegt",
}


def texts_view(dataset: Dataset, id_: str, day: date) -> list[View]:
    """The register's own prose of the version that `dossier_view` is about: kop and alineas of each text that there
    is; empty where the data folder has none (see `sources.teksten`)."""
    teksten = dataset.texts_of(dataset.bron_id_on(id_, day))
    return [{"kop": kop, "alineas": teksten[soort].split("\n")} for soort, kop in _KOPPEN.items() if teksten.get(soort)]


def council_view(dataset: Dataset, code: str) -> View | None:
    """Of a gemeente the area in km2 and its council: zetels, klopt (whether those of the parties add up to it),
    partijen as (naam, zetels), most first, only where they do, and nagekeken. None where the register does not tell.
    """
    row = dataset.gemeentedossier_of(code)
    if row is None:
        return None
    pairs = (part.rpartition("=") for part in split(row["raad_partijen"]))
    partijen = [(naam, int(zetels)) for naam, _, zetels in pairs]
    return {
        "km2": int(row["oppervlakte_ha"]) / 100 if row["oppervlakte_ha"] else None,
        "zetels": int(row["raad_zetels"] or 0),
        "klopt": row["raad_klopt"] == "ja",
        "partijen": sorted(partijen, key=lambda partij: -partij[1]),
        "nagekeken": row["nagekeken"],
    }


def _organ(part: str, dataset: Dataset, id_: str) -> View:
    """Of "Gemeenteraad:GM0193,GM0150" or "Gemeenteraad:*"."""
    text, _, who = part.partition(":")
    names = {} if who == "*" else dataset.participant_names(id_)
    return {
        **_word(orgaan(text)),
        "alle": who == "*",
        "van": sorted(filter(None, (names.get(key, "") for key in who.split(",")))) if names else [],
    }


def _body(row: Any) -> View:
    return {
        "naam": row["orgaan"],
        "bezoekadres": row["bezoekadres"],
        "postadres": row["postadres"],
        "telefoon": row["telefoon"],
        "email": row["email"],
        "contactformulier": safe_address(row["contactformulier"]),
        "website": safe_address(row["orgaan_website"]),
        "kvk": row["kvk"],
        "rsin": row["rsin"],
        "woo": safe_address(row["woo"]),
        "organogram": safe_address(row["organogram"]),
        "sociale_media": [
            {"naam": host(adres).removeprefix("www."), "adres": adres}
            for adres in map(safe_address, split(row["sociale_media"]))
            if adres
        ],
        "nagekeken": row["orgaan_nagekeken"],
    }


def _word(woord: Woord) -> View:
    return {"slug": woord.slug, "naam": woord.naam, "uitleg": woord.uitleg}
