"""Nobody named in a complaint handles or signs it: found by names, said by people, lifted by a manager, and kept to."""

import pytest

from cases.conflicts import members_left
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.events import broken_links
from cases.models import Conflict, Event, Outcome
from cases.services import joining, letters, triage
from cases.services.tasks import conflicts
from cases.services.tasks.conflicts import add_conflict, confirm_conflict, lift_conflict
from cases.services.tasks.finding import find_conflicts
from cases.services.tasks.results import add_task, record_result, set_not_needed
from cases.services.triage import Choice
from ingest.message import Attachment
from tests.cases.conflict_cases import COMPLAINT, case_naming, dana, noor, shut
from tests.cases.stories import a_case, a_mail, arrive, decide, written
from tests.factories import NOW, make_case, make_letter, make_mail, make_member, make_message

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "how"),
    [
        pytest.param("Deborah Cole", "the same name", id="the whole name"),
        pytest.param("Debbie Cole", "a short form of the name", id="a short form"),
        pytest.param("D Cole", "initial", id="an initial"),
        pytest.param("Deborah Coles", "one letter apart", id="misspelt"),
        pytest.param("deborah cole", "the same name", id="in small letters"),
    ],
)
def test_a_colleague_whom_a_complaint_names_is_shut_out_when_the_case_is_opened(name, how):
    member = dana()
    case = case_naming(name)
    row = case.conflicts.get()
    assert (row.member, row.state, row.said_by) == (member, "open", None)
    assert how in row.why
    event = Event.objects.get(case=case, verb="conflict_opened")
    assert event.facts["member"] == member.pk
    assert "Cole" not in str(event.facts)


@pytest.mark.parametrize("name", ["Paul Cole", "Dana Fox", "Deborah", "the manager"])
def test_a_colleague_whom_a_complaint_does_not_name_is_not_shut_out(name):
    dana()
    assert not case_naming(name).conflicts.exists()


def test_whom_the_complaint_only_greets_is_not_named_by_it():
    dana()
    assert not a_case("Dear Deborah Cole,\n\n" + COMPLAINT.format(name="Mr Poe")).conflicts.exists()


def test_a_name_in_quoted_words_is_not_the_writer_s():
    dana()
    quoted = "\n\nOn Mon, 2 Mar 2026 at 09:30, Deborah Cole <d.cole@brackenshire.example> wrote:\n> Thank you for your letter.\n> Deborah Cole\n"
    assert not a_case(COMPLAINT.format(name="Mr Poe") + quoted).conflicts.exists()


def passed_on(words):
    """Return a message with no words of its own about anybody, and a file that names people."""
    return make_message("Please see the letter.", attachments=[a_file(words)])


def a_file(words):
    return Attachment(index=0, filename="letter.txt", media_type="text/plain", size_bytes=9, digest="d", text=words)


def test_a_complaint_in_an_attached_letter_names_people_as_its_mail_does():
    member = dana()
    case = make_case()
    make_mail(passed_on("I complain about Deborah Cole."), case=case)
    find_conflicts(case)
    row = case.conflicts.get()
    assert (row.member, row.state) == (member, "open")
    assert "in papers that were passed on" in row.why


def test_our_own_letter_sent_back_to_us_shuts_nobody_out_before_a_manager_has_looked():
    member = dana(role="manager")
    earlier, case = make_case(), make_case()
    make_letter(earlier, signer=member, state="sent")
    make_mail(passed_on("Yours sincerely\nDeborah Cole\nComplaints manager"), case=case)
    find_conflicts(case)
    assert case.conflicts.get().state == "asked"


def test_who_wrote_to_this_person_before_is_shut_out_when_the_person_complains_of_them_now():
    member = dana(role="manager")
    earlier, case = make_case(), make_case()
    make_letter(earlier, signer=member, state="sent")
    make_mail(make_message("Deborah Cole ignored everything I wrote."), case=case)
    find_conflicts(case)
    assert case.conflicts.get().state == "open"


def test_a_colleague_who_complains_does_not_handle_their_own_case():
    member = make_member("joan", first_name="Joan", last_name="Ashby")
    row = a_case().conflicts.get()
    assert (row.member, row.state) == (member, "open")
    assert row.why.startswith("The writer is called")


def test_a_surname_alone_is_only_asked_about_and_a_manager_is_to_say():
    member = dana()
    case = case_naming("Ms Cole")
    row = case.conflicts.get()
    assert (row.member, row.state) == (member, "asked")
    task = case.tasks.get(kind="conflict")
    assert "Deborah Cole" in task.words
    triage.assign(case_ids=[case.pk], member=member, to=member)


def test_whoever_says_so_themselves_leaves_a_manager_nothing_to_say():
    member = dana()
    case = case_naming("Ms Cole")
    add_conflict(case_id=case.pk, member=member, about_id=member.pk, why="I know this family.")
    task = case.tasks.get(kind="conflict")
    assert (task.state, task.ended_by) == ("done", member)
    assert case.conflicts.get().state == "open"


@pytest.mark.parametrize("who", [{"role": "administrator"}, {"is_active": False}])
def test_who_handles_no_cases_is_not_compared(who):
    dana(**who)
    assert not case_naming("Deborah Cole").conflicts.exists()


def test_a_reply_that_names_a_colleague_shuts_the_case_to_them():
    case = make_case()
    make_mail(case=case)
    member = dana()
    make_mail(make_message("It was Deborah Cole who sent him home."), case=case, state="joined")
    find_conflicts(case)
    assert case.conflicts.get().member == member


def test_a_reply_that_names_who_handles_the_case_does_not_stop_the_work_and_a_manager_is_asked():
    member = dana()
    case = make_case(assignee=member)
    make_mail(make_message("Deborah Cole promised me a call on Monday."), case=case, state="joined")
    find_conflicts(case)
    case.refresh_from_db()
    assert (case.conflicts.get().state, case.assignee) == ("asked", member)
    assert case.tasks.get().kind == "conflict"


def test_a_reply_that_joins_by_itself_is_looked_through():
    case = a_case()
    member = dana()
    words = f"Thank you for your answer about {case.reference}. It was Deborah Cole who sent my son home."
    (mail,) = arrive(a_mail(words, subject=f"Re: {case.reference} Social worker has not visited"))
    if mail.case_id != case.pk:
        other = mail.case
        joining.join_by_hand(
            case_id=other.pk, other_id=case.pk, version=other.version, member=make_member(), confirmed=True
        )
    assert case.conflicts.filter(member=member, state="open").exists()


def test_looking_again_finds_nothing_twice_and_what_was_lifted_stays_lifted():
    member, manager = dana(), noor()
    case = case_naming("Deborah Cole")
    lift_conflict(conflict_id=case.conflicts.get().pk, member=manager, why="Another Deborah Cole, of the school")
    before = Event.objects.filter(case=case).count()
    find_conflicts(case)
    assert (case.conflicts.get().state, case.conflicts.get().member) == ("lifted", member)
    assert Event.objects.filter(case=case).count() == before


def test_what_a_case_is_taken_from_goes_back_to_all():
    member, manager = dana(), noor()
    case = make_case(assignee=member)
    task = add_task(case_id=case.pk, member=manager, kind="meeting", to=member)
    add_conflict(case_id=case.pk, member=manager, about_id=member.pk, why="She is the aunt")
    case.refresh_from_db()
    task.refresh_from_db()
    assert (case.assignee, task.assignee) == (None, None)
    verbs = list(Event.objects.filter(case=case).order_by("number").values_list("verb", flat=True))
    assert verbs[-3:] == ["conflict_opened", "task_handed", "case_assigned"]


# ---- what it keeps them from ----


def test_no_case_that_is_shut_to_somebody_is_handed_to_them_and_none_of_the_others_either():
    member, officer = dana(), make_member()
    case, other = make_case(), make_case()
    shut(case, member)
    with pytest.raises(NotAllowedError, match=f"Deborah Cole may not handle {case.reference}"):
        triage.assign(case_ids=[other.pk, case.pk], member=officer, to=member)
    other.refresh_from_db()
    assert other.assignee is None
    with pytest.raises(NotAllowedError):
        triage.assign(case_ids=[case.pk], member=member, to=officer)
    assert triage.assign(case_ids=[other.pk], member=officer, to=member) == 1


def _decide(case, member):
    decide(case, member)


def _file(case, member):
    triage.file_case(case_id=case.pk, version=case.version, member=member, why="No letter")


def _add_matter(case, member):
    triage.add_matter(case_id=case.pk, version=case.version, member=member, gist="Taxi", route="corporate")


def _save_one(case, member):
    triage.save_decisions(case_id=case.pk, version=case.version, member=member, choices={"kind": Choice("complaint")})


def _add_task(case, member):
    add_task(case_id=case.pk, member=member, kind="meeting")


def _add_conflict(case, member):
    add_conflict(case_id=case.pk, member=member, about_id=member.pk, why="Once more")


@pytest.mark.parametrize("act", [_decide, _file, _add_matter, _save_one, _add_task, _add_conflict])
def test_whom_a_case_is_shut_to_changes_nothing_in_it(act):
    member = dana(role="manager")
    case = a_case()
    shut(case, member)
    before = (case.version, Event.objects.filter(case=case).count())
    with pytest.raises(NotAllowedError, match="may not handle"):
        act(case, member)
    case.refresh_from_db()
    assert (case.version, Event.objects.filter(case=case).count()) == before


def test_whom_a_case_is_shut_to_neither_writes_nor_hands_in_its_letter():
    member = dana()
    case = decide(a_case(), make_member())
    letter = case.letters.get()
    shut(case, member)
    with pytest.raises(NotAllowedError):
        letters.edit(letter_id=letter.pk, version=letter.version, member=member, texts={})
    with pytest.raises(NotAllowedError):
        letters.send_for_signing(letter_id=letter.pk, version=letter.version, member=member, missing_reason="x")


@pytest.mark.parametrize("state", ["asked", "lifted"])
def test_a_manager_who_is_only_asked_about_or_let_in_again_signs(state):
    manager = noor()
    letter = written(a_case(), make_member())
    shut(letter.case, manager, state=state)
    assert letters.sign(letter_id=letter.pk, version=letter.version, member=manager).signer == manager


def test_whom_a_case_is_shut_to_neither_signs_nor_returns_its_letter():
    manager = noor()
    letter = written(a_case(), make_member())
    shut(letter.case, manager)
    with pytest.raises(NotAllowedError, match="may not handle"):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    with pytest.raises(NotAllowedError, match="may not handle"):
        letters.send_back(letter_id=letter.pk, version=letter.version, member=manager, comment="Change it")
    letter.refresh_from_db()
    assert letter.state == "to_sign"


def test_a_letter_that_somebody_wrote_who_turns_out_to_be_named_is_not_signed():
    manager, writer = noor(), dana()
    letter = written(a_case(), writer)
    shut(letter.case, writer)
    with pytest.raises(NotNowError, match="Return it, so that somebody else writes it anew"):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)


def stage_two(manager):
    """Return the letter of a second stage, of a case whose first stage this manager decided."""
    letter = written(a_case(), make_member())
    Outcome.objects.create(
        matter=letter.case.matters.get(), stage="1", finding="upheld", decided_on=NOW.date(), decided_by=manager
    )
    letter.case.stage = "2"
    letter.case.save()
    return letter


def test_a_later_stage_is_signed_by_a_manager_who_did_not_decide_the_earlier_one():
    manager, other = noor(), make_member("ola", role="manager", first_name="Ola", last_name="Berg")
    letter = stage_two(manager)
    with pytest.raises(NotAllowedError, match="signed by somebody not involved"):
        letters.sign(letter_id=letter.pk, version=letter.version, member=manager)
    assert letters.sign(letter_id=letter.pk, version=letter.version, member=other).signer == other


def test_the_only_manager_there_is_signs_all_stages():
    manager = noor()
    letter = stage_two(manager)
    assert letters.sign(letter_id=letter.pk, version=letter.version, member=manager).signer == manager


def test_when_nobody_is_left_the_words_name_the_administrator():
    member = dana()
    case = make_case()
    shut(case, member)
    make_member("ada", role="administrator", first_name="Ada", last_name="Min")
    with pytest.raises(NotAllowedError, match="Nobody else of the team is left: ask Ada Min to add somebody"):
        _add_task(case, member)
    assert members_left(case) == []


def test_as_long_as_somebody_is_left_the_words_say_so():
    member = dana()
    make_member()
    case = make_case()
    shut(case, member)
    with pytest.raises(NotAllowedError, match="Give it to somebody else"):
        _add_task(case, member)


# ---- what people say ----


@pytest.mark.parametrize("role", ["officer", "administrator"])
def test_only_a_manager_lifts(role):
    row = shut(make_case(), dana())
    with pytest.raises(NotAllowedError, match="Only a manager"):
        lift_conflict(conflict_id=row.pk, member=make_member(role=role), why="It is fine")


def test_nobody_lifts_their_own():
    manager = noor()
    row = shut(make_case(), manager)
    with pytest.raises(NotAllowedError, match="This is about you"):
        lift_conflict(conflict_id=row.pk, member=manager, why="I can be fair")


def test_a_manager_to_whom_the_case_is_shut_lets_nobody_in():
    manager, member = noor(), dana()
    case = make_case()
    shut(case, manager)
    row = shut(case, member)
    with pytest.raises(NotAllowedError, match="may not handle"):
        lift_conflict(conflict_id=row.pk, member=manager, why="A favour")


def test_lifting_needs_a_reason_and_is_done_once():
    manager, row = noor(), shut(make_case(), dana())
    with pytest.raises(IncompleteError):
        lift_conflict(conflict_id=row.pk, member=manager, why="  ")
    lift_conflict(conflict_id=row.pk, member=manager, why="Another of that name")
    with pytest.raises(NotNowError):
        lift_conflict(conflict_id=row.pk, member=manager, why="Another of that name")
    event = Event.objects.get(verb="conflict_lifted")
    assert event.actor == manager
    assert "name" not in str(event.facts)


def test_who_is_asked_about_is_shut_out_or_let_in_by_a_manager_and_the_question_ends():
    manager, member = noor(), dana()
    case = case_naming("Ms Cole")
    row = case.conflicts.get()
    confirm_conflict(conflict_id=row.pk, member=manager)
    row.refresh_from_db()
    assert row.state == "open"
    assert case.tasks.get(kind="conflict").state == "done"
    with pytest.raises(NotNowError):
        confirm_conflict(conflict_id=row.pk, member=manager)
    with pytest.raises(NotAllowedError):
        _add_task(case, member)


@pytest.mark.parametrize("act", [record_result, set_not_needed])
def test_the_question_is_answered_under_staff_named_and_not_by_ending_its_task(act):
    dana()
    case = case_naming("Ms Cole")
    extra = {"result": "decided"} if act is record_result else {"why": "It is fine"}
    with pytest.raises(NotNowError, match="ends by itself"):
        act(task_id=case.tasks.get(kind="conflict").pk, member=make_member(), **extra)
    assert case.conflicts.get().state == "asked"


def test_anybody_may_say_that_they_know_the_family():
    member = dana()
    case = make_case()
    row = add_conflict(case_id=case.pk, member=member, about_id=member.pk, why="I know this family")
    assert (row.state, row.said_by, row.why) == ("open", member, "I know this family")


def test_what_was_lifted_may_be_said_again():
    manager, member = noor(), dana()
    row = shut(make_case(), member, state="lifted")
    add_conflict(case_id=row.case_id, member=manager, about_id=member.pk, why="It is her after all")
    row.refresh_from_db()
    assert (row.state, row.lifted_why, row.why) == ("open", "", "It is her after all")


@pytest.mark.parametrize(
    ("about", "why", "missing"),
    [
        pytest.param(0, "I know them", "about", id="nobody chosen"),
        pytest.param("administrator", "I know them", "about", id="an administrator handles no cases"),
        pytest.param("member", " ", "why", id="no reason"),
    ],
)
def test_saying_it_needs_a_colleague_and_a_reason(about, why, missing):
    ids = {"administrator": make_member(role="administrator").pk, "member": dana().pk}
    with pytest.raises(IncompleteError) as refused:
        add_conflict(case_id=make_case().pk, member=noor(), about_id=ids.get(about, 0), why=why)
    assert missing in refused.value.missing
    assert not Conflict.objects.exists()


def test_every_write_is_one_link_and_the_chain_holds():
    manager, member = noor(), dana()
    case = make_case()
    conflicts.note_refused(case_id=case.pk, member=member, what="case")
    row = add_conflict(case_id=case.pk, member=manager, about_id=member.pk, why="Sister")
    lift_conflict(conflict_id=row.pk, member=manager, why="A mistake")
    assert list(Event.objects.filter(case=case).order_by("number").values_list("verb", flat=True)) == [
        "case_refused",
        "conflict_opened",
        "conflict_lifted",
    ]
    assert broken_links(f"case:{case.pk}") == []


# ---- where messages were put together ----
