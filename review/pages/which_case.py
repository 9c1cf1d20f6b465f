"""Lay out "which case?": the message beside each case it may belong to, with the signs for and against in words."""

from dataclasses import dataclass

from cases.models import Case, Mail, MaybeSame
from cases.monitoring.hiding import collapse
from cases.plain import message_of
from cases.post_guard import why_unreachable
from cases.selectors.which_case import CampaignFacts, Candidate, Question
from cases.states import CaseState
from review.pages.deadlines import NextDue, lay_out_next_due
from review.pages.message import MessageView, lay_out_message
from review.pages.rows import Desk
from review.words import count, local_day, say_day, say_moment

FIRST_WORDS = 700
"""Letters of a case's first message shown beside the one that is asked about; the whole is a link away."""
STANDS = {
    CaseState.TRIAGE: "Waits to be decided",
    CaseState.LETTER: "Its letter is being written",
    CaseState.SIGNING: "Its letter waits for a signature",
    CaseState.GOING_OUT: "Its letter is going out",
    CaseState.ACKNOWLEDGED: "Acknowledged",
    CaseState.WAITING: "Waits for someone else",
    CaseState.FILED: "Closed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateView:
    """Hold one case that a message may belong to."""

    id: int
    reference: str
    title: str
    stands: str
    signs_for: tuple[str, ...]
    signs_against: tuple[str, ...]
    words: str
    first_words: str
    answer: str
    anchor: str
    join: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """Hold the page of one question."""

    case: Case
    title: str
    head: str
    due: NextDue
    message: MessageView | None
    candidates: tuple[CandidateView, ...]
    is_open: bool
    choice: str
    confirm: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """Hold one message that waits for "which case?"."""

    id: int
    reference: str
    title: str
    due: NextDue
    arrived: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Hold one case that may be the same person's, or the same mail."""

    id: int
    case_id: int
    asking_id: int
    reference: str
    why: str
    signs_for: tuple[str, ...]
    signs_against: tuple[str, ...]
    sub: str
    answer: str
    is_asker: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignView:
    """Hold what is nearly the same as a case's message, and what is not."""

    id: int
    words: str
    is_many: bool
    differs: tuple[str, ...]


def lay_out_question(question: Question, desk: Desk, *, choice: str = "", confirm: str = "") -> QuestionView:
    """Return the page of one question; ``confirm`` is what must be seen before a choice is carried out."""
    case = question.case
    return QuestionView(
        case=case,
        title=f"Which case? {case.person_name or case.person_address or 'Name not given'}",
        head=f"{case.reference}. Arrived {say_moment(case.received_at)}.",
        due=lay_out_next_due(case, desk),
        message=lay_out_message(question.mail, {}, marked=False) if question.mail else None,
        candidates=tuple(_candidate(found, number, desk) for number, found in enumerate(question.candidates)),
        is_open=question.is_open,
        choice=choice,
        confirm=confirm,
    )


def lay_out_waiting(case: Case, desk: Desk) -> WaitingRow:
    """Return one message that waits, with the cases it may belong to."""
    asked = case.maybe_same.filter(asks=True).select_related("other")
    return WaitingRow(
        id=case.pk,
        reference=case.reference,
        title=f"{case.person_name or case.person_address or 'Name not given'}: {case.subject or 'no subject'}",
        due=lay_out_next_due(case, desk),
        arrived=say_day(local_day(case.received_at), desk.today),
        candidates=tuple(f"{pair.other.reference}: {_first_lower(pair.words)}" for pair in asked.order_by("pk")),
    )


def lay_out_pair(pair: MaybeSame, case: Case, desk: Desk) -> PairView:
    """Return a pair as the page of one of its cases shows it, whichever of the two that is."""
    is_asker = pair.case_id == case.pk
    other = pair.other if is_asker else pair.case
    return PairView(
        id=pair.pk,
        case_id=other.pk,
        asking_id=pair.case_id,
        reference=other.reference,
        why=pair.words,
        signs_for=tuple(pair.signs_for),
        signs_against=tuple(pair.signs_against),
        sub=f"{say_day(local_day(other.received_at), desk.today)}, {other.gist}",
        answer=pair.answer,
        is_asker=is_asker,
    )


def lay_out_campaign(facts: CampaignFacts | None, desk: Desk) -> CampaignView | None:
    """Return what is said of nearly the same messages, None if there are none."""
    if facts is None:
        return None
    since = say_day(local_day(facts.since), desk.today)
    many = f"One of {facts.number:,} nearly the same messages from different people since {since}"
    words = many if facts.is_many else f"Nearly the same as {count(facts.number - 1, 'message')} from somebody else"
    return CampaignView(id=facts.id, words=words, is_many=facts.is_many, differs=facts.differs)


def say_unreachable(case: Case) -> str:
    """Say why no letter of a case could be sent, "" if one could."""
    return why_unreachable(case.person_address)


def _candidate(found: Candidate, number: int, desk: Desk) -> CandidateView:
    case = found.case
    stands = STANDS[CaseState(case.state)]
    since = say_day(local_day(case.received_at), desk.today)
    return CandidateView(
        id=case.pk,
        reference=case.reference,
        title=f"{case.person_name or 'Name not given'}: {case.gist}",
        stands=f"{stands}. Came {since}, from {case.person_address or 'no address'}.",
        signs_for=tuple(found.pair.signs_for),
        signs_against=tuple(found.pair.signs_against),
        words=found.pair.words,
        first_words=_first_words(found.mail),
        answer=found.pair.answer,
        anchor=f"which-{number}",
        join=f"join-{case.pk}",
        link=f"link-{case.pk}",
    )


def _first_words(mail: Mail | None) -> str:
    if mail is None or not mail.text:
        return ""
    words = collapse(message_of(mail).own_words)
    return words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rsplit(None, 1)[0]} …"


def _first_lower(words: str) -> str:
    return words[:1].lower() + words[1:]
