"""Send each member of the team one mail a working day, in the morning, with what waits for them."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from cases import leases
from cases.desk import desk_calendar
from cases.digest_words import DigestMail, compose
from cases.models import Digest, TeamMember
from cases.selectors.cover import away_on
from cases.selectors.digest import Morning, is_sent_to, read_morning, team
from cases.services.days import digests
from config.logs import place_of
from letters.errors import LetterError

log = logging.getLogger("putright.digest")
LEASE_SECONDS = 300.0
NEVER = "off"
NOT_TAKEN = "The mail server could not be reached, or did not take the mail."
"""What the server said may hold an address, so it is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """Hold one mail on its way to one member; the same ``key`` is the same mail, however often it is tried."""

    address: str
    mail: DigestMail
    key: str


def digest_time() -> time | None:
    """Return the hour of the morning's mail in London, None if it never goes.

    Raises:
        ImproperlyConfigured: if PUTRIGHT_DIGEST_AT is no time of a day.

    """
    if settings.PUTRIGHT_DIGEST_AT.lower() == NEVER:
        return None
    try:
        return datetime.strptime(settings.PUTRIGHT_DIGEST_AT, "%H:%M").time()  # noqa: DTZ007 - an hour of the wall
    except ValueError as error:
        raise ImproperlyConfigured("PUTRIGHT_DIGEST_AT is no time of a day. Write it as 07:30, or off.") from error


def is_wanted(now: datetime) -> bool:
    """Say whether the morning's mails are to leave: it is a working day, and its hour has come."""
    if not (settings.PUTRIGHT_SMTP_URL and settings.PUTRIGHT_PUBLIC_URL):
        return False
    at, local = digest_time(), timezone.localtime(now)
    return at is not None and local.time() >= at and desk_calendar().is_working_day(local.date())


def send_due(send: Callable[[Outgoing], None]) -> int:
    """Send what is due this morning, each mail in its own time; return how many left.

    Of several processes one does it; a mail is taken before it is sent, so that nobody has it twice.
    """
    now = timezone.now()
    if not is_wanted(now):
        return 0
    on = timezone.localdate(now)
    away = away_on(on)
    digests.plan(on=on, member_ids=[one.pk for one in team() if one.email and one.pk not in away and is_sent_to(one)])
    waiting = digests.due(on=on)
    if not waiting or not leases.take("digest", seconds=LEASE_SECONDS):
        return 0
    try:
        morning, number = read_morning(on), 0
        for digest_id in waiting:
            try:
                number += _send_one(digest_id, morning, send)
            except LetterError as error:
                log.error("digest=%d outcome=not_sent error=%s", digest_id, place_of(error))  # noqa: TRY400 - no words
                digests.mark_failed(digest_id=digest_id, words=NOT_TAKEN)
                # A server that is down would hold up each of the others as long: they are tried in the next round.
                break
        return number
    finally:
        leases.give_back("digest")


def _send_one(digest_id: int, morning: Morning, send: Callable[[Outgoing], None]) -> bool:
    row = digests.take(digest_id=digest_id)
    if row is None:
        return False
    is_here = row.member_id in morning.able and row.member_id not in morning.away and is_sent_to(row.member)
    mail = compose(row.member, morning, public_url=settings.PUTRIGHT_PUBLIC_URL)
    if not (is_here and mail.lines):
        digests.mark_sent(digest_id=row.pk, lines=0)
        return False
    send(Outgoing(address=row.member.email, mail=mail, key=_key(row)))
    digests.mark_sent(digest_id=row.pk, lines=mail.lines)
    log.info("digest=%d outcome=sent", row.pk)
    return True


def show(member: TeamMember) -> DigestMail:
    """Return the mail a member would get now."""
    url = settings.PUTRIGHT_PUBLIC_URL or "http://localhost:8000"
    return compose(member, read_morning(timezone.localdate()), public_url=url)


def _key(row: Digest) -> str:
    return f"morning-{row.on.isoformat()}-{row.member_id}"
