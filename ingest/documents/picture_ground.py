"""Make the ground of a picture of words white and its words dark, whatever light, paper or screen it was taken of.

A photo's paper is grey, coloured and in shadow; a telephone's chat has light words in dark bubbles on a dark ground, or
all of it mixed. Each neighbourhood is told dark or light by where most of its points lie, then divided by its ground.
"""

import numpy as np
from PIL import Image, ImageFilter, ImageOps

# Points of a block (after halving), and how many blocks to each side speak for one.
_BLOCK, _AROUND = 16, 4
# Levels of grey between words and ground that are words and not grain.
_CONTRAST = 24
_DARK = 110
# Below these shares of the page the other kind of ground is a line or a picture's edge.
_LEAST_SHARE, _MIXED = 0.02, 0.1
# Levels that are one colour, how many colours a screen has, and how much of it they cover.
_ONE_COLOUR, _FEW_COLOURS, _FLAT = 3, 4, 0.9
_SHRINK, _PAPER_BLOCK = 4, 6
_SMALLEST = 64
# Grain (mean levels between a light point and its surroundings) -> how far to smooth, in points. Measured: without it a
# photo in bad light has 6 wrong letters in 100, with it one in 200; clean scans have less than the first and stay.
_GRAIN = ((2.8, 1.8), (1.0, 1.2))
_ENLARGED = 0.8
# A page this small, enlarged as it was, has letters of a few points: more smoothing would rub them out.
_SMALL_PAGE, _SMALL_REACH = 2_000, 0.5
_LIGHT = 225


def even_ground(grey: Image.Image) -> Image.Image:
    """Return the picture with dark words on an even white ground."""
    if min(grey.size) < _SMALLEST:
        return ImageOps.invert(grey) if float(np.asarray(grey).mean()) < _DARK else grey
    points = np.sort(_blocks(np.asarray(grey.reduce(2)), _BLOCK), axis=2)
    dark = _dark_blocks(points)
    share = float(dark.mean())
    if not _MIXED < share < 1 - _MIXED and _is_flat(points):
        return ImageOps.invert(grey) if share > 0.5 else grey
    if share <= _LEAST_SHARE:
        return _divided(grey)
    inverse = _divided(ImageOps.invert(grey))
    if share >= 1 - _LEAST_SHARE:
        return inverse
    mask = Image.fromarray((dark * 255).astype(np.uint8)).resize(
        (dark.shape[1] * _BLOCK * 2, dark.shape[0] * _BLOCK * 2), Image.Resampling.NEAREST
    )
    return Image.composite(inverse, _divided(grey), mask.crop((0, 0, *grey.size)))


def without_grain(grey: Image.Image, *, is_enlarged: bool) -> Image.Image:
    """Return an evened picture smoothed as much as its paper is grainy."""
    wide, high = grey.size
    # The middle of the page tells as much as all of it.
    middle = grey.crop((wide // 4, high // 4, wide - wide // 4, high - high // 4))
    levels = np.asarray(middle).astype(np.int16)
    smooth = np.asarray(middle.filter(ImageFilter.GaussianBlur(2))).astype(np.int16)
    # Beside a letter the paper is not even either; only where all around is light does unevenness mean grain.
    paper = (levels > _LIGHT) & (smooth > _LIGHT)
    grain = float(np.abs(levels - smooth)[paper].mean()) if paper.any() else 0.0
    reach = next((reach for least, reach in _GRAIN if grain >= least), _ENLARGED if is_enlarged else 0.0)
    if is_enlarged and max(grey.size) < _SMALL_PAGE:
        reach = min(reach, _SMALL_REACH)
    return grey.filter(ImageFilter.GaussianBlur(reach)) if reach else grey


def _is_flat(points: np.ndarray) -> bool:
    """Return whether the ground is of a few even colours, as no paper in a photo is: a screen, or a scanner's white.

    Dividing by it could only blur the edges of its colours into strokes.
    """
    counts = np.bincount(points[:, :, points.shape[2] // 2].ravel(), minlength=256)
    near = np.convolve(counts, np.ones(2 * _ONE_COLOUR + 1, dtype=np.int64), mode="same")
    found = 0
    for _ in range(_FEW_COLOURS):
        peak = int(near.argmax())
        found += int(near[peak])
        near[max(peak - 2 * _ONE_COLOUR, 0) : peak + 2 * _ONE_COLOUR + 1] = 0
    return found >= _FLAT * int(counts.sum())


def _dark_blocks(points: np.ndarray) -> np.ndarray:
    """Return for each block whether words are lighter than the ground there.

    Words are the fewer points: where the lightest lie further from the middle than the darkest, the ground is dark.
    """
    points = points.astype(np.float32)
    few = points.shape[2] // 20
    low, middle, high = points[:, :, few], points[:, :, points.shape[2] // 2], points[:, :, -few - 1]
    lean = high + low - 2 * middle
    # Grain is on every block of a page, words on some: a quarter of the blocks fall short of the grain at most.
    grain = float(np.percentile(high - low, 25))
    lean[(high - low) < _CONTRAST + 1.5 * grain] = 0
    summed = _sum_around(lean, _AROUND)
    return np.where(np.abs(summed) < 1, _sum_around(middle - _DARK, 1) < 0, summed > 0)


def _divided(grey: Image.Image) -> Image.Image:
    """Divide by the paper's own brightness, so that a shadow or a grey page becomes white."""
    small = np.asarray(grey.reduce(_SHRINK))
    points = np.sort(_blocks(small, _PAPER_BLOCK), axis=2)
    paper = Image.fromarray(points[:, :, points.shape[2] * 85 // 100])
    paper = paper.filter(ImageFilter.MedianFilter(5)).filter(ImageFilter.GaussianBlur(1))
    step = _PAPER_BLOCK * _SHRINK
    whole = paper.resize((paper.width * step, paper.height * step), Image.Resampling.BICUBIC)
    ground = np.asarray(whole.crop((0, 0, *grey.size)), dtype=np.float32)
    level = np.asarray(grey, dtype=np.float32) / np.maximum(ground, 1.0) * 255.0
    return Image.fromarray(np.clip(level, 0, 255).astype(np.uint8))


def _blocks(levels: np.ndarray, side: int) -> np.ndarray:
    """Return the points of each square block as one row: blocks down, blocks across, points."""
    rows, columns = -(-levels.shape[0] // side), -(-levels.shape[1] // side)
    spare = ((0, rows * side - levels.shape[0]), (0, columns * side - levels.shape[1]))
    padded = np.pad(levels, spare, mode="edge")
    return padded.reshape(rows, side, columns, side).swapaxes(1, 2).reshape(rows, columns, -1)


def _sum_around(values: np.ndarray, reach: int) -> np.ndarray:
    """Return for each block the sum of those up to ``reach`` away."""
    padded = np.pad(values, reach, mode="edge")
    total = np.pad(padded.cumsum(axis=0).cumsum(axis=1), ((1, 0), (1, 0)))
    size = 2 * reach + 1
    summed: np.ndarray = total[size:, size:] - total[:-size, size:] - total[size:, :-size] + total[:-size, :-size]
    return summed
