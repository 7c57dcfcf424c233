"""What administrators see: numbers for requests, log lines without personal data, metrics, security.txt."""

from __future__ import annotations

import json
import logging
import re
import threading
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client import REGISTRY
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from tests.server import serve
from viewer import logs
from viewer.settings import Settings
from viewer.web import create_app, observe
from viewer.web.context import site_of

OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}


def read_metrics(tekst: str) -> dict[tuple[str, tuple[str, ...]], float]:
    return {
        (m.name, tuple(m.labels[k] for k in sorted(m.labels))): m.value
        for familie in text_string_to_metric_families(tekst)
        for m in familie.samples
    }


def test_every_answer_has_a_number_and_keeps_a_given_one(client: FlaskClient) -> None:
    nummers = {client.get(adres).headers["X-Request-Id"] for adres in ("/", "/", "/over", "/niets", "/api/v1/niets")}
    assert len(nummers) == 5
    assert client.get("/", headers={"X-Request-Id": "a1b2c3d4-e5"}).headers["X-Request-Id"] == "a1b2c3d4-e5"
    for kwaad in ("x", "a" * 65, "a b c d e f g", "<script>alert(1)"):
        assert client.get("/", headers={"X-Request-Id": kwaad}).headers["X-Request-Id"] != kwaad


def test_log_lines_are_json_without_what_a_visitor_asked(
    klein: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Settings(), klein)
    oud = logging.getLogger().handlers[:]
    try:
        logs.install("json")
        logging.getLogger("samenwerkingskaart").setLevel(logging.DEBUG)
        client = app.test_client()
        client.get(
            "/?q=mijn+geheim", headers={"X-Request-Id": "nummer-12345"}, environ_base={"REMOTE_ADDR": "10.1.2.3"}
        )
        app.view_functions["pages.about"] = lambda: 1 / 0
        app.config["PROPAGATE_EXCEPTIONS"] = False
        assert client.get("/over", headers={"X-Request-Id": "kapot-12345"}).status_code == 500
        logging.getLogger("viewer").warning("buiten een verzoek")
    finally:
        logging.basicConfig(handlers=oud, force=True)
        logging.getLogger("samenwerkingskaart").setLevel(logging.NOTSET)
    out = capsys.readouterr().err
    regels = [json.loads(regel) for regel in out.splitlines()]
    eerste = next(r for r in regels if r.get("verzoek") == "nummer-12345")
    assert (eerste["route"], eerste["status"], eerste["methode"]) == ("/", 200, "GET")
    assert any(r["niveau"] == "ERROR" and r.get("status") == 500 for r in regels)
    # A traceback says of which request it is, and every line of which moment, with the zone.
    spoor = [r for r in regels if "ZeroDivisionError" in str(r.get("exc_info"))]
    assert [r["verzoek"] for r in spoor] == ["kapot-12345"]
    assert all(datetime.fromisoformat(r["tijd"]).tzinfo for r in regels)
    assert all("T" in r["tijd"] and "," not in r["tijd"] for r in regels)
    assert [r for r in regels if r["bericht"] == "buiten een verzoek" and "verzoek" not in r]
    assert "geheim" not in out
    assert "10.1.2.3" not in out


def test_another_format_of_oembed_is_no_fault_of_ours(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    for soort in ("xml", "XML"):
        assert client.get(f"/oembed?format={soort}&url=http://localhost/").status_code == 501
    assert not [regel for regel in caplog.records if regel.levelno >= logging.WARNING]
    for soort in ("json", "JSON", "Json", "", "application/json"):
        assert client.get(f"/oembed?format={soort}&url=http://localhost/").status_code == 200, soort


def test_what_libraries_tell_does_not_fill_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    """matplotlib's hundreds of lines per chart filled a pipe that nobody read, and the server stood still."""
    oud = logging.getLogger().handlers[:]
    try:
        logs.install("tekst")
        logging.getLogger("matplotlib.category").info("niet")
        logging.getLogger("viewer.store").info("wel")
    finally:
        logging.basicConfig(handlers=oud, force=True)
    out = capsys.readouterr().err
    assert "wel" in out
    assert "niet" not in out


def test_metrics_count_and_tell_how_old_the_data_are(klein_app: Flask) -> None:
    client = klein_app.test_client()
    sleutel = ("kaart_verzoeken_total", ("/gezondheid", "200"))
    client.get("/gezondheid")
    before = read_metrics(client.get("/metrics", headers=OPENMETRICS).text)
    client.get("/gezondheid")
    after = read_metrics(client.get("/metrics", headers=OPENMETRICS).text)
    assert after[sleutel] == before[sleutel] + 1
    dataset = site_of(klein_app).store.current().dataset
    assert after["kaart_peildatum_leeftijd_dagen", ()] == (datetime.now(UTC).date() - dataset.peildatum).days
    assert after["kaart_verouderd_seconden", ()] == 0
    assert after["kaart_gegevens", ("gemeenten",)] == len(dataset.gemeenten)
    assert "# HELP kaart_verzoeken" in client.get("/metrics").text


@pytest.mark.traag
def test_workers_count_together(klein: Path) -> None:
    with serve(klein, workers=2) as adres:
        for _ in range(40):
            urllib.request.urlopen(f"{adres}/robots.txt").read()
        verzoek = urllib.request.Request(f"{adres}/metrics", headers=OPENMETRICS)
        tellers = read_metrics(urllib.request.urlopen(verzoek).read().decode())
    assert tellers["kaart_verzoeken_total", ("/robots.txt", "200")] == 40


def test_security_txt_names_a_mailbox_and_a_day_to_come(klein: Path) -> None:
    client = create_app(Settings(correctie_email="kaart@overijssel.nl"), klein).test_client()
    tekst = client.get("/.well-known/security.txt").text
    assert "Contact: mailto:kaart@overijssel.nl\n" in tekst
    tot = re.search(r"^Expires: (.+)$", tekst, re.MULTILINE)
    assert tot
    assert datetime.fromisoformat(tot[1]) > datetime.now(UTC)
    assert create_app(Settings(), klein).test_client().get("/.well-known/security.txt").status_code == 404


def test_health_tells_the_program_and_the_last_import(client: FlaskClient) -> None:
    stand = client.get("/gezondheid").get_json()
    assert re.fullmatch(r"\d+\.\d+\.\d+", stand["programma"])
    for wat in ("geladen", "laatste_import"):
        assert datetime.fromisoformat(stand[wat]) <= datetime.now(UTC)


def test_two_first_requests_at_once_make_the_counters_once() -> None:
    """Found by the soak: two threads of a new worker both registered them, and one answer was a 500."""
    observe._gemaakt.clear()
    for naam in ("kaart_verzoeken_total", "kaart_verzoek_seconden"):
        if meter := REGISTRY._names_to_collectors.get(naam):
            REGISTRY.unregister(meter)
    fouten: list[Exception] = []

    def doe() -> None:
        try:
            observe._tellers()
        except Exception as fout:
            fouten.append(fout)

    draden = [threading.Thread(target=doe) for _ in range(16)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert not fouten
