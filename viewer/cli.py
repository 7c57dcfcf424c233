"""The commands `flask gegevens ...`: words in, words out, no rules of their own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask
from flask.cli import AppGroup

from viewer.errors import BadPackage, KaartError
from viewer.sources.importers import import_grenzen, import_roo
from viewer.sources.package import load_package
from viewer.web.words import datum, getal

F = TypeVar("F", bound=Callable[..., Any])


def install(app: Flask, data: Path) -> None:
    """Adds the commands to an application. data: the folder they work on without --data."""
    app.cli.add_command(_gegevens(data))


def _data_option(data: Path) -> Callable[[F], F]:
    return click.option(
        "--data",
        "map_",
        type=click.Path(path_type=Path, file_okay=False),
        default=data,
        show_default=True,
        help="De datamap (of KAART_DATA).",
    )


def _gegevens(data: Path) -> AppGroup:
    groep = AppGroup("gegevens", help="De gegevens van de kaart ophalen en controleren.")

    @groep.command("importeer-roo", with_appcontext=False)
    @click.argument("bron", type=click.Path(path_type=Path))
    @click.option(
        "--peildatum",
        type=click.DateTime(["%Y-%m-%d"]),
        help="Dag van de export. Zonder: de datum in de bestandsnaam, of de nieuwste wijziging.",
    )
    @_data_option(data)
    def importeer_roo(bron: Path, peildatum: datetime | None, map_: Path) -> None:
        """Lees de export BRON van het Register van Overheidsorganisaties (.xml of .xml.gz).

        Voorbeeld: flask --app app gegevens importeer-roo roo_export_2026-05-16.xml
        """
        dag = peildatum.date() if peildatum else None
        _run(lambda: _import_roo(bron, map_, dag))

    @groep.command("importeer-grenzen", with_appcontext=False)
    @click.argument("bron", type=click.Path(path_type=Path))
    @_data_option(data)
    def importeer_grenzen(bron: Path, map_: Path) -> None:
        """Lees de gemeentegrenzen BRON van het CBS (GeoJSON of GeoPackage).

        Voorbeeld: flask --app app gegevens importeer-grenzen cbs_gemeente_gegeneraliseerd_2022.geojson
        """
        _run(lambda: _import_grenzen(bron, map_))

    @groep.command("controleer", with_appcontext=False)
    @click.argument("map", type=click.Path(path_type=Path), required=False)
    @_data_option(data)
    def controleer(map: Path | None, map_: Path) -> None:
        """Controleer een datamap: elke fout op een regel, met bestand, rij en kolom.

        Voorbeeld: flask --app app gegevens controleer data
        """
        _run(lambda: _controleer(map or map_))

    return groep


def _run(doe: Callable[[], None]) -> None:
    """Runs a command; what a user can solve becomes clear lines on stderr and exit status 1."""
    try:
        doe()
    except KaartError as fout:
        click.echo(str(fout), err=True)
        sys.exit(1)


def _import_roo(bron: Path, map_: Path, dag: date | None) -> None:
    with click.progressbar(length=1, label="Regelingen", file=sys.stderr, show_percent=False, show_pos=True) as balk:

        def gelezen(nummer: int) -> None:
            balk.length = nummer
            balk.pos = nummer
            if nummer % 50 == 0:
                balk.render_progress()

        som = import_roo(bron, map_, dag, gelezen)
        balk.render_progress()
    click.echo(f"Register van {datum(som.peildatum)} staat in {map_}.")
    click.echo(f"  gelezen: {getal(som.versies)} versies van regelingen, {getal(som.organisaties)} organisaties")
    click.echo(f"  gemaakt: {getal(som.verbanden)} samenwerkingsverbanden, {getal(som.deelnames)} deelnames")
    click.echo(f"  zonder code, op naam bewaard: {getal(som.zonder_code)} deelnemers")
    click.echo(f"  zonder beleidsterrein, onder overig: {getal(som.zonder_thema)} samenwerkingsverbanden")


def _import_grenzen(bron: Path, map_: Path) -> None:
    som = import_grenzen(bron, map_)
    click.echo(f"Grenzen van {som.gemeenten} gemeenten staan in {map_}.")
    click.echo(f"  gelezen: {som.gelezen} gebieden, samengevoegd: {', '.join(som.samengevoegd) or 'geen'}")
    click.echo(f"  punten: {getal(som.punten_voor)} werd {getal(som.punten_na)}")


def _controleer(map_: Path) -> None:
    try:
        package = load_package(map_)
    except BadPackage as fout:
        for regel in fout.fouten:
            click.echo(str(regel))
        click.echo(f"{len(fout.fouten)} fouten in {map_}.", err=True)
        sys.exit(1)
    rijen = ", ".join(f"{getal(len(frame))} {tabel}" for tabel, frame in package.tabellen.items())
    click.echo(f"{map_} is in orde: {len(package.gemeenten)} gemeenten, {rijen}.")
