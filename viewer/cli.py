"""The commands `flask gegevens ...`: words in, words out, no rules of their own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click
from flask import Flask
from flask.cli import AppGroup

from viewer.dataset import AANVULLING, Dataset
from viewer.errors import BadPackage, KaartError
from viewer.sources.import_tabel import Opgave, import_tabel
from viewer.sources.importers import import_grenzen, import_roo
from viewer.sources.package import load_package
from viewer.sources.tabel import Uitkomst
from viewer.sources.wijzigingen import SOORTEN, Wijzigingen
from viewer.web.words import aantal, datum, getal

F = TypeVar("F", bound=Callable[..., Any])
_MAX_GENOEMD = 20


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
    @click.argument("bron")
    @click.option(
        "--peildatum",
        type=click.DateTime(["%Y-%m-%d"]),
        help="Dag van de export. Zonder: de datum in de naam, die van Last-Modified, of de nieuwste wijziging.",
    )
    @click.option("--toch", is_flag=True, help="Ook als er meer dan een tiende van de regelingen weg is.")
    @_data_option(data)
    def importeer_roo(bron: str, peildatum: datetime | None, toch: bool, map_: Path) -> None:
        """Lees de export BRON van het Register van Overheidsorganisaties.

        BRON is een bestand of een http(s)-adres, .xml of .xml.gz. Een adres wordt alleen opgehaald
        als het is veranderd.

        Voorbeeld: flask --app app gegevens importeer-roo roo_export_2026-05-16.xml
        """
        dag = peildatum.date() if peildatum else None
        _run(lambda: _import_roo(bron, map_, dag, toch))

    @groep.command("importeer-grenzen", with_appcontext=False)
    @click.argument("bron")
    @click.option("--jaar", type=click.IntRange(2015, 2100), help="Van welk jaar. Zonder: dat van het register.")
    @_data_option(data)
    def importeer_grenzen(bron: str, jaar: int | None, map_: Path) -> None:
        """Lees de gemeentegrenzen BRON van het CBS.

        BRON is een bestand (GeoJSON of GeoPackage), of het adres van een bestand, van een OGC API
        Features of van een WFS.

        Voorbeeld: flask --app app gegevens importeer-grenzen https://api.pdok.nl/cbs/gebiedsindelingen/ogc/v1
        """
        _run(lambda: _import_grenzen(bron, map_, jaar))

    @groep.command("importeer-tabel", with_appcontext=False)
    @click.argument("bestand", type=click.Path(path_type=Path))
    @click.option("--controleer", is_flag=True, help="Alleen vertellen wat er zou gebeuren; niets schrijven.")
    @click.option(
        "--deelnemer", default="", help="Kop van de kolom met deelnemers, als die niet vanzelf gevonden wordt."
    )
    @click.option("--regeling", default="", help="Kop van de kolom met samenwerkingsverbanden.")
    @click.option("--vorm", default="netwerk", show_default=True, help="Rechtsvorm, als de tabel die niet geeft.")
    @click.option("--thema", default="overig", show_default=True, help="Onderwerp, als de tabel dat niet geeft.")
    @click.option("--bron", default="", help="Adres van de bron, als de tabel dat niet geeft.")
    @click.option("--peildatum", default=None, help="Van wanneer de tabel is: jaar, maand of dag. Zonder: vandaag.")
    @_data_option(data)
    def importeer_tabel(
        bestand: Path,
        controleer: bool,
        deelnemer: str,
        regeling: str,
        vorm: str,
        thema: str,
        bron: str,
        peildatum: str | None,
        map_: Path,
    ) -> None:
        """Lees een eigen tabel BESTAND (CSV of XLSX): op elke rij een deelnemer en een samenwerkingsverband.

        Namen mogen zijn zoals mensen ze schrijven. Elke rij komt terug als herkend, gegokt of onbekend.

        Voorbeeld: flask --app app gegevens importeer-tabel eigen.xlsx --controleer
        """
        opgave = Opgave(vorm, thema, bron, peildatum or datetime.now(UTC).date().isoformat())
        _run(lambda: _import_tabel(bestand, map_, opgave, controleer, deelnemer, regeling))

    @groep.command("controleer", with_appcontext=False)
    @click.argument("map", type=click.Path(path_type=Path), required=False)
    @click.option("--json", "als_json", is_flag=True, help="De fouten als JSON.")
    @_data_option(data)
    def controleer(map: Path | None, als_json: bool, map_: Path) -> None:
        """Controleer een datamap: elke fout op een regel, met bestand, rij en kolom.

        Voorbeeld: flask --app app gegevens controleer data
        """
        _run(lambda: _controleer(map or map_, als_json))

    @groep.command("bronnen", with_appcontext=False)
    @click.option("--jaren", default=2, show_default=True, help="Ouder dan zoveel jaar is oud.")
    @_data_option(data)
    def bronnen(jaren: int, map_: Path) -> None:
        """Toon van wanneer de bronnen van de aanvullingen zijn, de oudste eerst; oude met een uitroepteken.

        Voorbeeld: flask --app app gegevens bronnen --jaren 3
        """
        _run(lambda: _bronnen(map_, jaren))

    return groep


def _bronnen(map_: Path, jaren: int) -> None:
    dataset = Dataset.load(map_)
    vandaag = datetime.now(UTC).date()
    grens = f"{vandaag.year - jaren}-{vandaag:%m-%d}"
    hand = dataset.verbanden[dataset.verbanden["bron"] == AANVULLING].sort_values("peildatum_bron")
    oud = 0
    for rij in hand.itertuples():
        # A year or a month is as young as its last day.
        is_oud = (rij.peildatum_bron + "-12-31"[len(rij.peildatum_bron) - 4 :])[:10] < grens
        oud += is_oud
        click.echo(f"{'!' if is_oud else ' '} {rij.peildatum_bron:<10}  {rij.slug:<36} {rij.bron_url}")
    click.echo(f"{oud} van de {len(hand)} bronnen zijn ouder dan {jaren} jaar.")
    for hier, register in dataset.dubbelen.items():
        click.echo(f"{hier} is hetzelfde als {register} uit het register, en daarmee samengevoegd.")


def _run(doe: Callable[[], None]) -> None:
    """Runs a command; what a user can solve becomes clear lines on stderr and exit status 1."""
    try:
        doe()
    except KaartError as fout:
        click.echo(str(fout), err=True)
        sys.exit(1)


class _Balk:
    """A progress bar on stderr over bytes, that also tells how many regelingen were read."""

    def __init__(self) -> None:
        self._balk: Any = None
        self._lezen = False
        self._bytes = 0
        self._regelingen = 0

    def __call__(self, regelingen: int, gelezen: int, totaal: int) -> None:
        lezen = regelingen > 0
        if self._balk is None or lezen != self._lezen:
            self.close()
            self._lezen, self._bytes = lezen, 0
            self._balk = click.progressbar(
                length=max(totaal, gelezen, 1),
                label="Lezen" if lezen else "Ophalen",
                file=sys.stderr,
                update_min_steps=100_000,
                item_show_func=lambda _: f"{self._regelingen} regelingen" if self._lezen else None,
            )
        self._regelingen = regelingen
        self._balk.length = max(totaal, gelezen, 1)
        self._balk.update(gelezen - self._bytes, regelingen)
        self._bytes = gelezen

    def close(self) -> None:
        """Ends the line that the bar is on."""
        if self._balk is not None:
            self._balk.render_progress()
            self._balk.render_finish()
            self._balk = None


def _import_roo(bron: str, map_: Path, dag: date | None, toch: bool) -> None:
    balk = _Balk()
    try:
        som = import_roo(bron, map_, dag, toch, balk)
    finally:
        balk.close()
    if som is None:
        click.echo(f"{bron} is niet veranderd; er is niets te doen.")
        return
    click.echo(f"Register van {datum(som.peildatum)} staat in {map_}.")
    click.echo(f"  gelezen: {getal(som.versies)} versies van regelingen, {getal(som.organisaties)} organisaties")
    click.echo(f"  gemaakt: {getal(som.verbanden)} samenwerkingsverbanden, {getal(som.deelnames)} deelnames")
    click.echo(f"  zonder code, op naam bewaard: {getal(som.zonder_code)} deelnemers")
    click.echo(f"  zonder beleidsterrein, onder overig: {getal(som.zonder_thema)} samenwerkingsverbanden")
    _tell_wijzigingen(som.wijzigingen)


def _tell_wijzigingen(wijzigingen: Wijzigingen) -> None:
    if not wijzigingen.vorige:
        click.echo("  eerste import in deze map")
    elif not wijzigingen:
        click.echo("  niets veranderd sinds de vorige import")
    for soort, naam in SOORTEN.items():
        rijen = getattr(wijzigingen, soort)
        if rijen:
            click.echo(f"  {naam}: {len(rijen)}")
        for rij in rijen[:_MAX_GENOEMD]:
            extra = rij.get("deelnemer") or rij.get("velden")
            click.echo(f"    {rij['naam']}" + (f": {extra}" if extra else ""))
        if len(rijen) > _MAX_GENOEMD:
            click.echo(f"    en nog {len(rijen) - _MAX_GENOEMD}; alles staat in wijzigingen.jsonl")


def _import_grenzen(bron: str, map_: Path, jaar: int | None) -> None:
    som = import_grenzen(bron, map_, jaar)
    click.echo(f"Grenzen van {som.gemeenten} gemeenten staan in {map_}.")
    click.echo(f"  gelezen: {som.gelezen} gebieden, samengevoegd: {', '.join(som.samengevoegd) or 'geen'}")
    click.echo(f"  punten: {getal(som.punten_voor)} werd {getal(som.punten_na)}")


def _import_tabel(bestand: Path, map_: Path, opgave: Opgave, controleer: bool, deelnemer: str, regeling: str) -> None:
    som = import_tabel(bestand, map_, opgave, controleer, deelnemer, regeling)
    per_hoe: dict[str, list[Uitkomst]] = {}
    for uitkomst in som.uitkomsten:
        per_hoe.setdefault(uitkomst.hoe, []).append(uitkomst)
    op_code, op_naam = len(per_hoe.get("code", [])), len(per_hoe.get("naam", []))
    click.echo(f"{aantal(len(som.uitkomsten), 'rij', 'rijen')} in {bestand.name}")
    click.echo(f"  herkend: {op_code + op_naam} (op code {op_code}, op naam {op_naam})")
    click.echo(f"  gegokt: {len(per_hoe.get('gegokt', []))}")
    for u in per_hoe.get("gegokt", []):
        wie = u.wie.naam if u.wie is not None else ""
        click.echo(f"    rij {u.paar.rij}: {u.paar.deelnemer!r} is waarschijnlijk {wie} ({u.score:.0f} van 100)")
    click.echo(f"  onbekend: {len(per_hoe.get('onbekend', []))}")
    for u in per_hoe.get("onbekend", []):
        click.echo(f"    rij {u.paar.rij}: {u.paar.deelnemer!r}, {u.reden}")
    for woord, namen in (
        ("nieuw", som.nieuw),
        ("bijgewerkt", som.bijgewerkt),
        ("staat al in het register", som.bestaand),
    ):
        if namen:
            click.echo(f"  {woord}: {', '.join(namen)}")
    click.echo("Er is niets geschreven." if controleer else f"De samenwerkingsverbanden staan in {map_}.")


def _controleer(map_: Path, als_json: bool) -> None:
    try:
        package = load_package(map_)
    except BadPackage as fout:
        if als_json:
            click.echo(json.dumps({"goed": False, "fouten": [asdict(f) for f in fout.fouten]}, ensure_ascii=False))
        else:
            for regel in fout.fouten:
                click.echo(str(regel))
        click.echo(f"{aantal(len(fout.fouten), 'fout', 'fouten')} in {map_}.", err=True)
        sys.exit(1)
    if als_json:
        click.echo(json.dumps({"goed": True, "fouten": []}))
        return
    rijen = ", ".join(f"{getal(len(frame))} {tabel}" for tabel, frame in package.tabellen.items())
    click.echo(f"{map_} is in orde: {len(package.gemeenten)} gemeenten, {rijen}.")
