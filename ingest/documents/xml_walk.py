"""Follow an XML file from its start to its end in pieces: nothing is built, and what stands before damage is kept.

A table of a million rows costs no more memory than one of ten. No entities, no network, no document type.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy

from lxml import etree

from ingest.documents.surroundings import is_time_up
from ingest.documents.xml_broken import walk_broken_xml
from ingest.documents.xml_walker import Walker

_PIECE_BYTES = 65_536
# No program nests so deep; what does was made to use up memory.
_MOST_DEEP = 10_000
_MOST_KEPT_BYTES = 33_554_432
# A document type can name other files and words that grow; no office program writes one.
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]{0,1000}(?:\[.*?\]\s*)?>", re.DOTALL)


class _Target:
    """Stand between lxml and a Walker."""

    def __init__(self, walker: Walker) -> None:
        self._walker = walker
        self._names: dict[str, str] = {}
        self.depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        self._walker.open(self._short(tag), {self._short(key): value for key, value in attributes.items()})

    def end(self, tag: str) -> None:
        self.depth -= 1
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

    A damaged file is told anew from its start, by whatever tags still stand in it. Stops early, as if whole, when the
    walker is done or the time is up.

    Raises: what ``pieces`` raises, after everything before it has been told.
    """
    at_first = deepcopy(walker.__dict__)
    kept = _Kept()
    is_whole = _is_walked(kept.each(pieces), walker)
    if not is_whole and kept.is_all:
        walker.__dict__.clear()
        walker.__dict__.update(at_first)
        walk_broken_xml(b"".join(kept.pieces), walker)
    return is_whole


class _Kept:
    """Keep the pieces of a file that may have to be read again, if it is not too large for that."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []
        self._size_bytes = 0

    @property
    def is_all(self) -> bool:
        """Return whether all of the file was kept."""
        return self._size_bytes <= _MOST_KEPT_BYTES

    def each(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Yield the pieces, keeping them."""
        for piece in pieces:
            self._size_bytes += len(piece)
            if self.is_all:
                self.pieces.append(piece)
            else:
                self.pieces.clear()
            yield piece


def _is_walked(pieces: Iterable[bytes], walker: Walker) -> bool:
    target = _Target(walker)
    parser = etree.XMLParser(target=target, recover=True, resolve_entities=False, no_network=True, load_dtd=False)
    is_first = True
    try:
        for piece in pieces:
            parser.feed(_DOCTYPE.sub(b"", piece) if is_first else piece)
            is_first = False
            if target.depth > _MOST_DEEP:
                return False
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
