"""Hold every state a mail, a case, a letter and an alert can be in, and every move that is allowed."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar


class MailState(StrEnum):
    """How far a mail has come. Its last step is saved; the sweep asks for what is not ended.

    A mail that needs more time than the quick reading has (a long scan) is ``part_read``: screened for danger in what
    was read, and waiting for the slow lane to read the rest.
    """

    STORED = "stored"
    PART_READ = "part_read"
    READ = "read"
    SORTED = "sorted"
    DRAFTED = "drafted"
    AUTOMATIC = "automatic"
    DUPLICATE = "duplicate"
    JOINED = "joined"


class CaseState(StrEnum):
    """What a case needs next."""

    TRIAGE = "triage"
    LETTER = "letter"
    SIGNING = "signing"
    GOING_OUT = "going_out"
    ACKNOWLEDGED = "acknowledged"
    WAITING = "waiting"
    FILED = "filed"


class LetterState(StrEnum):
    """Where a letter stands. Only ``SENDING`` is ever found after a crash, and then it waits for a person."""

    DRAFT = "draft"
    TO_SIGN = "to_sign"
    RETURNED = "returned"
    APPROVED = "approved"
    HELD = "held"
    SENDING = "sending"
    UNCERTAIN = "uncertain"
    REFUSED = "refused"
    SENT = "sent"
    DROPPED = "dropped"


class AlertState(StrEnum):
    """What was done about a sign of danger."""

    OPEN = "open"
    ESCALATED = "escalated"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


MAIL_MOVES: Mapping[MailState, frozenset[MailState]] = {
    MailState.STORED: frozenset({MailState.READ, MailState.PART_READ}),
    MailState.PART_READ: frozenset({MailState.READ}),
    MailState.READ: frozenset({MailState.SORTED, MailState.AUTOMATIC, MailState.DUPLICATE, MailState.JOINED}),
    # A person may say that a message which became a case belongs to another, and take that back.
    MailState.SORTED: frozenset({MailState.DRAFTED, MailState.JOINED}),
    MailState.DRAFTED: frozenset({MailState.JOINED}),
    # A person may say that a machine's mail, a second copy or a joined reply is a case of its own after all.
    MailState.AUTOMATIC: frozenset({MailState.READ}),
    MailState.DUPLICATE: frozenset({MailState.READ}),
    MailState.JOINED: frozenset({MailState.READ, MailState.DRAFTED}),
}

CASE_MOVES: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.TRIAGE: frozenset({CaseState.LETTER, CaseState.WAITING, CaseState.FILED}),
    CaseState.LETTER: frozenset({CaseState.TRIAGE, CaseState.SIGNING, CaseState.WAITING, CaseState.FILED}),
    CaseState.SIGNING: frozenset({CaseState.LETTER, CaseState.GOING_OUT}),
    CaseState.GOING_OUT: frozenset({CaseState.ACKNOWLEDGED, CaseState.LETTER}),
    CaseState.ACKNOWLEDGED: frozenset({CaseState.TRIAGE, CaseState.WAITING, CaseState.FILED}),
    CaseState.WAITING: frozenset({CaseState.TRIAGE, CaseState.FILED}),
    CaseState.FILED: frozenset({CaseState.TRIAGE}),
}

LETTER_MOVES: Mapping[LetterState, frozenset[LetterState]] = {
    LetterState.DRAFT: frozenset({LetterState.TO_SIGN, LetterState.DROPPED}),
    LetterState.TO_SIGN: frozenset({LetterState.RETURNED, LetterState.APPROVED}),
    LetterState.RETURNED: frozenset({LetterState.TO_SIGN, LetterState.DROPPED}),
    LetterState.APPROVED: frozenset({LetterState.RETURNED, LetterState.SENDING, LetterState.HELD}),
    # Held by the last guard (too many letters to one address): only a person lets it go, or takes it back.
    LetterState.HELD: frozenset({LetterState.APPROVED, LetterState.RETURNED}),
    LetterState.SENDING: frozenset(
        {LetterState.SENT, LetterState.APPROVED, LetterState.REFUSED, LetterState.UNCERTAIN}
    ),
    LetterState.UNCERTAIN: frozenset({LetterState.SENT, LetterState.RETURNED}),
    LetterState.REFUSED: frozenset({LetterState.RETURNED, LetterState.DROPPED}),
    LetterState.SENT: frozenset(),
    LetterState.DROPPED: frozenset(),
}

ALERT_MOVES: Mapping[AlertState, frozenset[AlertState]] = {
    AlertState.OPEN: frozenset({AlertState.ESCALATED, AlertState.DISMISSED}),
    AlertState.ESCALATED: frozenset({AlertState.CONFIRMED}),
    AlertState.CONFIRMED: frozenset(),
    AlertState.DISMISSED: frozenset({AlertState.ESCALATED}),
}

WHICH_CASE_OPEN = "open"
"""What a case's ``which_case`` says while a person must still choose."""

MAIL_ENDED = frozenset({MailState.DRAFTED, MailState.AUTOMATIC, MailState.DUPLICATE, MailState.JOINED})
"""The states in which nothing is left for a machine to do with a mail."""

QUICK_STATES = (MailState.STORED, MailState.READ, MailState.SORTED)
"""The states out of which a mail is taken in a moment; out of ``PART_READ`` only in the slow lane."""

StateT = TypeVar("StateT", bound=StrEnum)


class MoveError(Exception):
    """A record was asked to move in a way the table does not allow; reload it and look again."""

    def __init__(self, old: StrEnum, new: StrEnum) -> None:
        self.old, self.new = old, new
        super().__init__(f"{type(old).__name__}: {old} cannot become {new}.")


def check_move(moves: Mapping[StateT, frozenset[StateT]], old: StateT, new: StateT) -> None:
    """Let an allowed move pass.

    Raises:
        MoveError: if the table does not hold the move.

    """
    if new not in moves[old]:
        raise MoveError(old, new)
