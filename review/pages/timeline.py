"""Say what has happened, newest first: each event's verb is a sentence, with who and when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.date_words import say_moves
from cases.desk import desk_tasks
from cases.models import Event
from review.labels import say_route
from review.pages.timeline_verbs import OPENED, VERBS
from review.words import count, join_words, say_moment

Say = Callable[[Mapping[str, Any], Mapping[int, str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Hold one line of what has happened."""

    title: str
    by: str
    at: str
    iso: str
    more: str = ""


def lay_out_timeline(events: Sequence[Event], names: Mapping[int, str]) -> tuple[Happening, ...]:
    """Return the events in words; the same person opening the same page again and again is one line."""
    shown: list[Happening] = []
    reader: int | None = None
    opened: set[str] = set()
    for event in events:
        is_read = event.verb == "case_read"
        if not is_read or event.actor_id != reader:
            reader, opened = event.actor_id if is_read else None, set()
        if is_read and _opened(event.facts) in opened:
            continue
        opened.add(_opened(event.facts))
        shown.append(_happening(event, names))
    return tuple(shown)


def say_event(verb: str, facts: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Say one event in a few words."""
    if verb == "case_assigned":
        to = facts.get("to")
        return f"Assigned to {names.get(to, 'somebody who has left')}" if to else "Assigned to nobody"
    if verb == "mail_drafted" and not facts.get("letter"):
        return "Looked at whether a letter is due: none was prepared"
    if verb == "case_read":
        return _opened(facts)
    return VERBS.get(verb) or verb.replace("_", " ").capitalize()


def _opened(facts: Mapping[str, Any]) -> str:
    """Say which page was opened; one without words of its own is the case as a whole."""
    return OPENED.get(str(facts.get("what", "")), VERBS["case_read"])


def _happening(event: Event, names: Mapping[int, str]) -> Happening:
    at: datetime = event.at
    return Happening(
        title=say_event(event.verb, event.facts, names),
        by=event.actor.full_name if event.actor else "Putright",
        at=say_moment(at),
        iso=at.isoformat(timespec="minutes"),
        more=_more(event),
    )


def _more(event: Event) -> str:
    facts = event.facts
    tell: Mapping[str, Callable[[], str]] = {
        "decisions_saved": lambda: _say_changed(facts.get("changed") or []),
        "matter_added": lambda: f"Matter {facts.get('matter')}: {say_route(str(facts.get('route', '')))}.",
        "dates_moved": lambda: say_moves(facts.get("moves") or []),
        "mail_read": lambda: f"{count(int(facts.get('attachments') or 0), 'attachment')}.",
    }
    if event.verb.startswith("task_"):
        return _say_task(facts)
    return tell[event.verb]() if event.verb in tell else _say_matters(facts)


def _say_matters(facts: Mapping[str, Any]) -> str:
    """Say which matters an event is about; "" if it names none."""
    named = facts.get("matters")
    numbers = [str(number) for number in named] if isinstance(named, list) else []
    number = facts.get("matter")
    numbers = numbers or ([str(number)] if isinstance(number, int) and number else [])
    return f"Matter{'s' if len(numbers) > 1 else ''} {join_words(numbers)}." if numbers else ""


def _say_task(facts: Mapping[str, Any]) -> str:
    kind = desk_tasks().get(str(facts.get("kind")))
    result = kind.result(str(facts.get("result"))) if kind else None
    title = kind.title if kind else str(facts.get("kind", "")).replace("_", " ").capitalize()
    return f"{title}: {result.words[0].lower()}{result.words[1:]}." if result else f"{title}."


def _say_changed(changed: Sequence[str]) -> str:
    return f"Changed: {', '.join(key.replace(':', ' ').replace('_', ' ') for key in changed)}." if changed else ""
