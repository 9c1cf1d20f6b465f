from datetime import date, timedelta

import pytest
from django.http import QueryDict

from cases.models import Case
from review.filters import Asked, read_filters
from review.pages.queue import PAGE_SIZE, lay_out_pages
from tests.factories import NOW, make_alert, make_case, make_letter, make_mail, make_mailbox, make_member

TODAY = date(2026, 3, 3)


def page(desk, query=""):
    return desk.get(f"/{query}").content.decode()


def test_what_breaks_first_is_at_the_top_under_its_heading(desk):
    make_case(gist="Later one", next_due_on=date(2026, 3, 20))
    make_case(gist="Tomorrow one", next_due_on=date(2026, 3, 4))
    make_case(gist="Today one", next_due_on=TODAY)
    make_case(gist="Late one", next_due_on=date(2026, 3, 2))
    make_case(gist="No date at all", next_due_on=None)
    make_alert(make_case(gist="Dangerous one", next_due_on=date(2026, 3, 30)))
    html = page(desk)
    wanted = [
        "Safety now (1)", "Dangerous one", "Late or due today (2)", "Late one", "Today one",
        "Due in the next 2 working days (1)", "Tomorrow one", "Due later (1)", "Later one", "No deadline (1)", "No date at all",
    ]  # fmt: skip
    places = [html.index(f">{words}<") for words in wanted]
    assert places == sorted(places)
    assert "Act now" in html
    assert "1 working day late" in html


def test_the_strip_counts_each_bucket_with_one_fact(desk):
    make_alert(make_case())
    make_case(next_due_on=date(2026, 3, 2))
    make_case(state="signing", next_due_on=TODAY)
    make_case(state="waiting", next_due_on=date(2026, 3, 5))
    make_mail(stuck=True, received_at=NOW - timedelta(days=1))
    html = page(desk)
    for fact in (
        "waiting 2 hours 25 minutes",
        "1 late",
        "1 due today",
        "next one is due 5 March",
        "oldest from yesterday",
    ):
        assert fact in html


def test_a_flag_nobody_has_decided_is_outlined_and_facts_are_not(desk):
    make_case(
        decisions=[
            {"key": "flag:unreasonable_persistence", "suggested": "", "sureness": "not_sure"},
            {"key": "flag:media", "suggested": "yes", "sureness": "sure"},
            {"key": "flag:recording", "suggested": "yes", "sureness": "sure", "chosen": "no"},
        ]
    )
    html = page(desk)
    assert 'pr-flag--behaviour"' in html
    assert "Many contacts" in html
    assert 'pr-flag--content"' in html
    assert "</svg> Recording" not in html


def test_your_view_first_hides_route_and_flags_in_the_queue(desk):
    make_case(your_view_first=True, decisions=[{"key": "flag:media", "suggested": "yes", "sureness": "sure"}])
    html = page(desk)
    assert "Hidden until you decide" in html
    assert "Complaint, stage 1" not in html
    assert 'pr-flag--content"' not in html


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("?with=me", {"Mine"}),
        ("?with=nobody", {"Fluency", "Turned away", "Praise"}),
        ("?due=late", {"Mine"}),
        ("?due=soon", {"Fluency"}),
        ("?route=english_fluency", {"Fluency"}),
        ("?route=out_of_scope", {"Turned away"}),
        ("?route=other", {"Praise"}),
        ("?route=english_fluency&route=out_of_scope", {"Fluency", "Turned away"}),
        ("?flag=young", {"Fluency"}),
        ("?flag=young&route=other", set()),
        ("?with=somebody&due=never&order=sideways&page=x", {"Mine", "Fluency", "Turned away", "Praise"}),
    ],
)
def test_filters_live_in_the_address(desk, officer, query, seen):
    make_case(gist="Mine", assignee=officer, next_due_on=TODAY)
    young = {"key": "flag:young_person", "suggested": "yes", "sureness": "sure"}
    fluency = {"key": "matter:1", "suggested": "english_fluency", "sureness": "sure"}
    make_case(gist="Fluency", next_due_on=date(2026, 3, 5), decisions=[young, fluency])
    make_case(
        gist="Turned away", decisions=[{"key": "matter:1", "suggested": "out_of_scope:over_a_year", "sureness": "sure"}]
    )
    make_case(gist="Praise", kind="compliment", matters=0, next_due_on=None)
    html = page(desk, query)
    assert {gist for gist in ("Mine", "Fluency", "Turned away", "Praise") if f">{gist}<" in html} == seen


def test_each_filter_says_how_many_it_would_show(desk, officer):
    make_case(assignee=officer)
    make_case()
    html = page(desk)
    for label in ("Anyone (2)", "Me (1)", "Nobody yet (1)", "Statutory (2)", "English fluency (0)"):
        assert label in html


def test_a_filter_that_is_on_can_be_taken_off(desk, officer):
    make_case(assignee=officer)
    html = page(desk, "?with=me&due=late")
    assert "Filters (2 on)" in html
    assert 'href="/?with=me"' in html
    assert 'href="/?due=late"' in html


def test_an_address_says_again_what_was_read_from_it():
    query = "?bucket=triage&with=me&due=soon&route=unsure&flag=risk&order=newest&page=3"
    assert read_filters(QueryDict(query[1:])).query(page=3) == query


def test_fifty_to_a_page(desk):
    for number in range(53):
        make_case(gist=f"Case number {number}", received_at=NOW - timedelta(minutes=100 - number))
    first, second = page(desk), page(desk, "?page=2")
    assert first.count('class="pr-row"') == 50
    assert second.count('class="pr-row"') == 3
    assert "Showing 51 to 53 of 53 cases" in second
    assert "Due later (53, showing 50)" in first
    assert page(desk, "?page=99").count('class="pr-row"') == 3


def test_ticked_cases_are_handed_out_in_one_go(desk, officer, colleague):
    one, two, three = make_case(), make_case(), make_case()
    answer = desk.post("/assign", {"case": [one.pk, two.pk], "give": colleague.pk, "back": "?with=nobody"}, follow=True)
    assert answer.redirect_chain == [("/?with=nobody", 302)]
    assert "2 cases assigned to Marcus Bell." in answer.content.decode()
    assert set(Case.objects.filter(assignee=colleague)) == {one, two}
    desk.post("/assign", {"case": [one.pk], "give": ""})
    assert Case.objects.get(pk=one.pk).assignee is None
    assert Case.objects.get(pk=three.pk).assignee is None


def test_nobody_ticked_means_nothing_happened(desk):
    assert "Nothing was ticked" in desk.post("/assign", {"give": ""}, follow=True).content.decode()


def test_assigning_never_sends_anybody_to_another_site(desk):
    assert desk.post("/assign", {"back": "/elsewhere.example"}).headers["Location"] == "/"
    assert desk.post("/assign", {"back": "https://elsewhere.example"}).headers["Location"] == "/"


def test_an_administrator_is_not_among_those_who_get_cases(desk, administrator):
    case = make_case()
    assert "Ada Min" not in page(desk)
    desk.post("/assign", {"case": case.pk, "give": administrator.pk})
    assert Case.objects.get(pk=case.pk).assignee is None


@pytest.mark.parametrize(
    "words",
    ["PR-2026", "harker", "mailbox.example", "moorside"],
    ids=["reference", "name", "address", "in the message"],
)
def test_a_case_is_found_by_its_words(desk, words):
    case = make_case(gist="The one wanted")
    make_mail(case=case)
    assert "The one wanted" in desk.post("/find", {"find": words}).content.decode()


def test_a_search_that_finds_nothing_says_so_and_shows_the_words_harmlessly(desk):
    make_case()
    html = desk.post("/find", {"find": "<b>nobody</b>"}).content.decode()
    assert "No case holds “&lt;b&gt;nobody&lt;/b&gt;”" in html


def test_filed_cases_are_found_though_the_queue_has_them_no_more(desk):
    make_case(state="filed", gist="Long over")
    assert "Long over" not in page(desk)
    assert "Long over" in desk.post("/find", {"find": "harker"}).content.decode()


def test_mailboxes_in_trouble_are_said_on_the_queue(desk):
    make_mailbox()
    make_mailbox(name="Fostering", polled_at=NOW - timedelta(minutes=48))
    html = page(desk)
    assert "The mailbox “Fostering” (" in html
    assert "has not been read since 1:17pm on 3 March 2026." in html
    assert "mailbox “Complaints”" not in html
    assert "New messages last read at 2:03pm" in html


def test_an_empty_queue_says_why_and_that_the_mailboxes_work(desk):
    make_mailbox()
    html = page(desk)
    assert "Nothing needs you" in html
    assert "The mailboxes are working" in html


def test_an_empty_queue_never_calms_while_a_mailbox_is_dead(desk):
    make_mailbox(trouble="Login refused", trouble_kind="login_refused")
    html = page(desk)
    assert "The mailboxes are working" not in html
    assert "messages may be missing" in html


def test_new_cases_are_counted_not_pushed_in(desk):
    first = make_case()
    assert desk.get(f"/status?since={first.pk}").json() == {"new": 0, "words": "", "reading": ""}
    make_case()
    make_case()
    make_mail(state="stored", case=None)
    assert desk.get(f"/status?since={first.pk}").json() == {
        "new": 2, "words": "2 cases have come in since you opened this page.", "reading": "1 message is still being read.",
    }  # fmt: skip


def test_danger_in_a_mail_without_a_case_is_shown_above_all(desk):
    make_alert(None, make_mail(stuck=True))
    html = page(desk)
    assert "A message that is no case yet has words about danger" in html
    assert "Nothing needs you" not in html


def test_a_danger_nobody_opened_for_a_quarter_of_an_hour_is_told_on_every_page(desk):
    make_alert(make_case())
    assert "1 sign of danger has waited more than 15 minutes" in desk.get("/shortcuts").content.decode()


@pytest.mark.parametrize(
    ("minutes", "state", "is_told"),
    [(31, "escalated", True), (29, "escalated", False), (31, "confirmed", False)],
    ids=["half an hour unconfirmed", "not yet half an hour", "confirmed"],
)
def test_an_escalation_the_duty_desk_has_not_confirmed_is_told_on_every_page(desk, minutes, state, is_told):
    case = make_case(state="filed")
    make_alert(case, state=state, done_at=NOW - timedelta(minutes=minutes))
    html = desk.get("/shortcuts").content.decode()
    assert ("The duty desk has not confirmed" in html) is is_told
    assert (case.reference in html) is is_told


def test_a_letter_that_may_not_have_left_needs_a_person(desk):
    case = make_case(state="going_out", gist="Did it go?")
    make_letter(case, state="uncertain")
    html = page(desk, "?bucket=sign")
    assert "Did it go?" in html
    assert "the letter may not have left" in html
    make_case(state="going_out", gist="On its way")
    assert "On its way" not in page(desk)


def test_a_letter_to_sign_says_who_wrote_it(desk):
    case = make_case(state="signing", next_due_on=TODAY)
    make_letter(case, state="to_sign", writer=make_member("marcus", first_name="Marcus", last_name="Bell"))
    html = page(desk)
    assert "letter written by Marcus Bell" in html
    assert "letter to sign" in html


def test_replies_that_have_come_in_are_on_top_of_what_waits(desk):
    make_case(state="waiting", gist="Still quiet", next_due_on=TODAY)
    replied = make_case(state="waiting", gist="They answered", next_due_on=date(2026, 3, 20))
    make_mail(case=replied, state="joined")
    html = page(desk, "?bucket=waiting")
    assert html.index("A reply has come in (1)") < html.index("They answered") < html.index("Still waiting (1)")
    assert "1 reply has come in" in html


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 40, [1, 2, 3, 0, 40]),
        (20, 40, [1, 0, 18, 19, 20, 21, 22, 0, 40]),
        (40, 40, [1, 0, 38, 39, 40]),
    ],
)
def test_many_pages_are_not_all_listed(number, last, shown):
    pages = lay_out_pages(Asked(page=number), last * PAGE_SIZE)
    assert [page for page, _ in pages.links] == (shown if last > 1 else [])
    assert (bool(pages.before), bool(pages.after)) == (number > 1, number < last)
