"""Lay a page's lines of words level: turn a page that lies on its side, take away skew, perspective and bows."""

from itertools import pairwise

import numpy as np
from PIL import Image, ImageFilter

_PAGE_SIDE = 1_000
_ANGLES = np.arange(-8.0, 8.01, 1.0)
_FINE_ANGLES = np.arange(-0.8, 0.81, 0.2)
_INK = 160
# Thin or pale print turns pale grey when the page is made small: then the next of these counts as ink.
_PALE_INK, _LEAST_INK = (_INK, 200, 230), 0.004
# Points around one, and the share of ink among them above which it belongs to a border or a picture, not to a letter.
_AROUND, _SOLID = 15, 0.6
# The edges of the paper and the dark around it are no lines of words: how much of each side is not asked.
_MARGIN = 0.15
# How much clearer the lines must be across the page than along it for the page to lie on its side.
_CLEARER = 1.25
_LEAST_SKEW = 0.2
_BOW_SIDE = 1_700
_STRIPS, _ZONES = 16, 5
_REACH = 12
_LEAST_SHIFTS = 12
_LEAST_BOW, _MOST_BOW = 1.5, 120.0
_MESH_ACROSS, _MESH_DOWN = 24, 12


def lies_on_its_side(grey: Image.Image) -> bool:
    """Return whether the lines of words run up and down the picture."""
    ink = _inner(_ink(grey))
    along = max(_evenness(ink, float(angle)) for angle in _ANGLES[::2])
    turned = ink.transpose(Image.Transpose.ROTATE_90)
    return max(_evenness(turned, float(angle)) for angle in _ANGLES[::2]) > _CLEARER * along


def skew_degrees(grey: Image.Image) -> float:
    """Return by how many degrees the picture must be turned for its lines of words to lie level."""
    ink = _ink(grey)

    def evenness(angle: float) -> tuple[float, float]:
        # Of angles that are as good, the one nearest to level: where nothing is seen, nothing is turned.
        return _evenness(ink, angle), -abs(angle)

    rough = max(_ANGLES.tolist(), key=evenness)
    return float(max((rough + _FINE_ANGLES).tolist(), key=evenness))


def straighten(grey: Image.Image) -> Image.Image:
    """Return the picture with its lines of words level and without bows, white where nothing was."""
    angle = skew_degrees(grey)
    if abs(angle) >= _LEAST_SKEW:
        grey = grey.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return _without_bows(grey)


def _ink(grey: Image.Image) -> Image.Image:
    small = grey.copy()
    small.thumbnail((_PAGE_SIDE, _PAGE_SIDE))
    levels, inner = np.asarray(small), np.asarray(_inner(small))
    most = next((most for most in _PALE_INK if float((inner < most).mean()) >= _LEAST_INK), _INK)
    return Image.fromarray(_without_solid((levels < most) * 255))


def _without_solid(ink: np.ndarray) -> np.ndarray:
    """Return the ink (0 or 255) without what is too wide to be of letters: the dark around a page, pictures."""
    whole = ink.astype(np.uint8)
    around = np.asarray(Image.fromarray(whole).filter(ImageFilter.BoxBlur(_AROUND)))
    kept: np.ndarray = np.where(around > _SOLID * 255, 0, whole).astype(np.uint8)
    return kept


def _inner(picture: Image.Image) -> Image.Image:
    """Return the picture without its margins."""
    wide, high = round(picture.width * _MARGIN), round(picture.height * _MARGIN)
    return picture.crop((wide, high, picture.width - wide, picture.height - high))


def _evenness(ink: Image.Image, angle: float) -> float:
    rows = np.asarray(ink.rotate(angle), dtype=np.float32).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())


def _without_bows(grey: Image.Image) -> Image.Image:
    """Return the picture with lines that rise or fall on their way (a curled page, perspective) laid level.

    The page is cut into upright strips; how far the lines of one lie above those of the next is measured in zones down
    the page. A smooth surface is laid through the slopes, so that a picture or a stamp cannot bend the words.
    """
    small = grey.copy()
    small.thumbnail((_BOW_SIDE, _BOW_SIDE))
    surface = _slopes((_without_solid((np.asarray(small) < _INK) * 255) / 255).astype(np.float32))
    if surface is None:
        return grey
    xs, ys = np.linspace(0, 1, _MESH_ACROSS + 1), np.linspace(0, 1, _MESH_DOWN + 1)
    drop = _drop(surface, xs[None, :], ys[:, None]) * (grey.width / small.width)
    drop = drop - drop.mean()
    if not _LEAST_BOW * 2 <= np.abs(drop).max() <= _MOST_BOW * 2:
        return grey
    edges_x, edges_y = np.rint(xs * grey.width).astype(int), np.rint(ys * grey.height).astype(int)
    mesh = []
    for row in range(_MESH_DOWN):
        for column in range(_MESH_ACROSS):
            left, right = int(edges_x[column]), int(edges_x[column + 1])
            top, bottom = int(edges_y[row]), int(edges_y[row + 1])
            a, b = float(drop[row, column]), float(drop[row, column + 1])
            c, d = float(drop[row + 1, column]), float(drop[row + 1, column + 1])
            quad = (left, top + a, left, bottom + c, right, bottom + d, right, top + b)
            mesh.append(((left, top, right, bottom), quad))
    return grey.transform(grey.size, Image.Transform.MESH, mesh, Image.Resampling.BICUBIC, fillcolor=255)


def _slopes(ink: np.ndarray) -> np.ndarray | None:
    """Return the surface of the lines' slopes, fitted twice so that what does not belong to it falls out."""
    high, wide = ink.shape
    edges = np.linspace(0, wide, _STRIPS + 1).astype(int)
    profiles = np.stack([ink[:, a:b].sum(axis=1) for a, b in pairwise(edges)])
    rows = []
    for zone in range(_ZONES):
        top, bottom = round(high * zone / (_ZONES + 1)), round(high * (zone + 2) / (_ZONES + 1))
        for strip in range(_STRIPS - 1):
            shift, sure = _shift(profiles[strip, top:bottom], profiles[strip + 1, top:bottom])
            if sure > 0:
                x, y = edges[strip + 1] / wide, (top + bottom) / 2 / high
                rows.append((x, y, shift / (wide / _STRIPS) * wide, sure))
    if len(rows) < _LEAST_SHIFTS:
        return None
    table: np.ndarray = np.array(rows, dtype=np.float64)
    x, y, slope, weight = table[:, 0], table[:, 1], table[:, 2], table[:, 3]
    terms = np.stack([np.ones_like(x), x, x * x, y, x * y], axis=1)
    # A page with words in one zone only says nothing of how its foot lies: what cannot be known is taken for level.
    steady = np.sqrt(weight.sum() * np.array([0.0, 1e-4, 1e-4, 1e-3, 1e-3])) * np.eye(5)
    found = np.zeros(5)
    for _ in range(3):
        root = np.sqrt(weight)
        known = np.concatenate([slope * root, np.zeros(5)])
        found = np.linalg.lstsq(np.concatenate([terms * root[:, None], steady]), known, rcond=None)[0]
        miss = np.abs(terms @ found - slope)
        weight = np.where(miss > 2.5 * np.median(miss) + 1e-6, 0.0, weight)
    return found


def _shift(one: np.ndarray, other: np.ndarray) -> tuple[float, float]:
    """Return by how many points the second profile lies lower than the first, and how sure that is (0 for not)."""
    first, second = one - one.mean(), other - other.mean()
    power = float(np.sqrt((first**2).sum() * (second**2).sum()))
    if power <= 0 or len(first) <= 4 * _REACH:
        return 0.0, 0.0
    core = first[_REACH:-_REACH]
    fits = [float((core * second[_REACH + by : len(second) - _REACH + by]).sum()) for by in range(-_REACH, _REACH + 1)]
    best = int(np.argmax(fits))
    sure = fits[best] / power
    if best in {0, 2 * _REACH} or sure < 0.3:
        return 0.0, 0.0
    before, here, after = fits[best - 1], fits[best], fits[best + 1]
    bend = before - 2 * here + after
    return best - _REACH + (0.5 * (before - after) / bend if bend else 0.0), sure * power**0.5


def _drop(surface: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return how far a line has fallen at each place: the slopes summed up from the left edge."""
    a, b, c, d, e = surface
    fallen: np.ndarray = a * x + b * x**2 / 2 + c * x**3 / 3 + d * x * y + e * x**2 * y / 2
    return fallen
