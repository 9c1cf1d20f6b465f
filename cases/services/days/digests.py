"""Write down which morning's mail is to leave, is being sent, has left, or did not."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Digest, TeamMember

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=30)
TAKEN_FOR = timedelta(minutes=5)
"""How long whoever has taken one has to send it; after a crash it is tried again then, with the same Message-ID."""


@transaction.atomic
def plan(*, on: date, member_ids: Iterable[int]) -> int:
    """Make a row for everybody who has none for this morning; return how many were new."""
    known = set(Digest.objects.filter(on=on).values_list("member_id", flat=True))
    new = [Digest(member_id=id_, on=on, try_at=timezone.now()) for id_ in member_ids if id_ not in known]
    # Another process may be planning the same morning: its rows stand.
    Digest.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def due(*, on: date) -> list[int]:
    """Return the ids of this morning's mails that are to leave now, oldest first."""
    rows = Digest.objects.filter(on=on, sent_at=None, try_at__lte=timezone.now())
    return list(rows.order_by("try_at", "pk").values_list("pk", flat=True))


def take(*, digest_id: int) -> Digest | None:
    """Take one for sending; None if another process has taken it, or it has left."""
    now = timezone.now()
    free = Digest.objects.filter(pk=digest_id, sent_at=None, try_at__lte=now)
    taken = free.update(try_at=now + TAKEN_FOR)
    return Digest.objects.select_related("member").get(pk=digest_id) if taken else None


@transaction.atomic
def mark_sent(*, digest_id: int, lines: int) -> None:
    """Note that the mail server took it, or, with no line, that there was nothing to tell."""
    row = Digest.objects.select_for_update().get(pk=digest_id)
    row.sent_at, row.lines, row.trouble = timezone.now(), lines, ""
    row.save(update_fields=["sent_at", "lines", "trouble"])
    facts = {"on": row.on.isoformat(), "lines": lines}
    events.record("digest_sent" if lines else "digest_empty", chain=f"member:{row.member_id}", facts=facts)


@transaction.atomic
def mark_failed(*, digest_id: int, words: str) -> None:
    """Note that it did not leave and why; it is tried again later, all day."""
    row = Digest.objects.select_for_update().get(pk=digest_id)
    row.try_at = timezone.now() + min(FIRST_WAIT * 2 ** min(row.tries, 10), LONGEST_WAIT)
    row.tries += 1
    row.trouble = words[:200]
    row.save(update_fields=["try_at", "tries", "trouble"])
    facts = {"on": row.on.isoformat(), "tries": row.tries}
    events.record("digest_not_sent", chain=f"member:{row.member_id}", facts=facts)


@transaction.atomic
def set_address(*, member_id: int, address: str) -> None:
    """Set where a member's morning mail goes."""
    member = TeamMember.objects.select_for_update(no_key=True).get(pk=member_id)
    member.email = address
    member.save(update_fields=["email"])
    events.record("member_address_set", chain=f"member:{member_id}")


@transaction.atomic
def switch(*, member: TeamMember, is_on: bool) -> TeamMember:
    """Switch a member's own morning mail off or on; a manager is told of danger and late dates all the same."""
    row = TeamMember.objects.select_for_update(no_key=True).get(pk=member.pk)
    if row.digest_on != is_on:
        row.digest_on = is_on
        row.save(update_fields=["digest_on"])
        verb = "digest_switched_on" if is_on else "digest_switched_off"
        events.record(verb, chain=f"member:{row.pk}", actor=row)
    return row
