"""Tell a saved mail from other text: by header fields that no letter begins with.

Source: RFC 5322, section 3.6 (fields of a mail); RFC 4155 (mailbox files); RFC 2557 (web pages saved as mail).
"""

import re

from ingest.mail.signed_data import pkcs7_kind

MAIL = "message/rfc822"
MAILBOX = "application/mbox"
SIGNED = "application/pkcs7-mime"
SEALED = "application/pgp-encrypted"

# Fields a person types too, at the top of a memo or above a pasted mail.
_SPOKEN = frozenset({b"from", b"to", b"cc", b"bcc", b"date", b"subject", b"sender", b"reply-to"})
# Fields that only programs write.
_WRITTEN = frozenset(
    {b"received", b"message-id", b"mime-version", b"return-path", b"delivered-to", b"content-type", b"x-mailer"}
    | {b"content-transfer-encoding", b"dkim-signature", b"x-received", b"authentication-results", b"in-reply-to"}
    | {b"references", b"user-agent", b"x-originating-ip", b"arc-seal", b"list-id", b"x-priority", b"thread-topic"}
    | {
        b"thread-index",
        b"x-ms-has-attach",
        b"x-mozilla-status",
        b"content-class",
        b"x-unsent",
        b"snapshot-content-location",
    }
)
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]{0,4}:")
# The line a mailbox puts before each mail names a moment; a sentence that begins with "From" seldom does.
_FROM_LINE = re.compile(rb"From [^\r\n]{0,250}\d\d:\d\d[^\r\n]{0,100}\r?\n")
_FROM_LINE_LATER = re.compile(rb"\nFrom [^\r\n]{0,250}\d\d:\d\d[^\r\n]{0,100}\r?\n(?=[!-9;-~]{1,100}:)")
_NAMES = (".eml", ".mht", ".mhtml", ".emlx", ".email")
_PGP_MESSAGE = re.compile(rb"\s{0,200}-----BEGIN PGP MESSAGE-----")
_PGP_NAMES = (".pgp", ".gpg")
# Old and new form of "encrypted session key", by key and by password.
_PGP_FIRST = frozenset({b"\x84", b"\x85", b"\x86", b"\x8c", b"\x8d", b"\xc1", b"\xc3"})
_HEAD_BYTES = 32_768
_MOST_LINES = 400


def sealed_type_of(data: bytes, *, filename: str = "") -> str:
    """Return the type of an encrypted or signed file (S/MIME, PGP), "" for any other."""
    if pkcs7_kind(data):
        return SIGNED
    if _PGP_MESSAGE.match(data):
        return SEALED
    # A PGP file that is no text has no mark; its first byte says only that a key for it follows.
    return SEALED if filename.lower().endswith(_PGP_NAMES) and data[:1] in _PGP_FIRST else ""


def mail_type_of(data: bytes, *, filename: str = "", declared_type: str = "") -> str:
    r"""Return ``message/rfc822`` or ``application/mbox`` if the bytes begin as a mail does, "" if they do not.

    A name or declared type only lowers how much proof is asked for.

    >>> mail_type_of(b"From: a@b.example\nMessage-ID: <1@b.example>\n\nwords")
    'message/rfc822'
    >>> mail_type_of(b"From: the head teacher\nTo: all parents\n\nwords")
    ''
    """
    head = data[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n \t")
    envelope = _FROM_LINE.match(head)
    names = _field_names(head[envelope.end() :] if envelope else head)
    spoken, written = names & _SPOKEN, names & _WRITTEN
    if envelope and (spoken or written):
        return MAILBOX if _FROM_LINE_LATER.search(data, envelope.end()) else MAIL
    if declared_type in (MAIL, "message/global", "multipart/related") or filename.lower().endswith(_NAMES):
        return MAIL if spoken or written else ""
    return MAIL if (spoken and written) or {b"mime-version", b"content-type"} <= names else ""


def _field_names(head: bytes) -> set[bytes]:
    """Return the names of the fields at the head, up to the first line that is none."""
    names: set[bytes] = set()
    for line in head.splitlines()[:_MOST_LINES]:
        field = _FIELD.match(line)
        if field:
            names.add(field[1].lower())
        elif not (names and line[:1] in (b" ", b"\t") and line.strip()):
            break
    return names
