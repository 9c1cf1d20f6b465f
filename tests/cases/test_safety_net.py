"""Who must be called about danger by now follows from the rows and the clock alone, on every day and at every hour."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import safety_net
from cases.desk import desk_calendar, desk_council, desk_safety
from cases.models import Call, Referral
from cases.safety_net import is_needed, is_office_open, on_duty, step_of, wanted_calls
from config.council import Reach, SafetyContacts
from tests.factories import NOW, make_alert, make_case, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(settings, tmp_path):
    settings.PUTRIGHT_TEXT_GATEWAY = tmp_path / "text_gateway.toml"
    settings.PUTRIGHT_TEXT_GATEWAY.touch()


def _steps(alert, now):
    return {(want.step, want.contact) for want in wanted_calls(alert, now)}


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        pytest.param(datetime(2026, 3, 3, 8, 29, tzinfo=UTC), False, id="a minute before the office opens"),
        pytest.param(datetime(2026, 3, 3, 8, 30, tzinfo=UTC), True, id="as it opens"),
        pytest.param(datetime(2026, 3, 3, 16, 59, tzinfo=UTC), True, id="a minute before it closes"),
        pytest.param(datetime(2026, 3, 3, 17, 0, tzinfo=UTC), False, id="as it closes"),
        pytest.param(datetime(2026, 3, 7, 12, 0, tzinfo=UTC), False, id="a Saturday"),
        pytest.param(datetime(2026, 4, 3, 12, 0, tzinfo=UTC), False, id="Good Friday"),
        pytest.param(datetime(2026, 7, 1, 7, 45, tzinfo=UTC), True, id="a quarter to nine in summer"),
        pytest.param(datetime(2026, 7, 1, 16, 15, tzinfo=UTC), False, id="a quarter past five in summer"),
        pytest.param(datetime(2300, 1, 3, 12, 0, tzinfo=UTC), False, id="a day no calendar knows"),
    ],
)
def test_the_duty_desk_is_there_in_office_hours_only(at, is_open):
    assert is_office_open(at, desk_council().safety, desk_calendar()) is is_open
    assert on_duty(at) == ("duty" if is_open else "emergency_duty")


@pytest.mark.parametrize("minutes", [0, 1, 14])
def test_the_duty_desk_is_called_at_once(minutes):
    alert = make_alert(make_case(), raised_at=NOW)
    assert _steps(alert, NOW + timedelta(minutes=minutes)) == {("duty", "duty")}


@pytest.mark.parametrize(
    ("fields", "minutes", "steps"),
    [
        pytest.param({}, 15, {"duty", "unopened"}, id="nobody opened it"),
        pytest.param({"opened_at": NOW}, 15, {"duty"}, id="opened, not dealt with"),
        pytest.param({}, 60, {"duty", "unopened", "hour"}, id="nobody within the hour"),
        pytest.param({"opened_at": NOW}, 60, {"duty", "hour"}, id="opened, and still there after the hour"),
        pytest.param({}, 185, {"duty", "unopened", "hour_3"}, id="the third hour"),
        pytest.param({}, 60 * 400, {"duty", "unopened", "hour_24"}, id="weeks later: the last hour of a day"),
        pytest.param({"state": "dismissed"}, 60, set(), id="no danger"),
        pytest.param({"state": "confirmed"}, 600, set(), id="the desk has it"),
        pytest.param({"state": "escalated", "escalated_at": NOW}, 29, set(), id="told half an hour ago, nearly"),
        pytest.param({"state": "escalated", "escalated_at": NOW}, 30, {"unconfirmed"}, id="told, not confirmed"),
        pytest.param(
            {"state": "escalated", "escalated_at": NOW}, 60, {"unconfirmed", "unconf_hour"}, id="not within the hour"
        ),
        pytest.param({"state": "escalated", "done_at": NOW}, 30, {"unconfirmed"}, id="told before this was noted"),
        pytest.param({"flag": "unscreened"}, 14, set(), id="not screened, and perhaps read in a moment"),
        pytest.param({"flag": "unscreened"}, 15, {"duty"}, id="not screened for a quarter of an hour"),
        pytest.param({"flag": "unscreened"}, 600, {"duty", "unopened"}, id="not screened for hours"),
        pytest.param({"flag": "unscreened", "opened_at": NOW}, 600, set(), id="not screened, but opened"),
    ],
)
def test_each_timer_calls_when_its_time_has_come(fields, minutes, steps):
    alert = make_alert(make_case(), **({"raised_at": NOW} | fields))
    assert {step for step, _ in _steps(alert, NOW + timedelta(minutes=minutes))} == steps


def test_the_hour_calls_the_desk_the_manager_and_the_administrator(settings):
    settings.PUTRIGHT_ADMINISTRATOR = "it@council.example"
    alert = make_alert(make_case(), raised_at=NOW)
    found = {contact for step, contact in _steps(alert, NOW + timedelta(hours=1)) if step == "hour"}
    assert found == {"duty", "manager", "administrator"}


def test_without_a_gateway_there_are_mails_only_and_with_one_both(text, settings):
    alert = make_alert(make_case(), raised_at=NOW)
    assert {want.channel for want in wanted_calls(alert, NOW)} == {"mail", "text"}
    settings.PUTRIGHT_TEXT_GATEWAY.unlink()
    assert {want.channel for want in wanted_calls(alert, NOW)} == {"mail"}


def test_what_could_not_be_read_sends_no_text_message(text):
    alert = make_alert(make_case(), raised_at=NOW, flag="unscreened")
    assert {want.channel for want in wanted_calls(alert, NOW + timedelta(hours=1))} == {"mail"}


def test_where_the_office_closes_before_anybody_was_reached_the_emergency_duty_team_is_called_too():
    alert = make_alert(make_case(), raised_at=datetime(2026, 3, 3, 16, 55, tzinfo=UTC))
    call = Call.objects.create(
        alert=alert, step="duty", contact="duty", channel="mail", made_at=NOW, due_at=NOW, tries=9, trouble="down"
    )
    evening = datetime(2026, 3, 3, 17, 5, tzinfo=UTC)
    assert ("duty", "emergency_duty") in _steps(alert, evening)
    call.reached_at = NOW
    call.save()
    assert _steps(alert, evening) == set()


def _told(**fields):
    alert = make_alert(make_case(), state="confirmed", raised_at=NOW)
    values = {"to": "front_door", "due_at": NOW, "told_at": NOW, "write_by": NOW + timedelta(hours=3)} | fields
    Referral.objects.create(alert=alert, answer_due_on=datetime(2026, 3, 4, tzinfo=UTC).date(), **values)
    return alert


@pytest.mark.parametrize(
    ("fields", "at", "steps"),
    [
        pytest.param({}, NOW + timedelta(hours=2), set(), id="written by the evening"),
        pytest.param({}, NOW + timedelta(hours=3), {"unwritten_fd"}, id="not written"),
        pytest.param({"written_at": NOW}, NOW + timedelta(hours=4), set(), id="written"),
        pytest.param({}, datetime(2026, 3, 4, 17, tzinfo=UTC), {"unwritten_fd", "unanswered_fd"}, id="no answer"),
        pytest.param(
            {"written_at": NOW, "answered_at": NOW}, datetime(2026, 3, 9, 17, tzinfo=UTC), set(), id="answered in time"
        ),
        pytest.param({"ended_at": NOW}, datetime(2026, 3, 9, 17, tzinfo=UTC), set(), id="not needed"),
        pytest.param({"to": "lado", "told_at": None}, NOW, {"untold_lado"}, id="the LADO was not told"),
    ],
)
def test_a_referral_is_asked_after(fields, at, steps):
    assert {step for step, _ in _steps(_told(**fields), at)} == steps


def test_the_manager_who_is_accused_is_not_the_one_who_is_called(settings):
    settings.PUTRIGHT_ADMINISTRATOR = "it@council.example"
    accused = make_member(email=desk_council().safety.manager.email.upper(), role="manager")
    alert = _told(to="lado", told_at=None, accused=accused)
    assert {contact for _, contact in _steps(alert, NOW)} == {"administrator"}


def test_a_council_that_names_one_desk_has_it_called_day_and_night(monkeypatch):
    contacts = SafetyContacts(emergency_duty=Reach(email="edt@council.example"))
    council = desk_council().__class__(
        **{name: getattr(desk_council(), name) for name in desk_council().__slots__ if name not in {"safety", "duty"}},
        duty=desk_council().advocacy.__class__(),
        safety=contacts,
    )
    monkeypatch.setattr(safety_net, "desk_council", lambda: council)
    assert on_duty(NOW) == "emergency_duty"


@settings(max_examples=60)
@given(
    hours=st.floats(min_value=0, max_value=24 * 30), opened=st.booleans(), state=st.sampled_from(["open", "escalated"])
)
def test_while_danger_lasts_some_call_is_always_needed(hours, opened, state):
    alert = make_alert(
        make_case(),
        raised_at=NOW,
        state=state,
        opened_at=NOW if opened else None,
        escalated_at=NOW if state != "open" else None,
    )
    now = NOW + timedelta(hours=hours)
    found = wanted_calls(alert, now)
    assert (state == "escalated" and hours < 0.5) or found
    for want in found:
        assert want.due_at <= now
        call = Call(alert=alert, step=want.step, contact=want.contact, channel=want.channel)
        assert is_needed(call, alert)
        assert step_of(want.step, desk_safety()) is not None


def test_a_step_that_the_file_no_longer_has_calls_nobody():
    alert = make_alert(make_case(), raised_at=NOW)
    assert not is_needed(Call(alert=alert, step="old_step", contact="duty", channel="mail"), alert)
