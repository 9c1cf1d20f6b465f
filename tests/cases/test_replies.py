"""What a later message of a case asks for becomes a task, once, and changes nothing that is in force."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.utils import timezone

from cases import events
from cases.models import Decision, Event, Joining
from cases.services import joining
from cases.services.mail import make_case_of
from cases.services.tasks.carrying import ask_at_once
from cases.services.tasks.following import follow_case
from cases.services.tasks.raising import end_task
from cases.services.tasks.replies import IN_NEW_WORDS, Heard, ask_of, forget_mail, heard_in
from cases.services.tasks.results import set_not_needed
from classify.labels import BEHAVIOUR_FLAGS, Flag
from classify.reading import Evidence, Fact, FactField, Finding
from tests.cases.stories import a_case, a_mail, arrive
from tests.factories import NOW, make_case, make_mail, make_member

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def a_fact(field, value, quote=""):
    return Fact(field=field, value=value, evidence=Evidence(where="body", start=0, end=4, quote=quote or value))


def a_finding(flag, confidence=0.9, note=""):
    return Finding(label=flag, confidence=confidence, evidence=(), found_by="rule:x", note=note)


MEETING = a_fact(FactField.DESIRED_OUTCOME, "a meeting with the manager")
MEDIATION = a_fact(FactField.DESIRED_OUTCOME, "mediation")
GRANDMOTHER = a_fact(FactField.CAPACITY, "grandparent")


def a_running(**fields):
    """Return a case that a person has decided, with one statutory matter."""
    case = make_case(**({"decided_at": NOW} | fields))
    case.matters.update(route="statutory")
    return case


def reply_to(case, *flags, facts=(), mail=None):
    mail = mail or make_mail(case=case, state="joined", received_at=AT)
    ask_of(mail, case, heard_in(flags, facts))
    return mail


def open_kinds(case):
    return sorted(case.tasks.filter(state="open").values_list("kind", flat=True))


@pytest.fixture
def member():
    return make_member("priya")


class TestWhatIsAskedFor:
    @pytest.mark.parametrize(
        ("flags", "facts", "kinds"),
        [
            pytest.param([a_finding(Flag.REPRESENTATIVE)], [], ["consent"], id="somebody writes for them now"),
            pytest.param([a_finding(Flag.REPRESENTATIVE, note="solicitor")], [], ["authority"], id="a solicitor"),
            pytest.param([], [MEETING], ["meeting"], id="a meeting"),
            pytest.param([], [MEDIATION], ["mediation"], id="mediation"),
            pytest.param([], [GRANDMOTHER], ["child_agreement", "interest"], id="a grandmother"),
            pytest.param([a_finding(Flag.ADJUSTMENTS)], [], ["adjustments"], id="needs something"),
            pytest.param([a_finding(Flag.RECORDING)], [], ["recording"], id="has a recording"),
            pytest.param([a_finding(Flag.MEDIA)], [], ["press"], id="goes to the press"),
        ],
    )
    def test_it_becomes_a_task_of_the_case(self, flags, facts, kinds):
        case = a_running()
        reply_to(case, *flags, facts=facts)
        assert open_kinds(case) == kinds
        assert all(task.words.startswith("A later message asks for it. ") for task in case.tasks.all())
        assert events.broken_links(f"case:{case.pk}") == []

    def test_so_it_is_where_nobody_has_decided_yet(self):
        case = a_running(decided_at=None)
        reply_to(case, facts=[MEETING])
        assert open_kinds(case) == ["meeting"]

    @pytest.mark.parametrize(
        ("flags", "facts"),
        [
            pytest.param([], [], id="nothing"),
            pytest.param([a_finding(Flag.REPRESENTATIVE, confidence=0.5)], [], id="the reader is not sure"),
            pytest.param([a_finding(Flag.REPRESENTATIVE, note="mp")], [a_fact(FactField.CONSENT, "told of")], id="an MP whom they asked"),
            pytest.param([a_finding(Flag.REPRESENTATIVE)], [a_fact(FactField.CONSENT, "enclosed")], id="consent is enclosed"),
            pytest.param([], [a_fact(FactField.DESIRED_OUTCOME, "an apology")], id="wants something else"),
            pytest.param([], [a_fact(FactField.CAPACITY, "parent")], id="a parent needs no decision"),
            *(pytest.param([a_finding(flag)], [], id=f"behaviour: {flag.value}") for flag in sorted(BEHAVIOUR_FLAGS)),
        ],
    )  # fmt: skip
    def test_what_asks_for_nothing_raises_nothing(self, flags, facts):
        case = a_running()
        reply_to(case, *flags, facts=facts)
        assert {"interest", "consent", "meeting", "referral"}.isdisjoint(open_kinds(case))

    @pytest.mark.parametrize("kind", ["compliment", "comment", "information_request"])
    def test_no_complaint_is_offered_no_meeting(self, kind):
        case = a_running(kind=kind)
        reply_to(case, facts=[MEETING])
        assert open_kinds(case) == []

    def test_its_time_begins_when_the_message_came_and_not_when_the_case_did(self):
        case = a_running(received_at=AT - timedelta(days=200))
        reply_to(case, a_finding(Flag.REPRESENTATIVE))
        assert case.tasks.get().due_at > AT
        assert timezone.localtime(case.tasks.get().due_at).time() == time(23, 59)


class TestOnce:
    def test_the_same_message_read_again_asks_no_second_time(self):
        case = a_running()
        mail = reply_to(case, facts=[MEETING])
        before = case.tasks.get()
        for _ in range(2):
            reply_to(case, facts=[MEETING], mail=mail)
        after = case.tasks.get()
        assert (after.pk, after.due_at, after.words) == (before.pk, before.due_at, before.words)

    def test_another_message_with_the_same_wish_asks_no_second_time(self):
        case = a_running()
        reply_to(case, facts=[MEETING])
        reply_to(case, facts=[MEETING])
        assert open_kinds(case) == ["meeting"]

    def test_what_is_in_force_already_is_not_asked_again(self):
        case = a_running()
        Decision.objects.create(case=case, key="flag:representative", suggested="yes", chosen="yes")
        follow_case(case)
        reply_to(case, a_finding(Flag.REPRESENTATIVE))
        assert open_kinds(case) == ["consent"]

    def test_what_a_person_took_away_is_not_asked_for(self):
        case = a_running()
        Decision.objects.create(case=case, key="flag:representative", suggested="yes", chosen="no")
        reply_to(case, a_finding(Flag.REPRESENTATIVE))
        assert open_kinds(case) == []

    def test_what_a_person_ended_is_not_opened_again(self, member):
        case = a_running()
        mail = reply_to(case, facts=[MEETING])
        set_not_needed(task_id=case.tasks.get().pk, member=member, why="They rang and want none.")
        reply_to(case, facts=[MEETING], mail=mail)
        reply_to(case, facts=[MEETING])
        assert open_kinds(case) == []

    def test_a_person_who_puts_it_in_force_later_is_not_asked_twice(self):
        case = a_running()
        reply_to(case, a_finding(Flag.REPRESENTATIVE))
        Decision.objects.create(case=case, key="flag:representative", chosen="yes")
        follow_case(case)
        assert open_kinds(case) == ["consent"]

    def test_and_a_reading_after_that_takes_it_away_no_more(self):
        case = a_running()
        mail = reply_to(case, a_finding(Flag.REPRESENTATIVE))
        Decision.objects.create(case=case, key="flag:representative", chosen="yes")
        follow_case(case)
        reply_to(case, a_finding(Flag.REPRESENTATIVE), mail=mail)
        assert open_kinds(case) == ["consent"]

    def test_a_reading_that_finds_it_no_more_ends_what_nobody_touched(self):
        case = a_running()
        mail = reply_to(case, facts=[MEETING])
        reply_to(case, mail=mail)
        assert case.tasks.get().state == "not_needed"
        reply_to(case, facts=[MEETING], mail=mail)
        assert case.tasks.get().state == "open"

    def test_but_not_what_somebody_has_taken_on(self, member):
        case = a_running()
        mail = reply_to(case, facts=[MEETING])
        case.tasks.update(assignee=member)
        reply_to(case, mail=mail)
        assert case.tasks.get().state == "open"


class TestNothingElseChanges:
    def test_no_decision_fact_or_date_of_the_case(self):
        case = a_running()
        before = (list(case.decisions.values()), case.facts, list(case.deadlines.values()), list(case.matters.values()))
        reply_to(case, a_finding(Flag.REPRESENTATIVE), a_finding(Flag.YOUNG_PERSON), facts=[MEETING])
        case.refresh_from_db()
        assert before == (
            list(case.decisions.values()),
            case.facts,
            list(case.deadlines.values()),
            list(case.matters.values()),
        )


def leave(mail, case):
    """Take a message out of a case, as a person does who makes it a case of its own."""
    mail.case = None
    mail.save()
    forget_mail(mail.pk, case)


class TestAnotherMessageAsksForTheSame:
    def _two(self, *flags, case=None):
        case = case or a_running()
        mails = [make_mail(case=case, state="joined", received_at=AT + timedelta(days=day)) for day in (0, 3)]
        for mail in mails:
            ask_at_once(mail, case, flags)
            ask_of(mail, case, heard_in(flags, []))
        return case, *mails

    BOTH = (a_finding(Flag.REPRESENTATIVE), a_finding(Flag.URGENT_DECISION), a_finding(Flag.YOUNG_PERSON))

    def test_what_it_asks_for_goes_on_for_it_when_the_first_leaves(self):
        case, first, second = self._two(*self.BOTH)
        assert open_kinds(case) == ["advocate", "consent", "freezing"]
        leave(first, case)
        left = case.tasks.filter(state="open")
        assert sorted(task.kind for task in left) == ["advocate", "consent", "freezing"]
        assert all(task.key.startswith(f"reply:{second.pk}:") for task in left)
        assert timezone.localdate(left.get(kind="freezing").due_at) == timezone.localdate(second.received_at)
        assert events.broken_links(f"case:{case.pk}") == []

    def test_and_ends_when_that_leaves_too(self):
        case, first, second = self._two(*self.BOTH)
        leave(first, case)
        leave(second, case)
        assert open_kinds(case) == []

    def test_the_second_leaves_and_the_first_is_left_alone(self):
        case, first, second = self._two(*self.BOTH)
        leave(second, case)
        assert sorted(case.tasks.values_list("key", flat=True)) == [
            f"reply:{first.pk}:{kind}" for kind in ("advocate", "consent", "freezing")
        ]

    def test_one_that_asks_for_something_else_keeps_nothing(self):
        case = a_running()
        first = reply_to(case, a_finding(Flag.REPRESENTATIVE))
        reply_to(case, facts=[MEETING])
        leave(first, case)
        assert open_kinds(case) == ["meeting"]

    def test_one_that_has_left_before_keeps_nothing(self):
        case, first, second = self._two(*self.BOTH)
        leave(second, case)
        leave(first, case)
        assert open_kinds(case) == []

    def test_what_a_person_has_ended_is_not_asked_again(self, member):
        case, first, _ = self._two(a_finding(Flag.REPRESENTATIVE))
        set_not_needed(task_id=case.tasks.get().pk, member=member, why="They write for themselves.")
        leave(first, case)
        assert open_kinds(case) == []

    def test_what_somebody_has_taken_on_stays_theirs_and_is_there_once(self, member):
        case, first, _ = self._two(a_finding(Flag.REPRESENTATIVE))
        case.tasks.update(assignee=member)
        leave(first, case)
        assert case.tasks.get().state == "open"

    def test_a_reply_that_asks_anew_after_the_first_has_left_is_heard(self):
        case = a_running()
        first = make_mail(case=case, state="joined", received_at=AT)
        ask_at_once(first, case, [a_finding(Flag.YOUNG_PERSON)])
        leave(first, case)
        ask_at_once(make_mail(case=case, state="joined", received_at=AT), case, [a_finding(Flag.YOUNG_PERSON)])
        assert open_kinds(case) == ["advocate"]

    def test_it_is_written_down_once_however_often_it_is_read(self):
        case, _, second = self._two(a_finding(Flag.REPRESENTATIVE))
        for _ in range(2):
            reply_to(case, a_finding(Flag.REPRESENTATIVE), mail=second)
        assert Event.objects.filter(case=case, verb="task_asked_too").count() == 1


class TestTheCaseAsksForItToo:
    def test_what_came_into_force_meanwhile_is_asked_for_when_the_reply_leaves(self):
        case = a_running()
        mail = reply_to(case, a_finding(Flag.REPRESENTATIVE))
        Decision.objects.create(case=case, key="flag:representative", chosen="yes")
        follow_case(case)
        leave(mail, case)
        assert case.tasks.get(state="open").key == "asked:consent:0"

    def test_once_though_another_reply_asks_for_it_as_well(self):
        case = a_running()
        mail = reply_to(case, a_finding(Flag.REPRESENTATIVE))
        reply_to(case, a_finding(Flag.REPRESENTATIVE))
        Decision.objects.create(case=case, key="flag:representative", chosen="yes")
        follow_case(case)
        leave(mail, case)
        assert open_kinds(case) == ["consent"]

    def test_what_is_not_in_force_is_not(self):
        case = a_running()
        mail = reply_to(case, a_finding(Flag.REPRESENTATIVE))
        Decision.objects.create(case=case, key="flag:representative", chosen="no")
        follow_case(case)
        leave(mail, case)
        assert open_kinds(case) == []


LOST = Evidence(where="body", start=0, end=30, quote="You sent my file to a stranger")
LOST_AGAIN = Evidence(where="attachment:0", start=9, end=40, quote="and again to the wrong address")


class TestNewWordsOfALossOrAChange:
    """A hundred days after the first was dealt with, words are typed in or read."""

    def _dealt_with(self, member, kind="breach"):
        case = a_running(received_at=AT - timedelta(days=100))
        flag = {"breach": Flag.DATA_PROTECTION, "freezing": Flag.URGENT_DECISION}[kind]
        first = [{"where": "body", "start": 0, "end": 30, "quote": LOST.quote}]
        Decision.objects.create(case=case, key=f"flag:{flag.value}", suggested="yes", chosen="yes", evidence=first)
        follow_case(case)
        end_task(task_id=case.tasks.get().pk, member=member, result="told")
        return case, flag

    def _take_in(self, mail, case, flag, *evidence):
        heard = Heard(flags=frozenset({flag}), evidence={flag: evidence})
        ask_of(mail, case, heard, because=IN_NEW_WORDS, at_once=True)

    @pytest.mark.parametrize("kind", ["breach", "freezing"])
    def test_a_reply_tells_of_another(self, kind, member):
        case, flag = self._dealt_with(member, kind)
        mail = make_mail(case=case, state="joined", received_at=AT)
        for _ in range(2):
            self._take_in(mail, case, flag, LOST)
        task = case.tasks.get(state="open")
        assert (task.kind, timezone.localdate(task.due_at)) == (kind, timezone.localdate(AT))
        assert task.words.startswith(IN_NEW_WORDS)

    def test_the_first_message_tells_of_another_in_a_part_read_only_now(self, member):
        case, flag = self._dealt_with(member)
        self._take_in(make_mail(case=case, state="drafted", received_at=AT), case, flag, LOST, LOST_AGAIN)
        assert open_kinds(case) == ["breach"]

    def test_the_first_message_says_what_it_said_before(self, member):
        case, flag = self._dealt_with(member)
        self._take_in(make_mail(case=case, state="drafted", received_at=AT), case, flag, LOST)
        assert open_kinds(case) == []

    def test_a_message_put_with_the_case_says_what_it_said_in_its_own(self, member):
        case, flag = self._dealt_with(member)
        other = a_running()
        mail = make_mail(case=other, state="joined", received_at=AT)
        Joining.objects.create(mail=mail, case=other, came_with=case, was="drafted", at=NOW)
        self._take_in(mail, other, flag, LOST)
        assert open_kinds(other) == []

    def test_what_a_person_said_is_in_force_without_words_is_no_news(self, member):
        case, flag = self._dealt_with(member)
        case.decisions.update(evidence=[])
        self._take_in(make_mail(case=case, state="drafted", received_at=AT), case, flag, LOST)
        assert open_kinds(case) == []

    def test_while_one_is_open_it_is_asked_once(self):
        case = a_running(received_at=AT)
        for _ in range(2):
            mail = make_mail(case=case, state="joined", received_at=AT)
            self._take_in(mail, case, Flag.DATA_PROTECTION, LOST)
        assert open_kinds(case) == ["breach"]

    def test_other_things_are_asked_of_a_case_once(self, member):
        case = a_running()
        Decision.objects.create(case=case, key="flag:young_person", suggested="yes", chosen="yes")
        follow_case(case)
        end_task(task_id=case.tasks.get(kind="advocate").pk, member=member, result="declined")
        self._take_in(make_mail(case=case, state="joined", received_at=AT), case, Flag.YOUNG_PERSON, LOST)
        assert "advocate" not in open_kinds(case)


WISH = (
    "Thank you for your letter. I would like a meeting with the manager about this. I am helped by a friend.\n\n"
    "Yours\nJoan Ashby\n"
)


class TestOnItsWay:
    """From the mail's bytes to the task."""

    def _joined(self, first, words=WISH):
        (mail,) = arrive(a_mail(words, subject=f"Re: Your complaint, reference {first.reference}"))
        assert (mail.state, mail.case) == ("joined", first)
        return mail

    def test_a_reply_that_joins_by_itself(self):
        first = a_case()
        mail = self._joined(first)
        assert first.tasks.get(kind="meeting").key == f"reply:{mail.pk}:meeting"

    def test_a_reply_that_leaves_takes_along_what_only_it_asked_for(self, member):
        first = a_case()
        mail = self._joined(first)
        make_case_of(mail_id=mail.pk, member=member)
        assert first.tasks.get(kind="meeting").state == "not_needed"

    def test_two_replies_ask_and_one_becomes_a_case_of_its_own(self, member):
        first = a_case()
        mail = self._joined(first)
        second = reply_to(first, facts=[MEETING])
        make_case_of(mail_id=mail.pk, member=member)
        assert first.tasks.get(kind="meeting", state="open").key == f"reply:{second.pk}:meeting"
        assert events.broken_links(f"case:{first.pk}") == []

    def test_what_was_done_meanwhile_stays_done(self, member):
        first = a_case()
        mail = self._joined(first)
        task = first.tasks.get(kind="meeting")
        set_not_needed(task_id=task.pk, member=member, why="They rang.")
        make_case_of(mail_id=mail.pk, member=member)
        task.refresh_from_db()
        assert (task.state, task.ended_by) == ("not_needed", member)

    def _put_together(self, member):
        first = a_case()
        paul = "Paul Ashby <paul.ashby@elsewhere.example>"
        (mail,) = arrive(a_mail(WISH, subject="About our boy", From=paul))
        case = mail.case
        case.facts = [
            {
                "field": "desired_outcome",
                "value": MEETING.value,
                "evidence": [{"where": "body", "start": 0, "end": 4, "quote": "x"}],
            }
        ]
        case.save()
        joining.join_by_hand(case_id=case.pk, other_id=first.pk, version=case.version, member=member, confirmed=True)
        return first, case

    def test_a_message_that_a_person_puts_with_a_case(self, member):
        first, _ = self._put_together(member)
        assert open_kinds(first) == ["meeting"]

    def test_and_takes_back(self, member):
        first, case = self._put_together(member)
        joining.take_back(case_id=case.pk, member=member)
        assert "meeting" not in open_kinds(first)
        assert all(events.broken_links(f"case:{one.pk}") == [] for one in (first, case))


def test_words_that_came_in_later_also_ask_for_what_is_due_in_hours_and_once():
    case = a_running()
    mail = make_mail(case=case, state="joined", received_at=AT)
    for _ in range(2):
        ask_of(mail, case, Heard(flags=frozenset({Flag.YOUNG_PERSON})), because=IN_NEW_WORDS, at_once=True)
    assert case.tasks.get(kind="advocate").words.startswith(IN_NEW_WORDS)
