"""Tell the lines that mail programs write above a mail that is sent on from the words of its writer."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from classify.language import FORWARDED, Sentence

HEADER: Final = re.compile(r"(?P<name>from|sent|date|to|cc|subject)\s*:", re.IGNORECASE)
_MARKER: Final = re.compile(r"-{2,}|begin forwarded|_{5,}|original message", re.IGNORECASE)
_QUOTE_MARKS: Final = re.compile(r"[>|*\s]*")


class Part(StrEnum):
    """What a line of a mail sent on is: the first of a header, another of it, a marker, or its writer's words."""

    FROM = "from"
    HEADER = "header"
    MARKER = "marker"
    WORDS = "words"


def parts_of(forwarded: Iterable[Sentence]) -> Iterator[tuple[Part, Sentence]]:
    """Yield the sentences of mails sent on, without marks of quotation, and what each is.

    A header begins with "From:"; "Date: 4 May" further down is an entry in somebody's diary.
    """
    in_header = False
    for sentence in map(_without_quote_marks, forwarded):
        header = HEADER.match(sentence.text)
        part = Part.WORDS
        if header and header["name"].lower() == "from":
            part = Part.FROM
        elif header and in_header:
            part = Part.HEADER
        elif not sentence.text or _MARKER.match(sentence.text):
            part = Part.MARKER
        in_header = part in {Part.FROM, Part.HEADER} or (in_header and part == Part.MARKER)
        yield part, sentence


def numbers_of_headers(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Return the numbers of the sentences that mail programs wrote: nobody's account."""
    forwarded = [number for number, sentence in enumerate(sentences) if sentence.voice == FORWARDED]
    parts = parts_of(sentences[number] for number in forwarded)
    return frozenset(number for number, (part, _) in zip(forwarded, parts, strict=True) if part != Part.WORDS)


def _without_quote_marks(sentence: Sentence) -> Sentence:
    """Return a sentence without the marks of quotation before its first line."""
    match = _QUOTE_MARKS.match(sentence.text)
    cut = match.end() if match else 0
    return replace(sentence, start=sentence.start + cut, text=sentence.text[cut:])
