"""`kaart.toml` and `KAART_...` into one frozen `Settings`; an unknown key is an error."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from viewer.errors import BadSetting
from viewer.model import NEDERLAND, PROVINCIES

Waarde = str | tuple[str, ...]


def _provincie(waarde: str) -> str:
    keuzes = {naam.casefold(): naam for naam in (*PROVINCIES.values(), NEDERLAND)}
    keuzes["friesland"] = "Fryslân"
    keuzes["fryslan"] = "Fryslân"
    if (naam := keuzes.get(waarde.strip().casefold())) is None:
        raise ValueError(f"kies een van: {', '.join(sorted(set(keuzes.values())))}.")
    return naam


def _tekst(waarde: str) -> str:
    if len(waarde) > 200:
        raise ValueError("gebruik hoogstens 200 tekens.")
    return waarde.strip()


def _email(waarde: str) -> str:
    if waarde and not re.fullmatch(r"[^@\s?&<>\"]+@[^@\s?&<>\"]+\.[^@\s?&<>\"]+", waarde):
        raise ValueError("schrijf een mailadres als kaart@voorbeeld.nl, of laat het leeg.")
    return waarde


def _tegeladres(waarde: str) -> str:
    if not waarde:
        return ""
    delen = urlsplit(waarde)
    if delen.scheme not in ("http", "https") or not delen.netloc or re.search(r"[\s;,'\"]", waarde):
        raise ValueError("schrijf een adres dat met https:// begint, of laat het leeg.")
    if not all(stuk in waarde for stuk in ("{z}", "{x}", "{y}")):
        raise ValueError("het adres moet {z}, {x} en {y} bevatten.")
    return waarde


def _eigen_adres(waarde: str) -> str:
    return _herkomst(waarde) if waarde else ""


def _logvorm(waarde: str) -> str:
    if waarde not in ("tekst", "json"):
        raise ValueError("kies tekst of json.")
    return waarde


def _kleur(waarde: str) -> str:
    if waarde and not re.fullmatch(r"#[0-9a-fA-F]{6}", waarde):
        raise ValueError("schrijf een kleur als #005b96, of laat het leeg.")
    return waarde.lower()


def _herkomst(waarde: str) -> str:
    delen = urlsplit(waarde)
    kaal = delen._replace(path="", query="", fragment="").geturl()
    if delen.scheme not in ("http", "https") or not delen.netloc or kaal != waarde.rstrip("/"):
        raise ValueError(f"{waarde!r} is geen herkomst; schrijf bijvoorbeeld https://www.provincie.nl.")
    if re.search(r"[\s;,'\"]", waarde):
        raise ValueError(f"{waarde!r} bevat een teken dat niet mag.")
    return kaal


def _lijst(een: Callable[[str], str]) -> Callable[[Waarde], tuple[str, ...]]:
    def lees(waarde: Waarde) -> tuple[str, ...]:
        delen = waarde.split(",") if isinstance(waarde, str) else waarde
        return tuple(een(deel.strip()) for deel in delen if deel.strip())

    return lees


def _veld(standaard: Waarde, lees: Callable[..., Waarde], uitleg: str) -> Waarde:
    meta = {"lees": lees, "uitleg": uitleg}
    value: Waarde = field(default=standaard, metadata=meta)
    return value


@dataclass(frozen=True)
class Settings:
    """What one installation chooses. Field names are the keys of `kaart.toml`; a key inside a
    table there (`[basiskaart] adres`) is written with an underscore here and in the environment
    (`basiskaart_adres`, `KAART_BASISKAART_ADRES`)."""

    provincie: str = _veld(  # type: ignore[assignment]
        "Overijssel", _provincie, "Een van de twaalf provincies, of Nederland."
    )
    adres: str = _veld(  # type: ignore[assignment]
        "",
        _eigen_adres,
        "Adres van deze site, zoals https://kaart.overijssel.nl. Leeg: het adres waarmee een bezoeker komt.",
    )
    titel: str = _veld(  # type: ignore[assignment]
        "", _tekst, "Naam boven elke pagina. Leeg: Samenwerkingskaart met de provincie erachter."
    )
    regios: tuple[str, ...] = _veld(  # type: ignore[assignment]
        (),
        _lijst(_tekst),
        "Welke regio's als filter verschijnen (regio_id uit regios.csv). Leeg: alle van de provincie.",
    )
    basiskaart_adres: str = _veld(  # type: ignore[assignment]
        "",
        _tegeladres,
        "Adres van kaarttegels met {z}, {x} en {y}. Leeg: geen achtergrond, geen verzoek naar buiten. "
        "`KAART_BASISKAART` mag ook.",
    )
    basiskaart_bronvermelding: str = _veld(  # type: ignore[assignment]
        "", _tekst, "Bronvermelding van de achtergrondkaart, als gewone tekst. Verplicht als er een adres is."
    )
    insluiten_door: tuple[str, ...] = _veld(  # type: ignore[assignment]
        (), _lijst(_herkomst), "Sites die /kaart in een iframe mogen tonen, zoals https://www.overijssel.nl."
    )
    correctie_email: str = _veld(  # type: ignore[assignment]
        "", _email, "Mailadres voor verbeteringen. Leeg: geen knop voor verbeteringen."
    )
    log: str = _veld(  # type: ignore[assignment]
        "tekst", _logvorm, "Vorm van de logregels: tekst, of json voor een logsysteem."
    )
    huisstijl_kleur: str = _veld(  # type: ignore[assignment]
        "", _kleur, "Hoofdkleur van kop, knoppen en links, als #rrggbb. Leeg: die van het thema, of ons blauw."
    )
    huisstijl_thema: str = _veld(  # type: ignore[assignment]
        "", _tekst, "Bestand theme.css van een NL Design System-thema. Leeg: onze eigen stijl."
    )
    huisstijl_logo: str = _veld(  # type: ignore[assignment]
        "", _tekst, "Bestand met het logo, .svg of .png, voor links boven. Leeg: ons teken."
    )

    def __post_init__(self) -> None:
        if self.basiskaart_adres and not self.basiskaart_bronvermelding:
            raise BadSetting(
                "basiskaart.bronvermelding",
                "ontbreekt bij een achtergrondkaart.",
                "Noem de maker van de kaarttegels, zoals Kaartgegevens © Kadaster.",
            )

    @property
    def paginatitel(self) -> str:
        """The name above every page."""
        return self.titel or f"Samenwerkingskaart {self.provincie}"


def load_settings(bestand: Path | None, omgeving: Mapping[str, str]) -> Settings:
    """The settings of `kaart.toml`, overruled by `KAART_...` from the environment.

    bestand: may be absent or not exist. omgeving: as os.environ; KAART_DATA and KAART_CONFIG
    name places rather than settings and are left to the caller.
    Raises BadSetting for an unknown key, a wrong type or an impossible value.
    """
    rauw: dict[str, tuple[str, object]] = {}
    if bestand is not None and bestand.is_file():
        rauw = _from_toml(bestand)
    bekend = {veld.name: veld for veld in fields(Settings)}
    for naam, waarde in omgeving.items():
        sleutel = naam.removeprefix("KAART_").lower()
        if naam.startswith("KAART_") and naam not in ("KAART_DATA", "KAART_CONFIG"):
            rauw[_alias(sleutel)] = (naam, waarde)
    gelezen: dict[str, Waarde] = {}
    for sleutel, (naam, inhoud) in rauw.items():
        if sleutel not in bekend:
            raise BadSetting(naam, "is onbekend.", f"Bekend zijn: {', '.join(bekend)}.")
        gelezen[sleutel] = _lees(naam, inhoud, bekend[sleutel].metadata["lees"])
    return Settings(**gelezen)  # type: ignore[arg-type]


def _alias(sleutel: str) -> str:
    """`basiskaart` alone means its address, in the environment and as a plain key."""
    return "basiskaart_adres" if sleutel == "basiskaart" else sleutel


def _from_toml(bestand: Path) -> dict[str, tuple[str, object]]:
    try:
        inhoud = tomllib.loads(bestand.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fout:
        raise BadSetting(bestand.name, f"is geen geldig TOML-bestand ({fout}).") from fout
    plat: dict[str, tuple[str, object]] = {}
    for sleutel, waarde in inhoud.items():
        if isinstance(waarde, dict):
            plat |= {f"{sleutel}_{k}": (f"{sleutel}.{k}", v) for k, v in waarde.items()}
        else:
            plat[_alias(sleutel)] = (sleutel, waarde)
    return plat


def _lees(naam: str, waarde: object, lees: Callable[[Waarde], Waarde]) -> Waarde:
    invoer: Waarde
    if isinstance(waarde, list) and all(isinstance(deel, str) for deel in waarde):
        invoer = tuple(waarde)
    elif isinstance(waarde, str):
        invoer = waarde
    else:
        raise BadSetting(naam, "heeft een verkeerde soort waarde.", "Schrijf een tekst of een lijst van teksten.")
    try:
        return lees(invoer)
    except (ValueError, AttributeError) as fout:
        wat = str(fout) if isinstance(fout, ValueError) else "schrijf één tekst, geen lijst."
        raise BadSetting(naam, f"{waarde!r} kan niet:", wat) from fout
