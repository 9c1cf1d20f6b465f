"""Find the ruled tables of a page from its lines, so that a form's question and its answer stay on one line."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.documents.pdf_characters import Letter, runs_of
from ingest.documents.pdf_order import Run, arrange
from ingest.documents.pdf_view import Box

# Points: how thick a line may be, how short, and how far ends may be apart that meet for the eye.
_THICK = 3.0
_SHORT = 8.0
_NEAR = 3.0
_MOST_LINES = 600
# Letters closer than this share of their height are of one word, which no edge of a cell parts.
_TOUCHING = 0.1
_MOST_CELLS = 2_000
# A cell with more than this is a text of its own, whose lines are kept.
_LONG_CELL = 400


class Line(NamedTuple):
    """Hold a level (or upright) line: where it lies across its direction, and from where to where it goes."""

    at: float
    begin: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Hold one table: its column and row edges, and for each square the number of the cell it belongs to."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[tuple[int, ...], ...]

    @property
    def box(self) -> Box:
        """Return where the table lies."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> int | None:
        """Return the number of the cell at a point, None outside of the table."""
        column, row = _slot(self.xs, x), _slot(self.ys, y)
        return None if column is None or row is None else self.cells[row][column]


def grids_of(strokes: Iterable[Box]) -> list[Grid]:
    """Return the tables that the lines of a page make: two rows and two columns at the least."""
    levels, uprights = _lines(strokes)
    if len(levels) < 3 or len(uprights) < 3 or len(levels) + len(uprights) > _MOST_LINES:
        return []
    grids = [_grid(*group) for group in _groups(levels, uprights)]
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: (grid.box.top, grid.box.left))


def runs_with_tables(letters: Iterable[Letter], grids: Sequence[Grid]) -> list[Run]:
    """Return the letters outside of the tables as runs, and each table as one run where its first letter is drawn."""
    pieces: list[list[Letter] | int] = [[]]
    inside: list[dict[int, list[Letter]]] = [{} for _ in grids]
    table, cell = None, 0
    before: Box | None = None
    for letter in letters:
        # A made space or line end belongs where the letter before it stands, and so do the other letters of a word.
        if letter.sign.isspace():
            before = None
        else:
            if before is None or not _is_next(before, letter.box):
                table, cell = _home(letter.box, grids)
            before = letter.box
        if table is not None:
            if not inside[table]:
                pieces += [table, []]
            inside[table].setdefault(cell, []).append(letter)
        elif isinstance(pieces[-1], list):
            pieces[-1].append(letter)
    runs: list[Run] = []
    for piece in pieces:
        if isinstance(piece, int):
            runs.append(Run(_rows(grids[piece], inside[piece]), grids[piece].box))
        else:
            runs += runs_of(piece)
    return runs


def _is_next(before: Box, box: Box) -> bool:
    """Return whether a letter touches the one before it, as the letters of one word do."""
    high = box[3] - box[1]
    return abs(box[1] - before[1]) < _TOUCHING * high and abs(box[0] - before[2]) < _TOUCHING * high


def _home(box: Box, grids: Sequence[Grid]) -> tuple[int | None, int]:
    """Return the table and the cell that a letter's middle lies in."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for number, grid in enumerate(grids):
        cell = grid.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None, 0


def _rows(grid: Grid, cells: dict[int, list[Letter]]) -> str:
    lines: list[str] = []
    done: set[int] = set()
    for row in grid.cells:
        fresh = [cell for cell in dict.fromkeys(row) if cell not in done]
        done.update(fresh)
        texts = [arrange(runs_of(cells[cell])) for cell in fresh if cell in cells]
        texts = [text if len(text) > _LONG_CELL else " ".join(text.split()) for text in texts]
        if any(texts):
            lines.append(" | ".join(text for text in texts if text))
    return "\n".join(lines)


def _lines(strokes: Iterable[Box]) -> tuple[list[Line], list[Line]]:
    levels: list[Line] = []
    uprights: list[Line] = []
    for box in strokes:
        if box.height <= _THICK and box.width > box.height:
            levels.append(Line((box.top + box.bottom) / 2, box.left, box.right))
        elif box.width <= _THICK:
            uprights.append(Line((box.left + box.right) / 2, box.top, box.bottom))
    return _joined(levels), _joined(uprights)


def _joined(lines: list[Line]) -> list[Line]:
    """Return lines with pieces that lie in one another's continuation made one: dashes, and the edges of cells."""
    joined: list[Line] = []
    for group in _by_place(lines):
        at = sum(line.at for line in group) / len(group)
        begin, end = group[0].begin, group[0].end
        for line in sorted(group, key=lambda line: line.begin):
            if line.begin > end + _NEAR:
                joined.append(Line(at, begin, end))
                begin, end = line.begin, line.end
            begin, end = min(begin, line.begin), max(end, line.end)
        joined.append(Line(at, begin, end))
    return [line for line in joined if line.end - line.begin >= _SHORT]


def _by_place(lines: list[Line]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in sorted(lines):
        # Near the first of them: the strokes of a signature, each near the next, would reach across the page.
        if groups and line.at - groups[-1][0].at <= _NEAR:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [sorted(group, key=lambda line: line.begin) for group in groups]


def _groups(levels: list[Line], uprights: list[Line]) -> list[tuple[list[Line], list[Line]]]:
    """Return lines that meet, directly or through others, as one table's."""
    home = list(range(len(levels) + len(uprights)))

    def find(number: int) -> int:
        while home[number] != number:
            home[number] = home[home[number]]
            number = home[number]
        return number

    for number, level in enumerate(levels):
        for other, upright in enumerate(uprights, len(levels)):
            if _meet(level, upright):
                home[find(number)] = find(other)
    groups: dict[int, tuple[list[Line], list[Line]]] = {}
    for number, line in enumerate([*levels, *uprights]):
        groups.setdefault(find(number), ([], []))[number >= len(levels)].append(line)
    return list(groups.values())


def _meet(level: Line, upright: Line) -> bool:
    return (
        level.begin - _NEAR <= upright.at <= level.end + _NEAR
        and upright.begin - _NEAR <= level.at <= upright.end + _NEAR
    )


def _grid(levels: list[Line], uprights: list[Line]) -> Grid | None:
    ys, xs = _places(levels), _places(uprights)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 2 or columns < 2 or rows * columns > _MOST_CELLS:
        return None
    cells = [[row * columns + column for column in range(columns)] for row in range(rows)]
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(1, columns):
            if not any(abs(line.at - xs[column]) <= _NEAR and line.begin <= middle <= line.end for line in uprights):
                cells[row][column] = cells[row][column - 1]
    for column in range(columns):
        middle = (xs[column] + xs[column + 1]) / 2
        for row in range(1, rows):
            if not any(abs(line.at - ys[row]) <= _NEAR and line.begin <= middle <= line.end for line in levels):
                _merge(cells, cells[row][column], cells[row - 1][column])
    return Grid(tuple(xs), tuple(ys), tuple(map(tuple, cells)))


def _merge(cells: list[list[int]], gone: int, kept: int) -> None:
    for row in cells:
        row[:] = [kept if cell == gone else cell for cell in row]


def _places(lines: list[Line]) -> list[float]:
    places: list[float] = []
    for at in sorted(line.at for line in lines):
        if not places or at - places[-1] > _NEAR:
            places.append(at)
    return places


def _slot(edges: Sequence[float], at: float) -> int | None:
    if not edges[0] <= at <= edges[-1]:
        return None
    return max(bisect_left(edges, at) - 1, 0)
