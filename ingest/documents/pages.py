"""Put the pages of a scan, photo or PDF together as one document."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.documents.document import DocumentText, Source
from ingest.message import Problem, ProblemCode

# Below this the recogniser's words are too uncertain to stand without the picture beside them.
_POOR = 0.6
_NUMBERS_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """Hold one page's words; ``confidence`` is their mean (0.0 to 1.0), 0.0 where there are none."""

    text: str
    confidence: float
    unclear: tuple[tuple[int, int], ...] = ()

    @property
    def words(self) -> int:
        """Return how many words there are."""
        return len(self.text.split())


def join_pages(
    source: Source, pages: Sequence[PageText], problems: Sequence[Problem], *, pages_total: int | None = None
) -> DocumentText:
    """Return the pages as one document, a blank line between them; its confidence is their mean, weighted by words."""
    text, unclear = "", []
    for page in pages:
        text += "\n\n" if page.text and text else ""
        unclear += [(len(text) + start, len(text) + end) for start, end in page.unclear]
        text += page.text
    total = sum(page.words for page in pages)
    mean = round(sum(page.confidence * page.words for page in pages) / total, 3) if total else None
    return DocumentText(
        media_type=source.media_type,
        text=text,
        confidence=mean,
        pages=pages_total,
        unclear=tuple(unclear),
        problems=(*problems, *_poor(source, pages)),
    )


def _poor(source: Source, pages: Sequence[PageText]) -> list[Problem]:
    numbers = [str(number) for number, page in enumerate(pages, 1) if page.words and page.confidence < _POOR]
    if not numbers:
        return []
    where = "this picture" if len(pages) == 1 else f"page {', '.join(numbers[:_NUMBERS_SHOWN])}"
    words = f"The words in {where} are hard to read; what stands here may be wrong: read the picture itself."
    return [source.problem(ProblemCode.POOR_IMAGE, words)]
