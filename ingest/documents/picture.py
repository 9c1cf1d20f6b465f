"""Make a picture of words fit for OCR: straight, dark on white, and large enough.

Measured: ``bench/reading.py``, docs/benchmarks.md.
"""

import io

import numpy as np
from PIL import Image

from ingest.documents.picture_ground import even_ground, without_grain
from ingest.documents.picture_lines import lies_on_its_side, straighten

# The long side of an A4 page at 300 dots an inch, to which a small picture is enlarged, and what is enough of a large
# one: tesseract reads a sharp page no better for more, and takes longer.
_GOOD_SIDE, _ENOUGH_SIDE = 3_400, 3_000
_MOST_ENLARGED = 2.5
_PAGE_PIXELS = 250_000
# A picture whose lightest point is darker than this was saved with too few levels, or taken in the dark.
_NIGHT = 128


def prepare(picture: Image.Image, most_pixels: int, *, may_turn: bool = True) -> Image.Image:
    """Return the picture grey, scaled, with an even white background, its lines level.

    A page that seems to lie on its side is turned if it ``may_turn``; which of its sides is up only the words can tell.
    """
    flat = _flatten(picture)
    scaled = _scale(flat, most_pixels)
    grey = without_grain(even_ground(scaled), is_enlarged=scaled.width > flat.width)
    if may_turn and grey.width * grey.height >= _PAGE_PIXELS and lies_on_its_side(grey):
        grey = grey.transpose(Image.Transpose.ROTATE_90)
    return straighten(grey)


def to_pgm(grey: Image.Image) -> bytes:
    """Return the picture as bytes for the recogniser, unpacked: packing a page costs more than sending it."""
    out = io.BytesIO()
    grey.save(out, "PPM")
    return out.getvalue()


def _flatten(picture: Image.Image) -> Image.Image:
    """Return the picture grey on white; a see-through background would turn black."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", rgba.size, "white"), rgba)
    if picture.mode.startswith("I;16") or picture.mode in {"I", "F"}:
        levels = np.asarray(picture, dtype=np.float32)
        picture = Image.fromarray((levels / max(float(levels.max()), 1.0) * 255).astype(np.uint8))
    grey = picture.convert("L")
    lightest = int(np.asarray(grey).max())
    return grey.point([min(255, level * 255 // lightest) for level in range(256)]) if 0 < lightest < _NIGHT else grey


def _scale(grey: Image.Image, most_pixels: int) -> Image.Image:
    width, height = grey.size
    longest = max(width, height)
    if _ENOUGH_SIDE / 1.1 < longest <= _GOOD_SIDE:
        # Sizes near the good ones are left alone: every scaling blurs.
        return grey
    factor = _ENOUGH_SIDE / longest if longest > _GOOD_SIDE else min(_GOOD_SIDE / longest, _MOST_ENLARGED)
    factor = min(factor, (most_pixels / (width * height)) ** 0.5)
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    return grey.resize(size, Image.Resampling.LANCZOS)
