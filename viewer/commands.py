"""What the commands do: calls the importers and tells in Dutch what came of it."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask

from viewer.analysis.nalezen import to_read
from viewer.dataset import Dataset
from viewer.days import today
from viewer.errors import BadPackage, BadSetting, BadTarget
from viewer.places import THUIS
from viewer.publish import publish
from viewer.sources import importers
from viewer.sources.bijwerken import bring_up
from viewer.sources.grenzen_lezen import GrenzenOpgave
from viewer.sources.import_source import import_source
from viewer.sources.import_tabel import TabelOpgave, Wensen, import_tabel
from viewer.sources.package import load_package, unused_redactie
from viewer.sources.source import Reader, Source
from viewer.sources.tabel import Uitkomst
from viewer.sources.wijzigingen import SOORTEN, Wijzigingen
from viewer.stand import last_day
from viewer.web.context import site_of
from viewer.wording import count, either, long_date, shorten, some_of, whole

_MAX_GENOEMD = 20
_MAX_NAMEN = 100


def bronnen(folder: Path, jaren: int) -> None:
    """Lists the sources of the hand-kept rows, oldest first, and what must be read (again) for redactie.csv. Raises
    BadPackage."""
    dataset = Dataset.load(folder)
    vandaag = datetime.now(UTC).date()
    grens = f"{vandaag.year - jaren}-{vandaag:%m-%d}"
    hand = dataset.verbanden[~dataset.verbanden["dated"]].sort_values("peildatum_bron")
    oud = 0
    for rij in hand.itertuples():
        is_oud = last_day(rij.peildatum_bron) < grens
        oud += is_oud
        click.echo(f"{'!' if is_oud else ' '} {rij.peildatum_bron:<10}  {rij.slug:<36} {rij.bron_url}")
        for wat in ("de lijst is niet volledig" if not rij.compleet else "", rij.notitie):
            if wat:
                click.echo(f"{'':14}{wat}")
    click.echo(f"{oud} van de {len(hand)} bronnen zijn ouder dan {jaren} jaar.")
    for hier, register in dataset.dubbelen.items():
        click.echo(f"{hier} is hetzelfde als {register}, of valt daaronder, en is daarmee samengevoegd.")
    if lezen := to_read(dataset):
        aantal = count(len(lezen), "samenwerkingsverband", "samenwerkingsverbanden")
        click.echo(f"{aantal} (opnieuw) te lezen voor redactie.csv:")
        for een in lezen:
            click.echo(f"  {een.id:<14} {een.naam}: {een.waarom}.")


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


def kopieer(folder: Path) -> None:
    """Copies the data that come with the program to a new folder. Raises BadTarget, OSError."""
    if folder.exists():
        raise BadTarget(folder, "bestaat al.")
    shutil.copytree(THUIS / "data", folder)
    click.echo(f"De meegeleverde gegevens staan in {folder}.")


def bijwerken(folder: Path) -> None:
    """Brings a data folder of an older program to today's tables, and says what it did. Raises KaartError."""
    gedaan = bring_up(folder, click.echo)
    for zin in gedaan:
        click.echo(f"  {zin}")
    click.echo(f"{folder} is bijgewerkt." if gedaan else f"{folder} is al van deze versie; er is niets te doen.")


def publiceer(app: Flask, folder: Path, adres: str) -> None:
    """Publishes the site of an application. Raises KaartError."""
    adres = adres or site_of(app).settings.adres
    if adres and urlsplit(adres).scheme not in ("http", "https"):
        raise BadSetting("--adres", f"{adres!r} kan niet:", "schrijf een adres dat met https:// begint.")
    with click.progressbar(length=1, label="Publiceren", file=sys.stderr) as balk:

        def voortgang(klaar: int, totaal: int) -> None:
            balk.length = totaal
            balk.update(klaar - balk.pos)

        som = publish(app, folder, adres, voortgang)
    click.echo(f"{whole(som.bestanden)} bestanden ({som.bytes / 1e6:.1f} MB) staan in {folder}.")
    if som.niet:
        click.echo(f"  weggelaten, want zonder --adres kan het niet: {', '.join(som.niet)}")
    click.echo(f"  koppen voor nginx, Caddy en objectopslag: {folder / 'hosting'}")


def importeer_roo(bron: str, folder: Path, dag: date | None, toch: bool) -> None:
    """Imports the register and tells what changed. Raises KaartError."""
    balk = _Balk()
    meegenomen: list[str] = []
    try:
        som = importers.import_roo(bron, folder, dag, toch, balk, meld=meegenomen.append, vandaag=today())
    finally:
        balk.close()
    if som is None:
        click.echo(f"{bron} is niet veranderd; er is niets te doen.")
        return
    click.echo(f"Register van {long_date(som.peildatum)} staat in {folder}.")
    click.echo(f"  gelezen: {whole(som.versies)} versies van regelingen, {whole(som.organisaties)} organisaties")
    click.echo(f"  gemaakt: {whole(som.verbanden)} samenwerkingsverbanden, {whole(som.deelnames)} deelnames")
    click.echo(f"  zonder code, op naam bewaard: {whole(som.zonder_code)} deelnemers")
    click.echo(f"  zonder beleidsterrein, onder overig: {whole(som.zonder_thema)} samenwerkingsverbanden")
    for zin in meegenomen:
        click.echo(f"  {zin}")
    _tell_register(som.gemist, som.meldingen)
    _tell_wijzigingen(som.wijzigingen)


def _tell_register(gemist: Sequence[importers.Gemist], meldingen: Sequence[str]) -> None:
    """What of the register could not be read, and what else was found in it; all of it is on /over/kwaliteit."""
    for kop, regels in (
        (f"  niet te lezen en overgeslagen: {len(gemist)}", [str(een) for een in gemist]),
        ("  let op:", list(meldingen)),
    ):
        if regels:
            click.echo(kop)
        for regel in regels[:_MAX_GENOEMD]:
            click.echo(f"    {regel}")
        if len(regels) > _MAX_GENOEMD:
            click.echo(f"    en nog {len(regels) - _MAX_GENOEMD}; alles staat op /over/kwaliteit")


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
            extra = rij.get("wat") or rij.get("deelnemer") or rij.get("velden")
            click.echo(f"    {rij['naam']}" + (f": {extra}" if extra else ""))
        if len(rijen) > _MAX_GENOEMD:
            click.echo(f"    en nog {len(rijen) - _MAX_GENOEMD}; alles staat in wijzigingen.jsonl")


def importeer_grenzen(bron: str, folder: Path, opgave: Mapping[str, Any]) -> None:
    """Imports boundaries, and tells what was decided on the way. opgave: the fields of
    `GrenzenOpgave`. Raises KaartError."""
    som = importers.import_grenzen(bron, folder, opgave=GrenzenOpgave(**opgave), meld=click.echo)
    van = f" van {som.jaar}"
    click.echo(f"Grenzen{van} van {som.gemeenten} gemeenten staan in {folder}.")
    click.echo(f"  gelezen: {som.gelezen} gebieden, samengevoegd: {some_of(som.samengevoegd, 5) or 'geen'}")
    click.echo(f"  punten: {whole(som.punten_voor)} werd {whole(som.punten_na)}")


def importeer_bron(source: Source, reader: Reader, bron: str, folder: Path) -> None:
    """Imports a source by its own reader, and tells what came of it. Raises KaartError."""
    som = import_source(source, reader, bron, folder, click.echo)
    if som.rows:
        click.echo(f"{source.title} staat in {folder}.")
    for tabel, rijen in som.rows.items():
        click.echo(f"  {tabel}: {count(rijen, 'rij', 'rijen')}")
    for zin in som.remarks[:_MAX_GENOEMD]:
        click.echo(f"  {zin}")
    if len(som.remarks) > _MAX_GENOEMD:
        click.echo(f"  en nog {len(som.remarks) - _MAX_GENOEMD}")


def importeer_tabel(
    bestand: Path,
    folder: Path,
    opgave: Mapping[str, str],
    controleer: bool,
    wensen: Mapping[str, Any],
) -> None:
    """Imports someone's own table and tells what every name in it was taken for. opgave, wensen: the fields
    of `TabelOpgave` and `Wensen`. Raises KaartError."""
    som = import_tabel(bestand, folder, TabelOpgave(**opgave), controleer, wensen=Wensen(**wensen))
    per_hoe: dict[str, list[Uitkomst]] = {}
    for uitkomst in som.uitkomsten:
        per_hoe.setdefault(uitkomst.hoe, []).append(uitkomst)
    op_code, op_naam = len(per_hoe.get("code", [])), len(per_hoe.get("naam", []))
    gegokt, onbekend = per_hoe.get("gegokt", []), per_hoe.get("onbekend", [])
    click.echo(f"{count(len(som.uitkomsten), 'deelname', 'deelnames')} in {bestand.name}")
    for melding in som.meldingen[:_MAX_GENOEMD]:
        click.echo(f"  {melding}")
    click.echo(f"  herkend: {op_code + op_naam} (op code {op_code}, op naam {op_naam})")
    _tell_names([u for u in som.uitkomsten if u.let_op], lambda u: f", {u.let_op}")
    niet = "" if wensen["gokken"] or not gegokt else ", niet overgenomen (wel met --neem-gokken)"
    click.echo(f"  gegokt: {len(gegokt)}{niet}")
    _tell_names(gegokt, lambda u: f" is waarschijnlijk {u.wie.naam if u.wie else ''} ({u.score:.0f} van 100)")
    click.echo(f"  onbekend: {len(onbekend)}")
    _tell_names(onbekend, lambda u: f", {u.reden}")
    for woord, namen in (
        ("nieuw", som.nieuw),
        ("bijgewerkt", som.bijgewerkt),
        ("staat al in het register", som.bestaand),
    ):
        if namen:
            click.echo(f"  {woord}: {len(namen)}: {some_of(namen, _MAX_GENOEMD)}")
    for naam, ander in list(som.lijkt_op.items())[:_MAX_GENOEMD]:
        click.echo(f"  let op: {naam} lijkt op {ander} in het register")
    for naam, dag in list(som.beeindigd.items())[:_MAX_GENOEMD]:
        click.echo(f"  let op: {naam} is volgens het register beëindigd op {dag}")
    click.echo("Er is niets geschreven." if controleer else f"De samenwerkingsverbanden staan in {folder}.")


def _tell_names(uitkomsten: Sequence[Uitkomst], zeg: Callable[[Uitkomst], str]) -> None:
    """A line per name, with what is said of it and in which rows it stands, the most frequent first."""
    groepen: dict[tuple[str, str], list[Uitkomst]] = {}
    for uitkomst in uitkomsten:
        groepen.setdefault((uitkomst.paar.deelnemer or uitkomst.paar.code, zeg(uitkomst)), []).append(uitkomst)
    geordend = sorted(groepen.items(), key=lambda groep: -len(groep[1]))
    for (naam, wat), groep in geordend[:_MAX_NAMEN]:
        rijen = list(dict.fromkeys(str(u.paar.rij) for u in groep))
        waar = f"{either(len(rijen), 'rij', 'rijen')} {some_of(rijen, 5)}"
        keer = f" ({len(groep)} keer)" if len(groep) > 1 else ""
        click.echo(f"    {waar}: {shorten(naam, 80)!r}{keer}{wat}" if naam else f"    {waar}: {wat[2:]}")
    if len(geordend) > _MAX_NAMEN:
        click.echo(f"    en nog {len(geordend) - _MAX_NAMEN} namen")


def controleer(folder: Path, als_json: bool) -> None:
    """Validates a folder; a fault on a line, and then exit status 1."""
    try:
        package = load_package(folder)
    except BadPackage as fout:
        if als_json:
            click.echo(json.dumps({"goed": False, "fouten": [asdict(f) for f in fout.fouten]}, ensure_ascii=False))
        else:
            for regel in fout.fouten:
                click.echo(str(regel))
        click.echo(f"{count(len(fout.fouten), 'fout', 'fouten')} in {folder}.", err=True)
        sys.exit(1)
    known = {id_ for table in ("samenwerkingsverbanden", "aanvullingen") for id_ in package.tabellen[table]["id"]}
    let_op = unused_redactie(package.tabellen["redactie"]["samenwerkingsverband_id"], known)
    if als_json:
        click.echo(
            json.dumps({"goed": True, "fouten": [], **({"let_op": let_op} if let_op else {})}, ensure_ascii=False)
        )
        return
    for zin in let_op:
        click.echo(f"Let op: {zin}")
    rijen = ", ".join(f"{whole(len(frame))} {tabel}" for tabel, frame in package.tabellen.items())
    click.echo(f"{folder} is in orde: {len(package.gemeenten)} gemeenten, {rijen}.")
