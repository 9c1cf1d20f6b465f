"""Read the words of one document of any type: told by its bytes, read by the one module for its format."""

from functools import partial

from config.limits import Limits, default_limits
from ingest.documents import sniff, sniff_packed
from ingest.documents.document import DocumentText, Reader, Source
from ingest.documents.doc import read_doc
from ingest.documents.docx import read_docx
from ingest.documents.faults import READER_FAULTS
from ingest.documents.image import read_image
from ingest.documents.mail import read_mail, read_mailbox, read_sealed, read_signed_mail
from ingest.documents.mail_sniff import SEALED, SIGNED
from ingest.documents.no_readers import NO_READERS, UNKNOWN_WORDS
from ingest.documents.odt import OPEN_DOCUMENTS, read_odt
from ingest.documents.ole import read_package
from ingest.documents.pdf import read_pdf
from ingest.documents.plain_text import read_csv, read_html, read_text
from ingest.documents.pptx import read_pptx
from ingest.documents.rtf import read_rtf
from ingest.documents.surroundings import surroundings
from ingest.documents.xls import read_xls
from ingest.documents.xlsx import read_xlsx
from ingest.documents.zip_folder import read_zip
from ingest.message import Problem, ProblemCode

READERS: dict[str, Reader] = {
    "application/pdf": read_pdf,
    sniff.DOCX: read_docx,
    **dict.fromkeys(OPEN_DOCUMENTS, read_odt),
    sniff.PPTX: read_pptx,
    sniff.XLSX: read_xlsx,
    "application/msword": read_doc,
    "application/vnd.ms-excel": read_xls,
    sniff_packed.OLE: read_package,
    "application/rtf": read_rtf,
    "application/zip": read_zip,
    "message/rfc822": read_mail,
    "application/vnd.ms-outlook": read_mail,
    "application/ms-tnef": read_mail,
    SIGNED: read_signed_mail,
    SEALED: read_sealed,
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
        return source.unread(*NO_READERS.get(source.media_type, UNKNOWN_WORDS))
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
