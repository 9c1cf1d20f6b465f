"""Turn a PDF's own coordinates (up from the lower left, before the page is turned) into those of its reader.

Here every box is left, top, right, bottom in points from the upper left corner of the page as it is looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import pypdfium2 as pdfium

# A page without a sensible size is measured as A4.
_A4 = (0.0, 0.0, 595.0, 842.0)
_LARGEST = 200_000.0


class Box(NamedTuple):
    """Hold where something lies, in points from the upper left corner of the page as seen."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return how wide it is."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return how high it is."""
        return self.bottom - self.top

    @property
    def area(self) -> float:
        """Return how much of the page it covers, in square points."""
        return max(self.width, 0.0) * max(self.height, 0.0)

    def overlap(self, other: "Box") -> float:
        """Return how much of the page both cover, in square points."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0.0) * max(high, 0.0)

    def around(self, other: "Box") -> "Box":
        """Return the smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def inside(self, other: "Box") -> "Box":
        """Return the part of this box that lies in the other."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Box(left, top, max(left, min(self.right, other.right)), max(top, min(self.bottom, other.bottom)))


Edges = tuple[float, float, float, float]

# The box (left, bottom, right, top) of a page with the bounds (left, bottom, right, top), by how the page is turned.
_TURNED: dict[int, Callable[[Edges, Edges], Box]] = {
    0: lambda box, page: Box(box[0] - page[0], page[3] - box[3], box[2] - page[0], page[3] - box[1]),
    90: lambda box, page: Box(box[1] - page[1], box[0] - page[0], box[3] - page[1], box[2] - page[0]),
    180: lambda box, page: Box(page[2] - box[2], box[1] - page[1], page[2] - box[0], box[3] - page[1]),
    270: lambda box, page: Box(page[3] - box[3], page[2] - box[2], page[3] - box[1], page[2] - box[0]),
}


@dataclass(frozen=True, slots=True)
class View:
    """Look at a page turned clockwise by ``turn`` degrees (0, 90, 180 or 270)."""

    bounds: Edges
    turn: int

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box of the PDF as it is seen."""
        if left > right:
            left, right = right, left
        if bottom > top:
            bottom, top = top, bottom
        return _TURNED[self.turn]((left, bottom, right, top), self.bounds)

    @property
    def page(self) -> Box:
        """Return the whole page."""
        x0, y0, x1, y1 = self.bounds
        wide, high = x1 - x0, y1 - y0
        return Box(0.0, 0.0, high, wide) if self.turn in {90, 270} else Box(0.0, 0.0, wide, high)

    def turned(self, turn: int) -> "View":
        """Return the view of the same page turned by so many degrees."""
        return View(self.bounds, turn)


def view_of(page: pdfium.PdfPage) -> View:
    """Return the page as a person sees it."""
    try:
        bounds = tuple(float(edge) for edge in page.get_bbox())
    except pdfium.PdfiumError:
        bounds = _A4
    x0, y0, x1, y1 = bounds
    if not (0 < x1 - x0 < _LARGEST and 0 < y1 - y0 < _LARGEST):
        x0, y0, x1, y1 = _A4
    try:
        turn = int(page.get_rotation())
    except (pdfium.PdfiumError, KeyError):
        turn = 0
    return View((x0, y0, x1, y1), turn)
