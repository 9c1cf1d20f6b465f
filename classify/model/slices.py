"""Cut measured messages into slices: by difficulty, corpus file, length and voice, to see for whom reading is worse.

A voice is what the labels say of the writer; no slice is made by who somebody is (ethnicity, religion, disability).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from classify.labels import Flag
from classify.model.corpus import Example

LENGTHS = ((40, "under 40 words"), (100, "40 to 99 words"), (250, "100 to 249 words"))
LONGEST = "250 words and more"
VOICES: Mapping[Flag, str] = {
    Flag.YOUNG_PERSON: "a young person, or for one",
    Flag.REPRESENTATIVE: "for somebody else",
    Flag.FOSTER_CARER: "a foster carer",
    Flag.ANONYMOUS: "without a name",
    Flag.ADJUSTMENTS: "needs another way of contact",
}
OTHER_VOICE = "anybody else"

PairT = TypeVar("PairT")


def difficulty_of(example: Example) -> tuple[str, ...]:
    """Return how hard the labeller found it."""
    return (example.difficulty or "not said",)


def file_of(example: Example) -> tuple[str, ...]:
    """Return which file it comes from: the part of its id before the first dash."""
    return (example.id.partition("-")[0],)


def length_of(example: Example) -> tuple[str, ...]:
    """Return its length band, counted in words of the body."""
    words = len(example.message.body.split())
    return (next((name for below, name in LENGTHS if words < below), LONGEST),)


def voices_of(example: Example) -> tuple[str, ...]:
    """Return every voice it has: a young person's advocate has two."""
    return tuple(name for flag, name in VOICES.items() if flag in example.flags) or (OTHER_VOICE,)


WAYS: Mapping[str, Callable[[Example], tuple[str, ...]]] = {
    "difficulty": difficulty_of,
    "file": file_of,
    "length": length_of,
    "voice": voices_of,
}


def cut_up(pairs: Sequence[tuple[Example, PairT]], way: str) -> dict[str, list[PairT]]:
    """Return what was measured by slice, in the order slices are first met within the way's own names."""
    slices: dict[str, list[PairT]] = {}
    for example, measured in pairs:
        for name in WAYS[way](example):
            slices.setdefault(name, []).append(measured)
    order = [*(name for _, name in LENGTHS), LONGEST, *VOICES.values(), OTHER_VOICE]
    return dict(sorted(slices.items(), key=lambda item: (_place(item[0], order), len(item[0]), item[0])))


def _place(name: str, order: Sequence[str]) -> int:
    return order.index(name) if name in order else -1
