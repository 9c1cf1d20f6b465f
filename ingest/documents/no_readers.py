"""Say in plain words what a document is that nobody here reads, and what to do."""

from ingest.documents.sniff_packed import OLE_ENCRYPTED, XLSB
from ingest.message import ProblemCode

_PDF = "ask the sender for it as a PDF, or open it by hand."
_PROGRAM = (ProblemCode.UNKNOWN_TYPE, "A computer program. Do not open it; tell the information security team.")
_PACKED = "a person must unpack it with care, or ask the sender for a .zip or for the files themselves."


def _is(what: str, cure: str = _PDF) -> tuple[ProblemCode, str]:
    return ProblemCode.NO_READER, f"{what}, which is not read here: {cure}"


NO_READERS: dict[str, tuple[ProblemCode, str]] = {
    OLE_ENCRYPTED: (
        ProblemCode.PASSWORD,
        "The Office document is locked with a password: ask the sender for the password or for an open copy.",
    ),
    "application/vnd.ms-outlook-pst": _is("An Outlook mailbox (.pst)", "ask the sender for the mails themselves."),
    "application/x-7z-compressed": _is("A packed folder of files (.7z)", _PACKED),
    "application/vnd.rar": _is("A packed folder of files (.rar)", _PACKED),
    "application/vnd.ms-cab-compressed": _is("A packed folder of files (.cab)", _PACKED),
    "application/zstd": _is("A packed file (.zst)", _PACKED),
    "application/x-compress": _is("A packed file (.Z)", _PACKED),
    "application/x-lzh-compressed": _is("A packed folder of files (.lzh)", _PACKED),
    XLSB: _is(
        "An Excel workbook in its binary form (.xlsb)", "ask the sender to save it as .xlsx, or open it by hand."
    ),
    "application/x-msaccess": _is("An Access database"),
    "application/vnd.sqlite3": _is("A database (SQLite)", "ask the sender for its contents as a sheet or a PDF."),
    "application/postscript": _is("A file for printers (PostScript)"),
    "image/vnd.djvu": _is("A scan in the form DjVu"),
    "image/vnd.adobe.photoshop": _is("A Photoshop picture"),
    "image/jxl": _is("A picture in the form JPEG XL", "a person must look at it."),
    "image/x-canon-cr3": _is("A photo in a camera's own form (CR3)", "a person must look at it."),
    "application/x-msdownload": _PROGRAM,
    "application/x-executable": _PROGRAM,
}
# Documents of which only what looks like words is read.
CARVED: dict[str, str] = {
    "application/vnd.wordperfect": f"A WordPerfect document (.wpd), which is not read here: {_PDF}",
    "application/x-old-word": f"A Word document from before 1995, which is not read here: {_PDF}",
    "application/vnd.ms-works": f"A Microsoft Works document, which is not read here: {_PDF}",
    "application/vnd.ms-publisher": f"A Publisher document (.pub), which is not read here: {_PDF}",
    "application/vnd.visio": f"A Visio drawing (.vsd), which is not read here: {_PDF}",
    "application/x-hwp": f"A Hangul document (.hwp), which is not read here: {_PDF}",
    "application/vnd.lotus-1-2-3": f"A Lotus 1-2-3 sheet, which is not read here: {_PDF}",
    "application/onenote": f"A OneNote section (.one), which is not read here: {_PDF}",
    "application/x-mswrite": f"A letter of the old program Write (.wri), which is not read here: {_PDF}",
}
UNKNOWN_WORDS = (ProblemCode.UNKNOWN_TYPE, "A type of file that is not known here: a person must open it, with care.")
