"""The web application: `create_app` puts it together; routes elsewhere only translate."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from viewer.places import THUIS
from viewer.settings import Settings
from viewer.store import Store
from viewer.web import (
    address,
    api_description,
    compression,
    context,
    faults,
    folder,
    observe,
    routes,
    security,
    templating,
    tidying,
)
from viewer.web.api_description import ApiBlueprint
from viewer.web.assets import Assets
from viewer.web.context import Site
from viewer.web.edition import Edition, build_edition
from viewer.web.huisstijl import load_huisstijl
from viewer.web.jinja_js import compile_parts

TEMPLATES = THUIS / "templates"


def create_app(settings: Settings, data: Path, templates: Path = TEMPLATES, texts: bool = True) -> Flask:
    """An application for one province and one data folder.

    Reads no data yet: `site_of(app).store.load()` does, and raises BadPackage when it is not
    good; else the first request does. texts: see `context.Site`.
    Raises BadSetting for a house style that can't be used.
    """
    app = Flask("viewer", template_folder=str(templates), static_folder=None)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    parts = compile_parts(app.jinja_env, _parts(templates), "../taal.js")
    assets = Assets({f"js/delen/{name}.js": text.encode() for name, text in parts.items()})
    store: Store[Edition] = Store(data, lambda dataset: build_edition(dataset, settings, assets))
    site = Site(settings, store, assets, load_huisstijl(settings), texts)
    context.install(app, site)
    app.config.update(MAX_CONTENT_LENGTH=64_000, MAX_FORM_PARTS=50)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.compact = True  # type: ignore[attr-defined]
    templating.install(app, site)
    blueprints = (*routes.blueprints(), observe.blueprint)
    described = [blueprint for blueprint in blueprints if isinstance(blueprint, ApiBlueprint)]
    for blueprint in blueprints:
        if blueprint not in described:
            app.register_blueprint(blueprint)
    api_description.install(app, settings, described)
    observe.install(app)
    security.install(app, settings)
    compression.install(app)
    address.install(app)
    tidying.install(app)
    faults.install(app)
    folder.install(app, settings.pad)
    return app


def _parts(templates: Path) -> list[str]:
    """The templates that server and browser share, by name; those that others use come first in the alphabet."""
    return [f"delen/{pad.name}" for pad in sorted((templates / "delen").glob("*.html"))]
