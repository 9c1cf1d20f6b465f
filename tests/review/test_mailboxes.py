"""A mailbox that is not read is named, and what waits is counted."""

from datetime import timedelta

import pytest

from cases.models import LedgerEntry
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
    assert "has not been read" not in desk.get("/mailboxes").content.decode()


@pytest.mark.parametrize(
    ("fields", "heading"),
    [
        ({"trouble": "Login was refused."}, "has not been read since 2:03pm"),
        ({"polled_at": NOW - timedelta(minutes=48)}, "has not been read since 1:17pm"),
        ({"polled_at": NOW - timedelta(days=2)}, "has not been read since 2:05pm on 1 March"),
        ({"polled_at": None}, "has not been read yet"),
    ],
    ids=["says that it is in trouble", "silent for 48 minutes", "silent for days", "never read"],
)
def test_a_mailbox_in_trouble_is_named_on_top_with_what_to_do(desk, fields, heading):
    make_mailbox(name="fostering", **fields)
    body = desk.get("/mailboxes").content.decode()
    assert f"The mailbox “fostering” {heading}" in body
    assert "If a mailbox is not working" in body
    assert _rows(desk)["fostering"].state.words == "Not working"


def test_one_mailbox_in_trouble_does_not_blame_the_other(desk):
    make_mailbox(name="fostering", trouble="Login was refused.")
    make_mailbox(name="complaints")
    assert [row.name for row in desk.get("/mailboxes").context["in_trouble"]] == ["fostering"]


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
