"""Draw figures as small pictures: a confusion matrix, a reliability curve, bars. Numbers in, a picture out.

Every number that is drawn is also written, so that nobody has to guess a value from a colour.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont

INK, SOFT, LINE, PAPER = "#12282b", "#5b6f72", "#d5dfe0", "#ffffff"
BAR, TRACK = "#2c7a80", "#eef4f4"
DEEP = (23, 74, 79)
SIZE, TITLE_SIZE = 15, 20
MARGIN, ROW, CELL = 24, 26, 62
BAR_WIDTH, PLOT = 420, 420

Colour = str | tuple[int, int, int]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw_confusion(title: str, labels: Sequence[str], counts: Sequence[Sequence[int]]) -> Image.Image:
    """Return a matrix: a row what is true, a column what was said; darker is a larger share of its row."""
    left = MARGIN + max(_width(label) for label in labels) + 16
    top = MARGIN + 78
    shorts = [str(number) for number, _ in enumerate(labels, 1)]
    picture, pen = _paper(left + CELL * len(labels) + MARGIN, top + CELL * len(labels) + MARGIN)
    _title(pen, title, "rows: what is true; columns: what was said, numbered as the rows; n: messages")
    for column, short in enumerate(shorts):
        _centred(pen, (left + CELL * column + CELL // 2, top - 16), short, SOFT)
    for row, (label, line) in enumerate(zip(labels, counts, strict=True)):
        y = top + CELL * row
        _text(pen, (MARGIN, y + CELL // 2), f"{shorts[row]}  {label}", anchor="lm")
        for column, number in enumerate(line):
            share = number / max(1, sum(line))
            box = (left + CELL * column, y, left + CELL * (column + 1) - 2, y + CELL - 2)
            pen.rectangle(box, fill=_shade(share))
            words = str(number) if number else ""
            _centred(pen, ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2), words, PAPER if share > 0.5 else INK)
    return picture


def draw_reliability(title: str, points: Sequence[tuple[float, float, int]]) -> Image.Image:
    """Return how often something was right (up) against how sure it was said (right); ``points`` also give n.

    On the diagonal, sureness means what it says; under it, too much was claimed.
    """
    left, top = MARGIN + 46, MARGIN + 64
    picture, pen = _paper(left + PLOT + MARGIN + 30, top + PLOT + MARGIN + 56)
    _title(pen, title, "on the line: as often right as said; under it: too sure")
    bottom = top + PLOT
    for step in range(0, 11, 2):
        at = step / 10
        x, y = left + round(PLOT * at), bottom - round(PLOT * at)
        pen.line((left, y, left + PLOT, y), fill=LINE)
        pen.line((x, top, x, bottom), fill=LINE)
        _text(pen, (left - 8, y), f"{at:.1f}", SOFT, anchor="rm")
        _centred(pen, (x, bottom + 14), f"{at:.1f}", SOFT)
    pen.line((left, bottom, left + PLOT, top), fill=SOFT, width=1)
    _centred(pen, (left + PLOT // 2, bottom + 40), "how sure it was said", INK)
    places = [(left + round(PLOT * sure), bottom - round(PLOT * right), n) for sure, right, n in points]
    if len(places) > 1:
        pen.line([(x, y) for x, y, _ in places], fill=BAR, width=3)
    most = max((n for _, _, n in places), default=1)
    for x, y, n in places:
        radius = 4 + round(8 * (n / max(1, most)) ** 0.5)
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=BAR)
        # Beside its point, with a rim of paper, so that no line runs through the number.
        beside = (x + radius + 6, min(bottom - 10, y + 10))
        pen.text(beside, f"n {n}", fill=SOFT, font=_font(SIZE), anchor="lm", stroke_width=3, stroke_fill=PAPER)
    return picture


def draw_bars(title: str, groups: Mapping[str, Mapping[str, tuple[float, int]]], *, under: str) -> Image.Image:
    """Return bars from 0 to 1, a heading a group; each value is (share, number of messages it rests on)."""
    names = [name for group in groups.values() for name in group]
    left = MARGIN + max((_width(name) for name in names), default=0) + 16
    height = sum(ROW * (len(group) + 2) for group in groups.values())
    picture, pen = _paper(left + BAR_WIDTH + 170, MARGIN * 2 + 56 + height)
    _title(pen, title, under)
    y = MARGIN + 64
    for heading, group in groups.items():
        _text(pen, (MARGIN, y + ROW // 2), heading, BAR, anchor="lm")
        y += ROW
        for name, (share, number) in group.items():
            middle = y + ROW // 2
            full = left + round(BAR_WIDTH * min(1.0, max(0.0, share)))
            _text(pen, (MARGIN, middle), name, anchor="lm")
            pen.rectangle((left, y + 5, left + BAR_WIDTH, y + ROW - 5), fill=TRACK)
            if full > left:
                pen.rectangle((left, y + 5, full, y + ROW - 5), fill=BAR)
            _text(pen, (left + BAR_WIDTH + 12, middle), f"{share:.2f}   n {number}", anchor="lm")
            y += ROW
        y += ROW
    return picture


def _paper(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (width, height), PAPER)
    return picture, ImageDraw.Draw(picture)


def _title(pen: ImageDraw.ImageDraw, title: str, under: str) -> None:
    _text(pen, (MARGIN, MARGIN), title, size=TITLE_SIZE, anchor="la")
    _text(pen, (MARGIN, MARGIN + 30), under, SOFT, anchor="la")


def _text(
    pen: ImageDraw.ImageDraw, at: tuple[int, int], words: str, colour: Colour = INK, *, anchor: str, size: int = SIZE
) -> None:
    pen.text(at, words, fill=colour, font=_font(size), anchor=anchor)


def _centred(pen: ImageDraw.ImageDraw, at: tuple[int, int], words: str, colour: Colour) -> None:
    _text(pen, at, words, colour, anchor="mm")


def _shade(share: float) -> Colour:
    """Return paper for nothing, the deepest green for all, steps between."""
    red, green, blue = (round(247 + (deep - 247) * min(1.0, share**0.6)) for deep in DEEP)
    return red, green, blue


def _width(words: str) -> int:
    return round(_font(SIZE).getlength(f"10  {words}"))


@lru_cache(maxsize=4)
def _font(size: int) -> Font:
    return ImageFont.load_default(size)
