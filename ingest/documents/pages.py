"""Put the pages of a scan, photo or PDF together as one document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.documents.document import DocumentText, Source
from ingest.message import Problem, ProblemCode
from ingest.page_starts import PageStart, Starts, page, put_together, under

# Below this the recogniser's words are too uncertain to stand without the picture beside them.
_POOR = 0.6
_NUMBERS_SHOWN = 12
# By whether the page has any words.
_POOR_WORDS = {
    True: "The words in {where} are hard to read; what stands here may be wrong: read the picture itself.",
    False: "No words could be made out in {where}: a person must look at what it shows.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """Hold one page's words; ``confidence`` is their mean (0.0 to 1.0), 0.0 where there are none.

    ``is_poor`` is true where any part of it is too uncertain to stand alone, and where nothing there could be made out.
    ``is_tried_once`` is true where it may stand on its head and there was no way to try it the other way up; ``is_cut``
    where the time was over before its foot was reached. ``page_starts`` say what it is called, and what lies in it.
    """

    text: str
    confidence: float
    unclear: tuple[tuple[int, int], ...] = ()
    is_poor: bool = False
    is_tried_once: bool = False
    is_cut: bool = False
    page_starts: tuple[PageStart, ...] = ()

    @property
    def words(self) -> int:
        """Return how many words there are."""
        return len(self.text.split())

    @property
    def clear(self) -> str:
        """Return the words without those the recogniser was unsure of."""
        clear, at = "", 0
        for start, end in self.unclear:
            clear, at = clear + self.text[at:start] + " ", end
        return clear + self.text[at:]


def joined_page(parts: Sequence[PageText]) -> PageText:
    """Return parts of one page as one, a line between them, its confidence their mean weighted by words."""
    text, unclear, _ = _joined(parts, "\n")
    return PageText(text=text, confidence=_mean(parts), unclear=unclear, is_poor=any(map(_is_poor, parts)))


def join_pages(
    source: Source, pages: Sequence[PageText], problems: Sequence[Problem], *, pages_total: int | None = None
) -> DocumentText:
    """Return the pages as one document, a blank line between them; its confidence is their mean, weighted by words."""
    text, unclear, page_starts = _joined(pages, "\n\n")
    return DocumentText(
        media_type=source.media_type,
        text=text,
        confidence=_mean(pages) if any(page.words for page in pages) else None,
        pages=pages_total,
        page_starts=page_starts if text else (),
        unclear=unclear,
        problems=(*problems, *_poor(source, pages)),
    )


def numbered(pages: Sequence[PageText]) -> list[PageText]:
    """Return pages with their numbers for names; one without words keeps its own."""
    return [replace(found, page_starts=(page(f"page {number}"),)) for number, found in enumerate(pages, 1)]


def within(source: Source, name: str, found: DocumentText) -> Iterator[PageText | Problem]:
    """Yield the words of a file that lies inside another, under its name, and its problems as the outer one's."""
    if found.text:
        heading = f"{name}:\n"
        unclear = tuple((start + len(heading), end + len(heading)) for start, end in found.unclear)
        # Whether it is hard to read stands among its own problems already.
        yield PageText(
            text=heading + found.text,
            confidence=found.confidence or 0.0,
            unclear=unclear,
            page_starts=under(name, found.page_starts, heading=len(heading)),
        )
    for problem in found.problems:
        yield source.problem(problem.code, f"{name}: {problem.words}", unread=problem.unread)


def numbers_of(pages: Sequence[int]) -> str:
    """Return page numbers as words, long rows shortened.

    >>> numbers_of([3])
    'page 3'
    >>> numbers_of([2, 3, 4, 9])
    'pages 2-4, 9'
    """
    rows: list[list[int]] = []
    for number in sorted(set(pages)):
        if rows and number == rows[-1][-1] + 1:
            rows[-1].append(number)
        else:
            rows.append([number])
    shown = [f"{row[0]}-{row[-1]}" if len(row) > 1 else str(row[0]) for row in rows[:_NUMBERS_SHOWN]]
    more = "" if len(rows) <= _NUMBERS_SHOWN else " and more"
    return f"page{'s' if len(set(pages)) > 1 else ''} {', '.join(shown)}{more}"


def _joined(parts: Sequence[PageText], between: str) -> tuple[str, tuple[tuple[int, int], ...], Starts]:
    text, unclear = "", []
    places: list[tuple[int, Starts]] = []
    for part in parts:
        text += between if part.text and text else ""
        unclear += [(len(text) + start, len(text) + end) for start, end in part.unclear]
        places += [(len(text), part.page_starts)] if part.text or part.page_starts else []
        text += part.text
    return text, tuple(unclear), put_together(places)


def _mean(parts: Sequence[PageText]) -> float:
    total = sum(part.words for part in parts)
    return round(sum(part.confidence * part.words for part in parts) / total, 3) if total else 0.0


def _is_poor(page: PageText) -> bool:
    return page.is_poor or (page.words > 0 and page.confidence < _POOR)


def _poor(source: Source, pages: Sequence[PageText]) -> list[Problem]:
    problems = []
    for has_words, words in _POOR_WORDS.items():
        numbers = [number for number, page in enumerate(pages, 1) if _is_poor(page) and bool(page.words) is has_words]
        where = "this picture" if len(pages) == 1 else numbers_of(numbers)
        if numbers:
            problems.append(source.problem(ProblemCode.POOR_IMAGE, words.format(where=where)))
    return problems
