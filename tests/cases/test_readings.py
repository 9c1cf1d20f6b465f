"""A long scan never delays a mail's safety screen: what was read at once is screened at once, and the rest comes after."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

import workers
from cases import reader, steps
from cases.management.intake import drain_mails
from cases.models import Alert, Event, Mail
from cases.plain import message_of
from cases.selectors.buckets import unread_mails
from cases.selectors.unread import list_working
from cases.services import mail as mails
from cases.services import readings, retrying
from cases.states import MailState
from ingest.message import Attachment, Problem, ProblemCode
from ingest.parse import parse_message
from ingest.sandbox.box import SandboxError
from tests.cases.stories import a_mail, store
from tests.factories import make_member

pytestmark = pytest.mark.django_db

FIRST, LAST = "Page one. She has bruises on her arm.", "Page forty. My stepdad comes in my room at night."
CALM = "Page one. The visits were missed again."
UNFINISHED = Problem(code=ProblemCode.UNFINISHED, words="12 of 40 pages were read.", part="scan.pdf")


def _scan(text, *problems):
    return Attachment(
        index=0, filename="scan.pdf", media_type="application/pdf", size_bytes=9, digest="a" * 64, text=text,
        confidence=0.9, pages=40, problems=problems,
    )  # fmt: skip


class Reader:
    """Read as told: quickly what fits into a moment, with patience the whole; and count how often."""

    def __init__(self, quick, patient):
        self.quick, self.patient, self.asked = quick, patient, []

    def __call__(self, raw, *, patient=False, withheld=None):
        self.asked.append("patient" if patient else "quick")
        found = self.patient if patient else self.quick
        if isinstance(found, Exception):
            raise found
        return replace(parse_message(raw), attachments=(found,) if found else ())


@pytest.fixture
def read(monkeypatch):
    """Let every mail hold a scan of forty pages, of which the quick reading has one."""
    fake = Reader(_scan(FIRST, UNFINISHED), _scan(f"{FIRST} {LAST}"))
    monkeypatch.setattr(reader, "read", fake)
    return fake


@pytest.fixture
def mail(read):
    """A mail that the quick reading has been through."""
    (found,) = store(a_mail())
    steps.advance(found.pk)
    found.refresh_from_db()
    return found


def _slowly(mail):
    workers.handle_slowly(mail.pk)
    mail.refresh_from_db()
    return mail


def test_what_was_read_at_once_is_saved_and_screened_at_once(mail):
    assert mail.state == MailState.PART_READ
    assert mail.case is None
    assert message_of(mail).attachments[0].text == FIRST
    assert {alert.flag for alert in mail.alerts.all()} == {"safeguarding", "unscreened"}
    assert mail.unread_parts == 1


def test_its_row_and_its_clock_are_there_from_the_start(mail):
    assert list_working(timezone.now()) == [mail]
    assert unread_mails().count() == 0


def test_the_quick_lane_leaves_it_alone(mail, read):
    assert steps.advance(mail.pk) == MailState.PART_READ
    assert mail.pk not in mails.due()
    assert list(readings.due_slow()) == [mail.pk]
    assert read.asked == ["quick"]


def test_the_slow_lane_reads_the_rest_and_then_it_is_sorted(mail, read):
    _slowly(mail)
    assert read.asked == ["quick", "patient"]
    assert mail.state == MailState.DRAFTED
    assert mail.unread_parts == 0
    assert LAST in message_of(mail).attachments[0].text
    assert [event.verb for event in Event.objects.filter(chain=f"mail:{mail.pk}").order_by("number")] == [
        "mail_stored", "mail_part_read", "mail_read_on", "mail_sorted", "mail_drafted"
    ]  # fmt: skip


def test_new_danger_joins_the_open_alert_and_none_is_doubled(mail):
    _slowly(mail)
    (alert,) = Alert.objects.filter(flag="safeguarding")
    quotes = [word["quote"] for word in alert.words]
    assert len(quotes) == len(set(quotes))
    assert any("bruises" in quote for quote in quotes)
    assert any("my room" in quote for quote in quotes)


def test_danger_in_the_rest_of_a_scan_is_raised_though_somebody_dealt_with_the_first(mail):
    mail.alerts.filter(flag="safeguarding").update(state="dismissed", reason="Spoken of last week.")
    _slowly(mail)
    first, second = mail.alerts.filter(flag="safeguarding").order_by("round")
    assert (first.state, first.reason) == ("dismissed", "Spoken of last week.")
    assert second.state == "open"
    assert all("bruises" not in word["quote"] for word in second.words)
    assert second.case == mail.case
    mail.case.refresh_from_db()
    assert mail.case.has_open_alert


def test_the_same_words_in_another_place_are_another_sign(read):
    read.patient = _scan(f"{FIRST} Page forty. His brother has bruises as well.")
    (mail,) = store(a_mail())
    steps.advance(mail.pk)
    mail.alerts.filter(flag="safeguarding").update(state="dismissed", reason="Spoken of last week.")
    _slowly(mail)
    assert mail.alerts.get(flag="safeguarding", state="open").words[0]["start"] > len(FIRST)


def test_danger_only_in_the_rest_is_raised(read):
    read.quick, read.patient = _scan(CALM, UNFINISHED), _scan(f"{CALM} {LAST}")
    (mail,) = store(a_mail())
    steps.advance(mail.pk)
    assert not mail.alerts.filter(flag="safeguarding").exists()
    _slowly(mail)
    assert mail.alerts.get(flag="safeguarding").state == "open"


def test_what_is_read_whole_is_screened_and_says_so(mail):
    _slowly(mail)
    alert = mail.alerts.get(flag="unscreened")
    assert (alert.state, alert.done_by, alert.reason) == ("dismissed", None, "Read later, and screened.")


def test_what_a_patient_reading_does_not_reach_either_stays_not_screened(mail, read):
    read.patient = _scan(f"{FIRST} {LAST}", replace(UNFINISHED, words="39 of 40 pages were read."))
    _slowly(mail)
    assert mail.state == MailState.DRAFTED
    alert = mail.alerts.get(flag="unscreened")
    assert alert.state == "open"
    assert alert.words == [{"quote": "scan.pdf: 39 of 40 pages were read."}]
    assert unread_mails().get() == mail


def test_reading_on_loses_nothing_when_it_ends_the_reader(mail, read):
    read.patient = _scan("", Problem(code=ProblemCode.CRASHED, words="It ended the reader.", part="scan.pdf"))
    _slowly(mail)
    assert message_of(mail).attachments[0].text == FIRST
    assert mail.case is not None
    assert mail.alerts.get(flag="unscreened").state == "open"


def test_after_the_last_try_it_goes_on_with_what_was_read_and_counts_as_unread(mail, read):
    read.patient = SandboxError("no child")
    for _ in range(readings.MOST_SLOW_TRIES):
        assert _slowly(mail).state == MailState.PART_READ
        assert "could not be started" in mail.trouble
        Mail.objects.filter(pk=mail.pk).update(due_at=timezone.now())
    _slowly(mail)
    assert mail.state == MailState.DRAFTED
    assert message_of(mail).attachments[0].text == FIRST
    assert unread_mails().get() == mail
    assert read.asked == ["quick", *["patient"] * readings.MOST_SLOW_TRIES]


def test_a_try_that_ends_the_machine_is_counted_too(mail):
    for _ in range(readings.MOST_SLOW_TRIES):
        # Taken, and then the power went.
        assert readings.take_slow(mail_id=mail.pk, seconds=600)
        mails.release()
    assert readings.take_slow(mail_id=mail.pk, seconds=600)
    mail.refresh_from_db()
    assert mail.state == MailState.READ


def test_no_two_read_the_same_scan_at_once(mail, read):
    assert readings.take_slow(mail_id=mail.pk, seconds=600)
    assert not readings.take_slow(mail_id=mail.pk, seconds=600)
    assert list(readings.due_slow()) == []
    _slowly(mail)
    assert (mail.state, read.asked) == (MailState.PART_READ, ["quick"])


def test_a_scan_left_by_a_process_that_is_no_more_is_taken_up_at_the_next_start(mail):
    readings.take_slow(mail_id=mail.pk, seconds=600)
    mails.release()
    assert list(readings.due_slow()) == [mail.pk]
    assert _slowly(mail).state == MailState.DRAFTED


def test_a_lease_that_ran_out_is_taken_up_by_another_machine(mail):
    readings.take_slow(mail_id=mail.pk, seconds=600)
    ago = timezone.now() - timedelta(seconds=1)
    Mail.objects.filter(pk=mail.pk).update(busy_until=ago, due_at=ago)
    assert list(readings.due_slow()) == [mail.pk]


def test_read_on_twice_is_read_on_once(mail, read):
    _slowly(mail)
    before = (Alert.objects.count(), Event.objects.count())
    _slowly(mail)
    assert (Alert.objects.count(), Event.objects.count()) == before


def test_a_full_lane_leaves_it_for_later_and_holds_nobody_up(mail, read):
    with workers._slow_lane:
        _slowly(mail)
    assert read.asked == ["quick"]
    assert mail.due_at > timezone.now()
    assert mail.tries == 0


def test_the_sweep_hands_scans_to_their_own_lane(mail, monkeypatch):
    handed = {"mail": [], "scans": []}
    monkeypatch.setattr(workers.handle_mail, "send", handed["mail"].append)
    monkeypatch.setattr(workers.read_scan, "send", handed["scans"].append)
    (other,) = store(a_mail("Another thing altogether.", subject="Other"))
    assert workers.sweep() == 2
    assert handed == {"mail": [other.pk], "scans": [mail.pk]}
    assert workers.sweep() == 0


def test_each_lane_has_its_queue():
    assert {workers.handle_mail.queue_name, workers.read_scan.queue_name, workers.send_letter.queue_name} == {
        "mail", "scans", "letters"
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_drain_reads_every_mail_quickly_before_any_scan(read):
    first, second = store(a_mail(), a_mail("Another thing altogether.", subject="Other"))
    drain_mails([first.pk, second.pk])
    assert read.asked == ["quick", "quick", "patient", "patient"]
    assert {mail.state for mail in Mail.objects.all()} == {"drafted"}


class TestAgain:
    """A mail that has come to its end is read once more because a person asked."""

    @pytest.fixture
    def broken(self, read):
        read.quick = _scan(
            "", Problem(code=ProblemCode.NO_READER, words="tesseract is not installed.", part="scan.pdf")
        )
        (mail,) = store(a_mail())
        steps.advance(mail.pk)
        mail.refresh_from_db()
        return mail

    def test_the_new_words_are_screened_and_the_case_is_judged_by_them(self, broken, read):
        assert broken.state == MailState.DRAFTED
        before = broken.case.version
        retrying.try_again(mail_id=broken.pk, member=make_member())
        _slowly(broken)
        assert (broken.state, broken.again, broken.unread_parts) == (MailState.DRAFTED, "", 0)
        assert broken.alerts.get(flag="safeguarding").state == "open"
        broken.case.refresh_from_db()
        assert broken.case.version > before
        assert broken.case.has_open_alert

    def test_nothing_new_changes_nothing(self, broken, read):
        read.patient = read.quick
        before = broken.case.version
        retrying.try_again(mail_id=broken.pk, member=make_member())
        _slowly(broken)
        broken.case.refresh_from_db()
        assert (broken.again, broken.case.version) == ("", before)
        assert unread_mails().get() == broken

    def test_it_is_given_up_as_a_scan_is(self, broken, read):
        read.patient = SandboxError("no child")
        retrying.try_again(mail_id=broken.pk, member=make_member())
        for _ in range(readings.MOST_SLOW_TRIES + 1):
            Mail.objects.filter(pk=broken.pk).update(due_at=timezone.now())
            _slowly(broken)
        assert (broken.state, broken.again, broken.stuck) == (MailState.DRAFTED, "", False)
