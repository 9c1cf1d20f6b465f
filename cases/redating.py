"""Say which dates of open cases would move by the calendar, procedures and convention as they are now, and move them.

Nothing here moves by itself: a person looks first, since some dates stand in letters that have left.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from cases.clocks import count_rows
from cases.desk import desk_calendar, desk_council, desk_procedures
from cases.models import Case, Event, Letter
from cases.moved_dates import Move, find_moves
from cases.states import CaseState, LetterState
from config.council import Council
from config.packs import list_files, load_afresh
from config.procedure import Procedure
from config.toml_tables import ConfigError
from config.working_days import Calendar, CalendarEndsError
from letters.dates import find_dates
from letters.plain import draft_from_plain

UNCOUNTABLE = (CalendarEndsError, ValueError)
"""What a count may raise: it leaves the calendar, or a value of the case or its procedure cannot be counted."""
CHAIN = "dates"
APPLIED = "dates_counted_by"
ON_ITS_WAY = frozenset({LetterState.TO_SIGN, LetterState.APPROVED, LetterState.HELD, LetterState.SENDING})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Hold one date of one open case that would move.

    ``becomes_late``: it was still to come, and would have passed. ``told_on`` is the day a letter left in which the
    person was told the old date; ``is_in_letter``: one that is signed, or waits to be, names it.
    """

    case_id: int
    reference: str
    move: Move
    becomes_late: bool = False
    told_on: date | None = None
    is_in_letter: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Hold every date that would move, by case, and the references of cases that cannot be counted at all."""

    digest: str
    moved: tuple[Moved, ...]
    failed: tuple[str, ...] = ()

    @property
    def cases(self) -> int:
        """Return how many cases would move."""
        return len({one.case_id for one in self.moved})


def preview(today: date) -> Preview:
    """Return every date that would move; changes nothing."""
    moved, failed = list[Moved](), list[str]()
    for case in open_cases():
        try:
            moved += preview_case(case, today)
        except UNCOUNTABLE:
            failed.append(case.reference)
    return Preview(digest=loaded_digest(), moved=tuple(moved), failed=tuple(failed))


def open_cases() -> Iterator[Case]:
    """Yield every case in which a date is still to be kept, the oldest first."""
    found = Case.objects.exclude(state=CaseState.FILED).filter(joined_to=None).order_by("pk")
    needed = ("deadlines", "matters", "letters", "stage_runs", "pauses", "extensions__decided_by")
    yield from found.prefetch_related(*needed).iterator(chunk_size=200)


def preview_case(case: Case, today: date) -> list[Moved]:
    """Return the dates of one case that would move; what was met stays."""
    old = list(case.deadlines.all())
    new = count_rows(case, council=desk_council(), procedures=desk_procedures())
    met = {(row.what, row.matter, row.stage) for row in old if row.met_on}
    moves = find_moves(case, old, new, nothing_happened=True)
    return [_moved(case, move, today) for move in moves if (move.what, move.matter, move.stage) not in met]


def _moved(case: Case, move: Move, today: date) -> Moved:
    letters = [letter for letter in case.letters.all() if letter.state in {LetterState.SENT, *ON_ITS_WAY}]
    naming = [letter for letter in letters if names_day(letter, move.old_on)]
    told = [letter.sent_at for letter in naming if letter.sent_at]
    return Moved(
        case_id=case.pk,
        reference=case.reference,
        move=move,
        becomes_late=move.new_on < today <= move.old_on,
        told_on=timezone.localdate(max(told)) if told else None,
        is_in_letter=any(letter.state in ON_ITS_WAY for letter in naming),
    )


def names_day(letter: Letter, day: date) -> bool:
    """Say whether a letter's words name a day."""
    try:
        paragraphs = draft_from_plain(letter.draft).paragraphs
    except (KeyError, TypeError, ValueError):
        return False
    texts = (text for paragraph in paragraphs for text in (paragraph.text, *paragraph.points))
    return any(said.is_one_of(frozenset({day})) for text in texts for said in find_dates(text))


def loaded_digest() -> str:
    """Return the digest of all that this process counts dates by."""
    return digest_of(desk_calendar(), desk_procedures(), desk_council())


def applied_digest() -> str:
    """Return the digest by which the dates of all open cases were last counted, "" before the first time."""
    last = Event.objects.filter(chain=CHAIN, verb=APPLIED).order_by("-number").values_list("facts", flat=True).first()
    return str(last["digest"]) if last else ""


def has_old_files() -> bool:
    """Say whether the files now count otherwise than those this process read at its start.

    Files that cannot be read say nothing: ``putright check`` names their faults, and what was read stays in force.
    """
    extra = Path(settings.PUTRIGHT_PACKS) if settings.PUTRIGHT_PACKS else None
    stamps = tuple((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in list_files(extra))
    found = _digest_of_files(stamps, settings.PUTRIGHT_COUNCIL, extra)
    return bool(found) and found != loaded_digest()


@lru_cache(maxsize=2)
def _digest_of_files(_stamps: tuple[tuple[str, int, int], ...], council_id: str, extra: Path | None) -> str:
    """Return the digest of the files as they are; read again only when one of them has another stamp."""
    try:
        calendar, procedures, council = load_afresh(council_id, extra)
    except ConfigError:
        return ""
    return digest_of(calendar, procedures.every_version(), council) if council else ""


def digest_of(calendar: Calendar, procedures: tuple[Procedure, ...], council: Council) -> str:
    """Return the digest of a calendar, procedures and the day of receipt; contacts and colours move no date."""
    days = sorted((day.isoformat(), name) for day, name in calendar.closed.items())
    parts = (calendar.id, calendar.first, calendar.last, days, procedures, council.id, council.receipt)
    return hashlib.sha256(repr(parts).encode()).hexdigest()
