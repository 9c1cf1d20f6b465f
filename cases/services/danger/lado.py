"""Write what follows when a worker or carer is accused: the LADO is told, and whoever is accused is not.

Source: Working Together to Safeguard Children; local practice for allegations against people who work with children
(the designated officer within one working day; the accused person is told nothing before they agree).
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.errors import NotNowError
from cases.models import Alert, Case, Conflict, Decision, Letter, Referral, Role, TeamMember
from cases.services.danger.again import is_needless, reopen
from cases.services.danger.days import lado_by
from cases.services.danger.rows import locked_alert, record
from cases.services.tasks.conflicts import add_conflict, open_conflict
from cases.states import AlertState
from classify.labels import RISK_FLAGS, Flag

LADO = "lado"
UNDER_WAY = (AlertState.OPEN, AlertState.ESCALATED, AlertState.CONFIRMED)
ACCUSED_KEY = f"flag:{Flag.ABOUT_WORKER_OR_CARER}"
TELLS_STAFF = frozenset({"fluency_notice"})
"""The paragraphs that say that we tell a member of staff what was said about them."""
WHY_SHUT = "A sign of danger in this case is about them."


@transaction.atomic
def refer_to_lado(*, alert_id: int, member: TeamMember | None = None, accused: TeamMember | None = None) -> Referral:
    """Write that an alert is about a worker or carer: the LADO is told within one working day, and nobody accused is.

    ``member`` is who says so, None where the decision in force does. Somebody of the team who is accused is shut out.

    Raises:
        NotNowError: for an alert that was found to be none.

    """
    alert = locked_alert(alert_id, member)
    if alert.state not in UNDER_WAY or alert.flag not in RISK_FLAGS:
        raise NotNowError("This is not a sign of danger that is being dealt with. Raise one first.")
    now = timezone.now()
    row, is_new = Referral.objects.get_or_create(
        alert=alert, to=LADO, defaults={"due_at": lado_by(now if member else alert.raised_at)}
    )
    row.alert = alert
    if member and is_needless(row):
        reopen(row, member, due_at=lado_by(now))
    if accused and accused != row.accused:
        row.accused = accused
        if alert.case_id and member:
            keep_out(alert.case_id, accused, by=member)
    row.save()
    if is_new or accused:
        facts = {"to": LADO, "referral": row.pk, "accused": accused.pk if accused else None}
        record("referral_due", alert, actor=member, facts=facts)
    return row


def keep_out(case_id: int, accused: TeamMember, *, by: TeamMember) -> None:
    """Shut a locked case to a member of the team who is accused in it; an administrator sees no case anyway."""
    if accused.role != Role.ADMINISTRATOR:
        add_conflict(case_id=case_id, member=by, about_id=accused.pk, why=WHY_SHUT)


def shut_to_accused(case: Case) -> int:
    """Shut a locked case to each colleague who is accused in it and about whom nothing is written there yet.

    A message takes its sign of danger along to another case; one whom a manager let in again stays in. Return how many.
    """
    rows = unshut().filter(alert__case=case).select_related("accused").order_by("pk")
    members = {row.accused_id: row.accused for row in rows if row.accused}
    for member in members.values():
        open_conflict(Conflict(case=case, member=member, why=WHY_SHUT, at=timezone.now()), None)
    return len(members)


def unshut() -> QuerySet[Referral]:
    """Return the referrals that accuse a colleague to whom the case is not shut, and was not opened again either.

    A referral that was found needless accuses nobody; one that was answered still does.
    """
    known = Conflict.objects.filter(case=OuterRef("alert__case"), member=OuterRef("accused"))
    rows = Referral.objects.filter(to=LADO, accused__isnull=False, alert__case__isnull=False)
    rows = rows.filter(Q(ended_at=None) | Q(answered_at__isnull=False)).exclude(accused__role=Role.ADMINISTRATOR)
    return rows.exclude(Exists(known))


def accused_alerts() -> list[int]:
    """Return the alerts under way whose case is about a worker or carer by the decision in force, and not referred."""
    return list(_about_somebody().exclude(referrals__to=LADO).order_by("pk").values_list("pk", flat=True))


def is_somebody_accused(case: Case) -> bool:
    """Say whether a worker or carer is accused in a case and the LADO has not answered yet."""
    waiting = Referral.objects.filter(alert__case=case, to=LADO, ended_at=None, answered_at=None)
    is_referred = waiting.exclude(alert__state=AlertState.DISMISSED).exists()
    return is_referred or _about_somebody().filter(case=case).exclude(referrals__to=LADO).exists()


def why_somebody_is_warned(letter: Letter) -> str:
    """Say why a letter that tells a member of staff what was said may not go, "" if nobody is accused."""
    keys = {paragraph.get("key") for paragraph in letter.draft.get("paragraphs", ())}
    if not keys & TELLS_STAFF or not is_somebody_accused(letter.case):
        return ""
    return (
        "This letter says that a member of staff will be told. Until the designated officer (LADO) has answered, "
        "nobody who may be accused is told: wait for the answer, or take that part out."
    )


def require_nobody_warned(letter: Letter) -> None:
    """Let a letter pass that tells no member of staff what was said, while somebody is accused.

    Raises:
        NotNowError: for one that does.

    """
    if words := why_somebody_is_warned(letter):
        raise NotNowError(words)


def _about_somebody() -> QuerySet[Alert]:
    said = Decision.objects.filter(key=ACCUSED_KEY).filter(Q(chosen="yes") | Q(chosen="", suggested="yes"))
    return Alert.objects.filter(flag=Flag.SAFEGUARDING, state__in=UNDER_WAY, case__in=said.values("case"))
