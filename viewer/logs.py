"""How the program logs: to standard error, as lines for people or as JSON for a log system."""

from __future__ import annotations

import logging

VORMEN = ("tekst", "json")


def install(vorm: str) -> None:
    """Sets the form of all log lines. vorm: one of VORMEN."""
    uit = logging.StreamHandler()
    if vorm == "json":
        from pythonjsonlogger.json import JsonFormatter  # noqa: PLC0415 - only who chooses it needs it

        uit.setFormatter(
            JsonFormatter(
                "{asctime}{levelname}{name}{message}",
                style="{",
                rename_fields={"asctime": "tijd", "levelname": "niveau", "name": "deel", "message": "bericht"},
                json_ensure_ascii=False,
            )
        )
    else:
        uit.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[uit], force=True)  # what libraries have to tell is not news
    for eigen in ("viewer", "samenwerkingskaart"):
        logging.getLogger(eigen).setLevel(logging.INFO)
