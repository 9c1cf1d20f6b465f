from datetime import date, timedelta

import pytest

from cases.models import LedgerEntry
from ingest.message import Attachment, Problem, ProblemCode, Segment, SegmentKind
from tests.factories import (
    BODY,
    NOW,
    make_alert,
    make_case,
    make_deadline,
    make_letter,
    make_mail,
    make_mailbox,
    make_message,
    make_pair,
)


def evidence(words, where="body", text=BODY):
    start = text.index(words)
    return {"where": where, "start": start, "end": start + len(words), "quote": words}


TAXI = {
    "key": "matter:1",
    "suggested": "corporate",
    "sureness": "sure",
    "words": "School transport is not social care.",
    "evidence": [evidence("taxi to Moorside School")],
}
AWAY = {"key": "matter:1", "suggested": "out_of_scope:over_a_year", "sureness": "sure", "words": "It was in 2019."}
THREAT = {"key": "flag:threat", "suggested": "", "sureness": "not_sure", "words": "“You will be sorry.”"}


def page(desk, case):
    return desk.get(f"/cases/{case.pk}").content.decode()


def test_the_page_holds_the_whole_message_with_its_evidence_marked(desk):
    case = make_case(decisions=[TAXI])
    make_mail(case=case)
    html = page(desk, case)
    assert '<mark class="pr-ev pr-c-1"><a href="#d-1"' in html
    assert ">taxi to Moorside School<" in html
    assert "School transport is not social care." in html
    assert "and nobody can tell me why." in html


@pytest.mark.parametrize(
    ("folders", "is_said"),
    [((True,), True), ((False,), False), ((True, False), False), ((), False)],
    ids=["from junk alone", "from the inbox", "in both", "imported from nowhere"],
)
def test_a_message_from_the_junk_folder_says_so(desk, folders, is_said):
    case = make_case()
    mail = make_mail(case=case)
    for number, is_junk in enumerate(folders):
        box = make_mailbox(name=f"box {number}", is_junk=is_junk)
        LedgerEntry.objects.create(mailbox=box, uid_validity=7, uid=1, mail=mail, found_at=NOW)
    assert ("From the junk folder:" in page(desk, case)) is is_said


def test_a_senders_markup_is_only_ever_text(desk):
    case = make_case(subject="<script>alert(1)</script>", person_name="<img src=x>")
    make_mail(make_message("<b onclick=x>Hello</b> {{ 7|add:7 }}", subject="<script>alert(1)</script>"), case=case)
    html = page(desk, case)
    assert "&lt;b onclick=x&gt;Hello&lt;/b&gt; {{ 7|add:7 }}" in html
    assert "<script>alert" not in html
    assert "<img src=x>" not in html


def test_quoted_history_is_closed_with_a_count(desk):
    case = make_case()
    make_mail(make_message(quoted="\nOn 19 February we wrote:\n> Thank you.\n"), case=case)
    html = page(desk, case)
    assert "Earlier messages quoted here (2 lines)" in html
    assert "&gt; Thank you." in html


def test_the_title_holds_the_reference_and_no_name(desk):
    case = make_case()
    make_mail(case=case)
    title = page(desk, case).partition("<title>")[2].partition("</title>")[0]
    assert case.reference in title
    assert "Harker" not in title


def test_every_opening_is_written_down(desk, officer):
    case = make_case()
    page(desk, case)
    event = case.events.get(verb="case_read")
    assert event.actor == officer


def test_who_else_has_it_open_is_information_not_a_lock(client, desk, colleague, officer):
    case = make_case()
    client.force_login(colleague)
    page(client, case)
    client.force_login(officer)
    assert "Marcus Bell opened this case" in page(client, case)


def test_what_turns_somebody_away_is_open_and_has_nothing_chosen(desk):
    case = make_case(decisions=[AWAY])
    html = page(desk, case)
    matter = html.partition('id="d-1"')[2].partition("</details>")[0]
    assert matter.startswith(" open")
    assert "checked" not in matter.partition("<select")[0]
    assert "Turning a matter away is never accepted for you." in matter
    assert "Needs you: out of scope: more than a year ago?" in matter
    assert "Accept the other 2" in html


def test_a_matter_that_has_ended_is_not_decided_here(desk):
    case = make_case(matters=2)
    case.matters.filter(number=2).update(state="not_taken")
    make_mail(case=case)
    html = page(desk, case)
    assert "Route for matter 1" in html
    assert "Route for matter 2" not in html


def test_settled_decisions_are_closed_with_the_suggestion_chosen(desk):
    case = make_case(decisions=[TAXI])
    matter = page(desk, case).partition('id="d-1"')[2].partition("</details>")[0]
    assert not matter.startswith(" open")
    assert 'value="corporate" checked' in matter


def test_a_behaviour_flag_is_a_question_and_never_ticked(desk):
    case = make_case(decisions=[THREAT])
    flags = page(desk, case).partition('id="d-f"')[2].partition("</details>")[0]
    assert "Threat?" in flags
    assert "checked" not in flags


def test_accepting_saves_the_sure_and_goes_to_the_first_that_is_left(desk, officer):
    case = make_case(decisions=[AWAY])
    answer = desk.post(
        f"/cases/{case.pk}/save",
        {"version": 1, "save": "accept", "kind": "complaint", "was:kind": "complaint", "stage": "1", "was:stage": "1"},
    )
    assert answer.headers["Location"] == f"/cases/{case.pk}#d-1"
    rows = {row.key: row for row in case.decisions.all()}
    assert (rows["kind"].chosen, rows["kind"].how, rows["kind"].chosen_by) == (
        "complaint",
        "accepted_together",
        officer,
    )
    assert rows["matter:1"].chosen == ""


def test_saving_for_later_goes_back_to_the_queue(desk):
    case = make_case()
    answer = desk.post(
        f"/cases/{case.pk}/save", {"version": 1, "save": "later", "matter:1": "corporate", "note": "Rang her."}
    )
    assert answer.headers["Location"] == "/"
    case.refresh_from_db()
    assert case.matters.get().route == "corporate"
    assert case.note == "Rang her."
    assert case.state == "triage"


def test_a_letter_is_not_written_while_something_is_to_decide(desk):
    case = make_case(decisions=[AWAY])
    posted = {"version": 1, "save": "letter", "kind": "complaint", "stage": "1", "note": "Typed with care"}
    answer = desk.post(f"/cases/{case.pk}/save", posted)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert '<a href="#d-1">Choose a route for matter 1.</a>' in html
    assert "Typed with care" in html
    case.refresh_from_db()
    assert case.version == 1


def test_out_of_scope_without_its_reason_is_refused_and_the_choice_kept(desk):
    case = make_case()
    answer = desk.post(f"/cases/{case.pk}/save", {"version": 1, "save": "later", "matter:1": "out_of_scope"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose why matter 1 is out of scope." in html
    assert 'value="out_of_scope" checked' in html


def test_a_clash_keeps_both_and_overwrites_nothing(client, officer, colleague):
    case = make_case()
    client.force_login(colleague)
    client.post(f"/cases/{case.pk}/save", {"version": 1, "save": "later", "matter:1": "english_fluency"})
    client.force_login(officer)
    shown = {"was:matter:1": "statutory", "was:kind": "complaint", "kind": "complaint"}
    mine = {"version": 1, "save": "later", "matter:1": "corporate", "note": "My note"} | shown
    answer = client.post(f"/cases/{case.pk}/save", mine)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Marcus Bell saved this case while you were working on it" in html
    assert "Yours: Corporate" in html
    assert "Marcus Bell’s: English fluency" in html
    assert "My note" in html
    assert 'name="kind"' not in html
    assert case.matters.get().route == "english_fluency"


def clash(client, officer, colleague):
    case = make_case()
    client.force_login(colleague)
    client.post(f"/cases/{case.pk}/save", {"version": 1, "save": "later", "matter:1": "english_fluency"})
    client.force_login(officer)
    return case


def test_a_clash_is_answered_by_choosing(client, officer, colleague):
    case = clash(client, officer, colleague)
    answer = {"version": 2, "save": "later", "ask": "matter:1", "mine:matter:1": "corporate", "matter:1": "corporate"}
    assert client.post(f"/cases/{case.pk}/save", answer).headers["Location"] == "/"
    assert case.matters.get().route == "corporate"


def test_a_clash_left_unanswered_is_asked_again_with_nothing_lost(client, officer, colleague):
    case = clash(client, officer, colleague)
    answer = {"version": 2, "save": "later", "ask": "matter:1", "mine:matter:1": "corporate", "note": "My note"}
    page = client.post(f"/cases/{case.pk}/save", answer)
    html = page.content.decode()
    assert page.status_code == 409
    assert "Choose which to keep" in html
    assert "Yours: Corporate" in html
    assert "My note" in html
    assert case.matters.get().route == "english_fluency"


def test_a_suggestion_left_as_it_was_never_disputes_what_somebody_decided(client, officer, colleague):
    case = clash(client, officer, colleague)
    shown = {"was:matter:1": "statutory", "matter:1": "statutory", "was:kind": "complaint", "kind": "comment"}
    html = client.post(f"/cases/{case.pk}/save", {"version": 1, "save": "letter"} | shown).content.decode()
    assert "You do not differ anywhere" in html
    assert 'name="kind" value="comment"' in html
    assert 'name="matter:1"' not in html


def test_a_matter_can_be_added(desk):
    case = make_case()
    posted = {"version": 1, "new-gist": "Rude on the phone", "new-route": "statutory", "new-reason": "over_a_year"}
    assert desk.post(f"/cases/{case.pk}/matter", posted).status_code == 302
    assert [(m.number, m.gist, m.route, m.reason) for m in case.matters.all()][1:] == [
        (2, "Rude on the phone", "statutory", "")
    ]


@pytest.mark.parametrize(
    "posted", [{"new-route": "statutory"}, {"new-gist": "x"}, {"new-gist": "x", "new-route": "out_of_scope"}]
)
def test_a_matter_without_words_route_or_reason_is_refused(desk, posted):
    case = make_case()
    answer = desk.post(f"/cases/{case.pk}/matter", {"version": 1} | posted)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert case.matters.count() == 1


def test_a_case_is_closed_without_a_letter_only_with_a_reason(desk):
    case = make_case(kind="compliment", stage="", matters=0)
    assert desk.post(f"/cases/{case.pk}/file", {"version": 1, "why": " "}).status_code == 422
    assert desk.post(f"/cases/{case.pk}/file", {"version": 1, "why": "Passed on to Jo."}).headers["Location"] == "/"
    case.refresh_from_db()
    assert (case.state, case.note) == ("filed", "Passed on to Jo.")


def test_words_nobody_could_read_are_told(desk):
    case = make_case()
    make_alert(case, flag="unscreened", words=[{"quote": "locked.pdf has a password."}])
    html = page(desk, case)
    assert "nobody has looked for danger in it" in html
    assert "locked.pdf has a password." in html


def test_your_view_first_shows_nothing_that_putright_thinks(desk):
    flag = {"key": "flag:media", "suggested": "yes", "sureness": "sure", "words": "Says the paper knows."}
    case = make_case(your_view_first=True, gist="School taxi stopped", decisions=[TAXI, flag])
    make_mail(case=case)
    make_deadline(case, what="reply", matter=1, limit=15)
    html = page(desk, case)
    for hidden in (
        "<mark",
        "School transport is not",
        "School taxi stopped",
        "pr-flag--",
        "checked",
        "Sure<",
        "Corporate, stage 1",
    ):
        assert hidden not in html
    assert "Your view first" in html
    assert "Leo&#x27;s taxi" in html


def test_ones_own_view_is_kept_beside_putrights_and_then_both_are_shown(desk):
    case = make_case(your_view_first=True, decisions=[TAXI])
    make_mail(case=case)
    posted = {"version": 1, "save": "later", "kind": "complaint", "matter:1": "statutory"}
    answer = desk.post(f"/cases/{case.pk}/save", posted, follow=True)
    row = case.decisions.get(key="matter:1")
    assert (row.suggested, row.chosen, row.how) == ("corporate", "statutory", "unseen")
    html = answer.content.decode()
    assert "Your view is kept" in html
    assert "Chosen before the suggestion was shown: Statutory." in html
    assert "<mark" in html


def test_a_matter_named_before_any_was_shown_is_kept(desk):
    case = make_case(your_view_first=True, kind="comment", stage="", matters=0)
    case.decisions.filter(key="stage").delete()
    posted = {"version": 1, "save": "later", "kind": "complaint", "matter:1": "corporate", "matter:1:why": "The taxi"}
    desk.post(f"/cases/{case.pk}/save", posted)
    assert [(m.gist, m.route) for m in case.matters.all()] == [("The taxi", "corporate")]


def test_an_attachment_shows_what_was_read_and_what_was_not(desk):
    read = Attachment(
        index=0, filename="letter.jpg", media_type="image/jpeg", size_bytes=1_800_000, digest="a", text="Absent on 14 days.",
        confidence=0.8, pages=1, unclear=((10, 12),),
    )  # fmt: skip
    locked = Attachment(
        index=1, filename="locked.pdf", media_type="application/pdf", size_bytes=38_000, digest="b",
        problems=(Problem(code=ProblemCode.PASSWORD, words="It has a password.", part="locked.pdf"),),
    )  # fmt: skip
    case = make_case()
    mail = make_mail(make_message(attachments=[read, locked]), case=case)
    html = page(desk, case)
    assert "Attachments (2)" in html
    assert "photo or picture, 1.8 MB, 1 page" in html
    assert '<span class="pr-unclear">14<span' in html
    assert "1 place unclear" in html
    assert "It has a password." in html
    assert f'href="/mails/{mail.pk}/attachments/1"' in html


def test_a_mail_not_read_yet_says_so(desk):
    case = make_case()
    make_mail(case=case, text=None)
    assert "Putright has not read this message yet" in page(desk, case)


def test_deadlines_show_how_they_were_counted(desk):
    case = make_case()
    make_deadline(case)
    make_deadline(case, what="reply", matter=1, due_on=date(2026, 3, 17), limit=10, is_latest_possible=True)
    html = page(desk, case)
    for words in (
        "Acknowledge in 5 working days", "by 10 March 2026", "due in 5 working days", "Statutory, stage 1", "17 March 2026",
        "5 working days from the day it arrived, 3 March 2026", "4 March: day 1", "7 March: Saturday", "the latest it can be",
    ):  # fmt: skip
        assert words in html


def test_a_deadline_that_was_met_is_done(desk):
    case = make_case()
    make_deadline(case, met_on=date(2026, 3, 2))
    assert "done 2 March" in page(desk, case)


def test_a_possible_double_is_linked_or_kept_apart_and_can_be_answered_again(desk):
    case, other = make_case(), make_case(gist="Wants a call back")
    pair = make_pair(case, other)
    html = page(desk, case)
    assert other.reference in html
    assert "Same email address." in html
    for answer, said in (("join", "Linked to this case."), ("apart", "Kept apart.")):
        desk.post(f"/pairs/{pair.pk}", {"case": case.pk, "answer": answer})
        assert said in page(desk, case)


def test_what_has_happened_is_told_newest_first_by_whom(desk, officer, colleague):
    case = make_case()
    desk.post("/assign", {"case": case.pk, "give": colleague.pk})
    desk.post(f"/cases/{case.pk}/save", {"version": 1, "save": "later", "kind": "comment"})
    html = page(desk, case).partition('id="tl-h"')[2]
    places = [
        html.index(words)
        for words in ("Decisions saved", "Changed: kind.", "Assigned to Marcus Bell", "by Priya Raman")
    ]
    assert places[:3] == sorted(places[:3])


def test_while_a_letter_waits_for_its_signature_nothing_can_be_chosen(desk):
    case = make_case(state="signing")
    make_letter(case, state="to_sign")
    html = page(desk, case)
    assert "A letter waits for a signature" in html
    assert 'value="letter"' not in html
    answer = desk.post(f"/cases/{case.pk}/save", {"version": 1, "save": "later", "kind": "comment"})
    assert answer.status_code == 422
    assert "waiting for a signature" in answer.content.decode()


def test_neighbours_in_the_queue_are_one_step_away(desk):
    first = make_case(next_due_on=date(2026, 3, 2))
    second = make_case(next_due_on=date(2026, 3, 3))
    third = make_case(next_due_on=date(2026, 3, 4))
    html = page(desk, second)
    assert "Case 2 of 3" in html
    assert f'href="/cases/{first.pk}" data-key-go="k"' in html
    assert f'href="/cases/{third.pk}" data-key-go="j"' in html


def test_a_case_that_is_not_there_is_not_found(desk):
    assert desk.get("/cases/99").status_code == 404
    assert desk.post("/cases/99/save").status_code == 404
    assert desk.post("/alerts/99/escalate", {"case": "x"}).status_code == 404


def test_replies_are_shown_below_the_first_message_without_its_marks(desk):
    case = make_case(decisions=[TAXI])
    make_mail(case=case)
    make_mail(make_message(BODY), case=case, state="joined", received_at=NOW - timedelta(hours=1))
    html = page(desk, case)
    assert html.count("<mark") == 1
    assert "Reply that came in" in html


def test_saving_and_writing_goes_on_to_the_letter(desk):
    case = make_case(kind="compliment", stage="", matters=0)
    case.decisions.filter(key="stage").delete()
    posted = {"version": 1, "save": "letter", "kind": "compliment", "was:kind": "compliment"}
    assert desk.post(f"/cases/{case.pk}/save", posted).headers["Location"] == "/"
    case.refresh_from_db()
    assert case.state == "filed"


def test_doubts_stand_where_they_belong(desk):
    doubts = [
        {"code": "split", "about": "case", "words": "Two people may be writing here."},
        {"code": "date", "about": "matter:1", "words": "No year is given."},
    ]
    html = page(desk, make_case(doubts=doubts))
    assert '<div class="govuk-inset-text govuk-!-margin-top-0">Two people may be writing here.</div>' in html
    assert "No year is given." in html.partition('id="d-1"')[2].partition("</details>")[0]


def test_a_message_of_ones_own_words_shows_its_signature_and_what_no_segment_covers(desk):
    body = "Hello there.\n\n-- \nSent from my phone\nleft over"
    segments = (
        Segment(kind=SegmentKind.OWN, start=0, end=14),
        Segment(kind=SegmentKind.SIGNATURE, start=14, end=36),
    )
    case = make_case()
    make_mail(make_message(body, segments=segments), case=case)
    html = page(desk, case)
    for words in ("Hello there.", "Sent from my phone", "left over"):
        assert words in html
    assert 'class="pr-text pr-text--quiet"' in html


SAFE = {"field": "safe_contact", "value": "no voicemail", "evidence": []}


def test_the_page_tells_what_the_message_says_with_safe_contact_first(desk):
    case = make_case(facts=[{"field": "phone", "value": "01632 960123", "evidence": []}, SAFE])
    make_mail(case=case)
    html = page(desk, case)
    assert html.index("Take care how you make contact") < html.index("01632 960123")


def test_facts_stay_hidden_while_the_persons_own_view_comes_first(desk):
    case = make_case(facts=[SAFE], your_view_first=True)
    make_mail(case=case)
    assert "Take care how you make contact" not in page(desk, case)
