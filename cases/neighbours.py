"""Find which earlier cases a mail may have to do with: what is known of them, and which is the very same message."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Q

from cases.desk import desk_council
from cases.models import Case, Mail
from cases.plain import message_of
from cases.services.intake import Neighbour
from cases.states import CaseState, MailState
from ingest.message import Message
from routing.same_case import History, KnownCase, SameCase

LOOK_BACK = timedelta(days=730)
MOST_CASES = 50
TWINS_WITHIN = timedelta(days=7)


def known_cases(mail: Mail, message: Message) -> dict[KnownCase, int]:
    """Return the earlier cases that a message may be about, with their ids: by sender, thread, or named reference."""
    earlier = [message.in_reply_to, *message.references]
    thread = Q(mails__message_id__in=[m for m in earlier if m]) | Q(letters__message_id__in=[m for m in earlier if m])
    named = Q(reference__in=_references_in(message))
    sender = Q(person_address=mail.sender_address) if mail.sender_address else Q(pk=None)
    rows = Case.objects.filter(thread | named | sender, received_at__gte=mail.received_at - LOOK_BACK)
    newest = rows.distinct().order_by("-received_at")[:MOST_CASES]
    return {_known(case): case.pk for case in newest.prefetch_related("mails", "letters")}


def history_of(candidates: Iterable[KnownCase]) -> History:
    """Return the earlier cases as the rules want them."""
    return History(cases=tuple(candidates), looked=True)


def neighbours_of(candidates: dict[KnownCase, int], same: SameCase) -> list[Neighbour]:
    """Return the cases a person is to compare a new one with."""
    by_reference = {known.reference: case_id for known, case_id in candidates.items()}
    wanted = dict.fromkeys([*same.repeats, *same.ask])
    return [
        Neighbour(case_id=by_reference[reference], words=_words_for(reference, same))
        for reference in wanted
        if reference in by_reference
    ]


def find_twin(mail: Mail, message: Message) -> Mail | None:
    """Return the mail this one is a second delivery of: one Message-ID, one sender, the same words; None if none is.

    Two mailboxes that both got a mail hold different bytes of it. A mail sent again has a new Message-ID: that is no
    twin, and is shown to a person instead.
    """
    if not message.message_id:
        return None
    rows = Mail.objects.filter(message_id=message.message_id[:400], sender_address=mail.sender_address)
    rows = rows.filter(received_at__gte=mail.received_at - TWINS_WITHIN, text__isnull=False).exclude(pk=mail.pk)
    # The one stored first is the original, unless the other has become a case already (its first try had failed).
    rows = rows.filter(Q(pk__lt=mail.pk) | Q(case__isnull=False))
    for other in rows.exclude(state=MailState.DUPLICATE).order_by("pk"):
        known = message_of(other)
        if known.own_words == message.own_words and _files(known) == _files(message):
            return other
    return None


def lock_deliveries(mail: Mail) -> None:
    """Hold every delivery of a mail, in one order, until the caller's transaction ends."""
    same = Q(pk=mail.pk)
    if mail.message_id:
        same |= Q(message_id=mail.message_id, sender_address=mail.sender_address)
    list(Mail.objects.select_for_update().filter(same).order_by("pk").values_list("pk", flat=True))


def _files(message: Message) -> list[str]:
    return [attachment.digest for attachment in message.attachments]


def _words_for(reference: str, same: SameCase) -> str:
    sentences = [sentence.strip(". ") for sentence in same.words.split(". ")]
    found = next((s for s in sentences if s.startswith(f"{reference}: ")), "")
    words = found.removeprefix(f"{reference}: ")
    return (words[:1].upper() + words[1:] + ".")[:300] if words else "May be about the same."


def _references_in(message: Message) -> list[str]:
    prefix = desk_council().reference_prefix
    words = f"{message.subject} {message.own_words}".upper().replace(",", " ").replace(".", " ").split()
    return [word.strip("()[]:;") for word in words if word.strip("()[]:;").startswith(f"{prefix}-")][:20]


def _known(case: Case) -> KnownCase:
    mails = list(case.mails.all())
    return KnownCase(
        reference=case.reference,
        senders=tuple(filter(None, {case.person_address, *(mail.sender_address for mail in mails)})),
        message_ids=tuple(
            filter(None, [*(m.message_id for m in mails), *(letter.message_id for letter in case.letters.all())])
        ),
        texts=tuple(message_of(mail).own_words for mail in mails if mail.text),
        digests=tuple(mail.digest for mail in mails),
        is_open=case.state != CaseState.FILED,
    )
