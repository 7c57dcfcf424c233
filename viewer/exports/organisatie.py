"""A samenwerkingsverband for search engines and other machines: schema.org's GovernmentOrganization, as JSON-LD."""

from __future__ import annotations

from datetime import date
from typing import Any

from viewer.column import split
from viewer.dataset import Dataset
from viewer.wording import safe_address


def organization(dataset: Dataset, slug: str, day: date, thuis: str) -> dict[str, Any]:
    """Who it is, how to reach it, and which gemeenten are its members on a day. thuis: where the site is, without a
    slash at its end. Raises KeyError for an unknown slug."""
    id_ = dataset.id_of(slug)
    row = dataset.verbanden.loc[id_]
    facts = dataset.dossier_of(dataset.bron_id_on(id_, day)) or {}
    members = dataset.deelnemers_of(id_, day)
    out = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization" if row["publiek_privaat"] == "publiekrechtelijk" else "Organization",
        "@id": f"{thuis}/samenwerkingsverbanden/{slug}",
        "url": safe_address(row["website"]) or f"{thuis}/samenwerkingsverbanden/{slug}",
        "name": row["naam"],
        "legalName": row["titel"],
        "alternateName": [naam for naam in (row["afkorting"], *row["andere_namen"]) if naam],
        "description": row["omschrijving"],
        "foundingDate": row["van"].date().isoformat() if row["van"] == row["van"] else "",
        "telephone": facts.get("telefoon", ""),
        "email": facts.get("email", ""),
        "address": facts.get("bezoekadres", "") or facts.get("postadres", ""),
        "identifier": [
            {"@type": "PropertyValue", "propertyID": name, "value": facts[key]}
            for name, key in (("KvK", "kvk"), ("RSIN", "rsin"))
            if facts.get(key)
        ],
        "sameAs": [
            adres for adres in map(safe_address, (row["bron_url"], *split(facts.get("sociale_media", "")))) if adres
        ],
        "areaServed": [
            {"@type": "AdministrativeArea", "name": naam}
            for naam in sorted(members.loc[members["soort"] == "gemeente", "naam"])
        ],
        "knowsAbout": list(row["taaknamen"]),
    }
    return {name: value for name, value in out.items() if value}
