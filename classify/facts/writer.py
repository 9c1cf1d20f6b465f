"""Find the writer's name: as they give it in the text, as they sign, or as the last line of a mail gives it."""

import re
from collections.abc import Iterator, Sequence

from classify.facts.lines import fact_in
from classify.facts.names import FULL_NAME, NAME, TITLE, UPPER, is_name
from classify.reading import BODY, Fact, FactField
from ingest.message import Message, SegmentKind

_SIGN_OFF = re.compile(
    r"(?:^|\n)[ \t]*(?:kind(?:est)?\s+regards|(?:warm|best)\s+(?:regards|wishes)|regards|many\s+thanks|best\s+wishes|"
    r"yours\s+\w+|thank\s*(?:s|\s+you)(?:\s+(?:in advance|again|for your time))?|sincerely|cheers|best|from|signed)"
    r"[,.! ]*\n+[ \t]*(?P<name>[^\n]{2,60})",
    re.IGNORECASE,
)
_SELF = re.compile(
    rf"\b(?i:my (?:full )?name is|my name's|i am called|this is|i'm|i am|name:)[ \t]+"
    rf"(?P<name>(?:{TITLE}\s+)?{FULL_NAME})"
)
_SURE_SELF = re.compile(r"\b(?:my (?:full )?name|name:|i am called)", re.IGNORECASE)
_PERSON = re.compile(rf"^(?:{TITLE}\s+)?(?:[{UPPER}]\.?\s+)?{NAME}(?:\s+(?:[{UPPER}]\.?|{NAME})){{0,3}}$")
_SIGNED_WITHIN = 3


class OwnTest:
    """Say whether a place in the body is the writer's own, signature included."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans

    def __call__(self, at: int) -> bool:
        """Return whether ``at`` lies in the writer's own words."""
        return any(start <= at < end for start, end in self._spans)


def find_writer(message: Message) -> Iterator[Fact]:
    """Yield the writer's name as they give it in the text, else as they sign; the From line's name if they sign it."""
    kinds = {SegmentKind.OWN, SegmentKind.SIGNATURE}
    own = OwnTest([(s.start, s.end) for s in message.segments if s.kind in kinds])
    for match in _SELF.finditer(message.body):
        # "This is Kent" and "I am Welsh" are no introductions: without the word "name" two names must follow.
        is_sure = _SURE_SELF.match(match.group()) or len(match["name"].split()) > 1
        if own(match.start()) and is_sure and is_name(match["name"]):
            yield fact_in(FactField.WRITER_NAME, match["name"], BODY, match.start("name"), match["name"])
            return
    for match in reversed(list(_SIGN_OFF.finditer(message.body))):
        name = match["name"].strip(" ,.*-")
        if own(match.start("name")) and _PERSON.match(name):
            yield fact_in(FactField.WRITER_NAME, name, BODY, message.body.index(name, match.start("name")), name)
            return
    yield from _last_line(message, own)


def _last_line(message: Message, own: OwnTest) -> Iterator[Fact]:
    """Yield the name a mail ends with, if one of its last own lines is one, whole or part of the From line's name."""
    lines: list[tuple[int, str]] = []
    at = 0
    for line in message.body.splitlines(keepends=True):
        if line.strip() and own(at):
            lines.append((at, line))
        at += len(line)
    sender = set(message.sender.name.lower().split())
    for start, line in reversed(lines[-_SIGNED_WITHIN:]):
        name = line.strip(" \t\r\n,.*-")
        known = bool(name) and set(name.lower().split()) <= sender
        if known or (_PERSON.match(name) and 1 < len(name.split()) < 4 and is_name(name)):
            value = message.sender.name if known else name
            yield fact_in(FactField.WRITER_NAME, value, BODY, start + line.index(name), name)
            return
