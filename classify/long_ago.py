"""Tell by its dates that all a message tells of lies more than a year back: arithmetic no model of words can do."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date

from classify.labels import Subject
from classify.reading import Fact, FactField
from classify.rules import RuleHit, Strength

RULE = "over_a_year.dates"
_GOES_ON = ("since", "for the last", "for the past", "over the last", "over the past", "now")
"""Words of a date from which on something lasts until today."""


def find_long_ago(facts: Iterable[Fact], *, sent_on: date) -> RuleHit | None:
    """Return a hit on the newest date told if it is over a year before ``sent_on`` and nothing lasts or came out later.

    Source: SI 2006/1738 reg 9: a year from the event, or from knowing of it.
    """
    told = tuple(facts)
    happened = [fact for fact in told if fact.field is FactField.EVENT_DATE]
    if not happened or any(fact.field is FactField.FIRST_AWARE for fact in told):
        return None
    newest = max(happened, key=lambda fact: last_day_of(fact.value))
    goes_on = any(fact.evidence.quote.lower().startswith(_GOES_ON) for fact in happened)
    if goes_on or last_day_of(newest.value) >= _a_year_before(sent_on):
        return None
    return RuleHit(rule=RULE, code=Subject.OVER_A_YEAR, strength=Strength.DECIDES, evidence=newest.evidence)


def last_day_of(value: str) -> date:
    """Return the last day an ISO value may mean: of a month, a year or a stretch.

    >>> last_day_of("2024-02~"), last_day_of("2026-03-30/2026-04-05")
    (datetime.date(2024, 2, 29), datetime.date(2026, 4, 5))
    """
    numbers = [int(part) for part in value.rstrip("~").split("/")[-1].split("-")]
    year, month = numbers[0], numbers[1] if len(numbers) > 1 else 12
    return date(year, month, numbers[2] if len(numbers) > 2 else monthrange(year, month)[1])


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else date(day.year - 1, 3, 1)
