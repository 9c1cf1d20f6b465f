"""Find which mail a machine's report is about: the Message-ID of what bounced, was delayed, or was read.

Source: RFC 3464 and 3462 (what a delivery report returns); RFC 8098, section 3.2.5 (Original-Message-ID).
"""

import re
from collections.abc import Iterator

from ingest.charset import decode_text
from ingest.mail.mime import Part

REPORTS = frozenset(
    (
        *(
            "delivery-report",
            "read-receipt",
            "abuse-report",
            "report",
            "mailer-daemon",
            "null-sender",
            "bounce-subject",
        ),
        *("failed-recipients", "recall"),
    )
)
"""The signs of mail that reports on another; an answering machine's mail names that in In-Reply-To."""
_ORIGINAL = re.compile(rb"^(?:x-)?original-message-id\s?:\s{0,9}(<[^<>\s]{3,990}>)", re.IGNORECASE | re.MULTILINE)
_ID = re.compile(rb"^[>| \t]{0,9}message-id\s?:\s{0,9}(<[^<>\s]{3,990}>)", re.IGNORECASE | re.MULTILINE)
_RETURNED = frozenset(
    (
        *("message/rfc822", "message/global", "text/rfc822-headers", "text/rfc822-header", "message/rfc822-headers"),
        *("message/global-headers", "message/rfc822-header"),
    )
)
_READ_BYTES = 200_000
_MOST_PARTS = 50


def find_reported_id(root: Part, *, own_id: str = "", answers: str = "") -> str:
    """Return the Message-ID, with its angle brackets, of the mail a report is about, "" if it names none.

    ``own_id`` is the report's own; ``answers`` is the mail it claims to answer, believed where nothing was returned.
    """
    parts = list(_leaves(root))[:_MOST_PARTS]
    stated = (found for part in parts if part.media_type.startswith("message/") for found in _ids(part, _ORIGINAL))
    returned = (found for part in parts if part.media_type in _RETURNED for found in _ids(part, _ID))
    written = (found for part in parts if part.media_type.startswith("text/") for found in _ids(part, _ID))
    return next((found for group in (stated, returned, written) for found in group if found != own_id), answers)


def _ids(part: Part, pattern: re.Pattern[bytes]) -> Iterator[str]:
    data = part.content()[0][:_READ_BYTES].replace(b"\r\n", b"\n")
    return (decode_text(match[1], None)[0] for match in pattern.finditer(data))


def _leaves(part: Part) -> Iterator[Part]:
    if not part.children:
        yield part
    for child in part.children:
        yield from _leaves(child)


def find_calendar_method(root: Part) -> str:
    """Return what a calendar part of the mail asks or answers ("request", "reply"), "" if there is none."""
    parts = (
        part for part in list(_leaves(root))[:_MOST_PARTS] if part.media_type in ("text/calendar", "application/ics")
    )
    return next((part.parameters.get("method", "").lower() for part in parts), "")
