"""Open a referral again that was found needless: with times of its own from now on, and calls about them."""

from datetime import datetime

from cases.models import Call, Referral, TeamMember
from cases.safety_net import SHORT
from cases.services.danger.rows import record

MOST_ROUNDS = 9
"""A call's name has one place for the number of its round."""


def is_needless(row: Referral) -> bool:
    """Say whether a referral was ended without an answer: somebody found that it is not needed."""
    return row.ended_at is not None and row.answered_at is None


def reopen(row: Referral, member: TeamMember, *, due_at: datetime) -> None:
    """Open a referral of a locked alert again.

    What was called about it before stays listed, under another name, so that its steps call anew.
    """
    row.ended_at, row.why_not, row.due_at = None, "", due_at
    row.save(update_fields=["ended_at", "why_not", "due_at"])
    for call in Call.objects.filter(alert=row.alert, step__endswith=f"_{SHORT[row.to]}"):
        _put_by(call)
    record("referral_due", row.alert, actor=member, facts={"to": row.to, "referral": row.pk, "again": True})


def _put_by(call: Call) -> None:
    same = Call.objects.filter(alert=call.alert_id, contact=call.contact, channel=call.channel)
    names = [f"{call.step}{number}" for number in range(1, MOST_ROUNDS + 1)]
    taken = set(same.filter(step__in=names).values_list("step", flat=True))
    free = [name for name in names if name not in taken]
    if not free:
        # Nobody looks for the tenth round of the same call; the chain of events holds it all the same.
        call.delete()
        return
    call.step = free[0]
    call.save(update_fields=["step"])
