"""Move the day a reply is due to a later one: by whom, why, told when, and never beyond the longest time allowed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config.procedure import Unit
from config.working_days import Calendar
from routing.clocks.pauses import Count, Pause, count_between, count_with_pauses


class ExtensionRefusedError(Exception):
    """An extension cannot stand; the message names what is in the way, the limit and the cure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """Hold one extension: the new day, the reason the person was given, who decided it, and the day they were told.

    ``matter`` is the matter it holds for, 0 for all of the case.

    Raises: ExtensionRefusedError without a reason or a name.
    Source: SI 2006/1738 reg 17 (written reason and new date); LGSCO Complaint Handling Code paras 6.4 and 6.5.
    """

    until_on: date
    why: str
    by: str
    told_on: date
    matter: int = 0

    def __post_init__(self) -> None:
        """Refuse an extension that could not be shown to the Ombudsman."""
        if not self.why.strip():
            message = f"The extension to {say_day(self.until_on)} gives no reason"
            raise ExtensionRefusedError(f"{message}: write the reason that the person is told.")
        if not self.by.strip():
            message = f"The extension to {say_day(self.until_on)} names nobody"
            raise ExtensionRefusedError(f"{message}: write who decided it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Hold what a reply's own limit counts, so that it can be counted again to a later day."""

    n: int
    unit: Unit
    anchor_on: date


def refuse_if_wrong(
    extension: Extension, *, due_on: date, latest_on: date | None, rule: str, calendar: Calendar
) -> None:
    """Refuse an extension that is none, comes too late, or goes beyond ``latest_on`` (None: no longest time stated).

    ``rule`` says the longest time in words, for the refusal.

    Raises: ExtensionRefusedError naming what is in the way, the limit and the cure.
    """
    new = f"the reply cannot move to {say_day(extension.until_on)}"
    if latest_on and extension.until_on > latest_on:
        cure = "Name that day or an earlier one; if it cannot be kept, tell the person that the reply is late, and why"
        raise ExtensionRefusedError(f"{new}: {rule}, which ends on {say_day(latest_on)}. {cure}.")
    if extension.until_on <= due_on:
        raise ExtensionRefusedError(f"{new}: it is due on {say_day(due_on)} already. Name a later day.")
    if why := calendar.why_not(extension.until_on):
        last = calendar.last_working_day(extension.until_on)
        raise ExtensionRefusedError(f"{new}: that day does not count ({why}). Name a working day, as {say_day(last)}.")
    if extension.told_on > due_on:
        told = f"the person was told on {say_day(extension.told_on)}, after it was due on {say_day(due_on)}"
        cure = "The reply is late: say so to the person, with the reason, a new day and how to reach the Ombudsman"
        raise ExtensionRefusedError(f"{new}: {told}. {cure}.")


def count_extended(
    span: Span, extension: Extension, *, latest_on: date | None, pauses: Iterable[Pause], calendar: Calendar
) -> tuple[Count, bool]:
    """Return the count to an extension's day, and whether the longest time cut it short.

    Pauses that began after the person was told are given back on top of the new day. An extension never makes a limit
    shorter, and none that was kept goes beyond ``latest_on``, even if the dates around it have moved since.
    """
    pauses = tuple(pauses)
    known = tuple(pause for pause in pauses if pause.from_on <= extension.told_on)
    unit = Unit.WORKING_DAYS if span.unit is Unit.WORKING_DAYS else Unit.CALENDAR_DAYS
    plain = count_with_pauses(span.n, span.unit, span.anchor_on, calendar, pauses)
    # A bank holiday proclaimed on the new day since then moves it on, as it moves every other date.
    until_on = calendar.next_working_day(extension.until_on)
    n = count_between(span.anchor_on, until_on, unit, calendar, known)
    count = count_with_pauses(max(n, 1), unit, span.anchor_on, calendar, pauses)
    if count.due_on and (plain.due_on is None or count.due_on < plain.due_on):
        count = plain
    if not (latest_on and count.due_on and count.due_on > latest_on):
        return count, False
    n = max(count_between(span.anchor_on, latest_on, unit, calendar, pauses), 1)
    capped = count_with_pauses(n, unit, span.anchor_on, calendar, pauses)
    return capped, True


def say_day(day: date) -> str:
    """Return a day as people write it.

    >>> say_day(date(2026, 9, 1))
    'Tuesday 1 September 2026'
    """
    return f"{day:%A} {day.day} {day:%B %Y}"
