"""Open pictures of every form that people send, and turn each of their pages upright.

A picture that was cut off on its way is opened as far as it goes. Threads are not used: a sandboxed child has one.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pi_heif
from PIL import AvifImagePlugin, Image, ImageFile, ImageOps, UnidentifiedImageError

from config.limits import Limits

# Loaded by name, because a sandboxed child can open no file later on; other formats stay out of reach.
FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP", "DIB", "HEIF", "AVIF", "JPEG2000")
FAULTS = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    TypeError,
    AttributeError,
    ZeroDivisionError,
    RuntimeError,
)
# Forms whose further pictures are further pages; of a moving picture the first shows what the rest shows.
_PAGED = frozenset({"TIFF", "HEIF"})
_SHRINKABLE = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
_ORIENTATION = 0x0112
_MOST_FRAMES = 2_000

pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=0)
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


class TooManyDotsError(Exception):
    """The picture has more dots than is unpacked here."""


def opened(data: bytes, limits: Limits) -> Image.Image:
    """Return the picture, not yet unpacked.

    Raises: TooManyDotsError, or one of FAULTS.
    """
    try:
        picture = Image.open(io.BytesIO(data), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise TooManyDotsError from error
    _check_size(picture, limits)
    return picture


def count_frames(picture: Image.Image) -> int:
    """Return how many pages the picture has."""
    if picture.format not in _PAGED:
        return 1
    try:
        return min(int(getattr(picture, "n_frames", 1)), _MOST_FRAMES)
    except FAULTS:
        # The list of pages is damaged; the first is there.
        return 1


def frame_of(picture: Image.Image, number: int, limits: Limits) -> Image.Image:
    """Return one page of the picture, unpacked, no larger than it is read at, the right way up.

    Raises: TooManyDotsError, or one of FAULTS.
    """
    if number:
        picture.seek(number)
    _check_size(picture, limits)
    shrink = (picture.width * picture.height / limits.ocr_pixels) ** 0.5
    if picture.format in {"JPEG", "MPO"} and shrink > 2:
        # A JPEG can be unpacked at half or a quarter of its size: it saves most of a large photo's memory and time.
        picture.draft("L", (round(picture.width / shrink), round(picture.height / shrink)))
    picture.load()
    turned = picture.getexif().get(_ORIENTATION, 1)
    shrink = (picture.width * picture.height / limits.ocr_pixels) ** 0.5
    if shrink >= 2 and picture.mode in _SHRINKABLE:
        # Shrunk before anything else, because every step holds a copy of the picture.
        picture = picture.reduce(int(shrink))
        picture.getexif()[_ORIENTATION] = turned
    return ImageOps.exif_transpose(picture)


@contextmanager
def taking_what_is_there() -> Iterator[None]:
    """Let a picture that ends too early, or whose sums do not add up, be unpacked as far as it goes."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _check_size(picture: Image.Image, limits: Limits) -> None:
    dots = picture.width * picture.height
    # A JPEG is unpacked in small; of any other form every dot of every colour is held at once, and copied once.
    weight = 1 if picture.format in {"JPEG", "MPO"} else len(picture.getbands())
    if dots > limits.image_pixels or dots * weight > limits.memory_bytes // 2:
        raise TooManyDotsError
