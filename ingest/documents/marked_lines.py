"""Mark the lines in which a page, slide or sheet begins, while its words are still being put in order."""

from ingest.page_starts import Starts, page

MARK = "\0"
"""Stands in front of such a line. No XML can hold it, so that nobody's own words are taken for a page."""


def without_marks(text: str) -> tuple[str, Starts]:
    r"""Return the text without its marks, and what begins where: each is called what its line says.

    >>> text, starts = without_marks("\0Sheet Calls:\none\n\0Sheet Costs (hidden):\ntwo")
    >>> [(each.start, each.name) for each in starts]
    [(0, 'sheet Calls'), (17, 'sheet Costs (hidden)')]
    """
    first, *rest = text.split(MARK)
    pieces, starts, at = [first], [], len(first)
    for piece in rest:
        line = piece.partition("\n")[0].removesuffix(":")
        starts.append(page(line[:1].lower() + line[1:], at))
        pieces.append(piece)
        at += len(piece)
    return "".join(pieces), tuple(starts)
