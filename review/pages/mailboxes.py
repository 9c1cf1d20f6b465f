"""Say of each mailbox whether it is read, of each step what waits before it, and what waits to be sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.models import Mailbox
from cases.selectors.alarms import Alarm, AlarmKind
from cases.selectors.letter import Outgoing
from cases.selectors.unread import MailboxLoad, StepFacts
from cases.states import MailState
from review.pages.rows import Desk
from review.words import count, local_day, say_ago, say_day, say_time

SILENT = frozenset({AlarmKind.REFUSED, AlarmKind.BROKEN, AlarmKind.NOT_READ})
SLOW_AFTER = timedelta(minutes=10)
STEPS: Mapping[MailState, str] = {
    MailState.STORED: "Read the email and its attachments",
    MailState.PART_READ: "Read long scans to their end",
    MailState.READ: "Sort, flag and work out deadlines",
    MailState.SORTED: "Draft the letter",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Hold how something goes: ``tone`` is ok, warn or bad."""

    words: str
    tone: str

    @property
    def icon(self) -> str:
        """Return the icon beside the words."""
        return {"ok": "tick", "warn": "warning", "bad": "cross"}[self.tone]


OK = State(words="Working", tone="ok")
DEAD = State(words="Not working", tone="bad")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRow:
    """Hold one mailbox."""

    name: str
    folder: str
    state: State
    read: str
    today: str
    waiting: str
    oldest: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """Hold one step, what waits before it and what stopped there."""

    name: str
    state: State
    waiting: str
    oldest: str
    stopped: str
    has_stopped: bool
    has_letters: bool = False


def lay_out_boxes(loads: Sequence[MailboxLoad], alarms: Sequence[Alarm], desk: Desk) -> list[BoxRow]:
    """Return each watched folder; one that has an alarm is not working, whatever it says itself."""
    dead = {(alarm.mailbox, folder) for alarm in alarms if alarm.kind in SILENT for folder in alarm.folders}
    return [_box(load, dead, desk) for load in loads if load.mailbox.watched]


def lay_out_steps(steps: Sequence[StepFacts], outgoing: Outgoing, desk: Desk) -> list[StepRow]:
    """Return each step a mail takes, and the last one: sending the letter."""
    return [*(_step(step, desk) for step in steps), _sending(outgoing, desk)]


def _box(load: MailboxLoad, dead: set[tuple[str, str]], desk: Desk) -> BoxRow:
    box = load.mailbox
    at = box.polled_at
    return BoxRow(
        name=box.name,
        folder=box.folder.lstrip("\\"),
        state=_state(box, desk, is_dead=(box.name, box.folder) in dead),
        read=f"{_moment(at, desk)}, {say_ago(at, desk.now)}" if at and _is_today(at, desk) else _moment(at, desk),
        today=f"{load.today:,}",
        waiting=f"{load.waiting:,}",
        oldest=f"came {say_ago(load.oldest_at, desk.now)}" if load.oldest_at else "none",
        trouble=box.trouble,
    )


def _state(box: Mailbox, desk: Desk, *, is_dead: bool) -> State:
    if is_dead:
        return DEAD
    if box.wait_until and box.wait_until > desk.now:
        return State(words=f"Asked to wait until {say_time(box.wait_until)}", tone="warn")
    if box.trouble:
        return State(words="Trying again", tone="warn")
    return OK if box.polled_at else State(words="Not read yet", tone="warn")


def _step(step: StepFacts, desk: Desk) -> StepRow:
    is_slow = step.oldest_at is not None and desk.now - step.oldest_at > SLOW_AFTER and step.waiting > 0
    state = State(words="Slow", tone="warn") if is_slow else OK
    return StepRow(
        name=STEPS[step.state],
        state=State(words="Stopped for some", tone="warn") if step.stopped else state,
        waiting=f"{step.waiting:,}",
        oldest=f"came {say_ago(step.oldest_at, desk.now)}" if step.oldest_at else "none",
        stopped=f"{step.stopped:,}",
        has_stopped=step.stopped > 0,
    )


def _sending(outgoing: Outgoing, desk: Desk) -> StepRow:
    state = OK
    if outgoing.need_look:
        state = State(words=f"{count(outgoing.need_look, 'letter')} to look at", tone="bad")
    elif outgoing.in_trouble:
        state = State(words="Cannot send now", tone="bad")
    at = outgoing.oldest_due_at
    return StepRow(
        name="Send the signed letter",
        state=state,
        waiting=f"{outgoing.under_way:,}",
        oldest=f"{'was due' if at < desk.now else 'goes out'} {_moment(at, desk)}" if at else "none",
        stopped=f"{outgoing.need_look:,}",
        has_stopped=False,
        has_letters=outgoing.need_look > 0,
    )


def _moment(at: datetime | None, desk: Desk) -> str:
    if at is None:
        return "not yet"
    return say_time(at) if _is_today(at, desk) else f"{say_time(at)} on {say_day(local_day(at), desk.today)}"


def _is_today(at: datetime, desk: Desk) -> bool:
    return local_day(at) == desk.today
