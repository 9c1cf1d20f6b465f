"""A letter that was said not to have arrived, and had, stands as sent again; none in whose place a newer one went."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Case, Conflict, Letter, Role
from cases.reach import why_address_doubtful
from cases.selectors.letter_times import times_of
from cases.services import arrived, letters, posting, sending, taking_back
from cases.services.came_back import LOOK, NOT_NEEDED, words_of_arrival
from cases.services.tasks import results
from tests.cases.stories import a_case, a_mail, arrive, decide, written
from tests.factories import make_letter, make_member

pytestmark = pytest.mark.django_db
SIGNED_AT = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
WENT_ON, SAID_ON = "2026-03-03", "2026-03-05"
WHY = "Joan rang: she has it, it lay among the advertisements."


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER)


@pytest.fixture
def at(monkeypatch):
    """Let it be so many days after the letter was signed."""

    def later(days=0, minutes=0):
        monkeypatch.setattr(timezone, "now", lambda: SIGNED_AT + timedelta(days=days, minutes=minutes))

    later()
    return later


@pytest.fixture
def back(officer, manager, at) -> Letter:
    """A letter that went on a Tuesday, and of which somebody said on the Thursday that it did not arrive."""
    letter = _send(written(a_case(), officer), manager)
    at(days=2)
    return posting.mark_came_back(letter_id=letter.pk, member=officer, why="She says she has heard nothing.")


def _sign(letter, manager) -> Letter:
    return letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def _send(letter, manager) -> Letter:
    letter = _sign(letter, manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1), released_at=SIGNED_AT)
    assert sending.begin(letter_id=letter.pk) is not None
    sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)
    letter.refresh_from_db()
    return letter


def _write_again(officer) -> Letter:
    letter = decide(Case.objects.get(), officer).letters.order_by("-pk")[0]
    return letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="The address is right."
    )


def _stands():
    case = Case.objects.get()
    day = case.deadlines.get(what="acknowledge").met_on
    return case.state, str(case.acknowledged_on), str(day)


def test_it_stands_as_sent_again_and_the_clock_closes_on_the_day_it_went(back, officer, at):
    assert _stands() == ("triage", "None", "None")
    before = {row.what: row.due_on for row in Case.objects.get().deadlines.filter(what__in=["reply", "acknowledge"])}
    at(days=3)
    letter = arrived.mark_arrived(letter_id=back.pk, member=officer, why=f" {WHY} ")
    assert _stands() == ("acknowledged", WENT_ON, WENT_ON)
    assert (letter.state, letter.came_back_at, str(timezone.localdate(letter.sent_at))) == ("sent", None, WENT_ON)
    assert words_of_arrival(letter).endswith(WHY)
    case = Case.objects.get()
    assert {row.what: row.due_on for row in case.deadlines.filter(what__in=before)} == before
    assert case.waiting_for == ""
    event = case.events.get(verb="letter_arrived")
    assert (event.actor, event.facts["letter"]) == (officer, letter.pk)
    assert WHY not in str(event.facts)


def test_what_the_coming_back_raised_ends(back, officer):
    arrived.mark_arrived(letter_id=back.pk, member=officer, why=WHY)
    task = Case.objects.get().tasks.get(kind="came_back")
    assert (task.state, task.result, task.note, task.ended_by) == ("done", "arrived", WHY, officer)
    assert why_address_doubtful("joan.ashby@mailbox.example") == ""
    assert times_of([back])[0].came_back_at is None


def test_a_report_that_was_read_wrongly_is_taken_back_the_same_way(officer, manager, at):
    letter = _send(written(a_case(), officer), manager)
    at(days=2)
    words = f"User unknown: joan.ashby@mailbox.example\n\nMessage-ID: {letter.message_id}"
    report = {"From": "MAILER-DAEMON@mx.example", "Message_ID": "<report@mx.example>", "Auto_Submitted": "auto-replied"}
    arrive(a_mail(words, subject="Undelivered Mail Returned to Sender", **report))
    assert _stands() == ("triage", "None", "None")
    arrived.mark_arrived(letter_id=letter.pk, member=officer, why=WHY)
    assert _stands() == ("acknowledged", WENT_ON, WENT_ON)


def test_it_can_come_back_once_more_and_somebody_is_asked_again(back, officer, at):
    arrived.mark_arrived(letter_id=back.pk, member=officer, why=WHY)
    at(days=4)
    posting.mark_came_back(letter_id=back.pk, member=officer, why="She had meant another letter.")
    case = Case.objects.get()
    assert (case.state, case.acknowledged_on, case.waiting_for) == ("triage", None, LOOK)
    assert case.tasks.get(kind="came_back").state == "open"
    assert times_of(Letter.objects.all())[0].came_back_at == timezone.now()
    arrived.mark_arrived(letter_id=back.pk, member=officer, why=WHY)
    assert _stands() == ("acknowledged", WENT_ON, WENT_ON)


def test_the_word_of_the_task_does_the_same(back, officer):
    task = Case.objects.get().tasks.get(kind="came_back")
    results.record_result(task_id=task.pk, member=officer, result="arrived", note=WHY)
    assert _stands() == ("acknowledged", WENT_ON, WENT_ON)
    assert Case.objects.get().events.filter(verb="letter_arrived").count() == 1


@pytest.mark.parametrize("result", ["written", "reached"])
def test_another_word_of_the_task_closes_no_clock(back, officer, result):
    task = Case.objects.get().tasks.get(kind="came_back")
    results.record_result(task_id=task.pk, member=officer, result=result, note="She was rung.")
    assert _stands() == ("triage", "None", "None")


def test_the_draft_begun_in_its_place_is_set_aside(back, officer):
    draft = decide(Case.objects.get(), officer).letters.exclude(pk=back.pk).get()
    arrived.mark_arrived(letter_id=back.pk, member=officer, why=WHY)
    draft.refresh_from_db()
    assert (draft.state, _stands()) == ("dropped", ("acknowledged", WENT_ON, WENT_ON))
    assert draft.trouble == NOT_NEEDED
    assert Case.objects.get().events.get(verb="letter_set_aside").facts["letter"] == draft.pk


def test_a_draft_that_says_something_else_stays_for_its_person_has_not_heard_that(back, officer):
    draft = decide(Case.objects.get(), officer).letters.exclude(pk=back.pk).get()
    Letter.objects.filter(pk=draft.pk).update(letter="L02")
    arrived.mark_arrived(letter_id=back.pk, member=officer, why=WHY)
    draft.refresh_from_db()
    assert (draft.state, _stands()) == ("draft", ("letter", WENT_ON, WENT_ON))


def _sign_newer(back, officer, manager):
    return _sign(_write_again(officer), manager)


def _send_newer(back, officer, manager):
    return _send(_write_again(officer), manager)


def _hold_newer(back, officer, manager):
    letter = _sign_newer(back, officer, manager)
    Letter.objects.filter(pk=letter.pk).update(state="held")


def _newer_came_back(back, officer, manager):
    letter = _send_newer(back, officer, manager)
    posting.mark_came_back(letter_id=letter.pk, member=officer, why="This one too.")


REPLACED = {
    "a newer one waits for its signature": (lambda _, officer, __: _write_again(officer), "waits for a signature"),
    "a newer one is signed": (_sign_newer, "A newer letter was signed"),
    "a newer one was signed and is held": (_hold_newer, "A newer letter was signed"),
    "a newer one has gone": (_send_newer, "A newer letter was signed"),
    "a newer one has gone and come back": (_newer_came_back, "A newer letter was signed"),
}


@pytest.mark.parametrize(("do", "words"), REPLACED.values(), ids=REPLACED)
def test_no_way_leads_back_where(back, officer, manager, do, words):
    do(back, officer, manager)
    before = _stands()
    with pytest.raises(NotNowError, match=words):
        arrived.mark_arrived(letter_id=back.pk, member=officer, why=WHY)
    assert (_stands(), Letter.objects.get(pk=back.pk).came_back_at is None) == (before, False)


def test_the_word_of_the_task_ends_the_task_alone_where_a_newer_one_has_gone(back, officer, manager):
    letter = _send_newer(back, officer, manager)
    task = Case.objects.get().tasks.get(kind="came_back")
    results.record_result(task_id=task.pk, member=officer, result="arrived", note=WHY)
    task.refresh_from_db()
    assert (task.state, Letter.objects.get(pk=back.pk).came_back_at is None) == ("done", False)
    assert _stands() == ("acknowledged", SAID_ON, SAID_ON)
    assert letter.state == "sent"


def test_once_the_newer_one_is_taken_back_the_way_is_open(back, officer, manager):
    newer = _sign_newer(back, officer, manager)
    taking_back.stop(letter_id=newer.pk, member=officer)
    arrived.mark_arrived(letter_id=back.pk, member=officer, why=WHY)
    assert (Letter.objects.get(pk=newer.pk).state, _stands()) == ("dropped", ("acknowledged", WENT_ON, WENT_ON))


def test_without_saying_how_they_know_nothing_changes(back, officer):
    with pytest.raises(IncompleteError, match="how you know"):
        arrived.mark_arrived(letter_id=back.pk, member=officer, why="  ")
    assert _stands() == ("triage", "None", "None")


@pytest.mark.parametrize("state", ["sent", "uncertain", "approved", "returned"])
def test_a_letter_of_which_nobody_said_that_cannot_arrive_after_all(officer, manager, at, state):
    letter = _send(written(a_case(), officer), manager)
    Letter.objects.update(state=state)
    with pytest.raises(NotNowError, match="Nobody says"):
        arrived.mark_arrived(letter_id=letter.pk, member=officer, why=WHY)


def test_somebody_who_may_not_handle_the_case_says_nothing_of_it(back, officer):
    Conflict.objects.create(case=back.case, member=officer, why="Named.", at=SIGNED_AT)
    for member in (officer, make_member("ada", role=Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowedError):
            arrived.mark_arrived(letter_id=back.pk, member=member, why=WHY)
    assert _stands() == ("triage", "None", "None")


def test_a_message_that_came_in_meanwhile_keeps_the_case_with_the_team(back, officer):
    Case.objects.update(waiting_for="A new message has come in.")
    arrived.mark_arrived(letter_id=back.pk, member=officer, why=WHY)
    assert _stands() == ("triage", WENT_ON, WENT_ON)
    assert Case.objects.get().waiting_for == "A new message has come in."


def test_the_clock_of_a_later_stage_is_left_alone(back, officer):
    Case.objects.update(stage="2", stage_requested_on=SAID_ON, waiting_for="Acknowledge stage 2.")
    arrived.mark_arrived(letter_id=back.pk, member=officer, why=WHY)
    case = Case.objects.get()
    assert (case.state, case.acknowledged_on, case.waiting_for) == ("triage", None, "Acknowledge stage 2.")
    assert Letter.objects.get().came_back_at is None


def test_a_case_that_was_closed_is_closed_again(officer, manager, at):
    letter = _send(written(a_case(), officer), manager)
    for matter in Case.objects.get().matters.all():
        matter.state = "withdrawn"
        matter.save()
    Case.objects.update(state="filed")
    at(days=2)
    posting.mark_came_back(letter_id=letter.pk, member=officer, why="It came back.")
    assert Case.objects.get().state == "triage"
    arrived.mark_arrived(letter_id=letter.pk, member=officer, why=WHY)
    assert (Case.objects.get().state, str(Case.objects.get().acknowledged_on)) == ("filed", WENT_ON)


def test_a_letter_that_came_back_before_anybody_knew_that_it_had_left(officer, manager, at):
    letter = _send(written(a_case(), officer), manager)
    Letter.objects.update(state="uncertain", sent_at=None, came_back_at=SIGNED_AT)
    Case.objects.update(state="going_out", acknowledged_on=None)
    taking_back.settle(letter_id=letter.pk, member=manager, was_sent=True)
    assert Case.objects.get().state == "triage"
    arrived.mark_arrived(letter_id=letter.pk, member=officer, why=WHY)
    assert _stands() == ("acknowledged", WENT_ON, WENT_ON)


def test_a_letter_beside_the_acknowledgement_opens_and_closes_no_clock(officer, manager, at):
    sent = _send(written(a_case(), officer), manager)
    beside = make_letter(sent.case, letter="L07", is_further=True, state="sent", draft=sent.draft, sent_at=SIGNED_AT)
    at(days=2)
    posting.mark_came_back(letter_id=beside.pk, member=officer, why="It came back.")
    assert _stands() == ("triage", WENT_ON, WENT_ON)
    make_letter(sent.case, letter="L06", is_further=True, state="sent", draft=sent.draft, signed_at=timezone.now())
    arrived.mark_arrived(letter_id=beside.pk, member=officer, why=WHY)
    assert _stands() == ("acknowledged", WENT_ON, WENT_ON)
    posting.mark_came_back(letter_id=beside.pk, member=officer, why="It came back.")
    make_letter(sent.case, letter="L07", is_further=True, state="sent", draft=sent.draft, signed_at=timezone.now())
    with pytest.raises(NotNowError, match="A newer letter was signed"):
        arrived.mark_arrived(letter_id=beside.pk, member=officer, why=WHY)
