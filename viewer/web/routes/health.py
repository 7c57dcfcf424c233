"""`/gezondheid`: whether the site is well and how old its data are, for machines."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flask import Blueprint, Response, jsonify

from viewer import __version__
from viewer.errors import BadPackage
from viewer.sources.registry import REGISTER
from viewer.sources.schema import DATAPACKAGE
from viewer.web.answers import not_kept
from viewer.web.context import this_site

blueprint = Blueprint("health", __name__)


@blueprint.get("/gezondheid")
def health() -> tuple[Response, int]:
    """200 when there is good data to serve (`ok` or `verouderd`), else 503."""
    store = this_site().store
    try:
        dataset = store.current().dataset
    except BadPackage as fault:
        return not_kept(jsonify({"status": "fout", "reden": str(fault).splitlines()[0]})), 503
    state: dict[str, object] = {"status": "ok"}
    if store.verouderd is not None:
        state = {
            "status": "verouderd",
            "reden": store.verouderd.reden.splitlines()[0],
            "sinds": store.verouderd.sinds.isoformat(timespec="seconds"),
        }
    state["programma"] = __version__
    state["geladen"] = store.geladen.isoformat(timespec="seconds") if store.geladen else None
    state["laatste_import"] = _last_import(store.map)
    state["peildatum"] = dataset.peildatum.isoformat()
    state["versie"] = dataset.versie
    register = dataset.facts[REGISTER.id]
    state["overgeslagen"] = register.get("overgeslagen", [])
    state["meldingen"] = register.get("meldingen", [])
    return not_kept(jsonify(state | dataset.omvang)), 200


def _last_import(folder: Path) -> str | None:
    """When the folder was last replaced, good or not."""
    try:
        moment = (folder / DATAPACKAGE).stat().st_mtime
    except OSError:
        return None
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds")
