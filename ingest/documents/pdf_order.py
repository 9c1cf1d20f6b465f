"""Put the words of a page in the order a person reads them: columns one after another, answers beside their questions.

Most programs write a page in reading order, and theirs is kept wherever it can be. Three kinds of page need more: a
form printed with its answers (all the questions are written first, all the answers last), columns written line by line
across the page, and parts drawn in any order.
"""

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from ingest.documents.pdf_view import Box

_MOST_BLOCKS = 150
_MOST_RUNS = 3_000
# Of the page's lines, so many may cross the space between two columns (headings do).
_CROSSING = 0.25
_LEAST_LINES = 4
_PROSE_WORDS = 4
# Parts side by side of which so many lines have a neighbour are questions and answers.
_ANSWERED = 0.6
_SLICES = 240
# The lines of a column of prose are at least this share of all the words' width.
_COLUMN = 0.36
_DEEPEST = 6


class Run(NamedTuple):
    """Hold words that stand side by side on one line, or a whole table; ``box`` is where."""

    text: str
    box: Box


def arrange(runs: Sequence[Run]) -> str:
    """Return the runs' words in reading order, a line for each line; every run stands in it once."""
    if len(runs) > _MOST_RUNS:
        return _lines(runs)
    middle = _gutter(runs)
    if middle is not None and _alternates(runs, middle):
        return _by_columns(list(runs), middle)
    blocks = _merged(_blocks(runs))
    return _lines([run for block in _sorted(blocks, _DEEPEST) for run in block])


def needs_arranging(rectangles: Sequence[Box]) -> bool:
    """Return whether pieces of a page, in the order they are drawn, may not stand in the order they are read."""
    if not 2 <= len(rectangles) <= _MOST_RUNS:
        return False
    height = median(box.height for box in rectangles) or 1.0
    whole = max(box.right for box in rectangles) - min(box.left for box in rectangles)
    column: list[Box] = [rectangles[0]]
    gaps = 0
    for before, box in pairwise(rectangles):
        is_level = abs(box.top - before.top) < 0.6 * height
        if not is_level and box.top < before.top - 1.2 * height:
            # A next column of prose begins to the right of the last; answers written after their questions do too.
            is_wide = median(other.width for other in column) > _COLUMN * whole
            if not is_wide or box.left < max(other.right for other in column) - height:
                return True
            column = []
        # Apart from tabs, words of one line stand close together; the space between columns is wide and comes again.
        gaps += is_level and box.left - before.right > 1.2 * height
        column.append(box)
    return gaps >= _LEAST_LINES


def _blocks(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the runs cut wherever the writer jumped up the page or left a space: paragraphs, as a rule."""
    blocks: list[list[Run]] = []
    height = median(run.box.height for run in runs) if runs else 1.0
    for run in runs:
        before = blocks[-1][-1].box if blocks else run.box
        if blocks and before.top - 0.7 * height <= run.box.top <= before.bottom + 0.5 * height:
            blocks[-1].append(run)
        else:
            blocks.append([run])
    return blocks


def _merged(blocks: list[list[Run]]) -> list[list[Run]]:
    """Return the blocks with those that lie on one another made one: questions and the answers written over them."""
    if len(blocks) > _MOST_BLOCKS:
        return blocks
    groups: list[tuple[Box, list[list[Run]]]] = []
    for block in blocks:
        box, parts = _around(block), [block]
        while (hit := _touching(groups, box)) is not None:
            other, others = groups.pop(hit)
            box, parts = box.around(other), [*others, *parts]
        groups.append((box, parts))
    # A group of several is put in order line by line; one block alone keeps its writer's order.
    return [parts[0] if len(parts) == 1 else _by_lines([run for part in parts for run in part]) for _, parts in groups]


def _touching(groups: list[tuple[Box, list[list[Run]]]], box: Box) -> int | None:
    for number, (other, _) in enumerate(groups):
        if box.overlap(other) > 0.1 * min(box.area, other.area):
            return number
    return None


def _sorted(groups: list[list[Run]], levels: int) -> list[list[Run]]:
    """Return groups in reading order: their writer's wherever it can be read so, else from the top down."""
    if not 2 <= len(groups) <= _MOST_BLOCKS or not levels:
        return groups
    boxes = [_around(group) for group in groups]
    across, down = _cut(boxes, 1, 3), _cut(boxes, 0, 2)
    pieces = _as_written(across)
    if len(pieces) < 2:
        is_columns = len(_as_written(down)) == len(down) > 1 and _are_columns([[groups[n] for n in p] for p in down])
        pieces = down if is_columns or len(across) < 2 else across
    if len(pieces) < 2:
        return groups
    return [group for piece in pieces for group in _sorted([groups[n] for n in sorted(piece)], levels - 1)]


def _cut(boxes: list[Box], first: int, last: int) -> list[list[int]]:
    """Return the numbers of the boxes, parted wherever a straight line between them crosses none."""
    pieces: list[list[int]] = []
    reach = float("-inf")
    for number in sorted(range(len(boxes)), key=lambda number: boxes[number][first]):
        # Boxes of letters are taller than the letters; neighbours may overlap a little.
        slack = 0.3 * min(boxes[number].height, 12.0)
        if boxes[number][first] >= reach - slack or not pieces:
            pieces.append([])
        pieces[-1].append(number)
        reach = max(reach, boxes[number][last])
    return pieces


def _as_written(pieces: list[list[int]]) -> list[list[int]]:
    """Return neighbouring pieces made one until all of each was written before all of the next."""
    joined: list[list[int]] = []
    for piece in pieces:
        joined.append(piece)
        while len(joined) > 1 and max(joined[-2]) > min(joined[-1]):
            last = joined.pop()
            joined[-1] = joined[-1] + last
    return joined


def _are_columns(pieces: list[list[list[Run]]]) -> bool:
    """Return whether parts side by side are read one after the other, and not across like questions and answers."""
    sides = [[run for group in piece for run in group] for piece in pieces]
    for left, right in pairwise(sides):
        few, many = sorted((left, right), key=len)
        level = sum(any(_is_level(run.box, other.box) for other in many) for run in few)
        if level > _ANSWERED * len(few) and not _is_prose(left):
            return False
    return True


def _alternates(runs: Sequence[Run], middle: float) -> bool:
    """Return whether the writer went from one column to the other in every line."""
    pairs = pairwise(runs)
    crossings = sum(one.box.right <= middle <= other.box.left and _is_level(one.box, other.box) for one, other in pairs)
    return crossings >= _LEAST_LINES


def _by_columns(runs: list[Run], middle: float) -> str:
    """Return words column after column; what goes across both stands between what is above and below it."""
    pieces: list[str] = []
    left: list[Run] = []
    right: list[Run] = []
    for run in _by_lines(runs):
        if run.box.right <= middle:
            left.append(run)
        elif run.box.left >= middle:
            right.append(run)
        else:
            pieces += [arrange(side) for side in (left, right) if side] + [run.text]
            left, right = [], []
    pieces += [arrange(side) for side in (left, right) if side]
    return "\n".join(pieces)


def _gutter(runs: Sequence[Run]) -> float | None:
    """Return where the space between two columns of prose lies, None where there are none."""
    if len(runs) < 2 * _LEAST_LINES:
        return None
    whole = _around(runs)
    if whole.width <= 0:
        return None
    cover = [0] * (_SLICES + 1)
    for run in runs:
        begin, end = (int((x - whole.left) / whole.width * _SLICES) for x in (run.box.left, run.box.right))
        for number in range(max(begin, 0), min(end, _SLICES) + 1):
            cover[number] += 1
    inner = range(_SLICES // 8, _SLICES * 7 // 8)
    least = min(cover[number] for number in inner)
    if least > _CROSSING * len(runs):
        return None
    stretches = [number for number in inner if cover[number] == least]
    middle = whole.left + (_widest(stretches) + 0.5) / _SLICES * whole.width
    sides = ([run for run in runs if run.box.right <= middle], [run for run in runs if run.box.left >= middle])
    return middle if all(map(_is_prose, sides)) else None


def _widest(numbers: Sequence[int]) -> float:
    """Return the middle of the longest row of neighbouring numbers."""
    best: list[int] = []
    here: list[int] = []
    for number in numbers:
        here = [*here, number] if here and number == here[-1] + 1 else [number]
        best = max(best, here, key=len)
    return (best[0] + best[-1]) / 2


def _is_prose(side: list[Run]) -> bool:
    """Return whether runs look like a column of sentences and not like the cells of a table or a form's questions."""
    if len(side) < _LEAST_LINES:
        return False
    width = _around(side).width
    full = sum(run.box.width > 0.6 * width for run in side)
    return median(len(run.text.split()) for run in side) >= _PROSE_WORDS and full >= 0.55 * len(side)


def _lines(runs: Sequence[Run]) -> str:
    """Return runs as lines: those beside each other on one, in the order they come."""
    text = ""
    before: Run | None = None
    for run in runs:
        if before is not None:
            text += " " if _is_level(before.box, run.box) and run.box.left >= before.box.left else "\n"
        text += run.text
        before = run
    return text


def _by_lines(runs: list[Run]) -> list[Run]:
    """Return runs from the top down, and those on one line from left to right."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.box.top + run.box.bottom):
        if lines and _is_level(lines[-1][0].box, run.box):
            lines[-1].append(run)
        else:
            lines.append([run])
    return [run for line in lines for run in sorted(line, key=lambda run: run.box.left)]


def _is_level(one: Box, other: Box) -> bool:
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > 0.5 * min(one.height, other.height)


def _around(runs: Sequence[Run]) -> Box:
    return reduce(Box.around, (run.box for run in runs))
