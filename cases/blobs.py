"""Keep bytes by their digest: a mail as it arrived, a letter as it was signed. Bytes never change."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

_PIECE_BYTES = 1_048_576


class BlobError(Exception):
    """The kept bytes are gone or are not those that were put in; restore them from the backup."""

    def __init__(self, digest: str, words: str) -> None:
        self.digest = digest
        super().__init__(f"Kept file {digest[:12]}: {words}")


def digest_of(content: bytes) -> str:
    """Return the SHA-256 of the bytes, as hex."""
    return hashlib.sha256(content).hexdigest()


def put(content: bytes) -> str:
    """Keep the bytes durably and return their digest; the same bytes twice are kept once.

    When this returns, the bytes survive a power cut: the file and its folder are flushed to the disk.
    """
    digest = digest_of(content)
    path = _path(digest)
    if path.exists():
        return digest
    new = _new_beside(path)
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    _flush_folder(path.parent)
    return digest


def put_file(source: Path) -> str:
    """Keep the bytes of a file, which is left where it is, and return their digest; never all in memory."""
    with source.open("rb") as file:
        digest = hashlib.file_digest(file, hashlib.sha256).hexdigest()
    path = _path(digest)
    if path.exists():
        return digest
    new = _new_beside(path)
    try:
        shutil.copyfile(source, new)
        with new.open("rb") as file:
            # What was copied must be what was counted, should somebody have written to the source meanwhile.
            if hashlib.file_digest(file, hashlib.sha256).hexdigest() != digest:
                raise BlobError(digest, "changed while it was being kept. It is taken in again.")
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    _flush_folder(path.parent)
    return digest


def is_kept(digest: str) -> bool:
    """Say whether the bytes are where they were put; ``get`` also says whether they are still the same."""
    return _path(digest).exists()


def get_start(digest: str, most_bytes: int) -> bytes:
    """Return the first bytes kept under a digest, all of them if they are no more; the rest is never in memory.

    Raises:
        BlobError: if they are gone, or the whole is no longer what was put in.

    """
    counted, start = hashlib.sha256(), bytearray()
    try:
        with _path(digest).open("rb") as file:
            while piece := file.read(_PIECE_BYTES):
                counted.update(piece)
                start += piece[: max(0, most_bytes - len(start))]
    except OSError as error:
        raise BlobError(digest, "is not where it was put.") from error
    if counted.hexdigest() != digest:
        raise BlobError(digest, "is not what was put in.")
    return bytes(start)


def get(digest: str) -> bytes:
    """Return the bytes kept under a digest.

    Raises:
        BlobError: if they are gone, or are no longer what was put in.

    """
    try:
        content = _path(digest).read_bytes()
    except OSError as error:
        raise BlobError(digest, "is not where it was put.") from error
    if digest_of(content) != digest:
        raise BlobError(digest, "is not what was put in.")
    return content


def spool() -> Path:
    """Return the folder, on the same disk, where bytes may lie that are too many for memory and not yet kept."""
    folder = Path(settings.PUTRIGHT_HOME) / "kept"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _new_beside(path: Path) -> Path:
    """Make an empty file, for us alone, in the folder where it will be kept."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _flush_folder(path.parent.parent)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    os.close(descriptor)
    return Path(name)


def _path(digest: str) -> Path:
    return Path(settings.PUTRIGHT_HOME) / "kept" / digest[:2] / digest[2:]


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
