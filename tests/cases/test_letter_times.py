"""How long each step of a letter took is read from its events, and what has gone never changes."""

import contextlib
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from cases.audit.reads import record_read
from cases.errors import CaseError
from cases.models import Letter, Role
from cases.selectors.letter_times import sum_up, times_between, times_of
from cases.services import contact, drafting, holding, letters, posting, sending, taking_back
from cases.states import MoveError
from letters.draft import Channel
from tests.cases.stories import a_case, decide
from tests.factories import make_member

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test moves on."""
    clock = SimpleNamespace(now=START)
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


def _later(clock, **span):
    clock.now += timedelta(**span)


def _sent(clock) -> Letter:
    officer, manager = make_member(), make_member(role=Role.MANAGER)
    letter = decide(a_case(), officer).letters.get()
    _later(clock, hours=1)
    record_read(case_id=letter.case_id, member=officer, what="letter")
    _later(clock, minutes=20)
    letter = letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer)
    _later(clock, minutes=30)
    letter = letters.send_back(letter_id=letter.pk, version=letter.version, member=manager, comment="Warmer.")
    _later(clock, minutes=10)
    letter = letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer)
    _later(clock, hours=2)
    letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    _later(clock, minutes=11)
    sending.begin(letter_id=letter.pk)
    sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)
    return Letter.objects.get(pk=letter.pk)


def test_each_step_is_timed(clock):
    letter = _sent(clock)
    (times,) = times_of([letter])
    assert (times.to_open, times.to_write) == (timedelta(hours=1), timedelta(hours=1))
    assert (times.to_sign, times.to_go) == (timedelta(hours=2), timedelta(minutes=11))
    assert (times.times_returned, times.times_stopped, times.came_back_at) == (1, 0, None)


def test_a_letter_that_came_back_says_when(clock):
    letter = _sent(clock)
    _later(clock, days=1)
    posting.mark_came_back(letter_id=letter.pk, member=make_member(), why="It came back.")
    (times,) = times_of([Letter.objects.get()])
    assert times.came_back_at == clock.now
    assert times.gone_at is not None


def test_a_step_that_was_not_done_has_no_time(clock):
    letter = decide(a_case(), make_member()).letters.get()
    (times,) = times_of([letter])
    assert (times.to_open, times.to_write, times.to_sign, times.to_go) == (None, None, None, None)


def test_the_letters_of_some_days_are_summed_up(clock):
    _sent(clock)
    day = clock.now.date()
    found = times_between(day, day)
    assert sum_up(found).to_sign == timedelta(hours=2)
    assert (sum_up(found).letters, sum_up(found).returned, sum_up(found).came_back) == (1, 1, 0)
    assert times_between(day + timedelta(days=1), day + timedelta(days=9)) == ()
    assert sum_up(()).to_go is None


def test_what_a_letter_was_made_with_is_kept_and_told(clock):
    letter = _sent(clock)
    assert letter.made_with["putright"]
    assert letter.made_with["words"] == letter.draft["template_version"]
    assert len(letter.made_with["layout"]) == 64
    assert letter.made_with["procedures"]
    told = letter.case.events.get(verb="letter_signed").facts["made_with"]
    assert told["words"] == letter.made_with["words"]


EVERY_WAY = {
    "typed over": lambda row, by, other: letters.edit(
        letter_id=row.pk,
        version=row.version,
        member=by,
        texts={p["key"]: "Other words." for p in row.draft["paragraphs"]},
    ),
    "a paragraph added": lambda row, by, other: letters.add_paragraph(
        letter_id=row.pk, version=row.version, member=by, check_key="advocacy"
    ),
    "started again": lambda row, by, other: letters.start_again(
        letter_id=row.pk, version=row.version, member=by, key="opening"
    ),
    "sent for signing": lambda row, by, other: letters.send_for_signing(
        letter_id=row.pk, version=row.version, member=by
    ),
    "signed again": lambda row, by, other: letters.sign(letter_id=row.pk, version=row.version, member=other),
    "returned": lambda row, by, other: letters.send_back(
        letter_id=row.pk, version=row.version, member=other, comment="Again."
    ),
    "stopped": lambda row, by, other: taking_back.stop(letter_id=row.pk, member=by),
    "said not to have left": lambda row, by, other: taking_back.settle(letter_id=row.pk, member=other, was_sent=False),
    "released": lambda row, by, other: holding.release(letter_id=row.pk, member=other),
    "sent by post": lambda row, by, other: posting.choose_channel(
        letter_id=row.pk, version=row.version, member=by, channel=Channel.POST, post="1 Mill Lane\nBrackenby"
    ),
    "posted": lambda row, by, other: posting.mark_posted(letter_id=row.pk, member=by, posted_on=timezone.localdate()),
    "called changed": lambda row, by, other: sending.return_changed(letter_id=row.pk, words="?"),
    "refused late": lambda row, by, other: sending.mark_refused(letter_id=row.pk, words="?"),
    "called unreachable late": lambda row, by, other: sending.mark_unreachable(letter_id=row.pk, words="?"),
    "called uncertain late": lambda row, by, other: sending.mark_uncertain(letter_id=row.pk, words="?"),
    "begun again": lambda row, by, other: sending.begin(letter_id=row.pk),
    "drafted anew": lambda row, by, other: drafting.redraft(row.case, member=by),
    "an address changed": lambda row, by, other: contact.set_address(
        case_id=row.case_id, version=row.case.version, member=by, address="other@mailbox.example"
    ),
    "called undelivered": lambda row, by, other: posting.mark_came_back(letter_id=row.pk, member=by, why="?"),
}
KEPT = (
    "state",
    "draft",
    "approved_digest",
    "docx_digest",
    "message_id",
    "signer_id",
    "signed_at",
    "sent_at",
    "made_with",
)


@pytest.mark.parametrize("way", EVERY_WAY.values(), ids=EVERY_WAY)
def test_no_service_changes_a_letter_that_has_gone(clock, way):
    letter = _sent(clock)
    before = {name: getattr(letter, name) for name in KEPT}
    letter.case.refresh_from_db()
    with contextlib.suppress(CaseError, MoveError):
        way(letter, make_member(), make_member(role=Role.MANAGER))
    after = Letter.objects.get(pk=letter.pk)
    assert {name: getattr(after, name) for name in KEPT} == before
