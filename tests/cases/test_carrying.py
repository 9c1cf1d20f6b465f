"""What is to be done goes where the message goes: nothing due in hours stays in a case that nobody opens."""

from datetime import datetime, time

import pytest
from django.utils import timezone

from cases import events
from cases.models import Case, Conflict, Decision, Task
from cases.selectors.tasks import When, Who, list_tasks
from cases.services import joining
from cases.services.tasks.carrying import ask_at_once
from cases.services.tasks.following import follow_case
from cases.services.tasks.raising import raise_task
from cases.services.tasks.results import add_task, put_off, record_result, set_not_needed
from classify.labels import Flag
from classify.reading import Finding
from tests.cases.stories import a_case, a_mail, arrive
from tests.factories import make_mail, make_member

pytestmark = pytest.mark.django_db
PAUL = "Paul Ashby <paul.ashby@elsewhere.example>"
MOVE = (
    "My foster son is being moved to another placement on Friday and nobody has asked him or us. Please stop the move "
    "until somebody has listened. His social worker told us by text this morning."
)


@pytest.fixture
def officer():
    return make_member("priya")


def _two():
    """Return a case, and one whose message waits for somebody to say which case it belongs to."""
    first = a_case()
    (mail,) = arrive(a_mail(MOVE, subject=f"Re: Your complaint, reference {first.reference}", From=PAUL))
    assert mail.case != first
    return first, mail.case


def _join(first, case, officer):
    version = Case.objects.values_list("version", flat=True).get(pk=case.pk)
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=version, member=officer, confirmed=True)


def _all(member):
    now = timezone.now()
    return list(list_tasks(member, who=Who.ALL, when=When.ANY, kind="", now=now, end=now))


def test_a_move_on_friday_is_asked_about_in_the_case_the_message_is_put_with(officer):
    first, case = _two()
    before = case.tasks.get(kind="freezing")
    _join(first, case, officer)
    task = first.tasks.get(kind="freezing")
    assert (task.state, task.due_at) == ("open", before.due_at)
    assert task.words.startswith(f"{case.reference}: ")
    assert [one.pk for one in _all(officer) if one.kind == "freezing"] == [task.pk]


def test_what_somebody_has_taken_on_or_put_off_goes_along_as_it_is(officer):
    first, case = _two()
    task = add_task(case_id=case.pk, member=officer, kind="meeting", to=officer)
    day = timezone.localdate().replace(year=2099)
    put_off(task_id=task.pk, member=officer, due_on=day, why="They are away.")
    _join(first, case, officer)
    copy = first.tasks.get(kind="meeting")
    assert (copy.assignee, timezone.localdate(copy.due_at), copy.note) == (officer, day, "They are away.")


def test_nobody_gets_a_task_of_a_case_that_is_shut_to_them(officer):
    first, case = _two()
    anna = make_member("anna", first_name="Anna", last_name="Beck")
    add_task(case_id=case.pk, member=officer, kind="meeting", to=anna)
    Conflict.objects.create(case=first, member=anna, why="Named in it", at=timezone.now())
    _join(first, case, officer)
    assert first.tasks.get(kind="meeting").assignee is None


def test_what_the_other_case_asks_for_already_is_not_asked_twice_unless_it_is_urgent(officer):
    first, case = _two()
    for kind in ("press", "breach"):
        raise_task(first, kind, key=f"reply:1:{kind}", words="Tell them.")
        raise_task(case, kind, key=f"asked:{kind}", words="Tell them.")
    _join(first, case, officer)
    open_ones = first.tasks.filter(state="open")
    assert open_ones.filter(kind="press").count() == 1
    assert open_ones.filter(kind="breach").count() == 2


def test_what_hangs_on_a_row_of_the_closed_case_is_listed_still(officer):
    first, case = _two()
    task = raise_task(case, "behaviour_review", key="behaviour_review:1:2", words="Review it.")
    _join(first, case, officer)
    assert task.pk in [one.pk for one in _all(officer)]
    assert not first.tasks.filter(kind="behaviour_review").exists()


class TestWhatWasDoneBefore:
    """Consent was given, and the originals sent back, before a person says which case the message belongs to."""

    ASKS = (
        "My sister cannot write herself, and I write for her. Please send my original letters back to me. Nobody has told "
        "us why her social worker does not come."
    )

    def _two(self, officer, *, ended):
        first = a_case()
        first.decided_at = timezone.now()
        first.save()
        (mail,) = arrive(a_mail(self.ASKS, subject=f"Re: Your complaint, reference {first.reference}", From=PAUL))
        case = mail.case
        case.decided_at = timezone.now()
        case.save()
        case.facts = []
        case.save()
        values = {"chosen": "yes", "note": ""}
        Decision.objects.update_or_create(case=case, key="flag:representative", defaults=values)
        follow_case(case)
        raise_task(case, "consent", key="asked:consent:0", words="Get it.")
        for kind in ("consent", "originals") if ended else ():
            set_not_needed(task_id=case.tasks.get(kind=kind).pk, member=officer, why="They gave it on Monday.")
        return first, case

    def _open(self, case):
        asked = case.tasks.filter(kind__in=["consent", "originals"], state="open")
        return sorted(asked.values_list("kind", flat=True))

    def test_it_is_not_asked_again_after_the_joining(self, officer):
        first, case = self._two(officer, ended=True)
        _join(first, case, officer)
        assert self._open(first) == []

    def test_what_is_still_to_be_done_is(self, officer):
        first, case = self._two(officer, ended=False)
        _join(first, case, officer)
        assert set(self._open(first)) == {"consent", "originals"}


class TestTakenBack:
    def test_what_nobody_has_done_comes_back_and_is_asked_there_no_more(self, officer):
        first, case = _two()
        _join(first, case, officer)
        joining.take_back(case_id=case.pk, member=officer)
        assert case.tasks.get(kind="freezing").state == "open"
        assert first.tasks.get(kind="freezing").state == "not_needed"
        assert all(events.broken_links(f"case:{each.pk}") == [] for each in (first, case))

    def test_what_was_done_there_stays_done(self, officer):
        first, case = _two()
        _join(first, case, officer)
        record_result(
            task_id=first.tasks.get(kind="freezing").pk, member=officer, result="on_hold", note="Ms Poe, until Monday."
        )
        joining.take_back(case_id=case.pk, member=officer)
        task = case.tasks.get(kind="freezing")
        assert (task.state, task.result, task.ended_by) == ("done", "on_hold", officer)
        assert first.tasks.get(kind="freezing").state == "done"

    def test_and_it_can_go_there_once_more(self, officer):
        first, case = _two()
        _join(first, case, officer)
        joining.take_back(case_id=case.pk, member=officer)
        _join(first, case, officer)
        assert first.tasks.get(kind="freezing").state == "open"
        assert case.tasks.get(kind="freezing").state == "not_needed"


def test_what_a_reply_asks_for_as_well_goes_on_when_the_case_is_taken_back(officer):
    first, case = _two()
    _join(first, case, officer)
    mail = make_mail(case=first, state="joined", received_at=timezone.now())
    found = Finding(label=Flag.URGENT_DECISION, confidence=0.9, evidence=(), found_by="rule:urgent")
    ask_at_once(mail, first, [found])
    joining.take_back(case_id=case.pk, member=officer)
    task = first.tasks.get(kind="freezing", state="open")
    assert task.key == f"reply:{mail.pk}:freezing"
    assert case.reference not in task.words


def _ask_again(first):
    found = Finding(label=Flag.URGENT_DECISION, confidence=0.9, evidence=(), found_by="rule:urgent")
    ask_at_once(make_mail(case=first), first, [found])


class TestAReplyThatJoinsByItself:
    def _reply(self, first, words=MOVE):
        (mail,) = arrive(a_mail(words, subject=f"Re: Your complaint, reference {first.reference}"))
        assert (mail.state, mail.case) == ("joined", first)
        return mail

    def test_a_move_on_friday_is_asked_about_the_same_day(self):
        first = a_case()
        mail = self._reply(first)
        task = first.tasks.get(kind="freezing")
        day = timezone.localdate(mail.received_at)
        assert task.due_at == datetime.combine(day, time(23, 59), tzinfo=timezone.get_default_timezone())

    def test_a_second_one_asks_again_once_the_first_was_dealt_with(self, officer):
        first = a_case()
        self._reply(first)
        task = first.tasks.get(kind="freezing")
        record_result(task_id=task.pk, member=officer, result="on_hold", note="Ms Poe, until Monday.")
        _ask_again(first)
        assert list(first.tasks.filter(kind="freezing").values_list("state", flat=True).order_by("pk")) == [
            "done",
            "open",
        ]

    def test_while_the_first_is_open_it_is_asked_once(self):
        first = a_case()
        self._reply(first)
        _ask_again(first)
        assert first.tasks.filter(kind="freezing").count() == 1

    def test_a_reply_that_only_chases_asks_for_nothing(self):
        first = a_case()
        known = set(Task.objects.filter(case=first).values_list("pk", flat=True))
        self._reply(first, "She still has not come. Please add this to my complaint.")
        assert set(Task.objects.filter(case=first).values_list("pk", flat=True)) == known
