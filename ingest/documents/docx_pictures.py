"""Read the pictures pasted into a Word document: screenshots of messages and scanned letters, not logos."""

import io
import re

from PIL import Image

from ingest.documents.document import DocumentText, Source
from ingest.documents.image import FAULTS, FORMATS, read_image
from ingest.documents.office_zip import OfficeZip
from ingest.documents.sniff import media_type_of
from ingest.message import Problem, ProblemCode

_PICTURE = re.compile(r"word/media/.+\.(png|jpe?g|tiff?|gif|bmp|webp)", re.IGNORECASE)
# A logo or signature has fewer dots than the smallest screenshot of a telephone.
_LEAST_PIXELS = 200_000


def read_pictures(source: Source, archive: OfficeZip) -> tuple[list[DocumentText], list[Problem]]:
    """Return what each larger picture says, and what could not be read.

    Raises: as ``OfficeZip.part``.
    """
    documents: list[DocumentText] = []
    problems: list[Problem] = []
    names = [name for name in archive.names if _PICTURE.fullmatch(name)]
    for number, name in enumerate(names, 1):
        data = archive.part(name)
        if _pixels(data) < _LEAST_PIXELS:
            continue
        if len(documents) >= source.limits.ocr_pages:
            words = f"The Word document holds {len(names):,} pictures; only the first {number - 1:,} were read."
            problems.append(source.problem(ProblemCode.TOO_MANY, words))
            break
        picture = Source(filename=source.filename, media_type=media_type_of(data), data=data, limits=source.limits)
        found = read_image(picture)
        documents.append(found)
        problems += [source.problem(p.code, f"Picture {number}: {p.words}", unread=p.unread) for p in found.problems]
    return documents, problems


def _pixels(data: bytes) -> int:
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            return picture.width * picture.height
    except Image.DecompressionBombError:
        # Let the reader of pictures refuse it in words.
        return _LEAST_PIXELS
    except FAULTS:
        return 0
