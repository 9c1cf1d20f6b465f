"""What somebody must do: one case's page, the list over all cases, and a case that is shut to a colleague."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Conflict, Event, Task
from tests.factories import NOW, make_alert, make_case, make_letter, make_mail, make_member, make_pair

DUE = datetime(2026, 3, 5, 23, 59, tzinfo=UTC)


def make_task(case, kind="meeting", **fields):
    values = {
        "key": f"test:{Task.objects.count()}",
        "kind": kind,
        "words": "Offer a meeting.",
        "raised_at": NOW,
        "due_at": DUE,
    }
    return Task.objects.create(case=case, **(values | fields))


def shut(case, member, **fields):
    values = {"why": "The case names Dana Cole: the same name.", "at": NOW, "state": "open"}
    return Conflict.objects.create(case=case, member=member, **(values | fields))


@pytest.fixture
def manager(db):
    return make_member("noor", role="manager", first_name="Noor", last_name="Haddad")


@pytest.fixture
def managers_desk(client, manager):
    client.force_login(manager)
    return client


def test_a_case_with_nothing_to_do_says_so(desk):
    html = desk.get(f"/cases/{make_case().pk}/todo").content.decode()
    assert "Nothing is left to do here" in html
    assert "Nobody of the team, as far as Putright can tell" in html


def test_the_case_s_own_page_leads_to_what_is_to_do(desk):
    case = make_case()
    make_mail(case=case)
    assert f'href="/cases/{case.pk}/todo"' in desk.get(f"/cases/{case.pk}").content.decode()


def test_every_page_of_a_case_says_how_much_is_to_do_and_which_staff_are_named(desk, colleague, officer):
    case = make_case()
    make_mail(case=case)
    for _ in range(2):
        make_task(case)
    make_task(case, state="done")
    shut(case, colleague)
    shut(case, make_member("ola", first_name="Ola", last_name="Berg"), state="lifted")
    for address in (f"/cases/{case.pk}", f"/cases/{case.pk}/todo"):
        html = desk.get(address).content.decode()
        assert "To do (2)" in html
        assert "Staff named in this case: Marcus Bell</a>" in html
    other = make_case()
    make_mail(case=other)
    html = desk.get(f"/cases/{other.pk}").content.decode()
    assert "To do (" not in html
    assert "Staff named" not in html


def test_a_task_is_shown_with_its_day_its_source_and_every_way_it_can_end(desk):
    case = make_case()
    make_task(case, source="Getting the Best from Complaints (2006)")
    html = desk.get(f"/cases/{case.pk}/todo").content.decode()
    for words in (
        "Offer a meeting",
        "Due in 2 working days",
        "Source: Getting the Best",
        "It was held",
        "It need not be done",
        "Then: confirm in writing what came of the meeting.",
    ):
        assert words in html  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "words", "title"),
    [
        pytest.param("other", "Send her the large print.", "Send her the large print", id="our own words"),
        pytest.param("other", "Ring " * 40, "Something else", id="too long for a line"),
        pytest.param("other", "", "Something else", id="no words"),
        pytest.param("meeting", "They ask to meet.", "Offer a meeting", id="a kind that has a name"),
        pytest.param("behaviour_review", "Review it.", "Review how contact is limited", id="of the ladder"),
        pytest.param("behaviour_confirm", "Look.", "Say whether behaviour is unreasonable", id="of its first step"),
    ],
)
def test_the_list_names_each_task_in_words_that_say_what_to_do(desk, kind, words, title):
    make_task(make_case(), kind, words=words)
    html = desk.get("/todo?who=all").content.decode()
    assert f">{title}<span" in html


def test_what_stands_in_the_title_is_not_said_twice(desk):
    case = make_case()
    make_task(case, "other", words="Send her the large print.")
    assert "Send her the large print." not in desk.get(f"/cases/{case.pk}/todo").content.decode()


def test_a_result_is_written_down_and_what_follows_is_there_at_once(desk, officer):
    case = make_case()
    task = make_task(case)
    answer = desk.post(f"/cases/{case.pk}/todo/{task.pk}", {"result": "held", "note": "On 2 March, with Ms Harker"})
    assert answer.headers["Location"] == f"/cases/{case.pk}/todo#task-{task.pk}"
    task.refresh_from_db()
    assert (task.state, task.result, task.ended_by) == ("done", "held", officer)
    html = desk.get(f"/cases/{case.pk}/todo").content.decode()
    assert "Offer a meeting: it was held" in html
    assert "On 2 March, with Ms Harker" in html
    assert case.tasks.get(state="open").kind == "meeting_outcome"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        pytest.param({"note": "kept words"}, "Choose what came of it.", id="no result chosen"),
        pytest.param(
            {"result": "held", "note": " "}, "Say: when, and who was there.", id="no note where one is needed"
        ),
        pytest.param({"result": "not_needed"}, "Say why it need not be done.", id="not needed, and no reason"),
        pytest.param({"result": "flown", "note": "kept words"}, "Choose what came of it.", id="no such result"),
    ],
)
def test_a_result_that_lacks_something_keeps_all_that_was_typed(desk, form, words):
    case = make_case()
    task = make_task(case)
    answer = desk.post(f"/cases/{case.pk}/todo/{task.pk}", form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'<a href="#task-{task.pk}-' in html
    assert words in html
    assert "<title>Error: To do" in html
    if form.get("note", "").strip():
        assert form["note"] in html
    if form.get("result") == "held":
        assert 'value="held" checked' in html
    task.refresh_from_db()
    assert task.state == "open"


def test_what_ends_by_itself_shows_no_way_to_end_it(desk):
    case = make_case()
    task = make_task(case, "conflict", words="A manager says whether Marcus Bell may handle this case.")
    html = desk.get(f"/cases/{case.pk}/todo").content.decode()
    assert "It ends by itself, when this has been done." in html
    assert f'action="/cases/{case.pk}/todo/{task.pk}"' not in html
    assert desk.post(f"/cases/{case.pk}/todo/{task.pk}", {"result": "decided"}).status_code == 409


def test_what_two_people_end_at_once_is_ended_once_and_the_second_is_told(desk):
    case = make_case()
    task = make_task(case)
    form = {"result": "declined"}
    desk.post(f"/cases/{case.pk}/todo/{task.pk}", form)
    answer = desk.post(f"/cases/{case.pk}/todo/{task.pk}", form)
    assert answer.status_code == 409
    assert "Somebody else did this first" in answer.content.decode()
    assert Event.objects.filter(case=case, verb="task_done").count() == 1


def test_a_task_is_handed_on_put_off_and_opened_again(desk, colleague, officer):
    case = make_case()
    task = make_task(case)
    change = f"/cases/{case.pk}/todo/{task.pk}/change"
    desk.post(change, {"do": "hand", "to": colleague.pk})
    task.refresh_from_db()
    assert task.assignee == colleague
    desk.post(change, {"do": "off", "due": "2026-03-20", "off-note": "She is on holiday"})
    task.refresh_from_db()
    assert (task.due_at.date(), task.note) == (date(2026, 3, 20), "She is on holiday")
    desk.post(f"/cases/{case.pk}/todo/{task.pk}", {"result": "declined"})
    desk.post(change, {"do": "reopen"})
    task.refresh_from_db()
    assert (task.state, task.assignee) == ("open", officer)


@pytest.mark.parametrize(
    ("form", "words", "anchor"),
    [
        pytest.param({"due": "soon", "off-note": "kept"}, "That is no day.", "due", id="no day"),
        pytest.param({"due": "2026-03-02", "off-note": "kept"}, "Give a day that is still to come.", "due", id="a day gone by"),
        pytest.param({"due": "2026-03-20", "off-note": ""}, "Say why it comes later.", "off", id="no reason"),
    ],
)  # fmt: skip
def test_putting_off_needs_a_day_to_come_and_a_reason(desk, form, words, anchor):
    case = make_case()
    task = make_task(case)
    answer = desk.post(f"/cases/{case.pk}/todo/{task.pk}/change", {"do": "off"} | form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html
    assert f'id="task-{task.pk}-{anchor}-error"' in html
    assert f'value="{form["due"]}"' in html


def test_a_person_adds_something_in_their_own_words(desk, officer, colleague):
    case = make_case()
    form = {"kind": "other", "words": "Ring her on Friday", "due": "2026-03-06", "to": colleague.pk}
    desk.post(f"/cases/{case.pk}/todo/add", form)
    task = case.tasks.get()
    assert (task.words, task.raised_by, task.assignee) == ("Ring her on Friday", officer, colleague)
    refused = desk.post(f"/cases/{case.pk}/todo/add", {"kind": "other", "words": ""})
    assert refused.status_code == 422
    assert "Say what is to be done." in refused.content.decode()
    assert case.tasks.count() == 1


def test_a_task_of_another_case_is_not_found(desk):
    task = make_task(make_case())
    other = make_case()
    for address in (f"/cases/{other.pk}/todo/{task.pk}", f"/cases/{other.pk}/todo/{task.pk}/change"):
        assert desk.post(address, {"result": "declined", "do": "hand"}).status_code == 404
    task.refresh_from_db()
    assert task.state == "open"


def test_an_administrator_sees_no_tasks(client, administrator):
    client.force_login(administrator)
    for address in (f"/cases/{make_case().pk}/todo", "/todo"):
        assert client.get(address).status_code == 403


def test_words_of_a_sender_are_only_ever_text(desk):
    case = make_case(gist="<script>alert(1)</script>")
    make_task(case, words="<img src=x>")
    for address in (f"/cases/{case.pk}/todo", "/todo?who=all"):
        html = desk.get(address).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x>" not in html


# ---- the list over all cases ----


def test_mine_are_those_handed_to_me_and_those_of_my_cases_that_nobody_else_has(desk, officer, colleague):
    mine, theirs, nobodys = make_case(assignee=officer), make_case(assignee=colleague), make_case()
    shown = [make_task(mine), make_task(theirs, assignee=officer)]
    hidden = [make_task(mine, assignee=colleague), make_task(theirs), make_task(nobodys)]
    html = desk.get("/todo").content.decode()
    assert [f"#task-{task.pk}" in html for task in shown] == [True, True]
    assert [f'#task-{task.pk}"' in html for task in hidden] == [False, False, False]
    assert f"#task-{hidden[2].pk}" in desk.get("/todo?who=nobody").content.decode()


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("due=late", ["late"], id="late"),
        pytest.param("due=today", ["late", "today"], id="today or late"),
        pytest.param("due=week", ["late", "today", "week"], id="within a week"),
        pytest.param("due=nonsense", ["late", "today", "week", "later", "never"], id="a filter there is not"),
        pytest.param("kind=press", ["week"], id="one kind"),
    ],
)
def test_the_list_is_narrowed_by_day_and_by_kind(desk, query, shown):
    case = make_case()
    days = {"late": 2, "today": 3, "week": 9, "later": 20}
    tasks = {
        name: make_task(case, kind="press" if name == "week" else "meeting", due_at=DUE.replace(day=day)) for name, day in days.items()
    }  # fmt: skip
    tasks["never"] = make_task(case, due_at=None)
    html = desk.get(f"/todo?who=all&{query}").content.decode()
    assert [name for name, task in tasks.items() if f'#task-{task.pk}"' in html] == shown


def test_the_list_is_made_in_few_queries_however_long_it_is(desk, officer):
    for number in range(3):
        make_task(make_case(assignee=officer), assignee=officer if number else None)
    with CaptureQueriesContext(
        connection,
    ) as few:
        desk.get("/todo?who=all")
    for _ in range(60):
        make_task(make_case(assignee=officer))
    with CaptureQueriesContext(connection) as many:
        html = desk.get("/todo?who=all").content.decode()
    assert len(many) <= len(few)
    assert "63 things to do" in html
    assert "page=2" in html
    assert desk.get("/todo?who=all&page=2").content.decode().count("pr-gist") == 13


# ---- a case that is shut ----


def addresses_of(case):
    mail = make_mail(case=case)
    letter, alert = make_letter(case), make_alert(case, mail)
    pair = make_pair(make_case(), case)
    return [
        ("get", f"/cases/{case.pk}"),
        ("get", f"/cases/{case.pk}/todo"),
        ("post", f"/cases/{case.pk}/save"),
        ("post", f"/cases/{case.pk}/file"),
        ("get", f"/cases/{case.pk}/which-case"),
        ("get", f"/mails/{mail.pk}/original"),
        ("get", f"/letters/{letter.pk}"),
        ("post", f"/letters/{letter.pk}/sign"),
        ("post", f"/alerts/{alert.pk}/dismiss"),
        ("post", f"/pairs/{pair.pk}"),
    ]


def test_no_page_of_a_case_opens_for_whom_it_is_shut_to_and_each_try_is_written_down(desk, officer):
    case = make_case()
    addresses = addresses_of(case)
    shut(case, officer)
    for number, (method, address) in enumerate(addresses, 1):
        answer = getattr(desk, method)(address)
        assert answer.status_code == 403, address
        html = answer.content.decode()
        assert "This case is shut to you" in html
        assert case.person_name not in html
        assert Event.objects.filter(case=case, verb="case_refused", actor=officer).count() == number
    assert not Event.objects.filter(case=case, verb="case_read").exists()


@pytest.mark.parametrize("state", ["asked", "lifted"])
def test_a_case_that_is_only_asked_about_or_open_again_opens(desk, officer, state):
    case = make_case()
    make_mail(case=case)
    shut(case, officer, state=state)
    assert desk.get(f"/cases/{case.pk}").status_code == 200


def test_its_tasks_are_in_no_list_of_theirs(desk, officer):
    case = make_case()
    task = make_task(case)
    shut(case, officer)
    assert f"#task-{task.pk}" not in desk.get("/todo?who=all").content.decode()


def test_a_manager_reads_who_is_named_and_opens_the_case_to_them_with_a_reason(managers_desk, manager, colleague):
    case = make_case()
    row = shut(case, colleague)
    html = managers_desk.get(f"/cases/{case.pk}/todo").content.decode()
    assert "Staff named in this case" in html
    assert "Marcus Bell" in html
    assert "May not handle this case" in html
    answer = f"/cases/{case.pk}/staff/{row.pk}"
    refused = managers_desk.post(answer, {"do": "lift", "why": ""})
    assert refused.status_code == 422
    assert f'id="conflict-{row.pk}-why-error"' in refused.content.decode()
    managers_desk.post(answer, {"do": "lift", "why": "Another Marcus Bell, of the school"})
    row.refresh_from_db()
    assert (row.state, row.lifted_by) == ("lifted", manager)


def test_an_officer_is_shown_no_way_to_lift_and_a_forged_form_is_refused(desk, colleague):
    case = make_case()
    row = shut(case, colleague)
    assert "may handle it</button>" not in desk.get(f"/cases/{case.pk}/todo").content.decode()
    assert desk.post(f"/cases/{case.pk}/staff/{row.pk}", {"do": "lift", "why": "He is nice"}).status_code == 403
    row.refresh_from_db()
    assert row.state == "open"


def test_who_says_that_they_know_the_family_is_taken_to_the_queue_and_sees_it_no_more(desk, officer):
    case = make_case(assignee=officer)
    answer = desk.post(f"/cases/{case.pk}/staff", {"about": officer.pk, "why": "I know this family"})
    assert answer.headers["Location"] == "/"
    assert desk.get(f"/cases/{case.pk}/todo").status_code == 403
    assert Case.objects.get(pk=case.pk).assignee is None


def test_shutting_a_case_needs_a_colleague_and_a_reason(desk):
    answer = desk.post(f"/cases/{make_case().pk}/staff", {"about": "", "why": ""})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose whom it is about." in html
    assert "Say why they may not handle this case." in html


def test_handing_cases_to_whom_one_names_assigns_none_and_says_why(desk, colleague):
    case, other = make_case(), make_case()
    shut(case, colleague)
    answer = desk.post("/assign", {"case": [case.pk, other.pk], "give": colleague.pk}, follow=True)
    assert f"Marcus Bell may not handle {case.reference}" in answer.content.decode()
    assert "Nothing was assigned." in answer.content.decode()
    assert not Case.objects.exclude(assignee=None).exists()


# ---- cases whose messages were put together ----


@pytest.fixture
def pair(db):
    """Two cases, the messages of the first with the second."""
    case, holder = make_case(reference="BCC-2026-0012"), make_case(reference="BCC-2026-0099")
    Case.objects.filter(pk=case.pk).update(joined_to=holder)
    make_mail(case=holder)
    return case, holder


@pytest.mark.parametrize("way", ["to the case that holds them", "to the case they came from"])
def test_why_somebody_is_shut_out_stands_on_both_cases_and_is_answered_where_it_is_known(
    managers_desk, colleague, pair, way
):
    known, here = pair if way == "to the case that holds them" else pair[::-1]
    row = shut(known, colleague)
    html = managers_desk.get(f"/cases/{here.pk}/todo").content.decode()
    for words in ("Marcus Bell", "May not handle this case", row.why, f"/cases/{known.pk}/todo#conflict-{row.pk}"):
        assert words in html
    assert "may handle it</button>" not in html
    assert "may handle it</button>" in managers_desk.get(f"/cases/{known.pk}/todo").content.decode()


def test_every_page_of_the_case_that_holds_them_names_who_is_shut_out_once(desk, colleague, pair):
    case, holder = pair
    shut(case, colleague)
    shut(holder, colleague)
    html = desk.get(f"/cases/{holder.pk}").content.decode()
    assert "Staff named in this case: Marcus Bell</a>" in html


@pytest.mark.parametrize(
    ("there", "here"),
    [
        pytest.param("open", "lifted", id="let in here"),
        pytest.param("lifted", None, id="let in there"),
    ],
)
def test_who_was_let_in_is_not_shown_as_shut_out(managers_desk, colleague, pair, there, here):
    case, holder = pair
    shut(case, colleague, state=there)
    if here:
        shut(holder, colleague, state=here)
    html = managers_desk.get(f"/cases/{holder.pk}/todo").content.decode()
    assert "May not handle this case" not in html
    assert "BCC-2026-0012, whose" not in html
    assert "Staff named in this case:" not in html


def test_a_case_that_is_only_linked_tells_nothing_of_it(desk, colleague):
    case, other = make_case(), make_case()
    make_mail(case=other)
    make_pair(case, other, answer="linked")
    shut(case, colleague)
    assert "May not handle this case" not in desk.get(f"/cases/{other.pk}/todo").content.decode()


def test_a_case_that_is_shut_to_the_reader_is_not_named_to_them(managers_desk, manager, colleague, pair):
    case, holder = pair
    for member in (manager, colleague):
        shut(case, member)
    shut(holder, manager, state="lifted")
    answer = managers_desk.get(f"/cases/{holder.pk}/todo")
    assert answer.status_code == 200
    assert case.reference not in answer.content.decode()
