"""The addresses of the site, a module per kind of page; none knows another. A new one is a module here."""

from __future__ import annotations

import importlib
import pkgutil

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """The `blueprint` of every module here."""
    return [importlib.import_module(f"{__name__}.{module.name}").blueprint for module in pkgutil.iter_modules(__path__)]
