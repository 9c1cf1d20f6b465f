"""Read the words of one document of any type: told by its bytes, read by the one module for its format."""

from functools import partial

from config.limits import Limits, default_limits
from ingest.documents import sniff
from ingest.documents.document import DocumentText, Reader, Source
from ingest.documents.docx import read_docx
from ingest.documents.faults import READER_FAULTS
from ingest.documents.image import read_image
from ingest.documents.mail import read_mail, read_mailbox
from ingest.documents.odt import read_odt
from ingest.documents.pdf import read_pdf
from ingest.documents.plain_text import read_csv, read_html, read_text
from ingest.documents.rtf import read_rtf
from ingest.documents.surroundings import surroundings
from ingest.documents.xlsx import read_xlsx
from ingest.documents.zip_folder import read_zip
from ingest.message import Problem, ProblemCode

READERS: dict[str, Reader] = {
    "application/pdf": read_pdf,
    sniff.DOCX: read_docx,
    sniff.ODT: read_odt,
    sniff.XLSX: read_xlsx,
    "application/rtf": read_rtf,
    "application/zip": read_zip,
    "message/rfc822": read_mail,
    "application/mbox": read_mailbox,
    "text/plain": read_text,
    "text/calendar": read_text,
    "text/vcard": read_text,
    "text/html": read_html,
    "text/csv": read_csv,
    "image/jpeg": read_image,
    "image/png": read_image,
    "image/gif": read_image,
    "image/tiff": read_image,
    "image/webp": read_image,
    "image/bmp": read_image,
}

# What a person is told about a document nobody here reads: what it is, and what to do.
NO_READERS: dict[str, tuple[ProblemCode, str]] = {
    sniff.OLE_ENCRYPTED: (
        ProblemCode.PASSWORD,
        "The Office document is locked with a password: ask the sender for the password or for an open copy.",
    ),
    "application/msword": (ProblemCode.NO_READER, "An old Word document (.doc): a person must open it."),
    "application/vnd.ms-excel": (ProblemCode.NO_READER, "An old Excel workbook (.xls): a person must open it."),
    sniff.PPTX: (ProblemCode.NO_READER, "A PowerPoint presentation (.pptx): a person must open it."),
    "application/vnd.ms-powerpoint": (ProblemCode.NO_READER, "An old PowerPoint presentation: a person must open it."),
    "application/vnd.ms-outlook": (ProblemCode.NO_READER, "A mail saved from Outlook (.msg): a person must open it."),
    "application/ms-tnef": (ProblemCode.NO_READER, "Outlook's own wrapping (winmail.dat): a person must open it."),
    "application/x-7z-compressed": (ProblemCode.NO_READER, "A packed folder of files (.7z): a person must open it."),
    "application/vnd.rar": (ProblemCode.NO_READER, "A packed folder of files (.rar): a person must open it."),
    "application/gzip": (ProblemCode.NO_READER, "A packed file (.gz): a person must open it."),
    "image/heic": (ProblemCode.NO_READER, "A photo in the iPhone's own format (HEIC): a person must look at it."),
    "image/avif": (ProblemCode.NO_READER, "A picture in a new format (AVIF): a person must look at it."),
    "application/x-msdownload": (
        ProblemCode.UNKNOWN_TYPE,
        "A computer program. Do not open it; tell the information security team.",
    ),
    "application/x-executable": (
        ProblemCode.UNKNOWN_TYPE,
        "A computer program. Do not open it; tell the information security team.",
    ),
}
_UNKNOWN = (ProblemCode.UNKNOWN_TYPE, "A type of file that is not known here: a person must open it, with care.")


def read_document(
    filename: str, declared_type: str, data: bytes, limits: Limits | None = None, *, depth: int = 0
) -> DocumentText:
    """Return the words of one document; never raises for odd bytes, the trouble stands in ``problems``.

    ``depth`` says in how many other files it lies.
    """
    source = _source(filename, declared_type, data, limits or default_limits(), depth)
    if source.media_type.startswith(("audio/", "video/")) and not _is_empty(data):
        return _recording(source)
    refusal = _refusal(source) or surroundings().admit(filename)
    if refusal is not None:
        return DocumentText(media_type=source.media_type, problems=(refusal,))
    reader = READERS.get(source.media_type)
    if reader is None:
        return source.unread(*NO_READERS.get(source.media_type, _UNKNOWN))
    return surroundings().keep(partial(_read_guarded, reader, source))


def _refusal(source: Source) -> Problem | None:
    """Return why a document is not even begun, None if it may be."""
    if _is_empty(source.data):
        return source.problem(ProblemCode.EMPTY, "The attachment is empty: ask the sender to send it again.")
    if source.depth > source.limits.document_nesting:
        words = "Files are packed inside files too many times; this one was not read: a person must open it."
        return source.problem(ProblemCode.TOO_MANY, words)
    if len(source.data) > source.limits.document_bytes:
        most = source.limits.document_bytes // 1_048_576
        words = f"The document has {_size(source.data)}; up to {most:,} MB are read here: a person must open it."
        return source.problem(ProblemCode.TOO_LARGE, words)
    return None


def _is_empty(data: bytes) -> bool:
    return not data.strip(b"\0 \t\r\n")


def _source(filename: str, declared_type: str, data: bytes, limits: Limits, depth: int) -> Source:
    def open_inside(name: str, declared_type: str, data: bytes) -> DocumentText:
        return read_document(name, declared_type, data, limits, depth=depth + 1)

    return Source(
        filename=filename,
        media_type=sniff.media_type_of(data, filename=filename, declared_type=declared_type),
        data=data,
        limits=limits,
        depth=depth,
        open_inside=open_inside,
    )


def _read_guarded(reader: Reader, source: Source) -> DocumentText:
    try:
        return reader(source)
    except MemoryError:
        words = "The document needs more memory to open than is given here: a person must open it."
        return source.unread(ProblemCode.TOO_LARGE, words)
    except READER_FAULTS:
        words = "The document is damaged or was made by a faulty program and could not be read: open it by hand."
        return source.unread(ProblemCode.DAMAGED, words)


def _recording(source: Source) -> DocumentText:
    kind, _, form = source.media_type.partition("/")
    what = "sound recording" if kind == "audio" else "video"
    words = f"A {what} ({form}, {_size(source.data)}), kept as it came: a person must listen to it or watch it."
    problem = source.problem(ProblemCode.RECORDING, words)
    return DocumentText(media_type=source.media_type, problems=(problem,))


def _size(data: bytes) -> str:
    return f"{len(data) / 1_048_576:,.1f} MB" if len(data) >= 104_858 else f"{max(1, len(data) // 1024)} KB"
