"""`/download/...`: what the filters show, as a file."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound, ServiceUnavailable

from viewer.dataset import Dataset, fingerprint, read_files
from viewer.exports.beschrijving import MEDIA
from viewer.exports.csv_file import to_csv
from viewer.exports.geo_file import to_geojson, to_gpkg
from viewer.exports.pakket import to_zip
from viewer.exports.rows import BRONVERMELDING, LICENTIE, Tabel, deelnames_tabel, matrix_tabel, verbanden_tabel
from viewer.exports.xlsx_file import to_xlsx
from viewer.model import REGISTER_GOED_GEVULD_VANAF, slugify
from viewer.selection import Selection, parse_selection
from viewer.settings import Settings
from viewer.web.edition import KORT
from viewer.web.parameters import no_parameters, one_of
from viewer.web.routes.pages import edition
from viewer.wording import long_date

blueprint = Blueprint("downloads", __name__)
SOORTEN = {**MEDIA, "csv": f"{MEDIA['csv']}; charset=utf-8"}


@blueprint.get("/download/samenwerkingsverbanden.<soort>")
def verbanden_file(soort: str) -> Response:
    """The samenwerkingsverbanden that the filters leave, as csv, xlsx, geojson or gpkg."""
    return _file("samenwerkingsverbanden", soort, verbanden_tabel, ("csv", "xlsx", "geojson", "gpkg"))


@blueprint.get("/download/deelnames.<soort>")
def deelnames_file(soort: str) -> Response:
    """Who takes part in them on the day, as csv or xlsx."""
    return _file("deelnames", soort, deelnames_tabel, ("csv", "xlsx"))


def _file(
    naam: str, soort: str, maak: Callable[[Dataset, Selection, str], Tabel], soorten: tuple[str, ...]
) -> Response:
    if soort not in soorten:
        raise NotFound
    ed, settings = edition(), current_app.extensions["settings"]
    keuze = parse_selection(request.args.items(multi=True), ed.dataset, ook=("bom",))
    bom = one_of("bom", ("ja", "nee"), "nee") == "ja"
    dag = keuze.peildatum or ed.dataset.peildatum

    def inhoud() -> bytes | Iterator[bytes]:
        if soort == "geojson":
            return to_geojson(ed.dataset, keuze, settings.provincie)
        if soort == "csv":
            return to_csv(maak(ed.dataset, keuze, settings.provincie), bom)
        # many who want the same at once must not keep the others waiting
        return ed.downloads.get(f"{naam}.{soort}{keuze.query()}", in_one)

    def in_one() -> bytes:
        if soort == "gpkg":
            return to_gpkg(ed.dataset, keuze, settings.provincie)
        tabellen = [f(ed.dataset, keuze, settings.provincie) for f in (verbanden_tabel, deelnames_tabel, matrix_tabel)]
        if naam == "deelnames":
            tabellen[:2] = reversed(tabellen[:2])
        return to_xlsx(tabellen, explanation(ed.dataset, keuze, settings), ed.dataset.peildatum)

    return attachment(inhoud, naam, soort, dag)


@blueprint.get("/download/datapakket.zip")
def package_file() -> Response:
    """The whole data package, for all of the Netherlands and all days."""
    no_parameters()
    ed = edition()
    map_: Path = current_app.extensions["store"].map

    def inhoud() -> bytes:
        for _ in range(5):  # an import may swap the folder while it is read
            bestanden = read_files(map_)
            if fingerprint(bestanden) == ed.dataset.versie:
                return to_zip(bestanden, _LEESMIJ)
            time.sleep(0.05)
        raise ServiceUnavailable("De gegevens worden juist ververst. Probeer het over een minuut nog eens.")

    return attachment(lambda: ed.downloads.get("datapakket", inhoud), "datapakket", "zip", ed.dataset.peildatum)


_LEESMIJ = f"""Samenwerking tussen gemeenten in Nederland
Dit is een Frictionless data package; datapackage.json beschrijft elke kolom.
{BRONVERMELDING}
"""


def attachment(maak: Callable[[], bytes | Iterator[bytes]], naam: str, soort: str, dag: date) -> Response:
    """A file to take away; its name tells what, where and of which day. Its ETag follows from the
    data and the address, so that a file which one has already is not even made."""
    ed, gebied = edition(), slugify(current_app.extensions["settings"].provincie)
    antwoord = Response(content_type=SOORTEN[soort])
    antwoord.headers["Content-Disposition"] = f'attachment; filename="{naam}-{gebied}-{dag.isoformat()}.{soort}"'
    antwoord.headers["Cache-Control"] = KORT
    antwoord.headers["Link"] = f'<{LICENTIE}>; rel="license"'
    herkomst = f"{ed.dataset.versie}{current_app.extensions['assets'].hash}{gebied}{request.full_path}"
    antwoord.set_etag(hashlib.sha256(herkomst.encode()).hexdigest()[:24], weak=True)
    antwoord.make_conditional(request)
    if antwoord.status_code == 200:
        inhoud = maak()
        if isinstance(inhoud, bytes):
            antwoord.set_data(inhoud)
        else:
            antwoord.headers.pop("Content-Length", None)  # make_conditional counted an empty answer
            antwoord.response = inhoud
    return antwoord


def explanation(dataset: Dataset, keuze: Selection, settings: Settings) -> list[tuple[str, str]]:
    """What a workbook says about itself: area, day, choice, source and licence."""
    gekozen = ", ".join(f"{naam}={waarde}" for naam, waarde in keuze.pairs()) or "alles"
    year = REGISTER_GOED_GEVULD_VANAF.year
    return [
        ("gebied", settings.provincie),
        ("situatie op", long_date(keuze.peildatum or dataset.peildatum)),
        ("gegevens van", long_date(dataset.peildatum)),
        ("keuze", gekozen),
        ("bron en licentie", BRONVERMELDING),
        (
            "let op",
            f"Het register is voor {year} niet volledig. Een lege van betekent dat de bron het begin niet noemt.",
        ),
    ]
