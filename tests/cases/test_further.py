"""Letters that a person begins beside the acknowledgement: begun once, from what was written down, and no case moves."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.errors import IncompleteError, NotAllowedError, NotNowError, StaleError
from cases.letter_case import acknowledgements, case_of_letter, offered_letters
from cases.models import Behaviour, Case, Conflict, ExtensionRow, Letter, Role, Task
from cases.selectors.buckets import Bucket, cases_in
from cases.selectors.further import first_answers, open_letters
from cases.services import drafting, letters, sending
from cases.services.further import beginning
from cases.services.judgement.needed import missing_judgements
from cases.states import WHICH_CASE_OPEN, LetterState, TaskState
from letters.dates import say_date
from letters.draft import ACKNOWLEDGEMENTS, LetterId
from tests.cases.lives import acknowledged
from tests.factories import make_case, make_member, start_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november(monkeypatch):
    """Let it be Monday 23 November 2026, at noon: the days said in these letters have not come yet."""
    start_at(monkeypatch, datetime(2026, 11, 23, 12, tzinfo=UTC))


ASKED = {"questions": "When did the visits stop?\nWho told you about it?", "by": "2026-12-11"}

LATER = {"until": "2026-12-21", "reason": "We must hear the school first.", "done": "We have read the records."}
UNWRITTEN = "Write the extension down first|Name the manager who agreed"
WARNING = {
    "confirmed_by": "Helen Marsh, complaints manager",
    "happened": "On 3 March 2026 you shouted at the person who answered.",
    "change": "Please speak to us without shouting.",
    "considered": "We can ring you on a day that suits you.",
    "next": "in_writing",
    "decides": "the head of children's services",
    "comment_by": "2026-12-11",
    "review": "2027-02-01",
}


@pytest.fixture
def officer():
    return make_member("priya")


@pytest.fixture
def manager():
    return make_member("helen", role=Role.MANAGER, first_name="Helen", last_name="Marsh")


@pytest.fixture
def case(officer, manager):
    return acknowledged(officer, manager)


def _begin(case, member, letter=LetterId.MORE_INFORMATION, typed=ASKED, **fields):
    case.refresh_from_db()
    return beginning.begin_letter(
        case_id=case.pk, version=case.version, member=member, letter=letter, typed=typed, **fields
    )


def _send(letter, officer, manager):
    """Take a letter all the way, as two people and the mail server would."""
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="Left out on purpose."
    )
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    assert sending.begin(letter_id=letter.pk) is not None
    sending.mark_sent(letter_id=letter.pk, message_id=Letter.objects.get(pk=letter.pk).message_id)
    letter.refresh_from_db()
    return letter


def _how_it_stands(case):
    case.refresh_from_db()
    dates = list(case.deadlines.order_by("pk").values_list("what", "matter", "due_on", "met_on"))
    return case.state, case.acknowledged_on, dates


def test_a_further_letter_goes_its_whole_way_and_the_case_stays_where_it_is(case, officer, manager):
    before = _how_it_stands(case)
    letter = _begin(case, officer)
    assert (letter.is_further, letter.letter, letter.said) == (True, "L07", ASKED)
    assert "When did the visits stop?" in str(letter.draft["paragraphs"])
    assert _send(letter, officer, manager).state == LetterState.SENT
    assert _how_it_stands(case) == before


def test_it_is_seen_by_whoever_signs_and_gone_from_there_when_it_has_left(case, officer, manager):
    letter = _begin(case, officer)
    assert case not in cases_in(Bucket.SIGN)
    letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=officer, missing_reason="Said so.")
    assert case in cases_in(Bucket.SIGN)
    assert case not in cases_in(Bucket.WAITING)
    letter.refresh_from_db()
    letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    assert case not in cases_in(Bucket.SIGN)


def test_whoever_wrote_it_does_not_sign_it(case, manager):
    letter = _begin(case, manager)
    letter = letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=manager, missing_reason="Said so."
    )
    with pytest.raises(NotAllowedError, match="somebody else must sign"):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def test_a_case_that_is_drafted_anew_leaves_it_as_it_is(case, officer):
    letter = _begin(case, officer)
    before = letter.draft
    drafting.redraft(case, member=officer)
    letter.refresh_from_db()
    assert (letter.state, letter.draft) == (LetterState.DRAFT, before)
    assert list(acknowledgements(case).exclude(state=LetterState.SENT).values_list("is_further", flat=True)) == [False]


def test_an_answer_asked_for_is_looked_for_on_its_day_once_the_letter_has_gone(case, officer, manager):
    letter = _begin(case, officer)
    assert not Task.objects.filter(key=f"letter:{letter.pk}:answer").exists()
    _send(letter, officer, manager)
    task = Task.objects.get(key=f"letter:{letter.pk}:answer")
    assert (timezone.localdate(task.due_at), task.state) == (date(2026, 12, 11), TaskState.OPEN)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        pytest.param({"by": "2026-12-11"}, "questions", "the letter needs it", id="no question"),
        pytest.param(ASKED | {"questions": "\n".join("abcdef")}, "questions", "at most 5", id="six questions"),
        pytest.param(ASKED | {"by": "2026-02-30"}, "by", "a day that exists", id="the thirtieth of February"),
        pytest.param(ASKED | {"by": "-11-"}, "by", "a day that exists", id="half a day"),
        pytest.param(ASKED | {"questions": "x" * 300}, "questions", "at most 240 characters", id="a page in one line"),
    ],
)
def test_an_answer_that_cannot_stand_in_a_letter_is_told_and_nothing_is_begun(case, officer, typed, field, words):
    with pytest.raises(IncompleteError, match=words) as told:
        _begin(case, officer, typed=typed)
    assert set(told.value.missing) == {field}
    assert not case.letters.filter(is_further=True).exists()


def test_a_longer_time_must_be_written_down_before_a_letter_says_so(case, officer):
    said = LATER
    with pytest.raises(IncompleteError, match=UNWRITTEN):
        _begin(case, officer, LetterId.EXTENSION, said)
    row = _extended(case, officer, date(2026, 12, 21))
    case.refresh_from_db()
    assert first_answers(case, LetterId.EXTENSION) == {"until": "2026-12-21", "reason": "The school is closed"}
    letter = _begin(case, officer, LetterId.EXTENSION, said)
    row.taken_back = True
    row.save()
    with pytest.raises(IncompleteError, match=UNWRITTEN):
        beginning.say_again(letter_id=letter.pk, version=letter.version, member=officer, typed=said)


def test_the_task_to_tell_of_a_longer_time_ends_when_its_letter_has_gone(case, officer, manager):
    row = _extended(case, officer, date(2026, 12, 21))
    other = _extended(case, officer, date(2026, 12, 23))
    for one in (row, other):
        Task.objects.create(
            case=case, kind="other", key=f"extension:{one.pk}", words="Write to them", raised_at=timezone.now()
        )
    said = LATER
    letter = _begin(case, officer, LetterId.EXTENSION, said)
    assert Task.objects.get(key=f"extension:{row.pk}").state == TaskState.OPEN
    _send(letter, officer, manager)
    states = dict(Task.objects.filter(key__startswith="extension:").values_list("key", "state"))
    assert states == {f"extension:{row.pk}": TaskState.DONE, f"extension:{other.pk}": TaskState.OPEN}


def test_a_letter_about_behaviour_needs_a_manager_to_have_confirmed_it(case, officer):
    case.decisions.create(key="flag:abusive_language", suggested="yes", chosen="yes", chosen_by=officer)
    assert LetterId.BEHAVIOUR_WARNING in offered_letters(case)
    with pytest.raises(NotNowError, match="A manager confirms first"):
        _begin(case, officer, LetterId.BEHAVIOUR_WARNING, WARNING)


def test_a_letter_that_is_not_for_this_case_is_not_begun(case, officer):
    said = {"passed_to": "the short breaks team", "passed_on": "2026-11-20"}
    with pytest.raises(NotNowError, match="is not for this case"):
        _begin(case, officer, LetterId.COMPLIMENT, said)


@pytest.mark.parametrize("letter", sorted(ACKNOWLEDGEMENTS))
def test_no_acknowledgement_is_begun_by_hand(case, officer, letter):
    assert letter not in offered_letters(case)
    with pytest.raises(NotNowError, match="is not for this case"):
        _begin(case, officer, letter, {})


def test_one_kind_of_letter_is_begun_once_at_a_time(case, officer, manager):
    letter = _begin(case, officer)
    with pytest.raises(NotNowError, match="begun already"):
        _begin(case, officer)
    _send(letter, officer, manager)
    assert _begin(case, officer).pk != letter.pk


def test_it_speaks_of_the_chosen_matters_alone(officer, manager):
    case = acknowledged(officer, manager, routes=("statutory", "statutory"))
    letter = _begin(case, officer, about=(2,))
    assert [matter.number for matter in case_of_letter(letter).assessment.matters] == [2]
    with pytest.raises(IncompleteError, match="Choose matters of this case"):
        beginning.begin_letter(
            case_id=case.pk, version=case.version, member=officer, letter=LetterId.OMBUDSMAN, about=(7,),
            typed={"why": "asked"},
        )  # fmt: skip


def test_new_answers_write_it_again_until_somebody_has_changed_its_words(case, officer, manager):
    letter = _begin(case, officer)
    new = ASKED | {"questions": "Which worker was it?"}
    letter = beginning.say_again(letter_id=letter.pk, version=letter.version, member=officer, typed=new)
    assert "Which worker was it?" in str(letter.draft["paragraphs"])
    assert "When did the visits stop?" not in str(letter.draft["paragraphs"])
    key = letter.draft["paragraphs"][0]["key"]
    letter = letters.edit(letter_id=letter.pk, version=letter.version, member=manager, texts={key: "My own words."})
    with pytest.raises(NotNowError, match="Somebody has changed the words"):
        beginning.say_again(letter_id=letter.pk, version=letter.version, member=officer, typed=ASKED)


def test_one_that_nobody_needs_is_set_aside_with_a_reason_and_kept(case, officer):
    letter = _begin(case, officer)
    with pytest.raises(IncompleteError, match="Say why"):
        beginning.set_aside(letter_id=letter.pk, version=letter.version, member=officer, why=" ")
    beginning.set_aside(letter_id=letter.pk, version=letter.version, member=officer, why="They rang and told us.")
    letter.refresh_from_db()
    assert (letter.state, letter.comment) == (LetterState.DROPPED, "They rang and told us.")
    assert next(row.pk for row in open_letters(case.pk).letters) == letter.pk


def test_the_acknowledgement_itself_is_not_set_aside_by_hand(officer):
    case = make_case()
    drafting.redraft(case)
    letter = case.letters.get()
    with pytest.raises(NotNowError, match="not begun by hand"):
        beginning.set_aside(letter_id=letter.pk, version=letter.version, member=officer, why="Not needed.")


def test_whoever_is_named_in_the_case_begins_no_letter_of_it(case, officer):
    accused = make_member("mark")
    Conflict.objects.create(case=case, member=accused, why="Named in it", state="open", at=timezone.now())
    with pytest.raises(NotAllowedError):
        _begin(case, accused)


def test_somebody_who_saved_the_case_meanwhile_is_told(case, officer):
    with pytest.raises(StaleError):
        beginning.begin_letter(
            case_id=case.pk, version=case.version - 1, member=officer, letter=LetterId.MORE_INFORMATION, typed=ASKED
        )


# ---- what was true when it was begun is asked again ----


def test_a_second_later_date_names_the_first_one_and_asks_for_the_manager(case, officer):
    first_told = case.deadlines.get(what="reply").due_on
    days = [first_told + timedelta(days=number) for number in (2, 4)]
    for day in days:
        _extended(case, officer, day)
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    letter = _begin(case, officer, LetterId.EXTENSION, LATER | {"until": days[1].isoformat()})
    opening = letter.draft["paragraphs"][0]["text"]
    assert f"by {say_date(days[0])}. We need more time." in opening
    assert say_date(first_told) not in opening
    missing = {check["key"] for check in letter.draft["checklist"] if check["must"] and not check["present"]}
    assert "agreed_by" in missing


def _hand_in(letter, officer):
    letter.refresh_from_db()
    return letters.send_for_signing(
        letter_id=letter.pk, version=letter.version, member=officer, missing_reason="Left out on purpose."
    )


def _held_words(letter):
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    assert sending.begin(letter_id=letter.pk) is None
    letter.refresh_from_db()
    return letter.trouble if letter.state == LetterState.HELD else ""


def _confirmed(case, officer, manager, *, raised_in=None):
    case.decisions.create(key="flag:abusive_language", suggested="yes", chosen="yes", chosen_by=officer)
    now = timezone.now()
    return Behaviour.objects.create(
        person_address=case.person_address, case=raised_in or case, flags=["abusive_language"], state="confirmed",
        raised_at=now, raised_by=officer, confirmed_by=manager, confirmed_at=now, why="Swore at us.",
    )  # fmt: skip


def _danger(other, ladder):
    Case.objects.filter(pk=other.pk).update(has_open_alert=True)


def _child_waits(other, ladder):
    Case.objects.filter(pk=other.pk).update(is_young_person=True)


def _child_answered_today(other, ladder):
    Case.objects.filter(pk=other.pk).update(is_young_person=True, acknowledged_on=timezone.localdate())


def _ended(other, ladder):
    Behaviour.objects.filter(pk=ladder.pk).update(state="ended")


def _as_before(other, ladder):
    Case.objects.filter(pk=other.pk).update(has_open_alert=False, is_young_person=False, acknowledged_on=None)
    Behaviour.objects.filter(pk=ladder.pk).update(state="confirmed")


@pytest.mark.parametrize(
    ("happen", "words"),
    [
        pytest.param(_danger, "sign of danger is open", id="a danger in another case of theirs"),
        pytest.param(_child_waits, "acknowledgement goes first", id="a child's case came in"),
        pytest.param(_child_answered_today, "acknowledgement goes first", id="a child was acknowledged today"),
        pytest.param(_ended, "A manager confirms first", id="the ladder ended"),
    ],
)
def test_nobody_is_warned_once_something_stands_against_it_at_any_step(case, officer, manager, happen, words):
    other = make_case(person_address=case.person_address)
    ladder = _confirmed(case, officer, manager)
    happen(other, ladder)
    with pytest.raises(NotNowError, match=words):
        _begin(case, officer, LetterId.BEHAVIOUR_WARNING, WARNING)
    _as_before(other, ladder)
    letter = _begin(case, officer, LetterId.BEHAVIOUR_WARNING, WARNING)
    happen(other, ladder)
    with pytest.raises(NotNowError, match=words):
        beginning.say_again(letter_id=letter.pk, version=letter.version, member=officer, typed=WARNING)
    with pytest.raises(NotNowError, match=words):
        _hand_in(letter, officer)
    _as_before(other, ladder)
    letter = _hand_in(letter, officer)
    happen(other, ladder)
    with pytest.raises(NotNowError, match=words):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    _as_before(other, ladder)
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    happen(other, ladder)
    assert words in _held_words(letter)


def test_an_extension_taken_back_stops_the_letter_that_names_its_day(case, officer, manager):
    row = _extended(case, officer, date(2026, 12, 21))
    letter = _hand_in(_begin(case, officer, LetterId.EXTENSION, LATER), officer)
    _take_back(row, taken_back=True)
    with pytest.raises(NotNowError, match=UNWRITTEN):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    _take_back(row, taken_back=False)
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    _take_back(row, taken_back=True)
    assert re.search(UNWRITTEN, _held_words(letter))


def _take_back(row, *, taken_back):
    row.taken_back = taken_back
    row.save(update_fields=["taken_back"])


def test_an_extension_of_another_matter_does_not_stand_behind_the_letter(officer, manager):
    case = acknowledged(officer, manager, routes=("statutory", "statutory"))
    _extended(case, officer, date(2026, 12, 21), matter=2)
    with pytest.raises(IncompleteError, match=UNWRITTEN):
        _begin(case, officer, LetterId.EXTENSION, LATER, about=(1,))
    assert _begin(case, officer, LetterId.EXTENSION, LATER, about=(2,)).about == [2]


@pytest.mark.parametrize(
    ("about", "said", "ended"),
    [
        pytest.param((2,), {}, {0, 2}, id="about the second matter"),
        pytest.param(None, {"what": "our reply to point 1"}, {0, 1}, id="it names the first point"),
        pytest.param(None, {}, {0, 1, 2}, id="about all of them"),
    ],
)
def test_only_the_tasks_of_the_matters_it_is_about_end_when_it_has_gone(officer, manager, about, said, ended):
    case = acknowledged(officer, manager, routes=("statutory", "statutory"))
    for number in (0, 1, 2):
        row = _extended(case, officer, date(2026, 12, 21), matter=number)
        case.tasks.create(kind="other", key=f"extension:{row.pk}", matter=number, raised_at=timezone.now())
    _send(_begin(case, officer, LetterId.EXTENSION, LATER | said, about=about), officer, manager)
    tasks = case.tasks.filter(key__startswith="extension:", state=TaskState.DONE)
    assert set(tasks.values_list("matter", flat=True)) == ended


def test_a_refusal_that_nobody_has_judged_again_keeps_no_other_letter_from_being_signed(case, officer, manager):
    letter = _hand_in(_begin(case, officer), officer)
    case.matters.update(route="out_of_scope", reason="over_a_year")
    assert missing_judgements(case)
    signed = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    assert signed.state == LetterState.APPROVED


def test_no_letter_goes_while_nobody_has_said_which_case_it_is(case, officer, manager):
    letter = _begin(case, officer)
    Case.objects.filter(pk=case.pk).update(which_case=WHICH_CASE_OPEN)
    case.refresh_from_db()
    assert offered_letters(case) == []
    with pytest.raises(NotNowError, match="is not for this case"):
        _begin(case, officer, LetterId.OMBUDSMAN, {"why": "asked"})
    with pytest.raises(NotNowError, match="Say first which case"):
        _hand_in(letter, officer)
    Case.objects.filter(pk=case.pk).update(which_case="own")
    letter = _hand_in(letter, officer)
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Case.objects.filter(pk=case.pk).update(which_case=WHICH_CASE_OPEN)
    assert "Say first which case" in _held_words(letter)


def test_a_letter_about_no_matter_is_not_begun(case, officer):
    with pytest.raises(IncompleteError, match="at least one matter") as told:
        _begin(case, officer, about=())
    assert set(told.value.missing) == {"matters"}
    assert not case.letters.filter(is_further=True).exists()


def test_a_warning_that_has_gone_holds_the_case_of_its_ladder_before_it_writes_anything(case, officer, manager):
    raised_in = make_case(person_address=case.person_address)
    ladder = _confirmed(case, officer, manager, raised_in=raised_in)
    letter = _hand_in(_begin(case, officer, LetterId.BEHAVIOUR_WARNING, WARNING), officer)
    letter = letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    Letter.objects.filter(pk=letter.pk).update(send_at=timezone.now() - timedelta(seconds=1))
    assert sending.begin(letter_id=letter.pk)
    with CaptureQueriesContext(connection) as asked:
        sending.mark_sent(letter_id=letter.pk, message_id=letter.message_id)
    said = [query["sql"] for query in asked]
    locked = next(n for n, sql in enumerate(said) if "cases_case" in sql and case.person_address in sql)
    assert locked < next(n for n, sql in enumerate(said) if 'FROM "cases_letter" WHERE' in sql and '"state"' in sql)
    assert locked < next(n for n, sql in enumerate(said) if sql.startswith(("UPDATE", "INSERT")))
    ladder.refresh_from_db()
    assert (ladder.state, ladder.warning_id) == ("warned", letter.pk)
    assert raised_in.events.filter(verb="behaviour_warned").count() == 1


def _extended(case, officer, until, *, matter=0):
    return ExtensionRow.objects.create(
        case=case, stage=1, matter=matter, until_on=until, why="The school is closed", told_on=timezone.localdate(),
        decided_by=officer, at=timezone.now(),
    )  # fmt: skip
