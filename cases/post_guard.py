"""Count letters per address before one leaves: the last guard against two machines that answer each other.

Counted over all cases, workers and machines through the database, under a lock on the address.
"""

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from cases.desk import desk_council
from cases.models import Correspondent, Letter, Posting
from config.mailboxes import MailboxSettingsError, read_mailboxes
from config.thresholds import PostLimits, default_thresholds
from letters.addresses import normalise_address, why_no_letter
from letters.draft import Draft
from letters.plain import draft_from_plain


def own_addresses() -> frozenset[str]:
    """Return the addresses of our own mailboxes: the council's contacts, and those that are watched."""
    council = desk_council()
    found = {council.team.email, council.duty.email}
    try:
        boxes = read_mailboxes(settings.PUTRIGHT_MAILBOXES, os.environ)
    except (MailboxSettingsError, OSError):
        # A fault in that file is shown where mailboxes are; the council's own addresses are known all the same.
        boxes = ()
    found |= {name for box in boxes for name in (box.name, box.username)}
    return frozenset(address for address in found if "@" in address)


def why_unreachable(address: str) -> str:
    """Return why no letter may go to an address at all, "" if one may."""
    return why_no_letter(address, own_addresses())


def let_pass(letter: Letter, *, signed_at: datetime, now: datetime | None = None) -> str:
    """Count a locked letter that is about to leave; return "" if it may, else why it is held, in plain words.

    A letter that was counted under the same signature (its server could not be reached) is not counted again. One that
    a person let go passes the numbers, but never goes to a robot or to ourselves. The caller holds the transaction.
    """
    at = now or timezone.now()
    draft = draft_from_plain(letter.draft)
    if words := why_unreachable(draft.recipient.email):
        return words
    correspondent, _ = Correspondent.objects.get_or_create(address=normalise_address(draft.recipient.email)[:320])
    correspondent = Correspondent.objects.select_for_update().get(pk=correspondent.pk)
    if letter.postings.filter(signed_at=signed_at).exists():
        return ""
    words = digest_words(draft, letter.case.reference)
    if not letter.released_at and (held := _why_held(correspondent, words, at)):
        return held
    Posting.objects.create(correspondent=correspondent, letter=letter, signed_at=signed_at, words=words, at=at)
    return ""


def _why_held(correspondent: Correspondent, words: str, at: datetime) -> str:
    limits: PostLimits = default_thresholds().post
    to_them = correspondent.postings.all()
    again = timedelta(minutes=limits.same_letter_minutes)
    hour, day = timedelta(hours=1), timedelta(hours=24)
    if to_them.filter(words=words, at__gt=at - again).exists():
        return (
            f"The same words went to this address within the last {limits.same_letter_minutes} minutes. "
            "If the first letter did not arrive, let this one go; if it did, take this one back."
        )
    if (sent := to_them.filter(at__gt=at - hour).count()) >= limits.letters_an_hour:
        return _say_many(sent, "hour", limits.letters_an_hour)
    if (sent := to_them.filter(at__gt=at - day).count()) >= limits.letters_a_day:
        return _say_many(sent, "24 hours", limits.letters_a_day)
    if Posting.objects.filter(at__gt=at - hour).count() >= limits.team_letters_an_hour:
        return (
            f"More than {limits.team_letters_an_hour} letters have left in the last hour, to all addresses together. "
            "Something may be signing by itself: look at what went out before you let this one go."
        )
    return ""


def _say_many(sent: int, span: str, limit: int) -> str:
    return (
        f"{sent} letters went to this address in the last {span}, and the limit is {limit}. Two programs may be "
        "answering each other. Look at the case: if a person waits for this letter, let it go; if not, take it back."
    )


def _words_of(draft: Draft) -> Iterator[str]:
    for paragraph in draft.paragraphs:
        yield from (paragraph.title, paragraph.text, *paragraph.points)
        yield from (cell for row in paragraph.rows for cell in row)


def digest_words(draft: Draft, reference: str) -> str:
    """Return what stands for the words of a letter, whatever case it is of: its tables are words too."""
    parts = [draft.letter, *_words_of(draft)]
    return hashlib.sha256("\n".join(parts).replace(reference, "").encode()).hexdigest()
