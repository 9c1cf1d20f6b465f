"""``putright redate``: show which dates of open cases would move by new holidays, procedures or receipt; apply it."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.date_words import is_told, say_notes, say_what, say_why
from cases.errors import CaseError
from cases.redating import Moved, preview
from cases.services.days.redating import redate
from routing.clocks.extensions import say_day


class Command(BaseCommand):
    """Preview the moves, and apply them when told to."""

    help = (
        "Show which dates of open cases would move, because a holiday, a procedure or the day of receipt has changed; "
        "with --apply, move them. Start Putright again first if it was running when the files changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ``--apply`` and ``--json``."""
        parser.add_argument("--apply", action="store_true", help="move them, each case with an event of its own")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what would move, or what has moved; fail if a case cannot be counted."""
        found = preview(timezone.localdate())
        moved, failed = found.moved, found.failed
        if options["apply"]:
            try:
                done = redate(digest=found.digest)
            except CaseError as error:
                raise CommandError(str(error)) from error
            moved, failed = done.moved, done.failed
        lines = _lines(moved, is_done=options["apply"])
        self.stdout.write(json.dumps([_plain(one) for one in moved]) if options["json"] else "\n".join(lines))
        if failed:
            raise CommandError(f"These cases cannot be counted, and stay as they are: {', '.join(failed)}.")


def _lines(moved: tuple[Moved, ...], *, is_done: bool) -> Iterator[str]:
    """Yield what moves, those apart whose person was told another date."""
    if not moved:
        yield "No date of an open case would move." if not is_done else "No date of an open case had to move."
        return
    cases = len({one.case_id for one in moved})
    yield f"{len(moved)} date{'s' * (len(moved) > 1)} of {cases} open case{'s' * (cases > 1)} {_verb(is_done)}."
    told, others = [one for one in moved if is_told(one)], [one for one in moved if not is_told(one)]
    if told:
        yield from ("", "Somebody was told the old date; decide whom to write to:")
        yield from (_line(one) for one in told)
    if others:
        yield from ("", "All others:" if told else "Which:")
        yield from (_line(one) for one in others)
    if not is_done:
        yield from ("", "Nothing was changed. To move them: putright redate --apply")


def _verb(is_done: bool) -> str:  # noqa: FBT001 - one word or the other
    return "moved" if is_done else "would move"


def _line(one: Moved) -> str:
    notes = "".join(f"; {note}" for note in say_notes(one))
    days = f"{say_day(one.move.old_on)} -> {say_day(one.move.new_on)}"
    return f"  {one.reference}  {say_what(one.move)}: {days}: {say_why(one.move)}{notes}"


def _plain(one: Moved) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "becomes_late": one.becomes_late,
        "told_on": one.told_on.isoformat() if one.told_on else None,
        "is_in_letter": one.is_in_letter,
        "stage": one.move.stage,
        **one.move.facts(),
    }
