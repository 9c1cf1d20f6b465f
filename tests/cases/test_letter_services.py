"""A letter leaves only with another person's signature, once, and with the words that were signed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import blobs, letter_files
from cases.desk import desk_council
from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.message_ids import OWN_ID
from cases.models import Case, Letter, Mail, Role, TeamMember
from cases.services import contact, drafting, holding, letters, safety, sending, taking_back
from config.council import LetterStyle
from letters.check import recheck
from letters.errors import UnwritableError
from tests.cases.conflict_cases import shut
from tests.cases.stories import a_case, decide, written
from tests.factories import make_alert, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


def _signed(officer, manager):
    letter = written(a_case(), officer)
    return letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def _due(letter):
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    return letter


def test_the_other_person_signs_and_the_letter_waits_its_ten_minutes(officer, manager):
    letter = _signed(officer, manager)
    assert (letter.state, letter.signer) == ("approved", manager)
    assert letter.send_at > timezone.now() + timedelta(minutes=9)
    assert sending.due() == []
    assert sending.begin(letter_id=letter.pk) is None


def test_the_writer_is_refused_even_as_a_manager():
    both = make_member("both", role=Role.MANAGER)
    letter = written(a_case(), both)
    with pytest.raises(NotAllowedError, match="somebody else must sign"):
        letters.sign(letter_id=letter.pk, version=letter.version, member=both)
    letter.refresh_from_db()
    assert letter.state == "to_sign"


def test_somebody_who_changed_a_word_is_refused_although_another_sent_it(officer, manager):
    case = decide(a_case(), officer)
    letter = case.letters.get()
    key = letter.draft["paragraphs"][0]["key"]
    letter = letters.edit(letter_id=letter.pk, version=letter.version, member=manager, texts={key: "My own words."})
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="Said by telephone."
    )
    with pytest.raises(NotAllowedError):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR])
def test_only_a_manager_signs(officer, role):
    letter = written(a_case(), officer)
    with pytest.raises(NotAllowedError):
        letters.sign(letter_id=letter.pk, version=letter.version, member=make_member("other", role=role))


def test_a_manager_who_has_left_cannot_sign(officer, manager):
    letter = written(a_case(), officer)
    manager.is_active = False
    with pytest.raises(NotAllowedError):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def test_the_database_itself_refuses_a_writer_as_signer(officer):
    letter = written(a_case(), officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=letter.pk).update(signer=officer)


@pytest.mark.parametrize("state", ["draft", "returned", "to_sign", "refused", "uncertain", "dropped", "sent"])
def test_nothing_but_a_signed_letter_is_ever_taken_for_sending(officer, state):
    letter = written(a_case(), officer)
    Letter.objects.filter(pk=letter.pk).update(state=state, send_at=timezone.now() - timedelta(hours=1))
    assert letter.pk not in sending.due()
    assert sending.begin(letter_id=letter.pk) is None


def test_a_letter_is_not_signed_while_a_reply_with_danger_waits(officer, manager):
    letter = written(a_case(), officer)
    alert = make_alert(letter.case)
    with pytest.raises(NotNowError, match="safeguarding alert"):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    safety.escalate(alert_id=alert.pk, member=manager)
    assert letters.sign(letter_id=letter.pk, version=letter.version, member=manager).state == "approved"


def test_a_row_set_to_approved_by_hand_without_a_signer_is_not_sent(officer):
    letter = written(a_case(), officer)
    Letter.objects.filter(pk=letter.pk).update(state="approved", send_at=timezone.now() - timedelta(hours=1))
    with pytest.raises(sending.ChangedLetterError):
        sending.begin(letter_id=letter.pk)


def test_words_changed_after_the_signature_are_not_sent(officer, manager):
    letter = _due(_signed(officer, manager))
    draft = letter.draft
    draft["paragraphs"][0]["text"] = "We admit everything."
    Letter.objects.filter(pk=letter.pk).update(draft=draft)
    with pytest.raises(sending.ChangedLetterError, match="not what was signed"):
        sending.begin(letter_id=letter.pk)


def test_a_signed_letter_is_taken_once(officer, manager):
    letter = _due(_signed(officer, manager))
    signed = sending.begin(letter_id=letter.pk)
    assert signed is not None
    assert signed.recipient_email == "joan.ashby@mailbox.example"
    assert signed.in_reply_to.endswith("@mailbox.example>")
    assert signed.pdf.startswith(b"%PDF")
    assert signed.docx == b""
    assert "attached as a PDF." in signed.body_text
    assert "attached as a PDF." in signed.body_html
    assert "Ashby" not in signed.subject_line
    assert sending.begin(letter_id=letter.pk) is None


def test_the_files_are_kept_under_their_digests_and_go_again_with_the_signature(officer, manager):
    letter = _signed(officer, manager)
    assert blobs.get(letter.pdf_digest).startswith(b"%PDF")
    assert blobs.get(letter.docx_digest).startswith(b"PK")
    assert letter.made_with["attached"] == ["pdf"]
    stopped = taking_back.stop(letter_id=letter.pk, member=officer)
    assert (stopped.pdf_digest, stopped.docx_digest) == ("", "")


def test_a_council_that_wants_it_sends_the_word_file_too_as_it_was_when_signed(officer, manager, monkeypatch):
    style = LetterStyle(attach_word=True)
    monkeypatch.setattr(letter_files, "desk_council", lambda: replace(desk_council(), letters=style))
    letter = _due(_signed(officer, manager))
    monkeypatch.undo()
    signed = sending.begin(letter_id=letter.pk)
    assert signed.pdf.startswith(b"%PDF")
    assert signed.docx.startswith(b"PK")
    assert "attached as a PDF and as a Word document." in signed.body_text


def test_a_letter_signed_before_there_were_pdfs_goes_as_it_was_signed(officer, manager):
    letter = _due(_signed(officer, manager))
    Letter.objects.filter(pk=letter.pk).update(pdf_digest="", made_with={})
    signed = sending.begin(letter_id=letter.pk)
    assert signed.pdf == b""
    assert signed.docx.startswith(b"PK")
    assert "attached as a Word document." in signed.body_text


def test_a_letter_whose_pdf_would_show_empty_boxes_is_not_signed(officer, manager, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise UnwritableError(("漢",))

    monkeypatch.setattr(letter_files, "render_pdf", refuse)
    with pytest.raises(NotNowError, match=r"empty boxes.*Return the letter to its writer"):
        _signed(officer, manager)
    assert not Letter.objects.exclude(signer=None).exists()


def test_the_clock_stops_only_when_the_letter_has_left(officer, manager):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    assert letter.case.deadlines.get(what="acknowledge").met_on is None
    sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)
    letter.case.refresh_from_db()
    assert letter.case.state == "acknowledged"
    assert letter.case.deadlines.get(what="acknowledge").met_on == timezone.localdate()
    assert letter.case.next_due_what == "reply"


def test_a_letter_found_in_sending_after_a_crash_waits_for_a_person(officer, manager):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    assert sending.settle_lost() == 0
    assert sending.settle_lost(older_than=timedelta(0)) == 1
    letter.refresh_from_db()
    assert letter.state == "uncertain"
    assert letter.pk not in sending.due()


@pytest.mark.parametrize(("was_sent", "state"), [(True, "sent"), (False, "returned")], ids=["it left", "it did not"])
def test_a_manager_settles_what_nobody_knows(officer, manager, was_sent, state):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    sending.mark_uncertain(letter_id=letter.pk, words="The line broke.")
    assert taking_back.settle(letter_id=letter.pk, member=manager, was_sent=was_sent).state == state


@pytest.mark.parametrize("was_sent", [True, False], ids=["it left", "it did not"])
def test_a_manager_to_whom_the_case_is_shut_says_nothing_of_its_letter(officer, manager, was_sent):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    sending.mark_uncertain(letter_id=letter.pk, words="The line broke.")
    shut(letter.case, other := make_member("noor", role=Role.MANAGER))
    with pytest.raises(NotAllowedError, match="may not handle"):
        taking_back.settle(letter_id=letter.pk, member=other, was_sent=was_sent)
    letter.refresh_from_db()
    assert (letter.state, letter.case.acknowledged_on) == ("uncertain", None)


def test_a_refused_letter_goes_next_to_the_address_that_was_put_right_meanwhile(officer, manager):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    sending.mark_refused(letter_id=letter.pk, words="550 nobody of that name")
    case = Case.objects.get(pk=letter.case_id)
    contact.set_address(case_id=case.pk, version=case.version, member=officer, address="joan.a@post.example")
    letter = taking_back.settle(letter_id=letter.pk, member=manager, was_sent=False)
    assert letter.draft["recipient"]["email"] == "joan.a@post.example"
    assert all(check["present"] for check in letter.draft["checklist"] if check["key"] == "right_recipient")


def test_a_letter_that_is_settled_as_sent_stays_as_it_went(officer, manager):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    sending.mark_uncertain(letter_id=letter.pk, words="The line broke.")
    case = Case.objects.get(pk=letter.case_id)
    contact.set_address(case_id=case.pk, version=case.version, member=officer, address="joan.a@post.example")
    letter = taking_back.settle(letter_id=letter.pk, member=manager, was_sent=True)
    assert letter.draft["recipient"]["email"] == "joan.ashby@mailbox.example"


@pytest.mark.parametrize("who", ["signer", "writer"])
def test_a_signed_letter_is_held_when_its_case_is_shut_to_who_signed_or_wrote_it(officer, manager, who):
    letter = _due(_signed(officer, manager))
    shut(letter.case, {"signer": manager, "writer": officer}[who])
    assert sending.begin(letter_id=letter.pk) is None
    letter.refresh_from_db()
    assert letter.state == "held"
    assert "may not handle" in letter.trouble
    with pytest.raises(NotNowError, match="Take it back"):
        holding.release(letter_id=letter.pk, member=make_member("tom", role=Role.MANAGER))


def test_a_signed_letter_leaves_although_its_case_is_shut_to_somebody_without_a_part_in_it(officer, manager):
    letter = _due(_signed(officer, manager))
    shut(letter.case, make_member("noor", role=Role.MANAGER))
    assert sending.begin(letter_id=letter.pk) is not None


def test_a_letter_leaves_under_the_name_and_the_role_it_was_signed_with(officer, manager):
    letter = _due(_signed(officer, manager))
    TeamMember.objects.filter(pk=manager.pk).update(last_name="Other", role=Role.OFFICER)
    signed = sending.begin(letter_id=letter.pk)
    assert signed.signer_name == "Helen Marsh"
    for words in (signed.body_text, signed.body_html):
        assert "Helen Marsh" in words
        assert "Helen Other" not in words
        assert Role.MANAGER.label in words
    assert "Marsh" not in str(letter.case.events.get(verb="letter_signed").facts)


def test_an_unreachable_server_is_tried_again_later(officer, manager):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    sending.mark_unreachable(letter_id=letter.pk, words="No answer.")
    letter.refresh_from_db()
    assert (letter.state, letter.trouble) == ("approved", "No answer.")
    assert letter.send_at > timezone.now()


def test_a_letter_that_was_stopped_begins_anew_with_its_tries(officer, manager):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    sending.mark_unreachable(letter_id=letter.pk, words="No answer.")
    letter = taking_back.stop(letter_id=letter.pk, member=officer)
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="It is late."
    )
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    assert (letter.tries, letter.trouble) == (0, "")


@pytest.mark.parametrize(
    ("minutes", "settled"),
    [
        pytest.param(16, 1, id="begun a quarter of an hour ago"),
        pytest.param(14, 0, id="begun lately"),
        pytest.param(0, 0, id="begun now"),
        pytest.param(-1, 0, id="begun by a machine whose clock is a minute ahead"),
        pytest.param(-60 * 24, 1, id="begun before the clock was put back by a day"),
    ],
)
def test_a_letter_in_the_middle_is_settled_whatever_the_clock_did(officer, manager, minutes, settled):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    Letter.objects.filter(pk=letter.pk).update(sending_since=timezone.now() - timedelta(minutes=minutes))
    assert sending.settle_lost() == settled


def test_a_signed_letter_can_be_stopped_and_needs_a_new_signature(officer, manager):
    letter = taking_back.stop(letter_id=_signed(officer, manager).pk, member=officer)
    assert (letter.state, letter.signer, letter.message_id) == ("returned", None, "")
    assert letter.case.state == "letter"


def test_each_signature_gives_the_letter_a_name_of_its_own_even_unchanged_on_the_same_day(officer, manager):
    first = _signed(officer, manager)
    name, digest = first.message_id, first.approved_digest
    letter = taking_back.stop(letter_id=first.pk, member=officer)
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="It is late."
    )
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    assert letter.approved_digest == digest
    assert letter.message_id != name
    assert OWN_ID.fullmatch(name)
    assert OWN_ID.fullmatch(letter.message_id)
    assert [event.facts["message_id"] for event in letter.case.events.filter(verb="letter_signed")] == [
        name,
        letter.message_id,
    ]


def test_the_same_try_keeps_its_name_however_often_it_is_handed_over(officer, manager):
    letter = _due(_signed(officer, manager))
    name = letter.message_id
    for _ in range(2):
        assert sending.begin(letter_id=letter.pk).message_id == name
        sending.mark_unreachable(letter_id=letter.pk, words="No answer.")
        _due(letter)
    letter.refresh_from_db()
    assert letter.message_id == name


def test_a_sent_letter_cannot_be_stopped_or_changed(officer, manager):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)
    with pytest.raises(NotNowError):
        taking_back.stop(letter_id=letter.pk, member=officer)
    with pytest.raises(NotNowError):
        letters.edit(letter_id=letter.pk, version=letter.version, member=officer, texts={})


def test_a_returned_letter_goes_back_with_the_reason(officer, manager):
    letter = written(a_case(), officer)
    with pytest.raises(IncompleteError):
        letters.send_back(letter_id=letter.pk, version=letter.version, member=manager, comment=" ")
    letter = letters.send_back(letter_id=letter.pk, version=letter.version, member=manager, comment="Name the date.")
    assert (letter.state, letter.comment, letter.case.state) == ("returned", "Name the date.", "letter")


def test_a_required_item_taken_out_needs_a_reason(officer):
    case = decide(a_case(), officer)
    letter = case.letters.get()
    texts = {p["key"]: "" for p in letter.draft["paragraphs"][1:-1]}
    letter = letters.edit(letter_id=letter.pk, version=letter.version, member=officer, texts=texts)
    with pytest.raises(IncompleteError) as refused:
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer)
    assert refused.value.missing
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="She rang and knows it all."
    )
    assert letter.missing_reason == "She rang and knows it all."


def test_two_people_at_once_never_overwrite_each_other(officer, manager):
    letter = decide(a_case(), officer).letters.get()
    key = letter.draft["paragraphs"][0]["key"]
    letters.edit(letter_id=letter.pk, version=letter.version, member=officer, texts={key: "First."})
    with pytest.raises(StaleError):
        letters.edit(letter_id=letter.pk, version=letter.version, member=manager, texts={key: "Second."})


def test_start_again_brings_back_the_drafted_words(officer):
    letter = decide(a_case(), officer).letters.get()
    first = letter.draft["paragraphs"][0]
    letter = letters.edit(letter_id=letter.pk, version=letter.version, member=officer, texts={first["key"]: "Mine."})
    letter = letters.start_again(letter_id=letter.pk, version=letter.version, member=officer, key=first["key"])
    assert letter.draft["paragraphs"][0] == first


def test_no_name_stands_in_our_message_id(officer, manager):
    letter = _signed(officer, manager)
    assert "ashby" not in letter.message_id
    assert letter.case.reference.lower() in letter.message_id


def test_a_mail_server_away_for_a_weekend_is_still_tried_every_hour(officer, manager):
    """Two to the power of the tries once grew beyond any length of time, and the letter seemed lost on its way."""
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    Letter.objects.filter(pk=letter.pk).update(tries=60)
    sending.mark_unreachable(letter_id=letter.pk, words="No answer.")
    letter.refresh_from_db()
    assert letter.state == "approved"
    assert timedelta(0) < letter.send_at - timezone.now() <= sending.LONGEST_WAIT


def test_a_late_first_draft_makes_no_second_letter(officer, manager):
    """The machine's draft may fail for a while; what a person has written and signed meanwhile stays the only one."""
    letter = _signed(officer, manager)
    mail = letter.case.mails.get()
    Mail.objects.filter(pk=mail.pk).update(state="sorted")
    assert drafting.first_draft(mail_id=mail.pk) is None
    mail.refresh_from_db()
    assert mail.state == "drafted"
    assert letter.case.letters.get() == letter


def test_a_draft_of_a_case_that_is_not_decided_is_not_sent_for_signing(officer):
    letter = a_case().letters.get()
    with pytest.raises(NotNowError, match="Decide the case first"):
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer, missing_reason="None.")


def test_a_refused_letter_is_set_aside_when_the_case_is_decided_anew(officer, manager):
    letter = _due(_signed(officer, manager))
    sending.begin(letter_id=letter.pk)
    sending.mark_refused(letter_id=letter.pk, words="No such mailbox.")
    letter.case.refresh_from_db()
    case = decide(letter.case, officer)
    assert [one.state for one in case.letters.order_by("pk")] == ["dropped", "draft"]


class TestReasons:
    """A reason lets through what its writer saw failing, and nothing else."""

    def test_what_fails_only_after_it_was_handed_in_goes_back_to_the_writer(self, officer, manager, monkeypatch):
        letter = written(a_case(), officer)
        assert letter.missing_reason
        monkeypatch.setattr("cases.services.letters.recheck", _with_another_failure)
        with pytest.raises(NotNowError, match="has changed since this letter was written"):
            letters.sign(letter_id=letter.pk, version=letter.version, member=manager)

    def test_no_reason_lets_a_letter_go_to_somebody_else(self, officer):
        case = decide(a_case(), officer)
        letter = case.letters.get()
        draft = letter.draft
        draft["recipient"]["email"] = "somebody.else@mailbox.example"
        Letter.objects.filter(pk=letter.pk).update(draft=draft)
        with pytest.raises(IncompleteError) as refused:
            letters.send_for_signing(
                letter_id=letter.pk, version=letter.version, member=officer, missing_reason="They asked for it."
            )
        assert "another address" in refused.value.missing["address"]
        letter.refresh_from_db()
        assert letter.state == "draft"


def _with_another_failure(draft, case):
    checked = recheck(draft, case)
    failed = replace(checked.checklist[0], key="known_dates", present=False, must=True)
    return replace(checked, checklist=(*checked.checklist, failed))
