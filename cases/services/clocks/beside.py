"""Write down when a date by other law was met, or why nothing is owed, on a clock that runs beside a case's own.

Whoever keeps that clock (the information governance team, say) answers it; this says that they did, so that nobody is
asked about it any more. It changes no date of the complaint, and no letter waits for it.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from cases import events
from cases.case_beside import BesideClock, clocks_beside_case
from cases.conflicts import check_no_conflict
from cases.errors import IncompleteError, NotNowError
from cases.models import Case, NeighbourNote, TeamMember
from cases.services.clocks.common import refuse_future
from cases.services.common import require_decider, require_version
from routing.clock import LONDON
from routing.clocks.extensions import say_day
from routing.clocks.neighbours import NeighbourDate


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Name one date beside a case: the clock's key (``BesideClock.key``), its limit, and the day on which it began."""

    clock: str
    what: str
    began_on: date


@transaction.atomic
def note_met(*, case_id: int, version: int, member: TeamMember, which: Which, on: date, at: time | None = None) -> Case:
    """Write down, or correct, the day on which a date by other law was met; a limit in hours also needs the hour.

    Raises:
        NotAllowedError: if they may not handle the case.
        StaleError: if somebody saved in between.
        NotNowError: if no such clock runs beside the case, or its message was put with another case.
        IncompleteError: for a day still to come, or before the clock began, or for an hour that is missing.

    """
    case = _locked(case_id, version, member)
    clock, found = _find(case, which)
    refuse_future(on, "on")
    if on < clock.began_on:
        raise IncompleteError({"on": f"This clock began on {say_day(clock.began_on)}: name that day or a later one."})
    met_at = _met_at(clock, found, on, at)
    note = _note(case, which, member)
    was = note.met_on.isoformat() if note.met_on else ""
    note.met_on, note.met_at, note.why_not = on, met_at, ""
    return _save(case, note, "other_clock_corrected" if was else "other_clock_met", {"on": on.isoformat(), "was": was})


@transaction.atomic
def set_aside(*, case_id: int, version: int, member: TeamMember, which: Which, why: str) -> Case:
    """Write down why nothing is owed by a date of other law: it was no such request, or somebody else keeps it.

    Raises:
        NotAllowedError: if they may not handle the case.
        StaleError: if somebody saved in between.
        NotNowError: if no such clock runs beside the case, or its date was met.
        IncompleteError: without a reason.

    """
    case = _locked(case_id, version, member)
    _find(case, which)
    if not why.strip():
        raise IncompleteError({"why": "Write in a few words why nothing has to be done by this date."})
    note = _note(case, which, member)
    if note.met_on:
        raise NotNowError(f"It was met on {say_day(note.met_on)}. Take that day out first.")
    note.why_not = " ".join(why.split())
    return _save(case, note, "other_clock_set_aside", {})


@transaction.atomic
def take_out(*, case_id: int, version: int, member: TeamMember, which: Which) -> Case:
    """Take out what was written down of a date by mistake; it is to be kept again.

    Raises:
        NotAllowedError: if they may not handle the case.
        StaleError: if somebody saved in between.
        NotNowError: if nothing was written down of it.

    """
    case = _locked(case_id, version, member)
    note = _note(case, which, member)
    if not (note.met_on or note.why_not):
        raise NotNowError("Nothing is written down of this date. See below how it stands.")
    was = note.met_on.isoformat() if note.met_on else ""
    note.met_on, note.met_at, note.why_not = None, None, ""
    return _save(case, note, "other_clock_taken_out", {"was": was})


def _locked(case_id: int, version: int, member: TeamMember) -> Case:
    require_decider(member)
    case = Case.objects.select_for_update().get(pk=case_id)
    check_no_conflict(case, member)
    require_version(case, version)
    if case.joined_to_id:
        raise NotNowError("Its message was put with another case, whose dates count now. Change them there.")
    return case


def _find(case: Case, which: Which) -> tuple[BesideClock, NeighbourDate]:
    for clock in clocks_beside_case(case):
        if clock.key == which.clock and clock.began_on == which.began_on:
            for found in clock.dates:
                if found.limit.what == which.what and found.limit.met_by == which.what:
                    return clock, found
    raise NotNowError("That clock does not run beside this case any more. See below which ones do.")


def _met_at(clock: BesideClock, found: NeighbourDate, on: date, at: time | None) -> datetime | None:
    """Return the moment something was done whose limit is in hours, None for a limit in days."""
    if found.due_at is None:
        return None
    if at is None:
        raise IncompleteError({"at": "Say at what time, for example 14:30: this limit is counted in hours."})
    met_at = datetime.combine(on, at, tzinfo=LONDON)
    if met_at > timezone.now():
        raise IncompleteError({"at": "This hour has not come yet. Write it down when it has."})
    if met_at < clock.found.began_at.replace(second=0, microsecond=0):
        began = timezone.localtime(clock.found.began_at).strftime("%H:%M")
        raise IncompleteError({"at": f"This clock began at {began} on that day: name that time or a later one."})
    return met_at


def _note(case: Case, which: Which, member: TeamMember) -> NeighbourNote:
    """Return the case's own row of a date; one that came along with another case begins with what stands there."""
    key = {"clock": which.clock, "what": which.what, "began_on": which.began_on}
    row = NeighbourNote.objects.select_for_update(of=("self",)).filter(case=case, **key).first()
    row = row or NeighbourNote(case=case, **key)
    shown = _shown(case, which)
    row.met_on, row.met_at, row.why_not = (shown.met_on, shown.met_at, shown.why_not) if shown else (None, None, "")
    row.by, row.at = member, timezone.now()
    return row


def _shown(case: Case, which: Which) -> NeighbourNote | None:
    for clock in clocks_beside_case(case):
        if (clock.key, clock.began_on) == (which.clock, which.began_on):
            return clock.notes.get(which.what)
    return None


def _save(case: Case, note: NeighbourNote, verb: str, facts: dict[str, str]) -> Case:
    note.save()
    told = {"clock": note.clock, "what": note.what, "began": note.began_on.isoformat()} | facts
    events.record_for_case(verb, case, actor=note.by, facts=told)
    case.version += 1
    case.save(update_fields=["version"])
    return case
