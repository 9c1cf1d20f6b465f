"""Keep the alarms in step with the mailboxes, and word the mail in which the administrator is told of one."""

import logging
from collections.abc import Callable
from threading import Event

from django.utils import timezone

from cases import leases
from cases.alarm_words import say_alarm, say_cure, say_moment
from cases.models import Notice
from cases.selectors.alarms import NOTED, AlarmKind, list_alarms
from cases.services import alarms
from cases.services.alarms import Raised, Telling
from config.logs import place_of
from letters.errors import LetterError

log = logging.getLogger("putright.alarms")
LEASE_SECONDS = 120.0

_ENDINGS = {
    Telling.BEGAN: "You are told again once a day while it lasts, and when it is over.",
    Telling.LASTS: "You are told again once a day while it lasts, and when it is over.",
    Telling.OVER: "Nothing needs to be done.",
}


def keep_alarms(_: Event) -> None:
    """Bring the rows of the alarms up to date with the mailboxes."""
    found = [alarm for alarm in list_alarms(timezone.now()) if alarm.kind not in NOTED]
    raised = [
        Raised(key=alarm.key, kind=alarm.kind, words=f"{say_alarm(alarm)}.\n{say_cure(alarm)}") for alarm in found
    ]
    alarms.keep_alarms(raised=raised)


def tell(send: Callable[[str, str], None]) -> None:
    """Send (subject, text) of everything the administrator is to be told now; what did not leave is tried again later.

    Of several processes one does it, so that nobody is told twice.
    """
    waiting = alarms.to_tell(timezone.now())
    if not waiting or not leases.take("telling", seconds=LEASE_SECONDS):
        return
    for row, why in waiting:
        try:
            send(*compose(row, why))
        except LetterError as error:
            log.error("alarm=%d outcome=not_told error=%s", row.pk, place_of(error))  # noqa: TRY400 - words stay out
            alarms.note_not_told(notice_id=row.pk)
        else:
            log.info("alarm=%d outcome=told why=%s", row.pk, why)
            alarms.note_told(notice_id=row.pk)
    leases.give_back("telling")


def compose(row: Notice, why: Telling) -> tuple[str, str]:
    """Return the subject and the text of the mail that tells of an alarm; nothing in it comes from a mail or a case."""
    words = row.words
    if row.kind == AlarmKind.SETTINGS:
        words = f"The file of mailboxes (mailboxes.toml) has faults.\n{words}"
    line, _, rest = words.partition("\n")
    line = line.rstrip(".")
    began = f"It was first seen at {say_moment(row.began_at)}."
    if why is Telling.OVER and row.over_at:
        return f"Putright: over: {line}"[:150], f"This is over:\n\n{line}.\n\n{began} {_ENDINGS[why]}\n"
    start = "This is still so" if why is Telling.LASTS else "Putright needs somebody to look at this"
    return f"Putright: {line}"[:150], f"{start}:\n\n{line}.\n\n{rest}\n\n{began} {_ENDINGS[why]}\n"
