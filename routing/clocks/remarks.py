"""Say what a person must know of a date beside the date itself."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from config.procedure import Limit
from config.working_days import Calendar
from routing.clocks.anchors import Anchored

UNCLEAR: Final = "the page does not say which kind of day it counts"
SOFT: Final = "the person's own time: a later request is never refused by the machine, a person decides"
CUT: Final = "the extension goes beyond the longest time allowed, which stands instead"


def remarks_on(
    limit: Limit, anchored: Anchored, due_on: date | None, calendar: Calendar, *, is_soft: bool
) -> Iterator[str]:
    """Yield every remark on one date, "" where there is nothing to say."""
    yield limit.condition
    yield anchored.waiting
    yield "" if limit.stated_unit or limit.is_default else UNCLEAR
    yield SOFT if is_soft else ""
    if due_on and due_on > calendar.checked_until:
        yield f"bank holidays after {calendar.checked_until.isoformat()} are by rule, not yet checked"


def join_remarks(remarks: Iterable[str]) -> str:
    """Return the remarks in one line."""
    return "; ".join(remark for remark in remarks if remark)
