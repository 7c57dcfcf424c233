"""A province's own style over ours: a colour, an NL Design System theme and a logo, checked for contrast."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import tinycss2
import tinycss2.color4

from viewer.colours import BRAND, INK, INK_SOFT, LINE_STRONG, PAPER_SOFT, WHITE
from viewer.errors import BadSetting
from viewer.settings import Settings

TOKENS = {
    "--merk": "--basis-color-action-1-inverse-bg-default",
    "--merk-donker": "--basis-color-action-1-inverse-bg-hover",
    "--op-merk": "--basis-color-action-1-inverse-color-default",
    "--inkt": "--basis-color-default-color-document",
    "--inkt-zacht": "--basis-color-default-color-default",
    "--papier": "--basis-color-default-bg-document",
    "--papier-zacht": "--basis-color-default-bg-subtle",
    "--lijn": "--basis-color-default-border-subtle",
    "--lijn-sterk": "--basis-color-default-border-default",
    "--rond": "--basis-border-radius-md",
    "--letter": "--basis-text-font-family-default",
    "--letter-kop": "--basis-heading-font-family",
}
"""Our custom properties (basis.css) and the tokens of NL Design System's basis layer that set them."""

_EIGEN = {"--merk": BRAND, "--op-merk": WHITE, "--inkt": INK, "--inkt-zacht": INK_SOFT,
          "--papier": WHITE, "--papier-zacht": PAPER_SOFT, "--lijn-sterk": LINE_STRONG}  # fmt: skip
"""As in basis.css; a test holds the two together."""

_PAREN = (
    ("--op-merk", "--merk", 4.5),
    ("--merk", "--papier", 4.5),
    ("--merk", "--papier-zacht", 4.5),
    ("--inkt", "--papier", 4.5),
    ("--inkt-zacht", "--papier-zacht", 4.5),
    ("--lijn-sterk", "--papier", 3.0),
)
_MAX_THEMA, _MAX_LOGO = 2_000_000, 200_000
_LOGOS = {".svg": "image/svg+xml", ".png": "image/png"}


@dataclass(frozen=True)
class Huisstijl:
    """What is served: a style sheet of custom properties ("" for none), and a logo with its type."""

    css: str = ""
    logo: bytes = b""
    logo_soort: str = ""


def load_huisstijl(settings: Settings) -> Huisstijl:
    """Reads the files that the settings name.

    Raises BadSetting for a file that is absent, too large or of another kind, a theme without the
    tokens that are needed, and colours that do not differ enough to be read (WCAG 2.2, 1.4.3 and 1.4.11).
    """
    waarden: dict[str, str] = {}
    if settings.huisstijl_thema:
        tokens = _tokens(_read("huisstijl.thema", settings.huisstijl_thema, _MAX_THEMA).decode("utf-8", "replace"))
        waarden = {ons: w for ons, token in TOKENS.items() if (w := _value(ons, token, tokens))}
        if "--merk" not in waarden:
            raise BadSetting(
                "huisstijl.thema",
                f"{settings.huisstijl_thema} heeft geen token {TOKENS['--merk']}.",
                "Kies de theme.css van een NL Design System-thema.",
            )
        waarden.setdefault("--merk-donker", waarden["--merk"])
    if kleur := settings.huisstijl_kleur:
        present = WHITE if contrast(WHITE, kleur) >= 4.5 else INK
        waarden |= {"--merk": kleur, "--merk-donker": kleur, "--op-merk": present}
    _check_contrast("huisstijl.kleur" if settings.huisstijl_kleur else "huisstijl.thema", waarden)
    css = f":root {{ {' '.join(f'{naam}: {waarde};' for naam, waarde in waarden.items())} }}\n" if waarden else ""
    if not settings.huisstijl_logo:
        return Huisstijl(css)
    soort = _LOGOS.get(Path(settings.huisstijl_logo).suffix.lower())
    if soort is None:
        raise BadSetting("huisstijl.logo", f"{settings.huisstijl_logo} is geen .svg of .png.")
    return Huisstijl(css, _read("huisstijl.logo", settings.huisstijl_logo, _MAX_LOGO), soort)


def _read(naam: str, pad: str, hoogstens: int) -> bytes:
    try:
        with Path(pad).open("rb") as bestand:
            inhoud = bestand.read(hoogstens + 1)
    except OSError as fout:
        raise BadSetting(naam, f"{pad} is niet te lezen ({fout.strerror}).") from fout
    if len(inhoud) > hoogstens:
        raise BadSetting(naam, f"{pad} is groter dan {hoogstens // 1000} kB.")
    return inhoud


def _tokens(css: str) -> Mapping[str, str]:
    """Every custom property of a style sheet, in whatever rule it stands; the first one counts, as a
    theme's dark variant comes later."""
    out: dict[str, str] = {}
    for regel in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if regel.type != "qualified-rule":
            continue
        for deel in tinycss2.parse_blocks_contents(regel.content, skip_comments=True, skip_whitespace=True):
            if deel.type == "declaration" and deel.name.startswith("--"):
                out.setdefault(deel.name, tinycss2.serialize(deel.value).strip())
    return out


def _value(ons: str, token: str, tokens: Mapping[str, str]) -> str:
    """A token's value as we serve it, its references followed; "" when it is not of the kind we need."""
    waarde = tokens.get(token, "")
    for _ in range(20):
        if not (verwijzing := re.fullmatch(r"var\(\s*(--[\w-]+)\s*\)", waarde)):
            break
        waarde = tokens.get(verwijzing[1], "")
    if ons.startswith("--letter"):
        return waarde if re.fullmatch(r"[\w\s,'\"-]{1,200}", waarde) else ""
    if ons == "--rond":
        return waarde if re.fullmatch(r"\d{1,2}(\.\d+)?(px|rem|em)?", waarde) else ""
    return _hex(waarde)


def _hex(waarde: str) -> str:
    kleur = tinycss2.color4.parse_color(waarde)
    if kleur is None or kleur == "currentcolor" or kleur.alpha < 1:
        return ""
    return "#" + "".join(f"{round(min(max(deel, 0), 1) * 255):02x}" for deel in kleur.to("srgb").coordinates)


def contrast(een: str, ander: str) -> float:
    """The contrast ratio of two colours as #rrggbb, from 1 to 21. Source: WCAG 2.2, relative luminance."""
    licht, donker = sorted((_luminance(een), _luminance(ander)), reverse=True)
    return (licht + 0.05) / (donker + 0.05)


def _luminance(kleur: str) -> float:
    def lineair() -> Iterator[float]:
        for plek in (1, 3, 5):
            deel = int(kleur[plek : plek + 2], 16) / 255
            yield deel / 12.92 if deel <= 0.04045 else ((deel + 0.055) / 1.055) ** 2.4

    rood, groen, blauw = lineair()
    return 0.2126 * rood + 0.7152 * groen + 0.0722 * blauw


def _check_contrast(instelling: str, waarden: Mapping[str, str]) -> None:
    for before, achter, nodig in _PAREN:
        een, ander = (waarden.get(naam, _EIGEN[naam]) for naam in (before, achter))
        if (nu := contrast(een, ander)) < nodig:
            raise BadSetting(
                instelling,
                f"{een} op {ander} is niet te lezen: het contrast is {nu:.1f}, er is {nodig} nodig.",
                "Kies een donkerder kleur.",
            )
