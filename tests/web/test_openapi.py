"""The API keeps its word: lists, links, errors and headers are what the OpenAPI description says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator


def described(app_: Flask) -> dict[str, Any]:
    spec: dict[str, Any] = app_.test_client().get("/api/v1/openapi.json").get_json()
    return spec


@pytest.mark.parametrize(
    "adres",
    [
        "/gemeenten?perPagina=1000", "/samenwerkingsverbanden?perPagina=1000", "/regios", "/themas",
        "/verbindingen?perPagina=1000", "/congruentie", "/congruentie?hoogstens=50",
        "/vergelijking?gemeente=zwolle&gemeente=deventer", "/vergelijking?van=2018-01-01",
    ],
)  # fmt: skip
def test_lists_are_as_described_and_have_no_member_that_is_not(app: Flask, client: FlaskClient, adres: str) -> None:
    spec = described(app)
    beschreven = spec["paths"][adres.split("?", maxsplit=1)[0]]["get"]["responses"]["200"]
    vorm = beschreven["content"]["application/json"]["schema"]
    antwoord = client.get(f"/api/v1{adres}").get_json()
    Draft202012Validator({**vorm, "components": spec["components"]}).validate(antwoord)
    assert antwoord["items"]


def test_it_is_openapi_3_1_and_describes_every_address(app: Flask) -> None:
    spec = described(app)
    assert spec["openapi"] == "3.1.0"
    assert spec["info"]["contact"]["email"] == "kaart@voorbeeld.nl"
    regels = {
        r.rule.removeprefix("/api/v1").replace("<", "{").replace(">", "}")
        for r in app.url_map.iter_rules()
        if r.endpoint.startswith("api.")
    }
    assert set(spec["paths"]) == regels
    for pad, operaties in spec["paths"].items():
        namen = [p["name"] for p in operaties["get"]["parameters"]]
        assert len(namen) == len(set(namen)), pad
        assert operaties["get"]["summary"]


def test_it_keeps_the_rules_of_nlgov_that_a_description_can_keep(client: FlaskClient) -> None:
    """NLGov REST API Design Rules 2.1: doc-openapi-contact, uri-version, version-header, query-keys-camel-case,
    path-segments-kebab-case, semver, problem-details, invalid-input. `make toets` has spectral check them too."""
    spec: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    assert set(spec["info"]["contact"]) == {"name", "email", "url"}
    assert re.fullmatch(r"\d+\.\d+\.\d+", spec["info"]["version"])
    assert [server["url"] for server in spec["servers"]] == ["http://localhost/api/v1"]
    namen = [operatie["get"]["operationId"] for operatie in spec["paths"].values()]
    assert all(re.fullmatch(r"get([A-Z][a-z]+)+", naam) for naam in namen)
    assert len(namen) == len(set(namen))
    for pad, operaties in spec["paths"].items():
        assert re.fullmatch(r"(/([a-z0-9-]+|\{[a-z]+\}))+", pad)
        assert set(operaties) <= {"get", "parameters"}
        for parameter in operaties["get"]["parameters"]:
            assert re.fullmatch(r"[a-z][a-z0-9]*([A-Z][a-z0-9]*)*", parameter["name"]), parameter["name"]
        antwoorden = operaties["get"]["responses"]
        assert "400" in antwoorden
        for status, antwoord in antwoorden.items():
            assert antwoord["headers"]["API-Version"]["schema"] == {"type": "string"}
            if status >= "400":
                assert list(antwoord["content"]) == ["application/problem+json"]
    assert {"status", "title", "detail"} <= set(spec["components"]["schemas"]["Probleem"]["required"])


def test_the_server_that_it_names_is_the_one_that_answers(client: FlaskClient) -> None:
    spec: dict[str, Any] = client.get("/api/v1/openapi.json", headers={"Host": "kaart.voorbeeld.nl"}).get_json()
    (server,) = (een["url"] for een in spec["servers"])
    assert server == "http://kaart.voorbeeld.nl/api/v1"
    for pad in spec["paths"]:
        heel = server.removeprefix("http://kaart.voorbeeld.nl") + pad.format(code="GM0193", id="gr-24566519")
        vraag = "?gemeente=zwolle&gemeente=deventer" if pad == "/vergelijking" else ""
        antwoord = client.get(heel + vraag)
        assert antwoord.status_code == 200, heel
        beschreven = spec["paths"][pad]["get"]["responses"]["200"]["headers"]
        assert set(beschreven) <= set(antwoord.headers.keys()), heel
        assert antwoord.headers["API-Version"] == spec["info"]["version"]
    assert client.get(spec["info"]["contact"]["url"].removeprefix("http://kaart.voorbeeld.nl")).status_code == 200


@pytest.mark.parametrize("oud", ["per-pagina=7", "per-pagina=7&perPagina=", "perPagina=7"])
def test_parameters_of_before_are_understood(client: FlaskClient, oud: str) -> None:
    antwoord = client.get(f"/api/v1/samenwerkingsverbanden?{oud}&publiek_privaat=publiekrechtelijk")
    assert len(antwoord.get_json()["items"]) == 7
    link = antwoord.headers.getlist("Link")[0]
    assert "perPagina=7" in link
    assert "recht=publiekrechtelijk" in link
    assert "per-pagina" not in link


@pytest.mark.parametrize(
    "fout", ["per-pagina=0", "per-pagina=x", "per-pagina=5&perPagina=6", "per_pagina=5", "perpagina=5"]
)
def test_what_they_cannot_be_is_still_told(client: FlaskClient, fout: str) -> None:
    antwoord = client.get(f"/api/v1/gemeenten?{fout}")
    assert (antwoord.status_code, antwoord.mimetype) == (400, "application/problem+json")


def test_only_the_asked_fields(client: FlaskClient) -> None:
    items = client.get("/api/v1/gemeenten?fields=code,%20aantal&perPagina=3").get_json()["items"]
    assert [list(item) for item in items] == [["code", "aantal"]] * 3
    assert list(client.get("/api/v1/gemeenten/GM0193?fields=naam").get_json()) == ["naam"]
    fout = client.get("/api/v1/themas?fields=kleur")
    assert (fout.status_code, fout.get_json()["invalid-params"][0]["name"]) == (400, "fields")


def test_links_lead_from_gemeente_to_samenwerkingsverband_and_back(client: FlaskClient) -> None:
    zwolle = client.get("/api/v1/gemeenten/GM0193").get_json()
    for verband in zwolle["samenwerkingsverbanden"]:
        heel = client.get(verband["_links"]["self"]["href"]).get_json()
        assert heel["id"] == verband["id"]
        assert zwolle["_links"]["self"] in heel["_links"]["gemeenten"]
    zelfde = client.get(f"{zwolle['_links']['samenwerkingsverbanden']['href']}&perPagina=1000").get_json()
    assert {v["id"] for v in zelfde["items"]} == {v["id"] for v in zwolle["samenwerkingsverbanden"]}
    assert client.get(zwolle["_links"]["pagina"]["href"]).status_code == 200
    jeugd = client.get("/api/v1/gemeenten/GM0193?thema=jeugd").get_json()
    assert 0 < jeugd["aantal"] < zwolle["aantal"]


@pytest.mark.parametrize("werkwoord", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("adres", ["/api/v1/gemeenten", "/api/v1/gemeenten/GM0193", "/api/v1/openapi.json"])
def test_other_verbs_are_refused_as_a_problem(client: FlaskClient, werkwoord: str, adres: str) -> None:
    doe: Callable[[str], Any] = getattr(client, werkwoord)
    antwoord = doe(adres)
    assert (antwoord.status_code, antwoord.mimetype) == (405, "application/problem+json")
    assert "GET" in antwoord.headers["Allow"]


@pytest.mark.parametrize(
    "adres", ["/api/v1/gemeenten", "/api/v1/openapi.json", "/api/v1/bestaat-niet", "/api/v1/themas?x=1"]
)
def test_any_site_may_read_it(client: FlaskClient, adres: str) -> None:
    for antwoord in (client.get(adres), client.options(adres), client.head(adres)):
        assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
        assert antwoord.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert antwoord.headers["API-Version"].count(".") == 2
        assert "Set-Cookie" not in antwoord.headers


def test_an_etag_saves_the_second_answer(client: FlaskClient) -> None:
    eerste = client.get("/api/v1/samenwerkingsverbanden")
    tweede = client.get("/api/v1/samenwerkingsverbanden", headers={"If-None-Match": eerste.headers["ETag"]})
    assert (tweede.status_code, tweede.data) == (304, b"")
    assert client.get("/api/v1/samenwerkingsverbanden?thema=jeugd").headers["ETag"] != eerste.headers["ETag"]


def test_pages_of_a_list_link_to_each_other_and_make_the_whole(client: FlaskClient) -> None:
    heel = client.get("/api/v1/verbindingen?perPagina=1000").get_json()["items"]
    adres, delen = "/api/v1/verbindingen?perPagina=40", []
    while adres:
        antwoord = client.get(adres)
        delen += antwoord.get_json()["items"]
        volgende = [link for link in antwoord.headers.getlist("Link") if 'rel="next"' in link]
        adres = volgende[0].split(">")[0][1:] if volgende else ""
    assert delen == heel


def test_names_that_look_like_something_else_are_only_names(klein_client: FlaskClient) -> None:
    tekst = klein_client.get("/api/v1/samenwerkingsverbanden?perPagina=1000&peildatum=2022-01-01").text
    assert json.loads(tekst)["items"]
    assert klein_client.get("/api/v1/samenwerkingsverbanden").mimetype == "application/json"
