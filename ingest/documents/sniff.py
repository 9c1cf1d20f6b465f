"""Tell what a document is by its bytes; its name and what the mail calls it only choose between kinds of plain text."""

from ingest.documents.mail_sniff import mail_type_of, sealed_type_of
from ingest.documents.sniff_media import media_type_of_recording
from ingest.documents.sniff_packed import DOCX, OLE_ENCRYPTED, PPTX, XLSX, ole_type, zip_type
from ingest.documents.sniff_text import is_text, text_type

__all__ = ["DOCX", "MAGIC", "ODT", "OLE_ENCRYPTED", "PPTX", "UNKNOWN", "XLSX", "is_text", "media_type_of"]

UNKNOWN = "application/octet-stream"
ODT = "application/vnd.oasis.opendocument.text"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROGRAM, _OLD_WORD, _OLD_SHEET = "application/x-msdownload", "application/x-old-word", "application/vnd.ms-excel"
MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"),
    (b"\xff\x0a", "image/jxl"),
    (b"8BPS", "image/vnd.adobe.photoshop"),
    (b"\xd7\xcd\xc6\x9a", "image/wmf"),
    (b"\x01\x00\x09\x00\x00\x03", "image/wmf"),
    (b"AT&TFORM", "image/vnd.djvu"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"MSCF", "application/vnd.ms-cab-compressed"),
    (b"\x28\xb5\x2f\xfd", "application/zstd"),
    (b"\x1f\x9d", "application/x-compress"),
    (b"\xffWPC", "application/vnd.wordperfect"),
    (b"\x31\xbe\x00\x00", "application/x-mswrite"),
    (b"\x32\xbe\x00\x00", "application/x-mswrite"),
    (b"\xdb\xa5", _OLD_WORD),
    (b"\x9b\xa5", _OLD_WORD),
    (b"\x7f\xfe\x40\x00", _OLD_WORD),
    (b"\x09\x08\x10\x00\x00\x06\x05\x00", _OLD_SHEET),
    (b"\x09\x08\x08\x00\x00\x05\x05\x00", _OLD_SHEET),
    (b"\x09\x00\x04\x00", _OLD_SHEET),
    (b"\x09\x02\x06\x00", _OLD_SHEET),
    (b"\x09\x04\x06\x00", _OLD_SHEET),
    (b"\x00\x00\x1a\x00", "application/vnd.lotus-1-2-3"),
    (b"\x00\x00\x02\x00", "application/vnd.lotus-1-2-3"),
    (b"\x00\x01\x00\x00Standard ", "application/x-msaccess"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
    (b"!BDN", "application/vnd.ms-outlook-pst"),
    (b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "application/onenote"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "application/x-ms-shortcut"),
    (b"bplist00", "application/x-plist"),
    (b"\xc5\xd0\xd3\xc6", "application/postscript"),
    (b"MZ", _PROGRAM),
    (b"\x7fELF", "application/x-executable"),
    (b"\xca\xfe\xba\xbe", "application/x-executable"),
    (b"\xcf\xfa\xed\xfe", "application/x-executable"),
)
# Marks that no words begin with.
_NO_WORDS = tuple((mark, kind) for mark, kind in MAGIC if len(mark) >= 4 and {0, 0x1A} & set(mark))
# Where a mark does not stand at the start.
_LATER = ((40, b" EMF", "image/emf"), (257, b"ustar", "application/x-tar"), (2, b"-lh", "application/x-lzh-compressed"))
_HEAD_BYTES = 1024
_ZIP_ENDS_WITHIN_BYTES = 70_000


def media_type_of(data: bytes, *, filename: str = "", declared_type: str = "") -> str:
    """Return the media type of the bytes, ``application/octet-stream`` where they fit nothing known.

    >>> media_type_of(b"%PDF-1.7 ...", filename="letter.docx")
    'application/pdf'
    >>> media_type_of(b"Date,Call", filename="calls.CSV")
    'text/csv'
    """
    name, declared = filename.lower(), declared_type.lower()
    found = _packed_type(data)
    if found is None:
        found = mail_type_of(data, filename=filename, declared_type=declared) or None
    if found is None:
        found = sealed_type_of(data, filename=filename) or None
    if found is None:
        found = _marked_type(data)
    # A zip with something before it is still opened by every program that opens zips.
    return found or text_type(data, name, declared) or _late_zip_type(data) or UNKNOWN


def _packed_type(data: bytes) -> str | None:
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return zip_type(data)
    return ole_type(data) if data.startswith(_OLE) else None


def _marked_type(data: bytes) -> str | None:
    """Return the type that a mark in the bytes names, None if there is none or it is plain English that looks so."""
    head = data[:_HEAD_BYTES]
    if _is_pdf(data, head):
        return "application/pdf"
    # Whatever stands before it, Word reads a rich text document that begins in the first line.
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith((b"{\\rt", b"{\\urtf")):
        return "application/rtf"
    # Writers who put a picture's dots before its list of contents begin with white paper, which looks like letters.
    if found := next((kind for mark, kind in _NO_WORDS if data.startswith(mark)), None):
        return found
    # "BM", "MZ" and "ID3" also begin plain English ("BMI ..."); what has no control bytes is words.
    if is_text(data):
        return None
    found = next((kind for mark, kind in MAGIC if data.startswith(mark)), None)
    found = found or next((kind for place, mark, kind in _LATER if data[place : place + len(mark)] == mark), None)
    return found or media_type_of_recording(data)


def _is_pdf(data: bytes, head: bytes) -> bool:
    """Return whether this is a PDF; some writers put up to a kilobyte of their own before the PDF's first line."""
    is_first = head.startswith(b"%PDF-") or b"\n%PDF-" in head or b"\r%PDF-" in head
    return is_first or (b"%PDF-" in head and (b" obj" in data or not is_text(data)))


def _late_zip_type(data: bytes) -> str | None:
    is_zip = b"PK\x05\x06" in data[-_ZIP_ENDS_WITHIN_BYTES:] and b"PK\x03\x04" in data
    return zip_type(data) if is_zip else None
