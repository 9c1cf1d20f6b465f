"""Open Office's and Outlook's old storage files (OLE2) within limits: the one module that knows the library.

The library believes the sizes a file names. A file of a kilobyte can name four gigabytes and a chain that runs in a
circle, so every size is held against the file's own before anything is read.

Source: MS-CFB, sections 2.2 to 2.6.
"""

import io
import struct
from collections.abc import Iterator

import olefile

MAGIC = olefile.MAGIC
_STREAM, _STORAGE = olefile.STGTY_STREAM, olefile.STGTY_STORAGE
_FAULTS = (OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, struct.error, ArithmeticError)
# A stored mail with 500 attachments has about 15,000.
_MOST_ENTRIES = 60_000
_HEADER_BYTES, _LARGEST_SHIFT, _TABLES_IN_HEAD = 76, 12, 110


class OleError(ValueError):
    """The file is damaged where something was to be read; what was read before stands."""


class OleEntry:
    """Stand for one storage (a folder) or stream (a file) inside the file."""

    def __init__(self, file: "OleFile", entry: olefile.olefile.OleDirectoryEntry) -> None:
        self._file, self._entry = file, entry
        self.name: str = entry.name
        self.is_storage = entry.entry_type == _STORAGE
        self.size_bytes: int = entry.size

    def entries(self) -> Iterator["OleEntry"]:
        """Yield what lies in this storage."""
        for kid in self._entry.kids:
            if kid.entry_type in (_STREAM, _STORAGE):
                yield OleEntry(self._file, kid)

    def streams(self) -> dict[str, "OleEntry"]:
        """Return this storage's streams by name."""
        return {entry.name: entry for entry in self.entries() if not entry.is_storage}

    def read(self) -> bytes:
        """Return this stream's bytes.

        Raises: OleError.
        """
        return self._file.read(self._entry)


class OleFile:
    """Hold one open file; ``most_bytes`` is how much of it is read in all, however often it names the same place."""

    def __init__(self, data: bytes, most_bytes: int) -> None:
        self._size_bytes, self._left_bytes = len(data), most_bytes
        try:
            self._ole = open_within(data)
        except _FAULTS as error:
            msg = "the file's own directory cannot be read"
            raise OleError(msg) from error
        if len(self._ole.direntries) > _MOST_ENTRIES:
            msg = f"the file names over {_MOST_ENTRIES:,} parts"
            raise OleError(msg)
        self.root = OleEntry(self, self._ole.root)

    def read(self, entry: olefile.olefile.OleDirectoryEntry) -> bytes:
        """Return the bytes of one stream of this file.

        Raises: OleError.
        """
        if entry.size > self._size_bytes or entry.size > self._left_bytes:
            msg = "a part of the file is larger than can be"
            raise OleError(msg)
        self._left_bytes -= entry.size
        try:
            # By its place: looking each part up by name takes time that grows with the square of their number.
            return bytes(self._ole._open(entry.isectStart, entry.size).read())  # noqa: SLF001
        except _FAULTS as error:
            msg = "a part of the file cannot be read"
            raise OleError(msg) from error


def open_within(data: bytes) -> olefile.OleFileIO:
    """Return the library's view of a storage, its sizes held against the file's own.

    Raises: OleError, or what the library raises where the directory cannot be read.
    """
    if len(data) >= _HEADER_BYTES:
        (sector_shift,) = struct.unpack_from("<H", data, 30)
        (tables,) = struct.unpack_from("<I", data, 44)
        (lists_of_tables,) = struct.unpack_from("<I", data, 72)
        sector_bytes = 1 << min(sector_shift, _LARGEST_SHIFT)
        # The library follows the lists of tables as often as these numbers say, each time copying what it has. A table
        # has four bytes for each sector.
        if lists_of_tables and tables > 2 * (4 * len(data) // sector_bytes // sector_bytes) + _TABLES_IN_HEAD:
            msg = "the file names more tables than it can hold"
            raise OleError(msg)
    ole = olefile.OleFileIO(io.BytesIO(data))
    ole.num_mini_fat_sectors = min(ole.num_mini_fat_sectors, len(data) // ole.sector_size + 1)
    ole.root.size = min(ole.root.size, len(data))
    return ole
