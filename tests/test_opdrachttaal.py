"""What the command line says of itself: in Dutch, whatever the language of the machine."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from types import ModuleType

import click
import click.core
import click.decorators
import click.exceptions
import click.formatting
import click.parser
import click.types
import pytest
from click.testing import Result
from flask import Flask

from tests.conftest import KLEIN
from viewer import cli, opdrachttaal
from viewer.settings import Settings
from viewer.web import create_app

SPEAKING = (click.core, click.exceptions, click.formatting, click.parser, click.types)
FOR_PROGRAMMERS = ("Arguments take exactly", "Boolean option", "Choice(", "Could not determine", "DeprecationWarning", "Invalid start character", "Name '{name}'", "No options defined", "(dynamic)", "deprecated")  # fmt: skip
ENGLISH = ("Usage", "Try ", "Error", "Invalid", "No such", "Missing", "Options", "Commands", "default:", "exit", "requires", "unexpected", "INTEGER", "TEXT", "DIRECTORY", "FILE", "not a valid", "range", "Did you", "does not")  # fmt: skip


def run(*woorden: str) -> Result:
    app: Flask = create_app(Settings(), KLEIN)
    cli.install(app, KLEIN)
    return app.test_cli_runner().invoke(args=woorden)


def asked_for(module: ModuleType, name: str) -> set[str]:
    """The words for which a module of click calls gettext, or ngettext."""
    calls = (n for n in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(n, ast.Call))
    named = (n for n in calls if isinstance(n.func, ast.Name) and n.func.id == name)
    return {n.args[0].value for n in named if isinstance(n.args[0], ast.Constant)}


def test_every_word_of_click_that_a_user_can_see_is_in_the_table() -> None:
    for name, table in (("_", opdrachttaal._WOORDEN), ("ngettext", opdrachttaal._AANTALLEN)):
        there = {word for module in SPEAKING for word in asked_for(module, name)}
        assert {word for word in there if not word.startswith(FOR_PROGRAMMERS)} - set(table) == set()
    everywhere = {word for pad in Path(click.__file__).parent.glob("*.py") for word in ast_strings(pad)}
    assert {*opdrachttaal._WOORDEN, *opdrachttaal._AANTALLEN} - everywhere == set()


def ast_strings(pad: Path) -> set[str]:
    tree = ast.walk(ast.parse(pad.read_text(encoding="utf-8")))
    return {n.value for n in tree if isinstance(n, ast.Constant) and isinstance(n.value, str)}


@pytest.mark.parametrize(
    ("woorden", "zegt"),
    [
        ("serve --port abc", "'--port' kan niet: 'abc' is geen heel getal. Kies een heel getal van 0 tot en met 65535."),
        ("serve --port 80.5", "'80.5' is geen heel getal"),
        ("serve --port 65536", "65536 kan niet. Kies een heel getal van 0 tot en met 65535."),
        ("serve --port=-1", "-1 kan niet"),
        ("serve --port ²", "'²' is geen heel getal"),
        ("serve --workers 0", "0 kan niet. Kies een heel getal van 1 tot en met 64."),
        ("serve --port", "Bij de optie '--port' hoort een waarde."),
        ("serve --prt 3", "De optie '--prt' bestaat niet. Bedoelt u '--port'?"),
        ("serve --onzin", "De optie '--onzin' bestaat niet."),
        ("serve extra", "Dit hoort er niet bij: extra"),
        ("publiceer", "Er ontbreekt 'MAP'."),
        ("publiceer a b c", "Dit hoort er niet bij: b c"),
        ("gegevens importeer-roo", "Er ontbreekt 'BRON'."),
        ("gegevens importeer-ro x", "De opdracht 'importeer-ro' bestaat niet. Bedoelt u een van "),
        ("gegevens kopieeer x", "Bedoelt u 'kopieer'?"),
        ("onzin", "De opdracht 'onzin' bestaat niet."),
        ("gegevens importeer-roo x --peildatum gisteren", "'gisteren' is geen dag. Schrijf een dag zoals 2026-05-16."),
        ("gegevens importeer-grenzen x --jaar 1066", "1066 kan niet. Kies een heel getal van 1995 tot en met 2100."),
        ("gegevens bronnen --jaren veel", "'veel' is geen heel getal"),
        ("gegevens controleer --json=3", "De optie '--json' krijgt geen waarde."),
        ("gegevens controleer --data /etc/passwd", "'/etc/passwd' is een bestand."),
        ("publiceer /etc/passwd", "'/etc/passwd' is een bestand."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_dutch(woorden: str, zegt: str) -> None:
    gezegd = run(*woorden.split(" "))
    assert (gezegd.exit_code, gezegd.stdout) == (2, "")
    assert zegt in gezegd.stderr
    assert [woord for woord in ENGLISH if woord in gezegd.stderr.replace("[OPTIONS]", "")] == []


@pytest.mark.parametrize(
    "opdracht",
    ["serve", "publiceer", "gegevens", *(f"gegevens {n}" for n in ("importeer-roo", "importeer-tabel", "bronnen"))],
)
def test_help_is_in_dutch(opdracht: str) -> None:
    gezegd = run(*opdracht.split(), "--help")
    assert gezegd.exit_code == 0
    assert gezegd.output.startswith("Gebruik: ")
    assert "Toon deze uitleg." in gezegd.output
    assert [woord for woord in ENGLISH if woord in gezegd.output.replace("[OPTIONS]", "")] == []


def test_numbers_arrive_as_numbers() -> None:
    soort = opdrachttaal.Getal(0, 65535)
    assert [soort.convert(waarde, None, None) for waarde in ("0", "65535", 8000, " 80 ")] == [0, 65535, 8000, 80]
