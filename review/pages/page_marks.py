"""Cut what was read of an attachment at its pages, each with the line that stands above it on the screen."""

from collections.abc import Iterator
from dataclasses import dataclass

from ingest.message import Attachment
from ingest.page_starts import PageStart
from ingest.typed_words import TYPED_IN

ELSEWHERE = "Elsewhere in the file"
NO_WORDS = "no words read"
KINDS = frozenset({"page", "slide", "sheet", "picture", "mail"})
"""What a reader calls a place. Any other name is a file's, and is shown as it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Hold one stretch of a file's text; ``heading`` is the line above it, "" for none."""

    start: int
    end: int
    heading: str = ""


def cut_at_pages(found: Attachment, end: int) -> Iterator[Stretch]:
    """Yield a file's text up to ``end`` page by page: all of it but the blank lines around a heading.

    A file of one page, or of which no pages are known, is one stretch.
    """
    starts = [each for each in found.page_starts if each.name != TYPED_IN and each.start <= end]
    if len(starts) < 2:
        yield Stretch(start=0, end=end)
        return
    at = 0
    if starts[0].start:
        at = starts[0].start - _blank(found.text, 0, starts[0].start)
        yield Stretch(start=0, end=at)
    ends = [*starts[1:], PageStart(start=end, name="")]
    for here, after in zip(starts, ends, strict=True):
        heading = _heading(found.text, here, after)
        if not heading and not found.text[here.start : after.start].strip():
            continue
        start = here.start if heading else at
        at = max(here.start, after.start - _blank(found.text, here.start, after.start))
        yield Stretch(start=start, end=at, heading=heading)


def _blank(text: str, start: int, end: int) -> int:
    """Return how many line ends stand last in a stretch."""
    piece = text[start:end]
    return len(piece) - len(piece.rstrip("\n"))


def _heading(text: str, here: PageStart, after: PageStart) -> str:
    """Return the line above a page, "" where the words below it, or the next line, say the same."""
    name = here.name[:1].upper() + here.name[1:] if here.name.partition(" ")[0] in KINDS else here.name
    if not text[here.start : after.start].strip():
        return "" if not name or after.name.startswith(f"{here.name}, ") else f"{name}: {NO_WORDS}"
    said = text[here.start : here.start + len(name) + len("[ (hidden):")].lower()
    for each in filter(None, (here.name.lower(), here.name.lower().rpartition(", ")[2])):
        if said.startswith((f"{each}:", f"[{each}]", f"{each} (hidden):")):
            return ""
    return name or ELSEWHERE
