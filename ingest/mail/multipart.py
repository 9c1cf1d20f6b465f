"""Write parts as one multipart, for what came in another wrapping: from there on it is read as any mail is."""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import quote

_TYPE = re.compile(r"[\w.+-]{1,127}/[\w.+-]{1,127}")


def write_multipart(parts: Sequence[bytes], kind: str = "mixed") -> bytes:
    """Return the parts (each with its own header fields) as a multipart of this kind, header fields of its own first.

    The boundary is made of the parts' digest, so that the same parts make the same bytes and no part can contain it.
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    boundary = f"putright-{digest.hexdigest()[:40]}".encode()
    head = b"Content-Type: multipart/" + kind.encode() + b"; boundary=" + boundary + b"\r\n\r\n"
    opened = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return head + opened + b"--" + boundary + b"--\r\n"


def text_part(media_type: str, text: bytes) -> bytes:
    """Return words in UTF-8 as a part."""
    return b"Content-Type: " + media_type.encode() + b"; charset=utf-8\r\n\r\n" + text


def file_part(name: str, media_type: str, data: bytes) -> bytes:
    """Return a file as a part; a type that is none becomes ``application/octet-stream``."""
    kind = media_type.lower() if _TYPE.fullmatch(media_type) else "application/octet-stream"
    named = f"; filename*=utf-8''{quote(name, safe='')}" if name else ""
    head = (
        f"Content-Type: {kind}\r\nContent-Disposition: attachment{named}\r\nContent-Transfer-Encoding: binary\r\n\r\n"
    )
    return head.encode("ascii", "replace") + data
