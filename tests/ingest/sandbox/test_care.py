"""What is remembered through the attempts at one mail, and how its time is shared out."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.limits import default_limits
from ingest.documents.tesseract import Recognised, RecogniserError
from ingest.message import ProblemCode
from ingest.sandbox import care as sandbox_care
from ingest.sandbox.care import Care, ChildLostError

LIMITS = replace(
    default_limits(), item_seconds=9, item_end_seconds=16, patient_seconds=900, patient_end_seconds=1_020, ocr_pages=2
)


class Clock:
    """Stand in for the monotonic clock."""

    def __init__(self):
        self.now = 1_000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    standing = Clock()
    monkeypatch.setattr(sandbox_care, "time", standing)
    return standing


def crashed(document, asks=0, latest=0):
    return ChildLostError(ProblemCode.CRASHED, document, asks, max(document, latest))


def hung(document, asks=0, latest=0):
    return ChildLostError(ProblemCode.TOO_SLOW, document, asks, max(document, latest))


def lessons(*losses):
    care = Care(LIMITS)
    care.plan()
    for lost in losses:
        care.learn(lost)
    plan = care.plan()
    return care.is_hopeless, sorted(plan["skipped"]), plan["stops"], plan["skip_all"] is not None


LESSONS = {
    "the first death may be the machine's": ([crashed(3)], (False, [], {}, False)),
    "the second at the same document is the document's": ([crashed(3), crashed(3)], (False, [3], {}, False)),
    "deaths at two documents may both be the machine's": ([crashed(3), crashed(5)], (False, [], {}, False)),
    "who hangs is not asked twice": ([hung(2)], (False, [2], {}, False)),
    "pages that were read are read again up to there": ([hung(2, asks=7)], (False, [], {2: 7}, False)),
    "who hangs there again is left out": ([hung(2, asks=7), hung(2, asks=7)], (False, [2], {2: 7}, False)),
    "the mail itself hangs: only what is known": ([hung(0)], (False, [], {}, True)),
    "the mail itself hangs again: a person": ([hung(0), hung(0)], (True, [], {}, True)),
    "a liar about its place is found by the last begun": ([hung(1, latest=4)] * 2, (False, [1, 4], {}, False)),
    "a liar that was found and lies on": ([hung(1, latest=4)] * 3, (False, [1, 4], {}, True)),
    "many documents that hang": ([hung(number) for number in range(1, 8)], (True, [1, 2, 3, 4, 5], {}, True)),
}


@pytest.mark.parametrize(("losses", "learnt"), LESSONS.values(), ids=LESSONS.keys())
def test_each_loss_teaches_the_next_attempt(clock, losses, learnt):
    assert lessons(*losses) == learnt


def test_the_time_begins_with_the_first_attempt(clock):
    care = Care(LIMITS)
    clock.now += 100
    assert care.plan()["soft_at"] == clock.now + 9


@given(
    losses=st.lists(st.tuples(st.floats(0, 12), st.booleans(), st.integers(0, 5), st.integers(0, 3)), max_size=20),
    is_patient=st.booleans(),
)
def test_no_attempt_ever_goes_past_the_last_moment(losses, is_patient):
    standing, end_seconds = Clock(), 1_020 if is_patient else 16
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sandbox_care, "time", standing)
        care = Care(LIMITS, is_patient=is_patient)
        for seconds, is_hung, document, asks in losses:
            soft_at = care.plan()["soft_at"]
            deadline = care.watch(1).deadline
            assert soft_at <= deadline <= 1_000 + end_seconds
            standing.now = min(standing.now + seconds, deadline)
            care.learn(hung(document, asks) if is_hung else crashed(document, asks))
            if care.is_hopeless:
                break
        else:
            assert len(losses) < 9


def test_with_little_time_left_only_what_is_known_is_asked_for(clock):
    care = Care(LIMITS)
    care.plan()
    care.note_done(1, 2, b'{"text": "the first list"}')
    clock.now += 14.5
    care.learn(hung(3))
    plan = care.plan()
    assert plan["skip_all"]["code"] == "too_slow"
    assert plan["known"] == {1: [2, '{"text": "the first list"}']}


def test_what_is_kept_has_a_bound(clock):
    care = Care(LIMITS)
    care.plan()
    for number in range(26):
        care.note_done(number, number, b"x" * 10_000_000)
    with pytest.raises(ValueError, match="hands over more"):
        care.note_done(26, 26, b"x" * 10_000_000)
    assert len(care.plan()["known"]) == 6


def test_a_picture_is_recognised_once(clock, monkeypatch):
    asked = []

    def recognise(picture, limits, *, seconds, is_weak):
        asked.append(picture)
        return Recognised("words", is_whole=False)

    monkeypatch.setattr(sandbox_care, "recognise", recognise)
    care = Care(LIMITS)
    care.plan()
    assert [care.recognise(b"a", math.inf) for _ in range(3)] == [({"is_whole": False}, b"words")] * 3
    assert asked == [b"a"]


def refuse(*_, **__):
    raise RecogniserError(ProblemCode.TOO_SLOW, "over a second")


REFUSED = {
    "no time left": (b"a", 1_000.2, "unfinished"),
    "stopped because the mail's time was over": (b"a", 1_002.0, "unfinished"),
    "stopped because the page took too long": (b"a", math.inf, "too_slow"),
    "a picture no page has": (b"a" * 100_000_000, math.inf, "too_large"),
}


@pytest.mark.parametrize(("picture", "until", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_why_a_picture_is_left_unread_is_told(clock, monkeypatch, picture, until, code):
    monkeypatch.setattr(sandbox_care, "recognise", refuse)
    care = Care(replace(LIMITS, ocr_page_seconds=5))
    care.plan()
    head, tsv = care.recognise(picture, until)
    assert (head["code"], tsv) == (code, b"")
    assert head["words"]


def test_the_pictures_of_a_mail_have_a_number(clock, monkeypatch):
    monkeypatch.setattr(sandbox_care, "recognise", lambda *_, **__: Recognised("words"))
    care = Care(LIMITS)
    care.plan()
    codes = [care.recognise(b"%d" % number, math.inf)[0].get("code") for number in range(10)]
    assert codes == [None] * 8 + ["too_many"] * 2
