"""Keep bytes by their digest: a mail as it arrived, a letter as it was signed. Bytes never change."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


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
    if not path.parent.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _flush_folder(path.parent.parent)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    _flush_folder(path.parent)
    return digest


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


def _path(digest: str) -> Path:
    return Path(settings.PUTRIGHT_HOME) / "kept" / digest[:2] / digest[2:]


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
