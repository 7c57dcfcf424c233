"""`/gezondheid`: whether the site is well and how old its data are, for machines."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify

from viewer.errors import BadPackage
from viewer.store import Store
from viewer.web.edition import Uitgave

blueprint = Blueprint("health", __name__)


@blueprint.get("/gezondheid")
def health() -> tuple[Response, int]:
    """200 when there is good data to serve (`ok` or `verouderd`), else 503."""
    store: Store[Uitgave] = current_app.extensions["store"]
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
    stand["peildatum"] = dataset.peildatum.isoformat()
    stand["versie"] = dataset.versie
    stand["gemeenten"] = len(dataset.gemeenten)
    stand["samenwerkingsverbanden"] = len(dataset.verbanden)
    stand["deelnames"] = len(dataset.deelnames)
    return _no_store(stand), 200


def _no_store(stand: dict[str, object]) -> Response:
    antwoord = jsonify(stand)
    antwoord.headers["Cache-Control"] = "no-store"
    return antwoord
