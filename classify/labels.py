"""Name every label Putright gives a message; the codes are the product's vocabulary, used verbatim in output."""

from enum import StrEnum


class Kind(StrEnum):
    """What a message is; exactly one."""

    COMPLAINT = "complaint"
    ESCALATION = "escalation"
    FOLLOW_UP = "follow_up"
    COMPLIMENT = "compliment"
    COMMENT = "comment"
    SERVICE_REQUEST = "service_request"
    INFORMATION_REQUEST = "information_request"
    AUTOMATIC = "automatic"
    NOT_FOR_US = "not_for_us"


COMPLAINTS = frozenset({Kind.COMPLAINT, Kind.ESCALATION})
"""The kinds that hold matters; every other kind has none."""


class Route(StrEnum):
    """Which procedure a matter goes through; exactly one a matter."""

    STATUTORY = "statutory"
    CORPORATE = "corporate"
    ENGLISH_FLUENCY = "english_fluency"
    OUT_OF_SCOPE = "out_of_scope"


class Reason(StrEnum):
    """Why no council complaints procedure can take a matter now; exactly one if, and only if, it is out of scope."""

    COURT_PROCEEDINGS = "court_proceedings"
    DISCIPLINARY_PROCEEDINGS = "disciplinary_proceedings"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    DECISION_NOT_MADE = "decision_not_made"
    ALREADY_INVESTIGATED = "already_investigated"
    OMBUDSMAN_INVESTIGATED = "ombudsman_investigated"
    OVER_A_YEAR = "over_a_year"
    OTHER_BODY = "other_body"
    INDEPENDENT_PROVIDER = "independent_provider"
    INSURANCE_CLAIM = "insurance_claim"
    RIGHT_OF_APPEAL = "right_of_appeal"
    EFD_NOT_PUBLIC_FACING = "efd_not_public_facing"
    EFD_ACCENT_OR_MANNER = "efd_accent_or_manner"
    EFD_PRIVATE_PROVIDER = "efd_private_provider"
    EFD_VEXATIOUS = "efd_vexatious"


class Subject(StrEnum):
    """What a stretch of text is about, before any law is applied: a route it looks like, or a reason it looks barred.

    ``routing`` turns subjects into matters; the codes are those of ``Route`` (without out_of_scope) and ``Reason``.
    """

    STATUTORY = "statutory"
    CORPORATE = "corporate"
    ENGLISH_FLUENCY = "english_fluency"
    COURT_PROCEEDINGS = "court_proceedings"
    DISCIPLINARY_PROCEEDINGS = "disciplinary_proceedings"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    DECISION_NOT_MADE = "decision_not_made"
    ALREADY_INVESTIGATED = "already_investigated"
    OMBUDSMAN_INVESTIGATED = "ombudsman_investigated"
    OVER_A_YEAR = "over_a_year"
    OTHER_BODY = "other_body"
    INDEPENDENT_PROVIDER = "independent_provider"
    INSURANCE_CLAIM = "insurance_claim"
    RIGHT_OF_APPEAL = "right_of_appeal"
    EFD_NOT_PUBLIC_FACING = "efd_not_public_facing"
    EFD_ACCENT_OR_MANNER = "efd_accent_or_manner"
    EFD_PRIVATE_PROVIDER = "efd_private_provider"
    EFD_VEXATIOUS = "efd_vexatious"


class Stage(StrEnum):
    """Which stage the writer asks for, or the next after the answer they describe."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    OMBUDSMAN = "ombudsman"


class Flag(StrEnum):
    """What a person must know about a message beside its route; any number."""

    OFFENSIVE_REMARK = "offensive_remark"
    PERSONAL_REMARK = "personal_remark"
    ASSAULT = "assault"
    INTIMIDATION = "intimidation"
    THREAT = "threat"
    ABUSIVE_LANGUAGE = "abusive_language"
    UNREASONABLE_PERSISTENCE = "unreasonable_persistence"
    SAFEGUARDING = "safeguarding"
    SELF_HARM = "self_harm"
    YOUNG_PERSON = "young_person"
    REPRESENTATIVE = "representative"
    ANONYMOUS = "anonymous"
    FOSTER_CARER = "foster_carer"
    ADJUSTMENTS = "adjustments"
    STAFF_CONDUCT = "staff_conduct"
    RECORDING = "recording"
    MEDIA = "media"
    EQUALITIES = "equalities"
    URGENT_DECISION = "urgent_decision"
    DATA_PROTECTION = "data_protection"
    ABOUT_WORKER_OR_CARER = "about_worker_or_carer"


RISK_FLAGS = frozenset({Flag.SAFEGUARDING, Flag.SELF_HARM})
BEHAVIOUR_FLAGS = frozenset(
    {
        Flag.OFFENSIVE_REMARK,
        Flag.PERSONAL_REMARK,
        Flag.ASSAULT,
        Flag.INTIMIDATION,
        Flag.THREAT,
        Flag.ABUSIVE_LANGUAGE,
        Flag.UNREASONABLE_PERSISTENCE,
    }
)
