"""Open the zip that an Office document is, part by part, counting what really comes out of it."""

from collections.abc import Iterator

from lxml import etree

from config.limits import Limits
from ingest.documents import zip_list
from ingest.documents.zip_list import Member, list_members, unpack

_PIECE_BYTES = 65_536
# Small parts pack very well without being bombs: a part under a mebibyte is never held to the ratio.
_SMALL_BYTES = 1_048_576


class BombError(ValueError):
    """A document unpacks to more than the limit; the message names which. Nothing more of it may be opened."""


class OfficeZip:
    """Give the parts of one Office document; the limits count for the document as a whole.

    A zip whose list at the end is missing (a file cut off on its way) is read from its start, and ``is_damaged`` set.
    Parts are found whatever the case of their names, as Office finds them.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits, self._data = limits, data
        self._left_bytes = limits.zip_expanded_bytes
        members, self.is_damaged = list_members(data, limits.zip_members)
        self.has_more = len(members) > limits.zip_members
        self.members = members[: limits.zip_members]
        self.is_locked = any(member.is_locked for member in self.members)
        self._by_name = {member.name.lower(): member for member in reversed(self.members)}
        self.names = tuple(dict.fromkeys(member.name for member in self.members))

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_name

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of one part, unpacked and counted.

        Raises: BombError, zipfile.BadZipFile, zlib.error, KeyError when there is no such part.
        """
        return self.pieces_of(self._by_name[name.lower()])

    def pieces_of(self, member: Member) -> Iterator[bytes]:
        """Yield the bytes of one member, as ``pieces``."""
        most = min(self._left_bytes, max(_SMALL_BYTES, member.packed_bytes * self._limits.zip_expansion_ratio))
        size_bytes = 0
        for piece in unpack(self._data, member):
            size_bytes += len(piece)
            self._left_bytes -= len(piece)
            if size_bytes > most:
                msg = f"one part of it unpacks to over {most:,} bytes"
                raise BombError(msg)
            yield piece

    def part(self, name: str) -> bytes:
        """Return the bytes of one part.

        Raises: as ``pieces``.
        """
        return b"".join(self.pieces(name))


FAULTS = (*zip_list.FAULTS, etree.LxmlError)
