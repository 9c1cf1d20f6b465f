"""Take the facts of a good complaint out of a message: who writes, which children, when, and what they want."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from classify.dates import find_dates
from classify.language import ATTACHED, OWN, Sentence, words_of
from classify.reading import BODY, SUBJECT_LINE, Evidence, Fact, FactField
from classify.rules import find_hits
from ingest.message import Message, SegmentKind

OUTCOME = "desired_outcome"
_NAME = r"[A-Z][a-z]+(?:[-'\u2019][A-Z]?[a-z]+)*"
_KIN = (
    "son|daughter|boy|girl|grandson|granddaughter|grandchild|child|baby|brother|sister|niece|nephew|lad|stepson|"
    "stepdaughter|foster son|foster daughter|foster child|eldest|youngest|twins|children|boys|girls|sons|daughters|kids"
)
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_AGE = (
    rf"(?:,?\s*\(?(?:aged?|who(?:'s| is)|is|he's|she's)?\s*(?P<age>\d{{1,2}}|{_SMALL})"
    r"(?:\s*(?:years?|yrs?)?(?:\s*|-)old|\s*yrs?|\)|(?=[,.;)\s]|$)))"
)
_CHILDREN = (
    re.compile(
        rf"\b(?i:my|our|his|her|their|the)\s+(?:\w+\s+){{0,2}}?(?i:{_KIN})s?,?\s+(?P<name>{_NAME})\b{_AGE}?"
        rf"(?:\s+(?:and|&)\s+(?P<second>{_NAME})\b)?"
    ),
    re.compile(rf"\b(?P<name>{_NAME})\s*\((?:(?i:aged?)\s*)?(?P<age>\d{{1,2}})(?:\s*(?i:yrs?|years old))?\)"),
    re.compile(rf"\b(?P<name>{_NAME}),?\s+(?i:aged|who is|who's)\s+(?P<age>\d{{1,2}})\b"),
    re.compile(rf"\b(?P<name>{_NAME}),?\s+(?i:my|our)\s+(?i:{_KIN})\b{_AGE}?"),
    re.compile(rf"\b(?i:my|our)\s+(?P<age>\d{{1,2}})[\s-]+(?i:year[\s-]+old)\s+(?:(?i:{_KIN})\s+)?(?P<name>{_NAME})\b"),
)
_NOT_NAMES = frozenset(
    [
        "I",
        "The",
        "A",
        "An",
        "He",
        "She",
        "We",
        "They",
        "It",
        "Is",
        "Was",
        "Has",
        "Had",
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Dr",
        "School",
        "Council",
        "Social",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "And",
        "But",
        "Please",
        "Thank",
        "Thanks",
        "Dear",
        "Yours",
        "Regards",
        "Kind",
        "Many",
        "Best",
        "Sincerely",
        "Faithfully",
        "Year",
        "Who",
        "When",
        "Where",
        "Why",
        "What",
        "My",
        "Our",
        "Stage",
        "This",
        "That",
        "There",
        "Not",
        "No",
        "Yes",
        "Since",
        "After",
        "Before",
        "In",
        "On",
        "At",
        "For",
    ]
)
_AGES = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
        ]
    )
}
_PHONE = re.compile(r"(?<![\w/.-])(?:\+44\s?(?:\(0\)\s?)?|0)(?:\d[\s-]?){8,9}\d(?!\w)")
_REFERENCE = re.compile(
    r"\b(?=[A-Z0-9/-]*\d)(?:[A-Z]{2,5}[/-]\d{2,4}[/-]\d{2,6}|[A-Z]{2,5}[/-]\d{3,8}|[A-Z]{2,4}\d{4,8})\b"
)
_SIGN_OFF = re.compile(
    r"(?:^|\n)[ \t]*(?:kind(?:est)?\s+regards|regards|many\s+thanks|best\s+wishes|yours\s+\w+|thank\s*(?:s|\s+you)|"
    r"sincerely|cheers|best)[,. ]*\n+[ \t]*(?P<name>[^\n]{2,60})",
    re.IGNORECASE,
)
_SELF = re.compile(rf"\b(?i:my name is|i am called|this is)\s+(?P<name>{_NAME}(?:\s+{_NAME}){{0,3}})")
_PERSON = re.compile(
    rf"^(?:(?:Mr|Mrs|Ms|Miss|Dr|Cllr|Rev)\.?\s+)?(?:[A-Z]\.?\s+)?{_NAME}(?:\s+(?:[A-Z]\.?|{_NAME})){{0,3}}$"
)
_MOST_OUTCOMES = 8
_SIGNED_WITHIN = 3


def find_facts(message: Message, sentences: Iterable[Sentence], *, sent_on: date) -> tuple[Fact, ...]:
    """Return the facts the writer gives, each once, in the order of ``FactField``; dates count from ``sent_on``.

    Source: Getting the Best from Complaints (2006), 3.4: what is complained of, by whom, for whom, and the wish.
    """
    spoken = tuple(sentence for sentence in sentences if sentence.voice in {OWN, ATTACHED})
    found = (
        *_writer(message),
        *_children(spoken),
        *_outcomes(spoken),
        *_dates(spoken, sent_on),
        *_all(_REFERENCE, FactField.REFERENCE, spoken, message),
        *_all(_PHONE, FactField.PHONE, spoken, message),
    )
    unique: dict[tuple[FactField, str], Fact] = {}
    for fact in found:
        unique.setdefault((fact.field, fact.value.lower()), fact)
    return tuple(unique.values())


def _fact(field: FactField, value: str, where: str, start: int, quote: str) -> Fact:
    evidence = Evidence(where=where, start=start, end=start + len(quote), quote=quote)
    return Fact(field=field, value=" ".join(value.split()), evidence=evidence)


def _writer(message: Message) -> Iterator[Fact]:
    """Yield the writer's name as they sign, or as they give it in the text; the From line's name if they sign it."""
    own = _own_text(message)
    for match in _SELF.finditer(message.body):
        if own(match.start()):
            yield _fact(FactField.WRITER_NAME, match["name"], BODY, match.start("name"), match["name"])
            return
    for match in reversed(list(_SIGN_OFF.finditer(message.body))):
        name = match["name"].strip(" ,.*-")
        if own(match.start("name")) and _PERSON.match(name):
            yield _fact(FactField.WRITER_NAME, name, BODY, message.body.index(name, match.start("name")), name)
            return
    yield from _last_line(message, own)


def _last_line(message: Message, own: "OwnTest") -> Iterator[Fact]:
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
        if known or (_PERSON.match(name) and 1 < len(name.split()) < 4):
            value = message.sender.name if known else name
            yield _fact(FactField.WRITER_NAME, value, BODY, start + line.index(name), name)
            return


class OwnTest:
    """Say whether a place in the body is the writer's own, signature included."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._spans = spans

    def __call__(self, at: int) -> bool:
        """Return whether ``at`` lies in the writer's own words."""
        return any(start <= at < end for start, end in self._spans)


def _own_text(message: Message) -> OwnTest:
    kinds = {SegmentKind.OWN, SegmentKind.SIGNATURE}
    return OwnTest([(s.start, s.end) for s in message.segments if s.kind in kinds])


def _children(spoken: Sequence[Sentence]) -> Iterator[Fact]:
    """Yield children by name, with their age if it is given: "Kai (7)"."""
    ages: dict[str, str] = {}
    places: dict[str, tuple[Sentence, int]] = {}
    for sentence in spoken:
        for pattern in _CHILDREN:
            for match in pattern.finditer(sentence.text):
                groups = match.groupdict()
                for key in ("name", "second"):
                    name = groups.get(key)
                    if not name or name in _NOT_NAMES or name.removesuffix("s") in _NOT_NAMES:
                        continue
                    places.setdefault(name, (sentence, match.start(key)))
                    age = _age(groups.get("age")) if key == "name" else ""
                    if age:
                        ages.setdefault(name, age)
    for name, (sentence, at) in places.items():
        value = f"{name} ({ages[name]})" if name in ages else name
        yield _fact(FactField.CHILD, value, sentence.where, sentence.start + at, name)


def _age(written: str | None) -> str:
    if not written:
        return ""
    number = _AGES.get(written.lower(), int(written) if written.isdigit() else -1)
    return str(number) if 0 <= number <= 25 else ""


def _outcomes(spoken: Sequence[Sentence]) -> Iterator[Fact]:
    """Yield what the writer wants done, from the wish to the end of its sentence."""
    wishes = [hit for hit in find_hits(spoken, (OUTCOME,)) if not hit.words.negated and hit.sentence.voice == OWN]
    for hit in wishes[:_MOST_OUTCOMES]:
        quote = hit.sentence.text[hit.start - hit.sentence.start :][:200]
        if len(words_of(quote)) > 3:
            yield _fact(FactField.DESIRED_OUTCOME, quote.rstrip(" .!"), hit.sentence.where, hit.start, quote)


def _dates(spoken: Sequence[Sentence], sent_on: date) -> Iterator[Fact]:
    for sentence in spoken:
        for found in find_dates(sentence.text, written_on=sent_on):
            quote = sentence.text[found.start : found.end]
            yield _fact(FactField.EVENT_DATE, found.value, sentence.where, sentence.start + found.start, quote)


def _all(pattern: re.Pattern[str], field: FactField, spoken: Sequence[Sentence], message: Message) -> Iterator[Fact]:
    """Yield every place a pattern stands in the writer's words; a signature block counts too."""
    for sentence in spoken:
        for match in pattern.finditer(sentence.text):
            yield _fact(field, match.group(), sentence.where, sentence.start + match.start(), match.group())
    for segment in message.segments:
        if segment.kind is SegmentKind.SIGNATURE:
            for match in pattern.finditer(message.body, segment.start, segment.end):
                yield _fact(field, match.group(), BODY, match.start(), match.group())
    if field is FactField.REFERENCE and not any(s.where == SUBJECT_LINE for s in spoken):
        for match in pattern.finditer(message.subject):
            yield _fact(field, match.group(), SUBJECT_LINE, match.start(), match.group())
