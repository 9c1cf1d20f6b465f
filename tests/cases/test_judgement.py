"""Before a letter says no: who, why, what was considered; and what leaves the children's procedure is argued first."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import events
from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.judging import needs_of
from cases.models import Case, Conflict, Discretion, Task
from cases.services import letters, triage
from cases.services.judgement.needed import check_judgements, missing_judgements, require_judgement
from cases.services.judgement.recording import Judgement, write_judgement
from cases.services.tasks.raising import end_task
from cases.services.tasks.results import put_off
from cases.services.triage import Choice
from classify.labels import Reason
from config.discretion import By, load_discretion
from tests.cases.stories import a_case, a_mail, arrive, decide, judge_all, written
from tests.factories import make_case, make_member

pytestmark = pytest.mark.django_db
BARS = load_discretion().bars
REFUSED = sorted(reason.value for reason in Reason if BARS[reason].needs_record)
SIGNPOSTS = sorted(reason.value for reason in Reason if not BARS[reason].needs_record)


def a_refused(reason="over_a_year", **fields):
    """Return a case with one matter that is refused."""
    value = f"out_of_scope:{reason}"
    return make_case(decisions=[{"key": "matter:1", "suggested": value, "chosen": value}], **fields)


def a_judgement(question="over_a_year", **fields):
    bar = BARS[question]
    values = {
        "matter": 1,
        "question": question,
        "decision": "not_take",
        "why": "They knew of it in 2019 and nothing kept them from asking.",
        "answers": {one.id: "We asked on the phone." for one in bar.questions},
        "ask_again_on": timezone.localdate() + timedelta(days=30) if bar.may_lift else None,
    } | fields
    return Judgement(**values)


def write(case, member=None, **fields):
    judgement = fields.pop("judgement", None) or a_judgement(**fields)
    row = write_judgement(
        case_id=case.pk, version=case.version, member=member or make_member(role="manager"), judgement=judgement
    )
    case.refresh_from_db()
    return row


def missing(case):
    return missing_judgements(case).get("matter:1", "")


@pytest.mark.parametrize("reason", REFUSED)
def test_each_refusal_needs_its_record(reason):
    case = a_refused(reason)
    assert "Matter 1: write down what was considered" in missing(case)
    assert "Refusals and behaviour" in missing(case)
    write(case, question=reason)
    assert missing(case) == ""


@pytest.mark.parametrize("reason", SIGNPOSTS)
def test_what_only_shows_the_way_needs_none(reason):
    assert missing(a_refused(reason)) == ""
    assert BARS[reason].because


@pytest.mark.parametrize("kind", ["compliment", "comment", "not_for_us", "follow_up"])
def test_what_is_no_complaint_needs_none(kind):
    assert needs_of(a_refused(kind=kind)) == ()


@pytest.mark.parametrize("state", ["merged", "split", "withdrawn", "finished"])
def test_a_matter_at_rest_needs_none(state):
    case = a_refused()
    case.matters.update(state=state)
    assert needs_of(case) == ()


def test_no_letter_is_written_before_it_and_then_one_is():
    member = make_member()
    case = a_case()
    with pytest.raises(IncompleteError) as refused:
        decide(case, member, matter_1="out_of_scope:over_a_year")
    assert list(refused.value.missing) == ["matter:1"]
    case.refresh_from_db()
    choice = {"matter:1": Choice("out_of_scope:over_a_year")}
    case = triage.save_decisions(case_id=case.pk, version=case.version, member=member, choices=choice)
    case = decide(judge_all(case, member), member, matter_1="out_of_scope:over_a_year")
    assert case.letters.exclude(state="dropped").get().letter == "L05"


def test_a_matter_refused_after_the_letter_was_written_keeps_it_from_the_signer():
    member = make_member()
    case = decide(a_case(), member)
    letter = case.letters.get()
    case = triage.add_matter(
        case_id=case.pk,
        version=case.version,
        member=member,
        gist="From 2019",
        route="out_of_scope",
        reason="over_a_year",
    )
    letter.refresh_from_db()
    with pytest.raises(IncompleteError, match="Matter 2: write down"):
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=member, missing_reason="Why not.")


def test_a_record_holds_who_why_and_what_was_considered():
    case, member = a_refused(), make_member()
    row = write(case, member)
    assert (row.decided_by, row.matter, row.route) == (member, 1, "out_of_scope:over_a_year")
    assert row.considered[0] == ["When did they know of it?", "We asked on the phone."]
    assert len(row.considered) == len(BARS["over_a_year"].questions)
    event = case.events.get(verb="judgement_written")
    assert event.facts == {"discretion": row.pk, "matter": 1, "question": "over_a_year", "decision": "not_take"}
    assert events.broken_links(f"case:{case.pk}") == []


EMPTY = [
    pytest.param({"why": " "}, {"why"}, id="no reason"),
    pytest.param({"why": "n/a"}, {"why"}, id="a reason that is none"),
    pytest.param({"decision": ""}, {"decision"}, id="nothing decided"),
    pytest.param({"answers": {}}, {one.id for one in BARS["over_a_year"].questions}, id="nothing considered"),
    pytest.param(
        {"answers": {one.id: "Nothing to add." for one in BARS["over_a_year"].questions}}, {"knew"}, id="nothing to add"
    ),
    pytest.param({"answers": {one.id: "-" for one in BARS["over_a_year"].questions}}, {"knew"}, id="dashes"),
]


@pytest.mark.parametrize(("fields", "asked"), EMPTY)
def test_a_record_that_says_nothing_is_none(fields, asked):
    case = a_refused()
    with pytest.raises(IncompleteError) as refused:
        write(case, **fields)
    assert set(refused.value.missing) == asked
    assert not Discretion.objects.exists()


def test_an_honest_no_to_one_question_is_an_answer():
    answers = {one.id: "No" for one in BARS["over_a_year"].questions} | {"knew": "In March 2019, by letter"}
    assert write(a_refused(), answers=answers).considered[1][1] == "No"


def test_whoever_takes_it_up_owes_no_answers_but_must_change_the_route():
    case = a_refused()
    write(case, decision="take", why="She was in hospital until May.", answers={})
    assert "judged that it is to go another way" in missing(case)


def test_the_newest_judgement_is_in_force_and_all_are_kept():
    case = a_refused()
    write(case)
    write(case, decision="take", why="Her file came only last month.", answers={})
    assert "Change its route" in missing(case)
    write(case)
    assert missing(case) == ""
    assert [row.decision for row in Discretion.objects.all()] == ["not_take", "take", "not_take"]


def test_a_record_of_another_reason_does_not_serve():
    case = a_refused()
    write(case)
    case.matters.update(reason="already_investigated")
    assert "fully investigated" in missing(case)


def test_a_message_that_came_in_later_must_be_weighed_too():
    member = make_member()
    case = a_case()
    case.matters.update(route="out_of_scope", reason="over_a_year")
    case = judge_all(case, member)
    assert missing(case) == ""
    arrive(a_mail("I was in hospital then. Joan Ashby", subject=f"Re: {case.reference}"))
    assert "a message came in after it was judged" in missing(case)
    case.refresh_from_db()
    write(case, member, has_read=True)
    assert missing(case) == ""


def test_a_refusal_is_not_signed_while_a_message_waits_that_came_in_after_it_was_judged():
    member, manager = make_member(), make_member(role="manager")
    case = a_case()
    choice = {"matter:1": Choice("out_of_scope:over_a_year")}
    case = triage.save_decisions(case_id=case.pk, version=case.version, member=member, choices=choice)
    letter = written(judge_all(case, member), member, matter_1="out_of_scope:over_a_year")
    arrive(a_mail("I was in hospital then. Joan Ashby", subject=f"Re: {case.reference}"))
    letter.refresh_from_db()
    with pytest.raises(NotNowError, match=r"a message came in after it was judged.*Return the letter"):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    letter.refresh_from_db()
    assert (letter.state, letter.signer) == ("to_sign", None)
    letters.send_back(letter_id=letter.pk, version=letter.version, member=manager, comment="Read her new message.")
    case.refresh_from_db()
    judge_all(case, member)
    letter = written(Case.objects.get(pk=case.pk), member, matter_1="out_of_scope:over_a_year")
    assert letters.sign(letter_id=letter.pk, version=letter.version, member=manager).state == "approved"


@pytest.mark.parametrize("question", sorted(id_ for id_, bar in BARS.items() if bar.by is By.MANAGER))
def test_only_a_manager_judges(question):
    case = a_refused("efd_vexatious")
    with pytest.raises(NotAllowedError, match="Only a complaints manager"):
        write(case, make_member(), question=question)
    write(case, make_member(role="manager"), question=question)


def test_the_refusals_that_only_a_manager_writes():
    assert {id_ for id_, bar in BARS.items() if bar.by is By.MANAGER} == {"efd_vexatious", "next_stage", "late_request"}


def test_an_administrator_judges_nothing():
    with pytest.raises(NotAllowedError):
        write(a_refused(), make_member(role="administrator"))


def test_nobody_named_in_the_complaint_judges_it():
    case, member = a_refused(), make_member()
    Conflict.objects.create(case=case, member=member, why="Named in it", at=timezone.now())
    with pytest.raises(NotAllowedError):
        write(case, member)


def test_two_people_do_not_overwrite_each_other():
    case = a_refused()
    stale = case.version
    write(case)
    with pytest.raises(StaleError):
        write_judgement(case_id=case.pk, version=stale, member=make_member(), judgement=a_judgement())


@pytest.mark.parametrize("state", ["signing", "going_out"])
def test_nothing_is_judged_while_a_letter_is_with_a_signer(state):
    with pytest.raises(NotNowError):
        write(a_refused(state=state))


@pytest.mark.parametrize("question", ["already_investigated", "wrong_procedure"])
def test_only_what_the_matter_asks_is_judged(question):
    with pytest.raises(NotNowError, match="asks another question"):
        write(a_refused(), judgement=a_judgement(question, has_read=True))


def test_a_signpost_asks_nothing():
    with pytest.raises(NotNowError, match="nothing to judge"):
        write(a_refused("right_of_appeal"), judgement=a_judgement("right_of_appeal"))


DAYS = [pytest.param(None, id="no day"), pytest.param(0, id="today"), pytest.param(200, id="in half a year")]


@pytest.mark.parametrize("days", DAYS)
def test_a_bar_that_may_lift_has_its_day_to_ask_again(days):
    on = None if days is None else timezone.localdate() + timedelta(days=days)
    with pytest.raises(IncompleteError) as refused:
        write(a_refused("court_proceedings"), question="court_proceedings", ask_again_on=on)
    assert set(refused.value.missing) == {"ask_again_on"}


def test_the_day_to_ask_again_is_a_task_that_a_later_judgement_ends():
    case = a_refused("court_proceedings")
    on = timezone.localdate() + timedelta(days=40)
    assert write(case, question="court_proceedings", ask_again_on=on).ask_again_on == on
    task = Task.objects.get(case=case, kind="ask_again")
    assert timezone.localdate(task.due_at) == on
    write(case, question="court_proceedings", decision="take", why="The court case ended.", answers={})
    task.refresh_from_db()
    assert task.state == "not_needed"


@pytest.mark.parametrize("touch", ["done by a person", "put off", "left as it was"])
def test_each_judgement_asks_again_on_its_own_day_whatever_became_of_the_last_task(touch):
    case, member = a_refused("court_proceedings"), make_member(role="manager")
    first, second = (timezone.localdate() + timedelta(days=days) for days in (20, 40))
    write(case, member, question="court_proceedings", ask_again_on=first)
    old = Task.objects.get(case=case, kind="ask_again")
    if touch == "done by a person":
        end_task(task_id=old.pk, member=member)
    elif touch == "put off":
        put_off(task_id=old.pk, member=member, due_on=first + timedelta(days=5), why="Their solicitor is away")
    write(case, member, question="court_proceedings", ask_again_on=second)
    old.refresh_from_db()
    assert (old.state, old.ended_by) == (("not_needed", None) if touch == "left as it was" else ("done", member))
    (task,) = Task.objects.filter(case=case, kind="ask_again", state="open")
    assert timezone.localdate(task.due_at) == second


@pytest.mark.parametrize("question", ["next_stage", "late_request", "insufficient_interest"])
def test_a_refusal_that_is_no_reason_is_asked_for_by_whoever_refuses(question):
    case = make_case()
    with pytest.raises(IncompleteError, match="Write down first"):
        require_judgement(case, question=question, matter=1)
    if BARS[question].each_matter:
        with pytest.raises(IncompleteError, match="each is judged by itself"):
            write(case, question=question, matter=0)
    write(case, question=question, matter=1 if BARS[question].each_matter else 0)
    require_judgement(case, question=question, matter=1)
    write(case, question=question, matter=1, decision="take", why="We take it after all.")
    with pytest.raises(IncompleteError):
        require_judgement(case, question=question, matter=1)


RESPITE = {"where": "body", "start": 0, "end": 20, "quote": "My son's respite was cancelled."}


def a_childrens(value="corporate", suggested="corporate", rule="corporate"):
    case = make_case(decisions=[{"key": "matter:1", "suggested": suggested, "chosen": value, "rule": rule}])
    route, _, reason = value.partition(":")
    case.matters.update(evidence=[RESPITE], route=route, reason=reason)
    return case


def test_a_childrens_matter_goes_corporate_only_after_its_case_was_read():
    case = a_childrens()
    (need,) = needs_of(case)
    assert need.bar.id == "wrong_procedure"
    assert any("short breaks" in sign.words for sign in need.other_side.signs)
    assert "read the case for the other procedure" in missing(case)
    with pytest.raises(IncompleteError) as refused:
        write(case, question="wrong_procedure")
    assert set(refused.value.missing) == {"has_read"}
    row = write(case, question="wrong_procedure", has_read=True)
    assert row.other_side[0][1] in RESPITE["quote"]
    assert missing(case) == ""


def test_what_was_read_for_one_route_does_not_serve_for_another():
    case = a_childrens()
    write(case, question="wrong_procedure", has_read=True)
    case.matters.update(route="out_of_scope", reason="other_body")
    assert "read the case for the other procedure" in missing(case)


def test_a_refused_childrens_matter_has_one_record_with_the_other_side_in_it():
    case = a_childrens("out_of_scope:over_a_year")
    (need,) = needs_of(case)
    assert need.bar.id == "over_a_year"
    assert need.other_side is not None
    with pytest.raises(IncompleteError) as refused:
        write(case)
    assert set(refused.value.missing) == {"has_read"}
    assert write(case, has_read=True).other_side
    assert missing(case) == ""


def test_a_case_for_the_other_side_that_came_up_later_is_read_too():
    case = a_childrens("out_of_scope:over_a_year")
    case.matters.update(evidence=[RESPITE | {"quote": "It was in 2019."}])
    write(case)
    assert missing(case) == ""
    case.matters.update(evidence=[RESPITE])
    assert "read the case for the other procedure" in missing(case)


def test_what_stays_in_the_childrens_procedure_asks_nothing():
    case = a_childrens("statutory", "statutory", "statutory")
    assert needs_of(case) == ()
    check_judgements(case)


def test_judging_changes_neither_route_nor_dates():
    case = a_case()
    case.matters.update(route="out_of_scope", reason="over_a_year")
    before = list(case.deadlines.values()), list(case.matters.values()), list(case.decisions.values())
    judge_all(case, make_member())
    assert (list(case.deadlines.values()), list(case.matters.values()), list(case.decisions.values())) == before
