"""Seal the history: write down the newest link of every chain that grew, so that a chain cannot be cut off unseen.

A chain shows by itself that a link was changed or taken out of its middle, not that its newest links were cut off or
that an older copy of everything was put back. A seal covers the newest links and the seal before it; it is told to
somebody, or written where whoever can change the database cannot (``cases.audit.told``).
"""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases import leases
from cases.models import Event, Seal

EVERY = timedelta(days=1)
MOST_EVENTS = 500
"""How many new events make a seal before the day is over."""
SETTLED = timedelta(minutes=10)
"""How old an event must be: one whose transaction is still open gets its number before others that are seen first."""
LEASE_SECONDS = 120.0
CHUNK = 2_000

Head = tuple[str, int, str]
"""A chain, the number of its newest link, and that link's digest."""


def seal_when_due(now: datetime | None = None) -> Seal | None:
    """Make a seal if a day has passed or many events have come since the last; None if not, or another process does."""
    now = now or timezone.now()
    if not is_due(now) or not leases.take("sealing", seconds=LEASE_SECONDS):
        return None
    try:
        return seal(now) if is_due(now) else None
    finally:
        leases.give_back("sealing")


def is_due(now: datetime) -> bool:
    """Say whether there are settled events, and enough of them or for long enough, that no seal covers."""
    last = Seal.objects.order_by("-number").first()
    rows = Event.objects.filter(pk__gt=last.last_event if last else 0)
    if last is None or now - last.at >= EVERY:
        return rows.filter(at__lte=now - SETTLED).exists()
    return rows.order_by("pk")[MOST_EVENTS - 1 : MOST_EVENTS].exists()


@transaction.atomic
def seal(now: datetime) -> Seal | None:
    """Seal every settled event that no seal covers yet; None if there is none."""
    last = Seal.objects.select_for_update().order_by("-number").first()
    from_id = last.last_event if last else 0
    new = Event.objects.filter(pk__gt=from_id)
    unsettled = new.filter(at__gt=now - SETTLED).order_by("pk").values_list("pk", flat=True).first()
    rows = (new.filter(pk__lt=unsettled) if unsettled else new).order_by("pk")
    heads: dict[str, tuple[int, str]] = {}
    number_of_events, to_id = 0, from_id
    for key, chain, number, digest in rows.values_list("pk", "chain", "number", "digest").iterator(chunk_size=CHUNK):
        heads[chain] = max(heads.get(chain, (0, "")), (number, digest))
        number_of_events, to_id = number_of_events + 1, key
    if not heads:
        return None
    made = Seal(
        number=last.number + 1 if last else 1,
        at=now,
        events=(last.events if last else 0) + number_of_events,
        last_event=to_id,
        before=last.digest if last else "",
        heads=[[chain, number, digest] for chain, (number, digest) in sorted(heads.items())],
    )
    made.digest = digest_of_seal(made)
    made.save(force_insert=True)
    return made


def digest_of_seal(made: Seal) -> str:
    """Return the digest that a seal must have."""
    return digest_of_parts(
        number=made.number,
        at=stamp(made.at),
        events=made.events,
        last_event=made.last_event,
        before=made.before,
        heads=made.heads,
    )


def digest_of_parts(
    *, number: int, at: str, events: int, last_event: int, before: str, heads: Sequence[Sequence[object]]
) -> str:
    """Return the digest of a seal by its parts, ``at`` as ``stamp`` writes it."""
    return hashlib.sha256(json.dumps([before, number, at, events, last_event, list(heads)]).encode()).hexdigest()


def stamp(at: datetime) -> str:
    """Return a moment as seals write it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def short_words(made: Seal) -> str:
    """Return a seal in one line, to be kept by a person: its number, moment, events, and digest in groups of four."""
    digest = made.digest[:32]
    groups = " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))
    at = timezone.localtime(made.at)
    return f"Seal {made.number} of {at:%d %B %Y, %H:%M}, {made.events:,} events: {groups}"
