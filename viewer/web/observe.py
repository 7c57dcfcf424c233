"""What administrators see: a number for each request, log lines without personal data, and `/metrics`."""

from __future__ import annotations

import logging
import os
import re
import secrets
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Flask, Response, g, request

from viewer.errors import BadPackage
from viewer.logs import VERZOEK
from viewer.store import Store
from viewer.web.answers import not_kept
from viewer.web.context import this_site
from viewer.web.edition import Edition
from viewer.web.security import PARTS

blueprint = Blueprint("observe", __name__)
log = logging.getLogger("samenwerkingskaart.verzoek")
TRAAG_S = 1.0
"""A request that takes longer is logged as a warning."""

_NOT_OFFERED = 501
"""What is asked for is not offered (oEmbed in XML): no fault of ours."""

_NUMMER = re.compile(r"[A-Za-z0-9._-]{8,64}")
_EMMERS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0)


_slot = threading.Lock()
_gemaakt: list[tuple[Any, Any]] = []


def _tellers() -> tuple[Any, Any]:
    """A counter of requests and a histogram of their seconds. Made at the first request, in a worker:
    the library decides as it loads whether it counts for one process or for several together."""
    if not _gemaakt:
        with _slot:  # two first requests at once must not both register them
            if not _gemaakt:
                _gemaakt.append(_make_tellers())
    return _gemaakt[0]


def _make_tellers() -> tuple[Any, Any]:
    from prometheus_client import Counter, Histogram  # noqa: PLC0415

    return (
        Counter("kaart_verzoeken", "Beantwoorde verzoeken", ["route", "status"]),
        Histogram("kaart_verzoek_seconden", "Duur van verzoeken", ["route"], buckets=_EMMERS),
    )


def install(app: Flask) -> None:
    """Numbers, counts and logs every request. The address a visitor comes from, and what they search
    for, are in neither: a request is told by its route."""

    @app.before_request
    def begin() -> None:
        g.begin = time.perf_counter()
        gegeven = request.headers.get("X-Request-Id", "")
        g.nummer = gegeven if _NUMMER.fullmatch(gegeven) else secrets.token_hex(8)
        VERZOEK.set(g.nummer)

    @app.teardown_request
    def done(_: BaseException | None) -> None:
        VERZOEK.set("")

    @app.after_request
    def end(antwoord: Response) -> Response:
        duur = time.perf_counter() - g.begin
        route = request.url_rule.rule if request.url_rule is not None else "geen"
        verzoeken, seconden = _tellers()
        verzoeken.labels(route, str(antwoord.status_code)).inc()
        seconden.labels(route).observe(duur)
        if not request.path.startswith(PARTS):  # nobody reports a part of a page, and there are twenty of them
            antwoord.headers["X-Request-Id"] = g.nummer
        niveau = logging.DEBUG
        if antwoord.status_code >= 500 and antwoord.status_code != _NOT_OFFERED:
            niveau = logging.ERROR
        elif duur >= TRAAG_S:
            niveau = logging.WARNING
        if log.isEnabledFor(niveau):
            log.log(
                niveau,
                "%s %s %s",
                request.method,
                route,
                antwoord.status_code,
                extra={
                    "verzoek": g.nummer,
                    "methode": request.method,
                    "route": route,
                    "status": antwoord.status_code,
                    "ms": round(duur * 1000, 1),
                },
            )
        return antwoord


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counts for Prometheus, in OpenMetrics when it asks for that. With several workers they are those
    of all together; what is told of the data is the answering worker's."""
    from prometheus_client import REGISTRY, CollectorRegistry  # noqa: PLC0415
    from prometheus_client.exposition import choose_encoder  # noqa: PLC0415
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    _tellers()
    register = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(register)  # type: ignore[no-untyped-call]
    else:
        register.register(_Only(REGISTRY, "kaart_"))
    register.register(_Gegevens(this_site().store))
    maak, soort = choose_encoder(request.headers.get("Accept", ""))
    return not_kept(Response(maak(register), content_type=soort))


class _Only:
    """The metrics of a registry whose name begins with something: ours, not the process's."""

    def __init__(self, register: Any, begin: str) -> None:
        self._register, self._begin = register, begin

    def collect(self) -> Iterator[Any]:
        """As a collector of prometheus_client."""
        return (metriek for metriek in self._register.collect() if metriek.name.startswith(self._begin))


class _Gegevens:
    """What is in service: how old it is, how much of it, and whether there is something newer that fails."""

    def __init__(self, store: Store[Edition]) -> None:
        self._store = store

    def collect(self) -> Iterator[Any]:
        """As a collector of prometheus_client."""
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415

        try:
            dataset = self._store.current().dataset
        except BadPackage:  # nothing is in service; what is counted must be told all the same
            return
        nu = datetime.now(UTC)
        dagen = max((nu.date() - dataset.peildatum).days, 0)
        yield GaugeMetricFamily("kaart_peildatum_leeftijd_dagen", "Dagen sinds de dag van het register", dagen)
        geladen = self._store.geladen.timestamp() if self._store.geladen else 0
        yield GaugeMetricFamily("kaart_geladen_seconden", "Wanneer de gegevens in gebruik kwamen (Unix)", geladen)
        oud = self._store.verouderd
        sinds = (nu - oud.sinds).total_seconds() if oud else 0
        yield GaugeMetricFamily("kaart_verouderd_seconden", "Hoe lang nieuwere gegevens niet bruikbaar zijn", sinds)
        omvang = GaugeMetricFamily("kaart_gegevens", "Aantal in gebruik", labels=["wat"])
        for wat, hoeveel in dataset.omvang.items():
            omvang.add_metric([wat], hoeveel)
        yield omvang
