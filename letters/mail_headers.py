"""Keep what strangers wrote (their name, the numbers of their mails) from becoming header lines of a letter of ours.

The email package decodes encoded words again whenever it writes a header, line breaks inside them included. A sender
who calls themselves ``=?utf-8?q?Joan=0AReply-To:_...?=`` would so have written a line into the council's letter.

Source: RFC 2047 section 2 (encoded words), RFC 5322 section 3.6.4 (numbers of mails) and 2.2 (field names).
"""

import re
import unicodedata
from collections.abc import Iterable
from email.parser import BytesHeaderParser
from email.policy import default
from typing import Final

from letters.post_errors import PostRefusedError

ENCODED: Final = "=?"
"""How an encoded word begins; no name and no number of a mail has it."""
_NUMBER: Final = re.compile(r"<[!-;=?-~]{1,400}>")
_LONE_BREAK: Final = re.compile(rb"\r(?!\n)|(?<!\r)\n")
_HEAD_BYTES: Final = re.compile(rb"[\t\r\n -~]*")
FIELDS: Final = frozenset(
    {
        b"from",
        b"to",
        b"subject",
        b"date",
        b"message-id",
        b"in-reply-to",
        b"references",
        b"mime-version",
        b"content-type",
        b"content-transfer-encoding",
    }
)


def clean_name(name: str) -> str:
    """Return a name as it may stand before an address: without signs that steer, and nothing to be decoded again.

    >>> clean_name("=?utf-8?q?Joan=0AReply-To:?=")
    '= ?utf-8?q?Joan=0AReply-To:?='
    """
    shown = "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in name)
    return " ".join(shown.split()).replace(ENCODED, "= ?")


def clean_numbers(numbers: Iterable[str]) -> tuple[str, ...]:
    """Return those numbers of mails that are whole, each once; one that is odd only costs the letter its thread."""
    return tuple(dict.fromkeys(one for one in numbers if _NUMBER.fullmatch(one) and ENCODED not in one))


def require_whole(content: bytes, *, recipient: str) -> None:
    """Let the bytes of a mail pass whose header lines are those we wrote, and that goes to its one recipient.

    Raises: PostRefusedError for any other.
    """
    head, gap, _ = content.partition(b"\r\n\r\n")
    if not gap or _LONE_BREAK.search(content) or not _HEAD_BYTES.fullmatch(head):
        raise PostRefusedError("the letter cannot be put into a mail: a line of its head is broken")
    names = [line.partition(b":")[0].lower() for line in head.split(b"\r\n") if line[:1] not in {b" ", b"\t"}]
    if not FIELDS.issuperset(names) or len(names) != len(set(names)):
        raise PostRefusedError("the letter cannot be put into a mail: its head has a line that is not ours")
    read = BytesHeaderParser(policy=default).parsebytes(head + gap)["To"]
    if read is None or [one.addr_spec for one in read.addresses] != [recipient]:
        raise PostRefusedError("the mail does not go to exactly one address")
