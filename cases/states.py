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
    """What a case needs next.

    ``ACKNOWLEDGED`` lasts until its stage is answered; a later stage's request brings the case back to ``TRIAGE`` and
    to a letter of its own. ``WAITING``: all that is open of it waits for somebody outside (a court, the Ombudsman).
    ``FILED``: every one of its matters has ended, or it was no complaint, or its message is with another case.
    """

    TRIAGE = "triage"
    LETTER = "letter"
    SIGNING = "signing"
    GOING_OUT = "going_out"
    ACKNOWLEDGED = "acknowledged"
    WAITING = "waiting"
    FILED = "filed"


class MatterState(StrEnum):
    """Where one matter of a case has come to. The Ombudsman may be asked at any time; a matter is never lost.

    ``ANSWERED_n``: the council's reply of that stage has left, and the person may ask for the next. A matter that is
    parked goes on where it was. One that was withdrawn, not taken or finished can be taken up again. One that was split
    or merged lives on in the matters that name it.
    """

    STAGE_1 = "stage_1"
    ANSWERED_1 = "answered_1"
    STAGE_2 = "stage_2"
    ANSWERED_2 = "answered_2"
    STAGE_3 = "stage_3"
    ANSWERED_3 = "answered_3"
    OMBUDSMAN = "ombudsman"
    PARKED = "parked"
    NOT_TAKEN = "not_taken"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    SPLIT = "split"
    FINISHED = "finished"


class TaskState(StrEnum):
    """Whether something still has to be done."""

    OPEN = "open"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class BehaviourState(StrEnum):
    """Which step of the ladder is reached. A manager takes every step up; the ladder may be left at each."""

    RAISED = "raised"
    CONFIRMED = "confirmed"
    WARNED = "warned"
    RESTRICTED = "restricted"
    REVIEW = "review"
    ENDED = "ended"
    NOT_UPHELD = "not_upheld"


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

CASE_BACK: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.TRIAGE: frozenset({CaseState.ACKNOWLEDGED, CaseState.FILED}),
    CaseState.LETTER: frozenset({CaseState.ACKNOWLEDGED, CaseState.FILED}),
}
"""Where a case rests again whose letter did arrive, though somebody had said that it had not: the one way to
``ACKNOWLEDGED`` on which no letter leaves, since it has left already (``cases.services.arrived``)."""

_STAGES = frozenset({MatterState.STAGE_1, MatterState.STAGE_2, MatterState.STAGE_3})
_ANSWERS = frozenset({MatterState.ANSWERED_1, MatterState.ANSWERED_2, MatterState.ANSWERED_3})
MATTER_ENDED = frozenset(
    {
        MatterState.NOT_TAKEN,
        MatterState.WITHDRAWN,
        MatterState.MERGED,
        MatterState.SPLIT,
        MatterState.FINISHED,
    }
)
"""The states in which nothing is left to do for a matter; a case is closed only when all of its matters are there.

With the Ombudsman a matter has not ended: it can come back.
"""
MATTER_WAITS = frozenset({MatterState.PARKED, MatterState.OMBUDSMAN})
"""The states in which a matter waits for somebody outside; a case of which nothing else is open is in WAITING."""
_LEAVING = MATTER_ENDED | MATTER_WAITS
"""Where a matter may go from every stage."""
MATTER_MOVES: Mapping[MatterState, frozenset[MatterState]] = {
    # A person may go on to the next stage when the one before was late, without an answer. A matter that changes its
    # procedure may begin there anew, at an earlier stage.
    MatterState.STAGE_1: frozenset({MatterState.ANSWERED_1, MatterState.STAGE_2}) | _LEAVING,
    MatterState.ANSWERED_1: frozenset({MatterState.STAGE_1, MatterState.STAGE_2}) | _LEAVING,
    MatterState.STAGE_2: frozenset({MatterState.ANSWERED_2, MatterState.STAGE_1, MatterState.STAGE_3}) | _LEAVING,
    MatterState.ANSWERED_2: _STAGES | _LEAVING,
    MatterState.STAGE_3: frozenset({MatterState.ANSWERED_3, MatterState.STAGE_1, MatterState.STAGE_2}) | _LEAVING,
    MatterState.ANSWERED_3: _STAGES | _LEAVING,
    # The Ombudsman may send a matter back to any stage.
    MatterState.OMBUDSMAN: _STAGES | {MatterState.FINISHED, MatterState.WITHDRAWN, MatterState.NOT_TAKEN},
    MatterState.PARKED: _STAGES | _ANSWERS | {MatterState.OMBUDSMAN, MatterState.WITHDRAWN, MatterState.NOT_TAKEN},
    MatterState.NOT_TAKEN: _STAGES | _ANSWERS | {MatterState.OMBUDSMAN, MatterState.WITHDRAWN},
    MatterState.WITHDRAWN: _STAGES | _ANSWERS | {MatterState.OMBUDSMAN},
    # What went into another matter lives on there.
    MatterState.MERGED: frozenset(),
    MatterState.SPLIT: frozenset(),
    MatterState.FINISHED: _STAGES | {MatterState.OMBUDSMAN},
}

TASK_MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.DONE, TaskState.NOT_NEEDED}),
    TaskState.DONE: frozenset({TaskState.OPEN}),
    TaskState.NOT_NEEDED: frozenset({TaskState.OPEN}),
}

BEHAVIOUR_MOVES: Mapping[BehaviourState, frozenset[BehaviourState]] = {
    BehaviourState.RAISED: frozenset({BehaviourState.CONFIRMED, BehaviourState.NOT_UPHELD}),
    # Extreme threats may go without a warning: then the reason says so.
    BehaviourState.CONFIRMED: frozenset({BehaviourState.WARNED, BehaviourState.RESTRICTED, BehaviourState.ENDED}),
    BehaviourState.WARNED: frozenset({BehaviourState.RESTRICTED, BehaviourState.ENDED}),
    BehaviourState.RESTRICTED: frozenset({BehaviourState.REVIEW, BehaviourState.ENDED}),
    BehaviourState.REVIEW: frozenset({BehaviourState.RESTRICTED, BehaviourState.ENDED}),
    BehaviourState.ENDED: frozenset(),
    BehaviourState.NOT_UPHELD: frozenset(),
}

LETTER_MOVES: Mapping[LetterState, frozenset[LetterState]] = {
    LetterState.DRAFT: frozenset({LetterState.TO_SIGN, LetterState.DROPPED}),
    LetterState.TO_SIGN: frozenset({LetterState.RETURNED, LetterState.APPROVED}),
    LetterState.RETURNED: frozenset({LetterState.TO_SIGN, LetterState.DROPPED}),
    # Only a letter by post goes straight to sent, on the word of whoever posted it (``cases.services.posting``).
    LetterState.APPROVED: frozenset({LetterState.RETURNED, LetterState.SENDING, LetterState.HELD, LetterState.SENT}),
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
