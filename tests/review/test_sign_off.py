"""Another person than the writer signs, sees what was changed, and the server keeps to it."""

import pytest

from cases.models import Letter, Role
from cases.services import letters
from cases.states import LetterState
from review.pages.letter import EDITABLE
from review.pages.letter_sent import STANDINGS
from tests.cases.stories import a_case, decide
from tests.factories import NOW, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    member = make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")
    client.force_login(member)
    return member


@pytest.fixture
def letter(officer):
    return _to_sign(officer)


def _to_sign(member, *, words="My son's social worker has not visited us.", texts=None, reason="", **headers):
    letter = decide(a_case(words, **headers), member).letters.get()
    if texts:
        letter = letters.edit(letter_id=letter.pk, version=letter.version, member=member, texts=texts)
    return letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=member, missing_reason=reason)


def _sign(client, letter, **post):
    return client.post(f"/letters/{letter.pk}/sign", {"version": letter.version} | post)


def test_the_manager_sees_what_was_asked_and_decided_and_promised(client, manager, letter):
    page = client.get(f"/letters/{letter.pk}").context["page"]
    line = page.matters[0]
    assert line.route == "Statutory, stage 1"
    assert line.decided.startswith("Priya Raman")
    assert line.reply == "16 March 2026"
    assert line.latest == "30 March 2026"
    assert page.refusal == ""


def test_the_manager_sees_changes_with_words_for_those_who_do_not_see_colours(client, manager, officer):
    letter = _to_sign(officer, texts={"correct": "If we got it wrong, tell us."})
    body = client.get(f"/letters/{letter.pk}").content.decode()
    assert "What Priya Raman changed" in body
    assert '<ins><span class="govuk-visually-hidden">Added: </span>' in body
    assert '<del><span class="govuk-visually-hidden">Deleted: </span>' in body


def test_the_reason_for_what_is_missing_is_shown(client, manager, officer):
    letter = _to_sign(officer, texts={"advocacy": ""}, reason="She has one.")
    body = client.get(f"/letters/{letter.pk}").content.decode()
    assert "What is missing, and why" in body
    assert "She has one." in body


def test_the_persons_own_words_can_be_read_again_as_text(client, manager, officer):
    letter = _to_sign(officer, words="My son's social worker <b>never</b> came to see us.")
    assert "&lt;b&gt;never&lt;/b&gt;" in client.get(f"/letters/{letter.pk}").content.decode()


def test_an_approved_letter_goes_out_ten_minutes_later(client, manager, letter):
    answer = _sign(client, letter, sign="approve")
    letter.refresh_from_db()
    assert (letter.state, letter.signer) == ("approved", manager)
    assert "goes out at 2:15pm" in client.get(answer.url).content.decode()


def test_a_returned_letter_needs_a_comment(client, manager, letter):
    answer = _sign(client, letter, sign="return", comment="  ")
    assert answer.status_code == 422
    assert 'href="#comment"' in answer.content.decode()
    assert 'id="comment-error"' in answer.content.decode()
    _sign(client, letter, sign="return", comment="Name the date.")
    letter.refresh_from_db()
    assert (letter.state, letter.comment) == ("returned", "Name the date.")


def test_a_decision_must_be_chosen_and_the_comment_is_kept(client, manager, letter):
    answer = _sign(client, letter, comment="Half a thought")
    assert answer.status_code == 422
    assert "Half a thought" in answer.content.decode()
    assert 'id="sign-error"' in answer.content.decode()
    letter.refresh_from_db()
    assert letter.state == "to_sign"


def test_the_writer_sees_that_somebody_else_must_sign_and_is_refused(client, manager):
    letter = _to_sign(manager)
    body = client.get(f"/letters/{letter.pk}").content.decode()
    assert "somebody else must sign it" in body
    assert 'value="approve"' not in body
    answer = _sign(client, letter, sign="approve")
    assert answer.status_code == 403
    assert "somebody else must sign" in answer.content.decode()
    letter.refresh_from_db()
    assert (letter.state, letter.signer) == ("to_sign", None)


def test_whoever_changed_a_word_is_refused_although_another_sent_it(client, manager, officer):
    letter = decide(a_case(), officer).letters.get()
    letter = letters.edit(letter_id=letter.pk, version=letter.version, member=manager, texts={"correct": "Tell us."})
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="Yes."
    )
    assert client.get(f"/letters/{letter.pk}").context["page"].refusal
    assert _sign(client, letter, sign="approve").status_code == 403


@pytest.mark.parametrize("choice", ["approve", "return"])
def test_an_officer_may_read_it_but_neither_sign_nor_return(desk, letter, choice):
    body = desk.get(f"/letters/{letter.pk}").content.decode()
    assert "A complaints manager signs letters" in body
    assert "<textarea" not in body
    assert _sign(desk, letter, sign=choice, comment="No.").status_code == 403
    letter.refresh_from_db()
    assert letter.state == "to_sign"


def test_words_the_manager_has_not_seen_are_not_signed(client, manager, letter):
    stale = letter.version
    Letter.objects.filter(pk=letter.pk).update(version=stale + 1)
    answer = client.post(f"/letters/{letter.pk}/sign", {"version": stale, "sign": "approve", "comment": "Fine"})
    assert answer.status_code == 409
    assert "Fine" in answer.content.decode()
    letter.refresh_from_db()
    assert letter.state == "to_sign"


def test_a_letter_that_is_not_waiting_cannot_be_signed(client, manager, letter):
    _sign(client, letter, sign="approve")
    assert _sign(client, letter, sign="approve").status_code == 409
    letter.refresh_from_db()
    assert letter.case.events.filter(verb="letter_signed").count() == 1


def test_letters_to_sign_are_walked_through_by_their_deadline(client, manager, officer):
    other = {"From": "Dan Reyes <dan.reyes@mailbox.example>"}
    late, early = _to_sign(officer, words="My son's social worker has not come.", **other), _to_sign(officer)
    late.case.next_due_on, early.case.next_due_on = "2026-03-12", "2026-03-05"
    late.case.save()
    early.case.save()
    turn = client.get(f"/letters/{early.pk}").context["page"].turn
    assert (turn.number, turn.total, turn.after) == (1, 2, late.pk)


def test_every_state_of_a_letter_has_a_page():
    assert set(STANDINGS) | EDITABLE | {LetterState.TO_SIGN} == set(LetterState)
    assert NOW.tzinfo
