"""Draw a short print of a text that nearly the same texts share, so that they are found among many without reading all.

Source: A. Broder, "On the resemblance and containment of documents" (1997), for the prints; P. Indyk and R. Motwani,
"Approximate nearest neighbors" (1998), for looking them up by bands.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np

from config.thresholds import Likeness, default_thresholds
from routing.resemblance import count_words, runs_of, without_labels

BANDS: Final = 20
ROWS: Final = 3
"""A band is three minima: texts that share half of their runs meet in one band with 93 in 100, unrelated ones never."""
_DRAWS: Final = BANDS * ROWS
_seeds = np.random.Generator(np.random.PCG64(20260303))
_FACTORS: Final = _seeds.integers(1, 2**63, size=_DRAWS, dtype=np.uint64) | np.uint64(1)
_SHIFTS: Final = _seeds.integers(0, 2**63, size=_DRAWS, dtype=np.uint64)
# One row of draws at a time over many runs would be slow, all at once would take memory: this many runs at a time.
_BATCH: Final = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """Hold the print of one text. ``bands`` are signed 64-bit numbers, as databases keep them."""

    bands: tuple[int, ...]
    words: int


def draw_print(text: str, likeness: Likeness | None = None) -> Print | None:
    """Return the print of a text, None if it is too short to be told from others by its words."""
    asked = likeness or default_thresholds().likeness
    words = without_labels(text[: asked.most_characters])
    number = count_words(words)
    if number < asked.fewest_words:
        return None
    hashes = np.array([_hash(run) for run in sorted(runs_of(words))], dtype=np.uint64)
    minima = np.full(_DRAWS, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(hashes), _BATCH):
        drawn = hashes[start : start + _BATCH, None] * _FACTORS[None, :] + _SHIFTS[None, :]
        minima = np.minimum(minima, drawn.min(axis=0))
    return Print(bands=tuple(_band(n, minima[n * ROWS : (n + 1) * ROWS]) for n in range(BANDS)), words=number)


def _hash(run: tuple[str, ...]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(run).encode(), digest_size=8).digest(), "big")


def _band(number: int, minima: "np.ndarray[tuple[int, ...], np.dtype[np.uint64]]") -> int:
    digest = hashlib.blake2b(minima.tobytes(), digest_size=8, salt=number.to_bytes(2, "big")).digest()
    return int.from_bytes(digest, "big", signed=True)
