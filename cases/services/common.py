"""Hold what every service asks first: who is it, and is it still the version they saw."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from cases.errors import NotAllowedError, StaleError
from cases.models import Case, Letter, Mail, TeamMember
from cases.services.alert_rows import raise_alert
from cases.states import MailState
from classify.labels import RISK_FLAGS, Flag
from classify.reading import Evidence

NEW_WORDS = "new_words"
"""The doubt of a case that was decided before words of it came in; whoever decides again has them before them."""


def require_decider(member: TeamMember) -> None:
    """Let those pass who may decide about cases.

    Raises:
        NotAllowedError: for anybody else.

    """
    if not (member.is_active and member.may_decide):
        raise NotAllowedError(f"{member.full_name} may not decide about cases. Ask an administrator for the role.")


def require_version(row: Case | Letter, version: int) -> None:
    """Let a save pass that started from what the row still says.

    Raises:
        StaleError: if somebody saved in between.

    """
    if row.version != version:
        raise StaleError(row.version)


def plain_evidence(evidence: Iterable[Evidence]) -> list[dict[str, object]]:
    """Return evidence as the rows keep it."""
    return [{"where": e.where, "start": e.start, "end": e.end, "quote": e.quote} for e in evidence]


def note_open_alerts(case: Case) -> None:
    """Write onto a locked case whether a sign of danger is open in it, where the queue looks for it."""
    case.has_open_alert = case.alerts.filter(state="open", flag__in=[flag.value for flag in RISK_FLAGS]).exists()
    case.save(update_fields=["has_open_alert"])


def raise_risks(mail: Mail, found: Mapping[Flag, Sequence[Evidence]]) -> None:
    """Raise the signs of danger among these flags of a locked mail, each once."""
    for flag, evidence in found.items():
        if flag in RISK_FLAGS:
            raise_alert(mail, flag.value, plain_evidence(evidence))


def note_replies_read(case: Case) -> None:
    """Note that who decides about a locked case has its joined messages before them; the caller saves the case.

    A message that came in after they opened the case has grown its version, so their save is refused. One with a part
    that no machine could read stays listed until a person says that they have read it.
    """
    case.mails.filter(state=MailState.JOINED, looked_at=None, unread_parts=0).update(looked_at=timezone.now())
    case.waiting_for = ""
    case.doubts = [doubt for doubt in case.doubts if doubt.get("code") != NEW_WORDS]
