"""Read the words of one document of any type: told by its bytes, read by the one module for its format."""

from functools import partial

from config.limits import Limits, default_limits
from ingest.documents import sniff, sniff_packed
from ingest.documents.books import read_epub, read_iwork, read_visio, read_xps
from ingest.documents.carved import read_carved
from ingest.documents.data_files import (
    read_calendar_file,
    read_card,
    read_json,
    read_plist,
    read_shortcut,
    read_windows_link,
    read_xml,
)
from ingest.documents.doc import read_doc
from ingest.documents.document import DocumentText, Reader, Source
from ingest.documents.docx import read_docx
from ingest.documents.faults import READER_FAULTS
from ingest.documents.html_page import read_html
from ingest.documents.image import read_image
from ingest.documents.mail import read_mail, read_mailbox, read_sealed, read_signed_mail
from ingest.documents.mail_sniff import SEALED, SIGNED
from ingest.documents.metafile import read_metafile
from ingest.documents.no_readers import CARVED, NO_READERS, UNKNOWN_WORDS
from ingest.documents.odt import OPEN_DOCUMENTS, read_odt
from ingest.documents.ole import read_package
from ingest.documents.packed import read_packed, read_tar
from ingest.documents.pdf import read_pdf
from ingest.documents.plain_text import read_csv, read_text
from ingest.documents.ppt import read_ppt
from ingest.documents.pptx import read_pptx
from ingest.documents.recordings import read_recording, size_in_words
from ingest.documents.rtf import read_rtf
from ingest.documents.surroundings import surroundings
from ingest.documents.xls import read_xls
from ingest.documents.xlsx import read_xlsx
from ingest.documents.xml_files import read_flat_odf, read_spreadsheetml, read_wordml
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
    "application/vnd.ms-powerpoint": read_ppt,
    sniff_packed.OLE: read_package,
    "application/x-wordml": read_wordml,
    "application/x-flat-opc": read_wordml,
    "application/vnd.oasis.opendocument.flat": read_flat_odf,
    "application/x-spreadsheetml": read_spreadsheetml,
    sniff_packed.EPUB: read_epub,
    sniff_packed.XPS: read_xps,
    sniff_packed.VSDX: read_visio,
    sniff_packed.IWORK: read_iwork,
    **dict.fromkeys(CARVED, read_carved),
    "application/rtf": read_rtf,
    "application/zip": read_zip,
    "application/gzip": read_packed,
    "application/x-bzip2": read_packed,
    "application/x-xz": read_packed,
    "application/x-tar": read_tar,
    "message/rfc822": read_mail,
    "application/vnd.ms-outlook": read_mail,
    "application/ms-tnef": read_mail,
    SIGNED: read_signed_mail,
    SEALED: read_sealed,
    "application/mbox": read_mailbox,
    "text/plain": read_text,
    "text/calendar": read_calendar_file,
    "text/vcard": read_card,
    "application/json": read_json,
    "application/xml": read_xml,
    "image/svg+xml": read_xml,
    "image/emf": read_metafile,
    "image/wmf": read_metafile,
    "application/x-plist": read_plist,
    "application/x-mswinurl": read_shortcut,
    "application/x-ms-shortcut": read_windows_link,
    "text/html": read_html,
    "text/csv": read_csv,
    "image/jpeg": read_image,
    "image/png": read_image,
    "image/gif": read_image,
    "image/tiff": read_image,
    "image/webp": read_image,
    "image/bmp": read_image,
    "image/heic": read_image,
    "image/avif": read_image,
    "image/jp2": read_image,
}


def read_document(
    filename: str, declared_type: str, data: bytes, limits: Limits | None = None, *, depth: int = 0
) -> DocumentText:
    """Return the words of one document; never raises for odd bytes, the trouble stands in ``problems``.

    ``depth`` says in how many other files it lies.
    """
    source = _source(filename, declared_type, data, limits or default_limits(), depth)
    if source.media_type.startswith(("audio/", "video/")) and not _is_empty(data):
        return read_recording(source)
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
        words = (
            f"The document has {size_in_words(source.data)}; up to {most:,} MB are read here: a person must open it."
        )
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
