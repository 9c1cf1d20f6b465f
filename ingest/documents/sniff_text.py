"""Tell kinds of text apart: words, a page, a table, data; and text in two bytes a letter that has no mark."""

import re

_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_ODD = (*range(9), 11, *range(14, 27), 28, 29, 30, 31, 127)
_CSV_NAMES = (".csv", ".tsv", ".tab")
_HTML_NAMES = (".html", ".htm", ".xhtml", ".shtml")
_TEXT_TYPES = ("text/csv", "text/html", "text/calendar", "text/vcard")
_HTML = re.compile(
    rb"\s*(?:<!--.{0,2000}?-->\s*|<\?xml.{0,200}?\?>\s*)*<(?:!doctype\s+html|html|head|body|title|meta\s|table|div|font|p>|p\s|center)",
    re.IGNORECASE | re.DOTALL,
)
_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?([\w.-]+)([^>]{0,4000})", re.DOTALL)
_XML_START = re.compile(r"\s*(?:<\?xml|<!--|<!DOCTYPE|<[A-Za-z_][\w.:-]*[\s/>])", re.IGNORECASE)
# The element an XML file begins with -> what it is.
XML_KINDS = {
    "wordDocument": "application/x-wordml",
    "package": "application/x-flat-opc",
    "document": "application/vnd.oasis.opendocument.flat",
    "Workbook": "application/x-spreadsheetml",
    "html": "text/html",
    "svg": "image/svg+xml",
    "plist": "application/x-plist",
}
_PROOFS = {
    "package": "xmlPackage",
    "document": "opendocument",
    "Workbook": "office:spreadsheet",
    "wordDocument": "wordml",
}
_STARTS = (
    (b"BEGIN:VCALENDAR", "text/calendar"),
    (b"BEGIN:VCARD", "text/vcard"),
    (b"[InternetShortcut]", "application/x-mswinurl"),
    (b"%!PS", "application/postscript"),
)
_SAMPLE_BYTES = 65_536
_LEAST_LETTERS = 64


def text_type(data: bytes, filename: str, declared_type: str) -> str | None:  # noqa: PLR0911 - a list of signs
    """Return which kind of text bytes are, None if they are none; names (small letters) only break ties."""
    if not is_text(data):
        return None
    start = data[:8192]
    codec = codec_of_wide(data) or ("utf-16" if data[:2] in _BOMS else None)
    if codec:
        start = start.decode(codec, "replace").encode()
    start = start.lstrip(b"\xef\xbb\xbf \t\r\n\0")
    found = next((kind for mark, kind in _STARTS if start[:20].upper().startswith(mark.upper())), None)
    if found:
        return found
    if _HTML.match(start) or (filename.endswith(_HTML_NAMES) and b"<" in data):
        return "text/html"
    if kind := _xml_type(start.decode("utf-8", "replace")):
        return kind
    if start[:1] in b"{[" and data.rstrip(b" \t\r\n\0")[-1:] in b"}]" and start:
        return "application/json"
    if filename.endswith(_CSV_NAMES):
        return "text/csv"
    return declared_type if declared_type in _TEXT_TYPES else "text/plain"


def is_text(data: bytes) -> bool:
    """Return whether bytes are plain text: a byte order mark, or next to no control bytes that text does not use.

    The start is looked at by itself: a picture that is white all over has a few odd bytes, and all of them there.
    """
    if data.startswith(_BOMS):
        return True
    # Some programs fill a file up with noughts; a few letters before them are a mark and no text.
    kept = data[:_SAMPLE_BYTES].rstrip(b"\0")
    sample = kept if len(kept) >= _LEAST_LETTERS else data[:_SAMPLE_BYTES]
    few = _odd(sample) * 50 <= len(sample) and _odd(sample[:512]) * 50 <= len(sample[:512])
    return bool(sample) and (few or codec_of_wide(data) is not None)


def codec_of_wide(data: bytes) -> str | None:
    """Return the codec of text with two bytes a letter and no mark that says so, None if it is not such text."""
    sample = data[: 4096 & ~1]
    if len(sample) < 8 or data.startswith(_BOMS):
        return None
    pairs = len(sample) // 2
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    for codec, zeros, others in (("utf-16-le", second, first), ("utf-16-be", first, second)):
        # Spaces and line ends give one in twenty even where the letters are Arabic or Chinese.
        if zeros * 20 >= pairs and others * 50 <= pairs:
            text = sample[: pairs * 2].decode(codec, "replace")
            if sum(letter.isprintable() or letter in "\r\n\t" for letter in text) * 100 >= len(text) * 97:
                return codec
    return None


def _odd(sample: bytes) -> int:
    return sum(sample.count(byte) for byte in _ODD)


def _xml_type(start: str) -> str | None:
    if not _XML_START.match(start):
        return None
    root = _ROOT.search(start)
    if root is None:
        return None
    kind = XML_KINDS.get(root[1])
    proof = _PROOFS.get(root[1], "")
    if kind and proof in root[2]:
        return kind
    # A letter that begins with a word in angle brackets is no XML; data has a head or ends as it began.
    return "application/xml" if start.startswith("<?xml") or f"</{root[1]}>" in start or "xmlns" in root[2] else None
