"""How the program logs: to standard error, as lines for people or as JSON for a log system."""

from __future__ import annotations

import logging
from contextvars import ContextVar
from datetime import UTC, datetime

VORMEN = ("tekst", "json")

VERZOEK: ContextVar[str] = ContextVar("verzoek", default="")
"""The number of the request that is being answered; "" outside of one."""


def install(vorm: str) -> None:
    """Sets the form of all log lines: each with its moment (RFC 3339, with the zone) and, where there is one, the
    number of the request, a traceback too. vorm: one of VORMEN."""
    out = logging.StreamHandler()
    out.addFilter(_number)
    if vorm == "json":
        from pythonjsonlogger.json import JsonFormatter  # noqa: PLC0415 - only who chooses it needs it

        class Json(JsonFormatter):
            def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - its name
                return _moment(record)

        out.setFormatter(
            Json(
                "{asctime}{levelname}{name}{message}",
                style="{",
                rename_fields={"asctime": "tijd", "levelname": "niveau", "name": "deel", "message": "bericht"},
                json_ensure_ascii=False,
            )
        )
    else:
        out.setFormatter(_Text("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[out], force=True)  # what libraries have to tell is not news
    for eigen in ("viewer", "samenwerkingskaart"):
        logging.getLogger(eigen).setLevel(logging.INFO)


class _Text(logging.Formatter):
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - its name
        """The moment, as in JSON."""
        return _moment(record)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - its name
        """The line, with the number of the request after it."""
        nummer = getattr(record, "verzoek", "")
        return super().formatMessage(record) + (f" (verzoek {nummer})" if nummer else "")


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(timespec="milliseconds")


def _number(record: logging.LogRecord) -> bool:
    nummer = VERZOEK.get()
    if nummer and not hasattr(record, "verzoek"):
        record.verzoek = nummer
    return True
