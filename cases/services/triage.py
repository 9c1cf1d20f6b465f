"""Write what a person decides about a case; the machine's suggestion is kept beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases import events, stage_runs
from cases.clocks import save_deadlines
from cases.conflicts import check_all_open_to, check_no_conflict
from cases.desk import desk_council, desk_procedures, procedure_for
from cases.errors import IncompleteError, NotNowError
from cases.matters import open_matters, say_numbers
from cases.models import Case, Decision, Matter, MaybeSame, TeamMember
from cases.services.common import note_replies_read, require_decider, require_version
from cases.services.completeness import check_complete, check_values
from cases.services.drafting import redraft
from cases.services.locks import lock_case
from cases.services.matters.on_case_page import note_stage, refuse_ended
from cases.services.matters.settling import RESTING, settle
from cases.services.monitoring.vault import follow_decisions
from cases.services.tasks.following import follow_case
from cases.states import CASE_MOVES, WHICH_CASE_OPEN, CaseState, check_move
from classify.labels import COMPLAINTS, Flag, Kind, Route, Stage

WITH_A_SIGNER = frozenset({CaseState.SIGNING, CaseState.GOING_OUT})
ADDED = "A matter was added. Tell the person, with its dates."


@dataclass(frozen=True, slots=True)
class Choice:
    """Hold what a person chose for one key, and how: changed, accepted, accepted_together or unseen."""

    value: str
    why: str = ""
    how: str = "changed"


@transaction.atomic
def save_decisions(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    choices: Mapping[str, Choice],
    note: str = "",
    write_letter: bool = False,
) -> Case:
    """Save a person's choices; with ``write_letter``, everything must be decided, and the letter is drafted anew.

    Raises:
        StaleError: if somebody saved in between.
        IncompleteError: if a choice is impossible, about a matter that has ended, or past a manager's agreement to a
            stage; or if something is still to decide before a letter.
        NotNowError: if a letter is waiting for a signature or on its way.

    """
    case = _open_for(case_id, version, member)
    values = {key: choice.value for key, choice in choices.items()}
    check_values(values)
    refuse_ended(case, values)
    for key, choice in choices.items():
        _choose(case, key, choice, member)
    _apply(case)
    case.note = note or case.note
    case.your_view_first = False
    case.decided_at = timezone.now()
    if write_letter:
        _require_own_case(case)
        check_complete(case)
    _finish(case, write_letter=write_letter)
    follow_decisions(case, member=member, is_final=write_letter)
    facts = {"changed": sorted(k for k, c in choices.items() if c.how == "changed"), "saved": sorted(choices)}
    events.record_for_case("decisions_saved", case, actor=member, facts=facts)
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    follow_case(case)
    if write_letter and case.state == CaseState.LETTER:
        redraft(case, member=member)
    return case


@transaction.atomic
def add_matter(*, case_id: int, version: int, member: TeamMember, gist: str, route: str, reason: str = "") -> Case:
    """Add a matter that Putright did not find, with its route.

    Raises:
        IncompleteError: without words for it, or with an impossible route.

    """
    case = _open_for(case_id, version, member)
    value = f"{route}:{reason}" if reason else route
    check_values({"matter:1": value})
    if not gist.strip():
        raise IncompleteError({"gist": "Say in a few words what the matter is."})
    last = case.matters.order_by("-number").values_list("number", flat=True).first() or 0
    # The check constraint of a matter wants its reason with its route, so both are set at once.
    where = {"state": stage_runs.state_at(case.stage), "stage": stage_runs.stage_number(case)}
    gist = gist.strip()[:160]
    matter = Matter.objects.create(case=case, number=last + 1, gist=gist, route=route, reason=reason, **where)
    decision = Decision(case=case, key=f"matter:{matter.number}", words="Added by a person.")
    decision.chosen, decision.chosen_by, decision.chosen_at, decision.how = value, member, timezone.now(), "changed"
    decision.save()
    _apply(case)
    _finish(case, write_letter=False, wakes=ADDED if case.state in RESTING else "")
    events.record_for_case("matter_added", case, actor=member, facts={"matter": matter.number, "route": value})
    save_deadlines(case, council=desk_council(), procedures=desk_procedures())
    follow_case(case)
    return case


@transaction.atomic
def assign(*, case_ids: Sequence[int], member: TeamMember, to: TeamMember | None) -> int:
    """Hand cases to somebody, or to nobody; return how many changed hands.

    Raises:
        NotAllowedError: if either of the two may not handle one of them; then none changes hands.

    """
    require_decider(member)
    check_all_open_to(case_ids, member, to)
    changed = 0
    for case in Case.objects.select_for_update().filter(pk__in=case_ids).exclude(assignee=to).order_by("pk"):
        case.assignee = to
        case.save(update_fields=["assignee"])
        events.record_for_case("case_assigned", case, actor=member, facts={"to": to.pk if to else None})
        changed += 1
    return changed


@transaction.atomic
def file_case(*, case_id: int, version: int, member: TeamMember, why: str) -> Case:
    """End a case that needs no letter, with the reason a person gives.

    Raises:
        IncompleteError: without a reason, while a sign of danger is open, or while a matter of a complaint is.

    """
    case = _open_for(case_id, version, member)
    if not why.strip():
        raise IncompleteError({"why": "Say why no letter is needed."})
    if case.has_open_alert:
        raise IncompleteError({"alert": "Deal with the safeguarding alert first."})
    if case.kind in COMPLAINTS and (left := open_matters(case)):
        ask = f"Say first what became of {say_numbers(left)}, under “Matters and stages”. Then the case can be closed."
        raise IncompleteError({"matters": ask})
    _move(case, CaseState.FILED)
    note_replies_read(case)
    case.which_case = "own" if case.which_case == WHICH_CASE_OPEN else case.which_case
    case.version += 1
    case.note = "\n".join(filter(None, [case.note, why.strip()]))
    case.save()
    events.record_for_case("case_filed", case, actor=member)
    return case


@transaction.atomic
def answer_maybe_same(*, pair_id: int, member: TeamMember, join: bool) -> None:
    """Write down whether two cases belong together; linking changes neither, and can be answered again."""
    require_decider(member)
    pair = MaybeSame.objects.select_for_update().get(pk=pair_id)
    pair.answer = "linked" if join else "apart"
    pair.save(update_fields=["answer"])
    facts = {"other": pair.other_id, "answer": pair.answer}
    events.record_for_case(
        "cases_compared", Case.objects.select_for_update().get(pk=pair.case_id), actor=member, facts=facts
    )


def _require_own_case(case: Case) -> None:
    if case.which_case == WHICH_CASE_OPEN:
        raise IncompleteError({"which": "Say first which case this message belongs to: nothing is written before."})


def _open_for(case_id: int, version: int, member: TeamMember) -> Case:
    require_decider(member)
    case = lock_case(case_id)
    check_no_conflict(case, member)
    require_version(case, version)
    if case.joined_to_id:
        raise NotNowError("Its message was put with another case. Take that back first, then decide here.")
    if case.state in WITH_A_SIGNER:
        raise NotNowError("A letter of this case is waiting for a signature or going out. Return or stop it first.")
    return case


def _choose(case: Case, key: str, choice: Choice, member: TeamMember) -> None:
    row, _ = Decision.objects.get_or_create(case=case, key=key)
    row.chosen, row.chosen_by, row.chosen_at = choice.value, member, timezone.now()
    row.how = choice.how if choice.value == row.suggested or choice.how == "unseen" else "changed"
    row.why = choice.why
    row.save()


def _apply(case: Case) -> None:
    """Write the values in force onto the case and its matters, where lists and letters look for them."""
    values = {decision.key: decision.value for decision in case.decisions.all()}
    before = case.stage
    case.kind = values.get("kind") or case.kind
    case.stage = values.get("stage", case.stage) if case.kind in COMPLAINTS else ""
    if case.kind in COMPLAINTS and not case.stage:
        case.stage = Stage.TWO if case.kind == Kind.ESCALATION else Stage.ONE
    case.is_young_person = values.get(f"flag:{Flag.YOUNG_PERSON}") == "yes"
    is_foster_carer = values.get(f"flag:{Flag.FOSTER_CARER}") == "yes"
    received_on = timezone.localdate(case.received_at)
    for matter in case.matters.all():
        route, _, reason = values.get(f"matter:{matter.number}", "").partition(":")
        if route:
            matter.route, matter.reason = route, reason
        found = procedure_for(Route(matter.route), on=received_on, is_foster_carer=is_foster_carer)
        matter.procedure = found.id if found else ""
        matter.procedure_version = found.version if found else ""
        matter.save()
    # Last, since a stage may need somebody's agreement by the procedure that a matter has come to.
    note_stage(case, before)


def _finish(case: Case, *, write_letter: bool, wakes: str = "") -> None:
    if write_letter:
        state = CaseState.LETTER if case.kind in COMPLAINTS else CaseState.FILED
        if case.state != state:
            _move(case, state)
    note_replies_read(case)
    # One that was acknowledged rests until somebody is to be told; a closed one opens with an open matter.
    if wakes or case.state in {CaseState.TRIAGE, CaseState.WAITING, CaseState.FILED}:
        settle(case, wakes=wakes)
    case.version += 1
    case.save()


def _move(case: Case, state: CaseState) -> None:
    if case.state in {CaseState.ACKNOWLEDGED, CaseState.FILED, CaseState.WAITING} and state != CaseState.TRIAGE:
        check_move(CASE_MOVES, CaseState(case.state), CaseState.TRIAGE)
        case.state = CaseState.TRIAGE
    check_move(CASE_MOVES, CaseState(case.state), state)
    case.state = state
