"""Say what to do with a message that gets no acknowledgement: each kind has somebody who answers it, and how."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from classify.labels import COMPLAINTS, Flag, Kind
from config.council import Council
from letters.errors import NoLetterError
from routing.assessment import Assessment

INSTEAD: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.COMPLAINT: "Write down its points first, then it can be drafted.",
        Kind.ESCALATION: "Write down its points first, then it can be drafted.",
        Kind.FOLLOW_UP: "It speaks of a complaint that is there already: add it to that case, and answer it there.",
        Kind.COMPLIMENT: "Tell the worker and their manager of the thanks, then begin letter L14, which says so.",
        Kind.COMMENT: "Pass it on to the service it is about, and thank them in your own words.",
        Kind.SERVICE_REQUEST: "Pass it on to the service that can help, then begin letter L17, which says who has it.",
        Kind.INFORMATION_REQUEST: "Pass it on to the information team today: its time runs. Then begin letter L17.",
        Kind.AUTOMATIC: "A machine wrote it: nobody is answered.",
        Kind.NOT_FOR_US: "It is not for this team: pass it on if you know to whom; advertising needs no answer.",
    }
)
"""What to do with a message of each kind that no acknowledgement answers."""


def what_instead(kind: Kind, points: int) -> str:
    """Return why there is no acknowledgement and what to do instead.

    >>> what_instead(Kind.AUTOMATIC, 0)
    'There is no acknowledgement for a message of kind automatic. A machine wrote it: nobody is answered.'
    """
    why = f"with {points} points" if kind in COMPLAINTS else f"of kind {kind}"
    return f"There is no acknowledgement for a message {why}. {INSTEAD[kind]}"


def require_nobody_at_risk(assessment: Assessment, council: Council) -> None:
    """Raise NoLetterError where the writer may harm themselves: somebody speaks to them before anything is written."""
    if assessment.has(Flag.SELF_HARM):
        duty = " on ".join(part for part in (council.duty.name, council.duty.phone) if part) or "the duty desk"
        raise NoLetterError(
            f"The writer may be at risk of harming themselves. Tell {duty} now. Nothing is drafted for them: "
            f"somebody speaks to them first, and then a person writes."
        )
