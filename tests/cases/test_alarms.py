"""A silent mailbox is an alarm that nobody can overlook: on the queue, and by mail, once, daily, and at its end."""

from datetime import UTC, date, datetime, timedelta
from threading import Event

import pytest
from django.utils import timezone

from cases import rounds, telling
from cases.alarm_words import say_alarm, say_cure
from cases.models import NotGiven, Notice, Reconciliation
from cases.selectors.alarms import ONCE, WARNINGS, Alarm, AlarmKind, list_alarms
from cases.services import alarms
from ingest.mailboxes.mailbox import MailboxTrouble
from tests.factories import NOW, make_case, make_letter, make_mailbox
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.django_db

ADMINISTRATOR = "it@council.example"


@pytest.fixture
def clock(monkeypatch):
    """A clock the test moves: ``clock.now``."""

    class Clock:
        now = NOW

        def pass_(self, **words):
            self.now += timedelta(**words)

    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def kinds(now=NOW):
    return [alarm.kind.value for alarm in list_alarms(now)]


class TestKinds:
    """What is an alarm, and what is not."""

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({}, []),
            ({"polled_at": NOW - timedelta(minutes=29)}, []),
            ({"polled_at": NOW - timedelta(minutes=31)}, ["not_read"]),
            ({"polled_at": NOW - timedelta(days=10)}, ["not_read"]),
            ({"polled_at": None, "watched_from": NOW - timedelta(minutes=5)}, []),
            ({"polled_at": None, "watched_from": NOW - timedelta(hours=1)}, ["not_read"]),
            ({"polled_at": NOW - timedelta(days=10), "watched": False}, []),
            ({"trouble": "x", "trouble_kind": "login_refused"}, ["refused"]),
            ({"trouble": "x", "trouble_kind": "token_refused"}, ["refused"]),
            ({"trouble": "x", "trouble_kind": "no_folder"}, ["broken"]),
            ({"trouble": "x", "trouble_kind": "disk"}, ["broken"]),
            ({"trouble": "x", "trouble_kind": "broken_off"}, []),
            ({"trouble": "x", "trouble_kind": "asked_to_wait"}, []),
            ({"trouble": "x", "trouble_kind": "unreachable", "polled_at": NOW - timedelta(hours=1)}, ["not_read"]),
            ({"secret_ends_on": date(2026, 4, 3)}, []),
            ({"secret_ends_on": date(2026, 4, 2)}, ["secret_ends"]),
            ({"secret_ends_on": date(2026, 3, 3)}, ["secret_ends"]),
            ({"secret_ends_on": date(2026, 3, 2)}, ["secret_ended"]),
        ],
        ids=[
            "read lately",
            "silent for 29 minutes",
            "silent for 31 minutes",
            "silent for days",
            "named five minutes ago",
            "named an hour ago and never read",
            "no longer watched",
            "the login is refused",
            "the token is refused",
            "the folder is gone",
            "our disk is full",
            "broke off a moment ago",
            "told to wait",
            "not reached for an hour",
            "a secret with 31 days left",
            "a secret with 30 days left",
            "a secret's last day",
            "a secret of yesterday",
        ],
    )
    def test_of_one_mailbox(self, fields, expected):
        make_mailbox(**fields)
        assert kinds() == expected

    def test_every_trouble_is_an_alarm_after_half_an_hour(self):
        for number, trouble in enumerate(MailboxTrouble):
            make_mailbox(name=f"box {number}", trouble="x", trouble_kind=trouble, polled_at=NOW - timedelta(minutes=31))
        assert len(kinds()) == len(MailboxTrouble)

    def test_the_half_hour_is_a_setting(self, settings):
        make_mailbox(polled_at=NOW - timedelta(minutes=20))
        settings.PUTRIGHT_MAILBOX_ALARM_MINUTES = 15
        assert kinds() == ["not_read"]

    def test_all_folders_of_a_mailbox_are_one_alarm(self):
        for folder in ("INBOX", "Stage 2", "\\Junk"):
            make_mailbox(name="complaints", folder=folder, polled_at=NOW - timedelta(hours=1))
        (alarm,) = list_alarms(NOW)
        assert set(alarm.folders) == {"INBOX", "Stage 2", "\\Junk"}
        assert "(Stage 2, Junk)" in say_alarm(alarm) or "(Junk, Stage 2)" in say_alarm(alarm)

    def test_mails_not_given_are_an_alarm_after_ten_minutes_and_gone_ones_are_none(self):
        box = make_mailbox()
        given = {"mailbox": box, "uid_validity": 7, "words": "w", "next_try_at": NOW}
        NotGiven.objects.create(uid=1, first_at=NOW - timedelta(minutes=5), **given)
        NotGiven.objects.create(uid=2, first_at=NOW - timedelta(hours=5), gone_at=NOW, **given)
        assert kinds() == []
        NotGiven.objects.update(first_at=NOW - timedelta(hours=1))
        assert kinds() == ["not_given"]

    def test_a_count_that_left_mails_open_or_found_missed_ones_is_an_alarm_until_the_next(self):
        box = make_mailbox()
        values = {"mailbox": box, "listed": 9}
        Reconciliation.objects.create(done_at=NOW - timedelta(days=1), open_uids=[4], fetched=[77], **values)
        assert kinds() == ["not_accounted", "missed"]
        Reconciliation.objects.create(done_at=NOW, **values)
        assert kinds() == []

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            pytest.param({}, [], id="signed 39 minutes ago, with ten minutes to wait"),
            pytest.param({"minutes": 41}, ["letters"], id="signed 41 minutes ago"),
            pytest.param({"minutes": 5000}, ["letters"], id="signed days ago"),
            pytest.param({"minutes": 5000, "released_minutes": 2}, [], id="held for days and let go just now"),
            pytest.param({"minutes": 5000, "released_minutes": 31}, ["letters"], id="let go half an hour ago"),
            pytest.param({"minutes": 5000, "state": "held"}, [], id="held: a person looks at it"),
            pytest.param({"minutes": 5000, "state": "sent"}, [], id="sent"),
            pytest.param({"minutes": 5000, "channel": "post"}, [], id="for somebody to post"),
            pytest.param({"minutes": 5000, "danger": True}, [], id="waits for a sign of danger to be dealt with"),
        ],
    )
    def test_signed_letters_that_do_not_leave_are_an_alarm(self, fields, expected):
        fields = {"minutes": 39, "released_minutes": None, "danger": False} | fields
        minutes, released, danger = (fields.pop(name) for name in ("minutes", "released_minutes", "danger"))
        case = make_case(state="going_out", has_open_alert=danger)
        make_letter(
            case,
            **({"state": "approved"} | fields),
            signed_at=NOW - timedelta(minutes=minutes),
            released_at=None if released is None else NOW - timedelta(minutes=released),
            trouble="the mail server did not take the recipient's address: 451 joan@mailbox.example: later",
        )
        assert kinds() == expected
        assert not any("joan" in f"{say_alarm(alarm)} {say_cure(alarm)}" for alarm in list_alarms(NOW))

    @pytest.mark.parametrize("kind", list(AlarmKind), ids=str)
    def test_every_kind_has_its_words_and_its_cure(self, kind):
        alarm = Alarm(kind=kind, mailbox="complaints", number=2, ends_on=date(2026, 4, 1))
        assert say_alarm(alarm)
        assert len(say_cure(alarm)) > 20
        assert len(alarm.key) <= 120

    def test_what_stops_mail_is_no_warning(self):
        assert {AlarmKind.REFUSED, AlarmKind.NOT_READ, AlarmKind.NOT_ACCOUNTED}.isdisjoint(WARNINGS | ONCE)


class TestTelling:
    """When the administrator is written to."""

    def _round(self, sent):
        telling.keep_alarms(Event())
        telling.tell(lambda subject_line, text: sent.append((subject_line, text)))
        return len(sent)

    def test_once_at_the_start_once_a_day_while_it_lasts_and_once_when_over(self, clock):
        box = make_mailbox(name="complaints", trouble="Refused.", trouble_kind="login_refused")
        sent = []
        assert self._round(sent) == 0
        clock.pass_(minutes=4)
        assert self._round(sent) == 1
        for _ in range(20):
            clock.pass_(hours=1)
            self._round(sent)
        assert len(sent) == 1
        clock.pass_(hours=5)
        assert self._round(sent) == 2
        assert "This is still so" in sent[1][1]
        box.trouble = box.trouble_kind = ""
        box.polled_at = clock.now
        box.save()
        self._round(sent)
        clock.pass_(minutes=11)
        assert self._round(sent) == 3
        assert sent[2][0].startswith("Putright: over: ")
        clock.pass_(days=2)
        box.polled_at = clock.now
        box.save()
        assert self._round(sent) == 3

    def test_what_mends_itself_within_minutes_is_nobodys_mail(self, clock):
        box = make_mailbox(trouble="Refused.", trouble_kind="login_refused")
        sent = []
        self._round(sent)
        box.trouble_kind = ""
        box.save()
        clock.pass_(minutes=2)
        self._round(sent)
        clock.pass_(minutes=20)
        self._round(sent)
        assert sent == []
        assert not Notice.objects.filter(over_at=None).exclude(gone_from=None).exists()

    def test_a_mailbox_that_comes_and_goes_is_one_alarm(self, clock):
        box = make_mailbox(trouble="Refused.", trouble_kind="login_refused")
        sent = []
        for minute in range(60):
            box.trouble_kind = "login_refused" if minute % 2 else ""
            box.polled_at = clock.now
            box.save()
            self._round(sent)
            clock.pass_(minutes=1)
        assert (len(sent), Notice.objects.count()) == (1, 1)

    def test_a_secrets_end_is_told_at_thirty_fourteen_and_seven_days_and_daily_when_it_is_past(self, clock):
        clock.now = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
        box = make_mailbox(secret_ends_on=date(2026, 4, 5))
        told = []
        for _ in range(39):
            sent = []
            for _ in range(4):
                box.polled_at = clock.now
                box.save()
                self._round(sent)
                clock.pass_(hours=6)
            told += [(clock.now - timedelta(days=1)).date() for line, _ in sent if "over" not in line]
        assert told[:3] == [date(2026, 3, 6), date(2026, 3, 22), date(2026, 3, 29)]
        assert told[3:] == [date(2026, 4, 6), date(2026, 4, 7), date(2026, 4, 8)]

    def test_while_the_post_is_down_it_is_kept_and_tried_again(self, clock, settings):
        settings.PUTRIGHT_ADMINISTRATOR, settings.PUTRIGHT_SMTP_URL = ADMINISTRATOR, "smtp://127.0.0.1:9"
        make_mailbox(trouble="Refused.", trouble_kind="login_refused")
        telling.keep_alarms(Event())
        clock.pass_(minutes=4)
        telling.keep_alarms(Event())
        rounds.tell_administrator(Event())
        row = Notice.objects.get()
        assert (row.told_at, row.tries) == (None, 1)
        assert row.try_at > clock.now
        assert kinds(clock.now) == ["refused"]
        with SmtpSink() as sink:
            settings.PUTRIGHT_SMTP_URL = f"smtp://{sink.host}:{sink.port}"
            rounds.tell_administrator(Event())
            assert sink.envelopes == []
            clock.pass_(minutes=5)
            rounds.tell_administrator(Event())
            (envelope,) = sink.envelopes
        assert envelope.rcpt_tos == [ADMINISTRATOR]

    def test_without_an_administrator_nobody_is_told_and_the_strip_stays(self, clock, settings):
        settings.PUTRIGHT_ADMINISTRATOR = ""
        make_mailbox(trouble="Refused.", trouble_kind="login_refused")
        telling.keep_alarms(Event())
        clock.pass_(minutes=4)
        rounds.tell_administrator(Event())
        assert Notice.objects.get().told_at is None
        assert kinds(clock.now) == ["refused"]

    def test_faults_of_the_file_are_told_too(self, clock):
        alarms.note_settings_fault(words="mailboxes.toml: [[mailbox]] a: host is missing.")
        clock.pass_(minutes=4)
        sent = []
        self._round(sent)
        assert "has faults" in sent[0][0]
        assert "host is missing" in sent[0][1]
        alarms.clear_settings_fault()
        assert self._round(sent) == 2

    def test_another_process_that_tells_is_left_to_it(self, clock):
        from cases.models import Lease

        make_mailbox(trouble="Refused.", trouble_kind="login_refused")
        telling.keep_alarms(Event())
        clock.pass_(minutes=4)
        Lease.objects.create(name="telling", owner="another:17", until=clock.now + timedelta(minutes=1))
        assert self._round([]) == 0

    def test_the_mail_says_what_is_wrong_and_the_cure_and_nothing_of_any_case(self, clock):
        make_mailbox(
            name="complaints", folder="INBOX", trouble="The password has run out.", trouble_kind="login_refused"
        )
        sent = []
        self._round(sent)
        clock.pass_(minutes=4)
        self._round(sent)
        subject_line, text = sent[0]
        assert subject_line.startswith("Putright: The mailbox “complaints” does not let Putright in")
        for words in ("The password has run out.", "a child in danger", "It was first seen at 2:05pm on 3 March 2026."):
            assert words in text
