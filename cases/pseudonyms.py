"""Put invented names, addresses and numbers in the place of real ones, the same for the same, and keep places in step.

Replaced: the people known of a case (every part of a name, possessives and capitals too), e-mail and web addresses,
telephone, National Insurance and NHS numbers, postcodes, street addresses, dates of birth, references, account numbers,
registrations, anybody with a title or under "regards". What it cannot know: people named nowhere but in passing,
nicknames, misspelt names, schools, places, workplaces, and a story that only one family has. ``words_to_look_at`` lists
what begins with a capital and was left: a person looks through every example.
"""

import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from cases.stand_ins import NAMES, NAMES_TOO, ORDINARY, Sort, invent

SHORTEST_ANYWHERE = 3
"""A shorter name part is replaced only where it stands with a capital: "al" and "jo" stand inside ordinary writing."""
MOST_NAMES = 4
TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Cllr|Rev|PC|DC|DS|Sgt|Sir|Lady|Judge)"
_NAME = r"[A-Z][a-z]+(?:['\u2019-][A-Z]?[a-z]+)*"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DAY_MONTH = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+\d{{4}}"
_DATE = rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|{_DAY_MONTH}|\d{{4}}-\d{{2}}-\d{{2}})"
_STREET = (
    r"(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Close|Drive|Dr|Way|Court|Crescent|Gardens|Place|Terrace|Grove|Hill|Walk|"
    r"Mews|Square|Park|Row|Rise|View|Green)"
)

PATTERNS: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("email", re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")),
    ("web", re.compile(r"(?:https?://|www\.)[^\s<>\"')]+", re.IGNORECASE)),
    (
        "born",
        re.compile(rf"(?:\b(?:d\.?o\.?b\.?|date of birth|born(?:\s+on)?)\b\W{{0,4}})(?P<it>{_DATE})", re.IGNORECASE),
    ),
    ("ni", re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE)),
    ("phone", re.compile(r"(?<![\w/.-])(?:\+44\s?(?:\(0\)\s?)?|\(?0)(?:[\d()][\s-]?){8,11}\d(?!\w)")),
    ("sort_code", re.compile(r"\b\d{2}-\d{2}-\d{2}\b")),
    ("nhs", re.compile(r"\b\d{3}[ -]\d{3}[ -]\d{4}\b")),
    ("postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)),
    (
        "street",
        re.compile(
            rf"\b(?:(?:Flat|Unit|Apartment)\s+\w+,?\s+)?\d{{1,4}}[a-zA-Z]?,?\s+(?:{_NAME}\s+){{1,3}}{_STREET}\b"
        ),
    ),
    ("registration", re.compile(r"\b[A-Z]{2}\d{2}\s?[A-Z]{3}\b")),
    ("reference", re.compile(r"\b(?=[A-Z0-9/-]*\d)(?:[A-Z]{2,6}[/-]\d{2,4}[/-]\d{2,8}|[A-Z]{2,6}[/-]?\d{3,10})\b")),
    (
        "reference",
        re.compile(
            r"(?:\b(?:ref(?:erence)?|case|account|claim|policy)\b(?:\s+(?:no|number|id))?[.:#\s]{1,3})(?P<it>[A-Z0-9][A-Z0-9/-]*\d[A-Z0-9/-]*)",
            re.IGNORECASE,
        ),
    ),
    ("number", re.compile(r"\b\d{6,}\b")),
)
"""What is replaced wherever it stands, the surest first; where two want the same place the earlier has it."""
_TITLED = re.compile(rf"\b{TITLES}\.?\s+(?P<it>(?:[A-Z]\.?\s+)?{_NAME}(?:[ \t]+{_NAME})?)")
_SIGNED = re.compile(
    r"(?:regards|wishes|thanks|faithfully|sincerely|cheers|love)[,. !]*\n+[ \t]*(?P<it>[A-Z][^\n\d@]{1,50})\n?",
    re.IGNORECASE,
)
_SELF = re.compile(rf"\b(?i:my name is|i am called|i'm called)\s+(?P<it>{_NAME}(?:[ \t]+{_NAME}){{0,3}})")
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Edit:
    """Say that ``text[start:end]`` becomes ``new``."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """Hold a text with its replacements, and find an old place in it."""

    text: str
    edits: tuple[Edit, ...]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where an old stretch stands now; one that cuts a replacement takes the whole of it."""
        return self._moved(start, is_end=False), self._moved(end, is_end=True)

    def _moved(self, at: int, *, is_end: bool) -> int:
        shift = 0
        for edit in self.edits:
            if edit.end <= at:
                shift += len(edit.new) - (edit.end - edit.start)
            elif edit.start < at:
                return edit.start + shift + (len(edit.new) if is_end else 0)
        return at + shift


@dataclass(slots=True)
class Pseudonyms:
    """Invent the same stand-in for the same name, address or number, throughout one message.

    ``key`` makes stand-ins that nobody without it can trace; the same person gets the same first choice everywhere.
    """

    key: bytes
    people: Iterable[str] = ()
    _given: dict[tuple[Sort, str], str] = field(default_factory=dict)
    _parts: dict[str, Sort] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for person in self.people:
            self.learn(person)

    @property
    def invented(self) -> tuple[str, ...]:
        """Return every stand-in given so far."""
        return tuple(self._given.values())

    def learn(self, person: str) -> None:
        """Take every part of a name into what is replaced; of a description ("my son Leo") only what is a name."""
        words = [word for word in _WORD.findall(person) if not re.fullmatch(TITLES, word)]
        if any(word[0].isupper() for word in words):
            words = [word for word in words if word[0].isupper()]
        self._learn_words(words)

    def learn_from(self, text: str) -> None:
        """Take in who is named in a text with a title, in a signature or by "my name is"."""
        for pattern in (_TITLED, _SELF, _SIGNED):
            for match in pattern.finditer(text):
                words = _WORD.findall(match["it"])
                if len(words) <= MOST_NAMES and all(word[0].isupper() for word in words):
                    self._learn_words(words, is_last=pattern is _TITLED and len(words) == 1)

    def _learn_words(self, words: Sequence[str], *, is_last: bool = False) -> None:
        for place, word in enumerate(words):
            sort = "last" if is_last or (place and place == len(words) - 1) else "first"
            for piece in word.split("-"):
                folded = piece.casefold()
                if len(folded) > 1 and folded not in ORDINARY:
                    self._parts.setdefault(folded, sort)

    def change(self, text: str) -> Changed:
        """Return a text with everything known replaced."""
        taken: list[Edit] = []
        for sort, pattern in PATTERNS:
            for match in pattern.finditer(text):
                start, end = match.span("it") if "it" in pattern.groupindex else match.span()
                if all(end <= edit.start or start >= edit.end for edit in taken):
                    taken.append(Edit(start, end, self.stand_in(sort, text[start:end])))
        taken += [
            Edit(match.start(), match.end(), new)
            for match in _WORD.finditer(text)
            if all(match.end() <= edit.start or match.start() >= edit.end for edit in taken)
            and (new := self._renamed(match.group())) != match.group()
        ]
        edits = tuple(sorted(taken, key=lambda edit: edit.start))
        parts, at = [], 0
        for edit in edits:
            parts += [text[at : edit.start], edit.new]
            at = edit.end
        return Changed("".join([*parts, text[at:]]), edits)

    def stand_in(self, sort: Sort, real: str) -> str:
        """Return what stands for one real thing."""
        plain = re.sub(r"[\s()]+", "", real).casefold()
        if (sort, plain) not in self._given:
            self._given[sort, plain] = self._invent(sort, real, plain)
        return self._given[sort, plain]

    def _renamed(self, word: str) -> str:
        """Return a word with the name parts in it replaced: "Harker's", "Smith-Jones", "DENISE"."""
        whole = self._name_for(word)
        if whole:
            return whole
        pieces = re.split(r"(['\u2019-])", word)
        return "".join(self._name_for(piece) or piece for piece in pieces)

    def _name_for(self, word: str) -> str:
        folded = word.casefold()
        if folded not in self._parts:
            return ""
        has_capital = word[0].isupper()
        if not has_capital and (len(word) < SHORTEST_ANYWHERE or folded in NAMES_TOO):
            return ""
        new = self.stand_in(self._parts[folded], word)
        if word.isupper() and len(word) > 1:
            return new.upper()
        return new if has_capital else new.lower()

    def _invent(self, sort: Sort, real: str, plain: str) -> str:
        number = int.from_bytes(hmac.new(self.key, f"{sort}:{plain}".encode(), sha256).digest()[:8], "big")
        if sort not in NAMES:
            return invent(sort, number, real)
        # The first from a traceless place on that nobody of this message has, real or invented.
        names = NAMES[sort]
        used = set(self._given.values()) | {part.title() for part in self._parts}
        chosen = (names[(number + step) % len(names)] for step in range(len(names)))
        return next((name for name in chosen if name not in used), f"{names[number % len(names)]}s{len(used)}")


def words_to_look_at(text: str, invented: Iterable[str]) -> tuple[str, ...]:
    """Return what is written like a name and is no stand-in: people, schools and places may be among it."""
    known = {word for name in invented for word in _WORD.findall(name)}
    found = [word for match in _LIKE_NAMES.finditer(text) for word in match.group().split()]
    left = (
        word
        for word in found
        if not known.issuperset(word.split("-")) and word.casefold() not in _NOT_PEOPLE | ORDINARY
    )
    return tuple(dict.fromkeys(left))


_LIKE_NAMES = re.compile(rf"{_NAME}(?:[ \t]+{_NAME})+|(?<=[\w,;:] ){_NAME}")
_NO_PEOPLE = (
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december then when after before since because while although ombudsman "
    "ofsted cafcass english stage"
)
_NOT_PEOPLE = frozenset(_NO_PEOPLE.split())
