"""Lay out the cases that wait for somebody else: what each waits for, the next step, and when somebody looks again."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.models import Case
from cases.selectors.queue_rows import QueueRow
from cases.selectors.waiting import WaitFacts
from cases.stage_runs import ANSWERED, AT_STAGE
from cases.states import CaseState, MatterState
from review.pages.life_words import PARK_REASONS
from review.pages.rows import TONE_ICONS, Desk, RowView, lay_out_row
from review.words import Due, join_words, say_day, say_due

LONGEST_WHY = 160
REPLY_CAME = "Read what came in"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """Hold one case that waits: its row of the queue, what it waits for, the next step, and its first day to come."""

    row: RowView
    waits_for: str
    next_step: str
    due: Due
    icon: str
    due_sub: str


def lay_out_waiting_row(row: QueueRow, facts: WaitFacts, desk: Desk) -> WaitingRow:
    """Return one case that waits, in words."""
    plain, on = lay_out_row(row, desk), facts.look_again_on
    due, sub = plain.due, plain.due_sub
    if on and (row.case.next_due_on is None or on < row.case.next_due_on):
        again = say_due(on, desk.today, desk.is_working_day)
        words = "Look again today" if on <= desk.today else f"Look again {say_day(on, desk.today)}"
        due, sub = Due(words=words, tone=again.tone), "" if row.case.next_due_on else "no date of ours is running"
    return WaitingRow(
        row=plain,
        waits_for=_waits_for(row.case, facts),
        next_step=REPLY_CAME if row.entry.has_reply else _next_step(row.case, facts),
        due=due,
        icon=TONE_ICONS[due.tone],
        due_sub=sub,
    )


def _waits_for(case: Case, facts: WaitFacts) -> str:
    if case.state == CaseState.GOING_OUT:
        return "Our letter to leave"
    said = [PARK_REASONS.get(reason, reason) for reason in facts.reasons]
    if MatterState.OMBUDSMAN in facts.states:
        said.append("The Ombudsman")
    at = sorted(stage for stage, state in AT_STAGE.items() if state in facts.states)
    said += [f"Our reply at stage {stage}" for stage in at]
    if not at and any(state in facts.states for state in ANSWERED.values()):
        said.append("The person, who may ask for more")
    return join_words(said[:1] + [words[0].lower() + words[1:] for words in said[1:]]) or "Nothing more from us"


def _next_step(case: Case, facts: WaitFacts) -> str:
    if facts.why:
        return facts.why if len(facts.why) <= LONGEST_WHY else f"{facts.why[:LONGEST_WHY].rsplit(None, 1)[0]} …"
    if case.state == CaseState.GOING_OUT:
        return "Nothing: it leaves by itself"
    for states, words in _STEPS.items():
        if states & facts.states:
            return words
    return "Close the case, if nothing more comes"


_STEPS: Mapping[frozenset[str], str] = {
    frozenset(AT_STAGE.values()): "Chase whoever writes the reply before it is due",
    frozenset({MatterState.OMBUDSMAN}): "Answer what the Ombudsman asks, by the day in their letter",
    frozenset(ANSWERED.values()): "Wait for their time to pass, then finish the matter",
}
