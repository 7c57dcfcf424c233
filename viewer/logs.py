"""How the program logs: to standard error, as lines for people or as JSON for a log system."""

from __future__ import annotations

import logging

VORMEN = ("tekst", "json")


def install(vorm: str) -> None:
    """Sets the form of all log lines. vorm: one of VORMEN."""
    out = logging.StreamHandler()
    if vorm == "json":
        from pythonjsonlogger.json import JsonFormatter  # noqa: PLC0415 - only who chooses it needs it

        out.setFormatter(
            JsonFormatter(
                "{asctime}{levelname}{name}{message}",
                style="{",
                rename_fields={"asctime": "tijd", "levelname": "niveau", "name": "deel", "message": "bericht"},
                json_ensure_ascii=False,
            )
        )
    else:
        out.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[out], force=True)  # what libraries have to tell is not news
    for eigen in ("viewer", "samenwerkingskaart"):
        logging.getLogger(eigen).setLevel(logging.INFO)
