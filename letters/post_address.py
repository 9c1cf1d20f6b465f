"""Read the address of the council's mail server: ``smtp://``, ``smtp+starttls://user@host:587`` or ``smtps://``."""

from collections.abc import Mapping
from typing import Literal
from urllib.parse import unquote, urlsplit

from letters.post import Post
from letters.post_errors import PostUnreachableError

KINDS: Mapping[str, tuple[Literal["none", "starttls", "tls"], int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}


def read_post(address: str, *, password: str, ca_file: str) -> Post:
    """Return the mail server that an address names.

    Raises: PostUnreachableError if it names none, so that letters wait and the reason is shown.
    """
    try:
        url = urlsplit(address)
        port = url.port
    except ValueError:
        url, port = urlsplit(""), None
    if url.scheme not in KINDS or not url.hostname:
        raise PostUnreachableError("PUTRIGHT_SMTP_URL does not name a mail server. Set it, and letters will go out.")
    tls, usual_port = KINDS[url.scheme]
    return Post(
        host=url.hostname,
        port=port or usual_port,
        tls=tls,
        username=unquote(url.username or ""),
        password=password,
        ca_file=ca_file,
    )
