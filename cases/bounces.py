"""Judge what a mail server reports of a mail: that it failed, that it is late, that it arrived, or nothing for sure.

Source: RFC 3464 section 2.3.3 (Action), RFC 3463 section 2 (status codes); the words of Postfix, Exim, qmail, Sendmail,
Exchange and Gmail where a report has no such fields.
"""

import re
from collections.abc import Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Final

from ingest.mail.automatic_words import BOUNCE_SAYINGS
from ingest.message import Message

SURE_BOUNCES: Final = frozenset({"delivery-report", "bounce-subject", "mailer-daemon", "failed-recipients"})
"""The signs of a mail server's report; a read receipt and an out-of-office prove that a letter did arrive."""
MAYBE_BOUNCES: Final = frozenset({"null-sender", "report"})
"""Signs that answering machines bear as well: such a mail must itself say that delivery failed."""
ANSWERS: Final = frozenset({"auto-replied", "auto-submitted", "null-sender"})
_DAEMON: Final = re.compile(
    r"(?:mailer-daemon|mail-daemon|mdaemon|postmaster|microsoftexchange[0-9a-f]{32})(?:[+=-][^@]{0,80})?@",
    re.IGNORECASE,
)
LATEST_REPORT: Final = timedelta(days=14)
"""Servers give up after five days; a report that comes much later is about something else."""
MOST_SEARCHED: Final = 200_000
_FIRST_WORDS: Final = 6_000

_MESSAGE_ID: Final = re.compile(r"<[^<>\s@]{3,150}@[^<>\s@]{3,150}>")
_FAILED_CODE: Final = re.compile(r"\b5\d\d[ -]5\.\d{1,3}\.\d{1,3}\b|(?<![\d.])5\.[0-7]\.\d{1,3}(?![\d.])")
_ACTION: Final = re.compile(
    r"^\s*action:\s*(failed|delayed|delivered|relayed|expanded)\b", re.IGNORECASE | re.MULTILINE
)
_BASIC_CODE: Final = re.compile(r"\b55[0-4][ -]")
_LATE: Final = re.compile(
    r"\bwill (?:keep|continue|go on|be) (?:on )?(?:to (?:try|retry|attempt)|trying|retrying|attempting|retried)"
    r"|\bwill (?:try again|retry|be (?:re)?tried)\b|\bdelivery attempts will continue"
    r"|\bstill (?:being )?(?:tr(?:ied|ying)|retr)|\b(?:has|have) (?:been )?(?:not )?(?:yet )?(?:been )?delayed\b"
    r"|\bdelivery (?:is |has been )?(?:delayed|incomplete)\b"
    r"|\bdelayed (?:mail|message|\d{1,3} (?:hours|days))|\(delay(?:ed)?\)|\bwarning message only\b"
    r"|\bdo(?:es)? not (?:need|have) to (?:resend|send)|\bhas not (?:yet )?been delivered\b[^.]{0,80}\byet\b"
    r"|\btemporar(?:y|ily)\b[^.]{0,60}\b(?:problem|error|failure|deferred)",
    re.IGNORECASE,
)
_GAVE_UP: Final = re.compile(
    r"\bgiving up\b|\bgave up\b|\bretry (?:time ?out|time) (?:exceeded|not reached for any host after)"
    r"|\b(?:delivery time|message|retry) expired\b|\bfor more than \d+ (?:hours|days)\b|\btoo long\b"
    r"|\b(?:removed|returned|dropped) from the (?:mail )?queue\b|\bwill not be (?:retried|delivered)\b"
    r"|\bno (?:further|more) (?:delivery )?attempts|\bthis is a permanent error\b|\b(?:has|have) failed permanently\b"
    r"|\bdelivery (?:has )?failed\b",
    re.IGNORECASE,
)
_FAILED: Final = re.compile("|".join(BOUNCE_SAYINGS), re.IGNORECASE)


class Verdict(StrEnum):
    """What a machine's mail says of the mail it is about. ``UNCLEAR``: a server reports, and does not say what."""

    NO_REPORT = "no_report"
    FAILED = "failed"
    DELAYED = "delayed"
    ARRIVED = "arrived"
    UNCLEAR = "unclear"


def judge_report(message: Message) -> Verdict:
    """Return what a machine's mail reports of a mail of ours; ``NO_REPORT`` for any that is no server's report."""
    sign, texts = message.automatic or "", _texts(message)
    said = {found.lower() for text in texts for found in _ACTION.findall(text)}
    has_code = any(_FAILED_CODE.search(text) for text in texts)
    # Exim calls its reports auto-replied, as answering machines do: there the sender tells.
    is_sure = sign in SURE_BOUNCES or (sign in ANSWERS and bool(_DAEMON.match(message.sender.address)))
    if not is_sure and not (sign in MAYBE_BOUNCES and (has_code or said)):
        return Verdict.NO_REPORT
    if said:
        return Verdict.FAILED if "failed" in said else Verdict.DELAYED if "delayed" in said else Verdict.ARRIVED
    return _by_words(f"{message.subject}\n{message.body[:_FIRST_WORDS]}", has_code=has_code)


def named_letters(message: Message) -> frozenset[str]:
    """Return every Message-ID that stands anywhere in a mail."""
    return frozenset(found for text in _texts(message) for found in _MESSAGE_ID.findall(text))


def words_of(message: Message) -> str:
    """Return all words of a mail, its subject and its attachments included."""
    return "\n".join((message.subject, *_texts(message)))


def _by_words(words: str, *, has_code: bool) -> Verdict:
    """Judge a report without the fields of the standard by its words; what gave up is not late any more."""
    has_failed = has_code or bool(_BASIC_CODE.search(words))
    if _LATE.search(words) and not _GAVE_UP.search(words) and not has_failed:
        return Verdict.DELAYED
    if has_failed or _GAVE_UP.search(words) or _FAILED.search(words):
        return Verdict.FAILED
    return Verdict.UNCLEAR


def _texts(message: Message) -> list[str]:
    texts: Iterable[str] = (message.body, *(found.text for found in message.attachments))
    return [text[:MOST_SEARCHED] for text in texts]
