"""One server per port: a second is refused in one line, whoever is there already and however close they start."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import DATA
from tests.server import GEDULD_S, ROOT, environment, free_port, serve
from viewer.errors import BadPort
from viewer.port import claimed


def start(port: int, host: str = "127.0.0.1") -> subprocess.Popen[str]:
    opdracht = [sys.executable, "-m", "flask", "--app", "app", "serve", "--workers", "1", "--host", host, "--port", str(port)]  # fmt: skip
    return subprocess.Popen(
        opdracht, cwd=ROOT, env=environment(KAART_DATA=str(DATA)), stderr=subprocess.PIPE, text=True
    )


@pytest.mark.traag
def test_a_second_server_is_refused_and_the_first_goes_on() -> None:
    with serve(DATA) as adres:
        port = int(adres.rsplit(":", 1)[1])
        for host in ("127.0.0.1", "0.0.0.0", "localhost"):
            tweede = start(port, host)
            _, zegt = tweede.communicate(timeout=120)
            assert tweede.returncode == 1
            assert re.fullmatch(rf"Poort {port} op {re.escape(host)}: is al in gebruik\. Stop .*\n", zegt)
        assert urllib.request.urlopen(f"{adres}/gezondheid").status == 200


@pytest.mark.parametrize("gedeeld", [False, True])
@pytest.mark.parametrize(("bij", "vraagt"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("127.0.0.1", "0.0.0.0")])  # fmt: skip
def test_another_program_at_the_port_is_noticed(bij: str, vraagt: str, gedeeld: bool) -> None:
    with socket.socket() as ander:
        if gedeeld:
            ander.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ander.bind((bij, 0))
        ander.listen()
        port = ander.getsockname()[1]
        with pytest.raises(BadPort, match="is al in gebruik"), claimed(vraagt, port):
            pass


def test_of_two_that_start_at_once_one_gets_it() -> None:
    """The other comes before the first listens."""
    port = free_port()
    with claimed("127.0.0.1", port), pytest.raises(BadPort, match="is al in gebruik"), claimed("127.0.0.1", port):
        pass
    with claimed("127.0.0.1", port) as weer:  # and at the end it is free
        assert weer == port


def test_connections_that_are_still_closing_do_not_keep_it() -> None:
    with socket.socket() as luistert:
        luistert.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        luistert.bind(("127.0.0.1", 0))
        luistert.listen()
        port = luistert.getsockname()[1]
        bezoeker = socket.create_connection(("127.0.0.1", port))
        binnen, _ = luistert.accept()
        binnen.close()  # who closes first has the connection in TIME_WAIT
        bezoeker.close()
    with claimed("127.0.0.1", port):
        pass


def test_zero_is_any_free_port_and_an_address_must_be_ours() -> None:
    with claimed("127.0.0.1", 0) as port:
        assert port > 1023
    for host, port, zegt in (
        ("192.0.2.1", 8000, "is geen adres van deze machine"),
        ("bestaat.invalid", 8000, "is geen adres"),
    ):
        with pytest.raises(BadPort, match=zegt), claimed(host, port):
            pass


@pytest.mark.skipif(
    os.geteuid() == 0 or int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text()) <= 80,
    reason="every port may be used here",
)
def test_a_port_for_root_alone_says_so() -> None:
    with pytest.raises(BadPort, match="boven 1023"), claimed("127.0.0.1", 80):
        pass


@pytest.mark.traag
def test_zero_tells_where_it_is() -> None:
    proces = start(0)
    try:
        assert proces.stderr
        adres = proces.stderr.readline().split()[-1]
        eind = time.monotonic() + GEDULD_S
        while True:
            try:
                assert urllib.request.urlopen(f"{adres}/gezondheid", timeout=30).status == 200
                break
            except urllib.error.URLError:
                assert time.monotonic() < eind
                time.sleep(0.05)
    finally:
        proces.terminate()
        proces.communicate(timeout=30)
