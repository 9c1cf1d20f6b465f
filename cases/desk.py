"""Hold the packs this installation works by: its council, the procedures and the calendar, read once."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from classify.labels import Route
from config.council import Council
from config.discretion import Discretion, load_discretion
from config.packs import load_calendar, load_council, load_procedures
from config.procedure import Family, Procedure
from config.procedure_versions import procedures_on
from config.safety import SafetyRules, load_safety
from config.tasks import TaskKind, load_tasks
from config.working_days import Calendar
from letters.wording import Words
from letters.words import words_of

FAMILY_OF_ROUTE = {
    Route.STATUTORY: Family.STATUTORY,
    Route.CORPORATE: Family.CORPORATE,
    Route.ENGLISH_FLUENCY: Family.ENGLISH_FLUENCY,
}


@cache
def desk_council() -> Council:
    """Return the council this installation serves.

    Raises:
        ImproperlyConfigured: if PUTRIGHT_COUNCIL is not set.

    """
    if not settings.PUTRIGHT_COUNCIL:
        raise ImproperlyConfigured("PUTRIGHT_COUNCIL is not set. Set it to the name of your council's file.")
    return load_council(settings.PUTRIGHT_COUNCIL, extra=_extra())


def desk_words() -> Words:
    """Return the words of this council's letters, its own in the place of ours.

    Raises:
        TemplateError: naming every fault of every file.

    """
    return words_of(desk_council())


@cache
def desk_procedures() -> tuple[Procedure, ...]:
    """Return every version of every procedure known; ``procedures_on`` finds those of the day a case was received."""
    return load_procedures(extra=_extra()).every_version()


@cache
def desk_calendar() -> Calendar:
    """Return the calendar of working days the clocks count by."""
    return load_calendar(extra=_extra())


@cache
def desk_discretion() -> Discretion:
    """Return what must be considered before a letter says no, and the limits of the ladder of behaviour."""
    return load_discretion(extra=_extra())


@cache
def desk_tasks() -> Mapping[str, TaskKind]:
    """Return every kind of task, with its last day and how it can end."""
    return load_tasks(_extra())


@cache
def desk_safety() -> SafetyRules:
    """Return who is called about danger, and when."""
    return load_safety(extra=_extra())


def procedure_for(route: Route, *, on: date, is_foster_carer: bool = False) -> Procedure | None:
    """Return the council's procedure for a route on a day; None for what is out of scope.

    A foster carer's corporate matter goes through the council's own procedure for foster carers, where it has one.
    """
    family = FAMILY_OF_ROUTE.get(route)
    if family is None:
        return None
    if family is Family.CORPORATE and is_foster_carer and Family.FOSTER_CARER in desk_council().procedures:
        family = Family.FOSTER_CARER
    wanted = desk_council().procedures[family]
    found = procedures_on(desk_procedures(), on).get(wanted)
    return found if found and found.valid_from <= on else None


def _extra() -> Path | None:
    return Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None
