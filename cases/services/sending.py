"""Write each step of a signed letter's way out, so that a crash can neither lose nor double it."""

from datetime import timedelta
from typing import TypedDict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases import blobs, events
from cases.desk import desk_council
from cases.errors import NotNowError
from cases.letter_files import NAMES, attached_to
from cases.made_with import signed_as
from cases.models import Letter
from cases.plain import message_of
from cases.post_guard import let_pass
from cases.services.holding import hold
from cases.services.last_look import why_not_out
from cases.services.letter_rows import locked_letter, move_case_with, move_letter, note_gone, unsign
from cases.states import CaseState, LetterState, MailState
from letters.body import write_body
from letters.draft import Channel
from letters.mail_html import write_html
from letters.plain import draft_digest, draft_from_plain
from letters.signed import SignedLetter

LOST_AFTER = timedelta(minutes=15)
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
LEFT_AFTER_ALL = (
    "The mail server took this letter after all, though somebody said that it had not left. Do not send it a second "
    "time: follow it with another letter if something was changed since."
)
MOST_DOUBLINGS = 6
"""After so many tries the wait is the longest; two to the power of a weekend's tries is no length of time."""


class _Words(TypedDict):
    signer: str
    signer_role: str
    attached: list[str]


class ChangedLetterError(Exception):
    """The words to be sent are not the words that were signed: it is not sent, and a person must look."""


def due() -> list[int]:
    """Return the ids of signed letters whose waiting time is over."""
    rows = Letter.objects.filter(state=LetterState.APPROVED, send_at__lte=timezone.now(), case__has_open_alert=False)
    rows = rows.filter(channel=Channel.EMAIL)
    return list(rows.order_by("send_at").values_list("pk", flat=True)[:100])


@transaction.atomic
def begin(*, letter_id: int) -> SignedLetter | None:
    """Take a signed letter for sending; committed before anything is said to the mail server.

    Returns None if it was stopped, taken by another worker, goes by post, is not due, or a sign of danger has come
    into its case: then it waits until somebody has dealt with that. None, too, if the last guard does not let it pass,
    the case was shut to its signer since, or the record says no more what the letter says: then it is held until a
    person looks.

    Raises:
        ChangedLetterError: if its words are no longer those that were signed.

    """
    letter = locked_letter(letter_id)
    is_due = letter.state == LetterState.APPROVED and letter.send_at and letter.send_at <= timezone.now()
    if not is_due or letter.case.has_open_alert or letter.channel != Channel.EMAIL:
        return None
    signed = _signed_letter(letter)
    if held := why_not_out(letter) or let_pass(letter, signed_at=signed.signed_at):
        hold(letter=letter, words=held)
        return None
    letter.sending_since = timezone.now()
    letter.tries += 1
    move_letter(letter, LetterState.SENDING, "letter_sending", None, {"try": letter.tries})
    return signed


@transaction.atomic
def keep_mail(*, letter_id: int, message_id: str, content: bytes) -> None:
    """Keep the very bytes that are about to leave, before they do; ``message_id`` names the try they are of.

    Raises:
        OSError: if they could not be kept; then nothing has left.
        NotNowError: if the letter is not being sent, or another try of it is.

    """
    letter = locked_letter(letter_id)
    if letter.state != LetterState.SENDING or letter.message_id != message_id:
        raise NotNowError("This letter is not being sent.")
    letter.made_with = letter.made_with | {"mail": blobs.put(content)}
    letter.save(update_fields=["made_with"])


@transaction.atomic
def mark_sent(*, letter_id: int, message_id: str) -> None:
    """Note that the mail server took the letter; the acknowledgement's clock stops today.

    A sender may have been so slow that its letter was given to a person meanwhile (``settle_lost``). If nobody has said
    yet what became of it, it is known now; if somebody said that it did not leave, they are told that it did.
    """
    letter = locked_letter(letter_id)
    if letter.message_id != message_id or letter.state == LetterState.SENT:
        _tell_left_after_all(letter, message_id)
        return
    letter.sent_at, letter.trouble = timezone.now(), ""
    facts = {"digest": letter.approved_digest, "mail": letter.made_with.get("mail", "")}
    move_letter(letter, LetterState.SENT, "letter_sent", None, facts)
    note_gone(letter)


def _tell_left_after_all(letter: Letter, message_id: str) -> None:
    if letter.state == LetterState.SENT:
        return
    letter.trouble = LEFT_AFTER_ALL
    if letter.state == LetterState.APPROVED:
        hold(letter=letter, words=LEFT_AFTER_ALL)
    letter.save(update_fields=["trouble"])
    facts = {"letter": letter.pk, "message_id": message_id}
    events.record_for_case("letter_left_after_all", letter.case, facts=facts)


@transaction.atomic
def mark_unreachable(*, letter_id: int, words: str) -> None:
    """Note that the mail server could not be reached before anything was handed over: it is tried again later."""
    letter = locked_letter(letter_id)
    letter.trouble = words
    letter.send_at = timezone.now() + _wait_after(letter.tries)
    move_letter(letter, LetterState.APPROVED, "letter_not_sent_yet", None, {"try": letter.tries})


@transaction.atomic
def put_off(*, letter_id: int, words: str) -> None:
    """Note why a signed letter could not even be taken for sending; it is tried again later, and says so meanwhile."""
    letter = locked_letter(letter_id)
    if letter.state != LetterState.APPROVED:
        return
    letter.trouble, letter.tries = words, letter.tries + 1
    letter.send_at = timezone.now() + _wait_after(letter.tries)
    letter.save(update_fields=["trouble", "tries", "send_at"])
    events.record_for_case("letter_not_sent_yet", letter.case, facts={"letter": letter.pk, "try": letter.tries})


@transaction.atomic
def mark_refused(*, letter_id: int, words: str) -> None:
    """Note that the mail server refused the letter for good: a person must look."""
    letter = locked_letter(letter_id)
    letter.trouble = words
    move_letter(letter, LetterState.REFUSED, "letter_refused", None, {})
    move_case_with(letter, CaseState.LETTER)


@transaction.atomic
def mark_uncertain(*, letter_id: int, words: str) -> None:
    """Note that nobody knows whether the letter left: it is never sent again by itself."""
    letter = locked_letter(letter_id)
    if letter.state != LetterState.SENDING:
        return
    letter.trouble = words
    move_letter(letter, LetterState.UNCERTAIN, "letter_uncertain", None, {})


@transaction.atomic
def return_changed(*, letter_id: int, words: str) -> None:
    """Give a letter back whose words are no longer those that were signed; it needs a new signature."""
    letter = locked_letter(letter_id)
    unsign(letter)
    letter.trouble = words
    move_letter(letter, LetterState.RETURNED, "letter_not_as_signed", None, {})
    move_case_with(letter, CaseState.LETTER)


def settle_lost(*, older_than: timedelta = LOST_AFTER) -> int:
    """Hand letters found in ``sending`` after a crash to a person; return how many."""
    now = timezone.now()
    # A clock that was put back must not leave one in the middle for as long as it was ahead.
    since = Q(sending_since__lte=now - older_than) | Q(sending_since__gt=now + older_than)
    lost = Letter.objects.filter(since, state=LetterState.SENDING)
    ids = list(lost.values_list("pk", flat=True))
    for letter_id in ids:
        mark_uncertain(letter_id=letter_id, words="Putright stopped while this letter was going out.")
    return len(ids)


def _wait_after(tries: int) -> timedelta:
    return min(FIRST_WAIT * (1 << min(tries - 1, MOST_DOUBLINGS)), LONGEST_WAIT)


def _signed_letter(letter: Letter) -> SignedLetter:
    draft = draft_from_plain(letter.draft)
    if draft_digest(draft) != letter.approved_digest or letter.signer is None or letter.signed_at is None:
        message = f"Letter {letter.pk} of {letter.case.reference} is not what was signed. Return it and sign it again."
        raise ChangedLetterError(message)
    if draft.channel is not Channel.EMAIL:
        raise ChangedLetterError(f"Letter {letter.pk} of {letter.case.reference} was signed to be posted, not mailed.")
    council = desk_council()
    # The mail the case was opened for: one that a person put with it may be somebody else's, whose thread this is not.
    others = (MailState.JOINED, MailState.DUPLICATE, MailState.AUTOMATIC)
    first = letter.case.mails.exclude(state__in=others).order_by("received_at", "pk").first()
    answered = message_of(first) if first and first.text else None
    earlier = answered.references if answered else ()
    message_id = answered.message_id if answered else ""
    files = attached_to(letter)
    name, role = signed_as(letter, letter.signer)
    words = _Words(signer=name, signer_role=role, attached=[NAMES[file] for file in files])
    return SignedLetter(
        letter_key=letter.pk,
        reference=letter.case.reference,
        draft_digest=letter.approved_digest,
        signer_name=name,
        signed_at=letter.signed_at,
        recipient_name=draft.recipient.name,
        recipient_email=draft.recipient.email,
        sender_name=f"{council.team.name}, {council.name}",
        sender_email=council.team.email,
        subject_line=draft.subject_line,
        body_text=write_body(draft, **words),
        body_html=write_html(draft, **words),
        pdf=blobs.get(letter.pdf_digest) if "pdf" in files else b"",
        docx=blobs.get(letter.docx_digest) if "docx" in files else b"",
        filename=f"{letter.case.reference}.docx",
        message_id=letter.message_id,
        in_reply_to=message_id,
        references=tuple(filter(None, [*earlier, message_id])),
    )
