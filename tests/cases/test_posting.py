"""A letter by post is never mailed, and goes on the day that a person gives; a young person's only if they asked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

import workers
from cases.errors import CaseError, IncompleteError, NotAllowedError, NotNowError
from cases.letter_case import case_of_letter
from cases.models import Case, Conflict, ExtensionRow, Letter, Role
from cases.reach import has_asked
from cases.selectors.letter import open_letter
from cases.services import drafting, letters, posting, sending, taking_back
from cases.services.letter_rows import locked_letter, move_letter
from cases.states import LetterState, MoveError
from letters.draft import Channel
from letters.nevers.recipient import find_changed_address
from letters.plain import draft_from_plain
from tests.cases.stories import a_case, decide
from tests.factories import make_alert, make_letter, make_member
from tests.smtp_sink import SmtpSink

pytestmark = pytest.mark.django_db
HOME = "14 Mill Lane\nBrackenby\nBK1 2AB"
SIGNED_AT = datetime(2026, 3, 3, 14, 0, tzinfo=UTC)


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER)


@pytest.fixture(autouse=True)
def at_two(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: SIGNED_AT)


def _by_post(officer, **fields) -> Letter:
    letter = decide(a_case(), officer).letters.get()
    if fields:
        Case.objects.update(**fields)
    asked = bool(fields.get("is_young_person"))
    return posting.choose_channel(
        letter_id=letter.pk, version=letter.version, member=officer, channel=Channel.POST, post=HOME, asked=asked
    )


def _signed(officer, manager) -> Letter:
    letter = _by_post(officer)
    letter = letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer)
    return letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def test_the_clock_stops_on_the_day_it_was_posted(officer, manager, monkeypatch):
    letter = _signed(officer, manager)
    monkeypatch.setattr(timezone, "now", lambda: SIGNED_AT + timedelta(days=2))
    posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=(SIGNED_AT + timedelta(days=1)).date())
    letter.refresh_from_db()
    case = Case.objects.get()
    assert (letter.state, str(letter.posted_on)) == ("sent", "2026-03-04")
    assert (str(case.acknowledged_on), case.state) == ("2026-03-04", "acknowledged")
    assert str(case.deadlines.get(what="acknowledge").met_on) == "2026-03-04"
    assert timezone.localdate(letter.sent_at) == letter.posted_on
    assert case.events.get(verb="letter_posted").facts["posted_on"] == "2026-03-04"


def test_it_is_never_mailed_whatever_its_row_says(officer, manager, settings):
    letter = _signed(officer, manager)
    with SmtpSink() as sink:
        settings.PUTRIGHT_SMTP_URL = f"smtp://{sink.host}:{sink.port}"
        assert letter.send_at is None
        workers.send_one(letter.pk)
        Letter.objects.filter(pk=letter.pk).update(send_at=SIGNED_AT - timedelta(hours=1))
        assert sending.due() == []
        workers.send_one(letter.pk)
        # Even a row that was turned into an email by hand: its signed words say post.
        Letter.objects.filter(pk=letter.pk).update(channel="email")
        workers.send_one(letter.pk)
        assert sink.envelopes == []


def test_nothing_but_the_service_that_asks_for_the_day_calls_a_letter_sent_that_no_server_took(officer, manager):
    letter = _signed(officer, manager)
    with pytest.raises(MoveError):
        sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)
    with pytest.raises(MoveError):
        move_letter(locked_letter(letter.pk), LetterState.SENT, "letter_sent", None, {})
    assert Letter.objects.get().state == "approved"


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param(1, "in the future", id="tomorrow"),
        pytest.param(-1, "before it was signed", id="the day before it was signed"),
    ],
)
def test_a_day_that_cannot_be(officer, manager, days, words):
    letter = _signed(officer, manager)
    with pytest.raises(IncompleteError, match=words):
        posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=(SIGNED_AT + timedelta(days=days)).date())
    assert Letter.objects.get().posted_on is None


def test_one_that_was_stopped_cannot_be_posted(officer, manager):
    letter = _signed(officer, manager)
    taking_back.stop(letter_id=letter.pk, member=officer)
    with pytest.raises(NotNowError, match="does not wait to be posted"):
        posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=SIGNED_AT.date())


def test_one_by_email_cannot_be_posted(officer):
    letter = decide(a_case(), officer).letters.get()
    Letter.objects.update(state="approved", signed_at=SIGNED_AT)
    with pytest.raises(NotNowError):
        posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=SIGNED_AT.date())


def _a_later_date(letter):
    """Make a letter tell of a later date, which nobody has written down for the case (any more)."""
    Letter.objects.filter(pk=letter.pk).update(letter="L08", is_further=True, said={"until": "2026-04-20"})


def _which_case(letter):
    Letter.objects.filter(pk=letter.pk).update(letter="L07", is_further=True)
    Case.objects.update(which_case="open")


def _shut_to_its_signer(letter):
    Conflict.objects.create(case=letter.case, member=letter.signer, state="open", why="Named.", at=SIGNED_AT)


def _nobody_confirmed(letter):
    Letter.objects.filter(pk=letter.pk).update(letter="L13", is_further=True)


IN_THE_WAY = {
    "a sign of danger that came in since": (lambda letter: make_alert(letter.case), "sign of danger"),
    "a later date that nobody wrote down": (_a_later_date, " day"),
    "a case that may be another": (_which_case, "which case this message belongs to"),
    "behaviour that no manager has confirmed": (_nobody_confirmed, "A manager confirms first"),
    "a case shut to whoever signed it": (_shut_to_its_signer, "may not handle"),
    "a young person who did not ask for post": (
        lambda _: Case.objects.update(is_young_person=True),
        "unless they ask",
    ),
}


@pytest.mark.parametrize(("put", "words"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_stops_an_email_stops_a_letter_by_post_too(officer, manager, put, words):
    letter = _signed(officer, manager)
    put(letter)
    with pytest.raises(NotNowError, match="Do not post it yet") as refused:
        posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=SIGNED_AT.date())
    assert words in str(refused.value)
    letter.refresh_from_db()
    assert (letter.state, letter.posted_on, Case.objects.get().acknowledged_on) == ("approved", None, None)


def test_a_letter_beside_the_acknowledgement_is_posted_while_the_record_says_the_same(officer, manager):
    letter = _signed(officer, manager)
    Letter.objects.filter(pk=letter.pk).update(letter="L08", is_further=True, said={"until": "2026-04-20"})
    said = {"until_on": "2026-04-20", "told_on": SIGNED_AT.date(), "why": "Illness."}
    ExtensionRow.objects.create(case=letter.case, stage=1, decided_by=manager, at=SIGNED_AT, **said)
    posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=SIGNED_AT.date())
    assert Letter.objects.get().state == "sent"


def test_danger_that_was_dealt_with_lets_it_be_posted(officer, manager):
    letter = _signed(officer, manager)
    make_alert(letter.case)
    Case.objects.update(has_open_alert=False)
    posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=SIGNED_AT.date())
    assert Letter.objects.get().state == "sent"


def test_words_changed_behind_the_signature_are_not_posted(officer, manager):
    letter = _signed(officer, manager)
    letter.draft["paragraphs"][0]["text"] = "Other words."
    letter.save()
    with pytest.raises(NotNowError, match="not those that were signed"):
        posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=SIGNED_AT.date())


def test_an_administrator_posts_nothing(officer, manager):
    letter = _signed(officer, manager)
    with pytest.raises(NotAllowedError):
        posting.mark_posted(
            letter_id=letter.pk, member=make_member(role=Role.ADMINISTRATOR), posted_on=SIGNED_AT.date()
        )


def test_a_young_persons_letter_is_not_posted_home_unless_they_asked(officer):
    letter = decide(a_case(), officer).letters.get()
    Case.objects.update(is_young_person=True)
    with pytest.raises(IncompleteError, match="unless they ask"):
        posting.choose_channel(
            letter_id=letter.pk, version=letter.version, member=officer, channel=Channel.POST, post=HOME
        )
    assert Letter.objects.get().channel == "email"


def test_whoever_asked_for_post_to_one_address_is_asked_again_about_another(officer):
    letter = _by_post(officer, is_young_person=True)
    assert has_asked(Case.objects.get())
    give = {"letter_id": letter.pk, "member": officer, "channel": Channel.POST}
    letter = posting.choose_channel(version=letter.version, post=HOME, **give)
    with pytest.raises(IncompleteError, match="unless they ask"):
        posting.choose_channel(version=letter.version, post="2 Other Road\nBrackenby", **give)
    assert Case.objects.get().person_post == HOME
    letter = posting.choose_channel(version=letter.version, post="2 Other Road\nBrackenby", asked=True, **give)
    assert posting.choose_channel(version=letter.version, post="2 Other Road\nBrackenby", **give).channel == "post"


def test_one_that_turns_out_to_be_a_young_persons_is_not_posted(officer, manager):
    letter = _signed(officer, manager)
    Case.objects.update(is_young_person=True)
    with pytest.raises(NotNowError, match="unless they ask"):
        posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=SIGNED_AT.date())


def test_one_that_turns_out_to_be_a_young_persons_is_not_signed_for_the_post(officer, manager):
    letter = _by_post(officer)
    Case.objects.update(is_young_person=True)
    with pytest.raises(IncompleteError):
        letters.send_for_signing(
            letter_id=letter.pk, version=letter.version, member=officer, missing_reason="So be it."
        )


def test_whoever_has_only_a_postal_address_gets_post_from_the_first_draft_on(officer):
    case = a_case()
    Case.objects.update(person_address="", person_post=HOME)
    case.refresh_from_db()
    letter = drafting.redraft(case)
    assert (letter.channel, letter.draft["channel"], letter.draft["recipient"]["post"]) == ("post", "post", HOME)
    assert not any("recipient" in blank for blank in letter.draft["blanks"])


def test_without_any_address_a_blank_says_what_is_missing(officer):
    case = a_case()
    Case.objects.update(person_address="")
    case.refresh_from_db()
    assert any("recipient.email" in blank for blank in drafting.redraft(case).draft["blanks"])


def test_back_to_email_brings_the_old_way_back(officer):
    letter = _by_post(officer)
    letter = posting.choose_channel(letter_id=letter.pk, version=letter.version, member=officer, channel=Channel.EMAIL)
    assert (letter.channel, letter.draft["channel"]) == ("email", "email")
    assert Case.objects.get().person_post == HOME


def test_a_postal_address_makes_no_letter_by_email_a_wrong_one(officer, manager):
    letter = decide(a_case(), officer).letters.get()
    by_email = make_letter(letter.case, letter="L07", is_further=True, draft=letter.draft, drafted=letter.draft)
    letter = posting.choose_channel(
        letter_id=letter.pk, version=letter.version, member=officer, channel=Channel.POST, post=HOME
    )
    by_email.refresh_from_db()
    (check,) = (c for c in open_letter(by_email.pk).draft.checklist if c.key == "right_recipient")
    assert (by_email.channel, check.present) == ("email", True)


@pytest.mark.parametrize("between", [False, True], ids=["at once", "with one by email between"])
def test_the_next_one_by_post_to_another_house_is_seen_as_such(officer, manager, between):
    letter = _signed(officer, manager)
    posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=SIGNED_AT.date())
    letter.refresh_from_db()
    if between:
        make_letter(letter.case, state="sent", draft=letter.draft, sent_at=SIGNED_AT + timedelta(hours=1))
    row = make_letter(letter.case, letter="L07", is_further=True, channel="post", draft=letter.draft)
    assert case_of_letter(row).last_sent_to == HOME
    row.case.person_post = "2 Other Road\nBrackenby"
    draft = replace(draft_from_plain(row.draft), recipient=case_of_letter(row).recipient)
    assert find_changed_address(draft, case_of_letter(row)) is not None
    assert case_of_letter(make_letter(letter.case, channel="email")).last_sent_to in (
        {HOME} if not between else {letter.draft["recipient"]["email"]}
    )


def test_the_post_brings_it_back_and_the_clock_runs_again(officer, manager):
    letter = _signed(officer, manager)
    posting.mark_posted(letter_id=letter.pk, member=officer, posted_on=SIGNED_AT.date())
    with pytest.raises(IncompleteError, match="how you know"):
        posting.mark_came_back(letter_id=letter.pk, member=officer, why="  ")
    assert Letter.objects.get().came_back_at is None
    posting.mark_came_back(letter_id=letter.pk, member=officer, why="Marked “gone away”.")
    assert "Marked “gone away”." in Letter.objects.get().trouble
    case = Case.objects.get()
    assert (case.acknowledged_on, case.state) == (None, "triage")
    assert case.tasks.get(kind="came_back").state == "open"
    with pytest.raises(CaseError):
        posting.mark_came_back(letter_id=letter.pk, member=officer, why="Again.")
