"""A column is declared once: every place that shows one has exactly the columns that say so."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pandas as pd
import pytest
from flask.testing import FlaskClient

from viewer.column import Column, Kind, Stored
from viewer.columns import API, AREAS, BROWSER, COLUMNS, DOWNLOAD, OGC, PAGE
from viewer.dataset import Dataset
from viewer.kaart.gegevens import build_kaartgegevens
from viewer.settings import Settings
from viewer.sources.schema import kolommen, table_schema

LIJST = "/api/v1/samenwerkingsverbanden"


def names(columns: tuple[Column, ...]) -> list[str]:
    return [c.name for c in columns]


def test_names_places_and_meanings_are_sound() -> None:
    assert len(set(names(COLUMNS))) == len(COLUMNS)
    for place in ("download", "areas", "ogc"):
        taken = [getattr(c, place) for c in COLUMNS if getattr(c, place)]
        assert len(set(taken)) == len(taken), place
    keys = [c.heading.key for c in PAGE if c.heading]
    assert len(set(keys)) == len(keys)
    assert all(c.meaning.endswith((".", "?")) and c.meaning[0] != " " for c in COLUMNS)


def test_the_download_has_them(klein_client: FlaskClient) -> None:
    tekst = klein_client.get("/download/samenwerkingsverbanden.csv").get_data(as_text=True)
    assert next(csv.reader(io.StringIO(tekst))) == names(DOWNLOAD)


def test_the_areas_have_them(klein_client: FlaskClient) -> None:
    features = klein_client.get("/download/samenwerkingsverbanden.geojson").json["features"]
    assert list(features[0]["properties"]) == names(AREAS)


def test_ogc_has_them_and_filters_on_each(klein_client: FlaskClient) -> None:
    adres = "/ogc/collections/samenwerkingsverbanden/items"
    feature = klein_client.get(adres).json["features"][0]
    assert set(names(OGC)) <= {"id", *feature["properties"]}
    naam = feature["properties"]["naam"]
    assert klein_client.get(adres, query_string={"naam": naam}).json["numberMatched"] == 1
    beschreven = klein_client.get("/ogc/api").get_data(as_text=True)
    assert all(f'"{naam}"' in beschreven for naam in names(OGC))


def test_the_api_has_them_and_describes_them(klein_client: FlaskClient) -> None:
    item = klein_client.get(LIJST).json["items"][0]
    assert list(item) == [*names(API), "deelnemers", "_links"]
    schemas = klein_client.get("/api/v1/openapi.json").json["components"]["schemas"]
    for naam in ("Samenwerkingsverband", "SamenwerkingsverbandHeel"):
        for column in API:
            beschreven = schemas[naam]["properties"][column.name]
            assert beschreven["description"] == column.meaning.removesuffix(".")
            assert ("null" in str(beschreven["type"])) == column.empty


def test_the_page_offers_and_sorts_by_each(klein_client: FlaskClient) -> None:
    for column in PAGE:
        assert column.heading
        key = column.heading.key
        antwoord = klein_client.get(
            "/tabel", query_string={"sorteer": f"-{key}", **({"kolom": key} if key != "naam" else {})}
        )
        assert antwoord.status_code == 200
        assert f'id="kop-{key}"' in antwoord.text
        assert f">{column.heading.text}<" in antwoord.text


def test_the_browser_gets_them(klein_dataset: Dataset) -> None:
    """Under its key, but for what is empty, and a slug or title that follows from the name; texts in a file of their
    own."""
    files = build_kaartgegevens(klein_dataset, Settings())
    gegevens, teksten = json.loads(files.deelnames), json.loads(files.teksten)["verbanden"]
    assert gegevens["verbanden"]
    for number, verband in enumerate(gegevens["verbanden"]):
        rij = {**klein_dataset.verbanden.loc[verband["id"]], "id": verband["id"]}
        for column in BROWSER:
            sent = teksten[column.browser][number] if column.late else verband.get(column.browser)
            if column.browser != "slug":
                assert (sent or "") == (column.compact(rij) or ""), column.name


def test_the_tables_have_them(klein_dataset: Dataset) -> None:
    assert kolommen("samenwerkingsverbanden") == [c.name for c in COLUMNS if c.register]
    eigen = [c.hand.name or c.name for c in COLUMNS if c.hand]
    assert [naam for naam in kolommen("aanvullingen") if naam not in ("deelnemers", "peildatum")] == eigen
    soorten = {veld["name"]: veld["type"] for veld in table_schema("samenwerkingsverbanden")["fields"]}
    assert (soorten["van"], soorten["peildatum_bron"], soorten["themas"]) == ("date", "date", "string")
    ervan = {c.name for c in COLUMNS if c.register or c.hand} - {"id"}
    made = {
        "bron",
        "comparable",
        "dated",
        "oud",
        "einde",
        "website_van_ons",
        "alias",
        "andere_namen",
        "taken",
        "taaknamen",
        "taken_bron",
    }
    assert ervan | made == set(klein_dataset.verbanden.columns)


@pytest.mark.parametrize(
    ("kind", "value", "cell", "as_json", "compact"),
    [
        (Kind.TEXT, "", "", None, ""),
        (Kind.TEXT, "=1+1", "=1+1", "=1+1", "=1+1"),
        (Kind.LINK, "https://a.nl/", "https://a.nl/", "https://a.nl/", "https://a.nl/"),
        (Kind.NUMBER, 0, 0, 0, 0),
        (Kind.NUMBER, pd.NA, None, None, ""),
        (Kind.DAY, pd.Timestamp("2018-07-01"), date(2018, 7, 1), "2018-07-01", 20180701),
        (Kind.DAY, pd.NaT, None, None, 0),
        (Kind.YES_NO, True, "ja", True, 1),
        (Kind.YES_NO, False, "nee", False, 0),
        (Kind.LIST, ("b", "a"), "b; a", ["b", "a"], ["b", "a"]),
        (Kind.LIST, (), "", [], []),
    ],
)
def test_a_value_of_each_kind(kind: Kind, value: object, cell: object, as_json: object, compact: object) -> None:
    column = Column("x", "Iets.", kind, empty=True)
    row = {"x": value}
    assert (column.cell(row), column.json(row), column.compact(row)) == (cell, as_json, compact)


def test_a_list_says_how_a_cell_separates() -> None:
    column = Column("x", "Dingen.", Kind.LIST, register=Stored({"required": True}, name="y"))
    assert column.register
    assert column.field_in(column.register) == {
        "name": "y", "type": "string", "description": "Dingen, met ; ertussen.", "constraints": {"required": True},
    }  # fmt: skip
