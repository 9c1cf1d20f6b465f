"""Hide stretches of a locked case's mails, and in each that joins it what is hidden in its first."""

from collections.abc import Iterable, Sequence
from typing import Any

from cases.models import Case, Mail
from cases.monitoring.hiding import Stretch, find_everywhere, merge, stretches_of, words_of
from cases.plain import open_message_of
from cases.states import MailState
from ingest.message import Message

PUT_WITH = (MailState.JOINED, MailState.DUPLICATE, MailState.AUTOMATIC)


def hide_in_new_mail(case: Case, mail: Mail) -> None:
    """Hide in a locked mail that joins a locked case, and in its copies, what is hidden in the case's first mail."""
    main = main_mail(case)
    if main is not None and main.pk != mail.pk and (hidden := stretches_of(main.taken_out)):
        hide_in_others(case, main, words_of(open_message_of(main), hidden))
        # Whoever saves the mail after this must not put back what it held before.
        mail.taken_out = Mail.objects.values_list("taken_out", flat=True).get(pk=mail.pk)


def hide_in_others(case: Case, main: Mail, words: Iterable[str]) -> int:
    """Hide these words in all mails of a case but the first, wherever they stand; return in how many they do."""
    number, lines = 0, tuple(words)
    for mail in case.mails.select_for_update().exclude(pk=main.pk).filter(text__isnull=False):
        message = open_message_of(mail)
        if found := find_everywhere(message, lines):
            keep(mail, message, found)
            number += 1
    return number


def keep(mail: Mail, message: Message, found: Sequence[Stretch]) -> None:
    """Keep what is hidden of a locked mail; whether its answers were counted is not changed."""
    row: dict[str, Any] = {"moved": False} | (mail.taken_out or {})
    merged = merge(found, message)
    row |= {"back": "", "stretches": [[each.where, each.start, each.end, each.trace] for each in merged]}
    mail.taken_out = row
    mail.save(update_fields=["taken_out"])


def main_mail(case: Case) -> Mail | None:
    """Return the mail a case was opened for, locked: the one its decisions' evidence lies in."""
    mails = case.mails.select_for_update().exclude(state__in=PUT_WITH).filter(text__isnull=False)
    return mails.order_by("received_at", "pk").first()
