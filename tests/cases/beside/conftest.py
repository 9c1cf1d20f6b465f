"""Set the clock and the people of these tests."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from tests.factories import make_member


@pytest.fixture
def clock(monkeypatch):
    """A clock the test sets: ``clock.now``."""

    class Clock:
        now = datetime(2026, 8, 4, 7, 0, tzinfo=UTC)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture(autouse=True)
def _late(clock):
    """The reply to the request was due yesterday."""


@pytest.fixture
def member():
    return make_member("priya")
