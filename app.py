"""The application, for `flask --app app` and for servers that import it."""

from __future__ import annotations

from viewer.start import load_app

app = load_app()
