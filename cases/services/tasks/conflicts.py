"""Write who may not handle a case: found by Putright in its words, said by a person, lifted by a manager.

What is found by a whole name shuts the case to that colleague at once. What may be somebody else's name, or names a
colleague who is handling the case already, is asked about first: a manager says.
"""

from collections.abc import Iterable, Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import ASKED, LIFTED, OPEN, check_no_conflict
from cases.desk import desk_tasks
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.models import Case, Conflict, Role, Task, TeamMember
from cases.services.common import require_decider
from cases.services.tasks.following import due_of, own_words_of
from cases.services.tasks.raising import end_locked, raise_task
from cases.states import TaskState
from routing.names import is_same_name
from routing.staff_names import SURELY, Likeness, find_likeness, names_like

HOW = {
    Likeness.SAME: "the same name",
    Likeness.INITIALS: "the same surname and initial",
    Likeness.NICKNAME: "the same surname and a short form of the name",
    Likeness.MISSPELT: "one letter apart",
    Likeness.SURNAME: "the same surname",
    Likeness.GIVEN: "the same given name, with our role",
}


def find_conflicts(case: Case) -> None:
    """Compare the people a locked case names with the team, and write down each that is new.

    What a manager has lifted stays lifted. The caller holds the transaction.
    """
    known = case.conflicts.values("member")
    team = TeamMember.objects.filter(is_active=True, role__in=[Role.OFFICER, Role.MANAGER]).exclude(pk__in=known)
    members = list(team.order_by("pk"))
    names = tuple(dict.fromkeys(_names_in(case, members)))
    for member in members:
        if found := _likest(names, member):
            _write_found(case, member, *found)


@transaction.atomic
def add_conflict(*, case_id: int, member: TeamMember, about_id: int, why: str) -> Conflict:
    """Shut a case to a colleague, or to oneself ("I know this family"), with the reason a person gives.

    Raises:
        IncompleteError: without a colleague or a reason.
        NotAllowedError: if this person may not handle the case.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    about = TeamMember.objects.filter(pk=about_id, role__in=[Role.OFFICER, Role.MANAGER]).first()
    missing = {} if about else {"about": "Choose whom it is about."}
    if not why.strip():
        missing["why"] = "Say why they may not handle this case."
    if missing or about is None:
        raise IncompleteError(missing)
    check_no_conflict(case, member)
    row = Conflict.objects.filter(case=case, member=about).first() or Conflict(case=case, member=about)
    row.why, row.said_by, row.at = why.strip()[:300], member, timezone.now()
    _open(row, member)
    return row


@transaction.atomic
def lift_conflict(*, conflict_id: int, member: TeamMember, why: str) -> Conflict:
    """Open a case to a colleague again, because a manager who is not that colleague says why.

    Raises:
        NotAllowedError: for anybody else.
        IncompleteError: without a reason.
        NotNowError: if it was lifted before.

    """
    row = _locked(conflict_id, member)
    if not why.strip():
        raise IncompleteError({"why": "Say why they may handle this case."})
    if row.state == LIFTED:
        raise NotNowError("Somebody lifted this before. See below how it stands.")
    row.state, row.lifted_by, row.lifted_why = LIFTED, member, why.strip()
    row.save()
    _record("conflict_lifted", row, member)
    _end_question(row, member)
    return row


@transaction.atomic
def confirm_conflict(*, conflict_id: int, member: TeamMember) -> Conflict:
    """Shut a case to a colleague about whom it was only asked, because a manager who is not that colleague says so.

    Raises:
        NotAllowedError: for anybody else.
        NotNowError: if it was answered before.

    """
    row = _locked(conflict_id, member)
    if row.state != ASKED:
        raise NotNowError("Somebody answered this before. See below how it stands.")
    _open(row, member)
    _end_question(row, member)
    return row


@transaction.atomic
def note_refused(*, case_id: int, member: TeamMember, what: str) -> None:
    """Write down that somebody asked for a page of a case that is shut to them."""
    case = Case.objects.select_for_update().get(pk=case_id)
    events.record_for_case("case_refused", case, actor=member, facts={"what": what})


def _names_in(case: Case, members: Sequence[TeamMember]) -> Iterator[str]:
    """Yield the people a case's facts name, who wrote it, and what in its words may be a member's name."""
    for fact in case.facts:
        if fact["field"] in {"person_named", "writer_name"}:
            yield fact["value"]
    if case.person_name:
        yield case.person_name
    for words in own_words_of(case) if members else ():
        yield from names_like(words, [member.full_name for member in members])


def _likest(names: Iterable[str], member: TeamMember) -> tuple[str, Likeness] | None:
    order = list(Likeness)
    found = [(name, likeness) for name in names if (likeness := find_likeness(name, member.full_name))]
    return min(found, key=lambda pair: order.index(pair[1])) if found else None


def _write_found(case: Case, member: TeamMember, name: str, likeness: Likeness) -> None:
    is_writer = is_same_name(name, case.person_name) if case.person_name else False
    where = "The writer is called" if is_writer else "The case names"
    why = f"{where} {name[:150]}: {HOW[likeness]}."
    row = Conflict(case=case, member=member, why=why, at=timezone.now())
    if likeness in SURELY and not _handles(case, member):
        _open(row, None, how=likeness)
        return
    row.state = ASKED
    row.save()
    _record("conflict_asked", row, None, how=likeness)
    kind = desk_tasks()["conflict"]
    words = f"A manager says whether {member.full_name} may handle this case. {why}"[:300]
    raise_task(
        case, "conflict", key=_key(row), words=words, due_at=due_of(case, kind, key=_key(row)), source=kind.source
    )


def _handles(case: Case, member: TeamMember) -> bool:
    if case.assignee_id == member.pk or case.decisions.filter(chosen_by=member).exists():
        return True
    letters = case.letters.all()
    return letters.filter(writer=member).exists() or letters.filter(editors=member).exists()


def _open(row: Conflict, by: TeamMember | None, **facts: object) -> None:
    row.state, row.lifted_by, row.lifted_why = OPEN, None, ""
    row.save()
    _record("conflict_opened", row, by, **facts)
    _take_away(row.case, row.member, by)


def _take_away(case: Case, member: TeamMember, by: TeamMember | None) -> None:
    """Take a case and its tasks from whoever may not handle it any more: they go back to all."""
    for task in Task.objects.filter(case=case, assignee=member, state=TaskState.OPEN):
        task.assignee = None
        task.save(update_fields=["assignee"])
        facts = {"task": task.pk, "kind": task.kind, "matter": task.matter, "to": None}
        events.record_for_case("task_handed", case, actor=by, facts=facts)
    if case.assignee_id == member.pk:
        case.assignee = None
        case.save(update_fields=["assignee"])
        events.record_for_case("case_assigned", case, actor=by, facts={"to": None})


def _locked(conflict_id: int, member: TeamMember) -> Conflict:
    case_id = Conflict.objects.values_list("case_id", flat=True).get(pk=conflict_id)
    case = Case.objects.select_for_update().get(pk=case_id)
    row = Conflict.objects.select_for_update().select_related("member").get(pk=conflict_id)
    row.case = case
    if not (member.is_active and member.may_sign):
        raise NotAllowedError("Only a manager may say whether a colleague may handle a case.")
    if row.member_id == member.pk:
        raise NotAllowedError("This is about you, so another manager must say.")
    check_no_conflict(case, member)
    return row


def _key(row: Conflict) -> str:
    return f"conflict:{row.member_id}"


def _end_question(row: Conflict, by: TeamMember) -> None:
    task = Task.objects.filter(case=row.case, key=_key(row), state=TaskState.OPEN).first()
    if task:
        task.case = row.case
        end_locked(task, state=TaskState.DONE, result="decided", by=by)


def _record(verb: str, row: Conflict, by: TeamMember | None, **facts: object) -> None:
    events.record_for_case(verb, row.case, actor=by, facts={"conflict": row.pk, "member": row.member_id} | facts)
