"""Wait on an open connection until the server tells of a new mail (IDLE), or for a while if it tells nobody."""

import select
from threading import Event
from typing import Any

from imapclient import IMAPClient

from ingest.mailboxes.imap_answers import ANSWER_FAULTS

# RFC 2177 asks for a new IDLE every 29 minutes; firewalls and Exchange close silent connections much sooner.
MOST_SECONDS = 540.0
TICK_SECONDS = 0.5
# A closed connection looks like one with something to read and nothing in it; so does one TLS ticket, once.
EMPTY_READS = 4


def wait_for_news(client: IMAPClient, seconds: float, stop: Event) -> bool:
    """Return True as soon as the server tells of a new mail; False after the time, or when told to stop.

    Raises: OSError when the connection is gone; the library's own faults when the server does not know IDLE after all.

    Source: RFC 2177; RFC 3501 section 7.3.1 (EXISTS).
    """
    seconds = min(seconds, MOST_SECONDS)
    # What came since the last look is told in answer to any command, and may else be told before IDLE has begun.
    if _tells_of_mail(client.noop()[1]):
        return True
    client.idle()
    try:
        is_news = _listen(client, seconds, stop)
    finally:
        if not stop.is_set():
            _, late = client.idle_done()
    return is_news or (not stop.is_set() and _tells_of_mail(late))


def has_idle(client: IMAPClient) -> bool:
    """Say whether the server knows IDLE."""
    try:
        return bool(client.has_capability("IDLE"))
    except ANSWER_FAULTS:
        return False


def _listen(client: IMAPClient, seconds: float, stop: Event) -> bool:
    empty_reads = 0
    for _ in range(max(1, int(seconds / TICK_SECONDS))):
        if stop.wait(TICK_SECONDS):
            return False
        has_bytes = _has_bytes(client.socket())
        told = client.idle_check(timeout=0) if has_bytes else []
        if _tells_of_mail(told):
            return True
        empty_reads = empty_reads + 1 if has_bytes and not told else 0
        if empty_reads >= EMPTY_READS or any(row and row[0] == b"BYE" for row in told):
            raise ConnectionResetError
    return False


def _has_bytes(connection: Any) -> bool:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    return bool(poll.poll(0))


def _tells_of_mail(told: Any) -> bool:
    """Say whether an answer tells that mails came: [(12, b"EXISTS")]."""
    return any(len(row) > 1 and row[1] in {b"EXISTS", b"RECENT"} and row[0] for row in told if isinstance(row, tuple))
