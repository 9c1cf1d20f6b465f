"""Move the dates of open cases to what calendar, procedures and convention now say, each case by itself."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.clocks import save_deadlines
from cases.desk import desk_council, desk_procedures
from cases.errors import NotAllowedError, NotNowError
from cases.letter_case import acknowledgements
from cases.models import Case, Role, TeamMember
from cases.redating import APPLIED, CHAIN, UNCOUNTABLE, Moved, has_old_files, loaded_digest, open_cases, preview_case
from cases.selectors.alarms import AlarmKind
from cases.services import alarms
from cases.services.drafting import redraft
from cases.states import CaseState, LetterState
from config.procedure_versions import procedures_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Redated:
    """Hold what was done: each date that moved, and the references of the cases that could not be counted."""

    moved: tuple[Moved, ...]
    failed: tuple[str, ...] = ()


def redate(*, digest: str, member: TeamMember | None = None) -> Redated:
    """Count the dates of every open case anew, each in a transaction of its own, and note by what they were counted.

    ``digest`` is what the preview was made by. ``member`` is None for whoever rules the machine itself. A case that
    cannot be counted is named and left as it is; the others move all the same.

    Raises:
        NotAllowedError: for anybody but a manager or an administrator.
        NotNowError: if the files have changed since the preview, or since this process read them.

    """
    if member and not may_redate(member):
        raise NotAllowedError("Only a manager or an administrator may move the dates of all cases.")
    if digest != loaded_digest():
        raise NotNowError("What dates are counted by has changed since you looked. Look at what would move again.")
    if has_old_files():
        raise NotNowError("The files have changed since Putright was started. Start it again, then look again.")
    moved, failed = list[Moved](), list[str]()
    for case_id, reference in [(case.pk, case.reference) for case in open_cases()]:
        try:
            moved += redate_case(case_id=case_id, member=member)
        except UNCOUNTABLE:
            failed.append(reference)
    if not failed:
        note_applied(moved=len(moved), member=member)
        alarms.clear_alarm(kind=AlarmKind.DATES_MOVE)
    return Redated(moved=tuple(moved), failed=tuple(failed))


def may_redate(member: TeamMember) -> bool:
    """Say whether somebody may move the dates of all cases."""
    return member.is_active and member.role in {Role.MANAGER, Role.ADMINISTRATOR}


@transaction.atomic
def redate_case(*, case_id: int, member: TeamMember | None = None) -> list[Moved]:
    """Count one case's dates anew; return what moved. The event of the move holds each old and new date.

    A letter that nobody has changed or signed is drafted with the new dates. One that a person has changed stays.
    """
    case = Case.objects.select_for_update().get(pk=case_id)
    if case.state == CaseState.FILED or case.joined_to_id:
        return []
    moved = preview_case(case, timezone.localdate())
    _note_versions(case, member)
    if moved:
        save_deadlines(case, council=desk_council(), procedures=desk_procedures(), by=member)
        _redraft_untouched(case)
    return moved


@transaction.atomic
def note_applied(*, moved: int, member: TeamMember | None = None) -> None:
    """Write down by what all open cases are counted now."""
    events.record(APPLIED, chain=CHAIN, actor=member, facts={"digest": loaded_digest(), "moved": moved})


def _note_versions(case: Case, member: TeamMember | None) -> None:
    """Write onto each matter which version of its procedure was in force on the day of receipt."""
    in_force = procedures_on(desk_procedures(), timezone.localdate(case.received_at))
    changed = []
    for matter in case.matters.exclude(procedure=""):
        found = in_force.get(matter.procedure)
        if found and found.version != matter.procedure_version:
            matter.procedure_version = found.version
            matter.save(update_fields=["procedure_version"])
            changed.append(matter.number)
    if changed:
        events.record_for_case("procedure_versions_noted", case, actor=member, facts={"matters": changed})


def _redraft_untouched(case: Case) -> None:
    open_ones = acknowledgements(case).filter(state=LetterState.DRAFT)
    if open_ones.exists() and not open_ones.filter(editors__isnull=False).exists():
        redraft(case)
