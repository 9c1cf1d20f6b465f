"""Write what was read out of a mail: the first, quick time, in the slow lane, and when it is read once more."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.models import Mail
from cases.monitoring.moving import move_hidden
from cases.plain import message_of, open_message_of
from cases.records.mail import SLOW, Again
from cases.services.alerts import raise_screened
from cases.services.mail import is_countable, move_mail
from cases.states import MailState
from classify.screen import Screening
from ingest.message import Message, ProblemCode, all_problems
from ingest.plain import message_to_plain

UNJUDGED = "unjudged"
"""Marks typed words that came in while their mail waited to be read again, and are judged with that."""
MOST_SLOW_TRIES = 3
"""How often a long reading is begun before the mail goes on with what the quick one had."""


@transaction.atomic
def save_message(*, mail_id: int, message: Message, screening: Screening) -> Mail:
    """Save what was read out of a mail, and every sign of danger in it; the second time changes nothing.

    Where the time for it ran out, the mail waits for the slow lane; what was read is saved and screened all the same.
    """
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if mail.state != MailState.STORED:
        return mail
    _keep(mail, message, screening)
    sent_at = message.sent_at
    if mail.received_from == "fetch" and sent_at and sent_at <= mail.stored_at and is_countable(sent_at):
        # A folder knows no arrival: the sender's own date is the earlier, and so the safer, one.
        mail.received_at, mail.received_from = sent_at, "date"
    facts = {"attachments": len(message.attachments), "unread": mail.unread_parts, "alerts": len(screening.flags)}
    has_more = any(problem.code is ProblemCode.UNFINISHED for problem in all_problems(message))
    if has_more:
        mail.due_at = timezone.now()
        return move_mail(mail, MailState.PART_READ, "mail_part_read", facts)
    return move_mail(mail, MailState.READ, "mail_read", facts)


@transaction.atomic
def save_rereading(*, mail_id: int, message: Message, screening: Screening) -> Mail:
    """Save a second reading of a mail: the rest of a long scan, or what a person asked for; idempotent.

    Signs of danger are added to those there are. A mail that is a case already is judged anew by its new words.
    """
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    if not mail.is_slow:
        return mail
    before = mail.text
    _keep(mail, message, screening)
    facts = {"attachments": len(message.attachments), "unread": mail.unread_parts, "alerts": len(screening.flags)}
    if mail.state == MailState.PART_READ:
        return move_mail(mail, MailState.READ, "mail_read_on", facts)
    is_news = _take_unjudged(mail) or mail.text != before
    mail.again = Again.JUDGE if is_news and mail.case_id else Again.NOTHING
    mail.tries, mail.trouble, mail.stuck, mail.busy_until, mail.scan_awaited_from = 0, "", False, None, None
    mail.due_at = timezone.now()
    mail.save()
    events.record("mail_read_again", chain=f"mail:{mail.pk}", case=mail.case, facts=facts | {"new": is_news})
    return mail


def _keep(mail: Mail, message: Message, screening: Screening) -> None:
    before = open_message_of(mail) if mail.text and mail.taken_out else None
    mail.text = message_to_plain(message)
    if before:
        mail.taken_out = move_hidden(mail.taken_out, before, open_message_of(mail))
    mail.subject = message.subject[:400] or mail.subject
    mail.sender_name = message.sender.name[:200] or mail.sender_name
    mail.sender_address = message.sender.address.lower()[:320] or mail.sender_address
    mail.message_id = message.message_id[:400]
    mail.automatic = (message.automatic or "")[:40]
    mail.unread_parts = count_unread(mail)
    raise_screened(mail, screening)


def count_unread(mail: Mail) -> int:
    """Count what hides words in a mail, after what people typed in."""
    return sum(problem.unread for problem in all_problems(message_of(mail)))


def due_slow(limit: int = 2) -> Iterable[int]:
    """Return the ids of the mails that the slow lane is to take next, oldest first; few, as it takes one by one."""
    now = timezone.now()
    rows = Mail.objects.filter(SLOW, due_at__lte=now).exclude(busy_until__gt=now)
    return rows.order_by("due_at", "pk").values_list("pk", flat=True)[:limit]


@transaction.atomic
def take_slow(*, mail_id: int, seconds: float) -> bool:
    """Take a mail into the slow lane for so long; false if somebody else has it, or nothing is left to read slowly.

    A try is counted before it begins, so that a mail that ends its reader, or the whole machine, is not begun for ever:
    after the last it goes on with what the quick reading had, and counts as unread.
    """
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    now = timezone.now()
    if not mail.is_slow or mail.stuck or (mail.busy_until and mail.busy_until > now):
        return False
    if mail.tries >= MOST_SLOW_TRIES:
        _give_up(mail)
        return True
    mail.tries += 1
    mail.busy_until = mail.due_at = now + timedelta(seconds=seconds)
    mail.save(update_fields=["tries", "busy_until", "due_at"])
    return True


def _take_unjudged(mail: Mail) -> bool:
    """Say whether words were typed into a locked mail while it waited to be read again; from now on they are judged."""
    found = any(row.get(UNJUDGED) for row in mail.typed)
    mail.typed = [{key: value for key, value in row.items() if key != UNJUDGED} for row in mail.typed]
    return found


def _give_up(mail: Mail) -> None:
    facts = {"tries": mail.tries, "unread": mail.unread_parts}
    if mail.state == MailState.PART_READ:
        move_mail(mail, MailState.READ, "mail_read_in_part", facts)
        return
    mail.again = Again.JUDGE if _take_unjudged(mail) and mail.case_id else Again.NOTHING
    mail.tries, mail.busy_until, mail.due_at = 0, None, timezone.now()
    mail.save(update_fields=["again", "typed", "tries", "busy_until", "due_at"])
    events.record("mail_read_in_part", chain=f"mail:{mail.pk}", case=mail.case, facts=facts)
