"""The morning's mail is sent once to each, by the clock or by hand, and what does not leave is seen."""

import threading
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from cases import digest, events
from cases.management.look_at_digest import look_at_digest
from cases.models import Digest, Event, Role
from cases.selectors.alarms import AlarmKind, list_alarms
from cases.services.days import digests
from tests.cases.morning.morning_cases import AT_EIGHT, TODAY, URL, go, late
from tests.factories import make_member

pytestmark = pytest.mark.django_db


class TestSending:
    """Once each, on working mornings, to a real mail server."""

    def test_each_gets_their_own_once(self, tray, priya, marcus):
        mine, theirs = late(priya), late(marcus)
        go()
        go()
        sent = {e.rcpt_tos[0]: m.get_content() for e, m in zip(tray.envelopes, tray.messages, strict=True)}
        assert len(tray.envelopes) == 2
        assert mine.reference in sent[priya.email]
        assert theirs.reference not in sent[priya.email]
        assert theirs.reference in sent[marcus.email]
        (one, *_) = tray.messages
        assert one["Subject"] == "Putright: 1 late"
        assert one["Message-ID"].startswith("<morning-2026-03-03-")
        assert (one["Auto-Submitted"], one["Cc"], one["Bcc"]) == ("auto-generated", None, None)
        assert Event.objects.filter(verb="digest_sent").count() == 2
        assert events.broken_links(f"member:{priya.pk}") == []

    def test_the_next_morning_brings_the_next(self, tray, clock, priya):
        late(priya)
        go()
        clock.now = AT_EIGHT + timedelta(days=1)
        go()
        assert len(tray.envelopes) == 2

    @pytest.mark.parametrize(
        ("now", "number"),
        [
            pytest.param(datetime(2026, 3, 3, 7, 29, tzinfo=UTC), 0, id="a minute before"),
            pytest.param(datetime(2026, 3, 3, 7, 30, tzinfo=UTC), 1, id="half past seven"),
            pytest.param(datetime(2026, 3, 3, 15, 0, tzinfo=UTC), 1, id="Putright was down all morning"),
            pytest.param(datetime(2026, 3, 7, 8, 0, tzinfo=UTC), 0, id="Saturday"),
            pytest.param(datetime(2026, 4, 3, 8, 0, tzinfo=UTC), 0, id="Good Friday"),
            pytest.param(datetime(2026, 6, 2, 6, 30, tzinfo=UTC), 1, id="half past seven in summer"),
            pytest.param(datetime(2026, 6, 2, 6, 29, tzinfo=UTC), 0, id="a minute before, in summer"),
        ],
    )
    def test_when(self, tray, clock, priya, now, number):
        late(priya)
        clock.now = now
        go()
        assert len(tray.envelopes) == number

    @pytest.mark.parametrize("name", ["PUTRIGHT_SMTP_URL", "PUTRIGHT_PUBLIC_URL"])
    def test_only_if_both_addresses_are_set(self, tray, settings, priya, name):
        late(priya)
        setattr(settings, name, "")
        go()
        assert tray.envelopes == []
        assert not Digest.objects.exists()

    def test_off_is_never(self, tray, settings, priya):
        settings.PUTRIGHT_DIGEST_AT = "off"
        late(priya)
        go()
        assert tray.envelopes == []

    def test_with_nothing_to_tell_no_mail_goes(self, tray, priya):
        go()
        assert tray.envelopes == []
        assert (Digest.objects.get().sent_at, Digest.objects.get().lines) == (AT_EIGHT, 0)

    @pytest.mark.parametrize(
        "fields",
        [{"email": ""}, {"is_active": False}, {"role": Role.ADMINISTRATOR}],
        ids=["no address", "has left", "an administrator sees no case"],
    )
    def test_who_gets_none(self, tray, fields):
        late(make_member(**fields))
        go()
        assert tray.envelopes == []

    @pytest.mark.parametrize("trouble", ["refuse-recipient", "busy-recipient", "refuse-letter"])
    def test_what_is_not_taken_is_tried_again_and_shown(self, tray, clock, priya, trouble):
        late(priya)
        tray.trouble = trouble
        for _ in range(3):
            go()
            clock.now += timedelta(minutes=10)
        row = Digest.objects.get()
        assert (row.sent_at, row.tries) == (None, 3)
        assert "brackenshire.example" not in row.trouble
        assert AlarmKind.DIGEST in {alarm.kind for alarm in list_alarms(clock.now)}
        tray.trouble = ""
        clock.now += timedelta(hours=1)
        go()
        assert len(tray.envelopes) == 1
        assert AlarmKind.DIGEST not in {alarm.kind for alarm in list_alarms(clock.now)}

    def test_a_server_that_is_down_holds_nobody_up_long(self, settings, clock, priya, marcus):
        settings.PUTRIGHT_SMTP_URL, settings.PUTRIGHT_PUBLIC_URL = "smtp://127.0.0.1:9", URL
        late(priya)
        late(marcus)
        go()
        assert sorted(Digest.objects.values_list("tries", flat=True)) == [0, 1]

    def test_after_a_crash_between_taking_and_marking_the_same_mail_goes_again(self, tray, clock, priya):
        late(priya)
        digests.plan(on=TODAY, member_ids=[priya.pk])
        digests.take(digest_id=Digest.objects.get().pk)
        go()
        assert tray.envelopes == []
        clock.now += digests.TAKEN_FOR
        go()
        assert len(tray.envelopes) == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_send_each_mail_once(tray, priya, marcus):
    late(priya)
    late(marcus)
    begin, faults = threading.Barrier(2), []

    def one_process():
        begin.wait()
        try:
            # Both hold the lease, as two processes on one machine whose clocks disagree would.
            go()
        except Exception as error:  # noqa: BLE001 - told below
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one_process) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert sorted(e.rcpt_tos[0] for e in tray.envelopes) == sorted([priya.email, marcus.email])


class TestCommand:
    """``putright digest``."""

    def _said(self, *arguments):
        out = StringIO()
        call_command("digest", *arguments, stdout=out)
        return out.getvalue()

    def test_it_prints_one_members_mail_and_sends_nothing(self, tray, priya):
        case = late(priya)
        assert case.reference in self._said("--print", "priya")
        assert tray.envelopes == []
        assert not Digest.objects.exists()

    def test_it_says_how_todays_stands(self, tray, priya, marcus):
        late(priya)
        make_member("noel", email="")
        go()
        said = self._said()
        assert "Each working day at 07:30." in said
        assert "priya: sent at 08:00" in said
        assert "marcus: nothing to tell today" in said
        assert (
            "noel: no address is known; managers are told of what is late in their cases. Say: putright digest --address noel ADDRESS"
            in said
        )

    def test_it_sets_an_address(self, clock, priya):
        self._said("--address", "priya", "priya.raman@brackenshire.example")
        priya.refresh_from_db()
        assert priya.email == "priya.raman@brackenshire.example"

    @pytest.mark.parametrize(
        "arguments", [("--print", "nobody"), ("--address", "priya", "not an address")], ids=["who", "where"]
    )
    def test_what_it_refuses(self, clock, priya, arguments):
        with pytest.raises(CommandError):
            self._said(*arguments)


class TestCheck:
    """What ``putright check`` says of it."""

    @pytest.mark.parametrize(
        ("values", "state"),
        [
            ({"PUTRIGHT_PUBLIC_URL": URL}, "fine"),
            ({"PUTRIGHT_PUBLIC_URL": ""}, "look"),
            ({"PUTRIGHT_PUBLIC_URL": "putright.example"}, "wrong"),
            ({"PUTRIGHT_PUBLIC_URL": URL, "PUTRIGHT_DIGEST_AT": "half seven"}, "wrong"),
            ({"PUTRIGHT_DIGEST_AT": "off"}, "fine"),
        ],
        ids=["set", "no address", "no scheme", "no hour", "off"],
    )
    def test_of_the_settings(self, settings, values, state):
        for name, value in values.items():
            setattr(settings, name, value)
        assert [found.state.value for found in look_at_digest()] == [state]

    def test_of_members_without_an_address(self, settings):
        settings.PUTRIGHT_PUBLIC_URL = URL
        make_member(email="")
        (found,) = look_at_digest()
        assert (found.state.value, "1 of the team" in found.words) == ("look", True)

    def test_an_hour_that_is_none_stops_no_other_work(self, settings):
        settings.PUTRIGHT_DIGEST_AT = "25:00"
        with pytest.raises(ImproperlyConfigured, match="07:30"):
            digest.digest_time()
