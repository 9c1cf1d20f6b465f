"""Count the clocks beside a complaint's own: information requests, data-protection complaints, breaches, danger."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from config.clocks import ClockAnchor, ClockLimit, ClockUnit, NeighbourClock, Rolls
from config.procedure import Unit
from config.working_days import Calendar, Day
from routing.clock import LONDON
from routing.clocks.extensions import Extension, ExtensionRefusedError, refuse_if_wrong, say_day
from routing.clocks.pauses import Count, Pause, count_between, count_with_pauses
from routing.count import count_safely

CONFIRM: Final = "recalled, not read: a person confirms this rule before relying on it"
ALWAYS_STRICT: Final = "received when it arrived, whatever the hour or the day"
DAYS: Final[Mapping[ClockUnit, Unit]] = {
    ClockUnit.WORKING_DAYS: Unit.WORKING_DAYS,
    ClockUnit.CALENDAR_DAYS: Unit.CALENDAR_DAYS,
    ClockUnit.MONTHS: Unit.MONTHS,
}


class NotInForceError(Exception):
    """A clock's law did not apply on the day asked for; the message says from when it does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourDate:
    """Hold one date of a neighbouring clock with all that makes it defensible.

    ``due_at`` is set only where hours are counted; ``due_on`` is then its day in London. ``is_latest_possible`` is
    true when the day stands in for an event that has not happened. ``due_on`` is None while a pause is open.
    """

    clock: str
    title: str
    limit: ClockLimit
    anchor_on: date
    anchor_at: datetime
    due_on: date | None
    due_at: datetime | None = None
    days: tuple[Day, ...] = ()
    paused_since: date | None = None
    first_due_on: date | None = None
    extensions: tuple[Extension, ...] = ()
    is_latest_possible: bool = False
    condition: str = ""

    @property
    def is_soft(self) -> bool:
        """Say that the date is ours to keep, not the person's own."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Hold what has happened on a neighbouring clock: ``began_at`` is when it came, or somebody became aware (aware).

    ``referred_on`` is the day a referral was made, None if it has not been.
    """

    began_at: datetime
    referred_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    extension: Extension | None = None


def neighbour_dates(
    clock: NeighbourClock, events: Events, *, calendars: Mapping[str, Calendar]
) -> tuple[NeighbourDate, ...]:
    """Return every date of a neighbouring clock, in the order of its file, each with its receipt.

    These clocks know no deemed receipt: what came on a Saturday night came that Saturday.

    Raises: ValueError for a naive time; NotInForceError before the clock's law applied; ExtensionRefusedError for an
        extension that cannot stand, or a pause of a clock that knows none; CalendarEndsError.
    Source: each limit's own, in ``config/clocks.toml``.
    """
    if events.began_at.tzinfo is None:
        raise ValueError(f"{events.began_at.isoformat()} says no time zone: give an aware time, as 2026-09-01T10:00Z")
    began_on = events.began_at.astimezone(LONDON).date()
    if clock.valid_from and began_on < clock.valid_from:
        said = f"{clock.title}: the clock applies to what is received from {say_day(clock.valid_from)} on"
        raise NotInForceError(f"{said}; {say_day(began_on)} is before it. {clock.source}.")
    if events.pauses and not any(limit.is_pausable for limit in clock.limits):
        raise ExtensionRefusedError(f"{clock.title}: this clock cannot be paused. Take the pause away.")
    found: dict[str, NeighbourDate] = {}
    for limit in clock.limits:
        found[limit.what] = _date(clock, limit, events, began_on, found, calendars)
    if events.extension:
        found |= _extended(clock, found, events, calendars)
    return tuple(found.values())


def _date(
    clock: NeighbourClock,
    limit: ClockLimit,
    events: Events,
    began_on: date,
    found: Mapping[str, NeighbourDate],
    calendars: Mapping[str, Calendar],
) -> NeighbourDate:
    waits = found[limit.after].due_on if limit.after and events.referred_on is None else None
    anchor_on = waits or (events.referred_on if limit.after and events.referred_on else began_on)
    # Added in UTC: in London's own time an hour would be lost or won when the clocks change.
    is_hours = limit.unit is ClockUnit.HOURS
    due_at = events.began_at.astimezone(UTC) + timedelta(hours=limit.n) if is_hours else None
    count = _count(limit, anchor_on, due_at, events.pauses, calendars)
    says = (
        limit.condition,
        CONFIRM if limit.needs_confirmation else "",
        ALWAYS_STRICT if limit.anchor is ClockAnchor.RECEIPT else "",
    )
    return NeighbourDate(
        clock=clock.id,
        title=clock.title,
        limit=limit,
        anchor_on=anchor_on,
        anchor_at=events.began_at.astimezone(LONDON),
        due_on=count.due_on,
        due_at=due_at.astimezone(LONDON) if due_at else None,
        days=count.days,
        paused_since=count.paused_since,
        is_latest_possible=waits is not None,
        condition="; ".join(part for part in says if part),
    )


def _count(
    limit: ClockLimit,
    anchor_on: date,
    due_at: datetime | None,
    pauses: tuple[Pause, ...],
    calendars: Mapping[str, Calendar],
) -> Count:
    if due_at:
        return Count(due_on=due_at.astimezone(LONDON).date(), days=())
    if limit.unit is ClockUnit.SAME_DAY:
        return Count(due_on=anchor_on, days=())
    calendar = calendars[limit.calendar]
    if limit.rolls is Rolls.BACK:
        due, days = count_safely(limit.n, anchor_on, calendar)
        return Count(due_on=due, days=days)
    return count_with_pauses(limit.n, DAYS[limit.unit], anchor_on, calendar, pauses if limit.is_pausable else ())


def _extended(
    clock: NeighbourClock, found: Mapping[str, NeighbourDate], events: Events, calendars: Mapping[str, Calendar]
) -> dict[str, NeighbourDate]:
    latest = next((date_ for date_ in found.values() if date_.limit.extends), None)
    extension = events.extension
    if latest is None or extension is None:
        raise ExtensionRefusedError(f"{clock.title}: the law gives this clock no longer time. Take the extension away.")
    own, calendar = found[latest.limit.extends], calendars[latest.limit.calendar]
    if own.due_on is None or latest.due_on is None:
        raise ExtensionRefusedError(f"{clock.title}: the clock is paused. End the pause, then extend.")
    rule = f"the longest time is {latest.limit.n} {latest.limit.unit} from {say_day(own.anchor_on)}"
    refuse_if_wrong(extension, due_on=own.due_on, latest_on=latest.due_on, rule=rule, calendar=calendar)
    unit = Unit.WORKING_DAYS if own.limit.unit is ClockUnit.WORKING_DAYS else Unit.CALENDAR_DAYS
    n = count_between(own.anchor_on, extension.until_on, unit, calendar, events.pauses)
    count = count_with_pauses(n, unit, own.anchor_on, calendar, events.pauses)
    moved = replace(own, due_on=count.due_on, days=count.days, first_due_on=own.due_on, extensions=(extension,))
    return {own.limit.what: moved}
