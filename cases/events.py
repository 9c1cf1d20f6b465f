"""Write down what happened, each event linked to the one before it, so that a change is seen."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Case, Event, TeamMember


def record(
    verb: str,
    *,
    chain: str,
    case: Case | None = None,
    actor: TeamMember | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Event:
    """Add one event to the end of a chain, inside the transaction of the change it tells of.

    ``facts`` are ids, codes and counts: never a name, an address or words of a message.
    """
    if not transaction.get_connection().in_atomic_block:
        message = f"Event {verb} outside a transaction: it must stand or fall with its change."
        raise RuntimeError(message)
    _hold_chain(chain)
    last = Event.objects.filter(chain=chain).order_by("-number").only("number", "digest").first()
    event = Event(
        chain=chain,
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        verb=verb,
        actor=actor,
        case=case,
        facts=dict(facts or {}),
        before=last.digest if last else "",
    )
    event.digest = digest_of_event(event)
    event.save(force_insert=True)
    return event


def record_for_case(
    verb: str, case: Case, *, actor: TeamMember | None = None, facts: Mapping[str, Any] | None = None
) -> Event:
    """Add one event to a case's own chain."""
    return record(verb, chain=f"case:{case.pk}", case=case, actor=actor, facts=facts)


def digest_of_event(event: Event) -> str:
    """Return the digest that an event must have: over its own content and the digest before it."""
    return digest_of_content(
        before=event.before,
        chain=event.chain,
        number=event.number,
        at=event.at,
        verb=event.verb,
        actor_id=event.actor_id,
        case_id=event.case_id,
        facts=event.facts,
    )


def digest_of_content(
    *,
    before: str,
    chain: str,
    number: int,
    at: datetime,
    verb: str,
    actor_id: int | None,
    case_id: int | None,
    facts: object,
) -> str:
    """Return the digest of an event by its parts, for whoever reads many of them without making rows."""
    content = [before, chain, number, _stamp(at), verb, actor_id, case_id, facts]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def broken_links(chain: str) -> list[int]:
    """Return the numbers of a chain's events that were changed, moved or taken out since they were written."""
    broken, before, expected = [], "", 1
    for event in Event.objects.filter(chain=chain).order_by("number"):
        if event.number != expected or event.before != before or event.digest != digest_of_event(event):
            broken.append(event.number)
        before, expected = event.digest, event.number + 1
    return broken


def _hold_chain(chain: str) -> None:
    """Let nobody else write into a chain until this transaction ends, so that the next number is ours.

    Whoever writes about a case, a mail or a member holds that row already; a chain of Putright itself has no row. On
    SQLite there is one writer at a time, so nothing is to be held.
    """
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(chain.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
