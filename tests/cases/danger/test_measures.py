"""How long danger waited is said by month, with what was missed; the calls can be tried by command."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cases.models import Call, Event, Referral
from cases.selectors import safety
from cases.selectors.alarms import AlarmKind, list_alarms
from tests.factories import NOW, make_alert, make_case, make_mail, make_member
from tests.smtp_sink import SmtpSink
from tests.text_gateway import TextGateway

pytestmark = pytest.mark.django_db


def _alert(*, arrived=NOW, raised=2, **fields):
    case = make_case(received_at=arrived)
    return make_alert(
        case, make_mail(case=case, received_at=arrived), raised_at=arrived + timedelta(minutes=raised), **fields
    )


class TestMeasures:
    """Medians and counts of a month."""

    def test_each_step_has_its_time(self, clock):
        alert = _alert(
            state="confirmed",
            opened_at=NOW + timedelta(minutes=10),
            escalated_at=NOW + timedelta(minutes=14),
            confirmed_at=NOW + timedelta(minutes=26),
        )
        Referral.objects.create(alert=alert, to="front_door", due_at=NOW, told_at=NOW + timedelta(minutes=90))
        Call.objects.create(
            alert=alert, step="duty", contact="duty", channel="mail", made_at=NOW, due_at=NOW,
            reached_at=NOW + timedelta(minutes=3),
        )  # fmt: skip
        (found,) = safety.measure_months(months=1, now=NOW)
        assert (found.month, found.found, found.by_hand) == (date(2026, 3, 1), 1, 0)
        minutes = (
            found.minutes_to_alert, found.minutes_to_called, found.minutes_to_opened, found.minutes_to_escalated,
            found.minutes_to_confirmed,
        )  # fmt: skip
        assert minutes == (2, 1, 8, 12, 12)
        assert found.hours_to_referral == 1.5
        assert (found.unopened_late, found.unconfirmed_late, found.unanswered_late) == (0, 0, 0)

    def test_misses_false_alarms_and_what_nobody_could_read_are_counted_apart(self, clock):
        member = make_member()
        _alert(state="dismissed", done_by=member, done_at=NOW)
        _alert(raised_by=member, is_miss=True)
        _alert(raised_by=member, state="dismissed", done_by=member)
        _alert(flag="unscreened", state="dismissed", done_by=member)
        _alert(flag="unscreened", state="dismissed")
        (found,) = safety.measure_months(months=1, now=NOW)
        assert (found.found, found.by_hand, found.missed, found.false_alarms, found.unscreened) == (1, 2, 1, 1, 2)

    def test_what_still_waits_is_late_too(self, clock):
        _alert(raised=0)
        _alert(raised=0, state="escalated", opened_at=NOW, escalated_at=NOW)
        clock.pass_(minutes=31)
        (found,) = safety.measure_months(months=1, now=clock.now)
        assert (found.unopened_late, found.unconfirmed_late) == (1, 1)

    def test_a_month_without_any_stands_there_with_nothing(self, clock):
        _alert(arrived=datetime(2026, 1, 31, 23, 50, tzinfo=UTC))
        months = safety.measure_months(months=3, now=NOW)
        assert [(one.month, one.found) for one in months] == [
            (date(2026, 3, 1), 0), (date(2026, 2, 1), 0), (date(2026, 1, 1), 1)
        ]  # fmt: skip
        assert months[0].minutes_to_alert is None

    def test_the_month_is_londons(self, clock):
        _alert(arrived=datetime(2025, 6, 30, 23, 10, tzinfo=UTC))
        found = {one.month: one.found for one in safety.measure_months(months=12, now=NOW)}
        assert found[date(2025, 7, 1)] == 1

    @pytest.mark.parametrize(
        ("fields", "is_late"),
        [
            pytest.param({"answer_due_on": date(2026, 3, 2)}, True, id="no answer on its day"),
            pytest.param({"answer_due_on": date(2026, 3, 3)}, False, id="its day is today"),
            pytest.param({"answer_due_on": date(2026, 3, 2), "ended_at": NOW}, False, id="not needed"),
            pytest.param({}, False, id="not told yet"),
        ],
    )
    def test_an_answer_is_late_after_its_day(self, clock, fields, is_late):
        Referral.objects.create(alert=_alert(), to="front_door", due_at=NOW, **fields)
        assert safety.measure_months(months=1, now=NOW)[0].unanswered_late == int(is_late)


class TestUnreached:
    """What everybody is told when nobody can be called."""

    @pytest.mark.parametrize(
        ("fields", "reached", "is_told"),
        [
            pytest.param({}, None, True, id="nobody was called"),
            pytest.param({}, NOW, False, id="somebody was"),
            pytest.param({"opened_at": NOW}, None, False, id="a person has opened it"),
            pytest.param({"state": "escalated"}, None, False, id="a person has passed it on"),
            pytest.param({"flag": "unscreened"}, None, False, id="only a part that could not be read"),
            pytest.param({"raised_at": NOW - timedelta(seconds=90)}, None, False, id="a moment ago"),
        ],
    )
    def test_danger_nobody_was_called_about_is_an_alarm(self, clock, fields, reached, is_told):
        alert = make_alert(make_case(), **({"raised_at": NOW - timedelta(minutes=3)} | fields))
        Call.objects.create(
            alert=alert, step="duty", contact="duty", channel="mail", made_at=NOW, due_at=NOW, reached_at=reached
        )
        assert (AlarmKind.CALLS in {alarm.kind for alarm in list_alarms(NOW)}) is is_told


class TestCommand:
    """``putright safety``."""

    @pytest.fixture
    def tray(self, settings):
        with SmtpSink() as sink:
            settings.PUTRIGHT_SMTP_URL = f"smtp://{sink.host}:{sink.port}"
            settings.PUTRIGHT_ADMINISTRATOR = "it@council.example"
            yield sink

    @pytest.fixture
    def gateway(self, settings, tmp_path):
        settings.PUTRIGHT_TEXT_GATEWAY = tmp_path / "text_gateway.toml"
        settings.PUTRIGHT_TEXT_HOSTS = ["localhost"]
        with TextGateway() as server:
            server.write_settings(settings.PUTRIGHT_TEXT_GATEWAY)
            yield server

    def test_a_test_call_reaches_everybody_by_every_way_and_says_that_it_is_one(self, tray, gateway, capsys):
        call_command("safety", "--test-call", "--json")
        rows = json.loads(capsys.readouterr().out)
        assert [(row["contact"], row["channel"]) for row in rows] == [
            ("duty", "mail"), ("duty", "text"), ("emergency_duty", "mail"), ("emergency_duty", "text"),
            ("manager", "mail"), ("manager", "text"), ("administrator", "mail"),
        ]  # fmt: skip
        assert all("test" in mail["Subject"] for mail in tray.messages)
        assert all("This is a test" in body or "this is a test" in body for body in gateway.bodies)
        assert Event.objects.filter(verb="test_call").count() == 7

    def test_one_contact_by_one_way(self, tray, gateway, capsys):
        call_command("safety", "--test-call", "--to", "manager", "--channel", "text")
        assert "The complaints manager, by text message: taken." in capsys.readouterr().out
        assert (len(tray.envelopes), len(gateway.requests)) == (0, 1)

    def test_a_call_that_was_not_taken_fails_the_command_with_the_reason(self, settings, capsys):
        settings.PUTRIGHT_SMTP_URL = "smtp://127.0.0.1:9"
        with pytest.raises(CommandError, match="1 of 1"):
            call_command("safety", "--test-call", "--to", "duty")
        assert "cannot be reached" in capsys.readouterr().out

    def test_without_contacts_it_says_what_to_write(self, settings):
        settings.PUTRIGHT_ADMINISTRATOR = ""
        with pytest.raises(CommandError, match="safety"):
            call_command("safety", "--test-call", "--to", "administrator")

    def test_the_figures_are_printed(self, clock, capsys):
        _alert()
        call_command("safety", "--measures", "--months", "2")
        assert "March 2026: 1 found" in capsys.readouterr().out
        call_command("safety", "--measures", "--json")
        assert json.loads(capsys.readouterr().out)[0]["month"] == "2026-03"

    def test_what_is_open_is_counted(self, clock, capsys):
        _alert()
        call_command("safety")
        assert capsys.readouterr().out.startswith("1 signs of danger")

    def test_months_that_make_no_sense_are_refused(self):
        with pytest.raises(CommandError):
            call_command("safety", "--measures", "--months", "0")
