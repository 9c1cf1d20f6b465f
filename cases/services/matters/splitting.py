"""Make two or more matters of one, or one of several; nothing that was said is lost on the way."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases.desk import procedure_for
from cases.errors import IncompleteError, NotNowError
from cases.findings import RequestState
from cases.matters import procedure_of, received_on
from cases.models import Case, DeadlineRow, Decision, ExtensionRow, Matter, Outcome, PauseRow, TeamMember
from cases.services.completeness import check_values
from cases.services.matters.acting import find_matters, finish, numbers_of, open_for, require_words, say_gist
from cases.services.matters.steps import Cause, route_value, take_step
from cases.states import MATTER_ENDED, MATTER_WAITS, MatterState
from classify.labels import Flag, Route

FEWEST_PARTS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Hold one part of a matter that is split: its words, its route and which of the old one's evidence is its own.

    ``reason`` is the reason's code for a part that is out of scope. ``evidence`` are places in the old one's list.
    """

    gist: str
    route: str
    reason: str = ""
    evidence: tuple[int, ...] = ()


@transaction.atomic
def split_matter(
    *, case_id: int, version: int, member: TeamMember, number: int, parts: Sequence[Part], why: str
) -> Case:
    """Make two or more matters of one; each begins where the old one was, with its clock and its pauses.

    The old one keeps its number and is SPLIT; its parts name it.

    Raises:
        IncompleteError: without a reason, with fewer than two parts, an impossible route, one whose procedure has no
            such stage, or evidence in no part.
        NotNowError: if the matter waits or has ended, or a wish for its next stage is not decided yet.

    """
    case = open_for(case_id, version, member)
    require_words({"why": (why, "Say why this is more than one matter.")})
    (old,) = find_matters(case, [number])
    _require_running(old, "split")
    _check_parts(old, parts)
    cause = Cause(on=timezone.localdate(), member=member, why=why)
    new = [_make_part(case, old, part, cause) for part in parts]
    settle_decision(case, old, member, why)
    take_step(old, "split", cause, state=MatterState.SPLIT)
    return finish(case, "matter_split", member, {"matter": old.number, "into": numbers_of(new)})


@transaction.atomic
def merge_matters(
    *, case_id: int, version: int, member: TeamMember, numbers: Sequence[int], into: int, why: str, gist: str = ""
) -> Case:
    """Make one matter of several of the same route and stage; the others keep their numbers and name where they went.

    Raises:
        IncompleteError: without a reason, or with fewer than two matters.
        NotNowError: if they differ in route, stage, clock or standing; the words say in what.

    """
    case = open_for(case_id, version, member)
    require_words({"why": (why, "Say why these are one matter.")})
    found = find_matters(case, [*numbers, into])
    if len(found) < FEWEST_PARTS:
        raise IncompleteError({"matters": "Choose at least two matters to put together."})
    kept = next(matter for matter in found if matter.number == into)
    others = [matter for matter in found if matter.number != into]
    for other in others:
        _require_alike(case, kept, other)
    cause = Cause(on=timezone.localdate(), member=member, why=why)
    for other in others:
        kept.evidence = kept.evidence + [piece for piece in other.evidence if piece not in kept.evidence]
        other.merged_into = kept
        settle_decision(case, other, member, why)
        take_step(other, "merged", cause, state=MatterState.MERGED)
    kept.gist = say_gist(gist or kept.gist)
    take_step(kept, "took_in", cause)
    return finish(case, "matters_merged", member, {"matters": numbers_of(others), "into": kept.number})


def settle_decision(case: Case, matter: Matter, member: TeamMember, why: str, *, value: str = "") -> None:
    """Write down what is in force about a matter as a person's decision, so that nothing about it is left to decide."""
    row, _ = Decision.objects.get_or_create(case=case, key=f"matter:{matter.number}")
    row.chosen, row.chosen_by, row.chosen_at = value or route_value(matter), member, timezone.now()
    row.how = "accepted" if row.chosen == row.suggested else "changed"
    row.why = why.strip()
    row.save()


def set_procedure(case: Case, matter: Matter) -> None:
    """Write onto a matter the procedure its route leads to; the caller saves it."""
    carer = case.decisions.filter(key=f"flag:{Flag.FOSTER_CARER}").first()
    is_foster_carer = carer is not None and carer.value == "yes"
    found = procedure_for(Route(matter.route), on=received_on(case), is_foster_carer=is_foster_carer)
    matter.procedure = found.id if found else ""
    matter.procedure_version = found.version if found else ""


def check_stage(case: Case, matter: Matter, stage: int) -> None:
    """Check that the procedure of a matter has a stage; where it has none of ours, every stage will do.

    Raises:
        IncompleteError: if it has not.

    """
    procedure = procedure_of(matter, case)
    if procedure and not 1 <= stage <= len(procedure.stages):
        words = f"{procedure.title} has no stage {stage}. Choose the stage at which the matter goes on there."
        raise IncompleteError({"stage": words})


def _check_parts(old: Matter, parts: Sequence[Part]) -> None:
    if len(parts) < FEWEST_PARTS:
        raise IncompleteError({"parts": "Give at least two parts, each with its own words."})
    for place, part in enumerate(parts, 1):
        say_gist(part.gist)
        check_values({f"matter:{place}": f"{part.route}:{part.reason}" if part.reason else part.route})
    placed = {index for part in parts for index in part.evidence}
    for index, piece in enumerate(old.evidence):
        if index not in placed:
            raise IncompleteError(
                {"evidence": f"“{piece.get('quote', '')}” stands in no part. Say which it belongs to."}
            )


def _require_running(matter: Matter, done: str) -> None:
    if MatterState(matter.state) in MATTER_ENDED | MATTER_WAITS:
        raise NotNowError(f"Matter {matter.number} waits or has ended, so it cannot be {done}. Take it up again first.")
    if matter.requests.filter(state=RequestState.PENDING).exists():
        words = f"A wish for the next stage of matter {matter.number} waits for a manager's decision."
        raise NotNowError(f"{words} Until then it cannot be {done}.")


def _make_part(case: Case, old: Matter, part: Part, cause: Cause) -> Matter:
    last = case.matters.order_by("-number").values_list("number", flat=True)[0]
    new = Matter(
        case=case,
        number=last + 1,
        gist=say_gist(part.gist),
        route=part.route,
        reason=part.reason,
        needs_discretion=old.needs_discretion,
        responder=old.responder if part.route == old.route else "",
        evidence=[old.evidence[index] for index in part.evidence if index < len(old.evidence)],
        state=old.state,
        stage=old.stage,
        split_from=old,
    )
    set_procedure(case, new)
    _check_part_stage(case, new)
    take_step(new, "made_of", cause)
    if cause.member:
        settle_decision(case, new, cause.member, cause.why)
    _take_clock_along(case, old, new)
    for outcome in old.outcomes.all():
        outcome.pk, outcome.matter = None, new
        outcome.save()
    return new


def _check_part_stage(case: Case, part: Matter) -> None:
    try:
        check_stage(case, part, part.stage)
    except IncompleteError as error:
        way = "Split it on the route it is on, then send that part another way and say at which stage it goes on."
        raise IncompleteError({"parts": f"“{part.gist}”: {error.missing['stage'].partition('.')[0]}. {way}"}) from error


def _take_clock_along(case: Case, old: Matter, new: Matter) -> None:
    """Give a part the pauses and extensions of the matter it was, and the dates that were met."""
    rows: list[PauseRow | ExtensionRow | DeadlineRow] = [
        *case.pauses.filter(matter=old.number),
        *case.extensions.filter(matter=old.number),
        *case.deadlines.filter(matter=old.number).exclude(met_on=None),
    ]
    for row in rows:
        row.pk, row.matter = None, new.number
        row.save()


def _require_alike(case: Case, kept: Matter, other: Matter) -> None:
    _require_running(other, "put together with another")
    _require_running(kept, "put together with another")
    two = f"Matters {kept.number} and {other.number}"
    if route_value(kept) != route_value(other) or kept.procedure != other.procedure:
        raise NotNowError(f"{two} go different ways, each with its own dates. Send one the way of the other first.")
    if kept.state != other.state:
        raise NotNowError(f"{two} are not at the same stage, so one would lose its date.")
    if Outcome.objects.filter(matter__in=[kept, other]).exists():
        raise NotNowError(f"{two} have been answered, each with its outcome. What was answered apart stays apart.")
    if _own_clock(case, kept) != _own_clock(case, other):
        raise NotNowError(f"{two} have been paused or extended apart. End the pause first, or leave them apart.")


def _own_clock(case: Case, matter: Matter) -> tuple[object, ...]:
    pauses = case.pauses.filter(matter=matter.number).values_list("stage", "from_on", "until_on")
    extensions = case.extensions.filter(matter=matter.number).values_list("stage", "until_on", "told_on")
    return tuple(pauses), tuple(extensions)
