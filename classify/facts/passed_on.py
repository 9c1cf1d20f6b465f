"""Tell whose complaint a mail is that somebody passes on: a councillor's cover note above a constituent's mail.

What a writer only shows (an ex-partner's message, our own worker's) gives no facts: its telephone number must never
become the number somebody rings about the complaint.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from classify.dates.find import find_dates
from classify.facts.lines import Line, fact_at, lines_of
from classify.forwarded import HEADER, Part, parts_of
from classify.language import FORWARDED, OWN, Sentence
from classify.reading import SUBJECT_LINE, Fact, FactField
from ingest.message import Message

MOST_COVERING_WORDS = 80
"""A longer cover note is its writer's own account, and what is below it is what they show."""
_FOR_SOMEBODY = re.compile(
    r"\b(?:constituents?|residents?|clients?|patients?|tenants?|pupils?|students?|service users?|on behalf of"
    r"|(?:for|from|of) (?:a|an|the|one of our|this) (?:\w+ )?(?:mum|mother|dad|father|parent|gran\w*|carer|family|lady"
    r"|gentleman|young (?:person|man|woman)|member of the public)"
    r"|(?:sent|came|addressed|forwarded) to (?:us|me|our \w+|this \w+) (?:in error|by mistake)|misdirected"
    r"|complaint (?:below|received)|(?:below|attached) complaint|log (?:this|the)|asked me to (?:send|forward|pass))\b",
    re.IGNORECASE,
)
"""Words of a cover note that speaks for the one who wrote what is below it."""
_SHOWS = re.compile(
    r"\bmy (?:ex|husband|wife|partner|mum|mother|dad|father|neighbour|solicitor|social worker|landlord|son|daughter)\b"
    r".{0,30}\b(?:sent|wrote|texted|emailed|got|received|said)\b"
    r"|\b(?:complain\w* about (?:this|the) (?:e-?mail|letter|message)|(?:sent|wrote|said to) me"
    r"|you (?:promised|said|wrote|told)|your (?:worker|e-?mail|letter|reply|answer)"
    r"|as you can see|see what|look what|evidence|proof|got this)\b",
    re.IGNORECASE,
)
"""Words of a writer who shows what somebody else wrote."""
_NAME = re.compile(
    r":[\s*]*[\"']?(?P<name>[^\W\d_][\w.-]*(?:'\w+)?(?:,? (?!via\b)[\w.-]+(?:'\w+)?){0,4}?)"
    r"[\"']?(?=\s*(?:via\b|[<\[(]|$))"
)
_ADDRESS = re.compile(r"[\w.+'-]+@[\w.-]+\w")


@dataclass(frozen=True, slots=True)
class PassedOn:
    """Hold the mail passed on: its lines as its own writer's words, the day it was written, for whom it speaks."""

    lines: tuple[Line, ...]
    written_on: date
    writer: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class _Mail:
    """Hold one mail of a forwarded chain: its header's lines, and its words."""

    headers: tuple[Line, ...]
    words: tuple[Sentence, ...]


def find_passed_on(message: Message, sentences: Sequence[Sentence], *, sent_on: date) -> PassedOn | None:
    """Return the mail somebody passes on for its writer, None if there is none or it only serves to show something.

    Of a chain it is the innermost mail that did not come from the mailbox's own organisation. Dates in it count from
    the day its own header gives.
    """
    cover = [sentence for sentence in sentences if sentence.voice == OWN and sentence.where != SUBJECT_LINE]
    mails = tuple(_mails(sentence for sentence in sentences if sentence.voice == FORWARDED))
    ours = {address.address.rpartition("@")[2].lower() for address in message.to}
    theirs = [mail for mail in mails if mail.words and not ours & _domains(mail)]
    if not theirs or not _is_for_somebody(message, cover, mails, theirs[-1]):
        return None
    chosen = theirs[-1]
    return PassedOn(
        lines=lines_of(replace(sentence, voice=OWN) for sentence in chosen.words),
        written_on=_written_on(chosen.headers, sent_on),
        writer=tuple(fact for fact in _writer(chosen.headers) if not _is_sender(message, fact.value, chosen)),
    )


def _is_for_somebody(message: Message, cover: Sequence[Sentence], mails: Sequence[_Mail], chosen: _Mail) -> bool:
    """Return whether the mail is passed on for its writer: the notes above it say so, or the writer sends it again."""
    note = " ".join(sentence.text for sentence in cover)
    between = " ".join(sentence.text for mail in mails[: mails.index(chosen)] for sentence in mail.words)
    if len(note.split()) > MOST_COVERING_WORDS or _SHOWS.search(note):
        return False
    return bool(_FOR_SOMEBODY.search(f"{note} {between}")) or message.sender.address.lower() in _addresses(chosen)


def _mails(below: Iterable[Sentence]) -> Iterator[_Mail]:
    """Yield the mails of a chain, each with the lines of the header that begins it."""
    headers: list[Sentence] = []
    words: list[Sentence] = []
    for part, sentence in parts_of(below):
        if part == Part.FROM:
            if words:
                yield _Mail(lines_of(headers), tuple(words))
            headers, words = [sentence], []
        elif part == Part.HEADER:
            headers.append(sentence)
        elif part == Part.WORDS:
            words.append(sentence)
    if words:
        yield _Mail(lines_of(headers), tuple(words))


def _written_on(headers: Iterable[Line], sent_on: date) -> date:
    dated = (line for line in headers if (match := HEADER.match(line.low)) and match["name"] in {"sent", "date"})
    found = (day.value for line in dated for day in find_dates(line.text, written_on=sent_on))
    days = (date.fromisoformat(value) for value in found if len(value) == len("2026-01-01"))
    return next((day for day in days if day <= sent_on), sent_on)


def _writer(headers: Iterable[Line]) -> Iterator[Fact]:
    for line in headers:
        header = HEADER.match(line.low)
        name = _NAME.search(line.text) if header and header["name"] == "from" else None
        if name:
            yield fact_at(FactField.ON_BEHALF_OF, name["name"], line, *name.span("name"))


def _is_sender(message: Message, name: str, mail: _Mail) -> bool:
    return name.lower() == message.sender.name.lower() or message.sender.address.lower() in _addresses(mail)


def _addresses(mail: _Mail) -> set[str]:
    """Return the addresses the header says the mail came from."""
    lines = (line for line in mail.headers if line.low.startswith("from"))
    return {found.lower() for line in lines for found in _ADDRESS.findall(line.text)}


def _domains(mail: _Mail) -> set[str]:
    return {address.rpartition("@")[2] for address in _addresses(mail)}
