"""Read packed files (.gz, .bz2, .xz) and folders (.tar), counting what comes out of them."""

import bz2
import io
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from ingest.documents.document import DocumentText, Source
from ingest.documents.gather import Gathering
from ingest.documents.zip_list import FAULTS, inflate
from ingest.message import ProblemCode

_PIECE_BYTES = 65_536
_SMALL_BYTES = 1_048_576
_MOST_MEMORY = 100_000_000
_TOOLS: dict[str, Callable[[], Any]] = {
    "application/gzip": lambda: zlib.decompressobj(31),
    "application/x-bzip2": bz2.BZ2Decompressor,
    "application/x-xz": lambda: lzma.LZMADecompressor(memlimit=_MOST_MEMORY),
}
_ENDINGS = {".gz": "", ".tgz": ".tar", ".bz2": "", ".tbz2": ".tar", ".xz": "", ".txz": ".tar"}


def read_packed(source: Source) -> DocumentText:
    """Return the words of the one file that was packed."""
    gathering = Gathering(source, "packed file")
    limits = source.limits
    most = min(limits.zip_expanded_bytes, max(_SMALL_BYTES, len(source.data) * limits.zip_expansion_ratio))
    pieces, size_bytes, is_cut = [], 0, False
    try:
        for piece in _unpacked(source.data, _TOOLS[source.media_type]):
            pieces.append(piece)
            size_bytes += len(piece)
            if size_bytes > most:
                gathering.note_bomb(ValueError(f"it unpacks to over {most:,} bytes"))
                is_cut = True
                break
            if gathering.is_over():
                break
    except FAULTS:
        gathering.note_damage()
    if pieces:
        read = gathering.open_start if is_cut else gathering.open_inside
        read(_name_within(source.filename), b"".join(pieces), heading="")
    return gathering.document()


def read_tar(source: Source) -> DocumentText:
    """Return the words of the files in a tar folder, each under its name."""
    gathering = Gathering(source, "packed folder (.tar)")
    try:
        with tarfile.open(fileobj=io.BytesIO(source.data), mode="r:", errorlevel=0) as archive:
            for number, member in enumerate(archive):
                if number >= source.limits.zip_members or gathering.is_over():
                    gathering.note(
                        ProblemCode.TOO_MANY, "The packed folder holds very many files; open it for the rest."
                    )
                    break
                file = archive.extractfile(member) if member.isreg() else None
                if file is not None and member.size <= len(source.data):
                    gathering.open_inside(member.name, file.read())
    except (tarfile.TarError, *FAULTS):
        gathering.note_damage()
    return gathering.document()


def _unpacked(data: bytes, make: Callable[[], Any]) -> Iterator[bytes]:
    """Yield what was packed; several packed files one after the other are one file."""
    while data:
        tool = make()
        for start in range(0, len(data), _PIECE_BYTES):
            yield from inflate(tool, data[start : start + _PIECE_BYTES])
            if tool.eof:
                data = tool.unused_data + data[start + _PIECE_BYTES :]
                break
        else:
            raise EOFError("it ends too early")
        if not data.strip(b"\0"):
            return


def _name_within(name: str) -> str:
    for ending, instead in _ENDINGS.items():
        if name.lower().endswith(ending):
            return name[: -len(ending)] + instead
    return name
