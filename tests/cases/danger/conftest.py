"""Give the tests of danger a clock that they move themselves, and people of the team."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import NOW, make_member


@pytest.fixture
def clock(monkeypatch):
    """A clock the test moves: ``clock.now``; it begins on Tuesday 3 March 2026 at 2:05pm, when the office is open."""

    class Clock:
        now = NOW

        def pass_(self, **words):
            self.now += timedelta(**words)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def member(db):
    return make_member("priya")
