"""What somebody must do: raised once by its cause, ended with a result by a person, and never ended behind their back."""

from datetime import date

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.desk import desk_tasks
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.events import broken_links
from cases.models import Case, Decision, Discretion, Event, Task
from cases.services import triage
from cases.services.tasks.following import follow_case
from cases.services.tasks.raising import end_if_untouched, end_task, hand_task, raise_task, reopen_task
from cases.services.tasks.results import add_task, put_off, record_result, reopen, set_not_needed
from cases.services.triage import Choice
from cases.stage_runs import begin_run, current_run
from cases.states import MoveError, TaskState
from tests.cases.stories import a_case, decide
from tests.factories import NOW, make_case, make_mail, make_member, make_message

pytestmark = pytest.mark.django_db
FRIDAY_WORDS = (
    "My foster son is being moved to another placement on Friday and nobody has asked him or us. Please stop the move "
    "until somebody has listened. His social worker told us by text this morning.\n\nYours\nJoan Ashby\n"
)


def flag(case, code, value="yes", **fields):
    Decision.objects.update_or_create(case=case, key=f"flag:{code}", defaults={"suggested": value} | fields)


def decided_case(*flags, **fields):
    """Return a case that a person has decided, with these flags."""
    case = make_case(**({"decided_at": NOW} | fields))
    for code in flags:
        flag(case, code)
    return case


def kinds(case, state="open"):
    return set(case.tasks.filter(state=state).values_list("kind", flat=True))


def raised(case, kind="meeting", **fields):
    return raise_task(case, kind, **({"key": f"test:{kind}", "words": "Do it."} | fields))


def verbs(case):
    return list(Event.objects.filter(case=case).order_by("number").values_list("verb", flat=True))


# ---- raised by what is in force ----


def test_what_cannot_wait_is_raised_when_the_mail_comes_in_before_anybody_decides():
    case = a_case(FRIDAY_WORDS, subject="Please stop the move on Friday")
    assert case.decided_at is None
    task = case.tasks.get(kind="freezing")
    assert (task.raised_by, task.due_at.astimezone().date()) == (None, date(2026, 3, 2))
    assert "6.5" in task.source
    assert kinds(case) <= {"freezing", "breach", "information_request", "advocate"}


def test_what_can_wait_is_raised_when_decisions_are_saved():
    case = a_case()
    assert kinds(case) == set()
    decide(case, make_member(), flag_representative="yes")
    assert "consent" in kinds(case)


def test_tasks_follow_a_changed_mind_and_end_as_not_needed_when_nobody_has_touched_them():
    member, case = make_member(), a_case()
    case = triage.save_decisions(
        case_id=case.pk, version=case.version, member=member, choices={"flag:media": Choice("yes")}
    )
    assert "press" in kinds(case)
    case = triage.save_decisions(
        case_id=case.pk, version=case.version, member=member, choices={"flag:media": Choice("no")}
    )
    task = case.tasks.get(kind="press")
    assert (task.state, task.ended_by) == ("not_needed", None)
    triage.save_decisions(case_id=case.pk, version=case.version, member=member, choices={"flag:media": Choice("yes")})
    task.refresh_from_db()
    assert (task.state, task.ended_at) == ("open", None)
    assert case.tasks.filter(kind="press").count() == 1


@pytest.mark.parametrize("touch", ["handed to somebody", "put off", "opened again", "added by a person"])
def test_what_somebody_has_touched_is_theirs_to_end(touch):
    member, case = make_member(), decided_case("media")
    follow_case(case)
    task = case.tasks.get(kind="press")
    if touch == "handed to somebody":
        hand_task(task_id=task.pk, member=member, to=member)
    elif touch == "put off":
        put_off(task_id=task.pk, member=member, due_on=date(2099, 1, 5), why="The press officer is away")
    elif touch == "opened again":
        end_task(task_id=task.pk, member=member, state=TaskState.NOT_NEEDED, note="No")
        reopen(task_id=task.pk, member=member)
    else:
        task = add_task(case_id=case.pk, member=member, kind="meeting")
    flag(case, "media", "no")
    follow_case(case)
    task.refresh_from_db()
    assert task.state == "open"


def test_what_somebody_put_off_keeps_their_day_whatever_else_is_decided():
    member, case = make_member(), decided_case("media")
    follow_case(case)
    task = case.tasks.get(kind="press")
    put_off(task_id=task.pk, member=member, due_on=date(2099, 5, 5), why="The press officer is away")
    triage.save_decisions(case_id=case.pk, version=case.version, member=member, choices={}, note="Read.")
    task.refresh_from_db()
    assert timezone.localdate(task.due_at) == date(2099, 5, 5)


def test_what_a_person_ended_is_not_opened_again_by_putright():
    member, case = make_member(), decided_case("media")
    follow_case(case)
    task = case.tasks.get(kind="press")
    set_not_needed(task_id=task.pk, member=member, why="They know")
    follow_case(case)
    flag(case, "media", "no")
    follow_case(case)
    flag(case, "media", "yes")
    follow_case(case)
    task.refresh_from_db()
    assert (task.state, task.ended_by) == ("not_needed", member)


def test_following_a_case_twice_writes_nothing_the_second_time():
    case = decided_case("media", "recording", "young_person", "adjustments")
    follow_case(case)
    before = verbs(case)
    follow_case(case)
    assert verbs(case) == before


def test_a_task_of_another_part_of_the_program_is_left_alone():
    case = decided_case()
    task = raised(case)
    follow_case(case)
    task.refresh_from_db()
    assert task.state == "open"


def test_a_case_whose_message_was_put_elsewhere_asks_for_nothing():
    case = decided_case("media")
    follow_case(case)
    case.joined_to = make_case()
    case.save()
    follow_case(case)
    assert kinds(case) == set()


def test_an_original_asked_for_in_a_later_message_is_to_be_returned():
    case = decided_case()
    make_mail(case=case)
    follow_case(case)
    assert "originals" not in kinds(case)
    make_mail(
        make_message("I posted you his birth certificate. Please send the original back."), case=case, state="joined"
    )
    follow_case(case)
    assert "originals" in kinds(case)


def test_the_statement_of_a_second_stage_is_asked_for_and_its_chase_ends_when_it_is_agreed():
    member, case = make_member(), decided_case(stage="1")
    current_run(case)
    begin_run(case, 2, requested_on=date(2026, 3, 2), is_spoken=True)
    follow_case(case)
    statement, chase = case.tasks.get(kind="statement"), case.tasks.get(kind="statement_chase")
    assert "word of mouth" in statement.words
    assert [task.due_at.date() for task in (statement, chase)] == [date(2026, 3, 9), date(2026, 3, 16)]
    record_result(task_id=statement.pk, member=member, result="agreed", note="On 5 March")
    chase.refresh_from_db()
    assert (chase.state, chase.ended_by) == ("not_needed", None)


# ---- raising, ending, opening again ----


def test_the_same_cause_raises_a_task_once_and_new_words_change_it():
    case = make_case()
    first = raised(case)
    assert raised(case) == first
    assert verbs(case) == ["task_raised"]
    raised(case, words="Do it today.")
    first.refresh_from_db()
    assert first.words == "Do it today."
    assert verbs(case) == ["task_raised", "task_changed"]


@pytest.mark.parametrize(
    ("result", "note", "missing"),
    [
        pytest.param("", "", "result", id="nothing chosen"),
        pytest.param("flown", "", "result", id="no such result"),
        pytest.param("held", "  ", "note", id="a meeting without when and who"),
    ],
)
def test_a_result_that_lacks_something_ends_nothing(result, note, missing):
    task = raised(make_case())
    with pytest.raises(IncompleteError) as refused:
        record_result(task_id=task.pk, member=make_member(), result=result, note=note)
    assert missing in refused.value.missing
    task.refresh_from_db()
    assert task.state == "open"


def test_a_meeting_that_was_held_is_confirmed_in_writing():
    member, case = make_member(), make_case()
    task = raised(case)
    record_result(task_id=task.pk, member=member, result="held", note="On 2 March")
    after = case.tasks.get(kind="meeting_outcome")
    assert (after.raised_by, after.state) == (None, "open")
    follow_case(case)
    after.refresh_from_db()
    assert after.state == "open"
    reopen(task_id=task.pk, member=member)
    record_result(task_id=task.pk, member=member, result="held", note="On 3 March")
    assert case.tasks.filter(kind="meeting_outcome").count() == 1


@pytest.mark.parametrize(
    ("kind", "result"), [("meeting", "declined"), ("interest", "granted"), ("mediation", "declined")]
)
def test_what_did_not_come_about_leads_to_nothing(kind, result):
    case = make_case()
    record_result(task_id=raised(case, kind).pk, member=make_member(), result=result, note="They said so")
    assert kinds(case) == set()


def test_mediation_stops_no_clock():
    case, member = make_case(), make_member()
    before = list(case.deadlines.values_list("what", "due_on"))
    task = add_task(case_id=case.pk, member=member, kind="mediation")
    record_result(task_id=task.pk, member=member, result="agreed", note="Ms Berg, on 9 March")
    assert list(case.deadlines.values_list("what", "due_on")) == before
    assert not case.pauses.exists()
    assert "stops no clock" in task.words


def test_nobody_s_interest_is_refused_before_the_judgement_is_written():
    case, member = make_case(), make_member(role="manager")
    task = raised(case, "interest")
    with pytest.raises(IncompleteError) as refused:
        record_result(task_id=task.pk, member=member, result="refused", note="The child does not know them")
    assert "result" in refused.value.missing
    Discretion.objects.create(
        case=case, matter=0, question="insufficient_interest", route="statutory", decision="not_take",
        why="The child does not know them", decided_by=member, decided_at=NOW,
    )  # fmt: skip
    record_result(task_id=task.pk, member=member, result="refused", note="The child does not know them")
    assert kinds(case) == {"interest_notice"}


def test_a_task_of_a_kind_that_is_not_in_the_file_is_simply_done():
    task = raised(make_case(), "some_new_kind")
    record_result(task_id=task.pk, member=make_member(), result="done")
    task.refresh_from_db()
    assert (task.state, task.result) == ("done", "done")


@pytest.mark.parametrize("act", [end_task, record_result, set_not_needed])
def test_what_is_ended_is_not_ended_again(act):
    member, task = make_member(), raised(make_case())
    end_task(task_id=task.pk, member=member)
    extra = {"record_result": {"result": "declined"}, "set_not_needed": {"why": "No"}}.get(act.__name__, {})
    with pytest.raises(MoveError):
        act(task_id=task.pk, member=member, **extra)


def test_what_is_open_is_not_opened_and_what_is_ended_is_neither_handed_on_nor_put_off():
    member, task = make_member(), raised(make_case())
    with pytest.raises(MoveError):
        reopen_task(task_id=task.pk, member=member)
    end_task(task_id=task.pk, member=member)
    with pytest.raises(NotNowError):
        hand_task(task_id=task.pk, member=member, to=member)
    with pytest.raises(NotNowError):
        put_off(task_id=task.pk, member=member, due_on=date(2099, 1, 5), why="Later")


def test_an_administrator_neither_does_nor_is_given_anything():
    task, administrator = raised(make_case()), make_member(role="administrator")
    with pytest.raises(NotAllowedError):
        end_task(task_id=task.pk, member=administrator)
    with pytest.raises(NotAllowedError):
        hand_task(task_id=task.pk, member=make_member(), to=administrator)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        pytest.param({"kind": ""}, "kind", id="nothing chosen"),
        pytest.param({"kind": "staff_told"}, "kind", id="one that only follows from another"),
        pytest.param({"kind": "other"}, "words", id="something else, without words"),
        pytest.param({"kind": "other", "words": "x" * 300}, "words", id="more words than fit"),
        pytest.param({"kind": "meeting", "due_on": date(2020, 1, 6)}, "due", id="a day gone by"),
    ],
)
def test_what_a_person_adds_must_say_what_and_when(fields, missing):
    case = make_case()
    with pytest.raises(IncompleteError) as refused:
        add_task(case_id=case.pk, member=make_member(), **fields)
    assert missing in refused.value.missing
    assert not case.tasks.exists()


def test_the_same_thing_can_be_added_twice_by_people():
    case, member = make_case(), make_member()
    for _ in range(2):
        add_task(case_id=case.pk, member=member, kind="meeting")
    assert case.tasks.count() == 2


def test_events_hold_codes_and_never_what_people_wrote():
    member, case = make_member(), make_case()
    task = add_task(case_id=case.pk, member=member, kind="other", words="Ring Denise Harker")
    put_off(task_id=task.pk, member=member, due_on=date(2099, 1, 5), why="Denise is away")
    record_result(task_id=task.pk, member=member, result="done", note="Denise was glad")
    facts = str([event.facts for event in Event.objects.filter(case=case)])
    assert "Denise" not in facts
    assert verbs(case) == ["task_raised", "task_put_off", "task_done"]


STEPS = st.lists(
    st.sampled_from(["follow", "media", "no media", "end", "not needed", "reopen", "hand", "untouched"]), max_size=12
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_no_order_of_doing_loses_a_task_or_breaks_the_chain(steps):
    member, case = make_member(), decided_case("media", "recording")
    follow_case(case)
    known = set(case.tasks.values_list("key", flat=True))
    for step in steps:
        task = case.tasks.get(kind="press")
        before = (task.state, task.ended_by_id, task.assignee_id)
        _take(step, case, task, member)
        task.refresh_from_db()
        assert known <= set(case.tasks.values_list("key", flat=True))
        if step in {"follow", "media", "no media", "untouched"} and (before[1] or before[2]):
            assert (task.state, task.ended_by_id, task.assignee_id) == before
        assert (task.ended_at is None) == (task.state == TaskState.OPEN)
    assert broken_links(f"case:{case.pk}") == []


def _take(step, case, task, member):
    if step in {"media", "no media"}:
        flag(case, "media", "yes" if step == "media" else "no")
        follow_case(case)
    elif step == "follow":
        follow_case(case)
    elif step == "untouched":
        end_if_untouched(case, task.key)
    elif step == "reopen" and task.state != TaskState.OPEN:
        reopen_task(task_id=task.pk, member=member)
    elif task.state == TaskState.OPEN and step == "hand":
        hand_task(task_id=task.pk, member=member, to=member)
    elif task.state == TaskState.OPEN and step in {"end", "not needed"}:
        end_task(task_id=task.pk, member=member, state=TaskState.DONE if step == "end" else TaskState.NOT_NEEDED)


def test_every_kind_that_people_may_add_can_be_added_and_ended_in_each_of_its_ways():
    member = make_member(role="manager")
    for kind in (task for task in desk_tasks().values() if task.by_hand):
        for result in (one for one in kind.results if not one.record):
            case = make_case()
            task = add_task(case_id=case.pk, member=member, kind=kind.kind, words="As agreed")
            record_result(task_id=task.pk, member=member, result=result.code, note="It is so")
            assert Task.objects.get(pk=task.pk).state == "done"
            assert kinds(case) == ({result.raises} if result.raises else set())
    assert Case.objects.exists()
