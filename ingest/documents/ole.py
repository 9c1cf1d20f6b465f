"""Open the OLE storage that old Office documents, embedded objects and Publisher files are, and take files out of it.

Source: MS-CFB (storage), MS-OLEDS 2.3 (embedded objects).
"""

import re
import struct
from collections.abc import Iterator

from ingest.documents.document import DocumentText, Source
from ingest.documents.gather import Gathering
from ingest.documents.sniff import media_type_of
from ingest.message import ProblemCode
from ingest.outlook.ole_file import open_within

FAULTS = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    RuntimeError,
    struct.error,
    EOFError,
)
_NATIVE, _CONTENTS, _PACKAGE = "\x01ole10native", "contents", "package"
_EMBEDDED_ODF = "embeddedodf"
_OBJECT_PARTS = (_NATIVE, _CONTENTS, _PACKAGE, _EMBEDDED_ODF, "workbook", "book", "worddocument", "powerpoint document")
_WIDE_RUN = re.compile(rb"(?:[\x20-\x7e\xa0-\xff\x09\x0d\x0a]\x00|[\x00-\xff][\x01-\x06\x1e\x20]){6,}")
_NARROW_RUN = re.compile(rb"[\x20-\x7e\x80-\xff\t\r\n]{8,}")
_LETTERS = re.compile(r"(?:[A-Z]?[a-z\u00e0-\u024f\u0370-\uffff]{2,}|[A-Z]{4,})\b ?")
_MOST_STREAMS = 3_000


class OleFile:
    """Give the streams of one OLE storage by their names, in any case."""

    def __init__(self, data: bytes) -> None:
        """Open the storage.

        Raises: one of FAULTS.
        """
        self._most_bytes = len(data)
        self._ole = open_within(data)
        self.paths = self._ole.listdir()[:_MOST_STREAMS]
        self._by_name = {"/".join(path).lower(): path for path in reversed(self.paths)}

    def stream(self, name: str) -> bytes:
        """Return a stream's bytes, b"" if there is none or it cannot be read."""
        path = self._by_name.get(name.lower())
        try:
            if path is None or self._ole.get_size(path) > self._most_bytes:
                return b""
            return bytes(self._ole.openstream(path).read())
        except FAULTS:
            return b""

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_name

    @property
    def has_macros(self) -> bool:
        """Return whether there are macros in it."""
        return any(
            step.lower() in {"_vba_project", "macros", "_vba_project_cur"} for path in self.paths for step in path
        )


def read_package(source: Source) -> DocumentText:
    """Return the words of the file that an OLE storage wraps."""
    gathering = Gathering(source, "embedded object")
    try:
        ole = OleFile(source.data)
        found = list(objects_in(ole, ""))
    except FAULTS:
        return source.unread(
            ProblemCode.DAMAGED, "An embedded object is damaged: open the document it lies in by hand."
        )
    for name, data in found:
        gathering.open_inside(name, data)
    if not found:
        gathering.say(carve_text(source.data))
        words = "An old Office file of an unknown kind; what looks like words in it may stand here: open it."
        gathering.note(ProblemCode.UNKNOWN_TYPE, words)
    return gathering.document()


def objects_in(ole: OleFile, folder: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name and bytes of each file that lies in a storage's folder, "" for all of it."""
    prefix = folder.lower()
    for path in ole.paths:
        name = "/".join(path)
        kind = path[-1].lower()
        if not name.lower().startswith(prefix) or kind not in _OBJECT_PARTS:
            continue
        data = ole.stream(name)
        if kind == _NATIVE:
            yield _native(data)
        elif kind == _CONTENTS and not _is_known(data):
            continue
        elif data:
            yield "embedded file", data


def unwrap_object(data: bytes) -> tuple[str, bytes]:
    r"""Return the name and bytes of the file in an OLE 1 object (RTF's \\objdata): a storage, or a file as it was."""
    place = data.find(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    if place >= 0:
        return "embedded object", data[place:]
    try:
        # Version, form, then three texts with their lengths, then the length of the object itself.
        place, name = 8, b""
        for number in range(3):
            (length,) = struct.unpack_from("<I", data, place)
            name = data[place + 4 : place + 4 + length].rstrip(b"\0") if number == 0 else name
            place += 4 + length
        (length,) = struct.unpack_from("<I", data, place)
        native = data[place + 4 : place + 4 + length]
    except struct.error:
        return "embedded object", b""
    if name.lower() == b"package":
        return _native(struct.pack("<I", len(native)) + native)
    return "embedded object", native


def carve_text(data: bytes) -> str:
    """Return what looks like words in bytes whose order is lost: the last thing to try with a damaged document."""
    wide = [found[0].decode("utf-16-le", "replace") for found in _WIDE_RUN.finditer(data)]
    narrow = [found[0].decode("cp1252", "replace") for found in _NARROW_RUN.finditer(data)]
    runs = [run.strip() for run in (*wide, *narrow)]
    kept = [run for run in runs if sum(map(len, _LETTERS.findall(run))) * 10 >= len(run) * 7]
    return "\n".join(dict.fromkeys(kept))


def _native(data: bytes) -> tuple[str, bytes]:
    """Return name and bytes out of an Ole10Native stream: size, kind, label, path, kind, path, size, the file."""
    try:
        if struct.unpack_from("<H", data, 4)[0] != 2:
            return "embedded object", data[4:]
        label_end = data.index(b"\0", 6)
        path_end = data.index(b"\0", label_end + 1)
        name = data[6:label_end].decode("cp1252", "replace")
        place = path_end + 1 + 4
        (path_bytes,) = struct.unpack_from("<I", data, place)
        place += 4 + path_bytes
        (size_bytes,) = struct.unpack_from("<I", data, place)
        return name or "embedded file", data[place + 4 : place + 4 + size_bytes]
    except (struct.error, ValueError):
        return "embedded object", data[4:]


def _is_known(data: bytes) -> bool:
    return media_type_of(data) not in {"application/octet-stream", "text/plain"}
