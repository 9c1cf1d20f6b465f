"""Lay out what the council said it will do, over all cases, and the form that says what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from cases.models import Recommendation
from review.pages.fields import Filled
from review.pages.life import ToDoLine, lay_out_to_do
from review.pages.life_forms import FormView
from review.pages.life_words import RECOMMENDATION_STATES
from review.pages.rows import Desk
from review.words import count

FILTERS: Mapping[str, str] = {
    "open": RECOMMENDATION_STATES["open"],
    "overdue": "Overdue",
    "done": RECOMMENDATION_STATES["done"],
    "not_accepted": RECOMMENDATION_STATES["not_accepted"],
    "all": "All",
}
WHAT = (("done", "It is done"), ("moved", "It needs another day"), ("not_accepted", "It was not accepted"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Hold one line of the list with its case."""

    case_id: int
    reference: str
    line: ToDoLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ListView:
    """Hold the list; ``filters`` are (code, words, is chosen)."""

    rows: tuple[Row, ...]
    said: str
    filters: tuple[tuple[str, str, bool], ...]
    owner: str


def lay_out_list(
    rows: Iterable[Recommendation], desk: Desk, *, show: str, owner: str = "", number: int = 0
) -> ListView:
    """Return the list, with how many there are and which filter is chosen."""
    shown = tuple(Row(case_id=r.case_id, reference=r.case.reference, line=lay_out_to_do(r, desk)) for r in rows)
    more = f", showing {len(shown)}" if len(shown) < number else ""
    return ListView(
        rows=shown,
        said=f"{count(number, 'thing')}{more}." if number else "Nothing here.",
        filters=tuple((code, words, code == show) for code, words in FILTERS.items()),
        owner=owner,
    )


def lay_out_change(
    *, typed: Mapping[str, Sequence[str]] | None = None, errors: Mapping[str, str] | None = None
) -> FormView:
    """Return the form that says what became of one thing."""
    form = Filled(typed, errors or {})
    fields = (
        form.radios("what", "What became of it?", WHAT),
        form.area("why", "What shows that it is done, or why not", hint="This stays with the case."),
        form.day("due_on", "If it needs another day: done by"),
    )
    return FormView(code="change", title="What became of it", intro="", button="Save", fields=fields)
