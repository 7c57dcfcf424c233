"""`/download/...`: what the filters show, as a file."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound, ServiceUnavailable

from viewer.analysis.veranderingen import veranderingen
from viewer.dataset import Dataset, fingerprint, read_files
from viewer.exports.beschrijving import explanation, footer
from viewer.exports.csv_file import to_csv
from viewer.exports.geo_file import to_geojson, to_gpkg
from viewer.exports.pakket import to_zip
from viewer.exports.rows import Tabel, deelnames_tabel, matrix_tabel, veranderingen_tabel, verbanden_tabel
from viewer.exports.xlsx_file import pages_wide, to_xlsx
from viewer.model import NEDERLAND, PROVINCIES, plain
from viewer.selection import Selection
from viewer.sources.registry import attribution
from viewer.web.answers import attachment
from viewer.web.context import asked, edition, this_site
from viewer.web.parameters import is_yes, no_parameters, two_days
from viewer.web.reading import loosely
from viewer.wording import long_date

blueprint = Blueprint("downloads", __name__)


@blueprint.get("/download/samenwerkingsverbanden.<kind>")
@loosely
def verbanden_file(kind: str) -> Response:
    """The samenwerkingsverbanden that the filters leave, as csv, xlsx, geojson or gpkg."""
    return _file("samenwerkingsverbanden", kind, verbanden_tabel, ("csv", "xlsx", "geojson", "gpkg"))


@blueprint.get("/download/deelnames.<kind>")
@loosely
def deelnames_file(kind: str) -> Response:
    """Who takes part in them on the day, as csv or xlsx."""
    return _file("deelnames", kind, deelnames_tabel, ("csv", "xlsx"))


@blueprint.get("/download/veranderingen.<kind>")
@loosely
def changes_file(kind: str) -> Response:
    """What changed between two days in what the filters leave, as csv or xlsx."""
    if kind not in ("csv", "xlsx"):
        raise NotFound
    ask, bom = asked("van", "tot", "bom"), is_yes("bom")
    dataset, selection, provincie = ask.dataset, ask.selection, ask.settings.provincie
    first, last = two_days(dataset.peildatum)

    def content() -> bytes | Iterator[bytes]:
        table = veranderingen_tabel(veranderingen(dataset, selection, provincie, first, last))
        if kind == "csv":
            return to_csv(table, bom)
        name = f"veranderingen {first} {last}{selection.query()}"
        days = [("van", long_date(first)), ("tot en met", long_date(last))]
        about = [*days, *(row for row in explanation(dataset, selection, ask.settings) if row[0] != "situatie op")]
        foot = footer(dataset, selection, ask.settings)
        return ask.edition.downloads.get(name, lambda: to_xlsx([table], about, dataset.peildatum, foot))

    return attachment(content, f"veranderingen-{first}", kind, last)


def _file(name: str, kind: str, make: Callable[[Dataset, Selection, str], Tabel], kinds: tuple[str, ...]) -> Response:
    if kind not in kinds:
        raise NotFound
    ask, bom = asked("bom"), is_yes("bom")
    dataset, selection, provincie = ask.dataset, ask.selection, ask.settings.provincie

    def content() -> bytes | Iterator[bytes]:
        if kind == "geojson":
            return to_geojson(dataset, selection, provincie)
        if kind == "csv":
            return to_csv(make(dataset, selection, provincie), bom)
        # many who want the same at once must not keep the others waiting
        return ask.edition.downloads.get(f"{name}.{kind}{selection.query()}", in_one)

    def in_one() -> bytes:
        if kind == "gpkg":
            return to_gpkg(dataset, selection, provincie)
        tables = [table(dataset, selection, provincie) for table in (verbanden_tabel, deelnames_tabel)]
        if name == "deelnames":
            tables[:2] = reversed(tables[:2])
        tables += _matrices(dataset, selection, provincie)
        about = explanation(dataset, selection, ask.settings)
        return to_xlsx(tables, about, dataset.peildatum, footer(dataset, selection, ask.settings))

    return attachment(content, name, kind, ask.day)


def _matrices(dataset: Dataset, selection: Selection, provincie: str) -> list[Tabel]:
    """The matrix, or one for each provincie where that of the whole country does not fit on the width of a page."""
    whole = matrix_tabel(dataset, selection, provincie)
    if provincie != NEDERLAND or pages_wide(whole) == 1:
        return [whole]
    each = ((name, matrix_tabel(dataset, selection, name)) for name in sorted(PROVINCIES.values(), key=plain))
    return [replace(table, naam=f"matrix {name}") for name, table in each if table.rijen]


@blueprint.get("/download/datapakket.zip")
@loosely
def package_file() -> Response:
    """The whole data package, for all of the Netherlands and all days."""
    no_parameters()
    now, folder = edition(), this_site().store.map

    def content() -> bytes:
        for _ in range(5):  # an import may swap the folder while it is read
            files = read_files(folder)
            if fingerprint(files) == now.dataset.versie:
                return to_zip(files, _README.format(attribution(now.dataset.facts)))
            time.sleep(0.05)
        raise ServiceUnavailable("De gegevens worden juist ververst. Probeer het over een minuut nog eens.")

    return attachment(lambda: now.downloads.get("datapakket", content), "datapakket", "zip", now.dataset.peildatum)


_README = """Samenwerking tussen gemeenten in Nederland
Dit is een Frictionless data package; datapackage.json beschrijft elke kolom.
{}
"""
