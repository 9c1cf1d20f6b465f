"""Lay out a letter's checklist: what it must say, what it must never say, with counts; what fails stands first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from letters.check import failed_musts
from letters.draft import Check, Draft
from letters.never import NEVERS
from letters.typed import typed
from review.words import count

NEVER_KEYS = frozenset(never.key for never in NEVERS)
GAP: Final = re.compile(r"\[([^\[\]]+)\]")


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
    """Return what the letter must say and what it must never say, with counts; what fails comes first."""
    says = [check for check in draft.checklist if check.key not in NEVER_KEYS]
    nevers = [check for check in draft.checklist if check.key in NEVER_KEYS]
    cards = (
        _card("chk-h", "What it must say", says, ("All {} are there.", "{} of {} are there.")),
        _card("not-h", "What it must not say", nevers, ("All {} checks are passed.", "{} of {} checks are passed.")),
    )
    return tuple(sorted(cards, key=lambda card: card.is_all_there))


def lay_out_blanks(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Return where to fill each blank of a letter, "" if in none of its boxes, and what to fill there."""
    gaps = [(gap, paragraph.key) for paragraph in draft.paragraphs for gap in GAP.findall(typed(paragraph))]
    return tuple(
        (next((f"p-{key}" for gap, key in gaps if words.startswith((f"[{gap}]", gap))), ""), words)
        for words in draft.blanks
    )


def say_state(draft: Draft) -> str:
    """Say how far a letter is from being sent to the signers."""
    if draft.blanks:
        return f"{_are(len(draft.blanks), 'blank')} still to fill. It cannot be sent with a blank."
    musts = failed_musts(draft.checklist)
    nevers = sum(check.key in NEVER_KEYS for check in musts)
    lacks = len(musts) - nevers
    said = (f"{_are(lacks, 'thing')} missing" if lacks else "", f"{_are(nevers, 'check')} not passed" if nevers else "")
    if not musts:
        return "Nothing is missing. Nothing leaves until a second person signs."
    return f"{' and '.join(filter(None, said))}. You can still send it, if you say why."


def _are(number: int, thing: str) -> str:
    return f"{count(number, thing)} {'is' if number == 1 else 'are'}"


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
