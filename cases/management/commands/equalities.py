"""``putright equalities``: print a year's totals of monitoring answers, small numbers hidden."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.monitoring.suppression import Shown, suppress
from cases.selectors.equalities import totals_of
from config.equalities import Question, default_monitoring

SMALL_WORDS, HIDDEN_WORDS = "<5", "hidden"
FOOT = (
    '"<5": from 1 to 4. "hidden": left out, so that no small number can be worked out.\n'
    "Counted by the month in which a case was decided, over all routes and teams; never by team: nobody is to be found."
)


class Command(BaseCommand):
    """Print what was answered, over the whole council; nothing smaller is ever reported."""

    help = "Print a year's totals of monitoring answers; numbers under 5, and what would give them away, are hidden."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the year and the form."""
        parser.add_argument("--year", type=int, required=True, help="which calendar year, as 2026")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the year, which must be over: two reports of one year would differ by single people."""
        year = options["year"]
        if year < 2000 or date(year, 12, 31) >= timezone.localdate():
            raise CommandError(f"{year} is not over yet. Two reports of a year that still grows tell of single people.")
        totals = totals_of(year)
        shown = {
            question: suppress({code: totals.get(question.code, {}).get(code, 0) for code in question.codes})
            for question in default_monitoring().questions
        }
        self.stdout.write(_as_json(year, shown) if options["json"] else _as_words(year, shown))


def _as_words(year: int, shown: dict[Question, Shown]) -> str:
    lines = [f"Monitoring answers, {year}", ""]
    for question, table in shown.items():
        lines.append(question.words)
        lines += [
            f"  {question.codes[code]:<58} {_say(number, is_small=is_small):>8}"
            for code, number, is_small in table.cells
        ]
        lines += [f"  {'All answers':<58} {_say(table.total, is_small=table.total_is_small):>8}", ""]
    return "\n".join([*lines, FOOT])


def _as_json(year: int, shown: dict[Question, Shown]) -> str:
    questions = [
        {
            "question": question.code,
            "source": question.source,
            "answers": {code: _say(number, is_small=is_small) for code, number, is_small in table.cells},
            "all": _say(table.total, is_small=table.total_is_small),
        }
        for question, table in shown.items()
    ]
    return json.dumps({"year": year, "questions": questions})


def _say(number: int | None, *, is_small: bool) -> str:
    if number is None:
        return SMALL_WORDS if is_small else HIDDEN_WORDS
    return f"{number:,}"
