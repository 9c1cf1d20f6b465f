"""Write down what a person considered before a letter says no, or a children's matter leaves its procedure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.conflicts import check_no_conflict
from cases.desk import desk_discretion
from cases.errors import IncompleteError, NotAllowedError, NotNowError
from cases.judging import NOT_TAKE, TAKE, Need, needs_of, value_of
from cases.models import Case, Discretion, Matter, TeamMember
from cases.services.common import require_decider, require_version
from cases.services.tasks.raising import end_answered, raise_task
from cases.states import CaseState, TaskState
from classify.labels import Reason
from config.discretion import WRONG_PROCEDURE, Bar, By
from routing.other_side import OtherSide

WITH_A_SIGNER = frozenset({CaseState.SIGNING, CaseState.GOING_OUT})
ASK_AGAIN = "ask_again"
"""The kind of the task to look again whether a bar has lifted."""
_EMPTY = re.compile(
    r"[\W_]*(?:nothing(?: to (?:add|say))?|none|no|n ?/? ?a|not applicable|see above|tbc|x)?[\W_]*", re.IGNORECASE
)
"""Words that say nothing; a judgement of nothing but these was not made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """Hold what a person judged: of which matter, which question, and all they wrote.

    ``has_read``: they had the case for the other procedure before them and say so.
    """

    matter: int
    question: str
    decision: str
    why: str
    answers: Mapping[str, str] = field(default_factory=dict)
    ask_again_on: date | None = None
    has_read: bool = False


@transaction.atomic
def write_judgement(*, case_id: int, version: int, member: TeamMember, judgement: Judgement) -> Discretion:
    """Keep a judgement; one that was written before stays, and the newest is in force.

    Raises:
        NotAllowedError: if this person may not judge that.
        IncompleteError: naming each question without an answer.
        NotNowError: if the matter asks no such question, or a letter is with a signer.
        StaleError: if somebody saved in between.

    """
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    require_version(case, version)
    if case.joined_to_id or case.state in WITH_A_SIGNER:
        raise NotNowError("A letter of this case is with a signer, or its message was put with another case.")
    bar = _bar(judgement, member)
    matter, need = _asked(case, judgement, bar)
    side = need.other_side if need else None
    _require_whole(judgement, bar, side)
    row = _keep(case, member, judgement, bar, matter, side)
    case.version += 1
    case.save(update_fields=["version"])
    facts = {"discretion": row.pk, "matter": row.matter, "question": row.question, "decision": row.decision}
    events.record_for_case("judgement_written", case, actor=member, facts=facts)
    end_answered(case.tasks.filter(kind=ASK_AGAIN, matter=row.matter, state=TaskState.OPEN), by=member)
    if row.ask_again_on:
        _ask_again(case, row, bar)
    return row


def _bar(judgement: Judgement, member: TeamMember) -> Bar:
    bar = desk_discretion().bars.get(judgement.question)
    if bar is None or not bar.needs_record:
        raise NotNowError("There is nothing to judge here: no record is needed for that.")
    if bar.by is By.MANAGER and not member.may_sign:
        raise NotAllowedError(f"Only a complaints manager may judge this: {bar.title}.")
    return bar


def _asked(case: Case, judgement: Judgement, bar: Bar) -> tuple[Matter | None, Need | None]:
    """Return the matter and what it needs; a refusal that is no reason may be about the whole case (matter 0)."""
    matter = case.matters.filter(number=judgement.matter).first()
    if matter is None and judgement.matter:
        raise NotNowError(f"This case has no matter {judgement.matter}.")
    if bar.id not in {*Reason, WRONG_PROCEDURE}:
        return matter, None
    need = next((need for need in needs_of(case) if matter and need.matter.pk == matter.pk), None)
    if need is None or need.bar.id != bar.id:
        raise NotNowError("The matter has another route by now, which asks another question, or none. See below.")
    return matter, need


def _require_whole(judgement: Judgement, bar: Bar, side: OtherSide | None) -> None:
    missing: dict[str, str] = {}
    if bar.each_matter and not judgement.matter:
        missing["matter"] = "Choose the matter: each is judged by itself."
    if judgement.decision not in {TAKE, NOT_TAKE}:
        missing["decision"] = "Choose what you decide."
    if _EMPTY.fullmatch(judgement.why):
        missing["why"] = "Say why, in a sentence somebody else can follow."
    # Whoever takes a matter up owes no answers; whoever refuses it has thought about each.
    if judgement.decision != TAKE:
        missing |= _unanswered(judgement, bar)
        if bar.may_lift:
            missing |= _wrong_day(judgement.ask_again_on)
        if side and not judgement.has_read:
            missing["has_read"] = "Read the case for the other procedure, and say that you have."
    if missing:
        raise IncompleteError(missing)


def _unanswered(judgement: Judgement, bar: Bar) -> dict[str, str]:
    answers = {question.id: judgement.answers.get(question.id, "").strip() for question in bar.questions}
    missing = {id_: f"Answer: {question.words}" for question in bar.questions if not answers[id_ := question.id]}
    if not missing and all(_EMPTY.fullmatch(answer) for answer in answers.values()):
        missing[bar.questions[0].id] = "“Nothing to add” cannot be all: say what you know, and how you know it."
    return missing


def _wrong_day(day: date | None) -> dict[str, str]:
    today, days = timezone.localdate(), desk_discretion().ask_again_within_days
    if day is None or not today < day <= today + timedelta(days=days):
        return {"ask_again_on": f"Say on which day we ask again, within {days} days: the bar may have lifted by then."}
    return {}


def _keep(
    case: Case, member: TeamMember, judgement: Judgement, bar: Bar, matter: Matter | None, side: OtherSide | None
) -> Discretion:
    refuses = judgement.decision == NOT_TAKE
    answered = [
        [question.words, answer]
        for question in bar.questions
        if (answer := judgement.answers.get(question.id, "").strip())
    ]
    return Discretion.objects.create(
        case=case,
        matter=judgement.matter,
        question=bar.id,
        route=value_of(matter) if matter else "",
        decision=judgement.decision,
        considered=answered,
        other_side=[[sign.words, sign.quote, sign.source] for sign in side.signs] if side else [],
        ask_again_on=judgement.ask_again_on if refuses and bar.may_lift else None,
        why=judgement.why.strip(),
        decided_by=member,
        decided_at=timezone.now(),
    )


def _ask_again(case: Case, row: Discretion, bar: Bar) -> None:
    assert row.ask_again_on is not None
    at = datetime.combine(row.ask_again_on, time(9), tzinfo=timezone.get_default_timezone())
    raise_task(
        case,
        ASK_AGAIN,
        key=f"ask-again:{row.matter}:{row.pk}",
        words=f"Ask whether it still stands in the way: {bar.title.lower()} (matter {row.matter})",
        matter=row.matter,
        due_at=at,
        source=bar.source,
    )
