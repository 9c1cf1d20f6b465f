"""Give the pages' tests people who are signed in, and stand still at one moment."""

import pytest
from django.utils import timezone

from tests.factories import NOW, make_member
from tests.review.in_browser import browser

__all__ = ["browser"]


@pytest.fixture(autouse=True)
def at_two_oclock(monkeypatch):
    """Let it be Tuesday 3 March 2026, 2:05pm."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def officer(db):
    return make_member("priya")


@pytest.fixture
def colleague(db):
    return make_member("marcus", first_name="Marcus", last_name="Bell")


@pytest.fixture
def administrator(db):
    return make_member("ada", role="administrator", first_name="Ada", last_name="Min")


@pytest.fixture
def desk(client, officer):
    """A client that is signed in as an officer."""
    client.force_login(officer)
    return client
