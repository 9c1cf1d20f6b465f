"""Refusals and behaviour: questions beside the case for the other side, the ladder beside our own count of messages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Behaviour, Discretion, StageRun
from config.discretion import load_discretion
from tests.cases.stories import judge_all
from tests.cases.test_behaviour import AGAIN, confirmed, flagged, raised, restricted, warned
from tests.cases.test_judgement import RESPITE, a_childrens, a_refused
from tests.factories import make_case, make_mail, make_member, make_message

BARS = load_discretion().bars


@pytest.fixture
def manager(db):
    return make_member("mina", role="manager", first_name="Mina", last_name="Obi")


@pytest.fixture
def boss(client, manager):
    """A client that is signed in as a manager."""
    client.force_login(manager)
    return client


def page(desk, case):
    return desk.get(f"/cases/{case.pk}/judgement").content.decode()


def record(desk, case, question="over_a_year", **post):
    values = {"version": case.version, "form": "record-1", "matter": 1, "question": question, "decision": "not_take"}
    values |= {"why": "They knew of it in 2019."} | {
        f"answer-{one.id}": "We rang them." for one in BARS[question].questions
    }
    return desk.post(f"/cases/{case.pk}/judgement/record", values | post)


def step(desk, row, name, **post):
    row.refresh_from_db()
    values = {"step": name, "ladder": row.pk, "version": row.version, "why": "It went on."}
    return desk.post(f"/cases/{row.case_id}/judgement/step", values | post)


def test_a_refusal_shows_its_questions_with_their_source(desk):
    html = page(desk, a_refused())
    assert "Write down what was considered before we say no" in html
    assert "on the page" not in html
    assert "When did they know of it?" in html
    assert "SI 2006/1738 reg 9" in html
    assert "20 006 409" in html


def test_the_case_itself_says_what_is_to_be_written_down_before_a_letter(desk, manager):
    case = a_refused()
    make_mail(case=case)
    words = "Write it down under Refusals and behaviour"
    assert words in desk.get(f"/cases/{case.pk}").content.decode()
    judge_all(case, manager)
    assert words not in desk.get(f"/cases/{case.pk}").content.decode()


def test_what_is_only_suggested_asks_for_nothing_on_the_case(desk):
    case = a_refused()
    make_mail(case=case)
    case.decisions.update(chosen="")
    assert "Before a letter is written" not in desk.get(f"/cases/{case.pk}").content.decode()


def test_each_step_of_the_ladder_has_its_day_in_words(boss):
    row = restricted()
    html = page(boss, row.case)
    assert "Raised, 3 March 2026, " in html
    assert timezone.localdate().isoformat() not in html.partition('id="behaviour-h"')[2].partition("<form")[0]


def test_the_list_of_all_says_what_comes_next_where_no_review_is_set(boss):
    raised()
    assert "A manager says whether it is unreasonable" in boss.get("/behaviour").content.decode()


def test_a_signpost_says_why_it_needs_no_record(desk):
    html = page(desk, a_refused("right_of_appeal"))
    assert "No record is needed: An appeal can change the decision" in html
    assert "judgement/record" not in html.partition("Other refusals")[0]


def test_what_we_look_into_asks_nothing(desk):
    assert "Nothing is to be judged: we look into it." in page(desk, make_case())


def test_a_judgement_is_kept_and_shown(desk, officer):
    case = a_refused()
    assert record(desk, case).headers["Location"] == f"/cases/{case.pk}"
    assert Discretion.objects.get().decided_by == officer
    html = page(desk, case)
    assert "We do not take it: Priya Raman" in html
    assert "They knew of it in 2019." in html
    assert "Judge it again" in html


def test_what_is_missing_is_named_and_nothing_typed_is_lost(desk):
    case = a_refused()
    answer = record(desk, case, **{"answer-knew": "", "why": "Because <b>so</b> it is."})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#record-1-knew">Answer: When did they know of it?</a>' in html
    assert 'id="record-1-knew-error"' in html
    assert "Because &lt;b&gt;so&lt;/b&gt; it is." in html
    assert "We rang them." in html
    assert html.partition("<title>")[2].startswith("Error: ")
    assert not Discretion.objects.exists()


def test_a_judgement_of_somebody_else_in_between_is_not_overwritten(desk):
    case = a_refused()
    record(desk, case)
    answer = record(desk, case)
    assert answer.status_code == 422
    assert "Somebody else saved this" in answer.content.decode()
    assert Discretion.objects.count() == 1


def test_the_case_for_the_other_side_stands_beside_the_decision(desk):
    case = a_childrens()
    html = page(desk, case)
    assert "The case for the children's procedure" in html.replace("&#x27;", "'")
    assert RESPITE["quote"].replace("'", "&#x27;") in html
    assert "23 008 191 (Central Bedfordshire)" in html
    answer = record(desk, case, "wrong_procedure")
    assert answer.status_code == 422
    assert "say that you have" in answer.content.decode()
    record(desk, case, "wrong_procedure", has_read="yes")
    assert Discretion.objects.get().other_side


def test_the_case_page_keeps_the_decisions_and_leads_to_what_is_to_be_judged(desk):
    case = a_childrens("statutory", "statutory", "statutory")
    posted = {"kind": "complaint", "stage": "1", "matter:1": "corporate", "version": case.version, "save": "letter"}
    answer = desk.post(f"/cases/{case.pk}/save", posted)
    assert answer.headers["Location"] == f"/cases/{case.pk}/judgement"
    assert case.decisions.get(key="matter:1").chosen == "corporate"
    assert not case.letters.exists()
    html = page(desk, case)
    assert "Your decisions are kept. Before the letter is written: Matter 1: read the case" in html
    case.refresh_from_db()
    answer = record(desk, case, "wrong_procedure", has_read="yes")
    assert answer.headers["Location"] == f"/cases/{case.pk}"
    case.refresh_from_db()
    answer = desk.post(f"/cases/{case.pk}/save", posted | {"version": case.version})
    assert answer.headers["Location"] == f"/letters/{case.letters.get().pk}"


def test_while_something_else_is_to_decide_the_case_page_says_all_of_it(desk):
    case = a_refused()
    posted = {"kind": "complaint", "matter:1": "out_of_scope", "matter:1:reason": "over_a_year", "save": "letter"}
    answer = desk.post(f"/cases/{case.pk}/save", posted | {"version": case.version})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Matter 1: write down what was considered before we say no" in html
    assert "Choose the stage." in html
    assert f'href="/cases/{case.pk}/judgement"' in html


def test_only_a_manager_is_shown_the_form_for_what_a_manager_judges(desk):
    html = page(desk, a_refused("efd_vexatious"))
    assert "A complaints manager judges this." in html
    assert record(desk, a_refused("efd_vexatious"), "efd_vexatious").status_code == 422


def test_a_refused_next_stage_is_judged_for_one_matter_or_all(boss):
    case = make_case(matters=2)
    values = {"form": "other-next_stage", "question": "next_stage", "matter": 2, "version": case.version}
    answers = {f"answer-{one.id}": "Nothing was left." for one in BARS["next_stage"].questions}
    answer = boss.post(f"/cases/{case.pk}/judgement/record", values | answers | {"decision": "not_take"})
    assert answer.status_code == 422
    assert '<option value="2" selected>' in answer.content.decode()
    boss.post(f"/cases/{case.pk}/judgement/record", values | answers | {"decision": "not_take", "why": "Both agreed."})
    assert Discretion.objects.get().matter == 2
    assert "Matter 2: not going on to stage 2 or 3" in page(boss, case)


def test_the_signer_sees_who_judged_what(boss, officer):
    from cases.services import letters, triage
    from cases.services.triage import Choice
    from tests.cases.stories import a_case, decide

    case = a_case()
    choice = {"matter:1": Choice("out_of_scope:over_a_year")}
    case = triage.save_decisions(case_id=case.pk, version=case.version, member=officer, choices=choice)
    case = decide(judge_all(case, officer), officer, matter_1="out_of_scope:over_a_year")
    letter = case.letters.exclude(state="dropped").get()
    letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer, missing_reason="On purpose.")
    html = boss.get(f"/letters/{letter.pk}").content.decode()
    assert "It would change nothing for the child." in html
    assert "They told us on the phone." in html


def test_an_administrator_sees_none_of_it(client, administrator):
    client.force_login(administrator)
    case = a_refused()
    for path in (f"/cases/{case.pk}/judgement", "/behaviour"):
        assert client.get(path).status_code == 403
    assert record(client, case).status_code == 403


@pytest.mark.parametrize("path", ["/cases/99/judgement"])
def test_no_such_case_is_not_found(desk, path):
    assert desk.get(path).status_code == 404


# ---- behaviour ----


def test_without_a_flag_that_a_person_found_right_there_is_nothing_to_raise(desk):
    html = page(desk, flagged("threat", chosen=""))
    assert "nothing to raise" in html
    assert "Ask a manager to look at it" not in html


def test_an_officer_asks_and_a_manager_answers(client, officer, manager):
    case = flagged("abusive_language")
    client.force_login(officer)
    post = {"step": "raise", "flags": "abusive_language", "why": "Swore at the desk."}
    client.post(f"/cases/{case.pk}/judgement/step", post)
    row = Behaviour.objects.get()
    html = page(client, case)
    assert "A complaints manager takes the next step." in html
    assert "Find it unreasonable" not in html
    assert step(client, row, "confirm", adjustments="None.", seen=0).status_code == 422
    client.force_login(manager)
    assert "Find it unreasonable" in page(client, case)
    assert step(client, row, "confirm", adjustments="None needed.", seen=0).status_code == 302
    row.refresh_from_db()
    assert row.state == "confirmed"


def test_a_raise_without_a_choice_says_so(desk):
    case = flagged("abusive_language")
    answer = desk.post(f"/cases/{case.pk}/judgement/step", {"step": "raise", "why": "Swore."})
    assert answer.status_code == 422
    assert 'href="#raise-flags"' in answer.content.decode()
    assert "Swore." in answer.content.decode()


def test_the_count_is_shown_with_its_list_and_why(boss):
    case = flagged("unreasonable_persistence", received_at=timezone.now() - timedelta(days=40))
    make_mail(make_message(AGAIN), case=case, received_at=case.received_at)
    today = timezone.localdate()
    StageRun.objects.create(
        case=case, stage=1, reply_sent_on=today - timedelta(days=20), acknowledged_on=today - timedelta(days=38)
    )
    make_mail(make_message(AGAIN), case=case, received_at=timezone.now() - timedelta(days=2), state="joined")
    raised("unreasonable_persistence", case=case)
    html = page(boss, case)
    assert "Repeats: after our answer, with nothing new: <strong>1</strong>" in html
    assert "After our answer of 11 February 2026, with nothing new in it" in html
    assert '<input type="hidden" name="seen" value="2" />' in html


def test_a_restriction_says_how_long_and_keeps_the_door_open(boss):
    row = warned()
    today = timezone.localdate()
    answer = step(boss, row, "restrict", restriction="in_writing", words="No contact.", until_on="", review_on="x")
    assert answer.status_code == 422
    post = {"until_on": today + timedelta(days=90), "review_on": today + timedelta(days=60)}
    answer = step(boss, row, "restrict", restriction="in_writing", words="To Priya Raman, by email.", **post)
    assert answer.status_code == 302
    html = page(boss, row.case)
    assert "To Priya Raman, by email." in html
    assert load_discretion().ladder.keeps_open in html
    assert "Until 1 June 2026" in html


def test_it_is_shown_on_each_case_of_the_person_and_on_nobody_elses(boss):
    restricted()
    mine, other = make_case(), make_case(person_address="calm@mailbox.example")
    assert "In writing only" in page(boss, mine)
    assert "In writing only" in boss.get(f"/cases/{mine.pk}").content.decode()
    assert "In writing only" not in boss.get(f"/cases/{other.pk}").content.decode()


def test_what_has_run_out_is_no_longer_said_on_the_case(boss):
    row = restricted()
    Behaviour.objects.filter(pk=row.pk).update(until_on=timezone.localdate() - timedelta(days=1))
    assert "In writing only" not in boss.get(f"/cases/{row.case_id}").content.decode()
    assert "review it now" in page(boss, row.case)


def test_a_review_needs_its_choice_and_ends_it(boss):
    row = restricted()
    assert step(boss, row, "review").status_code == 422
    assert step(boss, row, "review", goes_on="no").status_code == 302
    row.refresh_from_db()
    assert row.state == "ended"


def test_the_warning_is_noted_and_its_end(boss):
    row = confirmed()
    assert step(boss, row, "warn", warned_on="2026-99-99").status_code == 422
    assert step(boss, row, "warn", warned_on=str(timezone.localdate())).status_code == 302
    assert step(boss, row, "end").status_code == 302
    row.refresh_from_db()
    assert row.state == "ended"


def test_a_ladder_of_somebody_else_cannot_be_climbed_from_here(boss):
    row, other = raised(), make_case(person_address="calm@mailbox.example")
    post = {"step": "not_uphold", "ladder": row.pk, "version": row.version, "why": "No."}
    assert boss.post(f"/cases/{other.pk}/judgement/step", post).status_code == 404
    assert boss.post(f"/cases/{row.case_id}/judgement/step", {"step": "jump"}).status_code == 404
    assert step(boss, row, "not_uphold").status_code == 302


def test_the_list_has_what_is_to_be_reviewed_first_at_the_top(boss):
    late = restricted()
    Behaviour.objects.filter(pk=late.pk).update(review_on=timezone.localdate() - timedelta(days=1))
    fresh = raised(person_address="calm@mailbox.example")
    html = boss.get("/behaviour").content.decode()
    assert html.index(late.case.reference) < html.index(fresh.case.reference)
    assert "due now" in html
    assert late.person_address not in html


def test_an_empty_list_says_so(desk):
    assert "Nobody’s behaviour is being dealt with." in desk.get("/behaviour").content.decode()
