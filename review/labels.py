"""Hold what each code is called on screen, its key, its icon and its tone: one table for each closed list."""

# ruff: noqa: RUF001 - the words on screen have proper apostrophes

from collections.abc import Mapping
from dataclasses import dataclass

from classify.labels import Flag, Kind, Reason, Route, Stage
from classify.reading import FactField
from routing.assessment import Sureness
from routing.deadlines import What


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """Name one code: in full, in a queue row if shorter there, and the second key that chooses it."""

    words: str
    key: str = ""
    short: str = ""

    @property
    def brief(self) -> str:
        """Return the name for a queue row."""
        return self.short or self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagLabel:
    """Name one flag: its group, and its icon. ``tone`` is risk, behaviour, person or content."""

    words: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SurenessLabel:
    """Name how sure a suggestion is, with its tone and icon."""

    words: str
    tone: str
    icon: str


KINDS: Mapping[str, Label] = {
    Kind.COMPLAINT: Label(words="Complaint, first time", key="c", short="Complaint"),
    Kind.ESCALATION: Label(words="Unhappy with answer", key="u", short="Escalation"),
    Kind.FOLLOW_UP: Label(words="About open complaint", key="p", short="Follow-up"),
    Kind.COMPLIMENT: Label(words="Compliment", key="m"),
    Kind.COMMENT: Label(words="Comment", key="n"),
    Kind.SERVICE_REQUEST: Label(words="Asks for a service", key="r"),
    Kind.INFORMATION_REQUEST: Label(words="Asks for information", key="i"),
    Kind.AUTOMATIC: Label(words="Automatic message", key="b"),
    Kind.NOT_FOR_US: Label(words="Not for us", key="x"),
}

ROUTES: Mapping[str, Label] = {
    Route.STATUTORY: Label(words="Children’s social care (statutory)", key="s", short="Statutory"),
    Route.ENGLISH_FLUENCY: Label(words="English fluency", key="e"),
    Route.CORPORATE: Label(words="Corporate", key="c"),
    Route.OUT_OF_SCOPE: Label(words="Out of scope", key="o"),
}

REASONS: Mapping[str, str] = {
    Reason.COURT_PROCEEDINGS: "Court proceedings",
    Reason.DISCIPLINARY_PROCEEDINGS: "Disciplinary proceedings",
    Reason.CRIMINAL_INVESTIGATION: "Criminal investigation",
    Reason.DECISION_NOT_MADE: "Decision not made yet",
    Reason.ALREADY_INVESTIGATED: "Already fully investigated",
    Reason.OMBUDSMAN_INVESTIGATED: "Ombudsman has investigated",
    Reason.OVER_A_YEAR: "More than a year ago",
    Reason.OTHER_BODY: "Another organisation’s decision",
    Reason.INDEPENDENT_PROVIDER: "Independent provider: go to them first",
    Reason.INSURANCE_CLAIM: "Insurance claim",
    Reason.RIGHT_OF_APPEAL: "Right of appeal",
    Reason.EFD_NOT_PUBLIC_FACING: "Fluency: not a public-facing role",
    Reason.EFD_ACCENT_OR_MANNER: "Fluency: about accent or manner",
    Reason.EFD_PRIVATE_PROVIDER: "Fluency: private provider’s worker",
    Reason.EFD_VEXATIOUS: "Fluency: vexatious or abusive",
}

STAGES: Mapping[str, Label] = {
    Stage.ONE: Label(words="Stage 1", key="1"),
    Stage.TWO: Label(words="Stage 2", key="2"),
    Stage.THREE: Label(words="Stage 3", key="3"),
    Stage.OMBUDSMAN: Label(words="Ombudsman", key="o"),
}

FLAGS: Mapping[str, FlagLabel] = {
    Flag.SAFEGUARDING: FlagLabel(words="Safeguarding", tone="risk", icon="shield"),
    Flag.SELF_HARM: FlagLabel(words="Self-harm", tone="risk", icon="lifebelt"),
    Flag.YOUNG_PERSON: FlagLabel(words="Young person", tone="person", icon="person"),
    Flag.REPRESENTATIVE: FlagLabel(words="For someone else", tone="person", icon="people"),
    Flag.ANONYMOUS: FlagLabel(words="Anonymous", tone="person", icon="hidden"),
    Flag.FOSTER_CARER: FlagLabel(words="Foster carer", tone="person", icon="home"),
    Flag.ADJUSTMENTS: FlagLabel(words="Adjustments", tone="person", icon="access"),
    Flag.STAFF_CONDUCT: FlagLabel(words="Staff conduct", tone="content", icon="badge"),
    Flag.RECORDING: FlagLabel(words="Recording", tone="content", icon="microphone"),
    Flag.MEDIA: FlagLabel(words="Media", tone="content", icon="megaphone"),
    Flag.EQUALITIES: FlagLabel(words="Equalities", tone="content", icon="people"),
    Flag.URGENT_DECISION: FlagLabel(words="Urgent decision", tone="content", icon="clock"),
    Flag.DATA_PROTECTION: FlagLabel(words="Data protection", tone="content", icon="hidden"),
    Flag.ABOUT_WORKER_OR_CARER: FlagLabel(words="About a worker or carer", tone="content", icon="badge"),
    Flag.OFFENSIVE_REMARK: FlagLabel(words="Offensive remark", tone="behaviour", icon="speech"),
    Flag.PERSONAL_REMARK: FlagLabel(words="Personal remark", tone="behaviour", icon="speech"),
    Flag.ASSAULT: FlagLabel(words="Assault", tone="behaviour", icon="warning"),
    Flag.INTIMIDATION: FlagLabel(words="Intimidation", tone="behaviour", icon="warning"),
    Flag.THREAT: FlagLabel(words="Threat", tone="behaviour", icon="warning"),
    Flag.ABUSIVE_LANGUAGE: FlagLabel(words="Abusive language", tone="behaviour", icon="speech"),
    Flag.UNREASONABLE_PERSISTENCE: FlagLabel(words="Many contacts", tone="behaviour", icon="again"),
}

FLAG_GROUPS: Mapping[str, str] = {
    "risk": "Safety",
    "person": "The person",
    "content": "What it says",
    "behaviour": "Behaviour towards us. Never ticked for you.",
}

SURENESS: Mapping[str, SurenessLabel] = {
    Sureness.SURE: SurenessLabel(words="Sure", tone="sure", icon="full"),
    Sureness.FAIRLY_SURE: SurenessLabel(words="Fairly sure", tone="fair", icon="half"),
    Sureness.NOT_SURE: SurenessLabel(words="Not sure", tone="unsure", icon="question"),
}

# What is due, as it stands in a list of dates, and as it follows "Due in 4 working days".
DUE: Mapping[str, Label] = {
    What.ACKNOWLEDGE: Label(words="Acknowledge", short="to acknowledge"),
    What.REPLY: Label(words="Reply", short="to reply"),
    What.REPLY_AT_LATEST: Label(words="Reply at the latest", short="to reply, at the latest"),
    What.INNER_TARGET: Label(words="Our own target", short="our own target"),
    What.ASK_FOR_NEXT_STAGE: Label(words="They may ask for the next stage", short="for them to ask for the next stage"),
    What.PANEL_MEETS: Label(words="Panel meets", short="for the panel to meet"),
    What.PANEL_REPORTS: Label(words="Panel reports", short="for the panel’s report"),
    What.REPLY_AFTER_PANEL: Label(words="Reply after the panel", short="to reply after the panel"),
    What.PASS_ON: Label(words="Pass on", short="to pass on"),
}

CHANNELS: Mapping[str, str] = {"email": "email", "form": "form", "phone": "phone", "post": "post"}


def say_route(value: str) -> str:
    """Say a matter's route and reason: "out_of_scope:right_of_appeal" is "Out of scope: right of appeal"."""
    route, _, reason = value.partition(":")
    words = ROUTES[route].brief if route in ROUTES else "To decide"
    if reason not in REASONS:
        return words
    why = REASONS[reason]
    return f"{words}: {why[0].lower()}{why[1:]}"


FACTS: Mapping[str, str] = {
    FactField.SAFE_CONTACT: "Take care how you make contact",
    FactField.CONTACT_WISH: "How they want to be contacted",
    FactField.ADJUSTMENT: "Needs",
    FactField.WRITER_NAME: "Signed",
    FactField.CAPACITY: "Writes as",
    FactField.ON_BEHALF_OF: "On behalf of",
    FactField.CONSENT: "Consent",
    FactField.CHILD: "Children",
    FactField.PERSON_NAMED: "People named",
    FactField.SERVICE: "Service",
    FactField.PROVIDER: "Provider",
    FactField.WHAT_HAPPENED: "What happened",
    FactField.EVENT_DATE: "Dates",
    FactField.FIRST_AWARE: "First knew",
    FactField.WHERE: "Where",
    FactField.EFFECT: "Effect",
    FactField.DESIRED_OUTCOME: "What they want",
    FactField.EARLIER_CONTACT: "Tried before",
    FactField.PROCEEDINGS: "Proceedings",
    FactField.RECORDING: "Recordings",
    FactField.REFERENCE: "References",
    FactField.PHONE: "Phone",
}
"""What each fact is called on screen, in the order shown: first what decides how to write to somebody."""
