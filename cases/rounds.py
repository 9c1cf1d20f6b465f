"""Name what the clock goes round with every half minute, beside its sweep; each finds from the rows what is due."""

import logging
from collections.abc import Callable
from threading import Event
from typing import Final

from django.conf import settings

from cases import digest, telling
from cases.audit import seals, told
from cases.dates_watch import DatesWatch
from cases.outgoing import mail_administrator, mail_member
from cases.reconcile import reconcile_when_due
from cases.sent_copies import SentCopies
from cases.services.matters.parking import wake_due

log = logging.getLogger("putright.workers")

Round = Callable[[Event], object]


def tell_administrator(_: Event) -> None:
    """Send the administrator what they are to be told; while the post is down it is kept, and tried again."""
    if settings.PUTRIGHT_ADMINISTRATOR:
        telling.tell(mail_administrator)


def wake_parked(_: Event) -> None:
    """Bring the cases back of which something is to be asked again today."""
    if woken := wake_due():
        log.info("parked woken=%d", woken)


def send_digests(_: Event) -> None:
    """Send the morning's mails that are due; what did not leave is tried again all day."""
    digest.send_due(mail_member)


def seal_history(_: Event) -> None:
    """Seal the history when that is due, and tell of each seal where whoever can change the database cannot."""
    seals.seal_when_due()
    told.tell_seals(mail_administrator)


QUICK: Final = (telling.keep_alarms, tell_administrator, wake_parked)
SLOW: Final = (send_digests, reconcile_when_due, seal_history)


def all_rounds() -> tuple[Round, ...]:
    """Return what one clock goes round with, what is quick first; the watches over dates and copies are its own."""
    return (*QUICK, DatesWatch().keep, SentCopies().keep, *SLOW)
