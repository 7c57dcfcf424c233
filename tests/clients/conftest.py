"""A running server for programs of others, and which of those programs must be there.

`make toets` installs them and sets TOETS; elsewhere what is not on the machine is skipped.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.conftest import DATA
from tests.server import serve


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a server on the snapshot."""
    with serve(DATA) as adres:
        yield adres


def needs(program: str, present: bool) -> None:
    """Skips a test for a program that is not here, or fails where all of them must be."""
    if not present:
        (pytest.fail if os.environ.get("TOETS") else pytest.skip)(f"{program} staat niet op deze machine")
