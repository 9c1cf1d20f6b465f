"""Say how long each step of a letter took, from its events: drafted, opened, handed on, signed, gone; reads only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from cases.models import Event, Letter
from cases.states import LetterState

DRAFTED = frozenset({"letter_drafted", "letter_begun"})
READ, LETTER_PAGE = "case_read", "letter"
ASKED, SIGNED, RETURNED, STOPPED = "letter_to_sign", "letter_signed", "letter_returned", "letter_stopped"
GONE = frozenset({"letter_sent", "letter_posted", "letter_said_sent"})
CAME_BACK, ARRIVED = "letter_came_back", "letter_arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterTimes:
    """Hold when each step of one letter was done, None for a step that was not.

    ``asked_at`` and ``signed_at`` are the last before it went, ``times_returned`` how often a signer gave it back. A
    letter by post is gone at the moment that stands for the day on which it was posted.
    """

    letter: int
    letter_id: str
    is_further: bool
    drafted_at: datetime
    opened_at: datetime | None
    asked_at: datetime | None
    signed_at: datetime | None
    gone_at: datetime | None
    came_back_at: datetime | None
    times_returned: int
    times_stopped: int

    @property
    def to_open(self) -> timedelta | None:
        """Return how long the draft waited until somebody opened it."""
        return _between(self.drafted_at, self.opened_at)

    @property
    def to_write(self) -> timedelta | None:
        """Return how long it took from the first look until it was handed to the signers."""
        return _between(self.opened_at, self.asked_at)

    @property
    def to_sign(self) -> timedelta | None:
        """Return how long it waited for its signature."""
        return _between(self.asked_at, self.signed_at)

    @property
    def to_go(self) -> timedelta | None:
        """Return how long it took to leave once it was signed."""
        return _between(self.signed_at, self.gone_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTimes:
    """Hold the middle time of each step over many letters, None where no letter did it, and how many there are."""

    letters: int
    to_open: timedelta | None
    to_write: timedelta | None
    to_sign: timedelta | None
    to_go: timedelta | None
    came_back: int
    returned: int


def times_of(letters: Iterable[Letter]) -> tuple[LetterTimes, ...]:
    """Return the times of these letters, in their order; one query for all their events."""
    found = list(letters)
    rows = Event.objects.filter(case__in={letter.case_id for letter in found}).order_by("case_id", "number")
    events: dict[int, list[Event]] = defaultdict(list)
    for event in rows.only("case_id", "verb", "at", "facts"):
        events[event.case_id or 0].append(event)
    return tuple(_times(letter, events[letter.case_id]) for letter in found)


def times_between(first: date, last: date) -> tuple[LetterTimes, ...]:
    """Return the times of the letters that went from one day to another, both included, oldest first."""
    gone = Letter.objects.filter(state=LetterState.SENT, sent_at__date__range=(first, last))
    return times_of(gone.order_by("sent_at", "pk"))


def sum_up(times: Sequence[LetterTimes]) -> StepTimes:
    """Return the middle time of each step."""
    return StepTimes(
        letters=len(times),
        to_open=_middle(one.to_open for one in times),
        to_write=_middle(one.to_write for one in times),
        to_sign=_middle(one.to_sign for one in times),
        to_go=_middle(one.to_go for one in times),
        came_back=sum(one.came_back_at is not None for one in times),
        returned=sum(one.times_returned > 0 for one in times),
    )


def _times(letter: Letter, events: Sequence[Event]) -> LetterTimes:
    own = [event for event in events if event.facts.get("letter") == letter.pk]
    drafted_at = next((event.at for event in own if event.verb in DRAFTED), letter.made_at)
    has_gone = letter.state == LetterState.SENT
    return LetterTimes(
        letter=letter.pk,
        letter_id=letter.letter,
        is_further=letter.is_further,
        drafted_at=drafted_at,
        opened_at=next((event.at for event in events if event.at >= drafted_at and _is_look(event)), None),
        asked_at=_last(own, ASKED),
        signed_at=_last(own, SIGNED) if letter.signed_at else None,
        gone_at=letter.sent_at if has_gone and any(event.verb in GONE for event in own) else None,
        came_back_at=_came_back_at(own),
        times_returned=sum(event.verb == RETURNED for event in own),
        times_stopped=sum(event.verb == STOPPED for event in own),
    )


def _is_look(event: Event) -> bool:
    return event.verb == READ and event.facts.get("what") == LETTER_PAGE


def _last(events: Sequence[Event], verb: str) -> datetime | None:
    return next((event.at for event in reversed(events) if event.verb == verb), None)


def _came_back_at(events: Sequence[Event]) -> datetime | None:
    """Return when a letter came back, None if it was found out since that it had arrived."""
    said = [event for event in events if event.verb in {CAME_BACK, ARRIVED}]
    return said[-1].at if said and said[-1].verb == CAME_BACK else None


def _between(earlier: datetime | None, later: datetime | None) -> timedelta | None:
    return max(later - earlier, timedelta(0)) if earlier and later else None


def _middle(spans: Iterable[timedelta | None]) -> timedelta | None:
    seconds = [span.total_seconds() for span in spans if span is not None]
    return timedelta(seconds=median(seconds)) if seconds else None
