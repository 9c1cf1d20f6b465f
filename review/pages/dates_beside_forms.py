"""Lay out the forms by which somebody settles a date of a clock that runs beside a case's own."""

from collections.abc import Mapping
from datetime import date

from cases.case_beside import BesideClock
from cases.selectors.dates import DatesFile
from cases.services.clocks.beside import Which
from review.pages.fields import Filled, FormField
from review.words import say_long_day, say_moment
from routing.clocks.neighbours import NeighbourDate

ROW = "row"
"""The name under which a form says which date it is for."""


def row_of(clock: BesideClock, found: NeighbourDate) -> str:
    """Return what names one date in a link."""
    return f"{clock.key}:{found.limit.what}:{clock.began_on.isoformat()}"


def read_row(value: str) -> Which | None:
    """Return which date a form is for, as its link named it; None for words that name none."""
    clock, _, rest = value.partition(":")
    what, _, began = rest.partition(":")
    try:
        return Which(clock=clock[:40], what=what[:40], began_on=date.fromisoformat(began))
    except ValueError:
        return None


def fields_to_meet(file: DatesFile, filled: Filled, given: Mapping[str, str]) -> tuple[FormField, ...]:
    """Return what is asked when a date was met: the day, and the hour where hours are counted."""
    day = filled.day("on", "On which day", hint="The day on which it was done, whoever did it.")
    found = _found(file, given)
    hour = filled.text("at", "At what time", hint="For example, 14:30. This limit is counted in hours.")
    return (*_told(found), day, *([hour] if found and found[1].due_at else []))


def fields_to_set_aside(file: DatesFile, filled: Filled, given: Mapping[str, str]) -> tuple[FormField, ...]:
    """Return what is asked when nothing is owed by a date."""
    hint = "For example: it is no such request; or who was told to keep this date, and on which day."
    return (*_told(_found(file, given)), filled.area("why", "Why nothing has to be done by this date", hint=hint))


def fields_to_take_out(file: DatesFile, _: Filled, given: Mapping[str, str]) -> tuple[FormField, ...]:
    """Return which date is meant; nothing is asked."""
    return _told(_found(file, given))


def _found(file: DatesFile, given: Mapping[str, str]) -> tuple[BesideClock, NeighbourDate] | None:
    which = read_row(given.get(ROW, ""))
    for each in file.beside:
        for found in each.dates:
            if which == Which(clock=each.key, what=found.limit.what, began_on=each.began_on):
                return each, found
    return None


def _told(found: tuple[BesideClock, NeighbourDate] | None) -> tuple[FormField, ...]:
    if found is None:
        return ()
    each, date_ = found
    began = f"began {say_moment(each.found.began_at)}"
    due = say_moment(date_.due_at) if date_.due_at else say_long_day(date_.due_on) if date_.due_on else "paused"
    words = f"{date_.limit.words}, by {due}. The clock {began}."
    return (FormField(kind="told", name="told", label=each.title, value=words),)
