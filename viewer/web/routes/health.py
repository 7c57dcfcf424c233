"""`/gezondheid`: whether the site is well and how old its data are, for machines."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response, current_app, jsonify

from viewer import __version__
from viewer.errors import BadPackage
from viewer.sources.schema import DATAPACKAGE
from viewer.store import Store
from viewer.web.edition import Edition

blueprint = Blueprint("health", __name__)


@blueprint.get("/gezondheid")
def health() -> tuple[Response, int]:
    """200 when there is good data to serve (`ok` or `verouderd`), else 503."""
    store: Store[Edition] = current_app.extensions["store"]
    try:
        dataset = store.current().dataset
    except BadPackage as fout:
        return _no_store({"status": "fout", "reden": str(fout).splitlines()[0]}), 503
    stand: dict[str, object] = {"status": "ok"}
    if store.verouderd is not None:
        stand = {
            "status": "verouderd",
            "reden": store.verouderd.reden.splitlines()[0],
            "sinds": store.verouderd.sinds.isoformat(timespec="seconds"),
        }
    stand["programma"] = __version__
    stand["geladen"] = store.geladen.isoformat(timespec="seconds") if store.geladen else None
    stand["laatste_import"] = _last_import(store.map)
    stand["peildatum"] = dataset.peildatum.isoformat()
    stand["versie"] = dataset.versie
    return _no_store(stand | dataset.omvang), 200


def _last_import(map_: Path) -> str | None:
    """When the folder was last replaced, good or not."""
    try:
        tijd = (map_ / DATAPACKAGE).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(tijd, UTC).isoformat(timespec="seconds")


def _no_store(stand: dict[str, object]) -> Response:
    antwoord = jsonify(stand)
    antwoord.headers["Cache-Control"] = "no-store"
    return antwoord
