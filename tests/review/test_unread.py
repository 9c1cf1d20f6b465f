"""A mail no machine could finish is shown first, with where it stopped and what to do; a person's word ends it."""

from datetime import timedelta

import pytest

from cases.models import Alert, Joining
from cases.states import MailState
from ingest.message import Attachment, Problem, ProblemCode
from review.pages import mailboxes as mailbox_pages
from review.pages.unread import STEPS, STOPPED, WORTH_KNOWING
from tests.factories import NOW, make_alert, make_case, make_mail, make_member, make_message

pytestmark = pytest.mark.django_db


def _photo():
    problem = Problem(code=ProblemCode.POOR_IMAGE, words="About 3 words in 10 could be read.", part="page.jpg")
    return Attachment(
        index=0,
        filename="page.jpg",
        media_type="image/jpeg",
        size_bytes=2_400_000,
        digest="a" * 64,
        text="court <b>Kyle</b>",
        confidence=0.4,
        unclear=((0, 5),),
        problems=(problem,),
    )


@pytest.fixture
def photo():
    """A mail with a picture that could hardly be read, of a case."""
    mail = make_mail(make_message(attachments=[_photo()]), case=make_case(), unread_parts=1)
    make_alert(None, mail, flag="unscreened", words=[{"quote": "page.jpg: About 3 words in 10 could be read."}])
    return mail


@pytest.fixture
def stuck():
    """A mail of which nothing was read."""
    return make_mail(
        text=None,
        state="stored",
        stuck=True,
        tries=5,
        trouble="The reader stopped.",
        received_at=NOW - timedelta(days=1),
    )


@pytest.fixture
def automatic():
    message = make_message("I am away.", subject="Automatic reply")
    return make_mail(message, state="automatic", automatic="auto-submitted")


def test_mails_with_nothing_read_come_first(desk, photo, stuck):
    cards = desk.get("/unread").context["cards"]
    assert [card.id for card in cards] == [stuck.pk, photo.pk]
    assert [card.nothing_read for card in cards] == [True, False]


def test_a_card_says_where_it_stopped_and_why_and_what_helps(desk, photo):
    body = desk.get("/unread").content.decode()
    assert "<strong>Reading a picture</strong>" in body
    assert "About 3 words in 10 could be read." in body
    assert WORTH_KNOWING[ProblemCode.POOR_IMAGE] in body
    assert f"/mails/{photo.pk}/original" in body
    assert f"/mails/{photo.pk}/attachments/0" in body
    assert photo.case.reference in body


def test_a_mail_without_a_case_has_a_date_too(desk, stuck):
    (card,) = desk.get("/unread").context["cards"]
    assert card.due.words.startswith("Due in")
    assert card.due_sub == "to acknowledge, by 9 March 2026, if it is a complaint"
    assert card.tried == "Tried 5 times. It is not tried again by itself"
    assert "nobody has looked for danger" in " ".join(card.why)


def test_a_mail_that_was_read_whole_is_not_listed(desk):
    make_mail(case=make_case())
    answer = desk.get("/unread")
    assert answer.context["cards"] == []
    assert "Everything could be read" in answer.content.decode()


def test_the_page_of_a_mail_shows_what_was_read_as_text_only(desk, photo):
    body = desk.get(f"/unread/{photo.pk}").content.decode()
    assert "court</span> &lt;b&gt;Kyle&lt;/b&gt;" in body.replace(
        '<span class="govuk-visually-hidden"> (unclear)</span>', ""
    )
    assert "<b>Kyle" not in body
    assert "I have read it myself" in body


def test_opening_it_is_written_down_in_its_case(desk, photo, officer):
    desk.get(f"/unread/{photo.pk}")
    assert photo.case.events.filter(verb="case_read", actor=officer).count() == 1


def test_a_person_who_has_read_it_takes_it_off_the_list(desk, photo, officer):
    desk.post(f"/unread/{photo.pk}/act", {"do": "read"})
    photo.refresh_from_db()
    assert photo.looked_at == NOW
    assert Alert.objects.get(mail=photo).done_by == officer
    assert desk.get("/unread").context["cards"] == []


def test_a_stuck_mail_is_tried_again(desk, stuck):
    desk.post(f"/unread/{stuck.pk}/act", {"do": "again"})
    stuck.refresh_from_db()
    assert (stuck.stuck, stuck.tries) == (False, 0)


def test_trying_again_is_offered_only_where_it_can_help(desk, photo, stuck):
    assert "Try again" not in desk.get(f"/unread/{photo.pk}").content.decode()
    assert "Try again" in desk.get(f"/unread/{stuck.pk}").content.decode()


def test_automatic_mails_are_counted_listed_and_can_be_made_a_case(desk, automatic):
    assert "Automatic messages (1)" in desk.get("/unread").content.decode()
    body = desk.get("/unread?show=automatic").content.decode()
    assert "Automatic: it says itself that a program sent it" in body
    assert "Make this a case" in desk.get(f"/unread/{automatic.pk}").content.decode()
    desk.post(f"/unread/{automatic.pk}/act", {"do": "case"})
    automatic.refresh_from_db()
    assert (automatic.state, automatic.own_case) == ("read", True)


def test_a_copy_names_the_message_it_copies(desk):
    first = make_mail(case=make_case())
    copy = make_mail(state="duplicate", same_as=first, case=first.case)
    (row,) = desk.get("/unread?show=copies").context["rows"]
    assert (row.id, row.why) == (copy.pk, "A copy of a message that came 3 March 2026")
    assert row.reference == first.case.reference


def test_long_lists_come_in_pages(desk):
    for _ in range(51):
        make_mail(state="automatic")
    assert len(desk.get("/unread?show=automatic").context["rows"]) == 50
    assert len(desk.get("/unread?show=automatic&page=2").context["rows"]) == 1


def test_a_mail_that_is_a_case_already_is_not_made_one_twice(desk, photo):
    assert "Make this a case" not in desk.get(f"/unread/{photo.pk}").content.decode()
    desk.post(f"/unread/{photo.pk}/act", {"do": "case"})
    photo.refresh_from_db()
    assert (photo.state, photo.own_case) == ("drafted", False)


def test_a_message_that_a_person_joined_goes_back_to_the_case_it_came_with(desk, officer):
    left, taken_in = make_case(state="filed"), make_case()
    left.joined_to = taken_in
    left.save()
    mail = make_mail(state="joined", case=taken_in, unread_parts=1)
    Joining.objects.create(mail=mail, case=taken_in, came_with=left, was="drafted", member=officer, at=NOW)
    desk.post(f"/unread/{mail.pk}/act", {"do": "case"})
    mail.refresh_from_db()
    left.refresh_from_db()
    assert (mail.state, mail.case) == ("drafted", left)
    assert (left.joined_to, left.which_case) == (None, "own")
    assert not Joining.objects.exists()


@pytest.mark.parametrize("do", ["", "delete"])
def test_nothing_else_can_be_done_to_a_mail(desk, photo, do):
    assert desk.post(f"/unread/{photo.pk}/act", {"do": do}).status_code == 404


def test_danger_in_a_mail_without_a_case_can_be_passed_on(desk, automatic, officer):
    alert = make_alert(None, automatic)
    body = desk.get(f"/unread/{automatic.pk}").content.decode()
    assert "Darren pushed him on the stairs" in body
    assert "Escalate to duty social worker" in body
    for do, state in (("escalate", "escalated"), ("confirm", "confirmed")):
        desk.post(f"/unread/{automatic.pk}/alerts/{alert.pk}", {"do": do, "with_whom": "Dee Marsh"})
        alert.refresh_from_db()
        assert (alert.state, alert.done_by) == (state, officer)


def test_saying_that_nobody_is_in_danger_needs_a_reason(desk, automatic):
    alert = make_alert(None, automatic)
    path = f"/unread/{automatic.pk}/alerts/{alert.pk}"
    answer = desk.post(path, {"do": "dismiss", "reason": " "})
    assert answer.status_code == 422
    assert f'href="#reason-{alert.pk}"' in answer.content.decode()
    alert.refresh_from_db()
    assert alert.state == "open"
    desk.post(path, {"do": "dismiss", "reason": "A quotation from a book."})
    alert.refresh_from_db()
    assert alert.state == "dismissed"


def test_an_alert_of_another_mail_is_not_found(desk, automatic, photo):
    alert = Alert.objects.get(mail=photo)
    assert desk.post(f"/unread/{automatic.pk}/alerts/{alert.pk}", {"do": "escalate"}).status_code == 404


@pytest.mark.parametrize("path", ["/unread", "/unread/1"])
def test_an_administrator_reads_no_mail(client, administrator, path):
    client.force_login(administrator)
    assert client.get(path).status_code == 403


def test_an_officer_who_may_not_decide_changes_nothing(client, stuck):
    client.force_login(make_member("ada2", role="administrator"))
    assert client.post(f"/unread/{stuck.pk}/act", {"do": "again"}).status_code == 403
    stuck.refresh_from_db()
    assert stuck.stuck


def test_a_mail_that_is_not_there_is_not_found(desk):
    assert desk.get("/unread/999").status_code == 404


@pytest.mark.parametrize("table", [STOPPED, WORTH_KNOWING], ids=["where it stopped", "what helps"])
def test_every_problem_has_its_words(table):
    assert set(table) == set(ProblemCode)


def test_every_state_of_a_mail_has_its_words():
    assert set(STEPS) == set(MailState)
    assert set(mailbox_pages.STEPS) == {MailState.STORED, MailState.PART_READ, MailState.READ, MailState.SORTED}


class TestTryingAll:
    """After something on our side was mended, all that it had stopped is tried again at once."""

    @pytest.fixture
    def mails(self):
        trouble = "The protected reader could not be started on this machine."
        stuck = [make_mail(text=None, state="stored", stuck=True, tries=15, trouble=trouble) for _ in range(2)]
        other = make_mail(text=None, state="stored", stuck=True, tries=5, trouble="Something else.")
        return [*stuck, other]

    def test_each_kind_is_named_with_its_number(self, desk, mails):
        (kind,) = desk.get("/unread").context["kinds"]
        assert kind.words == "Reading the message: The protected reader could not be started on this machine."
        assert kind.number == "2 messages"

    def test_all_of_one_kind_go_on_and_no_other(self, desk, mails):
        (kind,) = desk.get("/unread").context["kinds"]
        desk.post("/unread/retry", {"kind": kind.code})
        for mail in mails:
            mail.refresh_from_db()
        assert [mail.stuck for mail in mails] == [False, False, True]

    @pytest.mark.parametrize("code", ["", "stuck-000000000000", "password"])
    def test_a_kind_that_is_not_there_tries_nothing(self, desk, mails, code):
        assert desk.post("/unread/retry", {"kind": code}).status_code == 302
        for mail in mails:
            mail.refresh_from_db()
        assert all(mail.stuck for mail in mails)

    def test_an_administrator_tries_nothing(self, client, administrator, mails):
        client.force_login(administrator)
        assert client.post("/unread/retry", {"kind": "scan"}).status_code == 403


@pytest.mark.parametrize("state", sorted(set(MailState) - {MailState.PART_READ}))
def test_a_mail_that_stopped_in_any_state_is_listed_with_all_that_is_known(desk, state):
    mail = make_mail(state=state, stuck=True, tries=5, trouble="A step of Putright's own failed.")
    (card,) = desk.get("/unread").context["cards"]
    assert (card.id, card.title) == (mail.pk, "Denise Harker: Leo and Maisie")
    assert "A step of Putright's own failed." in " ".join(card.why)
    assert card.due.words
    assert card.arrived
    assert card.can_try


class TestUnderWay:
    """What is being read is there to see from the start, with its clock."""

    def test_a_long_scan_says_how_much_is_left(self, desk):
        problem = Problem(code=ProblemCode.UNFINISHED, words="12 of 40 pages were read.", part="scan.pdf")
        scan = Attachment(
            index=0, filename="scan.pdf", media_type="application/pdf", size_bytes=9, digest="a" * 64, pages=40,
            problems=(problem,),
        )  # fmt: skip
        mail = make_mail(make_message(attachments=[scan]), state="part_read", unread_parts=1)
        answer = desk.get("/unread")
        assert answer.context["cards"] == []
        (row,) = answer.context["working"]
        assert row.what.startswith("Still reading 40 scanned pages.")
        assert row.due_sub == "to acknowledge, by 10 March 2026, if it is a complaint"
        assert "Still reading 40 scanned pages" in desk.get(f"/unread/{mail.pk}").content.decode()

    def test_what_failed_and_is_tried_again_says_so(self, desk):
        make_mail(state="read", tries=2, trouble="The database could not be reached.")
        (row,) = desk.get("/unread").context["working"]
        assert "Tried 2 times: The database could not be reached." in row.what

    def test_what_takes_longer_than_it_should_is_listed(self, desk):
        make_mail(state="read", state_since=NOW - timedelta(minutes=11))
        make_mail(state="read", state_since=NOW - timedelta(minutes=1))
        assert len(desk.get("/unread").context["working"]) == 1

    def test_what_waits_for_the_virus_scan_needs_a_person(self, desk):
        mail = make_mail(
            text=None, state="stored", scan_awaited_from=NOW - timedelta(minutes=7), trouble="It cannot be reached."
        )
        (card,) = desk.get("/unread").context["cards"]
        assert (card.id, card.stopped) == (mail.pk, "Waiting for the virus scan")
        assert card.tried == "It has waited 7 minutes. It is tried again by itself"
        home = desk.get("/").content.decode()
        assert "1 mail waits unopened for the virus scan" in home


def test_a_case_with_an_unread_part_says_so_in_the_queue_and_on_its_page(desk, photo):
    Alert.objects.update(case=photo.case)
    assert "Not all screened" in desk.get("/").content.decode()
    assert "Not screened:" in desk.get(f"/cases/{photo.case_id}").content.decode()
    desk.post(f"/unread/{photo.pk}/act", {"do": "read"})
    assert "Not all screened" not in desk.get("/").content.decode()
    assert "Not screened:" not in desk.get(f"/cases/{photo.case_id}").content.decode()
