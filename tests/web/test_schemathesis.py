"""The API keeps its word to odd requests too. Making those takes seconds, and so does loading what makes them:
`make snel` leaves this file out."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import CHECKS

from tests.conftest import DATA
from viewer.settings import Settings
from viewer.web import create_app

app = create_app(Settings(correctie_email="kaart@voorbeeld.nl"), DATA)
schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
# A region, gemeente, subject or id must exist, which no description can say: such a 400 is right.
NIET = {"positive_data_acceptance"}


@pytest.mark.traag
@schema.parametrize()
@settings(
    max_examples=settings().max_examples // 4, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
def test_schemathesis_finds_no_failure(case: schemathesis.Case) -> None:
    case.headers["Accept-Encoding"] = "identity"
    case.call_and_validate(excluded_checks=[CHECKS.get_one(naam) for naam in NIET])
