"""Lay out what else a case has to do with: other cases, a campaign, what a reply raises, and where no letter can go."""

from dataclasses import dataclass

from cases.models import Joining
from cases.selectors.case import CaseFile
from cases.states import CaseState
from review.pages.places import Places, Quote
from review.pages.rows import Desk
from review.pages.which_case import CampaignView, PairView, lay_out_campaign, lay_out_pair, say_unreachable
from review.words import say_ago


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedView:
    """Hold what one reply raises that its case did not hold yet: each in words, with the reply's own."""

    mail_id: int
    came: str
    things: tuple[tuple[str, Quote], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedView:
    """Hold it all; ``joined_to`` is number and reference of the case its message was put with, None if with none."""

    pairs: tuple[PairView, ...]
    raised: tuple[RaisedView, ...]
    campaign: CampaignView | None
    unreachable: str
    joined_to: tuple[int, str] | None


def lay_out_related(file: CaseFile, desk: Desk) -> RelatedView:
    """Return what else one case has to do with."""
    case = file.case
    return RelatedView(
        pairs=tuple(lay_out_pair(pair, case, desk) for pair in file.pairs),
        raised=tuple(_raised(joining, desk) for joining in file.raised),
        campaign=lay_out_campaign(file.campaign, desk),
        unreachable="" if case.joined_to_id or case.state == CaseState.FILED else say_unreachable(case),
        joined_to=(case.joined_to.pk, case.joined_to.reference) if case.joined_to else None,
    )


def _raised(joining: Joining, desk: Desk) -> RaisedView:
    places = Places(joining.mail)
    raised = ((str(words), str(quote)) for words, quote in joining.raises)
    things = tuple((words, Quote(words=quote, place=places.place_of_words(quote))) for words, quote in raised)
    return RaisedView(mail_id=joining.mail_id, came=say_ago(joining.mail.received_at, desk.now), things=things)
