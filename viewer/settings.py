"""`kaart.toml` and `KAART_...` into one frozen `Settings`; all that is unknown or impossible is told at once."""

from __future__ import annotations

import difflib
import errno
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from viewer.errors import BadSetting, BadSettings
from viewer.model import NEDERLAND, PROVINCIES, slugify

Waarde = str | tuple[str, ...]
W = TypeVar("W", str, tuple[str, ...])
_NIET_HIER = ("KAART_DATA", "KAART_CONFIG")
"""Name places, not settings."""


def did_you_mean(woord: str, keuzes: Iterable[str], ook: Mapping[str, str] | None = None) -> str:
    """ "Bedoelt u Fryslân?", or "" when nothing looks like the word. ook: other spellings of choices."""
    per_vorm = {_bare(keuze): keuze for keuze in keuzes} | {
        _bare(anders): keuze for anders, keuze in (ook or {}).items()
    }
    kaal = _bare(woord)
    binnen = [keuze for vorm, keuze in per_vorm.items() if len(kaal) > 3 and kaal in vorm]
    lijkt = [per_vorm[vorm] for vorm in difflib.get_close_matches(kaal, per_vorm, 3, 0.7)]
    namen = list(dict.fromkeys(binnen or lijkt[:1]))[:3]
    return f"Bedoelt u {' of '.join(namen)}?" if namen else ""


def _bare(tekst: str) -> str:
    """What is left of a word without capitals, accents, spaces and hyphens."""
    return slugify(tekst).replace("-", "")


def _een_van(keuzes: Iterable[str], ook: Mapping[str, str] | None = None) -> Callable[[str], str]:
    """Reads one of some words, however it is written. ook: other words for them."""
    lijst = list(keuzes)
    bekend = {_bare(keuze): keuze for keuze in lijst} | {_bare(anders): keuze for anders, keuze in (ook or {}).items()}

    def lees(waarde: str) -> str:
        if (keuze := bekend.get(_bare(waarde))) is None:
            raise ValueError(f"{did_you_mean(waarde, lijst, ook)} Kies een van: {', '.join(sorted(lijst))}.".strip())
        return keuze

    return lees


_provincie = _een_van((*PROVINCIES.values(), NEDERLAND), {"Friesland": "Fryslân"})
_logvorm = _een_van(("tekst", "json"))


_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
"""A name of a machine (RFC 1123); one with other letters is written as xn--..."""

_IPV6 = re.compile(r"\[[0-9a-fA-F:.]{2,45}\]")
_MAILNAAM = re.compile(r"[A-Za-z0-9!#$%'*+/=^_`{|}~-]+(?:\.[A-Za-z0-9!#$%'*+/=^_`{|}~-]+)*")
"""What stands before the @ (RFC 5322, atoms), without what would end an address in a link."""


def _check_host(netloc: str) -> None:
    """Raises ValueError for what is no machine with, perhaps, a port."""
    host, _, port = netloc.rpartition(":") if re.search(r":[^\]]*\Z", netloc) else (netloc, "", "80")
    if not (_HOST.fullmatch(host) or _IPV6.fullmatch(host)):
        raise ValueError(
            f"{host!r} is geen naam van een server; schrijf bijvoorbeeld www.provincie.nl (met é of ë: als xn--...)."
        )
    if not (port.isascii() and port.isdigit() and len(port) <= 5 and 1 <= int(port) <= 65535):
        raise ValueError(f"poort {port!r} bestaat niet; kies een getal van 1 tot en met 65535, of laat de poort weg.")


def _tekst(waarde: str) -> str:
    if len(waarde) > 200:
        raise ValueError("gebruik hoogstens 200 tekens.")
    return waarde.strip()


def _email(waarde: str) -> str:
    naam, _, domein = waarde.rpartition("@")
    if waarde and not (_MAILNAAM.fullmatch(naam) and "." in domein and _HOST.fullmatch(domein) and len(waarde) <= 254):
        raise ValueError("schrijf een mailadres als kaart@voorbeeld.nl, zonder mailto: ervoor, of laat het leeg.")
    return waarde


def _tegeladres(waarde: str) -> str:
    if not waarde:
        return ""
    delen = urlsplit(waarde)
    if delen.scheme not in ("http", "https") or not delen.netloc or re.search(r"[\s;,'\"]", waarde):
        raise ValueError("schrijf een adres dat met https:// begint, of laat het leeg.")
    _check_host(delen.netloc.replace("{s}", "s"))
    if not all(stuk in waarde for stuk in ("{z}", "{x}", "{y}")):
        raise ValueError("het adres moet {z}, {x} en {y} bevatten.")
    return waarde


def _eigen_adres(waarde: str) -> str:
    """An address with, for a site in a folder of another one, the path of that folder."""
    if not waarde:
        return ""
    delen = urlsplit(waarde)
    pad = delen.path.rstrip("/")
    if not re.fullmatch(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*", pad) or delen.query or delen.fragment:
        raise ValueError("schrijf een adres als https://kaart.overijssel.nl of https://www.overijssel.nl/kaart.")
    return _herkomst(delen._replace(path="").geturl()) + pad


def _kleur(waarde: str) -> str:
    if waarde and not re.fullmatch(r"#[0-9a-fA-F]{6}", waarde):
        raise ValueError("schrijf een kleur als #005b96, of laat het leeg.")
    return waarde.lower()


def _lijster(waarde: str) -> str:
    """A site that may frame us; `https://*.overijssel.nl` are all below it."""
    _herkomst(waarde.replace("://*.", "://", 1))
    return waarde.rstrip("/")


def _herkomst(waarde: str) -> str:
    delen = urlsplit(waarde)
    kaal = delen._replace(path="", query="", fragment="").geturl()
    if delen.scheme not in ("http", "https") or not delen.netloc or kaal != waarde.rstrip("/"):
        raise ValueError(f"{waarde!r} is geen herkomst; schrijf bijvoorbeeld https://www.provincie.nl.")
    if re.search(r"[\s;,'\"\\@]", waarde):
        raise ValueError(f"{waarde!r} bevat een teken dat niet mag.")
    _check_host(delen.netloc)
    return kaal


def _lijst(een: Callable[[str], str]) -> Callable[[Waarde], tuple[str, ...]]:
    def lees(waarde: Waarde) -> tuple[str, ...]:
        delen = waarde.split(",") if isinstance(waarde, str) else waarde
        return tuple(een(deel.strip()) for deel in delen if deel.strip())

    return lees


def _veld(standaard: W, lees: Callable[..., W], uitleg: str) -> W:
    value: W = field(default=standaard, metadata={"lees": lees, "uitleg": uitleg})
    return value


@dataclass(frozen=True)
class Settings:
    """What one installation chooses. Field names are the keys of `kaart.toml`; a key inside a
    table there (`[basiskaart] adres`) is written with an underscore here and in the environment
    (`basiskaart_adres`, `KAART_BASISKAART_ADRES`)."""

    provincie: str = _veld("Overijssel", _provincie, "Een van de twaalf provincies, of Nederland.")
    adres: str = _veld(
        "",
        _eigen_adres,
        "Adres van deze site, zoals https://kaart.overijssel.nl, of https://www.overijssel.nl/kaart als zij in een map "
        "van een andere site staat. Leeg: het adres waarmee een bezoeker komt.",
    )
    titel: str = _veld("", _tekst, "Naam boven elke pagina. Leeg: Samenwerkingskaart met de provincie erachter.")
    regios: tuple[str, ...] = _veld(
        (),
        _lijst(_tekst),
        "Welke regio's als filter verschijnen (regio_id uit regios.csv). Leeg: alle van de provincie.",
    )
    basiskaart_adres: str = _veld(
        "",
        _tegeladres,
        "Adres van kaarttegels met {z}, {x} en {y}. Leeg: geen achtergrond, geen verzoek naar buiten. "
        "`KAART_BASISKAART` mag ook.",
    )
    basiskaart_bronvermelding: str = _veld(
        "", _tekst, "Bronvermelding van de achtergrondkaart, als gewone tekst. Verplicht als er een adres is."
    )
    insluiten_door: tuple[str, ...] = _veld(
        (), _lijst(_lijster), "Sites die /kaart in een iframe mogen tonen, zoals https://www.overijssel.nl."
    )
    correctie_email: str = _veld("", _email, "Mailadres voor verbeteringen. Leeg: geen knop voor verbeteringen.")
    log: str = _veld("tekst", _logvorm, "Vorm van de logregels: tekst, of json voor een logsysteem.")
    huisstijl_kleur: str = _veld(
        "", _kleur, "Hoofdkleur van kop, knoppen en links, als #rrggbb. Leeg: die van het thema, of ons blauw."
    )
    huisstijl_thema: str = _veld(
        "", _tekst, "Bestand theme.css van een NL Design System-thema. Leeg: onze eigen stijl."
    )
    huisstijl_logo: str = _veld("", _tekst, "Bestand met het logo, .svg of .png, voor links boven. Leeg: ons teken.")

    @property
    def paginatitel(self) -> str:
        """The name above every page."""
        return self.titel or f"Samenwerkingskaart {self.provincie}"

    @property
    def pad(self) -> str:
        """The folder of another site in which this one lies, such as "/kaart"; "" for a site of its own."""
        return urlsplit(self.adres).path


def load_settings(bestand: Path | None, omgeving: Mapping[str, str]) -> Settings:
    """The settings of `kaart.toml`, overruled by `KAART_...` from the environment.

    bestand: None for no file; what is named must be there. omgeving: as os.environ; KAART_DATA and
    KAART_CONFIG name places rather than settings and are left to the caller.
    Raises BadSettings for a file that is absent or no TOML, and with every unknown key, wrong type and
    impossible value.
    """
    rauw = {} if bestand is None else _from_toml(bestand)
    for naam, waarde in omgeving.items():
        if naam.startswith("KAART_") and naam not in _NIET_HIER:
            rauw[_alias(naam.removeprefix("KAART_").lower())] = (naam, waarde)
    bekend = {veld.name: veld for veld in fields(Settings)}
    fouten: list[BadSetting] = []
    gelezen: dict[str, Waarde] = {}
    for sleutel, (naam, inhoud) in rauw.items():
        if sleutel not in bekend:
            fouten.append(_unknown(naam))
            continue
        try:
            gelezen[sleutel] = _lees(naam, inhoud, getattr(Settings, sleutel), bekend[sleutel].metadata["lees"])
        except BadSetting as fout:
            fouten.append(fout)
    if gelezen.get("basiskaart_adres") and not gelezen.get("basiskaart_bronvermelding"):
        fouten.append(
            BadSetting(
                "basiskaart.bronvermelding",
                "ontbreekt bij een achtergrondkaart.",
                "Noem de maker van de kaarttegels, zoals Kaartgegevens © Kadaster.",
            )
        )
    if fouten:
        raise BadSettings(fouten)
    return Settings(**gelezen)  # type: ignore[arg-type] # each value comes from the reader of its own field


def key_of(veld: str) -> str:
    """How `kaart.toml` writes a field: `basiskaart_adres` is `basiskaart.adres`."""
    tabel, _, sleutel = veld.partition("_")
    return f"{tabel}.{sleutel}" if tabel in _TABELLEN else veld


_TABELLEN = ("basiskaart", "huisstijl")


def _unknown(naam: str) -> BadSetting:
    """naam: as it is written, in the file or the environment."""
    namen = [veld.name for veld in fields(Settings)]
    if naam.startswith("KAART_"):
        bekend = [f"KAART_{veld.upper()}" for veld in namen]
        vormen = dict(zip(namen, bekend, strict=True))
        vraag = did_you_mean(naam.removeprefix("KAART_"), [], vormen)
    else:
        bekend = [key_of(veld) for veld in namen]
        vraag = did_you_mean(naam, bekend)
    return BadSetting(naam, "is onbekend.", f"{vraag} Bekend zijn: {', '.join(bekend)}.".strip())


def _alias(sleutel: str) -> str:
    """`basiskaart` alone means its address, in the environment and as a plain key."""
    return "basiskaart_adres" if sleutel == "basiskaart" else sleutel


_NIET_TE_LEZEN = {
    errno.ENOENT: "bestaat niet.",
    errno.ENOTDIR: "bestaat niet.",
    errno.EACCES: "mag dit programma niet lezen.",
    errno.EISDIR: "is een map en geen bestand.",
}
_PLEK = re.compile(r"at line (\d+), column (\d+)")


def _from_toml(bestand: Path) -> dict[str, tuple[str, object]]:
    """Per field: how the file names it, and what it says there. Raises BadSettings."""
    try:
        inhoud = tomllib.loads(bestand.read_text(encoding="utf-8-sig"))
    except OSError as fout:
        wat = _NIET_TE_LEZEN.get(fout.errno or 0, f"is niet te lezen ({fout.strerror}).")
        raise _bad_file(bestand, wat, "Controleer het pad in KAART_CONFIG, of laat KAART_CONFIG weg.") from fout
    except UnicodeDecodeError as fout:
        raise _bad_file(bestand, "is geen tekst in UTF-8.", "Bewaar het bestand als UTF-8.") from fout
    except tomllib.TOMLDecodeError as fout:
        plek = _PLEK.search(str(fout))
        waar = f"regel {plek[1]}, teken {plek[2]}" if plek else "het einde"
        wat = f"is geen geldig TOML-bestand: {waar} is niet te lezen."
        raise _bad_file(bestand, wat, 'Schrijf elke instelling één keer, zoals provincie = "Overijssel".') from fout
    plat: dict[str, tuple[str, object]] = {}
    for sleutel, waarde in inhoud.items():
        if isinstance(waarde, dict) and (waarde or sleutel not in _TABELLEN):
            plat |= {f"{sleutel}_{k}": (f"{sleutel}.{k}", v) for k, v in waarde.items()} or {sleutel: (sleutel, waarde)}
        elif not isinstance(waarde, dict):
            plat[_alias(sleutel)] = (sleutel, waarde)
    return plat


def _bad_file(bestand: Path, wat: str, doe: str) -> BadSettings:
    return BadSettings([BadSetting(str(bestand), wat, doe, soort="Instellingenbestand")])


def _lees(naam: str, waarde: object, standaard: Waarde, lees: Callable[[Waarde], Waarde]) -> Waarde:
    """Raises BadSetting."""
    invoer: Waarde
    if isinstance(waarde, list) and all(isinstance(deel, str) for deel in waarde):
        if isinstance(standaard, str):
            raise BadSetting(naam, f"{waarde!r} kan niet:", "schrijf één tekst, geen lijst.")
        invoer = tuple(waarde)
    elif isinstance(waarde, str):
        invoer = waarde.strip()
    else:
        soort = "een tekst" if isinstance(standaard, str) else "een lijst van teksten"
        raise BadSetting(naam, "heeft een verkeerde soort waarde.", f"Schrijf {soort}, tussen aanhalingstekens.")
    try:
        return lees(invoer)
    except ValueError as fout:
        raise BadSetting(naam, f"{waarde!r} kan niet:", str(fout)) from fout
