"""Sort a person's messages about each issue: repeats, chasers we caused by being late, what is new, and the rest. Pure.

Only what stands in our own records is counted: what somebody says of how often they wrote proves nothing. In doubt a
message is no repeat. The count is shown with its list, and nothing else reads it: no route, no clock, no order.
Source: LGSCO, Managing unreasonable complainant behaviour: repeated contact because the council is late is not
unreasonable (read second-hand).
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from routing.alike import are_alike
from routing.resemblance import SHARED_NEWS, own_sentences, telling_words

FEWEST_TELLING: Final = 4
"""A stretch with fewer telling words says too little to be called new."""
MOST_COMPARED: Final = 20
"""Earlier messages of an issue whose words are compared: the first, and the newest."""
LONGEST_WAIT: Final = 60
"""Days looked at between two messages; whoever waited longer waited too long."""


class ContactKind(StrEnum):
    """What one message of a person counts as."""

    FIRST = "first"
    REPEAT = "repeat"
    CAUSED = "caused"
    NEW = "new"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """Hold one message a person sent about an issue, on a day, by what is known of it.

    ``opens``: it opened its case. ``raises``: it was found to raise something, or to ask for the next stage.
    ``is_unread``: not all of it could be read, so nobody knows what is new in it.
    """

    id: int
    on: date
    issue: int
    words: str = ""
    files: tuple[str, ...] = ()
    opens: bool = False
    raises: bool = False
    is_unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """Hold what we owed and did about one issue: limits with the day they were met, answers, and all letters."""

    due: tuple[tuple[date, date | None], ...] = ()
    answered_on: tuple[date, ...] = ()
    written_on: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Hold one message as it counts, about which issue, and why in plain words."""

    sent: Sent
    issue: int
    kind: ContactKind
    why: str


@dataclass(frozen=True, slots=True)
class Rules:
    """Hold what a count goes by: which days count, and after how many an unanswered message is our delay."""

    is_working_day: Callable[[date], bool]
    answer_within_days: int


def sort_contacts(sent: Sequence[Sent], ours: Mapping[int, Ours], rules: Rules) -> tuple[Contact, ...]:
    """Return every message once, in the order they came, with what it counts as.

    Source: LGSCO, Managing unreasonable complainant behaviour (read second-hand).
    """
    found: list[Contact] = []
    for one in sorted(sent, key=lambda each: (each.on, each.id)):
        issue = _issue(one, found)
        before = [contact for contact in found if contact.issue == issue]
        kind, why = _sort(one, before, ours.get(issue, Ours()), rules)
        found.append(Contact(sent=one, issue=issue, kind=kind, why=why))
    return tuple(found)


def count_kinds(contacts: Sequence[Contact]) -> dict[str, int]:
    """Return how many there are of each kind, and in all."""
    counted = Counter(contact.kind for contact in contacts)
    return {kind.value: counted[kind] for kind in ContactKind} | {"total": len(contacts)}


def _issue(one: Sent, found: Sequence[Contact]) -> int:
    """Return the issue a message is about: that of an earlier one with nearly the same words, else its own case's."""
    if not one.opens:
        return one.issue
    alike = (c.issue for c in found if c.sent.issue != one.issue and are_alike(one.words, c.sent.words))
    return next(alike, one.issue)


def _sort(one: Sent, before: Sequence[Contact], ours: Ours, rules: Rules) -> tuple[ContactKind, str]:
    if not before:
        return ContactKind.FIRST, "The first about this"
    if _was_late(one.on, ours):
        return ContactKind.CAUSED, "A date of ours had passed, and we had not kept it"
    if since := _unanswered_since(one.on, before, ours, rules):
        return ContactKind.CAUSED, f"We had not answered what they wrote on {since.day} {since:%B %Y}"
    if why := _what_is_new(one, before):
        return ContactKind.NEW, why
    return _sort_rest(one, before, ours)


def _sort_rest(one: Sent, before: Sequence[Contact], ours: Ours) -> tuple[ContactKind, str]:
    """Sort what brings nothing new: it repeats only if the complaint itself was answered before that day."""
    answers = [day for day in ours.answered_on if day < one.on]
    if any(contact.sent.on == one.on for contact in before):
        return ContactKind.OTHER, "On the same day as another"
    if not answers:
        return ContactKind.OTHER, "We had not answered the complaint itself yet"
    if one.is_unread:
        return ContactKind.OTHER, "Not all of it could be read, so nobody knows what is new in it"
    last = max(answers)
    return ContactKind.REPEAT, f"After our answer of {last.day} {last:%B %Y}, with nothing new in it"


def _was_late(on: date, ours: Ours) -> bool:
    return any(due_on < on and (met_on is None or met_on >= on) for due_on, met_on in ours.due)


def _unanswered_since(on: date, before: Sequence[Contact], ours: Ours, rules: Rules) -> date | None:
    """Return the day of their last message that was no repeat, if it waited too long for any letter of ours."""
    waited = [contact.sent.on for contact in before if contact.kind is not ContactKind.REPEAT]
    if not waited:
        return None
    last = max(waited)
    if any(last <= day <= on for day in (*ours.written_on, *ours.answered_on)):
        return None
    days = min((on - last).days, LONGEST_WAIT)
    counted = sum(rules.is_working_day(last + timedelta(days=n)) for n in range(1, days))
    return last if counted > rules.answer_within_days or days == LONGEST_WAIT else None


def _what_is_new(one: Sent, before: Sequence[Contact]) -> str:
    """Say what a message brings that the issue did not hold, "" if nothing."""
    if one.raises:
        return "It raises something, or asks for the next stage"
    if set(one.files) - {file for contact in before for file in contact.sent.files}:
        return "It brings a file we did not have"
    texts = [contact.sent.words for contact in (*before[:1], *before[1:][-MOST_COMPARED:])]
    known: frozenset[str] = frozenset().union(*(telling_words(text) for text in texts))
    for words in own_sentences(one.words, texts):
        telling = telling_words(words)
        if len(telling) >= FEWEST_TELLING and len(telling & known) / len(telling) < SHARED_NEWS:
            return "It tells something we had not been told"
    return ""
