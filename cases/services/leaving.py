"""Note on a case that a message has left it, so that nobody goes on with words that are no longer there."""

from cases.models import Case
from cases.services.common import note_open_alerts
from cases.states import MailState

NEW_MESSAGE = "A new message has come in."
"""What a case waits for when a message was put with it."""


def note_left(case: Case) -> None:
    """Note on a locked case that a message has left it: who has it open must look again before they save.

    Where that was the only new message, the case says no longer that one has come in. It stays with the team.
    """
    if case.waiting_for == NEW_MESSAGE and not case.mails.filter(state=MailState.JOINED, looked_at=None).exists():
        case.waiting_for = ""
    case.version += 1
    case.save(update_fields=["waiting_for", "version"])
    note_open_alerts(case)
