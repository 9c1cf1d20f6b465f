"""Read a photo or scan: every frame of it, by OCR."""

import io
from collections.abc import Iterator
from itertools import islice

from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from config.limits import Limits
from ingest.documents.document import DocumentText, Source
from ingest.documents.ocr import read_page
from ingest.documents.pages import join_pages
from ingest.documents.tesseract import RecogniserError
from ingest.message import ProblemCode

# Loaded by name, because a sandboxed child can open no file later on; other formats stay out of reach.
FORMATS = ("PNG", "JPEG", "GIF", "TIFF", "WEBP", "BMP")
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
)
_SHRINKABLE = frozenset({"L", "LA", "RGB", "RGBA", "CMYK"})
_ORIENTATION = 0x0112
# Spacers, icons and the counting dots of newsletters: no words to miss.
_SMALLEST_SIDE = 24
_SMALLEST_PIXELS = 4_000
# A picture at least this large without a word in it (a photo of a room, of an injury) is for a person's eyes.
_SEEN_SIDE = 200


def read_image(source: Source) -> DocumentText:
    """Return the words in a picture, its frames as pages, with what the recogniser was unsure of."""
    try:
        with Image.open(io.BytesIO(source.data), formats=FORMATS) as picture:
            if picture.width * picture.height > source.limits.image_pixels:
                return source.unread(ProblemCode.TOO_LARGE, _too_large(source.limits))
            if min(picture.size) < _SMALLEST_SIDE or picture.width * picture.height < _SMALLEST_PIXELS:
                return DocumentText(media_type=source.media_type)
            size = picture.size
            frames = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            pages = [read_page(frame, source.limits) for frame in _frames(picture, source.limits)]
    except Image.DecompressionBombError:
        return source.unread(ProblemCode.TOO_LARGE, _too_large(source.limits))
    except RecogniserError as error:
        return source.unread(error.code, error.words)
    except FAULTS:
        return source.unread(ProblemCode.DAMAGED, "The picture is damaged: ask the sender to send it again.")
    problems = []
    if frames > source.limits.ocr_pages:
        words = f"The picture file has {frames:,} pages; only the first {source.limits.ocr_pages:,} were read."
        problems.append(source.problem(ProblemCode.TOO_MANY, words))
    if not any(page.words for page in pages) and min(size) >= _SEEN_SIDE:
        words = "No words were found in this picture: a person must look at what it shows."
        problems.append(source.problem(ProblemCode.POOR_IMAGE, words))
    return join_pages(source, pages, problems, pages_total=frames if frames > 1 else None)


def _too_large(limits: Limits) -> str:
    most = limits.image_pixels // 1_000_000
    return f"The picture has over {most:,} million dots, more than is opened here: a person must open it."


def _frames(picture: Image.Image, limits: Limits) -> Iterator[Image.Image]:
    """Yield a scan's pages; of a moving picture only the first frame, which shows what the rest shows."""
    if picture.format != "TIFF":
        yield _upright(picture, limits)
        return
    for frame in islice(ImageSequence.Iterator(picture), limits.ocr_pages):
        if frame.width * frame.height <= limits.image_pixels:
            yield _upright(frame, limits)


def _upright(picture: Image.Image, limits: Limits) -> Image.Image:
    # A JPEG can be unpacked at half or a quarter of its size, which saves most of a large photo's memory and time.
    shrink = (picture.width * picture.height / limits.ocr_pixels) ** 0.5
    if picture.format == "JPEG" and shrink > 2:
        picture.draft("L", (round(picture.width / shrink), round(picture.height / shrink)))
    elif shrink >= 2 and picture.mode in _SHRINKABLE:
        turned = picture.getexif().get(_ORIENTATION, 1)
        # Shrunk before anything else, because every step holds a copy of the picture.
        picture = picture.reduce(int(shrink))
        picture.getexif()[_ORIENTATION] = turned
    return ImageOps.exif_transpose(picture)
