"""What a person types in is theirs, is screened at once, and is judged again; nothing decided is changed behind anybody."""

import pytest

import workers
from cases import steps
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Event, Mail, Role, TypedDraft
from cases.plain import message_of
from cases.records.mail import Again
from cases.selectors.buckets import unread_mails
from cases.services import mail as mails
from cases.services import readings, retrying, typing_in
from cases.services.typing_in import Typing
from cases.states import CaseState, MailState
from classify.screen import screen
from ingest.message import Attachment, Problem, ProblemCode
from ingest.plain import message_from_plain, message_to_plain
from ingest.typed_words import WHOLE_MAIL
from tests.cases.stories import WORDS, a_mail, arrive, decide, store
from tests.factories import make_case, make_mail, make_member, make_message

pytestmark = pytest.mark.django_db

POOR = Problem(code=ProblemCode.POOR_IMAGE, words="About 3 words in 10 could be read.", part="page.jpg")
LETTER = "My daughter's care plan was changed without a word to us. I want to complain about that."


def _photo():
    return Attachment(
        index=0, filename="page.jpg", media_type="image/jpeg", size_bytes=9, digest="a" * 64, text="court",
        confidence=0.4, problems=(POOR,),
    )  # fmt: skip


def _typing(words=LETTER, *, part=0, danger="no", much="all", name=""):
    return Typing(part=part, words=words, danger=danger, much=much, name=name)


@pytest.fixture
def member():
    return make_member()


@pytest.fixture
def mail():
    """A mail with a case that nobody has decided, and a photo that could hardly be read."""
    (found,) = arrive(a_mail())
    message = message_of(found)
    found.text = message_to_plain(make_message(message.body, attachments=[_photo()], subject=message.subject))
    found.unread_parts = 1
    found.save()
    found.alerts.create(flag="unscreened", case=found.case, words=[{"quote": POOR.words}], raised_at=found.stored_at)
    return found


def _type(mail, member, *args, **kwargs):
    typing_in.type_in(mail_id=mail.pk, member=member, typing=_typing(*args, **kwargs))
    mail.refresh_from_db()
    return mail


def test_their_words_are_kept_with_name_and_time_and_the_original_as_it_came(mail, member):
    before = (mail.text, mail.digest)
    _type(mail, member)
    (row,) = mail.typed
    assert (row["words"], row["by"], row["by_name"], row["part"]) == (LETTER, member.pk, "Priya Raman", 0)
    assert row["at"]
    assert (mail.text, mail.digest) == before
    assert message_of(mail).attachments[0].text == f"court\n\n{LETTER}"


def test_it_is_written_down_without_a_word_of_it(mail, member):
    _type(mail, member)
    event = Event.objects.get(verb="words_typed_in")
    assert (event.actor, event.case, event.facts["characters"]) == (member, mail.case, len(LETTER))
    assert "daughter" not in str(event.facts)


def test_the_part_no_longer_counts_as_unread_and_is_screened(mail, member):
    assert unread_mails().count() == 1
    _type(mail, member)
    assert mail.unread_parts == 0
    assert unread_mails().count() == 0
    alert = mail.alerts.get(flag="unscreened")
    assert (alert.state, alert.done_by) == ("dismissed", member)


def test_danger_in_their_words_is_raised_at_once(mail, member):
    _type(mail, member, "My stepdad comes in my room at night.")
    alert = mail.alerts.get(flag="safeguarding")
    assert (alert.state, alert.case) == ("open", mail.case)
    mail.case.refresh_from_db()
    assert mail.case.has_open_alert


def test_a_person_who_fears_danger_raises_it_whatever_the_words_say(mail, member):
    _type(mail, member, "I cannot say more here.", danger="yes")
    (word,) = mail.alerts.get(flag="safeguarding").words
    assert "Priya Raman" in word["quote"]
    assert "I cannot say more here." in word["quote"]


def test_new_danger_is_raised_though_earlier_danger_was_dealt_with(mail, member):
    mail.alerts.create(
        flag="safeguarding", case=mail.case, state="dismissed", raised_at=mail.stored_at,
        words=[{"where": "body", "start": 0, "end": 5, "quote": "first"}],
    )  # fmt: skip
    _type(mail, member, "My stepdad comes in my room at night.")
    assert mail.alerts.get(flag="safeguarding", state="open").round == 1


@pytest.mark.parametrize("words", ["", "something about court"], ids=["nothing legible", "a little"])
def test_not_enough_leaves_it_listed_as_not_screened(mail, member, words):
    _type(mail, member, words, much="little")
    assert mail.unread_parts == 1
    assert unread_mails().get() == mail
    assert mail.alerts.get(flag="unscreened").state == "open"


class TestJudgedAgain:
    """The words are judged with all the rest."""

    def test_suggestions_are_made_anew_where_nobody_has_decided(self, mail, member):
        before = {row.pk for row in mail.case.decisions.all()}
        _type(mail, member)
        assert mail.again == "judge"
        assert mail.pk in mails.due()
        workers.handle(mail.pk)
        mail.refresh_from_db()
        case = mail.case
        assert (mail.again, mail.state) == ("", MailState.DRAFTED)
        assert not before & {row.pk for row in case.decisions.all()}
        assert case.decisions.exclude(chosen="").count() == 0
        assert case.matters.exists()
        assert case.deadlines.exists()
        assert case.letters.count() == 1

    def test_evidence_may_lie_in_the_typed_words(self, mail, member):
        _type(mail, member, "I am fifteen years old and in care. My social worker never rings me back.")
        workers.handle(mail.pk)
        text = message_of(Mail.objects.get(pk=mail.pk)).attachments[0].text
        found = [
            word
            for row in mail.case.decisions.all()
            for word in row.evidence
            if word["where"] == "attachment:0" and word["start"] >= len("court")
        ]
        assert found
        assert all(text[word["start"] : word["end"]] == word["quote"] for word in found)

    def test_what_a_person_decided_is_not_touched_and_they_are_told(self, mail, member):
        case = decide(mail.case, member)
        before, version = {(row.key, row.chosen) for row in case.decisions.all()}, case.version
        _type(mail, member)
        workers.handle(mail.pk)
        case.refresh_from_db()
        assert {(row.key, row.chosen) for row in case.decisions.all()} == before
        assert [doubt["code"] for doubt in case.doubts].count("new_words") == 1
        assert case.version > version

    def test_what_they_ask_for_becomes_a_task_though_it_was_decided_before(self, mail, member):
        case = decide(mail.case, member)
        assert not case.tasks.filter(kind="advocate").exists()
        _type(mail, member, "I am fifteen years old and in care. My social worker never rings me back.")
        for _ in range(2):
            workers.handle(mail.pk)
        task = case.tasks.get(kind="advocate")
        assert task.words.startswith("Words that came in later ask for it.")

    def test_words_that_ask_for_nothing_raise_no_task(self, mail, member):
        case = decide(mail.case, member)
        before = set(case.tasks.values_list("pk", flat=True))
        _type(mail, member)
        workers.handle(mail.pk)
        assert set(case.tasks.values_list("pk", flat=True)) == before

    def test_a_case_that_was_over_comes_back_to_the_team(self, mail, member):
        decide(mail.case, member)
        mail.case.__class__.objects.filter(pk=mail.case_id).update(state=CaseState.ACKNOWLEDGED)
        _type(mail, member)
        workers.handle(mail.pk)
        mail.case.refresh_from_db()
        assert mail.case.state == CaseState.TRIAGE

    def test_whoever_decides_again_has_read_them(self, mail, member):
        decide(mail.case, member)
        _type(mail, member)
        workers.handle(mail.pk)
        mail.case.refresh_from_db()
        case = decide(mail.case, member)
        assert [doubt["code"] for doubt in case.doubts].count("new_words") == 0

    def test_words_of_a_reply_change_no_suggestion_of_its_case(self, mail, member):
        reply = make_mail(make_message(attachments=[_photo()]), case=mail.case, state="joined", unread_parts=1)
        before = {row.pk for row in mail.case.decisions.all()}
        _type(reply, member)
        workers.handle(reply.pk)
        assert {row.pk for row in mail.case.decisions.all()} == before
        assert reply.typed

    def test_judged_twice_is_judged_once(self, mail, member):
        _type(mail, member)
        workers.handle(mail.pk)
        before = Event.objects.count()
        workers.handle(mail.pk)
        assert Event.objects.count() == before


class TestNeverRead:
    """A mail of which nothing could be read goes on with a person's words."""

    @pytest.fixture
    def stuck(self, monkeypatch):
        (mail,) = store(a_mail())
        Mail.objects.filter(pk=mail.pk).update(stuck=True, tries=5, trouble="The kept original could not be read.")
        mail.refresh_from_db()
        return mail

    def test_it_becomes_a_case_with_those_words(self, stuck, member):
        _type(stuck, member, WORDS, part=WHOLE_MAIL, name="Joan Ashby")
        assert (stuck.state, stuck.stuck, stuck.sender_name) == (MailState.READ, False, "Joan Ashby")
        steps.advance(stuck.pk)
        stuck.refresh_from_db()
        assert stuck.case.person_name == "Joan Ashby"
        assert stuck.case.kind == "complaint"
        assert stuck.unread_parts == 0

    def test_the_machine_reads_it_too_when_it_can(self, stuck, member):
        _type(stuck, member, WORDS, part=WHOLE_MAIL)
        workers.handle(stuck.pk)
        workers.handle_slowly(stuck.pk)
        workers.handle(stuck.pk)
        stuck.refresh_from_db()
        assert (stuck.again, stuck.sender_address) == ("", "joan.ashby@mailbox.example")
        assert message_of(stuck).body.count("left three messages") == 2


@pytest.mark.parametrize(
    ("typing", "asked"),
    [
        (_typing(danger=""), {"danger"}),
        (_typing(danger="perhaps"), {"danger"}),
        (_typing(""), {"words"}),
        (_typing(much=""), {"much"}),
        (_typing("", danger="", much=""), {"danger", "words", "much"}),
        (_typing("x" * 200_001), {"words"}),
    ],
    ids=["no answer", "an odd answer", "no words", "how much", "nothing at all", "far too long"],
)
def test_what_is_missing_is_asked_for_and_nothing_is_saved(mail, member, typing, asked):
    with pytest.raises(IncompleteError) as refusal:
        typing_in.type_in(mail_id=mail.pk, member=member, typing=typing)
    assert set(refusal.value.missing) == asked
    mail.refresh_from_db()
    assert (mail.typed, mail.unread_parts) == ([], 1)


def test_a_part_that_is_not_there_is_refused(mail, member):
    with pytest.raises(NotNowError):
        typing_in.type_in(mail_id=mail.pk, member=member, typing=_typing(part=4))


def test_who_may_not_decide_types_nothing_in(mail):
    with pytest.raises(NotAllowedError):
        typing_in.type_in(mail_id=mail.pk, member=make_member(role=Role.ADMINISTRATOR), typing=_typing())


class TestDrafts:
    """Nothing typed is lost, and nobody sees another's half-typed words."""

    def test_each_person_has_their_own(self, mail, member):
        other = make_member()
        typing_in.save_draft(mail_id=mail.pk, member=member, typing=_typing("My d"))
        typing_in.save_draft(mail_id=mail.pk, member=other, typing=_typing("Mine"))
        typing_in.save_draft(mail_id=mail.pk, member=member, typing=_typing("My daughter"))
        assert {(row.member, row.words) for row in TypedDraft.objects.all()} == {
            (member, "My daughter"), (other, "Mine")
        }  # fmt: skip

    def test_a_draft_is_no_word_of_the_mail(self, mail, member):
        typing_in.save_draft(mail_id=mail.pk, member=member, typing=_typing("My stepdad comes in my room at night."))
        mail.refresh_from_db()
        assert mail.typed == []
        assert not mail.alerts.filter(flag="safeguarding").exists()

    def test_it_goes_when_the_words_are_done(self, mail, member):
        typing_in.save_draft(mail_id=mail.pk, member=member, typing=_typing("My d"))
        _type(mail, member)
        assert TypedDraft.objects.count() == 0


def test_a_mail_set_aside_stays_set_aside_and_its_danger_is_raised(member):
    mail = make_mail(make_message(attachments=[_photo()]), state="automatic", unread_parts=1)
    _type(mail, member, "My stepdad comes in my room at night.")
    assert (mail.state, mail.case) == ("automatic", None)
    assert mail.alerts.filter(flag="safeguarding", state="open").exists()


def test_a_case_made_by_hand_has_no_mail_to_type_for():
    assert make_case().mails.count() == 0


class TestWhileItWaitsToBeReadAgain:
    """Words that come in while a mail waits for the slow lane are judged when that is done, whatever it finds."""

    @pytest.fixture
    def waiting(self, mail, member):
        mail.text["problems"] = [{"code": "too_slow", "words": "It took too long.", "part": "", "unread": True}]
        mail.save()
        retrying.try_again(mail_id=mail.pk, member=member)
        mail.refresh_from_db()
        assert mail.again == Again.READ
        return _type(mail, member)

    def _read_again(self, mail):
        readings.save_rereading(
            mail_id=mail.pk, message=message_from_plain(mail.text), screening=screen(message_of(mail))
        )
        mail.refresh_from_db()

    def test_a_reading_that_finds_nothing_new_judges_them(self, waiting):
        self._read_again(waiting)
        assert waiting.again == Again.JUDGE
        steps.advance(waiting.pk)
        waiting.refresh_from_db()
        assert waiting.again == Again.NOTHING
        assert Event.objects.filter(verb="new_words_judged").count() == 1

    def test_a_reading_that_is_given_up_judges_them(self, waiting):
        Mail.objects.filter(pk=waiting.pk).update(tries=readings.MOST_SLOW_TRIES)
        readings.take_slow(mail_id=waiting.pk, seconds=60)
        waiting.refresh_from_db()
        assert waiting.again == Again.JUDGE

    def test_they_are_judged_once(self, waiting, member):
        self._read_again(waiting)
        steps.advance(waiting.pk)
        Mail.objects.filter(pk=waiting.pk).update(again=Again.READ)
        self._read_again(waiting)
        assert waiting.again == Again.NOTHING
