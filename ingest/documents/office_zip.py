"""Open the zip that an Office document is, part by part, counting what really comes out of it."""

import io
import zipfile
import zlib

from lxml import etree

from config.limits import Limits

_PIECE_BYTES = 65_536
# Small parts pack very well without being bombs: a part under a mebibyte is never held to the ratio.
_SMALL_BYTES = 1_048_576


class BombError(ValueError):
    """A document unpacks to more than the limit; the message names which. Nothing more of it may be opened."""


class OfficeZip:
    """Give the parts of one Office document; the limits count for the document as a whole."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self._left_bytes = limits.zip_expanded_bytes
        members = self._archive.infolist()
        if len(members) > limits.zip_members:
            msg = f"it holds {len(members):,} files, the limit is {limits.zip_members:,}"
            raise BombError(msg)
        self.is_locked = any(member.flag_bits & 1 for member in members)
        self.names = tuple(dict.fromkeys(member.filename for member in members))

    def part(self, name: str) -> bytes:
        """Return the bytes of one part, unpacked in pieces and counted.

        Raises: BombError, zipfile.BadZipFile, zlib.error, KeyError when there is no such part.
        """
        member = self._archive.getinfo(name)
        most = min(self._left_bytes, max(_SMALL_BYTES, member.compress_size * self._limits.zip_expansion_ratio))
        pieces, size_bytes = [], 0
        with self._archive.open(member) as packed:
            while piece := packed.read(_PIECE_BYTES):
                size_bytes += len(piece)
                if size_bytes > most:
                    msg = f"one part of it unpacks to over {most:,} bytes"
                    raise BombError(msg)
                pieces.append(piece)
        self._left_bytes -= size_bytes
        return b"".join(pieces)

    def tree(self, name: str) -> etree._Element:
        """Return one part as XML: no entities, no network, no document type.

        Raises: as ``part``, and etree.XMLSyntaxError.
        """
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(self.part(name), parser)


FAULTS = (zipfile.BadZipFile, zlib.error, etree.LxmlError, KeyError, EOFError, OSError, RuntimeError, ValueError)


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, "" for a comment or instruction."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
