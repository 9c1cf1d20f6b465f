"""Lay out the matters of a case: where each has come to, what was found, what became of it, and what can be done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.models import Case, DeadlineRow, MatterStep, MaybeSame, Outcome, Recommendation, Task
from cases.selectors.life import LifeFile, MatterFile
from cases.states import MATTER_ENDED, MATTER_WAITS, CaseState, MatterState, TaskState
from classify.labels import COMPLAINTS
from review.labels import DUE, STAGES, say_route
from review.pages.life_forms import ACTIONS, fits
from review.pages.life_words import (
    FINDINGS,
    MATTER_STATES,
    PARK_REASONS,
    RECOMMENDATION_STATES,
    say_remedies,
    say_step,
)
from review.pages.rows import Desk
from review.words import join_words, say_moment, say_weekday

SHOWN_DATES = ("reply", "reply_at_latest", "reply_after_panel", "ask_for_next_stage")
FREEZE = "A move, or the end of contact or of a service, is near. Ask today whether it can wait."


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """Hold one line of a matter's history."""

    title: str
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterCard:
    """Hold one matter; ``facts`` are (what, words), ``actions`` (code, title) what can be done with it now."""

    number: int
    gist: str
    state: str
    tone: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[StepView, ...]
    actions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDoLine:
    """Hold one thing that the council said it will do."""

    id: int
    words: str
    about: str
    due: str
    is_late: bool
    is_open: bool
    history: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeView:
    """Hold the page of a case's matters and stages; ``may_close`` if every one of its matters has ended."""

    cards: tuple[MatterCard, ...]
    to_do: tuple[ToDoLine, ...]
    links: tuple[tuple[int, int, str], ...]
    freezing: tuple[str, ...]
    raised: tuple[tuple[int, str], ...]
    why_not: str
    may_close: bool


def lay_out_life(file: LifeFile, desk: Desk) -> LifeView:
    """Return the page of a case's matters and stages."""
    case, why_not = file.case, _why_not(file.case)
    ended = all(MatterState(each.matter.state) in MATTER_ENDED for each in file.matters)
    return LifeView(
        cards=tuple(_card(each, file, is_open=not why_not) for each in file.matters),
        to_do=tuple(lay_out_to_do(row, desk) for row in file.recommendations),
        links=tuple((pair.pk, *_other(pair, case)) for pair in file.links),
        freezing=_freezing(file.freezing) if file.is_urgent else (),
        raised=tuple((row.mail_id, " ".join(words for words, _ in row.raises)) for row in file.raised),
        why_not=why_not,
        may_close=bool(file.matters) and ended and case.state != CaseState.FILED and not why_not,
    )


def lay_out_to_do(row: Recommendation, desk: Desk) -> ToDoLine:
    """Return one thing that the council said it will do."""
    is_open, stage = row.state == "open", STAGES[row.stage].words
    about = f"Matter {row.matter}" if row.matter else "The whole case"
    day = say_weekday(row.due_on)
    due = f"Was due {day}" if row.due_on < desk.today else f"Due {day}"
    ended = f"{RECOMMENDATION_STATES.get(row.state, row.state)}, {say_weekday(row.ended_on or row.due_on)}"
    return ToDoLine(
        id=row.pk,
        words=row.words,
        about=f"{about}, {stage if row.stage == 'ombudsman' else stage.lower()}. {row.owner}.",
        due=due if is_open else ended,
        is_late=is_open and row.due_on < desk.today,
        is_open=is_open,
        history=tuple(_moved(move) for move in row.moves) + ((row.how_ended,) if row.how_ended else ()),
    )


def _card(found: MatterFile, file: LifeFile, *, is_open: bool) -> MatterCard:
    matter, state = found.matter, MatterState(found.matter.state)
    codes = (code for code in ACTIONS if fits(code, found) and _makes_sense(code, found, file)) if is_open else ()
    tone = "done" if state in MATTER_ENDED else "waits" if state in MATTER_WAITS else "open"
    return MatterCard(
        number=matter.number,
        gist=matter.gist,
        state=MATTER_STATES[state],
        tone=tone,
        facts=tuple(_facts(found)),
        steps=tuple(_step(step) for step in reversed(found.steps)),
        actions=tuple((code, ACTIONS[code].title) for code in codes),
    )


def _facts(found: MatterFile) -> Iterable[tuple[str, str]]:
    matter = found.matter
    yield "Route", say_route(f"{matter.route}:{matter.reason}" if matter.reason else matter.route)
    if found.lives_on:
        yield "Lives on in", _say_matters(found.lives_on)
        return
    yield "Stage", str(matter.stage)
    yield from ((DUE[row.what].words, _say_date(row)) for row in found.deadlines if row.what in SHOWN_DATES)
    yield from ((_at(outcome), _say_outcome(outcome)) for outcome in found.outcomes)
    if found.parking:
        row = found.parking
        yield "Waits for", f"{PARK_REASONS.get(row.reason, row.reason)}: {row.why}"
        yield "Ask again", say_weekday(row.ask_again_on)
    if found.request:
        asked = say_weekday(found.request.requested_on)
        yield f"Stage {found.request.stage}", f"Asked for {asked}. A manager must say whether it is taken."


def _say_matters(numbers: Sequence[int]) -> str:
    return f"Matter{'s' if len(numbers) > 1 else ''} {join_words([str(number) for number in numbers])}"


def _at(outcome: Outcome) -> str:
    return "Outcome, Ombudsman" if outcome.stage == "ombudsman" else f"Outcome, stage {outcome.stage}"


def _say_outcome(outcome: Outcome) -> str:
    finding = FINDINGS.get(outcome.finding, outcome.finding)
    return ". ".join(filter(None, [finding, say_remedies(outcome.remedies), outcome.words]))


def _say_date(row: DeadlineRow) -> str:
    if row.met_on:
        return f"Done on {say_weekday(row.met_on)}"
    if row.due_on is None:
        return f"Paused since {say_weekday(row.paused_since)}" if row.paused_since else "No day yet"
    return f"{say_weekday(row.due_on)}{', at the latest' if row.is_latest_possible else ''}"


def _step(step: MatterStep) -> StepView:
    words = say_step(step.verb)
    if step.from_route != step.to_route:
        words = f"{words}: {say_route(step.from_route)} to {say_route(step.to_route)}"
    elif step.from_state != step.to_state:
        words = f"{words}. {MATTER_STATES[MatterState(step.to_state)]}"
    return StepView(
        title=words, why=step.why, by=f"{step.by.full_name if step.by else 'Putright'}, {say_moment(step.at)}"
    )


def _makes_sense(code: str, found: MatterFile, file: LifeFile) -> bool:
    """Say whether offering an action helps; whether it is allowed, its service says."""
    if code == "decide":
        return found.request is not None
    if code == "merge":
        return sum(fits("merge", each) for each in file.matters) > 1
    if code == "not-take":
        return bool(found.matter.reason)
    if code == "escalate":
        return not found.matter.reason and found.matter.stage < len("123")
    return True


def _why_not(case: Case) -> str:
    """Say why nothing can be changed now; "" if it can."""
    if case.joined_to:
        return f"Its message was put with {case.joined_to.reference}. Take that back first."
    if case.kind not in COMPLAINTS:
        return "This message is not a complaint, so it has no matters to follow."
    if case.state in {CaseState.SIGNING, CaseState.GOING_OUT}:
        return "A letter of this case is waiting for a signature or going out. Return or stop it first."
    return ""


def _other(pair: MaybeSame, case: Case) -> tuple[int, str]:
    other = pair.other if pair.case_id == case.pk else pair.case
    return other.pk, f"{other.reference}: {other.person_name or 'Name not given'}, {other.gist}"


def _freezing(tasks: Iterable[Task]) -> tuple[str, ...]:
    said = [f"{task.note}" for task in tasks if task.state == TaskState.DONE and task.note]
    return tuple(said) or (FREEZE,)


def _moved(move: dict[str, str]) -> str:
    return f"Moved from {move['from']} to {move['to']}: {move['why']}"
