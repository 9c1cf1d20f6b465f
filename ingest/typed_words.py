"""Put the words that a person typed in for an unreadable part into a message, beside what was read of it by machine."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.message import Attachment, Message, Problem, Segment, SegmentKind
from ingest.page_starts import page

WHOLE_MAIL = -1
"""The number of the part that is the mail itself; any other is an attachment's index."""

TYPED_IN = "typed in by a person"
"""What the place of typed words is called: they stand behind the last page, and are of no page by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedWords:
    """Hold what one person typed in for one part: the mail itself (``WHOLE_MAIL``) or an attachment's index.

    ``is_enough`` is false where they could not read it all either: the part then stays unread, with their words.
    """

    part: int
    words: str
    is_enough: bool = True


def add_typed(message: Message, typed: Iterable[TypedWords]) -> Message:
    """Return a message with every typed word behind the part it is of, so that all that was read stays where it was.

    A part whose words were typed in whole is read: its problems are kept, and hide no words any more.
    """
    for words in typed:
        message = _add_to_body(message, words) if words.part == WHOLE_MAIL else _add_to_file(message, words)
    return message


def own_length(text: str, typed: Iterable[TypedWords], part: int) -> int:
    """Return how much of a part's text is not typed in: where the first word of a person begins, if any does."""
    length = len(text)
    for words in reversed([found for found in typed if found.part == part and found.words.strip()]):
        tail = _tail(words)
        if text[:length].endswith(tail):
            length -= len(tail)
    return length


def _tail(typed: TypedWords) -> str:
    return f"\n\n{typed.words.strip()}"


def _add_to_body(message: Message, typed: TypedWords) -> Message:
    if typed.words.strip():
        body = message.body + _tail(typed)
        segment = Segment(kind=SegmentKind.OWN, start=len(message.body), end=len(body))
        message = replace(message, body=body, segments=(*message.segments, segment))
    return replace(message, problems=_read(message.problems)) if typed.is_enough else message


def _add_to_file(message: Message, typed: TypedWords) -> Message:
    attachments = tuple(
        _file_with(found, typed) if found.index == typed.part else found for found in message.attachments
    )
    return replace(message, attachments=attachments)


def _file_with(found: Attachment, typed: TypedWords) -> Attachment:
    if typed.words.strip():
        starts = (*found.page_starts, page(TYPED_IN, len(found.text)))
        found = replace(found, text=found.text + _tail(typed), page_starts=starts)
    if not typed.is_enough:
        return found
    # A person's reading does not doubt its own words, whatever the machine thought of the picture.
    return replace(found, confidence=1.0, problems=_read(found.problems))


def _read(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(replace(problem, unread=False) for problem in problems)
