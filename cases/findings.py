"""Name what a stage can find, how it is put right, why a matter can wait, and what may become of a recommendation."""

from enum import StrEnum


class Finding(StrEnum):
    """What one stage found about one matter; ``no_finding`` where the facts could not be known."""

    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    NO_FINDING = "no_finding"
    WITHDRAWN = "withdrawn"
    RESOLVED = "resolved"


class Remedy(StrEnum):
    """How the council puts something right."""

    APOLOGY = "apology"
    EXPLANATION = "explanation"
    SERVICE = "service"
    DECISION = "decision"
    MONEY = "money"
    ACTION = "action"
    TRAINING = "training"
    POLICY = "policy"


class ParkReason(StrEnum):
    """Why a matter waits for something outside.

    Source: SI 2006/1738 reg 8 (proceedings that consideration might prejudice; the person may come back when they end).
    """

    COURT = "court"
    CRIMINAL = "criminal"
    DISCIPLINARY = "disciplinary"
    DECISION_TO_COME = "decision_to_come"
    OTHER_BODY = "other_body"
    PERSON_ASKED = "person_asked"


class RecommendationState(StrEnum):
    """Whether what the council said it will do is done."""

    OPEN = "open"
    DONE = "done"
    NOT_ACCEPTED = "not_accepted"


class RequestState(StrEnum):
    """What was decided about a wish for a later stage."""

    PENDING = "pending"
    AGREED = "agreed"
    REFUSED = "refused"
