"""Follow an XML file from its start to its end in pieces: nothing is built, and what stands before damage is kept.

A table of a million rows costs no more memory than one of ten. No entities, no network, no document type.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from ingest.documents.surroundings import is_time_up

_PIECE_BYTES = 65_536
# A document type can name other files and words that grow; no office program writes one.
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL)


class Walker:
    """Be told an XML file's elements; made to be written over. Names come without their namespace."""

    #: Set to stop: nothing more of the file is wanted.
    is_done = False

    def open(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element; attributes' names come without their namespace."""

    def shut(self, name: str) -> None:
        """Take the end of an element."""

    def words(self, text: str) -> None:
        """Take text between two tags, maybe one part of it."""


class _Target:
    """Stand between lxml and a Walker."""

    def __init__(self, walker: Walker) -> None:
        self._walker = walker
        self._names: dict[str, str] = {}

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._walker.open(self._short(tag), {self._short(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        self._walker.shut(self._short(tag))

    def data(self, text: str) -> None:
        self._walker.words(text)

    def close(self) -> None:
        """Nothing is left to do."""

    def _short(self, tag: str) -> str:
        short = self._names.get(tag)
        if short is None:
            space, _, short = tag.rpartition("}")
            short = short.rpartition(":")[2]
            # Slides and sheets have two ids: their own number, and the relation that says where they lie.
            short = "relation" if short == "id" and space.endswith("/relationships") else short
            if len(self._names) < 10_000:
                self._names[tag] = short
        return short


def walk_xml(pieces: Iterable[bytes], walker: Walker) -> bool:
    """Tell the walker every element, in order; return whether the file was whole.

    Raises: what ``pieces`` raises, after everything before it has been told. Stops early, as if whole, when the walker
    is done or the time is up.
    """
    parser = etree.XMLParser(
        target=_Target(walker), recover=True, resolve_entities=False, no_network=True, load_dtd=False
    )
    is_first = True
    try:
        for piece in pieces:
            parser.feed(_DOCTYPE.sub(b"", piece) if is_first else piece)
            is_first = False
            if walker.is_done or is_time_up():
                return True
        parser.close()
    except etree.LxmlError:
        return False
    return not any(entry.level_name == "FATAL" for entry in parser.feed_error_log)


def in_pieces(data: bytes) -> Iterator[bytes]:
    """Yield bytes in the pieces ``walk_xml`` takes."""
    for start in range(0, len(data), _PIECE_BYTES):
        yield data[start : start + _PIECE_BYTES]
