"""Notice that calendar, procedures or convention have changed, and tell of the open cases that would move."""

from dataclasses import dataclass, field
from threading import Event

from django.utils import timezone

from cases import leases
from cases.redating import Preview, applied_digest, has_old_files, loaded_digest, preview
from cases.selectors.alarms import AlarmKind
from cases.services import alarms
from cases.services.days.redating import note_applied

LEASE_SECONDS = 300.0
LOOK_EVERY = 20
"""Rounds between two looks while something is open: a person who has just applied it is not waited for."""


@dataclass(slots=True)
class DatesWatch:
    """Look once when the process starts, and then whenever what dates are counted by is not what was last applied.

    ``is_open``: the last look found something. A new version of the program may count otherwise by the same files.
    """

    rounds: int = field(default=0)
    has_looked: bool = field(default=False)
    is_open: bool = field(default=False)

    def keep(self, _: Event) -> None:
        """Raise or end the alarms about dates."""
        if has_old_files():
            # What would move by files that are no longer true is nobody's question.
            alarms.note_alarm(kind=AlarmKind.OLD_FILES, words=OLD_FILES)
            return
        alarms.clear_alarm(kind=AlarmKind.OLD_FILES)
        is_applied = applied_digest() == loaded_digest()
        if self.has_looked and is_applied and not self.is_open:
            alarms.clear_alarm(kind=AlarmKind.DATES_MOVE)
            return
        self.rounds += 1
        if self.has_looked and self.rounds % LOOK_EVERY:
            return
        if leases.take("redating", seconds=LEASE_SECONDS):
            self.has_looked = True
            self.is_open = _tell(preview(timezone.localdate()), is_applied=is_applied)
            leases.give_back("redating")


def _tell(found: Preview, *, is_applied: bool) -> bool:
    """Raise or end the alarm; say whether anything would move."""
    if found.moved or found.failed:
        alarms.note_alarm(kind=AlarmKind.DATES_MOVE, words=say(found))
        return True
    alarms.clear_alarm(kind=AlarmKind.DATES_MOVE)
    if not is_applied:
        note_applied(moved=0)
    return False


def say(found: Preview) -> str:
    """Say what would move: a line, and below it what to do."""
    cases = "1 open case" if found.cases == 1 else f"{found.cases} open cases"
    line = f"The dates of {cases} would move" if found.cases else "The dates of some open cases cannot be counted"
    return f"{line}.\nLook at them, and apply what is right: putright redate, or the page “Dates and holidays”."


OLD_FILES = (
    "The files that dates are counted by have changed since Putright was started.\n"
    "Start it again: until then it counts by the files as they were."
)
