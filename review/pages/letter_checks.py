"""Lay out a letter's checklist: what it must say, what it must never say, with counts; what fails stands first."""

from collections.abc import Sequence
from dataclasses import dataclass

from letters.draft import Check, Draft
from letters.never import NEVERS

NEVER_KEYS = frozenset(never.key for never in NEVERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """Hold one line of the checklist; ``anchor`` is where to mend it, "" if nothing is to be done there."""

    words: str
    is_there: bool
    anchor: str
    must: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCard:
    """Hold one part of the checklist, with its count in words; what fails stands first."""

    id: str
    heading: str
    count: str
    lines: tuple[CheckLine, ...]
    is_all_there: bool

    @property
    def failed(self) -> tuple[CheckLine, ...]:
        """Return the lines that fail."""
        return tuple(line for line in self.lines if not line.is_there)


def lay_out_checks(draft: Draft) -> tuple[CheckCard, ...]:
    """Return what the letter must say and what it must never say, each with its count."""
    says = [check for check in draft.checklist if check.key not in NEVER_KEYS]
    nevers = [check for check in draft.checklist if check.key in NEVER_KEYS]
    return (
        _card("chk-h", "What it must say", says, ("All {} are there.", "{} of {} are there.")),
        _card("not-h", "What it must not say", nevers, ("All {} checks are passed.", "{} of {} checks are passed.")),
    )


def _card(card_id: str, heading: str, checks: Sequence[Check], says: tuple[str, str]) -> CheckCard:
    lines = tuple(
        CheckLine(words=c.words, is_there=c.present, anchor=_anchor(c), must=c.must)
        for c in sorted(checks, key=lambda c: (c.present, not c.must))
    )
    there = sum(check.present for check in checks)
    all_there = there == len(checks)
    said = says[0].format(len(checks)) if all_there else says[1].format(there, len(checks))
    return CheckCard(id=card_id, heading=heading, count=said, lines=lines, is_all_there=all_there)


def _anchor(check: Check) -> str:
    if check.present:
        return ""
    if check.key in NEVER_KEYS:
        return f"p-{check.paragraph}" if check.paragraph else ""
    return f"missing-{check.key}"
