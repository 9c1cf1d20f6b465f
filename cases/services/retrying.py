"""Let mails be tried again, one or all of a kind, because a person says that what stopped them is mended."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from cases import events, virus
from cases.models import Mail, TeamMember
from cases.plain import message_of
from cases.records.mail import Again
from cases.services.common import require_decider
from cases.states import MAIL_ENDED
from ingest.message import ProblemCode, all_problems

CURABLE = frozenset(
    {
        ProblemCode.NO_READER,
        ProblemCode.TOO_SLOW,
        ProblemCode.CRASHED,
        ProblemCode.UNFINISHED,
        ProblemCode.NOT_SCANNED,
        # The scan looks again, with the signatures of the day: only it can take back what it said.
        ProblemCode.INFECTED,
    }
)
"""What may end otherwise once something on our side is mended; a password never comes by itself."""


def can_try(mail: Mail) -> bool:
    """Say whether trying a mail again can help."""
    if mail.stuck or mail.scan_awaited_from:
        return True
    if mail.text is None or mail.state not in MAIL_ENDED or mail.again:
        return False
    return any(problem.code in CURABLE for problem in all_problems(message_of(mail)))


@transaction.atomic
def try_again(*, mail_id: int, member: TeamMember) -> Mail:
    """Let a mail be tried again: the step it stopped at, or, if it has come to its end, the reading of it, whole.

    A person's request starts the count of tries anew. What was read before is kept, whatever comes of it.
    """
    require_decider(member)
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    now = timezone.now()
    if not (mail.stuck or mail.scan_awaited_from) and can_try(mail):
        mail.again = Again.READ
        if virus.is_wanted():
            mail.virus_scan = None
    if not (mail.busy_until and mail.busy_until > now):
        mail.tries, mail.due_at = 0, now
    mail.stuck = False
    mail.save(update_fields=["tries", "stuck", "due_at", "again", "virus_scan"])
    facts = {"state": mail.state, "again": mail.again}
    events.record("mail_tried_again", chain=f"mail:{mail.pk}", case=mail.case, actor=member, facts=facts)
    return mail


def try_all_again(*, mail_ids: Sequence[int], member: TeamMember) -> int:
    """Let each of these mails be tried again that can be; return how many."""
    done = 0
    for mail in Mail.objects.filter(pk__in=mail_ids).order_by("received_at", "pk"):
        if can_try(mail):
            try_again(mail_id=mail.pk, member=member)
            done += 1
    return done
