"""A reply gets a later day only within its longest time, with a reason, told in time, and with a letter to write."""

import pytest

from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Event, ExtensionRow, Task
from cases.services.clocks.extending import extend, take_back_extension
from cases.services.clocks.pausing import pause
from tests.cases.clock_cases import a_running_case, ask_for, at_day, due, march
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    at_day(monkeypatch, march(12))


@pytest.fixture
def member():
    return make_member()


def _extend(case, member, **given):
    values = {"matter": 0, "until_on": march(24), "why": "Her advocate is away", "told_on": march(11)} | given
    return extend(case_id=case.pk, version=case.version, member=member, **values)


def test_the_reply_is_due_on_the_new_day_and_says_what_it_was(member):
    row = _extend(a_running_case(), member).deadlines.get(what="reply")
    assert (row.due_on, row.first_due_on) == (march(24), march(17))


def test_the_longest_time_stays_what_it_was(member):
    case = a_running_case()
    before = due(case, "reply_at_latest")
    assert due(_extend(case, member), "reply_at_latest") == before


def test_an_extension_of_one_matter_leaves_the_other(member):
    case = _extend(a_running_case(matters=2), member, matter=2)
    assert (due(case, matter=1), due(case, matter=2)) == (march(17), march(24))


def test_the_person_is_still_to_be_written_to(member):
    case = _extend(a_running_case(), member)
    task = Task.objects.get(case=case)
    assert "24 March 2026" in task.words
    assert task.state == "open"


def test_who_was_told_in_writing_is_not_written_to_again(member):
    _extend(a_running_case(), member, in_writing=True)
    assert not Task.objects.exists()


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        pytest.param(
            {"until_on": march(31).replace(month=4, day=1)}, "until_on", "31 March 2026", id="beyond the longest time"
        ),
        pytest.param({"until_on": march(17)}, "until_on", "already", id="no later than it is"),
        pytest.param({"until_on": march(21)}, "until_on", "Saturday", id="a Saturday"),
        pytest.param({"why": " "}, "why", "reason", id="no reason"),
        pytest.param({"told_on": march(13)}, "told_on", "not come yet", id="will be told tomorrow"),
        pytest.param({"told_on": march(2)}, "told_on", "asked for", id="told before they complained"),
        pytest.param({"matter": 5}, "matter", "Choose", id="no such matter"),
    ],
)
def test_what_cannot_stand_is_refused_with_the_limit_and_the_cure(member, given, field, words):
    case = a_running_case()
    with pytest.raises(IncompleteError) as refused:
        _extend(case, member, **given)
    assert words in refused.value.missing[field]
    assert not ExtensionRow.objects.exists()
    assert due(case) == march(17)


def test_a_person_told_after_the_day_has_passed_was_told_too_late(member, monkeypatch):
    at_day(monkeypatch, march(20))
    case = a_running_case()
    with pytest.raises(IncompleteError, match="late"):
        _extend(case, member, told_on=march(18))


def test_a_paused_reply_has_no_day_to_move(member):
    case = a_running_case()
    case = pause(
        case_id=case.pk, version=case.version, member=member, matter=0, code="consent", why="x", from_on=march(9)
    )
    with pytest.raises(IncompleteError, match="paused"):
        _extend(case, member)


def test_a_matter_that_was_answered_has_no_reply_to_move(member):
    case = a_running_case(matters=2)
    case.matters.filter(number=1).update(state="answered_1")
    case = _extend(case, member)
    assert due(case, matter=2) == march(24)
    case.matters.update(state="answered_1")
    with pytest.raises(IncompleteError, match="Nothing of this case"):
        _extend(case, member, until_on=march(25))


class TestFromStage2On:
    def _case(self):
        return ask_for(a_running_case(acknowledged_on=march(4)), 2, march(9))

    def test_a_manager_extends(self):
        case = self._case()
        case = _extend(case, make_member(role="manager"), until_on=march(9).replace(month=5, day=29))
        assert due(case).isoformat() == "2026-05-29"

    def test_an_officer_does_not(self, member):
        with pytest.raises(NotAllowedError, match="manager"):
            _extend(self._case(), member, until_on=march(9).replace(month=5, day=29))

    def test_an_officer_still_extends_a_matter_at_stage_1(self, member):
        case = ask_for(a_running_case(matters=2, acknowledged_on=march(4)), 2, march(9), numbers=[2])
        assert due(_extend(case, member, matter=1), matter=1) == march(24)

    def test_an_extension_of_stage_1_does_not_move_stage_2(self, member):
        case = _extend(a_running_case(acknowledged_on=march(4)), member)
        case = ask_for(case, 2, march(12))
        row = case.deadlines.get(what="reply")
        assert (row.stage, row.first_due_on) == (2, None)


class TestTakenBack:
    def _take_back(self, case, member):
        row = case.extensions.get()
        return take_back_extension(case_id=case.pk, version=case.version, member=member, extension_id=row.pk)

    def test_the_reply_is_due_as_before_and_the_record_stays(self, member):
        case = self._take_back(_extend(a_running_case(), member), member)
        assert due(case) == march(17)
        assert ExtensionRow.objects.get().taken_back
        assert Task.objects.get().state == "not_needed"

    def test_only_by_who_decided_it_or_a_manager(self, member):
        case = _extend(a_running_case(), member)
        with pytest.raises(NotAllowedError):
            self._take_back(case, make_member())
        assert due(self._take_back(case, make_member(role="manager"))) == march(17)

    def test_only_once(self, member):
        case = _extend(a_running_case(), member)
        row = case.extensions.get()
        case = self._take_back(case, member)
        with pytest.raises(NotNowError):
            take_back_extension(case_id=case.pk, version=case.version, member=member, extension_id=row.pk)


def test_the_event_holds_the_days_and_not_the_reason(member):
    case = _extend(a_running_case(), member)
    event = Event.objects.get(case=case, verb="reply_extended")
    assert (event.facts["until"], event.facts["told"]) == ("2026-03-24", "2026-03-11")
    assert "advocate" not in str(event.facts)
