"""Find the signed letters that somebody must print and post; reads only."""

from django.db.models import F, QuerySet

from cases.conflicts import shut_to
from cases.models import Letter, TeamMember
from cases.states import LetterState
from letters.draft import Channel


def letters_to_post(member: TeamMember) -> QuerySet[Letter]:
    """Return the letters that wait to be posted, of no case that is shut to this member, the nearest date first."""
    rows = Letter.objects.filter(state=LetterState.APPROVED, channel=Channel.POST)
    rows = rows.exclude(case__in=shut_to(member)).select_related("case", "signer")
    return rows.order_by(F("case__next_due_on").asc(nulls_last=True), "signed_at", "pk")
