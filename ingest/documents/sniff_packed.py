"""Tell what a zip or an OLE storage holds: a letter, a sheet, slides, a mail, or just files."""

import contextlib
import re

from ingest.documents.zip_list import FAULTS, Member, list_members, unpack
from ingest.outlook.ole_file import open_within

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
VSDX = "application/vnd.ms-visio.drawing"
EPUB = "application/epub+zip"
XPS = "application/oxps"
IWORK = "application/vnd.apple.iwork"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
OLE_ENCRYPTED = "application/vnd.ms-office.encrypted"

# The name of a part (small letters) that only this kind of document has.
ZIP_MARKS = (
    (re.compile(r"word/document\d*\.xml"), DOCX),
    (re.compile(r"xl/workbook\.xml"), XLSX),
    (re.compile(r"xl/workbook\.bin"), XLSB),
    (re.compile(r"ppt/presentation\.xml"), PPTX),
    (re.compile(r"visio/document\.xml"), VSDX),
    (
        re.compile(r"(?:index/(?:document|tables/.+)\.iwa|index\.zip|index\.apxl(?:\.gz)?|quicklook/preview\.pdf)"),
        IWORK,
    ),
    (re.compile(r"fixeddoc(?:ument)?seq(?:uence)?\.fdseq"), XPS),
    (re.compile(r"meta-inf/container\.xml"), EPUB),
    (re.compile(r"word/[^/]+\.xml"), DOCX),
    (re.compile(r"xl/worksheets/[^/]+\.xml"), XLSX),
    (re.compile(r"ppt/slides/[^/]+\.xml"), PPTX),
    (re.compile(r"content\.xml"), "application/vnd.oasis.opendocument.text"),
)
# Names of streams and storages at the top of an OLE storage (small letters); the first hit decides.
OLE_MARKS = (
    ("encryptedpackage", OLE_ENCRYPTED),
    ("\tdrmcontent", OLE_ENCRYPTED),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("quill", "application/vnd.ms-publisher"),
    ("worddocument", "application/msword"),
    ("workbook", "application/vnd.ms-excel"),
    ("book", "application/vnd.ms-excel"),
    ("powerpoint document", "application/vnd.ms-powerpoint"),
    ("pp40", "application/vnd.ms-powerpoint"),
    ("visiodocument", "application/vnd.visio"),
    ("matost", "application/vnd.ms-works"),
    ("wksssworkbook", "application/vnd.ms-works"),
    ("bodytext", "application/x-hwp"),
)
_NAMED = re.compile(r"application/(?:vnd\.oasis\.opendocument\.[a-z-]{1,40}|vnd\.sun\.xml\.[a-z.]{1,30}|epub\+zip)")
_MOST_MEMBERS = 5_000
_LIST_MARKS = ((b"wordprocessingml", DOCX), (b"spreadsheetml", XLSX), (b"presentationml", PPTX))
_MOST_LIST_BYTES = 1_000_000


def zip_type(data: bytes) -> str:
    """Return what kind of document a zip is, ``application/zip`` if it is just files."""
    try:
        members, _ = list_members(data, _MOST_MEMBERS)
        by_name = {member.name.lower(): member for member in reversed(members)}
        mimetype = by_name.get("mimetype")
        if mimetype and mimetype.packed_bytes < 200 and not mimetype.is_locked:
            named = b"".join(unpack(data, mimetype)).decode("ascii", "replace").strip()
            # The folder's own word is taken for documents only: it must not pass for a recording or a text.
            return named if _NAMED.fullmatch(named) else ZIP
    except FAULTS:
        return ZIP
    if "content.xml" in by_name and not {"meta-inf/manifest.xml", "styles.xml", "meta.xml"} & set(by_name):
        del by_name["content.xml"]
    found = next((kind for mark, kind in ZIP_MARKS if any(map(mark.fullmatch, by_name))), None)
    types = by_name.get("[content_types].xml")
    return found or (_by_list(data, types) if types else ZIP)


def _by_list(data: bytes, types: Member) -> str:
    """Return what an Office document is by its list of parts: the parts themselves may have been cut off."""
    text = b""
    try:
        for piece in unpack(data, types):
            text += piece
            if len(text) > _MOST_LIST_BYTES:
                break
    except FAULTS:
        pass
    return next((kind for mark, kind in _LIST_MARKS if mark in text), ZIP)


def ole_type(data: bytes) -> str:
    """Return what kind of document an OLE storage is, by the names at its top."""
    names: list[str] = []
    with contextlib.suppress(OSError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, OverflowError):
        names = [entry.name.lower() for entry in open_within(data).root.kids]
    for mark, kind in OLE_MARKS:
        if any(name == mark or (mark.endswith("_") and name.startswith(mark)) for name in names):
            return kind
    # A storage cut off on its way has lost its list of names, but the names themselves stand in it, two bytes a letter.
    lower = data.lower() if not names else b""
    return next((kind for mark, kind in OLE_MARKS if mark.encode("utf-16-le") in lower), OLE)
