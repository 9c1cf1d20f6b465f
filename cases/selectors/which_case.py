"""Gather what a person needs to say which case a message belongs to, and what is nearly the same; reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from cases.conflicts import shut_cases, shut_to
from cases.models import Case, Joining, Mail, MaybeSame, TeamMember, TextPrint
from cases.plain import message_of
from cases.prints import WORDS, count_members, members_of
from cases.states import WHICH_CASE_OPEN, MailState
from config.thresholds import default_thresholds
from routing.alike import MOST_OTHERS, what_differs

PUT_WITH = (MailState.JOINED, MailState.DUPLICATE, MailState.AUTOMATIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Hold one case that a message may belong to: the signs, the case, and the message it was opened for."""

    pair: MaybeSame
    case: Case
    mail: Mail | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Hold one case whose message may belong to another, and those it may belong to, likeliest first."""

    case: Case
    mail: Mail | None
    candidates: tuple[Candidate, ...]

    @property
    def is_open(self) -> bool:
        """Return whether a person must still answer before anything is written."""
        return self.case.which_case == WHICH_CASE_OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFacts:
    """Hold how many people sent nearly the same message, since when, and what this one says of its own."""

    id: int
    number: int
    since: datetime
    is_many: bool
    differs: tuple[str, ...]
    others: tuple[Case, ...]


def waiting_cases(member: TeamMember | None = None) -> QuerySet[Case]:
    """Return the cases that wait for "which case?", what is due first at the top.

    With a member, without those that are shut to them.
    """
    rows = Case.objects.filter(which_case=WHICH_CASE_OPEN).select_related("assignee")
    rows = rows.exclude(pk__in=shut_to(member)) if member else rows
    return rows.order_by(F("next_due_on").asc(nulls_last=True), "received_at", "pk")


def open_question(case_id: int, member: TeamMember | None = None) -> Question | None:
    """Return one case with those its message may belong to, None if there is none.

    With a member, without the candidates that are shut to them: the question itself stays.
    """
    case = Case.objects.select_related("assignee", "joined_to").filter(pk=case_id).first()
    if case is None:
        return None
    pairs = [pair for pair in pairs_of(case, member) if pair.case_id == case.pk]
    # Where much speaks for a case it stands first; the newest among equals.
    pairs.sort(key=lambda p: (not p.asks, len(p.signs_against) - len(p.signs_for), -p.other_id))
    candidates = (Candidate(pair=pair, case=pair.other, mail=_opening_mail(pair.other)) for pair in pairs)
    return Question(case=case, mail=_opening_mail(case), candidates=tuple(candidates))


def pairs_of(case: Case, member: TeamMember | None = None) -> list[MaybeSame]:
    """Return the pairs a case stands in, on whichever side; with a member, without cases that are shut to them."""
    rows = MaybeSame.objects.filter(Q(case=case) | Q(other=case))
    pairs = list(rows.select_related("case", "other", "other__assignee").order_by("pk"))
    others = {pair.pk: pair.other_id if pair.case_id == case.pk else pair.case_id for pair in pairs}
    shut = {found.pk for found in shut_cases(others.values(), member)} if member else set()
    return [pair for pair in pairs if others[pair.pk] not in shut]


def raised_in(case: Case) -> list[Joining]:
    """Return the replies that raise something new and that nobody has decided about since they came."""
    rows = Joining.objects.filter(case=case, mail__state=MailState.JOINED, mail__looked_at=None)
    return [row for row in rows.select_related("mail").order_by("pk") if row.raises]


def campaign_of(case: Case) -> CampaignFacts | None:
    """Return what is known of the campaign a case's message belongs to, None if it stands alone."""
    rows = TextPrint.objects.filter(mail__case=case, piece=WORDS, campaign__isnull=False)
    print_ = rows.exclude(mail__state__in=PUT_WITH).select_related("mail").order_by("pk").first()
    if print_ is None or print_.campaign_id is None:
        return None
    number, since = count_members(print_.campaign_id)
    if number < 2 or since is None:
        return None
    others = [mail for mail in members_of(print_.campaign_id)[: MOST_OTHERS + 1] if mail.pk != print_.mail_id]
    texts = [message_of(mail).own_words for mail in others[:MOST_OTHERS] if mail.text]
    return CampaignFacts(
        id=print_.campaign_id,
        number=number,
        since=since,
        is_many=number >= default_thresholds().likeness.campaign_mails,
        differs=what_differs(message_of(print_.mail).own_words, texts),
        others=tuple(Case.objects.filter(mails__in=others).distinct().order_by("received_at", "pk")[:MOST_OTHERS]),
    )


def campaigns_of(cases: QuerySet[Case, Mapping[str, object]]) -> dict[int, tuple[int, int]]:
    """Return the campaign of each of these cases that has one, and of how many people it is; few make none."""
    rows = TextPrint.objects.filter(mail__case__in=cases, piece=WORDS, campaign__isnull=False)
    pairs = rows.exclude(mail__state__in=PUT_WITH).values_list("mail__case", "campaign")
    found = {case: campaign for case, campaign in pairs if case and campaign}
    most = default_thresholds().likeness.campaign_mails
    sizes = {campaign: count_members(campaign)[0] for campaign in set(found.values())}
    return {case: (campaign, sizes[campaign]) for case, campaign in found.items() if sizes[campaign] >= most}


def _opening_mail(case: Case) -> Mail | None:
    return case.mails.exclude(state__in=PUT_WITH).order_by("received_at", "pk").first()
