"""Set the clock and the people of these tests."""

import pytest
from django.utils import timezone

from cases.models import Role
from tests.cases.morning.morning_cases import AT_EIGHT, URL
from tests.factories import make_member
from tests.smtp_sink import SmtpSink


@pytest.fixture
def clock(monkeypatch):
    """A clock the test sets: ``clock.now``."""

    class Clock:
        now = AT_EIGHT

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def tray(settings, clock):
    with SmtpSink() as sink:
        settings.PUTRIGHT_SMTP_URL = f"smtp://{sink.host}:{sink.port}"
        settings.PUTRIGHT_PUBLIC_URL = URL
        yield sink


@pytest.fixture
def priya():
    return make_member("priya")


@pytest.fixture
def marcus():
    return make_member("marcus", first_name="Marcus", last_name="Bell")


@pytest.fixture
def manager():
    return make_member("mira", role=Role.MANAGER, first_name="Mira", last_name="Lunt")
