"""Say where in the text of an attachment its pages begin, and what a person calls each: "page 3", "slide 2".

The text of a file is one piece; what was found in it is looked up in the original by page. A file in a folder, or a
picture in a letter, is such a place as well: "letter.pdf, page 3".
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

_LONGEST_NAME = 100
# More pages than any bundle has; a file made to have more is named by itself from there on.
_MOST_STARTS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStart:
    """Say that a page begins at ``start``, and its ``name``; "" where what follows lies on no page.

    Of a page without words the next one begins at the same place or behind it: each keeps its number.
    """

    start: int
    name: str


Starts = tuple[PageStart, ...]


def page(name: str, start: int = 0) -> PageStart:
    r"""Return the start of a page, its name fit to stand in a line: sheets and files are called what anybody likes.

    >>> page("sheet Calls\n2026").name
    'sheet Calls 2026'
    """
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())
    return PageStart(start=start, name=line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}\u2026")


def moved(starts: Iterable[PageStart], by: int) -> Starts:
    """Return the starts of a text that now begins ``by`` characters further on, or back; never before its beginning."""
    return tuple(replace(each, start=max(0, each.start + by)) for each in starts)


def under(name: str, starts: Iterable[PageStart], *, heading: int = 0) -> Starts:
    """Return the starts of a file that lies in another, under its name and a heading of so many characters.

    >>> [each.name for each in under("letter.pdf", [page("page 1"), page("", 40)])]
    ['letter.pdf', 'letter.pdf, page 1', 'letter.pdf']
    """
    inner = (page(", ".join(filter(None, (name, each.name))), each.start) for each in starts)
    return (page(name), *moved(inner, heading))


def put_together(parts: Iterable[tuple[int, Sequence[PageStart]]]) -> Starts:
    """Return the starts of a text made of parts, each given with its place; one that names no page ends the last.

    >>> [(each.start, each.name) for each in put_together([(0, [page("slide 1")]), (90, [])])]
    [(0, 'slide 1'), (90, '')]
    """
    found: list[PageStart] = []
    for at, starts in parts:
        if found and found[-1].name and not (starts and starts[0].start == 0):
            found.append(PageStart(start=at, name=""))
        found += moved(starts, at)
    if len(found) > _MOST_STARTS:
        found[_MOST_STARTS:] = [PageStart(start=found[_MOST_STARTS].start, name="")]
    return tuple(found)


def cut_at(starts: Iterable[PageStart], end: int) -> Starts:
    """Return the starts of a text of which only the first ``end`` characters are kept."""
    return tuple(each for each in starts if each.start < end)


def name_at(starts: Sequence[PageStart], at: int) -> str:
    """Return what a person calls the page on which the character at ``at`` stands, "" where there is none."""
    number = bisect_right(starts, at, key=lambda each: each.start)
    return starts[number - 1].name if number else ""


def starts_to_plain(starts: Iterable[PageStart]) -> list[list[Any]]:
    """Return starts as JSON can hold them."""
    return [[each.start, each.name] for each in starts]


def starts_from_plain(plain: Iterable[Sequence[Any]], text: str) -> Starts:
    """Return the starts that ``starts_to_plain`` wrote; none where they are no places of the text, in their order.

    No page is said rather than a wrong one, and never is a text lost for its pages.
    """
    starts = tuple(PageStart(start=int(start), name=str(name)) for start, name in plain)
    places = [0, *(each.start for each in starts), len(text)]
    return starts if places == sorted(places) else ()
