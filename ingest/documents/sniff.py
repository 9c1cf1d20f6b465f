"""Tell what a document is by its bytes; its name and what the mail calls it only choose between kinds of plain text."""

import io
import re
import zipfile

from ingest.documents.mail_sniff import mail_type_of

UNKNOWN = "application/octet-stream"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
OLE_ENCRYPTED = "application/vnd.ms-office.encrypted"

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"{\\rtf", "application/rtf"),
    (b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf1", "audio/aac"),
    (b"\xff\xf9", "audio/aac"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (b"#!AMR", "audio/amr"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-wmv"),
)
_RIFF = {b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo", b"WEBP": "image/webp"}
_BRANDS = {
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"avif": "image/avif",
} | dict.fromkeys((b"heic", b"heix", b"mif1", b"msf1", b"hevc", b"heim"), "image/heic")
_ZIP_MARKS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("ppt/presentation.xml", PPTX),
)
# Office writes the names of its storage's streams in UTF-16; the first hit decides.
_OLE_MARKS = (
    ("EncryptedPackage", OLE_ENCRYPTED),
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
)
_OPEN_DOCUMENT = re.compile(r"application/vnd\.oasis\.opendocument\.[a-z-]{1,40}")
_CSV_NAMES = (".csv", ".tsv")
_HTML_NAMES = (".html", ".htm", ".xhtml")
_TEXT_TYPES = ("text/csv", "text/html", "text/calendar", "text/vcard")


def media_type_of(data: bytes, *, filename: str = "", declared_type: str = "") -> str:
    """Return the media type of the bytes, ``application/octet-stream`` where they fit nothing known.

    >>> media_type_of(b"%PDF-1.7 ...", filename="letter.docx")
    'application/pdf'
    >>> media_type_of(b"Date,Call", filename="calls.CSV")
    'text/csv'
    """
    head = data[:1024]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole_type(data)
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp" and not is_text(head):
        return _BRANDS.get(head[8:12], "video/mp4")
    if mail := mail_type_of(data, filename=filename, declared_type=declared_type.lower()):
        return mail
    # Some writers put up to a kilobyte of their own before the PDF's first line; readers have always allowed it.
    if b"%PDF-" in head:
        return "application/pdf"
    found = next((kind for magic, kind in _MAGIC if head.startswith(magic)), None)
    # "BM", "MZ" and "ID3" also begin plain English ("BMI ..."); what has no control bytes is words.
    if found != "application/rtf" and is_text(data):
        found = None
    return found or _text_type(data, filename.lower(), declared_type.lower())


def _zip_type(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                named = archive.read("mimetype").decode("ascii", "replace").strip()
                # The folder's own word is taken for OpenDocument only: it must not pass for a recording or a text.
                return named if _OPEN_DOCUMENT.fullmatch(named) else "application/zip"
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return "application/zip"
    return next((kind for mark, kind in _ZIP_MARKS if mark in names), "application/zip")


def _ole_type(data: bytes) -> str:
    return next((kind for mark, kind in _OLE_MARKS if mark.encode("utf-16-le") in data), "application/x-ole-storage")


def _text_type(data: bytes, filename: str, declared_type: str) -> str:
    if not is_text(data):
        return UNKNOWN
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")) or filename.endswith(_HTML_NAMES):
        return "text/html"
    if filename.endswith(_CSV_NAMES):
        return "text/csv"
    return declared_type if declared_type in _TEXT_TYPES else "text/plain"


def is_text(data: bytes) -> bool:
    """Return whether bytes are plain text: a byte order mark, or no control bytes that text does not use."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return True
    sample = data[:65_536]
    odd = sum(sample.count(bytes([byte])) for byte in (*range(9), 11, *range(14, 27), 28, 29, 30, 31, 127))
    return odd * 1000 <= len(sample)
