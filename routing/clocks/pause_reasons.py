"""Name why a clock may stand still, in the words of its receipt, and what a person must weigh before they say so.

Whether a clock may be paused at all is a person's decision: beside the bars it names, SI 2006/1738 knows no stopped
clock. Mediation and meetings stop none by themselves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseReason:
    """Hold one reason: what the receipt says, what to weigh first, and where it stands."""

    words: str
    weigh: str
    source: str


PAUSE_REASONS: Final[Mapping[str, PauseReason]] = MappingProxyType(
    {
        "person_asked": PauseReason(
            words="the person asked us to wait",
            weigh="They asked in words of their own, and know that the reply comes later by as many days.",
            source="The team's own record; no rule stops the clock for the council's own convenience",
        ),
        "proceedings": PauseReason(
            words="proceedings would be prejudiced",
            weigh="Only the part that would prejudice the proceedings stands still. Write to say why, and ask again.",
            source="SI 2006/1738 reg 8",
        ),
        "consent": PauseReason(
            words="consent is awaited",
            weigh="Whatever can be looked into without it goes on. Some people need no consent to complain.",
            source="UK GDPR article 6; SI 2006/1738 reg 12 (sufficient interest)",
        ),
        "clarification": PauseReason(
            words="we wait for what only the person can tell us",
            weigh="You asked for it in writing, and nothing can be looked into without it.",
            source="LGSCO Complaint Handling Code section 5: the complaint is understood before it is investigated",
        ),
        "mediation": PauseReason(
            words="both sides agreed to meet or mediate first",
            weigh="An offer stops no clock. The person agreed, in words, that the reply waits.",
            source="Getting the Best from Complaints (2006), resolving complaints; no rule stops the clock",
        ),
        "safeguarding": PauseReason(
            words="a safeguarding enquiry comes first",
            weigh="Those who lead the enquiry asked for it. Acknowledging never waits for it.",
            source="Working Together to Safeguard Children",
        ),
        "other": PauseReason(
            words="for the reason given",
            weigh="Write it so that the person, and the Ombudsman, could read it.",
            source="The team's own record",
        ),
    }
)
