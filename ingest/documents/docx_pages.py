"""Say where the pages of a Word document began when Word last saved it.

A Word document has no pages of its own: whoever opens it lays them out. Word notes where each began on its own screen,
and how many there were; only where the two agree are they believed, for other programs keep the notes and move the
words.

Source: ECMA-376 Part 1, 17.3.3.13 (lastRenderedPageBreak); 22.2.2.20 (Pages).
"""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from ingest.documents.office_zip import FAULTS, BombError, OfficeZip
from ingest.documents.symbols import without_private
from ingest.documents.xml_walk import walk_xml
from ingest.documents.xml_walker import Walker
from ingest.page_starts import Starts, page

_FACTS = "docProps/app.xml"


def count_pages(archive: OfficeZip) -> int:
    """Return how many pages there were when Word last saved the document, 0 if it does not say."""
    count = _PageCount()
    try:
        if _FACTS in archive:
            walk_xml(archive.pieces(_FACTS), count)
    except (*FAULTS, BombError):
        return 0
    return count.pages


def starts_of_pages(text: str, pages: Sequence[str], count: int) -> Starts:
    r"""Return where the pages begin in a text that was made of ``pages``, the raw words of each; none without a break.

    The text was tidied since, so that a place in it is found by the letters before it, of which none was lost.

    >>> [each.start for each in starts_of_pages("Dear team,\n\n(one) two.", ["Dear  team, ", "(one)", " two."], 3)]
    [0, 12, 18]
    """
    if len(pages) < 2 or len(pages) != count:
        return ()
    letters = [sum(map(str.isalnum, without_private(each))) for each in pages]
    found = _beginnings(text, [0, *accumulate(letters)])
    return tuple(page(f"page {number}", at) for number, at in enumerate(found[:-1], 1)) if found else ()


def _beginnings(text: str, before: Sequence[int]) -> list[int]:
    """Return where each page begins that has so many letters before it; the last number is that of all letters.

    A page begins at its first letter, or at the sign in front of it. None are returned if letters were lost.
    """
    found: list[int] = []
    seen, end = 0, 0
    for at, sign in enumerate(text):
        if not sign.isalnum():
            continue
        while len(found) < len(before) and before[len(found)] == seen:
            found.append(at - _signs_before(text[end:at]) if seen else 0)
        seen, end = seen + 1, at + 1
    if before[-1] != seen:
        return []
    return found + [len(text)] * (len(before) - len(found))


def _signs_before(between: str) -> int:
    """Return how many signs stand in front of a word, of what stands between it and the letter before."""
    start = max((place + 1 for place, sign in enumerate(between) if sign.isspace()), default=len(between))
    return len(between) - start


class _PageCount(Walker):
    """Read how many pages there were."""

    def __init__(self) -> None:
        self.pages = 0
        self._inside = False

    def open(self, name: str, _attributes: Mapping[str, str]) -> None:
        """Take the start of an element."""
        self._inside = name == "Pages"

    def shut(self, _name: str) -> None:
        """Take the end of an element."""
        self._inside = False

    def words(self, text: str) -> None:
        """Take the number."""
        value = text.strip()
        if self._inside and value.isascii() and value.isdigit() and len(value) < 6:
            self.pages = int(value)
