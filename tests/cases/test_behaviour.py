"""The ladder: a flag alone starts nothing, a manager takes each step with a reason, and nothing else ever reads it."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cases import events
from cases.clocks import save_deadlines
from cases.contacts import count_contacts
from cases.desk import desk_council, desk_procedures
from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.models import Behaviour, Case, Conflict, Joining, StageRun, Task
from cases.plain import assessment_in_force
from cases.selectors.judgement import open_ladders
from cases.selectors.queue import list_entries
from cases.services.judgement.behaviour import confirm, not_uphold, raise_behaviour, warn
from cases.services.judgement.restricting import Length, end, restrict, review
from cases.services.tasks.raising import end_task
from cases.services.tasks.results import put_off
from cases.states import BehaviourState, MoveError
from classify.labels import BEHAVIOUR_FLAGS
from config.discretion import load_discretion
from tests.cases.stories import a_case
from tests.factories import make_alert, make_case, make_letter, make_mail, make_member, make_message

pytestmark = pytest.mark.django_db
LADDER = load_discretion().ladder
AGAIN = "The visits were missed. The visits were missed and the payments are late."


def days(number):
    return timezone.localdate() + timedelta(days=number)


def flagged(*flags, chosen="yes", **fields):
    """Return a case in which a person has answered these flags."""
    by = make_member()
    rows = [
        {"key": f"flag:{flag}", "suggested": "", "chosen": chosen, "chosen_by": by if chosen else None}
        for flag in flags
    ]
    return make_case(decisions=rows, **fields)


def raised(*flags, case=None, **fields):
    flags = flags or ("abusive_language",)
    case = case or flagged(*flags, **fields)
    return raise_behaviour(
        case_id=case.pk, member=make_member(), flags=flags, why="Swore at the duty desk three times."
    )


def step(service, row, member=None, **fields):
    row.refresh_from_db()
    values = {"why": "It went on after we asked them to stop."} | fields
    member = member or make_member(role="manager")
    return service(behaviour_id=row.pk, version=row.version, member=member, **values)


def confirmed(*flags, **fields):
    row = raised(*flags, **fields)
    seen = count_contacts(row.person_address).numbers["total"]
    return step(confirm, row, adjustments="Asked: none needed.", seen=seen)


def warned(*flags, **fields):
    return step(warn, confirmed(*flags, **fields), warned_on=timezone.localdate())


def restricted(**fields):
    values = {
        "restriction": "in_writing",
        "words": "By letter or email to Priya.",
        "length": Length(days(90), days(60)),
    }
    return step(restrict, warned(), **(values | fields))


def test_a_suggested_flag_starts_nothing():
    case = flagged("threat", chosen="")
    with pytest.raises(IncompleteError, match="Only what a person found right"):
        raised("threat", case=case)
    assert not Behaviour.objects.exists()


def test_a_flag_that_a_person_found_wrong_starts_nothing():
    with pytest.raises(IncompleteError):
        raised("threat", case=flagged("threat", chosen="no"))


def test_a_mail_full_of_flags_opens_no_ladder():
    a_case("You stupid useless cow, I know where you live and I will be waiting. I have written to you twenty times.")
    assert not Behaviour.objects.exists()


def test_whoever_left_no_address_is_kept_in_no_list():
    with pytest.raises(NotNowError, match="no address"):
        raised(person_address="")


def test_one_person_has_one_ladder_over_all_cases():
    raised()
    with pytest.raises(NotNowError, match="already"):
        raised()


def test_a_new_one_may_begin_after_the_last_ended():
    step(not_uphold, raised())
    assert raised().state == "raised"


def test_the_whole_way_up_and_out():
    row = restricted()
    assert (row.state, row.restriction, row.until_on, row.review_on) == ("restricted", "in_writing", days(90), days(60))
    row = step(review, row, goes_on=True, length=Length(days(120), days(100)))
    assert (row.state, row.until_on, row.reviewed_on) == ("restricted", days(120), timezone.localdate())
    row = step(review, row, goes_on=False)
    assert (row.state, row.ended_on, row.review_on) == ("ended", timezone.localdate(), None)
    assert [one[0] for one in row.steps] == ["raised", "confirmed", "warned", "restricted", "reviewed", "reviewed"]
    assert all(one[3] for one in row.steps)
    verbs = list(row.case.events.filter(verb__startswith="behaviour_").values_list("verb", flat=True))
    assert verbs == [f"behaviour_{one[0]}" for one in row.steps]
    assert events.broken_links(f"case:{row.case_id}") == []


def test_events_hold_codes_and_counts_and_nobodys_words():
    row = restricted()
    told = str(list(row.case.events.values_list("facts", flat=True)))
    assert "Priya" not in told
    assert "Swore" not in told
    assert "mailbox.example" not in told


STEPS = [
    pytest.param(confirm, {"adjustments": "None needed.", "seen": 0}, id="confirm"),
    pytest.param(not_uphold, {}, id="not uphold"),
    pytest.param(warn, {"warned_on": date(2026, 3, 3)}, id="warn"),
    pytest.param(
        restrict, {"restriction": "in_writing", "words": "By letter.", "length": Length(None, None)}, id="restrict"
    ),
    pytest.param(review, {"goes_on": False}, id="review"),
    pytest.param(end, {}, id="end"),
]


@pytest.mark.parametrize(("service", "fields"), STEPS)
def test_every_step_is_a_managers(service, fields):
    with pytest.raises(NotAllowedError, match="Only a complaints manager"):
        step(service, raised(), make_member(), **fields)


@pytest.mark.parametrize(("service", "fields"), STEPS)
def test_every_step_sees_what_others_did_first(service, fields):
    row = raised()
    with pytest.raises(StaleError):
        service(behaviour_id=row.pk, version=0, member=make_member(role="manager"), why="Because.", **fields)


@pytest.mark.parametrize(("service", "fields"), [each for each in STEPS if each.id != "warn"])
def test_every_step_has_its_reason(service, fields):
    row = raised("threat")
    Behaviour.objects.update(state="confirmed" if service in {restrict, end} else "raised")
    if service is review:
        Behaviour.objects.update(state="restricted")
    with pytest.raises(IncompleteError) as refused:
        step(service, row, why="  ", **fields)
    assert "why" in refused.value.missing


def test_whom_it_was_aimed_at_takes_no_step():
    row, manager = raised(), make_member(role="manager")
    Conflict.objects.create(case=row.case, member=manager, why="They were sworn at", at=timezone.now())
    with pytest.raises(NotAllowedError):
        step(not_uphold, row, manager)


@pytest.mark.parametrize("service", ["raise", "not upheld"])
def test_nor_whoever_is_named_in_another_case_of_the_same_person(service):
    first, other, anna = flagged("abusive_language"), make_case(), make_member(role="manager")
    Conflict.objects.create(case=other, member=anna, why="Named in it", at=timezone.now())
    if service == "raise":
        with pytest.raises(NotAllowedError, match=other.reference):
            raise_behaviour(case_id=first.pk, member=anna, flags=["abusive_language"], why="Swore at us.")
        assert not Behaviour.objects.exists()
        return
    row = raised(case=first)
    with pytest.raises(NotAllowedError, match=other.reference):
        step(not_uphold, row, anna)


def test_a_conflict_in_a_stranger_s_case_shuts_nobody_out():
    row, anna = raised(), make_member(role="manager")
    stranger = make_case(person_address="paul@elsewhere.example")
    Conflict.objects.create(case=stranger, member=anna, why="Named in it", at=timezone.now())
    assert step(not_uphold, row, anna).state == "not_upheld"


def test_the_list_of_ladders_shows_none_of_a_case_that_is_shut_to_me():
    row, anna, helen = raised(), make_member(role="manager"), make_member(role="manager")
    Conflict.objects.create(case=row.case, member=anna, why="Named in it", at=timezone.now())
    assert list(open_ladders(anna)) == []
    assert list(open_ladders(helen)) == [row]


def test_whoever_raised_it_does_not_confirm_it():
    case, manager = flagged("threat"), make_member(role="manager")
    row = raise_behaviour(case_id=case.pk, member=manager, flags=["threat"], why="Threatened Marcus.")
    with pytest.raises(NotNowError, match="another manager"):
        step(confirm, row, manager, adjustments="None.", seen=0)


def test_adjustments_are_considered_before_anything_is_confirmed():
    with pytest.raises(IncompleteError) as refused:
        step(confirm, raised(), adjustments=" ", seen=0)
    assert set(refused.value.missing) == {"adjustments"}


def test_a_count_that_has_grown_is_looked_at_again():
    row = raised()
    make_mail(case=row.case)
    with pytest.raises(IncompleteError, match="More has come in"):
        step(confirm, row, adjustments="None.", seen=0)


def test_many_contacts_need_a_repeat_in_our_own_records():
    row = raised("unreasonable_persistence")
    make_mail(make_message("I have written to you twenty times."), case=row.case)
    with pytest.raises(IncompleteError, match="no message that repeats"):
        step(confirm, row, adjustments="None.", seen=1)
    assert step(not_uphold, row).state == "not_upheld"


def test_what_the_manager_saw_is_kept():
    case = flagged("unreasonable_persistence", received_at=timezone.now() - timedelta(days=40))
    make_mail(make_message(AGAIN), case=case, received_at=case.received_at)
    StageRun.objects.create(case=case, stage=1, reply_sent_on=days(-20), acknowledged_on=days(-38))
    for day in (10, 5, 1):
        make_mail(make_message(AGAIN), case=case, received_at=timezone.now() - timedelta(days=day), state="joined")
    row = raised("unreasonable_persistence", case=case)
    row = step(confirm, row, adjustments="She asked for none.", seen=4)
    assert row.contacts == {"first": 1, "repeat": 3, "caused": 0, "new": 0, "other": 0, "total": 4}


def test_a_warning_comes_before_a_restriction():
    with pytest.raises(NotNowError, match="Warn them first"):
        step(restrict, confirmed(), restriction="in_writing", words="By letter.", length=Length(days(90), days(60)))


@pytest.mark.parametrize("flag", sorted(LADDER.extreme))
def test_an_extreme_threat_may_go_without_a_warning(flag):
    row = confirmed(flag)
    row = step(restrict, row, restriction="in_writing", words="By letter.", length=Length(days(90), days(60)))
    assert row.case.events.get(verb="behaviour_restricted").facts["unwarned"] is True


@pytest.mark.parametrize("flag", sorted(set(BEHAVIOUR_FLAGS) - LADDER.extreme - {"unreasonable_persistence"}))
def test_nothing_less_goes_without_a_warning(flag):
    with pytest.raises(NotNowError):
        step(restrict, confirmed(flag), restriction="in_writing", words="By letter.", length=Length(days(90), days(60)))


LENGTHS = [
    pytest.param(None, None, {"until_on", "review_on"}, id="for ever"),
    pytest.param(0, -1, {"until_on", "review_on"}, id="over before it begins"),
    pytest.param(400, 100, {"until_on"}, id="longer than a year"),
    pytest.param(300, 200, {"review_on"}, id="not reviewed for over half a year"),
    pytest.param(90, 90, {"review_on"}, id="reviewed on the day it ends"),
    pytest.param(90, 120, {"review_on"}, id="reviewed after it ended"),
]


@pytest.mark.parametrize(("until", "reviewed", "asked"), LENGTHS)
def test_a_restriction_has_its_end_and_its_review_before_it(until, reviewed, asked):
    length = Length(*(None if number is None else days(number) for number in (until, reviewed)))
    with pytest.raises(IncompleteError) as refused:
        restricted(length=length)
    assert set(refused.value.missing) == asked


@pytest.mark.parametrize(
    "words", ["No contact at all.", "Her address is blocked.", "She must not contact us.", "Banned."]
)
def test_no_arrangement_ends_all_contact(words):
    with pytest.raises(IncompleteError, match="not that it ends"):
        restricted(words=words)


def test_danger_and_anything_new_can_always_be_told():
    assert LADDER.keeps_open in restricted().restriction_words


def test_an_unknown_restriction_is_refused():
    with pytest.raises(IncompleteError, match="Choose how contact"):
        restricted(restriction="silence")


def test_a_review_is_a_task_on_its_day_that_the_end_takes_away():
    row = restricted()
    task = Task.objects.get(case=row.case, kind="behaviour_review")
    assert timezone.localdate(task.due_at) == days(60)
    step(end, row)
    task.refresh_from_db()
    assert task.state == "not_needed"


@pytest.mark.parametrize("touch", ["done by a person", "put off", "left as it was"])
def test_each_review_is_asked_for_on_its_own_day_whatever_became_of_the_last_task(touch):
    row, member = restricted(), make_member(role="manager")
    old = Task.objects.get(case=row.case, kind="behaviour_review")
    if touch == "done by a person":
        end_task(task_id=old.pk, member=member)
    elif touch == "put off":
        put_off(task_id=old.pk, member=member, due_on=days(65), why="They are in hospital.")
    step(review, row, member, goes_on=True, length=Length(days(80), days(60)))
    (task,) = Task.objects.filter(case=row.case, kind="behaviour_review", state="open")
    assert task != old
    assert timezone.localdate(task.due_at) == days(60)
    old.refresh_from_db()
    assert (old.state, old.ended_by) == (("not_needed", None) if touch == "left as it was" else ("done", member))


def test_no_warning_while_a_sign_of_danger_is_open_in_any_case_of_theirs():
    row = confirmed()
    make_alert(make_case())
    with pytest.raises(NotNowError, match="sign of danger"):
        step(warn, row, warned_on=timezone.localdate())


def test_a_childs_acknowledgement_goes_first_and_has_no_warning_in_it():
    row = confirmed(is_young_person=True)
    with pytest.raises(NotNowError, match="acknowledgement goes first"):
        step(warn, row, warned_on=timezone.localdate())
    Case.objects.filter(pk=row.case_id).update(acknowledged_on=timezone.localdate())
    with pytest.raises(NotNowError, match="acknowledgement goes first"):
        step(warn, row, warned_on=timezone.localdate())
    Case.objects.filter(pk=row.case_id).update(acknowledged_on=days(-3))
    assert step(warn, row, warned_on=timezone.localdate()).state == "warned"


@pytest.mark.parametrize("number", [-3, 1], ids=["before it was confirmed", "tomorrow"])
def test_a_warning_has_the_day_it_left(number):
    with pytest.raises(IncompleteError, match="the day the warning left"):
        step(warn, confirmed(), warned_on=days(number))


def test_a_warning_letter_is_one_to_this_person():
    row = confirmed()
    acknowledgement, strangers = (
        make_letter(row.case),
        make_letter(make_case(person_address="x@y.example"), letter="L13"),
    )
    for letter in (acknowledgement, strangers):
        with pytest.raises(IncompleteError, match="no warning letter"):
            step(warn, row, warned_on=timezone.localdate(), letter_id=letter.pk)
    letter = make_letter(row.case, letter="L13")
    assert step(warn, row, warned_on=timezone.localdate(), letter_id=letter.pk).warning == letter


@pytest.mark.parametrize("state", [BehaviourState.ENDED, BehaviourState.NOT_UPHELD])
@pytest.mark.parametrize("service", [not_uphold, end])
def test_what_has_ended_is_over(state, service):
    row = raised()
    Behaviour.objects.update(state=state)
    with pytest.raises(MoveError):
        step(service, row)


# ---- what is counted ----


def test_neither_copies_nor_machines_nor_other_people_count():
    case = make_case()
    make_mail(case=case)
    make_mail(case=case, state="duplicate")
    make_mail(case=case, state="automatic")
    make_mail(case=case, automatic="auto-replied")
    make_mail(case=case, same_as=make_mail())
    make_mail(case=case, sender_address="someone.else@mailbox.example", state="joined")
    make_mail(case=make_case(person_address="another@mailbox.example"))
    assert count_contacts(case.person_address).numbers["total"] == 1


def test_all_cases_of_a_person_are_counted_each_issue_apart():
    one, two = make_case(), make_case()
    make_mail(make_message("The visits were missed."), case=one)
    make_mail(make_message("The taxi was late on Tuesday."), case=two)
    counted = count_contacts(one.person_address)
    assert counted.numbers["first"] == 2
    assert set(counted.references.values()) == {one.reference, two.reference}


def test_nobody_is_no_address():
    make_mail(case=make_case(person_address=""), sender_address="")
    assert count_contacts("").contacts == ()


def test_what_a_reply_raised_is_no_repeat():
    case = make_case(received_at=timezone.now() - timedelta(days=40))
    make_mail(make_message(AGAIN), case=case, received_at=case.received_at)
    StageRun.objects.create(case=case, stage=1, reply_sent_on=days(-20), acknowledged_on=days(-38))
    mail = make_mail(make_message(AGAIN), case=case, received_at=timezone.now(), state="joined")
    Joining.objects.create(mail=mail, case=case, at=timezone.now(), raises=[["It wants stage 2.", ""]])
    assert count_contacts(case.person_address).numbers["new"] == 1


# ---- nothing else reads it ----

READERS = ("routing", "classify", "letters", "config", "ingest")


def test_neither_routes_nor_clocks_nor_order_know_of_the_ladder():
    root = Path(__file__).resolve().parent.parent.parent
    files = [path for folder in READERS for path in (root / folder).rglob("*.py")]
    files += [
        root / "cases" / name for name in ("clocks.py", "stage_runs.py", "neighbours.py", "prints.py", "judging.py")
    ]
    files += [root / "cases" / "selectors" / name for name in ("queue.py", "buckets.py")]
    known = re.compile(
        r"import .*\bBehaviour\b|^    Behaviour,|\.behaviours\b|(?:routing|cases)\.contacts", re.MULTILINE
    )
    assert [str(path.relative_to(root)) for path in files if known.search(path.read_text(encoding="utf-8"))] == []


def test_a_restriction_moves_no_case_no_date_and_no_route():
    first, second = flagged("abusive_language"), make_case(person_address="calm@mailbox.example")
    for case in (first, second):
        save_deadlines(case, council=desk_council(), procedures=desk_procedures())

    def picture():
        cases = [Case.objects.get(pk=case.pk) for case in (first, second)]
        for case in cases:
            save_deadlines(case, council=desk_council(), procedures=desk_procedures())
        dates = [[(row.what, row.matter, row.due_on) for row in case.deadlines.all()] for case in cases]
        return [entry.id for entry in list_entries(None)], dates, [assessment_in_force(case) for case in cases]

    before = picture()
    row = raised(case=first)
    row = step(confirm, row, adjustments="None needed.", seen=0)
    row = step(warn, row, warned_on=timezone.localdate())
    step(restrict, row, restriction="in_writing", words="By letter.", length=Length(days(90), days(60)))
    assert picture() == before
    assert row.case.version == Case.objects.get(pk=first.pk).version
