"""Measure how easy a letter is to read: reading age, longest sentence, words."""

import re
from dataclasses import dataclass

from letters.draft import Draft, Paragraph

_ENDS = re.compile(r"(?<=[.!?:])[”\"\u2019)]?\s+(?=[\"“A-Z0-9])|\n+")
_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*|\d[\d,.:/]*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]es|[^aeioulytd]ed|[^aeiouyl]e)$")
# Telephone numbers, addresses of pages and mailboxes are looked at, not read aloud as words.
_NOT_PROSE = re.compile(r"\S+@\S+|\b(?:https?://|www\.)\S+|\b\d[\d ]{4,}\d\b")
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|gets|got)(?: (?:not|also|now|then|still|already|only|\w+ly))* "
    r"(?!(?:worried|interested|tired|pleased|concerned|frightened|allowed|supposed|needed)\b)"
    r"(?:\w{2,}ed|made|sent|given|told|taken|seen|done|kept|held|written|known|shown|found|said|put|paid|dealt|heard|met|"
    r"brought|chosen|understood|sought|begun|drawn|thought)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readability:
    """Hold the measures of one letter. ``reading_age`` is in years: the Flesch-Kincaid school grade plus 5."""

    reading_age: int
    words: int
    sentences: int
    longest_sentence: str
    longest_words: int
    longest_paragraph: str


def measure(draft: Draft) -> Readability:
    """Measure the paragraphs of a letter, points included.

    Source: Kincaid and others (1975), Flesch-Kincaid grade: 0.39 x words a sentence + 11.8 x syllables a word - 15.59.
    """
    found = [(sentence, p.key) for p in draft.paragraphs for sentence in sentences_of(p)]
    counts = [len(_WORD.findall(sentence)) for sentence, _ in found]
    words = sum(counts)
    if not words:
        return Readability(
            reading_age=5, words=0, sentences=0, longest_sentence="", longest_words=0, longest_paragraph=""
        )
    syllables = sum(count_syllables(word) for sentence, _ in found for word in _WORD.findall(sentence))
    grade = 0.39 * words / len(found) + 11.8 * syllables / words - 15.59
    longest = max(range(len(found)), key=counts.__getitem__)
    return Readability(
        reading_age=max(5, round(grade + 5)),
        words=words,
        sentences=len(found),
        longest_sentence=found[longest][0],
        longest_words=counts[longest],
        longest_paragraph=found[longest][1],
    )


def sentences_of(paragraph: Paragraph) -> tuple[str, ...]:
    """Return the sentences of a paragraph; each point ends its own."""
    parts = [part for text in (paragraph.text, *paragraph.points) for part in _ENDS.split(_NOT_PROSE.sub("", text))]
    return tuple(part.strip() for part in parts if _WORD.search(part))


def count_passive(paragraph: Paragraph) -> int:
    """Return in about how many sentences of a paragraph something is done, and not somebody does it."""
    return sum(bool(_PASSIVE.search(sentence)) for sentence in sentences_of(paragraph))


def count_syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least 1.

    >>> [count_syllables(w) for w in ("complaint", "reply", "procedure", "2026")]
    [2, 2, 3, 1]
    """
    bare = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(_VOWELS.findall(bare)) - bool(len(bare) > len("the") and _SILENT.search(bare)))
