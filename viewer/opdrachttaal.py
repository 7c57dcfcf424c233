"""The command line's own words in Dutch: what click says of options and arguments, and how its help is worded."""

from __future__ import annotations

import re
import sys

import click

_WOORDEN = {
    "Aborted!": "Afgebroken.",
    "Commands": "Opdrachten",
    "Could not open file {filename!r}: {message}": "{filename!r} gaat niet open: {message}",
    "Do you want to continue?": "Wilt u verder gaan?",
    "Error: The two entered values do not match.": "Fout: de twee waarden zijn niet gelijk.",
    "Error: invalid input": "Fout: dit kan niet.",
    "Error: {message}": "Fout: {message}",
    "Invalid value for {param_hint}: {message}": "De waarde van {param_hint} kan niet: {message}",
    "Invalid value: {message}": "Deze waarde kan niet: {message}",
    "Missing argument": "Er ontbreekt",
    "Missing command.": "Er ontbreekt een opdracht.",
    "Missing option": "Er ontbreekt de optie",
    "Missing parameter": "Er ontbreekt",
    "Missing parameter: {param_name}": "Er ontbreekt {param_name}",
    "Missing {param_type}": "Er ontbreekt",
    "No such command {name!r}.": "De opdracht {name!r} bestaat niet.",
    "No such option {name!r}.": "De optie {name!r} bestaat niet.",
    "Option {name!r} does not take a value.": "De optie {name!r} krijgt geen waarde.",
    "Argument {name!r} takes {nargs} values.": "Bij {name!r} horen {nargs} waarden.",
    "Options": "Opties",
    "Positional arguments": "Argumenten",
    "Show the version and exit.": "Toon de versie.",
    "Show this message and exit.": "Toon deze uitleg.",
    "Try '{command} {option}' for help.": "Uitleg: {command} {option}",
    "Usage:": "Gebruik:",
    "Value must be an iterable.": "Hier horen meer waarden.",
    "default: {default}": "zonder: {default}",
    "directory": "map",
    "env var: {var}": "omgeving: {var}",
    "file": "bestand",
    "path": "pad",
    "required": "verplicht",
    "unknown error": "onbekende fout",
    "Choose from:\n\t{choices}": "Kies uit:\n\t{choices}",
    "{name} {filename!r} does not exist.": "{filename!r} bestaat niet.",
    "{name} {filename!r} is a directory.": "{filename!r} is een map.",
    "{name} {filename!r} is a file.": "{filename!r} is een bestand.",
    "{name} {filename!r} is not executable.": "{filename!r} mag niet uitgevoerd worden.",
    "{name} {filename!r} is not readable.": "{filename!r} mag niet gelezen worden. Kijk naar de rechten.",
    "{name} {filename!r} is not writable.": "{filename!r} mag niet beschreven worden. Kijk naar de rechten.",
    "{value!r} is not a valid UUID.": "{value!r} is geen UUID.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} is geen ja of nee. Kies uit: {states}",
    "{value!r} is not a valid {number_type}.": "{value!r} is geen getal.",
    "{value} is not in the range {range}.": "{value} ligt niet binnen {range}.",
}
"""What click asks gettext for, and what it is in Dutch."""

_AANTALLEN = {
    "Did you mean {possibility}?": ("Bedoelt u {possibility}?", "Bedoelt u een van {possibilities}?"),
    "Got unexpected extra argument ({args})": ("Dit hoort er niet bij: {args}", "Dit hoort er niet bij: {args}"),
    "Option {name!r} requires an argument.": (
        "Bij de optie {name!r} hoort een waarde.",
        "Bij de optie {name!r} horen {nargs} waarden.",
    ),
    "Takes {nargs} values but 1 was given.": (
        "Hier horen {nargs} waarden, en er is er een.",
        "Hier horen {nargs} waarden, en er zijn er {len}.",
    ),
    "{len_type} values are required, but {len_value} was given.": (
        "Hier horen {len_type} waarden, en er is er een.",
        "Hier horen {len_type} waarden, en er zijn er {len_value}.",
    ),
    "{value!r} does not match the format {format}.": (
        "{value!r} is geen dag. Schrijf een dag zoals 2026-05-16.",
        "{value!r} is geen dag. Schrijf een dag zoals 2026-05-16.",
    ),
    "{value!r} is not {choice}.": ("{value!r} kan niet. Kies {choice}.", "{value!r} kan niet. Kies uit {choices}."),
}
"""The same for what depends on a number: one, and more."""


class Getal(click.IntRange):
    """A whole number from min to max, both included; says in words which ones can be."""

    name = "getal"

    def __init__(self, min: int, max: int) -> None:
        super().__init__(min, max)
        self.grenzen = f"Kies een heel getal van {min} tot en met {max}."

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Raises click.BadParameter."""
        tekst = str(value).strip()
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", tekst, re.ASCII):
            self.fail(f"{value!r} is geen heel getal. {self.grenzen}", param, ctx)
        getal = int(tekst)
        if not int(self.min or 0) <= getal <= int(self.max or 0):
            self.fail(f"{tekst} kan niet. {self.grenzen}", param, ctx)
        return getal


def install() -> None:
    """Lets click speak Dutch, whatever the language of the machine, in all commands of this process.

    click asks gettext, which takes its words from a compiled file by the language of the environment. Ours has
    one language, and a file that must be compiled is one more thing that can be out of date."""
    for naam, module in list(sys.modules.items()):
        if naam.startswith("click."):
            if hasattr(module, "_"):
                vars(module)["_"] = _in_dutch
            if hasattr(module, "ngettext"):
                vars(module)["ngettext"] = _counted_in_dutch
    click.STRING.name = "tekst"


def _in_dutch(tekst: str) -> str:
    return _WOORDEN.get(tekst, tekst)


def _counted_in_dutch(een: str, meer: str, aantal: int) -> str:
    kies = _AANTALLEN.get(een, (een, meer))
    return kies[0] if aantal == 1 else kies[1]
