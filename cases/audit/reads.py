"""Write down who was shown what of a case, a mail or a list: one event a person, a page and a minute.

A read is written in a transaction of its own that holds the row of its chain for two small statements, so that it
keeps no worker waiting; where the same page was shown to the same person within a minute, nothing is locked at all.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Case, Event, Mail, TeamMember

WITHIN = timedelta(minutes=1)
"""A page that is loaded again within this is the same reading of it."""
LOOKED_THROUGH = 40
"""How many of a chain's newest events are looked through for the same reading; more never fall into one minute."""

CASE_READ, MAIL_READ, LIST_READ = "case_read", "mail_opened", "list_read"


def record_read(*, case_id: int, member: TeamMember, what: str) -> bool:
    """Write down that this person was shown a page of a case; return whether that was not known already.

    ``what`` is the page's name in the list of addresses. A case that is not there is passed over.
    """
    chain, facts = f"case:{case_id}", {"what": what}
    if was_read_lately(chain, CASE_READ, member, facts):
        return False
    with transaction.atomic():
        # Of the row only its key is read: it is locked so that the chain's next number is ours, and let go at once.
        case = Case.objects.select_for_update().only("pk").filter(pk=case_id).first()
        if case:
            events.record(CASE_READ, chain=chain, case=case, actor=member, facts=facts)
    return case is not None


def record_mail_read(*, mail_id: int, member: TeamMember, what: str) -> bool:
    """Write down that this person was shown a page of a mail: in its case's chain, else in the mail's own."""
    case_id = Mail.objects.filter(pk=mail_id).values_list("case_id", flat=True).first()
    if case_id is not None:
        return record_read(case_id=case_id, member=member, what=what)
    chain, facts = f"mail:{mail_id}", {"what": what}
    if was_read_lately(chain, MAIL_READ, member, facts):
        return False
    with transaction.atomic():
        mail = Mail.objects.select_for_update().only("pk").filter(pk=mail_id).first()
        if mail:
            events.record(MAIL_READ, chain=chain, actor=member, facts=facts)
    return mail is not None


def record_list(*, member: TeamMember, what: str, filters: Sequence[str] = (), rows: int | None = None) -> bool:
    """Write down that this person was shown a list: which kinds of filters were on and how many rows, no words."""
    chain, facts = f"member:{member.pk}", {"what": what, "filters": sorted(filters), "rows": rows}
    if was_read_lately(chain, LIST_READ, member, facts):
        return False
    with transaction.atomic():
        # Others may name this member in their events meanwhile.
        TeamMember.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
        events.record(LIST_READ, chain=chain, actor=member, facts=facts)
    return True


def was_read_lately(
    chain: str, verb: str, member: TeamMember, facts: Mapping[str, Any], *, now: datetime | None = None
) -> bool:
    """Say whether this person was shown this very page a moment ago; nothing is locked for the question."""
    since = (now or timezone.now()) - WITHIN
    newest = Event.objects.filter(chain=chain).order_by("-number")
    rows = newest.values_list("verb", "actor_id", "at", "facts")[:LOOKED_THROUGH]
    return any(
        (found, actor_id) == (verb, member.pk) and at > since and kept == facts for found, actor_id, at, kept in rows
    )
