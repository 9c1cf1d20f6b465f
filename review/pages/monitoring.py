"""Lay out what is hidden of a case's message because it answers monitoring questions; never what it says."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.models import Case
from cases.selectors.equalities import hidden_state
from cases.services.monitoring.vault import REASONS
from review.pages.decision_words import Option

STANDS: Mapping[str, str] = {
    "": "Nothing of this case is hidden.",
    "hidden": "Answers to monitoring questions are hidden: no page, no letter and no model holds them.",
    "ground": "What was hidden is shown again: it is what the complaint is about.",
    "adjustment": "What was hidden is shown again: it is something we must do differently for them.",
    "not_monitoring": "What was hidden is shown again: it was no answer to a monitoring question.",
    "flag": "What was hidden is shown again: the flag was taken off.",
}
COUNTED = "The answers were added to the year’s totals, without any way back to this case. That is not undone."  # noqa: RUF001
UNCOUNTED = "They are added to the year’s totals once the case is decided."  # noqa: RUF001 - the words on screen


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringView:
    """Hold the page: how it stands, and what may be done. ``words`` is what somebody typed and could not save."""

    stands: str
    counted: str
    is_hidden: bool
    can_hide: bool
    reasons: tuple[Option, ...]
    words: str
    missing: Mapping[str, str]


def lay_out_monitoring(
    case: Case, *, words: str = "", why: str = "", missing: Mapping[str, str] | None = None
) -> MonitoringView:
    """Return the page of one case."""
    state = hidden_state(case)
    is_hidden = state.is_hidden
    counted = COUNTED if state.is_counted else UNCOUNTED if is_hidden else ""
    return MonitoringView(
        stands=STANDS["hidden" if is_hidden else state.back],
        counted=counted,
        is_hidden=is_hidden,
        can_hide=state.has_message,
        reasons=tuple(
            Option(id=f"why-{code}", value=code, words=said, checked=code == why) for code, said in REASONS.items()
        ),
        words=words,
        missing=missing or {},
    )
