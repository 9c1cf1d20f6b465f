"""Note which letters that left have their copy in the Sent folder; no trouble with a copy ever sends a letter again."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases import events
from cases.models import Letter
from cases.services.letter_rows import locked_letter
from cases.states import LetterState
from letters.draft import Channel

TRIED_FOR: Final = timedelta(days=14)
"""A copy is tried for so long; so are letters that left before the folder was named."""
MOST: Final = 50


def due() -> QuerySet[Letter]:
    """Return the letters that left lately and have no copy yet, oldest first: those whose bytes were kept."""
    gone = Letter.objects.filter(state=LetterState.SENT, channel=Channel.EMAIL, posted_on=None, copied_at=None)
    lately = gone.filter(sent_at__gte=timezone.now() - TRIED_FOR, made_with__has_key="mail")
    return lately.order_by("sent_at", "pk")[:MOST]


@transaction.atomic
def note_copied(*, letter_id: int) -> None:
    """Note that a copy of a letter stands in the Sent folder."""
    letter = locked_letter(letter_id)
    if letter.copied_at:
        return
    letter.copied_at, letter.copy_trouble = timezone.now(), ""
    letter.save(update_fields=["copied_at", "copy_trouble"])
    events.record_for_case("letter_copied", letter.case, facts={"letter": letter.pk})


@transaction.atomic
def note_no_copy(*, letter_id: int, words: str) -> None:
    """Note why a copy could not be put there yet; it is tried again."""
    letter = locked_letter(letter_id)
    if letter.copied_at is not None or letter.copy_trouble == words:
        return
    letter.copy_trouble = words
    letter.save(update_fields=["copy_trouble"])
    events.record_for_case("letter_not_copied", letter.case, facts={"letter": letter.pk})
