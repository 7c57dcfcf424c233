"""The commands `serve`, `publiceer` and `gegevens ...`: their words and options; `commands.py` has what they do."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask
from flask.cli import AppGroup

from viewer import opdrachttaal
from viewer.errors import BadPort, KaartError
from viewer.opdrachttaal import Getal
from viewer.sources.registry import SOURCES
from viewer.sources.source import Reader, Source

F = TypeVar("F", bound=Callable[..., Any])


def install(app: Flask, data: Path) -> None:
    """Adds the commands to an application. data: the folder they work on without --data."""
    opdrachttaal.install()
    app.cli.commands.pop("openapi", None)  # a command of flask-smorest, in English
    app.cli.add_command(_gegevens(data))
    app.cli.add_command(_serve(app))
    app.cli.add_command(_publiceer(app))


def _data_option(data: Path) -> Callable[[F], F]:
    return click.option(
        "--data",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=data,
        show_default=True,
        help="De datamap (of KAART_DATA).",
    )


def _serve(app: Flask) -> click.Command:
    @click.command("serve", help="Start de webserver.")
    @click.option("--host", default="127.0.0.1", show_default=True, help="Adres waarop de server luistert.")
    @click.option("--port", default=8000, show_default=True, type=Getal(0, 65535), help="Poort; 0: een die vrij is.")
    @click.option("--workers", type=Getal(1, 64), help="Aantal processen. Zonder: zoveel als er processors zijn.")
    def opdracht(host: str, port: int, workers: int | None) -> None:
        # The server's own code is not needed for any other command.
        from viewer.serve import serve, workers_default  # noqa: PLC0415
        from viewer.web.context import site_of  # noqa: PLC0415

        try:
            serve(app, host, port, workers or workers_default(), site_of(app).settings.log)
        except BadPort as fout:
            click.echo(str(fout), err=True)
            sys.exit(1)

    return opdracht


def _publiceer(app: Flask) -> click.Command:
    @click.command("publiceer")
    @click.argument("map", type=click.Path(path_type=Path, file_okay=False))
    @click.option("--adres", default="", help="Waar bezoekers de site vinden, ook in een map van een andere site.")
    def opdracht(map: Path, adres: str) -> None:
        """Zet de hele site als vaste bestanden in MAP, voor elke webserver of CDN.

        Voorbeeld: flask --app app publiceer uit --adres https://www.overijssel.nl/samenwerking
        """
        _run(lambda doe: doe.publiceer(app, map, adres))

    return opdracht


def _gegevens(data: Path) -> AppGroup:
    groep = AppGroup("gegevens", help="De gegevens van de kaart ophalen en controleren.")

    @groep.command("importeer-roo", with_appcontext=False)
    @click.argument("bron")
    @click.option(
        "--peildatum",
        type=click.DateTime(["%Y-%m-%d"]),
        metavar="JJJJ-MM-DD",
        help="Dag van de export. Zonder: de datum in de naam, die van Last-Modified, of de nieuwste wijziging.",
    )
    @click.option(
        "--toch",
        is_flag=True,
        help="Ook een oudere export, een van een dag die nog komt, of een die een tiende van de regelingen mist.",
    )
    @_data_option(data)
    def importeer_roo(bron: str, peildatum: datetime | None, toch: bool, folder: Path) -> None:
        """Lees de export BRON van het Register van Overheidsorganisaties.

        BRON is een bestand of een http(s)-adres, .xml of .xml.gz. Een adres wordt alleen opgehaald
        als het is veranderd.

        Voorbeeld: flask --app app gegevens importeer-roo roo_export_2026-05-16.xml
        """
        dag = peildatum.date() if peildatum else None
        _run(lambda doe: doe.importeer_roo(bron, folder, dag, toch))

    @groep.command("importeer-grenzen", with_appcontext=False)
    @click.argument("bron")
    @click.option(
        "--jaar",
        type=Getal(1995, 2100),
        help="Van welk jaar. Zonder: wat de bron zegt; bij een dienst dat van het register.",
    )
    @click.option("--laag", default="", help="Welke laag van het bestand, als het er meer heeft.")
    @click.option("--kolom", default="", help="Kolom met gemeentecodes of -namen, als die niet vanzelf gevonden wordt.")
    @click.option(
        "--crs", default="", help="Coördinatenstelsel, zoals EPSG:28992, als het bestand dat niet (goed) noemt."
    )
    @_data_option(data)
    def importeer_grenzen(bron: str, jaar: int | None, laag: str, kolom: str, crs: str, folder: Path) -> None:
        """Lees de gemeentegrenzen BRON.

        BRON is een kaartbestand (GeoPackage, shapefile, GeoJSON, TopoJSON, FlatGeobuf of GML, ook in
        een zip of gzip), of het adres van een bestand, van een OGC API Features of van een WFS.

        Voorbeeld: flask --app app gegevens importeer-grenzen https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1
        """
        opgave = {"jaar": jaar, "laag": laag, "kolom": kolom, "crs": crs}
        _run(lambda doe: doe.importeer_grenzen(bron, folder, opgave))

    @groep.command("importeer-tabel", with_appcontext=False)
    @click.argument("bestand", type=click.Path(path_type=Path))
    @click.option("--controleer", is_flag=True, help="Alleen vertellen wat er zou gebeuren; niets schrijven.")
    @click.option(
        "--deelnemer", default="", help="Kop van de kolom met deelnemers, als die niet vanzelf gevonden wordt."
    )
    @click.option("--regeling", default="", help="Kop van de kolom met samenwerkingsverbanden.")
    @click.option("--blad", default="", help="Welk blad van het bestand, als het er meer heeft.")
    @click.option("--neem-gokken", is_flag=True, help="Neem ook over wat alleen waarschijnlijk is.")
    @click.option("--vorm", default="onbekend", show_default=True, help="Rechtsvorm, als de tabel die niet geeft.")
    @click.option("--thema", default="overig", show_default=True, help="Onderwerp, als de tabel dat niet geeft.")
    @click.option("--bron", default="", help="Adres van de bron, als de tabel dat niet geeft.")
    @click.option("--peildatum", default=None, help="Van wanneer de tabel is: jaar, maand of dag. Zonder: vandaag.")
    @_data_option(data)
    def importeer_tabel(
        bestand: Path,
        controleer: bool,
        deelnemer: str,
        regeling: str,
        blad: str,
        neem_gokken: bool,
        vorm: str,
        thema: str,
        bron: str,
        peildatum: str | None,
        folder: Path,
    ) -> None:
        """Lees een eigen tabel BESTAND (CSV, XLSX, XLS, XLSB of ODS) met deelnemers en samenwerkingsverbanden.

        Op elke rij een deelnemer, alle deelnemers in een cel, of een tabel met kruisjes. Namen mogen zijn zoals
        mensen ze schrijven. Elke naam komt terug als herkend, gegokt of onbekend; wat gegokt of onbekend is, wordt
        niet geschreven.

        Voorbeeld: flask --app app gegevens importeer-tabel eigen.xlsx --controleer
        """
        opgave = {
            "vorm": vorm,
            "thema": thema,
            "bron": bron,
            "peildatum": peildatum or datetime.now(UTC).date().isoformat(),
        }
        wensen = {"deelnemer": deelnemer, "regeling": regeling, "blad": blad, "gokken": neem_gokken}
        _run(lambda doe: doe.importeer_tabel(bestand, folder, opgave, controleer, wensen))

    @groep.command("kopieer", with_appcontext=False)
    @click.argument("map", type=click.Path(path_type=Path))
    def kopieer(map: Path) -> None:
        """Zet de meegeleverde gegevens in een nieuwe MAP, om daar te verversen.

        Voorbeeld: samenwerkingskaart gegevens kopieer /var/lib/samenwerkingskaart/data
        """
        _run(lambda doe: doe.kopieer(map))

    @groep.command("bijwerken", with_appcontext=False)
    @click.argument("map", type=click.Path(path_type=Path, file_okay=False), required=False)
    @_data_option(data)
    def bijwerken(map: Path | None, folder: Path) -> None:
        """Breng een datamap van een oudere versie van het programma naar de tabellen van nu.

        Voorbeeld: flask --app app gegevens bijwerken /var/lib/samenwerkingskaart/data
        """
        _run(lambda doe: doe.bijwerken(map or folder))

    @groep.command("controleer", with_appcontext=False)
    @click.argument("map", type=click.Path(path_type=Path), required=False)
    @click.option("--json", "als_json", is_flag=True, help="De fouten als JSON.")
    @_data_option(data)
    def controleer(map: Path | None, als_json: bool, folder: Path) -> None:
        """Controleer een datamap: elke fout op een regel, met bestand, rij en kolom.

        Voorbeeld: flask --app app gegevens controleer data
        """
        _run(lambda doe: doe.controleer(map or folder, als_json))

    @groep.command("bronnen", with_appcontext=False)
    @click.option("--jaren", default=2, type=Getal(0, 100), show_default=True, help="Ouder dan zoveel jaar is oud.")
    @_data_option(data)
    def bronnen(jaren: int, folder: Path) -> None:
        """Toon van wanneer de bronnen van de aanvullingen zijn, de oudste eerst; oude met een uitroepteken.

        Daarna wat (opnieuw) gelezen moet worden voor redactie.csv: omdat het nieuw is, of een nieuwere versie heeft.

        Voorbeeld: flask --app app gegevens bronnen --jaren 3
        """
        _run(lambda doe: doe.bronnen(folder, jaren))

    for source in SOURCES:
        if source.reader:
            groep.add_command(_importeer(source, source.reader, data))
    return groep


def _importeer(source: Source, reader: Reader, data: Path) -> click.Command:
    """The command that reads a source which declares how."""

    @click.command(f"importeer-{source.id}", help=reader.help)
    @click.argument("bron")
    @_data_option(data)
    def opdracht(bron: str, folder: Path) -> None:
        _run(lambda doe: doe.importeer_bron(source, reader, bron, folder))

    return opdracht


def _run(opdracht: Callable[[Any], None]) -> None:
    """Runs a command; what a user can solve becomes clear lines on stderr and exit status 1.

    opdracht: is given `viewer.commands`, which loads the importers: a server that starts has no need of them.
    """
    from viewer import commands  # noqa: PLC0415

    try:
        opdracht(commands)
    except KaartError as fout:
        click.echo(str(fout), err=True)
        sys.exit(1)
    except OSError as fout:  # a full disk, a folder that is not ours: nothing was replaced
        click.echo(f"{fout.filename or 'Schijf'}: {_why(fout)}. Er is niets veranderd.", err=True)
        sys.exit(1)


def _why(fout: OSError) -> str:
    """What the system says, in Dutch for what happens most."""
    return {
        errno.ENOSPC: "de schijf is vol",
        errno.EDQUOT: "de ruimte die deze gebruiker mag gebruiken is op",
        errno.EACCES: "hier mag deze gebruiker niet bij",
        errno.EPERM: "dit mag deze gebruiker niet",
        errno.EROFS: "hier kan alleen gelezen worden",
        errno.EBUSY: "dit is in gebruik, of een koppelpunt (mount)",
    }.get(fout.errno or 0, fout.strerror or str(fout))
