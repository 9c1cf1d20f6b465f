"""Put one mail with a case, and give it back; shared by the services that join cases and take that back."""

from collections.abc import Sequence

from django.utils import timezone

from cases.models import Case, Joining, Mail, TeamMember
from cases.services.danger.bringing import bring_along
from cases.services.leaving import NEW_MESSAGE
from cases.services.mail import move_mail
from cases.services.meeting import what_is_new
from cases.services.tasks.replies import forget_mail
from cases.services.tasks.taking_in import take_in
from cases.states import CASE_MOVES, CaseState, MailState, check_move

OPENING = frozenset({MailState.SORTED, MailState.DRAFTED})
"""The states of a mail that a case was opened for."""
RESTING = frozenset({CaseState.ACKNOWLEDGED, CaseState.WAITING, CaseState.FILED})


def put_mail(
    mail: Mail,
    case: Case,
    *,
    raises: Sequence[Sequence[str]] = (),
    came_with: Case | None = None,
    member: TeamMember | None = None,
    was: str = "",
) -> None:
    """Put a locked mail with a locked case, which comes back to the team; the caller moves the mail."""
    mail.case = case
    mail.save(update_fields=["case"])
    bring_along(mail, case)
    if case.state in RESTING:
        check_move(CASE_MOVES, CaseState(case.state), CaseState.TRIAGE)
        case.state = CaseState.TRIAGE
    case.waiting_for = NEW_MESSAGE
    save_case(case)
    how = {"came_with": came_with, "member": member, "was": was, "raises": list(raises)}
    Joining.objects.update_or_create(mail=mail, defaults={"case": case, "at": timezone.now(), **how})
    take_in(case)


def carry_mail(mail: Mail, case: Case, other: Case, member: TeamMember) -> None:
    """Take one mail of a case along to the other: the one it was opened for, and what has come to it since."""
    was = MailState(mail.state)
    raises = what_is_new(case, other) if was in OPENING else _raised(mail)
    put_mail(mail, other, came_with=case, member=member, raises=raises, was=was)
    if was in OPENING:
        move_mail(mail, MailState.JOINED, "mail_joined", {"case": other.pk, "from": case.pk})


def give_mail_back(joining: Joining, case: Case, other: Case) -> None:
    """Give one mail back to the case it came with, as it was there."""
    mail = Mail.objects.select_for_update().get(pk=joining.mail_id)
    mail.case = case
    mail.save(update_fields=["case"])
    if joining.was == MailState.JOINED:
        joining.case, joining.came_with, joining.was = case, None, ""
        joining.save()
    else:
        joining.delete()
    forget_mail(mail.pk, other)
    if joining.was in OPENING and mail.state == MailState.JOINED:
        move_mail(mail, MailState.DRAFTED, "mail_taken_back", {"case": case.pk, "from": other.pk})
    bring_along(mail, case)


def _raised(mail: Mail) -> list[list[str]]:
    joining = Joining.objects.filter(mail=mail).first()
    return list(joining.raises) if joining else []


def save_case(case: Case) -> None:
    """Save a locked case under a new version."""
    case.version += 1
    case.save()
