"""Cut sentences into the pieces of words that the encoder knows, and long messages into windows.

Pieces are BERT's: words in small letters without accents, each the longest known piece, then what can follow inside a
word. Source: Devlin et al., BERT, 2018; Wu et al., 2016 (WordPiece).
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

UNKNOWN, START, END = 100, 101, 102
"""What stands for a word without known pieces, and before and behind every window."""
WINDOW, OVERLAP, MOST_WINDOWS = 448, 64, 4
"""Pieces read at once, shared by neighbouring windows, and windows in a message: some 1,200 words."""
QUOTED_MARK = "[earlier mail quoted]"
"""Stands for the history below a reply: that there is one says something, its words are not the writer's."""
LONGEST_WORD = 100
_KEPT_WORDS = 50_000
_PLAIN = re.compile(r"[ -~\s]*\Z")
_ASCII_MARK = re.compile(r"[!-/:-@\[-`{-~]")
_PARTS = re.compile(r"[a-z0-9]+|[!-/:-@\[-`{-~]")
_HAN = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)
"""Each of these letters is a word of its own."""


@dataclass(frozen=True, slots=True)
class Window:
    """Hold pieces that are read at once, and which sentence each is of (-1 for what stands around them)."""

    pieces: NDArray[np.int64]
    owners: NDArray[np.int64]


class Cutter:
    """Cut messages with one vocabulary: a file with a piece a line, its number the line's."""

    def __init__(self, vocabulary: Path) -> None:
        """Read the vocabulary."""
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        self._numbers = {piece: number for number, piece in enumerate(lines)}
        self._pieces_of = lru_cache(_KEPT_WORDS)(self._cut_word)

    def windows(self, sentences: Sequence[str], *, has_history: bool) -> tuple[Window, ...]:
        """Return the windows of a message, at least one; the last ones of a very long message are left out."""
        texts = [*sentences, QUOTED_MARK] if has_history else list(sentences)
        cut = [self.pieces(text) for text in texts]
        pieces = np.array([piece for row in cut for piece in row], np.int64)
        owners = np.repeat(np.arange(len(cut)), [len(row) for row in cut]).astype(np.int64)
        owners[owners >= len(sentences)] = -1
        starts = range(0, max(1, len(pieces) - OVERLAP), WINDOW - OVERLAP)
        return tuple(_window(pieces[at : at + WINDOW], owners[at : at + WINDOW]) for at in starts[:MOST_WINDOWS])

    def pieces(self, text: str) -> list[int]:
        """Return the numbers of a text's pieces."""
        return [piece for word in split_words(text) for piece in self._pieces_of(word)]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        if len(word) > LONGEST_WORD:
            return (UNKNOWN,)
        found, at = [], 0
        while at < len(word):
            before = "##" if at else ""
            ends = (end for end in range(len(word), at, -1) if before + word[at:end] in self._numbers)
            end = next(ends, None)
            if end is None:
                return (UNKNOWN,)
            found.append(self._numbers[before + word[at:end]])
            at = end
        return tuple(found)


def split_words(text: str) -> Iterator[str]:
    """Yield the words in small letters without accents; every mark is a word.

    >>> list(split_words("Zoë's 2nd  visit…"))
    ['zoe', "'", 's', '2nd', 'visit', '…']
    """
    if _PLAIN.match(text):
        yield from _PARTS.findall(text.lower())
        return
    kept = "".join(_spaced(letter) for letter in text if not _is_control(letter))
    plain = "".join(letter for letter in unicodedata.normalize("NFD", kept) if unicodedata.category(letter) != "Mn")
    for run in plain.lower().split():
        yield from _marks_apart(run)


def _marks_apart(run: str) -> Iterator[str]:
    at = 0
    for place, letter in enumerate(run):
        if _is_mark(letter):
            if at < place:
                yield run[at:place]
            yield letter
            at = place + 1
    if at < len(run):
        yield run[at:]


def _spaced(letter: str) -> str:
    if letter.isspace():
        return " "
    code = ord(letter)
    return f" {letter} " if any(low <= code <= high for low, high in _HAN) else letter


def _is_control(letter: str) -> bool:
    if letter in "\t\n\r":
        return False
    return letter in "\0�" or unicodedata.category(letter).startswith("C")


def _is_mark(letter: str) -> bool:
    return bool(_ASCII_MARK.match(letter)) or unicodedata.category(letter).startswith("P")


def _window(pieces: NDArray[np.int64], owners: NDArray[np.int64]) -> Window:
    return Window(np.concatenate([[START], pieces, [END]]), np.concatenate([[-1], owners, [-1]]))
