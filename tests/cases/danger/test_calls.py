"""A call about danger is made once by whoever takes it, and again until somebody is reached or nobody needs to be."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

import workers
from cases import outgoing
from cases.models import Alert, Call, Event, Task
from cases.selectors.alarms import AlarmKind, list_alarms
from cases.selectors.safety import unreached
from cases.services import safety
from cases.services.danger import calls, following
from cases.services.danger.by_hand import raise_by_hand
from cases.services.danger.opening import note_opened
from letters import call
from tests.factories import NOW, make_alert, make_case, make_mail, make_member
from tests.smtp_sink import SmtpSink
from tests.text_gateway import TextGateway

pytestmark = pytest.mark.django_db


@pytest.fixture
def tray(settings):
    with SmtpSink() as sink:
        settings.PUTRIGHT_SMTP_URL = f"smtp://{sink.host}:{sink.port}"
        settings.PUTRIGHT_PUBLIC_URL = "https://putright.council.example"
        settings.PUTRIGHT_ADMINISTRATOR = "it@council.example"
        yield sink


@pytest.fixture
def gateway(settings, tmp_path):
    settings.PUTRIGHT_TEXT_GATEWAY = tmp_path / "text_gateway.toml"
    settings.PUTRIGHT_TEXT_HOSTS = ["localhost"]
    with TextGateway() as server:
        server.write_settings(settings.PUTRIGHT_TEXT_GATEWAY)
        yield server


def _round():
    """Do what the clock's lanes do, once."""
    workers.keep_safety()
    workers.call_by_mails()
    workers.call_by_texts()


def _to(sink):
    return [envelope.rcpt_tos[0].partition("@")[0] for envelope in sink.envelopes]


class TestReaching:
    """Whom a call reaches, and what it says."""

    def test_the_duty_desk_gets_a_mail_and_a_text_message_at_once(self, clock, tray, gateway):
        case = make_case(reference="BCC-2026-0012")
        alert = make_alert(case, raised_at=NOW)
        _round()
        assert _to(tray) == ["duty.desk"]
        (body,) = gateway.bodies
        assert '"to": "07700 900911"' in body
        for words in (body, tray.messages[0].get_content()):
            assert "BCC-2026-0012" in words
            assert f"https://putright.council.example/cases/{case.pk}/safety" in words.replace("=\n", "")
            assert "Darren" not in words
            assert "Harker" not in words
        assert {call.reached_at for call in alert.calls.all()} == {NOW}

    def test_danger_in_a_mail_that_is_no_case_yet_is_called_about_too(self, clock, tray):
        alert = make_alert(None, make_mail(), raised_at=NOW)
        _round()
        assert f"mail {alert.mail_id}" in tray.messages[0]["Subject"]
        assert Event.objects.filter(chain=f"mail:{alert.mail_id}", verb="call_made").count() == 1

    def test_at_night_the_emergency_duty_team_is_called(self, clock, tray):
        clock.pass_(hours=8)
        make_alert(make_case(), raised_at=clock.now)
        _round()
        assert _to(tray) == ["emergency.duty"]

    def test_nobody_is_called_twice_for_the_same(self, clock, tray, gateway):
        make_alert(make_case(), raised_at=NOW)
        for _ in range(3):
            _round()
            clock.pass_(minutes=2)
        assert (len(tray.envelopes), len(gateway.requests)) == (1, 1)

    def test_a_reference_of_an_odd_shape_stops_no_call(self, clock, tray):
        case = make_case(reference="Children/26 7")
        make_alert(case, raised_at=NOW)
        _round()
        assert f"case {case.pk}" in tray.messages[0]["Subject"]

    def test_the_whole_story_of_an_evening_that_nobody_looks(self, clock, tray):
        make_alert(make_case(), raised_at=NOW)
        for _ in range(125):
            _round()
            clock.pass_(minutes=1)
        assert _to(tray) == [
            "duty.desk", "complaints.manager",
            "duty.desk", "complaints.manager", "it",
            "duty.desk", "complaints.manager", "it",
        ]  # fmt: skip


class TestStopping:
    """A timer ends where somebody has dealt with what it waits for."""

    def test_what_is_opened_is_not_told_to_the_manager(self, clock, tray, member):
        case = make_case()
        make_alert(case, raised_at=NOW)
        _round()
        clock.pass_(minutes=14)
        assert note_opened(case_id=case.pk, member=member) == 1
        clock.pass_(minutes=10)
        _round()
        assert _to(tray) == ["duty.desk"]

    @pytest.mark.parametrize("what", ["escalated", "dismissed"])
    def test_a_call_that_was_not_taken_is_given_up_once_a_person_has_dealt_with_it(self, clock, settings, member, what):
        settings.PUTRIGHT_SMTP_URL = "smtp://127.0.0.1:9"
        alert = make_alert(make_case(), raised_at=NOW)
        _round()
        if what == "escalated":
            safety.escalate(alert_id=alert.pk, member=member)
        else:
            safety.dismiss(alert_id=alert.pk, member=member, reason="A figure of speech.")
        clock.pass_(minutes=5)
        _round()
        (call,) = alert.calls.all()
        assert (call.tries, call.reached_at, call.ended_at) == (1, None, clock.now)

    def test_what_is_passed_on_and_not_confirmed_goes_to_the_manager_and_stops_when_it_is(self, clock, tray, member):
        alert = make_alert(make_case(), raised_at=NOW)
        safety.escalate(alert_id=alert.pk, member=member)
        clock.pass_(minutes=31)
        _round()
        assert _to(tray) == ["complaints.manager"]
        safety.confirm(alert_id=alert.pk, member=member, with_whom="Dee Marsh")
        clock.pass_(minutes=60)
        _round()
        assert _to(tray) == ["complaints.manager"]


class TestTrouble:
    """What stands in the way is written to the row, and tried again."""

    def test_while_the_mail_server_is_down_the_text_message_arrives(self, clock, gateway, settings):
        settings.PUTRIGHT_SMTP_URL = "smtp://127.0.0.1:9"
        alert = make_alert(make_case(), raised_at=NOW)
        _round()
        mail, text = alert.calls.get(channel="mail"), alert.calls.get(channel="text")
        assert (mail.reached_at, "cannot be reached" in mail.trouble) == (None, True)
        assert text.reached_at == NOW
        assert AlarmKind.CALLS not in {alarm.kind for alarm in list_alarms(clock.now + timedelta(hours=1))}

    def test_while_both_are_down_there_is_an_alarm_and_both_are_tried_until_they_are_taken(
        self, clock, tray, gateway, settings
    ):
        tray.trouble, gateway.trouble = "busy-letter", "busy"
        alert = make_alert(make_case(), raised_at=NOW)
        for _ in range(8):
            _round()
            clock.pass_(seconds=20)
        assert AlarmKind.CALLS in {alarm.kind for alarm in list_alarms(clock.now)}
        assert {call.reached_at for call in alert.calls.all()} == {None}
        assert min(call.tries for call in alert.calls.all()) > 2
        tray.trouble, gateway.trouble = "", ""
        clock.pass_(minutes=2)
        _round()
        assert None not in {call.reached_at for call in alert.calls.filter(step="duty")}
        assert {call.trouble for call in alert.calls.filter(step="duty")} == {""}
        assert AlarmKind.CALLS not in {alarm.kind for alarm in list_alarms(clock.now)}

    def test_the_first_failure_is_an_event_and_the_others_are_counted(self, clock, settings):
        settings.PUTRIGHT_SMTP_URL = "smtp://127.0.0.1:9"
        alert = make_alert(make_case(), raised_at=NOW)
        for _ in range(4):
            _round()
            clock.pass_(minutes=3)
        assert Event.objects.filter(verb="call_failed").count() == 1
        assert alert.calls.get().tries == 4

    def test_it_waits_a_little_longer_each_time_and_never_long(self, clock, settings):
        settings.PUTRIGHT_SMTP_URL = "smtp://127.0.0.1:9"
        make_alert(make_case(), raised_at=NOW)
        waits = []
        for _ in range(6):
            _round()
            call = Call.objects.get(step="duty")
            waits.append((call.due_at - clock.now).total_seconds())
            clock.now = call.due_at
        assert waits == [15, 30, 60, 120, 120, 120]

    @pytest.mark.parametrize(
        "words",
        [
            pytest.param("url = 'http://localhost/'", id="a file with faults"),
            pytest.param("[[[", id="no TOML"),
        ],
    )
    def test_a_gateway_file_with_faults_is_trouble_of_the_row(self, clock, tray, settings, tmp_path, words):
        settings.PUTRIGHT_TEXT_GATEWAY = tmp_path / "text_gateway.toml"
        settings.PUTRIGHT_TEXT_GATEWAY.write_text(words, encoding="utf-8")
        alert = make_alert(make_case(), raised_at=NOW)
        _round()
        assert "putright check" in alert.calls.get(channel="text").trouble

    def test_whatever_goes_wrong_is_written_down_without_its_words(self, clock, tray, monkeypatch):
        def fall(*_, **__):
            raise RuntimeError("Leo Harker")

        monkeypatch.setattr(outgoing, "call_by_mail", fall)
        alert = make_alert(make_case(), raised_at=NOW)
        _round()
        assert alert.calls.get().trouble == "something went wrong on this machine (RuntimeError)"

    def test_an_alert_that_cannot_be_dealt_with_holds_up_no_other(self, clock, tray, monkeypatch, caplog):
        broken, sound = (make_alert(make_case(), raised_at=NOW) for _ in range(2))
        wanted = calls.wanted_calls

        def fall(alert, now):
            if alert.pk == broken.pk:
                raise RuntimeError("Leo Harker")
            return wanted(alert, now)

        monkeypatch.setattr(calls, "wanted_calls", fall)
        _round()
        assert (broken.calls.count(), sound.calls.get().reached_at) == (0, NOW)
        assert f"row={broken.pk}" in caplog.text
        assert "Leo" not in caplog.text

    @pytest.mark.parametrize("step", ["take", "note_reached"])
    def test_a_call_that_falls_over_in_our_own_hands_holds_up_no_other(self, clock, tray, gateway, monkeypatch, step):
        broken, sound = (make_alert(make_case(), raised_at=NOW) for _ in range(2))
        done = getattr(calls, step)

        def fall(*, call_id):
            if Call.objects.get(pk=call_id).alert_id == broken.pk:
                raise RuntimeError("Leo Harker")
            return done(call_id=call_id)

        monkeypatch.setattr(calls, step, fall)
        _round()
        assert {call.reached_at for call in broken.calls.all()} == {None}
        assert {call.reached_at for call in sound.calls.all()} == {NOW}

    def test_what_follows_is_written_though_no_call_can_be_planned(self, clock, tray, monkeypatch):
        monkeypatch.setattr(calls, "watched_alerts", lambda: 1 / 0)
        case = make_case()
        make_alert(case, raised_at=NOW, flag="self_harm")
        _round()
        assert Task.objects.filter(case=case, kind="ring_writer").count() == 1

    def test_one_case_that_nobody_can_be_asked_to_ring_about_holds_up_no_other(self, clock, tray, monkeypatch):
        broken, sound = make_case(), make_case()
        for case in (broken, sound):
            make_alert(case, raised_at=NOW, flag="self_harm")
        raised = following.raise_task

        def fall(case, *args, **words):
            if case.pk == broken.pk:
                raise RuntimeError("Leo Harker")
            return raised(case, *args, **words)

        monkeypatch.setattr(following, "raise_task", fall)
        _round()
        assert [task.case_id for task in Task.objects.filter(kind="ring_writer")] == [sound.pk]

    def test_a_process_that_died_while_it_called_leaves_the_call_to_the_next(self, clock, tray):
        make_alert(make_case(), raised_at=NOW)
        calls.plan()
        (call_id,) = calls.due()
        assert calls.take(call_id=call_id) is not None
        _round()
        assert tray.envelopes == []
        clock.pass_(seconds=61)
        _round()
        assert len(tray.envelopes) == 1

    def test_when_the_server_comes_back_only_the_newest_hour_is_told(self, clock, tray):
        tray.trouble = "busy-letter"
        make_alert(make_case(), raised_at=NOW, opened_at=NOW)
        for _ in range(6):
            clock.pass_(minutes=60)
            _round()
        tray.trouble = ""
        clock.pass_(minutes=10)
        _round()
        assert sorted(_to(tray)) == ["complaints.manager", "duty.desk", "emergency.duty", "emergency.duty", "it"]


def test_no_call_lasts_longer_than_it_is_left_to_whoever_took_it():
    assert max(call.MAIL_IN_ALL_SECONDS, call.TEXT_SECONDS) < calls.TAKEN_SECONDS


def test_a_call_that_is_taken_is_nobody_elses(clock):
    make_alert(make_case(), raised_at=NOW)
    calls.plan()
    (call_id,) = calls.due()
    assert calls.take(call_id=call_id) is not None
    assert calls.take(call_id=call_id) is None


def test_planning_twice_writes_each_row_and_its_event_once(clock):
    make_alert(make_case(), raised_at=NOW)
    assert (calls.plan(), calls.plan()) == (1, 0)
    assert Event.objects.filter(verb="calls_due").count() == 1


def test_a_case_that_asks_for_nothing_costs_two_looks(clock, django_assert_max_num_queries):
    for _ in range(5):
        make_alert(make_case(), state="confirmed", raised_at=NOW)
    with django_assert_max_num_queries(4):
        calls.plan()


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_the_same_moment_make_each_call_once(settings):
    with SmtpSink() as sink:
        settings.PUTRIGHT_SMTP_URL = f"smtp://{sink.host}:{sink.port}"
        make_member()
        for _ in range(4):
            make_alert(make_case(), raised_at=timezone.now())
        start = threading.Barrier(3)
        faults = []

        def run():
            try:
                start.wait()
                for _ in range(3):
                    workers.keep_safety()
                    workers.call_by_mails()
            except Exception as error:  # noqa: BLE001 - shown below
                faults.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        assert Call.objects.count() == 4
        assert len(sink.envelopes) == 4
        assert Alert.objects.filter(calls__reached_at=None).count() == 0


def test_the_clock_keeps_danger_on_threads_of_its_own():
    stop, seen = threading.Event(), []

    def lane():
        seen.append(threading.current_thread().name)
        stop.set()

    from cases.clockwork import go_lane

    go_lane(stop, lane, lambda work, *args: work(*args))
    assert seen == ["MainThread"]
    assert (workers.keep_safety, workers.call_by_mails, workers.call_by_texts) == workers.SAFETY_LANES


class TestRaisedByHand:
    """Somebody raises danger by hand while nobody can be called."""

    @pytest.mark.parametrize("is_reached", [True, False], ids=["the desk was called", "every way is down"])
    def test_every_page_says_so(self, clock, member, is_reached):
        mail = make_mail(case=make_case())
        alert = raise_by_hand(member=member, case_id=mail.case_id, flag="safeguarding", words="He hit her.")
        calls.plan()
        if is_reached:
            calls.note_reached(call_id=alert.calls.first().pk)
        clock.pass_(minutes=3)
        assert list(unreached(clock.now)) == ([] if is_reached else [alert])
