"""Gather all that the page of one case shows; reads only, in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime

from cases.letter_case import acknowledgements
from cases.models import (
    Alert,
    Case,
    DeadlineRow,
    Decision,
    Event,
    Joining,
    Letter,
    Mail,
    Matter,
    MaybeSame,
    TeamMember,
)
from cases.records.case import BY_DAY
from cases.selectors.queue import list_entries
from cases.selectors.which_case import CampaignFacts, campaign_of, pairs_of, raised_in
from cases.states import LetterState, MailState

MOST_EVENTS = 200
PUT_WITH = frozenset({MailState.JOINED, MailState.DUPLICATE, MailState.AUTOMATIC})
"""Mails that a case was not opened for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """Hold one case with everything that belongs to it, each in the order it is shown.

    ``events`` are newest first, at most 200 of them; ``names`` gives the name for a person's id in an event's facts.
    """

    case: Case
    mails: tuple[Mail, ...]
    decisions: tuple[Decision, ...]
    matters: tuple[Matter, ...]
    deadlines: tuple[DeadlineRow, ...]
    alerts: tuple[Alert, ...]
    pairs: tuple[MaybeSame, ...]
    raised: tuple[Joining, ...]
    campaign: CampaignFacts | None
    events: tuple[Event, ...]
    letter: Letter | None
    names: dict[int, str]

    @property
    def main_mail(self) -> Mail | None:
        """Return the mail the case was opened for: the one the suggestions' evidence points into."""
        own = [mail for mail in self.mails if mail.state not in PUT_WITH]
        return next(iter(own or self.mails), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Hold where a case stands among those that need action: its number, and its neighbours' ids."""

    number: int
    total: int
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Hold who else opened a case, and when."""

    name: str
    at: datetime


def open_file(case_id: int, member: TeamMember | None = None) -> CaseFile | None:
    """Return one case with all that belongs to it, None if there is none.

    With a member, without other cases that are shut to them.
    """
    case = Case.objects.select_related("assignee", "joined_to").filter(pk=case_id).first()
    if case is None:
        return None
    return CaseFile(
        case=case,
        mails=tuple(case.mails.order_by("received_at", "pk")),
        decisions=tuple(case.decisions.select_related("chosen_by").order_by("pk")),
        matters=tuple(case.matters.order_by("number")),
        deadlines=tuple(case.deadlines.order_by(*BY_DAY)),
        alerts=tuple(case.alerts.select_related("mail", "done_by").order_by("raised_at", "pk")),
        pairs=tuple(pairs_of(case, member)),
        raised=tuple(raised_in(case)),
        campaign=campaign_of(case),
        events=tuple(case.events.select_related("actor").order_by("-pk")[:MOST_EVENTS]),
        letter=acknowledgements(case)
        .exclude(state=LetterState.DROPPED)
        .select_related("writer")
        .order_by("-pk")
        .first(),
        names={member.pk: member.full_name for member in TeamMember.objects.all()},
    )


def find_place(case_id: int, member: TeamMember | None = None) -> Place | None:
    """Return where a case stands in the queue, a member's own if given; None if it needs no action."""
    ids = [entry.id for entry in list_entries(None, member)]
    if case_id not in ids:
        return None
    at = ids.index(case_id)
    return Place(
        number=at + 1,
        total=len(ids),
        before=ids[at - 1] if at else None,
        after=ids[at + 1] if at + 1 < len(ids) else None,
    )


def find_other_reader(case_id: int, *, member_id: int, since: datetime) -> Reader | None:
    """Return who else opened a case last, since a moment."""
    seen = Event.objects.filter(case=case_id, verb="case_read", at__gte=since, actor__isnull=False)
    event = seen.exclude(actor=member_id).select_related("actor").order_by("-pk").first()
    return Reader(name=event.actor.full_name, at=event.at) if event and event.actor else None
