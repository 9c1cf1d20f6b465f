"""Keep what the council said it will do, with owner and day, until it is done or given up with a reason.

Source: LGSCO decisions in which agreed actions that were not done are themselves fault (24 009 478).
"""

from datetime import date

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import check_no_conflict
from cases.errors import IncompleteError, NotNowError
from cases.findings import RecommendationState
from cases.models import Case, Recommendation, TeamMember
from cases.services.common import require_decider
from cases.services.matters.acting import find_matters, require_words
from cases.services.outcomes.deciding import open_case
from classify.labels import Stage


@transaction.atomic
def recommend(
    *,
    case_id: int,
    version: int,
    member: TeamMember,
    stage: str,
    words: str,
    owner: str,
    due_on: date,
    matter: int = 0,
) -> Recommendation:
    """Keep one thing the council will do; ``matter`` 0 is the whole case.

    Raises:
        IncompleteError: without what, by whom, or a day to come.

    """
    case = open_case(case_id, version, member)
    ask = {"words": (words, "Say what will be done."), "owner": (owner, "Say who will do it.")}
    require_words(ask)
    if stage not in set(Stage):
        raise IncompleteError({"stage": "Say at which stage it was decided."})
    _require_to_come(due_on)
    if matter:
        find_matters(case, [matter])
    row = Recommendation.objects.create(
        case=case,
        matter=matter,
        stage=stage,
        words=words.strip(),
        owner=owner.strip()[:120],
        due_on=due_on,
        made_by=member,
        made_at=timezone.now(),
    )
    case.version += 1
    case.save(update_fields=["version"])
    facts = {"recommendation": row.pk, "matter": matter, "stage": stage, "due_on": due_on.isoformat()}
    events.record_for_case("recommendation_made", case, actor=member, facts=facts)
    return row


@transaction.atomic
def move_recommendation(*, recommendation_id: int, member: TeamMember, due_on: date, why: str) -> Recommendation:
    """Move the day of something still to be done; the old day and the reason are kept.

    Raises:
        IncompleteError: without a reason, or with a day that is past or the same.
        NotNowError: if it has ended.

    """
    row = _open(recommendation_id, member)
    require_words({"why": (why, "Say why it needs another day.")})
    _require_to_come(due_on)
    if due_on == row.due_on:
        raise IncompleteError({"due_on": "It is due on that day already."})
    moved = {
        "from": row.due_on.isoformat(),
        "to": due_on.isoformat(),
        "why": why.strip(),
        "by": member.pk,
        "on": timezone.localdate().isoformat(),
    }
    row.moves, row.due_on = [*row.moves, moved], due_on
    row.save()
    facts = {"recommendation": row.pk, "from": moved["from"], "to": moved["to"]}
    events.record_for_case("recommendation_moved", row.case, actor=member, facts=facts)
    return row


@transaction.atomic
def end_recommendation(*, recommendation_id: int, member: TeamMember, state: str, how: str) -> Recommendation:
    """End something as done, with what shows it, or as not accepted, with the reason.

    Raises:
        IncompleteError: without words, or with no such end.
        NotNowError: if it has ended.

    """
    row = _open(recommendation_id, member)
    if state not in {RecommendationState.DONE, RecommendationState.NOT_ACCEPTED}:
        raise IncompleteError({"state": "Say whether it is done or not accepted."})
    is_done = state == RecommendationState.DONE
    require_words({"how": (how, "Say what shows that it is done." if is_done else "Say why it is not accepted.")})
    row.state, row.how_ended = state, how.strip()
    row.ended_on, row.ended_by = timezone.localdate(), member
    row.save()
    verb = "recommendation_done" if is_done else "recommendation_not_accepted"
    events.record_for_case(verb, row.case, actor=member, facts={"recommendation": row.pk})
    return row


def _open(recommendation_id: int, member: TeamMember) -> Recommendation:
    require_decider(member)
    case_id = Recommendation.objects.values_list("case_id", flat=True).get(pk=recommendation_id)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    row = Recommendation.objects.select_for_update().get(pk=recommendation_id)
    row.case = case
    if row.state != RecommendationState.OPEN:
        raise NotNowError("Somebody ended this first. See below how it stands.")
    return row


def _require_to_come(due_on: date) -> None:
    if due_on < timezone.localdate():
        raise IncompleteError({"due_on": "Give a day to come by which it will be done."})
