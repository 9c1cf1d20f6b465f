"""Which case is it: nothing meets by machine unless all agrees, a person decides the rest, and all can be taken back."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import events, steps
from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError, UnsureError
from cases.models import Alert, Case, Event, Joining, Letter, Mail, MaybeSame, Role
from cases.selectors.which_case import open_question, raised_in, waiting_cases
from cases.services import joining, letters, sending, triage
from cases.services.leaving import NEW_MESSAGE
from cases.states import MailState
from tests.cases.stories import a_case, a_mail, arrive, decide, written
from tests.factories import make_alert, make_member

pytestmark = pytest.mark.django_db

JOAN = "Joan Ashby <joan.ashby@mailbox.example>"
PAUL = "Paul Ashby <paul.ashby@elsewhere.example>"
CHASE = "She still has not come. Please add this to my complaint."
HIS_STORY = (
    "My contact with Tobias at the centre was cancelled three times and nobody rang me. I want my hours made good and "
    "somebody to tell me why."
)
HIS = "I am Tobias's father. What has she told you about me and my visits? I have a right to see that letter."


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


def _answer(case, words=CHASE, **headers):
    return a_mail(words, subject=f"Re: Your complaint, reference {case.reference}", **headers)


def _waits(raw):
    (mail,) = arrive(raw)
    assert mail.case.which_case == "open"
    return mail.case


def _sent(case, officer, manager):
    letter = letters.sign(letter_id=(found := written(case, officer)).pk, version=found.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    signed = sending.begin(letter_id=letter.pk)
    sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)
    return signed


WAITS = {
    "our reference from another address": {"From": PAUL},
    "the same address under another name": {"From": "Paul Ashby <joan.ashby@mailbox.example>"},
    "answers to it would go elsewhere": {"Reply_To": PAUL},
    "from an advocate": {"From": "Sal Quill <sal@brackenvoice.example>"},
    "no sender at all": {"From": ""},
}


@pytest.mark.parametrize("headers", WAITS.values(), ids=WAITS.keys())
def test_a_reply_in_which_not_all_agrees_waits_with_a_clock_of_its_own(headers):
    first = a_case()
    case = _waits(_answer(first, **headers))
    pair = case.maybe_same.get(other=first)
    assert pair.asks
    assert pair.signs_against
    assert case.next_due_on == first.next_due_on
    assert not case.letters.exists()
    assert list(waiting_cases()) == [case]
    first.refresh_from_db()
    assert first.mails.count() == 1


def test_a_reply_in_which_all_agrees_joins():
    first = a_case()
    (mail,) = arrive(_answer(first))
    assert (mail.state, mail.case) == ("joined", first)
    assert not waiting_cases().exists()


def test_a_stranger_is_no_neighbour():
    a_case()
    words = (
        "The pocket money of my foster daughter Ines has not come since June and the office sends me round in circles."
    )
    (mail,) = arrive(a_mail(words, subject="Pocket money", From="Bela Novak <bela@post.example>"))
    assert mail.case.which_case == ""
    assert not mail.case.maybe_same.exists()
    assert mail.case.letters.exists()


def test_nothing_is_written_before_somebody_says_which_case(officer):
    case = _waits(_answer(a_case(), HIS, From=PAUL))
    with pytest.raises(IncompleteError) as refused:
        decide(case, officer)
    assert "which" in refused.value.missing
    assert not case.letters.exists()


def test_a_new_case_is_drafted_as_soon_as_somebody_says_so(officer):
    first = a_case()
    case = _waits(_answer(first, HIS_STORY, From=PAUL))
    case = joining.keep_as_own(case_id=case.pk, version=case.version, member=officer)
    assert case.which_case == "own"
    assert case.maybe_same.get().answer == "apart"
    assert case.letters.exists() == (case.kind in {"complaint", "escalation"})
    decide(case, officer)
    first.refresh_from_db()
    assert first.mails.count() == 1


def test_one_person_with_two_matters_may_be_linked_and_nothing_moves(officer):
    first = a_case()
    case = _waits(a_mail("Any news from the social worker who has not visited?", subject="Hello"))
    joining.keep_as_own(case_id=case.pk, version=case.version, member=officer, linked_id=first.pk)
    assert case.maybe_same.get().answer == "linked"
    assert Mail.objects.filter(case=first).count() == 1


def test_a_person_joins_what_the_machine_would_not(officer):
    first = a_case()
    case = _waits(a_mail("Any news?", subject="Hello"))
    other = joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer)
    case.refresh_from_db()
    assert other == first
    assert (case.state, case.joined_to, case.next_due_on, case.which_case) == ("filed", first, None, "joined")
    assert [mail.state for mail in first.mails.order_by("pk")] == ["drafted", "joined"]
    assert other.waiting_for == "A new message has come in."


def test_joining_a_stranger_asks_once_more_and_says_what_it_means(officer):
    first = a_case()
    case = _waits(_answer(first, HIS, From=PAUL))
    with pytest.raises(UnsureError) as asked:
        joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer)
    assert "Paul Ashby (paul.ashby@elsewhere.example) is not a known person" in str(asked.value)
    assert "go on to Joan Ashby alone" in str(asked.value)
    case.refresh_from_db()
    assert case.joined_to is None
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer, confirmed=True)
    event = Event.objects.get(verb="case_joined")
    assert event.facts["confirmed"]
    assert event.actor == officer


def test_trap_4_joining_never_changes_whom_a_letter_goes_to(officer, manager):
    """FreeScout made whoever replied the new customer, and copied in the one before: one parent read the other's mail."""
    first = a_case()
    case = _waits(_answer(first, HIS, From=PAUL, Date="Sun, 01 Mar 2026 08:00:00 +0000"))
    Mail.objects.filter(case=case).update(received_at=first.received_at - timedelta(days=1))
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer, confirmed=True)
    first.refresh_from_db()
    signed = _sent(first, officer, manager)
    assert (signed.recipient_email, signed.recipient_name) == ("joan.ashby@mailbox.example", "Joan Ashby")
    own = first.mails.get(state="drafted")
    assert signed.in_reply_to == own.message_id
    theirs = first.mails.get(state="joined").message_id
    assert theirs not in (signed.in_reply_to, *signed.references)


def test_who_was_put_with_a_case_once_waits_again_the_next_time(officer):
    first = a_case()
    case = _waits(_answer(first, HIS, From=PAUL))
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer, confirmed=True)
    again = _waits(_answer(first, "And when do I get an answer?", From=PAUL))
    assert again.maybe_same.get(other=first).asks


def test_two_separated_parents_never_meet_by_machine(officer, manager):
    """Both complain, both get letters, both answer, each with the other's reference by mistake or on purpose."""
    hers = a_case()
    his = a_case(
        HIS_STORY,
        subject="Contact cancelled",
        From=PAUL,
    )
    assert his.which_case == ""
    signed = {case: _sent(case, officer, manager) for case in (hers, his)}
    crossed = [
        _answer(hers, HIS, From=PAUL),
        _answer(his, "Stop writing to him about my son. I never agreed to that.", From=JOAN),
        a_mail(HIS, subject="Re: your letter", From=PAUL, In_Reply_To=signed[hers].message_id),
        a_mail("See below.\n\n-----Original Message-----\nFrom: Paul\n\nShe lies.", subject="Fwd", From=JOAN, In_Reply_To=signed[his].message_id),
        _answer(hers, "I found this on her telephone.", From="Paul Ashby <joan.ashby@mailbox.example>"),
    ]  # fmt: skip
    arrive(*crossed)
    fine = arrive(_answer(hers, CHASE, From=JOAN), _answer(his, "The centre cancelled again on Thursday.", From=PAUL))
    for case, person in ((hers, "joan.ashby"), (his, "paul.ashby")):
        senders = set(case.mails.values_list("sender_address", flat=True))
        assert all(sender.startswith(person) for sender in senders)
    assert [(mail.state, mail.case) for mail in fine] == [("joined", hers), ("joined", his)]
    assert waiting_cases().count() == len(crossed)


def test_what_was_put_together_can_be_taken_back(officer):
    first = a_case()
    case = _waits(_answer(first, f"{HIS} He hit Leo again last night and Leo is too scared to go home.", From=PAUL))
    assert case.has_open_alert
    before = (case.next_due_on, case.deadlines.count())
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer, confirmed=True)
    first.refresh_from_db()
    assert (first.has_open_alert, Alert.objects.get().case) == (True, first)
    case = joining.take_back(case_id=case.pk, member=officer)
    first.refresh_from_db()
    case.refresh_from_db()
    assert (case.state, case.which_case, case.joined_to, case.has_open_alert) == ("triage", "open", None, True)
    assert (case.next_due_on, case.deadlines.count()) == before
    assert not first.has_open_alert
    assert first.mails.count() == 1
    assert first.waiting_for == ""
    assert case.mails.get().state == MailState.DRAFTED
    assert not Joining.objects.exists()
    with pytest.raises(NotNowError):
        joining.take_back(case_id=case.pk, member=officer)


def test_who_has_the_other_case_open_while_a_message_leaves_it_must_look_again(officer):
    first = a_case()
    case = _waits(_answer(first, HIS_STORY, From=PAUL))
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer, confirmed=True)
    first.refresh_from_db()
    assert first.waiting_for == NEW_MESSAGE
    joining.take_back(case_id=case.pk, member=officer)
    with pytest.raises(StaleError):
        decide(first, officer)


def test_replies_that_came_meanwhile_go_along_and_come_back(officer):
    first = a_case()
    case = _waits(a_mail("Any news?", subject="Hello"))
    joining.keep_as_own(case_id=case.pk, version=case.version, member=officer)
    (reply,) = arrive(_answer(case, "Any news of this one?"))
    assert (reply.state, reply.case) == ("joined", case)
    case.refresh_from_db()
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer)
    reply.refresh_from_db()
    assert reply.case == first
    joining.take_back(case_id=case.pk, member=officer)
    reply.refresh_from_db()
    assert (reply.case, reply.state) == (case, "joined")


def test_a_reply_with_the_old_reference_of_a_joined_case_finds_the_one_it_is_in(officer):
    first = a_case()
    case = _waits(a_mail("Any news?", subject="Hello"))
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer)
    (mail,) = arrive(_answer(case, "And now?"))
    assert (mail.state, mail.case) == ("joined", first)


@pytest.mark.parametrize("refusal", ["the same case", "a letter went out", "two people at once", "no role"])
def test_what_cannot_be_joined(refusal, officer, manager):
    first = a_case()
    case = _waits(_answer(first, HIS_STORY, From=PAUL))
    given = {"case_id": case.pk, "other_id": first.pk, "version": case.version, "member": officer, "confirmed": True}
    error = NotNowError
    if refusal == "a letter went out":
        case = joining.keep_as_own(case_id=case.pk, version=case.version, member=officer)
        _sent(case, officer, manager)
        case.refresh_from_db()
        given["version"] = case.version
    elif refusal == "two people at once":
        given["version"], error = case.version - 1, StaleError
    elif refusal == "no role":
        given["member"], error = make_member("root", role=Role.ADMINISTRATOR), NotAllowedError
    else:
        given["other_id"] = case.pk
        error = (NotNowError, KeyError)
    with pytest.raises(error):
        joining.join_by_hand(**given)
    case.refresh_from_db()
    assert case.joined_to is None


def test_a_joined_case_is_not_decided_any_more(officer):
    first = a_case()
    case = _waits(a_mail("Any news?", subject="Hello"))
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer)
    case.refresh_from_db()
    with pytest.raises(NotNowError, match="put with another case"):
        triage.save_decisions(case_id=case.pk, version=case.version, member=officer, choices={})


NEW = (
    "His social worker still has not visited us and nobody has told us why, though his care plan says every four weeks. "
    "I have left three more messages. Also, Leo's taxi to Moorside School stopped in January and the transport desk does not "
    "answer the phone. I want the taxi back."
)


def test_a_joined_reply_that_raises_something_new_is_noticed():
    first = a_case()
    arrive(_answer(first, NEW))
    (raised,) = raised_in(first)
    assert any("Leo's taxi" in quote for _, quote in raised.raises)


@pytest.mark.parametrize("words", [CHASE, "Any news?", "Thank you."], ids=["adds to it", "chases", "thanks"])
def test_a_joined_reply_without_anything_new_is_quiet(words):
    first = a_case()
    (mail,) = arrive(_answer(first, words))
    assert mail.state == "joined"
    assert raised_in(first) == []


def test_what_was_noticed_is_quiet_once_somebody_has_decided(officer):
    first = a_case()
    arrive(_answer(first, NEW))
    first.refresh_from_db()
    decide(first, officer)
    assert raised_in(first) == []


def test_a_joined_reply_becomes_a_case_of_its_own_in_one_step(officer):
    first = a_case()
    (mail,) = arrive(_answer(first, NEW))
    joining.make_own_case(mail_id=mail.pk, member=officer)
    steps.advance(mail.pk)
    mail.refresh_from_db()
    assert mail.case not in {None, first}
    assert mail.case.which_case == ""
    assert mail.case.letters.exists()
    assert raised_in(first) == []
    assert first.events.get(verb="message_left").actor == officer
    assert events.broken_links(f"case:{first.pk}") == []


def test_a_reply_that_a_person_joined_becomes_its_own_case_again(officer):
    first = a_case()
    case = _waits(_answer(first, HIS_STORY, From=PAUL))
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer, confirmed=True)
    mail = joining.make_own_case(mail_id=Mail.objects.get(joining__came_with=case).pk, member=officer)
    case.refresh_from_db()
    assert (mail.case, case.which_case) == (case, "own")


def test_danger_goes_with_its_mail_and_stays_on_top(officer):
    first = a_case()
    case = _waits(a_mail("Any news?", subject="Hello"))
    make_alert(case, case.mails.get())
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer)
    first.refresh_from_db()
    case.refresh_from_db()
    assert (first.has_open_alert, case.has_open_alert) == (True, False)


def test_the_question_shows_the_likeliest_case_first():
    first = a_case()
    second = a_case(
        "The bins at number 4 were not emptied for weeks in November and December, and nobody answers.", subject="Bins"
    )
    case = _waits(_answer(first, "Any news?", Reply_To=PAUL))
    question = open_question(case.pk)
    assert question.is_open
    assert [found.case for found in question.candidates] == [first, second]


def test_every_chain_of_events_is_whole_after_all_that(officer):
    first = a_case()
    case = _waits(_answer(first, HIS, From=PAUL))
    joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=officer, confirmed=True)
    joining.take_back(case_id=case.pk, member=officer)
    chains = set(Event.objects.values_list("chain", flat=True))
    assert all(events.broken_links(chain) == [] for chain in chains)
    for facts in Event.objects.values_list("facts", flat=True):
        assert "Ashby" not in str(facts)


ARRIVALS = (
    a_mail(),
    a_mail(HIS, subject="Contact", From=PAUL),
    a_mail(Message_ID="<again@mailbox.example>"),
    a_mail("Any news?", subject="Hello"),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(ARRIVALS))
def test_the_order_of_arrival_merges_nothing(order, db):
    Event.objects.all().delete()
    for model in (MaybeSame, Joining):
        model.objects.all().delete()
    before = set(Case.objects.values_list("pk", flat=True))
    known = set(Mail.objects.values_list("pk", flat=True))
    salted = [raw.replace(b"mailbox.example", f"m{len(known)}.example".encode()) for raw in order]
    mails = arrive(*salted)
    assert len({mail.case_id for mail in mails} - before) == len(mails)
