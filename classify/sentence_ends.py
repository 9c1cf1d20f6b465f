"""Decide where sentences end and quotations stand in mail: no full stops, hard-wrapped lines, lists, sign-offs."""

import re
from collections.abc import Iterator

LONGEST_SENTENCE = 600

_BREAK = re.compile(r"\n[ \t>]*\n\s*|(?<=[.!?\u2026])[\"')\]\u201d\u2019]*\s+|\n(?=\s*(?:[-*\u2022]|\d{1,2}[.)])\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|rev|st|no|ref|tel|e\.g|i\.e|vs)|\b[A-Z]|^\s*\d{1,2})\.$", re.IGNORECASE
)
_SHORT_LINE = 48
_MARKS = (
    re.compile(r'"[^"\n]{2,400}(?:\n[^"\n]+){0,6}"'),
    re.compile(r"\u201c[^\u201c\u201d]{2,600}\u201d"),
    re.compile(r"\u2018[^\u2018]{2,300}?\u2019(?!\w)"),
    re.compile(r"(?<![\w'])'(?=\w)[^'\n]*(?:'\w[^'\n]*)*'(?!\w)"),
)


def cut_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield trimmed (start, end) pieces: blank lines, full stops, list items and short lines end a sentence."""
    low = start
    for high in [*_break_points(text, start, end), end]:
        while high - low > LONGEST_SENTENCE:
            space = text.rfind(" ", low + 1, low + LONGEST_SENTENCE)
            middle = space if space > low else low + LONGEST_SENTENCE
            yield from _trimmed(text, low, middle)
            low = middle
        yield from _trimmed(text, low, high)
        low = high


def _break_points(text: str, start: int, end: int) -> list[int]:
    points = {
        found.end()
        for found in _BREAK.finditer(text, start, end)
        if not _ABBREVIATION.search(text[max(start, found.start() - 8) : found.start()])
    }
    line_start = start
    for found in re.finditer(r"\n", text[start:end]):
        at = start + found.start()
        # A hard-wrapped line is long; "Dear Sir", "Thanks" and addresses are short and end what they say.
        if at - line_start < _SHORT_LINE:
            points.add(at + 1)
        line_start = at + 1
    return sorted(point for point in points if start < point < end)


def _trimmed(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    if low < high:
        yield low, high


def find_quotations(text: str, shift: int) -> list[tuple[int, int]]:
    """Return the (start, end) stretches of a text in quotation marks, each moved by ``shift``."""
    return sorted((m.start() + shift, m.end() + shift) for mark in _MARKS for m in mark.finditer(text))
