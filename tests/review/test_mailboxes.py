"""A mailbox that is not read is named, and what waits is counted."""

from datetime import date, timedelta

import pytest

from cases.models import LedgerEntry, NotGiven, Reconciliation
from tests.factories import NOW, make_case, make_letter, make_mail, make_mailbox

pytestmark = pytest.mark.django_db


def _found(box, mail, uid=1):
    LedgerEntry.objects.create(mailbox=box, uid_validity=7, uid=uid, mail=mail, found_at=NOW)


def _rows(client):
    return {row.name: row for row in client.get("/mailboxes").context["boxes"]}


def test_a_mailbox_read_lately_works(desk):
    make_mailbox(name="childrens.complaints")
    row = _rows(desk)["childrens.complaints"]
    assert (row.state.words, row.read) == ("Working", "2:03pm, 2 minutes ago")
    assert desk.get("/mailboxes").context["alarms"] == []


REFUSED = {"trouble": "The password has run out.", "trouble_kind": "login_refused"}


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        (REFUSED, "does not let Putright in: it has not been read since 2:03pm on 3 March 2026"),
        ({"polled_at": NOW - timedelta(minutes=48)}, "has not been read since 1:17pm on 3 March 2026"),
        ({"polled_at": NOW - timedelta(days=2)}, "has not been read since 2:05pm on 1 March 2026"),
        ({"polled_at": None}, "has not been read yet"),
    ],
    ids=["the login is refused", "silent for 48 minutes", "silent for days", "never read"],
)
def test_a_mailbox_in_trouble_is_named_on_top_with_what_to_do(desk, fields, heading):
    make_mailbox(name="fostering", folder="INBOX", **fields)
    body = desk.get("/mailboxes").content.decode()
    assert f"The mailbox “fostering” {heading}" in body
    assert "If a mailbox is not working" in body
    assert "anything about a child in danger" in body
    assert _rows(desk)["fostering"].state.words == "Not working"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"trouble": "Broke off.", "trouble_kind": "broken_off"}, "Trying again"),
        (
            {
                "trouble": "Busy.",
                "trouble_kind": "asked_to_wait",
                "wait_until": NOW + timedelta(minutes=5),
            },
            "Asked to wait until 2:10pm",
        ),
        ({"polled_at": None, "watched_from": NOW - timedelta(minutes=3)}, "Not read yet"),
    ],
    ids=["broke off a moment ago", "told to wait", "named three minutes ago"],
)
def test_what_mends_itself_is_no_alarm_yet(desk, fields, words):
    make_mailbox(name="fostering", **fields)
    assert _rows(desk)["fostering"].state.words == words
    assert desk.get("/mailboxes").context["alarms"] == []


def test_one_mailbox_in_trouble_does_not_blame_the_other(desk):
    make_mailbox(name="fostering", **REFUSED)
    make_mailbox(name="complaints")
    (alarm,) = desk.get("/mailboxes").context["alarms"]
    assert "fostering" in alarm.heading
    assert _rows(desk)["complaints"].state.words == "Working"


def test_a_folder_imported_once_or_no_longer_named_is_no_mailbox_in_trouble(desk):
    make_mailbox(name="import /srv/old", watched=False, polled_at=NOW - timedelta(days=20))
    make_mailbox(name="complaints")
    answer = desk.get("/mailboxes")
    assert list(_rows(desk)) == ["complaints"]
    assert answer.context["alarms"] == []
    assert "1 more was read once, or is no longer watched" in answer.content.decode()


def _notes(client):
    return {note.name: note for note in client.get("/mailboxes").context["notes"]}


def _counted(box, **fields):
    values = {"done_at": NOW - timedelta(hours=12), "listed": 1204, "counts": {"in_case": 1200, "automatic": 4}}
    return Reconciliation.objects.create(mailbox=box, **(values | fields))


def test_a_full_count_says_so_with_its_parts(desk):
    _counted(make_mailbox(name="complaints", folder="INBOX"))
    note = _notes(desk)["complaints"]
    assert note.words == "Every one of 1,204 mails accounted for, checked at 2:05am"
    assert (note.tone, note.parts) == ("ok", "1,200 in a case, 4 automatic")


@pytest.mark.parametrize(
    ("fields", "words", "tone"),
    [
        ({"open_uids": [4, 9]}, "2 of 1,204 mails not accounted for, checked at 2:05am", "bad"),
        ({"listed": 0}, "No mails in it, checked at 2:05am", "ok"),
        ({"listed": 1}, "The one mail in it is accounted for, checked at 2:05am", "ok"),
        ({"trouble": "Broke off."}, "Not counted yet. Every mail is counted at 2am.", "warn"),
    ],
    ids=["two are open", "empty", "one mail", "the only count failed"],
)
def test_each_end_of_a_count_has_its_words(desk, fields, words, tone):
    _counted(make_mailbox(name="complaints", folder="INBOX"), **fields)
    note = _notes(desk)["complaints"]
    assert (note.words, note.tone) == (words, tone)


def test_a_count_that_failed_since_does_not_hide_the_last_good_one(desk):
    box = make_mailbox(name="complaints", folder="INBOX")
    _counted(box, done_at=NOW - timedelta(days=1))
    _counted(box, trouble="The connection broke off.", listed=0)
    note = _notes(desk)["complaints"]
    assert "Every one of 1,204 mails accounted for" in note.words
    assert (note.tone, "The connection broke off." in note.lines[0]) == ("warn", True)


def test_mails_no_longer_in_the_mailbox_are_listed_for_those_who_decide(desk, client, administrator):
    case = make_case(reference="PR-2026-0777")
    _counted(make_mailbox(name="complaints"), gone=1, gone_mails=[make_mail(case=case).pk])
    body = desk.get("/mailboxes").content.decode()
    assert "1 mail no longer in the mailbox" in body
    assert "PR-2026-0777" in body
    client.force_login(administrator)
    body = client.get("/mailboxes").content.decode()
    assert "1 mail no longer in the mailbox" in body
    assert "PR-2026-0777" not in body


def test_what_a_person_should_know_of_a_folder_is_said(desk):
    box = make_mailbox(
        name="complaints",
        folder="\\Junk",
        is_junk=True,
        ours_from=date(2026, 1, 1),
        renumbered_at=NOW - timedelta(days=1),
        secret_ends_on=date(2026, 9, 1),
    )
    given = {"mailbox": box, "uid_validity": 7, "words": "The server would not.", "first_at": NOW, "next_try_at": NOW}
    NotGiven.objects.create(uid=12, **given)
    NotGiven.objects.create(uid=13, gone_at=NOW, **given)
    lines = " ".join(_notes(desk)["complaints, Junk"].lines)
    for words in (
        "does not give out: mail number 12. The server would not.",
        "before Putright could read them: mail number 13",
        "new numbers on 2 March",
        "junk folder",
        "before 1 January 2026 are left alone",
        "ends on 1 September 2026",
    ):
        assert words in lines


def test_mails_not_finished_are_counted_with_the_oldest(desk):
    box, other = make_mailbox(name="complaints"), make_mailbox(name="fostering")
    _found(box, make_mail(state="stored", text=None, received_at=NOW - timedelta(minutes=4)))
    _found(box, make_mail(state="read", received_at=NOW - timedelta(minutes=1)), uid=2)
    _found(box, make_mail(case=make_case()), uid=3)
    _found(other, make_mail(state="automatic"))
    rows = _rows(desk)
    assert (rows["complaints"].waiting, rows["complaints"].oldest) == ("2", "came 4 minutes ago")
    assert (rows["fostering"].waiting, rows["fostering"].oldest) == ("0", "none")
    assert rows["complaints"].today == "3"


def _steps(client):
    return {step.name: step for step in client.get("/mailboxes").context["steps"]}


def test_a_step_says_what_waits_and_what_stopped(desk):
    make_mail(state="stored", text=None, received_at=NOW - timedelta(minutes=20))
    make_mail(state="read", stuck=True)
    steps = _steps(desk)
    reading, sorting = steps["Read the email and its attachments"], steps["Sort, flag and work out deadlines"]
    assert (reading.state.words, reading.waiting, reading.stopped) == ("Slow", "1", "0")
    assert (sorting.state.words, sorting.waiting, sorting.stopped) == ("Stopped for some", "0", "1")


@pytest.mark.parametrize(
    ("fields", "words", "waiting"),
    [
        ({"state": "approved", "send_at": NOW + timedelta(minutes=5)}, "Working", "1"),
        ({"state": "approved", "send_at": NOW, "trouble": "No answer."}, "Cannot send now", "1"),
        ({"state": "uncertain"}, "1 letter to look at", "0"),
        ({"state": "refused"}, "1 letter to look at", "0"),
        ({"state": "sent"}, "Working", "0"),
        ({"state": "draft"}, "Working", "0"),
    ],
    ids=["waits its minutes", "server not reached", "uncertain", "refused", "sent", "a draft"],
)
def test_letters_waiting_to_go_are_counted(desk, fields, words, waiting):
    make_letter(make_case(), **fields)
    step = _steps(desk)["Send the signed letter"]
    assert (step.state.words, step.waiting) == (words, waiting)


def test_an_administrator_sees_counts_and_no_link_to_messages(client, administrator):
    make_mail(state="stored", text=None, stuck=True)
    make_mailbox(name="complaints")
    client.force_login(administrator)
    answer = client.get("/mailboxes")
    main = answer.content.decode().partition("<main")[2]
    assert answer.status_code == 200
    assert "/unread" not in main
    assert "Denise" not in main


def test_without_any_mailbox_the_page_says_so(desk):
    assert "No mailbox has been read yet" in desk.get("/mailboxes").content.decode()
